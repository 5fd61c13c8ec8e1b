//! What an acuerdo speaks of.

use std::fmt;
use std::str::FromStr;

use document::{IdError, Uuid, parse_uuid};
use model::{Field, IndicatorId, LineId};

const ROW: &str = "row";
const CELL: &str = "cell";
const VERSION: &str = "version";
const NO_INDICATOR: &str = "-";

/// Something of the matrix, or a closed version of it, that an acuerdo speaks of. In the document it
/// is a key, so that two people who link the same thing link it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// A row: a line, or one of its indicators.
    Row {
        /// The line.
        line: LineId,
        /// The indicator; `None`: the whole line.
        indicator: Option<IndicatorId>,
    },
    /// A cell.
    Cell {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
    },
    /// A closed version, by the identifier of its closing in the review.
    Version(Uuid),
}

impl About {
    /// The line it is about; `None`: a version.
    pub fn line(&self) -> Option<LineId> {
        match self {
            Self::Row { line, .. } | Self::Cell { line, .. } => Some(*line),
            Self::Version(_) => None,
        }
    }

    /// Whether it speaks of a cell: of the cell itself, of its row or of its whole line.
    pub fn covers(&self, line: LineId, indicator: Option<IndicatorId>, field: Field) -> bool {
        match self {
            Self::Row {
                line: of,
                indicator: which,
            } => *of == line && (which.is_none() || *which == indicator),
            Self::Cell {
                line: of,
                indicator: which,
                field: named,
            } => {
                // A field of the line is the same cell in the row of each of its indicators.
                let same = *which == indicator || !field.is_of_indicator();
                *of == line && *named == field && same
            }
            Self::Version(_) => false,
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = |indicator: &Option<IndicatorId>| {
            indicator.map_or_else(|| NO_INDICATOR.to_owned(), |id| id.to_string())
        };
        match self {
            Self::Row { line, indicator } => write!(f, "{ROW}:{line}:{}", named(indicator)),
            Self::Cell {
                line,
                indicator,
                field,
            } => write!(f, "{CELL}:{line}:{}:{field}", named(indicator)),
            Self::Version(id) => write!(f, "{VERSION}:{}", id.hyphenated()),
        }
    }
}

impl FromStr for About {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let indicator = |text: &str| match text {
            NO_INDICATOR => Ok(None),
            id => id.parse().map(Some),
        };
        let mut parts = text.splitn(4, ':');
        let mut next = || parts.next().ok_or(IdError::Uuid);
        let about = match next()? {
            ROW => Self::Row {
                line: next()?.parse()?,
                indicator: indicator(next()?)?,
            },
            CELL => Self::Cell {
                line: next()?.parse()?,
                indicator: indicator(next()?)?,
                field: next()?.parse().map_err(|_| IdError::Uuid)?,
            },
            VERSION => Self::Version(parse_uuid(next()?)?),
            _ => return Err(IdError::Uuid),
        };
        // One spelling: it is a key.
        if about.to_string() != text {
            return Err(IdError::Uuid);
        }
        Ok(about)
    }
}
