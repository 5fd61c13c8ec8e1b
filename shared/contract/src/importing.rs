//! Bringing a file in: how it is read, what was found in it, what of it is uncertain. Rows are those
//! of the file, from 1; columns are named by letters, as spreadsheets do ("A", "B"… "AA").

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a file is read: what Cotejo guessed, with what a person changed of it. What `--map` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ImportMapping {
    /// Which table of the file, from 1.
    pub table: u32,
    /// Its rows of headers; `null` if it has none.
    #[serde(default)]
    pub header: Option<ImportHeader>,
    /// Column -> field; a column that is absent is not read.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Rows left out.
    #[serde(default)]
    pub skipped: BTreeSet<u32>,
    /// Row -> how many columns its cells move to the right (to the left, if negative).
    #[serde(default)]
    pub shifts: BTreeMap<u32, i32>,
    /// Headings given to rows.
    #[serde(default)]
    pub headings: Vec<ImportHeading>,
    /// Colour (six hexadecimal digits) -> what it means.
    #[serde(default)]
    pub colours: BTreeMap<String, ImportMeaning>,
    /// Whether notes and comments come along.
    #[serde(default = "yes")]
    pub comments: bool,
    /// Whether tracked changes come along, as suggestions.
    #[serde(default = "yes")]
    pub tracked: bool,
}

fn yes() -> bool {
    true
}

/// Rows of headers of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportHeader {
    /// The first.
    pub first: u32,
    /// The last; often the same.
    pub last: u32,
}

/// A heading given to a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportHeading {
    /// The row.
    pub row: u32,
    /// `axis`, `objective`, `priority` or `strategy`.
    pub level: String,
    /// "7. Texto"; "" for none.
    pub text: String,
}

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ImportMeaning {
    /// The row waits for another body ("sujeta a revisión").
    PendingExternal,
    /// The row is out of the matrix.
    Retired,
    /// Nothing.
    Nothing,
}

/// What was read of a file under a mapping; nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportView {
    /// Name of the file.
    pub file: String,
    /// Its format: "xlsx", "docx", "ods" or "csv".
    pub format: String,
    /// The mapping it was read by.
    pub mapping: ImportMapping,
    /// Its tables.
    pub tables: Vec<ImportTable>,
    /// Columns of the chosen table.
    pub columns: Vec<ImportColumn>,
    /// Rows of the chosen table that show something, wherever they go: what `import_rows` pages over.
    pub rows: u32,
    /// Years of the targets.
    pub years: Vec<u16>,
    /// Headings met, as printed, by level: what a row may be given.
    pub headings: BTreeMap<String, Vec<String>>,
    /// Colours met.
    pub colours: Vec<ImportColour>,
    /// What is uncertain.
    pub doubts: Vec<ImportDoubt>,
    /// A minuta around the matrix, if there is one.
    pub minutes: Option<ImportMinutes>,
    /// Why nothing can be imported by this mapping; `null`: it can.
    pub problem: Option<crate::Problem>,
    /// What would be written.
    pub found: ImportCounts,
}

/// What an import writes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportCounts {
    /// Title of the matrix.
    pub title: String,
    /// Institution.
    pub institution: String,
    /// Rows of the matrix.
    pub rows: u32,
    /// Of those, rows with the text of an action line.
    pub lines: u32,
    /// Of those, rows that wait for another body.
    pub pending: u32,
    /// Of those, rows out of the matrix.
    pub retired: u32,
    /// Notes and comments, which become threads.
    pub comments: u32,
    /// Tracked changes, which become suggestions.
    pub suggestions: u32,
}

/// A table of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportTable {
    /// Name of the sheet, or what the table is called in its document.
    pub name: String,
    /// Rows.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportColumn {
    /// Its letters.
    pub column: String,
    /// What its header says.
    pub header: String,
    /// What it holds; `null`: it is not imported.
    pub field: Option<String>,
    /// A few of its values.
    pub samples: Vec<String>,
}

/// What became of a row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ImportRowKind {
    /// A row of the matrix.
    Data,
    /// The person left it out.
    Skipped,
    /// It is one of the headers.
    Header,
    /// It is no row of the matrix: a title, a legend, a heading alone, headers printed again.
    Outside,
}

/// A row of the file as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRow {
    /// Its number in the file.
    pub at: u32,
    /// Number in the matrix; `null`: it is not imported.
    pub row: Option<u32>,
    /// What became of it.
    pub kind: ImportRowKind,
    /// What is read in each column.
    pub cells: Vec<String>,
    /// Colour behind each column, six hexadecimal digits; "" for none.
    pub fills: Vec<String>,
    /// Columns in doubt, with the index of their doubt in [`ImportView::doubts`].
    pub doubts: Vec<ImportCellDoubt>,
    /// How many columns its cells were moved to the right.
    pub shift: i32,
    /// It waits for another body.
    pub pending: bool,
    /// It is out of the matrix.
    pub retired: bool,
    /// Notes and tracked changes on it.
    pub notes: u32,
}

/// A cell in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportCellDoubt {
    /// Index of the column among those of the view; `null`: the whole row.
    pub column: Option<u32>,
    /// Index among the doubts of the view.
    pub doubt: u32,
}

/// Something uncertain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportDoubt {
    /// The doubt in words.
    pub sentence: String,
    /// Cells it is about, as far as it is about some.
    pub places: Vec<ImportPlace>,
}

/// A cell of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportPlace {
    /// Row of the file.
    pub at: u32,
    /// Number in the matrix.
    pub row: Option<u32>,
    /// Index of the row among those that `import_rows` pages over.
    pub index: u32,
    /// Its field; `null`: the whole row.
    pub field: Option<String>,
}

/// What is to be guessed anew of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ImportGuess {
    /// All of it but the table, which the person chose.
    Table,
    /// The columns, under the headers that the person chose.
    Columns,
}

/// A cell in doubt, for a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportDoubtful {
    /// Number of the row in the matrix.
    pub row: Option<u32>,
    /// Row of the file.
    pub at: u32,
    /// Field; `null`: the whole row.
    pub field: Option<String>,
    /// The doubt in words.
    pub sentence: String,
}

/// A colour met behind cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportColour {
    /// Six hexadecimal digits.
    pub colour: String,
    /// What it is called.
    pub name: String,
    /// Rows with some cell of it.
    pub rows: u32,
    /// Cells of it.
    pub cells: u32,
    /// What it is taken to mean.
    pub meaning: ImportMeaning,
    /// Whether nobody said what it means.
    pub guessed: bool,
    /// Index of the first row with it among those that `import_rows` pages over.
    pub first: Option<u32>,
}

/// A minuta around the matrix, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportMinutes {
    /// Its title.
    pub title: String,
    /// Its date, as printed.
    pub date: String,
    /// What was agreed.
    pub agreements: Vec<String>,
    /// Who was there.
    pub attendees: Vec<String>,
    /// Who coordinated.
    pub coordinators: Vec<String>,
    /// What is uncertain of it.
    pub doubts: Vec<String>,
}

/// A dossier that a file looks like a changed copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileMatch {
    /// The dossier.
    pub dossier: String,
    /// Its title.
    pub title: String,
    /// Its institution.
    pub institution: String,
    /// Whether Cotejo exported the file from it: its rows are known by their ids.
    pub by_ids: bool,
    /// Rows of the file that are rows of it.
    pub rows: u32,
}

/// What a file would bring to a dossier it is a changed copy of, against the version it left from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileComparison {
    /// The dossier.
    pub dossier: String,
    /// Its title.
    pub title: String,
    /// What the version is called that the file left from.
    pub base: String,
    /// Whether the rows were known by their ids.
    pub by_ids: bool,
    /// Who sent the file.
    pub sender: String,
    /// Rows of the file found in the dossier.
    pub matched: u32,
    /// Cells that change, and are proposed.
    pub changed: u32,
    /// Of those, cells that changed in the dossier too since the file left.
    pub clashing: u32,
    /// New rows, proposed.
    pub added: u32,
    /// Lines that the file does not have any more, proposed to be retired.
    pub missing: u32,
    /// Comments, which begin conversations.
    pub comments: u32,
    /// What the file says and was brought before, or the dossier says already.
    pub known: u32,
    /// The file does not look whole: what it lacks is not proposed to be retired.
    pub partial: bool,
    /// Each of what would be proposed or said.
    pub items: Vec<FileDifference>,
}

/// Something a file brings to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileDifference {
    /// What it is.
    pub kind: FileDifferenceKind,
    /// Number of the row now; of a new one, `null`.
    pub row: Option<u32>,
    /// Name of the field; "" for a whole row.
    pub field: String,
    /// What the version said that the file left from.
    pub before: String,
    /// What the dossier says now.
    pub now: String,
    /// What the file says.
    pub file: String,
    /// Whether both changed it.
    pub clashes: bool,
    /// Who, as the file or whoever brings it says.
    pub author: String,
}

/// What a file may bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum FileDifferenceKind {
    /// Another value for a cell.
    Cell,
    /// A new row.
    Added,
    /// A line the file does not have any more.
    Missing,
    /// A comment.
    Comment,
}
