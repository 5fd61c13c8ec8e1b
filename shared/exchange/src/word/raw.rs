//! Paragraphs and tables as Word writes them.

use std::collections::HashMap;

use super::runs::{Mark, MarkId, Runs};
use super::styles::{Look, Shade};
use crate::Colour;

/// The body of a document.
#[derive(Default)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    pub(super) marks: Vec<Mark>,
    /// Some table stands inside a cell of another.
    pub(super) nested: bool,
    /// Some symbol has no letter of its own.
    pub(super) unknown_symbols: usize,
}

/// A paragraph or a table, in the order of the body.
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(RawTable),
}

/// A paragraph outside tables.
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) is_list: bool,
}

/// A table as it is written.
#[derive(Default)]
pub(super) struct RawTable {
    /// Widths of its grid.
    pub(super) widths: Vec<u32>,
    pub(super) rows: Vec<RawRow>,
    /// It stands inside a cell of another table.
    pub(super) is_nested: bool,
    pub(super) style: String,
    pub(super) look: Look,
}

/// A row as it is written.
#[derive(Default)]
pub(super) struct RawRow {
    pub(super) cells: Vec<RawCell>,
    /// Columns of the grid it leaves out at its start.
    pub(super) before: u32,
    pub(super) inserted: Option<MarkId>,
    pub(super) deleted: Option<MarkId>,
    /// Index of the row when Cotejo wrote the file.
    pub(super) origin: Option<usize>,
}

/// How a cell takes part in a vertical merge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum VMerge {
    #[default]
    None,
    Restart,
    Continue,
}

/// A cell as it is written.
#[derive(Default)]
pub(super) struct RawCell {
    /// Columns of the grid it covers.
    pub(super) span: u32,
    pub(super) v_merge: VMerge,
    /// It belongs to the cell at its left.
    pub(super) h_continue: bool,
    pub(super) fill: Option<Colour>,
    pub(super) struck: bool,
    pub(super) runs: Runs,
    /// Identifiers of its comments.
    pub(super) comments: Vec<String>,
    pub(super) shade: Shade,
    pub(super) letters: Letters,
}

/// Letters counted by what is behind them.
#[derive(Default)]
pub(super) struct Letters {
    pub(super) all: usize,
    pub(super) struck: usize,
    pub(super) painted: HashMap<Colour, usize>,
}

impl Letters {
    pub(super) fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.struck += other.struck;
        for (colour, count) in &other.painted {
            *self.painted.entry(*colour).or_default() += count;
        }
    }

    /// The colour behind half the letters or more.
    pub(super) fn colour(&self) -> Option<Colour> {
        let most = self
            .painted
            .iter()
            .max_by_key(|(colour, count)| (**count, **colour));
        most.filter(|(_, count)| **count * 2 >= self.all)
            .map(|(colour, _)| *colour)
    }
}
