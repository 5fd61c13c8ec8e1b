//! How far an agreement has come: consultations, states of rows, review windows, baselines,
//! versions.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What came of asking another body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ConsultationOutcome {
    /// They agree as it is.
    Agreed,
    /// They agree with changes.
    AgreedWithChanges,
    /// They do not agree.
    NotAgreed,
    /// It is not theirs to say.
    NotTheirs,
    /// They did not answer.
    NoAnswer,
}

/// A question to another body about a row ("Socializar con SFA").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsultationView {
    /// Identifier (UUID).
    pub consultation: String,
    /// Number of the row now; `null` when it is retired.
    pub row: Option<u32>,
    /// The line, where it stands now.
    pub line: String,
    /// The indicator, if it is about one.
    pub indicator: Option<String>,
    /// Name of the field; "" for the whole row.
    pub field: String,
    /// The body asked.
    pub body: String,
    /// What is asked.
    pub question: String,
    /// What stood in the cell that it was made from; "" otherwise.
    pub note: String,
    /// The day it was asked ("2023-04-19").
    pub asked_on: String,
    /// Who wrote it down; for what came out of a file, the name in the file.
    pub asked_by: String,
    /// Whether it came out of a file, which names who wrote it.
    #[serde(default)]
    pub imported: bool,
    /// By when an answer is wanted.
    pub due_on: Option<String>,
    /// Whether it waits for an answer.
    pub open: bool,
    /// What was answered; "" while nothing is.
    pub answer: String,
    /// The day it was answered.
    pub answered_on: Option<String>,
    /// Who wrote the answer down.
    pub answered_by: String,
    /// What came of it.
    pub outcome: Option<ConsultationOutcome>,
    /// Whether two answers were written down at the same time: the other stays in `others`.
    pub contested: bool,
    /// Answers written down at the same time as the one shown: who, and what.
    pub others: Vec<String>,
}

/// State of a line in the review. "Sujeta a revisión" is not among them: it follows from the mark
/// of the row and its open consultations, whatever the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum RowState {
    /// Borrador.
    Draft,
    /// En revisión.
    InReview,
    /// Observada: returned with a reason.
    Returned,
    /// Aprobada: locked until it is reopened.
    Approved,
}

/// The state of a line, with who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RowStateView {
    /// The line.
    pub line: String,
    /// The state.
    pub state: RowState,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: String,
    /// When (RFC 3339), by their clock.
    pub at: String,
    /// Whether an approved line changed since it was approved: edits that arrived later.
    pub changed_since: bool,
    /// Other states given at the same time.
    pub others: Vec<OtherStateView>,
}

/// A state given at the same time as the one that shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OtherStateView {
    /// The state.
    pub state: RowState,
    /// Who gave it.
    pub by: String,
}

/// How a review window stands today, in Mexico City.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum WindowStatus {
    /// Its last day has not passed.
    Open,
    /// Its last day has passed and nobody has closed it.
    Past,
    /// Closed by the coordinator.
    Closed,
}

/// A review window: until when changes are notified, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WindowView {
    /// Identifier (UUID).
    pub window: String,
    /// Its last day, whole ("2023-04-24").
    pub closes_on: String,
    /// To whom changes are notified.
    pub notify_to: String,
    /// Anything else.
    pub note: String,
    /// Who opened it.
    pub opened_by: String,
    /// When (RFC 3339).
    pub opened_at: String,
    /// The version of the matrix handed out with it.
    pub version: String,
    /// How it stands.
    pub status: WindowStatus,
    /// Days until its last day: 0 on it, negative after it.
    pub days_left: i32,
    /// Who closed it.
    pub closed_by: String,
    /// When.
    pub closed_at: Option<String>,
    /// Why it was moved or closed.
    pub reason: String,
    /// Cells changed since it was opened.
    pub changed_cells: u32,
    /// Changes made in time that reached this computer after the last day.
    pub arrived_late: u32,
    /// Changes made after the last day (*extemporáneas*).
    pub made_late: u32,
}

/// What was said of a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum VerificationOutcome {
    /// It is right as it stands.
    Verified,
    /// It was corrected.
    Corrected,
}

/// The verification of an indicator's baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VerificationView {
    /// Number of the row now.
    pub row: Option<u32>,
    /// The line.
    pub line: String,
    /// The indicator.
    pub indicator: String,
    /// Verified or corrected.
    pub outcome: VerificationOutcome,
    /// The baseline that was verified, or corrected to.
    pub value: String,
    /// Who vouches for it.
    pub person: String,
    /// Source or remark.
    pub note: String,
    /// Who wrote it down.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// Whether the baseline says something else now.
    pub stale: bool,
}

/// A closed version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VersionView {
    /// Identifier (UUID).
    pub id: String,
    /// Its name.
    pub name: String,
    /// Anything else.
    pub note: String,
    /// Who closed it.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// The matrix then: to be passed as a point in time.
    pub matrix: String,
    /// A short digest of the matrix then, as it is printed.
    pub digest: String,
    /// Rows it has.
    pub rows: u32,
    /// Whether this computer holds everything it names.
    pub here: bool,
    /// Whether the matrix is still just that.
    pub current: bool,
}
