//! Points in time, as a host names them: now, a closed version, a version of the matrix, a day.

use contract::{Code, Language, Problem};
use jiff::civil::Date;
use model::Version;
use replica::Replica;
use review::{Act, ActData, ActId};

use super::dates;

/// How a host names what the matrix says now.
const NOW: &str = "now";

/// A point in time.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    /// As it was asked for.
    pub(crate) text: String,
    /// The matrix then.
    pub(crate) version: Version,
    /// What it is called: a version's name, or a moment.
    pub(crate) name: String,
    /// When it was, by the clocks of those who wrote.
    pub(crate) at_ms: u64,
}

/// A version somebody closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closed<'a> {
    pub(crate) id: ActId,
    pub(crate) name: &'a str,
    pub(crate) matrix: &'a Version,
    pub(crate) at_ms: u64,
}

/// The closed versions, oldest first.
pub(crate) fn closed<'a>(versions: &[&'a ActData]) -> Vec<Closed<'a>> {
    let versions = versions.iter();
    versions
        .filter_map(|data| match &data.act {
            Act::CloseVersion { name, matrix, .. } => Some(Closed {
                id: data.id,
                name,
                matrix,
                at_ms: data.at_ms,
            }),
            _ => None,
        })
        .collect()
}

/// The name of the first closed version that holds a change; "" if none does yet.
pub(crate) fn first_holding(replica: &Replica, closed: &[Closed<'_>], change: [u8; 32]) -> String {
    let change = Version::new(vec![change]);
    let first = closed
        .iter()
        .find(|closed| replica.matrix().has_seen(closed.matrix, &change) == Some(true));
    first
        .map(|closed| closed.name.to_owned())
        .unwrap_or_default()
}

impl Point {
    /// Whether it is the matrix as it stands.
    pub(crate) fn is_now(&self) -> bool {
        self.text == NOW
    }

    /// The point of a text. A version whose matrix is not all here, and what is no point at all, are
    /// unknown.
    pub(crate) fn read(replica: &Replica, text: &str, language: Language) -> Result<Self, Problem> {
        let matrix = replica.matrix();
        let agreement = replica.agreement();
        let closed = closed(&agreement.versions);
        let at = |version: Version, name: String, at_ms: u64| Self {
            text: text.to_owned(),
            version,
            name,
            at_ms,
        };
        let point = if text == NOW {
            let name = match language {
                Language::Spanish => "Ahora",
                Language::English => "Now",
            };
            at(matrix.version(), name.to_owned(), crate::desk::now_ms())
        } else if let Ok(id) = text.parse::<ActId>() {
            let known = closed.iter().find(|closed| closed.id == id);
            let known = known.ok_or_else(unknown)?;
            at(known.matrix.clone(), known.name.to_owned(), known.at_ms)
        } else if let Ok(day) = text.parse::<Date>() {
            let version = matrix.version_before(dates::start_ms(day));
            let version = version.ok_or_else(unknown)?;
            at(version, dates::day(day, language), dates::start_ms(day))
        } else {
            let version = Version::from_hex(text).map_err(|_| unknown())?;
            let hands = version.hashes().iter();
            let at_ms = hands
                .filter_map(|hash| Some(matrix.hand(hash)?.at_ms))
                .max();
            let at_ms = at_ms.ok_or_else(unknown)?;
            let known = closed.iter().find(|closed| *closed.matrix == version);
            let name = match known {
                Some(closed) => closed.name.to_owned(),
                None => dates::moment(at_ms, language),
            };
            at(version, name, at_ms)
        };
        if point.version.hashes().is_empty() || !matrix.holds(&point.version) {
            return Err(unknown());
        }
        Ok(point)
    }
}

fn unknown() -> Problem {
    Problem::of(Code::PointUnknown)
}
