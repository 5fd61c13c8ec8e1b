//! What is handed out, as the programs that open it read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// Markup reads better whole than pushed piece by piece.
#![allow(clippy::format_collect)]
// Cells are found by their number, and files of a package by the ending they are written with.
#![allow(
    clippy::needless_range_loop,
    clippy::cloned_ref_to_slice_refs,
    clippy::case_sensitive_file_extension_comparisons
)]

mod changes;
mod code;
mod consolidation;
mod csv;
mod logo;
mod mark;
mod sample;
mod sheets;
mod word;
