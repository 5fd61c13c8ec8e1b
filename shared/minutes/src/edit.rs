//! What a person writes in a minuta, and the writes it becomes.

use std::collections::BTreeMap;

use automerge::{ObjId, ROOT};
use document::{Dice, NewMap, Record, View, Write, order, put, put_in};
use model::{SharedText, TextChange};

use crate::content::Content;
use crate::limits::{ABOUT_MAX, MINUTES_MAX, PARTS_OF_ONE_MAX};
use crate::part::key;
use crate::schema::{self, ABOUT, AT_MS, KIND, MINUTES, ORDER, REMOVED, RootKey};
use crate::{About, EditError, Field, FieldKind, MinutesId, Part, PartId, PartKind, Removal};

/// An edit of a minuta. A closed one takes none: it is opened again first ([`crate::Act::Reopen`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinutesEdit {
    /// A new minuta.
    Begin {
        /// What its fields say.
        values: BTreeMap<Field, String>,
    },
    /// A new part of a minuta.
    Add {
        /// The minuta.
        minutes: MinutesId,
        /// What it is; not a minuta.
        kind: PartKind,
        /// The part of that kind it goes after; `None`: the last.
        after: Option<PartId>,
        /// What its fields say.
        values: BTreeMap<Field, String>,
    },
    /// What a field says. A text is changed by the smallest splices, not replaced.
    Set {
        /// The part, or the minuta.
        part: PartId,
        /// The field.
        field: Field,
        /// What it will say.
        value: String,
    },
    /// Changes inside a text as it stands now.
    Splice {
        /// The part, or the minuta.
        part: PartId,
        /// The field; one that is a text.
        field: Field,
        /// The changes, ascending, not overlapping, in positions of the present text.
        changes: Vec<TextChange>,
    },
    /// Chooses among values written at once ([`crate::Side::choose`]), or decides about a merged text
    /// ([`model::Doubt`]).
    Resolve {
        /// The part, or the minuta.
        part: PartId,
        /// The field.
        field: Field,
        /// Which, from 1.
        choose: u32,
    },
    /// A part to another place of its list.
    Move {
        /// The part.
        part: PartId,
        /// The part of its kind it goes after; `None`: first.
        after: Option<PartId>,
    },
    /// Takes a part out, or a minuta that was never closed, or brings it back.
    Remove {
        /// The part, or the minuta.
        part: PartId,
        /// Out, or back.
        removed: bool,
    },
    /// Says that an acuerdo speaks of something, or that it does not.
    Link {
        /// The acuerdo.
        part: PartId,
        /// Of what.
        about: About,
        /// Whether it does.
        linked: bool,
    },
}

/// The writes an edit becomes.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) writes: Vec<Write>,
    /// What it makes.
    pub(crate) made: Option<PartId>,
}

/// Whoever turns edits into writes.
pub(crate) struct Planner<'a> {
    pub(crate) view: View<'a>,
    pub(crate) content: &'a Content,
}

impl Planner<'_> {
    pub(crate) fn plan(
        &self,
        edit: &MinutesEdit,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        match edit {
            MinutesEdit::Begin { values } => self.begin(values, at_ms, dice),
            MinutesEdit::Add {
                minutes,
                kind,
                after,
                values,
            } => self.add(*minutes, *kind, *after, values, at_ms, dice),
            MinutesEdit::Set { part, field, value } => {
                field.check(value)?;
                self.write_in(*part, *field, |record| Ok(self.set(record, *field, value)))
            }
            MinutesEdit::Splice {
                part,
                field,
                changes,
            } => {
                if field.kind() != FieldKind::Text {
                    return Err(EditError::NotText(*field));
                }
                self.write_in(*part, *field, |record| {
                    let text = SharedText::read(self.view, record, key(*field));
                    Ok(text.splice(record, key(*field), changes)?)
                })
            }
            MinutesEdit::Resolve {
                part,
                field,
                choose,
            } => self.write_in(*part, *field, |record| {
                self.resolve(record, *field, *choose)
            }),
            MinutesEdit::Move { part, after } => self.shift(*part, *after, dice),
            MinutesEdit::Remove { part, removed } => self.remove(*part, *removed),
            MinutesEdit::Link {
                part,
                about,
                linked,
            } => self.link(*part, *about, *linked),
        }
    }

    fn begin(
        &self,
        values: &BTreeMap<Field, String>,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let minutes = self.content.parts().values();
        let count = minutes.filter(|part| part.kind == PartKind::Minutes);
        if count.count() >= MINUTES_MAX {
            return Err(EditError::TooMany {
                what: "minutes",
                count_max: MINUTES_MAX,
            });
        }
        let id = MinutesId::new(dice);
        let map = NewMap::default()
            .put(KIND, PartKind::Minutes.as_str())
            .put(AT_MS, at_ms);
        let mut plan = Self::make(id.part(), PartKind::Minutes, map, values)?;
        let root = self.view.record(&ROOT);
        if root.get(schema::SCHEMA).is_none() {
            let version = put_in(&ROOT, schema::SCHEMA, schema::SCHEMA_VERSION);
            plan.writes.insert(0, version);
        }
        Ok(plan)
    }

    fn add(
        &self,
        minutes: MinutesId,
        kind: PartKind,
        after: Option<PartId>,
        values: &BTreeMap<Field, String>,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        if kind == PartKind::Minutes {
            return Err(EditError::NotOf(kind));
        }
        self.open_session(minutes)?;
        if self.content.of_minutes(minutes).count() >= PARTS_OF_ONE_MAX {
            return Err(EditError::TooMany {
                what: "parts",
                count_max: PARTS_OF_ONE_MAX,
            });
        }
        let list = self.list(minutes, kind);
        let place = match after {
            None => list.len(),
            Some(after) => place_after(&list, after)?,
        };
        let order = between(&list, place, dice);
        let map = NewMap::default()
            .put(KIND, kind.as_str())
            .put(MINUTES, minutes.to_string())
            .put(ORDER, order)
            .put(AT_MS, at_ms);
        let mut plan = Self::make(PartId::new(dice), kind, map, values)?;
        plan.writes.extend(self.keep_minutes(minutes));
        Ok(plan)
    }

    fn make(
        id: PartId,
        kind: PartKind,
        map: NewMap,
        values: &BTreeMap<Field, String>,
    ) -> Result<Plan, EditError> {
        for (field, value) in values {
            if !kind.fields().contains(field) {
                let field = *field;
                return Err(EditError::FieldUnknown { kind, field });
            }
            field.check(value)?;
        }
        let said = |field: &Field| values.get(field).map_or("", String::as_str);
        let fields = kind.fields().iter();
        let map = fields.fold(map, |map, field| match field.kind() {
            // Made with the part, so that no two devices make the same text apart.
            FieldKind::Text => map.text(key(*field), said(field)),
            FieldKind::Register => map.put_written(key(*field), said(field)),
        });
        let map = match kind {
            PartKind::Agreement => map.map(ABOUT, NewMap::default()),
            _ => map,
        };
        Ok(Plan {
            writes: vec![Write::Make {
                object: ROOT,
                key: RootKey::Part(id).spelled(),
                value: map.into(),
            }],
            made: Some(id),
        })
    }

    /// Writes in a field of a part that takes it.
    fn write_in(
        &self,
        id: PartId,
        field: Field,
        write: impl FnOnce(&Record) -> Result<Vec<Write>, EditError>,
    ) -> Result<Plan, EditError> {
        let (part, record) = self.open_part(id)?;
        let kind = part.kind;
        if !kind.fields().contains(&field) {
            return Err(EditError::FieldUnknown { kind, field });
        }
        let mut writes = write(&record)?;
        if !writes.is_empty() {
            writes.extend(self.keep(part, &record));
        }
        Ok(Plan { writes, made: None })
    }

    fn set(&self, record: &Record, field: Field, value: &str) -> Vec<Write> {
        let name = key(field);
        if field.kind() == FieldKind::Text {
            let text = SharedText::read(self.view, record, name);
            return text.set(record, name, value);
        }
        let register = self.view.register(record, name);
        let settled = register.concurrent.iter().all(|(other, _)| other == value);
        if register.value == value && settled {
            return Vec::new();
        }
        vec![put(record, name, value)]
    }

    fn resolve(&self, record: &Record, field: Field, choose: u32) -> Result<Vec<Write>, EditError> {
        let name = key(field);
        if field.kind() == FieldKind::Text {
            let text = SharedText::read(self.view, record, name);
            if text.doubt().is_none() {
                return Err(EditError::NothingToDecide(field));
            }
            let writes = text.decide(record, name, choose);
            return writes.ok_or(EditError::ChoiceUnknown(choose));
        }
        let values = self.view.register(record, name).concurrent;
        let first = values.first().map(|(value, _)| value);
        if values.iter().all(|(value, _)| Some(value) == first) {
            return Err(EditError::NothingToDecide(field));
        }
        let index = usize::try_from(choose).unwrap_or(usize::MAX);
        let chosen = values.get(index.wrapping_sub(1));
        let (value, _) = chosen.ok_or(EditError::ChoiceUnknown(choose))?;
        Ok(vec![put(record, name, value.as_str())])
    }

    fn shift(&self, id: PartId, after: Option<PartId>, dice: Dice<'_>) -> Result<Plan, EditError> {
        let (part, record) = self.open_part(id)?;
        if part.kind == PartKind::Minutes {
            return Err(EditError::NotOf(part.kind));
        }
        let mut list = self.list(part.minutes, part.kind);
        let stands = list.iter().position(|known| known.id == id);
        list.retain(|known| known.id != id);
        let place = match after {
            None => 0,
            Some(after) => place_after(&list, after)?,
        };
        if stands == Some(place) {
            return Ok(Plan::default());
        }
        let order = between(&list, place, dice);
        Ok(Plan {
            writes: vec![put(&record, ORDER, order)],
            made: None,
        })
    }

    fn remove(&self, id: PartId, removed: bool) -> Result<Plan, EditError> {
        let part = self.part(id)?;
        let record = self.record(id)?;
        if part.kind == PartKind::Minutes {
            let session = self.content.session(part.minutes);
            if session.is_some_and(|session| session.was_closed()) {
                return Err(EditError::OnceClosed(part.minutes));
            }
        } else {
            self.open_session(part.minutes)?;
        }
        let stands = match part.removal {
            Removal::In => Some(false),
            Removal::Out { .. } => Some(true),
            // Either answer is one.
            Removal::Asked { .. } => None,
        };
        if stands == Some(removed) {
            return Ok(Plan::default());
        }
        Ok(Plan {
            writes: vec![put(&record, REMOVED, removed)],
            made: None,
        })
    }

    fn link(&self, id: PartId, about: About, linked: bool) -> Result<Plan, EditError> {
        let (part, record) = self.open_part(id)?;
        let object = record
            .map_at(ABOUT)
            .filter(|_| part.kind == PartKind::Agreement);
        let object: &ObjId = object.ok_or(EditError::NotOf(part.kind))?;
        if part.about.contains(&about) == linked {
            return Ok(Plan::default());
        }
        if linked && part.about.len() >= ABOUT_MAX {
            return Err(EditError::TooMany {
                what: "links",
                count_max: ABOUT_MAX,
            });
        }
        let mut writes = vec![put_in(object, &about.to_string(), linked)];
        writes.extend(self.keep(part, &record));
        Ok(Plan { writes, made: None })
    }

    /// Who writes in what another took out, and sees that, keeps it: said in the same change, or the
    /// question would vanish with what asked it.
    fn keep(&self, part: &Part, record: &Record) -> Vec<Write> {
        let mut writes = Vec::new();
        if is_asked(part) {
            writes.push(put(record, REMOVED, false));
        }
        if part.kind != PartKind::Minutes {
            writes.extend(self.keep_minutes(part.minutes));
        }
        writes
    }

    fn keep_minutes(&self, minutes: MinutesId) -> Option<Write> {
        let minutes = minutes.part();
        let asked = self.content.parts().get(&minutes).is_some_and(is_asked);
        let object = self.content.object(minutes).filter(|_| asked)?;
        Some(put_in(object, REMOVED, false))
    }

    fn part(&self, id: PartId) -> Result<&Part, EditError> {
        let part = self.content.parts().get(&id);
        part.ok_or(EditError::PartUnknown(id))
    }

    fn record(&self, id: PartId) -> Result<Record, EditError> {
        let object = self.content.object(id);
        let object = object.ok_or(EditError::PartUnknown(id))?;
        Ok(self.view.record(object))
    }

    /// A part that may be written in.
    fn open_part(&self, id: PartId) -> Result<(&Part, Record), EditError> {
        let part = self.part(id)?;
        if part.is_out() {
            return Err(EditError::PartRemoved(id));
        }
        self.open_session(part.minutes)?;
        Ok((part, self.record(id)?))
    }

    /// A minuta that may be written in.
    fn open_session(&self, id: MinutesId) -> Result<(), EditError> {
        let session = self.content.session(id);
        if session.ok_or(EditError::MinutesUnknown(id))?.is_closed() {
            Err(EditError::Closed(id))
        } else {
            Ok(())
        }
    }

    /// The parts of a kind that are not out, in order.
    fn list(&self, minutes: MinutesId, kind: PartKind) -> Vec<&Part> {
        let session = self.content.session(minutes);
        session
            .map(|session| session.of(kind).collect())
            .unwrap_or_default()
    }
}

fn is_asked(part: &Part) -> bool {
    matches!(part.removal, Removal::Asked { .. })
}

fn place_after(list: &[&Part], after: PartId) -> Result<usize, EditError> {
    let place = list.iter().position(|part| part.id == after);
    place
        .map(|place| place + 1)
        .ok_or(EditError::PartUnknown(after))
}

/// An order key for a place of a list.
fn between(list: &[&Part], place: usize, dice: Dice<'_>) -> String {
    let key = |at: usize| list.get(at).map(|part| part.order.as_str());
    order::between(place.checked_sub(1).and_then(key), key(place), dice)
}
