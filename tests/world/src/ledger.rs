//! What the relay keeps, and what it knows of it while it lives.

use std::collections::BTreeMap;

use seal::Membership;
use wire::{DeviceId, DocumentKind, DossierId, EnvelopeHeader, Hash, Refusal, Vector};

/// What the relay keeps.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub(crate) dossier: Option<DossierId>,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) envelopes: Vec<Kept>,
}

/// An envelope kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) document: DocumentKind,
    pub(crate) device: DeviceId,
    pub(crate) index: u64,
    pub(crate) hash: Hash,
    pub(crate) bytes: Vec<u8>,
}

/// A write of a transaction.
#[derive(Debug)]
pub(crate) enum Write {
    Found(DossierId),
    Entry(Vec<u8>),
    Envelope(Kept),
}

/// What the relay knows of its dossier, ahead of the store until the commit.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) dossier: DossierId,
    pub(crate) membership: Membership,
    pub(crate) series: BTreeMap<(DocumentKind, DeviceId), Vec<Hash>>,
    /// In the order they were kept.
    pub(crate) envelopes: Vec<Kept>,
}

impl Store {
    /// How far it has every series.
    pub(crate) fn vector(&self) -> Vector {
        let mut vector = Vector::new();
        for kept in &self.envelopes {
            vector.advance(kept.document, kept.device, kept.index);
        }
        vector
    }

    pub(crate) fn commit(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Found(dossier) => self.dossier = Some(dossier),
                Write::Entry(entry) => self.entries.push(entry),
                Write::Envelope(kept) => self.envelopes.push(kept),
            }
        }
    }
}

impl Ledger {
    /// Takes in an envelope that `sender` brings, its own or another's. Answers up to where the
    /// series is kept and whether this one is new; or the refusal, and the index that was expected.
    pub(crate) fn push(
        &mut self,
        sender: DeviceId,
        header: &EnvelopeHeader,
        hash: Hash,
    ) -> Result<(u64, bool), (Refusal, Option<u64>)> {
        let membership = &self.membership;
        if membership.role(sender).is_none() || membership.face(header.device).is_none() {
            return Err((Refusal::NotMember, None));
        }
        if !membership.allows(header.device, header.document, header.index) {
            return Err((Refusal::NotAllowed, None));
        }
        let series = self
            .series
            .entry((header.document, header.device))
            .or_default();
        let tail = series.len() as u64;
        if header.index <= tail {
            let same = series.get(header.index as usize - 1) == Some(&hash);
            return if same {
                Ok((tail, false))
            } else {
                Err((Refusal::BadChain, None))
            };
        }
        if header.index > tail + 1 {
            return Err((Refusal::Gap, Some(tail + 1)));
        }
        if header.previous != series.last().copied().unwrap_or_default() {
            return Err((Refusal::BadChain, None));
        }
        series.push(hash);
        Ok((header.index, true))
    }

    pub(crate) fn read(store: &Store) -> Option<Self> {
        let dossier = store.dossier?;
        let mut membership = Membership::for_dossier(dossier);
        for entry in &store.entries {
            // It was accepted once; were it refused now, nobody could open the dossier, which the
            // checks at the end notice.
            if membership.add(entry).is_err() {
                return None;
            }
        }
        let mut series: BTreeMap<_, Vec<Hash>> = BTreeMap::new();
        for kept in &store.envelopes {
            series
                .entry((kept.document, kept.device))
                .or_default()
                .push(kept.hash);
        }
        Some(Self {
            dossier,
            membership,
            series,
            envelopes: store.envelopes.clone(),
        })
    }
}
