//! The beginning of the file: what it is and how it is protected. Never sealed, always authenticated.

use std::io::{self, Read};

use crate::BackupError;
use crate::lock::{FILE_SALT_BYTES, Lock, SALT_BYTES, Slowness};

/// What the file says of itself first.
pub(crate) const MAGIC: &[u8; 16] = b"cotejo-respaldo\n";
/// The format written here.
pub(crate) const FORMAT: u16 = 1;

const OPEN: u8 = 0;
const PASSPHRASE: u8 = 1;

/// The beginning of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// `None`: anybody can read it.
    pub(crate) protection: Option<Protection>,
}

/// What is needed to try a passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Protection {
    pub(crate) slowness: Slowness,
    pub(crate) salt: [u8; SALT_BYTES],
    pub(crate) file_salt: [u8; FILE_SALT_BYTES],
}

impl Protection {
    pub(crate) fn of(lock: &Lock, file_salt: [u8; FILE_SALT_BYTES]) -> Self {
        Self {
            slowness: lock.slowness,
            salt: lock.salt,
            file_salt,
        }
    }
}

impl Header {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&FORMAT.to_be_bytes());
        match &self.protection {
            None => bytes.push(OPEN),
            Some(Protection {
                slowness,
                salt,
                file_salt,
            }) => {
                bytes.push(PASSPHRASE);
                for number in [slowness.memory_kib, slowness.passes, slowness.lanes] {
                    bytes.extend_from_slice(&number.to_be_bytes());
                }
                bytes.extend_from_slice(salt);
                bytes.extend_from_slice(file_salt);
            }
        }
        bytes
    }

    pub(crate) fn read(file: &mut impl Read) -> Result<Self, BackupError> {
        let mut magic = [0; MAGIC.len()];
        match file.read_exact(&mut magic) {
            Ok(()) if magic == *MAGIC => {}
            Ok(()) => return Err(BackupError::NotBackup),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(BackupError::NotBackup);
            }
            Err(error) => return Err(BackupError::Read(error)),
        }
        let format = u16::from_be_bytes(take(file)?);
        if format > FORMAT {
            return Err(BackupError::Newer { found: format });
        }
        let [protection] = take(file)?;
        let protection = match protection {
            OPEN => None,
            PASSPHRASE => Some(Protection {
                slowness: Slowness::of_bytes(&take(file)?)?,
                salt: take(file)?,
                file_salt: take(file)?,
            }),
            _ => return Err(BackupError::Damaged("how it is protected")),
        };
        Ok(Self { protection })
    }
}

/// The next bytes.
pub(crate) fn take<const N: usize>(from: &mut impl Read) -> Result<[u8; N], BackupError> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).map_err(of_read)?;
    Ok(bytes)
}

/// A failure to read: of the disk, of a seal, or of a file that ends too early.
pub(crate) fn of_read(error: io::Error) -> BackupError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => BackupError::Damaged("it ends too early"),
        io::ErrorKind::InvalidData => BackupError::Damaged("it is not as it was written"),
        _ => BackupError::Read(error),
    }
}
