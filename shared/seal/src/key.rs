//! Secrets that encrypt: the dossier's key, and what a device wraps for its own disk.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use wire::{DecodeError, DeviceId};
use zeroize::Zeroizing;

use crate::{DeviceKey, Dice, SealError, device, domain};

/// Bytes of an XChaCha20 nonce: long enough to be drawn at random for every message.
pub(crate) const NONCE_BYTES: usize = 24;

const WRAP_FORMAT: u8 = 1;

/// The secret every member of a dossier shares. Erased from memory when dropped, never printed.
pub struct DossierKey(Zeroizing<[u8; 32]>);

impl DossierKey {
    /// A new key.
    pub fn generate(dice: &mut Dice<'_>) -> Self {
        let mut secret = Zeroizing::new([0_u8; 32]);
        dice(secret.as_mut_slice());
        Self(secret)
    }

    /// The key that was saved, or that came in an invitation.
    pub fn from_secret_bytes(secret: [u8; 32]) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The secret itself, only to save it (wrapped) on this device.
    pub fn expose_secret_for_disk(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    pub(crate) fn encrypt(
        &self,
        purpose: &[u8],
        nonce: &[u8; NONCE_BYTES],
        authenticated: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        encrypt(&*derive(&self.0, purpose)?, nonce, authenticated, plaintext)
    }

    pub(crate) fn decrypt(
        &self,
        purpose: &[u8],
        nonce: &[u8; NONCE_BYTES],
        authenticated: &[u8],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        decrypt(
            &*derive(&self.0, purpose)?,
            nonce,
            authenticated,
            ciphertext,
        )
    }
}

impl fmt::Debug for DossierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DossierKey(secret)")
    }
}

/// Wraps a key for one recipient: with what a key made for this occasion and the recipient's come to,
/// used once, which is why the nonce may be zero. `None`: the recipient's is no proper key.
pub(crate) fn wrap_for(
    ephemeral: &x25519_dalek::StaticSecret,
    recipient: DeviceId,
    key: &DossierKey,
) -> Option<[u8; 48]> {
    let public = x25519_dalek::PublicKey::from(ephemeral).to_bytes();
    let theirs = x25519_dalek::PublicKey::from(device::agreement_key(recipient)?);
    let shared = ephemeral.diffie_hellman(&theirs);
    if !shared.was_contributory() {
        return None;
    }
    let wrapping = recipient_key(shared.as_bytes(), &public, recipient)?;
    let ciphertext = encrypt(&wrapping, &[0; NONCE_BYTES], &[], key.0.as_slice()).ok()?;
    ciphertext.try_into().ok()
}

/// Opens what [`wrap_for`] wrapped for this device or invitation.
pub(crate) fn unwrap_for(
    own: &DeviceKey,
    ephemeral: &[u8; 32],
    ciphertext: &[u8; 48],
) -> Option<DossierKey> {
    let shared = own.agree(ephemeral)?;
    let wrapping = recipient_key(&shared, ephemeral, own.id())?;
    let opened = decrypt(&wrapping, &[0; NONCE_BYTES], &[], ciphertext).ok()?;
    let opened = Zeroizing::new(opened);
    Some(DossierKey::from_secret_bytes(
        opened.as_slice().try_into().ok()?,
    ))
}

fn recipient_key(
    shared: &[u8; 32],
    ephemeral: &[u8; 32],
    recipient: DeviceId,
) -> Option<Zeroizing<[u8; 32]>> {
    let purpose = [domain::RECIPIENT_KEY, ephemeral, &recipient.0].concat();
    derive(shared, &purpose).ok()
}

/// Encrypts a small secret for this device's own disk.
pub fn wrap(
    device: &DeviceKey,
    plaintext: &[u8],
    dice: &mut Dice<'_>,
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0_u8; NONCE_BYTES];
    dice(&mut nonce);
    let key = derive(&device.expose_secret_for_disk(), domain::WRAP_KEY)?;
    let ciphertext = encrypt(&key, &nonce, &[WRAP_FORMAT], plaintext)?;
    Ok([&[WRAP_FORMAT][..], &nonce, &ciphertext].concat())
}

/// Opens what [`wrap`] encrypted under the same device's key.
pub fn unwrap(device: &DeviceKey, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (&format, rest) = wrapped.split_first().ok_or(DecodeError::Malformed)?;
    if format != WRAP_FORMAT {
        return Err(DecodeError::UnknownKind.into());
    }
    let (nonce, ciphertext) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(DecodeError::Malformed)?;
    let key = derive(&device.expose_secret_for_disk(), domain::WRAP_KEY)?;
    decrypt(&key, nonce, &[WRAP_FORMAT], ciphertext).map(Zeroizing::new)
}

/// One key for each purpose, so that a ciphertext made for one never opens as another.
fn derive(secret: &[u8; 32], purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>, SealError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    Hkdf::<Sha256>::new(None, secret)
        .expand(purpose, key.as_mut_slice())
        .map_err(|_| SealError::Cipher)?;
    Ok(key)
}

fn encrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE_BYTES],
    authenticated: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: plaintext,
                aad: authenticated,
            },
        )
        .map_err(|_| SealError::Cipher)
}

fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE_BYTES],
    authenticated: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, SealError> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: ciphertext,
                aad: authenticated,
            },
        )
        .map_err(|_| SealError::CannotOpen)
}
