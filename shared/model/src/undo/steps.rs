//! What changes wrote, by what they wrote it to.

use std::collections::{HashMap, HashSet};

use automerge::legacy::{Key, ObjectId, OpType};
use automerge::{Change, ChangeHash, ObjId, ObjType, ROOT, ReadDoc};
use document::{Record, View};

use crate::outline::Outline;
use crate::schema;

/// What the changes of a step wrote.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Registers, in the order they were first written.
    pub(super) registers: Vec<Register>,
    /// Texts, in the order they were first written.
    pub(super) texts: Vec<Text>,
    /// Lines, indicators and headings made.
    pub(super) made: Vec<ObjId>,
}

/// A register and who wrote it.
#[derive(Debug)]
pub(super) struct Register {
    pub(super) object: ObjId,
    pub(super) key: String,
    /// Oldest first.
    pub(super) writes: Vec<RegisterWrite>,
}

/// What one change wrote to a register.
#[derive(Debug)]
pub(super) struct RegisterWrite {
    pub(super) change: ChangeHash,
    pub(super) ops: Vec<ObjId>,
    pub(super) emptied: bool,
}

/// A text and who wrote it.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) record: ObjId,
    pub(super) key: String,
    /// Changes that wrote the text or its revisions, oldest first.
    pub(super) changes: Vec<ChangeHash>,
    /// Operations on the register of its revisions.
    pub(super) revisions: Vec<ObjId>,
}

/// Sorts the operations of changes, given oldest first.
pub(super) fn written(outline: &Outline<'_>, changes: &[ChangeHash]) -> Written {
    let mut sorter = Sorter {
        outline,
        written: Written::default(),
        registers: HashMap::new(),
        texts: HashMap::new(),
        records: HashMap::new(),
    };
    for hash in changes {
        let doc = outline.view.document.automerge();
        if let Some(change) = doc.get_change_by_hash(hash) {
            sorter.sort(&change);
        }
    }
    sorter.written
}

struct Sorter<'a> {
    outline: &'a Outline<'a>,
    written: Written,
    registers: HashMap<(ObjId, String), usize>,
    texts: HashMap<(ObjId, String), usize>,
    records: HashMap<ObjId, Record>,
}

impl Sorter<'_> {
    fn sort(&mut self, change: &Change) {
        let hash = change.hash();
        let first = change.start_op().get();
        let actor = change.actor_id().clone();
        let outline = self.outline;
        let collections = [&outline.lines, &outline.indicators, &outline.headings];
        let mut inside: HashSet<ObjId> = HashSet::new();
        let mut noted: HashSet<ObjId> = HashSet::new();
        for (op, counter) in change.decode().operations.into_iter().zip(first..) {
            let id = ObjId::Id(counter, actor.clone(), 0);
            let object = match op.obj {
                ObjectId::Root => ROOT,
                ObjectId::Id(id) => ObjId::Id(id.0, id.1, 0),
            };
            let makes = matches!(op.action, OpType::Make(_));
            if inside.contains(&object) {
                if makes {
                    inside.insert(id);
                }
                continue;
            }
            let Key::Map(key) = &op.key else {
                // Once for each text: a text that is replaced has thousands of operations.
                if noted.insert(object.clone())
                    && let Some((record, key)) = self.text_of(&object)
                {
                    let text = self.text(record, key);
                    note(&mut text.changes, hash);
                }
                continue;
            };
            let in_collection = collections
                .iter()
                .any(|collection| collection.as_ref() == Some(&object));
            if makes && in_collection {
                self.written.made.push(id.clone());
                inside.insert(id);
            } else if let Some(text_key) = self.revised(&object, key) {
                let text = self.text(object, text_key);
                note(&mut text.changes, hash);
                text.revisions.push(id);
            } else if !makes && key.as_str() != schema::KEPT_EDIT {
                // What keeps a retired line in sight is not of the step: it stays in sight.
                let emptied = matches!(op.action, OpType::Delete);
                self.register(object, key.to_string(), hash, id, emptied);
            }
        }
    }

    /// Where a text lies.
    fn text_of(&self, text: &ObjId) -> Option<(ObjId, String)> {
        let parents = self.outline.view.document.automerge().parents(text).ok()?;
        let (record, prop) = parents.path().pop()?;
        match prop {
            automerge::Prop::Map(key) => Some((record, key)),
            automerge::Prop::Seq(_) => None,
        }
    }

    /// The text whose revisions a register counts.
    fn revised(&mut self, object: &ObjId, key: &str) -> Option<String> {
        let text_key = key.strip_suffix(schema::REVISION)?;
        let view = self.outline.view;
        let record = self
            .records
            .entry(object.clone())
            .or_insert_with(|| view.record(object));
        record.is_text(text_key).then(|| text_key.to_owned())
    }

    fn text(&mut self, record: ObjId, key: String) -> &mut Text {
        let texts = &mut self.written.texts;
        let place = *self
            .texts
            .entry((record.clone(), key.clone()))
            .or_insert(texts.len());
        if place == texts.len() {
            texts.push(Text {
                record,
                key,
                changes: Vec::new(),
                revisions: Vec::new(),
            });
        }
        &mut texts[place]
    }

    fn register(
        &mut self,
        object: ObjId,
        key: String,
        change: ChangeHash,
        op: ObjId,
        emptied: bool,
    ) {
        let registers = &mut self.written.registers;
        let place = *self
            .registers
            .entry((object.clone(), key.clone()))
            .or_insert(registers.len());
        if place == registers.len() {
            registers.push(Register {
                object,
                key,
                writes: Vec::new(),
            });
        }
        let writes = &mut registers[place].writes;
        if writes.last().is_none_or(|last| last.change != change) {
            writes.push(RegisterWrite {
                change,
                ops: Vec::new(),
                emptied: false,
            });
        }
        if let Some(write) = writes.last_mut() {
            // What came after counts.
            write.emptied = emptied;
            if !emptied {
                write.ops.push(op);
            }
        }
    }
}

fn note(changes: &mut Vec<ChangeHash>, change: ChangeHash) {
    if changes.last() != Some(&change) {
        changes.push(change);
    }
}

/// What a register holds: its values with the operations that wrote them, the shown one first.
pub(super) type Held = Vec<(automerge::Value<'static>, ObjId)>;

/// Reads a register.
pub(super) fn held(view: View<'_>, object: &ObjId, key: &str) -> Held {
    let values = view.all(object, key).into_iter();
    values.map(|(value, id)| (value.into_owned(), id)).collect()
}

/// Whether an object is a map, where that was asked of a value.
pub(super) fn is_object(value: &automerge::Value<'_>) -> bool {
    matches!(
        value,
        automerge::Value::Object(ObjType::Map | ObjType::List | ObjType::Table | ObjType::Text)
    )
}
