//! How rows are sorted and put under one another.

use checks::fold;

use crate::{Place, Programme, State};

/// How a table is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Order {
    /// What rows are sorted by. Equal ones stand as in the form: axis, priority, institution, row.
    pub by: Column,
    /// The last first.
    pub descending: bool,
    /// What rows are put together by, before they are sorted.
    pub group: Grouping,
}

/// What rows may be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Column {
    /// Axis, priority, institution and row.
    #[default]
    Form,
    /// Institution.
    Institution,
    /// Text of the line.
    Line,
    /// Name of the indicator.
    Indicator,
    /// State in the review.
    State,
    /// Findings, the gravest first.
    Findings,
}

/// What rows may be put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Nothing.
    #[default]
    None,
    /// Axis.
    Axis,
    /// Priority.
    Priority,
    /// Institution.
    Institution,
}

/// What a row is sorted by, beside its place in the form.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    None,
    Place(usize),
    /// Blank texts last.
    Text(bool, String),
    State(State),
    Findings([std::cmp::Reverse<u32>; 3]),
}

impl Programme {
    /// Sorts rows.
    pub fn sort(&self, places: &mut [Place], order: Order) {
        places.sort_by_cached_key(|place| {
            (
                self.group_of(*place, order.group)
                    .map_or(usize::MAX, |at| at),
                self.form_key(*place),
            )
        });
        if order.by == Column::Form && !order.descending {
            return;
        }
        for section in places
            .chunk_by_mut(|a, b| self.group_of(*a, order.group) == self.group_of(*b, order.group))
        {
            if order.by == Column::Form {
                section.reverse();
                continue;
            }
            // Stable: equal rows stay as in the form, whichever way it is sorted.
            if order.descending {
                section.sort_by_cached_key(|place| std::cmp::Reverse(self.key(*place, order.by)));
            } else {
                section.sort_by_cached_key(|place| self.key(*place, order.by));
            }
        }
    }

    /// The group of a row, by its place among axes, priorities or institutions; `None` for rows that
    /// have none, which come last.
    pub fn group_of(&self, place: Place, group: Grouping) -> Option<usize> {
        match group {
            Grouping::None => None,
            Grouping::Axis => self.axis_of(place),
            Grouping::Priority => self.priority_of(place),
            Grouping::Institution => Some(self.institution_of(place)),
        }
    }

    /// As in the form: axis, priority, institution, row; rows without axis or priority last.
    fn form_key(&self, place: Place) -> (usize, usize, usize, Place) {
        (
            self.axis_of(place).unwrap_or(usize::MAX),
            self.priority_of(place).unwrap_or(usize::MAX),
            self.institution_of(place),
            place,
        )
    }

    fn key(&self, place: Place, by: Column) -> Key {
        let text = |text: &str| {
            let folded = fold(text);
            Key::Text(folded.is_empty(), folded)
        };
        let row = self.row(place);
        match by {
            Column::Form => Key::None,
            Column::Institution => Key::Place(self.institution_of(place)),
            Column::Line => text(&row.action_line),
            Column::Indicator => text(&row.indicator_name),
            Column::State => Key::State(row.state),
            Column::Findings => Key::Findings(
                [
                    row.findings.errors,
                    row.findings.warnings,
                    row.findings.notes,
                ]
                .map(std::cmp::Reverse),
            ),
        }
    }
}
