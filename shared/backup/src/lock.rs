//! What a passphrase becomes: a key that is slow to guess.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::limits::{
    KDF_LANES_MAX, KDF_MEMORY_KIB_MAX, KDF_PASSES_MAX, PASSPHRASE_BYTES_MAX, PASSPHRASE_CHARS_MIN,
};
use crate::{BackupError, Dice};

/// Bytes of a salt.
pub(crate) const SALT_BYTES: usize = 16;
/// Bytes that make the key of one file differ from that of the next.
pub(crate) const FILE_SALT_BYTES: usize = 32;
/// Bytes of the nonce of a stream: XChaCha20's, less the five in which pieces are counted.
pub(crate) const NONCE_BYTES: usize = 19;
/// Bytes of [`Lock::to_bytes`].
const STORED_BYTES: usize = 12 + SALT_BYTES + KEY_BYTES;
const KEY_BYTES: usize = 32;

/// What the key of one file is derived for.
const PURPOSE: &[u8] = b"cotejo respaldo 1: file key and nonce";

/// How a passphrase becomes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slowness {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

/// RFC 9106, the second recommended option: 64 MiB, three passes, four lanes.
const SLOWNESS: Slowness = Slowness {
    memory_kib: 64 * 1024,
    passes: 3,
    lanes: 4,
};

/// What protects backups: made once of a passphrase, which it does not hold. It may be kept, so that
/// backups are protected without asking each time. Erased from memory when dropped, never printed.
pub struct Lock {
    pub(crate) slowness: Slowness,
    pub(crate) salt: [u8; SALT_BYTES],
    key: Zeroizing<[u8; KEY_BYTES]>,
}

impl Lock {
    /// Makes a lock of a passphrase. Takes a moment on purpose.
    pub fn new(passphrase: &str, dice: &mut Dice<'_>) -> Result<Self, BackupError> {
        if passphrase.chars().count() < PASSPHRASE_CHARS_MIN
            || passphrase.len() > PASSPHRASE_BYTES_MAX
        {
            return Err(BackupError::PassphraseUnfit {
                min: PASSPHRASE_CHARS_MIN,
            });
        }
        let mut salt = [0; SALT_BYTES];
        dice(&mut salt);
        Self::of(passphrase, SLOWNESS, salt)
    }

    /// The lock of a file, tried with a passphrase.
    pub(crate) fn of(
        passphrase: &str,
        slowness: Slowness,
        salt: [u8; SALT_BYTES],
    ) -> Result<Self, BackupError> {
        if passphrase.len() > PASSPHRASE_BYTES_MAX {
            return Err(BackupError::PassphraseWrong);
        }
        slowness.check()?;
        // An accented letter is typed as one sign on some systems and as two on others.
        let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
        let Slowness {
            memory_kib,
            passes,
            lanes,
        } = slowness;
        let params = Params::new(memory_kib, passes, lanes, Some(KEY_BYTES))
            .map_err(|_| BackupError::Damaged("how its passphrase is tried"))?;
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut_slice())
            .map_err(|_| BackupError::Cipher)?;
        Ok(Self {
            slowness,
            salt,
            key,
        })
    }

    /// The lock as bytes, secret, only to keep it where the device's own secrets are.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let Slowness {
            memory_kib,
            passes,
            lanes,
        } = self.slowness;
        let mut bytes = Zeroizing::new(Vec::with_capacity(STORED_BYTES));
        for number in [memory_kib, passes, lanes] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(self.key.as_slice());
        bytes
    }

    /// The lock that was kept.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BackupError> {
        let damaged = || BackupError::Damaged("the lock that was kept");
        let (numbers, rest) = bytes.split_first_chunk::<12>().ok_or_else(damaged)?;
        let (salt, key) = rest.split_first_chunk::<SALT_BYTES>().ok_or_else(damaged)?;
        let key: [u8; KEY_BYTES] = key.try_into().map_err(|_| damaged())?;
        Ok(Self {
            slowness: Slowness::of_bytes(numbers)?,
            salt: *salt,
            key: Zeroizing::new(key),
        })
    }

    /// Key and nonce of the file with that salt.
    pub(crate) fn file_key(
        &self,
        file_salt: &[u8; FILE_SALT_BYTES],
    ) -> Result<Zeroizing<[u8; KEY_BYTES + NONCE_BYTES]>, BackupError> {
        let mut derived = Zeroizing::new([0; KEY_BYTES + NONCE_BYTES]);
        Hkdf::<Sha256>::new(Some(file_salt), self.key.as_slice())
            .expand(PURPOSE, derived.as_mut_slice())
            .map_err(|_| BackupError::Cipher)?;
        Ok(derived)
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lock(secret)")
    }
}

impl Slowness {
    /// Reads what a file says, within the limits.
    pub(crate) fn of_bytes(bytes: &[u8; 12]) -> Result<Self, BackupError> {
        let number = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let slowness = Self {
            memory_kib: number(0),
            passes: number(4),
            lanes: number(8),
        };
        slowness.check()?;
        Ok(slowness)
    }

    fn check(self) -> Result<(), BackupError> {
        let within = self.memory_kib <= KDF_MEMORY_KIB_MAX
            && self.passes <= KDF_PASSES_MAX
            && self.lanes <= KDF_LANES_MAX;
        if within {
            Ok(())
        } else {
            Err(BackupError::TooLarge("memory to try its passphrase"))
        }
    }
}
