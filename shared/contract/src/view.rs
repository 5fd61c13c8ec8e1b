//! A matrix as it is read: rows with merged headings, texts as printed, conflicts beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A matrix of action lines, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MatrixView {
    /// Identifier of the dossier, 32 hexadecimal digits.
    pub dossier: String,
    /// Title as printed above the matrix.
    pub title: String,
    /// Acronym or name of the implementing institution.
    pub institution: String,
    /// Years of the programme, ascending; each has a target column.
    pub years: Vec<u16>,
    /// Levels of headings in use, outermost first (`axis`, `priority`…).
    #[serde(default)]
    pub levels: Vec<String>,
    /// The catalogue of headings in order, those without rows too.
    #[serde(default)]
    pub headings: Vec<HeadingView>,
    /// Rows in the order of the matrix, retired ones in their place.
    pub rows: Vec<Row>,
}

/// A heading of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HeadingView {
    /// Identifier (UUID).
    pub id: String,
    /// `axis`, `objective`, `priority` or `strategy`.
    pub level: String,
    /// Heading above it.
    pub parent: Option<String>,
    /// Number as text; "" when it has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
    /// Taken out of the catalogue.
    pub retired: bool,
    /// Active lines right under it.
    pub lines: u32,
}

/// One row: an action line with one of its indicators (or with none).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Row {
    /// Number of the row among the active ones, from 1; `null` when retired.
    pub row: Option<u32>,
    /// Identifier of the action line (UUID).
    pub line: String,
    /// Identifier of the indicator (UUID), if the line has one.
    pub indicator: Option<String>,
    /// Headings from the outermost level inwards; only those the row has.
    pub headings: Vec<Heading>,
    /// Text of the action line.
    pub action_line: String,
    /// Stage of the line: `brainstorm` for "lluvia de ideas".
    pub stage: String,
    /// Unit of the institution that answers for the line.
    pub responsible: String,
    /// Name of the indicator.
    pub indicator_name: String,
    /// How to read the indicator's value.
    pub interpretation: String,
    /// Unit of measure as printed ("Tipo" in the form).
    pub unit_of_measure: String,
    /// Formula as printed.
    pub formula: String,
    /// The formula in its parts, where somebody wrote them.
    #[serde(default)]
    pub formula_parts: FormulaParts,
    /// Frequency of measurement as printed.
    pub frequency: String,
    /// Expected direction of the indicator as written.
    pub direction: String,
    /// Behaviour of the targets as written (periódica, acumulada…).
    pub target_behavior: String,
    /// Means of verification as written.
    pub means_of_verification: String,
    /// Baseline, if any of its parts is written.
    pub baseline: Option<BaselineView>,
    /// Year -> target as printed; every year of the programme has a key, "" when blank.
    pub targets: BTreeMap<String, String>,
    /// What the printed values are understood to mean.
    pub normalized: NormalizedView,
    /// "Sujeta a revisión": waits for another body (yellow on the form).
    pub pending_external: bool,
    /// Taken out of the matrix; never deleted.
    pub retired: bool,
    /// The line this one was merged into.
    #[serde(default)]
    pub merged_into: Option<String>,
    /// Edited by somebody while somebody else retired it, or the other way round: both names.
    pub retired_and_edited: Option<String>,
    /// Open comment threads anchored to this row.
    pub open_comments: u32,
    /// Fields on which two people wrote different values at once.
    pub conflicts: Vec<Conflict>,
    /// Texts whose merge a person must look at.
    pub to_decide: Vec<ToDecide>,
    /// Fields with edits of this device that the relay has not confirmed.
    pub unsent: Vec<String>,
}

/// The parts of a formula.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormulaParts {
    /// What is counted.
    pub numerator: String,
    /// What it is counted against.
    pub denominator: String,
    /// What the ratio is multiplied by, as written ("100").
    pub factor: String,
}

/// A heading above a row: axis (eje), objective, priority (prioridad) or strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Heading {
    /// Identifier of the heading (UUID); rows that share it share the merged cell.
    pub id: String,
    /// `axis`, `objective`, `priority` or `strategy`.
    pub level: String,
    /// Number as text ("7", "12.3.1"); "" when the form has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
}

/// Value an indicator starts from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BaselineView {
    /// Value as printed.
    pub value: String,
    /// Year as printed.
    pub year: String,
    /// Source of the value.
    pub source: String,
    /// How and by whom it was verified.
    pub verification: String,
}

/// Printed values understood: derived, never stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NormalizedView {
    /// Year -> target as a quantity; only years whose text is understood.
    pub targets: BTreeMap<String, Quantity>,
    /// Catalogue key of the frequency (`annual`, `quarterly`…), if recognised.
    pub frequency: Option<String>,
    /// Catalogue key of the unit (`percentage`, `count`…), if recognised.
    pub unit_of_measure: Option<String>,
    /// Catalogue key of the direction (`ascending`, `descending`, `constant`), if recognised.
    #[serde(default)]
    pub direction: Option<String>,
    /// Catalogue key of the targets' behaviour (`periodic`, `cumulative`, `nonSummingCumulative`).
    #[serde(default)]
    pub target_behavior: Option<String>,
    /// The baseline's value as a quantity, if it is understood.
    #[serde(default)]
    pub baseline: Option<Quantity>,
}

/// An exact decimal with its printed unit sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Quantity {
    /// Decimal digits, exact ("100", "12.5").
    pub amount: String,
    /// `%` where it is printed, else "".
    pub unit: String,
}

/// Concurrent values of one scalar field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Conflict {
    /// Name of the field (`targets.2024`).
    pub field: String,
    /// Every value; the first is the one the grid shows meanwhile.
    pub values: Vec<ConflictValue>,
}

/// One of several concurrent values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConflictValue {
    /// What to pass to `resolve --choose`, from 1.
    pub choose: u32,
    /// The value as written.
    pub value: String,
    /// Name of the person who wrote it.
    pub author: String,
    /// When, by that device's clock (RFC 3339).
    pub at: String,
}

/// Why a merged text waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ToDecideKind {
    /// A numeral, date, percentage or citation was touched by both, or was written by nobody.
    Numeral,
    /// Both rewrote the same words.
    Overlap,
}

/// A merged text that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ToDecide {
    /// Name of the field.
    pub field: String,
    /// Why.
    pub kind: ToDecideKind,
    /// The text as this device's person (or, between others, the first author) wrote it. Choice 1.
    pub mine: String,
    /// Author of `mine`.
    pub mine_author: String,
    /// The text as the other person wrote it. Choice 2.
    pub theirs: String,
    /// Author of `theirs`.
    pub theirs_author: String,
    /// The text as it stands now, merged. Choice 3.
    pub merged: String,
}

/// Answer to an edit: committed to this disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EditReceipt {
    /// The row as it stands.
    pub row: Row,
    /// Version to pass as `base` of the next edit of the same cell while its editor stays open.
    pub version: String,
}
