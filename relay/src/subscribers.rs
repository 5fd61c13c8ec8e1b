//! Who has which dossiers open. The clerk's thread opens and closes; sessions only look.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::body::Bytes;
use wire::{DeviceId, DossierId, Refusal};

use crate::framing::Farewell;
use crate::line::{Line, Saying};
use crate::metrics::Metrics;

/// Who has which dossiers open.
#[derive(Debug, Default)]
pub(crate) struct Subscribers(RwLock<Open>);

#[derive(Debug, Default)]
struct Open {
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
    /// Is no member yet: it hears of the log, and of nothing else.
    waits: bool,
}

impl Subscriber {
    fn is_on(&self, line: Option<&Line>) -> bool {
        line.is_some_and(|line| line.number == self.line.number)
    }
}

impl Subscribers {
    /// How many dossiers a session has open, besides this one.
    pub(crate) fn others(&self, line: &Line, dossier: DossierId) -> usize {
        self.read().by_line.get(&line.number).map_or(0, |dossiers| {
            dossiers.iter().filter(|open| **open != dossier).count()
        })
    }

    /// Whether a session has a dossier open, as a member.
    pub(crate) fn has_open(&self, line: &Line, dossier: DossierId) -> bool {
        let open = self.read();
        let mut there = open.by_dossier.get(&dossier).into_iter().flatten();
        there.any(|there| there.is_on(Some(line)) && !there.waits)
    }

    /// Opens a dossier to a session, again if need be; answers which opening this is.
    pub(crate) fn open(&self, line: &Arc<Line>, dossier: DossierId) -> u64 {
        self.admit(line, dossier, false)
    }

    /// A session hears of the log of a dossier from now on, and of nothing else.
    pub(crate) fn wait(&self, line: &Arc<Line>, dossier: DossierId) {
        self.admit(line, dossier, true);
    }

    fn admit(&self, line: &Arc<Line>, dossier: DossierId, waits: bool) -> u64 {
        let mut open = self.write();
        open.openings += 1;
        let opening = open.openings;
        let subscribers = open.by_dossier.entry(dossier).or_default();
        let present = subscribers
            .iter_mut()
            .find(|there| there.line.number == line.number);
        if let Some(present) = present {
            present.opening = opening;
            present.caught_up = false;
            present.waits = waits;
        } else {
            let line = Arc::clone(line);
            subscribers.push(Subscriber {
                line,
                opening,
                caught_up: false,
                waits,
            });
        }
        let dossiers = open.by_line.entry(line.number).or_default();
        if !dossiers.contains(&dossier) {
            dossiers.push(dossier);
        }
        opening
    }

    /// Whether anybody has a dossier open.
    pub(crate) fn is_open(&self, dossier: DossierId) -> bool {
        self.read().by_dossier.contains_key(&dossier)
    }

    /// Whether that opening is the last one of that session and dossier.
    pub(crate) fn is_current(&self, line: &Line, dossier: DossierId, opening: u64) -> bool {
        let open = self.read();
        let mut there = open.by_dossier.get(&dossier).into_iter().flatten();
        there.any(|there| there.line.number == line.number && there.opening == opening)
    }

    /// From now on this session gets what comes.
    pub(crate) fn caught_up(&self, line: &Line, dossier: DossierId) {
        let mut open = self.write();
        let subscribers = open.by_dossier.get_mut(&dossier).into_iter().flatten();
        for there in subscribers.filter(|there| there.line.number == line.number) {
            there.caught_up = true;
        }
    }

    /// An envelope for everybody who has caught up, except who brought it here.
    pub(crate) fn deliver(
        &self,
        dossier: DossierId,
        except: Option<&Line>,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
    ) {
        self.send(dossier, except, metrics, frame, |there| there.caught_up);
    }

    /// A membership entry for everybody, except who brought it here: catching up sends envelopes in
    /// their order, and entries have none.
    pub(crate) fn announce(
        &self,
        dossier: DossierId,
        except: Option<&Line>,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
    ) {
        self.send(dossier, except, metrics, frame, |_| true);
    }

    /// What a device says of itself, for everybody who has caught up and knows such a thing, except
    /// who sent it here. It is put where it is in nobody's way, or nowhere.
    pub(crate) fn say(
        &self,
        saying: Saying,
        dossier: DossierId,
        device: DeviceId,
        except: Option<&Line>,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
    ) {
        // Who opens and closes dossiers does not wait until all of them have it.
        let targets: Vec<Arc<Line>> = {
            let open = self.read();
            let all = open.by_dossier.get(&dossier).into_iter().flatten();
            all.filter(|there| !there.is_on(except) && there.caught_up)
                .map(|there| &there.line)
                .filter(|line| line.version >= saying.since())
                .map(Arc::clone)
                .collect()
        };
        if targets.is_empty() {
            return;
        }
        let frame = frame();
        for line in targets {
            match saying {
                Saying::Signal => metrics.signal_deliveries.inc(),
                Saying::Receipt => metrics.receipt_deliveries.inc(),
            };
            if line.say(saying, dossier, device, frame.clone()) {
                metrics.signals_dropped.inc();
            }
        }
    }

    /// Everybody who has a dossier open is told to come back.
    pub(crate) fn cut(&self, dossier: DossierId) {
        for there in self.read().by_dossier.get(&dossier).into_iter().flatten() {
            there.line.finish(Farewell::Resume, Some(Refusal::Busy));
        }
    }

    /// Everybody is told to come back.
    pub(crate) fn cut_all(&self) {
        let mut open = self.write();
        for there in open.by_dossier.values().flatten() {
            there.line.finish(Farewell::Resume, Some(Refusal::Busy));
        }
        *open = Open {
            openings: open.openings,
            ..Open::default()
        };
    }

    /// Closes a dossier to those who do not belong to it, by their device and whether they only wait;
    /// answers their sessions.
    pub(crate) fn part(
        &self,
        dossier: DossierId,
        belongs: impl Fn(DeviceId, bool) -> bool,
    ) -> Vec<Arc<Line>> {
        let mut open = self.write();
        let Open {
            by_dossier,
            by_line,
            ..
        } = &mut *open;
        let Some(subscribers) = by_dossier.get_mut(&dossier) else {
            return Vec::new();
        };
        let (stay, go): (Vec<_>, Vec<_>) = std::mem::take(subscribers)
            .into_iter()
            .partition(|there| belongs(there.line.device, there.waits));
        *subscribers = stay;
        if subscribers.is_empty() {
            by_dossier.remove(&dossier);
        }
        go.into_iter()
            .map(|there| {
                if let Some(dossiers) = by_line.get_mut(&there.line.number) {
                    dossiers.retain(|open| *open != dossier);
                }
                there.line
            })
            .collect()
    }

    /// A session has ended.
    pub(crate) fn leave(&self, line: u64) {
        let mut open = self.write();
        for dossier in open.by_line.remove(&line).unwrap_or_default() {
            if let Some(subscribers) = open.by_dossier.get_mut(&dossier) {
                subscribers.retain(|there| there.line.number != line);
                if subscribers.is_empty() {
                    open.by_dossier.remove(&dossier);
                }
            }
        }
    }

    /// Encodes once, only if there is somebody, and shares the bytes.
    fn send(
        &self,
        dossier: DossierId,
        except: Option<&Line>,
        metrics: &Metrics,
        frame: impl FnOnce() -> Bytes,
        to: impl Fn(&Subscriber) -> bool,
    ) {
        let open = self.read();
        let Some(subscribers) = open.by_dossier.get(&dossier) else {
            return;
        };
        let mut targets = subscribers
            .iter()
            .filter(|there| !there.is_on(except) && to(there))
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

    /// A panic elsewhere leaves these lists whole: each change is made in one step.
    fn read(&self) -> RwLockReadGuard<'_, Open> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Open> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
