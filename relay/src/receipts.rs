//! Receipts: how far each device has a dossier, kept by the clerk, the last one of each, for those who
//! come later. What they say cannot be read here; who says it can.

use std::sync::Arc;
use std::time::Instant;

use wire::limits::RECEIPT_BYTES_MAX;
use wire::{DeviceId, DossierId, Frame, RECEIPT_VERSION, Refusal};

use crate::clerk::{Job, Room};
use crate::door::Pass;
use crate::line::{Line, about_nothing};
use crate::metrics::Metrics;

/// A receipt as it came.
#[derive(Debug)]
pub(crate) struct Receipt {
    pub(crate) dossier: DossierId,
    pub(crate) device: DeviceId,
    pub(crate) sealed: Vec<u8>,
}

impl Receipt {
    /// What the clerk is to do with it, if it may come that far; else it is refused here.
    pub(crate) fn take(
        self,
        metrics: &Metrics,
        line: Arc<Line>,
        pass: &Pass,
        room: Room,
    ) -> Option<Job> {
        let bytes = self.sealed.len();
        if line.version < RECEIPT_VERSION {
            // in that conversation there is no such frame
            line.note_refusal(metrics, Refusal::Unknown, bytes);
            line.answer(&about_nothing(Refusal::Unknown), Some(room.session));
            return None;
        }
        let refusal = if bytes > RECEIPT_BYTES_MAX {
            Refusal::TooLarge
        } else if self.device != line.device {
            Refusal::NotAllowed
        } else if !pass.may_receipt(Instant::now()) {
            Refusal::Rate
        } else {
            let receipt = self;
            return Some(Job::Receipt {
                line,
                receipt,
                room,
            });
        };
        line.note_refusal(metrics, refusal, bytes);
        line.answer(&self.refused(refusal), Some(room.session));
        None
    }

    /// As one of a signal: a device, and no document.
    fn refused(&self, refusal: Refusal) -> Frame {
        Frame::Refused {
            refusal,
            dossier: Some(self.dossier),
            document: None,
            device: Some(self.device),
            index: None,
        }
    }

    /// As it is handed on.
    pub(crate) fn frame(self) -> Frame {
        Frame::Receipt {
            dossier: self.dossier,
            device: self.device,
            sealed: self.sealed,
        }
    }
}
