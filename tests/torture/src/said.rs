//! What the typist says, one line each, once it is true.

use std::fmt;
use std::str::FromStr;

use crate::Cell;

/// A line of the typist. Said after the fact, never before, but for the moments a killer waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It is about to open its folder for the first time.
    Starting,
    /// The dossier is open and editing begins.
    Opened {
        /// The dossier.
        dossier: String,
    },
    /// An edit was acknowledged.
    Edited {
        /// Its number.
        number: u64,
        /// Where.
        cell: Cell,
    },
    /// A new line was acknowledged.
    Added {
        /// The line.
        line: String,
    },
    /// It is about to close.
    Closing,
    /// It has closed.
    Closed,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Starting => f.write_str("starting"),
            Self::Opened { dossier } => write!(f, "opened {dossier}"),
            Self::Edited { number, cell } => write!(f, "edited {number} {cell}"),
            Self::Added { line } => write!(f, "added {line}"),
            Self::Closing => f.write_str("closing"),
            Self::Closed => f.write_str("closed"),
        }
    }
}

impl FromStr for Said {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let words: Vec<&str> = line.split(' ').collect();
        Ok(match words.as_slice() {
            ["starting"] => Self::Starting,
            ["opened", dossier] => Self::Opened {
                dossier: (*dossier).to_owned(),
            },
            ["edited", number, cell] => Self::Edited {
                number: number.parse().map_err(|_| ())?,
                cell: cell.parse()?,
            },
            ["added", line] => Self::Added {
                line: (*line).to_owned(),
            },
            ["closing"] => Self::Closing,
            ["closed"] => Self::Closed,
            _ => return Err(()),
        })
    }
}
