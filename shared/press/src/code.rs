//! The code at the foot of a paper, for a camera.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

use crate::PressError;

/// Modules of white around the code; the paper around it is white too.
const QUIET_MODULES: usize = 2;
const WHITE: u8 = 255;
const BLACK: u8 = 0;

/// A code drawn: a square of grey pixels, one for each module.
pub(crate) struct Drawn {
    pub(crate) side: usize,
    pub(crate) pixels: Vec<u8>,
}

/// Draws a text. Medium correction: a crease or a stamp over a seventh of it does no harm.
pub(crate) fn draw(text: &str) -> Result<Drawn, PressError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| PressError::Typesetter(error.to_string()))?;
    let modules = code.width();
    let side = modules + 2 * QUIET_MODULES;
    let mut pixels = vec![WHITE; side * side];
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (row, column) = (place / modules, place % modules);
            pixels[(row + QUIET_MODULES) * side + column + QUIET_MODULES] = BLACK;
        }
    }
    Ok(Drawn { side, pixels })
}
