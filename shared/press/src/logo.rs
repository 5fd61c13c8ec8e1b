//! Pictures of the head: looked at before anything inflates them.

use paper::Logo;
use typst::foundations::{Bytes, Dict, dict};

use crate::PressError;
use crate::limits::{LOGO_BYTES_MAX, LOGO_SIDE_PIXELS_MAX};

/// The values of a picture, once its size is known to be within the limits.
pub(crate) fn values(logo: &Logo) -> Result<Dict, PressError> {
    if logo.bytes.len() > LOGO_BYTES_MAX {
        return Err(PressError::Logo);
    }
    let (width, height) = sides(&logo.bytes).ok_or(PressError::Logo)?;
    let fits = |side: u32| (1..=LOGO_SIDE_PIXELS_MAX).contains(&side);
    if !fits(width) || !fits(height) {
        return Err(PressError::Logo);
    }
    Ok(dict! {
        "bytes" => Bytes::new(logo.bytes.clone()),
        "alt" => logo.alt.clone(),
    })
}

/// Width and height of a PNG or JPEG, as its header says.
fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| {
            let four = bytes.get(at..at + 4)?;
            Some(u32::from_be_bytes(four.try_into().ok()?))
        };
        return Some((number(16)?, number(20)?));
    }
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut at = 2;
    loop {
        let [mark, kind, high, low] = *bytes.get(at..at + 4)? else {
            return None;
        };
        if mark != 0xFF {
            return None;
        }
        // Frame headers, without the three that are tables.
        if (0xC0..=0xCF).contains(&kind) && ![0xC4, 0xC8, 0xCC].contains(&kind) {
            let two = |at: usize| {
                let two = bytes.get(at..at + 2)?;
                Some(u32::from(u16::from_be_bytes(two.try_into().ok()?)))
            };
            return Some((two(at + 7)?, two(at + 5)?));
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}
