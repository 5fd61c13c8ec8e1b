//! The folder: its key is written once, and only its owner looks inside.

use std::fs;

use store::{FolderLock, StoreError, read_device_key, write_device_key};

use crate::home::Home;

#[test]
fn the_device_key_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a").join("b");
    assert_eq!(read_device_key(&home).unwrap(), None);
    write_device_key(&home, &[3; 32]).unwrap();
    assert_eq!(read_device_key(&home).unwrap(), Some([3; 32]));
    let error = write_device_key(&home, &[4; 32]).unwrap_err();
    assert!(matches!(error, StoreError::KeyExists { .. }), "{error}");
    assert_eq!(read_device_key(&home).unwrap(), Some([3; 32]));
}

#[test]
fn a_key_half_written_by_a_crash_is_no_key() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("device.key.partial"), [1; 7]).unwrap();
    assert_eq!(read_device_key(folder.path()).unwrap(), None);
    write_device_key(folder.path(), &[3; 32]).unwrap();
    assert_eq!(read_device_key(folder.path()).unwrap(), Some([3; 32]));
    assert!(!folder.path().join("device.key.partial").exists());
}

#[test]
fn two_first_starts_cannot_both_write_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let lock = FolderLock::take(folder.path()).unwrap();
    let error = write_device_key(folder.path(), &[3; 32]).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    drop(lock);
    write_device_key(folder.path(), &[3; 32]).unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    let mut store = home.open_with_dossier();
    store.commit(&[crate::home::own(1, b"uno")]).unwrap();
    store.backup(&home.path().join("respaldo.sqlite")).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.path()), 0o700);
    let mut seen = 0;
    for entry in fs::read_dir(home.path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen += 1;
    }
    assert_eq!(
        seen, 6,
        "key, lock, database, its log and its index, backup"
    );
}
