//! Papers as PDF, read again by a reader that is not the printer's.
#![allow(clippy::unwrap_used, reason = "a test that cannot read fails")]

mod annex;
mod consolidation;
mod hostile;
mod made_to_last;
mod minutes;
mod read;
mod sample;
