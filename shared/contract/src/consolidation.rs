//! Many dossiers as one table: the programme of the whole state.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{FindingLevel, RoleName, RowState, WindowStatus};

/// A named selection of the dossiers of this computer. It is this computer's own and is sent to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProgrammeView {
    /// Identifier, 32 hexadecimal digits; "" for one to be made.
    pub programme: String,
    /// Its name: "Programa estatal 2024-2026".
    pub name: String,
    /// Its dossiers.
    pub dossiers: Vec<String>,
}

/// Something a row may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum RowLack {
    /// The target of a year.
    Target,
    /// A baseline.
    Baseline,
    /// An indicator with a name.
    Indicator,
    /// The text of its line.
    Line,
}

/// What the rows of a programme are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ConsolidationColumn {
    /// As in the form: axis, priority, institution, row.
    #[default]
    Form,
    /// Institution.
    Institution,
    /// Text of the line.
    Line,
    /// Name of the indicator.
    Indicator,
    /// State in the review.
    State,
    /// Findings, the gravest first.
    Findings,
}

/// What the rows of a programme are put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ConsolidationGrouping {
    /// Nothing.
    #[default]
    None,
    /// Axis.
    Axis,
    /// Priority.
    Priority,
    /// Institution.
    Institution,
}

/// Which rows of which dossiers, and in which order. What is empty or absent leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct ConsolidationQuery {
    /// The programme; `null`: every dossier of this computer.
    pub programme: Option<String>,
    /// Names of institutions, in whatever way they are written.
    pub institutions: Vec<String>,
    /// Keys, numbers or texts of axes; "" for rows without axis.
    pub axes: Vec<String>,
    /// Keys, numbers or texts of priorities; "" for rows without priority.
    pub priorities: Vec<String>,
    /// States of the review.
    pub states: Vec<RowState>,
    /// Sujeta a revisión, or not.
    pub subject: Option<bool>,
    /// With findings that matter at least so much.
    pub findings: Option<FindingLevel>,
    /// Lacking each of these.
    pub lacks: Vec<RowLack>,
    /// Of matrices with a target for one of these years; only those targets are shown and counted.
    pub years: Vec<u16>,
    /// With each of these words.
    pub text: String,
    /// What rows are sorted by.
    pub sort: ConsolidationColumn,
    /// The last first.
    pub descending: bool,
    /// What they are put together by.
    pub group: ConsolidationGrouping,
}

/// What some rows come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CoverageView {
    /// Institutions with a row among them.
    pub institutions: u32,
    /// Rows.
    pub rows: u32,
    /// Lines of action with a text, each once.
    pub lines: u32,
    /// Rows with a named indicator.
    pub indicators: u32,
    /// Rows with a target for every year looked at.
    pub with_targets: u32,
    /// Rows without baseline.
    pub without_baseline: u32,
    /// Rows sujetas a revisión.
    pub subject: u32,
    /// Lines in draft.
    pub draft: u32,
    /// Lines in review.
    pub in_review: u32,
    /// Lines returned.
    pub returned: u32,
    /// Lines approved.
    pub approved: u32,
    /// Findings to be mended.
    pub errors: u32,
    /// Findings to be looked at.
    pub warnings: u32,
    /// Findings to be known.
    pub notes: u32,
    /// Rows in which something is found.
    pub found_in: u32,
}

/// An axis or a priority, as all matrices together have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsolidatedHeading {
    /// What names it in a query; "" for the rows that have none.
    pub key: String,
    /// Number as text; "" if it has none.
    pub number: String,
    /// Text, as most matrices have it; "" for the rows that have none.
    pub text: String,
    /// Other ways it is written, the most frequent first.
    pub spellings: Vec<String>,
    /// Whether another heading has the same number and reads otherwise.
    pub shares_number: bool,
    /// Of a priority: key of the axis most of its rows stand under.
    pub axis: Option<String>,
    /// What the rows looked at come to under it.
    pub coverage: CoverageView,
}

/// How the last review window of a dossier stands today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DeadlineView {
    /// Its last day, whole ("2023-04-24").
    pub closes_on: String,
    /// How it stands.
    pub status: WindowStatus,
    /// Days until its last day: 0 on it, negative after it.
    pub days_left: i32,
}

/// The last version of a dossier that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LastVersionView {
    /// Its name.
    pub name: String,
    /// When (RFC 3339).
    pub at: String,
    /// Whether the matrix is still just that.
    pub current: bool,
}

/// A dossier of the programme: all of it, whatever rows are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsolidatedDossier {
    /// Identifier, 32 hexadecimal digits.
    pub dossier: String,
    /// Title of its matrix.
    pub title: String,
    /// Its institution, as its matrices write it first; two dossiers of one have the same.
    pub institution: String,
    /// One's role.
    pub role: RoleName,
    /// Years of its programme.
    pub years: Vec<u16>,
    /// What all its rows come to.
    pub coverage: CoverageView,
    /// Its rows among those looked at.
    pub shown: u32,
    /// Consultations that wait for an answer.
    pub consultations: u32,
    /// What waits for a decision.
    pub to_decide: u32,
    /// Its last closed version.
    pub version: Option<LastVersionView>,
    /// Its last review window.
    pub deadline: Option<DeadlineView>,
    /// Whether it is shared.
    pub shared: bool,
    /// Last time its relay answered (RFC 3339).
    pub last_contact: Option<String>,
}

/// Lines of an institution under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MeetingView {
    /// Place of the heading among the axes, or the priorities.
    pub heading: u32,
    /// Place of the institution.
    pub institution: u32,
    /// Lines with a text, each once.
    pub lines: u32,
    /// Rows.
    pub rows: u32,
}

/// A group of rows of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsolidationSection {
    /// Number and text of its heading, or its institution; "" for rows that have none.
    pub label: String,
    /// Place of its first row.
    pub first: u32,
    /// How many rows it has.
    pub rows: u32,
}

/// A row of the table across all matrices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsolidatedRow {
    /// Its dossier.
    pub dossier: String,
    /// Its institution.
    pub institution: String,
    /// Number of the row in its matrix.
    pub row: u32,
    /// Its line (UUID).
    pub line: String,
    /// Its indicator (UUID).
    pub indicator: Option<String>,
    /// Its axis, number and text, as its matrix writes it.
    pub axis: String,
    /// Its priority.
    pub priority: String,
    /// Text of the line.
    pub action_line: String,
    /// Name of the indicator.
    pub indicator_name: String,
    /// How to read it.
    pub interpretation: String,
    /// Unit of measure as printed.
    pub unit_of_measure: String,
    /// Formula as printed.
    pub formula: String,
    /// Frequency as printed.
    pub frequency: String,
    /// Value of the baseline as printed; "" if none.
    pub baseline: String,
    /// Targets as printed, one for each of [`ConsolidationView::years`]; "" where blank, `null` where its
    /// programme has no such year.
    pub targets: Vec<Option<String>>,
    /// State of its line.
    pub state: RowState,
    /// Sujeta a revisión.
    pub subject: bool,
    /// Open consultations.
    pub consultations: u32,
    /// Open threads of comments.
    pub comments: u32,
    /// Findings to be mended.
    pub errors: u32,
    /// Findings to be looked at.
    pub warnings: u32,
    /// Findings to be known.
    pub notes: u32,
}

/// Many dossiers as one: what they come to, and the first rows of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsolidationView {
    /// Names what was read: pages of the same version are of the same table.
    pub version: String,
    /// Years whose targets are shown.
    pub years: Vec<u16>,
    /// Every year of one of the dossiers.
    pub all_years: Vec<u16>,
    /// Names of the institutions, in order.
    pub institutions: Vec<String>,
    /// The dossiers, by institution.
    pub dossiers: Vec<ConsolidatedDossier>,
    /// Axes, in order; the last is for rows without.
    pub axes: Vec<ConsolidatedHeading>,
    /// Priorities, in order; the last is for rows without.
    pub priorities: Vec<ConsolidatedHeading>,
    /// What all rows looked at come to.
    pub coverage: CoverageView,
    /// Where axes and institutions meet.
    pub axis_meetings: Vec<MeetingView>,
    /// Where priorities and institutions meet.
    pub priority_meetings: Vec<MeetingView>,
    /// How many rows there are before any is left out.
    pub all_rows: u32,
    /// What the query names and no dossier has.
    pub unknown: Vec<String>,
    /// The groups of the table; none if its rows are not put together.
    pub sections: Vec<ConsolidationSection>,
    /// How many rows the table has.
    pub total: u32,
    /// Its first rows.
    pub rows: Vec<ConsolidatedRow>,
}

/// Some rows of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConsolidationPage {
    /// Names what was read.
    pub version: String,
    /// The rows.
    pub rows: Vec<ConsolidatedRow>,
}

/// A line that others repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RepeatedLine {
    /// Its dossier.
    pub dossier: String,
    /// Its institution.
    pub institution: String,
    /// Number of its first row.
    pub row: u32,
    /// The line (UUID).
    pub line: String,
    /// The indicator of that row (UUID).
    pub indicator: Option<String>,
    /// What it says.
    pub text: String,
    /// Its axis, number and text.
    pub axis: String,
    /// Its priority.
    pub priority: String,
    /// How alike it is to the first line of its group, in per cent; 100: it says the same.
    pub likeness: u8,
}

/// Lines of several institutions that say the same, or nearly. Nobody merges them: each stays what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RepeatGroup {
    /// How many institutions they are of.
    pub institutions: u32,
    /// How many lines there are; `lines` has at most 300 of them.
    pub count: u32,
    /// Whether all of them say the same.
    pub exact: bool,
    /// The lines; the others are compared with the first.
    pub lines: Vec<RepeatedLine>,
}

/// The lines in which institutions repeat each other, those of most institutions first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RepeatsView {
    /// Names what was read.
    pub version: String,
    /// How many groups there are; `groups` has at most 500 of them.
    pub count: u32,
    /// Lines in all of them.
    pub lines: u32,
    /// The groups.
    pub groups: Vec<RepeatGroup>,
}
