//! Sealing and opening signals: small things said to the members who are here, and kept by nobody.

use wire::limits::{SIGNAL_BYTES_MAX, SIGNAL_PAYLOAD_BYTES_MAX};
use wire::{DecodeError, DeviceId, DossierId};

use crate::key::NONCE_BYTES;
use crate::{DeviceKey, Dice, DossierKey, SealError, device, domain};

/// The layout of a sealed signal: this byte, a nonce, a ciphertext, a signature.
const SIGNAL_FORMAT: u8 = 1;
/// Bytes of a signature.
const SIGNATURE_BYTES: usize = 64;
/// What says how long a plaintext is, before its padding.
const LENGTH_BYTES: usize = 2;
/// Plaintexts are padded to a multiple of this, so that a length does not tell a cell, nor whether
/// somebody is writing in it.
const PADDING_BYTES: usize = 256;

/// Encrypts for the members of a dossier what this device says now, and signs it, so that neither
/// the relay nor another member speaks in its name. The result has at most [`SIGNAL_BYTES_MAX`].
pub fn seal_signal(
    device: &DeviceKey,
    key: &DossierKey,
    dossier: DossierId,
    plaintext: &[u8],
    dice: &mut Dice<'_>,
) -> Result<Vec<u8>, SealError> {
    let bytes = plaintext.len();
    if bytes > SIGNAL_PAYLOAD_BYTES_MAX {
        return Err(SealError::PayloadSize { bytes });
    }
    let mut padded = (bytes as u16).to_be_bytes().to_vec();
    padded.extend_from_slice(plaintext);
    padded.resize(padded.len().next_multiple_of(PADDING_BYTES), 0);
    let mut nonce = [0_u8; NONCE_BYTES];
    dice(&mut nonce);
    let about = about(dossier, device.id());
    let ciphertext = key.encrypt(domain::SIGNAL_KEY, &nonce, &about, &padded)?;
    let mut sealed = [&[SIGNAL_FORMAT][..], &nonce, &ciphertext].concat();
    let signature = device.sign(domain::SIGNAL, &[&about[..], &sealed].concat());
    sealed.extend_from_slice(&signature);
    Ok(sealed)
}

/// Verifies that `device` said this in that dossier, and decrypts it. Whether the device is a member,
/// and whether this is not something it said long ago, is for the caller to say.
pub fn open_signal(
    key: &DossierKey,
    dossier: DossierId,
    device: DeviceId,
    sealed: &[u8],
) -> Result<Vec<u8>, SealError> {
    let bytes = sealed.len();
    if bytes > SIGNAL_BYTES_MAX {
        let limit_bytes = SIGNAL_BYTES_MAX;
        return Err(DecodeError::TooLarge { bytes, limit_bytes }.into());
    }
    if *sealed.first().ok_or(DecodeError::Malformed)? != SIGNAL_FORMAT {
        return Err(DecodeError::UnknownKind.into());
    }
    let (signed, signature) = sealed
        .split_last_chunk::<SIGNATURE_BYTES>()
        .ok_or(DecodeError::Malformed)?;
    let (nonce, ciphertext) = signed
        .get(1..)
        .and_then(<[u8]>::split_first_chunk::<NONCE_BYTES>)
        .ok_or(DecodeError::Malformed)?;
    let about = about(dossier, device);
    let message = [&about[..], signed].concat();
    device::verify(device, domain::SIGNAL, &message, signature)?;
    let padded = key.decrypt(domain::SIGNAL_KEY, nonce, &about, ciphertext)?;
    let (length, rest) = padded
        .split_first_chunk::<LENGTH_BYTES>()
        .ok_or(DecodeError::Malformed)?;
    let plaintext = rest
        .get(..usize::from(u16::from_be_bytes(*length)))
        .ok_or(DecodeError::Malformed)?;
    Ok(plaintext.to_vec())
}

/// What a signal is about, authenticated twice: by who has the dossier's key, and by the device.
fn about(dossier: DossierId, device: DeviceId) -> [u8; 48] {
    let mut about = [0; 48];
    about[..16].copy_from_slice(&dossier.0);
    about[16..].copy_from_slice(&device.0);
    about
}
