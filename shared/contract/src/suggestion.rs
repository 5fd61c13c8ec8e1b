//! Suggestions: changes proposed by whoever may not, or would rather not, write them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a suggestion proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SuggestionKind {
    /// Another value for a cell.
    Cell,
    /// A new line.
    AddLine,
    /// To retire a line.
    RetireLine,
    /// To restore a line.
    RestoreLine,
}

/// What became of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SuggestionStatus {
    /// Nobody has decided.
    Open,
    /// Accepted whole.
    Accepted,
    /// Accepted in part.
    Partly,
    /// Refused.
    Refused,
    /// Its proposer took it back.
    Withdrawn,
    /// Two people decided differently at the same time.
    Contested,
}

/// A suggestion as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SuggestionView {
    /// Identifier (UUID).
    pub suggestion: String,
    /// What it proposes.
    pub kind: SuggestionKind,
    /// Name of the proposer; for what came out of a file, the name in the file.
    pub author: String,
    /// Whether it came out of a file, which names its proposer.
    #[serde(default)]
    pub imported: bool,
    /// The device of the proposer, or of whoever brought the file.
    pub device: String,
    /// Whether that device is this one.
    pub mine: bool,
    /// When it was made (RFC 3339), by the proposer's clock, or as its file says.
    pub at: String,
    /// Number of the row now; `null` for a new line or a retired row.
    pub row: Option<u32>,
    /// The line it is about, where it stands now; for a new line the one it comes after, "" at the
    /// end.
    pub line: String,
    /// The indicator, if it is about one.
    pub indicator: Option<String>,
    /// Name of the field; "" for a whole row.
    pub field: String,
    /// The version of the matrix it was made on.
    pub base: String,
    /// What the cell said then.
    pub before: String,
    /// What it should say.
    pub value: String,
    /// What the cell says now.
    pub now: String,
    /// Whether the cell changed since it was made.
    pub outdated: bool,
    /// The difference between then and the proposal, by words.
    pub spans: Vec<DiffSpan>,
    /// The cells of a new line.
    pub cells: BTreeMap<String, String>,
    /// The heading of a new line.
    pub heading: Option<String>,
    /// Why it is proposed.
    pub reason: String,
    /// What became of it.
    pub status: SuggestionStatus,
    /// Who decided; "" while nobody has.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<String>,
    /// Why.
    pub decision_reason: String,
    /// What was applied, if not all of it.
    pub applied: Option<String>,
}

/// A piece of a difference by words. Those of one number are one change, which is taken or left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DiffSpan {
    /// Whether it stays, goes or comes.
    pub kind: DiffKind,
    /// Its words.
    pub text: String,
    /// Number of its change, from 0; `null` for what stays.
    pub hunk: Option<u32>,
}

/// What happens to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DiffKind {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}
