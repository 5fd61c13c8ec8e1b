//! Files of other programs, read: what they hold, and the matrix in it. Bytes in, a draft out.
//!
//! This room must never know a disk, a socket or who is asking. What comes from a file is hostile until
//! bounded: size, inflation, cells and texts are limited before anything is built. What is printed is
//! taken as printed; what is uncertain is said in a [`Doubt`], never corrected in silence. Read
//! [`read`] first, then [`Book`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod book;
mod cells;
mod colour;
mod doubt;
mod error;
mod fold;
mod formulas;
mod found;
mod header;
mod layout;
pub mod limits;
mod mapping;
mod matrix;
mod minutes;
mod moment;
mod ods;
mod origin;
mod package;
mod review;
mod separated;
mod shift;
mod table;
mod word;
mod xlsx;
mod xml;

pub use book::{Book, Format, read};
pub use colour::{Colour, ColourMeaning};
pub use doubt::{Doubt, DoubtCode};
pub use error::{ImportError, Limit};
pub use found::{FoundRow, Imported, MetColour, Note, OriginRow, TrackedChange, TrackedKind};
pub use mapping::{HeaderRows, Mapping};
pub use minutes::{FoundAgreement, FoundMinutes, FoundPerson};
pub use origin::Origin;
pub use table::Table;

/// The example that travels inside the app: SECOEM's matrix of the table 08, phase 1.
pub const EXAMPLE_XLSX: &[u8] = include_bytes!("../samples/secoem-matriz.xlsx");

/// Reads an Excel workbook (.xlsx) that holds a matrix of action lines, as Cotejo would by itself.
pub fn read_xlsx(bytes: &[u8]) -> Result<Imported, ImportError> {
    let book = read("", bytes)?;
    if book.format != Format::Xlsx {
        return Err(ImportError::NotWorkbook);
    }
    book.assemble(&book.guess()?)
}
