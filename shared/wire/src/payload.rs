//! What is sealed inside an envelope: a format byte, then Automerge chunks.

use crate::inspect::{Budget, InspectError, Inspected, inspect};
use crate::limits::ENVELOPE_PAYLOAD_BYTES_MAX;

/// How the changes of an envelope are packed. The byte is part of the format: never renumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayloadFormat {
    /// Chunks one after another: changes, or changes and bundles.
    Chunks = 0,
    /// Exactly one bundle chunk.
    Bundle = 1,
}

/// An opened payload, its format known and its bytes not yet inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payload<'a> {
    /// How the chunks are packed.
    pub format: PayloadFormat,
    /// The chunks.
    pub chunks: &'a [u8],
}

/// Why the payload of an envelope was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// There is nothing in it.
    #[error("the payload is empty")]
    Empty,
    /// Longer than an envelope may carry.
    #[error("{bytes} bytes are more than a payload may have")]
    TooLarge {
        /// Length found.
        bytes: usize,
    },
    /// Packed in a way this version does not know.
    #[error("payload format {format} is not known")]
    UnknownFormat {
        /// The format byte.
        format: u8,
    },
    /// A bundle was announced and something else was found.
    #[error("the payload is not the single bundle it says")]
    NotOneBundle,
    /// Its chunks were refused.
    #[error(transparent)]
    Inspect(#[from] InspectError),
}

impl PayloadFormat {
    /// The format of a byte.
    pub fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Chunks),
            1 => Some(Self::Bundle),
            _ => None,
        }
    }

    /// The byte of the format.
    pub fn as_byte(self) -> u8 {
        self as u8
    }
}

impl<'a> Payload<'a> {
    /// The bytes to seal.
    pub fn encode(&self) -> Result<Vec<u8>, PayloadError> {
        let mut bytes = Vec::with_capacity(1 + self.chunks.len());
        bytes.push(self.format.as_byte());
        bytes.extend_from_slice(self.chunks);
        Self::check_len(&bytes)?;
        Ok(bytes)
    }

    /// Reads the format of an opened payload.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, PayloadError> {
        Self::check_len(bytes)?;
        let (&format, chunks) = bytes.split_first().ok_or(PayloadError::Empty)?;
        let format =
            PayloadFormat::from_byte(format).ok_or(PayloadError::UnknownFormat { format })?;
        Ok(Self { format, chunks })
    }

    /// Reads and inspects what an envelope carried. Only what passes here may reach Automerge.
    pub fn open(bytes: &'a [u8], budget: &Budget) -> Result<(Self, Inspected), PayloadError> {
        let payload = Self::decode(bytes)?;
        let inspected = inspect(payload.chunks, budget)?;
        let one_bundle = inspected.chunks == 1 && inspected.bundles == 1;
        if payload.format == PayloadFormat::Bundle && !one_bundle {
            return Err(PayloadError::NotOneBundle);
        }
        Ok((payload, inspected))
    }

    fn check_len(bytes: &[u8]) -> Result<(), PayloadError> {
        if bytes.len() > ENVELOPE_PAYLOAD_BYTES_MAX {
            return Err(PayloadError::TooLarge { bytes: bytes.len() });
        }
        if bytes.len() < 2 {
            Err(PayloadError::Empty)
        } else {
            Ok(())
        }
    }
}
