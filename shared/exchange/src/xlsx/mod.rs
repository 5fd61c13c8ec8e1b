//! Excel workbooks: values by calamine, once what it would build is known to be bounded; notes and what
//! else it does not give, by walks of our own.

mod bounds;
mod notes;
mod sheet;

use std::panic;

use crate::book::{Book, Format};
use crate::package::Package;
use crate::{ImportError, Table, origin};

/// Reads a workbook.
pub(crate) fn read(package: &mut Package<'_>, bytes: &[u8]) -> Result<Book, ImportError> {
    bounds::check(package)?;
    // calamine multiplies the numbers of rows without looking whether they fit (`r="A99999999999"`).
    let read = panic::catch_unwind(|| sheet::read_all(bytes));
    let mut tables: Vec<Table> =
        read.unwrap_or_else(|_| Err(ImportError::damaged("a cell stands nowhere")))?;
    for table in &mut tables {
        let Some(part) = notes::part_of(package, &table.name)? else {
            continue;
        };
        table.notes = notes::read(package, &part)?;
        table.painted_by_rule = package
            .text(&part)?
            .is_some_and(|xml| xml.contains("conditionalFormatting"));
    }
    let origin = origin::of_workbook(&mut tables);
    Ok(Book {
        format: Format::Xlsx,
        tables,
        minutes: None,
        origin,
        doubts: Vec::new(),
    })
}
