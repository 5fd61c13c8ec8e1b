//! Why a backup was not made or not opened.

use std::io;

/// Why a backup was not made or not opened. Whatever it is, nothing else changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is something else.
    #[error("the file is no backup")]
    NotBackup,
    /// A newer program made it.
    #[error("the backup has format {found}, newer than this program")]
    Newer {
        /// Its format.
        found: u16,
    },
    /// It is protected, and no passphrase was given.
    #[error("the backup is protected by a passphrase")]
    PassphraseNeeded,
    /// That passphrase does not open it.
    #[error("the passphrase does not open the backup")]
    PassphraseWrong,
    /// Too short to protect anything, or longer than the limit.
    #[error("a passphrase has at least {min} letters")]
    PassphraseUnfit {
        /// The least.
        min: usize,
    },
    /// It is not whole, or not as it was written.
    #[error("the backup is damaged: {0}")]
    Damaged(&'static str),
    /// It asks for more than the limits allow.
    #[error("the backup passes a limit: {0}")]
    TooLarge(&'static str),
    /// It cannot be read.
    #[error("the backup cannot be read: {0}")]
    Read(#[source] io::Error),
    /// It cannot be written.
    #[error("the backup cannot be written: {0}")]
    Write(#[source] io::Error),
    /// A cipher failed.
    #[error("the backup cannot be sealed")]
    Cipher,
}
