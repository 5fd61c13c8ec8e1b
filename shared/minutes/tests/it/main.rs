//! The minutes document through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod seat;

mod hostile;
mod session;
mod together;
mod writing;
