//! Colours of a Word document: direct, by style, by theme.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::limits::{STYLE_CHAIN_MAX, STYLES_MAX};
use crate::xml::{Node, attribute, walk};
use crate::{Colour, ImportError, Limit};

/// What a shading says: nothing, "no colour", or a colour.
#[allow(
    clippy::option_option,
    reason = "a style that says no colour is not one that says nothing"
)]
pub(super) type Shade = Option<Option<Colour>>;

/// The twelve colours of a theme, by their names.
#[derive(Debug, Default)]
pub(super) struct Theme {
    colours: HashMap<String, Colour>,
}

impl Theme {
    pub(super) fn read(xml: &str) -> Result<Self, ImportError> {
        let mut theme = Self::default();
        let mut inside = false;
        let mut name: Option<String> = None;
        walk(xml, &mut |node| {
            match node {
                Node::Start("clrScheme", _) => inside = true,
                Node::End("clrScheme") => inside = false,
                Node::Start("srgbClr", start) if inside => {
                    let colour = attribute(start, "val")?.and_then(|hex| Colour::from_hex(&hex));
                    theme.colours.extend(name.take().zip(colour));
                }
                Node::Start("sysClr", start) if inside => {
                    let colour =
                        attribute(start, "lastClr")?.and_then(|hex| Colour::from_hex(&hex));
                    theme.colours.extend(name.take().zip(colour));
                }
                Node::Start(element, _) if inside => name = Some(element.to_owned()),
                Node::Start(..) | Node::Text(_) | Node::End(_) => {}
            }
            Ok(())
        })?;
        Ok(theme)
    }

    /// A theme colour with its tint or shade, each from 00 to FF.
    fn colour(&self, name: &str, tint: Option<&str>, shade: Option<&str>) -> Option<Colour> {
        let name = match name {
            "background1" => "lt1",
            "text1" => "dk1",
            "background2" => "lt2",
            "text2" => "dk2",
            "dark1" => "dk1",
            "light1" => "lt1",
            "dark2" => "dk2",
            "light2" => "lt2",
            "hyperlink" => "hlink",
            "followedHyperlink" => "folHlink",
            other => other,
        };
        let base = *self.colours.get(name)?;
        let part = |text: Option<&str>| text.and_then(|text| u8::from_str_radix(text, 16).ok());
        Some(match (part(tint), part(shade)) {
            (Some(tint), _) => mixed(base, tint, 255),
            (None, Some(shade)) => mixed(base, shade, 0),
            (None, None) => base,
        })
    }
}

/// A colour mixed with white (255) or black (0): `share` of 255 parts are its own.
fn mixed(colour: Colour, share: u8, with: u8) -> Colour {
    let mix = |own: u8| {
        let (own, share, with) = (u32::from(own), u32::from(share), u32::from(with));
        ((own * share + with * (255 - share) + 127) / 255) as u8
    };
    Colour {
        red: mix(colour.red),
        green: mix(colour.green),
        blue: mix(colour.blue),
    }
}

/// What a `w:shd` says.
pub(super) fn shading(start: &BytesStart<'_>, theme: &Theme) -> Result<Shade, ImportError> {
    // A solid pattern covers the fill with its own colour.
    let solid = attribute(start, "val")?.as_deref() == Some("solid");
    let (plain, named, tint, shade) = if solid {
        ("color", "themeColor", "themeTint", "themeShade")
    } else {
        ("fill", "themeFill", "themeFillTint", "themeFillShade")
    };
    if let Some(name) = attribute(start, named)? {
        let tint = attribute(start, tint)?;
        let shade = attribute(start, shade)?;
        if let Some(colour) = theme.colour(&name, tint.as_deref(), shade.as_deref()) {
            return Ok(Some(Some(colour)));
        }
    }
    Ok(attribute(start, plain)?.map(|hex| Colour::from_hex(&hex)))
}

/// What a `w:highlight` says.
pub(super) fn highlight(start: &BytesStart<'_>) -> Result<Shade, ImportError> {
    let name = attribute(start, "val")?.unwrap_or_default();
    let hex = match name.as_str() {
        "yellow" => "FFFF00",
        "darkYellow" => "808000",
        "green" => "00FF00",
        "darkGreen" => "008000",
        "cyan" => "00FFFF",
        "darkCyan" => "008080",
        "magenta" => "FF00FF",
        "darkMagenta" => "800080",
        "blue" => "0000FF",
        "darkBlue" => "000080",
        "red" => "FF0000",
        "darkRed" => "800000",
        _ => return Ok(Some(None)),
    };
    Ok(Some(Colour::from_hex(hex)))
}

/// What a style paints.
#[derive(Debug, Default, Clone)]
struct Style {
    based_on: String,
    /// Paragraphs and runs of it.
    text: Shade,
    /// Cells of tables of it, and of their first row, first column and two bands of rows.
    cells: [Shade; 5],
}

/// Parts of a table that a style paints: the whole, the first row, the first column, odd and even rows.
const TABLE_PARTS: [&str; 5] = [
    "wholeTable",
    "firstRow",
    "firstCol",
    "band1Horz",
    "band2Horz",
];

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
}

impl Styles {
    pub(super) fn read(xml: &str, theme: &Theme) -> Result<Self, ImportError> {
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        let mut part = 0;
        let mut inside_cell = false;
        walk(xml, &mut |node| {
            match node {
                Node::Start("style", start) => {
                    let id = attribute(start, "styleId")?.unwrap_or_default();
                    current = Some((id, Style::default()));
                    part = 0;
                }
                Node::End("style") => {
                    if let Some((id, style)) = current.take() {
                        if styles.styles.len() == STYLES_MAX {
                            return Err(ImportError::too_large(Limit::Styles, STYLES_MAX));
                        }
                        styles.styles.insert(id, style);
                    }
                }
                Node::Start("basedOn", start) => {
                    if let Some((_, style)) = &mut current {
                        style.based_on = attribute(start, "val")?.unwrap_or_default();
                    }
                }
                Node::Start("tblStylePr", start) => {
                    let kind = attribute(start, "type")?.unwrap_or_default();
                    // Other parts (corners, last row) are past the end: read and not kept.
                    part = TABLE_PARTS
                        .iter()
                        .position(|known| *known == kind)
                        .unwrap_or(TABLE_PARTS.len());
                }
                Node::End("tblStylePr") => part = 0,
                Node::Start("tcPr", _) => inside_cell = true,
                Node::End("tcPr") => inside_cell = false,
                Node::Start("shd", start) => {
                    if let Some((_, style)) = &mut current {
                        let shade = shading(start, theme)?;
                        if inside_cell {
                            if let Some(cells) = style.cells.get_mut(part) {
                                *cells = shade;
                            }
                        } else if part == 0 {
                            style.text = shade;
                        }
                    }
                }
                Node::Start("highlight", start) => {
                    if let Some((_, style)) = &mut current {
                        style.text = highlight(start)?;
                    }
                }
                Node::Start(..) | Node::Text(_) | Node::End(_) => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// What a style of paragraphs or runs paints.
    pub(super) fn text(&self, id: &str) -> Shade {
        self.chain(id).find_map(|style| style.text)
    }

    /// What a style of tables paints in a cell.
    pub(super) fn cell(&self, id: &str, row: usize, column: usize, look: Look) -> Shade {
        let part = |wanted: usize| self.chain(id).find_map(|style| style.cells[wanted]);
        let banded = usize::from(look.first_row);
        if look.first_row && row == 0 {
            part(1).or_else(|| part(0))
        } else if look.first_column && column == 0 && part(2).is_some() {
            part(2)
        } else if look.bands {
            let band = if (row - banded).is_multiple_of(2) {
                3
            } else {
                4
            };
            part(band).or_else(|| part(0))
        } else {
            part(0)
        }
    }

    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        std::iter::successors(self.styles.get(id), |style| {
            self.styles.get(&style.based_on)
        })
        .take(STYLE_CHAIN_MAX)
    }
}

/// Which parts of its style a table uses.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) first_row: bool,
    pub(super) first_column: bool,
    pub(super) bands: bool,
}

impl Look {
    pub(super) fn read(start: &BytesStart<'_>) -> Result<Self, ImportError> {
        let bits = attribute(start, "val")?
            .and_then(|hex| u32::from_str_radix(&hex, 16).ok())
            .unwrap_or(0);
        let is = |name: &str, bit: u32| -> Result<bool, ImportError> {
            Ok(attribute(start, name)?.map_or(bits & bit != 0, |text| on(&text)))
        };
        Ok(Self {
            first_row: is("firstRow", 0x20)?,
            first_column: is("firstColumn", 0x80)?,
            bands: !is("noHBand", 0x200)?,
        })
    }
}

/// Whether a switch is on.
pub(super) fn on(text: &str) -> bool {
    !matches!(text, "0" | "false" | "off" | "none")
}
