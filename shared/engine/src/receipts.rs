//! Who has what this person wrote, and who has seen it: what is said to the others of oneself, what
//! they say, and whether one may close.

use std::collections::BTreeMap;

use contract::{ChangeReceiptView, Event, Language, MemberSeenView, Problem, ReceiptsView};
use model::{Author, Field, IndicatorId, LineId};
use replica::{Record, Replica, Step};
use store::Write;
use wire::{DeviceId, DocumentKind, DossierId, Vector};

use crate::Engine;
use crate::arrivals::SeriesChanges;
use crate::desk::{Desk, dice, monotonic_ms, now_ms};
use crate::disk::document_byte;
use crate::ids::{field_of, indicator_id, line_id};
use crate::shelf::Shelf;
use crate::{screen, trouble};

/// Between two receipts of this device in a dossier, in milliseconds, at least.
const RECEIPT_PAUSE_MS: u64 = 5_000;
/// The pause with many members, in milliseconds for each: all of them hear what each of them says.
const RECEIPT_PAUSE_PER_MEMBER_MS: u64 = 200;
/// Between two times a window is told who has what, in milliseconds.
const TELL_PAUSE_MS: u64 = 500;
/// Name of what an envelope wrote that was not noted cell by cell: the founding of a matrix, and
/// what was written before cells were noted.
const WHOLE: &str = "*";
/// Between the key of a row and the name of a field, neither of which has one.
const BETWEEN: char = '\t';
const DOCUMENTS: [DocumentKind; 3] = [
    DocumentKind::Matrix,
    DocumentKind::Review,
    DocumentKind::Minutes,
];

/// What is known and still to be said of a dossier.
#[derive(Default)]
struct Standing {
    /// What this person had on screen, not yet said.
    seen: Vector,
    /// There may be something to say.
    due: bool,
    said_ms: Option<u64>,
    /// What a window was last told; `None` until one asks.
    told: Option<ReceiptsView>,
    told_ms: u64,
    /// What a window was told may have changed.
    stale: bool,
    /// Own changes the disk refused since the last it took.
    unsaved: u64,
}

/// Who has what, by dossier.
#[derive(Default)]
pub(crate) struct Receipts {
    standings: BTreeMap<DossierId, Standing>,
    /// Which envelope holds which change, of the series somebody asked about.
    pub(crate) changes: BTreeMap<(DossierId, DocumentKind, DeviceId), SeriesChanges>,
}

impl Engine {
    /// Where everything written here is by now, and who has seen it. From now on
    /// [`Event::Receipts`] tells when that changes.
    pub async fn receipts(&self, dossier: String) -> Result<ReceiptsView, Problem> {
        let language = self.language();
        self.with(&dossier, move |desk, dossier| {
            desk.watch_receipts(dossier, language)
        })
        .await
    }

    /// This person has on screen what the dossier shows now: for a window that has the focus, as
    /// often as it likes. The others are told a little later, all of it at once.
    pub async fn seen(&self, dossier: String) -> Result<(), Problem> {
        self.with(&dossier, Desk::saw).await
    }

    /// Where the last change this person made in a cell is by now; of a row, with the field "".
    pub async fn receipt_of_cell(
        &self,
        dossier: String,
        line: String,
        indicator: Option<String>,
        field: String,
    ) -> Result<ChangeReceiptView, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let field = match field.as_str() {
                "" => None,
                name => Some(field_of(name)?),
            };
            let (line, indicator) = (line_id(&line)?, indicator_id(indicator.as_deref())?);
            desk.finish_round();
            desk.receipt_of_cell(dossier, line, indicator, field)
        })
        .await
    }

    /// Where a change of the matrix is by now, of whoever made it: its hash, as the points in time of
    /// the history name it.
    pub async fn receipt_of_change(
        &self,
        dossier: String,
        change: String,
    ) -> Result<ChangeReceiptView, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let document = DocumentKind::Matrix;
            let Some(change) = crate::arrivals::hash_of(&change) else {
                return Ok(ChangeReceiptView::default());
            };
            desk.finish_round();
            match desk.envelope_of(dossier, document, &change)? {
                Some(held) => desk.receipt_of(dossier, document, held.device, held.index),
                None => Ok(ChangeReceiptView::default()),
            }
        })
        .await
    }
}

impl Desk {
    fn standing(&mut self, dossier: DossierId) -> &mut Standing {
        self.receipts.standings.entry(dossier).or_default()
    }

    /// This person has on screen what is held now.
    fn saw(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let now = self.shelf(dossier)?.replica()?.vector();
        let standing = self.standing(dossier);
        for entry in now.iter() {
            standing
                .seen
                .advance(entry.document, entry.device, entry.index);
        }
        standing.due = true;
        Ok(())
    }

    /// There may be something to say of a dossier.
    pub(crate) fn receipt_due(&mut self, dossier: DossierId) {
        self.standing(dossier).due = true;
    }

    /// How long the loop may sleep before something is to be said or told.
    pub(crate) fn receipts_wait_ms(&self, now_ms: u64) -> u64 {
        let standings = self.receipts.standings.iter();
        let due_ms = standings.filter_map(|(dossier, standing)| {
            let say = standing.due.then(|| self.say_at_ms(*dossier, standing));
            let tell = (standing.stale && standing.told.is_some())
                .then_some(standing.told_ms + TELL_PAUSE_MS);
            [say, tell].into_iter().flatten().min()
        });
        due_ms
            .map(|at_ms| at_ms.saturating_sub(now_ms))
            .min()
            .unwrap_or(u64::MAX)
    }

    fn say_at_ms(&self, dossier: DossierId, standing: &Standing) -> u64 {
        let Some(said_ms) = standing.said_ms else {
            return 0;
        };
        let members = self
            .shelves
            .get(&dossier)
            .map_or(0, |shelf| shelf.members().len());
        let pause = RECEIPT_PAUSE_PER_MEMBER_MS * members as u64;
        said_ms + pause.max(RECEIPT_PAUSE_MS)
    }

    /// Says what is to be said and tells what is to be told, not too often.
    pub(crate) fn tick_receipts(&mut self) {
        let now = monotonic_ms();
        let mut say = Vec::new();
        let mut tell = Vec::new();
        for (dossier, standing) in &self.receipts.standings {
            let refused = || {
                let replica = self
                    .shelves
                    .get(dossier)
                    .and_then(|shelf| shelf.replica().ok());
                replica.is_some_and(Replica::has_receipt_to_say)
            };
            let may_say = now >= self.say_at_ms(*dossier, standing);
            if may_say && (standing.due || refused()) {
                say.push(*dossier);
            }
            if standing.stale && standing.told.is_some() && now >= standing.told_ms + TELL_PAUSE_MS
            {
                tell.push(*dossier);
            }
        }
        for dossier in say {
            self.say_receipt(dossier);
        }
        for dossier in tell {
            self.tell_receipts(dossier);
        }
    }

    /// Says what is to be said of a dossier, if it is not too early: its relay has sent all it keeps.
    pub(crate) fn say_receipt_soon(&mut self, dossier: DossierId) {
        self.receipt_due(dossier);
        let standing = self.receipts.standings.get(&dossier);
        if standing.is_some_and(|standing| monotonic_ms() >= self.say_at_ms(dossier, standing)) {
            self.say_receipt(dossier);
        }
    }

    /// Says what is still to be said of every dossier: the engine closes.
    pub(crate) fn say_all_receipts(&mut self) {
        let standings = self.receipts.standings.iter();
        let due: Vec<DossierId> = standings
            .filter(|(_, standing)| standing.due)
            .map(|(dossier, _)| *dossier)
            .collect();
        for dossier in due {
            self.say_receipt(dossier);
        }
    }

    pub(crate) fn say_receipt(&mut self, dossier: DossierId) {
        let standing = self.receipts.standings.entry(dossier).or_default();
        standing.due = false;
        let shelf = self.shelves.get_mut(&dossier);
        let Some(Ok(replica)) = shelf.map(Shelf::replica_mut) else {
            // Once its documents are in memory and everything has come, it is said.
            return;
        };
        let seen = std::mem::take(&mut standing.seen);
        let Some(step) = replica.receipt(&seen, now_ms(), &mut dice) else {
            return;
        };
        standing.said_ms = Some(monotonic_ms());
        if let Err(problem) = self.stage(dossier, step, &[]) {
            tracing::error!(%problem, "saying how far a dossier is here");
        }
    }

    /// What a step means for who has what. Answers what to write beside its records.
    pub(crate) fn follow_receipts(
        &mut self,
        dossier: DossierId,
        step: &Step,
        fields: &[(String, String)],
    ) -> Vec<Write> {
        if step.edits_made > 0 {
            self.round.made.push((dossier, step.edits_made));
        }
        let standing = self.standing(dossier);
        standing.due |= step.changes_received > 0;
        standing.stale = true;
        let me = self.device.id();
        let own = step.persist.iter().rev().find_map(|record| match record {
            Record::Envelope {
                document: DocumentKind::Matrix,
                own: true,
                index,
                ..
            } => Some(*index),
            _ => None,
        });
        let Some(index) = own else {
            return Vec::new();
        };
        let wrote = |key: String| Write::Wrote {
            dossier: dossier.0,
            document: document_byte(DocumentKind::Matrix),
            device: me.0,
            key,
            index,
        };
        if fields.is_empty() {
            return vec![wrote(WHOLE.to_owned())];
        }
        let keys = fields.iter().map(|(row, field)| written_key(row, field));
        keys.map(wrote).collect()
    }

    /// The documents of a dossier are in memory: what was written before cells were noted is in one
    /// of the envelopes there are.
    pub(crate) fn note_what_was_written(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let document = DocumentKind::Matrix;
        let (last, _) = self.shelf(dossier)?.replica()?.own_progress(document);
        if last > 0 && self.written(dossier, WHOLE)?.is_none() {
            self.round.writes.push(Write::Wrote {
                dossier: dossier.0,
                document: document_byte(document),
                device: self.device.id().0,
                key: WHOLE.to_owned(),
                index: last,
            });
        }
        Ok(())
    }

    fn written(&self, dossier: DossierId, key: &str) -> Result<Option<u64>, Problem> {
        let (document, me) = (document_byte(DocumentKind::Matrix), self.device.id());
        self.store
            .written(&dossier.0, document, &me.0, key)
            .map_err(trouble::of_store)
    }

    /// The round was committed, or was not.
    pub(crate) fn receipts_of_round(&mut self, made: &[(DossierId, u64)], committed: bool) {
        for (dossier, edits) in made {
            let standing = self.standing(*dossier);
            standing.stale = true;
            standing.unsaved = if committed {
                0
            } else {
                standing.unsaved + edits
            };
        }
    }

    /// What a window is told of a dossier may have changed.
    pub(crate) fn receipts_stale(&mut self, dossier: DossierId) {
        if let Some(standing) = self.receipts.standings.get_mut(&dossier) {
            standing.stale = true;
        }
    }

    fn watch_receipts(
        &mut self,
        dossier: DossierId,
        language: Language,
    ) -> Result<ReceiptsView, Problem> {
        // What this round has staged is not on disk yet: nothing is said of it before it is.
        self.finish_round();
        let view = self.receipts_view(dossier, language)?;
        let standing = self.standing(dossier);
        standing.told = Some(view.clone());
        Ok(view)
    }

    fn tell_receipts(&mut self, dossier: DossierId) {
        let language = self
            .settings()
            .map_or_else(|_| Language::default(), |settings| settings.language);
        let Ok(view) = self.receipts_view(dossier, language) else {
            return;
        };
        let standing = self.standing(dossier);
        standing.stale = false;
        if standing.told.as_ref() == Some(&view) {
            return;
        }
        standing.told_ms = monotonic_ms();
        standing.told = Some(view.clone());
        self.round.events.push(Event::Receipts {
            dossier: dossier.to_string(),
            receipts: view,
        });
    }

    fn receipts_view(
        &self,
        dossier: DossierId,
        language: Language,
    ) -> Result<ReceiptsView, Problem> {
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let status = shelf.status();
        let me = self.device.id();
        let standing = self.receipts.standings.get(&dossier);
        let has_all = |member: DeviceId, reaches: &dyn Fn(DocumentKind) -> u64| {
            member == me
                || DOCUMENTS
                    .into_iter()
                    .all(|document| reaches(document) >= replica.own_progress(document).0)
        };
        let members = members(shelf, replica).map(|(device, member)| MemberSeenView {
            device: member.device.clone(),
            name: member.name.clone(),
            institution: member.institution.clone(),
            role: member.role,
            me: member.me,
            seen_all: has_all(device, &|document| replica.seen_up_to(device, document, me)),
            held_all: has_all(device, &|document| replica.held_up_to(device, document, me)),
            seen_at: replica.seen_at_ms(device).map(screen::rfc3339),
        });
        let view = ReceiptsView {
            dossier: dossier.to_string(),
            here: status.saved,
            waiting: status.waiting,
            at_relay: status.sent,
            unsaved: standing.map_or(0, |standing| standing.unsaved),
            state: status.state,
            last_contact: status.last_contact,
            safe_to_close: false,
            sentence: String::new(),
            members: members.collect(),
        };
        Ok(view.said(language))
    }

    fn receipt_of_cell(
        &self,
        dossier: DossierId,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Option<Field>,
    ) -> Result<ChangeReceiptView, Problem> {
        let row = screen::key(&(line, indicator));
        let name = field.map(|field| field.to_string()).unwrap_or_default();
        let mut index = self.written(dossier, &written_key(&row, &name))?;
        if index.is_none() {
            let matrix = self.shelf(dossier)?.replica()?.matrix();
            let last = field.and_then(|field| matrix.last_edit(line, indicator, field));
            if last.is_some_and(|last| last.author == Author(self.device.id().0)) {
                index = match self.written(dossier, &written_key(&row, ""))? {
                    Some(index) => Some(index),
                    None => self.written(dossier, WHOLE)?,
                };
            }
        }
        match index {
            Some(index) => self.receipt_of(dossier, DocumentKind::Matrix, self.device.id(), index),
            None => Ok(ChangeReceiptView::default()),
        }
    }

    /// Who has the change that is in an envelope: this device's, or another's.
    fn receipt_of(
        &self,
        dossier: DossierId,
        document: DocumentKind,
        author: DeviceId,
        index: u64,
    ) -> Result<ChangeReceiptView, Problem> {
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let (seen, not_seen): (Vec<_>, Vec<_>) = members(shelf, replica)
            .filter(|(_, member)| !member.me)
            .partition(|(device, _)| replica.seen_up_to(*device, document, author) >= index);
        let names = |members: Vec<(DeviceId, &contract::MemberView)>| {
            let names = members.into_iter().map(|(_, member)| member.name.clone());
            names.collect()
        };
        let confirmed = replica.own_progress(document).1;
        Ok(ChangeReceiptView {
            here: true,
            // What others wrote came from there.
            at_relay: author != self.device.id() || index <= confirmed,
            seen_by: names(seen),
            not_seen_by: names(not_seen),
        })
    }
}

fn written_key(row: &str, field: &str) -> String {
    format!("{row}{BETWEEN}{field}")
}

/// Everybody with access, in the order of their names.
fn members<'a>(
    shelf: &'a Shelf,
    replica: &'a Replica,
) -> impl Iterator<Item = (DeviceId, &'a contract::MemberView)> {
    let devices: BTreeMap<String, DeviceId> = replica
        .membership()
        .members()
        .map(|member| (member.device.to_string(), member.device))
        .collect();
    let members = shelf.members().iter();
    members.filter_map(move |member| Some((*devices.get(&member.device)?, member)))
}
