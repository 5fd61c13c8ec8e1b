//! The engine through its public face: real stores, real sockets, a real relay in this process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Rows of a sheet are written piece by piece.
#![allow(clippy::format_collect, clippy::cloned_ref_to_slice_refs)]

mod alone;
mod annex;
mod backups;
mod bringing;
mod consolidation;
mod copies;
mod decided;
mod findings;
mod history;
mod minutes;
mod office;
mod packages;
mod receipts;
mod restored;
mod returning;
mod review;
mod roads;
mod together;
mod twice;
mod verifying;
mod verifying_minutes;
mod workbook;
mod writing;
