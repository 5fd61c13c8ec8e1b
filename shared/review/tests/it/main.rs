//! The discussion through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod seat;

mod acts;
mod hostile;
mod office;
mod review;
mod together;
