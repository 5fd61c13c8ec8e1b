//! The entries that were taken in, and what each of them builds on.

use std::collections::BTreeMap;

use wire::{DeviceId, EntryBody, Hash, Role, Sealed};

/// Entries of one dossier, parents first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    pub(super) order: Vec<Hash>,
    known: Vec<Known>,
    places: BTreeMap<Hash, usize>,
    bytes: usize,
}

#[derive(Debug, Clone)]
struct Known {
    bytes: Vec<u8>,
    body: EntryBody,
    /// Every entry it builds on, directly or not: a bit for each place.
    past: Vec<u64>,
    /// Length of the longest way back to the first entry.
    depth: usize,
}

impl Log {
    /// Adds an entry whose parents are there.
    pub(super) fn push(&mut self, hash: Hash, bytes: Vec<u8>, body: EntryBody) {
        let place = self.order.len();
        let mut past = vec![0; place.div_ceil(64)];
        let mut depth = 0;
        for parent in body.parents() {
            let Some(&parent) = self.places.get(parent) else {
                continue;
            };
            depth = depth.max(self.known[parent].depth + 1);
            past[parent / 64] |= 1 << (parent % 64);
            for (word, more) in past.iter_mut().zip(&self.known[parent].past) {
                *word |= more;
            }
        }
        self.bytes += bytes.len();
        self.order.push(hash);
        self.places.insert(hash, place);
        self.known.push(Known {
            bytes,
            body,
            past,
            depth,
        });
    }

    pub(crate) fn has(&self, hash: &Hash) -> bool {
        self.places.contains_key(hash)
    }

    pub(super) fn bytes_len(&self) -> usize {
        self.bytes
    }

    pub(crate) fn at(&self, place: usize) -> &EntryBody {
        &self.known[place].body
    }

    pub(crate) fn body(&self, hash: &Hash) -> Option<&EntryBody> {
        Some(&self.known[*self.places.get(hash)?].body)
    }

    pub(super) fn bytes(&self, hash: &Hash) -> Option<&[u8]> {
        Some(&self.known[*self.places.get(hash)?].bytes)
    }

    pub(crate) fn depth(&self, place: usize) -> usize {
        self.known[place].depth
    }

    /// Where an entry stands.
    pub(crate) fn place(&self, hash: &Hash) -> Option<usize> {
        self.places.get(hash).copied()
    }

    /// Whether the entry at a place builds on the one at another.
    pub(crate) fn saw(&self, place: usize, other: usize) -> bool {
        let word = self.known[place].past.get(other / 64);
        word.is_some_and(|word| word & (1 << (other % 64)) != 0)
    }

    /// The role that a grant gives, and whether who joins by it has to be approved.
    pub(super) fn granted(&self, grant: &Hash) -> Option<(Role, bool)> {
        match self.body(grant)? {
            EntryBody::Grant { role, approval, .. } => Some((*role, *approval == Some(true))),
            _ => None,
        }
    }

    /// Who made a grant for another device of theirs; `None` of any other.
    pub(super) fn owner(&self, grant: &Hash) -> Option<DeviceId> {
        match self.body(grant)? {
            EntryBody::Grant {
                author,
                own: Some(true),
                ..
            } => Some(*author),
            _ => None,
        }
    }

    /// Places of these entries and of all they build on, in order.
    pub(super) fn past(&self, of: &[Hash]) -> Vec<usize> {
        let mut within = vec![0_u64; self.order.len().div_ceil(64)];
        for place in of.iter().filter_map(|hash| self.places.get(hash)) {
            within[place / 64] |= 1 << (place % 64);
            for (word, more) in within.iter_mut().zip(&self.known[*place].past) {
                *word |= more;
            }
        }
        (0..self.order.len())
            .filter(|place| within[place / 64] & (1 << (place % 64)) != 0)
            .collect()
    }

    /// The entries that no other builds on: whoever names them has named all.
    #[cfg(feature = "open")]
    pub(super) fn heads(&self) -> Vec<Hash> {
        let mut built_on = vec![false; self.order.len()];
        let parents = self.known.iter().flat_map(|known| known.body.parents());
        for place in parents.filter_map(|parent| self.places.get(parent)) {
            built_on[*place] = true;
        }
        let heads = self.order.iter().zip(built_on);
        heads
            .filter(|(_, built_on)| !built_on)
            .map(|(hash, _)| *hash)
            .collect()
    }

    /// The changes and closings that no other of them builds on.
    #[cfg(feature = "open")]
    pub(super) fn changes(&self) -> Vec<Hash> {
        let changes: Vec<usize> = (0..self.order.len())
            .filter(|place| {
                matches!(
                    self.at(*place),
                    EntryBody::Change { .. } | EntryBody::Close { .. }
                )
            })
            .collect();
        let last = |place: &&usize| !changes.iter().any(|other| self.saw(*other, **place));
        changes
            .iter()
            .filter(last)
            .map(|at| self.order[*at])
            .collect()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (Hash, &[u8])> + '_ {
        let bytes = self.known.iter().map(|known| known.bytes.as_slice());
        self.order.iter().copied().zip(bytes)
    }

    /// What every entry says, parents first.
    #[cfg(feature = "open")]
    pub(crate) fn bodies(&self) -> impl DoubleEndedIterator<Item = (Hash, &EntryBody)> + '_ {
        let bodies = self.known.iter().map(|known| &known.body);
        self.order.iter().copied().zip(bodies)
    }

    pub(super) fn lineage(&self, hash: &Hash) -> Vec<Vec<u8>> {
        let known = self.places.contains_key(hash);
        let past = if known {
            self.past(&[*hash])
        } else {
            Vec::new()
        };
        past.into_iter()
            .map(|place| self.known[place].bytes.clone())
            .collect()
    }
}

/// What of an entry shows who a person is.
pub(super) trait Face {
    fn profile(&self) -> Option<&Sealed>;
}

impl Face for EntryBody {
    fn profile(&self) -> Option<&Sealed> {
        match self {
            Self::Genesis { profile, .. } | Self::Join { profile, .. } => Some(profile),
            _ => None,
        }
    }
}
