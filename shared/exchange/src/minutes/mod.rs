//! What a minuta around the matrix says.

mod find;
mod words;

use crate::{Doubt, Table};

pub(crate) use find::find;

/// What a document consists of, in order, as far as a minuta cares.
pub(crate) enum Item {
    /// A paragraph with a text.
    Paragraph {
        /// What it says.
        text: String,
        /// It is of a list.
        is_list: bool,
    },
    /// A table.
    Table {
        /// Texts of its cells.
        rows: Vec<Vec<String>>,
        /// It is the matrix, not part of the minuta.
        is_matrix: bool,
    },
}

/// The texts of a table, as far as a minuta has them.
pub(crate) fn rows_of(table: &Table) -> Vec<Vec<String>> {
    /// Rows and columns that a table of a minuta has at most.
    const ROWS_MAX: u32 = 500;
    const COLUMNS_MAX: u32 = 12;
    let columns = table.columns.min(COLUMNS_MAX);
    (0..table.rows.min(ROWS_MAX))
        .map(|row| {
            (0..columns)
                .map(|column| table.text(row, column).to_owned())
                .collect()
        })
        .collect()
}

/// A minuta as found in a document, in its own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundMinutes {
    /// "MINUTA MESA 08- FASE 1".
    pub title: String,
    /// Number of the mesa, with its zero: "08".
    pub session: String,
    /// Phase: "1".
    pub phase: String,
    /// Implementing institution.
    pub institution: String,
    /// Date as printed: "19 de Abril de 2023".
    pub date: String,
    /// The same as year, month and day, when it can be read.
    pub day: Option<(i16, u8, u8)>,
    /// Where it was held.
    pub place: String,
    /// When it began, as printed.
    pub starts: String,
    /// When it ended, as printed.
    pub ends: String,
    /// Who convened it.
    pub convened_by: String,
    /// What was agreed.
    pub agreements: Vec<FoundAgreement>,
    /// Who was there.
    pub attendees: Vec<FoundPerson>,
    /// Who coordinated.
    pub coordinators: Vec<FoundPerson>,
    /// What was looked at.
    pub materials: Vec<String>,
    /// "Ninguna."
    pub remarks: String,
    /// What the annex is called: "ANEXO".
    pub annex_label: String,
    /// Title of the annex.
    pub annex_title: String,
    /// How many action lines its agreements say the matrix has.
    pub lines_said: Option<u32>,
    /// What is uncertain.
    pub doubts: Vec<Doubt>,
}

/// An agreement of a minuta.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundAgreement {
    /// Its number as printed.
    pub number: String,
    /// Its text.
    pub text: String,
    /// Remarks beside it.
    pub remarks: String,
    /// Who answers for it, if a column says so.
    pub responsible: String,
    /// When it is due, as printed, if a column says so.
    pub due: String,
}

/// A person of a minuta.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundPerson {
    /// Name as printed.
    pub name: String,
    /// Position or institution, if a column says so.
    pub position: String,
    /// The name stands outside the table of names.
    pub outside: bool,
}
