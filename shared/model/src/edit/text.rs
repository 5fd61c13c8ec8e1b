//! Writing texts: the smallest splices, with the register that says who revised them.

use document::words::{self, Places, Splice, spliced};
use document::{ENCODING, Record, Write, put};

use crate::cell::{Finding, TextCell};
use crate::edit::TextChange;
use crate::edit::plan::{Plan, Planner, name_rows};
use crate::error::EditError;
use crate::limits::{SCALAR_UTF16_UNITS_MAX, TEXT_UTF16_UNITS_MAX};
use crate::outline::Cell;
use crate::{Field, FieldKind, IndicatorId, LineId, schema};

impl Planner<'_> {
    pub(super) fn splice_text(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        changes: &[TextChange],
    ) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        if field.kind() != FieldKind::Text {
            return Err(EditError::NotText(field));
        }
        if let Field::Heading(level) = field {
            let chain = self.now.chain(&record);
            let (_, heading) = chain.at(level).ok_or(EditError::FieldUnknown(field))?;
            let key = schema::TEXT;
            let revision_key = schema::TEXT_REVISION;
            let text = &heading.text;
            return Ok(Plan {
                writes: splice_writes(&heading.record, key, text, revision_key, changes)?,
                fields: name_rows(self.table.rows_watching(heading.id), field),
                ..Plan::default()
            });
        }
        self.check_indicator(line, indicator, field)?;
        let Some(Cell::Text {
            record,
            text,
            revision_key,
        }) = self.now.cell(line, indicator, field)
        else {
            return Err(EditError::FieldUnknown(field));
        };
        let key = text_key(field);
        let writes = splice_writes(&record, &key, &text, &revision_key, changes)?;
        if writes.is_empty() {
            return Ok(Plan::default());
        }
        let mut plan = Plan {
            writes,
            fields: self.cells(line, indicator, field),
            ..Plan::default()
        };
        plan.writes.extend(self.keep_in_sight(line, indicator)?);
        Ok(plan)
    }
}

/// Key of a text in its map.
pub(super) fn text_key(field: Field) -> String {
    schema::place(field)
        .map(|place| place.key)
        .unwrap_or_default()
}

/// The writes of changes inside a text; none if they change nothing.
pub(crate) fn splice_writes(
    record: &Record,
    key: &str,
    text: &TextCell,
    revision_key: &str,
    changes: &[TextChange],
) -> Result<Vec<Write>, EditError> {
    let places = Places::of(&text.text);
    let mut units = places.units();
    let mut free_from = 0;
    let mut splices = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let end = change.at.checked_add(change.delete);
        let end = end.filter(|end| *end <= places.units() && change.at >= free_from);
        let end = end.ok_or(EditError::ChangeOutOfPlace { index })?;
        if !places.is_boundary(change.at) || !places.is_boundary(end) {
            return Err(EditError::CharacterCut { index });
        }
        free_from = end;
        units = units - change.delete + words::utf16_len(&change.insert);
        if change.delete > 0 || !change.insert.is_empty() {
            splices.push(Splice {
                at: change.at,
                delete: change.delete,
                insert: change.insert.clone(),
            });
        }
    }
    let units_max = TEXT_UTF16_UNITS_MAX;
    if units > units_max {
        return Err(EditError::TextTooLong { units, units_max });
    }
    if splices.is_empty() {
        return Ok(Vec::new());
    }
    splices.reverse();
    let change = match &text.object {
        Some(object) => Write::Splice {
            text: object.clone(),
            splices,
        },
        None => make_text(record, key, &spliced(&text.text, &splices)),
    };
    Ok(vec![
        change,
        put(record, revision_key, text.next_revision()),
    ])
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
        None => make_text(record, key, value),
    };
    vec![change, put(record, revision_key, text.next_revision())]
}

fn make_text(record: &Record, key: &str, value: &str) -> Write {
    Write::Make {
        object: record.object.clone(),
        key: key.to_owned(),
        value: automerge::hydrate::Value::text(ENCODING, value),
    }
}

/// The first of the choices that are what each person wrote ([`crate::ToDecide::sides`]).
const SIDES_FROM: u32 = 5;

/// The writes that answer what waits in a text.
pub(super) fn decide(
    record: &Record,
    text: &TextCell,
    revision_key: &str,
    field: Field,
    choose: u32,
) -> Result<Vec<Write>, EditError> {
    if text.finding.is_none() {
        return Err(EditError::NothingToDecide(field));
    }
    let value = chosen_text(text, choose).ok_or(EditError::ChoiceUnknown(choose))?;
    Ok(decision_writes(record, text, revision_key, value))
}

/// The text that an answer to what waits chooses. `None`: nothing waits, or there is no such choice.
pub(crate) fn chosen_text(text: &TextCell, choose: u32) -> Option<&str> {
    let Finding {
        mine,
        theirs,
        sides,
        once,
        ..
    } = text.finding.as_ref()?;
    match choose {
        1 => Some(&mine.text),
        2 => Some(&theirs.text),
        3 => Some(&text.text),
        4 => once.as_deref(),
        choose => {
            let at = usize::try_from(choose.checked_sub(SIDES_FROM)?).ok()?;
            Some(&sides.get(at)?.text)
        }
    }
}

/// The writes that make a text read what was chosen, with nothing left that waits.
pub(crate) fn decision_writes(
    record: &Record,
    text: &TextCell,
    revision_key: &str,
    value: &str,
) -> Vec<Write> {
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
    writes
}

/// Whether a value may stand in a field.
pub(crate) fn check_value(field: Field, value: &str, years: &[u16]) -> Result<(), EditError> {
    let units_max = match field.kind() {
        FieldKind::Text => TEXT_UTF16_UNITS_MAX,
        FieldKind::Scalar => SCALAR_UTF16_UNITS_MAX,
    };
    check_units(value, units_max)?;
    match field {
        Field::PendingExternal if value != "true" && value != "false" => {
            Err(EditError::ValueInvalid(field))
        }
        Field::Target(year) if !years.contains(&year) => Err(EditError::FieldUnknown(field)),
        _ => Ok(()),
    }
}

pub(super) fn check_units(value: &str, units_max: usize) -> Result<(), EditError> {
    let units = words::utf16_len(value);
    if units > units_max {
        return Err(EditError::TextTooLong { units, units_max });
    }
    Ok(())
}
