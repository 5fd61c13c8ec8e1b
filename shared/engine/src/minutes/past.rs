//! A minuta as it stood: what a paper of it is printed of, and printed of again when somebody asks
//! whether a file is that paper.
//!
//! Everything that a paper says is read from what the minutas and the matrix were at that moment, so
//! that a later change of a row, of another minuta or of the follow-up of its acuerdos makes no other
//! paper of it.

use contract::{Code, MinutaView, Problem};
use minutes::{Act, ActId, Closing, Content, MinutesId};
use model::Version;
use replica::Replica;

use super::counted;
use super::told::Teller;
use crate::people::People;

/// A moment of a minuta.
#[derive(Debug, Clone)]
pub(crate) struct Stand {
    minutes: MinutesId,
    /// What the minutas said.
    pub(crate) written: Version,
    /// The matrix beside it.
    pub(crate) matrix: Version,
    /// The closing that closed it so, with its version; `None`: a draft.
    pub(crate) closed: Option<(ActId, String)>,
}

impl Stand {
    /// As it stands: closed, or a draft. Half a minuta is not handed out: what a closing closed must be
    /// here whole.
    pub(crate) fn now(replica: &Replica, minutes: &str) -> Result<Self, Problem> {
        let id = id_of(minutes)?;
        let session = replica.minutes().content().session(id);
        let session = session.ok_or_else(unknown)?;
        match session.closing() {
            None => Ok(Self {
                minutes: id,
                written: replica.minutes().version(),
                matrix: replica.matrix().version(),
                closed: None,
            }),
            Some(closing) => {
                let closed = Self::of_closing(replica, id, closing);
                closed.ok_or_else(|| Problem::of(Code::PointUnknown))
            }
        }
    }

    /// As it stood whenever it was closed with a version, the last time first. What of it is not here
    /// is left out.
    pub(crate) fn closed_with(replica: &Replica, minutes: &str, version: &str) -> Vec<Self> {
        let Ok(id) = id_of(minutes) else {
            return Vec::new();
        };
        let acts = replica.minutes().content().acts().values();
        let mut closings: Vec<Closing<'_>> = acts
            .filter_map(|data| match &data.act {
                Act::Close { minutes, .. } if *minutes == id => Closing::of(data),
                _ => None,
            })
            .filter(|closing| closing.version.hyphenated().to_string() == version)
            .collect();
        closings.sort_by_key(|closing| std::cmp::Reverse((closing.data.at_ms, closing.data.id)));
        let stands = closings.into_iter();
        stands
            .filter_map(|closing| Self::of_closing(replica, id, closing))
            .collect()
    }

    /// As a draft of it stood; without `written`, what it says now.
    pub(crate) fn draft(minutes: &str, written: Version, matrix: Version) -> Result<Self, Problem> {
        Ok(Self {
            minutes: id_of(minutes)?,
            written,
            matrix,
            closed: None,
        })
    }

    fn of_closing(replica: &Replica, id: MinutesId, closing: Closing<'_>) -> Option<Self> {
        let version = review::ActId(closing.version);
        let versions = crate::history::points::closed(&replica.agreement().versions);
        let matrix = versions.iter().find(|closed| closed.id == version)?.matrix;
        let is_here = replica.matrix().holds(matrix);
        is_here.then(|| Self {
            minutes: id,
            written: closing.written.clone(),
            matrix: matrix.clone(),
            closed: Some((closing.data.id, closing.version.hyphenated().to_string())),
        })
    }

    /// What it says. `None`: not all of that is here.
    pub(crate) fn told(&self, replica: &Replica, people: &People) -> Option<MinutaView> {
        let content: Content = replica.minutes().at(&self.written)?;
        let past = replica.matrix().rows_at(&self.matrix)?;
        let acts = replica.minutes().content().acts();
        let closing = match &self.closed {
            Some((id, _)) => Some(Closing::of(acts.get(id)?)?),
            None => None,
        };
        let counted = match closing {
            Some(closing) => closing.counted,
            None => counted::counted_at(replica, Some(&self.matrix))?,
        };
        let teller = Teller::of(
            replica,
            people,
            &content,
            past.rows(),
            counted::view(counted),
        );
        teller.one(self.minutes, closing)
    }
}

fn id_of(minutes: &str) -> Result<MinutesId, Problem> {
    minutes.parse().map_err(|_| unknown())
}

fn unknown() -> Problem {
    Problem::of(Code::MinutesUnknown)
}
