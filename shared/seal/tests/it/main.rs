//! What sealing promises, through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod approval;
mod devices;
mod envelopes;
mod invitations;
mod keys;
mod membership;
mod packages;
mod people;
mod profiles;
mod receipts;
mod removal;
mod signals;
