//! The code at the foot of a paper, for a camera: which data it is of, as [`PaperMark::code`] says it.

use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, Unit};
use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

use crate::{ExportError, Imprint, PaperMark};

/// Modules of white around the code; the paper around it is white too.
const QUIET_MODULES: usize = 2;
/// A module of the picture: a byte of a line, so eight pixels of one bit. Programs smooth what they
/// enlarge and leave out what they make smaller, and have so many pixels to do it with.
const WHITE: u8 = 0xff;
const BLACK: u8 = 0;
const MODULE_PIXELS: usize = u8::BITS as usize;
/// Side of the code on a sheet, in twentieths of a point (15 mm).
pub(crate) const SIDE_TWIPS: u32 = 850;
const TWIPS_PER_METRE: u32 = 56_693;

/// A code drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperCode {
    /// What it says.
    pub text: String,
    /// The picture of it: a square PNG, black and white, which says that it is 15 mm wide.
    pub png: Vec<u8>,
}

impl PaperCode {
    /// The code of what is printed of some data. Medium correction: a crease or a stamp over a seventh
    /// of it does no harm.
    pub fn of(imprint: &Imprint) -> Result<Self, ExportError> {
        let text = PaperMark::of_imprint(imprint).code();
        let code = QrCode::with_error_correction_level(&text, EcLevel::M);
        let png = picture(&code.map_err(refused)?).map_err(refused)?;
        Ok(Self { text, png })
    }

    /// What it is, for who cannot see it.
    pub fn alt(&self) -> String {
        format!("Código para verificar este documento: {}", self.text)
    }
}

fn refused(error: impl std::fmt::Display) -> ExportError {
    ExportError::Code {
        detail: error.to_string(),
    }
}

fn picture(code: &QrCode) -> Result<Vec<u8>, EncodingError> {
    let modules = code.width();
    let side = modules + 2 * QUIET_MODULES;
    let mut lines = vec![WHITE; side * side * MODULE_PIXELS];
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (row, column) = (place / modules, place % modules);
            let first = (row + QUIET_MODULES) * MODULE_PIXELS;
            for line in first..first + MODULE_PIXELS {
                lines[line * side + column + QUIET_MODULES] = BLACK;
            }
        }
    }
    let pixels = (side * MODULE_PIXELS) as u32;
    let per_metre = pixels * TWIPS_PER_METRE / SIDE_TWIPS;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixels, pixels);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&lines)?;
    writer.finish()?;
    Ok(bytes)
}
