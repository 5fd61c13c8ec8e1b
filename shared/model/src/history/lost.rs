//! Whose value lost.

use std::collections::HashMap;

use automerge::legacy::{Key, ObjectId};
use automerge::{ChangeHash, ObjId};
use document::{Version, View};

use crate::cell::Texts;
use crate::history::Hand;
use crate::history::annals::{Annals, Depth, Entity, Part};
use crate::history::source::{as_shown, shown};
use crate::{Author, Field, FieldKind, IndicatorId, LineId, Matrix, RowKey, heading, schema};

/// Something an author wrote that was decided against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    /// The line.
    pub line: LineId,
    /// The indicator, for its fields.
    pub indicator: Option<IndicatorId>,
    /// The field.
    pub field: Field,
    /// What they had written.
    pub mine: String,
    /// What shows now.
    pub now: String,
    /// Their change.
    pub written: Hand,
    /// The change that decided against it.
    pub decided: Hand,
}

/// A write of a register that took out others.
struct Settled {
    object: ObjId,
    key: String,
    /// The operations it took out.
    over: Vec<ObjId>,
}

/// A cell whose concurrent values somebody settled.
struct Contest<'a> {
    by: Author,
    /// The change that settled them.
    decision: u32,
    settled: &'a Settled,
    cell: (RowKey, Field),
}

impl Matrix {
    /// What `by` wrote and lost, newest first: a value that stood among others written at the same
    /// time, where a change of somebody else that `since` does not have put another in their place
    /// (a text: where such a change settled what waited, and left neither theirs nor the merge).
    /// Not what shows again by now, nor where they have written since they saw it decided: whoever
    /// writes over a value they know of loses nothing, and what still waits is not lost. `since`:
    /// `None` is the beginning; of an unknown version, nothing.
    pub fn overruled(&self, since: Option<&Version>, by: Author) -> Vec<Overruled> {
        let since = match since {
            Some(since) => match self.heads_of(since) {
                Some(heads) => heads,
                None => return Vec::new(),
            },
            None => Vec::new(),
        };
        let found = self.past.ask(&self.document, Depth::Writes, |annals| {
            let mut found: HashMap<(RowKey, Field, String), (u32, Overruled)> = HashMap::new();
            for (decision, settled) in self.settled(annals, &since, by) {
                let Some(cell) = self.cell_at(annals, &settled.object, &settled.key) else {
                    continue;
                };
                let contest = Contest {
                    by,
                    decision,
                    settled: &settled,
                    cell,
                };
                let rank = annals.rank_of(decision);
                for lost in self.lost_in(annals, &contest) {
                    let (key, field) = contest.cell;
                    let name = (key, field, lost.mine.clone());
                    let known = found.entry(name).or_insert_with(|| (rank, lost.clone()));
                    if known.0 < rank {
                        *known = (rank, lost);
                    }
                }
            }
            let mut found: Vec<(u32, Overruled)> = found.into_values().collect();
            found.sort_unstable_by(|(a, one), (b, other)| {
                let place = |lost: &Overruled| (lost.line, lost.indicator, lost.field);
                b.cmp(a)
                    .then_with(|| place(one).cmp(&place(other)))
                    .then_with(|| one.mine.cmp(&other.mine))
            });
            found.into_iter().map(|(_, lost)| lost).collect()
        });
        found.unwrap_or_default()
    }

    /// Writes of others than `by`, since a version, that took out something.
    fn settled(&self, annals: &Annals, since: &[ChangeHash], by: Author) -> Vec<(u32, Settled)> {
        let mut found = Vec::new();
        for change in self.document.automerge().get_changes(since) {
            let Some(number) = annals.number(&change.hash()) else {
                continue;
            };
            if annals.entry(number).author == by {
                continue;
            }
            let mut over: HashMap<(ObjId, String), Vec<ObjId>> = HashMap::new();
            for op in change.decode().operations {
                let (Key::Map(key), ObjectId::Id(id)) = (&op.key, op.obj) else {
                    continue;
                };
                if op.pred.is_empty() {
                    continue;
                }
                let object = ObjId::Id(id.0, id.1, 0);
                let taken = op
                    .pred
                    .iter()
                    .map(|pred| ObjId::Id(pred.0, pred.1.clone(), 0));
                // What it wrote itself, on the way, is nobody's value.
                let taken = taken.filter(|taken| annals.change_of(taken) != Some(number));
                let known = over.entry((object, key.to_string())).or_default();
                known.extend(taken);
            }
            found.extend(over.into_iter().map(|((object, key), over)| {
                let settled = Settled { object, key, over };
                (number, settled)
            }));
        }
        found
    }

    /// The first row that shows what lies under a key, and its field there.
    fn cell_at(&self, annals: &Annals, object: &ObjId, key: &str) -> Option<(RowKey, Field)> {
        let (of, Part::Cell(field)) = annals.site(&self.document, object, key)? else {
            return None;
        };
        let row = match of {
            Entity::Line(line) => self.table.rows_of(line).next()?,
            Entity::Indicator(id) => (self.table.seat_of(id)?.0, Some(id)),
            Entity::Heading(id) => {
                let entry = self.table.catalogue.entry(id)?;
                let lines = self.table.lines_in_order();
                let mut under = lines.iter().filter(|(_, line)| line.above.contains(&id));
                let (line, _) = under.next()?;
                let row = self.table.rows_of(*line).next()?;
                return Some((row, Field::Heading(entry.level)));
            }
        };
        Some((row, field?))
    }

    fn lost_in(&self, annals: &Annals, contest: &Contest<'_>) -> Vec<Overruled> {
        let Settled { object, key, .. } = contest.settled;
        let (row, field) = contest.cell;
        let is_text = field.kind() == FieldKind::Text && key != schema::NUMBER;
        let mine = if is_text {
            self.lost_texts(annals, contest)
        } else {
            self.lost_values(annals, contest)
        };
        if mine.is_empty() {
            return Vec::new();
        }
        let wrote_since = annals.writers(object, key).iter().any(|number| {
            annals.entry(*number).author == contest.by && annals.has_seen(*number, contest.decision)
        });
        let now = self.table.row(row).map(|row| row.cell(field));
        let now = now.unwrap_or_default();
        let (line, indicator) = row;
        let lost = mine.into_iter().filter(|_| !wrote_since);
        let lost = lost.map(|(written, value)| Overruled {
            line,
            indicator,
            field,
            mine: self.whole(contest, value),
            now: now.clone(),
            written: annals.entry(written).hand(),
            decided: annals.entry(contest.decision).hand(),
        });
        lost.filter(|lost| lost.mine != lost.now).collect()
    }

    /// A value as its cell shows it: a heading is number and text.
    fn whole(&self, contest: &Contest<'_>, value: String) -> String {
        let Settled { object, key, .. } = contest.settled;
        let (_, field) = contest.cell;
        if !matches!(field, Field::Heading(_)) {
            return as_shown(field, value);
        }
        let view = View::now(&self.document);
        if key == schema::NUMBER {
            heading::print(&value, &shown(view, object, schema::TEXT))
        } else {
            heading::print(&shown(view, object, schema::NUMBER), &value)
        }
    }

    fn lost_values(&self, annals: &Annals, contest: &Contest<'_>) -> Vec<(u32, String)> {
        let Settled { object, key, over } = contest.settled;
        if over.len() < 2 {
            return Vec::new();
        }
        let value_at = |number: u32| {
            let heads = [annals.entry(number).hash];
            shown(View::at(&self.document, &heads), object, key)
        };
        let chosen = value_at(contest.decision);
        let values: Vec<(u32, String)> = over
            .iter()
            .filter_map(|op| annals.change_of(op))
            .map(|number| (number, value_at(number)))
            .collect();
        let is_mine = |number: u32| annals.entry(number).author == contest.by;
        let contested = |value: &String| {
            let mut others = values.iter().filter(|(number, _)| !is_mine(*number));
            others.any(|(_, other)| other != value)
        };
        let mine = values
            .iter()
            .filter(|(number, value)| is_mine(*number) && *value != chosen && contested(value));
        mine.cloned().collect()
    }

    fn lost_texts(&self, annals: &Annals, contest: &Contest<'_>) -> Vec<(u32, String)> {
        let Settled { object, key, .. } = contest.settled;
        let Some(text_key) = key.strip_suffix(schema::REVISION) else {
            return Vec::new();
        };
        let decision = annals.entry(contest.decision);
        let numbers = decision.deps.iter();
        let upon: Vec<ChangeHash> = numbers.map(|number| annals.entry(*number).hash).collect();
        let before = View::at(&self.document, &upon);
        let record = before.record(object);
        let waits = before.values(&record, key);
        // Without either, nothing waited: no need to read texts.
        if waits.len() < 2 && !waits.iter().any(|(value, _)| value.contains(' ')) {
            return Vec::new();
        }
        let cell = Texts::new(before).cell(&record, text_key, key);
        let heads = [decision.hash];
        let after = View::at(&self.document, &heads);
        let settled = Texts::new(after).cell(&after.record(object), text_key, key);
        let (Some(finding), None) = (cell.finding, settled.finding) else {
            return Vec::new();
        };
        let Some(text) = &cell.object else {
            return Vec::new();
        };
        let sides = finding.sides.iter();
        let sides = sides.filter_map(|side| annals.number(&side.change));
        let mine = sides.filter(|number| annals.entry(*number).author == contest.by);
        let mine = mine.map(|number| {
            let heads = [annals.entry(number).hash];
            (number, View::at(&self.document, &heads).text(text))
        });
        mine.filter(|(_, mine)| *mine != settled.text && cell.text != settled.text)
            .collect()
    }
}
