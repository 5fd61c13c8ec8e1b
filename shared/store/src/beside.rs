//! A file that another process may be writing at this moment: read it, and copy what is committed.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::sqlite::{self, OpenError, Schema};
use crate::{StoreError, copy};

/// How long a reader waits for the moment in which the log is being moved.
const BUSY: Duration = Duration::from_secs(5);

/// Opens a file to read it only: nothing of it is changed, neither its marks nor its log. Refuses what
/// another application or a newer build made; of an older one see [`missing`].
pub fn open(path: &Path, schema: &Schema) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| sqlite::sorted(path, error))?;
    let sort = |error| sqlite::sorted(path, error);
    connection.busy_timeout(BUSY).map_err(sort)?;
    if sqlite::gate(&connection, path, schema)? {
        return Err(OpenError::OtherApplication {
            path: path.to_owned(),
            found: 0,
        });
    }
    Ok(connection)
}

/// The first step of the schema that a file of an older build lacks. The program that writes it takes
/// all of them when it starts.
pub fn missing(connection: &Connection, schema: &Schema) -> rusqlite::Result<Option<&'static str>> {
    for migration in schema.migrations {
        let known: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM migration WHERE name = ?1)",
            [migration.name],
            |row| row.get(0),
        )?;
        if !known {
            return Ok(Some(migration.name));
        }
    }
    Ok(None)
}

/// Whether a file is whole, in SQLite's words: "ok" if it is.
pub fn verify(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
}

/// Copies what is committed now to a new file, checks the copy, and only then gives it its name,
/// replacing an older file of that name.
pub fn copy_to(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let partial = copy::begin(to)?;
    let sort = |error| StoreError::from_sqlite(to, error);
    let copied = (|| {
        // held as it is now: else every commit meanwhile would begin the copy anew
        connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
        let answer = copy::copy(connection, &partial);
        connection.execute_batch("COMMIT")?;
        answer
    })();
    copy::end(&partial, to, &copied.map_err(sort)?)
}
