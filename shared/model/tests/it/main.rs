//! The model through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod desk;

mod batch;
mod blame;
mod catalogue;
mod compare;
mod founding;
mod headings;
mod history;
mod hostile;
mod lost;
mod newer;
mod numerals;
mod past;
mod past_checks;
mod past_random;
mod places;
mod random;
mod retired;
mod rows;
mod scalars;
mod structure;
mod sync;
mod tables;
mod texts;
mod undo;
mod undo_edits;
mod undo_random;
mod values;
