//! Making entries: founding a dossier, inviting, joining.

use std::collections::BTreeSet;

use wire::limits::RECIPIENTS_MAX;
use wire::{DeviceId, Entry, EntryBody, Hash, Role, Sealed, SeriesEnd, WrappedKey};
use zeroize::Zeroizing;

use super::Membership;
use crate::key::wrap_for;
use crate::profile::seal_profile;
use crate::{DeviceKey, Dice, DossierKey, EPOCH_FIRST, Keyring, MembershipError, Profile, domain};

/// Entries that a grant may build on so that a link still carries them all.
const LINEAGE_MAX: usize = 24;

/// What an invitation gives, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// What the invited may do.
    pub role: Role,
    /// When it ends, in unix milliseconds; `None`: it does not end by itself.
    pub expires_ms: Option<u64>,
    /// How many devices it serves; `None`: as many as the dossier may have.
    pub uses: Option<u32>,
    /// Generation of the key its link carries.
    pub epoch: u32,
    /// Whether who comes by it waits until a coordinator lets them in.
    pub approval: bool,
    /// Whether it is for another device of its author, who then need not be a coordinator, gives at
    /// most their own role, to one device, and says until when.
    pub own: bool,
}

/// An invitation that serves any number, does not end and carries the first key.
impl From<Role> for Terms {
    fn from(role: Role) -> Self {
        Self {
            role,
            expires_ms: None,
            uses: None,
            epoch: EPOCH_FIRST,
            approval: false,
            own: false,
        }
    }
}

impl Terms {
    /// For another device of the author's, with a role they have, until a moment (unix milliseconds).
    pub fn own(role: Role, expires_ms: u64) -> Self {
        Self {
            expires_ms: Some(expires_ms),
            uses: Some(1),
            own: true,
            ..Self::from(role)
        }
    }
}

impl Membership {
    /// Founds a dossier with this device as its coordinator.
    pub fn found(
        device: &DeviceKey,
        key: &DossierKey,
        profile: &Profile,
        dice: &mut Dice<'_>,
    ) -> Result<Self, MembershipError> {
        let mut salt = [0_u8; 16];
        dice(&mut salt);
        let profile = seal_profile(key, profile, dice)?;
        let body = EntryBody::Genesis {
            founder: device.id(),
            salt,
            profile,
        }
        .encode();
        let signature = device.sign(domain::ENTRY, &body);
        Self::from_genesis(
            &Entry {
                body,
                signature,
                counter_signature: None,
            }
            .encode(),
        )
    }

    /// An entry by which whoever holds the invitation's key may join with a role. It is not yet in
    /// the log: [`Membership::add`] it.
    pub fn grant(
        &self,
        author: &DeviceKey,
        invitation: &DeviceKey,
        terms: impl Into<Terms>,
    ) -> Result<Vec<u8>, MembershipError> {
        let terms = terms.into();
        let basis = if terms.own {
            self.basis_of(author, terms.role)?
        } else {
            self.basis(author)?
        };
        let mut seen = vec![basis];
        // With what took rights away it lets in again somebody who was out; a link has to carry all
        // that a grant builds on, so it names that only while it is little.
        let taken = self.log.changes();
        let past = self.log.past(&taken).len();
        if past <= LINEAGE_MAX {
            seen.extend(taken.into_iter().filter(|hash| *hash != basis));
        }
        let body = EntryBody::Grant {
            dossier: self.dossier,
            author: author.id(),
            seen,
            invitation: invitation.id(),
            role: terms.role,
            expires_ms: terms.expires_ms,
            uses: terms.uses,
            epoch: (terms.epoch != EPOCH_FIRST).then_some(terms.epoch),
            approval: terms.approval.then_some(true),
            own: terms.own.then_some(true),
        };
        Ok(signed(author, &body))
    }

    /// An entry by which a device takes up an invitation, at a time by its own clock (unix
    /// milliseconds). It is not yet in the log: [`Membership::add`] it.
    pub fn join(
        &self,
        grant: Hash,
        invitation: &DeviceKey,
        device: &DeviceKey,
        profile: Sealed,
        at_ms: u64,
    ) -> Result<Vec<u8>, MembershipError> {
        if self.invitation(&grant) != Some(invitation.id()) {
            return Err(MembershipError::BadParent);
        }
        let body = EntryBody::Join {
            dossier: self.dossier,
            grant,
            device: device.id(),
            profile,
            at_ms: Some(at_ms),
        }
        .encode();
        let signature = invitation.sign(domain::ENTRY, &body);
        let counter_signature = Some(device.sign(domain::JOIN, &body));
        Ok(Entry {
            body,
            signature,
            counter_signature,
        }
        .encode())
    }

    /// An entry by which a coordinator says what a device may do from now on; `None`: it is out.
    /// `kept` is how far the author holds the series of that device. Not yet in the log.
    pub fn change(
        &self,
        author: &DeviceKey,
        device: DeviceId,
        role: Option<Role>,
        kept: Vec<SeriesEnd>,
    ) -> Result<Vec<u8>, MembershipError> {
        self.basis(author)?;
        let body = EntryBody::Change {
            dossier: self.dossier,
            author: author.id(),
            seen: self.log.heads(),
            device,
            role,
            kept,
        };
        Ok(signed(author, &body))
    }

    /// An entry by which a coordinator takes an invitation back. Not yet in the log.
    pub fn close(&self, author: &DeviceKey, grant: Hash) -> Result<Vec<u8>, MembershipError> {
        self.basis(author)?;
        let body = EntryBody::Close {
            dossier: self.dossier,
            author: author.id(),
            seen: self.log.heads(),
            grant,
        };
        Ok(signed(author, &body))
    }

    /// An entry by which a member says how far it held the series of a device that lost the right to
    /// write them. Not yet in the log.
    pub fn witness(
        &self,
        author: &DeviceKey,
        device: DeviceId,
        kept: Vec<SeriesEnd>,
    ) -> Result<Vec<u8>, MembershipError> {
        self.member(author.id())
            .ok_or(MembershipError::NotMember(author.id()))?;
        let body = EntryBody::Witness {
            dossier: self.dossier,
            author: author.id(),
            seen: self.log.heads(),
            device,
            kept,
        };
        Ok(signed(author, &body))
    }

    /// An entry by which a member brings a new key, for everybody who belongs now and every invitation
    /// that is open. Not yet in the log.
    pub fn rotate(
        &self,
        author: &DeviceKey,
        keyring: &Keyring,
        dice: &mut Dice<'_>,
    ) -> Result<Vec<u8>, MembershipError> {
        self.member(author.id())
            .ok_or(MembershipError::NotMember(author.id()))?;
        let key = DossierKey::generate(dice);
        let mut secret = Zeroizing::new([0_u8; 32]);
        dice(secret.as_mut_slice());
        let ephemeral = x25519_dalek::StaticSecret::from(*secret);
        let members = self.members().map(|member| member.device);
        let invitations = self.open_grants().map(|grant| grant.invitation);
        let recipients: BTreeSet<DeviceId> = members.chain(invitations).collect();
        let keys = recipients
            .into_iter()
            .take(RECIPIENTS_MAX)
            .filter_map(|recipient| {
                // Whose key is none cannot read: nothing is wrapped for it.
                let ciphertext = wrap_for(&ephemeral, recipient, &key)?;
                Some(WrappedKey {
                    recipient,
                    ciphertext,
                })
            })
            .collect();
        let body = EntryBody::Rotate {
            dossier: self.dossier,
            author: author.id(),
            seen: self.log.heads(),
            ephemeral: x25519_dalek::PublicKey::from(&ephemeral).to_bytes(),
            keys,
            former: keyring.seal_former(self, &key, dice)?,
        };
        Ok(signed(author, &body))
    }

    /// What makes a device a coordinator.
    fn basis(&self, author: &DeviceKey) -> Result<Hash, MembershipError> {
        self.basis_of(author, Role::Coordinator)
    }

    /// What gives a device at least a role.
    fn basis_of(&self, author: &DeviceKey, role: Role) -> Result<Hash, MembershipError> {
        if !self.is_ready() {
            return Err(MembershipError::NotReady);
        }
        match self.member(author.id()) {
            Some(member) if member.role >= role => Ok(member.entry),
            _ => Err(MembershipError::NotCoordinator(author.id())),
        }
    }
}

fn signed(author: &DeviceKey, body: &EntryBody) -> Vec<u8> {
    let body = body.encode();
    let signature = author.sign(domain::ENTRY, &body);
    Entry {
        body,
        signature,
        counter_signature: None,
    }
    .encode()
}
