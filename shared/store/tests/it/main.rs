//! The store through its public surface, on real files.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod commits;
mod failure;
mod folder;
mod home;
mod opening;
mod receipts;
mod restore;
mod series;
mod view;
