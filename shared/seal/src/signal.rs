//! Sealing and opening what a device says to the members outside its series: signals, kept by
//! nobody, and receipts, of which the last one counts.

use wire::limits::{
    RECEIPT_BYTES_MAX, RECEIPT_PAYLOAD_BYTES_MAX, SIGNAL_BYTES_MAX, SIGNAL_PAYLOAD_BYTES_MAX,
};
use wire::{DecodeError, DeviceId, DossierId};

use crate::key::NONCE_BYTES;
use crate::{DeviceKey, Dice, DossierKey, SealError, device, domain};

/// The layout of what is said, sealed: this byte, a nonce, a ciphertext, a signature.
const FORMAT: u8 = 1;
/// Bytes of a signature.
const SIGNATURE_BYTES: usize = 64;
/// What says how long a plaintext is, before its padding.
const LENGTH_BYTES: usize = 2;
/// Plaintexts are padded to a multiple of this, so that a length does not tell a cell, nor whether
/// somebody is writing in it.
const PADDING_BYTES: usize = 256;

/// What is said: each kind with domains of its own, so that one never passes for another.
struct Kind {
    signature: &'static [u8],
    key: &'static [u8],
    payload_bytes_max: usize,
    sealed_bytes_max: usize,
}

const SIGNAL: Kind = Kind {
    signature: domain::SIGNAL,
    key: domain::SIGNAL_KEY,
    payload_bytes_max: SIGNAL_PAYLOAD_BYTES_MAX,
    sealed_bytes_max: SIGNAL_BYTES_MAX,
};

const RECEIPT: Kind = Kind {
    signature: domain::RECEIPT,
    key: domain::RECEIPT_KEY,
    payload_bytes_max: RECEIPT_PAYLOAD_BYTES_MAX,
    sealed_bytes_max: RECEIPT_BYTES_MAX,
};

// A length is told in two bytes.
const _: () = assert!(RECEIPT_PAYLOAD_BYTES_MAX <= u16::MAX as usize);

/// Encrypts for the members of a dossier what this device says now, and signs it, so that neither
/// the relay nor another member speaks in its name. The result has at most [`SIGNAL_BYTES_MAX`].
pub fn seal_signal(
    device: &DeviceKey,
    key: &DossierKey,
    dossier: DossierId,
    plaintext: &[u8],
    dice: &mut Dice<'_>,
) -> Result<Vec<u8>, SealError> {
    SIGNAL.seal(device, key, dossier, plaintext, dice)
}

/// Verifies that `device` said this in that dossier, and decrypts it. Whether the device is a member,
/// and whether this is not something it said long ago, is for the caller to say.
pub fn open_signal(
    key: &DossierKey,
    dossier: DossierId,
    device: DeviceId,
    sealed: &[u8],
) -> Result<Vec<u8>, SealError> {
    SIGNAL.open(key, dossier, device, sealed)
}

/// Encrypts for the members of a dossier how far this device has it, and signs it. The result has at
/// most [`RECEIPT_BYTES_MAX`].
pub fn seal_receipt(
    device: &DeviceKey,
    key: &DossierKey,
    dossier: DossierId,
    plaintext: &[u8],
    dice: &mut Dice<'_>,
) -> Result<Vec<u8>, SealError> {
    RECEIPT.seal(device, key, dossier, plaintext, dice)
}

/// Verifies that `device` made this receipt of that dossier, and decrypts it. Whether the device is a
/// member, and whether it has made a later one, is for the caller to say.
pub fn open_receipt(
    key: &DossierKey,
    dossier: DossierId,
    device: DeviceId,
    sealed: &[u8],
) -> Result<Vec<u8>, SealError> {
    RECEIPT.open(key, dossier, device, sealed)
}

impl Kind {
    fn seal(
        &self,
        device: &DeviceKey,
        key: &DossierKey,
        dossier: DossierId,
        plaintext: &[u8],
        dice: &mut Dice<'_>,
    ) -> Result<Vec<u8>, SealError> {
        let bytes = plaintext.len();
        if bytes > self.payload_bytes_max {
            return Err(SealError::PayloadSize { bytes });
        }
        let mut padded = (bytes as u16).to_be_bytes().to_vec();
        padded.extend_from_slice(plaintext);
        padded.resize(padded.len().next_multiple_of(PADDING_BYTES), 0);
        let mut nonce = [0_u8; NONCE_BYTES];
        dice(&mut nonce);
        let about = about(dossier, device.id());
        let ciphertext = key.encrypt(self.key, &nonce, &about, &padded)?;
        let mut sealed = [&[FORMAT][..], &nonce, &ciphertext].concat();
        let signature = device.sign(self.signature, &[&about[..], &sealed].concat());
        sealed.extend_from_slice(&signature);
        Ok(sealed)
    }

    fn open(
        &self,
        key: &DossierKey,
        dossier: DossierId,
        device: DeviceId,
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let (bytes, limit_bytes) = (sealed.len(), self.sealed_bytes_max);
        if bytes > limit_bytes {
            return Err(DecodeError::TooLarge { bytes, limit_bytes }.into());
        }
        if *sealed.first().ok_or(DecodeError::Malformed)? != FORMAT {
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
        device::verify(device, self.signature, &message, signature)?;
        let padded = key.decrypt(self.key, nonce, &about, ciphertext)?;
        let (length, rest) = padded
            .split_first_chunk::<LENGTH_BYTES>()
            .ok_or(DecodeError::Malformed)?;
        let plaintext = rest
            .get(..usize::from(u16::from_be_bytes(*length)))
            .ok_or(DecodeError::Malformed)?;
        Ok(plaintext.to_vec())
    }
}

/// What it is about, authenticated twice: by who has the dossier's key, and by the device.
fn about(dossier: DossierId, device: DeviceId) -> [u8; 48] {
    let mut about = [0; 48];
    about[..16].copy_from_slice(&dossier.0);
    about[16..].copy_from_slice(&device.0);
    about
}
