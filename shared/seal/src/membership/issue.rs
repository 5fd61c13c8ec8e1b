//! Making entries: founding a dossier, inviting, joining.

use wire::{Entry, EntryBody, Hash, Role};

use super::Membership;
use crate::{DeviceKey, Dice, DossierKey, MembershipError, Profile, domain, profile::seal_profile};

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
        role: Role,
    ) -> Result<Vec<u8>, MembershipError> {
        if !self.is_ready() {
            return Err(MembershipError::NotReady);
        }
        let not_coordinator = MembershipError::NotCoordinator(author.id());
        let member = self.member(author.id()).ok_or(not_coordinator.clone())?;
        if member.role != Role::Coordinator {
            return Err(not_coordinator);
        }
        // It builds only on what makes the author a coordinator: a link has to carry all of it.
        let body = EntryBody::Grant {
            dossier: self.dossier,
            author: author.id(),
            seen: vec![member.entry],
            invitation: invitation.id(),
            role,
        }
        .encode();
        let signature = author.sign(domain::ENTRY, &body);
        Ok(Entry {
            body,
            signature,
            counter_signature: None,
        }
        .encode())
    }

    /// An entry by which a device takes up an invitation. It is not yet in the log:
    /// [`Membership::add`] it.
    pub fn join(
        &self,
        grant: Hash,
        invitation: &DeviceKey,
        device: &DeviceKey,
        profile: &Profile,
        key: &DossierKey,
        dice: &mut Dice<'_>,
    ) -> Result<Vec<u8>, MembershipError> {
        if self.invitation(&grant) != Some(invitation.id()) {
            return Err(MembershipError::BadParent);
        }
        let profile = seal_profile(key, profile, dice)?;
        let body = EntryBody::Join {
            dossier: self.dossier,
            grant,
            device: device.id(),
            profile,
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
}
