//! Sealing, verifying and opening envelopes.

use sha2::{Digest, Sha256};
use wire::{Envelope, EnvelopeHeader, Hash};

#[cfg(feature = "open")]
use crate::{DeviceKey, Dice, DossierKey};
use crate::{SealError, device, domain};

/// SHA-256: how envelopes and membership entries are named.
pub fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Checks everything about an encoded envelope that needs no key: its size, that it and its header
/// are in the only accepted encoding (else one envelope could go by two hashes and split a series),
/// that index and predecessor go together, and the signature of the device it names. The hash is the
/// `previous` of the next envelope.
///
/// Whether that device may write, and whether the index is the next one, is for the caller to say.
pub fn verify_envelope(encoded: &[u8]) -> Result<(Envelope, EnvelopeHeader, Hash), SealError> {
    let envelope = Envelope::decode(encoded)?;
    let header = envelope.decode_header()?;
    if header.encode() != envelope.header || envelope.encode() != encoded {
        return Err(SealError::NotCanonical);
    }
    check_index(&header)?;
    let digest = digest(&envelope.header, &envelope.nonce, &envelope.ciphertext);
    device::verify(
        header.device,
        domain::ENVELOPE,
        &digest,
        &envelope.signature,
    )?;
    Ok((envelope, header, hash(encoded)))
}

/// Encrypts and signs a payload as the envelope `header` describes.
#[cfg(feature = "open")]
pub fn seal_envelope(
    device: &DeviceKey,
    key: &DossierKey,
    header: &EnvelopeHeader,
    payload: &[u8],
    dice: &mut Dice<'_>,
) -> Result<Vec<u8>, SealError> {
    if header.device != device.id() {
        return Err(SealError::NotAuthor(header.device));
    }
    check_index(header)?;
    if payload.is_empty() || payload.len() > wire::limits::ENVELOPE_PAYLOAD_BYTES_MAX {
        return Err(SealError::PayloadSize {
            bytes: payload.len(),
        });
    }
    let header = header.encode();
    let mut nonce = [0_u8; crate::key::NONCE_BYTES];
    dice(&mut nonce);
    let ciphertext = key.encrypt(domain::ENVELOPE_KEY, &nonce, &header, payload)?;
    let signature = device.sign(domain::ENVELOPE, &digest(&header, &nonce, &ciphertext));
    Ok(Envelope {
        header,
        nonce,
        ciphertext,
        signature,
    }
    .encode())
}

/// Decrypts a verified envelope. The header is authenticated: an envelope moved to another
/// document, device, index or epoch does not open.
#[cfg(feature = "open")]
pub fn open_envelope(key: &DossierKey, envelope: &Envelope) -> Result<Vec<u8>, SealError> {
    key.decrypt(
        domain::ENVELOPE_KEY,
        &envelope.nonce,
        &envelope.header,
        &envelope.ciphertext,
    )
}

fn check_index(header: &EnvelopeHeader) -> Result<(), SealError> {
    let first = header.index == 1;
    let follows = header.previous != Hash::default();
    if header.index == 0 || first == follows {
        Err(SealError::BadIndex)
    } else {
        Ok(())
    }
}

/// What is signed of an envelope. Lengths stand before what varies, so that no two envelopes give
/// the same bytes.
fn digest(header: &[u8], nonce: &[u8; 24], ciphertext: &[u8]) -> Hash {
    Sha256::new()
        .chain_update((header.len() as u64).to_be_bytes())
        .chain_update(header)
        .chain_update(nonce)
        .chain_update((ciphertext.len() as u64).to_be_bytes())
        .chain_update(ciphertext)
        .finalize()
        .into()
}
