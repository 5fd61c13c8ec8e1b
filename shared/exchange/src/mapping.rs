//! How a table is to be read: what Cotejo would do by itself, and what a person changed of it.

use std::collections::{BTreeMap, BTreeSet};

use model::{Field, Level};

use crate::{Colour, ColourMeaning};

/// How a table becomes a matrix. [`crate::Book::guess`] makes one; whatever a person changes in it is
/// done again by [`crate::Book::assemble`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Index of the table.
    pub table: usize,
    /// Its rows of headers; `None` if it has none and its first row is data.
    pub header: Option<HeaderRows>,
    /// What each column holds; a column that is absent is not read. Two columns may hold the same
    /// heading when one of them is its number.
    pub columns: BTreeMap<u32, Field>,
    /// Rows of the table that are left out.
    pub skipped: BTreeSet<u32>,
    /// Rows of the table whose own cells are moved so many columns to the right (or, if negative, left).
    pub shifts: BTreeMap<u32, i32>,
    /// Headings that a person gave to a row ("7. Texto"); "" for none.
    pub headings: BTreeMap<(u32, Level), String>,
    /// What colours mean. Of those absent, nothing is taken but the yellows, which wait for another body.
    pub colours: BTreeMap<Colour, ColourMeaning>,
    /// Whether notes and comments come along.
    pub keep_comments: bool,
    /// Whether tracked changes come along, as suggestions.
    pub keep_tracked: bool,
}

/// Rows of headers of a table, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderRows {
    /// The first.
    pub first: u32,
    /// The last; often the same.
    pub last: u32,
}

impl Mapping {
    /// The column of a field; the first, if several have it.
    pub fn column(&self, field: Field) -> Option<u32> {
        self.columns
            .iter()
            .find(|(_, of)| **of == field)
            .map(|(column, _)| *column)
    }

    /// First row that may hold data.
    pub(crate) fn first_row(&self) -> u32 {
        self.header
            .map_or(0, |header| header.last.saturating_add(1))
    }

    /// What a colour means, and whether somebody said so.
    pub(crate) fn meaning(&self, colour: Colour) -> (ColourMeaning, bool) {
        match self.colours.get(&colour) {
            Some(meaning) => (*meaning, true),
            None if colour.is_yellow() => (ColourMeaning::PendingExternal, false),
            None => (ColourMeaning::Nothing, false),
        }
    }

    /// Years of the target columns, ascending.
    pub(crate) fn years(&self) -> Vec<u16> {
        let years: BTreeSet<u16> = self
            .columns
            .values()
            .filter_map(|field| match field {
                Field::Target(year) => Some(*year),
                _ => None,
            })
            .collect();
        years.into_iter().collect()
    }
}
