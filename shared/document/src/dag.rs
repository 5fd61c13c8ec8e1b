//! Who had seen what: the graph of changes, numbered so that a change comes after all it depends
//! on. Automerge keeps the same graph but does not lend it out cheaply.

use std::collections::{BinaryHeap, HashMap};

use automerge::ChangeHash;

/// The graph of changes of a document. It only grows.
#[derive(Debug, Default)]
pub struct Dag {
    index: HashMap<ChangeHash, u32>,
    hashes: Vec<ChangeHash>,
    /// `edges[starts[i]..starts[i + 1]]` are the changes that change `i` depends on.
    edges: Vec<u32>,
    starts: Vec<u32>,
}

/// A set of changes, by their numbers.
#[derive(Debug)]
pub struct Ancestors(Vec<u64>);

impl Ancestors {
    /// Whether it holds the change of a number.
    pub fn contains(&self, change: u32) -> bool {
        let word = self.0.get(change as usize / 64).copied().unwrap_or(0);
        word >> (change % 64) & 1 == 1
    }

    fn insert(&mut self, change: u32) {
        if let Some(word) = self.0.get_mut(change as usize / 64) {
            *word |= 1 << (change % 64);
        }
    }
}

/// Marks of the search for common ancestors.
const OF_LEFT: u8 = 1;
const OF_RIGHT: u8 = 2;
const OF_BOTH: u8 = OF_LEFT | OF_RIGHT;
/// Already below a common ancestor that was found.
const STALE: u8 = 4;

impl Dag {
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether a change is in it.
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.index.contains_key(hash)
    }

    /// The number of a change; only within this copy of the document.
    pub fn number(&self, hash: &ChangeHash) -> Option<u32> {
        self.index.get(hash).copied()
    }

    /// Adds a change; what it depends on is already there.
    pub(crate) fn push(&mut self, hash: ChangeHash, deps: &[ChangeHash]) {
        if self.index.contains_key(&hash) {
            return;
        }
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.index.insert(hash, self.hashes.len() as u32);
        self.hashes.push(hash);
        let edges = deps.iter().filter_map(|dep| self.index.get(dep).copied());
        self.edges.extend(edges);
        self.starts.push(self.edges.len() as u32);
    }

    /// Forgets the changes after the first `count`.
    pub(crate) fn truncate(&mut self, count: usize) {
        for hash in self.hashes.drain(count.min(self.hashes.len())..) {
            self.index.remove(&hash);
        }
        if let Some(end) = self.starts.get(count).copied() {
            self.edges.truncate(end as usize);
            self.starts.truncate(count + 1);
        }
    }

    fn deps(&self, change: u32) -> &[u32] {
        let change = change as usize;
        match (self.starts.get(change), self.starts.get(change + 1)) {
            (Some(start), Some(end)) => &self.edges[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// A change and everything it had seen.
    pub fn ancestors(&self, change: u32) -> Ancestors {
        let mut seen = Ancestors(vec![0; self.hashes.len() / 64 + 1]);
        let mut stack = vec![change];
        seen.insert(change);
        while let Some(next) = stack.pop() {
            for dep in self.deps(next) {
                if !seen.contains(*dep) {
                    seen.insert(*dep);
                    stack.push(*dep);
                }
            }
        }
        seen
    }

    /// Whether `later` had seen `earlier` (or is it).
    pub fn has_seen(&self, later: u32, earlier: u32) -> bool {
        if later <= earlier {
            return later == earlier;
        }
        let mut seen = std::collections::HashSet::from([later]);
        let mut stack = vec![later];
        while let Some(next) = stack.pop() {
            for dep in self.deps(next) {
                if *dep == earlier {
                    return true;
                }
                // Numbers only fall along the way: below `earlier` it cannot be met again.
                if *dep > earlier && seen.insert(*dep) {
                    stack.push(*dep);
                }
            }
        }
        false
    }

    /// The last of the changes that had seen none of these: the version of everybody who did not
    /// know of them.
    pub fn without(&self, changes: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut knows = vec![false; self.hashes.len()];
        for number in changes.iter().filter_map(|change| self.number(change)) {
            knows[number as usize] = true;
        }
        let mut is_last = vec![true; self.hashes.len()];
        for change in 0..self.hashes.len() as u32 {
            let deps = self.deps(change);
            if knows[change as usize] || deps.iter().any(|dep| knows[*dep as usize]) {
                knows[change as usize] = true;
                continue;
            }
            for dep in deps {
                is_last[*dep as usize] = false;
            }
        }
        let last = self.hashes.iter().zip(knows.iter().zip(is_last));
        last.filter(|(_, (knows, is_last))| !**knows && *is_last)
            .map(|(hash, _)| *hash)
            .collect()
    }

    /// The greatest changes both had seen: the version two people last had in common. Walks only
    /// as far back as they diverged.
    pub fn common(&self, left: &ChangeHash, right: &ChangeHash) -> Vec<ChangeHash> {
        let (Some(left), Some(right)) = (self.number(left), self.number(right)) else {
            return Vec::new();
        };
        let mut marks = vec![0_u8; left.max(right) as usize + 1];
        marks[left as usize] |= OF_LEFT;
        marks[right as usize] |= OF_RIGHT;
        let mut queue = BinaryHeap::from([left]);
        if left != right {
            queue.push(right);
        }
        let mut fresh = queue.len(); // in the queue and not stale
        let mut common = Vec::new();
        while fresh > 0 {
            let Some(change) = queue.pop() else { break };
            let mut mark = marks[change as usize];
            if mark & STALE == 0 {
                fresh -= 1;
                if mark & OF_BOTH == OF_BOTH {
                    common.push(self.hashes[change as usize]);
                    mark |= STALE;
                }
            }
            for dep in self.deps(change) {
                let entry = &mut marks[*dep as usize];
                let was_fresh = *entry != 0 && *entry & STALE == 0;
                if *entry == 0 {
                    queue.push(*dep);
                }
                *entry |= mark;
                let is_fresh = *entry & STALE == 0;
                match (was_fresh, is_fresh) {
                    (false, true) => fresh += 1,
                    (true, false) => fresh -= 1,
                    _ => {}
                }
            }
        }
        common
    }
}
