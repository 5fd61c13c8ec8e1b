//! From a table as Word writes it to rows and columns.

use std::collections::{BTreeMap, HashMap};

use super::comments::Comments;
use super::raw::{RawCell, RawRow, RawTable, VMerge};
use super::runs::{self, MarkId};
use crate::cells;
use crate::limits::{COLUMNS_MAX, TRACKED_MAX};
use crate::table::{Cell, CellChange, Ground, Mark, NewRow, Table};
use crate::{ImportError, Limit};

/// What all tables of a document share.
pub(super) struct Shared<'a> {
    pub(super) marks: &'a [runs::Mark],
    pub(super) comments: &'a mut Comments,
    pub(super) tracked: usize,
}

impl Shared<'_> {
    fn mark(&self, id: MarkId) -> Mark {
        let mark = self.marks.get(id).cloned().unwrap_or_default();
        Mark {
            author: mark.author,
            dated_unix_s: mark.dated_unix_s,
        }
    }

    fn count(&mut self) -> Result<(), ImportError> {
        self.tracked += 1;
        if self.tracked > TRACKED_MAX {
            return Err(ImportError::too_large(Limit::TrackedChanges, TRACKED_MAX));
        }
        Ok(())
    }
}

/// Makes the table.
pub(super) fn table(
    raw: &RawTable,
    number: usize,
    shared: &mut Shared<'_>,
) -> Result<Table, ImportError> {
    let mut table = Table::new(&format!("Tabla {number}"));
    table.ground = Ground::Document;
    table.visible = true;
    table.parts = vec![(0, number, 0)];
    let columns = Columns::of(raw);
    let mut open: BTreeMap<u32, (u32, u32, u32)> = BTreeMap::new();
    let mut merged: Vec<((u32, u32), (u32, u32))> = Vec::new();
    let mut row_index = 0_u32;
    for row in &raw.rows {
        if let Some(id) = row.inserted {
            shared.count()?;
            let cells = columns
                .place(row)
                .into_iter()
                .map(|(column, _, cell)| (column, cell.runs.after_all()))
                .filter(|(_, text)| !text.is_empty())
                .collect();
            table.new_rows.push(NewRow {
                after: row_index.checked_sub(1),
                cells,
                mark: shared.mark(id),
            });
            continue;
        }
        if let Some(id) = row.deleted {
            shared.count()?;
            table.out_rows.insert(row_index, shared.mark(id));
        }
        if let Some(origin) = row.origin {
            table.origins.insert(row_index, origin);
        }
        for (column, last_column, cell) in columns.place(row) {
            if column >= COLUMNS_MAX {
                table.far_cells += usize::from(!cell.runs.before().is_empty());
                continue;
            }
            let goes_on = cell.v_merge == VMerge::Continue && open.contains_key(&column);
            if goes_on {
                if let Some((_, last_row, _)) = open.get_mut(&column) {
                    *last_row = row_index;
                }
                comments_of(cell, (open[&column].0, column), &mut table, shared)?;
                continue;
            }
            if let Some((first, last, end)) = open.remove(&column) {
                merged.push(((first, column), (last, end)));
            }
            if cell.v_merge == VMerge::None {
                merged.push(((row_index, column), (row_index, last_column)));
            } else {
                open.insert(column, (row_index, row_index, last_column));
            }
            cell_of(cell, (row_index, column), row, &mut table, shared)?;
        }
        row_index += 1;
    }
    merged.extend(
        open.into_iter()
            .map(|(column, (first, last, end))| ((first, column), (last, end))),
    );
    table.rows_written = row_index;
    for (first, last) in merged {
        table.merge(first, last)?;
    }
    table.measure();
    Ok(table)
}

fn cell_of(
    cell: &RawCell,
    place: (u32, u32),
    row: &RawRow,
    table: &mut Table,
    shared: &mut Shared<'_>,
) -> Result<(), ImportError> {
    comments_of(cell, place, table, shared)?;
    let text = cell.runs.before();
    let units_max = model::limits::TEXT_UTF16_UNITS_MAX;
    if cells::is_longer(&text, units_max) {
        return Err(ImportError::CellTooLong {
            cell: table.place_name(place.0, place.1),
            units_max,
        });
    }
    if row.deleted.is_none() {
        for (mark, after) in cell.runs.after_each(shared.marks) {
            if after == text {
                continue;
            }
            shared.count()?;
            table.changes.push(CellChange {
                place,
                mark: Mark {
                    author: mark.author,
                    dated_unix_s: mark.dated_unix_s,
                },
                before: text.clone(),
                after,
            });
        }
    }
    if !text.is_empty() || cell.fill.is_some() {
        table.cells.insert(
            place,
            Cell {
                text,
                fill: cell.fill,
                struck: cell.struck,
            },
        );
    }
    Ok(())
}

fn comments_of(
    cell: &RawCell,
    place: (u32, u32),
    table: &mut Table,
    shared: &mut Shared<'_>,
) -> Result<(), ImportError> {
    for id in &cell.comments {
        if let Some(note) = shared.comments.take(id, place) {
            if table.notes.len() == crate::limits::NOTES_MAX {
                return Err(ImportError::too_large(
                    Limit::Notes,
                    crate::limits::NOTES_MAX,
                ));
            }
            table.notes.push(note);
        }
    }
    Ok(())
}

/// The columns of a table: where most of its rows have theirs. Rows whose borders somebody dragged a
/// little have others in Word's grid, and the same for who looks at the page.
struct Columns {
    /// Position of each line of the grid.
    lines: Vec<u64>,
    /// Position where each column begins, and where the last one ends.
    starts: Vec<u64>,
    /// The cells of most rows begin at these lines.
    usual: Vec<u32>,
}

impl Columns {
    fn of(raw: &RawTable) -> Self {
        let mut counts: HashMap<Vec<u32>, usize> = HashMap::new();
        for row in &raw.rows {
            *counts.entry(row_lines(row)).or_default() += 1;
        }
        let usual = counts
            .into_iter()
            .max_by_key(|(lines, count)| (*count, lines.len(), std::cmp::Reverse(lines.clone())))
            .map(|(lines, _)| lines)
            .unwrap_or_default();
        let lines_max = raw
            .rows
            .iter()
            .filter_map(|row| row_lines(row).last().copied())
            .max()
            .unwrap_or(0) as usize;
        let mut lines = vec![0_u64];
        for index in 0..lines_max {
            let width = raw.widths.get(index).copied().filter(|width| *width > 0);
            let last = lines.last().copied().unwrap_or(0);
            lines.push(last + u64::from(width.unwrap_or(1)));
        }
        let starts = usual
            .iter()
            .filter_map(|line| lines.get(*line as usize).copied())
            .collect();
        Self {
            lines,
            starts,
            usual,
        }
    }

    /// First and last column of each cell of a row.
    fn place<'a>(&self, row: &'a RawRow) -> Vec<(u32, u32, &'a RawCell)> {
        let lines = row_lines(row);
        let mut placed: Vec<(u32, u32, &RawCell)> = Vec::new();
        let is_usual = lines == self.usual;
        let mut next_free = 0_u32;
        for (index, cell) in row.cells.iter().enumerate() {
            if cell.h_continue
                && let Some(left) = placed.last_mut()
            {
                left.1 += 1;
                next_free = left.1 + 1;
                continue;
            }
            let (first, last) = if is_usual {
                (index as u32, index as u32)
            } else {
                self.overlapped(lines[index], lines[index + 1])
            };
            let first = first.max(next_free);
            let last = last.max(first);
            next_free = last + 1;
            placed.push((first, last, cell));
        }
        placed
    }

    /// The columns that the cell between two lines covers by half or more; where it covers none, the
    /// one it covers most of.
    fn overlapped(&self, from: u32, to: u32) -> (u32, u32) {
        let at = |line: u32| self.lines.get(line as usize).copied().unwrap_or(u64::MAX);
        let (from, to) = (at(from), at(to));
        let mut covered: Option<(u32, u32)> = None;
        let mut most = (0, 0);
        for (column, edges) in self.starts.windows(2).enumerate() {
            let column = column as u32;
            let overlap = to.min(edges[1]).saturating_sub(from.max(edges[0]));
            if overlap > most.0 {
                most = (overlap, column);
            }
            if overlap * 2 > edges[1] - edges[0] {
                covered = Some(covered.map_or((column, column), |(first, _)| (first, column)));
            }
        }
        let beyond = self.starts.len().saturating_sub(1) as u32;
        covered.unwrap_or(if most.0 > 0 {
            (most.1, most.1)
        } else {
            (beyond, beyond)
        })
    }
}

/// The lines of the grid between which the cells of a row stand.
fn row_lines(row: &RawRow) -> Vec<u32> {
    let mut line = row.before.min(COLUMNS_MAX);
    let mut lines = vec![line];
    for cell in &row.cells {
        line = (line + cell.span).min(COLUMNS_MAX * 4);
        lines.push(line);
    }
    lines
}
