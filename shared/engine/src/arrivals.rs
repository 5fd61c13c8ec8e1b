//! Which envelope holds a change, and when it came to this computer: the clocks of those who write
//! say when they wrote, and only this one says when it was known here.

use std::collections::{BTreeMap, HashMap};

use contract::{Code, Problem};
use wire::{DeviceId, DocumentKind, DossierId, Hash};

use crate::Engine;
use crate::desk::Desk;
use crate::disk::{UPLOAD_PAGE_BYTES, document_byte, document_of};
use crate::trouble;

/// The changes of a series, as far as it has been opened.
#[derive(Default)]
pub(crate) struct SeriesChanges {
    /// Everything up to here has been opened.
    up_to: u64,
    held: HashMap<Hash, Held>,
}

/// Where a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// Who made it.
    pub(crate) device: DeviceId,
    /// The envelope of that device's series that holds it.
    pub(crate) index: u64,
    /// When it came, in unix milliseconds of this computer; `None` for what was written here and for
    /// what came before times were kept.
    pub(crate) received_ms: Option<u64>,
}

/// When each envelope of the others came, in unix milliseconds of this computer.
pub(crate) type Arrivals = BTreeMap<(DocumentKind, DeviceId, u64), u64>;

impl Engine {
    /// When a change of the matrix made elsewhere came to this computer, in unix milliseconds of its
    /// clock; its hash, as the points in time of the history name it. `None`: it was made here, or
    /// came before that was noted, or is not here.
    pub async fn arrival_of(
        &self,
        dossier: String,
        change: String,
    ) -> Result<Option<u64>, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let change = hash_of(&change).ok_or_else(|| Problem::of(Code::ValueInvalid))?;
            desk.finish_round();
            let held = desk.envelope_of(dossier, DocumentKind::Matrix, &change)?;
            Ok(held.and_then(|held| held.received_ms))
        })
        .await
    }

    /// The changes of the matrix that came to this computer at or after a time, with when they did,
    /// both in unix milliseconds of its clock.
    pub async fn arrived_since(
        &self,
        dossier: String,
        since_ms: u64,
    ) -> Result<Vec<(String, u64)>, Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.finish_round();
            let mut found = Vec::new();
            let arrivals = desk.arrivals(dossier, since_ms)?;
            let of_matrix = arrivals.into_iter();
            for ((document, device, index), received_ms) in
                of_matrix.filter(|((document, ..), _)| *document == DocumentKind::Matrix)
            {
                let changes = desk.changes_of(dossier, document, device, index)?;
                found.extend(changes.iter().map(|change| (hex(change), received_ms)));
            }
            Ok(found)
        })
        .await
    }
}

impl Desk {
    /// When each envelope of the others came, of those that came at or after a time.
    pub(crate) fn arrivals(&self, dossier: DossierId, since_ms: u64) -> Result<Arrivals, Problem> {
        let arrivals = self
            .store
            .arrivals(&dossier.0, since_ms)
            .map_err(trouble::of_store)?;
        let arrivals = arrivals.into_iter().filter_map(|arrival| {
            let document = document_of(arrival.document)?;
            let place = (document, DeviceId(arrival.device), arrival.index);
            Some((place, arrival.received_ms))
        });
        Ok(arrivals.collect())
    }

    /// Where a change is. Nothing on disk names changes one by one: the first question about a
    /// series opens all of it (about a tenth of a second for 5,000 envelopes), the next ones only
    /// what came since.
    pub(crate) fn envelope_of(
        &mut self,
        dossier: DossierId,
        document: DocumentKind,
        change: &Hash,
    ) -> Result<Option<Held>, Problem> {
        let me = self.device.id();
        let replica = self.shelf(dossier)?.replica()?;
        if let Some(index) = replica.waiting_index(document, change) {
            return Ok(Some(Held {
                device: me,
                index,
                received_ms: None,
            }));
        }
        let series = replica.vector();
        let series = series.iter().filter(|entry| entry.document == document);
        for entry in series.collect::<Vec<_>>() {
            // Own envelopes above this may still be packed anew; their changes are waiting.
            let end = if entry.device == me {
                self.shelf(dossier)?.replica()?.offered(document)
            } else {
                entry.index
            };
            self.open_series(dossier, document, entry.device, end)?;
            let known = self
                .receipts
                .changes
                .get(&(dossier, document, entry.device));
            if let Some(held) = known.and_then(|series| series.held.get(change)) {
                return Ok(Some(*held));
            }
        }
        Ok(None)
    }

    fn open_series(
        &mut self,
        dossier: DossierId,
        document: DocumentKind,
        device: DeviceId,
        end: u64,
    ) -> Result<(), Problem> {
        let replica = self.shelf(dossier)?.replica()?;
        let key = (dossier, document, device);
        let known = self.receipts.changes.get(&key);
        let mut up_to = known.map_or(0, |series| series.up_to);
        let mut found = Vec::new();
        while up_to < end {
            let page = self
                .store
                .envelopes(
                    &dossier.0,
                    document_byte(document),
                    &device.0,
                    up_to + 1,
                    UPLOAD_PAGE_BYTES,
                )
                .map_err(trouble::of_store)?;
            let Some(last) = page.last().map(|envelope| envelope.index) else {
                break;
            };
            for envelope in page.into_iter().filter(|envelope| envelope.index <= end) {
                // One that was not merged holds nothing that anybody could ask about.
                let merged = (!envelope.quarantined).then_some(&envelope.bytes);
                let opened = merged.and_then(|bytes| replica.changes_in(bytes));
                let held = Held {
                    device,
                    index: envelope.index,
                    received_ms: envelope.received_ms,
                };
                let changes = opened.map(|(_, changes)| changes).unwrap_or_default();
                found.extend(changes.into_iter().map(|change| (change, held)));
            }
            up_to = last.min(end);
        }
        let series = self.receipts.changes.entry(key).or_default();
        series.up_to = series.up_to.max(up_to);
        series.held.extend(found);
        Ok(())
    }

    /// The changes in an envelope.
    fn changes_of(
        &self,
        dossier: DossierId,
        document: DocumentKind,
        device: DeviceId,
        index: u64,
    ) -> Result<Vec<Hash>, Problem> {
        let page = self
            .store
            .envelopes(&dossier.0, document_byte(document), &device.0, index, 1)
            .map_err(trouble::of_store)?;
        let replica = self.shelf(dossier)?.replica()?;
        let opened = page
            .first()
            .filter(|envelope| !envelope.quarantined)
            .and_then(|envelope| replica.changes_in(&envelope.bytes));
        Ok(opened.map(|(_, changes)| changes).unwrap_or_default())
    }
}

/// A change's hash from its 64 hexadecimal digits.
pub(crate) fn hash_of(hex: &str) -> Option<Hash> {
    let digits = hex.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(hash)
}

fn hex(hash: &Hash) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in hash {
        // Writing to a text does not fail.
        if write!(text, "{byte:02x}").is_err() {
            break;
        }
    }
    text
}
