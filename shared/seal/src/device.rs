//! A device's identity: an ed25519 key that never leaves it.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use wire::DeviceId;
use zeroize::Zeroizing;

use crate::{Dice, SealError, domain};

/// The secret key of a device, or of an invitation. Erased from memory when dropped, never printed.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// A new key.
    pub fn generate(dice: &mut Dice<'_>) -> Self {
        let mut secret = Zeroizing::new([0_u8; 32]);
        dice(secret.as_mut_slice());
        Self(SigningKey::from_bytes(&secret))
    }

    /// The key that was saved before.
    pub fn from_secret_bytes(secret: [u8; 32]) -> Self {
        let secret = Zeroizing::new(secret);
        Self(SigningKey::from_bytes(&secret))
    }

    /// The secret itself, only to save it on this device.
    pub fn expose_secret_for_disk(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    pub fn id(&self) -> DeviceId {
        DeviceId(self.0.verifying_key().to_bytes())
    }

    /// Proves to a relay that this device holds its key. The relay's own id is in the proof, so
    /// that it does not serve at another relay.
    pub fn sign_challenge(&self, relay: &[u8; 16], nonce: &[u8; 32], version: u16) -> [u8; 64] {
        self.sign(
            domain::CHALLENGE,
            &challenge_message(self.id(), relay, nonce, version),
        )
    }

    /// What this key and another's public half come to. `None`: the other is no proper key.
    ///
    /// The same secret signs and agrees: both uses are separated by their domains, and the agreement
    /// hashes what comes out with both public halves.
    #[cfg(feature = "open")]
    pub(crate) fn agree(&self, public: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let own = Zeroizing::new(self.0.to_scalar_bytes());
        let own = x25519_dalek::StaticSecret::from(*own);
        let shared = own.diffie_hellman(&x25519_dalek::PublicKey::from(*public));
        shared
            .was_contributory()
            .then(|| Zeroizing::new(*shared.as_bytes()))
    }

    pub(crate) fn sign(&self, domain: &[u8], message: &[u8]) -> [u8; 64] {
        self.0.sign(&[domain, message].concat()).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.id())
    }
}

/// The other half of [`DeviceKey::agree`]: the public key that a device's id comes to.
#[cfg(feature = "open")]
pub(crate) fn agreement_key(device: DeviceId) -> Option<[u8; 32]> {
    let key = VerifyingKey::from_bytes(&device.0).ok()?;
    (!key.is_weak()).then(|| key.to_montgomery().to_bytes())
}

/// Checks the proof of [`DeviceKey::sign_challenge`].
pub fn verify_challenge(
    device: DeviceId,
    relay: &[u8; 16],
    nonce: &[u8; 32],
    version: u16,
    signature: &[u8; 64],
) -> Result<(), SealError> {
    let message = challenge_message(device, relay, nonce, version);
    verify(device, domain::CHALLENGE, &message, signature)
}

/// Strict verification: one signature has one form, and weak keys are refused, because the hash of
/// signed bytes names them.
pub(crate) fn verify(
    device: DeviceId,
    domain: &[u8],
    message: &[u8],
    signature: &[u8; 64],
) -> Result<(), SealError> {
    let key = VerifyingKey::from_bytes(&device.0).map_err(|_| SealError::BadSignature)?;
    key.verify_strict(
        &[domain, message].concat(),
        &Signature::from_bytes(signature),
    )
    .map_err(|_| SealError::BadSignature)
}

fn challenge_message(
    device: DeviceId,
    relay: &[u8; 16],
    nonce: &[u8; 32],
    version: u16,
) -> [u8; 82] {
    let mut message = [0_u8; 82];
    message[..16].copy_from_slice(relay);
    message[16..48].copy_from_slice(nonce);
    message[48..50].copy_from_slice(&version.to_be_bytes());
    message[50..].copy_from_slice(&device.0);
    message
}
