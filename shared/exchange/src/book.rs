//! A file as read, before anybody says what it means.

use std::panic;

use model::Level;

use crate::header::Header;
use crate::layout::Layout;
use crate::limits::FILE_BYTES_MAX;
use crate::mapping::{HeaderRows, Mapping};
use crate::package::{Kind, Package};
use crate::{
    Colour, Doubt, DoubtCode, FoundMinutes, ImportError, Imported, Limit, Origin, Table, matrix,
    ods, separated, word, xlsx,
};

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

fn read_by_content(name: &str, bytes: &[u8]) -> Result<Book, ImportError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::too_large(Limit::FileBytes, FILE_BYTES_MAX));
    }
    if !Package::is_one(bytes) {
        return separated::read(name, bytes);
    }
    let mut package = Package::open(bytes)?;
    let mut book = match package.kind()? {
        Kind::Workbook => xlsx::read(&mut package, bytes),
        Kind::Document(main) => word::read(&mut package, &main),
        Kind::Spreadsheet => ods::read(&mut package),
        Kind::Unknown => Err(ImportError::NotWorkbook),
    }?;
    if package.has_macros() {
        book.doubts.push(Doubt::general(
            DoubtCode::Macros,
            "El archivo trae macros: no se leyeron ni se ejecutaron.".to_owned(),
        ));
    }
    Ok(book)
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

    /// A mapping in which the headings of a level, written in the first of their rows only, hold for
    /// the rows below them too.
    pub fn fill_down(&self, mapping: &Mapping, level: Level) -> Mapping {
        let mut filled = mapping.clone();
        let Ok(layout) = Layout::new(&self.tables, mapping) else {
            return filled;
        };
        let kinds = matrix::Kinds::new(&layout);
        let mut last = String::new();
        for row in layout.rows() {
            if !kinds.is_data(row) {
                continue;
            }
            let own = layout.heading(row, level);
            if own.is_empty() {
                if !last.is_empty() {
                    filled.headings.insert((row, level), last.clone());
                }
            } else {
                last = own;
            }
        }
        filled
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
