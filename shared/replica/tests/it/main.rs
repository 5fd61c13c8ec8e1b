//! What the machine of a dossier promises by itself, through its public surface. What it does with
//! others, over a bad network and a bad disk, is in `tests/world`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod approval;
mod link;
mod minutes;
mod packages;
mod people;
mod presence;
mod receipts;
mod removal;
mod taking_back;
