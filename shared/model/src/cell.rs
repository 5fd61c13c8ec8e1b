//! Reading texts with the guard's finding, now or at an earlier version.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use automerge::{ChangeHash, ObjId, ObjType, ReadDoc, ScalarValue, Value};
use document::{Author, Record, View, parse_hash, printed};

use crate::guard;
use crate::limits::SIDES_COMPARED_MAX;
use crate::row::ToDecideKind;

/// The texts of a matrix as they read at a version.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) view: View<'a>,
    /// Findings of texts examined before.
    pub(crate) memory: Option<&'a Memory>,
}

/// Findings of texts examined before, by text. A finding depends on nothing but the revisions and
/// the merged text, so it holds while they do.
pub(crate) type Memory = HashMap<ObjId, Examined>;

/// A text examined.
#[derive(Debug, Clone)]
pub(crate) struct Examined {
    revisions: Vec<Revision>,
    merged: String,
    finding: Option<Finding>,
}

/// A text and what the guard says of it.
#[derive(Debug, Clone)]
pub(crate) struct TextCell {
    /// The text object; `None` when the field holds none.
    pub(crate) object: Option<ObjId>,
    pub(crate) text: String,
    pub(crate) revisions: Vec<Revision>,
    pub(crate) finding: Option<Finding>,
}

/// A value of a text's revision register: which change edited it last, as far as its writer knew.
///
/// Every edit of a text writes the register in the same change. So the texts written at once are
/// the concurrent values of the register, a resolution clears it like any conflict, and every
/// device sees the same. An edit of a text that waits for a decision carries along whose texts
/// wait, so that the question does not vanish before somebody answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision {
    pub(crate) change: ChangeHash,
    count: u64,
    pending: Vec<ChangeHash>,
}

/// A text that waits for a decision.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) kind: ToDecideKind,
    pub(crate) mine: Version,
    pub(crate) theirs: Version,
    /// All the texts that wait, in an order every device shares.
    pub(crate) sides: Vec<Version>,
    /// The merge with what several wrote alike standing once, where they did.
    pub(crate) once: Option<String>,
}

/// A text as somebody wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) change: ChangeHash,
    pub(crate) author: Author,
    pub(crate) text: String,
}

impl<'a> Texts<'a> {
    /// With nothing remembered.
    pub(crate) fn new(view: View<'a>) -> Self {
        Self { view, memory: None }
    }

    /// The text under a key, with its revisions under another.
    pub(crate) fn cell(&self, record: &Record, key: &str, revision_key: &str) -> TextCell {
        let view = self.view;
        let (object, text) = match record.get(key) {
            Some((Value::Object(ObjType::Text), id)) => (Some(id.clone()), view.text(id)),
            Some((value, id)) => (None, view.printed(value, id)),
            None => (None, String::new()),
        };
        let mut revisions: Vec<Revision> = view
            .all_of(record, revision_key)
            .iter()
            .filter_map(|(value, id)| self.revision(value, id))
            .collect();
        revisions.sort_unstable_by_key(|revision| revision.change);
        let finding = object
            .as_ref()
            .and_then(|object| self.examine(object, &text, &revisions));
        TextCell {
            object,
            text,
            revisions,
            finding,
        }
    }

    fn revision(&self, value: &Value<'_>, id: &ObjId) -> Option<Revision> {
        let change = self.view.document.change_of(id)?;
        let value = match value {
            Value::Scalar(scalar) => printed(scalar),
            Value::Object(_) => String::new(),
        };
        let mut parts = value.split(' ');
        let count = parts
            .next()
            .and_then(|count| count.parse().ok())
            .unwrap_or(0);
        let pending = parts
            .filter_map(parse_hash)
            .filter(|hash| self.view.document.contains(hash))
            .take(SIDES_COMPARED_MAX)
            .collect();
        Some(Revision {
            change,
            count,
            pending,
        })
    }

    /// What the guard says of a text. A function of the document at this version alone, but for
    /// which side is called mine.
    fn examine(&self, object: &ObjId, merged: &str, revisions: &[Revision]) -> Option<Finding> {
        let pending: BTreeSet<ChangeHash> = revisions
            .iter()
            .flat_map(|revision| &revision.pending)
            .copied()
            .collect();
        if revisions.len() < 2 && pending.is_empty() {
            return None;
        }
        if let Some(known) = self.memory.and_then(|memory| memory.get(object))
            && known.revisions == revisions
            && known.merged == merged
        {
            return known.finding.clone();
        }
        let mut changes = pending.clone();
        if revisions.len() > 1 {
            changes.extend(revisions.iter().map(|revision| revision.change));
        }
        let doc = self.view.document.automerge();
        let mut sides: Vec<Version> = changes
            .into_iter()
            .map(|change| Version {
                change,
                author: self.view.document.stamp(&change).author,
                text: doc.text_at(object, &[change]).unwrap_or_default(),
            })
            .collect();
        // An order all devices share: which sides are weighed must not depend on who looks.
        sides.sort_by_key(|side| (!pending.contains(&side.change), side.author, side.change));
        let too_many = sides.len() > SIDES_COMPARED_MAX;
        sides.truncate(SIDES_COMPARED_MAX);
        let mut bases: HashMap<Vec<ChangeHash>, String> = HashMap::new();
        let mut collisions = Vec::new();
        for (i, left) in sides.iter().enumerate() {
            for (j, right) in sides.iter().enumerate().skip(i + 1) {
                let base = self.view.document.dag().common(&left.change, &right.change);
                // One had seen the other: nothing was written at once.
                if base.contains(&left.change) || base.contains(&right.change) {
                    continue;
                }
                let base = bases
                    .entry(base)
                    .or_insert_with_key(|base| doc.text_at(object, base).unwrap_or_default());
                if let Some(kind) = guard::collision(base, &left.text, &right.text) {
                    collisions.push((kind, i, j));
                } else if sides.len() == 2
                    && pending.is_empty()
                    && !guard::is_faithful(base, &left.text, &right.text, merged)
                {
                    collisions.push((ToDecideKind::Overlap, i, j));
                }
            }
        }
        let worst = collisions.iter().map(|(kind, ..)| *kind).min();
        let sources = sides.iter().map(|side| side.text.as_str());
        let invented = (revisions.len() > 1)
            .then(|| guard::invention(merged, sources))
            .flatten();
        let unread = too_many.then_some(ToDecideKind::Overlap);
        let found = [worst, invented, unread].into_iter().flatten().min();
        // What was flagged once stays so until somebody decides.
        let kind = found.or((!pending.is_empty()).then_some(ToDecideKind::Overlap))?;
        let mut began: Vec<&String> = bases.values().collect();
        began.sort_unstable();
        began.dedup();
        let once = match began[..] {
            [base] if pending.is_empty() => {
                let texts: Vec<&str> = sides.iter().map(|side| side.text.as_str()).collect();
                guard::once(base, &texts)
            }
            _ => None,
        };
        let is_mine = |side: usize| sides[side].author == self.view.document.author();
        let pair = collisions
            .iter()
            .filter(|(kind, ..)| Some(*kind) == worst)
            .map(|(_, i, j)| (*i, *j))
            .max_by_key(|(i, j)| {
                (
                    is_mine(*i) || is_mine(*j),
                    std::cmp::Reverse(*i),
                    std::cmp::Reverse(*j),
                )
            })
            .unwrap_or((0, sides.len().min(2).saturating_sub(1)));
        let (mine, theirs) = if is_mine(pair.1) && !is_mine(pair.0) {
            (pair.1, pair.0)
        } else {
            pair
        };
        Some(Finding {
            kind,
            mine: sides[mine].clone(),
            theirs: sides[theirs].clone(),
            once: once.filter(|once| once != merged),
            sides,
        })
    }
}

impl TextCell {
    /// What to remember of it, if examining it took effort.
    pub(crate) fn examined(&self) -> Option<(ObjId, Examined)> {
        if self.revisions.len() < 2 && self.finding.is_none() {
            return None;
        }
        let (revisions, merged) = (self.revisions.clone(), self.text.clone());
        let finding = self.finding.clone();
        Some((
            self.object.clone()?,
            Examined {
                revisions,
                merged,
                finding,
            },
        ))
    }

    /// The next value of the revision register for an ordinary edit: what waits goes on waiting.
    pub(crate) fn next_revision(&self) -> ScalarValue {
        self.revision_with(self.finding.as_ref())
    }

    fn revision_with(&self, finding: Option<&Finding>) -> ScalarValue {
        let Some(finding) = finding else {
            return self.decided_revision();
        };
        let mut value = self.next_count().to_string();
        for side in &finding.sides {
            // Writing to a String cannot fail.
            write!(value, " {}", side.change).unwrap_or_default();
        }
        ScalarValue::Str(value.into())
    }

    /// The next value of the revision register for an undo. `others`: the changes whose revisions
    /// stand beside one's own; `waited`: what waited before one wrote; `settled`: whether the text
    /// reads now as the only other wrote it.
    pub(crate) fn undone_revision(
        &self,
        others: &[ChangeHash],
        waited: Option<&Finding>,
        settled: bool,
    ) -> ScalarValue {
        let standing = others.iter().filter_map(|other| {
            let mut revisions = self.revisions.iter();
            revisions.find(|revision| revision.change == *other)
        });
        let standing: Vec<&Revision> = standing.collect();
        match standing[..] {
            [] => self.revision_with(waited),
            [only] if settled && only.pending.is_empty() => self.decided_revision(),
            _ => self.next_revision(),
        }
    }

    /// The next value of the revision register for a decision: nothing waits any more.
    pub(crate) fn decided_revision(&self) -> ScalarValue {
        ScalarValue::Uint(self.next_count())
    }

    fn next_count(&self) -> u64 {
        self.revisions
            .iter()
            .map(|revision| revision.count)
            .max()
            .unwrap_or(0)
            .saturating_add(1)
    }

    /// Whether it reads the same and was last edited by the same changes.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        self.text == other.text && self.revisions == other.revisions
    }
}
