//! Acts: what is done with a minuta besides writing in it. Each is written once and never changed;
//! what is in force follows from which acts each one had seen ([`crate::Session`],
//! [`crate::FollowUps`]).

use std::fmt;
use std::str::FromStr;

use automerge::{ObjId, ROOT, hydrate};
use document::{Author, IdError, NewMap, Record, Uuid, Version, View, parse_uuid, words};

use crate::field::is_day;
use crate::limits::{ACT_OVER_MAX, TEXT_UTF16_UNITS_MAX, VALUE_UTF16_UNITS_MAX};
use crate::schema::{AT_MS, KIND, MINUTES, RootKey};
use crate::{ActId, EditError, MinutesId, PartId};

const OVER: &str = "over";
const REASON: &str = "reason";
const AGREEMENT: &str = "agreement";
const STATE: &str = "state";
const ON: &str = "on";
const REMARK: &str = "remark";
const SAID: &str = "said";
const NOTE: &str = "note";
const WRITTEN: &str = "written";
const VERSION: &str = "version";
const ROWS: &str = "rows";
const LINES: &str = "lines";
const INDICATORS: &str = "indicators";
const WITH_TARGETS: &str = "withTargets";
const PENDING: &str = "pending";

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
}

/// What is done with a minuta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Closes a minuta: what it says is what it said then, beside a closed version of the matrix.
    Close {
        /// The minuta.
        minutes: MinutesId,
        /// This document, as it was before this act.
        written: Version,
        /// The closing, in the review, of the version that is its annex.
        version: Uuid,
        /// What that version counts.
        counted: Counted,
    },
    /// Opens a closed minuta again, to correct it.
    Reopen {
        /// The minuta.
        minutes: MinutesId,
        /// Why.
        reason: String,
    },
    /// Says what became of an acuerdo.
    FollowUp {
        /// The acuerdo.
        agreement: PartId,
        /// The minuta in which it is said; `None`: between two.
        minutes: Option<MinutesId>,
        /// How it stands; `None`: what was said of it in that minuta is taken back.
        state: Option<AgreementState>,
        /// The day, "2023-05-10".
        on: String,
        /// What is to be known about it.
        remark: String,
    },
    /// Says why the text of an acuerdo may name a number that the matrix does not have.
    CountNote {
        /// The acuerdo.
        agreement: PartId,
        /// The number it names.
        said: u64,
        /// Why that is right.
        note: String,
    },
}

/// How an acuerdo stands. The order is that of caution: of two said at once the first shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgreementState {
    /// Pendiente.
    #[default]
    Pending,
    /// En proceso.
    InProgress,
    /// Cumplido.
    Fulfilled,
    /// Cancelado.
    Cancelled,
}

/// What a matrix counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Rows.
    pub rows: u64,
    /// Líneas de acción.
    pub lines: u64,
    /// Rows that name an indicador.
    pub indicators: u64,
    /// Rows with a meta for each year.
    pub with_targets: u64,
    /// Rows sujetas a revisión.
    pub pending: u64,
}

/// What an act is about: acts about the same take each other's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Whether a minuta is closed.
    Standing(MinutesId),
    /// What became of an acuerdo.
    Agreement(PartId),
    /// Why the count of an acuerdo is right.
    Count(PartId),
}

impl AgreementState {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Pending,
        Self::InProgress,
        Self::Fulfilled,
        Self::Cancelled,
    ];

    /// How it is spelled.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InProgress => "inProgress",
            Self::Fulfilled => "fulfilled",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::InProgress)
    }
}

impl fmt::Display for AgreementState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AgreementState {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.as_str() == text)
            .ok_or(IdError::Uuid)
    }
}

impl Act {
    /// What it is about.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Close { minutes, .. } | Self::Reopen { minutes, .. } => {
                Subject::Standing(*minutes)
            }
            Self::FollowUp { agreement, .. } => Subject::Agreement(*agreement),
            Self::CountNote { agreement, .. } => Subject::Count(*agreement),
        }
    }

    /// Refuses texts past their limits and days that are none.
    pub(crate) fn check(&self) -> Result<(), EditError> {
        let (text, day) = match self {
            Self::Close { .. } => return Ok(()),
            Self::Reopen { reason, .. } => (reason, None),
            Self::FollowUp { remark, on, .. } => (remark, Some(on)),
            Self::CountNote { note, .. } => (note, None),
        };
        let (units, units_max) = (words::utf16_len(text), TEXT_UTF16_UNITS_MAX);
        if units > units_max {
            return Err(EditError::TextTooLong { units, units_max });
        }
        match day {
            Some(day) if !day.is_empty() && !is_day(day) => {
                Err(EditError::ValueInvalid(crate::Field::Date))
            }
            _ => Ok(()),
        }
    }
}

/// An act as the map it will be.
pub(crate) fn write(act: &Act, at_ms: u64, over: &[ActId]) -> hydrate::Value {
    let over: Vec<String> = over.iter().map(ActId::to_string).collect();
    let map = NewMap::default()
        .put(AT_MS, at_ms)
        .put_written(OVER, &over.join(" "));
    let map = match act {
        Act::Close {
            minutes,
            written,
            version,
            counted,
        } => map
            .put(KIND, "close")
            .put(MINUTES, minutes.to_string())
            .put(WRITTEN, written.to_hex())
            .put(VERSION, version.hyphenated().to_string())
            .put(ROWS, counted.rows)
            .put(LINES, counted.lines)
            .put(INDICATORS, counted.indicators)
            .put(WITH_TARGETS, counted.with_targets)
            .put(PENDING, counted.pending),
        Act::Reopen { minutes, reason } => map
            .put(KIND, "reopen")
            .put(MINUTES, minutes.to_string())
            .put_written(REASON, reason),
        Act::FollowUp {
            agreement,
            minutes,
            state,
            on,
            remark,
        } => map
            .put(KIND, "followUp")
            .put(AGREEMENT, agreement.to_string())
            .put_written(
                MINUTES,
                &minutes.map(|id| id.to_string()).unwrap_or_default(),
            )
            .put_written(STATE, state.map_or("", AgreementState::as_str))
            .put_written(ON, on)
            .put_written(REMARK, remark),
        Act::CountNote {
            agreement,
            said,
            note,
        } => map
            .put(KIND, "countNote")
            .put(AGREEMENT, agreement.to_string())
            .put(SAID, *said)
            .put_written(NOTE, note),
    };
    map.into()
}

/// Reads an act; `None`: there is none under its key, or it is of a newer version.
pub(crate) fn read(view: View<'_>, id: ActId) -> Option<(ObjId, ActData)> {
    let object = view.child(&ROOT, &RootKey::Act(id).spelled())?;
    let record = view.record(&object);
    let value = |key: &str| view.register(&record, key).value;
    let over = value(OVER);
    let data = ActData {
        id,
        author: view.stamp_of(&object).author,
        at_ms: value(AT_MS).parse().unwrap_or(0),
        act: parse(view, &record)?,
        over: over
            .split(' ')
            .filter_map(|id| id.parse().ok())
            .take(ACT_OVER_MAX)
            .collect(),
    };
    // What a hostile program wrote past the limits is not shown.
    data.act.check().ok()?;
    Some((object, data))
}

fn parse(view: View<'_>, record: &Record) -> Option<Act> {
    let value = |key: &str| view.register(record, key).value;
    let count = |key: &str| value(key).parse().unwrap_or(0);
    let agreement = || value(AGREEMENT).parse::<PartId>().ok();
    Some(match value(KIND).as_str() {
        "close" => Act::Close {
            minutes: value(MINUTES).parse().ok()?,
            written: Version::from_hex(&value(WRITTEN)).ok()?,
            version: parse_uuid(&value(VERSION)).ok()?,
            counted: Counted {
                rows: count(ROWS),
                lines: count(LINES),
                indicators: count(INDICATORS),
                with_targets: count(WITH_TARGETS),
                pending: count(PENDING),
            },
        },
        "reopen" => Act::Reopen {
            minutes: value(MINUTES).parse().ok()?,
            reason: value(REASON),
        },
        "followUp" => Act::FollowUp {
            agreement: agreement()?,
            minutes: match value(MINUTES).as_str() {
                "" => None,
                id => Some(id.parse().ok()?),
            },
            state: match value(STATE).as_str() {
                "" => None,
                word => Some(word.parse().ok()?),
            },
            on: words::cut(&value(ON), VALUE_UTF16_UNITS_MAX).to_owned(),
            remark: value(REMARK),
        },
        "countNote" => Act::CountNote {
            agreement: agreement()?,
            said: value(SAID).parse().ok()?,
            note: value(NOTE),
        },
        _ => return None,
    })
}
