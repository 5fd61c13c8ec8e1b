//! Who belongs to a dossier and with what role: a signed append-only log that everybody evaluates
//! the same way, whatever the order its entries arrive in.
//!
//! An entry counts once all its parents do. Whether its author could write it depends on its
//! parents and their parents only, never on what else happens to be known, and nothing that counts
//! ever stops counting: that is why order cannot matter. An invitation serves any number of
//! devices, as a link sent to a whole office does.

use std::collections::{BTreeMap, BTreeSet};

use wire::limits::{ENTRIES_MAX, ENTRIES_PENDING_MAX, MEMBERS_MAX};
use wire::{DeviceId, DossierId, Entry, EntryBody, Hash, Role, Sealed};

use crate::{MembershipError, SealError, device, domain, hash};

#[cfg(feature = "open")]
mod issue;

/// Somebody's place in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The device.
    pub device: DeviceId,
    /// What it may do: the highest role it was given.
    pub role: Role,
    /// Who its person is, for those who hold the key.
    pub profile: Sealed,
    /// The entry that gave it that role.
    pub entry: Hash,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It counts now. First its own hash, then those of entries that were waiting for it, parents
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
    entries: BTreeMap<Hash, Known>,
    /// Parents first.
    order: Vec<Hash>,
    members: BTreeMap<DeviceId, Member>,
    pending: BTreeMap<Hash, Parsed>,
}

/// An entry that counts.
#[derive(Debug, Clone)]
struct Known {
    bytes: Vec<u8>,
    body: EntryBody,
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
            entries: BTreeMap::new(),
            order: Vec::new(),
            members: BTreeMap::new(),
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
        if self.entries.contains_key(&hash) {
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
        !self.entries.is_empty()
    }

    /// What a device may do; `None` when it does not belong.
    pub fn role(&self, device: DeviceId) -> Option<Role> {
        self.members.get(&device).map(|member| member.role)
    }

    /// The member of a device.
    pub fn member(&self, device: DeviceId) -> Option<&Member> {
        self.members.get(&device)
    }

    /// Everybody, by device.
    pub fn members(&self) -> impl ExactSizeIterator<Item = &Member> + '_ {
        self.members.values()
    }

    /// Every entry that counts, parents first.
    pub fn entries(&self) -> impl Iterator<Item = (Hash, &[u8])> + '_ {
        self.order.iter().filter_map(|hash| {
            self.entries
                .get(hash)
                .map(|known| (*hash, known.bytes.as_slice()))
        })
    }

    /// The bytes of an entry that counts.
    pub fn entry(&self, hash: &Hash) -> Option<&[u8]> {
        self.entries.get(hash).map(|known| known.bytes.as_slice())
    }

    /// The hashes of every entry that counts, parents first.
    pub fn hashes(&self) -> Vec<Hash> {
        self.order.clone()
    }

    /// An entry and all it builds on, parents first: what somebody who knows nothing of the dossier
    /// needs to accept it. Empty when the entry is not known.
    pub fn lineage(&self, hash: &Hash) -> Vec<Vec<u8>> {
        let ancestors = self.ancestors(hash);
        self.entries()
            .filter(|(hash, _)| ancestors.contains(hash))
            .map(|(_, bytes)| bytes.to_vec())
            .collect()
    }

    /// The public half of the key that a grant invites with; `None` when it is not a known grant.
    pub fn invitation(&self, grant: &Hash) -> Option<DeviceId> {
        match &self.entries.get(grant)?.body {
            EntryBody::Grant { invitation, .. } => Some(*invitation),
            EntryBody::Genesis { .. } | EntryBody::Join { .. } => None,
        }
    }

    /// How many entries wait for their parents.
    pub fn pending_len(&self) -> usize {
        self.pending.len()
    }

    fn has_parents(&self, body: &EntryBody) -> bool {
        parents(body)
            .iter()
            .all(|parent| self.entries.contains_key(parent))
    }

    /// Takes in an entry whose parents are all known.
    fn admit(&mut self, hash: Hash, parsed: Parsed) -> Result<(), MembershipError> {
        if self.entries.len() >= ENTRIES_MAX {
            return Err(MembershipError::TooManyEntries);
        }
        let joined = match &parsed.body {
            EntryBody::Genesis {
                founder, profile, ..
            } => Some((*founder, Role::Coordinator, profile)),
            EntryBody::Grant { author, seen, .. } => {
                if !self.was_coordinator(*author, seen) {
                    return Err(MembershipError::NotCoordinator(*author));
                }
                None
            }
            EntryBody::Join {
                grant,
                device,
                profile,
                ..
            } => {
                let Some(EntryBody::Grant {
                    invitation, role, ..
                }) = self.entries.get(grant).map(|known| &known.body)
                else {
                    return Err(MembershipError::BadParent);
                };
                device::verify(
                    *invitation,
                    domain::ENTRY,
                    &parsed.entry.body,
                    &parsed.entry.signature,
                )?;
                Some((*device, *role, profile))
            }
        };
        if let Some((device, role, profile)) = joined {
            let full = self.members.len() >= MEMBERS_MAX;
            if full && !self.members.contains_key(&device) {
                return Err(MembershipError::TooManyMembers);
            }
            self.seat(Member {
                device,
                role,
                profile: profile.clone(),
                entry: hash,
            });
        }
        self.entries.insert(
            hash,
            Known {
                bytes: parsed.bytes,
                body: parsed.body,
            },
        );
        self.order.push(hash);
        Ok(())
    }

    /// Of several entries of one device the highest role stands, then the lowest hash: a rule that
    /// does not look at the order of arrival.
    fn seat(&mut self, member: Member) {
        let stands = self.members.get(&member.device).is_some_and(|present| {
            (present.role, std::cmp::Reverse(present.entry))
                >= (member.role, std::cmp::Reverse(member.entry))
        });
        if !stands {
            self.members.insert(member.device, member);
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

    /// Whether a device was coordinator by these entries and what they build on.
    fn was_coordinator(&self, device: DeviceId, seen: &[Hash]) -> bool {
        // Whoever is not one by all that is known was not one by a part of it: spares the walk.
        if self.role(device) != Some(Role::Coordinator) {
            return false;
        }
        self.walk(seen, |_, body| match body {
            EntryBody::Genesis { founder, .. } => *founder == device,
            EntryBody::Grant { .. } => false,
            EntryBody::Join {
                grant,
                device: joined,
                ..
            } => *joined == device && self.granted_role(grant) == Some(Role::Coordinator),
        })
    }

    fn granted_role(&self, grant: &Hash) -> Option<Role> {
        match &self.entries.get(grant)?.body {
            EntryBody::Grant { role, .. } => Some(*role),
            EntryBody::Genesis { .. } | EntryBody::Join { .. } => None,
        }
    }

    fn ancestors(&self, hash: &Hash) -> BTreeSet<Hash> {
        let mut ancestors = BTreeSet::new();
        self.walk(&[*hash], |hash, _| {
            ancestors.insert(*hash);
            false
        });
        ancestors
    }

    /// Visits entries and all they build on, each once, until `found` says so.
    fn walk(&self, from: &[Hash], mut found: impl FnMut(&Hash, &EntryBody) -> bool) -> bool {
        let mut visited: BTreeSet<Hash> = from.iter().copied().collect();
        let mut to_visit: Vec<Hash> = visited.iter().copied().collect();
        while let Some(hash) = to_visit.pop() {
            let Some(known) = self.entries.get(&hash) else {
                continue;
            };
            if found(&hash, &known.body) {
                return true;
            }
            for parent in parents(&known.body) {
                if visited.insert(*parent) {
                    to_visit.push(*parent);
                }
            }
        }
        false
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
            EntryBody::Grant { dossier, .. } | EntryBody::Join { dossier, .. } => *dossier,
        };
        if named != dossier {
            return Err(MembershipError::OtherDossier(named));
        }
        let signer = match &body {
            EntryBody::Genesis { founder, .. } => Some(founder),
            EntryBody::Grant { author, seen, .. } => {
                if seen.is_empty() {
                    return Err(MembershipError::BadParent);
                }
                Some(author)
            }
            // Signed by the invitation's key, which only the parent tells.
            EntryBody::Join { .. } => None,
        };
        if let Some(signer) = signer {
            device::verify(*signer, domain::ENTRY, &entry.body, &entry.signature)?;
        }
        match (&body, &entry.counter_signature) {
            (EntryBody::Join { device, .. }, Some(signature)) => {
                device::verify(*device, domain::JOIN, &entry.body, signature)?;
            }
            (EntryBody::Genesis { .. } | EntryBody::Grant { .. }, None) => {}
            (EntryBody::Join { .. }, None)
            | (EntryBody::Genesis { .. } | EntryBody::Grant { .. }, Some(_)) => {
                return Err(SealError::BadSignature.into());
            }
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            entry,
            body,
        })
    }
}

fn parents(body: &EntryBody) -> &[Hash] {
    match body {
        EntryBody::Genesis { .. } => &[],
        EntryBody::Grant { seen, .. } => seen,
        EntryBody::Join { grant, .. } => std::slice::from_ref(grant),
    }
}

/// A dossier is named by its first entry, so that nobody can claim the name of another's.
fn dossier_id(genesis: &Hash) -> DossierId {
    let mut id = [0_u8; 16];
    id.copy_from_slice(&genesis[..16]);
    DossierId(id)
}
