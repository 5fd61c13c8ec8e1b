//! The same tables as in the file, in PostgreSQL, and how they come to be there.

use std::time::Duration;

use tokio_postgres::Client;

use super::database::{DatabaseError, PostgresError};

/// The oldest PostgreSQL that is tested, as it numbers itself.
const SERVER_VERSION_MIN: i32 = 150_000;
/// "CoRl": these are a relay's tables, not somebody else's of the same names.
const APPLICATION: i32 = 0x436F_526C;
/// Forward gate: a build that knows a lower number must not touch the tables.
const VERSION: i32 = 1;
/// Held while tables are made, so that relays that start together make them once.
const MAKING_KEY: i64 = 0x436F_526C_0000_0000;
/// A relay that stops in the middle of a transaction holds up others no longer than this.
const IDLE_IN_TRANSACTION_MAX: Duration = Duration::from_secs(5);
/// And nobody waits longer than this for another's transaction.
const LOCK_WAIT_MAX: Duration = Duration::from_secs(10);

/// Steps of the schema: name and statements. Each is applied once, in this order, never edited.
const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001 entries, envelopes and receipts",
        ENTRIES_ENVELOPES_AND_RECEIPTS,
    ),
    ("0002 last written", LAST_WRITTEN),
];

// How a dossier stands is written beside it, unlike in the file: other relays ask for it at every
// batch, and compare. Sealed bytes cannot be compressed: EXTERNAL saves trying.
const ENTRIES_ENVELOPES_AND_RECEIPTS: &str = "
CREATE TABLE dossier (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE CHECK (octet_length(id) = 16),
    bytes BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    last_place BIGINT NOT NULL,
    last_receipt BIGINT NOT NULL
);
CREATE TABLE entry (
    dossier BIGINT NOT NULL REFERENCES dossier,
    ordinal BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (dossier, ordinal)
);
CREATE TABLE series (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier BIGINT NOT NULL REFERENCES dossier,
    document BIGINT NOT NULL,
    device BYTEA NOT NULL CHECK (octet_length(device) = 32),
    UNIQUE (dossier, document, device)
);
CREATE TABLE envelope (
    place BIGINT PRIMARY KEY,
    series BIGINT NOT NULL REFERENCES series,
    position BIGINT NOT NULL CHECK (position > 0),
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    bytes BYTEA NOT NULL,
    UNIQUE (series, position)
);
ALTER TABLE envelope ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE receipt (
    dossier BIGINT NOT NULL REFERENCES dossier,
    device BYTEA NOT NULL CHECK (octet_length(device) = 32),
    place BIGINT NOT NULL CHECK (place > 0),
    bytes BYTEA NOT NULL,
    PRIMARY KEY (dossier, device),
    UNIQUE (dossier, place)
);
";

// In seconds. What was there before counts as written now: nobody may be told that it is old.
const LAST_WRITTEN: &str = "
ALTER TABLE dossier ADD COLUMN written_at BIGINT;
UPDATE dossier SET written_at = extract(epoch FROM now())::bigint;
";

const MARKS: &str = "
CREATE TABLE relay (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    application INTEGER NOT NULL,
    version INTEGER NOT NULL,
    id BYTEA CHECK (octet_length(id) = 16)
);
CREATE TABLE migration (name TEXT PRIMARY KEY);
";

/// Puts in force what makes an acknowledgement a promise, and refuses a server that cannot keep it.
pub(super) async fn settle(client: &Client) -> Result<(), DatabaseError> {
    let version: i32 = client
        .query_one("SELECT current_setting('server_version_num')::integer", &[])
        .await
        .map_err(PostgresError)?
        .get(0);
    if version < SERVER_VERSION_MIN {
        return Err(DatabaseError::TooOld {
            found: version / 10_000,
            oldest: SERVER_VERSION_MIN / 10_000,
        });
    }
    for setting in ["fsync", "full_page_writes"] {
        if shown(client, setting).await? != "on" {
            return Err(DatabaseError::Unsafe { setting });
        }
    }
    // Stronger settings, which wait for other servers too, are left as they are.
    if shown(client, "synchronous_commit").await? == "off" {
        run(client, "SET synchronous_commit = on").await?;
    }
    run(
        client,
        &format!(
            "SET idle_in_transaction_session_timeout = {}; SET lock_timeout = {}",
            IDLE_IN_TRANSACTION_MAX.as_millis(),
            LOCK_WAIT_MAX.as_millis(),
        ),
    )
    .await
}

/// Looks before touching: whose tables are these, and may this build write them. Then makes what is
/// missing, all in one transaction.
pub(super) async fn prepare(client: &Client) -> Result<(), DatabaseError> {
    run(client, "BEGIN").await?;
    client
        .execute("SELECT pg_advisory_xact_lock($1)", &[&MAKING_KEY])
        .await
        .map_err(PostgresError)?;
    let tables: Vec<String> = client
        .query_one(
            "SELECT coalesce(array_agg(relname::text), '{}') FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')",
            &[],
        )
        .await
        .map_err(PostgresError)?
        .get(0);
    if tables.is_empty() {
        run(client, MARKS).await?;
        client
            .execute(
                "INSERT INTO relay (one, application, version) VALUES (1, $1, $2)",
                &[&APPLICATION, &VERSION],
            )
            .await
            .map_err(PostgresError)?;
    }
    let found = version(client).await?;
    if found > VERSION {
        return Err(DatabaseError::Newer {
            found,
            known: VERSION,
        });
    }
    for (name, statements) in MIGRATIONS {
        let is_new = client
            .execute(
                "INSERT INTO migration VALUES ($1) ON CONFLICT DO NOTHING",
                &[name],
            )
            .await
            .map_err(PostgresError)?
            == 1;
        if is_new {
            run(client, statements).await?;
        }
    }
    client
        .execute("UPDATE relay SET version = $1", &[&VERSION])
        .await
        .map_err(PostgresError)?;
    run(client, "COMMIT").await
}

/// The version of a relay's tables; refuses others.
async fn version(client: &Client) -> Result<i32, DatabaseError> {
    let marked: i64 = client
        .query_one(
            "SELECT count(*) FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = 'relay'
                 AND column_name IN ('application', 'version')",
            &[],
        )
        .await
        .map_err(PostgresError)?
        .get(0);
    if marked != 2 {
        return Err(DatabaseError::NotARelays);
    }
    let row = client
        .query_opt("SELECT application, version FROM relay", &[])
        .await
        .map_err(PostgresError)?;
    match row {
        Some(row) if row.get::<_, i32>(0) == APPLICATION => Ok(row.get(1)),
        Some(_) | None => Err(DatabaseError::NotARelays),
    }
}

async fn shown(client: &Client, setting: &str) -> Result<String, DatabaseError> {
    let row = client
        .query_one("SELECT current_setting($1)", &[&setting])
        .await
        .map_err(PostgresError)?;
    Ok(row.get(0))
}

async fn run(client: &Client, statements: &str) -> Result<(), DatabaseError> {
    Ok(client
        .batch_execute(statements)
        .await
        .map_err(PostgresError)?)
}
