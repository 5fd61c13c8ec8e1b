//! What one renewal of the read model writes and tells.

use contract::{DossierSummary, Event, Row};
use store::Write;
use wire::DossierId;

use super::VIEW_MEMBERS;
use crate::people::People;
use crate::screen;

/// Collects the writes and events of one renewal of the read model.
pub(super) struct Follow {
    dossier: DossierId,
    pub(super) writes: Vec<Write>,
    rows: Vec<Row>,
    order: Option<Vec<String>>,
    pub(super) events: Vec<Event>,
}

impl Follow {
    pub(super) fn new(dossier: DossierId) -> Self {
        Self {
            dossier,
            writes: Vec::new(),
            rows: Vec::new(),
            order: None,
            events: Vec::new(),
        }
    }

    pub(super) fn view(&mut self, name: &str, value: &impl serde::Serialize) {
        self.writes.push(Write::View {
            dossier: self.dossier.0,
            name: name.to_owned(),
            bytes: screen::json(value),
        });
    }

    pub(super) fn row(&mut self, key: &str, position: usize, row: &Row) {
        self.writes.push(Write::ViewRow {
            dossier: self.dossier.0,
            key: key.to_owned(),
            position: i64::try_from(position).unwrap_or(i64::MAX),
            bytes: screen::json(row),
        });
        self.rows.push(row.clone());
    }

    pub(super) fn order(&mut self, keys: Vec<String>) {
        self.writes.push(Write::ViewOrder {
            dossier: self.dossier.0,
            keys: keys.clone(),
        });
        self.order = Some(keys);
    }

    pub(super) fn members(&mut self, people: &People) {
        self.view(VIEW_MEMBERS, &people.members());
        self.events.push(Event::Members {
            dossier: self.dossier.to_string(),
            members: people.members().to_vec(),
        });
    }

    pub(super) fn summary(&mut self, summary: &DossierSummary) {
        self.writes.push(Write::Summary {
            dossier: self.dossier.0,
            bytes: screen::json(summary),
        });
    }

    pub(super) fn finish(mut self, version: String, foreign: bool) -> (Vec<Write>, Vec<Event>) {
        if !self.rows.is_empty() || self.order.is_some() {
            self.events.insert(
                0,
                Event::Rows {
                    dossier: self.dossier.to_string(),
                    rows: self.rows,
                    order: self.order,
                    version,
                    foreign,
                },
            );
        }
        (self.writes, self.events)
    }
}
