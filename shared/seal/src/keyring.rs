//! The keys of a dossier on this device: the one it came in with, and those that members brought
//! since.
//!
//! A key is *fresh* when whoever brought it had seen every removal and every closing of an invitation
//! that is known here, and everybody who belongs can open it. Nothing is written under one that is
//! not: whoever writes next brings a new one first, also without contact.

use minicbor::bytes::ByteArray;
use wire::{DecodeError, DeviceId, EntryBody, Hash, Sealed};
use zeroize::{Zeroize as _, Zeroizing};

use crate::key::{NONCE_BYTES, unwrap_for};
use crate::membership::Log;
use crate::{DeviceKey, Dice, DossierKey, Membership, SealError, domain};

/// Generation of the key that a dossier is founded with. Those after it are named by the first bytes
/// of the entry that brought them.
pub const EPOCH_FIRST: u32 = 1;

/// Keys before a new one that are handed on with it: more than one only where several were brought
/// without having seen each other.
const FORMER_KEYS_MAX: usize = 64;

/// What a device came in with.
#[derive(Debug)]
pub struct Seed {
    /// Generation of the key.
    pub epoch: u32,
    /// The key.
    pub key: DossierKey,
    /// The secret of the invitation it took up: newer keys may be wrapped for that only.
    pub invitation: Option<DeviceKey>,
}

impl Seed {
    /// What the founder has.
    pub fn founder(key: DossierKey) -> Self {
        Self {
            epoch: EPOCH_FIRST,
            key,
            invitation: None,
        }
    }

    /// The bytes to save, wrapped, on this device.
    pub fn expose_secret_for_disk(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(self.key.expose_secret_for_disk().to_vec());
        if self.epoch != EPOCH_FIRST || self.invitation.is_some() {
            bytes.extend_from_slice(&self.epoch.to_be_bytes());
        }
        if let Some(invitation) = &self.invitation {
            bytes.extend_from_slice(invitation.expose_secret_for_disk().as_slice());
        }
        bytes
    }

    /// What [`Seed::expose_secret_for_disk`] gave.
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let malformed = SealError::Decode(DecodeError::Malformed);
        let (key, rest) = bytes.split_first_chunk::<32>().ok_or(malformed.clone())?;
        let key = DossierKey::from_secret_bytes(*key);
        if rest.is_empty() {
            return Ok(Self::founder(key));
        }
        let (epoch, rest) = rest.split_first_chunk::<4>().ok_or(malformed.clone())?;
        let invitation = match rest.len() {
            0 => None,
            _ => Some(DeviceKey::from_secret_bytes(
                rest.try_into().map_err(|_| malformed)?,
            )),
        };
        Ok(Self {
            epoch: u32::from_be_bytes(*epoch),
            key,
            invitation,
        })
    }
}

/// The keys of a dossier that this device can open.
#[derive(Debug)]
pub struct Keyring {
    seed: Seed,
    /// Besides the seed's.
    keys: Vec<Held>,
    /// Generation of the fresh key, as of the last [`Keyring::refresh`].
    fresh: Option<u32>,
    /// Generation of the key to say passing things with.
    newest: u32,
}

#[derive(Debug)]
struct Held {
    epoch: u32,
    key: DossierKey,
}

impl Keyring {
    /// Only what the device came in with: [`Keyring::refresh`] adds the rest.
    pub fn new(seed: Seed) -> Self {
        Self {
            newest: seed.epoch,
            seed,
            keys: Vec::new(),
            fresh: None,
        }
    }

    /// What the device came in with.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// To be called whenever the log has grown. Opens what entries bring: for this device, for the
    /// invitation it took up, or under a key that is already here. Answers whether there is a key
    /// that was not here.
    pub fn refresh(&mut self, membership: &Membership, device: &DeviceKey) -> bool {
        let before = self.keys.len();
        let log = membership.log();
        // The newest first: it opens those before it.
        for (hash, body) in log.bodies().rev() {
            let EntryBody::Rotate {
                ephemeral,
                keys,
                former,
                ..
            } = body
            else {
                continue;
            };
            let epoch = epoch_of(&hash);
            if !self.has(epoch) {
                let invitation = self.seed.invitation.as_ref();
                let opened = [Some(device), invitation]
                    .into_iter()
                    .flatten()
                    .find_map(|own| {
                        let wrapped = keys.iter().find(|wrapped| wrapped.recipient == own.id())?;
                        unwrap_for(own, ephemeral, &wrapped.ciphertext)
                    });
                let Some(key) = opened else { continue };
                self.keys.push(Held { epoch, key });
            }
            self.open_former(epoch, former);
        }
        self.fresh = self.find_fresh(membership);
        self.newest = self.fresh.unwrap_or_else(|| self.last(log));
        self.keys.len() > before
    }

    /// The keys of a generation; more than one only by a coincidence of names.
    pub fn of_epoch(&self, epoch: u32) -> impl Iterator<Item = &DossierKey> {
        let seed = (self.seed.epoch == epoch).then_some(&self.seed.key);
        let others = self.keys.iter().filter(move |held| held.epoch == epoch);
        seed.into_iter().chain(others.map(|held| &held.key))
    }

    /// Every key, the newest first as far as that is known: for what does not say which it is under.
    pub fn all(&self) -> impl Iterator<Item = &DossierKey> {
        let others = self.keys.iter().map(|held| &held.key);
        others.chain([&self.seed.key])
    }

    /// The fresh key, if there is one: its generation, and itself.
    pub fn fresh(&self) -> Option<(u32, &DossierKey)> {
        let epoch = self.fresh?;
        Some((epoch, self.of_epoch(epoch).next()?))
    }

    /// The key to say passing things with, fresh or not.
    pub fn newest(&self) -> &DossierKey {
        self.of_epoch(self.newest).next().unwrap_or(&self.seed.key)
    }

    fn find_fresh(&self, membership: &Membership) -> Option<u32> {
        let log = membership.log();
        let newest = self
            .rotations(log)
            .filter(|(_, place)| is_fresh(membership, Some(*place)))
            .max_by_key(|(hash, place)| (log.depth(*place), *hash));
        match newest {
            Some((hash, _)) => Some(epoch_of(&hash)),
            None if self.brought_in(log) => Some(self.seed.epoch),
            None => (self.has(EPOCH_FIRST) && is_fresh(membership, None)).then_some(EPOCH_FIRST),
        }
    }

    /// Whether the key this device came in with is newer than all that has arrived of the log: it is the
    /// one that whoever invited held for fresh.
    fn brought_in(&self, log: &Log) -> bool {
        let brought = |(hash, body): (Hash, &EntryBody)| {
            matches!(body, EntryBody::Rotate { .. }) && epoch_of(&hash) == self.seed.epoch
        };
        self.seed.epoch != EPOCH_FIRST && !log.bodies().any(brought)
    }

    fn last(&self, log: &Log) -> u32 {
        self.rotations(log)
            .max_by_key(|(hash, place)| (log.depth(*place), *hash))
            .map_or(self.seed.epoch, |(hash, _)| epoch_of(&hash))
    }

    /// Encrypts the keys that a new one follows, so that who has it reads what came before.
    pub(crate) fn seal_former(
        &self,
        membership: &Membership,
        key: &DossierKey,
        dice: &mut Dice<'_>,
    ) -> Result<Sealed, SealError> {
        let log = membership.log();
        let held: Vec<(Hash, usize)> = self.rotations(log).collect();
        let last = held
            .iter()
            .filter(|(_, place)| !held.iter().any(|(_, other)| log.saw(*other, *place)));
        let mut epochs: Vec<u32> = last.map(|(hash, _)| epoch_of(hash)).collect();
        if epochs.is_empty() {
            epochs.push(self.seed.epoch);
        }
        let mut former: Vec<(u32, ByteArray<32>)> = epochs
            .into_iter()
            .take(FORMER_KEYS_MAX)
            .filter_map(|epoch| {
                let key = self.of_epoch(epoch).next()?;
                Some((epoch, ByteArray::from(*key.expose_secret_for_disk())))
            })
            .collect();
        let mut plaintext = Zeroizing::new(Vec::new());
        let encoded = minicbor::encode(&former, &mut *plaintext);
        for (_, key) in &mut former {
            key.zeroize();
        }
        encoded.map_err(|_| SealError::Cipher)?;
        let mut nonce = [0_u8; NONCE_BYTES];
        dice(&mut nonce);
        let ciphertext = key.encrypt(domain::FORMER_KEYS_KEY, &nonce, &[], &plaintext)?;
        Ok(Sealed { nonce, ciphertext })
    }

    fn open_former(&mut self, epoch: u32, former: &Sealed) {
        let opened = self.of_epoch(epoch).find_map(|key| {
            let plaintext = key
                .decrypt(
                    domain::FORMER_KEYS_KEY,
                    &former.nonce,
                    &[],
                    &former.ciphertext,
                )
                .ok()?;
            let plaintext = Zeroizing::new(plaintext);
            minicbor::decode::<Vec<(u32, ByteArray<32>)>>(&plaintext).ok()
        });
        for (epoch, mut key) in opened.into_iter().flatten().take(FORMER_KEYS_MAX) {
            if !self.has(epoch) {
                let key = DossierKey::from_secret_bytes(*key);
                self.keys.push(Held { epoch, key });
            }
            key.zeroize();
        }
    }

    fn has(&self, epoch: u32) -> bool {
        self.of_epoch(epoch).next().is_some()
    }

    /// The entries that brought a key that is here, each with its place.
    fn rotations<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = (Hash, usize)> + 'a {
        log.bodies().filter_map(|(hash, body)| {
            let held = matches!(body, EntryBody::Rotate { .. }) && self.has(epoch_of(&hash));
            Some((hash, log.place(&hash).filter(|_| held)?))
        })
    }
}

/// Whether a key, brought by the entry at a place or the first one, was brought with everything in
/// sight that made it necessary, and everybody who belongs can open it.
fn is_fresh(membership: &Membership, rotation: Option<usize>) -> bool {
    let log = membership.log();
    let saw = |hash: &Hash| {
        let place = log.place(hash);
        place.is_some_and(|place| rotation.is_some_and(|rotation| log.saw(rotation, place)))
    };
    log.bodies().all(|(hash, body)| match body {
        EntryBody::Change { role: None, .. } | EntryBody::Close { .. } => saw(&hash),
        EntryBody::Join { grant, device, .. } => {
            let Some(rotation) = rotation else {
                return true;
            };
            let brought = || {
                carried(log, grant)
                    .is_some_and(|place| place == rotation || log.saw(place, rotation))
            };
            membership.role(*device).is_none()
                || brought()
                || if is_asking(log, grant) {
                    // Whoever brought it may have seen them wait, and then left them out.
                    is_for(log, rotation, grant, *device) || saw_admission(log, rotation, *device)
                } else {
                    log.saw(rotation, log.place(&hash).unwrap_or(usize::MAX)) || saw(grant)
                }
        }
        EntryBody::Genesis { .. }
        | EntryBody::Grant { .. }
        | EntryBody::Change { .. }
        | EntryBody::Rotate { .. }
        | EntryBody::Witness { .. } => true,
    })
}

/// Whether who joins by a grant has to be approved.
fn is_asking(log: &Log, grant: &Hash) -> bool {
    let approval = log.body(grant).map(|body| match body {
        EntryBody::Grant { approval, .. } => *approval == Some(true),
        _ => false,
    });
    approval == Some(true)
}

/// Whether a key was wrapped for a device, or for the invitation it came by.
fn is_for(log: &Log, rotation: usize, grant: &Hash, device: DeviceId) -> bool {
    let invitation = log.body(grant).and_then(|body| match body {
        EntryBody::Grant { invitation, .. } => Some(*invitation),
        _ => None,
    });
    match log.at(rotation) {
        EntryBody::Rotate { keys, .. } => keys
            .iter()
            .any(|wrapped| wrapped.recipient == device || Some(wrapped.recipient) == invitation),
        _ => false,
    }
}

/// Whether whoever brought a key knew that a device was let in.
fn saw_admission(log: &Log, rotation: usize, about: DeviceId) -> bool {
    let admits = |body: &EntryBody| matches!(body, EntryBody::Change { device, role: Some(_), .. } if *device == about);
    log.bodies()
        .filter(|(_, body)| admits(body))
        .any(|(hash, _)| {
            log.place(&hash)
                .is_some_and(|place| log.saw(rotation, place))
        })
}

/// Place of the entry that brought the key of a grant's link.
fn carried(log: &Log, grant: &Hash) -> Option<usize> {
    let EntryBody::Grant {
        epoch: Some(epoch), ..
    } = log.body(grant)?
    else {
        return None;
    };
    let brought = log
        .bodies()
        .find(|(hash, body)| matches!(body, EntryBody::Rotate { .. }) && epoch_of(hash) == *epoch);
    log.place(&brought?.0)
}

/// The name of the key that an entry brings.
fn epoch_of(rotation: &Hash) -> u32 {
    let [a, b, c, d, ..] = *rotation;
    u32::from_be_bytes([a, b, c, d])
}
