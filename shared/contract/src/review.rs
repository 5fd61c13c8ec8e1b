//! What is done in the review of a matrix, and the whole of it as it is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    CommentView, ConsultationOutcome, ConsultationView, DecisionView, RowState, RowStateView,
    SuggestionView, VerificationOutcome, VerificationView, VersionView, WindowView,
};

/// The review of a dossier but for its comments: whole each time, as of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct ReviewView {
    /// Suggestions, oldest first; decided and withdrawn ones too.
    pub suggestions: Vec<SuggestionView>,
    /// Consultations, oldest first; answered ones too.
    pub consultations: Vec<ConsultationView>,
    /// States of the lines that are not plain drafts.
    pub states: Vec<RowStateView>,
    /// Review windows, oldest first; at most the last is open.
    pub windows: Vec<WindowView>,
    /// What was said of baselines; the last of each indicator.
    pub verifications: Vec<VerificationView>,
    /// Closed versions, oldest first.
    pub versions: Vec<VersionView>,
    /// What waits for a decision, in the order of the rows: the same list on every device that
    /// holds the same changes.
    pub decisions: Vec<DecisionView>,
}

/// Something done in the review. One list of them is one step: all or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum ReviewAction {
    /// A comment: in a thread, or beginning one.
    Comment {
        /// The thread it answers in; its place is then that of the thread.
        thread: Option<String>,
        /// Identifier of the action line (UUID).
        line: String,
        /// Identifier of the indicator (UUID), if it is about one.
        indicator: Option<String>,
        /// Name of the field; "" for the whole row.
        field: String,
        /// The comment.
        text: String,
        /// Devices of the people it speaks to.
        mentions: Vec<String>,
        /// Never exported unless asked. Only the first comment of a thread says so.
        internal: bool,
        /// Where the words it is about begin in the text of the cell, in UTF-16 units.
        #[ts(type = "number | null")]
        from: Option<u64>,
        /// Where they end.
        #[ts(type = "number | null")]
        to: Option<u64>,
    },
    /// Writes one's own comment anew.
    EditComment {
        /// The comment.
        comment: String,
        /// What it says now.
        text: String,
        /// Devices of the people it speaks to.
        mentions: Vec<String>,
    },
    /// Takes one's own comment back: that it was there stays visible.
    WithdrawComment {
        /// The comment.
        comment: String,
    },
    /// Closes a thread or opens it again.
    ResolveThread {
        /// The thread.
        thread: String,
        /// Whether it is resolved.
        resolved: bool,
    },
    /// Proposes another value for a cell.
    Suggest {
        /// Identifier of the action line (UUID).
        line: String,
        /// Identifier of the indicator (UUID), if it is of one.
        indicator: Option<String>,
        /// Name of the field.
        field: String,
        /// What it should say.
        value: String,
        /// The version of the matrix the proposer had before their eyes; `null`: now.
        base: Option<String>,
        /// Why; may be "".
        reason: String,
    },
    /// Proposes a new line.
    SuggestLine {
        /// The line it comes after; `null`: at the end.
        after: Option<String>,
        /// Its innermost heading.
        heading: Option<String>,
        /// Its cells by name of the field; those of an indicator make one.
        cells: BTreeMap<String, String>,
        /// Why; may be "".
        reason: String,
    },
    /// Proposes to retire a line, or to restore it.
    SuggestRetire {
        /// The line.
        line: String,
        /// Whether it should be out.
        retired: bool,
        /// Why; may be "".
        reason: String,
    },
    /// Takes one's own suggestion back.
    WithdrawSuggestion {
        /// The suggestion.
        suggestion: String,
    },
    /// Accepts a suggestion: it is applied at the version it was made on and merged with what
    /// happened since.
    Accept {
        /// The suggestion.
        suggestion: String,
        /// Numbers of the changes taken, as [`SuggestionView::spans`] counts them; `null`: all.
        hunks: Option<Vec<u32>>,
        /// Why; may be "".
        reason: String,
    },
    /// Refuses a suggestion.
    Refuse {
        /// The suggestion.
        suggestion: String,
        /// Why: it is shown to the proposer, and asked for.
        reason: String,
    },
    /// Asks another body about a row.
    Consult {
        /// The line.
        line: String,
        /// The indicator, if it is about one.
        indicator: Option<String>,
        /// Name of the field, "" for the whole row.
        field: String,
        /// The body asked: "SFA".
        body: String,
        /// What is asked.
        question: String,
        /// The day it was asked, in Mexico City ("2023-04-19").
        asked_on: String,
        /// By when an answer is wanted.
        due_on: Option<String>,
        /// Whether what the cell says was such a note ("Socializar con SFA"): it is kept as the
        /// note of the consultation, and the cell is emptied.
        empty_cell: bool,
    },
    /// Writes down the answer to a consultation, or corrects it.
    Answer {
        /// The consultation.
        consultation: String,
        /// What was answered.
        answer: String,
        /// The day it was answered.
        answered_on: String,
        /// What came of it.
        outcome: ConsultationOutcome,
    },
    /// Opens a consultation that was answered again.
    Reopen {
        /// The consultation.
        consultation: String,
        /// Why.
        reason: String,
    },
    /// Gives lines a state.
    SetState {
        /// The lines.
        lines: Vec<String>,
        /// The state.
        state: RowState,
        /// Why; needed to return a line and to reopen an approved one.
        reason: String,
    },
    /// Opens a review window.
    OpenWindow {
        /// Its last day, whole, in Mexico City ("2023-04-24").
        closes_on: String,
        /// To whom changes are notified.
        notify_to: String,
        /// Anything else; may be "".
        note: String,
    },
    /// Gives the open window another last day.
    MoveWindow {
        /// The window.
        window: String,
        /// Its last day.
        closes_on: String,
        /// Why.
        reason: String,
    },
    /// Closes the open window before its day, or after.
    CloseWindow {
        /// The window.
        window: String,
        /// Why; may be "".
        reason: String,
    },
    /// Says that a baseline was checked, or corrects it.
    VerifyBaseline {
        /// The line.
        line: String,
        /// The indicator.
        indicator: String,
        /// Verified as it was, or corrected.
        outcome: VerificationOutcome,
        /// The value corrected to; `null` where it stays.
        value: Option<String>,
        /// Who vouches for it.
        person: String,
        /// Source or remark; may be "".
        note: String,
    },
    /// Names the present state and closes it as a version.
    CloseVersion {
        /// Its name: "Versión de la mesa 08".
        name: String,
        /// Anything else; may be "".
        note: String,
    },
}

/// What came of a step in the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewReceipt {
    /// Identifiers of what was made, in order: comments, suggestions, consultations, windows,
    /// versions.
    pub made: Vec<String>,
    /// The comments that are new or read differently.
    pub comments: Vec<CommentView>,
    /// The review after it.
    pub review: ReviewView,
}
