//! What a backup says of what it holds.

use serde::{Deserialize, Serialize};

use crate::BackupError;
use crate::limits::{
    DATABASE_BYTES_MAX, INFLATE_FREE_BYTES, INFLATE_RATIO_MAX, MANIFEST_BYTES_MAX,
};

/// Bytes of a device key.
pub(crate) const DEVICE_KEY_BYTES: u64 = 32;

/// What is said of what a backup holds, by whoever makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// Version of the program.
    pub app: String,
    /// Version of the database's schema.
    pub schema: i32,
    /// When, RFC 3339.
    pub made_at: String,
    /// Whose work it is; "": nobody has said so.
    pub person: String,
    /// Their institution.
    pub institution: String,
    /// The dossiers, at most [`crate::limits::DOSSIERS_NAMED_MAX`].
    pub dossiers: Vec<DossierLine>,
    /// How many dossiers there are.
    pub dossier_count: u64,
}

/// A dossier in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DossierLine {
    /// Its title.
    pub title: String,
    /// Its institution.
    pub institution: String,
    /// Its rows.
    pub rows: u32,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// What is said of it.
    pub facts: Facts,
    /// The database.
    pub database: PartRecord,
    /// The device key.
    pub device_key: PartRecord,
}

/// A part of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartRecord {
    /// Its length.
    pub bytes: u64,
    /// Its digest, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, BackupError> {
        let bytes = serde_json::to_vec(self).map_err(|_| BackupError::Cipher)?;
        if bytes.len() > MANIFEST_BYTES_MAX as usize {
            return Err(BackupError::TooLarge("its manifest"));
        }
        Ok(bytes)
    }

    /// Reads a manifest of a file of that length, within the limits.
    pub(crate) fn decode(bytes: &[u8], file_bytes: u64) -> Result<Self, BackupError> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|_| BackupError::Damaged("its manifest"))?;
        if manifest.device_key.bytes != DEVICE_KEY_BYTES {
            return Err(BackupError::Damaged("its device key"));
        }
        let ratio_max = file_bytes.saturating_mul(INFLATE_RATIO_MAX);
        let bytes_max = DATABASE_BYTES_MAX.min(INFLATE_FREE_BYTES.saturating_add(ratio_max));
        if manifest.database.bytes > bytes_max {
            return Err(BackupError::TooLarge("its database"));
        }
        Ok(manifest)
    }
}
