//! Between replicas and the store: what is read to begin again, what a record becomes, and when
//! increments are compacted.

use replica::{Record, Saved, SavedOwn, SavedTail};
use store::{RepackedEnvelope, Write};
use wire::{DeviceId, DocumentKind, DossierId};

use contract::{Code, Problem};

use crate::desk::{Desk, now_ms};
use crate::shelf::{Shelf, Slot};
use crate::trouble;

/// Chunks of a document past which it is compacted.
const INCREMENTS_MAX: u64 = 500;
/// Bytes of increments under which a document is never compacted while open.
const INCREMENT_BYTES_MIN: u64 = 64 * 1_024;
/// Bytes of envelopes read from disk at once.
pub(crate) const UPLOAD_PAGE_BYTES: usize = 256 * 1_024;

impl Desk {
    /// Reads from disk what a replica begins from.
    pub(crate) fn read_saved(&self, dossier: DossierId) -> Result<Saved, Problem> {
        let shelf = self.shelf(dossier)?;
        let key = seal::unwrap(&self.device, &shelf.secret)
            .map_err(|_| Problem::of(Code::StoreForeign))?;
        let seed =
            seal::Seed::from_secret_bytes(&key).map_err(|_| Problem::of(Code::StoreDamaged))?;
        let read = move || -> Result<Saved, store::StoreError> {
            let chunks = |document: DocumentKind| {
                let chunks = self.store.chunks(&dossier.0, document_byte(document))?;
                Ok::<_, store::StoreError>(chunks.into_iter().map(|chunk| chunk.bytes).collect())
            };
            let series = self.store.series(&dossier.0)?;
            let acked = self.store.acked(&dossier.0)?;
            let me = self.device.id();
            let mut own = Vec::new();
            for tail in series.iter().filter(|tail| tail.device == me.0) {
                let Some(document) = document_of(tail.document) else {
                    continue;
                };
                let confirmed = acked
                    .iter()
                    .find(|ack| ack.document == tail.document && ack.device == me.0)
                    .map_or(0, |ack| ack.index.min(tail.index));
                let from = confirmed.min(tail.offered_up_to.saturating_sub(1)) + 1;
                let envelopes =
                    self.store
                        .envelopes(&dossier.0, tail.document, &me.0, from, usize::MAX)?;
                let offered_hash = envelopes
                    .iter()
                    .find(|envelope| envelope.index == tail.offered_up_to)
                    .map_or([0; 32], |envelope| envelope.hash);
                own.push(SavedOwn {
                    document,
                    confirmed,
                    offered: tail.offered_up_to,
                    offered_hash,
                    waiting: envelopes
                        .into_iter()
                        .filter(|envelope| envelope.index > confirmed)
                        .map(|envelope| envelope.bytes)
                        .collect(),
                });
            }
            // An earlier version of the program kept what it did not know.
            let mut parked = Vec::new();
            let unknown_then = document_byte(DocumentKind::Minutes);
            for tail in series.iter().filter(|tail| tail.document == unknown_then) {
                let (document, device) = (tail.document, &tail.device);
                let held = self
                    .store
                    .envelopes(&dossier.0, document, device, 1, usize::MAX)?;
                let kept = held.into_iter().filter(|envelope| envelope.quarantined);
                parked.extend(kept.map(|envelope| envelope.bytes));
            }
            Ok(Saved {
                dossier,
                seed,
                entries: self
                    .store
                    .entries(&dossier.0)?
                    .into_iter()
                    .map(|entry| entry.bytes)
                    .collect(),
                matrix: chunks(DocumentKind::Matrix)?,
                review: chunks(DocumentKind::Review)?,
                minutes: chunks(DocumentKind::Minutes)?,
                parked,
                tails: series
                    .iter()
                    .filter_map(|tail| {
                        Some(SavedTail {
                            document: document_of(tail.document)?,
                            device: DeviceId(tail.device),
                            index: tail.index,
                            hash: tail.hash,
                        })
                    })
                    .collect(),
                own,
                receipts: self
                    .store
                    .receipts(&dossier.0)?
                    .into_iter()
                    .map(|receipt| (DeviceId(receipt.device), receipt.bytes))
                    .collect(),
            })
        };
        read().map_err(trouble::of_store)
    }

    /// Replaces a document's increments by one snapshot, where they have grown heavy.
    pub(crate) fn compact(&mut self, dossier: DossierId) {
        for document in [
            DocumentKind::Matrix,
            DocumentKind::Review,
            DocumentKind::Minutes,
        ] {
            if let Err(error) = self.compact_document(dossier, document) {
                // Nothing is lost: the increments stay. But the handle is not to be trusted any more.
                tracing::warn!(%dossier, %error, "a document was not compacted");
                if let Err(error) = self.store.reopen() {
                    tracing::error!(%error, "the store does not open again yet");
                }
            }
        }
    }

    fn compact_document(
        &mut self,
        dossier: DossierId,
        document: DocumentKind,
    ) -> Result<(), store::StoreError> {
        let Some(Shelf {
            slot: Slot::Awake(replica),
            ..
        }) = self.shelves.get(&dossier)
        else {
            return Ok(());
        };
        let weight = self
            .store
            .chunk_weight(&dossier.0, document_byte(document))?;
        let heavy = weight.increment_bytes > weight.snapshot_bytes.max(INCREMENT_BYTES_MIN)
            || weight.increments > INCREMENTS_MAX;
        let (true, Some(up_to_chunk)) = (heavy, weight.last_chunk) else {
            return Ok(());
        };
        if let Some(snapshot) = replica.verified_snapshot(document) {
            self.store.commit(&[Write::Compact {
                dossier: dossier.0,
                document: document_byte(document),
                snapshot,
                up_to_chunk,
            }])?;
        }
        Ok(())
    }
}

pub(crate) fn document_byte(document: DocumentKind) -> u8 {
    match document {
        DocumentKind::Matrix => 0,
        DocumentKind::Review => 1,
        DocumentKind::Minutes => 2,
    }
}

pub(crate) fn document_of(byte: u8) -> Option<DocumentKind> {
    match byte {
        0 => Some(DocumentKind::Matrix),
        1 => Some(DocumentKind::Review),
        2 => Some(DocumentKind::Minutes),
        _ => None,
    }
}

pub(crate) fn write_of(dossier: DossierId, me: DeviceId, record: Record) -> Write {
    let dossier = dossier.0;
    match record {
        Record::Entry { hash, bytes } => Write::Entry {
            dossier,
            hash,
            bytes,
        },
        Record::Envelope {
            document,
            device,
            index,
            hash,
            bytes,
            own,
            offered,
            quarantined,
        } => Write::Envelope {
            dossier,
            document: document_byte(document),
            device: device.0,
            index,
            hash,
            bytes,
            own,
            offered,
            quarantined,
            received_ms: (!own).then(now_ms),
        },
        Record::Repack {
            document,
            from_index,
            envelopes,
        } => Write::RepackOwn {
            dossier,
            document: document_byte(document),
            device: me.0,
            from_index,
            envelopes: envelopes
                .into_iter()
                .map(|(index, hash, bytes)| RepackedEnvelope { index, hash, bytes })
                .collect(),
        },
        Record::Withdrawn {
            document,
            from_index,
            sealed_up_to,
        } => Write::WithdrawOwn {
            dossier,
            document: document_byte(document),
            device: me.0,
            from_index,
            sealed_up_to,
        },
        Record::Offered { document, up_to } => Write::Offered {
            dossier,
            document: document_byte(document),
            device: me.0,
            up_to,
        },
        Record::Chunk {
            document,
            bytes,
            changes,
        } => Write::Chunk {
            dossier,
            document: document_byte(document),
            bytes,
            changes,
        },
        Record::Receipt { device, bytes } => Write::Receipt {
            dossier,
            device: device.0,
            bytes,
        },
        Record::Confirmed { document, index } => Write::Acked {
            dossier,
            document: document_byte(document),
            device: me.0,
            index,
        },
    }
}
