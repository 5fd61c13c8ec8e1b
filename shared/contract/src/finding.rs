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
