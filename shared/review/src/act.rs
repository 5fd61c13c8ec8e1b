//! Acts: what people do in a review besides commenting. Each is written once and never changed;
//! what is in force follows from which acts each one had seen ([`crate::Agreement`]).

use std::collections::BTreeMap;

use document::{Author, Version, words};
use model::{HeadingId, IndicatorId, LineId};

use crate::limits::{
    ACT_CELLS_MAX, ACT_NAME_UTF16_UNITS_MAX, ACT_TEXT_UTF16_UNITS_MAX, COMMENT_UTF16_UNITS_MAX,
    MENTIONS_MAX,
};
use crate::{ActId, CommentId, Credit, EditError};

/// An act with who did it, as it lies in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActData {
    /// It.
    pub id: ActId,
    /// Who did it.
    pub author: Author,
    /// When, by their clock.
    pub at_ms: u64,
    /// What was done.
    pub act: Act,
    /// Acts about the same that its author had before their eyes: it takes their place.
    pub over: Vec<ActId>,
    /// Whom the file it was imported from names; only of suggestions and consultations.
    pub credit: Option<Credit>,
}

/// What people do in a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Writes one's own comment anew.
    EditComment {
        /// The comment.
        comment: CommentId,
        /// What it says now.
        text: String,
        /// To whom it speaks.
        mentions: Vec<Author>,
    },
    /// Takes one's own comment back.
    WithdrawComment {
        /// The comment.
        comment: CommentId,
    },
    /// Proposes another value for a cell.
    Suggest {
        /// The line.
        line: LineId,
        /// The indicator, if the cell is of one.
        indicator: Option<IndicatorId>,
        /// Name of the field.
        field: String,
        /// The version of the matrix the proposer had before their eyes.
        base: Version,
        /// What the cell said then.
        before: String,
        /// What it should say.
        value: String,
        /// Why.
        reason: String,
    },
    /// Proposes a new line.
    SuggestLine {
        /// The line it comes after; `None`: at the end.
        after: Option<LineId>,
        /// Its innermost heading.
        heading: Option<HeadingId>,
        /// Its cells by name of the field.
        cells: BTreeMap<String, String>,
        /// The version of the matrix the proposer had before their eyes.
        base: Version,
        /// Why.
        reason: String,
    },
    /// Proposes to retire a line, or to restore it.
    SuggestRetire {
        /// The line.
        line: LineId,
        /// Whether it should be out.
        retired: bool,
        /// The version of the matrix the proposer had before their eyes.
        base: Version,
        /// What the line said then.
        before: String,
        /// Why.
        reason: String,
    },
    /// Decides a suggestion.
    Verdict {
        /// The suggestion.
        suggestion: ActId,
        /// How.
        verdict: Verdict,
        /// What was applied: the text, when it was accepted in part; of a new line, its id.
        applied: String,
        /// Why.
        reason: String,
    },
    /// Asks another body about a row.
    Consult {
        /// The line.
        line: LineId,
        /// The indicator, if it is about one.
        indicator: Option<IndicatorId>,
        /// Name of the field, "" for the whole row.
        field: String,
        /// The body.
        body: String,
        /// What is asked.
        question: String,
        /// What stood in the cell that it was made from.
        note: String,
        /// The day, "2023-04-19".
        asked_on: String,
        /// By when an answer is wanted; "" for no day.
        due_on: String,
    },
    /// Writes the answer to a consultation down, or opens it again (`outcome` `None`).
    Answer {
        /// The consultation.
        consultation: ActId,
        /// What was answered; why it is open again.
        answer: String,
        /// The day, "2023-04-24"; "" when it is open again.
        answered_on: String,
        /// What came of it.
        outcome: Option<Outcome>,
    },
    /// Gives a line a state.
    State {
        /// The line.
        line: LineId,
        /// The state.
        state: LineState,
        /// Why.
        reason: String,
        /// The matrix that was looked at.
        matrix: Version,
    },
    /// Opens a review window.
    Window {
        /// Its last day, "2023-04-24".
        closes_on: String,
        /// To whom changes are notified.
        notify_to: String,
        /// Anything else.
        note: String,
        /// The matrix handed out with it.
        matrix: Version,
    },
    /// Gives a window another last day, or closes it (`closes_on` "").
    WindowChange {
        /// The window.
        window: ActId,
        /// Its last day; "" closes it.
        closes_on: String,
        /// Why.
        reason: String,
    },
    /// Says that the baseline of an indicator was checked.
    Verify {
        /// The line.
        line: LineId,
        /// The indicator.
        indicator: IndicatorId,
        /// Whether it was corrected.
        corrected: bool,
        /// The baseline that was verified, or corrected to.
        value: String,
        /// Who vouches for it.
        person: String,
        /// Source or remark.
        note: String,
    },
    /// Closes a version.
    CloseVersion {
        /// Its name.
        name: String,
        /// Anything else.
        note: String,
        /// The matrix.
        matrix: Version,
        /// The review, as it was before this act.
        review: Version,
        /// Rows of the matrix then.
        rows: u64,
        /// Digest of the matrix then, as it is printed.
        digest: String,
    },
}

/// How a suggestion was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Applied whole.
    Accepted,
    /// Applied in part.
    Partly,
    /// Not applied.
    Refused,
    /// Taken back by its proposer.
    Withdrawn,
}

/// What came of a consultation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
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

/// State of a line. The order is that of caution: of two given at once the first shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineState {
    /// Observada.
    Returned,
    /// En revisión.
    InReview,
    /// Borrador.
    Draft,
    /// Aprobada.
    Approved,
}

/// What an act is about: acts about the same take each other's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// What a comment says.
    Comment(CommentId),
    /// The decision on a suggestion.
    Suggestion(ActId),
    /// The answer to a consultation.
    Consultation(ActId),
    /// The state of a line.
    Line(LineId),
    /// The day of a window.
    Window(ActId),
    /// The baseline of an indicator.
    Baseline(IndicatorId),
}

/// Declares the words in which a choice lies in the document.
macro_rules! spelled {
    ($($name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl $name {
            /// The word in which it lies in the document.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Reads [`Self::as_str`]; `None`: a word of a newer version.
            pub fn read(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

spelled! {
    Verdict {
        Accepted = "accepted",
        Partly = "partly",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
    Outcome {
        Agreed = "agreed",
        AgreedWithChanges = "agreedWithChanges",
        NotAgreed = "notAgreed",
        NotTheirs = "notTheirs",
        NoAnswer = "noAnswer",
    }
    LineState {
        Returned = "returned",
        InReview = "inReview",
        Draft = "draft",
        Approved = "approved",
    }
}

impl ActData {
    /// When it was done: as its file says, or as its author's clock did.
    pub fn written_ms(&self) -> u64 {
        let dated = self.credit.as_ref().and_then(|credit| credit.at_ms);
        dated.unwrap_or(self.at_ms)
    }

    /// Refuses what passes its limits, and a name from a file where none belongs.
    pub(crate) fn check(&self) -> Result<(), EditError> {
        if let Some(credit) = &self.credit {
            within(&credit.author, ACT_NAME_UTF16_UNITS_MAX)?;
            if !self.act.is_creditable() {
                return Err(EditError::NotAllowed);
            }
        }
        self.act.check()
    }
}

impl Act {
    /// What it is about; `None` for what stands for itself (a suggestion, a consultation, a window,
    /// a version).
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::EditComment { comment, .. } | Self::WithdrawComment { comment } => {
                Some(Subject::Comment(*comment))
            }
            Self::Verdict { suggestion, .. } => Some(Subject::Suggestion(*suggestion)),
            Self::Answer { consultation, .. } => Some(Subject::Consultation(*consultation)),
            Self::State { line, .. } => Some(Subject::Line(*line)),
            Self::WindowChange { window, .. } => Some(Subject::Window(*window)),
            Self::Verify { indicator, .. } => Some(Subject::Baseline(*indicator)),
            Self::Suggest { .. }
            | Self::SuggestLine { .. }
            | Self::SuggestRetire { .. }
            | Self::Consult { .. }
            | Self::Window { .. }
            | Self::CloseVersion { .. } => None,
        }
    }

    /// Whether it proposes a change of the matrix.
    pub fn is_suggestion(&self) -> bool {
        matches!(
            self,
            Self::Suggest { .. } | Self::SuggestLine { .. } | Self::SuggestRetire { .. }
        )
    }

    /// Whether it may have come out of a file, with the name of somebody who has no account here.
    pub(crate) fn is_creditable(&self) -> bool {
        self.is_suggestion() || matches!(self, Self::Consult { .. })
    }

    /// Refuses texts past their limits.
    pub(crate) fn check(&self) -> Result<(), EditError> {
        let (mut names, mut texts): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        match self {
            Self::EditComment { text, mentions, .. } => {
                if mentions.len() > MENTIONS_MAX {
                    return Err(EditError::TooMany {
                        what: "mentions",
                        count_max: MENTIONS_MAX,
                    });
                }
                within(text, COMMENT_UTF16_UNITS_MAX)?;
            }
            Self::WithdrawComment { .. } => {}
            Self::Suggest {
                field,
                before,
                value,
                reason,
                ..
            } => {
                names.push(field);
                texts.extend([before, value, reason].map(String::as_str));
            }
            Self::SuggestLine { cells, reason, .. } => {
                if cells.len() > ACT_CELLS_MAX {
                    return Err(EditError::TooMany {
                        what: "cells",
                        count_max: ACT_CELLS_MAX,
                    });
                }
                names.extend(cells.keys().map(String::as_str));
                texts.extend(cells.values().map(String::as_str));
                texts.push(reason);
            }
            Self::SuggestRetire { before, reason, .. } => {
                texts.extend([before, reason].map(String::as_str));
            }
            Self::Verdict {
                applied, reason, ..
            } => texts.extend([applied, reason].map(String::as_str)),
            Self::Consult {
                field,
                body,
                question,
                note,
                asked_on,
                due_on,
                ..
            } => {
                names.extend([field, body, asked_on, due_on].map(String::as_str));
                texts.extend([question, note].map(String::as_str));
            }
            Self::Answer {
                answer,
                answered_on,
                ..
            } => {
                names.push(answered_on);
                texts.push(answer);
            }
            Self::State { reason, .. } => texts.push(reason),
            Self::Window {
                closes_on,
                notify_to,
                note,
                ..
            } => {
                names.extend([closes_on, notify_to].map(String::as_str));
                texts.push(note);
            }
            Self::WindowChange {
                closes_on, reason, ..
            } => {
                names.push(closes_on);
                texts.push(reason);
            }
            Self::Verify {
                value,
                person,
                note,
                ..
            } => {
                names.push(person);
                texts.extend([value, note].map(String::as_str));
            }
            Self::CloseVersion {
                name, note, digest, ..
            } => {
                names.extend([name, digest].map(String::as_str));
                texts.push(note);
            }
        }
        for name in names {
            within(name, ACT_NAME_UTF16_UNITS_MAX)?;
        }
        for text in texts {
            within(text, ACT_TEXT_UTF16_UNITS_MAX)?;
        }
        Ok(())
    }
}

pub(crate) fn within(text: &str, units_max: usize) -> Result<(), EditError> {
    let units = words::utf16_len(text);
    if units > units_max {
        return Err(EditError::TextTooLong { units, units_max });
    }
    Ok(())
}
