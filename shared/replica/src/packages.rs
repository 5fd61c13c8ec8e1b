//! Roads without a network: what a package is to carry, and what a package that came means here. What
//! is inside are the frames a relay would have passed on, and each is checked as if it had.

use std::cmp::Ordering;

use wire::{DeviceId, DocumentKind, Envelope, Frame, Vector};

use crate::replica::{LoadProblem, Replica};
use crate::session::Session;
use crate::step::{Effect, Report, Step};
use crate::taking_back::TakingBack;

/// A stretch of a series, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Document of the series.
    pub document: DocumentKind,
    /// Device of the series.
    pub device: DeviceId,
    /// First index.
    pub first: u64,
    /// Last index.
    pub last: u64,
}

/// How much of a dossier somebody is known to lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacks {
    /// What is here is there too, by what was last heard of it.
    Nothing,
    /// So many envelopes, at most: it may have more than was heard of.
    Some(u64),
    /// Nothing was ever heard of what it has.
    Everything,
}

/// A package being taken in: what the documents held before, and what came of it so far.
#[derive(Debug)]
pub struct Unpacking {
    before: Vector,
    was_live: bool,
    was_out_of_contact: bool,
    found: Unpacked,
}

/// What came of a package.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Unpacked {
    /// Changes that were not here.
    pub changes: u64,
    /// Envelopes that were not here.
    pub envelopes: u64,
    /// Envelopes that were here already.
    pub known: u64,
    /// Envelopes that cannot be placed: others before them have not come.
    pub early: u64,
    /// Envelopes of somebody who may not write that document, or under a key that is not here. They
    /// are not kept: whoever has them may bring them again.
    pub left_out: u64,
    /// What is not genuine, not whole, or cannot be read.
    pub refused: u64,
}

impl Replica {
    /// Before a package is made: packs what was written here and never left, and marks it as offered.
    /// It is to be committed before [`Replica::stretches_for`] is asked. `None`: this device does not
    /// belong, or does not know yet how far its own series go.
    pub fn offer_for_package(
        &mut self,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<Step>, LoadProblem> {
        if self.role().is_none() || self.session == Session::TakingBack {
            return Ok(None);
        }
        let mut step = Step::default();
        self.offer_everything(&mut step, dice)?;
        Ok(Some(step))
    }

    /// Whoever can open a package of this dossier: every member's device, and whoever comes in by an
    /// invitation that is open.
    pub fn package_recipients(&self) -> Vec<DeviceId> {
        let members = self.membership.members().map(|member| member.device);
        let invited = self.membership.open_grants();
        members
            .chain(invited.map(|grant| grant.invitation))
            .collect()
    }

    /// The membership entries, as they travel.
    pub fn packed_entries(&self) -> impl Iterator<Item = Frame> + '_ {
        self.membership.entries().map(|(_, entry)| Frame::Entry {
            dossier: self.dossier,
            entry: entry.to_vec(),
        })
    }

    /// What one of these is not known to have, of every series held here. Of this device's own only
    /// what was offered. With nobody: everything.
    pub fn stretches_for(&self, members: &[DeviceId]) -> Vec<Stretch> {
        let series = self.settled_vector();
        let stretches = series.iter().filter_map(|end| {
            let (document, device) = (end.document, end.device);
            let has = |member: &DeviceId| self.packed_up_to(*member, document, device);
            let has = members.iter().map(has).min().unwrap_or(0);
            (has < end.index).then_some(Stretch {
                document,
                device,
                first: has + 1,
                last: end.index,
            })
        });
        stretches.collect()
    }

    /// How much of what is held here a member's device is known to lack.
    pub fn lacks(&self, member: DeviceId) -> Lacks {
        let mut lacks = 0;
        let mut has_any = false;
        for (&(document, device), tail) in &self.series {
            let has = self.packed_up_to(member, document, device);
            has_any |= has > 0 && device != member;
            lacks += tail.index.saturating_sub(has);
        }
        match lacks {
            0 => Lacks::Nothing,
            _ if has_any => Lacks::Some(lacks),
            _ => Lacks::Everything,
        }
    }

    /// Whoever wrote a series has it, also somebody of whom nothing else was heard.
    fn packed_up_to(&self, member: DeviceId, document: DocumentKind, device: DeviceId) -> u64 {
        if member == device {
            return self.tail(document, device).index;
        }
        self.held_up_to(member, document, device)
    }

    /// Begins to take in a package that carries these frames.
    pub fn unpack(&mut self, frames: &[Frame]) -> Unpacking {
        let unpacking = Unpacking {
            before: self.vector(),
            was_live: self.is_live(),
            was_out_of_contact: self.session == Session::Closed,
            found: Unpacked::default(),
        };
        // What others have of this device and this disk does not: the folder was restored. It comes
        // back as it would from a relay.
        if unpacking.was_live || unpacking.was_out_of_contact {
            let me = self.device.id();
            let mut own = Vector::new();
            for frame in frames {
                if let Frame::Deliver { envelope } = frame
                    && let Ok((_, header, _)) = seal::verify_envelope(envelope)
                    && header.device == me
                    && header.dossier == self.dossier
                {
                    own.advance(header.document, me, header.index);
                }
            }
            // Its report is for who reads logs; what it means is done here.
            drop(self.bring_back(&own));
            self.taking_back.is_by_package = true;
        }
        unpacking
    }

    /// Takes in one of its frames.
    pub fn unpack_frame(
        &mut self,
        unpacking: &mut Unpacking,
        frame: Frame,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        let found = &mut unpacking.found;
        let mut step = match frame {
            Frame::Entry { dossier, entry } if dossier == self.dossier => {
                let mut step = self.receive_entry(&entry)?;
                if step.members_changed && unpacking.was_live {
                    step.then
                        .push(Effect::Send(Frame::Entry { dossier, entry }));
                }
                step
            }
            Frame::Receipt {
                dossier,
                device,
                sealed,
            } if !self.is_me(device) => self.take_receipt(dossier, device, sealed),
            Frame::Deliver { envelope } => {
                let held = self.envelopes_held();
                let place = self.place_of(&envelope);
                let step = self.receive_envelope(envelope, dice)?;
                found.changes += step.changes_received;
                let came = self.envelopes_held().saturating_sub(held);
                found.envelopes += came;
                let is_told = step.then.iter().any(|effect| match effect {
                    Effect::Report(report) => tally(report, found),
                    _ => false,
                });
                if came == 0 && !is_told {
                    match place {
                        Some(Ordering::Less) => found.known += 1,
                        Some(Ordering::Greater) => found.early += 1,
                        // Held until the rest of what comes back is here.
                        Some(Ordering::Equal) | None => {}
                    }
                }
                step
            }
            _ => Step::default(),
        };
        if unpacking.was_out_of_contact {
            // There is nobody to ask.
            step.then
                .retain(|effect| !matches!(effect, Effect::Send(Frame::Open { .. })));
        }
        Ok(step)
    }

    /// The package is taken in: the relay, where there is contact, is brought what it may lack.
    pub fn unpacked(&mut self, unpacking: Unpacking) -> (Step, Unpacked) {
        if unpacking.was_out_of_contact {
            self.session = Session::Closed;
            self.taking_back = TakingBack::default();
        }
        let mut step = Step::default();
        if unpacking.was_live && self.session == Session::TakingBack {
            // Not all of it was in the package; the relay may have it.
            step.append(self.compare_again());
        }
        if unpacking.was_live && self.is_live() {
            let me = self.device.id();
            for end in self.vector().iter().filter(|end| end.device != me) {
                let had = unpacking.before.get(end.document, end.device);
                if had < end.index {
                    step.then.push(Effect::Upload {
                        document: end.document,
                        device: end.device,
                        from_index: had + 1,
                    });
                }
            }
        }
        (step, unpacking.found)
    }

    /// Whether an envelope is behind the end of its series here, the next one, or beyond it.
    fn place_of(&self, envelope: &[u8]) -> Option<Ordering> {
        let header = Envelope::decode(envelope).ok()?.decode_header().ok()?;
        let tail = self.tail(header.document, header.device);
        Some(header.index.cmp(&(tail.index + 1)))
    }

    fn envelopes_held(&self) -> u64 {
        self.series.values().map(|tail| tail.index).sum()
    }
}

/// Counts what was told of an envelope; answers whether it was about the envelope itself.
fn tally(report: &Report, found: &mut Unpacked) -> bool {
    match report {
        Report::Forged
        | Report::OtherDossier
        | Report::BrokenChain { .. }
        | Report::SeriesElsewhere
        | Report::Unreadable { .. } => found.refused += 1,
        Report::NotAllowed { .. } | Report::NoKey { .. } => found.left_out += 1,
        Report::Removed | Report::RelayForgot { .. } | Report::TakingBack { .. } => return false,
    }
    true
}
