//! The disk says no: nothing acknowledged is lost and nobody pretends.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;
use store::{Store, StoreError, read_device_key};

use crate::home::{DOSSIER, Home, MATRIX, chunk, own, own_envelopes};

/// Writes own envelopes until the disk is full; answers how many were acknowledged.
fn fill(store: &mut Store) -> u64 {
    for index in 1..10_000 {
        match store.commit(&[
            own(index, &[index as u8; 3_000]),
            chunk(&[index as u8; 500]),
        ]) {
            Ok(()) => {}
            Err(StoreError::Full) => return index - 1,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the disk never filled");
}

#[test]
fn a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room() {
    // Every limit moves the failing write to another place of the commit.
    for pages in 40..80 {
        let home = Home::new();
        let mut store = home.open_with_dossier();
        store.limit_pages(Some(pages)).unwrap();
        let acknowledged = fill(&mut store);

        // Dead to everything, whatever the disk would say now.
        assert!(matches!(store.commit(&[]), Err(StoreError::Dead)));
        assert!(matches!(store.series(&DOSSIER), Err(StoreError::Dead)));
        assert!(matches!(
            store.view_rows(&DOSSIER, None),
            Err(StoreError::Dead)
        ));
        assert!(matches!(store.verify(), Err(StoreError::Dead)));

        // Reopened while still full: what was acknowledged is there, the failed commit is not half there.
        store.reopen().unwrap();
        let kept = own_envelopes(&store);
        assert_eq!(kept.len() as u64, acknowledged);
        assert_eq!(
            store.chunks(&DOSSIER, MATRIX).unwrap().len() as u64,
            acknowledged
        );
        assert!(
            kept.iter()
                .all(|(index, bytes)| *bytes == [*index as u8; 3_000])
        );
        assert!(store.verify().unwrap().is_sound());
        let next = own(acknowledged + 1, &vec![0; 60_000]);
        assert!(matches!(
            store.commit(std::slice::from_ref(&next)),
            Err(StoreError::Full)
        ));

        // Room again.
        store.reopen().unwrap();
        store.limit_pages(None).unwrap();
        store.commit(&[next]).unwrap();
        store.close().unwrap();
        assert_eq!(own_envelopes(&home.open()).len() as u64, acknowledged + 1);
    }
}

#[test]
fn a_handle_that_died_cannot_be_closed_as_if_nothing_had_happened() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store.limit_pages(Some(40)).unwrap();
    let acknowledged = fill(&mut store);
    assert!(matches!(store.close(), Err(StoreError::Dead)));
    let store = home.open();
    assert!(store.was_unclean());
    assert_eq!(own_envelopes(&store).len() as u64, acknowledged);
}

#[test]
fn a_database_of_another_key_is_foreign() {
    let home = Home::new();
    home.open_with_dossier().close().unwrap();
    let key = home.path().join(store::DEVICE_KEY_FILE);

    fs::write(&key, [8; 32]).unwrap();
    assert!(matches!(
        Store::open(home.path()),
        Err(StoreError::Foreign { .. })
    ));
    fs::remove_file(&key).unwrap();
    assert!(matches!(
        Store::open(home.path()),
        Err(StoreError::Foreign { .. })
    ));
    for damaged in [&[9; 31][..], &[9; 33], &[]] {
        fs::write(&key, damaged).unwrap();
        assert!(matches!(
            read_device_key(home.path()),
            Err(StoreError::Damaged { .. })
        ));
        assert!(matches!(
            Store::open(home.path()),
            Err(StoreError::Damaged { .. })
        ));
    }
    fs::write(&key, [9; 32]).unwrap();
    assert_eq!(home.open().dossiers().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_used_says_which_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archivo");
    fs::write(&file, b"no es una carpeta").unwrap();
    let blocked = |name: &str| -> PathBuf {
        let home = folder.path().join(name.replace('.', "-"));
        store::write_device_key(&home, &[9; 32]).unwrap();
        let path = home.join(name);
        if path.exists() {
            fs::remove_file(&path).unwrap();
        }
        fs::create_dir(&path).unwrap();
        home
    };
    let mut homes = vec![
        (file.clone(), "a file where the folder should be"),
        (file.join("datos"), "a folder inside a file"),
        (
            blocked(store::LOCK_FILE),
            "a folder where the lock should be",
        ),
        (
            blocked(store::DATABASE_FILE),
            "a folder where the database should be",
        ),
        (
            blocked(store::DEVICE_KEY_FILE),
            "a folder where the key should be",
        ),
    ];
    if cfg!(target_os = "linux") {
        homes.push((
            PathBuf::from("/proc/cotejo"),
            "a file system that takes no files",
        ));
        homes.push((
            read_only(folder.path()),
            "a folder without permission to write",
        ));
    }
    for (home, case) in homes {
        let error = Store::open(&home).unwrap_err();
        let StoreError::Unusable { path, .. } = &error else {
            panic!("{case}: {error}")
        };
        assert!(path.starts_with(&home), "{case}: {error}");
    }
}

/// A folder nobody may write into. The superuser may all the same, so for him the files in it are
/// what cannot be made: their place is under a file of `/proc`.
fn read_only(parent: &std::path::Path) -> PathBuf {
    let home = parent.join("solo-lectura");
    fs::create_dir(&home).unwrap();
    let mut permissions = fs::metadata(&home).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&home, permissions).unwrap();
    if fs::write(home.join("prueba"), b"").is_ok() {
        PathBuf::from("/proc/self")
    } else {
        home
    }
}

#[test]
fn a_backup_is_a_whole_store_and_replaces_the_older_one() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store.commit(&[own(1, b"uno")]).unwrap();
    let to = home.path().join("respaldo.sqlite");
    store.backup(&to).unwrap();
    store.commit(&[own(2, b"dos")]).unwrap();
    let count = || -> i64 {
        let copy = Connection::open(&to).unwrap();
        copy.query_row("SELECT count(*) FROM envelope", [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(count(), 1);
    store.backup(&to).unwrap();
    assert_eq!(count(), 2);
    let left: Vec<_> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("respaldo"))
        .collect();
    assert_eq!(left, ["respaldo.sqlite"]);
    // The store itself was only read.
    store.commit(&[own(3, b"tres")]).unwrap();

    let nowhere = home.path().join("no-existe").join("respaldo.sqlite");
    assert!(matches!(
        store.backup(&nowhere),
        Err(StoreError::Unusable { .. })
    ));

    // Put in the place of the database, the copy opens.
    store.close().unwrap();
    fs::rename(&to, home.database()).unwrap();
    assert_eq!(own_envelopes(&home.open()).len(), 2);
}
