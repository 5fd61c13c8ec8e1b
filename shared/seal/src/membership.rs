//! Who belongs to a dossier and with what role: a signed append-only log that everybody evaluates
//! the same way, whatever the order its entries arrive in.
//!
//! An entry is taken in once all its parents are, if its author could write it by what it builds on:
//! that never depends on what else happens to be known. What the entries together come to is the
//! verdict (`verdict`), a function of the set alone. An invitation serves any number of devices
//! unless it says otherwise, as a link sent to a whole office does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use wire::limits::{ENTRIES_MAX, ENTRIES_PENDING_MAX, MEMBERS_MAX, MEMBERSHIP_BYTES_MAX};
use wire::{DeviceId, DocumentKind, DossierId, Entry, EntryBody, Hash, Role, Sealed, SeriesEnd};

use self::verdict::{Scope, Verdict};
use crate::{MembershipError, SealError, device, domain, hash};

#[cfg(feature = "open")]
mod issue;
mod log;
mod verdict;

#[cfg(feature = "open")]
pub use self::issue::Terms;
pub(crate) use self::log::Log;

/// Somebody's place in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The device.
    pub device: DeviceId,
    /// Its person: the device they came in with, of which this is another, or itself.
    pub person: DeviceId,
    /// What it may do; of one that waits, what it asks for. Of one that is not a member any more:
    /// nothing, whatever stands here.
    pub role: Role,
    /// Who its person is, for those who hold the key.
    pub profile: Sealed,
    /// The entry that gives it that role.
    pub entry: Hash,
    /// The entry by which it came.
    pub arrival: Hash,
}

/// An invitation by which somebody may still come in, as far as the log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenGrant {
    /// The grant.
    pub hash: Hash,
    /// Who made it.
    pub author: DeviceId,
    /// Public half of the invitation's key.
    pub invitation: DeviceId,
    /// What the invited may do.
    pub role: Role,
    /// When it ends by itself, in unix milliseconds: for whoever has a clock.
    pub expires_ms: Option<u64>,
    /// How many devices it serves.
    pub uses: Option<u32>,
    /// How many came by it.
    pub used: u32,
    /// Whether who comes by it has to be approved.
    pub approval: bool,
    /// Whether it is for another device of its author.
    pub own: bool,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It is taken in. First its own hash, then those of entries that were waiting for it, parents
    /// before children: all of them are to be kept.
    New(Vec<Hash>),
    /// It was there already.
    Known,
    /// It waits for a parent that has not arrived, in memory only.
    Pending,
}

/// The membership log of one dossier.
#[derive(Debug, Clone)]
pub struct Membership {
    dossier: DossierId,
    log: Log,
    /// How far the series of a device count that may not write them: what the changes about it and
    /// those who bear witness say, the highest.
    kept: BTreeMap<(DocumentKind, DeviceId), u64>,
    /// Everybody who came in at some time, by whatever entry.
    arrived: BTreeSet<DeviceId>,
    verdict: OnceLock<Verdict>,
    pending: BTreeMap<Hash, Parsed>,
}

/// An entry whose own signatures are right, as far as they can be told without its parents.
#[derive(Debug, Clone)]
struct Parsed {
    bytes: Vec<u8>,
    entry: Entry,
    body: EntryBody,
}

impl Membership {
    /// A log that waits for the dossier's first entry.
    pub fn for_dossier(dossier: DossierId) -> Self {
        Self {
            dossier,
            log: Log::default(),
            kept: BTreeMap::new(),
            arrived: BTreeSet::new(),
            verdict: OnceLock::new(),
            pending: BTreeMap::new(),
        }
    }

    /// The log of the dossier that this entry founds.
    pub fn from_genesis(entry: &[u8]) -> Result<Self, MembershipError> {
        let mut membership = Self::for_dossier(dossier_id(&hash(entry)));
        match membership.add(entry)? {
            Added::New(_) => Ok(membership),
            Added::Known | Added::Pending => Err(MembershipError::BadParent),
        }
    }

    /// Verifies an entry and takes it in.
    pub fn add(&mut self, entry: &[u8]) -> Result<Added, MembershipError> {
        let hash = hash(entry);
        if self.log.has(&hash) {
            return Ok(Added::Known);
        }
        if self.pending.contains_key(&hash) {
            return Ok(Added::Pending);
        }
        let parsed = Parsed::read(self.dossier, &hash, entry)?;
        if !self.has_parents(&parsed.body) {
            if self.pending.len() >= ENTRIES_PENDING_MAX {
                return Err(MembershipError::TooManyPending);
            }
            self.pending.insert(hash, parsed);
            return Ok(Added::Pending);
        }
        self.admit(hash, parsed)?;
        let mut added = vec![hash];
        self.admit_pending(&mut added);
        Ok(Added::New(added))
    }

    /// The dossier.
    pub fn dossier(&self) -> DossierId {
        self.dossier
    }

    /// Whether the dossier's first entry has arrived.
    pub fn is_ready(&self) -> bool {
        !self.log.order.is_empty()
    }

    /// What a device may do; `None` when it does not belong, or not any more.
    pub fn role(&self, device: DeviceId) -> Option<Role> {
        self.member(device).map(|member| member.role)
    }

    /// The member of a device.
    pub fn member(&self, device: DeviceId) -> Option<&Member> {
        self.verdict().members.get(&device)
    }

    /// Everybody, by device.
    pub fn members(&self) -> impl ExactSizeIterator<Item = &Member> + '_ {
        self.verdict().members.values()
    }

    /// Those who came in at some time and are not members now, by device.
    pub fn former(&self) -> impl ExactSizeIterator<Item = &Member> + '_ {
        self.verdict().former.values()
    }

    /// Those who ask to come in and wait for a coordinator, by device.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &Member> + '_ {
        self.verdict().waiting.values()
    }

    /// Whether a device asks to come in.
    pub fn waits(&self, device: DeviceId) -> bool {
        self.verdict().waiting.contains_key(&device)
    }

    /// Whoever came at some time with a device: a member, one who waits, or one who was a member.
    pub fn known(&self, device: DeviceId) -> Option<&Member> {
        let verdict = self.verdict();
        let places = [&verdict.members, &verdict.waiting, &verdict.former];
        places.into_iter().find_map(|place| place.get(&device))
    }

    /// The face of a device, whether it belongs still, did once, or waits.
    pub fn face(&self, device: DeviceId) -> Option<&Sealed> {
        Some(&self.known(device)?.profile)
    }

    /// The person of a device: the device they came in with.
    pub fn person(&self, device: DeviceId) -> DeviceId {
        self.known(device).map_or(device, |member| member.person)
    }

    /// The member devices of a person, by device.
    pub fn devices_of(&self, person: DeviceId) -> impl Iterator<Item = &Member> + '_ {
        self.members().filter(move |member| member.person == person)
    }

    /// The coordinator who said last that a device is out, of one that is.
    pub fn removed_by(&self, device: DeviceId) -> Option<DeviceId> {
        match self.log.body(&self.verdict().former.get(&device)?.entry)? {
            EntryBody::Change {
                author, role: None, ..
            } => Some(*author),
            _ => None,
        }
    }

    /// Whether an envelope of a device counts: its author may write the document, or wrote it before
    /// it lost that right, as far as somebody who belonged had read it.
    pub fn allows(&self, device: DeviceId, document: DocumentKind, index: u64) -> bool {
        self.role(device)
            .is_some_and(|role| role.may_write(document))
            || index <= self.kept_up_to(device, document)
    }

    /// How far the series of a device counts although it may not write it (any more).
    pub fn kept_up_to(&self, device: DeviceId, document: DocumentKind) -> u64 {
        self.kept.get(&(document, device)).copied().unwrap_or(0)
    }

    /// The grants by which somebody may still come in. Whether one has expired is for whoever has a
    /// clock.
    pub fn open_grants(&self) -> impl Iterator<Item = OpenGrant> + '_ {
        let verdict = self.verdict();
        verdict.open.iter().filter_map(|(hash, used)| {
            let EntryBody::Grant {
                author,
                invitation,
                role,
                expires_ms,
                uses,
                approval,
                own,
                ..
            } = self.log.body(hash)?
            else {
                return None;
            };
            Some(OpenGrant {
                hash: *hash,
                author: *author,
                invitation: *invitation,
                role: *role,
                expires_ms: *expires_ms,
                uses: *uses,
                used: *used,
                approval: *approval == Some(true),
                own: *own == Some(true),
            })
        })
    }

    /// Whether somebody may still come in by a grant.
    pub fn is_open(&self, grant: &Hash) -> bool {
        self.verdict().open.contains_key(grant)
    }

    /// When a grant ends by itself, in unix milliseconds.
    pub fn expires_ms(&self, grant: &Hash) -> Option<u64> {
        match self.log.body(grant)? {
            EntryBody::Grant { expires_ms, .. } => *expires_ms,
            _ => None,
        }
    }

    /// Every entry that was taken in, parents first.
    pub fn entries(&self) -> impl Iterator<Item = (Hash, &[u8])> + '_ {
        self.log.entries()
    }

    /// The bytes of an entry that was taken in.
    pub fn entry(&self, hash: &Hash) -> Option<&[u8]> {
        self.log.bytes(hash)
    }

    /// What an entry that was taken in says.
    pub fn body(&self, hash: &Hash) -> Option<&EntryBody> {
        self.log.body(hash)
    }

    /// The hashes of every entry that was taken in, parents first.
    pub fn hashes(&self) -> Vec<Hash> {
        self.log.order.clone()
    }

    /// An entry and all it builds on, parents first: what somebody who knows nothing of the dossier
    /// needs to accept it. Empty when the entry is not known.
    pub fn lineage(&self, hash: &Hash) -> Vec<Vec<u8>> {
        self.log.lineage(hash)
    }

    /// The public half of the key that a grant invites with; `None` when it is not a known grant.
    pub fn invitation(&self, grant: &Hash) -> Option<DeviceId> {
        match self.log.body(grant)? {
            EntryBody::Grant { invitation, .. } => Some(*invitation),
            _ => None,
        }
    }

    /// How many entries wait for their parents.
    pub fn pending_len(&self) -> usize {
        self.pending.len()
    }

    #[cfg(feature = "open")]
    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    fn verdict(&self) -> &Verdict {
        self.verdict
            .get_or_init(|| Verdict::of(&self.log, Scope::All))
    }

    fn has_parents(&self, body: &EntryBody) -> bool {
        body.parents().iter().all(|parent| self.log.has(parent))
    }

    /// Takes in an entry whose parents are all known.
    fn admit(&mut self, hash: Hash, parsed: Parsed) -> Result<(), MembershipError> {
        if self.log.order.len() >= ENTRIES_MAX {
            return Err(MembershipError::TooManyEntries);
        }
        if self.log.bytes_len() + parsed.bytes.len() > MEMBERSHIP_BYTES_MAX {
            return Err(MembershipError::TooManyEntries);
        }
        let arrives = match &parsed.body {
            EntryBody::Genesis { founder, .. } => Some(*founder),
            EntryBody::Join { grant, device, .. } => {
                let invitation = self.invitation(grant).ok_or(MembershipError::BadParent)?;
                device::verify(
                    invitation,
                    domain::ENTRY,
                    &parsed.entry.body,
                    &parsed.entry.signature,
                )?;
                Some(*device)
            }
            EntryBody::Grant {
                author,
                seen,
                role,
                expires_ms,
                uses,
                own: Some(true),
                ..
            } => {
                let held = self.role_by(seen, *author);
                let held = held.ok_or(MembershipError::NotMember(*author))?;
                // Only a coordinator lets in more, or whoever comes.
                if held < *role || *uses != Some(1) || expires_ms.is_none() {
                    return Err(MembershipError::NotCoordinator(*author));
                }
                None
            }
            EntryBody::Grant { author, seen, .. }
            | EntryBody::Change { author, seen, .. }
            | EntryBody::Close { author, seen, .. } => {
                if self.role_by(seen, *author) != Some(Role::Coordinator) {
                    return Err(MembershipError::NotCoordinator(*author));
                }
                None
            }
            EntryBody::Rotate { author, seen, .. } | EntryBody::Witness { author, seen, .. } => {
                if self.role_by(seen, *author).is_none() {
                    return Err(MembershipError::NotMember(*author));
                }
                None
            }
        };
        self.check_object(&parsed.body)?;
        if let Some(device) = arrives {
            if self.arrived.len() >= MEMBERS_MAX && !self.arrived.contains(&device) {
                return Err(MembershipError::TooManyMembers);
            }
            self.arrived.insert(device);
        }
        if let EntryBody::Change { device, kept, .. } | EntryBody::Witness { device, kept, .. } =
            &parsed.body
        {
            for SeriesEnd { document, index } in kept {
                let known = self.kept.entry((*document, *device)).or_default();
                *known = (*known).max(*index);
            }
        }
        self.log.push(hash, parsed.bytes, parsed.body);
        self.verdict = OnceLock::new();
        Ok(())
    }

    /// That what an entry speaks of is among what it builds on.
    fn check_object(&self, body: &EntryBody) -> Result<(), MembershipError> {
        let is_about = |known: &EntryBody| match (body, known) {
            (
                EntryBody::Change { device, .. } | EntryBody::Witness { device, .. },
                EntryBody::Genesis { founder: came, .. } | EntryBody::Join { device: came, .. },
            ) => device == came,
            _ => false,
        };
        let past = || self.log.past(body.parents());
        let holds = match body {
            EntryBody::Change { .. } | EntryBody::Witness { .. } => {
                past().into_iter().any(|at| is_about(self.log.at(at)))
            }
            EntryBody::Close { grant, .. } => {
                self.invitation(grant).is_some()
                    && past().into_iter().any(|at| self.log.order[at] == *grant)
            }
            EntryBody::Genesis { .. }
            | EntryBody::Grant { .. }
            | EntryBody::Join { .. }
            | EntryBody::Rotate { .. } => true,
        };
        if holds {
            Ok(())
        } else {
            Err(MembershipError::BadParent)
        }
    }

    /// Takes in what was waiting, until nothing more can be. What turns out not to be allowed is
    /// dropped.
    fn admit_pending(&mut self, added: &mut Vec<Hash>) {
        loop {
            let ready: Vec<Hash> = self
                .pending
                .iter()
                .filter(|(_, parsed)| self.has_parents(&parsed.body))
                .map(|(hash, _)| *hash)
                .collect();
            if ready.is_empty() {
                return;
            }
            for hash in ready {
                if let Some(parsed) = self.pending.remove(&hash)
                    && self.admit(hash, parsed).is_ok()
                {
                    added.push(hash);
                }
            }
        }
    }

    /// The role of a device by these entries and all they build on.
    fn role_by(&self, seen: &[Hash], device: DeviceId) -> Option<Role> {
        let verdict = Verdict::of(&self.log, Scope::Past(seen));
        verdict.members.get(&device).map(|member| member.role)
    }
}

impl Parsed {
    /// Checks all of an entry that can be checked without its parents.
    fn read(dossier: DossierId, hash: &Hash, bytes: &[u8]) -> Result<Self, MembershipError> {
        let entry = Entry::decode(bytes)?;
        let body = entry.decode_body()?;
        if body.encode() != entry.body || entry.encode() != bytes {
            return Err(SealError::NotCanonical.into());
        }
        let named = match &body {
            EntryBody::Genesis { .. } => dossier_id(hash),
            EntryBody::Grant { dossier, .. }
            | EntryBody::Join { dossier, .. }
            | EntryBody::Change { dossier, .. }
            | EntryBody::Close { dossier, .. }
            | EntryBody::Rotate { dossier, .. }
            | EntryBody::Witness { dossier, .. } => *dossier,
        };
        if named != dossier {
            return Err(MembershipError::OtherDossier(named));
        }
        let signer = match &body {
            EntryBody::Genesis { founder, .. } => Some(founder),
            // Signed by the invitation's key, which only the parent tells.
            EntryBody::Join { .. } => None,
            EntryBody::Grant { author, seen, .. }
            | EntryBody::Change { author, seen, .. }
            | EntryBody::Close { author, seen, .. }
            | EntryBody::Rotate { author, seen, .. }
            | EntryBody::Witness { author, seen, .. } => {
                if seen.is_empty() {
                    return Err(MembershipError::BadParent);
                }
                Some(author)
            }
        };
        if let Some(signer) = signer {
            device::verify(*signer, domain::ENTRY, &entry.body, &entry.signature)?;
        }
        match (&body, &entry.counter_signature) {
            (EntryBody::Join { device, .. }, Some(signature)) => {
                device::verify(*device, domain::JOIN, &entry.body, signature)?;
            }
            (EntryBody::Join { .. }, None) | (_, Some(_)) => {
                return Err(SealError::BadSignature.into());
            }
            (_, None) => {}
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            entry,
            body,
        })
    }
}

/// A dossier is named by its first entry, so that nobody can claim the name of another's.
fn dossier_id(genesis: &Hash) -> DossierId {
    let mut id = [0_u8; 16];
    id.copy_from_slice(&genesis[..16]);
    DossierId(id)
}
