//! What strangers may send: every format that is read from the network or from a stranger's hand, and
//! what must hold whatever its bytes are.
//!
//! One [`Target`] for each. Three readers use it alike: `tests/fuzz` under libFuzzer, this crate's own
//! tests at every push (what is kept in `corpus` and `crashers`, then a fixed number of changed
//! samples), and its program for as long as it is told (`cargo run --release -p hostile -- run frame
//! 60`), which needs no tool that is not installed.
//!
//! A new format is a module with `samples` and `survives`, a line in [`Target::ALL`], and a file in
//! `tests/fuzz/fuzz_targets`. Read [`Target`] first.
// A broken promise ends the run here, and that is the point of this crate.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod chunks;
mod envelope;
mod frame;
mod handshake;
mod invitation;
mod membership;
mod mutation;
pub mod pack;
mod panics;
mod people;
mod script;

pub use mutation::Mutation;
pub use panics::expect_panics_of_others;

/// A format that strangers may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Frames of the socket.
    Frame,
    /// The conversation before a relay has welcomed a device.
    Handshake,
    /// Sealed envelopes, and what is in them.
    Envelope,
    /// Automerge's chunks, before they reach it.
    Chunks,
    /// Links that let somebody in.
    Invitation,
    /// Membership logs, in any order, with entries no honest program writes.
    Membership,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Frame,
        Self::Handshake,
        Self::Envelope,
        Self::Chunks,
        Self::Invitation,
        Self::Membership,
    ];

    /// Its name: of its file in `tests/fuzz/fuzz_targets`, of its corpus, of its crashers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Handshake => "handshake",
            Self::Envelope => "envelope",
            Self::Chunks => "chunks",
            Self::Invitation => "invitation",
            Self::Membership => "membership",
        }
    }

    /// The target of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// Genuine ones to begin from.
    pub fn samples(self) -> Vec<Vec<u8>> {
        match self {
            Self::Frame => frame::samples(),
            Self::Handshake => handshake::samples(),
            Self::Envelope => envelope::samples(),
            Self::Chunks => chunks::samples(),
            Self::Invitation => invitation::samples(),
            Self::Membership => membership::samples(),
        }
    }

    /// Asserts all that must hold of these bytes.
    pub fn survives(self, bytes: &[u8]) {
        match self {
            Self::Frame => frame::survives(bytes),
            Self::Handshake => handshake::survives(bytes),
            Self::Envelope => envelope::survives(bytes),
            Self::Chunks => chunks::survives(bytes),
            Self::Invitation => invitation::survives(bytes),
            Self::Membership => membership::survives(bytes),
        }
    }
}
