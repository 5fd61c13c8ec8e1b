//! Why a file was not read.

/// Why a file was not read. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The bytes are of no format that is read.
    #[error("the file is no Word, Excel, Calc or CSV file")]
    NotWorkbook,
    /// An Excel or Word of before 2007 (.xls, .doc).
    #[error("the file is an old .xls or .doc")]
    Old,
    /// The file has a password.
    #[error("the file has a password")]
    Protected,
    /// A container of either an old file or one with a password, and it does not say which.
    #[error("the file is an old .xls or .doc, or has a password")]
    OldOrProtected,
    /// The file is cut short or damaged.
    #[error("the file is damaged: {detail}")]
    Damaged {
        /// What the reader said.
        detail: String,
    },
    /// The file passes a limit.
    #[error("the file passes the limit of {max} {limit}")]
    TooLarge {
        /// Which one.
        limit: Limit,
        /// Its value.
        max: u64,
    },
    /// A cell holds more text than a field of a matrix may.
    #[error("cell {cell} holds more than {units_max} characters")]
    CellTooLong {
        /// The cell, as Excel names it.
        cell: String,
        /// The longest text, in UTF-16 units.
        units_max: usize,
    },
    /// No sheet has the columns of a matrix.
    #[error("no sheet looks like a matrix of action lines: {}", sheets.join(", "))]
    NotMatrix {
        /// Names of the sheets.
        sheets: Vec<String>,
    },
    /// The columns of a matrix are there, without any row under them.
    #[error("the sheet {sheet} has headers and no rows")]
    NoRows {
        /// The sheet.
        sheet: String,
    },
    /// The file broke the reader: a defect of Cotejo, not of the person.
    #[error("the reader failed on this file")]
    Broken,
}

/// A limit of [`crate::limits`] or of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Length of the file.
    FileBytes,
    /// Parts inside it.
    Parts,
    /// Length of its parts when inflated.
    InflatedBytes,
    /// Marks in its parts.
    Marks,
    /// Sheets.
    Sheets,
    /// Cells of a sheet.
    Cells,
    /// Text of a sheet.
    TextBytes,
    /// Rows of a sheet or of the matrix.
    Rows,
    /// Cells covered by merged ranges.
    MergedCells,
    /// Headings (ejes, prioridades…).
    Headings,
    /// Years.
    Years,
    /// Notes of cells.
    Notes,
    /// How much a part inflates.
    Inflation,
    /// Elements inside elements, tables inside tables.
    Nesting,
    /// Texts that cells share.
    SharedStrings,
    /// Styles.
    Styles,
    /// Tables of a document.
    Tables,
    /// Tracked changes.
    TrackedChanges,
    /// Cells that a formula is followed through.
    FormulaSteps,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::FileBytes => "bytes",
            Self::Parts => "parts",
            Self::InflatedBytes => "inflated bytes",
            Self::Marks => "marks",
            Self::Sheets => "sheets",
            Self::Cells => "cells",
            Self::TextBytes => "bytes of text",
            Self::Rows => "rows",
            Self::MergedCells => "merged cells",
            Self::Headings => "headings",
            Self::Years => "years",
            Self::Notes => "notes",
            Self::Inflation => "times its length when inflated",
            Self::Nesting => "levels of nesting",
            Self::SharedStrings => "shared texts",
            Self::Styles => "styles",
            Self::Tables => "tables",
            Self::TrackedChanges => "tracked changes",
            Self::FormulaSteps => "cells that a formula copies through",
        })
    }
}

impl ImportError {
    pub(crate) fn damaged(error: impl std::fmt::Display) -> Self {
        Self::Damaged {
            detail: error.to_string(),
        }
    }

    pub(crate) fn too_large(limit: Limit, max: impl TryInto<u64>) -> Self {
        Self::TooLarge {
            limit,
            max: max.try_into().unwrap_or(u64::MAX),
        }
    }
}
