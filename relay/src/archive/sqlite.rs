//! The tables in a file of one relay's own.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use store::sqlite::{self, Migration, OpenError, Schema};
use wire::{DeviceId, DocumentKind, DossierId, Hash};

use super::{
    ArchiveError, DossierRow, NewEnvelope, Page, ReceiptsPage, SeriesRow, Span, Standing, Tables,
    document, key, number, place,
};

/// The database's name in the relay's folder.
pub(crate) const DATABASE_FILE: &str = "relay.sqlite";
/// "CoRl" in the header of the file: a relay's, not an app's.
const APPLICATION_ID: i32 = 0x436F_526C;
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
pub(crate) struct SqliteArchive {
    connection: Connection,
    in_transaction: bool,
}

impl SqliteArchive {
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
}

impl Tables for SqliteArchive {
    fn close(self: Box<Self>) -> Result<(), ArchiveError> {
        Ok(sqlite::close(self.connection)?)
    }

    fn abandon(self: Box<Self>) {
        sqlite::abandon(self.connection);
    }

    fn relay_id(&self, fresh: [u8; 16]) -> Result<[u8; 16], ArchiveError> {
        self.connection.execute(
            "INSERT INTO relay VALUES (1, ?1) ON CONFLICT DO NOTHING",
            [fresh],
        )?;
        Ok(self
            .connection
            .query_row("SELECT id FROM relay", [], |row| row.get(0))?)
    }

    /// Nobody else writes this file.
    fn take(&mut self, _: &[DossierId]) -> Result<Vec<DossierRow>, ArchiveError> {
        Ok(Vec::new())
    }

    fn rows(&self, dossiers: &[DossierId]) -> Result<Vec<DossierRow>, ArchiveError> {
        let rows = dossiers.iter().filter_map(|id| self.row(*id).transpose());
        rows.collect()
    }

    fn begin(&mut self) -> Result<(), ArchiveError> {
        if !self.in_transaction {
            self.connection
                .prepare_cached("BEGIN IMMEDIATE")?
                .execute([])?;
            self.in_transaction = true;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<bool, ArchiveError> {
        if self.in_transaction {
            self.connection.prepare_cached("COMMIT")?.execute([])?;
        }
        Ok(std::mem::take(&mut self.in_transaction))
    }

    fn roll_back(&mut self) -> Result<(), ArchiveError> {
        if std::mem::take(&mut self.in_transaction) {
            self.connection.prepare_cached("ROLLBACK")?.execute([])?;
        }
        Ok(())
    }

    fn dossiers(&self) -> Result<u64, ArchiveError> {
        Ok(self
            .connection
            .query_row("SELECT count(*) FROM dossier", [], |row| count(row, 0))?)
    }

    fn entries(&self, dossier: i64, from: u64, to: u64) -> Result<Vec<Vec<u8>>, ArchiveError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT bytes FROM entry
             WHERE dossier = ?1 AND ordinal >= ?2 AND ordinal < ?3 ORDER BY ordinal",
        )?;
        let bounds = params![dossier, from.cast_signed(), to.cast_signed()];
        let entries: Result<_, _> = statement.query_map(bounds, |row| row.get(0))?.collect();
        Ok(entries?)
    }

    /// All of them: nobody else adds any while one reads.
    fn series(&self, span: Span) -> Result<Vec<SeriesRow>, ArchiveError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT series.number, document, device, position, hash
             FROM series JOIN envelope ON envelope.series = series.number
             WHERE dossier = ?1 AND position =
                 (SELECT max(position) FROM envelope WHERE envelope.series = series.number)",
        )?;
        let mut rows = statement.query([span.dossier])?;
        let mut series = Vec::new();
        while let Some(row) = rows.next()? {
            series.push(SeriesRow {
                number: row.get(0)?,
                document: document(row.get(1)?)?,
                device: DeviceId(row.get(2)?),
                index: count(row, 3)?,
                hash: row.get(4)?,
            });
        }
        Ok(series)
    }

    fn envelope(&self, series: i64, index: u64) -> Result<Option<(u64, Hash)>, ArchiveError> {
        Ok(self
            .connection
            .prepare_cached("SELECT place, hash FROM envelope WHERE series = ?1 AND position = ?2")?
            .query_row(params![series, index.cast_signed()], |row| {
                Ok((place(row.get(0)?), row.get(1)?))
            })
            .optional()?)
    }

    fn page(
        &self,
        span: Span,
        bytes_max: usize,
        lacks: &dyn Fn(i64, u64) -> bool,
    ) -> Result<Page, ArchiveError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, series, position, bytes FROM envelope
             WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT ?3",
        )?;
        let (after, until) = span.keys();
        let mut rows = statement.query(params![after, until, PAGE_ROWS_MAX])?;
        let mut page = Page {
            envelopes: Vec::new(),
            place: span.after,
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

    fn receipts(&self, span: Span, bytes_max: usize) -> Result<ReceiptsPage, ArchiveError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, device, bytes FROM receipt
             WHERE dossier = ?1 AND place > ?2 AND place <= ?3 ORDER BY place",
        )?;
        let bounds = [
            span.dossier,
            span.after.cast_signed(),
            span.until.cast_signed(),
        ];
        let mut rows = statement.query(bounds)?;
        let mut page = ReceiptsPage {
            receipts: Vec::new(),
            place: span.after,
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

    fn set_receipt(
        &self,
        dossier: i64,
        place: u64,
        device: DeviceId,
        bytes: &[u8],
    ) -> Result<(), ArchiveError> {
        self.connection
            .prepare_cached(
                "INSERT INTO receipt (dossier, device, place, bytes) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (dossier, device)
                 DO UPDATE SET place = excluded.place, bytes = excluded.bytes",
            )?
            .execute(params![dossier, device.0, place.cast_signed(), bytes])?;
        Ok(())
    }

    fn add_dossier(&self, id: DossierId) -> Result<i64, ArchiveError> {
        Ok(self
            .connection
            .prepare_cached(
                "INSERT INTO dossier (id, bytes, written_at) VALUES (?1, 0, unixepoch())",
            )?
            .insert([id.0])?)
    }

    /// The rest of how it stands is read from the other tables. A receipt writes nothing of the
    /// dossier: only what makes it larger does.
    fn set_standing(&mut self, row: DossierRow) -> Result<(), ArchiveError> {
        self.connection
            .prepare_cached(
                "UPDATE dossier SET bytes = ?2, written_at = unixepoch()
                 WHERE number = ?1 AND bytes <> ?2",
            )?
            .execute(params![row.number, row.standing.bytes.cast_signed()])?;
        Ok(())
    }

    fn add_entry(&self, dossier: i64, ordinal: u64, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.connection
            .prepare_cached("INSERT INTO entry (dossier, ordinal, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![dossier, ordinal.cast_signed(), bytes])?;
        Ok(())
    }

    fn add_series(
        &self,
        dossier: i64,
        document: DocumentKind,
        device: DeviceId,
    ) -> Result<i64, ArchiveError> {
        Ok(self
            .connection
            .prepare_cached("INSERT INTO series (dossier, document, device) VALUES (?1, ?2, ?3)")?
            .insert(params![dossier, number(document), device.0])?)
    }

    fn add_envelope(&mut self, new: NewEnvelope<'_>) -> Result<(), ArchiveError> {
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

impl SqliteArchive {
    fn row(&self, id: DossierId) -> Result<Option<DossierRow>, ArchiveError> {
        let row = self
            .connection
            .prepare_cached("SELECT number, bytes FROM dossier WHERE id = ?1")?
            .query_row([id.0], |row| Ok((row.get(0)?, count(row, 1)?)))
            .optional()?;
        let Some((number, bytes)) = row else {
            return Ok(None);
        };
        let last_place = self
            .connection
            .prepare_cached("SELECT max(place) FROM envelope WHERE place > ?1 AND place < ?2")?
            .query_row([key(number, 0), key(number + 1, 0)], |row| {
                Ok(row.get::<_, Option<i64>>(0)?.map_or(0, place))
            })?;
        Ok(Some(DossierRow {
            id,
            number,
            standing: Standing {
                bytes,
                entries: self.last(
                    "SELECT max(ordinal) + 1 FROM entry WHERE dossier = ?1",
                    number,
                )?,
                place: last_place,
                receipt: self.last("SELECT max(place) FROM receipt WHERE dossier = ?1", number)?,
            },
        }))
    }

    /// The largest number of a dossier; 0 when it has none.
    fn last(&self, largest: &str, dossier: i64) -> Result<u64, ArchiveError> {
        Ok(self
            .connection
            .prepare_cached(largest)?
            .query_row([dossier], |row| {
                Ok(row.get::<_, Option<i64>>(0)?.map_or(0, i64::cast_unsigned))
            })?)
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(DATABASE_FILE)
}

/// SQLite has no unsigned numbers; the counts kept here never come near the sign.
fn count(row: &Row<'_>, column: usize) -> Result<u64, rusqlite::Error> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}
