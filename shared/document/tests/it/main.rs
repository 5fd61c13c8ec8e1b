//! The plumbing through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod seat;

mod changes;
mod hostile;
mod ids;
mod orders;
mod splices;
mod views;
