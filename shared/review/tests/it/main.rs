//! The discussion through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod seat;

mod hostile;
mod review;
