//! What whoever runs a relay does to its folder: look, copy, put back, take out. Nothing here can
//! read what the envelopes say.
//!
//! Looking and copying go on beside a relay that runs; putting back and taking out want its folder
//! for themselves, and are refused while it runs: what it holds in memory would be wrong.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row, named_params};
use seal::Membership;
use store::sqlite::{self, OpenError};
use store::{FolderLock, StoreError, beside};
use wire::DossierId;

use crate::archive::{DATABASE_FILE, SCHEMA, key};

/// Ending of the files that SQLite keeps beside a database in use.
const LOGS: [&str; 2] = ["-wal", "-shm"];
/// Beginning of the folder's name into which a restoration puts what was there.
const ASIDE: &str = "before-restore";

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// A relay runs on the folder.
    #[error("a relay is using {data}: stop it first")]
    InUse {
        /// The folder.
        data: PathBuf,
    },
    /// There is no database where one should be.
    #[error("there is no relay's database at {file}")]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// The database cannot be used.
    #[error("the database cannot be used: {0}")]
    Open(#[from] OpenError),
    /// An older build's, and nobody has started a newer one on it.
    #[error("{file} is of an older build, without «{missing}»: start this one on it once")]
    Older {
        /// The file.
        file: PathBuf,
        /// What it lacks.
        missing: &'static str,
    },
    /// The copy cannot be used.
    #[error("the copy failed: {0}")]
    Store(#[from] StoreError),
    /// The database could not be read or written.
    #[error("the database failed: {0}")]
    Failed(#[from] rusqlite::Error),
    /// The file is not whole.
    #[error("{file} is damaged: {detail}")]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What the check said.
        detail: String,
    },
    /// The dossier is not kept here.
    #[error("there is no dossier {0} here")]
    Unknown(DossierId),
    /// A file could not be moved.
    #[error("{file} cannot be moved: {source}")]
    Move {
        /// The file.
        file: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

/// How a relay's folder stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether a relay runs on it.
    pub running: bool,
    /// The relay's name.
    pub relay: [u8; 16],
    /// Dossiers kept.
    pub dossiers: u64,
    /// Envelopes of all of them.
    pub envelopes: u64,
    /// Envelopes and entries of all of them.
    pub bytes: u64,
    /// The database and its log on the disk.
    pub file_bytes: u64,
}

/// A dossier, from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierLine {
    /// Which.
    pub dossier: DossierId,
    /// Devices that belong to it.
    pub members: usize,
    /// Envelopes kept.
    pub envelopes: u64,
    /// Envelopes and entries, in bytes.
    pub bytes: u64,
    /// When something was last kept of it (RFC 3339). Of what was there before relays noted it, when
    /// they began to.
    pub last_written: Option<String>,
}

/// A relay's folder, looked at from outside.
#[derive(Debug)]
pub struct Admin {
    data: PathBuf,
}

impl Admin {
    /// Of this folder.
    pub fn of(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into() }
    }

    /// How it stands.
    pub fn status(&self) -> Result<Status, AdminError> {
        let connection = self.read()?;
        let file = self.file();
        let size = |file: &Path| fs::metadata(file).map_or(0, |found| found.len());
        Ok(Status {
            running: self.is_running()?,
            relay: connection.query_row("SELECT id FROM relay", [], |row| row.get(0))?,
            dossiers: number(&connection, "SELECT count(*) FROM dossier")?,
            envelopes: number(&connection, "SELECT count(*) FROM envelope")?,
            bytes: number(&connection, "SELECT coalesce(sum(bytes), 0) FROM dossier")?,
            file_bytes: size(&file) + size(&beside_file(&file, LOGS[0])),
        })
    }

    /// Every dossier, the least lately written first.
    pub fn list(&self) -> Result<Vec<DossierLine>, AdminError> {
        dossiers(&self.read()?, None)
    }

    /// The dossiers of which nothing was kept for this many months.
    pub fn unused(&self, months: u32) -> Result<Vec<DossierLine>, AdminError> {
        dossiers(&self.read()?, Some(months))
    }

    /// Copies what is committed to a file that is whole and has been checked; the relay may go on.
    pub fn backup(&self, to: &Path) -> Result<u64, AdminError> {
        beside::copy_to(&self.read()?, to)?;
        let copy = open(to)?;
        Ok(number(&copy, "SELECT count(*) FROM dossier")?)
    }

    /// Puts a copy in the place of the database. Answers the folder into which what was there went,
    /// if there was anything.
    pub fn restore(&self, from: &Path) -> Result<Option<PathBuf>, AdminError> {
        let source = open(from)?;
        let detail = beside::verify(&source)?;
        if detail != "ok" {
            let file = from.to_owned();
            return Err(AdminError::Damaged { file, detail });
        }
        let _lock = self.lock()?;
        let file = self.file();
        let fresh = beside_file(&file, ".restored");
        beside::copy_to(&source, &fresh)?;
        let aside = if file.exists() {
            Some(self.set_aside(&file)?)
        } else {
            None
        };
        fs::rename(&fresh, &file).map_err(|source| unmoved(&file, source))?;
        Ok(aside)
    }

    /// Takes a dossier out. Whoever still has it brings it back when they next come.
    pub fn remove(&self, dossier: DossierId) -> Result<DossierLine, AdminError> {
        self.take_out(|all| {
            let found = all.into_iter().find(|line| line.dossier == dossier);
            Ok(vec![found.ok_or(AdminError::Unknown(dossier))?])
        })
        .map(|mut removed| removed.remove(0))
    }

    /// Takes out the dossiers of which nothing was kept for this many months.
    pub fn remove_unused(&self, months: u32) -> Result<Vec<DossierLine>, AdminError> {
        let mut unused = self.unused(months)?;
        self.take_out(|all| {
            unused.retain(|line| all.contains(line)); // a relay may have run in between
            Ok(unused)
        })
    }

    fn take_out(
        &self,
        choose: impl FnOnce(Vec<DossierLine>) -> Result<Vec<DossierLine>, AdminError>,
    ) -> Result<Vec<DossierLine>, AdminError> {
        let file = self.file();
        if !file.exists() {
            return Err(AdminError::Missing { file });
        }
        let _lock = self.lock()?;
        let mut connection = sqlite::open(&file, &SCHEMA)?.connection;
        let removed = (|| {
            let chosen = choose(dossiers(&connection, None)?)?;
            let transaction = connection.transaction()?;
            for line in &chosen {
                let (id, find) = (line.dossier, "SELECT number FROM dossier WHERE id = ?1");
                let dossier: i64 = transaction.query_row(find, [id.0], |row| row.get(0))?;
                let (after, before) = (key(dossier, 0), key(dossier + 1, 0));
                let places = [after, before];
                transaction.execute(
                    "DELETE FROM envelope WHERE place > ?1 AND place < ?2",
                    places,
                )?;
                for table in ["series", "receipt", "entry"] {
                    let delete = format!("DELETE FROM {table} WHERE dossier = ?1");
                    transaction.execute(&delete, [dossier])?;
                }
                transaction.execute("DELETE FROM dossier WHERE number = ?1", [dossier])?;
            }
            transaction.commit()?;
            Ok(chosen)
        })();
        sqlite::close(connection)?;
        removed
    }

    /// Moves the database and what belongs to it into a new folder, its log put into it first.
    fn set_aside(&self, file: &Path) -> Result<PathBuf, AdminError> {
        if let Ok(opened) = sqlite::open(file, &SCHEMA) {
            sqlite::close(opened.connection)?;
        } // one that does not open goes as it is, with its log
        let mut number = 1_u32;
        let mut aside = self.data.join(format!("{ASIDE}-{number}"));
        while aside.exists() {
            number += 1;
            aside = self.data.join(format!("{ASIDE}-{number}"));
        }
        fs::create_dir(&aside).map_err(|source| unmoved(&aside, source))?;
        let kept = aside.join(DATABASE_FILE);
        // by a second name, so that there is a database at every moment
        if fs::hard_link(file, &kept).is_err() {
            fs::rename(file, &kept).map_err(|source| unmoved(file, source))?;
        }
        for ending in LOGS {
            let log = beside_file(file, ending);
            if log.exists() {
                fs::rename(&log, beside_file(&kept, ending))
                    .map_err(|source| unmoved(&log, source))?;
            }
        }
        Ok(aside)
    }

    fn file(&self) -> PathBuf {
        self.data.join(DATABASE_FILE)
    }

    fn read(&self) -> Result<Connection, AdminError> {
        let file = self.file();
        let connection = open(&file)?;
        match beside::missing(&connection, &SCHEMA)? {
            None => Ok(connection),
            Some(missing) => Err(AdminError::Older { file, missing }),
        }
    }

    fn lock(&self) -> Result<FolderLock, AdminError> {
        FolderLock::take(&self.data).map_err(|error| match error {
            StoreError::InUse { home } => AdminError::InUse { data: home },
            other => other.into(),
        })
    }

    fn is_running(&self) -> Result<bool, AdminError> {
        match self.lock() {
            Ok(_) => Ok(false),
            Err(AdminError::InUse { .. }) => Ok(true),
            Err(other) => Err(other),
        }
    }
}

fn open(file: &Path) -> Result<Connection, AdminError> {
    if !file.exists() {
        let file = file.to_owned();
        return Err(AdminError::Missing { file });
    }
    Ok(beside::open(file, &SCHEMA)?)
}

fn dossiers(
    connection: &Connection,
    unused_months: Option<u32>,
) -> Result<Vec<DossierLine>, AdminError> {
    let mut statement = connection.prepare(
        "SELECT number, id, bytes, strftime('%Y-%m-%dT%H:%M:%SZ', written_at, 'unixepoch')
         FROM dossier
         WHERE :months IS NULL OR written_at < unixepoch('now', '-' || :months || ' months')
         ORDER BY written_at, number",
    )?;
    let rows = statement.query_map(named_params! { ":months": unused_months }, |row| {
        let id: [u8; 16] = row.get(1)?;
        Ok((row.get(0)?, DossierId(id), count(row, 2)?, row.get(3)?))
    })?;
    let rows = rows.collect::<Result<Vec<(i64, _, _, _)>, _>>()?;
    let mut lines = Vec::with_capacity(rows.len());
    for (number, dossier, bytes, last_written) in rows {
        let places = [key(number, 0), key(number + 1, 0)];
        let envelopes = connection
            .prepare_cached("SELECT count(*) FROM envelope WHERE place > ?1 AND place < ?2")?
            .query_row(places, |row| count(row, 0))?;
        lines.push(DossierLine {
            dossier,
            members: members(connection, number, dossier)?,
            envelopes,
            bytes,
            last_written,
        });
    }
    Ok(lines)
}

fn members(connection: &Connection, number: i64, dossier: DossierId) -> rusqlite::Result<usize> {
    let mut membership = Membership::for_dossier(dossier);
    let mut statement =
        connection.prepare_cached("SELECT bytes FROM entry WHERE dossier = ?1 ORDER BY ordinal")?;
    for entry in statement.query_map([number], |row| row.get::<_, Vec<u8>>(0))? {
        // one that no longer verifies adds nobody; the relay says so when it reads it
        if membership.add(&entry?).is_err() {
            tracing::warn!(%dossier, "an entry does not verify");
        }
    }
    Ok(membership.members().len())
}

fn number(connection: &Connection, question: &str) -> rusqlite::Result<u64> {
    connection.query_row(question, [], |row| count(row, 0))
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

fn beside_file(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn unmoved(file: &Path, source: io::Error) -> AdminError {
    let file = file.to_owned();
    AdminError::Move { file, source }
}
