//! What the relay knows of the dossiers in use, and what it decides by it.
//!
//! Decisions are taken inside a transaction and told to nobody until it is committed. If it is not,
//! [`Ledger::forget`] drops what was decided and the next question reads the archive again.

use std::collections::{BTreeMap, HashMap, HashSet, btree_map};

use seal::{Added, Membership, MembershipError, SealError};
use wire::limits::ENTRY_LONG_BYTES_MAX;
use wire::{
    DecodeError, DeviceId, DocumentKind, DossierId, Entry, EntryBody, EnvelopeHeader, Frame, Hash,
    Refusal, Vector,
};

use crate::archive::{Archive, ArchiveError, NewEnvelope, SeriesRow, Span};
use crate::backlog::Backlog;
use crate::options::Limits;

mod members;
mod neighbours;
mod receipts;

/// What a loaded dossier costs besides its entries and series, about, in bytes.
const DOSSIER_WEIGHT_BYTES: usize = 1_024;
/// What an entry costs in memory for each of its bytes, about: it is held encoded and decoded.
const ENTRY_WEIGHT_FACTOR: usize = 3;
/// What a series costs in memory, about, in bytes.
const SERIES_WEIGHT_BYTES: usize = 192;

/// The dossiers in use. The least used make room for others.
#[derive(Debug)]
pub(crate) struct Ledger {
    loaded: HashMap<DossierId, Dossier>,
    weight: usize,
    tick: u64,
    /// How many there are in the archive, once it has been asked.
    dossiers: Option<u64>,
    /// Those that have changed since the last commit.
    grown: HashSet<DossierId>,
    dossiers_max: u64,
    dossier_bytes_max: u64,
    loaded_bytes_max: usize,
}

/// A dossier in use.
#[derive(Debug)]
pub(crate) struct Dossier {
    number: i64,
    membership: Membership,
    series: BTreeMap<(DocumentKind, DeviceId), Series>,
    /// Membership entries in the archive.
    entries: u64,
    last_place: u64,
    last_receipt: u64,
    bytes: u64,
    weight: usize,
    used: u64,
}

#[derive(Debug)]
struct Series {
    number: i64,
    index: u64,
    hash: Hash,
}

/// A no, and what it is about besides the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct No {
    pub(crate) refusal: Refusal,
    /// The index that was expected, for a gap.
    pub(crate) expected: Option<u64>,
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            expected: None,
        }
    }
}

/// What becomes of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Everything of the series up to here is kept.
    pub(crate) index: u64,
    /// Whether this one was new.
    pub(crate) is_new: bool,
}

/// An envelope whose signature verifies.
#[derive(Debug)]
pub(crate) struct Verified {
    pub(crate) header: EnvelopeHeader,
    pub(crate) hash: Hash,
    pub(crate) bytes: Vec<u8>,
}

/// Some of what a device lacks.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) envelopes: Vec<Vec<u8>>,
    pub(crate) receipts: Vec<(DeviceId, Vec<u8>)>,
    /// Whether there is no more.
    pub(crate) ends: bool,
}

/// A decision, or a failure of the archive, which undoes the whole batch.
pub(crate) type Decided<T> = Result<Result<T, No>, ArchiveError>;

impl Ledger {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            loaded: HashMap::new(),
            weight: 0,
            tick: 0,
            dossiers: None,
            grown: HashSet::new(),
            dossiers_max: limits.dossiers_max,
            dossier_bytes_max: limits.dossier_bytes_max,
            loaded_bytes_max: limits.loaded_bytes_max,
        }
    }

    /// Takes in a membership entry. Answers the entries that are kept from now on, itself included;
    /// none if it was kept already.
    pub(crate) fn entry(
        &mut self,
        archive: &mut Archive,
        sender: DeviceId,
        id: DossierId,
        bytes: &[u8],
    ) -> Decided<Vec<Vec<u8>>> {
        if bytes.len() > ENTRY_LONG_BYTES_MAX {
            return Ok(Err(Refusal::TooLarge.into()));
        }
        let body = match Entry::decode(bytes).and_then(|entry| entry.decode_body()) {
            Ok(body) => body,
            Err(error) => return Ok(Err(decode_refusal(&error).into())),
        };
        self.load(archive, id)?;
        let Some(dossier) = self.loaded.get_mut(&id) else {
            return self.found(archive, id, &body, bytes);
        };
        if !dossier.may_bring(sender, &body) {
            return Ok(Err(Refusal::NotMember.into()));
        }
        // Entries without their parents would wait in the memory of whoever asks for it: the device
        // has the parents and sends them first.
        if body
            .parents()
            .iter()
            .any(|parent| dossier.membership.entry(parent).is_none())
        {
            return Ok(Err(Refusal::Gap.into()));
        }
        if dossier.bytes + bytes.len() as u64 > self.dossier_bytes_max {
            return Ok(Err(Refusal::Quota.into()));
        }
        let added = match dossier.membership.add(bytes) {
            Ok(Added::New(added)) => added,
            Ok(Added::Known) => return Ok(Ok(Vec::new())),
            Ok(Added::Pending) => return Ok(Err(Refusal::Gap.into())),
            Err(error) => return Ok(Err(membership_refusal(&error).into())),
        };
        archive.begin()?;
        let mut fresh = Vec::with_capacity(added.len());
        for hash in &added {
            let Some(entry) = dossier.membership.entry(hash) else {
                continue;
            };
            archive.add_entry(dossier.number, dossier.entries, entry)?;
            dossier.entries += 1;
            dossier.bytes += entry.len() as u64;
            dossier.weight += entry.len() * ENTRY_WEIGHT_FACTOR;
            self.weight += entry.len() * ENTRY_WEIGHT_FACTOR;
            fresh.push(entry.to_vec());
        }
        self.grown.insert(id);
        Ok(Ok(fresh))
    }

    /// Takes in the entry that founds a dossier.
    fn found(
        &mut self,
        archive: &mut Archive,
        id: DossierId,
        body: &EntryBody,
        bytes: &[u8],
    ) -> Decided<Vec<Vec<u8>>> {
        if !matches!(body, EntryBody::Genesis { .. }) {
            return Ok(Err(Refusal::Unknown.into()));
        }
        let dossiers = match self.dossiers {
            Some(dossiers) => dossiers,
            None => archive.dossiers()?,
        };
        if dossiers >= self.dossiers_max {
            return Ok(Err(Refusal::Quota.into()));
        }
        let mut membership = Membership::for_dossier(id);
        if let Err(error) = membership.add(bytes) {
            return Ok(Err(membership_refusal(&error).into()));
        }
        archive.begin()?;
        let number = archive.add_dossier(id)?;
        archive.add_entry(number, 0, bytes)?;
        self.dossiers = Some(dossiers + 1);
        let dossier = Dossier {
            number,
            membership,
            series: BTreeMap::new(),
            entries: 1,
            last_place: 0,
            last_receipt: 0,
            bytes: bytes.len() as u64,
            weight: DOSSIER_WEIGHT_BYTES + bytes.len() * ENTRY_WEIGHT_FACTOR,
            used: self.tick,
        };
        self.weight += dossier.weight;
        self.loaded.insert(id, dossier);
        self.grown.insert(id);
        Ok(Ok(vec![bytes.to_vec()]))
    }

    /// Takes in an envelope that `sender` brings, its own or another's.
    pub(crate) fn push(
        &mut self,
        archive: &mut Archive,
        sender: DeviceId,
        envelope: &Verified,
    ) -> Decided<Kept> {
        let header = &envelope.header;
        self.load(archive, header.dossier)?;
        let Some(dossier) = self.loaded.get_mut(&header.dossier) else {
            return Ok(Err(Refusal::Unknown.into()));
        };
        let membership = &dossier.membership;
        let is_stranger = membership.face(header.device).is_none();
        if membership.role(sender).is_none() || is_stranger || membership.waits(header.device) {
            return Ok(Err(Refusal::NotMember.into()));
        }
        if !membership.allows(header.device, header.document, header.index) {
            return Ok(Err(Refusal::NotAllowed.into()));
        }
        let head = dossier.series.get(&(header.document, header.device));
        let (index, hash) = head.map_or((0, [0; 32]), |series| (series.index, series.hash));
        if header.index <= index {
            let kept = match head {
                Some(series) => archive.envelope(series.number, header.index)?,
                None => None,
            };
            // Saying "kept" of an envelope that is not the one kept would lose it.
            let same = kept.is_some_and(|(_, hash)| hash == envelope.hash);
            return Ok(if same {
                Ok(Kept {
                    index,
                    is_new: false,
                })
            } else {
                Err(Refusal::BadChain.into())
            });
        }
        if header.index > index + 1 {
            return Ok(Err(No {
                refusal: Refusal::Gap,
                expected: Some(index + 1),
            }));
        }
        if header.previous != hash {
            return Ok(Err(Refusal::BadChain.into()));
        }
        let size = envelope.bytes.len() as u64;
        if dossier.bytes + size > self.dossier_bytes_max {
            return Ok(Err(Refusal::Quota.into()));
        }
        archive.begin()?;
        let key = (header.document, header.device);
        let series = match dossier.series.entry(key) {
            btree_map::Entry::Occupied(series) => series.into_mut(),
            btree_map::Entry::Vacant(place) => {
                let number = archive.add_series(dossier.number, header.document, header.device)?;
                dossier.weight += SERIES_WEIGHT_BYTES;
                self.weight += SERIES_WEIGHT_BYTES;
                place.insert(Series {
                    number,
                    index: 0,
                    hash: [0; 32],
                })
            }
        };
        archive.add_envelope(NewEnvelope {
            dossier: dossier.number,
            place: dossier.last_place + 1,
            series: series.number,
            index: header.index,
            hash: &envelope.hash,
            bytes: &envelope.bytes,
        })?;
        dossier.last_place += 1;
        dossier.bytes += size;
        series.index = header.index;
        series.hash = envelope.hash;
        self.grown.insert(header.dossier);
        Ok(Ok(Kept {
            index: header.index,
            is_new: true,
        }))
    }

    /// What the relay has of a dossier, and what of it `device` lacks, if anything.
    pub(crate) fn open(
        &mut self,
        archive: &Archive,
        device: DeviceId,
        id: DossierId,
        entries: &[Hash],
        vector: &Vector,
    ) -> Decided<(Frame, Backlog)> {
        self.load(archive, id)?;
        let Some(dossier) = self.loaded.get(&id) else {
            return Ok(Err(Refusal::Unknown.into()));
        };
        if dossier.membership.role(device).is_none() {
            return Ok(Err(Refusal::NotMember.into()));
        }
        let had: HashSet<&Hash> = entries.iter().collect();
        let hashes = dossier.membership.hashes();
        let mut backlog = Backlog {
            dossier: id,
            opening: 0,
            entries: hashes
                .iter()
                .rev()
                .filter(|hash| !had.contains(hash))
                .copied()
                .collect(),
            place: dossier.last_place,
            has: HashMap::new(),
            own: Vec::new(),
            receipts: None,
            room: None,
        };
        let mut has = Vector::new();
        for (&(document, author), series) in &dossier.series {
            has.advance(document, author, series.index);
            let theirs = vector.get(document, author);
            if author == device {
                backlog.own.push((series.number, series.index));
            }
            if theirs > 0 {
                backlog.has.insert(series.number, theirs);
            }
            if theirs < series.index
                && let Some((place, _)) = archive.envelope(series.number, theirs + 1)?
            {
                backlog.place = backlog.place.min(place - 1);
            }
        }
        Ok(Ok((
            Frame::Opened {
                dossier: id,
                entries: hashes,
                vector: has,
            },
            backlog,
        )))
    }

    /// The next page of what a device lacks. `None` when the dossier is gone.
    pub(crate) fn page(
        &mut self,
        archive: &Archive,
        device: DeviceId,
        backlog: &mut Backlog,
        bytes_max: usize,
    ) -> Result<Option<Page>, ArchiveError> {
        self.load(archive, backlog.dossier)?;
        let Some(dossier) = self.loaded.get(&backlog.dossier) else {
            return Ok(None);
        };
        let mut page = Page {
            entries: Vec::new(),
            envelopes: Vec::new(),
            receipts: Vec::new(),
            ends: false,
        };
        let mut bytes = 0;
        while bytes < bytes_max
            && let Some(hash) = backlog.entries.pop()
        {
            let Some(entry) = dossier.membership.entry(&hash) else {
                continue;
            };
            bytes += entry.len();
            page.entries.push(entry.to_vec());
        }
        if bytes < bytes_max {
            dossier.note_own_series(device, backlog);
            let left = bytes_max - bytes;
            let span = Span {
                dossier: dossier.number,
                after: backlog.place,
                until: dossier.last_place,
            };
            let found = archive.page(span, left, &|series, index| backlog.lacks(series, index))?;
            backlog.place = found.place;
            page.envelopes = found.envelopes;
            page.ends = found.ends;
            let sent: usize = page.envelopes.iter().map(Vec::len).sum();
            let left = left.saturating_sub(sent).max(1);
            dossier.add_receipts(archive, backlog, &mut page, left)?;
        }
        Ok(Some(page))
    }

    /// Whether everything of its dossier up to a backlog's place is all there is.
    pub(crate) fn is_last(&self, backlog: &Backlog) -> bool {
        let dossier = self.loaded.get(&backlog.dossier);
        backlog.entries.is_empty()
            && dossier.is_some_and(|dossier| {
                dossier.last_place == backlog.place && dossier.has_sent_receipts(backlog)
            })
    }

    /// Writes what changes once per batch, not once per envelope. Before the commit.
    pub(crate) fn write_sizes(&mut self, archive: &mut Archive) -> Result<(), ArchiveError> {
        for id in self.grown.drain() {
            if let Some(dossier) = self.loaded.get(&id) {
                archive.set_standing(dossier.row(id))?;
            }
        }
        Ok(())
    }

    /// Lets go of the least used beyond the limit. Between batches.
    pub(crate) fn make_room(&mut self) {
        while self.weight > self.loaded_bytes_max && self.loaded.len() > 1 {
            let oldest = self.loaded.iter().min_by_key(|(_, dossier)| dossier.used);
            let Some(id) = oldest.map(|(id, _)| *id) else {
                return;
            };
            if let Some(dossier) = self.loaded.remove(&id) {
                self.weight -= dossier.weight;
            }
        }
    }

    /// Forgets everything, after a batch that was not committed.
    pub(crate) fn forget(&mut self) {
        self.loaded = HashMap::new();
        self.grown = HashSet::new();
        self.dossiers = None;
        self.weight = 0;
    }

    /// How many dossiers are in memory.
    pub(crate) fn loaded(&self) -> i64 {
        i64::try_from(self.loaded.len()).unwrap_or(i64::MAX)
    }

    /// Brings a dossier to memory, if there is such a dossier.
    fn load(&mut self, archive: &Archive, id: DossierId) -> Result<(), ArchiveError> {
        self.tick += 1;
        if let Some(dossier) = self.loaded.get_mut(&id) {
            dossier.used = self.tick;
            return Ok(());
        }
        if let Some(dossier) = Dossier::read(archive, id, self.tick)? {
            self.weight += dossier.weight;
            self.loaded.insert(id, dossier);
        }
        Ok(())
    }
}

impl Dossier {
    fn read(archive: &Archive, id: DossierId, used: u64) -> Result<Option<Self>, ArchiveError> {
        let Some(row) = archive.rows(&[id])?.pop() else {
            return Ok(None);
        };
        let standing = row.standing;
        let mut membership = Membership::for_dossier(id);
        let mut weight = DOSSIER_WEIGHT_BYTES;
        for entry in archive.entries(row.number, 0, standing.entries)? {
            weight += entry.len() * ENTRY_WEIGHT_FACTOR;
            if let Err(error) = membership.add(&entry) {
                // It was accepted once: either the file has rotted or the rules have changed. The
                // rest of the log still stands by itself.
                tracing::error!(dossier = %id, %error, "a kept entry no longer verifies");
            }
        }
        let rows = archive.series(Span {
            dossier: row.number,
            after: 0,
            until: standing.place,
        })?;
        weight += rows.len() * SERIES_WEIGHT_BYTES;
        let series = rows
            .into_iter()
            .map(
                |SeriesRow {
                     number,
                     document,
                     device,
                     index,
                     hash,
                 }| {
                    (
                        (document, device),
                        Series {
                            number,
                            index,
                            hash,
                        },
                    )
                },
            )
            .collect();
        Ok(Some(Self {
            number: row.number,
            membership,
            series,
            entries: standing.entries,
            last_place: standing.place,
            last_receipt: standing.receipt,
            bytes: standing.bytes,
            weight,
            used,
        }))
    }

    /// A series the device began after its `Open` came from it whole.
    fn note_own_series(&self, device: DeviceId, backlog: &mut Backlog) {
        for document in [
            DocumentKind::Matrix,
            DocumentKind::Review,
            DocumentKind::Minutes,
        ] {
            if let Some(series) = self.series.get(&(document, device))
                && backlog.own.iter().all(|&(own, _)| own != series.number)
            {
                backlog.own.push((series.number, 0));
            }
        }
    }
}

/// How a record that could not be read is refused.
pub(crate) fn decode_refusal(error: &DecodeError) -> Refusal {
    match error {
        DecodeError::TooLarge { .. } => Refusal::TooLarge,
        DecodeError::UnknownKind => Refusal::Unknown,
        DecodeError::Malformed | DecodeError::Trailing => Refusal::Malformed,
    }
}

/// How an envelope or proof that does not verify is refused.
pub(crate) fn seal_refusal(error: &SealError) -> Refusal {
    match error {
        SealError::Decode(error) => decode_refusal(error),
        SealError::BadSignature => Refusal::BadSignature,
        SealError::NotCanonical
        | SealError::BadIndex
        | SealError::NotAuthor(_)
        | SealError::PayloadSize { .. }
        | SealError::CannotOpen
        | SealError::Cipher
        | SealError::NoKey
        | SealError::NameTooLong { .. }
        | SealError::InstitutionTooLong { .. } => Refusal::Malformed,
    }
}

fn membership_refusal(error: &MembershipError) -> Refusal {
    match error {
        MembershipError::Seal(error) => seal_refusal(error),
        MembershipError::OtherDossier(_) | MembershipError::BadParent => Refusal::Malformed,
        MembershipError::NotCoordinator(_) | MembershipError::NotMember(_) => Refusal::NotAllowed,
        MembershipError::NotReady => Refusal::Unknown,
        MembershipError::TooManyMembers
        | MembershipError::TooManyEntries
        | MembershipError::TooManyPending => Refusal::Quota,
    }
}
