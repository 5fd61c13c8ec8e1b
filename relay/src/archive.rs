//! The relay's tables: membership entries and envelopes, in the order they were committed.
//!
//! Everything here is bytes it does not understand, their hashes, and where they stand.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use store::sqlite::{self, Migration, OpenError, Schema};
use wire::{DeviceId, DocumentKind, DossierId, Hash};

/// The database's name in the relay's folder.
pub(crate) const DATABASE_FILE: &str = "relay.sqlite";
/// "CoRl" in the header of the file: a relay's, not an app's.
const APPLICATION_ID: i32 = 0x436F_526C;
/// An envelope's key is its dossier's number and its position in that dossier, so that a dossier's
/// envelopes lie together, in order, without another index. 2^23 dossiers of 2^40 envelopes.
const POSITION_BITS: u32 = 40;
/// Memory of SQLite for pages of the file, in KiB.
const CACHE_KIB: i64 = 2_048;
/// Rows looked at for one page of backlog, taken or not.
const PAGE_ROWS_MAX: u32 = 1_024;

/// Its tables.
pub(crate) const SCHEMA: Schema = Schema {
    application_id: APPLICATION_ID,
    user_version: 1,
    migrations: &[
        Migration {
            name: "0001 entries and envelopes",
            sql: ENTRIES_AND_ENVELOPES,
        },
        Migration {
            name: "0002 receipts",
            sql: RECEIPTS,
        },
        Migration {
            name: "0003 last written",
            sql: LAST_WRITTEN,
        },
    ],
};

const ENTRIES_AND_ENVELOPES: &str = "
CREATE TABLE relay (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;
CREATE TABLE dossier (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE entry (
    dossier INTEGER NOT NULL REFERENCES dossier,
    ordinal INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (dossier, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE series (
    number INTEGER PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossier,
    document INTEGER NOT NULL,
    device BLOB NOT NULL CHECK (length(device) = 32),
    UNIQUE (dossier, document, device)
) STRICT;
CREATE TABLE envelope (
    place INTEGER PRIMARY KEY,
    series INTEGER NOT NULL REFERENCES series,
    position INTEGER NOT NULL CHECK (position > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    bytes BLOB NOT NULL,
    UNIQUE (series, position)
) STRICT;
";

// A receipt takes a later place each time it is replaced, so that whoever reads them by place misses
// none.
const RECEIPTS: &str = "
CREATE TABLE receipt (
    number INTEGER PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossier,
    device BLOB NOT NULL CHECK (length(device) = 32),
    place INTEGER NOT NULL CHECK (place > 0),
    bytes BLOB NOT NULL,
    UNIQUE (dossier, device),
    UNIQUE (dossier, place)
) STRICT;
";

// In seconds. What was there before counts as written now: nobody may be told that it is old.
const LAST_WRITTEN: &str = "
ALTER TABLE dossier ADD COLUMN written_at INTEGER;
UPDATE dossier SET written_at = unixepoch();
";

/// The relay's database.
#[derive(Debug)]
pub(crate) struct Archive {
    connection: Connection,
    in_transaction: bool,
}

/// A dossier as it is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DossierRow {
    pub(crate) number: i64,
    /// Envelopes and entries together.
    pub(crate) bytes: u64,
}

/// The last envelope of a series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeriesRow {
    pub(crate) number: i64,
    pub(crate) document: DocumentKind,
    pub(crate) device: DeviceId,
    pub(crate) index: u64,
    pub(crate) hash: Hash,
}

/// An envelope to keep.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEnvelope<'a> {
    pub(crate) dossier: i64,
    pub(crate) place: u64,
    pub(crate) series: i64,
    pub(crate) index: u64,
    pub(crate) hash: &'a Hash,
    pub(crate) bytes: &'a [u8],
}

/// Some envelopes of a dossier.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) envelopes: Vec<Vec<u8>>,
    /// Where the last one looked at stands.
    pub(crate) place: u64,
    /// Whether there are no more.
    pub(crate) ends: bool,
}

/// The last receipts of some devices.
#[derive(Debug)]
pub(crate) struct ReceiptsPage {
    pub(crate) receipts: Vec<(DeviceId, Vec<u8>)>,
    /// Where the last one stands.
    pub(crate) place: u64,
    /// Whether there are no more.
    pub(crate) ends: bool,
}

impl Archive {
    /// Opens the database in `folder`, whose lock the caller holds.
    pub(crate) fn open(folder: &Path) -> Result<Self, OpenError> {
        let opened = sqlite::open(&path(folder), &SCHEMA)?;
        if opened.unclean {
            tracing::warn!("the last run did not end cleanly; the file was checked and is sound");
        }
        let connection = opened.connection;
        connection
            .pragma_update(None, "cache_size", -CACHE_KIB)
            .map_err(OpenError::Failed)?;
        Ok(Self {
            connection,
            in_transaction: false,
        })
    }

    /// Ends the file's life cleanly.
    pub(crate) fn close(self) -> Result<(), rusqlite::Error> {
        sqlite::close(self.connection)
    }

    /// Lets go of a file whose last write failed.
    pub(crate) fn abandon(self) {
        sqlite::abandon(self.connection);
    }

    /// This relay's name: `fresh` the first time, the same ever after.
    pub(crate) fn relay_id(&self, fresh: [u8; 16]) -> Result<[u8; 16], rusqlite::Error> {
        self.connection.execute(
            "INSERT INTO relay VALUES (1, ?1) ON CONFLICT DO NOTHING",
            [fresh],
        )?;
        self.connection
            .query_row("SELECT id FROM relay", [], |row| row.get(0))
    }

    /// Starts a transaction unless one is under way.
    pub(crate) fn begin(&mut self) -> Result<(), rusqlite::Error> {
        if !self.in_transaction {
            self.connection
                .prepare_cached("BEGIN IMMEDIATE")?
                .execute([])?;
            self.in_transaction = true;
        }
        Ok(())
    }

    /// Makes durable all since [`Archive::begin`]; answers whether there was anything.
    pub(crate) fn commit(&mut self) -> Result<bool, rusqlite::Error> {
        if self.in_transaction {
            self.connection.prepare_cached("COMMIT")?.execute([])?;
        }
        Ok(std::mem::take(&mut self.in_transaction))
    }

    /// Forgets all since [`Archive::begin`].
    pub(crate) fn roll_back(&mut self) -> Result<(), rusqlite::Error> {
        if std::mem::take(&mut self.in_transaction) {
            self.connection.prepare_cached("ROLLBACK")?.execute([])?;
        }
        Ok(())
    }

    pub(crate) fn dossiers(&self) -> Result<u64, rusqlite::Error> {
        self.connection
            .query_row("SELECT count(*) FROM dossier", [], |row| count(row, 0))
    }

    pub(crate) fn dossier(&self, id: DossierId) -> Result<Option<DossierRow>, rusqlite::Error> {
        self.connection
            .prepare_cached("SELECT number, bytes FROM dossier WHERE id = ?1")?
            .query_row([id.0], |row| {
                Ok(DossierRow {
                    number: row.get(0)?,
                    bytes: count(row, 1)?,
                })
            })
            .optional()
    }

    /// The membership entries of a dossier, parents first.
    pub(crate) fn entries(&self, dossier: i64) -> Result<Vec<Vec<u8>>, rusqlite::Error> {
        self.connection
            .prepare_cached("SELECT bytes FROM entry WHERE dossier = ?1 ORDER BY ordinal")?
            .query_map([dossier], |row| row.get(0))?
            .collect()
    }

    /// The series of a dossier, each with its last envelope.
    pub(crate) fn series(&self, dossier: i64) -> Result<Vec<SeriesRow>, rusqlite::Error> {
        self.connection
            .prepare_cached(
                "SELECT series.number, document, device, position, hash
                 FROM series JOIN envelope ON envelope.series = series.number
                 WHERE dossier = ?1 AND position =
                     (SELECT max(position) FROM envelope WHERE envelope.series = series.number)",
            )?
            .query_map([dossier], |row| {
                Ok(SeriesRow {
                    number: row.get(0)?,
                    document: document(row.get(1)?)?,
                    device: DeviceId(row.get(2)?),
                    index: count(row, 3)?,
                    hash: row.get(4)?,
                })
            })?
            .collect()
    }

    /// Where the last envelope of a dossier stands; 0 when it has none.
    pub(crate) fn last_place(&self, dossier: i64) -> Result<u64, rusqlite::Error> {
        self.connection
            .prepare_cached("SELECT max(place) FROM envelope WHERE place > ?1 AND place < ?2")?
            .query_row([key(dossier, 0), key(dossier + 1, 0)], |row| {
                Ok(row.get::<_, Option<i64>>(0)?.map_or(0, place))
            })
    }

    /// Where an envelope stands, and its hash.
    pub(crate) fn envelope(
        &self,
        series: i64,
        index: u64,
    ) -> Result<Option<(u64, Hash)>, rusqlite::Error> {
        self.connection
            .prepare_cached("SELECT place, hash FROM envelope WHERE series = ?1 AND position = ?2")?
            .query_row(params![series, index.cast_signed()], |row| {
                Ok((place(row.get(0)?), row.get(1)?))
            })
            .optional()
    }

    /// The envelopes of a dossier after a place, of those that `lacks(series, index)`: about
    /// `bytes_max` of them, and one at least if there is any.
    pub(crate) fn page(
        &self,
        dossier: i64,
        after: u64,
        bytes_max: usize,
        lacks: impl Fn(i64, u64) -> bool,
    ) -> Result<Page, rusqlite::Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, series, position, bytes FROM envelope
             WHERE place > ?1 AND place < ?2 ORDER BY place LIMIT ?3",
        )?;
        let bounds = params![key(dossier, after), key(dossier + 1, 0), PAGE_ROWS_MAX];
        let mut rows = statement.query(bounds)?;
        let mut page = Page {
            envelopes: Vec::new(),
            place: after,
            ends: false,
        };
        let (mut seen, mut bytes) = (0, 0);
        while bytes < bytes_max {
            let Some(row) = rows.next()? else {
                page.ends = seen < PAGE_ROWS_MAX;
                break;
            };
            seen += 1;
            page.place = place(row.get(0)?);
            if lacks(row.get(1)?, count(row, 2)?) {
                let envelope: Vec<u8> = row.get(3)?;
                bytes += envelope.len();
                page.envelopes.push(envelope);
            }
        }
        Ok(page)
    }

    /// Where the last receipt of a dossier stands; 0 when it has none.
    pub(crate) fn last_receipt(&self, dossier: i64) -> Result<u64, rusqlite::Error> {
        self.connection
            .prepare_cached("SELECT max(place) FROM receipt WHERE dossier = ?1")?
            .query_row([dossier], |row| {
                Ok(row.get::<_, Option<i64>>(0)?.map_or(0, i64::cast_unsigned))
            })
    }

    /// The receipts of a dossier after a place: about `bytes_max` of them, and one at least if there
    /// is any.
    pub(crate) fn receipts(
        &self,
        dossier: i64,
        after: u64,
        bytes_max: usize,
    ) -> Result<ReceiptsPage, rusqlite::Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, device, bytes FROM receipt
             WHERE dossier = ?1 AND place > ?2 ORDER BY place",
        )?;
        let mut rows = statement.query(params![dossier, after.cast_signed()])?;
        let mut page = ReceiptsPage {
            receipts: Vec::new(),
            place: after,
            ends: false,
        };
        let mut bytes = 0;
        while bytes < bytes_max {
            let Some(row) = rows.next()? else {
                page.ends = true;
                break;
            };
            page.place = count(row, 0)?;
            let receipt: Vec<u8> = row.get(2)?;
            bytes += receipt.len();
            page.receipts.push((DeviceId(row.get(1)?), receipt));
        }
        Ok(page)
    }

    /// Keeps the last receipt of a device, in place of the one before.
    pub(crate) fn set_receipt(
        &self,
        dossier: i64,
        place: u64,
        device: DeviceId,
        bytes: &[u8],
    ) -> Result<(), rusqlite::Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO receipt (dossier, device, place, bytes) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (dossier, device)
                 DO UPDATE SET place = excluded.place, bytes = excluded.bytes",
            )?
            .execute(params![dossier, device.0, place.cast_signed(), bytes])?;
        Ok(())
    }

    pub(crate) fn add_dossier(&self, id: DossierId) -> Result<i64, rusqlite::Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO dossier (id, bytes, written_at) VALUES (?1, 0, unixepoch())",
            )?
            .insert([id.0])
    }

    pub(crate) fn set_bytes(&self, dossier: i64, bytes: u64) -> Result<(), rusqlite::Error> {
        self.connection
            .prepare_cached(
                "UPDATE dossier SET bytes = ?2, written_at = unixepoch() WHERE number = ?1",
            )?
            .execute(params![dossier, bytes.cast_signed()])?;
        Ok(())
    }

    pub(crate) fn add_entry(
        &self,
        dossier: i64,
        ordinal: i64,
        bytes: &[u8],
    ) -> Result<(), rusqlite::Error> {
        self.connection
            .prepare_cached("INSERT INTO entry (dossier, ordinal, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![dossier, ordinal, bytes])?;
        Ok(())
    }

    pub(crate) fn add_series(
        &self,
        dossier: i64,
        document: DocumentKind,
        device: DeviceId,
    ) -> Result<i64, rusqlite::Error> {
        self.connection
            .prepare_cached("INSERT INTO series (dossier, document, device) VALUES (?1, ?2, ?3)")?
            .insert(params![dossier, number(document), device.0])
    }

    pub(crate) fn add_envelope(&self, new: NewEnvelope<'_>) -> Result<(), rusqlite::Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO envelope (place, series, position, hash, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                key(new.dossier, new.place),
                new.series,
                new.index.cast_signed(),
                new.hash,
                new.bytes
            ])?;
        Ok(())
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(DATABASE_FILE)
}

pub(crate) fn key(dossier: i64, place: u64) -> i64 {
    (dossier << POSITION_BITS) | place.cast_signed()
}

fn place(key: i64) -> u64 {
    key.cast_unsigned() & ((1 << POSITION_BITS) - 1)
}

/// SQLite has no unsigned numbers; the counts kept here never come near the sign.
fn count(row: &Row<'_>, column: usize) -> Result<u64, rusqlite::Error> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

/// Kept on disk: never change these.
fn number(document: DocumentKind) -> i64 {
    match document {
        DocumentKind::Matrix => 0,
        DocumentKind::Review => 1,
        DocumentKind::Minutes => 2,
    }
}

fn document(number: i64) -> Result<DocumentKind, rusqlite::Error> {
    match number {
        0 => Ok(DocumentKind::Matrix),
        1 => Ok(DocumentKind::Review),
        2 => Ok(DocumentKind::Minutes),
        other => Err(rusqlite::Error::IntegralValueOutOfRange(1, other)),
    }
}
