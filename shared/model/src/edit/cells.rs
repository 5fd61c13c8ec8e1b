//! The value of one cell, and the answers to what is contested in it.

use automerge::ScalarValue;
use document::{Dice, Register, Write};

use crate::edit::plan::{Plan, Planner, name_rows};
use crate::edit::text::{check_value, decide, text_key, text_writes};
use crate::error::EditError;
use crate::lineage::Kind;
use crate::outline::Cell;
use crate::{Field, IndicatorId, LineId};

impl Planner<'_> {
    pub(super) fn set(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        value: &str,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        self.known_line(line)?;
        check_value(field, value, &self.table.years)?;
        if let Field::Heading(level) = field {
            return self.set_heading(line, level, value, dice);
        }
        if self.gives_an_indicator(line, indicator, field)? {
            if value.is_empty() {
                return Ok(Plan::default());
            }
            let given = [(field, value.to_owned())].into();
            let mut plan = self.add_indicator(line, &given, dice)?;
            for (_, _, name) in &mut plan.fields {
                *name = field.to_string();
            }
            return Ok(plan);
        }
        let now = self
            .now
            .cell(line, indicator, field)
            .ok_or(EditError::FieldUnknown(field))?;
        let base = self
            .base
            .as_ref()
            .and_then(|base| base.cell_then(line, indicator, field));
        let (cell, at_base) = match base {
            Some(base) if !same(&base, &now) => (base, true),
            _ => (now, false),
        };
        let writes = match cell {
            Cell::Text {
                record,
                text,
                revision_key,
            } => text_writes(&record, &text_key(field), &text, &revision_key, value),
            Cell::Scalar {
                record,
                key,
                register,
            } => {
                let settled = register.concurrent.iter().all(|(other, _)| other == value);
                if register.value == value && settled {
                    Vec::new()
                } else {
                    vec![Write::Put {
                        object: record.object,
                        key,
                        value: scalar(field, value),
                    }]
                }
            }
        };
        if writes.is_empty() {
            return Ok(Plan::default());
        }
        let mut plan = Plan {
            writes,
            at_base,
            fields: self.cells(line, indicator, field),
            ..Plan::default()
        };
        plan.writes.extend(self.keep_in_sight(line, indicator)?);
        Ok(plan)
    }

    /// Whether a value of an indicator's field is the first of an indicator to be made.
    pub(super) fn gives_an_indicator(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<bool, EditError> {
        self.check_indicator(line, indicator, field)?;
        Ok(field.is_of_indicator() && indicator.is_none())
    }

    /// Whether a field of an indicator names one it can be of: one of the line, or none where the
    /// line has a row without.
    pub(super) fn check_indicator(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<(), EditError> {
        if !field.is_of_indicator() {
            return Ok(());
        }
        match indicator {
            Some(indicator) if !self.table.indicators_of(line).contains(&indicator) => {
                Err(EditError::IndicatorUnknown(indicator))
            }
            None if self.table.line(line).is_some_and(|line| !line.bare) => {
                Err(EditError::IndicatorNeeded(line))
            }
            _ => Ok(()),
        }
    }

    /// The rows that show a field of this row.
    pub(super) fn cells(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Vec<(LineId, Option<IndicatorId>, String)> {
        if field.is_of_indicator() {
            return vec![(line, indicator, field.to_string())];
        }
        name_rows(self.table.rows_of(line), field)
    }

    pub(super) fn resolve(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        choose: u32,
    ) -> Result<Plan, EditError> {
        self.known_line(line)?;
        if let Field::Heading(level) = field {
            return self.resolve_heading(line, level, choose);
        }
        let cell = self
            .now
            .cell(line, indicator, field)
            .ok_or(EditError::FieldUnknown(field))?;
        let writes = match cell {
            Cell::Text {
                record,
                text,
                revision_key,
            } => decide(&record, &text, &revision_key, field, choose)?,
            Cell::Scalar {
                record,
                key,
                register,
            } => {
                let value = chosen(&register, field, choose)?;
                vec![Write::Put {
                    object: record.object,
                    key,
                    value: scalar(field, value),
                }]
            }
        };
        let mut plan = Plan {
            kind: Kind::Decision,
            writes,
            fields: self.cells(line, indicator, field),
            ..Plan::default()
        };
        plan.writes.extend(self.keep_in_sight(line, indicator)?);
        Ok(plan)
    }
}

/// The value chosen among concurrent ones.
pub(super) fn chosen(register: &Register, field: Field, choose: u32) -> Result<&str, EditError> {
    let values = &register.concurrent;
    if values.iter().all(|(value, _)| *value == register.value) {
        return Err(EditError::NothingToDecide(field));
    }
    let index = usize::try_from(choose)
        .unwrap_or(usize::MAX)
        .wrapping_sub(1);
    let (value, _) = values.get(index).ok_or(EditError::ChoiceUnknown(choose))?;
    Ok(value)
}

/// A value as its register holds it.
pub(crate) fn scalar(field: Field, value: &str) -> ScalarValue {
    match field {
        Field::PendingExternal => ScalarValue::Boolean(value == "true"),
        _ => ScalarValue::Str(value.into()),
    }
}

/// Whether a cell stands as it stood.
fn same(base: &Cell, now: &Cell) -> bool {
    match (base, now) {
        (Cell::Text { text: base, .. }, Cell::Text { text: now, .. }) => base.is_as(now),
        (
            Cell::Scalar {
                record: base,
                key,
                register: then,
            },
            Cell::Scalar {
                record: now,
                register,
                ..
            },
        ) => base.written_by(key) == now.written_by(key) && then.concurrent == register.concurrent,
        _ => false,
    }
}
