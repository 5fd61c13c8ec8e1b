//! Why the store did not do what it was asked.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::sqlite::OpenError;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the folder.
    #[error("the folder {home} is in use")]
    InUse {
        /// The folder.
        home: PathBuf,
    },
    /// The folder or a file in it cannot be created, read or written.
    #[error("{path} cannot be used: {source}")]
    Unusable {
        /// What cannot be used.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The file was written by a newer version that older ones must not touch. Nothing was written.
    #[error("the file has format {found}, this build knows up to {known}")]
    Newer {
        /// Format of the file.
        found: i32,
        /// Newest format this build knows.
        known: i32,
    },
    /// The file is damaged or is not the store's. It is left as it is; see
    /// [`Store::set_aside`](crate::Store::set_aside).
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The damaged file.
        path: PathBuf,
        /// What the check said.
        detail: String,
    },
    /// The disk has no room. The commit is not there; the handle is dead until
    /// [`Store::reopen`](crate::Store::reopen).
    #[error("the disk is full")]
    Full,
    /// The folder has no device key yet, or the store was made under another one: a folder copied
    /// by halves.
    #[error("the store in {home} was made under another device key")]
    Foreign {
        /// The folder.
        home: PathBuf,
    },
    /// The folder already has a device key; it is never overwritten.
    #[error("{path} already exists")]
    KeyExists {
        /// The key's file.
        path: PathBuf,
    },
    /// An earlier commit failed and the handle refuses everything until
    /// [`Store::reopen`](crate::Store::reopen).
    #[error("an earlier write failed; the store must be reopened")]
    Dead,
    /// The request breaks a rule of the store. Nothing was written and the handle is still good.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// SQLite or the disk failed in another way. After a commit the handle is dead.
    #[error("the database failed: {0}")]
    Failed(rusqlite::Error),
}

/// A rule of the store that a request breaks; the whole commit is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The index is not the next one of its series: a duplicate or a gap.
    #[error("index {got} where {expected} was expected")]
    Gap {
        /// The next index of the series.
        expected: u64,
        /// The index that came.
        got: u64,
    },
    /// An envelope somebody may have seen would be replaced.
    #[error("envelopes up to {offered_up_to} were offered, {from_index} cannot be replaced")]
    AlreadyOffered {
        /// First index to be replaced.
        from_index: u64,
        /// Highest index that left this device.
        offered_up_to: u64,
    },
    /// The series belongs to another device, so it is not ours to repack.
    #[error("the series is not this device's own")]
    NotOwn,
    /// The series does not hold that index.
    #[error("index {index} is beyond the end of the series, {tail}")]
    BeyondTail {
        /// The index asked for.
        index: u64,
        /// The highest index of the series.
        tail: u64,
    },
    /// The dossier is not in the store.
    #[error("the dossier is not in the store")]
    UnknownDossier,
    /// The dossier is already in the store.
    #[error("the dossier is already in the store")]
    DossierExists,
    /// The document has no chunk of that number.
    #[error("the document has no chunk {0}")]
    UnknownChunk(i64),
    /// The snapshot read back is not the one that was written; nothing was deleted.
    #[error("the snapshot did not read back equal")]
    SnapshotDiffers,
    /// The order of the view does not name exactly the rows the view has.
    #[error("the order does not name exactly the rows of the view")]
    ViewOrder,
    /// A length or number is outside what the tables hold.
    #[error("a length or number is out of range: {0}")]
    Range(&'static str),
}

impl StoreError {
    /// Reads an error of SQLite met on `path`.
    pub(crate) fn from_sqlite(path: &std::path::Path, error: rusqlite::Error) -> Self {
        match kind(&error) {
            Kind::Full => Self::Full,
            Kind::Damaged => Self::Damaged {
                path: path.to_owned(),
                detail: error.to_string(),
            },
            Kind::Unusable => Self::Unusable {
                path: path.to_owned(),
                source: io::Error::other(error),
            },
            Kind::Busy | Kind::Failed => Self::Failed(error),
        }
    }

    /// Reads an error of opening the database of `home`.
    pub(crate) fn from_open(home: &std::path::Path, error: OpenError) -> Self {
        match error {
            OpenError::Unusable { path, source } => Self::Unusable { path, source },
            OpenError::Newer { found, known } => Self::Newer { found, known },
            OpenError::Damaged { path, detail } => Self::Damaged { path, detail },
            OpenError::OtherApplication { path, found } => Self::Damaged {
                path,
                detail: format!("it belongs to another application ({found:#010x})"),
            },
            OpenError::InUse { .. } => Self::InUse {
                home: home.to_owned(),
            },
            OpenError::Full => Self::Full,
            OpenError::Migration { source, .. } | OpenError::Failed(source) => Self::Failed(source),
        }
    }
}

/// What an error of SQLite means to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No room.
    Full,
    /// The file is not what SQLite wrote.
    Damaged,
    /// The file cannot be opened or written at all.
    Unusable,
    /// Somebody else holds the file.
    Busy,
    /// Anything else.
    Failed,
}

/// Growing the shared index of the log failed, which in practice is a full disk.
const SQLITE_IOERR_SHMSIZE: i32 = 0x130a;

/// Sorts an error of SQLite.
pub(crate) fn kind(error: &rusqlite::Error) -> Kind {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return Kind::Failed;
    };
    match failure.code {
        ErrorCode::DiskFull => Kind::Full,
        ErrorCode::SystemIoFailure if failure.extended_code == SQLITE_IOERR_SHMSIZE => Kind::Full,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Kind::Damaged,
        ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Kind::Unusable,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Kind::Busy,
        _ => Kind::Failed,
    }
}
