//! Places something was moved to at once.
//!
//! A place is two registers: the order key, and what it hangs from (a line's heading, an
//! indicator's line). Two people who move the same thing without knowing of each other leave two
//! order keys; one of them wins, and the other's move is gone without a trace in sight. So it is
//! asked which place was meant, until somebody writes the place having seen both: that is the
//! answer. Two who moved it to the same place agree, and an order key set when something is made
//! is no move: nothing stands beside it.

use automerge::ChangeHash;
use document::{Author, Record, View};

use crate::row::{MovedTwice, Place, PlaceChoice};
use crate::table::Table;
use crate::{IndicatorId, LineId, RowKey, schema};

/// A line, or an indicator of it, that was moved to several places at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contested {
    /// The indicator; `None`: the line.
    pub(crate) indicator: Option<IndicatorId>,
    /// The one it has first.
    seats: Vec<Seat>,
}

/// A place by what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) order: String,
    /// The heading of a line, the line of an indicator.
    pub(crate) under: String,
    author: Author,
    at_ms: u64,
}

impl Contested {
    /// Whether it would hang from different things.
    pub(crate) fn is_hung_apart(&self) -> bool {
        let first = self.seats.first();
        self.seats
            .iter()
            .any(|seat| Some(&seat.under) != first.map(|first| &first.under))
    }
}

/// Key of the register that says what something hangs from.
pub(crate) fn hung_by(indicator: Option<IndicatorId>) -> &'static str {
    match indicator {
        None => schema::HEADING,
        Some(_) => schema::LINE,
    }
}

/// Where the line (or the indicator) of a record was moved at once by different people. `None`:
/// nowhere, or somebody has written its place since.
pub(crate) fn contested(
    view: &View<'_>,
    record: &Record,
    indicator: Option<IndicatorId>,
) -> Option<Contested> {
    let orders = view.values(record, schema::ORDER);
    if orders.len() < 2 {
        return None;
    }
    let document = view.document;
    let dag = document.dag();
    let has_seen =
        |later: &ChangeHash, earlier: &ChangeHash| match (dag.number(later), dag.number(earlier)) {
            (Some(later), Some(earlier)) => dag.has_seen(later, earlier),
            _ => false,
        };
    let key = hung_by(indicator);
    let hung: Vec<(String, ChangeHash)> = view
        .values(record, key)
        .into_iter()
        .filter_map(|(under, op)| Some((under, document.change_of(&op)?)))
        .collect();
    let moves: Vec<(String, ChangeHash)> = orders
        .into_iter()
        .filter_map(|(order, op)| Some((order, document.change_of(&op)?)))
        .collect();
    let is_answer = |change: &ChangeHash| {
        let mut moves = moves.iter();
        !moves.clone().any(|(_, of)| of == change) && moves.all(|(_, of)| has_seen(change, of))
    };
    if hung.iter().any(|(_, change)| is_answer(change)) {
        return None;
    }
    let seats: Vec<Seat> = moves
        .into_iter()
        .map(|(order, change)| {
            let own = hung.iter().find(|(_, of)| *of == change);
            let later = || hung.iter().find(|(_, of)| has_seen(of, &change));
            let under = if let Some((under, _)) = own.or_else(later) {
                under.clone()
            } else {
                // What stood there when it was moved.
                let heads = [change];
                let then = View::at(document, &heads);
                then.register(&then.record(&record.object), key).value
            };
            let stamp = document.stamp(&change);
            Seat {
                order,
                under,
                author: stamp.author,
                at_ms: stamp.at_ms,
            }
        })
        .collect();
    let first = seats.first()?.author;
    let by_several = seats.iter().any(|seat| seat.author != first);
    by_several.then_some(Contested { indicator, seats })
}

impl Table {
    /// Which places a row asks about.
    pub(crate) fn moved_twice(&self, (line, indicator): RowKey) -> Vec<MovedTwice> {
        let Some(known) = self.line(line).filter(|known| known.active) else {
            return Vec::new();
        };
        let of_row = known
            .contested
            .iter()
            .filter(|contested| contested.indicator.is_none() || contested.indicator == indicator);
        let asked = of_row.filter_map(|contested| {
            let choices = self.choices(line, contested);
            let choices: Vec<PlaceChoice> = choices.into_iter().map(|(choice, _)| choice).collect();
            (choices.len() > 1).then_some(MovedTwice {
                indicator: contested.indicator,
                choices,
            })
        });
        asked.collect()
    }

    /// The different places something was moved to, with what was written.
    pub(crate) fn choices<'a>(
        &self,
        line: LineId,
        contested: &'a Contested,
    ) -> Vec<(PlaceChoice, &'a Seat)> {
        let mut choices: Vec<(PlaceChoice, &Seat)> = Vec::new();
        for seat in &contested.seats {
            let place = match contested.indicator {
                None => Some(Place::Line {
                    heading: seat.under.parse().ok(),
                    after: self.line_before(line, &seat.order),
                }),
                Some(indicator) => seat.under.parse().ok().map(|of| Place::Indicator {
                    line: of,
                    after: self.indicator_before(of, indicator, &seat.order),
                }),
            };
            let Some(place) = place else { continue };
            if choices.iter().any(|(known, _)| known.place == place) {
                continue;
            }
            let choice = PlaceChoice {
                choose: choices.len() as u32 + 1,
                place,
                author: seat.author,
                at_ms: seat.at_ms,
            };
            choices.push((choice, seat));
        }
        choices
    }

    /// The line of the matrix after which an order key puts a line.
    fn line_before(&self, line: LineId, order: &str) -> Option<LineId> {
        let lines = self.lines_in_order().into_iter().rev();
        let mut before = lines.filter(|(id, known)| {
            *id != line && known.active && (known.order.as_str(), *id) < (order, line)
        });
        before.next().map(|(id, _)| id)
    }

    /// The indicator of a line after which an order key puts another.
    fn indicator_before(
        &self,
        line: LineId,
        indicator: IndicatorId,
        order: &str,
    ) -> Option<IndicatorId> {
        let members = self.indicators_of(line).iter().rev();
        let mut before = members.filter(|id| {
            let seat = self.seat_of(**id);
            let stands = self.row((line, Some(**id))).is_some_and(|row| !row.retired);
            **id != indicator
                && stands
                && seat.is_some_and(|(_, seat)| (seat, **id) < (order, indicator))
        });
        before.next().copied()
    }
}
