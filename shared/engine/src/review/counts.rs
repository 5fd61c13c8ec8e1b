//! What happened since a review window was opened: how many cells changed, and what came after its
//! last day, made in time or not. Nothing of it is ever dropped.

use std::collections::BTreeMap;

use contract::Problem;
use jiff::civil::Date;
use review::{Act, ActId};
use wire::{DocumentKind, DossierId};

use crate::desk::Desk;
use crate::history::dates;

/// What happened since a window was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Cells and rows that differ from what was handed out.
    pub(crate) changed: u32,
    /// Changes made by its last day that reached this computer after it.
    pub(crate) arrived_late: u32,
    /// Changes made after its last day.
    pub(crate) made_late: u32,
}

/// Counts of the windows that are not closed.
pub(crate) type WindowCounts = BTreeMap<ActId, Counts>;

impl Desk {
    /// Counts anew for the windows that are not closed: after changes came from others, not at every
    /// key.
    pub(crate) fn count_windows(&mut self, dossier: DossierId) -> Result<WindowCounts, Problem> {
        let agreement = self.shelf(dossier)?.replica()?.agreement();
        let open: Vec<_> = agreement
            .windows
            .iter()
            .filter(|window| window.closed().is_none())
            .filter_map(|window| match &window.opened.act {
                Act::Window { matrix, .. } => Some((
                    window.opened.id,
                    matrix.clone(),
                    window.closes_on().parse::<Date>().ok()?,
                )),
                _ => None,
            })
            .collect();
        drop(agreement);
        let mut counts = WindowCounts::new();
        for (id, handed_out, last) in open {
            let end_ms = dates::end_ms(last);
            let differences = self
                .shelf(dossier)?
                .replica()?
                .matrix()
                .compare(&handed_out, None)
                .unwrap_or_default();
            let mut count = Counts {
                changed: differences.len() as u32,
                ..Counts::default()
            };
            let arrivals = self.arrivals(dossier, end_ms)?;
            for difference in &differences {
                let Some(hand) = difference.hands.first() else {
                    continue;
                };
                if hand.at_ms >= end_ms {
                    count.made_late += 1;
                } else if !arrivals.is_empty() {
                    let held = self.envelope_of(dossier, DocumentKind::Matrix, &hand.change)?;
                    let late = held.and_then(|held| held.received_ms);
                    count.arrived_late += u32::from(late.is_some_and(|ms| ms >= end_ms));
                }
            }
            counts.insert(id, count);
        }
        Ok(counts)
    }
}
