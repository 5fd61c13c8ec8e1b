//! Import and export through the public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
// Markup reads better whole than pushed piece by piece.
#![allow(clippy::format_collect, clippy::format_push_string)]

mod changes;
mod csv_export;
mod doubts;
mod hostile;
mod layouts;
mod sample;
mod workbook;
