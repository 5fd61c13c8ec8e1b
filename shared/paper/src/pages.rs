//! Which rows stand on which page, and how high they are. Neither Word nor Excel prints a merged cell
//! again after a page break, so the cells of headings are merged page by page: the label then stands on
//! every page. That is true only if pages end where they are meant to, so every row is given the height
//! its texts need, and the rows of a page that would leave room for one more are stretched until they
//! do not.

use std::ops::Range;

use crate::measure::Letters;
use crate::{Annex, ColumnKind};

/// A table as it is laid out; lengths in any one unit.
pub(crate) struct Setting {
    /// Width of each column.
    pub(crate) widths: Vec<u32>,
    /// Letters of the cells.
    pub(crate) letters: Letters,
    /// Height of a line.
    pub(crate) line: u32,
    /// Margins of a cell at both sides together, and above and below together.
    pub(crate) margins: (u32, u32),
    /// Room for rows on the first page and on each of the others.
    pub(crate) room: (u32, u32),
    /// Room left over on purpose, since programs round.
    pub(crate) slack: u32,
    /// The highest a row may be.
    pub(crate) row_max: u32,
    /// Room that must be left under the last row, for what stands under the table.
    pub(crate) tail: u32,
}

/// The rows of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Indexes in [`Annex::rows`].
    pub(crate) rows: Range<usize>,
    /// Their heights.
    pub(crate) heights: Vec<u32>,
}

/// A run of rows that share a cell of a column, on one page.
pub(crate) type Run = Range<usize>;

impl Setting {
    /// Whether the cells of a column are written upwards: headings whose column is narrower than
    /// their words.
    pub(crate) fn is_upright(&self, annex: &Annex, column: usize) -> bool {
        let inner = self.inner(column);
        let mut texts = annex.rows.iter().map(|row| &row.cells[column].text);
        annex.columns[column].kind == ColumnKind::Heading
            && texts.any(|text| self.letters.widest_word(text) > inner)
    }

    /// Width inside the cells of a column; a little less than there is, since programs round.
    fn inner(&self, column: usize) -> u32 {
        (self.widths[column].saturating_sub(self.margins.0) * 97 / 100).max(1)
    }

    /// The pages.
    pub(crate) fn pages(&self, annex: &Annex) -> Vec<Page> {
        let needs = Needs::of(self, annex);
        let mut pages: Vec<Page> = Vec::new();
        let mut start = 0;
        while start < annex.rows.len() {
            let room = if pages.is_empty() {
                self.room.0
            } else {
                self.room.1
            };
            let page = self.page(annex, &needs, start, room);
            start = page.rows.end;
            pages.push(page);
        }
        self.make_room_for_tail(annex, &needs, &mut pages);
        for at in 1..pages.len() {
            let next = pages[at].heights.first().copied().unwrap_or(0);
            let room = if at == 1 { self.room.0 } else { self.room.1 };
            let page = &mut pages[at - 1];
            let used: u32 = page.heights.iter().sum();
            let left = room.saturating_sub(used);
            if left >= next {
                let more = left - next + self.line / 4;
                let count = page.heights.len() as u32;
                for height in &mut page.heights {
                    *height += more.div_ceil(count);
                }
            }
        }
        pages
    }

    /// What stands under the table is not to stand on a page of its own: the last row goes with it.
    fn make_room_for_tail(&self, annex: &Annex, needs: &Needs, pages: &mut Vec<Page>) {
        let room = if pages.len() == 1 {
            self.room.0
        } else {
            self.room.1
        };
        let Some(last) = pages.last_mut() else {
            return;
        };
        let used: u32 = last.heights.iter().sum();
        if last.rows.len() > 1 && used + self.tail + self.slack > room {
            let end = last.rows.end;
            last.rows.end -= 1;
            last.heights = needs.heights(annex, last.rows.clone());
            pages.push(Page {
                rows: end - 1..end,
                heights: needs.heights(annex, end - 1..end),
            });
        }
    }

    fn page(&self, annex: &Annex, needs: &Needs, start: usize, room: u32) -> Page {
        let room = room.saturating_sub(self.slack);
        let mut best = Page {
            rows: start..start + 1,
            heights: needs.heights(annex, start..start + 1),
        };
        for end in start + 2..=annex.rows.len() {
            let heights = needs.heights(annex, start..end);
            if heights.iter().sum::<u32>() > room {
                break;
            }
            best = Page {
                rows: start..end,
                heights,
            };
        }
        for height in &mut best.heights {
            *height = (*height).min(room).min(self.row_max);
        }
        best
    }
}

/// What the texts of an annex need.
struct Needs {
    /// Of each row, by the cells that are its own.
    rows: Vec<u32>,
    /// Of each cell that rows may share, by column.
    shared: Vec<(usize, Vec<u32>)>,
}

impl Needs {
    fn of(setting: &Setting, annex: &Annex) -> Self {
        let mut rows = vec![setting.line + setting.margins.1; annex.rows.len()];
        let mut shared = Vec::new();
        for column in 0..annex.columns.len() {
            let inner = setting.inner(column);
            let upright = setting.is_upright(annex, column);
            let lines_max = (inner / setting.line).max(1);
            let need = |row: usize| {
                let text = printed(annex, row, column);
                if upright {
                    setting.letters.length_within(&text, lines_max) + setting.margins.0
                } else {
                    setting.letters.lines(&text, inner) * setting.line + setting.margins.1
                }
            };
            let merges = annex
                .rows
                .iter()
                .any(|row| row.cells[column].group.is_some());
            if merges {
                shared.push((column, (0..annex.rows.len()).map(need).collect()));
            } else {
                for (row, height) in rows.iter_mut().enumerate() {
                    *height = (*height).max(need(row));
                }
            }
        }
        Self { rows, shared }
    }

    /// Heights of rows that stand on one page.
    fn heights(&self, annex: &Annex, rows: Range<usize>) -> Vec<u32> {
        let mut heights = self.rows[rows.clone()].to_vec();
        for (column, needs) in &self.shared {
            for run in runs(annex, *column, rows.clone()) {
                let (first, count) = (run.start - rows.start, run.len());
                let cells = &mut heights[first..first + count];
                let used: u32 = cells.iter().sum();
                let missing = needs[run.start].saturating_sub(used);
                for height in cells {
                    *height += missing.div_ceil(count as u32);
                }
            }
        }
        heights
    }
}

/// The text of a cell with the mark of its row, where the mark stands.
pub(crate) fn printed(annex: &Annex, row: usize, column: usize) -> String {
    let text = &annex.rows[row].cells[column].text;
    let marked = annex.rows[row].pending_external && annex.columns[column].field == LINE;
    match (marked, text.is_empty()) {
        (false, _) => text.clone(),
        (true, true) => crate::marks::PENDING_MARK.to_owned(),
        (true, false) => format!("{} {text}", crate::marks::PENDING_MARK),
    }
}

/// The column whose cells carry the mark, and the ids of the rows.
pub(crate) const LINE: &str = "actionLine";

/// Runs of rows that share a cell of a column, in order; a row that shares with none is a run of one.
pub(crate) fn runs(annex: &Annex, column: usize, rows: Range<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if shares(annex, column, row) => run.end = row + 1,
            _ => runs.push(row..row + 1),
        }
    }
    runs
}

/// Whether a row shares a cell with the row before it. Where headings have nothing written, neighbours
/// under the same outer heading share the empty cell.
fn shares(annex: &Annex, column: usize, row: usize) -> bool {
    let Some(before) = row.checked_sub(1) else {
        return false;
    };
    let (one, other) = (&annex.rows[before], &annex.rows[row]);
    let heading = annex.columns[column].kind == ColumnKind::Heading;
    let same = one.cells[column].group == other.cells[column].group;
    if heading {
        let outer = annex.columns[..column].iter();
        let outer = outer.take_while(|column| column.kind == ColumnKind::Heading);
        return same && (0..outer.count()).all(|outer| shares(annex, outer, row));
    }
    same && one.cells[column].group.is_some() && one.pending_external == other.pending_external
}

/// Widths of columns whose shares are given, in all exactly `width`.
pub(crate) fn widths(annex: &Annex, width: u32) -> Vec<u32> {
    let parts: u64 = annex
        .columns
        .iter()
        .map(|column| u64::from(column.width_parts))
        .sum();
    let (mut before, mut left) = (0_u64, 0_u64);
    let mut widths = Vec::with_capacity(annex.columns.len());
    for column in &annex.columns {
        before += u64::from(column.width_parts);
        let right = u64::from(width) * before / parts.max(1);
        widths.push((right - left) as u32);
        left = right;
    }
    widths
}

#[cfg(test)]
mod tests;
