//! What this person has read: known on this computer only, and sent to nobody.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Part of the read model that keeps it.
pub(crate) const VIEW_READ: &str = "read";
/// Things marked one by one, at most: past it, everything up to now counts as read.
const KEYS_MAX: usize = 20_000;

/// What this person has read of a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReadMarks {
    /// Everything up to this moment, in unix milliseconds: what was said before one came, too.
    before_ms: u64,
    /// Comments and notices read since.
    keys: BTreeSet<String>,
}

impl ReadMarks {
    /// Nothing but what is older than now.
    pub(crate) fn from_now(now_ms: u64) -> Self {
        Self {
            before_ms: now_ms,
            keys: BTreeSet::new(),
        }
    }

    /// Whether something of that moment was not read.
    pub(crate) fn is_unread(&self, key: &str, at_ms: u64) -> bool {
        at_ms > self.before_ms && !self.keys.contains(key)
    }

    /// Marks things as read; `None`: everything up to now.
    pub(crate) fn mark(&mut self, keys: Option<Vec<String>>, now_ms: u64) {
        match keys {
            Some(keys) => self.keys.extend(keys),
            None => *self = Self::from_now(now_ms),
        }
        if self.keys.len() > KEYS_MAX {
            *self = Self::from_now(now_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_is_read_and_what_is_marked_stays_so() {
        let mut read = ReadMarks::from_now(1_000);
        assert!(!read.is_unread("a", 1_000));
        assert!(read.is_unread("a", 1_001));
        read.mark(Some(vec!["a".to_owned()]), 2_000);
        assert!(!read.is_unread("a", 1_001));
        assert!(read.is_unread("b", 1_001));
        read.mark(None, 3_000);
        assert!(!read.is_unread("b", 1_001));
        assert!(read.is_unread("c", 3_001));
        read.mark(
            Some((0..=KEYS_MAX).map(|key| key.to_string()).collect()),
            9_000,
        );
        assert!(!read.is_unread("c", 3_001));
    }
}
