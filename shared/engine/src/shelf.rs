//! A dossier as this computer keeps it: asleep (only its read model is used) or awake (its replica
//! in memory), and the read model that follows every step of the replica in the same transaction.

mod follow;
mod repair;

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    Code, CommentView, DossierState, DossierStatus, DossierSummary, Event, MemberView, Problem,
    RoleName, Row,
};
use replica::{Effect, Record, Replica, Step};
use store::{DossierRecord, Write};
use wire::{DocumentKind, DossierId};

use follow::Follow;

use crate::away::AwayWatch;
use crate::desk::{Call, Desk, now_ms};
use crate::disk::write_of;
use crate::minutes::{MinutesNews, MinutesShown};
use crate::people::People;
use crate::review::{ReviewNews, ReviewShown};
use crate::{screen, trouble};

/// View parts beside the rows.
pub(crate) const VIEW_MATRIX: &str = "matrix";
pub(crate) const VIEW_COMMENTS: &str = "comments";
pub(crate) const VIEW_MEMBERS: &str = "members";
pub(crate) const VIEW_AWAY: &str = "away";
pub(crate) const VIEW_VERSION: &str = "version";
pub(crate) const VIEW_SILENCED: &str = "silenced";

/// Where a dossier's documents are.
pub(crate) enum Slot {
    /// On disk.
    Asleep,
    /// Being read; calls wait.
    Loading(Vec<Call>),
    /// In memory.
    Awake(Box<Replica>),
}

/// A dossier of this computer.
pub(crate) struct Shelf {
    pub(crate) dossier: DossierId,
    pub(crate) relay: Option<String>,
    pub(crate) secret: Vec<u8>,
    pub(crate) summary: DossierSummary,
    pub(crate) slot: Slot,
    pub(crate) problem: Option<Problem>,
    /// Why its relay is not reached, if there is more to say than that.
    pub(crate) unreached: Option<Problem>,
    /// The relay sent all it had since the last contact.
    pub(crate) caught_up: bool,
    /// Changes of others received, and own changes confirmed, since the engine opened.
    pub(crate) received: u64,
    pub(crate) confirmed: u64,
    pub(crate) away: Option<AwayWatch>,
    /// The status a window was last told.
    told: Option<DossierStatus>,
    view: View,
}

/// The read model of an awake dossier, as committed (or about to be, in this round).
#[derive(Default)]
struct View {
    rows: BTreeMap<String, Row>,
    review: ReviewShown,
    minutes: MinutesShown,
    /// (row key, field) -> last own envelope of the matrix that touched it, while unconfirmed.
    unsent: BTreeMap<(String, String), u64>,
    people: People,
}

impl Shelf {
    pub(crate) fn of_record(record: DossierRecord) -> Self {
        let dossier = DossierId(record.dossier);
        let summary = serde_json::from_slice(&record.summary)
            .unwrap_or_else(|_| empty_summary(dossier, RoleName::Reader));
        Self::new(dossier, record.relay, record.secret, summary)
    }

    pub(crate) fn new(
        dossier: DossierId,
        relay: Option<String>,
        secret: Vec<u8>,
        summary: DossierSummary,
    ) -> Self {
        Self {
            dossier,
            relay,
            secret,
            summary,
            slot: Slot::Asleep,
            problem: None,
            unreached: None,
            caught_up: false,
            received: 0,
            confirmed: 0,
            away: None,
            told: None,
            view: View::default(),
        }
    }

    pub(crate) fn replica(&self) -> Result<&Replica, Problem> {
        match &self.slot {
            Slot::Awake(replica) => Ok(replica),
            Slot::Asleep | Slot::Loading(_) => Err(self
                .problem
                .clone()
                .unwrap_or_else(|| Problem::of(Code::NotArrived))),
        }
    }

    pub(crate) fn replica_mut(&mut self) -> Result<&mut Replica, Problem> {
        match &mut self.slot {
            Slot::Awake(replica) => Ok(replica),
            Slot::Asleep | Slot::Loading(_) => Err(self
                .problem
                .clone()
                .unwrap_or_else(|| Problem::of(Code::NotArrived))),
        }
    }

    /// Forgets what is in memory; the disk is what counts.
    pub(crate) fn sleep(&mut self) {
        self.slot = Slot::Asleep;
        self.view = View::default();
        self.caught_up = false;
        self.away = None;
    }

    pub(crate) fn row(&self, key: &str) -> Option<&Row> {
        self.view.rows.get(key)
    }

    pub(crate) fn comments(&self) -> &[CommentView] {
        &self.view.review.comments
    }

    /// The review, as it is shown.
    pub(crate) fn review(&self) -> &ReviewShown {
        &self.view.review
    }

    pub(crate) fn review_mut(&mut self) -> &mut ReviewShown {
        &mut self.view.review
    }

    /// Shows the review anew; answers what to write and to tell.
    pub(crate) fn renew_review(&mut self) -> Result<ReviewNews, Problem> {
        let Slot::Awake(replica) = &self.slot else {
            return Err(Problem::of(Code::NotArrived));
        };
        let View { review, people, .. } = &mut self.view;
        Ok(review.renew(replica, people, self.dossier))
    }

    /// The minutas, as they are shown.
    pub(crate) fn minutes(&self) -> &MinutesShown {
        &self.view.minutes
    }

    /// Shows the minutas anew; answers what to write and to tell.
    pub(crate) fn renew_minutes(&mut self) -> Result<MinutesNews, Problem> {
        let Slot::Awake(replica) = &self.slot else {
            return Err(Problem::of(Code::NotArrived));
        };
        let View {
            minutes, people, ..
        } = &mut self.view;
        Ok(minutes.follow(replica, people, self.dossier))
    }

    /// (row key, field) of the cells with edits the relay has not confirmed.
    pub(crate) fn unsent_cells(&self) -> BTreeSet<(String, String)> {
        self.view.unsent.keys().cloned().collect()
    }

    /// Who is who.
    pub(crate) fn people(&self) -> &People {
        &self.view.people
    }

    /// A member's name.
    pub(crate) fn person(&self, device: wire::DeviceId) -> String {
        self.view.people.name(device)
    }

    /// Everybody with access, in the order of their names.
    pub(crate) fn members(&self) -> &[MemberView] {
        self.view.people.members()
    }

    fn is_live(&self) -> bool {
        matches!(&self.slot, Slot::Awake(replica) if replica.is_live())
    }

    /// How the dossier stands now.
    pub(crate) fn status(&self) -> DossierStatus {
        let mut status = self.summary.status.clone();
        if let Slot::Awake(replica) = &self.slot {
            status.waiting = replica.waiting_changes();
        }
        status.sent = status.saved.saturating_sub(status.waiting);
        status.relay.clone_from(&self.relay);
        let problem = self.problem.as_ref().or(self.unreached.as_ref());
        status.problem = problem.cloned();
        status.state = if self.problem.is_some() {
            DossierState::Stuck
        } else if self.relay.is_none() {
            DossierState::Local
        } else if !self.is_live() {
            DossierState::Offline
        } else if status.waiting == 0 {
            DossierState::Sent
        } else {
            DossierState::Saved
        };
        status
    }

    /// Renews the read model after a step. Answers what to write beside the step's records and what
    /// to tell a window once all of it is committed.
    fn follow(&mut self, step: &Step, fields: &[(String, String)]) -> (Vec<Write>, Vec<Event>) {
        let mut follow = Follow::new(self.dossier);
        let Slot::Awake(replica) = &self.slot else {
            return (Vec::new(), Vec::new());
        };
        let view = &mut self.view;
        if step.members_changed {
            view.people = People::of(replica);
            follow.members(&view.people);
        }
        let (last, confirmed) = replica.own_progress(DocumentKind::Matrix);
        if let Some((DocumentKind::Matrix, from_index)) = step.resealed {
            for index in view.unsent.values_mut() {
                if *index >= from_index {
                    *index = last;
                }
            }
        }
        for field in fields {
            view.unsent.insert(field.clone(), last);
        }
        let mut keys: BTreeSet<String> = step.touched.rows.iter().map(screen::key).collect();
        keys.extend(fields.iter().map(|(key, _)| key.clone()));
        view.unsent.retain(|(key, _), index| {
            // Packing after a time without contact puts many edits under fewer indexes.
            *index = (*index).min(last);
            let waits = *index > confirmed;
            if !waits {
                keys.insert(key.clone());
            }
            waits
        });
        let mut commented = Vec::new();
        if ReviewShown::concerns(step) {
            let news = view
                .review
                .follow(replica, &view.people, step, self.dossier);
            // A row says how many conversations are open on it.
            keys.extend(commented_rows(&news.comments));
            follow.writes.extend(news.writes);
            follow.events.extend(news.events);
            commented = news.comments;
        }
        if MinutesShown::concerns(step) {
            let news = view.minutes.follow(replica, &view.people, self.dossier);
            follow.writes.extend(news.writes);
            follow.events.extend(news.events);
        }
        if let Some(away) = &mut self.away
            && step.comments_changed
        {
            away.comments_came(&commented);
        }
        let everything = step.touched.order_changed || step.members_changed;
        let mut order = Vec::new();
        for (position, model_row) in replica.matrix().rows().iter().enumerate() {
            let key = screen::key(&(model_row.line, model_row.indicator));
            if step.touched.order_changed {
                order.push(key.clone());
            }
            if !everything && !keys.contains(&key) {
                continue;
            }
            let row = screen::row(
                model_row,
                &view.people,
                &view.review.comments,
                &view.unsent,
                &key,
            );
            let before = view.rows.get(&key);
            if before == Some(&row) {
                continue;
            }
            if let Some(away) = &mut self.away {
                let author = step.author.map(|author| view.people.name(author));
                away.row_changed(&key, before, &row, author, |field| {
                    let field = field.parse().ok()?;
                    let matrix = replica.matrix();
                    let edit = matrix.last_edit(model_row.line, model_row.indicator, field)?;
                    Some(edit.at_ms)
                });
            }
            follow.row(&key, position, &row);
            view.rows.insert(key, row);
        }
        if step.touched.order_changed {
            let kept: BTreeSet<&String> = order.iter().collect();
            let gone: Vec<String> = view
                .rows
                .keys()
                .filter(|key| !kept.contains(key))
                .cloned()
                .collect();
            for key in gone {
                view.rows.remove(&key);
                follow.writes.push(Write::ViewRowGone {
                    dossier: self.dossier.0,
                    key,
                });
            }
            follow.order(order);
        }
        let touched = &step.touched;
        if touched.title_changed || touched.order_changed || touched.headings_changed {
            let matrix = screen::heading(replica, self.dossier);
            follow.view(VIEW_MATRIX, &matrix);
            if touched.headings_changed {
                follow.events.push(Event::Headings {
                    dossier: matrix.dossier,
                    levels: matrix.levels,
                    headings: matrix.headings,
                });
            }
        }
        if touched.silenced_changed {
            follow.view(VIEW_SILENCED, &repair::silenced(replica));
        }
        self.renew_summary(step);
        follow.summary(&self.summary);
        let version = replica_version(&self.slot);
        if !step.touched.is_empty() {
            follow.view(VIEW_VERSION, &version);
        }
        let foreign = step.changes_received > 0;
        follow.finish(version, foreign)
    }

    fn renew_summary(&mut self, step: &Step) {
        let status = self.status();
        let Slot::Awake(replica) = &self.slot else {
            return;
        };
        let summary = &mut self.summary;
        replica.matrix().title().clone_into(&mut summary.title);
        replica
            .matrix()
            .institution()
            .clone_into(&mut summary.institution);
        summary.role = replica.role().map_or(RoleName::Reader, screen::role);
        let rows = self.view.rows.values();
        summary.rows = rows.filter(|row| !row.retired).count() as u32;
        summary.to_decide = self.view.review.view.decisions.len() as u32;
        summary.status = status;
        summary.status.saved += step.edits_made;
        summary.status.sent = summary.status.saved.saturating_sub(summary.status.waiting);
        // The word of a moment and its reason are not kept.
        summary.status.problem = None;
        summary.status.state = DossierState::Offline;
    }
}

impl Desk {
    /// Stages a step of a dossier's replica: its records, the read model, its effects.
    pub(crate) fn stage(
        &mut self,
        dossier: DossierId,
        step: Step,
        fields: &[(String, String)],
    ) -> Result<(), Problem> {
        let me = self.device.id();
        let wrote = self.follow_receipts(dossier, &step, fields);
        let shelf = self.shelf_mut(dossier)?;
        let confirmed: u64 = step
            .then
            .iter()
            .map(|effect| match effect {
                Effect::Confirmed { changes } => *changes,
                _ => 0,
            })
            .sum();
        if confirmed > 0 {
            shelf.summary.status.last_contact = Some(screen::rfc3339(now_ms()));
        }
        shelf.confirmed += confirmed;
        shelf.received += step.changes_received;
        // Who has what is no part of what a dossier shows.
        let shown = |record: &Record| !matches!(record, Record::Receipt { .. });
        let changed = step.persist.iter().any(shown)
            || step.comments_changed
            || step.minutes_changed
            || step.members_changed
            || !step.touched.rows.is_empty()
            || step.touched.order_changed
            || step.touched.headings_changed;
        let presence = step.presence.clone();
        let step_received = step.changes_received > 0;
        let (view_writes, events) = if changed {
            shelf.follow(&step, fields)
        } else {
            (Vec::new(), Vec::new())
        };
        self.round.writes.extend(
            step.persist
                .into_iter()
                .map(|record| write_of(dossier, me, record)),
        );
        self.round.writes.extend(wrote);
        self.round.writes.extend(view_writes);
        self.round.events.extend(events);
        if changed {
            self.follow_texts(dossier);
        }
        if let Some((device, presence)) = presence {
            self.hear(dossier, device, presence);
        }
        self.tell_status(dossier);
        if step_received {
            self.tell_away(dossier);
            self.review_waits(dossier);
        }
        self.round.dirty.push(dossier);
        self.round
            .then
            .extend(step.then.into_iter().map(|effect| (dossier, effect)));
        Ok(())
    }

    /// Tells a window how a dossier stands, if that is news.
    pub(crate) fn tell_status(&mut self, dossier: DossierId) {
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        let status = shelf.status();
        if shelf.told.as_ref() != Some(&status) {
            shelf.told = Some(status.clone());
            self.round.events.push(Event::Status { status });
            self.receipts_stale(dossier);
        }
    }

    /// Puts a replica into its shelf, with its read model; opens it at its relay if in contact.
    pub(crate) fn awaken(
        &mut self,
        dossier: DossierId,
        replica: Box<Replica>,
    ) -> Result<(), Problem> {
        let mut view = View {
            people: People::of(&replica),
            ..View::default()
        };
        for (key, bytes) in self
            .store
            .view_rows(&dossier.0, None)
            .map_err(trouble::of_store)?
        {
            if let Ok(row) = serde_json::from_slice::<Row>(&bytes) {
                let (last, confirmed) = replica.own_progress(DocumentKind::Matrix);
                if last > confirmed {
                    for field in &row.unsent {
                        view.unsent.insert((key.clone(), field.clone()), last);
                    }
                }
                view.rows.insert(key, row);
            }
        }
        view.review = self.review_kept(dossier)?;
        view.minutes = self.minutes_kept(dossier);
        let shelf = self.shelf_mut(dossier)?;
        shelf.slot = Slot::Awake(replica);
        shelf.view = view;
        shelf.problem = None;
        self.renew_review(dossier)?;
        self.renew_minutes(dossier)?;
        self.repair_view(dossier)?;
        self.repair_silenced(dossier)?;
        self.note_what_was_written(dossier)?;
        self.open_at_relay(dossier);
        Ok(())
    }
}

/// The summary of a dossier of which nothing has arrived.
pub(crate) fn empty_summary(dossier: DossierId, role: RoleName) -> DossierSummary {
    DossierSummary {
        dossier: dossier.to_string(),
        title: String::new(),
        institution: String::new(),
        role,
        rows: 0,
        to_decide: 0,
        status: DossierStatus {
            dossier: dossier.to_string(),
            state: DossierState::Offline,
            saved: 0,
            waiting: 0,
            sent: 0,
            relay: None,
            last_contact: None,
            problem: None,
        },
    }
}

fn replica_version(slot: &Slot) -> String {
    match slot {
        Slot::Awake(replica) => replica.matrix().version().to_hex(),
        Slot::Asleep | Slot::Loading(_) => String::new(),
    }
}

fn commented_rows(comments: &[CommentView]) -> impl Iterator<Item = String> + '_ {
    comments
        .iter()
        .map(|comment| screen::text_key(&comment.line, comment.indicator.as_deref()))
}
