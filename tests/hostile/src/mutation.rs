//! Samples changed at random, the same in every run of one seed.

use crate::script::Script;

/// Bytes a changed sample may grow to: longer ones say nothing new and cost time.
const CHANGED_BYTES_MAX: usize = 64 * 1024;

/// An endless stream of changed samples.
#[derive(Debug)]
pub struct Mutation {
    samples: Vec<Vec<u8>>,
    state: u64,
}

impl Mutation {
    /// Of these samples; `seed` tells one run from another.
    pub fn new(samples: Vec<Vec<u8>>, seed: u64) -> Self {
        Self {
            samples,
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 16) as usize % sides.max(1)
    }
}

impl Iterator for Mutation {
    type Item = Vec<u8>;

    /// One sample with a few changes, half of another put behind it, or bytes that are none.
    fn next(&mut self) -> Option<Vec<u8>> {
        let choices: Vec<u8> = (0..48).map(|_| self.roll(256) as u8).collect();
        let from = self.roll(self.samples.len());
        let other = self.roll(self.samples.len());
        let mut bytes = match self.roll(16) {
            0 => choices.clone(),
            1 => {
                let (one, other) = (&self.samples[from], &self.samples[other]);
                [&one[..one.len() / 2], &other[other.len() / 2..]].concat()
            }
            _ => self.samples[from].clone(),
        };
        let mut script = Script::new(&choices);
        for _ in 0..=self.roll(3) {
            script.edit(&mut bytes);
        }
        bytes.truncate(CHANGED_BYTES_MAX);
        Some(bytes)
    }
}
