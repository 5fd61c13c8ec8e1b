//! What stands above the table of a sheet, in rows that are printed on every page: title, institution,
//! logos, and the code. Neither Calc's heads and feet nor Calc's reading of Excel's have pictures, so
//! they stand on the sheet itself, where every program prints them and says what they show.

use crate::measure::Letters;
use crate::{Annex, ExportError, Logo, LogoError, LogoKind, PaperCode};

use super::{Laid, SCALE_PERCENT, TITLE_HEIGHTS};

/// Side of the code, printed (14 mm).
const CODE: u32 = 794;
/// Between a picture and what is beside it.
const GAP: u32 = 180;
/// The box of a logo.
const LOGO: (u32, u32) = (2_700, 1_060);
/// How far a picture stays from the end of the table: what crosses it is printed on another page or
/// makes the whole smaller, and programs round each column.
const INSET: u32 = 240;
/// Sizes of the title and of the institution that are tried.
const SIZES: [[u32; 5]; 2] = [[280, 260, 240, 220, 200], [240, 220, 200, 180, 160]];

/// The head of a sheet.
pub(crate) struct Head {
    pub(crate) pictures: Vec<Picture>,
    /// Size of the letters of the title, and of those of the institution.
    pub(crate) sizes: [u32; 2],
}

/// A picture, with its place on the sheet.
pub(crate) struct Picture {
    pub(crate) bytes: Vec<u8>,
    pub(crate) kind: LogoKind,
    /// What it is called among the objects of the sheet.
    pub(crate) name: &'static str,
    pub(crate) alt: String,
    /// From the corner of the sheet, to the right and down.
    pub(crate) place: (u32, u32),
    /// Width and height.
    pub(crate) sides: (u32, u32),
}

impl Head {
    pub(crate) fn of(annex: &Annex, laid: &Laid) -> Result<Self, ExportError> {
        let width: u32 = laid.setting.widths.iter().sum();
        let code = PaperCode::of(&annex.imprint)?;
        let side = CODE * 100 / SCALE_PERCENT;
        let mut pictures = vec![Picture {
            alt: code.alt(),
            bytes: code.png,
            kind: LogoKind::Png,
            name: "Código",
            place: (0, middle(side)),
            sides: (side, side),
        }];
        let mut taken = [side + GAP, 0];
        if let Some(logo) = &annex.logo_left {
            let picture = placed(logo, "Logotipo izquierdo", |_| taken[0])?;
            taken[0] += picture.sides.0 + GAP;
            pictures.push(picture);
        }
        if let Some(logo) = &annex.logo_right {
            let right = width.saturating_sub(INSET);
            let picture = placed(logo, "Logotipo derecho", |wide| right.saturating_sub(wide))?;
            taken[1] = INSET + picture.sides.0 + GAP;
            pictures.push(picture);
        }
        // Words are centred in the whole width.
        let room = width.saturating_sub(2 * taken[0].max(taken[1]));
        let size = |words: &str, sizes: [u32; 5]| {
            let fits = |size: &u32| {
                let letters = Letters {
                    size: *size,
                    bold: true,
                };
                letters.width(words) <= room
            };
            sizes.into_iter().find(fits).unwrap_or(sizes[4])
        };
        let sizes = [
            size(&annex.title, SIZES[0]),
            size(&annex.institution, SIZES[1]),
        ];
        Ok(Self { pictures, sizes })
    }
}

fn placed(
    logo: &Logo,
    name: &'static str,
    left: impl FnOnce(u32) -> u32,
) -> Result<Picture, ExportError> {
    logo.check()?;
    let sides = logo.within(LOGO.0, LOGO.1).ok_or(LogoError::Unknown)?;
    Ok(Picture {
        bytes: logo.bytes.clone(),
        kind: logo.kind().ok_or(LogoError::Unknown)?,
        name,
        alt: logo.alt.clone(),
        place: (left(sides.0), middle(sides.1)),
        sides,
    })
}

/// How far down a picture of this height stands, to stand in the middle of the rows.
fn middle(height: u32) -> u32 {
    TITLE_HEIGHTS.iter().sum::<u32>().saturating_sub(height) / 2
}
