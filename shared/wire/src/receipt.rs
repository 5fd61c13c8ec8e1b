//! How far somebody has a dossier: what a receipt says, before it is sealed.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{RECEIPT_PAYLOAD_BYTES_MAX, RECEIPT_SERIES_MAX};
use crate::{DeviceId, DocumentKind, Vector};

/// What a device holds of the others' series, and what of it its person has had on screen, whole:
/// nothing of an earlier one is needed to understand it. A device's own series are not in it: nobody
/// doubts that it has them.
///
/// One that is late, or kept from somebody, understates, which harms nobody.
///
/// INVARIANT: never renumber fields: older programs are out there. New fields are optional and come
/// last; readers skip fields they do not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Receipt {
    /// Greater than in every earlier one of the same device, so that an old one is not taken for
    /// news.
    #[n(0)]
    pub seq: u64,
    /// What the device's person has had on screen. At most [`RECEIPT_SERIES_MAX`] series.
    #[n(1)]
    pub seen: Vector,
    /// What the device has on its disk. At most [`RECEIPT_SERIES_MAX`] series.
    #[n(2)]
    pub held: Vector,
    /// When `seen` last grew, in unix milliseconds of the device's clock: a label, nothing depends
    /// on it.
    #[n(3)]
    pub seen_ms: Option<u64>,
}

impl Receipt {
    /// The bytes to seal: at most [`RECEIPT_PAYLOAD_BYTES_MAX`] for one that is within its limits.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads what a receipt said, within its limits.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let receipt: Self = codec::decode(bytes, RECEIPT_PAYLOAD_BYTES_MAX)?;
        if receipt.is_within_limits() {
            Ok(receipt)
        } else {
            Err(DecodeError::Malformed)
        }
    }

    /// Whether it lists as few series as it must.
    pub fn is_within_limits(&self) -> bool {
        self.seen.len() <= RECEIPT_SERIES_MAX && self.held.len() <= RECEIPT_SERIES_MAX
    }

    /// Whether its person has had that envelope on screen.
    pub fn has_seen(&self, document: DocumentKind, device: DeviceId, index: u64) -> bool {
        self.seen.get(document, device) >= index
    }

    /// Whether its device has that envelope.
    pub fn has_held(&self, document: DocumentKind, device: DeviceId, index: u64) -> bool {
        self.held.get(document, device) >= index
    }
}
