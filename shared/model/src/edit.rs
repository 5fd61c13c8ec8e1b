//! What a person means, turned into the few writes that say it.

use automerge::{ChangeHash, ObjId, ScalarValue};

use crate::cell::{Finding, Record, Register, TextCell, View};
use crate::chunk::ENCODING;
use crate::document::{Document, Write};
use crate::error::EditError;
use crate::limits::{ROWS_MAX, SCALAR_UTF16_UNITS_MAX, TEXT_UTF16_UNITS_MAX};
use crate::outline::{Cell, Outline};
use crate::reader::Reader;
use crate::table::Table;
use crate::{Dice, Field, FieldKind, IndicatorId, LineId, RowKey, order, schema, words};

/// An edit of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatrixEdit {
    /// The value of a field. A text is changed by the smallest splices, not replaced. A heading is
    /// changed for all its rows, or made where the row has none at that level. A field of an
    /// indicator set on a line without indicators gives it one.
    Set {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
        /// Its new value.
        value: String,
    },
    /// The answer to a conflict, or to a text that waits for a decision (1 mine, 2 theirs, 3 as it
    /// stands).
    Resolve {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
        /// Which, from 1.
        choose: u32,
    },
    /// A new line, under the same headings as the one before.
    AddLine {
        /// The line it goes after; `None`: at the end.
        after: Option<LineId>,
    },
    /// A new indicator, after the others of the line.
    AddIndicator {
        /// The line.
        line: LineId,
    },
    /// Takes a line out of the matrix.
    Retire {
        /// The line.
        line: LineId,
    },
    /// Brings a line back.
    Restore {
        /// The line.
        line: LineId,
    },
}

/// An edit as writes.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) writes: Vec<Write>,
    /// Whether the writes go to the version the writer had before their eyes, because the cell has
    /// changed since.
    pub(crate) at_base: bool,
    /// The cells written.
    pub(crate) fields: Vec<(LineId, Option<IndicatorId>, String)>,
}

/// Plans edits; writes nothing.
pub(crate) struct Planner<'a> {
    pub(crate) table: &'a Table,
    pub(crate) now: Outline<'a>,
    /// The version the writer began from, if it is not the present one.
    pub(crate) base: Option<Outline<'a>>,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(
        document: &'a Document,
        table: &'a Table,
        base: Option<&'a [ChangeHash]>,
    ) -> Self {
        Self {
            table,
            now: Outline::new(table.view(document)),
            base: base.map(|heads| {
                Outline::new(View {
                    at: Some(heads),
                    ..table.view(document)
                })
            }),
        }
    }

    pub(crate) fn plan(&self, edit: &MatrixEdit, dice: Dice<'_>) -> Result<Plan, EditError> {
        match edit {
            MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            } => self.set(*line, *indicator, *field, value, dice),
            MatrixEdit::Resolve {
                line,
                indicator,
                field,
                choose,
            } => self.resolve(*line, *indicator, *field, *choose),
            MatrixEdit::AddLine { after } => self.add_line(*after, dice),
            MatrixEdit::AddIndicator { line } => self.add_indicator(*line, |_| String::new(), dice),
            MatrixEdit::Retire { line } => self.retire(*line),
            MatrixEdit::Restore { line } => self.restore(*line),
        }
    }

    fn set(
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
        let indicators = self.table.indicators_of(line);
        if field.is_of_indicator() {
            match indicator {
                Some(indicator) if !indicators.contains(&indicator) => {
                    return Err(EditError::IndicatorUnknown(indicator));
                }
                None if !indicators.is_empty() => return Err(EditError::IndicatorNeeded(line)),
                None if value.is_empty() => return Ok(Plan::default()),
                None => {
                    let given = |of| {
                        if of == field {
                            value.to_owned()
                        } else {
                            String::new()
                        }
                    };
                    let mut plan = self.add_indicator(line, given, dice)?;
                    for (_, _, name) in &mut plan.fields {
                        *name = field.to_string();
                    }
                    return Ok(plan);
                }
                Some(_) => {}
            }
        }
        let now = self
            .now
            .cell(line, indicator, field)
            .ok_or(EditError::FieldUnknown(field))?;
        let base = self
            .base
            .as_ref()
            .and_then(|base| base.cell(line, indicator, field));
        let (cell, at_base) = match base {
            Some(base) if !same(&base, &now) => (base, true),
            _ => (now, false),
        };
        let writes = match cell {
            Cell::Text {
                record,
                text,
                revision_key,
            } => {
                let key = schema::place(field)
                    .map(|place| place.key)
                    .unwrap_or_default();
                text_writes(&record, &key, &text, &revision_key, value)
            }
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
        };
        plan.writes.extend(self.keep_in_sight(line)?);
        Ok(plan)
    }

    /// The rows that show a field of this row.
    fn cells(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Vec<(LineId, Option<IndicatorId>, String)> {
        if field.is_of_indicator() {
            return vec![(line, indicator, field.to_string())];
        }
        name_rows(self.rows_of(line), field)
    }

    pub(crate) fn rows_of(&self, line: LineId) -> impl Iterator<Item = RowKey> {
        let indicators = self.table.indicators_of(line);
        let bare = indicators.is_empty().then_some((line, None));
        bare.into_iter()
            .chain(indicators.iter().map(move |id| (line, Some(*id))))
    }

    fn resolve(
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
            writes,
            at_base: false,
            fields: self.cells(line, indicator, field),
        };
        plan.writes.extend(self.keep_in_sight(line)?);
        Ok(plan)
    }

    fn add_line(&self, after: Option<LineId>, dice: Dice<'_>) -> Result<Plan, EditError> {
        if let Some(after) = after {
            self.known_line(after)?;
        }
        let lines = self.now.lines.clone().ok_or(EditError::NotFounded)?;
        self.check_room()?;
        let neighbour = after.or_else(|| self.table.rows.last().map(|row| row.line));
        let heading = neighbour
            .and_then(|line| self.now.line(line))
            .map(|line| self.now.view.register(&line, schema::HEADING).value)
            .unwrap_or_default();
        let (low, high) = self.table.room_after(after);
        let order = order::between(low, high, dice);
        let id = LineId::new(dice);
        let value = schema::new_line(&order, &heading, |_| String::new()).into();
        Ok(Plan {
            writes: vec![Write::Make {
                object: lines,
                key: id.to_string(),
                value,
            }],
            at_base: false,
            fields: vec![(id, None, String::new())],
        })
    }

    fn add_indicator(
        &self,
        line: LineId,
        cell: impl Fn(Field) -> String,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        self.known_line(line)?;
        let indicators = self.now.indicators.clone().ok_or(EditError::NotFounded)?;
        self.check_room()?;
        let order = order::between(self.table.last_seat(line), None, dice);
        let id = IndicatorId::new(dice);
        let years = &self.table.years;
        let value = schema::new_indicator(&line.to_string(), &order, years, cell).into();
        let mut plan = Plan {
            writes: vec![Write::Make {
                object: indicators,
                key: id.to_string(),
                value,
            }],
            at_base: false,
            fields: vec![(line, Some(id), String::new())],
        };
        plan.writes.extend(self.keep_in_sight(line)?);
        Ok(plan)
    }

    fn retire(&self, line: LineId) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        let rows: Vec<RowKey> = self.rows_of(line).collect();
        let shown = rows
            .iter()
            .any(|key| self.table.row(*key).is_some_and(|row| !row.retired));
        if !shown {
            return Ok(Plan::default());
        }
        let mut writes = Vec::new();
        let verdict = self.now.view.register(&record, schema::RETIRED);
        if verdict.value == "true" && verdict.concurrent.is_empty() {
            // Automerge drops a write of the value that stands; this one must be newer than the
            // edit that kept the line in sight.
            writes.push(put(&record, schema::RETIRED, false));
        }
        writes.push(put(&record, schema::RETIRED, true));
        writes.extend(self.forget_kept(&record));
        let fields = rows
            .into_iter()
            .map(|(line, indicator)| (line, indicator, String::new()));
        Ok(Plan {
            writes,
            at_base: false,
            fields: fields.collect(),
        })
    }

    fn restore(&self, line: LineId) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        let verdicts = self.now.view.values(&record, schema::RETIRED);
        if verdicts.iter().all(|(verdict, _)| verdict != "true") {
            return Ok(Plan::default());
        }
        let mut writes = vec![put(&record, schema::RETIRED, false)];
        writes.extend(self.forget_kept(&record));
        let rows = self.rows_of(line);
        let fields = rows
            .map(|(line, indicator)| (line, indicator, String::new()))
            .collect();
        Ok(Plan {
            writes,
            at_base: false,
            fields,
        })
    }

    fn forget_kept(&self, record: &Record) -> Option<Write> {
        let kept = self.now.view.values(record, schema::KEPT_EDIT);
        let any = kept.iter().any(|(edit, _)| !edit.is_empty());
        any.then(|| put(record, schema::KEPT_EDIT, ""))
    }

    /// An edit of a line that stays in sight though retired writes down why: it is about to hide
    /// the earlier edit that nobody who retired it had seen.
    fn keep_in_sight(&self, line: LineId) -> Result<Option<Write>, EditError> {
        let row = self.rows_of(line).find_map(|key| self.table.row(key));
        if row.is_none_or(|row| row.retired_and_edited.is_none()) {
            return Ok(None);
        }
        let record = self.known_line(line)?;
        let kept = self.now.view.values(&record, schema::KEPT_EDIT);
        if kept.iter().any(|(edit, _)| !edit.is_empty()) {
            return Ok(None);
        }
        let view = &self.now.view;
        let verdicts = view.values(&record, schema::RETIRED);
        let retirements: Vec<_> = verdicts
            .iter()
            .filter(|(verdict, _)| verdict == "true")
            .filter_map(|(_, op)| view.document.change_of(op))
            .collect();
        let indicators: Vec<_> = self
            .table
            .indicators_of(line)
            .iter()
            .filter_map(|id| Some((*id, self.now.indicator(*id)?)))
            .collect();
        let reader = Reader::new(*view);
        let edit = reader.unseen_edit(&retirements, &record, &indicators);
        Ok(edit.map(|edit| put(&record, schema::KEPT_EDIT, edit.to_string())))
    }

    /// The line as it reads now.
    pub(crate) fn known_line(&self, line: LineId) -> Result<Record, EditError> {
        if self.now.lines.is_none() {
            return Err(EditError::NotFounded);
        }
        let known = self
            .table
            .has_line(line)
            .then(|| self.now.line(line))
            .flatten();
        known.ok_or(EditError::LineUnknown(line))
    }

    fn check_room(&self) -> Result<(), EditError> {
        if self.table.rows.len() >= ROWS_MAX {
            return Err(EditError::TooMany {
                what: "rows",
                count_max: ROWS_MAX,
            });
        }
        Ok(())
    }
}

/// Rows with the name of a field.
pub(crate) fn name_rows(
    rows: impl Iterator<Item = RowKey>,
    field: Field,
) -> Vec<(LineId, Option<IndicatorId>, String)> {
    rows.map(|(line, indicator)| (line, indicator, field.to_string()))
        .collect()
}

/// Sets a register.
pub(crate) fn put(record: &Record, key: &str, value: impl Into<ScalarValue>) -> Write {
    put_in(&record.object, key, value)
}

/// Sets a register of an object.
pub(crate) fn put_in(object: &ObjId, key: &str, value: impl Into<ScalarValue>) -> Write {
    Write::Put {
        object: object.clone(),
        key: key.to_owned(),
        value: value.into(),
    }
}

/// The writes that turn a text into another; none if it already is.
pub(crate) fn text_writes(
    record: &Record,
    key: &str,
    text: &TextCell,
    revision_key: &str,
    value: &str,
) -> Vec<Write> {
    if text.text == value {
        return Vec::new();
    }
    let change = match &text.object {
        Some(object) => Write::Splice {
            text: object.clone(),
            splices: words::splices(&text.text, value),
        },
        None => Write::Make {
            object: record.object.clone(),
            key: key.to_owned(),
            value: automerge::hydrate::Value::text(ENCODING, value),
        },
    };
    vec![change, put(record, revision_key, text.next_revision())]
}

/// The writes that answer what waits in a text.
pub(crate) fn decide(
    record: &Record,
    text: &TextCell,
    revision_key: &str,
    field: Field,
    choose: u32,
) -> Result<Vec<Write>, EditError> {
    let Finding { mine, theirs, .. } = text
        .finding
        .as_ref()
        .ok_or(EditError::NothingToDecide(field))?;
    let value = match choose {
        1 => &mine.text,
        2 => &theirs.text,
        3 => &text.text,
        _ => return Err(EditError::ChoiceUnknown(choose)),
    };
    let mut writes = Vec::new();
    if let Some(object) = &text.object
        && *value != text.text
    {
        let splices = words::splices(&text.text, value);
        writes.push(Write::Splice {
            text: object.clone(),
            splices,
        });
    }
    writes.push(put(record, revision_key, text.decided_revision()));
    Ok(writes)
}

/// The value chosen among concurrent ones.
pub(crate) fn chosen(register: &Register, field: Field, choose: u32) -> Result<&str, EditError> {
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

fn scalar(field: Field, value: &str) -> ScalarValue {
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

/// Whether a value may stand in a field.
pub(crate) fn check_value(field: Field, value: &str, years: &[u16]) -> Result<(), EditError> {
    let units_max = match field.kind() {
        FieldKind::Text => TEXT_UTF16_UNITS_MAX,
        FieldKind::Scalar => SCALAR_UTF16_UNITS_MAX,
    };
    let units = words::utf16_len(value);
    if units > units_max {
        return Err(EditError::TextTooLong { units, units_max });
    }
    match field {
        Field::PendingExternal if value != "true" && value != "false" => {
            Err(EditError::ValueInvalid(field))
        }
        Field::Target(year) if !years.contains(&year) => Err(EditError::FieldUnknown(field)),
        _ => Ok(()),
    }
}
