//! The whole of a new matrix, from what an import hands over.

use document::{Dice, NewMap, order};

use crate::edit::check_value;
use crate::error::EditError;
use crate::limits::{HEADINGS_MAX, ROWS_MAX, YEARS_MAX};
use crate::{Draft, Field, HeadingId, IndicatorId, LineId, schema};

/// The whole of a new matrix.
pub(crate) fn content(draft: &Draft, dice: Dice<'_>) -> Result<NewMap, EditError> {
    for (what, count, count_max) in [
        ("rows", draft.rows.len(), ROWS_MAX),
        ("headings", draft.headings.len(), HEADINGS_MAX),
        ("years", draft.years.len(), YEARS_MAX),
    ] {
        if count > count_max {
            return Err(EditError::TooMany { what, count_max });
        }
    }
    let mut ids: Vec<HeadingId> = Vec::with_capacity(draft.headings.len());
    let mut headings = NewMap::default();
    for (heading, order) in draft
        .headings
        .iter()
        .zip(order::spread(draft.headings.len()))
    {
        let field = Field::Heading(heading.level);
        check_value(field, &heading.text, &[])?;
        check_value(field, &heading.number, &[])?;
        let parent = known(&ids, heading.parent)?;
        let id = HeadingId::new(dice);
        let (number, text) = (&heading.number, &heading.text);
        let value = schema::new_heading(heading.level, &parent, &order, number, text);
        headings = headings.map(&id.to_string(), value);
        ids.push(id);
    }
    let mut lines = NewMap::default();
    let mut indicators = NewMap::default();
    for (row, order) in draft.rows.iter().zip(order::spread(draft.rows.len())) {
        for (field, value) in &row.cells {
            if let Field::Heading(_) = field {
                return Err(EditError::FieldUnknown(*field));
            }
            check_value(*field, value, &draft.years)?;
        }
        let heading = known(&ids, row.heading)?;
        let cell = |field: Field| match field {
            Field::PendingExternal if row.pending_external => "true".to_owned(),
            _ => row.cells.get(&field).cloned().unwrap_or_default(),
        };
        let id = LineId::new(dice).to_string();
        lines = lines.map(&id, schema::new_line(&order, &heading, cell));
        if row
            .cells
            .iter()
            .any(|(field, value)| field.is_of_indicator() && !value.is_empty())
        {
            let seat = order::between(None, None, dice);
            let value = schema::new_indicator(&id, &seat, &draft.years, cell);
            indicators = indicators.map(&IndicatorId::new(dice).to_string(), value);
        }
    }
    let years = draft.years.iter();
    let years = years.fold(NewMap::default(), |years, year| {
        years.put(&format!("{year:04}"), true)
    });
    // Made here so that no two devices make them apart.
    let (levels, silenced) = (NewMap::default(), NewMap::default());
    Ok(NewMap::default()
        .put(schema::SCHEMA, schema::SCHEMA_VERSION)
        .put(schema::TITLE, draft.title.as_str())
        .put(schema::INSTITUTION, draft.institution.as_str())
        .map(schema::YEARS, years)
        .map(schema::LEVELS, levels)
        .map(schema::SILENCED, silenced)
        .map(schema::HEADINGS, headings)
        .map(schema::LINES, lines)
        .map(schema::INDICATORS, indicators))
}

fn known(ids: &[HeadingId], index: Option<usize>) -> Result<String, EditError> {
    let Some(index) = index else {
        return Ok(String::new());
    };
    ids.get(index)
        .map(ToString::to_string)
        .ok_or(EditError::HeadingUnknown(index))
}
