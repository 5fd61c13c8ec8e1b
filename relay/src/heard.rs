//! What the speaking half of a session knows of the hearing half.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// When something last came, and how often something has.
#[derive(Debug)]
pub(crate) struct Heard {
    began: Instant,
    at_ms: AtomicU64,
    times: AtomicU64,
}

impl Heard {
    /// Somebody who has just come in.
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            at_ms: AtomicU64::new(0),
            times: AtomicU64::new(0),
        }
    }

    /// Something came.
    pub(crate) fn now(&self) {
        self.at_ms
            .store(self.began.elapsed().as_millis() as u64, Ordering::Relaxed);
        self.times.fetch_add(1, Ordering::Relaxed);
    }

    /// How often something has come.
    pub(crate) fn times(&self) -> u64 {
        self.times.load(Ordering::Relaxed)
    }

    /// How long nothing has come.
    pub(crate) fn silence(&self) -> Duration {
        let at = Duration::from_millis(self.at_ms.load(Ordering::Relaxed));
        self.began.elapsed().saturating_sub(at)
    }
}
