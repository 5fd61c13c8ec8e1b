//! What an import found: a draft, and all that was said about it in the file.

use model::{Draft, Field};

use crate::{Colour, ColourMeaning, Doubt};

/// What an import found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The matrix.
    pub draft: Draft,
    /// Where each row of the draft stands in the file.
    pub rows: Vec<FoundRow>,
    /// Notes of its cells.
    pub notes: Vec<Note>,
    /// Changes that the file shows and nobody accepted: the draft reads as before them.
    pub suggestions: Vec<TrackedChange>,
    /// Colours behind cells of its rows, the most frequent first.
    pub colours: Vec<MetColour>,
    /// What is uncertain.
    pub doubts: Vec<Doubt>,
    /// Rows that have the text of an action line.
    pub lines: usize,
}

/// Where a row of the draft stands in the file, and what the draft cannot say of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundRow {
    /// Row of the table, from 0.
    pub row: u32,
    /// Its colour was said to mean that it is out of the matrix.
    pub retired: bool,
    /// Its cells look as if they had moved: by so many columns they should be moved back (as in
    /// [`crate::Mapping::shifts`]).
    pub proposed_shift: Option<i32>,
    /// Which row of a dossier it was, when Cotejo wrote the file.
    pub origin: Option<OriginRow>,
}

/// Identifiers of a row that Cotejo exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginRow {
    /// Identifier of the line (UUID), as the file says.
    pub line: String,
    /// Identifier of the indicator (UUID); "" if the row had none.
    pub indicator: String,
}

/// A note somebody left on a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Index of the row in the draft.
    pub row: usize,
    /// The cell.
    pub field: Field,
    /// Who wrote it, as the file says; "" if it does not.
    pub author: String,
    /// When, in seconds since 1970, if the file says.
    pub dated_unix_s: Option<i64>,
    /// What it says, without the author's name in front.
    pub text: String,
}

/// A change that somebody made with the program's own tracking and nobody accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackedChange {
    /// What changes.
    pub kind: TrackedKind,
    /// Who made it, as the file says; "" if it does not.
    pub author: String,
    /// When the last of it was made, in seconds since 1970, if the file says.
    pub dated_unix_s: Option<i64>,
}

/// What a tracked change changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackedKind {
    /// The text of a cell.
    Cell {
        /// Index of the row in the draft.
        row: usize,
        /// The cell.
        field: Field,
        /// What the draft says.
        before: String,
        /// What it would say.
        after: String,
    },
    /// A row that is new: it is not among the draft's.
    NewRow {
        /// Index of the row of the draft it comes after; `None`: before the first.
        after: Option<usize>,
        /// Its cells.
        cells: std::collections::BTreeMap<Field, String>,
    },
    /// A row that would go: the draft still has it.
    RowOut {
        /// Index of the row in the draft.
        row: usize,
    },
}

/// A colour met behind cells of rows of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetColour {
    /// The colour.
    pub colour: Colour,
    /// Rows with some cell of it.
    pub rows: usize,
    /// Cells of it.
    pub cells: usize,
    /// What it was taken to mean.
    pub meaning: ColourMeaning,
    /// Whether nobody has said what it means.
    pub guessed: bool,
}
