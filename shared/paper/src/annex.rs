//! The annex: the matrix in the columns of the form.

use crate::{Imprint, Logo, PaperSize};

/// A matrix ready to be printed: what stands on the paper, and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annex {
    /// "ANEXO" or "ANEXO ÚNICO".
    pub label: String,
    /// Title above the table.
    pub title: String,
    /// Implementing institution, below the title.
    pub institution: String,
    /// Columns in printed order; headings first, outermost first.
    pub columns: Vec<Column>,
    /// Rows in printed order; retired ones are not among them.
    pub rows: Vec<AnnexRow>,
    /// Comments to hand out with it, in the order of the rows; none unless asked for.
    pub comments: Vec<AnnexComment>,
    /// Which data it is of.
    pub imprint: Imprint,
    /// The sheet.
    pub paper: PaperSize,
    /// Picture at the left of the head (the Secretaría Ejecutiva).
    pub logo_left: Option<Logo>,
    /// Picture at the right of the head (the institution).
    pub logo_right: Option<Logo>,
    /// Whether each page has room for rúbricas.
    pub initials: bool,
}

/// What a column holds, as far as printing cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A heading: its cell runs over the rows that share it.
    Heading,
    /// Words.
    Text,
    /// A short value, set in the middle.
    Value,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name of the field: "headings.axis", "actionLine", "targets.2024".
    pub field: String,
    /// Header, in the words of the form.
    pub header: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Share of the width of the table, in parts; the parts of all columns are its whole.
    pub width_parts: u32,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnexRow {
    /// Number of the row in the matrix, from 1.
    pub number: u32,
    /// Identifier of the line (UUID).
    pub line: String,
    /// Identifier of the indicator (UUID); "" if the row has none.
    pub indicator: String,
    /// One for each column.
    pub cells: Vec<AnnexCell>,
    /// Sujeta a revisión: yellow, and a mark in words.
    pub pending_external: bool,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnexCell {
    /// As printed.
    pub text: String,
    /// Neighbouring rows with the same group in a column print its text once, in one cell: a heading
    /// over its rows, a line over its indicators. `None` where nothing is shared. A group never runs
    /// past the end of a group of a column before it that is a heading.
    pub group: Option<u32>,
}

/// A comment of the review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnexComment {
    /// Index of the row in [`Annex::rows`].
    pub row: usize,
    /// Name of the field; "" for the whole row.
    pub field: String,
    /// Index in [`Annex::comments`] of the comment it answers; smaller than its own.
    pub answers: Option<usize>,
    /// Who wrote it.
    pub author: String,
    /// When, as printed ("19 de abril de 2023"); "" if it is not known.
    pub dated: String,
    /// The same moment in seconds since 1970; 0 if it is not known.
    pub dated_unix_s: i64,
    /// What it says.
    pub text: String,
}
