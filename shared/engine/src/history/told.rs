//! What the model tells of the past, as it is shown: names instead of keys, differences by words.

use contract::{
    BlameSpan, Cell, ComparisonView, DifferenceKind, DifferenceView, MomentView, PastValueView,
    Problem,
};
use model::{Author, Difference, Field, Hand, IndicatorId, LineId, Via};
use replica::Replica;
use review::{ActId, Agreement};
use wire::DeviceId;

use super::deadlines::Deadlines;
use super::points::{Closed, Point, closed, first_holding};
use super::unknown_row;
use crate::people::People;
use crate::screen::rfc3339;
use crate::spans::spans;

/// Whoever tells: what stands in the review and who is who.
pub(crate) struct Teller<'a> {
    replica: &'a Replica,
    people: &'a People,
    agreement: Agreement<'a>,
    closed: Vec<Closed<'a>>,
}

/// Who wrote something, with who accepted it if somebody else proposed it.
struct Writer {
    author: String,
    device: String,
    accepted_by: String,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(replica: &'a Replica, people: &'a People) -> Self {
        let agreement = replica.agreement();
        let closed = closed(&agreement.versions);
        Self {
            replica,
            people,
            agreement,
            closed,
        }
    }

    fn name(&self, author: Author) -> String {
        self.people.name(DeviceId(author.0))
    }

    /// A change says itself that it accepts a suggestion: true only if the review has one of that
    /// proposer.
    fn writer(&self, hand: &Hand, via: Option<&Via>) -> Writer {
        let proposer = via.filter(|via| {
            let id = ActId::from_bytes(via.suggestion);
            let mut suggestions = self.agreement.suggestions.iter();
            suggestions.any(|known| known.made.id == id && known.made.author == via.proposer)
        });
        let author = proposer.map_or(hand.author, |via| via.proposer);
        Writer {
            author: self.name(author),
            device: DeviceId(author.0).to_string(),
            accepted_by: match proposer {
                Some(_) => self.name(hand.author),
                None => String::new(),
            },
        }
    }

    fn first_version(&self, hand: &Hand) -> String {
        first_holding(self.replica, &self.closed, hand.change)
    }

    /// What differs between two points but for the words ([`by_words`]), and the last hand in each
    /// difference.
    pub(crate) fn comparison(
        &self,
        from: &Point,
        to: &Point,
    ) -> Result<(ComparisonView, Vec<Option<Hand>>), Problem> {
        let matrix = self.replica.matrix();
        let differences = matrix.compare(&from.version, Some(&to.version));
        let deadlines = Deadlines::of(&self.agreement, &from.version);
        let differences = differences.ok_or_else(super::unknown_point)?;
        let last = differences.iter().map(|told| told.hands.first().copied());
        let last = last.collect();
        let told = ComparisonView {
            from: from.text.clone(),
            from_name: from.name.clone(),
            to: to.text.clone(),
            to_name: to.name.clone(),
            differences: differences
                .into_iter()
                .map(|difference| self.difference(difference, &deadlines))
                .collect(),
        };
        Ok((told, last))
    }

    fn difference(&self, told: Difference, deadlines: &Deadlines) -> DifferenceView {
        let last = told.hands.first();
        let mut authors: Vec<String> = Vec::new();
        for hand in &told.hands {
            let name = self.name(hand.author);
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
        DifferenceView {
            kind: kind(told.kind),
            row: told.row,
            cell: cell(told.line, told.indicator, told.field),
            spans: Vec::new(),
            authors,
            at: last.map(|hand| rfc3339(hand.at_ms)),
            arrived: None,
            late: last.is_some_and(|hand| deadlines.is_late(hand.at_ms)),
            before: told.before,
            after: told.after,
        }
    }

    /// Every value a cell has had, newest first.
    pub(crate) fn values(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<Vec<PastValueView>, Problem> {
        let matrix = self.replica.matrix();
        let values = matrix.cell_history(line, indicator, field);
        let values = values.ok_or_else(unknown_row)?;
        let told = values.iter().enumerate().map(|(at, past)| {
            let before = values.get(at + 1).map_or("", |before| &before.value);
            let writer = self.writer(&past.hand, past.via.as_ref());
            PastValueView {
                value: past.value.clone(),
                spans: spans(before, &past.value),
                author: writer.author,
                device: writer.device,
                accepted_by: writer.accepted_by,
                at: rfc3339(past.hand.at_ms),
                point: past.version.to_hex(),
                version: self.first_version(&past.hand),
                current: past.current,
            }
        });
        Ok(told.collect())
    }

    /// Who wrote each word of a cell.
    pub(crate) fn blame(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<Vec<BlameSpan>, Problem> {
        let runs = self.replica.matrix().blame(line, indicator, field);
        let told = runs.ok_or_else(unknown_row)?.into_iter().map(|run| {
            let writer = self.writer(&run.hand, run.via.as_ref());
            BlameSpan {
                text: run.text,
                author: writer.author,
                device: writer.device,
                accepted_by: writer.accepted_by,
                at: rfc3339(run.hand.at_ms),
                point: run.version.to_hex(),
                version: self.first_version(&run.hand),
            }
        });
        Ok(told.collect())
    }

    /// Points in time worth stopping at, oldest first: where stretches of work ended, and where
    /// versions were closed.
    pub(crate) fn moments(&self) -> Vec<MomentView> {
        let mut told: Vec<(u64, MomentView)> = Vec::new();
        for moment in self.replica.matrix().moments() {
            let here = self.closed.iter().find(|of| *of.matrix == moment.version);
            let view = MomentView {
                point: moment.version.to_hex(),
                at: rfc3339(moment.at_ms),
                authors: moment.authors.iter().map(|of| self.name(*of)).collect(),
                changes: moment.changes,
                version: here.map(|of| of.name.to_owned()).unwrap_or_default(),
            };
            told.push((moment.at_ms, view));
        }
        for version in &self.closed {
            let point = version.matrix.to_hex();
            let known = told.iter().any(|(_, view)| view.point == point);
            if known || !self.replica.matrix().holds(version.matrix) {
                continue;
            }
            let view = MomentView {
                point,
                at: rfc3339(version.at_ms),
                authors: Vec::new(),
                changes: 0,
                version: version.name.to_owned(),
            };
            // Among the stretches by the clock: a version closed in the middle of one ended nothing.
            let at = told.partition_point(|(at_ms, _)| *at_ms <= version.at_ms);
            told.insert(at, (version.at_ms, view));
        }
        told.into_iter().map(|(_, view)| view).collect()
    }
}

/// Tells cells that read differently by words: for many of them it takes longer than finding them,
/// and needs nothing that the loop has.
pub(crate) fn by_words(mut told: ComparisonView) -> ComparisonView {
    let cells = told.differences.iter_mut();
    for cell in cells.filter(|told| told.kind == DifferenceKind::Changed) {
        cell.spans = spans(&cell.before, &cell.after);
    }
    told
}

fn kind(kind: model::DifferenceKind) -> DifferenceKind {
    match kind {
        model::DifferenceKind::Changed => DifferenceKind::Changed,
        model::DifferenceKind::Added => DifferenceKind::Added,
        model::DifferenceKind::Retired => DifferenceKind::Retired,
        model::DifferenceKind::Restored => DifferenceKind::Restored,
        model::DifferenceKind::Moved => DifferenceKind::Moved,
    }
}

fn cell(line: LineId, indicator: Option<IndicatorId>, field: Option<Field>) -> Cell {
    Cell {
        line: line.to_string(),
        indicator: indicator.map(|indicator| indicator.to_string()),
        field: field.map(|field| field.to_string()).unwrap_or_default(),
    }
}
