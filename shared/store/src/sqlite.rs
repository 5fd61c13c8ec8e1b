//! The only door to SQLite of the app and of the relay, so that what makes a commit durable is
//! written once.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};

use crate::error::{Kind, kind};
use crate::folder;

/// How long a statement waits for somebody else's lock, in milliseconds. Nobody else should hold one:
/// this only covers virus scanners and backup programs.
const BUSY_TIMEOUT_MS: u64 = 5_000;
/// A file is checked even after clean shutdowns when the last check is older than this, in milliseconds.
const CHECK_EVERY_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Compiled statements kept by a connection.
const STATEMENTS_KEPT: usize = 64;

/// A step of a schema. Applied once, in the order given, never edited afterwards.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Name it is remembered by.
    pub name: &'static str,
    /// Its statements; it runs inside a transaction and must not open or close one.
    pub sql: &'static str,
}

/// Whose file it is and how its tables are made.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Mark of the application in the file's header; must not be zero.
    pub application_id: i32,
    /// Forward gate: a build that knows a lower number must not touch the file. Raised only when older
    /// builds would do harm; an added table or column does not raise it.
    pub user_version: i32,
    /// All steps, oldest first.
    pub migrations: &'static [Migration],
}

/// An open file.
#[derive(Debug)]
pub struct Opened {
    /// The connection, with every durability setting in force and all migrations applied.
    pub connection: Connection,
    /// The file had no tables before: this is its first life.
    pub created: bool,
    /// The last process did not end through [`close`]. The file was checked.
    pub unclean: bool,
}

/// Why a file was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder cannot be created, read or written.
    #[error("{path} cannot be used: {source}")]
    Unusable {
        /// What cannot be used.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The file is a database of another application.
    #[error("{path} belongs to another application ({found:#010x})")]
    OtherApplication {
        /// The file.
        path: PathBuf,
        /// The mark in its header.
        found: i32,
    },
    /// The file was written by a newer build that older ones must not touch. Nothing was written.
    #[error("the file has format {found}, this build knows up to {known}")]
    Newer {
        /// Format of the file.
        found: i32,
        /// Newest format this build knows.
        known: i32,
    },
    /// The file is not a database or its check failed. It is left as it is.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check said.
        detail: String,
    },
    /// Another process holds the file.
    #[error("{path} is in use")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The disk has no room.
    #[error("the disk is full")]
    Full,
    /// A step of the schema failed; none was applied.
    #[error("the migration {name} failed: {source}")]
    Migration {
        /// The step.
        name: &'static str,
        /// What SQLite answered.
        source: rusqlite::Error,
    },
    /// SQLite failed in another way.
    #[error("the database failed: {0}")]
    Failed(rusqlite::Error),
}

/// Opens the file, or creates it so that only its owner may read it. Refuses before writing anything
/// what another application or a newer build made; checks the file after an unclean end and weekly;
/// applies all pending migrations in one transaction.
///
/// The caller holds the folder's lock ([`FolderLock`](crate::FolderLock)).
pub fn open(path: &Path, schema: &Schema) -> Result<Opened, OpenError> {
    let sort = |error| sorted(path, error);
    let unusable = |source| OpenError::Unusable {
        path: path.to_owned(),
        source,
    };
    folder::create_private_file(path).map_err(unusable)?;
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        folder::sync_folder(parent).map_err(unusable)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(sort)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection
        .busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))
        .map_err(sort)?;

    let created = gate(&connection, path, schema)?;
    settle(&connection, path)?;
    let last = if created {
        LastLife {
            unclean: false,
            checked: true,
        }
    } else {
        check(&connection, path)?
    };
    // Opening again after a crash or a failed commit must work on a full disk, at least to read: what
    // is already as it should be is not written again.
    if !(last.unclean && is_settled(&connection, schema).map_err(sort)?) {
        migrate(&mut connection, path, schema, last.checked)?;
    }
    Ok(Opened {
        connection,
        created,
        unclean: last.unclean,
    })
}

/// Ends a file's life cleanly: marks it so, moves the log into it and closes it.
pub fn close(connection: Connection) -> Result<(), rusqlite::Error> {
    connection.execute("UPDATE life SET clean = 1", [])?;
    checkpoint(&connection)?;
    connection.close().map_err(|(_, error)| error)
}

/// Moves the whole log into the file and empties it.
pub fn checkpoint(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// Drops a connection whose last write failed without trying to sync again: after a failed sync the
/// system may have forgotten the pages, and a second sync that "succeeds" would prove nothing.
pub fn abandon(connection: Connection) {
    match connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) {
        // If the setting is refused, closing syncs as usual; there is no other way to let go.
        Ok(_) | Err(_) => drop(connection),
    }
}

/// Looks before touching: whose file is it, and may this build write it. Answers whether it is new.
pub(crate) fn gate(
    connection: &Connection,
    path: &Path,
    schema: &Schema,
) -> Result<bool, OpenError> {
    let sort = |error| sorted(path, error);
    let number =
        |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let application_id = number("application_id").map_err(sort)?;
    let user_version = number("user_version").map_err(sort)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(sort)?;
    let created = application_id == 0 && tables == 0;
    if !created && application_id != schema.application_id {
        return Err(OpenError::OtherApplication {
            path: path.to_owned(),
            found: application_id,
        });
    }
    if user_version > schema.user_version {
        return Err(OpenError::Newer {
            found: user_version,
            known: schema.user_version,
        });
    }
    Ok(created)
}

/// Puts in force everything that makes "committed" mean "survives a power cut".
fn settle(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let sort = |error| sorted(path, error);
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(sort)?;
    if !mode.eq_ignore_ascii_case("wal") {
        // Network drives answer with another mode; on them neither WAL nor our lock can be trusted.
        let source = io::Error::other(format!("the log mode is {mode}, not wal"));
        return Err(OpenError::Unusable {
            path: path.to_owned(),
            source,
        });
    }
    for (pragma, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
        ("foreign_keys", "ON"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
        ("mmap_size", "0"),
    ] {
        connection
            .pragma(None, pragma, value, |_| Ok(()))
            .map_err(sort)?;
    }
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map_err(sort)?;
    Ok(())
}

/// How the file was found.
struct LastLife {
    /// It did not end through [`close`].
    unclean: bool,
    /// The file was checked now.
    checked: bool,
}

/// Checks the file if its last life did not end cleanly or the last check is old.
fn check(connection: &Connection, path: &Path) -> Result<LastLife, OpenError> {
    let sort = |error| sorted(path, error);
    let life: Option<(bool, i64)> = connection
        .query_row("SELECT clean, checked_at_ms FROM life", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
        .map_err(sort)?;
    let (clean, checked_at_ms) = life.unwrap_or((false, 0));
    // A clock that went backwards only costs a check.
    let fresh = (0..CHECK_EVERY_MS).contains(&now_ms().saturating_sub(checked_at_ms));
    let checked = !clean || !fresh;
    if checked {
        let answer: String = connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(sort)?;
        if answer != "ok" {
            return Err(OpenError::Damaged {
                path: path.to_owned(),
                detail: answer,
            });
        }
    }
    Ok(LastLife {
        unclean: !clean,
        checked,
    })
}

/// Whether a file in use has every step of the schema and its marks: nothing is left to write.
fn is_settled(connection: &Connection, schema: &Schema) -> Result<bool, rusqlite::Error> {
    let number =
        |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    if number("application_id")? != schema.application_id
        || number("user_version")? != schema.user_version
    {
        return Ok(false);
    }
    for migration in schema.migrations {
        let known: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM migration WHERE name = ?1)",
            [migration.name],
            |row| row.get(0),
        )?;
        if !known {
            return Ok(false);
        }
    }
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM life WHERE clean = 0)",
        [],
        |row| row.get(0),
    )
}

/// Applies what is pending and marks the file as being in use, all in one transaction.
fn migrate(
    connection: &mut Connection,
    path: &Path,
    schema: &Schema,
    checked: bool,
) -> Result<(), OpenError> {
    let sort = |error| sorted(path, error);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sort)?;
    transaction
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS migration (
                 name TEXT NOT NULL PRIMARY KEY
             ) STRICT, WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS life (
                 one INTEGER PRIMARY KEY CHECK (one = 1),
                 clean INTEGER NOT NULL,
                 checked_at_ms INTEGER NOT NULL
             ) STRICT;",
        )
        .map_err(sort)?;
    for migration in schema.migrations {
        let name = migration.name;
        let known = transaction
            .query_row(
                "SELECT 1 FROM migration WHERE name = ?1",
                [name],
                |_| Ok(()),
            )
            .optional()
            .map_err(sort)?
            .is_some();
        if !known {
            transaction
                .execute_batch(migration.sql)
                .and_then(|()| transaction.execute("INSERT INTO migration VALUES (?1)", [name]))
                .map_err(|source| match kind(&source) {
                    Kind::Failed => OpenError::Migration { name, source },
                    _ => sorted(path, source),
                })?;
        }
    }
    transaction
        .execute(
            "INSERT INTO life (one, clean, checked_at_ms) VALUES (1, 0, ?1)
             ON CONFLICT (one) DO UPDATE
             SET clean = 0, checked_at_ms = iif(?2, excluded.checked_at_ms, checked_at_ms)",
            (now_ms(), checked),
        )
        .map_err(sort)?;
    transaction
        .pragma_update(None, "application_id", schema.application_id)
        .and_then(|()| transaction.pragma_update(None, "user_version", schema.user_version))
        .and_then(|()| transaction.commit())
        .map_err(sort)
}

pub(crate) fn sorted(path: &Path, error: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match kind(&error) {
        Kind::Full => OpenError::Full,
        Kind::Damaged => OpenError::Damaged {
            path,
            detail: error.to_string(),
        },
        Kind::Unusable => OpenError::Unusable {
            path,
            source: io::Error::other(error),
        },
        Kind::Busy => OpenError::InUse { path },
        Kind::Failed => OpenError::Failed(error),
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
