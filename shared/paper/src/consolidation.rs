//! The programme of a state as it is handed out: the rows of all matrices, what each axis and each
//! priority is covered by, and how each institution stands. Tables of words and counts, in one file.

mod csv;
mod word;
mod workbook;

pub use csv::consolidation_csv;
pub use word::consolidation_docx;
pub use workbook::consolidation_xlsx;

use crate::PaperSize;

/// What is handed out of a programme, ready to be printed: every word of it is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsolidationReport {
    /// Title above everything: the programme's name.
    pub title: String,
    /// What it is of, line by line: how many institutions, which filters.
    pub lines: Vec<String>,
    /// Its tables; the first has the rows of the matrices.
    pub tables: Vec<ReportTable>,
    /// What the foot of every page says: when it was made.
    pub foot: String,
    /// "Página" and "de", as they are said before the number of the page and that of all.
    pub page_words: [String; 2],
    /// What the yellow means, said below the first table; "" if nothing is marked.
    pub legend: String,
    /// Language of the words: "es-MX".
    pub language: String,
    /// When it was made, in seconds since 1970: what a file says of itself.
    pub dated_unix_s: i64,
    /// The sheet, which lies on its side.
    pub paper: PaperSize,
}

/// A table of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportTable {
    /// Name of its sheet in a workbook, at most 31 letters: "Cobertura por eje".
    pub name: String,
    /// Title above it.
    pub title: String,
    /// Its columns.
    pub columns: Vec<ReportColumn>,
    /// Its rows.
    pub rows: Vec<ReportRow>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportColumn {
    /// Header.
    pub header: String,
    /// Share of the width of the table, in parts.
    pub width_parts: u32,
    /// Whether its cells are counts: to the right, and numbers for who computes with them.
    pub counts: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportRow {
    /// One for each column; of a row over a group only the first.
    pub cells: Vec<String>,
    /// Sujeta a revisión: yellow; a cell says it in words too.
    pub marked: bool,
    /// It stands over a group of rows, and runs over all columns.
    pub over: bool,
}

impl ReportTable {
    /// A row with a cell for every column.
    fn cells<'a>(&self, row: &'a ReportRow) -> impl Iterator<Item = &'a str> {
        let cells = row.cells.iter().map(String::as_str);
        cells.chain(std::iter::repeat("")).take(self.columns.len())
    }
}
