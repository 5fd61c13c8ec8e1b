//! Backlogs, a page at a time: what a device lacks, read between two transactions.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::body::Bytes;
use wire::{Frame, Refusal};

use crate::archive::ArchiveError;
use crate::backlog::Backlog;
use crate::clerk::Clerk;
use crate::framing::Farewell;
use crate::line::Line;
use crate::receipts::Receipt;

/// Pages of backlog read between two transactions, so that catching up does not hold up the rest.
const PAGES_PER_BATCH: usize = 8;
/// Envelopes, entries and receipts of a page, about, in bytes.
const PAGE_BYTES: usize = 32 * 1024;

impl Clerk {
    /// Sends some of the pages that are asked for, each session's in its turn.
    pub(super) fn send_pages(&mut self) {
        for _ in 0..PAGES_PER_BATCH {
            let Some((line, backlog)) = self.pages.pop_front() else {
                return;
            };
            let sent = catch_unwind(AssertUnwindSafe(|| self.send_page(&line, backlog)));
            match sent {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    self.give_up(&error);
                    if let Some(archive) = self.archive.take() {
                        archive.abandon();
                    }
                    line.finish(Farewell::Resume, Some(Refusal::Busy));
                }
                Err(_) => {
                    tracing::error!("a backlog made the clerk panic; its session is cut");
                    self.ledger.forget();
                    line.finish(Farewell::Resume, Some(Refusal::Busy));
                }
            }
        }
    }

    fn send_page(&mut self, line: &Line, mut backlog: Backlog) -> Result<(), ArchiveError> {
        let dossier = backlog.dossier;
        if line.is_gone() || !self.subscribers.is_current(line, dossier, backlog.opening) {
            line.page_done(None);
            return Ok(());
        }
        let Some(archive) = self.archive.as_ref() else {
            line.finish(Farewell::Resume, Some(Refusal::Busy));
            return Ok(());
        };
        let page = self
            .ledger
            .page(archive, line.device, &mut backlog, PAGE_BYTES)?;
        let Some(page) = page else {
            line.page_done(None);
            return Ok(());
        };
        self.metrics
            .backlog_envelopes
            .inc_by(page.envelopes.len() as u64);
        let entries = page
            .entries
            .into_iter()
            .map(|entry| Frame::Entry { dossier, entry });
        let envelopes = page
            .envelopes
            .into_iter()
            .map(|envelope| Frame::Deliver { envelope });
        let receipts = page.receipts.into_iter().map(|(device, sealed)| {
            let receipt = Receipt {
                dossier,
                device,
                sealed,
            };
            receipt.frame()
        });
        let mut frames: Vec<Bytes> = entries
            .chain(envelopes)
            .chain(receipts)
            .map(|frame| frame.encode().into())
            .collect();
        // the page's room is free again once its last frame is written
        let last = frames.pop();
        for frame in frames {
            line.answer_bytes(frame, None);
        }
        let room = backlog.room.take();
        if let Some(last) = last {
            line.answer_bytes(last, room);
        }
        if page.ends && self.ledger.is_last(&backlog) {
            self.subscribers.caught_up(line, dossier);
            self.note_open(dossier);
            line.answer(&Frame::CaughtUp { dossier }, None);
            line.page_done(None);
        } else {
            line.page_done(Some(backlog));
        }
        Ok(())
    }
}
