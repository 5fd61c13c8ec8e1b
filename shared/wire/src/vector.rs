//! How far somebody has every series of a dossier.

use std::collections::BTreeMap;
use std::fmt;

use minicbor::decode::{Decoder, Error};
use minicbor::encode::{Encoder, Write};
use minicbor::{Decode, Encode};

use crate::limits::VECTOR_ENTRIES_MAX;
use crate::{DeviceId, DocumentKind, codec};

/// One series of a [`Vector`] as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct VectorEntry {
    /// The document of the series.
    #[n(0)]
    pub document: DocumentKind,
    /// The device that writes it.
    #[n(1)]
    pub device: DeviceId,
    /// Everything of the series up to this index is held.
    #[n(2)]
    pub index: u64,
}

/// The highest index held of every series, all before it held too. A series that is not listed is
/// at 0.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Vector(BTreeMap<(DocumentKind, DeviceId), u64>);

impl Vector {
    /// A vector that holds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The highest index held of a series; 0 when none.
    pub fn get(&self, document: DocumentKind, device: DeviceId) -> u64 {
        self.0.get(&(document, device)).copied().unwrap_or(0)
    }

    /// Raises a series to `index`; a lower one changes nothing. Answers whether it changed.
    ///
    /// A series beyond [`VECTOR_ENTRIES_MAX`] is not taken in: a vector that understates makes a
    /// party send again what the other has, which is harmless.
    pub fn advance(&mut self, document: DocumentKind, device: DeviceId, index: u64) -> bool {
        if index <= self.get(document, device) {
            return false;
        }
        let key = (document, device);
        if self.0.len() >= VECTOR_ENTRIES_MAX && !self.0.contains_key(&key) {
            return false;
        }
        self.0.insert(key, index);
        true
    }

    /// Every series with something held, by document and device.
    pub fn iter(&self) -> impl Iterator<Item = VectorEntry> + '_ {
        self.0
            .iter()
            .map(|(&(document, device), &index)| VectorEntry {
                document,
                device,
                index,
            })
    }

    /// How many series it lists.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<VectorEntry> for Vector {
    fn from_iter<I: IntoIterator<Item = VectorEntry>>(entries: I) -> Self {
        let mut vector = Self::new();
        for entry in entries {
            vector.advance(entry.document, entry.device, entry.index);
        }
        vector
    }
}

impl fmt::Debug for Vector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<C> Encode<C> for Vector {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.array(self.0.len() as u64)?;
        self.iter().try_for_each(|entry| entry.encode(encoder, ctx))
    }
}

/// Accepts only what `encode` writes: sorted, without repetitions nor zeroes.
impl<'b, C> Decode<'b, C> for Vector {
    fn decode(decoder: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, Error> {
        let len = codec::list_len(decoder, VECTOR_ENTRIES_MAX)?;
        let mut entries = BTreeMap::new();
        for _ in 0..len {
            let entry = VectorEntry::decode(decoder, ctx)?;
            let key = (entry.document, entry.device);
            let sorted = entries.last_key_value().is_none_or(|(last, _)| *last < key);
            if !sorted || entry.index == 0 {
                return Err(Error::message("vector out of order"));
            }
            entries.insert(key, entry.index);
        }
        Ok(Self(entries))
    }
}
