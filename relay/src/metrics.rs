//! What the relay counts, for whoever watches it. Never content, never who.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use wire::Refusal;

/// Everything that is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    healthy: AtomicBool,
    sessions_ever: AtomicU64,
    /// Connections with a seat.
    pub(crate) connections: Gauge,
    /// Sessions of authenticated devices.
    pub(crate) sessions: Gauge,
    /// Connections turned away at the door.
    pub(crate) turned_away: Counter,
    /// Handshakes of TLS that failed or took too long.
    pub(crate) failed_handshakes: Counter,
    /// Proofs that did not verify.
    pub(crate) failed_proofs: Counter,
    /// Envelopes committed.
    pub(crate) envelopes: Counter,
    /// Bytes of envelopes committed.
    pub(crate) envelope_bytes: Counter,
    /// Envelopes that were there already.
    pub(crate) duplicates: Counter,
    /// Membership entries committed.
    pub(crate) entries: Counter,
    /// Frames put in subscribers' queues.
    pub(crate) deliveries: Counter,
    /// Envelopes sent in catch-ups.
    pub(crate) backlog_envelopes: Counter,
    /// Subscribers cut for not keeping up.
    pub(crate) cut: Counter,
    /// Signals taken in.
    pub(crate) signals: Counter,
    /// Signals put in subscribers' queues.
    pub(crate) signal_deliveries: Counter,
    /// Signals and receipts that were one too many, of their device or for a subscriber.
    pub(crate) signals_dropped: Counter,
    /// Receipts committed.
    pub(crate) receipts: Counter,
    /// Receipts put in subscribers' queues.
    pub(crate) receipt_deliveries: Counter,
    /// Bytes read from sessions.
    pub(crate) bytes_in: Counter,
    /// Bytes written to sessions.
    pub(crate) bytes_out: Counter,
    /// Seconds from the start of a commit to its end.
    pub(crate) commit_seconds: Histogram,
    /// Frames decided in one transaction.
    pub(crate) batch_frames: Histogram,
    /// Commits that failed.
    pub(crate) failed_commits: Counter,
    /// Dossiers whose membership is in memory.
    pub(crate) loaded: Gauge,
    refused: Family<[(&'static str, &'static str); 1], Counter>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("cotejo_relay");
        let commit_seconds = Histogram::new(exponential_buckets(0.000_25, 2.0, 14));
        registry.register_with_unit(
            "commit",
            "Time of a commit, with its sync",
            Unit::Seconds,
            commit_seconds.clone(),
        );
        let batch_frames = Histogram::new(exponential_buckets(1.0, 2.0, 10));
        registry.register(
            "batch_frames",
            "Frames in one transaction",
            batch_frames.clone(),
        );
        let refused = Family::default();
        registry.register(
            "refused",
            "Frames refused, by reason",
            Family::clone(&refused),
        );
        let mut gauge = |name: &str, help: &str| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let connections = gauge("connections", "Connections with a seat");
        let sessions = gauge("sessions", "Sessions of authenticated devices");
        let loaded = gauge("dossiers_loaded", "Dossiers whose membership is in memory");
        let mut counter = |name: &str, help: &str| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        Self {
            healthy: AtomicBool::new(true),
            sessions_ever: AtomicU64::new(0),
            connections,
            sessions,
            turned_away: counter("turned_away", "Connections turned away at the door"),
            failed_handshakes: counter("failed_handshakes", "Handshakes of TLS that failed"),
            failed_proofs: counter("failed_proofs", "Proofs of a device that did not verify"),
            envelopes: counter("envelopes", "Envelopes committed"),
            envelope_bytes: counter("envelope_bytes", "Bytes of envelopes committed"),
            duplicates: counter("duplicates", "Envelopes that were there already"),
            entries: counter("entries", "Membership entries committed"),
            deliveries: counter("deliveries", "Frames put in subscribers' queues"),
            backlog_envelopes: counter("backlog_envelopes", "Envelopes sent in catch-ups"),
            cut: counter("cut", "Subscribers cut for not keeping up"),
            signals: counter("signals", "Signals taken in"),
            signal_deliveries: counter("signal_deliveries", "Signals put in subscribers' queues"),
            signals_dropped: counter("signals_dropped", "Signals that were one too many"),
            receipts: counter("receipts", "Receipts committed"),
            receipt_deliveries: counter(
                "receipt_deliveries",
                "Receipts put in subscribers' queues",
            ),
            bytes_in: counter("bytes_in", "Bytes read from sessions"),
            bytes_out: counter("bytes_out", "Bytes written to sessions"),
            failed_commits: counter("failed_commits", "Commits that failed"),
            commit_seconds,
            batch_frames,
            loaded,
            refused,
            registry,
        }
    }

    pub(crate) fn refused(&self, refusal: Refusal) {
        self.refused
            .get_or_create(&[("reason", refusal.as_str())])
            .inc();
    }

    /// Whether what is sent is being kept.
    pub(crate) fn is_healthy(&self) -> bool {
        self.healthy.load(Ordering::Relaxed)
    }

    pub(crate) fn set_healthy(&self, healthy: bool) {
        self.healthy.store(healthy, Ordering::Relaxed);
    }

    /// A number no other session of this run has.
    pub(crate) fn next_session(&self) -> u64 {
        self.sessions_ever.fetch_add(1, Ordering::Relaxed)
    }

    /// The standard text of Prometheus.
    pub(crate) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
