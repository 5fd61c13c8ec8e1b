//! What other relays on the same database have written, for those who are connected here.
//!
//! For each dossier that is open here it is kept how far its subscribers have been told. After each
//! batch, and when another relay says that there is something new, they are told what has come since:
//! in the order of the commits, which is that of the places. It is never noted that they have been told
//! more than they were, so that the worst of a failure is something told twice.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use wire::{DossierId, Frame};

use crate::archive::{Archive, ArchiveError, DossierRow, Span, Standing};
use crate::clerk::{Clerk, Job};
use crate::line::Saying;
use crate::receipts::Receipt;

/// Bytes of envelopes or receipts read at a time.
const PAGE_BYTES: usize = 256 * 1024;
/// Subscribers who have more than this to be told, in envelopes, are told to come back instead: their
/// vectors bring it page by page, without anybody else waiting for it.
const TOLD_ENVELOPES_MAX: u64 = 2_048;
/// Dossiers asked about at a time.
const ASKED_MAX: usize = 512;
/// Changed dossiers remembered one by one; with more of them all are looked at.
const CHANGED_MAX: usize = 4_096;

/// Dossiers of which other relays have said that they have something new.
#[derive(Debug, Default)]
pub(crate) struct Changed(Mutex<Changes>);

#[derive(Debug, Default)]
struct Changes {
    all: bool,
    some: HashSet<DossierId>,
}

impl Changed {
    /// These have something new.
    pub(crate) fn add(&self, dossiers: Vec<DossierId>) {
        let mut changes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        changes.some.extend(dossiers);
        if changes.some.len() > CHANGED_MAX {
            changes.all = true;
        }
    }

    /// Any may have something new: for a while nobody could say so.
    pub(crate) fn add_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).all = true;
    }

    fn is_empty(&self) -> bool {
        let changes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !changes.all && changes.some.is_empty()
    }

    fn take(&self) -> Changes {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the clerk of one relay among several knows of the others.
#[derive(Debug)]
pub(crate) struct News {
    changed: Arc<Changed>,
    /// How far the subscribers of each open dossier have been told.
    told: HashMap<DossierId, Standing>,
    /// How the dossiers of the batch under way stood before it.
    pub(super) found: Vec<DossierRow>,
    /// Those of them of which not everything before it could be told.
    late: HashSet<DossierId>,
}

impl News {
    pub(crate) fn new(changed: Arc<Changed>) -> Self {
        Self {
            changed,
            told: HashMap::new(),
            found: Vec::new(),
            late: HashSet::new(),
        }
    }
}

impl Clerk {
    /// Tells what others had committed before the batch that is to be told now; answers the
    /// dossiers of which all of that is told.
    pub(super) fn tell_found(&mut self) -> Vec<DossierId> {
        let Some(news) = &mut self.news else {
            return Vec::new();
        };
        news.late.clear();
        let found = std::mem::take(&mut news.found);
        let failed = self.tell_rows(&found);
        let Some(news) = &mut self.news else {
            return Vec::new();
        };
        if let Err(error) = failed {
            let late = found.iter().map(|row| row.id);
            news.late
                .extend(late.filter(|id| news.told.contains_key(id)));
            self.lose(&error);
            return Vec::new();
        }
        found.iter().map(|row| row.id).collect()
    }

    /// Whether what is new of a dossier must wait for what came before it.
    pub(super) fn is_late(&self, dossier: DossierId) -> bool {
        let news = self.news.as_ref();
        news.is_some_and(|news| news.late.contains(&dossier))
    }

    /// A dossier has been opened here: from where it stands now its subscribers are told.
    pub(super) fn note_open(&mut self, dossier: DossierId) {
        if let Some(news) = &mut self.news
            && let Some(standing) = self.ledger.standing(dossier)
        {
            news.told.entry(dossier).or_insert(standing);
        }
    }

    /// A batch has been told to its end.
    pub(super) fn note_told(&mut self, dossiers: &[DossierId]) {
        let Some(news) = &mut self.news else {
            return;
        };
        for id in dossiers {
            if let (Some(told), Some(standing)) = (news.told.get_mut(id), self.ledger.standing(*id))
            {
                *told = standing;
            }
        }
    }

    /// Looks what others have written since, and tells it.
    pub(super) fn look_around(&mut self) {
        if self
            .news
            .as_ref()
            .is_none_or(|news| news.changed.is_empty())
        {
            return;
        }
        self.reopen();
        let Some(news) = &mut self.news else {
            return;
        };
        let changes = news.changed.take();
        news.told.retain(|id, _| self.subscribers.is_open(*id));
        let open = news.told.keys().copied();
        let asked: Vec<DossierId> = open
            .filter(|id| changes.all || changes.some.contains(id))
            .collect();
        if let Err(error) = self.tell_changes(&asked) {
            self.lose(&error);
        }
    }

    /// The archive is open again: nobody knows what has been missed.
    pub(super) fn note_reopened(&self) {
        if let Some(news) = &self.news {
            news.changed.add_all();
        }
    }

    fn tell_changes(&mut self, asked: &[DossierId]) -> Result<(), ArchiveError> {
        // Asked even about nothing, so that a lost connection is noticed before a device needs it.
        let mut chunks = asked.chunks(ASKED_MAX);
        let mut asked = chunks.next().unwrap_or_default();
        loop {
            let Some(archive) = &self.archive else {
                return Ok(()); // once it is open again everything is looked at
            };
            let rows = archive.rows(asked)?;
            self.ledger.refresh(archive, asked, &rows)?;
            self.tell_rows(&rows)?;
            match chunks.next() {
                Some(more) => asked = more,
                None => return Ok(()),
            }
        }
    }

    /// The database is gone, or failed: what could not be told is told once it is back.
    fn lose(&mut self, error: &ArchiveError) {
        self.give_up(error);
        if let Some(archive) = self.archive.take() {
            archive.abandon();
        }
    }

    fn tell_rows(&mut self, rows: &[DossierRow]) -> Result<(), ArchiveError> {
        let Some(archive) = self.archive.take() else {
            return Ok(());
        };
        let told = rows.iter().try_for_each(|row| self.tell_row(&archive, row));
        self.archive = Some(archive);
        told
    }

    /// Tells the subscribers of a dossier what they have not been told up to where it stands.
    fn tell_row(&mut self, archive: &Archive, row: &DossierRow) -> Result<(), ArchiveError> {
        let Some(news) = &mut self.news else {
            return Ok(());
        };
        if !self.subscribers.is_open(row.id) {
            news.told.remove(&row.id);
        }
        let Some(told) = news.told.get_mut(&row.id) else {
            return Ok(());
        };
        let (dossier, now, before) = (row.id, row.standing, *told);
        if now == before {
            return Ok(());
        }
        let is_later = before.entries <= now.entries
            && before.place <= now.place
            && before.receipt <= now.receipt;
        if !is_later || now.place - before.place > TOLD_ENVELOPES_MAX {
            self.subscribers.cut(dossier);
            *told = now;
            return Ok(());
        }
        let (subscribers, metrics) = (&self.subscribers, &self.metrics);
        for entry in archive.entries(row.number, before.entries, now.entries)? {
            subscribers.announce(dossier, None, metrics, || {
                Frame::Entry { dossier, entry }.encode().into()
            });
        }
        told.entries = now.entries;
        // Whoever is out by them gets nothing of what comes after them.
        if before.entries < now.entries {
            self.ledger.know(archive, dossier)?;
            self.show_out(dossier);
        }
        let Some(told) = self
            .news
            .as_mut()
            .and_then(|news| news.told.get_mut(&dossier))
        else {
            return Ok(());
        };
        let (subscribers, metrics) = (&self.subscribers, &self.metrics);
        while told.place < now.place {
            let span = Span {
                dossier: row.number,
                after: told.place,
                until: now.place,
            };
            let page = archive.page(span, PAGE_BYTES, &|_, _| true)?;
            for envelope in page.envelopes {
                subscribers.deliver(dossier, None, metrics, || {
                    Frame::Deliver { envelope }.encode().into()
                });
            }
            told.place = if page.ends { now.place } else { page.place };
        }
        while told.receipt < now.receipt {
            let span = Span {
                dossier: row.number,
                after: told.receipt,
                until: now.receipt,
            };
            let page = archive.receipts(span, PAGE_BYTES)?;
            for (device, sealed) in page.receipts {
                let receipt = Receipt {
                    dossier,
                    device,
                    sealed,
                };
                subscribers.say(Saying::Receipt, dossier, device, None, metrics, || {
                    receipt.frame().encode().into()
                });
            }
            told.receipt = if page.ends { now.receipt } else { page.place };
        }
        *told = now;
        Ok(())
    }
}

/// The dossiers that a batch is about, each once.
pub(super) fn dossiers_of(batch: &[Job]) -> Vec<DossierId> {
    let dossiers: HashSet<DossierId> = batch
        .iter()
        .filter_map(|job| match job {
            Job::Entry { dossier, .. } | Job::Open { dossier, .. } => Some(*dossier),
            Job::Push { envelope, .. } => Some(envelope.header.dossier),
            Job::Receipt { receipt, .. } => Some(receipt.dossier),
            Job::Page { .. } | Job::Look | Job::Stop => None,
        })
        .collect();
    dossiers.into_iter().collect()
}
