//! The sealed, signed, indexed unit of a device's series.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{ENVELOPE_BYTES_MAX, ENVELOPE_HEADER_BYTES_MAX};
use crate::{DeviceId, DocumentKind, DossierId};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The authenticated part of an envelope that a relay may read. Its encoded bytes are both signed
/// and the AEAD's associated data.
///
/// INVARIANT: never reorder or renumber these fields; add new ones at the end with a new number.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct EnvelopeHeader {
    /// The dossier this envelope belongs to.
    #[n(0)]
    pub dossier: DossierId,
    /// The document it changes.
    #[n(1)]
    pub document: DocumentKind,
    /// The device that wrote and signed it.
    #[n(2)]
    pub device: DeviceId,
    /// Position in the series of this device and document: 1, 2, 3… without gaps.
    #[n(3)]
    pub index: u64,
    /// Generation of the dossier's key it is encrypted with.
    #[n(4)]
    pub epoch: u32,
    /// Hash of the encoded envelope before it in the series; zeroes for index 1.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub previous: Hash,
    /// Version of the document schema the author's app writes.
    #[n(6)]
    pub schema: u32,
}

/// A sealed envelope as it travels, byte for byte the same on every road.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Envelope {
    /// Encoded [`EnvelopeHeader`], kept verbatim because it is what was signed.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub header: Vec<u8>,
    /// XChaCha20 nonce.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub nonce: [u8; 24],
    /// AEAD ciphertext with its tag: a batch of Automerge changes.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub ciphertext: Vec<u8>,
    /// ed25519 signature by `device` over the digest of header, nonce and ciphertext.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl EnvelopeHeader {
    /// The bytes that are signed and authenticated.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads a header. Only bytes that [`EnvelopeHeader::encode`] would write again are canonical;
    /// whoever verifies must compare them.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        codec::decode(bytes, ENVELOPE_HEADER_BYTES_MAX)
    }
}

impl Envelope {
    /// The bytes that travel, that are kept, and that the next envelope's `previous` is taken of.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads an envelope; its signature is `seal`'s matter.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        codec::decode(bytes, ENVELOPE_BYTES_MAX)
    }

    /// Reads the header, not yet known to be signed.
    pub fn decode_header(&self) -> Result<EnvelopeHeader, DecodeError> {
        EnvelopeHeader::decode(&self.header)
    }
}
