//! Who is here, and where: said to the members in contact, sealed, and kept by nobody.

use std::collections::BTreeMap;

use wire::{DeviceId, DossierId, Frame, Presence, SIGNAL_VERSION};

use crate::receive::report;
use crate::replica::Replica;
use crate::step::{Effect, Report, Step};

/// Where the conversation of signals stands. It outlives a connection, not a run.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    /// Version of the protocol that is spoken with the relay; zero before the first contact.
    pub(crate) version: u16,
    /// The last number this device gave.
    said: u64,
    /// The last number heard of each other member: what is not greater was said before.
    heard: BTreeMap<DeviceId, u64>,
}

impl Replica {
    /// Whether presence is said and heard: in contact, with a relay that hands signals on.
    pub fn can_signal(&self) -> bool {
        self.is_live() && self.signals.version >= SIGNAL_VERSION
    }

    /// Says where this device's person is. `presence.seq` must be greater than every one before it
    /// of this device, in this run and in earlier ones: begin with the time, in unix milliseconds.
    /// `None` where it cannot be said: without contact, to an older relay, out of order, or out of
    /// its limits. There is nothing to commit before the effect.
    pub fn signal(
        &mut self,
        presence: Presence,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Option<Effect> {
        if !self.can_signal() || presence.seq <= self.signals.said || !presence.is_within_limits() {
            return None;
        }
        let (dossier, device) = (self.dossier, self.device.id());
        let plaintext = presence.encode();
        let sealed = seal::seal_signal(
            &self.device,
            self.keyring.newest(),
            dossier,
            &plaintext,
            dice,
        )
        .ok()?;
        self.signals.said = presence.seq;
        Some(Effect::Send(Frame::Signal {
            dossier,
            device,
            sealed,
        }))
    }

    /// Another device says where its person is. The relay may hold one back or send it twice; it
    /// cannot make one, nor pass an old one for news.
    pub(crate) fn receive_signal(
        &mut self,
        dossier: DossierId,
        device: DeviceId,
        sealed: &[u8],
    ) -> Step {
        if !self.can_signal() || self.is_me(device) {
            return Step::default();
        }
        if dossier != self.dossier {
            return report(Report::OtherDossier);
        }
        if self.membership.role(device).is_none() {
            return report(Report::NotAllowed { device });
        }
        let mut keys = self.keyring.all();
        let opened = keys.find_map(|key| seal::open_signal(key, dossier, device, sealed).ok());
        let Some(plaintext) = opened else {
            return report(Report::Forged);
        };
        // A member's own program made it: what cannot be read is of a newer one.
        let Ok(presence) = Presence::decode(&plaintext) else {
            return Step::default();
        };
        let heard = self.signals.heard.entry(device).or_default();
        if presence.seq <= *heard {
            return Step::default();
        }
        *heard = presence.seq;
        Step {
            presence: Some((device, presence)),
            ..Step::default()
        }
    }
}
