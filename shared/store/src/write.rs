//! What can be written, and the rules each write keeps.

use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::Refusal;

mod series;

use series::{insert_envelope, new_series, repack, series, set_tail, withdraw};

/// One write of a commit. The blobs are the caller's; the store keeps them byte for byte.
#[derive(Debug, Clone)]
pub enum Write {
    /// Sets a named value of the installation.
    Setting {
        /// Name.
        name: String,
        /// Value.
        value: Vec<u8>,
    },
    /// Adds a dossier. Everything else of a dossier needs this first.
    Dossier {
        /// The dossier.
        dossier: [u8; 16],
        /// Its wrapped key.
        secret: Vec<u8>,
        /// Address of its relay, if it has one.
        relay: Option<String>,
        /// What the list of dossiers shows.
        summary: Vec<u8>,
    },
    /// Replaces what the list of dossiers shows.
    Summary {
        /// The dossier.
        dossier: [u8; 16],
        /// The new summary.
        bytes: Vec<u8>,
    },
    /// Sets the address of a dossier's relay.
    Relay {
        /// The dossier.
        dossier: [u8; 16],
        /// The address.
        url: String,
    },
    /// Adds a membership entry; one already there is left as it is.
    Entry {
        /// The dossier.
        dossier: [u8; 16],
        /// Its hash.
        hash: [u8; 32],
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Adds the next envelope of a series. Any other index is refused.
    Envelope {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// The device that wrote it.
        device: [u8; 32],
        /// Its index: exactly one more than the last of the series.
        index: u64,
        /// Its hash.
        hash: [u8; 32],
        /// Its bytes.
        bytes: Vec<u8>,
        /// This installation wrote it now.
        own: bool,
        /// Somebody else may already have it.
        offered: bool,
        /// It could not be applied; it is kept and passed on, not merged.
        quarantined: bool,
        /// When it came, in unix milliseconds of this computer's clock; `None` for what was written
        /// here.
        received_ms: Option<u64>,
    },
    /// Replaces the own envelopes from an index to the end of the series, none of which has left
    /// this device, by others.
    RepackOwn {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// This device.
        device: [u8; 32],
        /// First index replaced; also the index of the first new envelope.
        from_index: u64,
        /// The new ones, in order, without gaps; at least one.
        envelopes: Vec<RepackedEnvelope>,
    },
    /// Takes out the own envelopes from an index to the end of the series, none of which has left this
    /// device: the series goes on there with envelopes that came back. The caller adds in the same
    /// commit what was taken out.
    WithdrawOwn {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// This device.
        device: [u8; 32],
        /// First index taken out.
        from_index: u64,
        /// Index of the last envelope that will hold something of them: what they wrote is noted
        /// there.
        sealed_up_to: u64,
    },
    /// Notes that the own envelopes up to an index may have been seen by somebody. Committed before
    /// the first of them is sent. Never goes back.
    Offered {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// The device.
        device: [u8; 32],
        /// The highest index offered.
        up_to: u64,
    },
    /// Adds an increment to a document.
    Chunk {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// Its bytes.
        bytes: Vec<u8>,
        /// How many changes it holds.
        changes: u32,
    },
    /// Replaces all chunks up to one by a snapshot the caller verified. The snapshot is read back
    /// and compared before anything is deleted.
    Compact {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// The snapshot.
        snapshot: Vec<u8>,
        /// Id of the newest chunk the snapshot contains.
        up_to_chunk: i64,
    },
    /// Sets a row of the view.
    ViewRow {
        /// The dossier.
        dossier: [u8; 16],
        /// The row's key.
        key: String,
        /// Its place.
        position: i64,
        /// What is painted.
        bytes: Vec<u8>,
    },
    /// Removes a row of the view, if it is there.
    ViewRowGone {
        /// The dossier.
        dossier: [u8; 16],
        /// The row's key.
        key: String,
    },
    /// Orders the rows of the view, naming each of them once.
    ViewOrder {
        /// The dossier.
        dossier: [u8; 16],
        /// All keys, in order.
        keys: Vec<String>,
    },
    /// Sets another part of the view (comments, members…).
    View {
        /// The dossier.
        dossier: [u8; 16],
        /// Name of the part.
        name: String,
        /// What is painted.
        bytes: Vec<u8>,
    },
    /// Notes that something named by a key was last written by an envelope of a series. Where a repack
    /// takes that envelope away, the key names the last of those in its place.
    Wrote {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// The device.
        device: [u8; 32],
        /// What was written.
        key: String,
        /// The envelope's index; not beyond the end of the series.
        index: u64,
    },
    /// Sets the last receipt of a device.
    Receipt {
        /// The dossier.
        dossier: [u8; 16],
        /// The device.
        device: [u8; 32],
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Notes up to where the relay holds a series. May go back: relays are restored from backups.
    Acked {
        /// The dossier.
        dossier: [u8; 16],
        /// The document.
        document: u8,
        /// The device.
        device: [u8; 32],
        /// The highest index the relay holds.
        index: u64,
    },
}

/// An envelope that takes the place of others in [`Write::RepackOwn`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepackedEnvelope {
    /// Its index.
    pub index: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a write did not happen: a rule, or the database.
pub(crate) enum Stopped {
    Refused(Refusal),
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Stopped {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Applies one write inside the commit's transaction.
pub(crate) fn apply(tx: &Transaction<'_>, write: &Write) -> Result<(), Stopped> {
    match write {
        Write::Setting { name, value } => {
            tx.prepare_cached(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name, value])?;
        }
        Write::Dossier {
            dossier,
            secret,
            relay,
            summary,
        } => {
            let added = tx
                .prepare_cached(
                    "INSERT INTO dossier (dossier, secret, relay, summary) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (dossier) DO NOTHING",
                )?
                .execute(params![dossier, secret, relay, summary])?;
            if added == 0 {
                return Err(Refusal::DossierExists.into());
            }
        }
        Write::Summary { dossier, bytes } => {
            tx.prepare_cached("UPDATE dossier SET summary = ?2 WHERE id = ?1")?
                .execute(params![dossier_id(tx, dossier)?, bytes])?;
        }
        Write::Relay { dossier, url } => {
            tx.prepare_cached("UPDATE dossier SET relay = ?2 WHERE id = ?1")?
                .execute(params![dossier_id(tx, dossier)?, url])?;
        }
        Write::Entry {
            dossier,
            hash,
            bytes,
        } => {
            tx.prepare_cached(
                "INSERT INTO entry (dossier, hash, bytes) VALUES (?1, ?2, ?3)
                 ON CONFLICT (dossier, hash) DO NOTHING",
            )?
            .execute(params![dossier_id(tx, dossier)?, hash, bytes])?;
        }
        Write::Envelope {
            dossier,
            document,
            device,
            index,
            hash,
            bytes,
            own,
            offered,
            quarantined,
            received_ms,
        } => {
            let dossier = dossier_id(tx, dossier)?;
            let series = match series(tx, dossier, *document, device)? {
                Some(series) => series,
                None => new_series(tx, dossier, *document, device)?,
            };
            if *index != series.tail + 1 {
                return Err(Refusal::Gap {
                    expected: series.tail + 1,
                    got: *index,
                }
                .into());
            }
            insert_envelope(
                tx,
                series.id,
                *index,
                hash,
                *quarantined,
                *received_ms,
                bytes,
            )?;
            let offered_up_to = if *offered {
                *index
            } else {
                series.offered_up_to
            };
            set_tail(tx, series.id, *index, hash, offered_up_to)?;
            if *own && !series.own {
                tx.prepare_cached("UPDATE series SET own = 1 WHERE id = ?1")?
                    .execute([series.id])?;
            }
        }
        Write::RepackOwn {
            dossier,
            document,
            device,
            from_index,
            envelopes,
        } => {
            let dossier = dossier_id(tx, dossier)?;
            let series = series(tx, dossier, *document, device)?.ok_or(Refusal::NotOwn)?;
            repack(tx, &series, *from_index, envelopes)?;
        }
        Write::WithdrawOwn {
            dossier,
            document,
            device,
            from_index,
            sealed_up_to,
        } => {
            let dossier = dossier_id(tx, dossier)?;
            let series = series(tx, dossier, *document, device)?.ok_or(Refusal::NotOwn)?;
            withdraw(tx, &series, *from_index, *sealed_up_to)?;
        }
        Write::Offered {
            dossier,
            document,
            device,
            up_to,
        } => {
            let dossier = dossier_id(tx, dossier)?;
            let tail = series(tx, dossier, *document, device)?.map_or(0, |series| series.tail);
            if *up_to > tail {
                return Err(Refusal::BeyondTail {
                    index: *up_to,
                    tail,
                }
                .into());
            }
            tx.prepare_cached(
                "UPDATE series SET offered_up_to = max(offered_up_to, ?4)
                 WHERE dossier = ?1 AND document = ?2 AND device = ?3",
            )?
            .execute(params![dossier, document, device, number(*up_to)?])?;
        }
        Write::Chunk {
            dossier,
            document,
            bytes,
            changes,
        } => {
            insert_chunk(
                tx,
                dossier_id(tx, dossier)?,
                *document,
                false,
                *changes,
                bytes,
            )?;
        }
        Write::Compact {
            dossier,
            document,
            snapshot,
            up_to_chunk,
        } => {
            compact(
                tx,
                dossier_id(tx, dossier)?,
                *document,
                snapshot,
                *up_to_chunk,
            )?;
        }
        Write::ViewRow {
            dossier,
            key,
            position,
            bytes,
        } => {
            tx.prepare_cached(
                "INSERT INTO view_row (dossier, key, position, bytes) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (dossier, key)
                 DO UPDATE SET position = excluded.position, bytes = excluded.bytes",
            )?
            .execute(params![dossier_id(tx, dossier)?, key, position, bytes])?;
        }
        Write::ViewRowGone { dossier, key } => {
            tx.prepare_cached("DELETE FROM view_row WHERE dossier = ?1 AND key = ?2")?
                .execute(params![dossier_id(tx, dossier)?, key])?;
        }
        Write::ViewOrder { dossier, keys } => order_view(tx, dossier_id(tx, dossier)?, keys)?,
        Write::View {
            dossier,
            name,
            bytes,
        } => {
            tx.prepare_cached(
                "INSERT INTO view (dossier, name, bytes) VALUES (?1, ?2, ?3)
                 ON CONFLICT (dossier, name) DO UPDATE SET bytes = excluded.bytes",
            )?
            .execute(params![dossier_id(tx, dossier)?, name, bytes])?;
        }
        Write::Wrote {
            dossier,
            document,
            device,
            key,
            index,
        } => {
            let dossier = dossier_id(tx, dossier)?;
            let (index, series) = (*index, series(tx, dossier, *document, device)?);
            let tail = series.as_ref().map_or(0, |series| series.tail);
            let beyond = Refusal::BeyondTail { index, tail };
            let series = series.filter(|_| index <= tail).ok_or(beyond)?;
            tx.prepare_cached(
                "INSERT INTO written (series, key, idx) VALUES (?1, ?2, ?3)
                 ON CONFLICT (series, key) DO UPDATE SET idx = excluded.idx",
            )?
            .execute(params![series.id, key, number(index)?])?;
        }
        Write::Receipt {
            dossier,
            device,
            bytes,
        } => {
            tx.prepare_cached(
                "INSERT INTO receipt (dossier, device, bytes) VALUES (?1, ?2, ?3)
                 ON CONFLICT (dossier, device) DO UPDATE SET bytes = excluded.bytes",
            )?
            .execute(params![dossier_id(tx, dossier)?, device, bytes])?;
        }
        Write::Acked {
            dossier,
            document,
            device,
            index,
        } => {
            tx.prepare_cached(
                "INSERT INTO acked (dossier, document, device, idx) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (dossier, document, device) DO UPDATE SET idx = excluded.idx",
            )?
            .execute(params![
                dossier_id(tx, dossier)?,
                document,
                device,
                number(*index)?
            ])?;
        }
    }
    Ok(())
}

fn dossier_id(tx: &Transaction<'_>, dossier: &[u8; 16]) -> Result<i64, Stopped> {
    tx.prepare_cached("SELECT id FROM dossier WHERE dossier = ?1")?
        .query_row(params![dossier], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Refusal::UnknownDossier.into())
}

fn insert_chunk(
    tx: &Transaction<'_>,
    dossier: i64,
    document: u8,
    snapshot: bool,
    changes: u32,
    bytes: &[u8],
) -> Result<i64, Stopped> {
    let size = i64::try_from(bytes.len()).map_err(|_| Refusal::Range("chunk length"))?;
    tx.prepare_cached(
        "INSERT INTO chunk (dossier, document, snapshot, changes, size, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![dossier, document, snapshot, changes, size, bytes])?;
    Ok(tx.last_insert_rowid())
}

fn compact(
    tx: &Transaction<'_>,
    dossier: i64,
    document: u8,
    snapshot: &[u8],
    up_to_chunk: i64,
) -> Result<(), Stopped> {
    let (there, changes): (bool, i64) = tx
        .prepare_cached(
            "SELECT coalesce(max(id = ?3), 0), coalesce(sum(changes), 0) FROM chunk
             WHERE dossier = ?1 AND document = ?2 AND id <= ?3",
        )?
        .query_row(params![dossier, document, up_to_chunk], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if !there {
        return Err(Refusal::UnknownChunk(up_to_chunk).into());
    }
    let changes = u32::try_from(changes).map_err(|_| Refusal::Range("changes of a document"))?;
    let id = insert_chunk(tx, dossier, document, true, changes, snapshot)?;
    let back: Vec<u8> = tx
        .prepare_cached("SELECT bytes FROM chunk WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    if back != snapshot {
        return Err(Refusal::SnapshotDiffers.into());
    }
    tx.prepare_cached("DELETE FROM chunk WHERE dossier = ?1 AND document = ?2 AND id <= ?3")?
        .execute(params![dossier, document, up_to_chunk])?;
    Ok(())
}

fn order_view(tx: &Transaction<'_>, dossier: i64, keys: &[String]) -> Result<(), Stopped> {
    // Moved out of the way first, so that a key named twice leaves another one behind, below zero.
    tx.prepare_cached("UPDATE view_row SET position = -1 WHERE dossier = ?1")?
        .execute([dossier])?;
    let mut place =
        tx.prepare_cached("UPDATE view_row SET position = ?3 WHERE dossier = ?1 AND key = ?2")?;
    for (position, key) in (0_i64..).zip(keys) {
        if place.execute(params![dossier, key, position])? == 0 {
            return Err(Refusal::ViewOrder.into());
        }
    }
    let left: i64 = tx
        .prepare_cached("SELECT count(*) FROM view_row WHERE dossier = ?1 AND position < 0")?
        .query_row([dossier], |row| row.get(0))?;
    if left > 0 {
        Err(Refusal::ViewOrder.into())
    } else {
        Ok(())
    }
}

fn number(index: u64) -> Result<i64, Refusal> {
    i64::try_from(index).map_err(|_| Refusal::Range("index"))
}
