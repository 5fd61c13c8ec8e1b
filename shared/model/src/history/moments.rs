//! Stretches of work on a matrix, for whoever leafs through its past.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use automerge::{ChangeHash, ROOT};
use document::{Version, View};

use crate::history::annals::{Annals, Depth};
use crate::limits::{MOMENTS_MAX, STRETCH_GAP_MS};
use crate::{Author, Matrix, schema};

/// The end of a stretch of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The matrix then.
    pub version: Version,
    /// When the stretch ended, by the writers' clocks.
    pub at_ms: u64,
    /// Who wrote in it, each once, the last first.
    pub authors: Vec<Author>,
    /// Changes in it.
    pub changes: u32,
}

impl Matrix {
    /// Stretches of work, oldest first: changes with a pause before and after. Changes are taken
    /// each after those it depends on, else by time and hash, so that every device cuts the same
    /// stretches. At most [`MOMENTS_MAX`]: those with the shortest pauses between them are one.
    pub fn moments(&self) -> Vec<Moment> {
        let moments = self.past.ask(&self.document, Depth::Changes, cut);
        let mut moments = moments.unwrap_or_default();
        // Before the founding there is no matrix.
        moments.retain(|moment| self.is_founded_at(&moment.version.change_hashes()));
        moments
    }

    /// The matrix as it was before a time, by the writers' clocks: the changes made earlier and those
    /// they rest on. As it was first written, if all changes are later. `None`: there is no matrix.
    pub fn version_before(&self, at_ms: u64) -> Option<Version> {
        let founded = |version: &Version| self.is_founded_at(&version.change_hashes());
        self.past.ask(&self.document, Depth::Changes, |annals| {
            let earlier = Some(made_before(annals, at_ms));
            earlier.filter(founded).or_else(|| {
                let mut each = annals.order.iter().map(|of| annals.entry(*of).version());
                each.find(founded)
            })
        })?
    }

    pub(super) fn is_founded_at(&self, heads: &[ChangeHash]) -> bool {
        let view = View::at(&self.document, heads);
        view.child(&ROOT, schema::LINES).is_some()
    }
}

fn made_before(annals: &Annals, at_ms: u64) -> Version {
    let mut kept: HashSet<u32> = HashSet::new();
    let mut under: HashSet<u32> = HashSet::new();
    // Each change after those it rests on: backwards, whatever a kept one rests on is kept too.
    for number in annals.order.iter().rev() {
        let entry = annals.entry(*number);
        if entry.at_ms < at_ms || under.contains(number) {
            kept.insert(*number);
            under.extend(&entry.deps);
        }
    }
    let heads = kept.difference(&under);
    Version::new(heads.map(|of| annals.entry(*of).hash.0).collect())
}

fn cut(annals: &Annals) -> Vec<Moment> {
    let order = &annals.order;
    let mut pauses: Vec<(u64, usize)> = order
        .windows(2)
        .zip(1..)
        .map(|(pair, at)| {
            let times = pair.iter().map(|number| annals.entry(*number).at_ms);
            let times: Vec<u64> = times.collect();
            (times[0].abs_diff(times[1]), at)
        })
        .filter(|(pause, _)| *pause > STRETCH_GAP_MS)
        .collect();
    // The longest ones; of two alike, the earlier.
    pauses.sort_unstable_by_key(|(pause, at)| (Reverse(*pause), *at));
    pauses.truncate(MOMENTS_MAX - 1);
    let mut ends: Vec<usize> = pauses.into_iter().map(|(_, at)| at).collect();
    ends.push(order.len());
    ends.sort_unstable();
    let mut moments = Vec::with_capacity(ends.len());
    let mut heads: BTreeSet<u32> = BTreeSet::new();
    let mut start = 0;
    for end in ends {
        let stretch = &order[start..end];
        for number in stretch {
            for dep in &annals.entry(*number).deps {
                heads.remove(dep);
            }
            heads.insert(*number);
        }
        start = end;
        let times = stretch.iter().map(|number| annals.entry(*number).at_ms);
        let Some(at_ms) = times.max() else { continue };
        let hashes = heads.iter().map(|number| annals.entry(*number).hash.0);
        let hands = annals.hands(stretch.iter().copied());
        moments.push(Moment {
            version: Version::new(hashes.collect()),
            at_ms,
            authors: hands.into_iter().map(|hand| hand.author).collect(),
            changes: stretch.len() as u32,
        });
    }
    moments
}
