//! Pictures of the head: looked at before anything inflates them.

use paper::Logo;
use typst::foundations::{Bytes, Dict, dict};

use crate::PressError;

/// What a picture without words of its own is called: a paper that is read aloud must say something.
const NAMELESS: &str = "Logotipo";

/// The values of a picture, once its size is known to be within the limits.
pub(crate) fn values(logo: &Logo) -> Result<Dict, PressError> {
    logo.check().map_err(|_| PressError::Logo)?;
    let alt = if logo.alt.trim().is_empty() {
        NAMELESS
    } else {
        &logo.alt
    };
    Ok(dict! {
        "bytes" => Bytes::new(logo.bytes.clone()),
        "alt" => alt,
    })
}
