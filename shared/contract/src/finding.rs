//! What the matrix finds wrong with itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Cell, MatrixAction};

/// How much a finding matters. None keeps anybody from saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum FindingLevel {
    /// To be mended before the matrix goes to review.
    Error,
    /// To be looked at.
    Warning,
    /// To be known.
    Info,
}

/// Something the matrix found in itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingView {
    /// Names the finding while the same thing is wrong in the same place.
    pub key: String,
    /// Code of the rule (`FORMULA_INVERTED`).
    pub code: String,
    /// How much it matters.
    pub level: FindingLevel,
    /// Number of the row, if it is about one.
    pub row: Option<u32>,
    /// The cell, if it is about one; field "" for the whole row.
    pub cell: Option<Cell>,
    /// What is wrong, in few words.
    pub title: String,
    /// Why it matters here, and what to do.
    pub explanation: String,
    /// The arithmetic on an example.
    pub example: Option<String>,
    /// What mends it.
    pub fixes: Vec<FixView>,
    /// Said to be right as it is.
    pub silenced: Option<SilencedView>,
    /// Numbers of other rows it speaks of.
    pub related: Vec<u32>,
}

/// All that a matrix found in itself, in short: what the grid marks and the panel counts. The
/// findings themselves come a page at a time ([`FindingPage`]): a large matrix has twenty thousand,
/// and a window shows a few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingSummary {
    /// Names what was found: pages of the same version are of the same list, in the same words.
    pub version: String,
    /// The rules that found something, errors first, then in the order in which they first speak.
    pub rules: Vec<FindingRule>,
    /// What is wrong, in few words; marks speak of these by their place here.
    pub titles: Vec<FindingTitle>,
    /// The fields with marks; marks speak of these by their place here.
    pub fields: Vec<String>,
    /// The rows with a finding of any level that nobody silenced, in order.
    pub rows: Vec<FoundRow>,
}

/// How often a rule speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingRule {
    /// Its code.
    pub code: String,
    /// How much its findings matter.
    pub level: FindingLevel,
    /// What its first finding says.
    pub title: String,
    /// Findings to be looked at.
    pub open: u32,
    /// Findings somebody said are right as they are.
    pub silenced: u32,
}

/// What findings of a rule say: most rules say one thing, some several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingTitle {
    /// The place of its rule in [`FindingSummary::rules`].
    pub rule: u32,
    /// What is wrong, in few words.
    pub text: String,
}

/// A row with findings: its key ("line:indicator", or the line alone) and the marks of its cells,
/// flat: place of a field, place of a title, place of a field… Only errors and warnings make marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FoundRow(pub String, pub Vec<u32>);

/// Which findings are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum FindingsOf {
    /// Those of a rule that nobody silenced.
    Rule {
        /// Its code.
        code: String,
    },
    /// Those in a row or in its line, silenced or not.
    Row {
        /// Action line.
        line: String,
        /// Indicator, if the row has one.
        indicator: Option<String>,
    },
    /// The silenced ones.
    Silenced {
        /// Of this level; `null`: of every level.
        level: Option<FindingLevel>,
    },
}

/// Some of the findings that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingPage {
    /// The version of [`FindingSummary`] they are of.
    pub version: String,
    /// The findings, in order.
    pub findings: Vec<FindingView>,
    /// How many there are in all.
    pub total: u32,
}

/// An edit that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FixView {
    /// What the button says.
    pub label: String,
    /// What it does: ordinary edits, one step to undo.
    pub actions: Vec<MatrixAction>,
}

/// Why a finding is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SilencedView {
    /// The reason given.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
}
