//! The minutas of a dossier: what is done with them, and what of them is shown, painted from the read
//! model before any document is loaded.

mod counted;
mod deeds;
mod past;
mod printed;
mod told;
mod typed;

use std::collections::BTreeMap;

use contract::{
    CountedView, Event, MinutaView, MinutesAction, MinutesReceipt, MinutesView, Problem, TextOpened,
};
use minutes::{ActId, Content};
use replica::{Replica, Step};
use serde::{Deserialize, Serialize};
use store::Write;
use wire::DossierId;

pub(crate) use counted::counted_at;
use told::Teller;

use crate::calls::Engine;
use crate::desk::Desk;
use crate::ids::dossier_id;
use crate::people::People;
use crate::screen;

/// Part of the read model: which minutas there are, and what the matrix counts.
const VIEW_MINUTES: &str = "minutes";

/// The minutas of an awake dossier, as they were last shown.
#[derive(Default)]
pub(crate) struct MinutesShown {
    index: Index,
    views: BTreeMap<String, MinutaView>,
    /// What closed minutas said: it never changes.
    frozen: BTreeMap<ActId, Content>,
}

/// Which minutas there are, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Index {
    order: Vec<String>,
    counted: CountedView,
}

/// What is to be written and told after a step.
#[derive(Default)]
pub(crate) struct MinutesNews {
    pub(crate) writes: Vec<Write>,
    pub(crate) events: Vec<Event>,
}

impl Engine {
    /// Does something with minutas, all of it or nothing.
    pub async fn minutes_act(
        &self,
        dossier: String,
        actions: Vec<MinutesAction>,
    ) -> Result<MinutesReceipt, Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.minutes_act(dossier, actions)
        })
        .await
    }

    /// The minutas, from the read model.
    pub async fn minutes(&self, dossier: String) -> Result<MinutesView, Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| {
            desk.finish_round();
            desk.minutes_view(dossier)
        })
        .await
    }

    /// Opens a text of a minuta for writing together; it goes on as the text of a cell does.
    pub async fn open_minutes_text(
        &self,
        dossier: String,
        part: String,
        field: String,
    ) -> Result<TextOpened, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let place = typed::place(&part, &field)?;
            desk.open_minutes_text(dossier, place)
        })
        .await
    }
}

impl MinutesShown {
    /// Whether a step may change what is shown of minutas.
    pub(crate) fn concerns(step: &Step) -> bool {
        step.minutes_changed
            || step.members_changed
            || step.comments_changed
            || step.touched.order_changed
            || !step.touched.rows.is_empty()
    }

    /// Renews what is shown.
    pub(crate) fn follow(
        &mut self,
        replica: &Replica,
        people: &People,
        dossier: DossierId,
    ) -> MinutesNews {
        let mut news = MinutesNews::default();
        // Most dossiers have none, and a key in a cell must not wait for what they would count.
        if replica.minutes().content().parts().is_empty() && self.index.order.is_empty() {
            return news;
        }
        let view = Teller::new(replica, people).minutes(&mut self.frozen);
        let index = Index {
            order: view.minutes.iter().map(|of| of.minutes.clone()).collect(),
            counted: view.counted,
        };
        let mut changed = Vec::new();
        let mut views = BTreeMap::new();
        for shown in view.minutes {
            if self.views.get(&shown.minutes) != Some(&shown) {
                news.view(dossier, &part_name(&shown.minutes), &shown);
                changed.push(shown.clone());
            }
            views.insert(shown.minutes.clone(), shown);
        }
        if self.index != index {
            news.view(dossier, VIEW_MINUTES, &index);
        } else if changed.is_empty() {
            return news;
        }
        self.views = views;
        self.index = index.clone();
        news.events.push(Event::Minutes {
            dossier: dossier.to_string(),
            changed,
            order: index.order,
            counted: index.counted,
        });
        news
    }

    /// As it is shown.
    pub(crate) fn view(&self) -> MinutesView {
        let order = self.index.order.iter();
        MinutesView {
            counted: self.index.counted,
            minutes: order.filter_map(|id| self.views.get(id).cloned()).collect(),
        }
    }

    /// How many líneas de acción the last minuta says there are, where that is not what there is and
    /// nobody said why.
    pub(crate) fn lines_said(&self) -> Option<usize> {
        let last = self.index.order.iter().rev();
        let mut last = last.filter_map(|id| self.views.get(id));
        told::lines_said(last.next()?)
    }
}

impl MinutesNews {
    fn view(&mut self, dossier: DossierId, name: &str, value: &impl Serialize) {
        self.writes.push(Write::View {
            dossier: dossier.0,
            name: name.to_owned(),
            bytes: screen::json(value),
        });
    }
}

fn part_name(minutes: &str) -> String {
    format!("{VIEW_MINUTES}:{minutes}")
}

impl Desk {
    /// What was shown of the minutas when the dossier was last read.
    pub(crate) fn minutes_kept(&self, dossier: DossierId) -> MinutesShown {
        let index: Index = self.view(dossier, VIEW_MINUTES).unwrap_or_default();
        let order = index.order.iter();
        let views = order
            .filter_map(|id| {
                let view: MinutaView = self.view(dossier, &part_name(id)).ok()?;
                Some((id.clone(), view))
            })
            .collect();
        MinutesShown {
            index,
            views,
            ..MinutesShown::default()
        }
    }

    fn minutes_view(&self, dossier: DossierId) -> Result<MinutesView, Problem> {
        self.shelf(dossier)?;
        Ok(self.minutes_kept(dossier).view())
    }

    /// Shows the minutas of a dossier anew.
    pub(crate) fn renew_minutes(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let news = self.shelf_mut(dossier)?.renew_minutes()?;
        self.round.writes.extend(news.writes);
        self.round.events.extend(news.events);
        Ok(())
    }
}
