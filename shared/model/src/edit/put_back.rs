//! Cells back to what they read at an earlier version.

use automerge::ObjId;
use document::{Record, Write, put, words};

use crate::cell::TextCell;
use crate::edit::cells::scalar;
use crate::edit::plan::{Plan, Planner, name_rows};
use crate::edit::text::{text_key, text_writes};
use crate::error::EditError;
use crate::lineage::Trace;
use crate::outline::{Cell, Outline};
use crate::units::units;
use crate::{Field, IndicatorId, LineId, schema};

impl Planner<'_> {
    /// Plans putting cells back to what they read at the base.
    pub(crate) fn put_back(
        &self,
        cells: &[(LineId, Option<IndicatorId>, Field)],
    ) -> Result<Plan, EditError> {
        let mut whole = Plan::default();
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
                (plan.writes, plan.traces) =
                    text_back(base, &record, [&key, &revision_key], &text, &then);
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
        let (mut writes, mut traces) = text_back(base, &now.record, keys, &now.text, &then.text);
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

/// The writes that turn a text into what it was, and what they bring back.
fn text_back(
    base: &Outline<'_>,
    record: &Record,
    [key, revision_key]: [&str; 2],
    now: &TextCell,
    then: &TextCell,
) -> (Vec<Write>, Vec<Trace>) {
    let writes = text_writes(record, key, now, revision_key, &then.text);
    let mut traces = Vec::new();
    for write in &writes {
        let Write::Splice { text, splices } = write else {
            continue;
        };
        if then.object.as_ref() != Some(text) {
            continue;
        }
        // The characters of the text as it was, with where each stands.
        let mut end = 0;
        let units: Vec<(usize, ObjId)> = units(base.view, text)
            .into_iter()
            .map(|(op, text)| {
                let at = end;
                end += words::utf16_len(&text);
                (at, op)
            })
            .collect();
        // First to last: what comes before a splice reads by then as it did.
        let (mut inserted, mut deleted) = (0, 0);
        for splice in splices.iter().rev() {
            let at = (splice.at + inserted).saturating_sub(deleted);
            let len = words::utf16_len(&splice.insert);
            if len > 0 {
                let old = units.iter().filter(|(of, _)| (at..at + len).contains(of));
                traces.push(Trace::Text {
                    text: text.clone(),
                    at,
                    old: old.map(|(_, op)| Some(op.clone())).collect(),
                });
            }
            inserted += len;
            deleted += splice.delete;
        }
    }
    (writes, traces)
}
