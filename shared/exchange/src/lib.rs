//! Files of other programs: a matrix out of an Excel workbook. Bytes in, a draft out.
//!
//! This room must never know a disk, a socket or who is asking. What comes from a file is hostile until
//! bounded: size, inflation, cells and texts are limited before anything is built. What is printed is
//! taken as printed; what is uncertain is said in a [`Doubt`], never corrected in silence. Read
//! [`read_xlsx`] first, then [`Imported`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod cells;
mod doubt;
mod error;
mod fold;
mod header;
pub mod limits;
mod matrix;
mod notes;
mod package;
mod review;
mod sheet;
mod xml;

use std::panic;

pub use doubt::{Doubt, DoubtCode};
pub use error::{ImportError, Limit};

use model::{Draft, Field};

/// The example that travels inside the app: SECOEM's matrix of the table 08, phase 1.
pub const EXAMPLE_XLSX: &[u8] = include_bytes!("../samples/secoem-matriz.xlsx");

/// What an import found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The matrix.
    pub draft: Draft,
    /// Notes of its cells.
    pub notes: Vec<Note>,
    /// What is uncertain.
    pub doubts: Vec<Doubt>,
    /// Rows that have the text of an action line.
    pub lines: usize,
}

/// A note somebody left on a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Index of the row in the draft.
    pub row: usize,
    /// The cell.
    pub field: Field,
    /// Who wrote it, as the file says; "" if it does not.
    pub author: String,
    /// What it says, without the author's name in front.
    pub text: String,
}

/// Reads an Excel workbook (.xlsx) that holds a matrix of action lines.
pub fn read_xlsx(bytes: &[u8]) -> Result<Imported, ImportError> {
    // The readers of the format are not ours; a file that breaks one of them must not break the app.
    panic::catch_unwind(|| read(bytes)).unwrap_or(Err(ImportError::Broken))
}

fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut package = package::Package::open(bytes)?;
    let found = sheet::find_matrix(bytes)?;
    let notes = notes::read(&mut package, &found.sheet.name)?;
    matrix::assemble(&found, notes)
}
