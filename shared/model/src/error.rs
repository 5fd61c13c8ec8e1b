//! Why an edit is not made.

use document::CommitError;

use crate::{Field, HeadingId, IndicatorId, Level, LineId};

/// An edit that cannot be made. The document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The document's first change has not arrived.
    #[error("the document has not arrived yet")]
    NotFounded,
    /// No such line.
    #[error("no action line {0}")]
    LineUnknown(LineId),
    /// The line has no such indicator, or the field needs one and none was named.
    #[error("no indicator {0} in that line")]
    IndicatorUnknown(IndicatorId),
    /// The line has several indicators and none was named.
    #[error("the line has indicators: name one")]
    IndicatorNeeded(LineId),
    /// The row cannot have that field: a year outside the programme.
    #[error("the row has no field {0}")]
    FieldUnknown(Field),
    /// The value does not fit the field.
    #[error("the value does not fit {0}")]
    ValueInvalid(Field),
    /// A draft names a heading that does not come before.
    #[error("heading {0} of the draft does not exist or comes later")]
    HeadingUnknown(usize),
    /// No such heading, or not where it was said to be.
    #[error("no heading {0} there")]
    HeadingMissing(HeadingId),
    /// The heading was taken out of the catalogue.
    #[error("heading {0} is retired")]
    HeadingRetired(HeadingId),
    /// A heading stands only under one of an outer level; so none stands under itself.
    #[error("a heading of level {level} cannot stand under {parent}")]
    HeadingOutOfLevel {
        /// The heading above.
        parent: HeadingId,
        /// Level of the one below.
        level: Level,
    },
    /// Lines of the matrix hang from the heading.
    #[error("{lines} lines hang from heading {heading}")]
    HeadingInUse {
        /// The heading.
        heading: HeadingId,
        /// How many.
        lines: usize,
    },
    /// A line cannot be merged into itself.
    #[error("line {0} is the same line")]
    SameLine(LineId),
    /// The line is not in the matrix.
    #[error("line {0} is retired")]
    LineRetired(LineId),
    /// The field is not a text.
    #[error("{0} is not a text")]
    NotText(Field),
    /// A change of a text lies outside it, or is not after the one before it.
    #[error("change {index} lies outside the text or before another")]
    ChangeOutOfPlace {
        /// Which, from 0.
        index: usize,
    },
    /// A change of a text begins or ends inside a character.
    #[error("change {index} cuts a character in two")]
    CharacterCut {
        /// Which, from 0.
        index: usize,
    },
    /// A change to undo is not in the document, or is not this author's.
    #[error("a change to undo is not one of this author's")]
    NotOwn,
    /// The text is too long.
    #[error("text of {units} UTF-16 units; at most {units_max}")]
    TextTooLong {
        /// Its length.
        units: usize,
        /// The limit.
        units_max: usize,
    },
    /// The document holds as many as it may.
    #[error("too many {what}; at most {count_max}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        count_max: usize,
    },
    /// The field has neither conflict nor anything to decide.
    #[error("nothing to decide in {0}")]
    NothingToDecide(Field),
    /// The text waits for a decision: copied elsewhere, it would stand there as if somebody had
    /// written it.
    #[error("the text of {0} waits for a decision")]
    TextWaits(Field),
    /// It was not moved to several places at once.
    #[error("the row was not moved to several places at once")]
    NotMovedTwice,
    /// No such choice.
    #[error("no choice {0}")]
    ChoiceUnknown(u32),
    /// The version the edit starts from is not of this document.
    #[error("the edit starts from a version this document does not have")]
    BaseUnknown,
    /// The document refused the edit, or is damaged.
    #[error(transparent)]
    Document(#[from] CommitError),
}
