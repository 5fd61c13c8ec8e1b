//! Who has which dossiers open.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use wire::{DossierId, Refusal};

use crate::framing::Farewell;
use crate::line::Line;
use crate::metrics::Metrics;

/// Who has which dossiers open.
#[derive(Debug, Default)]
pub(crate) struct Subscribers {
    by_dossier: HashMap<DossierId, Vec<Subscriber>>,
    by_line: HashMap<u64, Vec<DossierId>>,
    openings: u64,
}

#[derive(Debug)]
struct Subscriber {
    line: Arc<Line>,
    opening: u64,
    /// Has all there is and gets what comes. Until then its backlog brings it everything.
    caught_up: bool,
}

impl Subscribers {
    /// How many dossiers a session has open, besides this one.
    pub(crate) fn others(&self, line: &Line, dossier: DossierId) -> usize {
        self.by_line.get(&line.number).map_or(0, |dossiers| {
            dossiers.iter().filter(|open| **open != dossier).count()
        })
    }

    /// Opens a dossier to a session, again if need be; answers which opening this is.
    pub(crate) fn open(&mut self, line: &Arc<Line>, dossier: DossierId) -> u64 {
        self.openings += 1;
        let opening = self.openings;
        let subscribers = self.by_dossier.entry(dossier).or_default();
        let present = subscribers
            .iter_mut()
            .find(|there| there.line.number == line.number);
        if let Some(present) = present {
            present.opening = opening;
            present.caught_up = false;
        } else {
            let line = Arc::clone(line);
            subscribers.push(Subscriber {
                line,
                opening,
                caught_up: false,
            });
        }
        let dossiers = self.by_line.entry(line.number).or_default();
        if !dossiers.contains(&dossier) {
            dossiers.push(dossier);
        }
        opening
    }

    /// Whether that opening is the last one of that session and dossier.
    pub(crate) fn is_current(&self, line: &Line, dossier: DossierId, opening: u64) -> bool {
        self.by_dossier.get(&dossier).is_some_and(|subscribers| {
            subscribers
                .iter()
                .any(|there| there.line.number == line.number && there.opening == opening)
        })
    }

    /// From now on this session gets what comes.
    pub(crate) fn caught_up(&mut self, line: &Line, dossier: DossierId) {
        let subscribers = self.by_dossier.get_mut(&dossier).into_iter().flatten();
        for there in subscribers.filter(|there| there.line.number == line.number) {
            there.caught_up = true;
        }
    }

    /// An envelope for everybody who has caught up, except who brought it.
    pub(crate) fn deliver(
        &self,
        dossier: DossierId,
        except: &Line,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
    ) {
        self.send(dossier, except, metrics, frame, |there| there.caught_up);
    }

    /// A membership entry for everybody, except who brought it: catching up sends envelopes in
    /// their order, and entries have none.
    pub(crate) fn announce(
        &self,
        dossier: DossierId,
        except: &Line,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
    ) {
        self.send(dossier, except, metrics, frame, |_| true);
    }

    /// Everybody is told to come back.
    pub(crate) fn cut_all(&mut self) {
        for there in self.by_dossier.values().flatten() {
            there.line.finish(Farewell::Resume, Some(Refusal::Busy));
        }
        *self = Self {
            openings: self.openings,
            ..Self::default()
        };
    }

    /// A session has ended.
    pub(crate) fn leave(&mut self, line: u64) {
        for dossier in self.by_line.remove(&line).unwrap_or_default() {
            if let Some(subscribers) = self.by_dossier.get_mut(&dossier) {
                subscribers.retain(|there| there.line.number != line);
                if subscribers.is_empty() {
                    self.by_dossier.remove(&dossier);
                }
            }
        }
    }

    /// Encodes once, only if there is somebody, and shares the bytes.
    fn send(
        &self,
        dossier: DossierId,
        except: &Line,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
        to: impl Fn(&Subscriber) -> bool,
    ) {
        let Some(subscribers) = self.by_dossier.get(&dossier) else {
            return;
        };
        let mut targets = subscribers
            .iter()
            .filter(|there| there.line.number != except.number && to(there))
            .peekable();
        if targets.peek().is_none() {
            return;
        }
        let frame = frame();
        for there in targets {
            metrics.deliveries.inc();
            if there.line.deliver(frame.clone()) {
                metrics.cut.inc();
                tracing::warn!(
                    device = %there.line.device,
                    session = there.line.number,
                    "cut: it does not keep up"
                );
            }
        }
    }
}
