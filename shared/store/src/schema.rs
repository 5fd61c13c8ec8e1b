//! The tables of the app's file.

use crate::sqlite::{Migration, Schema};

/// `Ctjo` in the file's header.
const APPLICATION_ID: i32 = 0x4374_6a6f;
/// Forward gate; see [`Schema::user_version`].
pub const USER_VERSION: i32 = 1;

/// The app's file.
pub(crate) const SCHEMA: Schema = Schema {
    application_id: APPLICATION_ID,
    user_version: USER_VERSION,
    migrations: &[
        Migration {
            name: "0001-first",
            sql: FIRST,
        },
        Migration {
            name: "0002-receipts",
            sql: RECEIPTS,
        },
    ],
};

// `series.tail` outlives any deletion of envelopes, so an index can never come twice.
// `chunk.id` is AUTOINCREMENT for the same reason: "everything up to id" must not grow backwards.
const FIRST: &str = "
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dossier (
    id INTEGER PRIMARY KEY,
    dossier BLOB NOT NULL UNIQUE CHECK (length(dossier) = 16),
    secret BLOB NOT NULL,
    relay TEXT,
    summary BLOB NOT NULL
) STRICT;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    bytes BLOB NOT NULL,
    UNIQUE (dossier, hash)
) STRICT;

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    document INTEGER NOT NULL,
    device BLOB NOT NULL CHECK (length(device) = 32),
    own INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    tail_hash BLOB NOT NULL CHECK (length(tail_hash) = 32),
    offered_up_to INTEGER NOT NULL CHECK (offered_up_to <= tail),
    UNIQUE (dossier, document, device)
) STRICT;

CREATE TABLE envelope (
    id INTEGER PRIMARY KEY,
    series INTEGER NOT NULL REFERENCES series (id),
    idx INTEGER NOT NULL CHECK (idx >= 1),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    quarantined INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (series, idx)
) STRICT;

CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    document INTEGER NOT NULL,
    snapshot INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX chunk_of_document ON chunk (dossier, document, snapshot, size);

CREATE TABLE acked (
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    document INTEGER NOT NULL,
    device BLOB NOT NULL CHECK (length(device) = 32),
    idx INTEGER NOT NULL,
    PRIMARY KEY (dossier, document, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE view_row (
    id INTEGER PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (dossier, key)
) STRICT;

CREATE TABLE view (
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (dossier, name)
) STRICT, WITHOUT ROWID;
";

// Envelopes that came before this step have no time of arrival, and what was written before it is in
// no row of `written`.
const RECEIPTS: &str = "
ALTER TABLE envelope ADD COLUMN received_ms INTEGER;

CREATE TABLE receipt (
    id INTEGER PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossier (id),
    device BLOB NOT NULL CHECK (length(device) = 32),
    bytes BLOB NOT NULL,
    UNIQUE (dossier, device)
) STRICT;

CREATE TABLE written (
    series INTEGER NOT NULL REFERENCES series (id),
    key TEXT NOT NULL,
    idx INTEGER NOT NULL CHECK (idx >= 1),
    PRIMARY KEY (series, key)
) STRICT, WITHOUT ROWID;
";
