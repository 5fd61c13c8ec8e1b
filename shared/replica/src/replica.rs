//! The state of a dossier on this device, and how it begins: joined, or read from disk (founded: see
//! `founding`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minutes::Minutes;
use model::{Author, Matrix};
use review::{CommentData, Review};
use seal::{DeviceKey, DossierKey, Invitation, Keyring, Membership, Profile, Seed};
use wire::{Budget, DeviceId, DocumentKind, DossierId, Hash, Payload, Role, Vector};

use crate::outbox::{Outbox, Waiting};
use crate::presence::Signals;
use crate::receipts::Receipts;
use crate::session::Session;
use crate::step::{Record, Step};
use crate::taking_back::TakingBack;

/// A dossier in memory. One owner calls it; nothing in it is shared.
#[derive(Debug)]
pub struct Replica {
    pub(crate) dossier: DossierId,
    pub(crate) device: Arc<DeviceKey>,
    pub(crate) keyring: Keyring,
    pub(crate) membership: Membership,
    pub(crate) matrix: Matrix,
    pub(crate) review: Review,
    pub(crate) minutes: Minutes,
    /// End of every series this device holds.
    pub(crate) series: BTreeMap<(DocumentKind, DeviceId), Tail>,
    pub(crate) outboxes: BTreeMap<DocumentKind, Outbox>,
    pub(crate) session: Session,
    pub(crate) taking_back: TakingBack,
    pub(crate) signals: Signals,
    pub(crate) receipts: Receipts,
    /// Series of which something was left with the relay because its author may not write it, or its
    /// key has not arrived: it is asked for again when the log says more.
    pub(crate) left_out: BTreeSet<(DocumentKind, DeviceId)>,
}

/// End of a series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) index: u64,
    pub(crate) hash: Hash,
}

/// What a disk holds of a dossier, to begin again from.
#[derive(Debug)]
pub struct Saved {
    /// The dossier.
    pub dossier: DossierId,
    /// What this device came in with.
    pub seed: Seed,
    /// Encoded membership entries, any order.
    pub entries: Vec<Vec<u8>>,
    /// Chunks of the matrix document, in the order they were written.
    pub matrix: Vec<Vec<u8>>,
    /// Chunks of the review document, in the order they were written.
    pub review: Vec<Vec<u8>>,
    /// Chunks of the minutes document, in the order they were written.
    pub minutes: Vec<Vec<u8>>,
    /// Envelopes of the minutes document that an earlier version of the program received and kept
    /// sealed, because it did not know what they are.
    pub parked: Vec<Vec<u8>>,
    /// End of every series.
    pub tails: Vec<SavedTail>,
    /// This device's series: how far it went.
    pub own: Vec<SavedOwn>,
    /// The last sealed receipt of every device of which there is one.
    pub receipts: Vec<(DeviceId, Vec<u8>)>,
}

/// End of a series on disk.
#[derive(Debug, Clone, Copy)]
pub struct SavedTail {
    /// Document of the series.
    pub document: DocumentKind,
    /// Device of the series.
    pub device: DeviceId,
    /// Highest index.
    pub index: u64,
    /// Hash of the envelope at that index.
    pub hash: Hash,
}

/// How far this device's series of a document went.
#[derive(Debug, Clone)]
pub struct SavedOwn {
    /// The document.
    pub document: DocumentKind,
    /// Highest index the relay confirmed.
    pub confirmed: u64,
    /// Highest index that may have left this device.
    pub offered: u64,
    /// Hash of the envelope at `offered`; zeroes at 0.
    pub offered_hash: Hash,
    /// The encoded envelopes above `confirmed`, in order.
    pub waiting: Vec<Vec<u8>>,
}

/// Why a dossier cannot be begun from what was given.
#[derive(Debug, thiserror::Error)]
pub enum LoadProblem {
    /// A membership entry is not genuine.
    #[error("membership entry refused: {0}")]
    Membership(#[from] seal::MembershipError),
    /// A document does not load.
    #[error("document does not load: {0}")]
    Document(#[from] model::LoadError),
    /// An own envelope does not open.
    #[error("own envelope does not open: {0}")]
    Seal(#[from] seal::SealError),
    /// An own envelope does not hold changes.
    #[error("own envelope does not hold changes: {0}")]
    Payload(#[from] wire::PayloadError),
    /// An own envelope holds something that is no change.
    #[error("own envelope does not hold changes: {0}")]
    Chunk(#[from] model::ChunkError),
    /// Changes made without contact cannot be packed.
    #[error("changes cannot be packed: {0}")]
    Pack(#[from] model::PackError),
    /// A matrix cannot be founded from the draft.
    #[error("first edit refused: {0}")]
    Edit(#[from] model::EditError),
    /// A discussion cannot be founded, or cannot hold a note of the imported file.
    #[error("first comment refused: {0}")]
    Comment(#[from] review::EditError),
    /// The first envelope would pass the limit of its size.
    #[error("the matrix is too large for one envelope ({bytes} bytes)")]
    TooLarge {
        /// Size of the payload, in bytes.
        bytes: usize,
    },
}

impl Replica {
    /// Joins a dossier by invitation: nothing of it is here yet but its key and who invited.
    pub fn join(
        invitation: Invitation,
        device: Arc<DeviceKey>,
        profile: &Profile,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Self, Step), LoadProblem> {
        let mut membership = Membership::for_dossier(invitation.dossier);
        for entry in &invitation.entries {
            membership.add(entry)?;
        }
        if membership.role(device.id()).is_none() {
            let profile = seal::seal_profile(&invitation.key, profile, dice)?;
            let entry = membership.join(
                invitation.grant,
                &invitation.secret,
                &device,
                profile,
                now_ms,
            )?;
            membership.add(&entry)?;
        }
        let mut keyring = Keyring::new(Seed {
            epoch: invitation.epoch,
            key: invitation.key,
            invitation: Some(invitation.secret),
        });
        keyring.refresh(&membership, &device);
        let author = Author(device.id().0);
        let replica = Self {
            dossier: invitation.dossier,
            device,
            keyring,
            membership,
            matrix: Matrix::empty(actor(dice), author),
            review: Review::empty(actor(dice), author),
            minutes: Minutes::empty(actor(dice), author),
            series: BTreeMap::new(),
            outboxes: BTreeMap::new(),
            session: Session::default(),
            taking_back: TakingBack::default(),
            signals: Signals::default(),
            receipts: Receipts::default(),
            left_out: BTreeSet::new(),
        };
        let step = replica.persist_entries();
        Ok((replica, step))
    }

    /// Begins again from what the disk holds, with fresh Automerge actors.
    pub fn load(
        saved: Saved,
        device: Arc<DeviceKey>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Self, LoadProblem> {
        let mut membership = Membership::for_dossier(saved.dossier);
        for entry in &saved.entries {
            membership.add(entry)?;
        }
        let mut keyring = Keyring::new(saved.seed);
        keyring.refresh(&membership, &device);
        let author = Author(device.id().0);
        let matrix = Matrix::load(saved.matrix.iter().map(Vec::as_slice), actor(dice), author)?;
        let review = Review::load(saved.review.iter().map(Vec::as_slice), actor(dice), author)?;
        let chunks = saved.minutes.iter().map(Vec::as_slice);
        let mut minutes = Minutes::load(chunks, actor(dice), author)?;
        for envelope in &saved.parked {
            unpark(&mut minutes, saved.dossier, &keyring, envelope);
        }
        let series = saved
            .tails
            .iter()
            .map(|tail| {
                (
                    (tail.document, tail.device),
                    Tail {
                        index: tail.index,
                        hash: tail.hash,
                    },
                )
            })
            .collect();
        let mut outboxes = BTreeMap::new();
        for own in &saved.own {
            let mut outbox = Outbox {
                confirmed: own.confirmed,
                offered: own.offered,
                offered_hash: own.offered_hash,
                waiting: std::collections::VecDeque::new(),
            };
            for encoded in &own.waiting {
                let (envelope, header, _) = seal::verify_envelope(encoded)?;
                let payload = open(&keyring, header.epoch, &envelope)?;
                let payload = Payload::decode(&payload)?;
                let changes = model::change_hashes(payload.chunks)?;
                outbox.waiting.push_back(Waiting {
                    index: header.index,
                    changes,
                });
            }
            outboxes.insert(own.document, outbox);
        }
        let receipts = Receipts::load(&saved.receipts, saved.dossier, &keyring, device.id());
        Ok(Self {
            dossier: saved.dossier,
            device,
            keyring,
            membership,
            matrix,
            review,
            minutes,
            series,
            outboxes,
            session: Session::default(),
            taking_back: TakingBack::default(),
            signals: Signals::default(),
            receipts,
            left_out: BTreeSet::new(),
        })
    }

    /// The dossier.
    pub fn dossier(&self) -> DossierId {
        self.dossier
    }

    /// What this device came in with, for wrapping it onto its disk.
    pub fn seed(&self) -> &Seed {
        self.keyring.seed()
    }

    /// The payload of an envelope of this dossier that this device can open.
    pub fn open(&self, envelope: &wire::Envelope) -> Option<Vec<u8>> {
        let header = envelope.decode_header().ok()?;
        open(&self.keyring, header.epoch, envelope).ok()
    }

    /// The keys that this device can open.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// This device, as the author of what is written here.
    pub fn author(&self) -> model::Author {
        model::Author(self.device.id().0)
    }

    /// The role of this device.
    pub fn role(&self) -> Option<Role> {
        self.membership.role(self.device.id())
    }

    /// The matrix.
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The comments.
    pub fn comments(&self) -> &[CommentData] {
        self.review.comments()
    }

    /// Whether the review document has arrived.
    pub fn can_comment(&self) -> bool {
        self.review.is_founded()
    }

    /// Whether a device is this one.
    pub fn is_me(&self, device: DeviceId) -> bool {
        device == self.device.id()
    }

    /// Name and institution of a member, or of who was one, if its profile opens.
    pub fn profile(&self, device: DeviceId) -> Option<Profile> {
        let face = self.membership.face(device)?;
        let mut keys = self.keyring.all();
        keys.find_map(|key| seal::open_profile(key, face).ok())
    }

    /// Highest index of every series held here.
    pub fn vector(&self) -> Vector {
        let mut vector = Vector::default();
        for ((document, device), tail) in &self.series {
            vector.advance(*document, *device, tail.index);
        }
        vector
    }

    /// Changes of this device that no relay has confirmed.
    pub fn waiting_changes(&self) -> u64 {
        self.outboxes.values().map(Outbox::waiting_changes).sum()
    }

    /// Index of the last own envelope in a document (0 if none), and the last confirmed one.
    pub fn own_progress(&self, document: DocumentKind) -> (u64, u64) {
        let last = self
            .series
            .get(&(document, self.device.id()))
            .map_or(0, |tail| tail.index);
        (
            last,
            self.outboxes
                .get(&document)
                .map_or(0, |outbox| outbox.confirmed),
        )
    }

    /// Highest index of this device's series in a document that may leave it.
    pub fn offered(&self, document: DocumentKind) -> u64 {
        self.outboxes
            .get(&document)
            .map_or(0, |outbox| outbox.offered)
    }

    /// A snapshot of a document that was loaded again and found to hold the same heads, or `None`
    /// while changes wait for others they depend on (compacting would forget them).
    pub fn verified_snapshot(&self, document: DocumentKind) -> Option<Vec<u8>> {
        let (none, author) = ([0; 16], Author(self.device.id().0));
        match document {
            DocumentKind::Matrix => {
                let snapshot = self.matrix.snapshot().ok()?;
                let again = Matrix::load([snapshot.as_slice()], none, author).ok()?;
                (again.heads() == self.matrix.heads()).then_some(snapshot)
            }
            DocumentKind::Review => {
                let snapshot = self.review.snapshot().ok()?;
                let again = Review::load([snapshot.as_slice()], none, author).ok()?;
                (again.heads() == self.review.heads()).then_some(snapshot)
            }
            DocumentKind::Minutes => {
                let snapshot = self.minutes.snapshot().ok()?;
                let again = Minutes::load([snapshot.as_slice()], none, author).ok()?;
                (again.heads() == self.minutes.heads()).then_some(snapshot)
            }
        }
    }

    /// The invitation's link for a grant: what a newcomer needs, though nobody else be in contact.
    pub fn invitation(&self, relay: String, grant: Hash, secret: DeviceKey) -> Invitation {
        let (epoch, key) = match self.keyring.fresh() {
            Some(fresh) => fresh,
            None => (self.seed().epoch, &self.seed().key),
        };
        Invitation {
            relay,
            dossier: self.dossier,
            epoch,
            key: DossierKey::from_secret_bytes(*key.expose_secret_for_disk()),
            secret,
            grant,
            entries: self.membership.lineage(&grant),
        }
    }

    pub(crate) fn entry_records(&self, hashes: &[Hash]) -> Vec<Record> {
        hashes
            .iter()
            .filter_map(|hash| {
                let bytes = self.membership.entry(hash)?.to_vec();
                Some(Record::Entry { hash: *hash, bytes })
            })
            .collect()
    }

    pub(crate) fn persist_entries(&self) -> Step {
        let persist = self
            .membership
            .entries()
            .map(|(hash, bytes)| Record::Entry {
                hash,
                bytes: bytes.to_vec(),
            })
            .collect();
        Step {
            persist,
            members_changed: true,
            ..Step::default()
        }
    }
}

/// Takes in an envelope that was kept sealed. What cannot be read stays where it is.
fn unpark(minutes: &mut Minutes, dossier: DossierId, keyring: &Keyring, bytes: &[u8]) {
    let Ok((envelope, header, _)) = seal::verify_envelope(bytes) else {
        return;
    };
    if header.dossier != dossier || header.document != DocumentKind::Minutes {
        return;
    }
    let Ok(payload) = open(keyring, header.epoch, &envelope) else {
        return;
    };
    if let Ok((payload, _)) = Payload::open(&payload, &Budget::ENVELOPE) {
        // A refused merge leaves the document as it was: it is tried again the next time.
        drop(minutes.merge_from(payload.chunks, Author(header.device.0)));
    }
}

pub(crate) fn actor(dice: &mut dyn FnMut(&mut [u8])) -> [u8; 16] {
    let mut actor = [0; 16];
    dice(&mut actor);
    actor
}

/// Decrypts a verified envelope of a generation of the key.
pub(crate) fn open(
    keyring: &Keyring,
    epoch: u32,
    envelope: &wire::Envelope,
) -> Result<Vec<u8>, seal::SealError> {
    let mut refusal = seal::SealError::NoKey;
    for key in keyring.of_epoch(epoch) {
        match seal::open_envelope(key, envelope) {
            Ok(payload) => return Ok(payload),
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}
