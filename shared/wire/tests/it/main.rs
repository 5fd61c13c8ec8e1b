//! What the wire promises, through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod bombs;
mod chunks;
mod envelopes;
mod frames;
mod handmade;
mod ids;
mod payloads;
mod presence;
mod real_chunks;
mod receipts;
mod vectors;
