//! The notification of changes: what each cell said and says, who wrote it and when, as a document to
//! sign and hand on (Word) or as a table (CSV).

use crate::csv;

/// What is notified. It is printed in Spanish, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangesReport {
    /// What the document is called: "Notificación de cambios".
    pub heading: String,
    /// Title of the matrix.
    pub matrix: String,
    /// Whose matrix it is.
    pub institution: String,
    /// What stands above the table, each with its name: "Desde", a version and its date.
    pub facts: Vec<(String, String)>,
    /// The changes.
    pub changes: Vec<ReportedChange>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportedChange {
    /// Number of the row; "" for one that has none.
    pub row: String,
    /// The cell, or what happened to the row.
    pub place: String,
    /// The difference, by words.
    pub words: Vec<Word>,
    /// Who wrote it.
    pub who: String,
    /// When; in lines of their own, whatever else is to be known of it.
    pub when: Vec<String>,
    /// Whether it came after the last day for it.
    pub late: bool,
}

/// Words of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What becomes of them.
    pub kind: WordKind,
    /// They.
    pub text: String,
}

/// What becomes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// They stay.
    Same,
    /// They go.
    Removed,
    /// They come.
    Added,
}

/// How a late change is marked: with a word, since colours are lost on a copy.
pub(crate) const LATE: &str = "Extemporáneo";
/// The columns of the table.
pub(crate) const COLUMNS: [&str; 6] = ["Renglón", "Campo", "Decía", "Dice", "Quién", "Cuándo"];

impl ReportedChange {
    fn text(&self, gone: WordKind) -> String {
        let kept = self.words.iter().filter(|word| word.kind != gone);
        kept.map(|word| word.text.as_str()).collect()
    }

    /// What it said.
    pub fn before(&self) -> String {
        self.text(WordKind::Added)
    }

    /// What it says.
    pub fn after(&self) -> String {
        self.text(WordKind::Removed)
    }
}

/// The table as CSV: UTF-8 with its mark, commas, CRLF. No cell can act as a formula in the program
/// that opens it.
pub fn changes_csv(report: &ChangesReport) -> Vec<u8> {
    let mut text = String::from(csv::BYTE_ORDER_MARK);
    let columns = COLUMNS.iter().chain([&LATE]);
    csv::line(&mut text, columns.map(|name| (*name).to_owned()));
    for change in &report.changes {
        let late = if change.late { "Sí" } else { "" };
        let cells = [
            change.row.clone(),
            change.place.clone(),
            change.before(),
            change.after(),
            change.who.clone(),
            change.when.join("; "),
            late.to_owned(),
        ];
        csv::line(&mut text, cells.into_iter());
    }
    text.into_bytes()
}
