//! What is handed out, as the programs that open it read it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
// Markup reads better whole than pushed piece by piece.
#![allow(clippy::format_collect, clippy::format_push_string)]

mod changes;
mod csv;
mod sample;
