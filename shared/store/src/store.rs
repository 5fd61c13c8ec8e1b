//! The store's handle: open, commit, reopen, back up, close.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use crate::copy::{self, Closed, Copier};
use crate::folder::{self, FolderLock};
use crate::schema::SCHEMA;
use crate::write::{Stopped, apply};
use crate::{DATABASE_FILE, StoreError, Write, read_device_key, sqlite};

/// Setting under which the store keeps the mark of the device key it was made under.
const KEY_MARK: &str = "store.device_key_mark";

/// The database of one installation, in a folder nobody else may use meanwhile.
///
/// After a commit that failed the handle is dead ([`StoreError::Dead`]) until [`Store::reopen`]:
/// whether the failed commit is on the disk is not known until it is read again.
#[derive(Debug)]
pub struct Store {
    home: PathBuf,
    path: PathBuf,
    connection: Option<Connection>,
    page_limit: Option<u32>,
    unclean: bool,
    created: bool,
    closed: Closed,
    // After the connection, so that it is released last.
    _lock: FolderLock,
}

impl Store {
    /// Takes the folder and opens the database in it, creating both if needed. The folder must have
    /// its device key ([`write_device_key`](crate::write_device_key)) already.
    pub fn open(home: &Path) -> Result<Self, StoreError> {
        let lock = FolderLock::take(home)?;
        let path = home.join(DATABASE_FILE);
        let opened = open_database(home, &path, None)?;
        Ok(Self {
            home: home.to_owned(),
            path,
            connection: Some(opened.connection),
            page_limit: None,
            unclean: opened.unclean,
            created: opened.created,
            closed: Closed::default(),
            _lock: lock,
        })
    }

    /// Whether the last process that had the folder ended without [`Store::close`].
    pub fn was_unclean(&self) -> bool {
        self.unclean
    }

    /// Whether the database was made by this [`Store::open`]. If the device key is older, its series
    /// may have been seen by others: nothing may be issued under it until they have been asked.
    pub fn was_created(&self) -> bool {
        self.created
    }

    /// Writes all or nothing. When this returns `Ok` everything is on the disk.
    ///
    /// On [`StoreError::Refused`] nothing was written and the handle is still good. After any other
    /// error the handle is dead.
    pub fn commit(&mut self, writes: &[Write]) -> Result<(), StoreError> {
        let connection = self.connection.as_mut().ok_or(StoreError::Dead)?;
        let stopped = match commit(connection, writes) {
            Ok(()) => return Ok(()),
            Err(stopped) => stopped,
        };
        // A refusal leaves the connection good only if its rollback worked.
        let rolled_back = connection.is_autocommit();
        match stopped {
            Stopped::Refused(refusal) if rolled_back => Err(refusal.into()),
            Stopped::Refused(refusal) => {
                self.die();
                Err(refusal.into())
            }
            Stopped::Sqlite(error) => {
                self.die();
                Err(StoreError::from_sqlite(&self.path, error))
            }
        }
    }

    /// Closes whatever is left of the connection, opens the file anew and checks it. The caller then
    /// reads again what it believed to be committed.
    pub fn reopen(&mut self) -> Result<(), StoreError> {
        self.die();
        let opened = open_database(&self.home, &self.path, self.page_limit)?;
        self.unclean = opened.unclean;
        self.connection = Some(opened.connection);
        Ok(())
    }

    /// Whether a commit failed and the file could not be opened again since.
    pub fn is_dead(&self) -> bool {
        self.connection.is_none()
    }

    /// Caps the file at a number of pages (4 KiB each), as a full disk would; `None` lifts the cap.
    /// Survives [`Store::reopen`].
    pub fn limit_pages(&mut self, pages: Option<u32>) -> Result<(), StoreError> {
        self.page_limit = pages;
        self.read(|connection| limit_pages(connection, pages))
    }

    /// Copies the database to a new file by SQLite's own means, checks the copy, and only then gives
    /// it its name, replacing an older copy of the same name.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let partial = copy::begin(to)?;
        let answer = self.read(|connection| copy::copy(connection, &partial))?;
        copy::end(&partial, to, &answer)
    }

    /// What copies the database from another thread.
    pub fn copier(&self) -> Copier {
        Copier::of(&self.path, &self.closed)
    }

    /// Ends cleanly: the log is moved into the file and the next opening need not check it.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.closed.close();
        let connection = self.connection.take().ok_or(StoreError::Dead)?;
        sqlite::close(connection).map_err(|error| StoreError::from_sqlite(&self.path, error))
    }

    /// Moves a damaged database of a folder aside, with its log, under a name nothing has, and
    /// answers it. Nothing is deleted. The next [`Store::open`] starts an empty one.
    pub fn set_aside(home: &Path) -> Result<PathBuf, StoreError> {
        let _lock = FolderLock::take(home)?;
        let path = home.join(DATABASE_FILE);
        let moved = (|| -> io::Result<PathBuf> {
            let aside = folder::free_name(home, "cotejo-damaged", "sqlite")?;
            // The log first: a database that stays without its log for a moment is one that lost
            // commits; a log without its database is nothing.
            for suffix in ["-wal", "-shm", ""] {
                let from = with_suffix(&path, suffix);
                if from.try_exists()? {
                    fs::rename(&from, with_suffix(&aside, suffix))?;
                }
            }
            folder::sync_folder(home)?;
            Ok(aside)
        })();
        moved.map_err(|source| StoreError::Unusable { path, source })
    }

    /// Reads, if the handle is alive.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let connection = self.connection.as_ref().ok_or(StoreError::Dead)?;
        read(connection).map_err(|error| StoreError::from_sqlite(&self.path, error))
    }

    fn die(&mut self) {
        if let Some(connection) = self.connection.take() {
            sqlite::abandon(connection);
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Before the folder is anybody else's.
        self.closed.close();
    }
}

fn commit(connection: &mut Connection, writes: &[Write]) -> Result<(), Stopped> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for write in writes {
        apply(&transaction, write)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Opens the database and makes sure that it was made under the device key of the same folder.
fn open_database(
    home: &Path,
    path: &Path,
    page_limit: Option<u32>,
) -> Result<sqlite::Opened, StoreError> {
    let foreign = || StoreError::Foreign {
        home: home.to_owned(),
    };
    let key = read_device_key(home)?.ok_or_else(foreign)?;
    let opened = sqlite::open(path, &SCHEMA).map_err(|error| StoreError::from_open(home, error))?;
    let sort = |error| StoreError::from_sqlite(path, error);
    let mark = folder::key_mark(&key);
    let kept: Option<Vec<u8>> = opened
        .connection
        .query_row(
            "SELECT value FROM setting WHERE name = ?1",
            [KEY_MARK],
            |row| row.get(0),
        )
        .optional()
        .map_err(sort)?;
    match kept {
        Some(kept) if kept != mark => return Err(foreign()),
        Some(_) => {}
        None => {
            opened
                .connection
                .execute(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2)",
                    (KEY_MARK, mark),
                )
                .map_err(sort)?;
        }
    }
    limit_pages(&opened.connection, page_limit).map_err(sort)?;
    Ok(opened)
}

fn limit_pages(connection: &Connection, pages: Option<u32>) -> rusqlite::Result<()> {
    /// SQLite's own ceiling.
    const PAGES_MAX: u32 = u32::MAX - 1;
    let pages = pages.unwrap_or(PAGES_MAX);
    connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(suffix);
    PathBuf::from(name)
}
