//! What a person does to a matrix, and what came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Row;

/// A cell by where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Cell {
    /// Action line (UUID).
    pub line: String,
    /// Indicator (UUID), if the row has one.
    pub indicator: Option<String>,
    /// Field; "" for the whole row.
    pub field: String,
}

/// One thing done to a matrix. Several make one step, undone together. Where an id is asked for,
/// "@0" names the first thing this very step made, "@1" the second…, as [`ActReceipt::made`] lists
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum MatrixAction {
    /// The value of a cell.
    Set {
        /// Action line.
        line: String,
        /// Indicator, if the row has one.
        indicator: Option<String>,
        /// Field.
        field: String,
        /// The new value.
        value: String,
        /// Version the writer had before their eyes; `null`: the present one.
        base: Option<String>,
    },
    /// The answer to a conflict or to a text that waits for a decision.
    Resolve {
        /// Action line.
        line: String,
        /// Indicator, if the row has one.
        indicator: Option<String>,
        /// Field.
        field: String,
        /// Which, from 1.
        choose: u32,
    },
    /// A new line with its cells.
    AddLine {
        /// The line it goes after; `null`: at the end.
        after: Option<String>,
        /// Its innermost heading; `null`: that of the line before.
        heading: Option<String>,
        /// Field -> value.
        cells: BTreeMap<String, String>,
    },
    /// A new indicator, after the others of the line.
    AddIndicator {
        /// Action line.
        line: String,
        /// Field -> value.
        cells: BTreeMap<String, String>,
    },
    /// A copy of a line with its indicators, after it.
    DuplicateLine {
        /// Action line.
        line: String,
    },
    /// A line to another place.
    MoveLine {
        /// Action line.
        line: String,
        /// The line it goes after; `null`: before the first.
        after: Option<String>,
        /// Its innermost heading from now on; `null`: the one it has.
        heading: Option<String>,
    },
    /// An indicator to another place or line.
    MoveIndicator {
        /// Indicator.
        indicator: String,
        /// Its line from now on.
        line: String,
        /// The indicator it goes after; `null`: first.
        after: Option<String>,
    },
    /// A line out of the matrix, or back.
    RetireLine {
        /// Action line.
        line: String,
        /// Out, or back.
        retired: bool,
    },
    /// An indicator out of the matrix, or back.
    RetireIndicator {
        /// Indicator.
        indicator: String,
        /// Out, or back.
        retired: bool,
    },
    /// Two lines into one: the indicators of `from` go to `into`; `from` is kept, retired.
    MergeLines {
        /// The line that goes.
        from: String,
        /// The line that stays.
        into: String,
        /// The text of the line that stays; `null`: the one it has.
        text: Option<String>,
    },
    /// One line into two.
    SplitLine {
        /// Action line.
        line: String,
        /// Where its text is cut, in UTF-16 units.
        #[ts(type = "number")]
        at: u64,
        /// Indicators that go with the second half.
        indicators: Vec<String>,
    },
    /// A new heading in the catalogue.
    AddHeading {
        /// `axis`, `objective`, `priority` or `strategy`.
        level: String,
        /// Heading above it.
        parent: Option<String>,
        /// Heading it goes after; `null`: first.
        after: Option<String>,
        /// Number as text.
        number: String,
        /// Text.
        text: String,
    },
    /// Number and text of a heading.
    SetHeading {
        /// Heading.
        heading: String,
        /// Number as text.
        number: String,
        /// Text.
        text: String,
    },
    /// A heading to another place.
    MoveHeading {
        /// Heading.
        heading: String,
        /// Heading above it from now on.
        parent: Option<String>,
        /// Heading it goes after; `null`: first.
        after: Option<String>,
    },
    /// A heading out of the catalogue, or back.
    RetireHeading {
        /// Heading.
        heading: String,
        /// Out, or back.
        retired: bool,
    },
    /// The innermost heading of a line.
    AssignHeading {
        /// Action line.
        line: String,
        /// Heading; `null`: none.
        heading: Option<String>,
    },
    /// The levels of headings in use.
    SetLevels {
        /// Levels, outermost first.
        levels: Vec<String>,
    },
    /// A finding that is no longer shown, with the reason; `null`: shown again.
    Silence {
        /// Key of the finding.
        key: String,
        /// Why.
        reason: Option<String>,
    },
    /// A comment on a cell; not undone with the step.
    Comment {
        /// Action line.
        line: String,
        /// Indicator, if the row has one.
        indicator: Option<String>,
        /// Field.
        field: String,
        /// The comment.
        text: String,
    },
}

/// Answer to what was done: committed to this disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActReceipt {
    /// The rows written, as they stand; rows that only moved or were renumbered come as events.
    pub rows: Vec<Row>,
    /// Identifiers of what was made (lines, indicators, headings), in the order of the actions.
    pub made: Vec<String>,
    /// Version of the matrix.
    pub version: String,
    /// Whether anything changed.
    pub changed: bool,
}

/// Answer to undo or redo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UndoReceipt {
    /// What was undone or done again, as it was named; `null`: there was nothing.
    pub label: Option<String>,
    /// Cells that changed.
    pub changed: Vec<Cell>,
    /// Cells left alone because somebody else wrote them later.
    pub kept: Vec<Cell>,
}

/// A value being written, kept until it is committed or given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DraftView {
    /// The cell.
    pub cell: Cell,
    /// What was typed.
    pub text: String,
}
