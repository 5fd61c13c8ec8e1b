//! A table seen through a mapping: what stands in each field of each row.

use model::{Field, Level};

use crate::cells::Place;
use crate::header;
use crate::mapping::Mapping;
use crate::table::Table;
use crate::{Colour, ImportError};

/// A table with the mapping it is read by.
pub(crate) struct Layout<'a> {
    pub(crate) table: &'a Table,
    pub(crate) mapping: &'a Mapping,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(tables: &'a [Table], mapping: &'a Mapping) -> Result<Self, ImportError> {
        let table = tables
            .get(mapping.table)
            .ok_or(ImportError::NotMatrix { sheets: Vec::new() })?;
        Ok(Self { table, mapping })
    }

    /// Where what stands in a column of a row comes from, once the row's cells were moved. What is
    /// merged over several rows stays.
    pub(crate) fn source(&self, (row, column): Place) -> Option<Place> {
        let Some(shift) = self.mapping.shifts.get(&row) else {
            return Some((row, column));
        };
        if self.table.is_over_rows((row, column)) {
            return Some((row, column));
        }
        let from = i64::from(column) - i64::from(*shift);
        let from = (row, u32::try_from(from).ok()?);
        (!self.table.is_over_rows(from)).then_some(from)
    }

    /// The text in a column of a row.
    pub(crate) fn text(&self, place: Place) -> &'a str {
        self.source(place).map_or("", |from| self.table.seen(from))
    }

    /// The colour behind a column of a row.
    pub(crate) fn fill(&self, place: Place) -> Option<Colour> {
        self.source(place).and_then(|from| self.table.fill_at(from))
    }

    /// The columns of a field: one, or two when one of them is the number of a heading.
    pub(crate) fn columns(&self, field: Field) -> impl Iterator<Item = u32> {
        self.mapping
            .columns
            .iter()
            .filter(move |(_, of)| **of == field)
            .map(|(column, _)| *column)
    }

    /// The field that what stands in a place of the table belongs to, once its row was moved.
    pub(crate) fn field_of(&self, place: Place) -> Option<Field> {
        let shift = self.mapping.shifts.get(&place.0).copied().unwrap_or(0);
        let column = if self.table.is_over_rows(place) {
            place.1
        } else {
            u32::try_from(i64::from(place.1) + i64::from(shift)).ok()?
        };
        self.mapping.columns.get(&column).copied()
    }

    /// The texts of a field in a row: one for each of its columns that shows something.
    pub(crate) fn field_text(&self, row: u32, field: Field) -> String {
        let texts: Vec<&str> = self
            .columns(field)
            .map(|column| self.text((row, column)))
            .filter(|text| !text.is_empty())
            .collect();
        match texts.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [number, text] if is_number(number) => {
                format!("{}. {text}", number.trim_end_matches(['.', ' ']))
            }
            [text, number] if is_number(number) => {
                format!("{}. {text}", number.trim_end_matches(['.', ' ']))
            }
            many => many.join(" "),
        }
    }

    /// The heading of a row at a level, as the table or a person says it.
    pub(crate) fn heading(&self, row: u32, level: Level) -> String {
        match self.mapping.headings.get(&(row, level)) {
            Some(given) => given.trim().to_owned(),
            None => self.field_text(row, Field::Heading(level)),
        }
    }

    /// Rows that may hold data: under the headers, not left out.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> {
        (self.mapping.first_row()..self.table.rows)
            .filter(|row| !self.mapping.skipped.contains(row))
    }

    /// The header over a column: its last row, or the one above where that says nothing.
    pub(crate) fn header_text(&self, column: u32) -> &'a str {
        let Some(header) = self.mapping.header else {
            return "";
        };
        (header.first..=header.last)
            .rev()
            .map(|row| self.table.seen((row, column)))
            .find(|text| !text.is_empty())
            .unwrap_or("")
    }

    /// Whether the lines come from a brainstorm, as their header says.
    pub(crate) fn is_brainstorm(&self) -> bool {
        self.columns(Field::ActionLine)
            .any(|column| header::is_brainstorm(self.header_text(column)))
    }
}

/// "7", "7.", "10.2": the number of a heading, in a column of its own.
fn is_number(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    !text.is_empty()
        && text.split('.').all(|part| {
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())
        })
}
