//! Every value a cell has had.

use std::cmp::Reverse;
use std::collections::HashMap;

use document::{Version, View};

use crate::history::annals::{Annals, Depth};
use crate::history::blame::is_one_hand;
use crate::history::source::Source;
use crate::history::{Hand, Via};
use crate::limits::STRETCHES_MAX;
use crate::{Field, FieldKind, IndicatorId, LineId, Matrix};

/// A value a cell has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastValue {
    /// The value; of a text, at the end of a stretch of one person's writing.
    pub value: String,
    /// Who wrote it, and when they last did.
    pub hand: Hand,
    /// The version just after.
    pub version: Version,
    /// The suggestion it came in.
    pub via: Option<Via>,
    /// Whether it is what shows now.
    pub current: bool,
    /// Nobody wrote just this: it came of what several wrote at once. Only the newest can be.
    pub merged: bool,
}

impl Matrix {
    /// Every value a cell has had, newest first: of a scalar, each that was written; of a text, one
    /// for each stretch of one person's writing. A pause, another writer, an undo or an accepted
    /// suggestion ends a stretch, and so does what was written at the same time elsewhere: both
    /// appear. At most [`STRETCHES_MAX`]. Of a heading: those of the heading that stands above the
    /// row now. `None`: no such row or field.
    pub fn cell_history(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<Vec<PastValue>> {
        self.past.ask(&self.document, Depth::Writes, |annals| {
            let source = Source::of(self, line, indicator, field)?;
            Some(self.values(annals, &source))
        })?
    }

    fn values(&self, annals: &Annals, source: &Source) -> Vec<PastValue> {
        let writers = source.writers(annals);
        let strands = Strands::of(annals, &writers);
        let ends = strands.ends(annals, source.field.kind(), &writers);
        let now = source.value(View::now(&self.document));
        let mut values = Vec::with_capacity(ends.len() + 1);
        for change in ends.into_iter().take(STRETCHES_MAX) {
            let entry = annals.entry(change);
            let value = source.value_at(&self.document, &[entry.hash]);
            let stands = strands.now.contains(&change) && value == now;
            // Made with its row and never written.
            let is_blank = value.is_empty() && strands.upon(change).is_empty();
            if is_blank {
                continue;
            }
            values.push(PastValue {
                current: stands && !values.iter().any(|newer: &PastValue| newer.current),
                value,
                hand: entry.hand(),
                version: entry.version(),
                via: entry.via,
                merged: false,
            });
        }
        if !now.is_empty()
            && !values.iter().any(|value| value.current)
            && let Some(last) = annals.hands(strands.now.iter().copied()).first()
        {
            values.insert(
                0,
                PastValue {
                    value: now,
                    hand: *last,
                    version: self.version(),
                    via: None,
                    current: true,
                    merged: true,
                },
            );
            values.truncate(STRETCHES_MAX);
        }
        values
    }
}

/// Which of the changes of a cell each of them was made upon: the last ones it had seen.
struct Strands {
    upon: HashMap<u32, Vec<u32>>,
    /// Those nothing was written upon.
    now: Vec<u32>,
}

impl Strands {
    /// `writers`: the changes of the cell, ascending.
    fn of(annals: &Annals, writers: &[u32]) -> Self {
        let mut strands = Self {
            upon: HashMap::with_capacity(writers.len()),
            now: Vec::new(),
        };
        // What each change knows of the cell; most know the same as what they depend on.
        let mut known: Vec<Vec<u32>> = vec![Vec::new()];
        let mut merged: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut of_change: Vec<u32> = Vec::with_capacity(annals.changes.len());
        let mut rest = writers.iter().copied().peekable();
        let mut join = |known: &mut Vec<Vec<u32>>, upon: &[u32], of_change: &[u32]| -> u32 {
            let mut upon: Vec<u32> = upon.iter().map(|dep| of_change[*dep as usize]).collect();
            upon.sort_unstable();
            upon.dedup();
            match upon[..] {
                [] => 0,
                [only] => only,
                _ => *merged.entry(upon).or_insert_with_key(|upon| {
                    let all = upon.iter().flat_map(|of| &known[*of as usize]);
                    let all: Vec<u32> = all.copied().collect();
                    known.push(last_of(annals, all));
                    known.len() as u32 - 1
                }),
            }
        };
        for (entry, number) in annals.changes.iter().zip(0_u32..) {
            let mut of = join(&mut known, &entry.deps, &of_change);
            if rest.next_if_eq(&number).is_some() {
                strands.upon.insert(number, known[of as usize].clone());
                of = known.len() as u32;
                known.push(vec![number]);
            }
            of_change.push(of);
        }
        let of = join(&mut known, &annals.heads(), &of_change);
        strands.now.clone_from(&known[of as usize]);
        strands
    }

    fn upon(&self, change: u32) -> &[u32] {
        self.upon.get(&change).map_or(&[][..], Vec::as_slice)
    }

    /// The last changes of each stretch, newest first.
    fn ends(&self, annals: &Annals, kind: FieldKind, writers: &[u32]) -> Vec<u32> {
        let mut followers: HashMap<u32, Vec<u32>> = HashMap::new();
        for change in writers {
            for earlier in self.upon(*change) {
                followers.entry(*earlier).or_default().push(*change);
            }
        }
        let goes_on = |change: &u32| {
            let followers = followers.get(change).map_or(&[][..], Vec::as_slice);
            match followers {
                [next] => {
                    kind == FieldKind::Text
                        && self.upon(*next).len() == 1
                        && is_one_hand(annals, *change, *next)
                }
                _ => false,
            }
        };
        let ends = writers.iter().filter(|change| !goes_on(change));
        let mut ends: Vec<u32> = ends.copied().collect();
        ends.sort_unstable_by_key(|change| Reverse(annals.rank_of(*change)));
        ends
    }
}

/// Those of some changes that none of the others had seen.
fn last_of(annals: &Annals, mut changes: Vec<u32>) -> Vec<u32> {
    changes.sort_unstable();
    changes.dedup();
    let all = changes.clone();
    // Who had seen another comes later.
    changes.retain(|change| {
        let later = all.iter().filter(|other| *other > change);
        !later
            .into_iter()
            .any(|other| annals.has_seen(*other, *change))
    });
    changes
}
