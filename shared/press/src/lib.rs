//! The PDF of a paper: tagged, made to last (PDF/A-2a and PDF/UA-1), and the same bytes whenever the
//! same paper is printed. Only the programs a person starts depend on this room, so that nothing else
//! waits for the typesetter to be compiled.
//!
//! What is printed goes to Typst as values; the sheets under `template/` are ours. The date of a
//! file is that of its imprint.
//!
//! This room must never know a disk, a clock, a document or a network. Read [`annex_pdf`] first, then `template/annex.typ`.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod error;
pub mod limits;
mod logo;
mod print;
mod report;
mod signs;
mod values;
mod world;

pub use error::PressError;
pub use print::{annex_pdf, consolidation_pdf, minutes_pdf};
