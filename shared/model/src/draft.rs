//! What an import hands over to found a matrix.

use std::collections::BTreeMap;

use crate::{Field, Level};

/// A matrix before it is a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Title as printed above the matrix.
    pub title: String,
    /// Implementing institution.
    pub institution: String,
    /// Years of the programme.
    pub years: Vec<u16>,
    /// Headings, each after its parent.
    pub headings: Vec<DraftHeading>,
    /// Rows in printed order.
    pub rows: Vec<DraftRow>,
}

/// A heading of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHeading {
    /// Its level.
    pub level: Level,
    /// Number as text, "" if it has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
    /// Index of the heading it stands under; smaller than its own.
    pub parent: Option<usize>,
}

/// A row of a draft: an action line with at most one indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftRow {
    /// Index of its innermost heading.
    pub heading: Option<usize>,
    /// "Sujeta a revisión".
    pub pending_external: bool,
    /// Values as printed; headings and `pendingExternal` are not given here.
    pub cells: BTreeMap<Field, String>,
}
