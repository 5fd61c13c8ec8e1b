//! A disk that never forgets what was committed and knows nothing else. It follows the rules of the
//! real store: an index is never written twice, nothing that may have left is rewritten.

use std::collections::BTreeMap;

use replica::{Record, Saved, SavedOwn, SavedTail};
use seal::Seed;
use wire::{DeviceId, DocumentKind, DossierId, Hash};

/// What one device has on disk.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    me: DeviceId,
    dossier: Option<(DossierId, Vec<u8>)>,
    entries: Vec<(Hash, Vec<u8>)>,
    series: BTreeMap<(DocumentKind, DeviceId), Series>,
    confirmed: BTreeMap<DocumentKind, u64>,
    chunks: BTreeMap<DocumentKind, Vec<Vec<u8>>>,
    receipts: BTreeMap<DeviceId, Vec<u8>>,
}

/// A series, from index 1.
#[derive(Debug, Clone, Default)]
pub(crate) struct Series {
    pub(crate) envelopes: Vec<(Hash, Vec<u8>)>,
    offered_up_to: u64,
}

impl Series {
    pub(crate) fn tail(&self) -> u64 {
        self.envelopes.len() as u64
    }

    fn tail_hash(&self) -> Hash {
        self.envelopes.last().map_or([0; 32], |(hash, _)| *hash)
    }
}

impl Disk {
    pub(crate) fn new(me: DeviceId) -> Self {
        Self {
            me,
            dossier: None,
            entries: Vec::new(),
            series: BTreeMap::new(),
            confirmed: BTreeMap::new(),
            chunks: BTreeMap::new(),
            receipts: BTreeMap::new(),
        }
    }

    /// A dossier begins here.
    pub(crate) fn begin(&mut self, dossier: DossierId, seed: &Seed) {
        self.dossier = Some((dossier, seed.expose_secret_for_disk().to_vec()));
    }

    pub(crate) fn has_dossier(&self) -> bool {
        self.dossier.is_some()
    }

    /// One transaction. An error is a rule broken: the real store would have refused it.
    pub(crate) fn commit(&mut self, records: Vec<Record>) -> Result<(), String> {
        records
            .into_iter()
            .try_for_each(|record| self.write(record))
    }

    fn write(&mut self, record: Record) -> Result<(), String> {
        match record {
            Record::Entry { hash, bytes } => {
                if self.entries.iter().all(|(known, _)| *known != hash) {
                    self.entries.push((hash, bytes));
                }
            }
            Record::Envelope {
                document,
                device,
                index,
                hash,
                bytes,
                own,
                offered,
                ..
            } => {
                if own != (device == self.me) {
                    return Err(format!("{document:?} {index} written as own={own}"));
                }
                let series = self.series.entry((document, device)).or_default();
                if index != series.tail() + 1 {
                    let tail = series.tail();
                    return Err(format!(
                        "{document:?} {device}: {index} written after {tail}"
                    ));
                }
                if offered {
                    series.offered_up_to = index;
                }
                series.envelopes.push((hash, bytes));
            }
            Record::Repack {
                document,
                from_index,
                envelopes,
            } => {
                let series = self.series.entry((document, self.me)).or_default();
                if from_index <= series.offered_up_to || from_index > series.tail() {
                    let (offered, tail) = (series.offered_up_to, series.tail());
                    return Err(format!(
                        "{document:?} rewritten from {from_index}; offered {offered}, tail {tail}"
                    ));
                }
                series.envelopes.truncate((from_index - 1) as usize);
                for (index, hash, bytes) in envelopes {
                    if index != series.tail() + 1 {
                        return Err(format!("{document:?} rewritten with a gap at {index}"));
                    }
                    series.envelopes.push((hash, bytes));
                }
            }
            Record::Withdrawn {
                document,
                from_index,
                ..
            } => {
                let series = self.series.entry((document, self.me)).or_default();
                if from_index <= series.offered_up_to || from_index > series.tail() {
                    let (offered, tail) = (series.offered_up_to, series.tail());
                    return Err(format!(
                        "{document:?} withdrawn from {from_index}; offered {offered}, tail {tail}"
                    ));
                }
                series.envelopes.truncate((from_index - 1) as usize);
            }
            Record::Offered { document, up_to } => {
                let series = self.series.entry((document, self.me)).or_default();
                if up_to > series.tail() {
                    return Err(format!(
                        "{document:?} offered up to {up_to}, beyond its end"
                    ));
                }
                series.offered_up_to = series.offered_up_to.max(up_to);
            }
            Record::Chunk {
                document, bytes, ..
            } => {
                self.chunks.entry(document).or_default().push(bytes);
            }
            Record::Receipt { device, bytes } => {
                self.receipts.insert(device, bytes);
            }
            Record::Confirmed { document, index } => {
                self.confirmed.insert(document, index);
            }
        }
        Ok(())
    }

    /// Replaces all chunks of a document by a snapshot of them.
    pub(crate) fn compact(&mut self, document: DocumentKind, snapshot: Vec<u8>) {
        self.chunks.insert(document, vec![snapshot]);
    }

    pub(crate) fn chunk_count(&self, document: DocumentKind) -> usize {
        self.chunks.get(&document).map_or(0, Vec::len)
    }

    pub(crate) fn series(&self) -> &BTreeMap<(DocumentKind, DeviceId), Series> {
        &self.series
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = Hash> + '_ {
        self.entries.iter().map(|(hash, _)| *hash)
    }

    /// A page of a series to upload. Of this device's own, only what is marked as offered: the rest
    /// may still be packed anew, and an index must never leave twice with other content.
    pub(crate) fn page(
        &self,
        (document, device): (DocumentKind, DeviceId),
        from_index: u64,
        envelopes_max: usize,
        offered_only: bool,
    ) -> Vec<Vec<u8>> {
        let Some(series) = self.series.get(&(document, device)) else {
            return Vec::new();
        };
        let own = device == self.me && offered_only;
        let end = if own {
            series.offered_up_to
        } else {
            series.tail()
        };
        let from = from_index.saturating_sub(1) as usize;
        let page = series
            .envelopes
            .iter()
            .take(end as usize)
            .skip(from)
            .take(envelopes_max);
        page.map(|(_, bytes)| bytes.clone()).collect()
    }

    /// What a replica begins from: as the engine reads it from the real store.
    pub(crate) fn saved(&self) -> Option<Saved> {
        let (dossier, seed) = self.dossier.clone()?;
        let chunks = |document| self.chunks.get(&document).cloned().unwrap_or_default();
        let mut own = Vec::new();
        let mut tails = Vec::new();
        for ((document, device), series) in &self.series {
            tails.push(SavedTail {
                document: *document,
                device: *device,
                index: series.tail(),
                hash: series.tail_hash(),
            });
            if *device != self.me {
                continue;
            }
            let confirmed = self
                .confirmed
                .get(document)
                .copied()
                .unwrap_or(0)
                .min(series.tail());
            let offered = series.offered_up_to;
            let offered_hash = offered
                .checked_sub(1)
                .and_then(|place| series.envelopes.get(place as usize))
                .map_or([0; 32], |(hash, _)| *hash);
            let waiting = series.envelopes.iter().skip(confirmed as usize);
            own.push(SavedOwn {
                document: *document,
                confirmed,
                offered,
                offered_hash,
                waiting: waiting.map(|(_, bytes)| bytes.clone()).collect(),
            });
        }
        Some(Saved {
            dossier,
            seed: Seed::from_secret_bytes(&seed).ok()?,
            entries: self
                .entries
                .iter()
                .map(|(_, bytes)| bytes.clone())
                .collect(),
            matrix: chunks(DocumentKind::Matrix),
            review: chunks(DocumentKind::Review),
            minutes: chunks(DocumentKind::Minutes),
            parked: Vec::new(),
            tails,
            own,
            receipts: self.receipts.clone().into_iter().collect(),
        })
    }

    /// Planted fault: the last edit is not there though it was said to be.
    pub(crate) fn forget_last_chunk(&mut self, document: DocumentKind) -> bool {
        self.chunks
            .get_mut(&document)
            .is_some_and(|chunks| chunks.pop().is_some())
    }
}
