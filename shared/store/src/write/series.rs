//! The series of a dossier: gapless, and never rewritten where somebody may have seen them.

use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::Refusal;
use crate::write::{RepackedEnvelope, Stopped, number};

/// A series as the tables keep it.
pub(super) struct Series {
    pub(super) id: i64,
    pub(super) own: bool,
    pub(super) tail: u64,
    pub(super) offered_up_to: u64,
}

pub(super) fn series(
    tx: &Transaction<'_>,
    dossier: i64,
    document: u8,
    device: &[u8; 32],
) -> Result<Option<Series>, Stopped> {
    let found = tx
        .prepare_cached(
            "SELECT id, own, tail, offered_up_to FROM series
             WHERE dossier = ?1 AND document = ?2 AND device = ?3",
        )?
        .query_row(params![dossier, document, device], |row| {
            Ok(Series {
                id: row.get(0)?,
                own: row.get(1)?,
                tail: row.get::<_, i64>(2)?.cast_unsigned(),
                offered_up_to: row.get::<_, i64>(3)?.cast_unsigned(),
            })
        })
        .optional()?;
    Ok(found)
}

pub(super) fn new_series(
    tx: &Transaction<'_>,
    dossier: i64,
    document: u8,
    device: &[u8; 32],
) -> Result<Series, Stopped> {
    tx.prepare_cached(
        "INSERT INTO series (dossier, document, device, own, tail, tail_hash, offered_up_to)
         VALUES (?1, ?2, ?3, 0, 0, zeroblob(32), 0)",
    )?
    .execute(params![dossier, document, device])?;
    Ok(Series {
        id: tx.last_insert_rowid(),
        own: false,
        tail: 0,
        offered_up_to: 0,
    })
}

pub(super) fn insert_envelope(
    tx: &Transaction<'_>,
    series: i64,
    index: u64,
    hash: &[u8; 32],
    quarantined: bool,
    received_ms: Option<u64>,
    bytes: &[u8],
) -> Result<(), Stopped> {
    let received_ms = received_ms.map(number).transpose()?;
    tx.prepare_cached(
        "INSERT INTO envelope (series, idx, hash, quarantined, received_ms, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        series,
        number(index)?,
        hash,
        quarantined,
        received_ms,
        bytes
    ])?;
    Ok(())
}

pub(super) fn set_tail(
    tx: &Transaction<'_>,
    series: i64,
    tail: u64,
    hash: &[u8; 32],
    offered_up_to: u64,
) -> Result<(), Stopped> {
    tx.prepare_cached(
        "UPDATE series SET tail = ?2, tail_hash = ?3, offered_up_to = ?4 WHERE id = ?1",
    )?
    .execute(params![series, number(tail)?, hash, number(offered_up_to)?])?;
    Ok(())
}

/// Own envelopes from an index on may be rewritten only if none of them can have been seen.
fn must_be_unseen(series: &Series, from_index: u64) -> Result<(), Stopped> {
    if !series.own {
        return Err(Refusal::NotOwn.into());
    }
    if from_index <= series.offered_up_to {
        let offered_up_to = series.offered_up_to;
        return Err(Refusal::AlreadyOffered {
            from_index,
            offered_up_to,
        }
        .into());
    }
    if from_index > series.tail {
        return Err(Refusal::BeyondTail {
            index: from_index,
            tail: series.tail,
        }
        .into());
    }
    Ok(())
}

pub(super) fn withdraw(
    tx: &Transaction<'_>,
    series: &Series,
    from_index: u64,
    sealed_up_to: u64,
) -> Result<(), Stopped> {
    must_be_unseen(series, from_index)?;
    tx.prepare_cached("DELETE FROM envelope WHERE series = ?1 AND idx >= ?2")?
        .execute(params![series.id, number(from_index)?])?;
    tx.prepare_cached("UPDATE written SET idx = ?3 WHERE series = ?1 AND idx >= ?2")?
        .execute(params![
            series.id,
            number(from_index)?,
            number(sealed_up_to)?
        ])?;
    let tail = from_index - 1;
    let hash: Option<[u8; 32]> = tx
        .prepare_cached("SELECT hash FROM envelope WHERE series = ?1 AND idx = ?2")?
        .query_row(params![series.id, number(tail)?], |row| row.get(0))
        .optional()?;
    set_tail(
        tx,
        series.id,
        tail,
        &hash.unwrap_or_default(),
        series.offered_up_to,
    )
}

pub(super) fn repack(
    tx: &Transaction<'_>,
    series: &Series,
    from_index: u64,
    envelopes: &[RepackedEnvelope],
) -> Result<(), Stopped> {
    must_be_unseen(series, from_index)?;
    let last = envelopes
        .last()
        .ok_or(Refusal::Range("a repack without envelopes"))?;
    tx.prepare_cached("DELETE FROM envelope WHERE series = ?1 AND idx >= ?2")?
        .execute(params![series.id, number(from_index)?])?;
    for (expected, envelope) in (from_index..).zip(envelopes) {
        if envelope.index != expected {
            return Err(Refusal::Gap {
                expected,
                got: envelope.index,
            }
            .into());
        }
        insert_envelope(
            tx,
            series.id,
            envelope.index,
            &envelope.hash,
            false,
            None,
            &envelope.bytes,
        )?;
    }
    // What an envelope that is gone wrote is in one of these; the last of them cannot be too early.
    tx.prepare_cached("UPDATE written SET idx = ?2 WHERE series = ?1 AND idx > ?2")?
        .execute(params![series.id, number(last.index)?])?;
    set_tail(tx, series.id, last.index, &last.hash, series.offered_up_to)
}
