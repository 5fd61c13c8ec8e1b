//! Dice that fall the same way every time: one stream per use, all from one seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of dice is for. Each has its own, so that one more throw here does not change what
/// happens there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    /// What will be tried, and when.
    Plan,
    /// Delays and losses.
    Network,
    /// Keys, nonces and identifiers of a device.
    Device(usize),
    /// Names and nonces of the relay.
    Relay,
    /// Choices within one step of a plan.
    Step,
}

/// A stream of dice.
#[derive(Debug, Clone)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64, stream: Stream) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        dice.set_stream(match stream {
            Stream::Plan => 1,
            Stream::Network => 2,
            Stream::Relay => 3,
            Stream::Step => 4,
            Stream::Device(place) => 16 + place as u64,
        });
        Self(dice)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A number from 0, less than `end`; 0 when there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            0
        } else {
            (self.next() % end as u64) as usize
        }
    }

    /// A number of `low..=high`.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// True this many times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.next() % 1_000 < per_mille
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}
