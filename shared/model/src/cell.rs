//! Reading cells: registers with their concurrent values, texts with the guard's finding, now or at
//! an earlier version.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use automerge::{ChangeHash, ObjId, ObjType, ReadDoc, ScalarValue, Value};

use crate::Author;
use crate::document::{Document, Stamp};
use crate::guard;
use crate::id::parse_hash;
use crate::limits::SIDES_COMPARED_MAX;
use crate::row::ToDecideKind;

/// A document as it reads at a version.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) document: &'a Document,
    /// `None`: now.
    pub(crate) at: Option<&'a [ChangeHash]>,
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

/// A map of a document, read at once.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) object: ObjId,
    slots: HashMap<String, Slot>,
}

#[derive(Debug, Clone)]
struct Slot {
    value: Value<'static>,
    id: ObjId,
    conflict: bool,
}

/// A scalar and what was written at the same time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Register {
    /// The value that shows.
    pub(crate) value: String,
    /// Every value with the operation that wrote it, the shown one first; empty while there is
    /// only one.
    pub(crate) concurrent: Vec<(String, ObjId)>,
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
    /// All the changes whose texts wait.
    sides: Vec<ChangeHash>,
}

/// A text as somebody wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) change: ChangeHash,
    pub(crate) author: Author,
    pub(crate) text: String,
}

impl Record {
    /// Keys of the map.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.slots.keys().map(String::as_str)
    }

    /// The map under a key.
    pub(crate) fn map_at(&self, key: &str) -> Option<&ObjId> {
        let slot = self.slots.get(key)?;
        matches!(slot.value, Value::Object(ObjType::Map)).then_some(&slot.id)
    }

    /// Whether a text is under a key.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        let slot = self.slots.get(key);
        slot.is_some_and(|slot| matches!(slot.value, Value::Object(ObjType::Text)))
    }

    /// The string under a key.
    pub(crate) fn text_at(&self, key: &str) -> Option<&str> {
        match &self.slots.get(key)?.value {
            Value::Scalar(scalar) => scalar.as_str(),
            Value::Object(_) => None,
        }
    }

    /// Every object in the map.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &ObjId> {
        let slots = self.slots.values();
        slots
            .filter(|slot| matches!(slot.value, Value::Object(_)))
            .map(|slot| &slot.id)
    }

    /// The operation whose value shows under a key.
    pub(crate) fn written_by(&self, key: &str) -> Option<&ObjId> {
        self.slots.get(key).map(|slot| &slot.id)
    }

    fn is_contested(&self, key: &str) -> bool {
        self.slots.get(key).is_some_and(|slot| slot.conflict)
    }
}

impl<'a> View<'a> {
    /// The document now.
    pub(crate) fn now(document: &'a Document) -> Self {
        Self {
            document,
            at: None,
            memory: None,
        }
    }

    /// The map under a key of another.
    pub(crate) fn child(&self, parent: &ObjId, key: &str) -> Option<ObjId> {
        let doc = self.document.automerge();
        let found = match self.at {
            None => doc.get(parent, key),
            Some(heads) => doc.get_at(parent, key, heads),
        };
        match found {
            Ok(Some((Value::Object(ObjType::Map), id))) => Some(id),
            _ => None,
        }
    }

    /// Every map under a key of another, the shown one first.
    pub(crate) fn maps(&self, parent: &ObjId, key: &str) -> Vec<Record> {
        let maps = self.all(parent, key).into_iter();
        maps.filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)))
            .map(|(_, id)| self.record(&id))
            .collect()
    }

    /// A map, whole.
    pub(crate) fn record(&self, object: &ObjId) -> Record {
        let doc = self.document.automerge();
        let range = match self.at {
            None => doc.map_range(object, ..),
            Some(heads) => doc.map_range_at(object, .., heads),
        };
        let slots = range
            .map(|item| {
                let (id, conflict) = (item.id(), item.conflict);
                (
                    item.key.into_owned(),
                    Slot {
                        value: item.value.into_value(),
                        id,
                        conflict,
                    },
                )
            })
            .collect();
        Record {
            object: object.clone(),
            slots,
        }
    }

    /// Every concurrent value under a key, the shown one first.
    pub(crate) fn all(&self, object: &ObjId, key: &str) -> Vec<(Value<'a>, ObjId)> {
        let doc = self.document.automerge();
        let found = match self.at {
            None => doc.get_all(object, key),
            Some(heads) => doc.get_all_at(object, key, heads),
        };
        let mut values = found.unwrap_or_default();
        values.reverse();
        values
    }

    /// The values under a key of a record, without asking again when there is one.
    fn all_of(&self, record: &Record, key: &str) -> Vec<(Value<'static>, ObjId)> {
        if record.is_contested(key) {
            let all = self.all(&record.object, key).into_iter();
            return all.map(|(value, id)| (value.into_owned(), id)).collect();
        }
        let slot = record.slots.get(key).into_iter();
        slot.map(|slot| (slot.value.clone(), slot.id.clone()))
            .collect()
    }

    /// Text of a text object at a version.
    fn text(&self, object: &ObjId) -> String {
        let doc = self.document.automerge();
        let text = match self.at {
            None => doc.text(object),
            Some(heads) => doc.text_at(object, heads),
        };
        text.unwrap_or_default()
    }

    /// A value as it is shown.
    fn printed(&self, value: &Value<'_>, id: &ObjId) -> String {
        match value {
            Value::Object(ObjType::Text) => self.text(id),
            Value::Object(_) => String::new(),
            Value::Scalar(scalar) => printed(scalar),
        }
    }

    /// The scalar under a key.
    pub(crate) fn register(&self, record: &Record, key: &str) -> Register {
        let values = self.all_of(record, key);
        let shown: Vec<_> = values
            .iter()
            .map(|(value, id)| (self.printed(value, id), id.clone()))
            .collect();
        let value = shown
            .first()
            .map(|(value, _)| value.clone())
            .unwrap_or_default();
        Register {
            value,
            concurrent: if shown.len() > 1 { shown } else { Vec::new() },
        }
    }

    /// Whether any of the concurrent values under a key is this one, and which.
    pub(crate) fn values(&self, record: &Record, key: &str) -> Vec<(String, ObjId)> {
        let values = self.all_of(record, key);
        values
            .iter()
            .map(|(value, id)| (self.printed(value, id), id.clone()))
            .collect()
    }

    /// The text under a key, with its revisions under another.
    pub(crate) fn text_cell(&self, record: &Record, key: &str, revision_key: &str) -> TextCell {
        let (object, text) = match record.slots.get(key) {
            Some(Slot {
                value: Value::Object(ObjType::Text),
                id,
                ..
            }) => (Some(id.clone()), self.text(id)),
            Some(slot) => (None, self.printed(&slot.value, &slot.id)),
            None => (None, String::new()),
        };
        let mut revisions: Vec<Revision> = self
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
        let change = self.document.change_of(id)?;
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
            .filter(|hash| self.document.contains(hash))
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
        let doc = self.document.automerge();
        let mut sides: Vec<Version> = changes
            .into_iter()
            .map(|change| Version {
                change,
                author: self.document.stamp(&change).author,
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
                let base = self.document.dag().common(&left.change, &right.change);
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
        let is_mine = |side: usize| sides[side].author == self.document.author();
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
            sides: sides.iter().map(|side| side.change).collect(),
        })
    }

    /// Who wrote what an operation wrote.
    pub(crate) fn stamp_of(&self, operation: &ObjId) -> Stamp {
        match self.document.change_of(operation) {
            Some(change) => self.document.stamp(&change),
            None => Stamp {
                author: Author::UNKNOWN,
                at_ms: 0,
            },
        }
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
            write!(value, " {side}").unwrap_or_default();
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

/// A scalar as it is shown.
pub(crate) fn printed(scalar: &ScalarValue) -> String {
    match scalar {
        ScalarValue::Str(text) => text.to_string(),
        ScalarValue::Int(number) | ScalarValue::Timestamp(number) => number.to_string(),
        ScalarValue::Uint(number) => number.to_string(),
        ScalarValue::F64(number) => number.to_string(),
        ScalarValue::Counter(counter) => i64::from(counter).to_string(),
        ScalarValue::Boolean(truth) => truth.to_string(),
        ScalarValue::Bytes(_) | ScalarValue::Unknown { .. } | ScalarValue::Null => String::new(),
    }
}
