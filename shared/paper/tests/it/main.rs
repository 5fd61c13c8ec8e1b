//! What is handed out, as the programs that open it read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// Markup reads better whole than pushed piece by piece.
#![allow(clippy::format_collect, clippy::format_push_string)]

mod changes;
mod consolidation;
mod csv;
mod logo;
mod sample;
mod sheets;
mod word;
