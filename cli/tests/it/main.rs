//! The command line as a script uses it: real processes, and a relay in this one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod backup;
mod bringing;
mod consolidate;
mod logos;
mod minuta;
mod papers;
mod past;
mod person;
mod receipts;
mod review;
