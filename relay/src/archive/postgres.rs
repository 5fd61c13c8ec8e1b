//! The tables in PostgreSQL, for several relays at once.
//!
//! Each decision about a dossier is taken under a lock of that dossier that lasts until the commit,
//! after having looked how the dossier stands. So its places are given out in the order of the
//! commits: whoever sees one sees all before it. The commit itself tells the other relays.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};
use wire::{DeviceId, DocumentKind, DossierId, Hash};

use super::database::{Database, DatabaseError, PostgresError};
use super::{
    ArchiveError, DossierRow, NewEnvelope, Page, ReceiptsPage, SeriesRow, Span, Standing, Tables,
    Tag, document, key, number, place, schema,
};
use crate::notice::{CHANNEL, NOTIFY, Notice};

/// Longer than the longest wait for a lock: a server that is silent for so long is gone.
const ANSWER_WAIT: Duration = Duration::from_secs(15);
/// Rows looked at for one page of backlog, taken or not.
const PAGE_ROWS_MAX: i64 = 256;

/// The relay's tables in a database.
#[derive(Debug)]
pub(crate) struct PostgresArchive {
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    client: Client,
    statements: Statements,
    tag: Tag,
    in_transaction: bool,
    wrote: bool,
    written: Written,
}

/// What a transaction writes at its end, all at once.
#[derive(Debug, Default)]
struct Written {
    places: Vec<i64>,
    series: Vec<i64>,
    positions: Vec<i64>,
    hashes: Vec<Vec<u8>>,
    envelopes: Vec<Vec<u8>>,
    rows: Vec<DossierRow>,
}

impl PostgresArchive {
    /// Connects, and makes the tables if there are none.
    pub(super) fn open(database: &Database, tag: Tag) -> Result<Self, DatabaseError> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let opening = async {
            let (client, connection) = database.connect("cotejo-relay writes").await?;
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(error = %PostgresError(error), "the connection ended");
                }
            });
            schema::settle(&client).await?;
            schema::prepare(&client).await?;
            let statements = Statements::prepare(&client).await.map_err(PostgresError)?;
            Ok((client, statements))
        };
        let opened = runtime.block_on(async { tokio::time::timeout(ANSWER_WAIT, opening).await });
        match opened.unwrap_or(Err(DatabaseError::Late)) {
            Ok((client, statements)) => Ok(Self {
                runtime: Some(runtime),
                client,
                statements,
                tag,
                in_transaction: false,
                wrote: false,
                written: Written::default(),
            }),
            Err(error) => {
                runtime.shutdown_background();
                Err(error)
            }
        }
    }

    fn wait<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, ArchiveError> {
        let Some(runtime) = &self.runtime else {
            return Err(ArchiveError::Late);
        };
        let answer = runtime.block_on(async { tokio::time::timeout(ANSWER_WAIT, answer).await });
        match answer {
            Ok(answer) => Ok(answer.map_err(PostgresError)?),
            Err(_) => Err(ArchiveError::Late),
        }
    }

    fn ask(
        &self,
        statement: &Statement,
        about: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, ArchiveError> {
        self.wait(self.client.query(statement, about))
    }

    fn tell(
        &self,
        statement: &Statement,
        about: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, ArchiveError> {
        self.wait(self.client.execute(statement, about))
    }

    /// The number that a statement which adds one row gives it.
    fn add(
        &self,
        statement: &Statement,
        about: &[&(dyn ToSql + Sync)],
    ) -> Result<i64, ArchiveError> {
        Ok(self.wait(self.client.query_one(statement, about))?.get(0))
    }
}

impl Tables for PostgresArchive {
    fn close(self: Box<Self>) -> Result<(), ArchiveError> {
        drop(self);
        Ok(())
    }

    fn abandon(self: Box<Self>) {
        drop(self);
    }

    fn relay_id(&self, fresh: [u8; 16]) -> Result<[u8; 16], ArchiveError> {
        let row = self.wait(self.client.query_one(
            "UPDATE relay SET id = coalesce(id, $1) RETURNING id",
            &[&fresh.as_slice()],
        ))?;
        fixed("name of a relay", row.get(0))
    }

    fn take(&mut self, dossiers: &[DossierId]) -> Result<Vec<DossierRow>, ArchiveError> {
        // In one order for everybody, so that no two wait for each other.
        let mut keys: Vec<i64> = dossiers.iter().map(lock_key).collect();
        keys.sort_unstable();
        keys.dedup();
        let ids = ids(dossiers);
        let Statements {
            begin, lock, rows, ..
        } = &self.statements;
        self.in_transaction = true;
        let begin = self.client.execute(begin, &[]);
        let about: [&(dyn ToSql + Sync); 1] = [&keys];
        let lock = self.client.execute(lock, &about);
        let about: [&(dyn ToSql + Sync); 1] = [&ids];
        // Sent together; the server answers one after another, and looks once it has the locks.
        let rows = self.client.query(rows, &about);
        let taking = async { tokio::try_join!(begin, lock, rows) };
        let (_, _, rows) = self.wait(taking)?;
        rows.iter().map(dossier_row).collect()
    }

    fn rows(&self, dossiers: &[DossierId]) -> Result<Vec<DossierRow>, ArchiveError> {
        let rows = self.ask(&self.statements.rows, &[&ids(dossiers)])?;
        rows.iter().map(dossier_row).collect()
    }

    /// What is to be written has been taken before.
    fn begin(&mut self) -> Result<(), ArchiveError> {
        if !self.in_transaction {
            self.tell(&self.statements.begin, &[])?;
            self.in_transaction = true;
        }
        self.wrote = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<bool, ArchiveError> {
        let Written {
            places,
            series,
            positions,
            hashes,
            envelopes,
            rows,
        } = std::mem::take(&mut self.written);
        let of = |what: fn(&DossierRow) -> u64| -> Vec<i64> {
            rows.iter().map(|row| what(row).cast_signed()).collect()
        };
        let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
        let bytes = of(|row| row.standing.bytes);
        let entries = of(|row| row.standing.entries);
        let last_places = of(|row| row.standing.place);
        let last_receipts = of(|row| row.standing.receipt);
        let changed: Vec<DossierId> = rows.iter().map(|row| row.id).collect();
        let notices = Notice::changed(self.tag, &changed);
        let (client, statements) = (&self.client, &self.statements);
        let kept: [&(dyn ToSql + Sync); 5] = [&places, &series, &positions, &hashes, &envelopes];
        let kept = client.execute(&statements.add_envelopes, &kept);
        let stand: [&(dyn ToSql + Sync); 5] =
            [&numbers, &bytes, &entries, &last_places, &last_receipts];
        let stand = client.execute(&statements.set_standings, &stand);
        let said: [&(dyn ToSql + Sync); 2] = [&CHANNEL, &notices];
        let said = client.execute(&statements.notify, &said);
        let done = client.execute(&statements.commit, &[]);
        // One after another at the server, and sent together. If one fails the server refuses those
        // after it, the commit among them; only if none does is the commit one.
        let writing = async {
            tokio::try_join!(
                unless(places.is_empty(), kept),
                unless(rows.is_empty(), stand),
                unless(rows.is_empty(), said),
                unless(!self.in_transaction, done),
            )
        };
        let (_, standing, _, _) = self.wait(writing)?;
        self.in_transaction = false;
        if standing != rows.len() as u64 {
            tracing::error!("a dossier has vanished from the database");
        }
        Ok(std::mem::take(&mut self.wrote))
    }

    fn roll_back(&mut self) -> Result<(), ArchiveError> {
        self.written = Written::default();
        self.wrote = false;
        if std::mem::take(&mut self.in_transaction) {
            self.tell(&self.statements.roll_back, &[])?;
        }
        Ok(())
    }

    fn dossiers(&self) -> Result<u64, ArchiveError> {
        let row = self.wait(self.client.query_one("SELECT count(*) FROM dossier", &[]))?;
        Ok(count(&row, 0))
    }

    fn entries(&self, dossier: i64, from: u64, to: u64) -> Result<Vec<Vec<u8>>, ArchiveError> {
        let (from, to) = (from.cast_signed(), to.cast_signed());
        let rows = self.ask(&self.statements.entries, &[&dossier, &from, &to])?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    fn series(&self, span: Span) -> Result<Vec<SeriesRow>, ArchiveError> {
        let (after, until) = span.keys();
        let rows = if span.after == 0 {
            self.ask(&self.statements.series, &[&span.dossier, &until])?
        } else {
            self.ask(&self.statements.series_since, &[&after, &until])?
        };
        let series = rows.iter().map(|row| {
            Ok(SeriesRow {
                number: row.get(0),
                document: document(row.get(1))?,
                device: DeviceId(fixed("device", row.get(2))?),
                index: count(row, 3),
                hash: fixed("hash", row.get(4))?,
            })
        });
        series.collect()
    }

    fn envelope(&self, series: i64, index: u64) -> Result<Option<(u64, Hash)>, ArchiveError> {
        let index = index.cast_signed();
        let written = &self.written;
        let here = (0..written.places.len())
            .find(|at| (written.series[*at], written.positions[*at]) == (series, index));
        if let Some(at) = here {
            let hash = fixed("hash", &written.hashes[at])?;
            return Ok(Some((place(written.places[at]), hash)));
        }
        let rows = self.ask(&self.statements.envelope, &[&series, &index])?;
        let row = rows.first().map(|row| {
            let hash = fixed("hash", row.get(1))?;
            Ok((place(row.get(0)), hash))
        });
        row.transpose()
    }

    /// In two questions, so that only what is sent on comes over the connection.
    fn page(
        &self,
        span: Span,
        bytes_max: usize,
        lacks: &dyn Fn(i64, u64) -> bool,
    ) -> Result<Page, ArchiveError> {
        let (after, until) = span.keys();
        let rows = self.ask(&self.statements.places, &[&after, &until, &PAGE_ROWS_MAX])?;
        let mut page = Page {
            envelopes: Vec::new(),
            place: span.after,
            ends: (rows.len() as u64) < PAGE_ROWS_MAX.cast_unsigned(),
        };
        let (mut bytes, mut places) = (0, Vec::new());
        for row in &rows {
            if bytes >= bytes_max {
                page.ends = false;
                break;
            }
            page.place = place(row.get(0));
            if lacks(row.get(1), count(row, 2)) {
                bytes += row.get::<_, i32>(3).unsigned_abs() as usize;
                places.push(row.get::<_, i64>(0));
            }
        }
        if !places.is_empty() {
            let rows = self.ask(&self.statements.envelopes, &[&places])?;
            page.envelopes = rows.iter().map(|row| row.get(0)).collect();
        }
        Ok(page)
    }

    fn receipts(&self, span: Span, bytes_max: usize) -> Result<ReceiptsPage, ArchiveError> {
        let (after, until) = (span.after.cast_signed(), span.until.cast_signed());
        let rows = self.ask(
            &self.statements.receipts,
            &[&span.dossier, &after, &until, &PAGE_ROWS_MAX],
        )?;
        let mut page = ReceiptsPage {
            receipts: Vec::new(),
            place: span.after,
            ends: (rows.len() as u64) < PAGE_ROWS_MAX.cast_unsigned(),
        };
        let mut bytes = 0;
        for row in &rows {
            if bytes >= bytes_max {
                page.ends = false;
                break;
            }
            page.place = count(row, 0);
            let receipt: Vec<u8> = row.get(2);
            bytes += receipt.len();
            let device = DeviceId(fixed("device", row.get(1))?);
            page.receipts.push((device, receipt));
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
        let (device, place) = (device.0.as_slice(), place.cast_signed());
        let about: [&(dyn ToSql + Sync); 4] = [&dossier, &device, &place, &bytes];
        self.tell(&self.statements.set_receipt, &about)?;
        Ok(())
    }

    fn add_dossier(&self, id: DossierId) -> Result<i64, ArchiveError> {
        self.add(&self.statements.add_dossier, &[&id.0.as_slice()])
    }

    fn set_standing(&mut self, row: DossierRow) -> Result<(), ArchiveError> {
        self.written.rows.push(row);
        Ok(())
    }

    fn add_entry(&self, dossier: i64, ordinal: u64, bytes: &[u8]) -> Result<(), ArchiveError> {
        let ordinal = ordinal.cast_signed();
        self.tell(&self.statements.add_entry, &[&dossier, &ordinal, &bytes])?;
        Ok(())
    }

    fn add_series(
        &self,
        dossier: i64,
        document: DocumentKind,
        device: DeviceId,
    ) -> Result<i64, ArchiveError> {
        let (document, device) = (number(document), device.0.as_slice());
        self.add(&self.statements.add_series, &[&dossier, &document, &device])
    }

    fn add_envelope(&mut self, new: NewEnvelope<'_>) -> Result<(), ArchiveError> {
        let written = &mut self.written;
        written.places.push(key(new.dossier, new.place));
        written.series.push(new.series);
        written.positions.push(new.index.cast_signed());
        written.hashes.push(new.hash.to_vec());
        written.envelopes.push(new.bytes.to_vec());
        Ok(())
    }
}

impl Drop for PostgresArchive {
    fn drop(&mut self) {
        // Whoever drops it may be inside another runtime, where one may not wait for this one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn unless(
    idle: bool,
    work: impl Future<Output = Result<u64, tokio_postgres::Error>>,
) -> Result<u64, tokio_postgres::Error> {
    if idle { Ok(0) } else { work.await }
}

/// A dossier's id is part of a hash: its first bytes are as good as any others.
fn lock_key(dossier: &DossierId) -> i64 {
    let first = dossier.0.first_chunk().copied();
    first.map_or(0, i64::from_be_bytes)
}

fn ids(dossiers: &[DossierId]) -> Vec<&[u8]> {
    dossiers.iter().map(|id| id.0.as_slice()).collect()
}

fn dossier_row(row: &Row) -> Result<DossierRow, ArchiveError> {
    Ok(DossierRow {
        id: DossierId(fixed("dossier", row.get(0))?),
        number: row.get(1),
        standing: Standing {
            bytes: count(row, 2),
            entries: count(row, 3),
            place: count(row, 4),
            receipt: count(row, 5),
        },
    })
}

/// PostgreSQL has no unsigned numbers; the counts kept here never come near the sign.
fn count(row: &Row, column: usize) -> u64 {
    row.get::<_, i64>(column).cast_unsigned()
}

fn fixed<const BYTES: usize>(
    what: &'static str,
    bytes: &[u8],
) -> Result<[u8; BYTES], ArchiveError> {
    bytes.try_into().map_err(|_| ArchiveError::Rotten {
        what,
        found: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    })
}

/// What is said again and again, understood once by the server.
#[derive(Debug)]
struct Statements {
    begin: Statement,
    commit: Statement,
    roll_back: Statement,
    lock: Statement,
    rows: Statement,
    entries: Statement,
    series: Statement,
    series_since: Statement,
    envelope: Statement,
    places: Statement,
    envelopes: Statement,
    receipts: Statement,
    set_receipt: Statement,
    add_dossier: Statement,
    add_entry: Statement,
    add_series: Statement,
    add_envelopes: Statement,
    set_standings: Statement,
    notify: Statement,
}

impl Statements {
    async fn prepare(client: &Client) -> Result<Self, tokio_postgres::Error> {
        let of = |sql: &'static str| client.prepare(sql);
        Ok(Self {
            begin: of("BEGIN").await?,
            commit: of("COMMIT").await?,
            roll_back: of("ROLLBACK").await?,
            lock: of("SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key").await?,
            rows: of("SELECT id, number, bytes, entries, last_place, last_receipt
                 FROM dossier WHERE id = ANY($1::bytea[])")
            .await?,
            entries: of("SELECT bytes FROM entry
                 WHERE dossier = $1 AND ordinal >= $2 AND ordinal < $3 ORDER BY ordinal")
            .await?,
            series: of("SELECT number, document, device, last.position, last.hash
                 FROM series CROSS JOIN LATERAL (
                     SELECT position, hash FROM envelope
                     WHERE envelope.series = series.number AND place <= $2
                     ORDER BY position DESC LIMIT 1
                 ) AS last
                 WHERE dossier = $1")
            .await?,
            series_since: of(
                "SELECT DISTINCT ON (number) number, document, device, position, hash
                 FROM envelope JOIN series ON series.number = envelope.series
                 WHERE place > $1 AND place <= $2 ORDER BY number, position DESC",
            )
            .await?,
            envelope: of("SELECT place, hash FROM envelope WHERE series = $1 AND position = $2")
                .await?,
            places: of(
                "SELECT place, series, position, octet_length(bytes) FROM envelope
                 WHERE place > $1 AND place <= $2 ORDER BY place LIMIT $3",
            )
            .await?,
            envelopes: of(
                "SELECT bytes FROM envelope WHERE place = ANY($1::bigint[]) ORDER BY place",
            )
            .await?,
            receipts: of("SELECT place, device, bytes FROM receipt
                 WHERE dossier = $1 AND place > $2 AND place <= $3 ORDER BY place LIMIT $4")
            .await?,
            set_receipt: of(
                "INSERT INTO receipt (dossier, device, place, bytes) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (dossier, device)
                 DO UPDATE SET place = excluded.place, bytes = excluded.bytes",
            )
            .await?,
            add_dossier: of(
                "INSERT INTO dossier (id, bytes, entries, last_place, last_receipt, written_at)
                 VALUES ($1, 0, 0, 0, 0, extract(epoch FROM now())::bigint) RETURNING number",
            )
            .await?,
            add_entry: of("INSERT INTO entry (dossier, ordinal, bytes) VALUES ($1, $2, $3)")
                .await?,
            add_series: of(
                "INSERT INTO series (dossier, document, device) VALUES ($1, $2, $3)
                 RETURNING number",
            )
            .await?,
            add_envelopes: of("INSERT INTO envelope (place, series, position, hash, bytes)
                 SELECT * FROM unnest(
                     $1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[])")
            .await?,
            set_standings: of(
                "UPDATE dossier SET bytes = new.bytes, entries = new.entries,
                     last_place = new.last_place, last_receipt = new.last_receipt,
                     written_at = CASE WHEN dossier.bytes = new.bytes THEN written_at
                         ELSE extract(epoch FROM now())::bigint END
                 FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
                     AS new (number, bytes, entries, last_place, last_receipt)
                 WHERE dossier.number = new.number",
            )
            .await?,
            notify: of(NOTIFY).await?,
        })
    }
}
