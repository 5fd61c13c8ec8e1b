//! What can be said of a paper that somebody hands in: whether it is of a dossier of this computer,
//! whether the file is the one Cotejo made, and what changed since.

mod words;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DifferenceView, Language};

/// Which data a document is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DocumentOutcome {
    /// Of a closed version of a dossier that is here, and its digest is that version's.
    Version,
    /// Of a matrix that was not closed.
    Draft,
    /// Its digest is not that of what it names.
    Mismatch,
    /// It names a version or a moment that this computer does not have.
    VersionUnknown,
    /// It names a dossier that is not on this computer.
    DossierUnknown,
    /// Nothing in it says that Cotejo made it.
    #[default]
    NotOurs,
}

/// Whether a file is the one that Cotejo made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PrintMatch {
    /// Byte for byte what Cotejo prints of it.
    Exact,
    /// The original is whole at its beginning, and something was added after it: as an electronic
    /// signature does.
    Added,
    /// It is another file: changed, scanned or saved again by another program.
    Changed,
    /// The same rows with the same words, in a format that anybody can edit.
    SameContent,
    /// There is nothing to compare it with, and [`Uncompared`] says why.
    #[default]
    NotCompared,
}

/// Why a file was not compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Uncompared {
    /// There was no file, or what it says of its data is reason enough.
    #[default]
    NoReason,
    /// The pictures of its head are not those that are here.
    Logos,
    /// Another edition of Cotejo laid it out.
    Layout,
    /// Comments were printed with it, and those of now are others.
    Comments,
    /// Its minuta is not here, or not as it was when it was printed.
    Minutes,
    /// What is printed of it now is not the same, and beside the matrix it says what is not kept as it
    /// was: it may be that the file changed, or the dossier.
    Unsure,
    /// It could not be printed again.
    Printing,
}

/// What the rows of a file that can be edited say beside those it was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileRows {
    /// Whether it can be read as a matrix at all.
    pub readable: bool,
    /// Everything in which it departs: cells, rows and columns.
    pub departures: u32,
    /// Of those, cells.
    pub cells: u32,
    /// The first of them.
    pub first: Vec<FileDeparture>,
}

/// Something in which a file departs from what it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileDeparture {
    /// What it is.
    pub kind: FileDepartureKind,
    /// Number of the row as it was exported; `null` for a new row, and for a column.
    pub row: Option<u32>,
    /// Name of the field; "" for a whole row.
    pub field: String,
    /// What that field is called.
    pub column: String,
    /// What was exported.
    pub exported: String,
    /// What the file says.
    pub file: String,
    /// All of it in a sentence.
    pub sentence: String,
}

/// In what a file may depart from what it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum FileDepartureKind {
    /// A cell says something else.
    Cell,
    /// A row that was not exported.
    Added,
    /// A row that is not there any more.
    Missing,
    /// A row that stands in another place.
    Moved,
    /// A column that is not there any more.
    Column,
}

/// What was found out about a document, without connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DocumentVerdict {
    /// Which data it is of.
    pub outcome: DocumentOutcome,
    /// Whether the file is the one that was made.
    pub file: PrintMatch,
    /// Why it was not compared.
    pub uncompared: Uncompared,
    /// What its rows say, where it is a file that can be edited and they were read back.
    pub rows: Option<FileRows>,
    /// All of it in a sentence.
    pub sentence: String,
    /// What to do next.
    pub next: String,
    /// The dossier; "" if none is known.
    pub dossier: String,
    /// Its title.
    pub title: String,
    /// Its institution.
    pub institution: String,
    /// The version it names; "" for a draft.
    pub version: String,
    /// What that version is called.
    pub version_name: String,
    /// Folio of that version.
    pub folio: String,
    /// When that version was closed, or the draft was printed, in words.
    pub dated: String,
    /// The digest the document has.
    pub digest: String,
    /// The digest of the same data here; "" where it is not known.
    pub digest_here: String,
    /// The point in time it is of, for `compare`; "" where it is not known.
    pub point: String,
    /// How many things changed since; `null` where it is not known.
    pub changes: Option<u32>,
    /// The first of them.
    pub differences: Vec<DifferenceView>,
}

/// A document, and what was found out about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VerifiedDocument {
    /// Name of its file; "" for a text that was typed.
    pub name: String,
    /// What was found out.
    pub verdict: DocumentVerdict,
}

impl DocumentVerdict {
    /// The same, said in a language. This is the one place where its sentences are written.
    #[must_use]
    pub fn said(mut self, language: Language) -> Self {
        let (sentence, next) = words::said(&self, language);
        self.sentence = sentence;
        self.next = next;
        for departure in self.rows.iter_mut().flat_map(|rows| &mut rows.first) {
            departure.sentence = words::departure(departure, language);
        }
        self
    }
}
