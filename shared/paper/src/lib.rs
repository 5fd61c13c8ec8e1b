//! What is handed out: the annex of a matrix and the minuta of a session, first as plain data, then
//! as Word, Excel, Calc and CSV; and the notification of changes. Data in, bytes out; the PDF of the
//! same data is made by `press`.
//!
//! This room must never know a disk, a clock, a document or who is asking: everything that is printed,
//! the date included, is given to it. Read [`Annex`] first, then [`MinutesPaper`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod annex;
mod changes;
mod code;
mod consolidation;
mod csv;
mod error;
mod excel;
mod imprint;
pub mod limits;
mod logo;
mod mark;
pub mod marks;
mod measure;
mod minutes;
mod ods;
mod package;
mod pages;
mod sheet;
mod word;

pub use annex::{Annex, AnnexCell, AnnexComment, AnnexRow, Column, ColumnKind};
pub use changes::{ChangesReport, ReportedChange, Word, WordKind, changes_csv};
pub use code::PaperCode;
pub use consolidation::{
    ConsolidationReport, ReportColumn, ReportRow, ReportTable, consolidation_csv,
    consolidation_docx, consolidation_xlsx,
};
pub use csv::annex_csv;
pub use error::{ExportError, LogoError};
pub use excel::annex_xlsx;
pub use imprint::{Imprint, Logo, PaperSize};
pub use logo::LogoKind;
pub use mark::{LAYOUT, PaperKind, PaperMark, PrintMark, digest_of_folio, logos_mark};
pub use minutes::{MinutesAgreement, MinutesPaper, SignatureLine};
pub use ods::annex_ods;
pub use word::{annex_docx, changes_docx, minutes_docx};
