//! The world through its public surface: many seeds, all well; and faults planted on purpose, all
//! noticed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bites;
mod known;
mod replays;
mod seeds;
