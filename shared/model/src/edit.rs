//! What a person does to a matrix.

mod batch;
mod catalogue;
mod cells;
mod headings;
mod indicators;
mod places;
mod plan;
mod put_back;
mod retire;
mod rows;
mod text;

use std::collections::BTreeMap;

use crate::{Field, HeadingId, IndicatorId, Level, LineId};

pub use batch::SetEdit;
pub(crate) use cells::scalar;
pub(crate) use plan::{Plan, Planner};
pub(crate) use text::{check_value, chosen_text, decision_writes, splice_writes, text_writes};

/// An edit of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatrixEdit {
    /// The value of a field. A text is changed by the smallest splices, not replaced. A heading is
    /// changed for all its rows, or made where the row has none at that level. A field of an
    /// indicator set on a line without indicators gives it one.
    Set {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
        /// Its new value.
        value: String,
    },
    /// The answer to a conflict, or to a text that waits for a decision, by the numbers of
    /// [`crate::ToDecide`].
    Resolve {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
        /// Which, from 1.
        choose: u32,
    },
    /// Changes inside a text as it stands now; no base is looked at. A heading's text is without
    /// its number.
    SpliceText {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field; one that is a text.
        field: Field,
        /// The changes, ascending, not overlapping, in positions of the present text.
        changes: Vec<TextChange>,
    },
    /// A new line with its cells and, if one of them is an indicator's, its indicator.
    AddLine {
        /// The line it goes after. `None`: after the last line under `heading`, or at the end.
        after: Option<LineId>,
        /// Its innermost heading. `None`: that of the line before; `Some(None)`: none.
        heading: Option<Option<HeadingId>>,
        /// Values; headings are not given here.
        cells: BTreeMap<Field, String>,
    },
    /// A new indicator, after the others of the line.
    AddIndicator {
        /// The line.
        line: LineId,
        /// Values of its fields.
        cells: BTreeMap<Field, String>,
    },
    /// A copy of a line after it, with its indicators and what they read now.
    DuplicateLine {
        /// The line.
        line: LineId,
    },
    /// A line to another place.
    MoveLine {
        /// The line.
        line: LineId,
        /// The line it goes after. `None`: before the others of its heading.
        after: Option<LineId>,
        /// Its innermost heading from now on; `None`: the one it has.
        heading: Option<HeadingId>,
    },
    /// An indicator to another place or line.
    MoveIndicator {
        /// The indicator.
        indicator: IndicatorId,
        /// Its line from now on.
        line: LineId,
        /// The indicator of that line it goes after; `None`: first.
        after: Option<IndicatorId>,
    },
    /// Takes a line out of the matrix.
    Retire {
        /// The line.
        line: LineId,
    },
    /// Brings a line back.
    Restore {
        /// The line.
        line: LineId,
    },
    /// An indicator out of the matrix, or back.
    RetireIndicator {
        /// The indicator.
        indicator: IndicatorId,
        /// Out, or back.
        retired: bool,
    },
    /// Two lines into one. The one that goes is retired and remembers where its indicators went.
    MergeLines {
        /// The line that goes.
        from: LineId,
        /// The line that stays and gets the indicators of the other, after its own.
        into: LineId,
        /// The text of the line that stays; `None`: the one it has.
        text: Option<String>,
    },
    /// One line into two: a new one after it, under the same heading.
    SplitLine {
        /// The line.
        line: LineId,
        /// Where its text is cut, in UTF-16 units. What follows, trimmed, is the new line's.
        at: usize,
        /// Its indicators that go to the new line.
        indicators: Vec<IndicatorId>,
    },
    /// A new heading in the catalogue.
    AddHeading {
        /// Its level.
        level: Level,
        /// The heading it stands under, of an outer level; `None`: none.
        parent: Option<HeadingId>,
        /// The heading under the same one it goes after; `None`: first.
        after: Option<HeadingId>,
        /// Number as text, "" for none.
        number: String,
        /// Text without the number.
        text: String,
    },
    /// Number and text of a heading, for all its rows.
    SetHeading {
        /// The heading.
        heading: HeadingId,
        /// Number as text, "" for none.
        number: String,
        /// Text without the number.
        text: String,
    },
    /// A heading to another place, with the lines under it.
    MoveHeading {
        /// The heading.
        heading: HeadingId,
        /// The heading it stands under from now on, of an outer level; `None`: none.
        parent: Option<HeadingId>,
        /// The heading under the same one it goes after; `None`: first.
        after: Option<HeadingId>,
    },
    /// A heading out of the catalogue, or back. Refused while active lines hang from it.
    RetireHeading {
        /// The heading.
        heading: HeadingId,
        /// Out, or back.
        retired: bool,
    },
    /// The innermost heading of a line, which stays in its place.
    AssignHeading {
        /// The line.
        line: LineId,
        /// The heading; `None`: none.
        heading: Option<HeadingId>,
    },
    /// The answer to a line, or an indicator of it, moved to several places at once.
    ChoosePlace {
        /// The line.
        line: LineId,
        /// The indicator; `None`: the line itself.
        indicator: Option<IndicatorId>,
        /// Which, from 1.
        choose: u32,
    },
    /// The levels of headings in use. Those that have headings are in use all the same.
    SetLevels {
        /// The levels.
        levels: Vec<Level>,
    },
    /// A finding somebody does not want to see again.
    Silence {
        /// What names the finding.
        key: String,
        /// Why; `None`: it is to be seen again.
        reason: Option<String>,
    },
}

/// One change inside a text. Positions are of the text before all the changes it comes with, in
/// UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// Where.
    pub at: usize,
    /// How many units go.
    pub delete: usize,
    /// What comes in their place.
    pub insert: String,
}
