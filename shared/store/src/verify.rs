//! Looks at everything and says what it found.

use rusqlite::Connection;

use crate::{Store, StoreError};

/// Problems listed by a report at most.
const PROBLEMS_MAX: usize = 100;

/// What a full look at the store found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is wrong, in SQLite's or our words; empty when everything is sound. At most 100.
    pub problems: Vec<String>,
    /// Dossiers held.
    pub dossiers: u64,
    /// Series held.
    pub series: u64,
    /// Envelopes held.
    pub envelopes: u64,
    /// Of those, set apart because they could not be applied.
    pub quarantined: u64,
    /// Chunks held.
    pub chunks: u64,
    /// Bytes of the file, without its log.
    pub file_bytes: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Store {
    /// Reads the whole file: SQLite's integrity check, the references between tables, and that every
    /// series has all its envelopes and ends where it says.
    pub fn verify(&self) -> Result<Report, StoreError> {
        self.read(|connection| {
            let count = |sql: &str| -> rusqlite::Result<u64> {
                let number: i64 = connection.query_row(sql, [], |row| row.get(0))?;
                Ok(number.unsigned_abs())
            };
            let mut report = Report {
                problems: Vec::new(),
                dossiers: count("SELECT count(*) FROM dossier")?,
                series: count("SELECT count(*) FROM series")?,
                envelopes: count("SELECT count(*) FROM envelope")?,
                quarantined: count("SELECT count(*) FROM envelope WHERE quarantined")?,
                chunks: count("SELECT count(*) FROM chunk")?,
                file_bytes: count(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                )?,
            };
            report.problems.extend(
                texts(connection, "PRAGMA integrity_check(100)")?
                    .into_iter()
                    .filter(|answer| answer != "ok"),
            );
            // A file from elsewhere must not bring anything that acts by itself.
            report.problems.extend(texts(
                connection,
                "SELECT 'the file has a ' || type || ' called ' || name
                 FROM sqlite_schema WHERE type IN ('trigger', 'view')",
            )?);
            report.problems.extend(texts(
                connection,
                "SELECT 'table ' || \"table\" || ' refers to a missing ' || parent
                 FROM pragma_foreign_key_check",
            )?);
            report.problems.extend(texts(
                connection,
                "SELECT 'series ' || hex(s.device) || ' of document ' || s.document || ' says '
                        || s.tail || ' envelopes and has ' || count(e.id)
                 FROM series s LEFT JOIN envelope e ON e.series = s.id
                 GROUP BY s.id
                 HAVING count(e.id) <> s.tail OR coalesce(max(e.idx), 0) <> s.tail",
            )?);
            report.problems.extend(texts(
                connection,
                "SELECT 'series ' || hex(s.device) || ' of document ' || s.document
                        || ' does not end in the envelope it says'
                 FROM series s LEFT JOIN envelope e ON e.series = s.id AND e.idx = s.tail
                 WHERE e.hash IS NOT s.tail_hash",
            )?);
            report.problems.extend(texts(
                connection,
                "SELECT 'chunk ' || id || ' has not the length it says'
                 FROM chunk WHERE length(bytes) <> size",
            )?);
            report.problems.truncate(PROBLEMS_MAX);
            Ok(report)
        })
    }
}

fn texts(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(sql)?
        .query_map([], |row| row.get(0))?
        .take(PROBLEMS_MAX)
        .collect()
}
