//! Planning an undo; writes nothing.

use std::collections::{BTreeSet, HashSet};

use automerge::{ChangeHash, ObjId, Prop, ReadDoc, Value};
use document::words::utf16_len;
use document::{Document, Record, View, Write, put, put_in};

use crate::cell::Texts;
use crate::edit::{Planner, scalar};
use crate::error::EditError;
use crate::guard;
use crate::limits::TEXT_UTF16_UNITS_MAX;
use crate::lineage::{Lineage, Trace};
use crate::outline::Outline;
use crate::reader::{Reader, Verdict};
use crate::schema::{self, Home};
use crate::table::Table;
use crate::undo::steps::{Held, Register, Text, held, is_object, written};
use crate::undo::text::TextUndo;
use crate::{Author, Field, FieldKind, HeadingId, IndicatorId, LineId, ToDecideKind};

/// A cell by where it stands.
type Cell = (LineId, Option<IndicatorId>, String);

/// An undo as writes.
#[derive(Debug, Default)]
pub(super) struct UndoPlan {
    pub(super) writes: Vec<Write>,
    pub(super) traces: Vec<Trace>,
    pub(super) fields: BTreeSet<Cell>,
    pub(super) kept: BTreeSet<Cell>,
}

/// Plans the undo of changes, given oldest first, that these authors made.
pub(super) fn plan(
    document: &Document,
    table: &Table,
    changes: &[ChangeHash],
    authors: &BTreeSet<Author>,
) -> Result<UndoPlan, EditError> {
    let planner = Planner::new(document, table, None);
    let written = written(&planner.now, changes);
    let mut undo = Undo {
        document,
        table,
        authors,
        // Who takes back for others may have done so before, and taken that back.
        lineage: Lineage::of_undos(document, |author| {
            author == document.author() || authors.contains(&author)
        }),
        planner,
        plan: UndoPlan::default(),
        loosened: HashSet::new(),
    };
    for text in &written.texts {
        undo.text(text);
    }
    for register in &written.registers {
        undo.register(register);
    }
    for made in &written.made {
        undo.unmake(made, &written.made);
    }
    undo.finish()
}

struct Undo<'a> {
    document: &'a Document,
    table: &'a Table,
    /// Whose changes are taken back.
    authors: &'a BTreeSet<Author>,
    lineage: Lineage,
    planner: Planner<'a>,
    plan: UndoPlan,
    /// What points to a heading or to a line, and will point elsewhere.
    loosened: HashSet<ObjId>,
}

/// Where an object lies.
enum Owner {
    Line(LineId),
    Indicator(IndicatorId, Home),
    Heading(HeadingId),
    Other,
}

impl<'a> Undo<'a> {
    fn now(&self) -> View<'a> {
        self.planner.now.view
    }

    fn at<'b>(&self, heads: &'b [ChangeHash]) -> View<'b>
    where
        'a: 'b,
    {
        View::at(self.document, heads)
    }

    fn text(&mut self, text: &Text) {
        let now = self.now();
        let record = now.record(&text.record);
        let revision_key = schema::revision_key(&text.key);
        let cell = self
            .planner
            .now
            .texts
            .cell(&record, &text.key, &revision_key);
        let (Some(object), Some(first)) = (&cell.object, text.changes.first()) else {
            return;
        };
        let undo = TextUndo::new(self.document, &self.lineage, object);
        let taken = undo.take_back(&text.changes);
        let cells = self.cells(&text.record, &text.key);
        let deps = self.document.deps_of(first);
        let then = self.at(&deps);
        let before = then.record(&text.record);
        let cell_before = Texts::new(then).cell(&before, &text.key, &revision_key);
        let waited = cell_before.finding;
        let own = self.roots(&text.revisions);
        let others: Vec<ChangeHash> = now
            .values(&record, &revision_key)
            .iter()
            .filter(|(_, op)| !own.contains(&self.lineage.root(op)))
            .filter_map(|(_, op)| self.document.change_of(op))
            .collect();
        let doc = self.document.automerge();
        let of_others: Vec<String> = others
            .iter()
            .filter_map(|other| doc.text_at(object, &[*other]).ok())
            .collect();
        let settled = of_others.len() == 1 && of_others.first() == Some(&taken.text);
        // What others wrote inside a numeral must not make another that nobody wrote.
        let sources = [&cell.text, &cell_before.text]
            .into_iter()
            .chain(&of_others);
        let invented = guard::invention(&taken.text, sources.map(String::as_str));
        let fits = utf16_len(&taken.text) <= TEXT_UTF16_UNITS_MAX
            && invented != Some(ToDecideKind::Numeral);
        // What was asked of the text, or decided, with no letter changed.
        let asks = others.is_empty() && waited.is_some() != cell.finding.is_some();
        if !fits || (taken.splices.is_empty() && !asks) {
            if taken.hindered || !fits {
                self.plan.kept.extend(cells);
            }
            return;
        }
        let revision = cell.undone_revision(&others, waited.as_ref(), settled);
        for (at, old) in taken.back {
            let text = object.clone();
            self.plan.traces.push(Trace::Text { text, at, old });
        }
        self.trace(
            &text.record,
            &revision_key,
            before.written_by(&revision_key),
        );
        if !taken.splices.is_empty() {
            self.plan.writes.push(Write::Splice {
                text: object.clone(),
                splices: taken.splices,
            });
        }
        self.plan
            .writes
            .push(put_in(&text.record, &revision_key, revision));
        self.plan.fields.extend(cells);
    }

    fn register(&mut self, register: &Register) {
        let (object, key) = (&register.object, register.key.as_str());
        let present = held(self.now(), object, key);
        let mut standing: Held = present.clone();
        let mut upon = None;
        let mut hindered = false;
        for write in register.writes.iter().rev() {
            let own = self.roots(&write.ops);
            let is_own = if standing.is_empty() {
                write.emptied
            } else {
                let mut standing = standing.iter();
                standing.all(|(_, op)| own.contains(&self.lineage.root(op)))
            };
            let deps = self.document.deps_of(&write.change);
            let before = held(self.at(&deps), object, key);
            // A decision between what several wrote cannot be taken back: one write cannot put
            // the question again, and to put back one answer would lose the others.
            if is_own && (key == schema::RETIRED || self.is_settled(&before)) {
                standing = before;
                standing.truncate(1);
                upon = Some(deps);
            } else {
                hindered = true;
            }
        }
        let cells = self.cells(object, key);
        let Some(upon) = upon else {
            if hindered {
                self.plan.kept.extend(cells);
            }
            return;
        };
        let owner = self.owner(object);
        if key == schema::RETIRED && !matches!(owner, Owner::Heading(_)) {
            let writes = self.verdict_writes(&owner, object, &upon);
            if !writes.is_empty() {
                self.trace(object, key, standing.first().map(|(_, op)| op));
                self.plan.writes.extend(writes);
                self.plan.fields.extend(cells);
            }
            return;
        }
        let same = present.len() == standing.len()
            && present.first().map(|(value, _)| value) == standing.first().map(|(value, _)| value);
        if same {
            return;
        }
        match standing.first() {
            None => self.plan.writes.push(self.emptied(object, key)),
            Some((Value::Scalar(scalar), op)) => {
                self.trace(object, key, Some(op));
                self.plan
                    .writes
                    .push(put_in(object, key, scalar.as_ref().clone()));
            }
            Some((value, _)) => {
                debug_assert!(is_object(value));
                self.plan.kept.extend(cells);
                return;
            }
        }
        if [schema::HEADING, schema::PARENT, schema::LINE].contains(&key) {
            self.loosened.insert(object.clone());
        }
        self.plan.fields.extend(cells);
    }

    /// The write that leaves a register as it was before anybody set it. A cell is said to be empty
    /// rather than deleted: beside a value somebody else sets at the same time, a deletion would go
    /// unseen, and what was taken back would stand again without a question.
    fn emptied(&self, object: &ObjId, key: &str) -> Write {
        let home = match self.owner(object) {
            Owner::Line(_) => Some(Home::Line),
            Owner::Indicator(_, home) => Some(home),
            Owner::Heading(_) | Owner::Other => None,
        };
        let field = home.and_then(|home| schema::field_at(home, key));
        match field.filter(|field| field.kind() == FieldKind::Scalar) {
            Some(field) => put_in(object, key, scalar(field, "")),
            None => Write::Delete {
                object: object.clone(),
                key: key.to_owned(),
            },
        }
    }

    /// Whether a register held one value, or only theirs whose changes go.
    fn is_settled(&self, held: &Held) -> bool {
        let Some((first, _)) = held.first() else {
            return true;
        };
        let mut ops = held.iter().map(|(_, op)| op);
        held.iter().all(|(value, _)| value == first)
            || ops.all(|op| self.authors.contains(&self.document.author_of(op)))
    }

    /// A line or an indicator in or out of the matrix, as it was before.
    fn verdict_writes(&self, owner: &Owner, object: &ObjId, upon: &[ChangeHash]) -> Vec<Write> {
        let now = &self.planner.now;
        let then = Outline::new(Texts::new(self.at(upon)));
        let record = now.view.record(object);
        let members = |outline: &Outline<'_>| match owner {
            Owner::Line(line) => outline
                .indicator_ids()
                .into_iter()
                .filter_map(|id| Some((id, outline.indicator(id)?)))
                .filter(|(_, member)| outline.line_of(member) == Some(*line))
                .collect(),
            Owner::Indicator(..) | Owner::Heading(_) | Owner::Other => Vec::new(),
        };
        let present = Reader::new(now.texts).retirement(&record, &members(now));
        let before_record = then.view.record(object);
        let before_members = members(&then);
        let before = Reader::new(then.texts).retirement(&before_record, &before_members);
        match before {
            Verdict::In if before_record.written_by(schema::RETIRED).is_none() => {
                vec![Write::Delete {
                    object: object.clone(),
                    key: schema::RETIRED.to_owned(),
                }]
            }
            Verdict::In => vec![put(&record, schema::RETIRED, false)],
            Verdict::Out if present == Verdict::Out => Vec::new(),
            Verdict::Out => self.planner.retire_writes(&record),
            Verdict::Asked { edit, .. } => {
                // Written anew even where it stands: what did this is what is done again.
                let mut writes = self.planner.retire_writes(&record);
                writes.retain(|write| !is_kept_edit(write));
                let edit = edit.map(|edit| put(&record, schema::KEPT_EDIT, edit.to_string()));
                writes.extend(edit);
                writes
            }
        }
    }

    /// Takes out of the matrix what was made, unless another wrote in it.
    fn unmake(&mut self, made: &ObjId, together: &[ObjId]) {
        let record = self.now().record(made);
        let owner = self.owner(made);
        let cells: Vec<Cell> = match &owner {
            Owner::Line(line) => rows(self.table.rows_of(*line)),
            Owner::Indicator(indicator, _) => match self.table.seat_of(*indicator) {
                Some((line, _)) => vec![(line, Some(*indicator), String::new())],
                None => return,
            },
            Owner::Heading(_) => self.cells(made, schema::TEXT),
            Owner::Other => return,
        };
        let mut parts = vec![record.clone()];
        if let Owner::Line(line) = &owner {
            let members = self.table.indicators_of(*line).iter();
            let members = members.filter_map(|id| self.planner.now.indicator(*id));
            // What goes back where it came from is not in it.
            parts.extend(members.filter(|member| !self.loosened.contains(&member.object)));
        }
        let inner = parts.iter().flat_map(|part| {
            let keys = schema::PARTS.into_iter();
            keys.filter_map(|key| self.planner.now.part(part, key))
        });
        let inner: Vec<Record> = inner.collect();
        parts.extend(inner);
        let is_mine = parts.iter().all(|part| self.is_mine(part));
        let is_free = match owner {
            Owner::Heading(heading) => !self.is_hung_from(heading, together),
            Owner::Line(_) | Owner::Indicator(..) | Owner::Other => true,
        };
        if !is_mine || !is_free {
            self.plan.kept.extend(cells);
            return;
        }
        let stands = self.now().register(&record, schema::RETIRED).value == "true";
        if !stands {
            self.plan.writes.push(put(&record, schema::RETIRED, true));
            self.plan.fields.extend(cells);
        }
    }

    /// Whether all that a map shows was written by those whose changes go.
    fn is_mine(&self, record: &Record) -> bool {
        let now = self.now();
        let doc = self.document.automerge();
        let mine = |op: &ObjId| {
            self.authors
                .contains(&self.document.author_of(&self.lineage.root(op)))
        };
        record.keys().all(|key| {
            let values = now.all(&record.object, key);
            values.iter().all(|(value, op)| {
                let units = matches!(value, Value::Object(automerge::ObjType::Text));
                mine(op) && (!units || doc.list_range(op, ..).all(|unit| mine(&unit.id())))
            })
        })
    }

    /// Whether active lines will still hang from a heading.
    fn is_hung_from(&self, heading: HeadingId, together: &[ObjId]) -> bool {
        let now = &self.planner.now;
        let lines = self.table.lines_in_order();
        lines.iter().any(|(id, line)| {
            let at = line.above.iter().position(|above| *above == heading);
            let (true, Some(at)) = (line.active, at) else {
                return false;
            };
            let Some(record) = now.line(*id) else {
                return false;
            };
            let between = line.above[..at].iter().filter_map(|id| now.heading(*id));
            let mut steps = between
                .map(|heading| heading.record.object.clone())
                .chain([record.object]);
            !steps.any(|step| self.loosened.contains(&step) || together.contains(&step))
        })
    }

    /// What waits is kept in sight, and all is written.
    fn finish(mut self) -> Result<UndoPlan, EditError> {
        let decided: HashSet<ObjId> = self
            .plan
            .writes
            .iter()
            .filter_map(|write| match write {
                Write::Put { object, key, .. } | Write::Delete { object, key }
                    if key == schema::RETIRED || key == schema::KEPT_EDIT =>
                {
                    Some(object.clone())
                }
                _ => None,
            })
            .collect();
        let touched: BTreeSet<(LineId, Option<IndicatorId>)> = self
            .plan
            .fields
            .iter()
            .filter(|(_, _, field)| !field.is_empty())
            .map(|(line, indicator, _)| (*line, *indicator))
            .collect();
        let mut kept = HashSet::new();
        for (line, indicator) in touched {
            for write in self.planner.keep_in_sight(line, indicator)? {
                let Write::Put { object, .. } = &write else {
                    continue;
                };
                if !decided.contains(object) && kept.insert(object.clone()) {
                    self.plan.writes.push(write);
                }
            }
        }
        let changed = &self.plan.fields;
        self.plan.kept.retain(|cell| !changed.contains(cell));
        Ok(self.plan)
    }

    fn roots(&self, ops: &[ObjId]) -> HashSet<ObjId> {
        ops.iter().map(|op| self.lineage.root(op)).collect()
    }

    fn trace(&mut self, object: &ObjId, key: &str, old: Option<&ObjId>) {
        let Some(old) = old.cloned() else { return };
        let present = held(self.now(), object, key).into_iter().next();
        self.plan.traces.push(Trace::Register {
            object: object.clone(),
            key: key.to_owned(),
            present: present.map(|(_, op)| op),
            old,
        });
    }

    fn owner(&self, object: &ObjId) -> Owner {
        let Ok(parents) = self.document.automerge().parents(object) else {
            return Owner::Other;
        };
        let path = parents.path();
        let keys: Vec<&str> = path
            .iter()
            .map(|(_, prop)| match prop {
                Prop::Map(key) => key.as_str(),
                Prop::Seq(_) => "",
            })
            .collect();
        let indicator = |id: &str, home| {
            let id = id.parse().ok();
            id.map_or(Owner::Other, |id| Owner::Indicator(id, home))
        };
        match keys[..] {
            [schema::LINES, id] => id.parse().map_or(Owner::Other, Owner::Line),
            [schema::HEADINGS, id] => id.parse().map_or(Owner::Other, Owner::Heading),
            [schema::INDICATORS, id] => indicator(id, Home::Indicator),
            [schema::INDICATORS, id, part] => {
                schema::part_at(part).map_or(Owner::Other, |part| indicator(id, Home::Part(part)))
            }
            _ => Owner::Other,
        }
    }

    /// The cells that show a register or a text.
    fn cells(&self, object: &ObjId, key: &str) -> Vec<Cell> {
        let name = |field: Option<Field>| field.map(|field| field.to_string()).unwrap_or_default();
        match self.owner(object) {
            Owner::Line(line) => {
                let field = name(schema::field_at(Home::Line, key));
                let rows = self.table.rows_of(line);
                rows.map(|(line, indicator)| (line, indicator, field.clone()))
                    .collect()
            }
            Owner::Indicator(indicator, home) => {
                let field = name(schema::field_at(home, key));
                let seat = self.table.seat_of(indicator);
                seat.map(|(line, _)| (line, Some(indicator), field))
                    .into_iter()
                    .collect()
            }
            Owner::Heading(heading) => {
                let entry = self.table.catalogue.entry(heading);
                let field = name(entry.map(|entry| Field::Heading(entry.level)));
                let rows = self.table.rows_watching(heading);
                rows.map(|(line, indicator)| (line, indicator, field.clone()))
                    .collect()
            }
            Owner::Other => Vec::new(),
        }
    }
}

fn is_kept_edit(write: &Write) -> bool {
    matches!(write, Write::Put { key, .. } if key == schema::KEPT_EDIT)
}

/// Rows as such.
fn rows(keys: impl Iterator<Item = crate::RowKey>) -> Vec<Cell> {
    keys.map(|(line, indicator)| (line, indicator, String::new()))
        .collect()
}
