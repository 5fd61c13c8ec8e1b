//! Signals: handed on by the session that hears them, without the clerk and without the disk, so
//! that nothing that has to be kept waits for them. They are worth nothing later, so whatever is in
//! the way of one drops it.

use std::time::Instant;

use wire::limits::SIGNAL_BYTES_MAX;
use wire::{DeviceId, DossierId, Frame, Refusal, SIGNAL_VERSION};

use crate::clerk::Room;
use crate::door::Pass;
use crate::line::{Line, Saying, about_nothing};
use crate::session::Context;

/// A signal as it came.
#[derive(Debug)]
pub(crate) struct Signal {
    pub(crate) dossier: DossierId,
    pub(crate) device: DeviceId,
    pub(crate) sealed: Vec<u8>,
}

impl Signal {
    /// Hands it on, says why not, or drops it for being one too many. What it says cannot be read
    /// here; who says it can.
    pub(crate) fn take(self, context: &Context, line: &Line, pass: &Pass, room: Room) {
        let bytes = self.sealed.len();
        if line.version < SIGNAL_VERSION {
            // in that conversation there is no such frame
            line.note_refusal(&context.metrics, Refusal::Unknown, bytes);
            line.answer(&about_nothing(Refusal::Unknown), Some(room.session));
            return;
        }
        if let Err(refusal) = self.hand_on(context, line, pass) {
            line.note_refusal(&context.metrics, refusal, bytes);
            // A device and no document: only about signals is that said.
            let refused = Frame::Refused {
                refusal,
                dossier: Some(self.dossier),
                document: None,
                device: Some(self.device),
                index: None,
            };
            line.answer(&refused, Some(room.session));
        }
    }

    fn hand_on(&self, context: &Context, line: &Line, pass: &Pass) -> Result<(), Refusal> {
        if self.sealed.len() > SIGNAL_BYTES_MAX {
            return Err(Refusal::TooLarge);
        }
        if self.device != line.device {
            return Err(Refusal::NotAllowed);
        }
        // Whoever has a dossier open was a member when opening it, and members stay.
        if !context.subscribers.has_open(line, self.dossier) {
            return Err(Refusal::NotMember);
        }
        if !pass.may_signal(Instant::now()) {
            context.metrics.signals_dropped.inc();
            return Ok(());
        }
        context.metrics.signals.inc();
        let frame = || {
            let frame = Frame::Signal {
                dossier: self.dossier,
                device: self.device,
                sealed: self.sealed.clone(),
            };
            frame.encode()
        };
        if let Some(neighbours) = &context.neighbours
            && !neighbours.say(&frame())
        {
            context.metrics.signals_dropped.inc();
        }
        let metrics = &context.metrics;
        context.subscribers.say(
            Saying::Signal,
            self.dossier,
            self.device,
            Some(line),
            metrics,
            || frame().into(),
        );
        Ok(())
    }
}
