//! Backups of everything, and what is restored from them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BackupMade {
    /// Where it is.
    pub file: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether it asks for a passphrase.
    pub protected: bool,
    /// Dossiers in it.
    #[ts(type = "number")]
    pub dossiers: u64,
}

/// A dossier in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BackupDossier {
    /// Its title.
    pub title: String,
    /// Its institution.
    pub institution: String,
    /// Its rows.
    pub rows: u32,
}

/// What a backup holds, before anything is restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BackupContents {
    /// The file, or the folder of an older copy.
    pub file: String,
    /// It asks for a passphrase, and none was given: nothing below is known.
    pub locked: bool,
    /// When it was made (RFC 3339); "": not known.
    pub made_at: String,
    /// Whose work it is; "": nobody had said so.
    pub person: String,
    /// Their institution.
    pub institution: String,
    /// The dossiers in it; of very many, the first.
    pub dossiers: Vec<BackupDossier>,
    /// How many there are.
    #[ts(type = "number")]
    pub dossier_count: u64,
    /// Dossiers that this computer has now: they are moved aside if this is restored.
    #[ts(type = "number")]
    pub here: u64,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Restored {
    /// Dossiers restored.
    #[ts(type = "number")]
    pub dossiers: u64,
    /// The folder into which what was here before was moved; `null`: there was nothing.
    pub aside: Option<String>,
}

/// What the making of a backup, or a restoring, is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BackupProgress {
    /// Bytes done.
    #[ts(type = "number")]
    pub done: u64,
    /// Of how many.
    #[ts(type = "number")]
    pub total: u64,
}
