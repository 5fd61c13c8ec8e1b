//! What must be true of the file before the first commit.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use store::sqlite::{self, Migration, OpenError, Schema};
use store::{Store, StoreError};

use crate::home::{DOSSIER, Home, dossier, own, own_envelopes};

const ONE: Migration = Migration {
    name: "one",
    sql: "CREATE TABLE one (n INTEGER NOT NULL) STRICT;",
};
const TWO: Migration = Migration {
    name: "two",
    sql: "CREATE TABLE two (n INTEGER NOT NULL) STRICT;",
};
const BROKEN: Migration = Migration {
    name: "broken",
    sql: "INSERT INTO one VALUES (2); INSERT INTO one VALUES ('not a number');",
};

const fn schema(user_version: i32, migrations: &'static [Migration]) -> Schema {
    Schema {
        application_id: 0x0c07_e701,
        user_version,
        migrations,
    }
}

#[test]
fn every_durability_setting_is_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    for life in ["first", "second"] {
        let connection = sqlite::open(&path, &schema(3, &[ONE])).unwrap().connection;
        let text = |pragma: &str| -> String {
            let value = connection
                .pragma_query_value(None, pragma, |row| row.get::<_, rusqlite::types::Value>(0));
            match value {
                Ok(rusqlite::types::Value::Integer(number)) => number.to_string(),
                Ok(rusqlite::types::Value::Text(text)) => text,
                other => format!("{other:?}"),
            }
        };
        for (pragma, expected) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("fullfsync", "1"),
            ("checkpoint_fullfsync", "1"),
            ("foreign_keys", "1"),
            ("trusted_schema", "0"),
            ("cell_size_check", "1"),
            ("busy_timeout", "5000"),
            ("application_id", "201844481"),
            ("user_version", "3"),
        ] {
            assert_eq!(text(pragma), expected, "{pragma} in the {life} life");
        }
        // SQLite built without memory mapping answers nothing at all.
        assert!(["0", "Err(QueryReturnedNoRows)"].contains(&text("mmap_size").as_str()));
        connection
            .execute("PRAGMA writable_schema = ON", [])
            .unwrap();
        assert!(
            connection.execute("DELETE FROM sqlite_schema", []).is_err(),
            "a defensive connection does not let its own tables be rewritten"
        );
        sqlite::close(connection).unwrap();
    }
}

#[test]
fn the_first_life_is_told_from_the_later_ones() {
    let home = Home::new();
    let store = home.open();
    assert!(store.was_created());
    assert!(!store.was_unclean());
    store.close().unwrap();
    let store = home.open();
    assert!(!store.was_created());
    assert!(!store.was_unclean());
}

#[test]
fn an_unclean_end_is_noticed_once_and_loses_nothing() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store.commit(&[own(1, b"uno")]).unwrap();
    drop(store);
    let store = home.open();
    assert!(store.was_unclean());
    assert_eq!(own_envelopes(&store), [(1, b"uno".to_vec())]);
    store.close().unwrap();
    assert!(!home.open().was_unclean());
}

#[test]
fn damage_is_found_after_an_unclean_end_and_weekly() {
    for (case, life) in [
        ("unclean", "UPDATE life SET clean = 0"),
        (
            "a week ago",
            "UPDATE life SET clean = 1, checked_at_ms = checked_at_ms - 604800001",
        ),
        (
            "clock went back",
            "UPDATE life SET clean = 1, checked_at_ms = checked_at_ms + 99999999",
        ),
    ] {
        let home = Home::new();
        let mut store = home.open_with_dossier();
        for index in 1..=200 {
            store.commit(&[own(index, &[3; 200])]).unwrap();
        }
        store.close().unwrap();
        let raw = Connection::open(home.database()).unwrap();
        raw.execute(life, []).unwrap();
        raw.close().unwrap();
        // The table of envelopes is the bulk of the file: its inner pages are hit for sure.
        let mut bytes = fs::read(home.database()).unwrap();
        let middle = bytes.len() / 4096 / 2 * 4096;
        bytes[middle..middle + 4096].fill(0xa5);
        fs::write(home.database(), &bytes).unwrap();

        let error = Store::open(home.path()).unwrap_err();
        assert!(
            matches!(error, StoreError::Damaged { .. }),
            "{case}: {error}"
        );
        assert_eq!(
            fs::read(home.database()).unwrap(),
            bytes,
            "{case}: kept as it was"
        );
    }
}

#[test]
fn a_file_that_is_not_a_database_is_damaged_and_kept() {
    for (case, garbage) in [
        ("text", b"esto no es una base de datos. ".repeat(400)),
        ("zeroes", vec![0; 8192]),
        ("a header cut short", b"SQLite format 3\0".to_vec()),
    ] {
        let home = Home::new();
        fs::write(home.database(), &garbage).unwrap();
        let error = Store::open(home.path()).unwrap_err();
        assert!(
            matches!(error, StoreError::Damaged { .. }),
            "{case}: {error}"
        );
        assert_eq!(fs::read(home.database()).unwrap(), garbage, "{case}");

        // Set aside, never deleted; then the folder works again.
        let first = Store::set_aside(home.path()).unwrap();
        assert_eq!(fs::read(&first).unwrap(), garbage, "{case}");
        let mut store = home.open();
        assert!(store.was_created());
        store.commit(&[dossier(DOSSIER)]).unwrap();
        drop(store);
        let second = Store::set_aside(home.path()).unwrap();
        assert_ne!(first, second);
        assert_eq!(fs::read(&first).unwrap(), garbage, "{case}");
    }
}

#[test]
fn another_applications_file_is_not_touched() {
    let home = Home::new();
    let raw = Connection::open(home.database()).unwrap();
    raw.execute_batch("CREATE TABLE theirs (n); PRAGMA application_id = 77;")
        .unwrap();
    raw.close().unwrap();
    let before = files(home.path());
    let error = Store::open(home.path()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_newer_file_is_refused_and_not_written() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store.commit(&[own(1, b"uno")]).unwrap();
    store.close().unwrap();
    let raw = Connection::open(home.database()).unwrap();
    raw.execute_batch("PRAGMA user_version = 2;").unwrap();
    raw.close().unwrap();
    let before = files(home.path());

    let error = Store::open(home.path()).unwrap_err();
    assert!(
        matches!(error, StoreError::Newer { found: 2, known: 1 }),
        "{error}"
    );
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_second_opening_finds_the_folder_in_use() {
    let home = Home::new();
    let store = home.open();
    let error = Store::open(home.path()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    let error = Store::set_aside(home.path()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    drop(store);
    home.open().close().unwrap();
}

#[test]
fn a_migration_that_fails_midway_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let open = |schema: Schema| sqlite::open(&path, &schema);
    let tables = |connection: &Connection| -> i64 {
        connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('one', 'two')",
                [],
                |row| row.get(0),
            )
            .unwrap()
    };

    // On a new file nothing of the failed attempt stays, not even the good step before it.
    let error = open(schema(1, &[ONE, BROKEN])).unwrap_err();
    assert!(
        matches!(error, OpenError::Migration { name: "broken", .. }),
        "{error}"
    );
    let opened = open(schema(1, &[ONE])).unwrap();
    assert!(opened.created);
    opened
        .connection
        .execute("INSERT INTO one VALUES (1)", [])
        .unwrap();
    sqlite::close(opened.connection).unwrap();

    // On a file with data neither.
    let error = open(schema(2, &[ONE, TWO, BROKEN])).unwrap_err();
    assert!(
        matches!(error, OpenError::Migration { name: "broken", .. }),
        "{error}"
    );
    let opened = open(schema(1, &[ONE])).unwrap();
    assert!(!opened.created);
    assert_eq!(tables(&opened.connection), 1);
    let rows: Vec<i64> = opened
        .connection
        .prepare("SELECT n FROM one")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(rows, [1]);
    sqlite::close(opened.connection).unwrap();

    // Repaired, the new build goes up; an older one with the same gate still opens the file.
    let opened = open(schema(1, &[ONE, TWO])).unwrap();
    assert_eq!(tables(&opened.connection), 2);
    sqlite::close(opened.connection).unwrap();
    let opened = open(schema(1, &[ONE])).unwrap();
    assert_eq!(tables(&opened.connection), 2);
    sqlite::close(opened.connection).unwrap();
    // And one with a lower gate does not.
    let opened = open(schema(2, &[ONE, TWO])).unwrap();
    sqlite::close(opened.connection).unwrap();
    assert!(matches!(
        open(schema(1, &[ONE])).unwrap_err(),
        OpenError::Newer { found: 2, known: 1 }
    ));
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .filter(|(name, _)| name != store::LOCK_FILE)
        .collect()
}
