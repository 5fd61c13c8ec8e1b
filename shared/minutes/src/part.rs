//! Parts as they lie in the document, and reading them.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ChangeHash, ObjId, ROOT};
use document::{Author, Record, View, words};
use model::{Doubt, SharedText};

use crate::limits::{ABOUT_MAX, VALUE_UTF16_UNITS_MAX};
use crate::schema::{self, ABOUT, AT_MS, KIND, MINUTES, ORDER, REMOVED, RootKey};
use crate::{About, Field, FieldKind, MinutesId, PartId, PartKind};

/// A minuta, or a part of one, as it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// It.
    pub id: PartId,
    /// What it is.
    pub kind: PartKind,
    /// Its minuta; of a minuta, itself.
    pub minutes: MinutesId,
    /// Its place in its list.
    pub order: String,
    /// Who made it.
    pub author: Author,
    /// When, by their clock.
    pub at_ms: u64,
    /// What its fields say; those that were never written are not in it.
    pub values: BTreeMap<Field, Value>,
    /// What it speaks of.
    pub about: BTreeSet<About>,
    /// Whether somebody took it out.
    pub removal: Removal,
}

/// What a field says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// What shows.
    pub text: String,
    /// Of a short value, those written at once, the shown one first, where they differ; else empty.
    pub sides: Vec<Side>,
    /// Of a text, what two people wrote at once that somebody must look at.
    pub doubt: Option<Doubt>,
}

/// One of several values written at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The number by which it is chosen, from 1.
    pub choose: u32,
    /// It.
    pub value: String,
    /// Who wrote it.
    pub author: Author,
    /// When, by their clock.
    pub at_ms: u64,
}

/// Whether somebody took a part out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Removal {
    /// Nobody did.
    #[default]
    In,
    /// Somebody did.
    Out {
        /// Who.
        by: Author,
        /// When, by their clock.
        at_ms: u64,
    },
    /// Somebody did while another wrote in it: it is shown until somebody writes in it again or takes
    /// it out knowing that.
    Asked {
        /// Who took it out.
        removed_by: Author,
        /// Who wrote in it.
        edited_by: Author,
    },
}

impl Value {
    /// Whether it waits for a decision.
    pub fn is_undecided(&self) -> bool {
        !self.sides.is_empty() || self.doubt.is_some()
    }
}

impl Part {
    /// What a field says; "" where it was never written.
    pub fn text(&self, field: Field) -> &str {
        self.values.get(&field).map_or("", |value| &value.text)
    }

    /// Whether it is out.
    pub fn is_out(&self) -> bool {
        matches!(self.removal, Removal::Out { .. })
    }

    /// How many of its values wait for a decision.
    pub fn undecided(&self) -> usize {
        let values = self.values.values();
        values.filter(|value| value.is_undecided()).count()
    }

    /// Whether another reading of it says the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |part: &Self| {
            let fields = part.kind.fields().iter();
            let texts: Vec<String> = fields.map(|field| part.text(*field).to_owned()).collect();
            (texts, part.about.clone(), part.is_out())
        };
        said(self) == said(other)
    }
}

/// Key of a field.
pub(crate) fn key(field: Field) -> &'static str {
    field.as_str()
}

/// Reads a part; `None`: there is none under its key, or it is of a kind of a newer version.
pub(crate) fn read(view: View<'_>, id: PartId) -> Option<(ObjId, Part)> {
    let object = view.child(&ROOT, &RootKey::Part(id).spelled())?;
    let record = view.record(&object);
    let value = |key: &str| view.register(&record, key).value;
    let kind: PartKind = value(KIND).parse().ok()?;
    let minutes = match kind {
        PartKind::Minutes => id.minutes(),
        _ => value(MINUTES).parse().ok()?,
    };
    let values = kind
        .fields()
        .iter()
        .filter_map(|field| Some((*field, read_value(view, &record, *field)?)))
        .collect();
    let part = Part {
        id,
        kind,
        minutes,
        order: value(ORDER),
        author: view.stamp_of(&object).author,
        at_ms: value(AT_MS).parse().unwrap_or(0),
        values,
        about: about(view, &record),
        removal: removal(view, &record, &[]),
    };
    Some((object, part))
}

fn read_value(view: View<'_>, record: &Record, field: Field) -> Option<Value> {
    record.get(key(field))?;
    if field.kind() == FieldKind::Text {
        let text = SharedText::read(view, record, key(field));
        return Some(Value {
            text: text.text().to_owned(),
            sides: Vec::new(),
            doubt: text.doubt(),
        });
    }
    // What a hostile program wrote past the limits is cut.
    let cut = |value: &str| words::cut(value, VALUE_UTF16_UNITS_MAX).to_owned();
    let register = view.register(record, key(field));
    let differ = register
        .concurrent
        .iter()
        .any(|(value, _)| *value != register.value);
    let sides = register.concurrent.iter().zip(1..).filter(|_| differ);
    Some(Value {
        text: cut(&register.value),
        sides: sides
            .map(|((value, op), choose)| {
                let stamp = view.stamp_of(op);
                Side {
                    choose,
                    value: cut(value),
                    author: stamp.author,
                    at_ms: stamp.at_ms,
                }
            })
            .collect(),
        doubt: None,
    })
}

/// What a part speaks of. Linked by one while another unlinks it: linked.
fn about(view: View<'_>, record: &Record) -> BTreeSet<About> {
    let Some(object) = record.map_at(ABOUT) else {
        return BTreeSet::new();
    };
    let links = view.record(object);
    let mut keys: Vec<&str> = links.keys().collect();
    keys.sort_unstable();
    let linked = keys.into_iter().filter(|key| {
        let values = view.values(&links, key);
        values.iter().any(|(value, _)| value == "true")
    });
    linked
        .filter_map(|key| key.parse().ok())
        .take(ABOUT_MAX)
        .collect()
}

/// Whether a part was taken out. `with`: the maps of what belongs to it, whose edits are edits of it.
pub(crate) fn removal(view: View<'_>, record: &Record, with: &[ObjId]) -> Removal {
    let verdicts = view.values(record, REMOVED);
    let Some((_, removed)) = verdicts.iter().find(|(verdict, _)| verdict == "true") else {
        return Removal::In;
    };
    let stamp = view.stamp_of(removed);
    let asked = |edited_by| Removal::Asked {
        removed_by: stamp.author,
        edited_by,
    };
    if let Some((_, back)) = verdicts.iter().find(|(verdict, _)| verdict != "true") {
        return asked(view.stamp_of(back).author);
    }
    let removals: Vec<&ObjId> = verdicts.iter().map(|(_, op)| op).collect();
    match unseen_edit(view, record, with, &removals) {
        Some(edit) => asked(view.document.stamp(&edit).author),
        None => Removal::Out {
            by: stamp.author,
            at_ms: stamp.at_ms,
        },
    }
}

/// An edit of somebody who did not know of the removals, and of which whoever removed did not know.
fn unseen_edit(
    view: View<'_>,
    record: &Record,
    with: &[ObjId],
    removals: &[&ObjId],
) -> Option<ChangeHash> {
    let document = view.document;
    let dag = document.dag();
    let removals: Vec<_> = removals
        .iter()
        .filter_map(|op| document.change_of(op))
        .filter_map(|change| dag.number(&change))
        .map(|number| (number, dag.ancestors(number)))
        .collect();
    if removals.is_empty() {
        return None;
    }
    let mut edits: BTreeSet<ChangeHash> = BTreeSet::new();
    let mut collect = |record: &Record, of_whole: bool| {
        for key in record.keys() {
            if of_whole && schema::is_structural(key) {
                continue;
            }
            let values = view.values(record, key).into_iter();
            edits.extend(values.filter_map(|(_, op)| document.change_of(&op)));
        }
    };
    collect(record, true);
    if let Some(object) = record.map_at(ABOUT) {
        collect(&view.record(object), false);
    }
    for object in with {
        let part = view.record(object);
        collect(&part, false);
        if let Some(object) = part.map_at(ABOUT) {
            collect(&view.record(object), false);
        }
    }
    // The least hash: which edit is named must not depend on who looks.
    edits.into_iter().find(|edit| {
        dag.number(edit).is_some_and(|edit| {
            removals
                .iter()
                .all(|(removal, known)| !known.contains(edit) && !dag.has_seen(edit, *removal))
        })
    })
}
