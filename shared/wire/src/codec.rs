//! Encoding shared by every record: sizes before decoding, nothing left over after it.

use minicbor::decode::{Decoder, Error};
use minicbor::encode::{Encoder, Write};
use minicbor::{Decode, Encode};

/// Why bytes are not a record of the wire.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Longer than such a record may be; nothing was decoded.
    #[error("{bytes} bytes are more than the {limit_bytes} such a record may have")]
    TooLarge {
        /// Length found.
        bytes: usize,
        /// The limit it passed.
        limit_bytes: usize,
    },
    /// A kind of record, role, document or refusal that this version does not know.
    #[error("the record is of a kind this version does not know")]
    UnknownKind,
    /// Not well formed, out of its limits, or cut short.
    #[error("the record is malformed")]
    Malformed,
    /// Bytes are left after the record.
    #[error("bytes are left over after the record")]
    Trailing,
}

/// Encodes to memory, which cannot fail.
pub(crate) fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let done = minicbor::encode(value, &mut bytes);
    debug_assert!(done.is_ok(), "writing to memory cannot fail");
    bytes
}

/// Decodes exactly one record that fills `bytes`.
pub(crate) fn decode<'b, T: Decode<'b, ()>>(
    bytes: &'b [u8],
    limit_bytes: usize,
) -> Result<T, DecodeError> {
    if bytes.len() > limit_bytes {
        return Err(DecodeError::TooLarge {
            bytes: bytes.len(),
            limit_bytes,
        });
    }
    let mut decoder = Decoder::new(bytes);
    let value = decoder.decode().map_err(|error| {
        if error.is_unknown_variant() {
            DecodeError::UnknownKind
        } else {
            DecodeError::Malformed
        }
    })?;
    if decoder.position() == bytes.len() {
        Ok(value)
    } else {
        Err(DecodeError::Trailing)
    }
}

/// Lists of hashes as byte strings, bounded while they are read.
pub(crate) mod hashes {
    use super::{Decoder, Encoder, Error, Write};
    use crate::Hash;
    use crate::limits::ENTRIES_MAX;

    pub(crate) fn encode<C, W: Write>(
        hashes: &[Hash],
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.array(hashes.len() as u64)?;
        for hash in hashes {
            encoder.bytes(hash)?;
        }
        Ok(())
    }

    pub(crate) fn decode<C>(decoder: &mut Decoder<'_>, _: &mut C) -> Result<Vec<Hash>, Error> {
        let len = super::list_len(decoder, ENTRIES_MAX)?;
        let mut hashes = Vec::new();
        for _ in 0..len {
            let bytes = decoder.bytes()?;
            hashes.push(Hash::try_from(bytes).map_err(|_| Error::message("hash length"))?);
        }
        Ok(hashes)
    }
}

/// Length of a list of definite length under a limit.
pub(crate) fn list_len(decoder: &mut Decoder<'_>, max: usize) -> Result<usize, Error> {
    let len = decoder
        .array()?
        .ok_or_else(|| Error::message("list of indefinite length"))?;
    usize::try_from(len)
        .ok()
        .filter(|len| *len <= max)
        .ok_or_else(|| Error::message("list too long"))
}
