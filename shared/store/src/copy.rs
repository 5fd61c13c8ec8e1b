//! Copies of the database, made by SQLite's own means while it is in use.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::{StoreError, folder};

/// Pages copied at a time.
const PAGES: i32 = 1_024;
/// How long a copier waits for the moment in which the log is being moved, in milliseconds.
const BUSY_MS: u64 = 5_000;

/// Copies the database from another thread, while its owner goes on writing: what was committed when
/// the copying began is what the copy holds.
#[derive(Debug, Clone)]
pub struct Copier {
    path: PathBuf,
    closed: Closed,
}

/// Whether the store is closed. Held for as long as a copy is being made: a connection that outlived
/// its store would remove the log of whatever has the file's name by then.
#[derive(Debug, Clone, Default)]
pub(crate) struct Closed(Arc<Mutex<bool>>);

impl Closed {
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the copy that is being made; there is none afterwards.
    pub(crate) fn close(&self) {
        *self.lock() = true;
    }
}

impl Copier {
    pub(crate) fn of(path: &Path, closed: &Closed) -> Self {
        Self {
            path: path.to_owned(),
            closed: closed.clone(),
        }
    }

    /// Copies to a new file, checks the copy, and only then gives it its name, replacing an older copy
    /// of the same name.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        let closed = self.closed.lock();
        if *closed {
            return Err(StoreError::Dead);
        }
        let partial = begin(to)?;
        let sort = |error| StoreError::from_sqlite(&self.path, error);
        let copied = (|| {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(&self.path, flags)?;
            connection.busy_timeout(Duration::from_millis(BUSY_MS))?;
            // What is read is held as it is now: else every commit meanwhile would begin it anew.
            connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
            let answer = copy(&connection, &partial)?;
            connection.execute_batch("COMMIT")?;
            Ok(answer)
        })();
        drop(closed);
        end(&partial, to, &copied.map_err(sort)?)
    }
}

/// Makes the empty file that is copied into.
pub(crate) fn begin(to: &Path) -> Result<PathBuf, StoreError> {
    let unusable = |source| StoreError::Unusable {
        path: to.to_owned(),
        source,
    };
    let mut partial = to.to_owned().into_os_string();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    folder::remove_if_there(&partial).map_err(unusable)?;
    folder::create_private_file(&partial).map_err(unusable)?;
    Ok(partial)
}

/// Copies and asks the copy whether it is whole.
pub(crate) fn copy(connection: &Connection, partial: &Path) -> rusqlite::Result<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(partial, flags)?;
    Backup::new(connection, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    // One file, not three: the copy travels without a log.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    let answer: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(answer)
}

/// Syncs what was copied and gives it its name.
pub(crate) fn end(partial: &Path, to: &Path, answer: &str) -> Result<(), StoreError> {
    if answer != "ok" {
        return Err(StoreError::Damaged {
            path: partial.to_owned(),
            detail: answer.to_owned(),
        });
    }
    let unusable = |source| StoreError::Unusable {
        path: to.to_owned(),
        source,
    };
    let file = fs::OpenOptions::new()
        .write(true)
        .open(partial)
        .map_err(unusable)?;
    file.sync_all().map_err(unusable)?;
    drop(file);
    fs::rename(partial, to).map_err(unusable)?;
    match to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => folder::sync_folder(parent).map_err(unusable),
        None => Ok(()),
    }
}
