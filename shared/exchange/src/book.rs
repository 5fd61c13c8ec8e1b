//! A file as read, before anybody says what it means.

use std::panic;

use crate::header::Header;
use crate::layout::Layout;
use crate::mapping::{HeaderRows, Mapping};
use crate::{Colour, Doubt, FoundMinutes, ImportError, Imported, Origin, Table, matrix, xlsx};

/// Formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Excel (.xlsx, .xlsm).
    Xlsx,
    /// Word (.docx, .docm).
    Docx,
    /// Calc (.ods).
    Ods,
    /// Text with separators (.csv, .txt).
    Csv,
}

/// A file as read. Nothing of it is decided: [`Book::guess`] says what Cotejo would do by itself,
/// [`Book::assemble`] does what a [`Mapping`] says, as often as it is asked.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its format.
    pub format: Format,
    pub(crate) tables: Vec<Table>,
    pub(crate) minutes: Option<FoundMinutes>,
    pub(crate) origin: Option<Origin>,
    /// What is to be said of the file as a whole.
    pub(crate) doubts: Vec<Doubt>,
}

/// Reads a file. Its format is known by its content; the ending of its name only breaks ties.
pub fn read(name: &str, bytes: &[u8]) -> Result<Book, ImportError> {
    // The readers of the formats are not all ours; a file that breaks one of them must not break the
    // app.
    panic::catch_unwind(|| read_by_content(name, bytes)).unwrap_or(Err(ImportError::Broken))
}

fn read_by_content(_name: &str, bytes: &[u8]) -> Result<Book, ImportError> {
    xlsx::read(bytes)
}

impl Book {
    /// Its sheets; of a document, its tables, those that continue one another over pages joined.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// What Cotejo would do by itself: the table that looks most like a matrix, with the columns it
    /// recognises; visible sheets before hidden ones.
    pub fn guess(&self) -> Result<Mapping, ImportError> {
        let mut best: Option<((bool, usize), usize)> = None;
        for (index, table) in self.tables.iter().enumerate() {
            let Some(header) = Header::find(table) else {
                continue;
            };
            let merit = (table.visible, header.columns.len());
            // The first of the best.
            if best.is_none_or(|(most, _)| merit > most) {
                best = Some((merit, index));
            }
        }
        let Some((_, table)) = best else {
            let sheets = self.tables.iter().map(|table| table.name.clone()).collect();
            return Err(ImportError::NotMatrix { sheets });
        };
        Ok(self.guess_in(table))
    }

    /// The same for a table that a person chose, whatever it looks like; nothing is mapped where no
    /// headers are recognised.
    pub fn guess_in(&self, table: usize) -> Mapping {
        let header = self.tables.get(table).and_then(Header::find);
        let mut mapping = Mapping {
            table,
            keep_comments: true,
            keep_tracked: true,
            ..Mapping::default()
        };
        if let Some(header) = header {
            mapping.header = Some(header.rows);
            mapping.columns = header.columns;
        }
        mapping
    }

    /// A mapping whose headers stand in other rows, with the columns recognised there; everything else
    /// stays as it was.
    pub fn with_header(&self, mapping: &Mapping, header: Option<HeaderRows>) -> Mapping {
        let columns = self
            .tables
            .get(mapping.table)
            .zip(header)
            .map(|(table, rows)| Header::of_rows(table, rows).columns)
            .unwrap_or_default();
        Mapping {
            header,
            columns,
            ..mapping.clone()
        }
    }

    /// What stands at a place of a mapping's table once the cells of its row were moved: the text,
    /// and the colour behind it.
    pub fn shown<'a>(
        &'a self,
        mapping: &'a Mapping,
        row: u32,
        column: u32,
    ) -> (&'a str, Option<Colour>) {
        match Layout::new(&self.tables, mapping) {
            Ok(layout) => (layout.text((row, column)), layout.fill((row, column))),
            Err(_) => ("", None),
        }
    }

    /// Does what a mapping says. Pure: the same mapping gives the same matrix.
    pub fn assemble(&self, mapping: &Mapping) -> Result<Imported, ImportError> {
        matrix::assemble(self, mapping)
    }

    /// What a minuta around the matrix says.
    pub fn minutes(&self) -> Option<&FoundMinutes> {
        self.minutes.as_ref()
    }

    /// What Cotejo wrote about where the file comes from.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}
