//! A table as a file holds it, before anybody says what it means: texts as they show, fills, merged
//! ranges, notes, tracked changes.

use std::collections::{BTreeMap, HashMap};

use crate::cells::{self, Place};
use crate::limits::MERGED_CELLS_MAX;
use crate::{Colour, ImportError, Limit};

/// A sheet, or a table of a document.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Name of the sheet; of a table in a document, what it is called in its file ("Tabla 3").
    pub name: String,
    /// How many rows it has, up to the last with a text.
    pub rows: u32,
    /// How many columns it has, up to the last with a text.
    pub columns: u32,
    pub(crate) ground: Ground,
    /// Nobody hid it.
    pub(crate) visible: bool,
    pub(crate) cells: BTreeMap<Place, Cell>,
    /// First cell of the merged range a cell is in.
    merged: HashMap<Place, Place>,
    /// Last row and column of each merged range, by its first cell.
    ends: HashMap<Place, Place>,
    covered: usize,
    /// Texts over the table that are not in it, in order.
    pub(crate) above: Vec<String>,
    pub(crate) notes: Vec<CellNote>,
    /// Cells whose formula was saved without its result, and could not be followed.
    pub(crate) without_result: Vec<Place>,
    /// Cells with a value beyond the columns that are read.
    pub(crate) far_cells: usize,
    /// It has more rows than were kept, because the file passes this limit.
    pub(crate) cut: Option<(Limit, u64)>,
}

/// Where a table is, which decides how its places are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Ground {
    /// A sheet: G8.
    #[default]
    Sheet,
}

/// A cell that shows something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What it shows; may be "" when it only has a colour.
    pub(crate) text: String,
    /// The colour behind it, unless it is white or grey.
    pub(crate) fill: Option<Colour>,
}

/// A note where the table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellNote {
    pub(crate) place: Place,
    pub(crate) author: String,
    pub(crate) dated_unix_s: Option<i64>,
    pub(crate) text: String,
}

impl Table {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// The text a person sees at a place: its own, or that of the range merged downwards over it.
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.seen((row, column))
    }

    /// The colour behind a place, unless it is white, black or grey.
    pub fn fill(&self, row: u32, column: u32) -> Option<Colour> {
        self.fill_at((row, column))
    }

    /// How many rows and columns the cell at a place covers, when it is the first of a merged range.
    pub fn covers(&self, row: u32, column: u32) -> (u32, u32) {
        self.ends
            .get(&(row, column))
            .map_or((1, 1), |end| (end.0 - row + 1, end.1 - column + 1))
    }

    /// What its places are called on the screen: (7, 6) is G8.
    pub fn place_name(&self, row: u32, column: u32) -> String {
        match self.ground {
            Ground::Sheet => cells::name((row, column)),
        }
    }

    /// The text of a cell itself, "" if it has none.
    pub(crate) fn own_text(&self, place: Place) -> &str {
        self.cells.get(&place).map_or("", |cell| &cell.text)
    }

    pub(crate) fn seen(&self, place: Place) -> &str {
        let origin = self.origin(place);
        if origin.1 == place.1 {
            self.own_text(origin)
        } else {
            ""
        }
    }

    /// The first cell of the merged range a place is in; the place itself if in none.
    pub(crate) fn origin(&self, place: Place) -> Place {
        self.merged.get(&place).copied().unwrap_or(place)
    }

    /// How many columns the cell covers.
    pub(crate) fn columns_covered(&self, place: Place) -> u32 {
        self.covers(place.0, place.1).1
    }

    /// Whether the place is in a range that runs over several rows.
    pub(crate) fn is_over_rows(&self, place: Place) -> bool {
        let origin = self.origin(place);
        self.covers(origin.0, origin.1).0 > 1
    }

    pub(crate) fn fill_at(&self, place: Place) -> Option<Colour> {
        self.cells
            .get(&self.origin(place))
            .and_then(|cell| cell.fill)
    }

    /// Texts of a row with their columns.
    pub(crate) fn row_texts(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        self.cells
            .range((row, 0)..=(row, u32::MAX))
            .filter(|(_, cell)| !cell.text.is_empty())
            .map(|(place, cell)| (place.1, cell.text.as_str()))
    }

    /// Merges a range, as far as there is something in it or beside it.
    pub(crate) fn merge(&mut self, first: Place, last: Place) -> Result<(), ImportError> {
        // A range cannot cover what is not there: it ends with the last row that shows something.
        let Some(last_row) = self.cells.keys().next_back().map(|place| place.0) else {
            return Ok(());
        };
        let last = (
            last.0.min(last_row),
            last.1.min(crate::limits::COLUMNS_MAX - 1),
        );
        if last < first || last.1 < first.1 || last == first {
            return Ok(());
        }
        self.ends.insert(first, last);
        for row in first.0..=last.0 {
            for column in first.1..=last.1 {
                self.covered += 1;
                if self.covered > MERGED_CELLS_MAX {
                    return Err(ImportError::too_large(Limit::MergedCells, MERGED_CELLS_MAX));
                }
                self.merged.insert((row, column), first);
            }
        }
        Ok(())
    }

    /// Counts rows and columns once all cells are there.
    pub(crate) fn measure(&mut self) {
        let texts = self.cells.iter().filter(|(_, cell)| !cell.text.is_empty());
        let (rows, columns) = texts.fold((0, 0), |(rows, columns), (place, _)| {
            (rows.max(place.0 + 1), columns.max(place.1 + 1))
        });
        self.rows = rows;
        self.columns = columns;
    }
}
