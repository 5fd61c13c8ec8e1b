//! The model through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod desk;

mod founding;
mod headings;
mod hostile;
mod newer;
mod numerals;
mod random;
mod retired;
mod review;
mod scalars;
mod structure;
mod sync;
mod tables;
mod texts;
