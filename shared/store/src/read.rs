//! What can be read back.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{Store, StoreError};

/// A dossier of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRecord {
    /// The dossier.
    pub dossier: [u8; 16],
    /// Its wrapped key.
    pub secret: Vec<u8>,
    /// Address of its relay, if it has one.
    pub relay: Option<String>,
    /// What the list of dossiers shows.
    pub summary: Vec<u8>,
}

/// A membership entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    /// Its hash.
    pub hash: [u8; 32],
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkRecord {
    /// Its number, growing, never used twice.
    pub id: i64,
    /// Whether it replaced others.
    pub snapshot: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How heavy a document is: what decides whether to compact it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChunkWeight {
    /// Bytes of its snapshots.
    pub snapshot_bytes: u64,
    /// Bytes of its increments.
    pub increment_bytes: u64,
    /// Number of its increments.
    pub increments: u64,
    /// Number of its newest chunk; `None` when it has none.
    pub last_chunk: Option<i64>,
}

/// The end of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesTail {
    /// The document.
    pub document: u8,
    /// The device.
    pub device: [u8; 32],
    /// Its highest index.
    pub index: u64,
    /// Hash of the envelope of that index.
    pub hash: [u8; 32],
    /// This installation writes it.
    pub own: bool,
    /// Somebody else may have seen it up to here; 0 for nothing.
    pub offered_up_to: u64,
}

/// An envelope, byte for byte as it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeRecord {
    /// Its index.
    pub index: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// It could not be applied.
    pub quarantined: bool,
    /// When it came, in unix milliseconds of this computer's clock; `None` for what was written here
    /// and for what came before times were kept.
    pub received_ms: Option<u64>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Up to where the relay holds a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ack {
    /// The document.
    pub document: u8,
    /// The device.
    pub device: [u8; 32],
    /// The highest index.
    pub index: u64,
}

/// The last receipt of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// The device.
    pub device: [u8; 32],
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// When an envelope came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The document.
    pub document: u8,
    /// The device that wrote it.
    pub device: [u8; 32],
    /// Its index.
    pub index: u64,
    /// When, in unix milliseconds of this computer's clock.
    pub received_ms: u64,
}

impl Store {
    /// A named value of the installation.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()
        })
    }

    /// All dossiers, in the order in which they came.
    pub fn dossiers(&self) -> Result<Vec<DossierRecord>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT dossier, secret, relay, summary FROM dossier ORDER BY id",
                [],
                |row| {
                    Ok(DossierRecord {
                        dossier: row.get(0)?,
                        secret: row.get(1)?,
                        relay: row.get(2)?,
                        summary: row.get(3)?,
                    })
                },
            )
        })
    }

    /// The membership entries of a dossier, in the order in which they came.
    pub fn entries(&self, dossier: &[u8; 16]) -> Result<Vec<EntryRecord>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT hash, bytes FROM entry
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1) ORDER BY id",
                params![dossier],
                |row| {
                    Ok(EntryRecord {
                        hash: row.get(0)?,
                        bytes: row.get(1)?,
                    })
                },
            )
        })
    }

    /// The chunks of a document: snapshots first, then increments, each in the order of their ids.
    pub fn chunks(&self, dossier: &[u8; 16], document: u8) -> Result<Vec<ChunkRecord>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT id, snapshot, bytes FROM chunk
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1) AND document = ?2
                 ORDER BY snapshot DESC, id",
                params![dossier, document],
                |row| {
                    Ok(ChunkRecord {
                        id: row.get(0)?,
                        snapshot: row.get(1)?,
                        bytes: row.get(2)?,
                    })
                },
            )
        })
    }

    /// How heavy a document is, without reading it.
    pub fn chunk_weight(
        &self,
        dossier: &[u8; 16],
        document: u8,
    ) -> Result<ChunkWeight, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT coalesce(sum(iif(snapshot, size, 0)), 0),
                            coalesce(sum(iif(snapshot, 0, size)), 0),
                            coalesce(sum(NOT snapshot), 0),
                            max(id)
                     FROM chunk
                     WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1) AND document = ?2",
                )?
                .query_row(params![dossier, document], |row| {
                    Ok(ChunkWeight {
                        snapshot_bytes: unsigned(row, 0)?,
                        increment_bytes: unsigned(row, 1)?,
                        increments: unsigned(row, 2)?,
                        last_chunk: row.get(3)?,
                    })
                })
        })
    }

    /// The ends of all series of a dossier.
    pub fn series(&self, dossier: &[u8; 16]) -> Result<Vec<SeriesTail>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT document, device, tail, tail_hash, own, offered_up_to FROM series
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1)
                 ORDER BY document, device",
                params![dossier],
                |row| {
                    Ok(SeriesTail {
                        document: row.get(0)?,
                        device: row.get(1)?,
                        index: unsigned(row, 2)?,
                        hash: row.get(3)?,
                        own: row.get(4)?,
                        offered_up_to: unsigned(row, 5)?,
                    })
                },
            )
        })
    }

    /// Envelopes of a series from an index on, as many as fit in `limit_bytes`, but at least one if
    /// there is any, so that a caller always advances.
    pub fn envelopes(
        &self,
        dossier: &[u8; 16],
        document: u8,
        device: &[u8; 32],
        from_index: u64,
        limit_bytes: usize,
    ) -> Result<Vec<EnvelopeRecord>, StoreError> {
        let from_index = i64::try_from(from_index).unwrap_or(i64::MAX);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT idx, hash, quarantined, received_ms, bytes FROM envelope
                 WHERE series = (SELECT id FROM series
                     WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1)
                       AND document = ?2 AND device = ?3)
                   AND idx >= ?4 ORDER BY idx",
            )?;
            let mut rows = statement.query(params![dossier, document, device, from_index])?;
            let mut found = Vec::new();
            let mut total_bytes = 0;
            while let Some(row) = rows.next()? {
                let envelope = EnvelopeRecord {
                    index: unsigned(row, 0)?,
                    hash: row.get(1)?,
                    quarantined: row.get(2)?,
                    received_ms: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
                    bytes: row.get(4)?,
                };
                total_bytes += envelope.bytes.len();
                if total_bytes > limit_bytes && !found.is_empty() {
                    break;
                }
                found.push(envelope);
            }
            Ok(found)
        })
    }

    /// Up to where the relay holds each series of a dossier.
    pub fn acked(&self, dossier: &[u8; 16]) -> Result<Vec<Ack>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT document, device, idx FROM acked
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1)
                 ORDER BY document, device",
                params![dossier],
                |row| {
                    Ok(Ack {
                        document: row.get(0)?,
                        device: row.get(1)?,
                        index: unsigned(row, 2)?,
                    })
                },
            )
        })
    }

    /// The last receipt of each device of a dossier.
    pub fn receipts(&self, dossier: &[u8; 16]) -> Result<Vec<ReceiptRecord>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT device, bytes FROM receipt
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1) ORDER BY device",
                params![dossier],
                |row| {
                    Ok(ReceiptRecord {
                        device: row.get(0)?,
                        bytes: row.get(1)?,
                    })
                },
            )
        })
    }

    /// The envelopes of a dossier that came at or after a time, in unix milliseconds, by series and
    /// index. Those that were written here, and those that came before times were kept, are not
    /// among them.
    pub fn arrivals(&self, dossier: &[u8; 16], since_ms: u64) -> Result<Vec<Arrival>, StoreError> {
        let since_ms = i64::try_from(since_ms).unwrap_or(i64::MAX);
        self.read(|connection| {
            rows(
                connection,
                "SELECT document, device, idx, received_ms
                 FROM series JOIN envelope ON envelope.series = series.id
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1)
                   AND received_ms >= ?2
                 ORDER BY document, device, idx",
                params![dossier, since_ms],
                |row| {
                    Ok(Arrival {
                        document: row.get(0)?,
                        device: row.get(1)?,
                        index: unsigned(row, 2)?,
                        received_ms: unsigned(row, 3)?,
                    })
                },
            )
        })
    }

    /// The index of the envelope of a series that last wrote what a key names, if that is known.
    pub fn written(
        &self,
        dossier: &[u8; 16],
        document: u8,
        device: &[u8; 32],
        key: &str,
    ) -> Result<Option<u64>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT idx FROM written
                     WHERE series = (SELECT id FROM series
                         WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1)
                           AND document = ?2 AND device = ?3)
                       AND key = ?4",
                )?
                .query_row(params![dossier, document, device, key], |row| {
                    unsigned(row, 0)
                })
                .optional()
        })
    }

    /// The rows of a dossier's view, in order; of many only the first `most`, where it is given.
    pub fn view_rows(
        &self,
        dossier: &[u8; 16],
        most: Option<u32>,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.read(|connection| {
            rows(
                connection,
                "SELECT key, bytes FROM view_row
                 WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1)
                 ORDER BY position, key LIMIT ?2",
                // A negative limit is none.
                params![dossier, most.map_or(-1, i64::from)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
        })
    }

    /// A named part of a dossier's view.
    pub fn view(&self, dossier: &[u8; 16], name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT bytes FROM view
                     WHERE dossier = (SELECT id FROM dossier WHERE dossier = ?1) AND name = ?2",
                )?
                .query_row(params![dossier, name], |row| row.get(0))
                .optional()
        })
    }
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection
        .prepare_cached(sql)?
        .query_map(params, read)?
        .collect()
}

fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}
