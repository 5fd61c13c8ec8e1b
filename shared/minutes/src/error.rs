//! Why an edit is not made.

use document::CommitError;

use crate::{ActId, Field, MinutesId, PartId, PartKind};

/// An edit that cannot be made. The document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// No such minuta.
    #[error("no minutes {0}")]
    MinutesUnknown(MinutesId),
    /// No such part.
    #[error("no part {0}")]
    PartUnknown(PartId),
    /// The part was taken out.
    #[error("part {0} was taken out")]
    PartRemoved(PartId),
    /// The minuta is closed.
    #[error("minutes {0} are closed")]
    Closed(MinutesId),
    /// The minuta is not closed.
    #[error("minutes {0} are not closed")]
    NotClosed(MinutesId),
    /// A minuta that was closed once is a record.
    #[error("minutes {0} were closed once")]
    OnceClosed(MinutesId),
    /// Something in the minuta waits for a decision.
    #[error("{count} values of minutes {minutes} wait for a decision")]
    Undecided {
        /// The minuta.
        minutes: MinutesId,
        /// How many.
        count: usize,
    },
    /// No such act.
    #[error("no act {0}")]
    ActUnknown(ActId),
    /// A part of that kind has no such field.
    #[error("{kind} has no field {field}")]
    FieldUnknown {
        /// The kind.
        kind: PartKind,
        /// The field.
        field: Field,
    },
    /// The field is not a text.
    #[error("{0} is not a text")]
    NotText(Field),
    /// The value does not fit the field.
    #[error("the value does not fit {0}")]
    ValueInvalid(Field),
    /// Parts of that kind are not put into order, or only acuerdos speak of rows.
    #[error("not of a {0}")]
    NotOf(PartKind),
    /// What became of an acuerdo is said in another minuta than its own.
    #[error("an agreement is followed up in other minutes than its own")]
    OwnMinutes,
    /// Nothing waits for a decision in the field.
    #[error("nothing to decide in {0}")]
    NothingToDecide(Field),
    /// No such choice.
    #[error("no choice {0}")]
    ChoiceUnknown(u32),
    /// A text is too long.
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
    /// The changes of a text do not fit it.
    #[error(transparent)]
    Text(#[from] model::EditError),
    /// The document refused the edit, or is damaged.
    #[error(transparent)]
    Document(#[from] CommitError),
}
