//! What a matrix says of its past, for a host: what differs between two points in time, the matrix
//! as it was, who wrote each word, and putting things back as they were.

pub(crate) mod dates;
mod deadlines;
mod notification;
pub(crate) mod points;
mod restore;
mod told;

use contract::{
    ActReceipt, BlameSpan, Cell, Code, ComparisonView, Language, MatrixView, MomentView,
    PastValueView, Problem,
};
use model::{Author, Field, IndicatorId, LineId};
use wire::{DocumentKind, DossierId};

use crate::Engine;
use crate::calls::blocking;
use crate::desk::Desk;
use crate::ids::{field_of, indicator_id, line_id};
use crate::screen;
pub(crate) use points::Point;
use told::{Teller, by_words};

impl Engine {
    /// What differs between two points in time: "now", the id of a closed version, a version of the
    /// matrix in hexadecimal, or a day ("2023-04-19": as it began).
    pub async fn compare(
        &self,
        dossier: String,
        from: String,
        to: String,
    ) -> Result<ComparisonView, Problem> {
        let language = self.language();
        let told = self.with(&dossier, move |desk, dossier| {
            Ok(desk.compared(dossier, &from, &to, language)?.told)
        });
        let told = told.await?;
        blocking(move || Ok(by_words(told))).await
    }

    /// The matrix as it was at a point in time.
    pub async fn matrix_at(&self, dossier: String, point: String) -> Result<MatrixView, Problem> {
        let language = self.language();
        self.with(&dossier, move |desk, dossier| {
            let shelf = desk.shelf(dossier)?;
            let replica = shelf.replica()?;
            let point = Point::read(replica, &point, language)?;
            let past = replica.matrix().rows_at(&point.version);
            let past = past.ok_or_else(unknown_point)?;
            Ok(screen::past(&past, shelf.people(), dossier))
        })
        .await
    }

    /// Points in time worth stopping at, oldest first.
    pub async fn moments(&self, dossier: String) -> Result<Vec<MomentView>, Problem> {
        self.with(&dossier, |desk, dossier| {
            Ok(desk.teller(dossier)?.moments())
        })
        .await
    }

    /// Puts cells back as they were at a point in time, as ordinary edits of one step; `None`:
    /// everything. A cell with the field "" is its whole row: whether it is there, where it stands,
    /// and its cells; of its headings only which they are, since their words are of many rows.
    pub async fn restore(
        &self,
        dossier: String,
        point: String,
        cells: Option<Vec<Cell>>,
    ) -> Result<ActReceipt, Problem> {
        let language = self.language();
        self.with(&dossier, move |desk, dossier| {
            desk.restore(dossier, &point, cells, language)
        })
        .await
    }

    /// Every value a cell has had, newest first.
    pub async fn cell_history(
        &self,
        dossier: String,
        cell: Cell,
    ) -> Result<Vec<PastValueView>, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let (line, indicator, field) = place(&cell)?;
            desk.teller(dossier)?.values(line, indicator, field)
        })
        .await
    }

    /// Who wrote each word of a cell.
    pub async fn blame(&self, dossier: String, cell: Cell) -> Result<Vec<BlameSpan>, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let (line, indicator, field) = place(&cell)?;
            desk.teller(dossier)?.blame(line, indicator, field)
        })
        .await
    }
}

/// Two points side by side.
struct Compared {
    from: Point,
    to: Point,
    told: ComparisonView,
}

impl Desk {
    /// What differs, with when what came from elsewhere reached this computer.
    fn compared(
        &mut self,
        dossier: DossierId,
        from: &str,
        to: &str,
        language: Language,
    ) -> Result<Compared, Problem> {
        // Envelopes of this round are looked for on disk.
        self.finish_round();
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let from = Point::read(replica, from, language)?;
        let to = Point::read(replica, to, language)?;
        let (mut told, last) = Teller::new(replica, shelf.people()).comparison(&from, &to)?;
        let me = Author(self.device.id().0);
        for (difference, hand) in told.differences.iter_mut().zip(last) {
            let Some(hand) = hand.filter(|hand| hand.author != me) else {
                continue;
            };
            let held = self.envelope_of(dossier, DocumentKind::Matrix, &hand.change)?;
            let received_ms = held.and_then(|held| held.received_ms);
            difference.arrived = received_ms.map(screen::rfc3339);
        }
        Ok(Compared { from, to, told })
    }

    fn teller(&self, dossier: DossierId) -> Result<Teller<'_>, Problem> {
        let shelf = self.shelf(dossier)?;
        Ok(Teller::new(shelf.replica()?, shelf.people()))
    }
}

fn place(cell: &Cell) -> Result<(LineId, Option<IndicatorId>, Field), Problem> {
    let indicator = indicator_id(cell.indicator.as_deref())?;
    Ok((line_id(&cell.line)?, indicator, field_of(&cell.field)?))
}

pub(crate) fn unknown_point() -> Problem {
    Problem::of(Code::PointUnknown)
}

fn unknown_row() -> Problem {
    Problem::of(Code::RowUnknown)
}
