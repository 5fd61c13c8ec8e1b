//! Reading a document now or at an earlier version: maps, registers with their concurrent values,
//! texts.

use std::collections::HashMap;

use automerge::{ChangeHash, ObjId, ObjType, ReadDoc, ScalarValue, Value};

use crate::Author;
use crate::document::{Document, Stamp};

/// A document as it reads at a version.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The document.
    pub document: &'a Document,
    /// Hashes of the last changes of the version; `None`: now.
    pub at: Option<&'a [ChangeHash]>,
}

/// A map of a document, read at once.
#[derive(Debug, Clone)]
pub struct Record {
    /// The map.
    pub object: ObjId,
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
pub struct Register {
    /// The value that shows.
    pub value: String,
    /// Every value with the operation that wrote it, the shown one first; empty while there is
    /// only one.
    pub concurrent: Vec<(String, ObjId)>,
}

impl Record {
    /// Keys of the map.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.slots.keys().map(String::as_str)
    }

    /// The value that shows under a key, with the operation that wrote it or the object it is.
    pub fn get(&self, key: &str) -> Option<(&Value<'static>, &ObjId)> {
        let slot = self.slots.get(key)?;
        Some((&slot.value, &slot.id))
    }

    /// The map under a key.
    pub fn map_at(&self, key: &str) -> Option<&ObjId> {
        let slot = self.slots.get(key)?;
        matches!(slot.value, Value::Object(ObjType::Map)).then_some(&slot.id)
    }

    /// Whether a text is under a key.
    pub fn is_text(&self, key: &str) -> bool {
        let slot = self.slots.get(key);
        slot.is_some_and(|slot| matches!(slot.value, Value::Object(ObjType::Text)))
    }

    /// The string under a key.
    pub fn text_at(&self, key: &str) -> Option<&str> {
        match &self.slots.get(key)?.value {
            Value::Scalar(scalar) => scalar.as_str(),
            Value::Object(_) => None,
        }
    }

    /// Every object in the map.
    pub fn objects(&self) -> impl Iterator<Item = &ObjId> {
        let slots = self.slots.values();
        slots
            .filter(|slot| matches!(slot.value, Value::Object(_)))
            .map(|slot| &slot.id)
    }

    /// The operation whose value shows under a key.
    pub fn written_by(&self, key: &str) -> Option<&ObjId> {
        self.slots.get(key).map(|slot| &slot.id)
    }

    fn is_contested(&self, key: &str) -> bool {
        self.slots.get(key).is_some_and(|slot| slot.conflict)
    }
}

impl<'a> View<'a> {
    /// The document now.
    pub fn now(document: &'a Document) -> Self {
        Self { document, at: None }
    }

    /// The document at the version with these last changes.
    pub fn at(document: &'a Document, heads: &'a [ChangeHash]) -> Self {
        Self {
            document,
            at: Some(heads),
        }
    }

    /// The map under a key of another.
    pub fn child(&self, parent: &ObjId, key: &str) -> Option<ObjId> {
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
    pub fn maps(&self, parent: &ObjId, key: &str) -> Vec<Record> {
        let maps = self.all(parent, key).into_iter();
        maps.filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)))
            .map(|(_, id)| self.record(&id))
            .collect()
    }

    /// A map, whole.
    pub fn record(&self, object: &ObjId) -> Record {
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
    pub fn all(&self, object: &ObjId, key: &str) -> Vec<(Value<'a>, ObjId)> {
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
    pub fn all_of(&self, record: &Record, key: &str) -> Vec<(Value<'static>, ObjId)> {
        if record.is_contested(key) {
            let all = self.all(&record.object, key).into_iter();
            return all.map(|(value, id)| (value.into_owned(), id)).collect();
        }
        let slot = record.slots.get(key).into_iter();
        slot.map(|slot| (slot.value.clone(), slot.id.clone()))
            .collect()
    }

    /// Text of a text object.
    pub fn text(&self, object: &ObjId) -> String {
        let doc = self.document.automerge();
        let text = match self.at {
            None => doc.text(object),
            Some(heads) => doc.text_at(object, heads),
        };
        text.unwrap_or_default()
    }

    /// A value as it is shown.
    pub fn printed(&self, value: &Value<'_>, id: &ObjId) -> String {
        match value {
            Value::Object(ObjType::Text) => self.text(id),
            Value::Object(_) => String::new(),
            Value::Scalar(scalar) => printed(scalar),
        }
    }

    /// The scalar under a key.
    pub fn register(&self, record: &Record, key: &str) -> Register {
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

    /// Every concurrent value under a key as it is shown, with the operation that wrote it; the
    /// shown one first.
    pub fn values(&self, record: &Record, key: &str) -> Vec<(String, ObjId)> {
        let values = self.all_of(record, key);
        values
            .iter()
            .map(|(value, id)| (self.printed(value, id), id.clone()))
            .collect()
    }

    /// Who wrote what an operation wrote.
    pub fn stamp_of(&self, operation: &ObjId) -> Stamp {
        match self.document.change_of(operation) {
            Some(change) => self.document.stamp(&change),
            None => Stamp {
                author: Author::UNKNOWN,
                at_ms: 0,
            },
        }
    }
}

/// A scalar as it is shown.
pub fn printed(scalar: &ScalarValue) -> String {
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
