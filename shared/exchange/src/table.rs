//! A table as a file holds it, before anybody says what it means: texts as they show, fills, merged
//! ranges, notes, tracked changes.

use std::collections::{BTreeMap, HashMap};

use model::Field;

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
    /// Texts between the parts it was joined from.
    pub(crate) between: Vec<String>,
    /// Rows as written, those without a text included.
    pub(crate) rows_written: u32,
    /// Tables of the document it was joined from: its first row here, its number, and how many of its
    /// rows (headers repeated) are not here.
    pub(crate) parts: Vec<(u32, usize, u32)>,
    pub(crate) split_labels: Vec<SplitLabel>,
    pub(crate) changes: Vec<CellChange>,
    pub(crate) new_rows: Vec<NewRow>,
    /// Rows that somebody would take out.
    pub(crate) out_rows: BTreeMap<u32, Mark>,
    /// Rows that Cotejo marked when it wrote the file: their index then.
    pub(crate) origins: BTreeMap<u32, usize>,
    /// Notes of the file that hang from no cell.
    pub(crate) notes_around: Vec<CellNote>,
    /// Some rule paints cells by their value: those colours are nobody's mark.
    pub(crate) painted_by_rule: bool,
    /// Cells whose formula had no result in the file, and was followed to another cell.
    pub(crate) followed: Vec<Place>,
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
    /// A document: table 2, row 3, column 4.
    Document,
    /// A text of lines.
    Lines,
}

/// A cell that shows something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What it shows; may be "" when it only has a colour.
    pub(crate) text: String,
    /// The colour behind it, unless it is white or grey.
    pub(crate) fill: Option<Colour>,
    /// Its text is struck through.
    pub(crate) struck: bool,
}

/// Who tracked a change, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) author: String,
    pub(crate) dated_unix_s: Option<i64>,
}

/// What one person's tracked changes make of a cell.
#[derive(Debug, Clone)]
pub(crate) struct CellChange {
    pub(crate) place: Place,
    pub(crate) mark: Mark,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// A row that somebody would put in.
#[derive(Debug, Clone)]
pub(crate) struct NewRow {
    /// The row it comes after.
    pub(crate) after: Option<u32>,
    pub(crate) cells: BTreeMap<u32, String>,
    pub(crate) mark: Mark,
}

/// A label that a page break had cut in two.
#[derive(Debug, Clone)]
pub(crate) struct SplitLabel {
    pub(crate) field: Field,
    /// First row of each of its two cells.
    pub(crate) rows: (u32, u32),
    pub(crate) parts: (String, String),
    pub(crate) whole: String,
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
            Ground::Document | Ground::Lines => {
                format!("{}, columna {}", self.row_name(row), column + 1)
            }
        }
    }

    /// What a row is called on the screen: "fila 11 de la hoja".
    pub fn row_name(&self, row: u32) -> String {
        match self.ground {
            Ground::Sheet => format!("fila {} de la hoja", row + 1),
            Ground::Document => {
                let part = self.parts.iter().rev().find(|(first, ..)| *first <= row);
                let (first, number, left_out) = part.copied().unwrap_or((0, 1, 0));
                format!("fila {} de la tabla {number}", row - first + left_out + 1)
            }
            Ground::Lines => format!("fila {} del archivo", row + 1),
        }
    }

    /// What a column is called on the screen: "D".
    pub fn column_name(&self, column: u32) -> String {
        match self.ground {
            Ground::Sheet => cells::column_name(column),
            Ground::Document | Ground::Lines => format!("columna {}", column + 1),
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
        let last_row = last_row.max(self.rows_written.saturating_sub(1));
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

    /// Its merged ranges, and the rest of it.
    pub(crate) fn into_ranges(mut self) -> (Vec<(Place, Place)>, Self) {
        let ranges = self.ends.drain().collect();
        self.merged.clear();
        (ranges, self)
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
