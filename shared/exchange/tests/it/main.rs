//! Import through the public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
// Markup reads better whole than pushed piece by piece.
#![allow(clippy::format_collect, clippy::format_push_string)]

mod doubts;
mod hostile;
mod layouts;
mod sample;
mod workbook;
