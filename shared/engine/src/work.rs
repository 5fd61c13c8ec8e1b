//! Doing what was asked, on the loop: every method stages into the round and answers at once; the
//! answer leaves when the round is committed.

use std::sync::Arc;

use contract::{
    AwayItem, Code, CommentView, DossierSummary, EditReceipt, Event, ImportReport, Invitation,
    MatrixView, OpenedDossier, Problem, RoleName, SyncReport,
};
use model::{MatrixEdit, Version};
use replica::Replica;
use review::ReviewEdit;
use seal::DeviceKey;
use store::Write;
use tokio::sync::oneshot;
use wire::{DeviceId, DossierId, Role};

use crate::desk::{Desk, dice, monotonic_ms, now_ms};
use crate::importing::ImportReading;
use crate::links::SyncWaiter;
use crate::review::{VIEW_NOTICES, VIEW_REVIEW};
use crate::shelf::{
    Shelf, Slot, VIEW_AWAY, VIEW_COMMENTS, VIEW_MATRIX, VIEW_MEMBERS, VIEW_VERSION, empty_summary,
};
use crate::undo::StepName;
use crate::{people, screen, trouble};

/// Longest address of a relay, in bytes.
const RELAY_ADDRESS_BYTES_MAX: usize = 255;

/// A dossier in the list, as it stands now.
pub(crate) fn summary(shelf: &Shelf) -> DossierSummary {
    DossierSummary {
        status: shelf.status(),
        ..shelf.summary.clone()
    }
}

impl Desk {
    /// A part of the read model beside the rows, or its empty value.
    pub(crate) fn view<T: serde::de::DeserializeOwned + Default>(
        &self,
        dossier: DossierId,
        name: &str,
    ) -> Result<T, Problem> {
        self.shelf(dossier)?;
        let bytes = self
            .store
            .view(&dossier.0, name)
            .map_err(trouble::of_store)?;
        match bytes {
            Some(bytes) => {
                serde_json::from_slice(&bytes).map_err(|_| Problem::of(Code::StoreDamaged))
            }
            None => Ok(T::default()),
        }
    }

    pub(crate) fn away_items(&self, dossier: DossierId) -> Vec<AwayItem> {
        self.view(dossier, VIEW_AWAY).unwrap_or_default()
    }

    /// The whole matrix from the read model: what is committed, this round's staged work not included.
    pub(crate) fn matrix_view(&self, dossier: DossierId) -> Result<MatrixView, Problem> {
        self.matrix_beginning(dossier, None)
    }

    /// The matrix with at most so many of its first rows.
    fn matrix_beginning(
        &self,
        dossier: DossierId,
        most: Option<u32>,
    ) -> Result<MatrixView, Problem> {
        let heading: Option<MatrixView> = self.view(dossier, VIEW_MATRIX)?;
        let mut view = heading.unwrap_or_else(|| MatrixView {
            dossier: dossier.to_string(),
            title: String::new(),
            institution: String::new(),
            years: Vec::new(),
            levels: Vec::new(),
            headings: Vec::new(),
            rows: Vec::new(),
        });
        for (_, bytes) in self
            .store
            .view_rows(&dossier.0, most)
            .map_err(trouble::of_store)?
        {
            let row =
                serde_json::from_slice(&bytes).map_err(|_| Problem::of(Code::StoreDamaged))?;
            view.rows.push(row);
        }
        Ok(view)
    }

    /// The comments: of an awake dossier with their words where they are now, which the disk is not
    /// told at every key.
    pub(crate) fn comments_now(&self, dossier: DossierId) -> Result<Vec<CommentView>, Problem> {
        let shelf = self.shelf(dossier)?;
        match shelf.replica() {
            Ok(_) => Ok(shelf.comments().to_vec()),
            Err(_) => self.view(dossier, VIEW_COMMENTS),
        }
    }

    /// What a window shows of a dossier: whole, or for a first look with some of its first rows.
    pub(crate) fn opened(
        &mut self,
        dossier: DossierId,
        first: Option<u32>,
    ) -> Result<OpenedDossier, Problem> {
        // What this round has staged is not on disk yet, but its events come before this answer:
        // commit it first, or the answer would be older than what the window was told.
        self.finish_round();
        let (undo, redo) = self.undo_labels(dossier)?;
        let drafts = self.drafts(dossier)?;
        // What was being written may be in any row.
        let first = first.filter(|_| drafts.is_empty());
        let mut matrix =
            self.matrix_beginning(dossier, first.map(|most| most.saturating_add(1)))?;
        let most = first.map_or(usize::MAX, |most| most as usize);
        let whole = matrix.rows.len() <= most;
        matrix.rows.truncate(most);
        let shelf = self.shelf(dossier)?;
        Ok(OpenedDossier {
            matrix,
            whole,
            version: self.view(dossier, VIEW_VERSION)?,
            comments: self.comments_now(dossier)?,
            review: self.view(dossier, VIEW_REVIEW)?,
            notices: self.view(dossier, VIEW_NOTICES)?,
            status: shelf.status(),
            members: self.view(dossier, VIEW_MEMBERS)?,
            role: shelf.summary.role,
            away: self.view(dossier, VIEW_AWAY)?,
            drafts,
            undo,
            redo,
        })
    }

    /// Makes a dossier of what was read of a file.
    pub(crate) fn found(&mut self, reading: &ImportReading) -> Result<ImportReport, Problem> {
        let imported = reading.whole()?;
        let profile = people::profile_of_me(self.me.as_ref())?;
        let (replica, step) = Replica::found(
            &imported.draft,
            &reading.found(),
            Arc::clone(&self.device),
            &profile,
            now_ms(),
            &mut dice,
        )
        .map_err(|problem| trouble::of_load(&problem))?;
        let dossier = replica.dossier();
        self.shelve(Box::new(replica), step, None)?;
        Ok(reading.report(dossier.to_string()))
    }

    pub(crate) fn join(&mut self, link: &str) -> Result<DossierSummary, Problem> {
        let invitation =
            seal::Invitation::parse(link).map_err(|_| Problem::of(Code::LinkInvalid))?;
        let profile = people::profile_of_me(self.me.as_ref())?;
        // Without one the dossier travels in packages alone.
        let relay = match invitation.relay.as_str() {
            "" => None,
            given => Some(relay_url(given)?),
        };
        let dossier = invitation.dossier;
        if let Some(shelf) = self.shelves.get(&dossier) {
            return Ok(summary(shelf));
        }
        let device = Arc::clone(&self.device);
        let (replica, step) = Replica::join(invitation, device, &profile, now_ms(), &mut dice)
            .map_err(|_| Problem::of(Code::LinkInvalid))?;
        self.shelve(Box::new(replica), step, relay.clone())?;
        if let Some(relay) = relay.filter(|_| self.options.stay_connected) {
            self.connect(&relay);
            self.open_at_relay(dossier);
        }
        Ok(summary(self.shelf(dossier)?))
    }

    /// Puts a new dossier on its shelf, everything of it in this round.
    fn shelve(
        &mut self,
        replica: Box<Replica>,
        mut step: replica::Step,
        relay: Option<String>,
    ) -> Result<(), Problem> {
        let dossier = replica.dossier();
        let key = replica.seed().expose_secret_for_disk();
        let secret = seal::wrap(&self.device, key.as_slice(), &mut dice)
            .map_err(|_| Problem::of(Code::Defect))?;
        let role = replica.role().map_or(RoleName::Reader, screen::role);
        let summary = empty_summary(dossier, role);
        self.round.writes.push(Write::Dossier {
            dossier: dossier.0,
            secret: secret.clone(),
            relay: relay.clone(),
            summary: screen::json(&summary),
        });
        let mut shelf = Shelf::new(dossier, relay, secret, summary);
        shelf.slot = Slot::Awake(replica);
        self.shelves.insert(dossier, shelf);
        step.touched.order_changed = true;
        step.touched.title_changed = true;
        self.stage(dossier, step, &[])?;
        self.round.new_dossiers.push(dossier);
        self.round.events.push(Event::Dossiers);
        Ok(())
    }

    /// Says what a person may do from now on; `None`: they are out.
    pub(crate) fn change_role(
        &mut self,
        dossier: DossierId,
        device: &str,
        role: Option<RoleName>,
    ) -> Result<(), Problem> {
        let unknown = || Problem::of(Code::PersonUnknown);
        let device: DeviceId = device.parse().map_err(|_| unknown())?;
        let role = role.map(screen::role_of);
        let shelf = self.shelf_mut(dossier)?;
        let members = shelf.replica()?.membership();
        let is_last =
            |member: &seal::Member| member.device == device || member.role != Role::Coordinator;
        members.member(device).ok_or_else(unknown)?;
        if role != Some(Role::Coordinator) && members.members().all(is_last) {
            return Err(Problem::of(Code::LastCoordinator));
        }
        let step = shelf
            .replica_mut()?
            .change_role(device, role, &mut dice)
            .map_err(|problem| trouble::of_edit(&problem))?;
        self.stage(dossier, step, &[])?;
        self.tell_status(dossier);
        Ok(())
    }

    pub(crate) fn invite(
        &mut self,
        dossier: DossierId,
        role: RoleName,
        relay: &str,
    ) -> Result<Invitation, Problem> {
        let shelf = self.shelf_mut(dossier)?;
        let relay = match (&shelf.relay, relay.trim()) {
            (known, "") => known.clone(),
            (_, given) => Some(relay_url(given)?),
        };
        let secret = DeviceKey::generate(&mut dice);
        let (step, grant) = shelf
            .replica_mut()?
            .grant(&secret, screen::role_of(role), &mut dice)
            .map_err(|problem| trouble::of_edit(&problem))?;
        let link = shelf
            .replica()?
            .invitation(relay.clone().unwrap_or_default(), grant, secret)
            .to_link()
            .map_err(|_| Problem::of(Code::Defect))?;
        let moved = relay.filter(|relay| shelf.relay.as_ref() != Some(relay));
        if let Some(url) = &moved {
            shelf.relay = moved.clone();
            self.round.writes.push(Write::Relay {
                dossier: dossier.0,
                url: url.clone(),
            });
        }
        self.stage(dossier, step, &[])?;
        self.tell_status(dossier);
        if let Some(relay) = moved.filter(|_| self.options.stay_connected) {
            self.connect(&relay);
            self.open_at_relay(dossier);
        }
        Ok(Invitation {
            link: link.to_string(),
        })
    }

    /// Makes an edit; answers which row it was about, for rows it made.
    pub(crate) fn edit_matrix(
        &mut self,
        dossier: DossierId,
        edit: &MatrixEdit,
        base: Option<&Version>,
    ) -> Result<Option<model::Edited>, Problem> {
        self.check_lock(dossier, edit)?;
        self.edit_unlocked(dossier, edit, base)
    }

    /// [`Self::edit_matrix`], of an approved line too.
    pub(crate) fn edit_unlocked(
        &mut self,
        dossier: DossierId,
        edit: &MatrixEdit,
        base: Option<&Version>,
    ) -> Result<Option<model::Edited>, Problem> {
        let outcome =
            self.shelf_mut(dossier)?
                .replica_mut()?
                .edit_matrix(edit, base, now_ms(), &mut dice);
        self.edited(dossier, outcome)
    }

    /// An edit with its answer: staged, and what it was.
    pub(crate) fn edited(
        &mut self,
        dossier: DossierId,
        outcome: Result<Option<(replica::Step, model::Edited)>, replica::EditProblem>,
    ) -> Result<Option<model::Edited>, Problem> {
        let outcome = outcome.map_err(|problem| self.edit_failed(dossier, &problem))?;
        let Some((step, edited)) = outcome else {
            return Ok(None);
        };
        let fields: Vec<(String, String)> = edited
            .fields
            .iter()
            .map(|(line, indicator, field)| (screen::key(&(*line, *indicator)), field.clone()))
            .collect();
        self.stage(dossier, step, &fields)?;
        Ok(Some(edited))
    }

    pub(crate) fn edit_failed(
        &mut self,
        dossier: DossierId,
        problem: &replica::EditProblem,
    ) -> Problem {
        if let replica::EditProblem::Unsealed(_) = problem {
            // Memory is ahead of what can ever be saved: read the disk again.
            self.round.dirty.push(dossier);
            if let Ok(shelf) = self.shelf_mut(dossier) {
                shelf.sleep();
            }
        }
        trouble::of_edit(problem)
    }

    pub(crate) fn edit(
        &mut self,
        dossier: DossierId,
        edit: &MatrixEdit,
        base: Option<&Version>,
        key: &str,
    ) -> Result<EditReceipt, Problem> {
        let edited = self.edit_matrix(dossier, edit, base)?;
        if let Some(edited) = &edited {
            let name = match edit {
                MatrixEdit::Resolve { field, .. } => StepName::Decision(field.to_string()),
                MatrixEdit::Set { field, .. } => StepName::Field(field.to_string()),
                _ => StepName::Said(String::new()),
            };
            self.step_made(dossier, name, vec![edited.hash]);
        }
        let shelf = self.shelf(dossier)?;
        let version = match (&edited, base) {
            (Some(edited), _) => edited.version.to_hex(),
            (None, Some(base)) => base.to_hex(),
            (None, None) => shelf.replica()?.matrix().version().to_hex(),
        };
        // An indicator made by this edit replaces the row that had none.
        let made = edited.as_ref().and_then(|edited| {
            let (line, indicator, _) = edited.fields.first()?;
            shelf.row(&screen::key(&(*line, *indicator)))
        });
        let row = shelf.row(key).or(made).cloned();
        Ok(EditReceipt {
            row: row.ok_or_else(|| Problem::of(Code::RowUnknown))?,
            version,
        })
    }

    /// Comments, answers or resolves.
    pub(crate) fn discuss(&mut self, dossier: DossierId, edit: &ReviewEdit) -> Result<(), Problem> {
        let outcome =
            self.shelf_mut(dossier)?
                .replica_mut()?
                .edit_review(edit, now_ms(), &mut dice);
        let step = outcome.map_err(|problem| self.edit_failed(dossier, &problem))?;
        if let Some(step) = step {
            self.stage(dossier, step, &[])?;
        }
        Ok(())
    }

    pub(crate) fn sync(
        &mut self,
        dossier: Option<DossierId>,
        answer: oneshot::Sender<Result<SyncReport, Problem>>,
    ) -> Result<(), Problem> {
        let chosen: Vec<&Shelf> = match dossier {
            Some(dossier) => vec![self.shelf(dossier)?],
            None => self
                .shelves
                .values()
                .filter(|shelf| shelf.relay.is_some())
                .collect(),
        };
        let relays: std::collections::BTreeSet<String> = chosen
            .iter()
            .filter_map(|shelf| shelf.relay.clone())
            .collect();
        if relays.is_empty() {
            return Err(Problem::of(Code::NoRelay));
        }
        let confirmed_before = chosen.iter().map(|shelf| shelf.confirmed).sum();
        let received_before = chosen.iter().map(|shelf| shelf.received).sum();
        self.waiters.push(SyncWaiter {
            dossiers: chosen.iter().map(|shelf| shelf.dossier).collect(),
            relays: relays.clone(),
            confirmed_before,
            received_before,
            progress: (confirmed_before, received_before),
            progress_ms: monotonic_ms(),
            answer,
        });
        for url in relays {
            self.connect(&url);
        }
        Ok(())
    }

    /// Answers what is wrong, in sentences; nothing if all is well.
    pub(crate) fn verify(&mut self) -> Result<Vec<String>, Problem> {
        let mut problems = self.store.verify().map_err(trouble::of_store)?.problems;
        let dossiers: Vec<DossierId> = self.shelves.keys().copied().collect();
        for dossier in dossiers {
            self.verify_dossier(dossier, &mut problems)?;
        }
        Ok(problems)
    }

    fn verify_dossier(
        &self,
        dossier: DossierId,
        problems: &mut Vec<String>,
    ) -> Result<(), Problem> {
        for tail in self.store.series(&dossier.0).map_err(trouble::of_store)? {
            let envelopes = self
                .store
                .envelopes(&dossier.0, tail.document, &tail.device, 1, usize::MAX)
                .map_err(trouble::of_store)?;
            let mut previous = [0; 32];
            for stored in envelopes {
                let verdict = seal::verify_envelope(&stored.bytes);
                let sound = verdict.is_ok_and(|(_, header, hash)| {
                    hash == stored.hash
                        && header.index == stored.index
                        && header.previous == previous
                        && header.dossier == dossier
                });
                if !sound {
                    problems.push(format!(
                        "expediente {dossier}: el sobre {} de la serie {} no es íntegro",
                        stored.index,
                        wire::DeviceId(tail.device)
                    ));
                }
                previous = stored.hash;
            }
        }
        let device = Arc::clone(&self.device);
        if let Err(problem) = Replica::load(self.read_saved(dossier)?, device, &mut dice) {
            problems.push(format!("expediente {dossier}: {problem}"));
        }
        Ok(())
    }
}

/// Checks the address of a relay: `wss://` or `ws://` (may be left out), a host, perhaps a port; nothing else,
/// and no secrets.
pub(crate) fn relay_url(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let (scheme, host) = match text.strip_prefix("wss://") {
        Some(host) => ("wss", host),
        None => ("ws", text.strip_prefix("ws://").unwrap_or(text)),
    };
    let host = host.trim_end_matches('/');
    let known =
        |letter: char| letter.is_alphanumeric() || ['.', '-', ':', '[', ']'].contains(&letter);
    let sound = !host.is_empty()
        && host.len() <= RELAY_ADDRESS_BYTES_MAX
        && host.chars().all(known)
        && !host.starts_with(':')
        && !host.ends_with(':');
    if sound {
        Ok(format!("{scheme}://{host}"))
    } else {
        Err(Problem::of(Code::RelayInvalid))
    }
}
