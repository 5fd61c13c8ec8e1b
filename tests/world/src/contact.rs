//! A device in contact: the real link, the frames of its dossier, and its uploads.

use replica::{Effect, LinkEffect, LinkInput, Report};
use wire::{DossierId, Envelope, Frame};

use crate::device::{Device, Out, Slot, Surroundings, Upload};
use crate::run::{Fault, Planted};

/// Envelopes read from disk at once.
const PAGE_ENVELOPES: usize = 4;
/// Frames of uploads sent in one turn.
const UPLOADS_PER_TURN: usize = 8;
/// A busy relay is asked again after this long, in milliseconds, as the engine does.
const RETRY_MS: u64 = 2_000;

impl Device {
    pub(crate) fn take_frame(
        &mut self,
        bytes: &[u8],
        around: &mut Surroundings<'_>,
        out: &mut Vec<Out>,
    ) {
        let Ok(frame) = Frame::decode(bytes) else {
            around
                .faults
                .push(Fault::new("frame", "a frame does not decode".to_owned()));
            return;
        };
        let Some(dossier) = dossier_of(&frame) else {
            self.turn_link(LinkInput::Frame(frame), around, out);
            return;
        };
        if !self.link.is_up() {
            return;
        }
        let Slot::Awake(replica) = &mut self.slot else {
            return;
        };
        if replica.dossier() != dossier {
            return;
        }
        let dice = &mut self.dice;
        match replica.receive(frame, &mut |bytes: &mut [u8]| dice.fill(bytes)) {
            Ok(step) => self.stage(step, around),
            Err(problem) => around
                .faults
                .push(Fault::new("receive", problem.to_string())),
        }
    }

    /// Something forged: it must leave no trace.
    pub(crate) fn take_forged(&mut self, bytes: &[u8], around: &mut Surroundings<'_>) {
        let Slot::Awake(replica) = &mut self.slot else {
            return;
        };
        let Ok(frame) = Frame::decode(bytes) else {
            return;
        };
        let before = replica.vector();
        let members = replica.membership().hashes();
        let dice = &mut self.dice;
        let step = replica.receive(frame, &mut |bytes: &mut [u8]| dice.fill(bytes));
        around.stats.forgeries += 1;
        let same = replica.vector() == before && replica.membership().hashes() == members;
        match step {
            Ok(step) if step.persist.is_empty() && same => {}
            Ok(step) => around.faults.push(Fault::new(
                "forgery",
                format!(
                    "device {} took in a forgery: {:?}",
                    self.place, step.persist
                ),
            )),
            Err(problem) => around
                .faults
                .push(Fault::new("receive", problem.to_string())),
        }
    }

    pub(crate) fn open_at_relay(&mut self, around: &mut Surroundings<'_>) {
        let Some(version) = self.link.version() else {
            return;
        };
        if let Slot::Awake(replica) = &mut self.slot {
            let step = replica.connected(version);
            self.stage(step, around);
        }
    }

    pub(crate) fn turn_link(
        &mut self,
        input: LinkInput,
        around: &mut Surroundings<'_>,
        out: &mut Vec<Out>,
    ) {
        let dice = &mut self.dice;
        let effects = self
            .link
            .handle(input, &self.key, around.now_ms, &mut |bytes| {
                dice.fill(bytes);
            });
        for effect in effects {
            match effect {
                LinkEffect::Dial => out.push(Out::Dial),
                LinkEffect::Send(frame) => {
                    out.extend(self.wire.map(|wire| Out::Send(wire, frame)));
                }
                LinkEffect::HangUp => {
                    out.extend(self.wire.take().map(Out::HangUp));
                    self.uploads.clear();
                    self.retry_at_ms = None;
                }
                LinkEffect::Up => self.open_at_relay(around),
                LinkEffect::Down => {
                    if let Slot::Awake(replica) = &mut self.slot {
                        replica.disconnected();
                    }
                }
                LinkEffect::Refused(refusal) => {
                    if !around.is_odd {
                        let detail = format!("device {} refused: {refusal:?}", self.place);
                        around.faults.push(Fault::new("handshake", detail));
                    }
                }
            }
        }
    }

    /// Does what a step asked for, now that it is committed.
    pub(crate) fn perform(
        &mut self,
        effect: Effect,
        around: &mut Surroundings<'_>,
        out: &mut Vec<Out>,
    ) {
        match effect {
            Effect::Send(frame) => out.extend(self.wire.map(|wire| Out::Send(wire, frame))),
            // Contact was lost in the same round: the next one begins by comparing anew.
            Effect::Upload { .. } if !self.link.is_up() => {}
            Effect::Upload {
                document,
                device,
                from_index,
            } => {
                self.uploads
                    .retain(|upload| (upload.document, upload.device) != (document, device));
                self.uploads.push_back(Upload {
                    document,
                    device,
                    next_index: from_index,
                });
            }
            Effect::Confirmed { changes } => around.stats.confirmed += changes,
            Effect::CaughtUp => {}
            Effect::RetryLater => self.retry_at_ms = Some(around.now_ms + RETRY_MS),
            Effect::Refused(refusal) => {
                let detail = format!("d{} stuck: {}", self.place, refusal.as_str());
                around.trace.note(around.now_ms, format_args!("{detail}"));
                around.stats.stuck += 1;
            }
            Effect::Report(report) => self.weigh(&report, around),
        }
    }

    /// What may be met on the way and what may not.
    fn weigh(&self, report: &Report, around: &mut Surroundings<'_>) {
        around.trace.note(
            around.now_ms,
            format_args!("d{} reports {report:?}", self.place),
        );
        let expected = match report {
            Report::Forged | Report::OtherDossier => around.is_odd,
            Report::NotAllowed { .. } => around.is_odd || self.fell_back,
            Report::RelayForgot { .. } => around.may_forget,
            // Nobody is removed in the world, and no key is brought.
            Report::BrokenChain { .. }
            | Report::Unreadable { .. }
            | Report::SeriesElsewhere
            | Report::NoKey { .. }
            | Report::Removed => false,
            Report::TakingBack { .. } => self.was_restored,
        };
        if !expected {
            let detail = format!("device {} met {report:?}", self.place);
            around.faults.push(Fault::new("report", detail));
        }
    }

    /// Pushes stored envelopes.
    pub(crate) fn pump_uploads(&mut self, around: &Surroundings<'_>, out: &mut Vec<Out>) {
        let Some(wire) = self.wire.filter(|_| self.link.is_up()) else {
            return;
        };
        let offered_only = around.planted != Some(Planted::UnofferedLeaves);
        let mut room = UPLOADS_PER_TURN;
        while room > 0
            && let Some(upload) = self.uploads.front_mut()
        {
            let envelopes_max = room.min(PAGE_ENVELOPES);
            let series = (upload.document, upload.device);
            let page = self
                .disk
                .page(series, upload.next_index, envelopes_max, offered_only);
            if page.is_empty() {
                self.uploads.pop_front();
                continue;
            }
            upload.next_index += page.len() as u64;
            room -= page.len();
            out.extend(
                page.into_iter()
                    .map(|envelope| Out::Send(wire, Frame::Push { envelope })),
            );
        }
        if !self.uploads.is_empty() {
            out.push(Out::Again);
        }
    }
}

/// The dossier a frame is about; `None` for the handshake.
fn dossier_of(frame: &Frame) -> Option<DossierId> {
    match frame {
        Frame::Entry { dossier, .. }
        | Frame::EntryKept { dossier, .. }
        | Frame::Open { dossier, .. }
        | Frame::Opened { dossier, .. }
        | Frame::CaughtUp { dossier }
        | Frame::Kept { dossier, .. }
        | Frame::Signal { dossier, .. }
        | Frame::Receipt { dossier, .. }
        | Frame::ReceiptKept { dossier, .. }
        | Frame::Found { dossier, .. } => Some(*dossier),
        Frame::Refused { dossier, .. } => *dossier,
        Frame::Push { envelope } | Frame::Deliver { envelope } => {
            let header = Envelope::decode(envelope).and_then(|envelope| envelope.decode_header());
            header.ok().map(|header| header.dossier)
        }
        Frame::Challenge { .. } | Frame::Hello { .. } | Frame::Welcome { .. } => None,
    }
}
