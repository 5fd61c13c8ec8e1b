//! What stands around the text of every page: logos, title and institution, the label, BORRADOR, room
//! for rúbricas, which data it is of, "Página x de y".

use super::markup::{PAGE_WORDS, page_of_pages, paragraph, push, run};
use super::parts::{Parts, Relations};
use crate::marks::DRAFT;
use crate::measure::Letters;
use crate::{ExportError, Imprint, Logo, PaperCode, code};

/// Distance of head and foot from the edge of the sheet, in twentieths of a point as everything here.
const EDGE: u32 = 360;
/// Line of the label.
const LABEL_LINE: u32 = 260;
/// The box of a logo.
const LOGO: (u32, u32) = (2_200, 850);
/// Lines of the title and of the institution.
const TITLE_LINE: u32 = 290;
const INSTITUTION_LINE: u32 = 270;
/// Between head and text.
const GAP: u32 = 80;
/// Room for rúbricas.
const INITIALS: u32 = 600;
const FOOT_LINE: u32 = 200;
/// The column of the code, and the height that it needs.
const CODE: (u32, u32) = (code::SIDE_TWIPS + 110, code::SIDE_TWIPS + 50);
/// The line that has to follow a table.
const AFTER_TABLE: u32 = 20;
/// Margins of a cell at both sides, as the style of tables has them.
const CELL_SIDES: u32 = 112;
/// Sizes of the title that are tried, in half points.
const TITLE_SIZES: [u32; 4] = [24, 23, 22, 21];
/// Words may turn out narrower or wider than they are measured by so much, in percent.
const DOUBT_PERCENT: (u32, u32) = (94, 104);
const FOOT: Letters = Letters {
    size: 140,
    bold: false,
};

/// A sheet, with what stands around its text.
pub(crate) struct Frame<'a> {
    /// Width and height of the sheet.
    pub(crate) sheet: (u32, u32),
    /// Left and right margins; the left one is for binding.
    pub(crate) sides: (u32, u32),
    pub(crate) label: &'a str,
    pub(crate) title: &'a str,
    pub(crate) institution: &'a str,
    pub(crate) logos: [Option<&'a Logo>; 2],
    pub(crate) imprint: &'a Imprint,
    pub(crate) initials: bool,
}

/// A section: its properties, and the height of its text on the first page and on the others.
pub(crate) struct Section {
    pub(crate) properties: String,
    pub(crate) first: u32,
    pub(crate) others: u32,
}

impl Frame<'_> {
    /// Width of the text.
    pub(crate) fn width(&self) -> u32 {
        self.sheet.0 - self.sides.0 - self.sides.1
    }

    /// Lines of the title at its full width, and their height with the institution.
    pub(crate) fn title_height(&self, width: u32) -> u32 {
        let institution = if self.institution.is_empty() {
            0
        } else {
            INSTITUTION_LINE
        };
        self.title_letters(width).1 * TITLE_LINE + institution
    }

    /// Size of the title in half points, and its lines: a size at which every program breaks it alike,
    /// for pages to end where they are meant to.
    fn title_letters(&self, width: u32) -> (u32, u32) {
        let lines = |half_points: u32, percent: u32| {
            let letters = Letters {
                size: half_points * 10,
                bold: true,
            };
            letters.lines(self.title, width * percent / 100)
        };
        let sure = TITLE_SIZES
            .into_iter()
            .find(|size| lines(*size, DOUBT_PERCENT.0) == lines(*size, DOUBT_PERCENT.1));
        let size = sure.unwrap_or(TITLE_SIZES[0]);
        (size, lines(size, 100))
    }

    /// Title and institution, as headings of the text or as the head of a page.
    pub(crate) fn titled(&self, text: &mut String, width: u32, heading: bool) {
        let exact = |line: u32| {
            format!(r#"<w:spacing w:line="{line}" w:lineRule="exact"/><w:jc w:val="center"/>"#)
        };
        let (one, other) = if heading {
            ("Heading1", "Subtitle")
        } else {
            ("Header", "Header")
        };
        let size = self.title_letters(width).0;
        let format = format!(r#"<w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#);
        paragraph(text, one, &exact(TITLE_LINE), |text| {
            run(text, self.title, &format);
        });
        if !self.institution.is_empty() {
            let format = r#"<w:b/><w:sz w:val="22"/><w:szCs w:val="22"/>"#;
            paragraph(text, other, &exact(INSTITUTION_LINE), |text| {
                run(text, self.institution, format);
            });
        }
    }

    /// Adds heads and feet, and says what a section needs to have them. `landscape`: the sheet lies on
    /// its side.
    pub(crate) fn section(
        &self,
        parts: &mut Parts,
        landscape: bool,
    ) -> Result<Section, ExportError> {
        let (first, first_height) = self.head(parts, false)?;
        let (others, others_height) = self.head(parts, true)?;
        let (foot, foot_height) = self.foot(parts)?;
        let (width, height) = self.sheet;
        let orient = if landscape {
            r#" w:orient="landscape""#
        } else {
            ""
        };
        // A head that is higher than its margin pushes the text down.
        let top = EDGE + first_height;
        let bottom = EDGE + foot_height + GAP;
        let (left, right) = self.sides;
        let properties = format!(
            concat!(
                r#"<w:sectPr><w:headerReference w:type="first" r:id="{first}"/><w:headerReference w:type="default" r:id="{others}"/>"#,
                r#"<w:footerReference w:type="first" r:id="{foot}"/><w:footerReference w:type="default" r:id="{foot}"/>"#,
                r#"<w:pgSz w:w="{width}" w:h="{height}"{orient}/>"#,
                r#"<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{edge}" w:footer="{edge}" w:gutter="0"/>"#,
                r#"<w:cols w:space="720"/><w:titlePg/></w:sectPr>"#,
            ),
            first = first,
            others = others,
            foot = foot,
            width = width,
            height = height,
            orient = orient,
            top = top,
            right = right,
            bottom = bottom,
            left = left,
            edge = EDGE,
        );
        Ok(Section {
            properties,
            first: height - top - bottom,
            others: height - (EDGE + others_height) - bottom,
        })
    }

    /// The head of a page; answers its id and its height.
    fn head(&self, parts: &mut Parts, titled: bool) -> Result<(String, u32), ExportError> {
        let (mut text, mut relations) = (String::new(), Relations::default());
        let width = self.width();
        let tabs = format!(
            r#"<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs><w:spacing w:line="{LABEL_LINE}" w:lineRule="exact"/>"#
        );
        paragraph(&mut text, "Header", &tabs, |text| {
            if self.imprint.is_draft() {
                let format = r#"<w:b/><w:color w:val="9C1C1C"/><w:spacing w:val="40"/><w:sz w:val="22"/><w:szCs w:val="22"/>"#;
                run(text, DRAFT, format);
            }
            text.push_str("<w:r><w:tab/></w:r>");
            run(
                text,
                self.label,
                r#"<w:b/><w:sz w:val="22"/><w:szCs w:val="22"/>"#,
            );
        });
        let mut height = LABEL_LINE;
        let pictured = self.logos.iter().any(Option::is_some);
        if pictured {
            let middle = width - 2 * LOGO.0;
            let titles = if titled {
                self.title_height(middle - CELL_SIDES)
            } else {
                0
            };
            let row = titles.max(LOGO.1 + 40);
            table(
                &mut text,
                &[LOGO.0, middle, LOGO.0],
                row,
                |parts_of, text| {
                    let logo = match parts_of {
                        0 => self.logos[0],
                        1 => {
                            if titled {
                                self.titled(text, middle - CELL_SIDES, false);
                            } else {
                                paragraph(text, "Header", "", |_| {});
                            }
                            return Ok(());
                        }
                        _ => self.logos[1],
                    };
                    let side = if parts_of == 0 { "left" } else { "right" };
                    let mut picture = String::new();
                    if let Some(logo) = logo {
                        parts.logo(&mut picture, logo, &mut relations, LOGO)?;
                    }
                    paragraph(
                        text,
                        "Header",
                        &format!(r#"<w:jc w:val="{side}"/>"#),
                        |text| text.push_str(&picture),
                    );
                    Ok(())
                },
            )?;
            height += row;
        } else if titled {
            self.titled(&mut text, width, false);
            height += self.title_height(width);
        }
        let gap = format!(r#"<w:spacing w:line="{GAP}" w:lineRule="exact"/>"#);
        paragraph(&mut text, "Header", &gap, |_| {});
        Ok((parts.header(&text, &relations), height + GAP))
    }

    /// The foot of a page: the code, and beside it the room for rúbricas, which data it is of and the
    /// page. Answers its id and its height.
    fn foot(&self, parts: &mut Parts) -> Result<(String, u32), ExportError> {
        let (mut text, mut relations) = (String::new(), Relations::default());
        let mut picture = String::new();
        parts.code(&mut picture, &PaperCode::of(self.imprint)?, &mut relations);
        let (width, beside) = (self.width(), self.width() - CODE.0);
        let (words, lines) = self.foot_words(beside - CELL_SIDES);
        let initials = if self.initials { INITIALS } else { 0 };
        let under = (FOOT_LINE * lines).max(CODE.1 - initials);
        push(
            &mut text,
            format_args!(
                r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{}"/><w:gridCol w:w="{beside}"/></w:tblGrid>"#,
                CODE.0
            ),
        );
        let alone = if self.initials {
            // The code runs over both rows.
            code_row(
                &mut text,
                INITIALS,
                r#"<w:vMerge w:val="restart"/>"#,
                &picture,
            );
            initials_cell(&mut text, beside);
            ("<w:vMerge/>", "")
        } else {
            ("", picture.as_str())
        };
        code_row(&mut text, under, alone.0, alone.1);
        push(
            &mut text,
            format_args!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{beside}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{words}</w:tc></w:tr></w:tbl>"#
            ),
        );
        let after = format!(r#"<w:spacing w:line="{AFTER_TABLE}" w:lineRule="exact"/>"#);
        paragraph(&mut text, "Footer", &after, |_| {});
        let height = initials + under + AFTER_TABLE;
        Ok((parts.footer(&text, &relations), height))
    }

    /// What the foot says in a room of this width, and in how many lines.
    fn foot_words(&self, width: u32) -> (String, u32) {
        let mut text = String::new();
        let said = imprinted(self.imprint);
        // Not at the very edge of the cell: programs round, and would put the number on another line.
        let right = width - 40;
        let tabs = format!(r#"<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>"#);
        // The page stands beside the words, or beside the last of them in a line of their own.
        let beside = FOOT.width(&said) + FOOT.width("Página 888 de 888") + 400 < width;
        let (above, last) = match said.rsplit_once(" · ") {
            Some((above, last)) if !beside => (above, last),
            _ => ("", said.as_str()),
        };
        if !above.is_empty() {
            paragraph(&mut text, "Footer", "", |text| run(text, above, ""));
        }
        paragraph(&mut text, "Footer", &tabs, |text| {
            run(text, last, "");
            text.push_str("<w:r><w:tab/></w:r>");
            page_of_pages(text, PAGE_WORDS);
        });
        let lines = if above.is_empty() {
            0
        } else {
            FOOT.lines(above, width * 97 / 100)
        };
        (text, lines + 1)
    }
}

/// Begins a row of the foot, of exactly this height, with the cell of the code.
fn code_row(text: &mut String, height: u32, merged: &str, picture: &str) {
    push(
        text,
        format_args!(
            concat!(
                r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>"#,
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar></w:tcPr>"#,
            ),
            height = height,
            width = CODE.0,
            merged = merged,
        ),
    );
    // The lines of a foot are lower than the code, and would cut it.
    let line = r#"<w:spacing w:line="240" w:lineRule="auto"/><w:rPr><w:sz w:val="2"/></w:rPr>"#;
    paragraph(text, "Footer", line, |text| text.push_str(picture));
    text.push_str("</w:tc>");
}

/// Ends a row with the room for rúbricas.
fn initials_cell(text: &mut String, width: u32) {
    push(
        text,
        format_args!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>"#),
    );
    for side in ["top", "left", "bottom", "right"] {
        push(
            text,
            format_args!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>"#),
        );
    }
    text.push_str("</w:tcBorders></w:tcPr>");
    paragraph(text, "Footer", "", |text| run(text, "Rúbricas", ""));
    text.push_str("</w:tc></w:tr>");
}

/// Which data a paper is of, in a line.
pub(crate) fn imprinted(imprint: &Imprint) -> String {
    if imprint.is_draft() {
        return format!(
            "{DRAFT}: la matriz como estaba el {}, sin cerrar · Huella {}",
            imprint.dated, imprint.digest
        );
    }
    format!(
        "Folio {} · «{}», cerrada el {} · Huella {}",
        imprint.folio, imprint.version_name, imprint.dated, imprint.digest
    )
}

/// A row of cells without borders, of exactly this height.
fn table(
    text: &mut String,
    widths: &[u32],
    height: u32,
    mut cell: impl FnMut(usize, &mut String) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let width: u32 = widths.iter().sum();
    push(
        text,
        format_args!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
        ),
    );
    for width in widths {
        push(text, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    push(
        text,
        format_args!(
            r#"</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>"#
        ),
    );
    for (at, width) in widths.iter().enumerate() {
        push(
            text,
            format_args!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#
            ),
        );
        cell(at, text)?;
        text.push_str("</w:tc>");
    }
    text.push_str("</w:tr></w:tbl>");
    Ok(())
}
