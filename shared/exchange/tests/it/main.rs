//! Import through the public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
// Markup reads better whole than pushed piece by piece.
#![allow(clippy::format_collect)]

mod bounds;
mod calc;
mod document;
mod doubts;
mod formulas;
mod hostile;
mod layouts;
mod mapping;
mod memory;
mod minuta;
mod mutated;
mod origin;
mod paint;
mod sample;
mod separated;
mod word;
mod workbook;
