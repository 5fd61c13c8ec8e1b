//! What waits for a decision, and what is for one's own eyes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{RowState, SuggestionStatus};

/// Why something waits for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DecisionKind {
    /// Two values of a scalar.
    Values,
    /// A merged text has a numeral nobody wrote.
    Numeral,
    /// Two people wrote over each other in a text.
    Overlap,
    /// A row was retired and edited at once.
    RetiredAndEdited,
    /// A row was moved to two places at once.
    MovedTwice,
    /// A row was given two states at once.
    States,
    /// A suggestion was decided in two ways at once.
    Verdicts,
    /// An approved row changed after it was approved.
    ChangedAfterApproval,
}

/// Something that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DecisionView {
    /// Names it while it waits: the same on every device.
    pub key: String,
    /// Why it waits.
    pub kind: DecisionKind,
    /// Number of the row now.
    pub row: Option<u32>,
    /// The line.
    pub line: String,
    /// The indicator, if it is about one.
    pub indicator: Option<String>,
    /// Name of the field; "" for the row.
    pub field: String,
    /// The suggestion it is about; "" otherwise.
    pub subject: String,
    /// What can be chosen, with who wrote it: the same order on every device.
    pub choices: Vec<ChoiceView>,
}

/// One of the answers to a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChoiceView {
    /// What to pass to choose it.
    pub choose: u32,
    /// The text it would leave; "" where it does something else.
    pub value: String,
    /// What it does, where it leaves no text that somebody wrote.
    pub means: Option<ChoiceMeaning>,
    /// Who wrote it; "" for a merge.
    pub author: String,
    /// When (RFC 3339).
    pub at: String,
}

/// What a choice does, where it leaves no text that somebody wrote: whoever shows it puts it into
/// words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "does",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum ChoiceMeaning {
    /// The row stays in the matrix.
    Keep,
    /// The row is retired.
    Retire,
    /// The line stands in a place.
    PlaceLine {
        /// The heading it hangs from, as printed; "" for none.
        under: String,
        /// The line it comes after; "" for none.
        after: String,
    },
    /// The indicator belongs to a line.
    PlaceIndicator {
        /// Text of the line.
        line: String,
    },
    /// The row has a state.
    State {
        /// Which.
        state: RowState,
    },
    /// An approved row that changed is approved as it reads now.
    ApproveAsItIs,
    /// It is open again.
    Reopen,
    /// The suggestion is decided so.
    Verdict {
        /// How.
        verdict: SuggestionStatus,
    },
    /// Of a row that was made twice one stays.
    KeepOne,
    /// Both stay.
    KeepBoth,
}

/// Why something is for this person's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum NoticeKind {
    /// A comment speaks to them.
    Mention,
    /// Somebody answered in a thread they wrote in.
    Reply,
    /// Their suggestion was decided.
    Verdict,
    /// A suggestion waits for whoever may decide it.
    Suggestion,
    /// A consultation they wrote down was answered.
    Answer,
    /// A value they wrote lost against another, or was written over in a merge.
    Lost,
    /// A row they wrote was returned with a reason.
    Returned,
    /// A review window is about to close.
    WindowClosing,
}

/// Something for this person's eyes ("Para mí").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoticeView {
    /// Names it: to mark it as read.
    pub key: String,
    /// Why it is here.
    pub kind: NoticeKind,
    /// Number of the row now.
    pub row: Option<u32>,
    /// The line; "" if it is about none.
    pub line: String,
    /// The indicator.
    pub indicator: Option<String>,
    /// Name of the field; "" for the row.
    pub field: String,
    /// The thread, suggestion, consultation or window it is about.
    pub subject: String,
    /// Who did it.
    pub author: String,
    /// When (RFC 3339).
    pub at: String,
    /// What it says: the comment, the reason, the value that was lost.
    pub text: String,
    /// What a lost value lost against.
    pub now: String,
    /// Whether it was not looked at yet.
    pub unread: bool,
}
