//! How the annex stands on a sheet of a spreadsheet, whichever program it is for: widths and heights
//! in twentieths of a point of the sheet, which prints smaller than it is.

mod head;

pub(crate) use head::{Head, Picture};

use crate::measure::Letters;
use crate::pages::{self, Page, Setting, runs};
use crate::{Annex, Imprint};

/// What a sheet is printed at, in percent: wide enough to be read on a screen.
pub(crate) const SCALE_PERCENT: u32 = 74;
/// Margins of the sheet of paper, in twentieths of a point: left (room to bind it), right, bottom
/// without room for rúbricas, head and foot.
pub(crate) const LEFT: u32 = 1_000;
pub(crate) const RIGHT: u32 = 560;
pub(crate) const EDGE: u32 = 360;
/// Rows above the table: title, institution, a narrow one, headers.
pub(crate) const HEADER_ROW: u32 = 3;
/// Heights of the rows above the headers: as high as the code, printed.
pub(crate) const TITLE_HEIGHTS: [u32; 3] = [540, 430, 120];
/// Size of the letters.
pub(crate) const SIZE: u32 = 200;
/// Height of a line of them.
pub(crate) const LINE: u32 = 256;
/// The highest a row of Excel may be: 409 points.
const ROW_MAX: u32 = 8_180;
/// Longest text of one part of the head or foot, which has to share 255 letters with its marks.
const FOOT_CHARS_MAX: usize = 170;

/// A sheet laid out.
pub(crate) struct Laid {
    pub(crate) setting: Setting,
    pub(crate) header_height: u32,
    pub(crate) pages: Vec<Page>,
    /// Top and bottom margins of the paper.
    pub(crate) top: u32,
    pub(crate) bottom: u32,
}

impl Laid {
    pub(crate) fn of(annex: &Annex) -> Self {
        let (short, long) = annex.paper.sides_twips();
        let top = EDGE + 300;
        let bottom = EDGE + if annex.initials { 900 } else { 400 };
        // A little narrower than the paper, so that rounding does not shrink it further.
        let width = (long - LEFT - RIGHT) * 99 / SCALE_PERCENT;
        let widths = pages::widths(annex, width);
        let letters = |bold| Letters { size: SIZE, bold };
        let lines = annex.columns.iter().zip(&widths).map(|(column, width)| {
            letters(true).lines(&column.header, width.saturating_sub(120) * 97 / 100)
        });
        let header_height = lines.max().unwrap_or(1) * LINE + 60;
        let above = TITLE_HEIGHTS.iter().sum::<u32>() + header_height;
        let room = ((short - top - bottom) * 100 / SCALE_PERCENT).saturating_sub(above);
        let setting = Setting {
            widths,
            letters: letters(false),
            line: LINE,
            margins: (120, 60),
            room: (room, room),
            slack: room / 25,
            row_max: ROW_MAX,
            tail: 3 * LINE,
        };
        let pages = setting.pages(annex);
        Self {
            setting,
            header_height,
            pages,
            top,
            bottom,
        }
    }

    /// The row of the sheet, from 0, where a row of the annex stands.
    pub(crate) fn row(row: usize) -> u32 {
        HEADER_ROW + 1 + row as u32
    }

    /// The first and last rows of the cells of a column that run over several rows.
    pub(crate) fn merged(&self, annex: &Annex, column: usize) -> Vec<(usize, usize)> {
        let pages = self.pages.iter();
        let runs = pages.flat_map(|page| runs(annex, column, page.rows.clone()));
        let merged = runs.filter(|run| run.len() > 1);
        merged.map(|run| (run.start, run.end - 1)).collect()
    }

    /// Numbers of the rows with more text than a row of a spreadsheet shows.
    pub(crate) fn cut(&self, annex: &Annex) -> Vec<String> {
        let heights = self.pages.iter().flat_map(|page| {
            let limit = self.setting.room.1.saturating_sub(self.setting.slack);
            let limit = limit.min(ROW_MAX);
            page.rows
                .clone()
                .zip(&page.heights)
                .filter(move |(_, height)| **height >= limit)
        });
        heights
            .map(|(row, _)| annex.rows[row].number.to_string())
            .collect()
    }
}

/// What stands under the table.
pub(crate) fn legends(annex: &Annex, laid: &Laid) -> Vec<String> {
    let mut legends = Vec::new();
    if annex.rows.iter().any(|row| row.pending_external) {
        legends.push(crate::marks::PENDING_LEGEND.to_owned());
    }
    let cut = laid.cut(annex);
    if !cut.is_empty() {
        legends.push(format!(
            "Renglones con más texto del que muestra una celda impresa; está completo en la celda: {}.",
            cut.join(", ")
        ));
    }
    legends
}

/// Which data the sheet is of, short enough for a foot.
pub(crate) fn imprinted(imprint: &Imprint) -> String {
    let whole = crate::word::imprinted(imprint);
    if whole.chars().count() <= FOOT_CHARS_MAX {
        return whole;
    }
    // The name of a version may be long; the folio says the rest.
    format!(
        "Folio {}, {} · Huella {}",
        imprint.folio, imprint.dated, imprint.digest
    )
}

/// A name for the sheet that every program takes.
pub(crate) fn name(annex: &Annex) -> String {
    let kept = |letter: &char| !"[]:*?/\\'".contains(*letter) && !letter.is_control();
    let institution: String = annex.institution.chars().filter(kept).take(20).collect();
    format!("Matriz {}", institution.trim()).trim().to_owned()
}
