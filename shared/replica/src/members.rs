//! Who belongs: inviting, changing roles, removing; new keys; and what an entry of the log changes here.

use std::collections::BTreeMap;
use std::sync::Arc;

use seal::{DeviceKey, Membership, MembershipError, Terms};
use wire::{DeviceId, Frame, Hash, Role, SeriesEnd};

use crate::edit::{EditProblem, unsealed};
use crate::receive::report;
use crate::replica::{LoadProblem, Replica};
use crate::session::Session;
use crate::step::{Effect, Report, Step};

impl Replica {
    /// Grants a role to whoever will hold the invitation's key. Only coordinators, but for another device
    /// of this person ([`Terms::own`]). The key that its link carries is the fresh one.
    pub fn grant(
        &mut self,
        invitation: &DeviceKey,
        terms: impl Into<Terms>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Step, Hash), EditProblem> {
        let mut terms = terms.into();
        if terms.own {
            self.must_have(terms.role)?;
        } else {
            self.must_coordinate()?;
        }
        let mut step = self.freshen(dice).map_err(unsealed)?;
        terms.epoch = self.keyring.fresh().map_or(terms.epoch, |(epoch, _)| epoch);
        let device = Arc::clone(&self.device);
        let bytes = self.membership.grant(&device, invitation, terms);
        let hash = self.issue(bytes.map_err(unentered)?, &mut step)?;
        Ok((step, hash))
    }

    /// Says what a device may do from now on; `None`: it is out. Only coordinators. What it wrote so
    /// far stays, with its name, and what is written from now on is under a key it is not given.
    pub fn change_role(
        &mut self,
        device: DeviceId,
        role: Option<Role>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, EditProblem> {
        self.must_coordinate()?;
        let me = Arc::clone(&self.device);
        let kept = self.ends_of(device);
        let bytes = self.membership.change(&me, device, role, kept);
        let mut step = Step::default();
        self.issue(bytes.map_err(unentered)?, &mut step)?;
        // Who is let in after waiting may lack the key of what was written meanwhile.
        if self.role().is_some() {
            step.append(self.freshen(dice).map_err(unsealed)?);
        }
        Ok(step)
    }

    /// Says what a person may do from now on, on all their devices; `None`: they are out. `person`: any
    /// device of theirs, or one that waits. Only coordinators.
    pub fn change_person(
        &mut self,
        person: DeviceId,
        role: Option<Role>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, EditProblem> {
        self.must_coordinate()?;
        let of = self.membership.person(person);
        let mut devices: Vec<DeviceId> = self
            .membership
            .devices_of(of)
            .map(|member| member.device)
            .collect();
        if !devices.contains(&person) {
            devices.push(person);
        }
        // This one last: after it nothing can be said.
        devices.sort_by_key(|device| self.is_me(*device));
        let mut step = Step::default();
        for device in devices {
            step.append(self.change_role(device, role, dice)?);
        }
        Ok(step)
    }

    /// Brings another device of this person's, whose key is here: a copied folder that gets its own.
    /// It belongs at once, with this one's role and face.
    pub fn add_own_device(
        &mut self,
        new: &DeviceKey,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, EditProblem> {
        let me = self.device.id();
        let role = self.role().ok_or(EditProblem::NotAllowed { role: None })?;
        let profile = self.profile(me);
        let profile = profile.ok_or_else(|| unsealed(seal::SealError::NoKey.into()))?;
        let secret = DeviceKey::generate(dice);
        let (mut step, grant) = self.grant(&secret, Terms::own(role, now_ms), dice)?;
        let face = seal::seal_profile(self.keyring.newest(), &profile, dice)
            .map_err(|error| unsealed(error.into()))?;
        let bytes = self.membership.join(grant, &secret, new, face, now_ms);
        self.issue(bytes.map_err(unentered)?, &mut step)?;
        Ok(step)
    }

    /// Takes an invitation back: nobody else comes in by it. Only coordinators.
    pub fn close_invitation(
        &mut self,
        grant: Hash,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, EditProblem> {
        self.must_coordinate()?;
        let me = Arc::clone(&self.device);
        let bytes = self.membership.close(&me, grant);
        let mut step = Step::default();
        self.issue(bytes.map_err(unentered)?, &mut step)?;
        step.append(self.freshen(dice).map_err(unsealed)?);
        Ok(step)
    }

    /// Whether this device belonged, and does not any more.
    pub fn is_removed(&self) -> bool {
        self.membership.is_ready()
            && self.role().is_none()
            && self.membership.face(self.device.id()).is_some()
            && !self.waits()
    }

    /// Whether this device asks to come in, and nobody has decided yet.
    pub fn waits(&self) -> bool {
        self.membership.waits(self.device.id())
    }

    /// An entry of the log arrives.
    pub(crate) fn receive_entry(&mut self, entry: &[u8]) -> Result<Step, LoadProblem> {
        match self.membership.add(entry) {
            // An entry may let in others that waited for it.
            Ok(seal::Added::New(hashes)) => {
                let mut step = Step {
                    persist: self.entry_records(&hashes),
                    members_changed: true,
                    ..Step::default()
                };
                self.log_has_grown(&mut step)?;
                Ok(step)
            }
            Ok(seal::Added::Known | seal::Added::Pending) => Ok(Step::default()),
            Err(_) => Ok(report(Report::Forged)),
        }
    }

    /// Makes sure there is a key that everybody who belongs can open and nobody who left: brings one
    /// where there is none.
    pub(crate) fn freshen(&mut self, dice: &mut dyn FnMut(&mut [u8])) -> Result<Step, LoadProblem> {
        let mut step = Step::default();
        // Before the dossier's first entry is here nothing is known of who belongs.
        if self.keyring.fresh().is_none() && self.membership.is_ready() {
            let me = Arc::clone(&self.device);
            let bytes = self.membership.rotate(&me, &self.keyring, dice)?;
            self.enter(bytes, &mut step)?;
        }
        Ok(step)
    }

    /// Takes in an entry made here, and sends it where there is contact.
    fn issue(&mut self, bytes: Vec<u8>, step: &mut Step) -> Result<Hash, EditProblem> {
        self.enter(bytes, step).map_err(unsealed)
    }

    fn enter(&mut self, bytes: Vec<u8>, step: &mut Step) -> Result<Hash, LoadProblem> {
        let hash = seal::hash(&bytes);
        self.membership.add(&bytes)?;
        step.persist.extend(self.entry_records(&[hash]));
        step.members_changed = true;
        if self.is_live() {
            step.then.push(Effect::Send(Frame::Entry {
                dossier: self.dossier,
                entry: bytes,
            }));
        }
        self.log_has_grown(step)?;
        Ok(hash)
    }

    /// What follows from a longer log: keys that open, what was left out and may be had now, witness of
    /// what was read of somebody who lost the right to write it, and the end of the contact of who is
    /// out.
    fn log_has_grown(&mut self, step: &mut Step) -> Result<(), LoadProblem> {
        let device = Arc::clone(&self.device);
        self.keyring.refresh(&self.membership, &device);
        if self.is_removed() {
            if self.session != Session::Closed {
                self.session = Session::Closed;
                step.then.push(Effect::Refused(wire::Refusal::NotMember));
                step.then.push(Effect::Report(Report::Removed));
            }
            return Ok(());
        }
        if self.role().is_none() {
            return Ok(());
        }
        if self.session == Session::Waiting {
            // Let in: what there is may be asked for now.
            self.session = Session::Opening { introduced: true };
            step.append(self.ask_to_open());
        }
        for (device, kept) in self.unwitnessed() {
            let me = Arc::clone(&self.device);
            let bytes = self.membership.witness(&me, device, kept)?;
            self.enter(bytes, step)?;
        }
        if !self.left_out.is_empty() && self.session == Session::Open {
            self.left_out.clear();
            step.append(self.reopen());
        }
        Ok(())
    }

    /// What is held here of series whose authors may not write them, beyond what the log says counts.
    fn unwitnessed(&self) -> BTreeMap<DeviceId, Vec<SeriesEnd>> {
        let mut found: BTreeMap<DeviceId, Vec<SeriesEnd>> = BTreeMap::new();
        for (&(document, device), tail) in &self.series {
            let counts = self.membership.allows(device, document, tail.index);
            // Nobody bears witness of their own: they could always have written more.
            if !counts && device != self.device.id() {
                found.entry(device).or_default().push(SeriesEnd {
                    document,
                    index: tail.index,
                });
            }
        }
        found
    }

    fn ends_of(&self, device: DeviceId) -> Vec<SeriesEnd> {
        let series = self
            .series
            .iter()
            .filter(|((_, author), _)| *author == device);
        series
            .map(|(&(document, _), tail)| SeriesEnd {
                document,
                index: tail.index,
            })
            .collect()
    }

    fn must_coordinate(&self) -> Result<(), EditProblem> {
        self.must_have(Role::Coordinator)
    }

    fn must_have(&self, needed: Role) -> Result<(), EditProblem> {
        match self.role() {
            Some(role) if role >= needed => Ok(()),
            role => Err(EditProblem::NotAllowed { role }),
        }
    }

    /// Who belongs to the dossier, and who did.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }
}

fn unentered(error: MembershipError) -> EditProblem {
    unsealed(error.into())
}
