//! The matrix as a table: header row on every page, no row split, headings in cells that run over their
//! rows and begin anew on every page.

use std::ops::Range;

use super::comments::{self, Comments};
use super::markup::{paragraph, push, run};
use crate::marks::{ORIGIN_BOOKMARK, PENDING_FILL};
use crate::measure::Letters;
use crate::pages::{self, LINE, Page, Setting, printed, runs};
use crate::{Annex, Column, ColumnKind};

/// Margins of a cell: at each side, and above and below.
const MARGINS: (u32, u32) = (56, 28);
/// Sizes of the letters that are tried, in half points, and the height of a line for each.
const SIZES: [(u32, u32); 4] = [(16, 190), (15, 180), (14, 170), (13, 160)];
/// Of a hundred words, how many may be wider than their column.
const BROKEN_WORDS_PERCENT: usize = 2;
/// What programs may round in a page of rows.
const SLACK: u32 = 170;
const BORDER: &str = r#"w:val="single" w:sz="4" w:space="0" w:color="000000""#;

/// How a table stands on its pages.
pub(crate) struct Layout {
    setting: Setting,
    half_points: u32,
    header_height: u32,
    pages: Vec<Page>,
}

impl Layout {
    /// `width` of the table; `first` and `others`: height of the text on the first page, without its
    /// title, and on the others; `tail`: what stands under the table.
    pub(crate) fn of(annex: &Annex, width: u32, (first, others): (u32, u32), tail: u32) -> Self {
        let widths = pages::widths(annex, width);
        let (half_points, line) = SIZES
            .into_iter()
            .find(|(half_points, _)| fits(annex, &widths, *half_points))
            .unwrap_or(SIZES[SIZES.len() - 1]);
        let letters = |bold| Letters {
            size: half_points * 10,
            bold,
        };
        let header_lines = annex.columns.iter().zip(&widths).map(|(column, width)| {
            let inner = width.saturating_sub(2 * MARGINS.0) * 97 / 100;
            letters(true).lines(&column.header, inner)
        });
        let header_height = header_lines.max().unwrap_or(1) * line + 2 * MARGINS.1;
        let setting = Setting {
            widths,
            letters: letters(false),
            line,
            margins: (2 * MARGINS.0, 2 * MARGINS.1),
            room: (
                first.saturating_sub(header_height),
                others.saturating_sub(header_height),
            ),
            slack: SLACK,
            row_max: u32::MAX,
            tail,
        };
        let pages = setting.pages(annex);
        Self {
            setting,
            half_points,
            header_height,
            pages,
        }
    }

    /// The table, as a body has it.
    pub(crate) fn write(&self, text: &mut String, annex: &Annex) {
        let line = line_column(annex);
        let first = |row: usize, column: usize| {
            let page = self.pages.iter().find(|page| page.rows.contains(&row));
            let rows = page.map_or(row..row + 1, |page| page.rows.clone());
            let run = runs(annex, column, rows)
                .into_iter()
                .find(|run| run.contains(&row));
            run.map_or(row, |run| run.start)
        };
        let comments = Comments::of(annex, line, first);
        self.open(text, annex);
        for (number, page) in self.pages.iter().enumerate() {
            let columns: Vec<Vec<Range<usize>>> = (0..annex.columns.len())
                .map(|column| runs(annex, column, page.rows.clone()))
                .collect();
            for (row, height) in page.rows.clone().zip(&page.heights) {
                let breaks = number > 0 && row == page.rows.start;
                self.row(text, annex, &columns, &comments, (row, *height, breaks));
            }
        }
        text.push_str("</w:tbl>");
    }

    fn open(&self, text: &mut String, annex: &Annex) {
        let width: u32 = self.setting.widths.iter().sum();
        push(
            text,
            format_args!(r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>"#),
        );
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            push(text, format_args!("<w:{side} {BORDER}/>"));
        }
        let (side, above) = MARGINS;
        push(
            text,
            format_args!(
                concat!(
                    r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{above}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>"#,
                    r#"<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>"#,
                    r#"<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>"#,
                    r#"<w:tblCaption w:val="Matriz de líneas de acción"/>"#,
                    r#"<w:tblDescription w:val="Cada renglón es una línea de acción con su indicador; eje y prioridad abarcan los renglones que comparten."/>"#,
                    r#"</w:tblPr><w:tblGrid>"#,
                ),
                above = above,
                side = side,
            ),
        );
        for width in &self.setting.widths {
            push(text, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
        }
        push(
            text,
            format_args!(
                r#"</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{}" w:hRule="atLeast"/><w:tblHeader/></w:trPr>"#,
                self.header_height
            ),
        );
        for (column, width) in annex.columns.iter().zip(&self.setting.widths) {
            push(
                text,
                format_args!(
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/><w:vAlign w:val="center"/></w:tcPr>"#
                ),
            );
            paragraph(text, "Columna", &self.spacing(None), |text| {
                run(text, &column.header, &self.size("<w:b/>"));
            });
            text.push_str("</w:tc>");
        }
        text.push_str("</w:tr>");
    }

    fn row(
        &self,
        text: &mut String,
        annex: &Annex,
        columns: &[Vec<Range<usize>>],
        comments: &Comments,
        (row, height, breaks): (usize, u32, bool),
    ) {
        // A row that is higher than a page has to be split.
        let tall = self.setting.room.1.min(self.setting.room.0) <= height + SLACK;
        let split = if tall { "" } else { "<w:cantSplit/>" };
        push(
            text,
            format_args!(
                r#"<w:tr><w:trPr>{split}<w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>"#
            ),
        );
        let line = line_column(annex);
        let pending = annex.rows[row].pending_external;
        for (at, column) in annex.columns.iter().enumerate() {
            let run_of = columns[at].iter().find(|run| run.contains(&row)).cloned();
            let run_of = run_of.unwrap_or(row..row + 1);
            let merge = match (run_of.len() > 1, run_of.start == row) {
                (false, _) => "",
                (true, true) => r#"<w:vMerge w:val="restart"/>"#,
                (true, false) => "<w:vMerge/>",
            };
            let shade = if pending && column.kind != ColumnKind::Heading {
                format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{PENDING_FILL}"/>"#)
            } else {
                String::new()
            };
            let upright = self.setting.is_upright(annex, at);
            let direction = if upright {
                r#"<w:textDirection w:val="btLr"/>"#
            } else {
                ""
            };
            let width = self.setting.widths[at];
            push(
                text,
                format_args!(
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{shade}{direction}<w:vAlign w:val="center"/></w:tcPr>"#
                ),
            );
            let said = if run_of.start == row {
                printed(annex, row, at)
            } else {
                String::new()
            };
            let hung = comments.at(row, at);
            let page_break = if breaks && at == 0 {
                "<w:pageBreakBefore/>"
            } else {
                ""
            };
            let spacing = self.spacing(Some((column, upright)));
            paragraph(text, "Celda", &format!("{page_break}{spacing}"), |text| {
                if at == line {
                    push(
                        text,
                        format_args!(
                            r#"<w:bookmarkStart w:id="{row}" w:name="{ORIGIN_BOOKMARK}{row}"/>"#
                        ),
                    );
                }
                comments::begin(text, hung);
                let bold = if upright { "<w:b/>" } else { "" };
                run(text, &said, &self.size(bold));
                comments::end(text, hung);
                if at == line {
                    push(text, format_args!(r#"<w:bookmarkEnd w:id="{row}"/>"#));
                }
            });
            text.push_str("</w:tc>");
        }
        text.push_str("</w:tr>");
    }

    fn spacing(&self, column: Option<(&Column, bool)>) -> String {
        let line = self.setting.line;
        let middle = match column {
            Some((_, true)) => r#"<w:jc w:val="center"/>"#,
            Some((column, false)) if column.kind == ColumnKind::Value => {
                r#"<w:jc w:val="center"/>"#
            }
            _ => "",
        };
        format!(r#"<w:spacing w:line="{line}" w:lineRule="exact"/>{middle}"#)
    }

    fn size(&self, before: &str) -> String {
        let size = self.half_points;
        format!(r#"{before}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#)
    }
}

/// The column that carries the mark and the ids.
fn line_column(annex: &Annex) -> usize {
    let mut columns = annex.columns.iter();
    columns.position(|column| column.field == LINE).unwrap_or(0)
}

/// Whether nearly every word stands unbroken in its column.
fn fits(annex: &Annex, widths: &[u32], half_points: u32) -> bool {
    let (mut words, mut broken) = (0, 0);
    for (at, (column, width)) in annex.columns.iter().zip(widths).enumerate() {
        let inner = width.saturating_sub(2 * MARGINS.0) * 97 / 100;
        let letters = |bold| Letters {
            size: half_points * 10,
            bold,
        };
        if letters(true).widest_word(&column.header) > inner {
            return false;
        }
        // Headings in a narrow column are written upwards.
        if column.kind == ColumnKind::Heading {
            continue;
        }
        for row in &annex.rows {
            for word in row.cells[at].text.split_whitespace() {
                words += 1;
                broken += usize::from(letters(false).width(word) > inner);
            }
        }
    }
    broken * 100 <= words * BROKEN_WORDS_PERCENT
}
