//! The rows of a programme that are looked at, in order, and where their groups begin.

use crate::{Filter, Grouping, Order, Place, Programme};

/// The table across all matrices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows, in order.
    pub places: Vec<Place>,
    /// Its groups, in order; none if rows are not put together.
    pub sections: Vec<Section>,
}

/// A group of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Place among axes, priorities or institutions; `None` for rows that have none.
    pub of: Option<usize>,
    /// Place of its first row in [`Table::places`].
    pub first: usize,
    /// How many rows it has.
    pub rows: usize,
}

impl Programme {
    /// The rows a filter lets through, in an order.
    pub fn table(&self, filter: &Filter, order: Order) -> Table {
        let mut places = self.filtered(filter);
        self.sort(&mut places, order);
        let mut sections: Vec<Section> = Vec::new();
        if order.group != Grouping::None {
            for (first, place) in places.iter().enumerate() {
                let of = self.group_of(*place, order.group);
                match sections.last_mut() {
                    Some(last) if last.of == of => last.rows += 1,
                    _ => sections.push(Section { of, first, rows: 1 }),
                }
            }
        }
        Table { places, sections }
    }
}
