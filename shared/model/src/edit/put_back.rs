//! Cells back to what they read at an earlier version.

use std::collections::HashMap;

use automerge::ObjId;
use document::words::{self, Splice};
use document::{Record, Write, put};

use crate::cell::TextCell;
use crate::edit::cells::scalar;
use crate::edit::plan::{Plan, Planner, name_rows};
use crate::edit::text::{text_key, text_writes};
use crate::error::EditError;
use crate::lineage::{Kind, Lineage, Trace};
use crate::outline::{Cell, Outline};
use crate::sequence::longest_rising;
use crate::units::units;
use crate::{Field, IndicatorId, LineId, schema};

impl Planner<'_> {
    /// Plans putting cells back to what they read at the base.
    pub(crate) fn put_back(
        &self,
        cells: &[(LineId, Option<IndicatorId>, Field)],
    ) -> Result<Plan, EditError> {
        let mut whole = Plan {
            kind: Kind::Back,
            ..Plan::default()
        };
        let mut headings = Vec::new();
        let mut done = Vec::new();
        let Some(base) = &self.base else {
            return Ok(whole);
        };
        for (line, indicator, field) in cells {
            let indicator = indicator.filter(|_| field.is_of_indicator());
            let cell = (*line, indicator, *field);
            if done.contains(&cell) {
                continue;
            }
            done.push(cell);
            let plan = match field {
                Field::Heading(level) => {
                    let record = self.now.line(*line);
                    let chain = record.map(|record| self.now.chain(&record));
                    let heading = chain.as_ref().and_then(|chain| chain.at(*level));
                    match heading {
                        Some((_, heading)) if !headings.contains(&heading.id) => {
                            headings.push(heading.id);
                            self.heading_back(base, heading.id)
                        }
                        _ => continue,
                    }
                }
                Field::Target(year) if !self.table.years.contains(year) => continue,
                field => self.cell_back(base, *line, indicator, *field)?,
            };
            whole.extend(plan);
        }
        whole.settle();
        Ok(whole)
    }

    fn cell_back(
        &self,
        base: &Outline<'_>,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<Plan, EditError> {
        let now = self.now.cell(line, indicator, field);
        // The cell as it was, wherever its indicator was then.
        let home = match (base.line(line), indicator) {
            (_, Some(indicator)) => base.indicator(indicator).and_then(|of| base.line_of(&of)),
            (Some(_), None) => Some(line),
            (None, None) => None,
        };
        let then = home.and_then(|line| base.cell(line, indicator, field));
        let (Some(now), Some(then)) = (now, then) else {
            return Ok(Plan::default());
        };
        let mut plan = Plan::default();
        match (now, then) {
            (
                Cell::Text {
                    record,
                    text,
                    revision_key,
                },
                Cell::Text { text: then, .. },
            ) => {
                let key = text_key(field);
                (plan.writes, plan.traces) = text_back(
                    base,
                    &self.now,
                    &record,
                    [&key, &revision_key],
                    &text,
                    &then,
                );
            }
            (
                Cell::Scalar {
                    record,
                    key,
                    register,
                },
                Cell::Scalar {
                    record: before,
                    register: then,
                    ..
                },
            ) => {
                let settled = register
                    .concurrent
                    .iter()
                    .all(|(other, _)| *other == then.value);
                if register.value != then.value || !settled {
                    plan.writes = vec![put(&record, &key, scalar(field, &then.value))];
                    plan.traces = register_back(&record, &before, &key);
                }
            }
            _ => return Ok(plan),
        }
        if plan.writes.is_empty() {
            return Ok(Plan::default());
        }
        plan.fields = self.cells(line, indicator, field);
        plan.writes.extend(self.keep_in_sight(line, indicator)?);
        Ok(plan)
    }

    /// Number and text of a heading; it stays where it is.
    fn heading_back(&self, base: &Outline<'_>, id: crate::HeadingId) -> Plan {
        let (Some(now), Some(then)) = (self.now.heading(id), base.heading(id)) else {
            return Plan::default();
        };
        let keys = [schema::TEXT, schema::TEXT_REVISION];
        let (mut writes, mut traces) =
            text_back(base, &self.now, &now.record, keys, &now.text, &then.text);
        let mut others = now.number.concurrent.iter();
        let settled = others.all(|(other, _)| *other == then.number.value);
        if now.number.value != then.number.value || !settled {
            let number = then.number.value.as_str();
            writes.push(put(&now.record, schema::NUMBER, number));
            traces.extend(register_back(&now.record, &then.record, schema::NUMBER));
        }
        if writes.is_empty() {
            return Plan::default();
        }
        Plan {
            writes,
            traces,
            fields: name_rows(self.table.rows_watching(id), Field::Heading(now.level)),
            ..Plan::default()
        }
    }
}

fn register_back(now: &Record, then: &Record, key: &str) -> Vec<Trace> {
    let old = then.written_by(key).cloned();
    let trace = old.map(|old| Trace::Register {
        object: now.object.clone(),
        key: key.to_owned(),
        present: now.written_by(key).cloned(),
        old,
    });
    trace.into_iter().collect()
}

/// The writes that turn a text into what it was, and what they bring back. Not by what it reads,
/// as an edit, but by its characters: those that stood then and stand now stay, the others go, and
/// what is missing comes back as what it was. Two texts share words by chance; then the words that
/// come back would be of whoever wrote the others.
fn text_back(
    base: &Outline<'_>,
    now: &Outline<'_>,
    record: &Record,
    keys: [&str; 2],
    text: &TextCell,
    then: &TextCell,
) -> (Vec<Write>, Vec<Trace>) {
    let [key, revision_key] = keys;
    let object = text
        .object
        .as_ref()
        .filter(|object| then.object.as_ref() == Some(object));
    let Some(object) = object.filter(|_| text.text != then.text) else {
        let writes = text_writes(record, key, text, revision_key, &then.text);
        return (writes, Vec::new());
    };
    let (units_now, units_then) = (units(now.view, object), units(base.view, object));
    let claims = Lineage::of_all(now.view.document);
    let stood: HashMap<ObjId, usize> = units_then
        .iter()
        .zip(0..)
        .map(|((op, _), at)| (claims.root(op), at))
        .collect();
    // Anybody may claim that a character is another: it must at least read the same.
    let ranks: Vec<Option<usize>> = units_now
        .iter()
        .map(|(op, unit)| {
            let at = stood.get(&claims.root(op)).copied();
            at.filter(|at| units_then[*at].1 == *unit)
        })
        .collect();
    let known: Vec<usize> = (0..ranks.len()).filter(|at| ranks[*at].is_some()).collect();
    let ranks: Vec<usize> = ranks.into_iter().map(Option::unwrap_or_default).collect();
    let stays = longest_rising(&known, &ranks);
    let mut splices = Vec::new();
    let mut traces = Vec::new();
    let mut starts = (0, 0);
    let mut places = (0, 0);
    let ends = (units_now.len(), units_then.len());
    let pairs = stays.iter().rev().map(|at| (*at, ranks[*at])).chain([ends]);
    for (end_now, end_then) in pairs {
        let gone = utf16_len_of(&units_now[starts.0..end_now]);
        let missing = &units_then[starts.1..end_then];
        let insert: String = missing.iter().map(|(_, unit)| unit.as_str()).collect();
        let units = words::utf16_len(&insert);
        if units > 0 {
            traces.push(Trace::Text {
                text: object.clone(),
                at: places.1,
                old: missing.iter().map(|(op, _)| Some(op.clone())).collect(),
            });
        }
        if gone > 0 || units > 0 {
            splices.push(Splice {
                at: places.0,
                delete: gone,
                insert,
            });
        }
        let kept = units_then
            .get(end_then)
            .map_or(0, |(_, unit)| words::utf16_len(unit));
        places = (places.0 + gone + kept, places.1 + units + kept);
        starts = (end_now + 1, end_then + 1);
    }
    splices.reverse();
    let splice = Write::Splice {
        text: object.clone(),
        splices,
    };
    let writes = vec![splice, put(record, revision_key, text.next_revision())];
    (writes, traces)
}

fn utf16_len_of(units: &[(ObjId, String)]) -> usize {
    units.iter().map(|(_, unit)| words::utf16_len(unit)).sum()
}
