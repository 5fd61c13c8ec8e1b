//! What is handed out: the annex of a matrix and the minuta of a session, first as plain data, then
//! as Word, Excel and CSV. Data in, bytes out; the PDF of the same data is made by `press`.
//!
//! This room must never know a disk, a clock, a document or who is asking: everything that is printed,
//! the date included, is given to it. Read [`Annex`] first, then [`MinutesPaper`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod annex;
mod imprint;
mod mark;
mod minutes;

pub use annex::{Annex, AnnexCell, AnnexComment, AnnexRow, Column, ColumnKind};
pub use imprint::{Imprint, Logo, PaperSize};
pub use mark::{LAYOUT, PaperKind, PaperMark, PrintMark, digest_of_folio, logos_mark};
pub use minutes::{MinutesAgreement, MinutesPaper, SignatureLine};
