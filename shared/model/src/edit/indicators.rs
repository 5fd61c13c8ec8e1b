//! Indicators: added, moved.

use std::collections::BTreeMap;

use document::{Dice, Write, order, put};

use crate::edit::plan::{Plan, Planner};
use crate::edit::text::check_value;
use crate::error::EditError;
use crate::{Field, IndicatorId, LineId, schema};

impl Planner<'_> {
    pub(super) fn add_indicator(
        &self,
        line: LineId,
        cells: &BTreeMap<Field, String>,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        self.known_line(line)?;
        for (field, value) in cells {
            if !field.is_of_indicator() {
                return Err(EditError::FieldUnknown(*field));
            }
            check_value(*field, value, &self.table.years)?;
        }
        self.check_room(1)?;
        let order = order::between(self.table.last_seat(line), None, dice);
        let cell = |field: Field| cells.get(&field).cloned().unwrap_or_default();
        let (id, write) = self.new_indicator(line, &order, cell, dice)?;
        let mut plan = Plan {
            writes: vec![write],
            fields: vec![(line, Some(id), String::new())],
            made: vec![id.to_string()],
            ..Plan::default()
        };
        plan.writes.extend(self.keep_in_sight(line, None)?);
        Ok(plan)
    }

    pub(super) fn new_indicator(
        &self,
        line: LineId,
        order: &str,
        cell: impl Fn(Field) -> String,
        dice: Dice<'_>,
    ) -> Result<(IndicatorId, Write), EditError> {
        let indicators = self.now.indicators.clone().ok_or(EditError::NotFounded)?;
        let id = IndicatorId::new(dice);
        let years = &self.table.years;
        let write = Write::Make {
            object: indicators,
            key: id.to_string(),
            value: schema::new_indicator(&line.to_string(), order, years, cell).into(),
        };
        Ok((id, write))
    }

    pub(super) fn move_indicator(
        &self,
        indicator: IndicatorId,
        line: LineId,
        after: Option<IndicatorId>,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let (from, record) = self.known_indicator(indicator)?;
        self.known_line(line)?;
        let members = self.table.indicators_of(line);
        let place = members.iter().position(|id| *id == indicator);
        let others: Vec<IndicatorId> = members
            .iter()
            .copied()
            .filter(|id| *id != indicator)
            .collect();
        let at = match after {
            None => 0,
            Some(after) if after == indicator => return Ok(Plan::default()),
            Some(after) => {
                let at = others.iter().position(|id| *id == after);
                at.ok_or(EditError::IndicatorUnknown(after))? + 1
            }
        };
        if place == Some(at) {
            return Ok(Plan::default());
        }
        let seat = |at: Option<usize>| {
            let id = others.get(at?)?;
            self.table.seat_of(*id).map(|(_, order)| order)
        };
        let order = order::between(seat(at.checked_sub(1)), seat(Some(at)), dice);
        let mut plan = Plan {
            writes: vec![put(&record, schema::ORDER, order)],
            fields: vec![(line, Some(indicator), String::new())],
            ..Plan::default()
        };
        if from != line {
            // A line that is left without a row of its own gets one.
            self.check_room(1)?;
            plan.writes
                .push(put(&record, schema::LINE, line.to_string()));
            plan.writes
                .extend(self.keep_in_sight(from, Some(indicator))?);
        }
        plan.writes.extend(self.keep_in_sight(line, None)?);
        Ok(plan)
    }
}
