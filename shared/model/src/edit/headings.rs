//! Edits of the headings above a row. Rows share headings, so an edit is of the heading, not of
//! the row.

use std::rc::Rc;

use document::{Dice, Register, Write, order, put, put_in};

use crate::edit::cells::chosen;
use crate::edit::plan::{Plan, PlannedHeading, Planner, name_rows};
use crate::edit::text::{decide, text_writes};
use crate::error::EditError;
use crate::limits::HEADINGS_MAX;
use crate::lineage::Kind;
use crate::outline::{Chain, HeadingState, Link};
use crate::{Field, HeadingId, Level, LineId, heading, schema};

impl Planner<'_> {
    pub(super) fn set_heading(
        &self,
        line: LineId,
        level: Level,
        value: &str,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        let chain = self.now.chain(&record);
        let (number, text) = heading::parse(value);
        match chain.at(level) {
            Some((step, now)) => Ok(self.reword_heading(now, &chain.links[step], &number, &text)),
            None if value.is_empty() => Ok(Plan::default()),
            None => self.insert_heading(line, &chain, level, &number, &text, dice),
        }
    }

    /// Changes a heading for all its rows.
    fn reword_heading(
        &self,
        now: &Rc<HeadingState>,
        link: &Link,
        number: &str,
        text: &str,
    ) -> Plan {
        let mut plan = self.reword(now, number, text);
        if link.targets.len() > 1 {
            // To word a heading is to choose it among those set at once.
            let id = now.id.to_string();
            plan.writes.push(put_in(&link.owner, link.key, id));
        }
        plan
    }

    /// Number and text of a heading.
    pub(super) fn reword(&self, now: &Rc<HeadingState>, number: &str, text: &str) -> Plan {
        let base = self.base.as_ref().and_then(|base| base.heading(now.id));
        let same = |base: &HeadingState| {
            base.text.is_as(&now.text)
                && base.record.written_by(schema::NUMBER) == now.record.written_by(schema::NUMBER)
        };
        let (state, at_base) = match &base {
            Some(base) if !same(base) => (base, true),
            _ => (now, false),
        };
        let mut writes = text_writes(
            &state.record,
            schema::TEXT,
            &state.text,
            schema::TEXT_REVISION,
            text,
        );
        let settled = state
            .number
            .concurrent
            .iter()
            .all(|(other, _)| other == number);
        if state.number.value != number || !settled {
            writes.push(put(&state.record, schema::NUMBER, number));
        }
        let rows = self.table.rows_watching(now.id);
        Plan {
            writes,
            at_base,
            fields: name_rows(rows, Field::Heading(now.level)),
            ..Plan::default()
        }
    }

    /// Gives a row a heading at a level where it has none: one that is already there with the same
    /// words, or a new one.
    fn insert_heading(
        &self,
        line: LineId,
        chain: &Chain,
        level: Level,
        number: &str,
        text: &str,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let headings = self.now.headings.clone().ok_or(EditError::NotFounded)?;
        let above = chain.headings.iter().find(|heading| heading.level < level);
        let below = chain
            .headings
            .iter()
            .take_while(|heading| heading.level > level)
            .last();
        let parent = above
            .map(|heading| heading.id.to_string())
            .unwrap_or_default();
        let mut writes = Vec::new();
        let mut made = Vec::new();
        let id = if let Some(twin) = self.twin(level, number, text, &parent) {
            twin
        } else {
            self.check_heading_room()?;
            let id = HeadingId::new(dice);
            let order = self.last_order_under(above.map(|heading| heading.id), dice);
            let value = schema::new_heading(level, &parent, &order, number, text).into();
            writes.push(Write::Make {
                object: headings,
                key: id.to_string(),
                value,
            });
            made.push(id.to_string());
            self.planned.borrow_mut().push(PlannedHeading {
                id,
                level,
                number: number.to_owned(),
                text: text.to_owned(),
                parent,
            });
            id
        };
        let field = Field::Heading(level);
        let fields = if let Some(below) = below {
            writes.push(put(&below.record, schema::PARENT, id.to_string()));
            name_rows(self.table.rows_watching(below.id), field)
        } else {
            writes.push(put(
                &self.known_line(line)?,
                schema::HEADING,
                id.to_string(),
            ));
            name_rows(self.table.rows_of(line), field)
        };
        Ok(Plan {
            writes,
            fields,
            made,
            ..Plan::default()
        })
    }

    pub(super) fn check_heading_room(&self) -> Result<(), EditError> {
        let count = self.now.heading_ids().len() + self.planned.borrow().len();
        if count >= HEADINGS_MAX {
            return Err(EditError::TooMany {
                what: "headings",
                count_max: HEADINGS_MAX,
            });
        }
        Ok(())
    }

    /// An order key after the headings under another.
    fn last_order_under(&self, parent: Option<HeadingId>, dice: Dice<'_>) -> String {
        let siblings = self.table.catalogue.children_of(parent);
        let last = siblings
            .last()
            .and_then(|id| self.table.catalogue.entry(*id));
        order::between(last.map(|last| last.order.as_str()), None, dice)
    }

    /// A heading that is already there, or planned, with these words and may stand above.
    fn twin(&self, level: Level, number: &str, text: &str, parent: &str) -> Option<HeadingId> {
        let planned = self.planned.borrow();
        let planned = planned.iter().find(|twin| {
            (twin.level, twin.number.as_str(), twin.text.as_str()) == (level, number, text)
                && (parent.is_empty() || twin.parent == parent)
        });
        if let Some(planned) = planned {
            return Some(planned.id);
        }
        let mut ids = self.now.heading_ids();
        ids.sort_unstable();
        ids.into_iter().find(|id| {
            let known = self.table.catalogue.entry(*id);
            known.is_some_and(|known| !known.retired)
                && self.now.heading(*id).is_some_and(|twin| {
                    let above = self.now.view.register(&twin.record, schema::PARENT).value;
                    twin.level == level
                        && twin.number.value == number
                        && twin.text.text == text
                        && (parent.is_empty() || above == parent)
                })
        })
    }

    pub(super) fn resolve_heading(
        &self,
        line: LineId,
        level: Level,
        choose: u32,
    ) -> Result<Plan, EditError> {
        let field = Field::Heading(level);
        let record = self.known_line(line)?;
        let chain = self.now.chain(&record);
        let heading = chain.at(level).map(|(_, heading)| heading);
        if let Some(heading) = heading
            && heading.text.finding.is_some()
        {
            let key = schema::TEXT_REVISION;
            let writes = decide(&heading.record, &heading.text, key, field, choose)?;
            let fields = name_rows(self.table.rows_watching(heading.id), field);
            return Ok(Plan {
                kind: Kind::Decision,
                writes,
                fields,
                ..Plan::default()
            });
        }
        if let Some(heading) = heading
            && let Ok(number) = chosen(&heading.number, field, choose)
        {
            let writes = vec![put(&heading.record, schema::NUMBER, number)];
            let fields = name_rows(self.table.rows_watching(heading.id), field);
            return Ok(Plan {
                kind: Kind::Decision,
                writes,
                fields,
                ..Plan::default()
            });
        }
        let contested = chain.links.iter().find(|link| {
            let at = link
                .targets
                .iter()
                .find_map(|(target, _)| Some(target.as_ref()?.level));
            link.targets.len() > 1 && at == Some(level)
        });
        let link = contested.ok_or(EditError::NothingToDecide(field))?;
        let printed = |target: &Option<Rc<HeadingState>>| {
            target
                .as_ref()
                .map(|target| target.printed())
                .unwrap_or_default()
        };
        let options = link
            .targets
            .iter()
            .map(|(target, op)| (printed(target), op.clone()));
        let options: Vec<_> = options.collect();
        let value = options
            .first()
            .map(|(value, _)| value.clone())
            .unwrap_or_default();
        chosen(
            &Register {
                value,
                concurrent: options,
            },
            field,
            choose,
        )?;
        let index = usize::try_from(choose)
            .unwrap_or(usize::MAX)
            .wrapping_sub(1);
        let target = link
            .targets
            .get(index)
            .and_then(|(target, _)| target.as_ref());
        let id = target
            .map(|target| target.id.to_string())
            .unwrap_or_default();
        let writes = vec![put_in(&link.owner, link.key, id)];
        Ok(Plan {
            kind: Kind::Decision,
            writes,
            fields: name_rows(self.table.rows_of(line), field),
            ..Plan::default()
        })
    }
}
