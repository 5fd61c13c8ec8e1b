//! Excel workbooks: values by calamine; notes, which it does not give, by walks of our own.

mod notes;
mod sheet;

use crate::book::{Book, Format};
use crate::package::Package;
use crate::{ImportError, Table};

/// Reads a workbook.
pub(crate) fn read(bytes: &[u8]) -> Result<Book, ImportError> {
    let mut package = Package::open(bytes)?;
    let mut tables: Vec<Table> = sheet::read_all(bytes)?;
    for table in &mut tables {
        table.notes = notes::read(&mut package, &table.name)?;
    }
    Ok(Book {
        format: Format::Xlsx,
        tables,
        minutes: None,
        origin: None,
        doubts: Vec::new(),
    })
}
