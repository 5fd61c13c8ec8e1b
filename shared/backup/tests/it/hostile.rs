//! Files that were damaged, cut, or made to harm: a clear error, nothing written, memory bounded.

use std::io::Write as _;
use std::path::Path;

use backup::limits::{
    INFLATE_FREE_BYTES, INFLATE_RATIO_MAX, KDF_MEMORY_KIB_MAX, MANIFEST_BYTES_MAX,
};
use backup::{Backup, BackupError, Manifest, Opening, PartRecord};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use sha2::{Digest as _, Sha256};

use crate::whole::{KEY, PASSPHRASE, Shop, facts, lock};

fn tried(path: &Path, with: Opening<'_>) -> Result<(), BackupError> {
    let to = path.with_extension("fuera");
    let tried = Backup::open(path, with).and_then(|backup| backup.unpack(&to, &mut |_, _| {}));
    assert_eq!(to.exists(), tried.is_ok(), "nothing half is left");
    tried.map(drop)
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn part(bytes: &[u8]) -> PartRecord {
    PartRecord {
        bytes: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(bytes)),
    }
}

/// A file made by hand, without protection.
fn by_hand(shop: &Shop, change: impl FnOnce(&mut Manifest), parts: &[&[u8]]) -> std::path::PathBuf {
    let mut manifest = Manifest {
        facts: facts(),
        database: part(&shop.database),
        device_key: part(&KEY),
    };
    change(&mut manifest);
    let list = serde_json::to_vec(&manifest).unwrap();
    let mut file = b"cotejo-respaldo\n\0\x01\0".to_vec();
    file.extend((list.len() as u32).to_be_bytes());
    file.extend(&list);
    file.extend(Sha256::digest(&list));
    for part in parts {
        file.extend(*part);
    }
    let path = shop.path("a-mano.cotejo-respaldo");
    std::fs::write(&path, file).unwrap();
    path
}

#[test]
fn no_byte_can_change_and_no_end_can_be_cut_off() {
    let lock = lock();
    let shop = Shop::new(90_000);
    for (locked, with) in [(None, Opening::Plain), (Some(&lock), Opening::Lock(&lock))] {
        let path = shop.make(locked);
        let bytes = std::fs::read(&path).unwrap();
        tried(&path, with).unwrap();
        std::fs::remove_file(path.with_extension("fuera")).unwrap();
        for at in (0..bytes.len()).step_by(4_999) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            tried(&path, with).unwrap_err();
            std::fs::write(&path, &bytes[..at]).unwrap();
            tried(&path, with).unwrap_err();
        }
        std::fs::write(&path, [bytes.as_slice(), b"x"].concat()).unwrap();
        tried(&path, with).unwrap_err();
    }
}

#[test]
fn pieces_of_a_protected_file_cannot_change_places() {
    let lock = lock();
    let shop = Shop::new(400_000);
    let path = shop.make(Some(&lock));
    let bytes = std::fs::read(&path).unwrap();
    let (header, sealed) = bytes.split_at(79);
    let pieces: Vec<&[u8]> = sealed.chunks(65_536 + 16).collect();
    assert!(pieces.len() > 4);
    let mut moved = pieces.clone();
    moved.swap(1, 2);
    let mut missing = pieces.clone();
    missing.remove(1);
    let mut again = pieces.clone();
    again.insert(1, pieces[1]);
    for pieces in [moved, missing, again] {
        std::fs::write(&path, [header, &pieces.concat()].concat()).unwrap();
        let error = tried(&path, Opening::Passphrase(PASSPHRASE)).unwrap_err();
        assert!(matches!(error, BackupError::Damaged(_)), "{error}");
    }
}

#[test]
fn other_files_and_newer_ones_are_told_apart() {
    let shop = Shop::new(100);
    let path = shop.path("otro");
    for other in [b"PK\x03\x04 un zip".as_slice(), b"", b"cotejo-resp"] {
        std::fs::write(&path, other).unwrap();
        let error = tried(&path, Opening::Plain).unwrap_err();
        assert!(matches!(error, BackupError::NotBackup), "{error}");
    }
    std::fs::write(&path, b"cotejo-respaldo\n\0\x02lo que sea").unwrap();
    let error = tried(&path, Opening::Plain).unwrap_err();
    assert!(matches!(error, BackupError::Newer { found: 2 }), "{error}");
}

#[test]
fn a_file_cannot_ask_for_more_than_the_limits() {
    let shop = Shop::new(100);
    let key = deflated(&KEY);
    let database = deflated(&shop.database);
    tried(&by_hand(&shop, |_| {}, &[&database, &key]), Opening::Plain).unwrap();
    std::fs::remove_file(shop.path("a-mano.fuera")).unwrap();

    // Zeroes without end: it is inflated no further than what was said.
    let bomb = deflated(&vec![0; 8 * 1024 * 1024]);
    let error = tried(&by_hand(&shop, |_| {}, &[&bomb, &key]), Opening::Plain).unwrap_err();
    assert!(matches!(error, BackupError::Damaged(_)), "{error}");

    // What may be said depends on the length of the file: at the edge, and past it.
    let length = |bytes: u64| by_hand(&shop, |list| list.database.bytes = bytes, &[&bomb, &key]);
    let file = std::fs::metadata(length(INFLATE_FREE_BYTES)).unwrap().len();
    let edge = INFLATE_FREE_BYTES + file * INFLATE_RATIO_MAX;
    let edge_path = length(edge);
    let longer = std::fs::metadata(&edge_path).unwrap().len() - file;
    let error = tried(&edge_path, Opening::Plain).unwrap_err();
    assert!(matches!(error, BackupError::Damaged(_)), "{error}");
    let past = edge + (longer + 1) * INFLATE_RATIO_MAX + 1;
    let error = tried(&length(past), Opening::Plain).unwrap_err();
    assert!(matches!(error, BackupError::TooLarge(_)), "{error}");

    let error = tried(
        &by_hand(
            &shop,
            |list| list.device_key.bytes = 1 << 40,
            &[&database, &key],
        ),
        Opening::Plain,
    );
    assert!(matches!(error, Err(BackupError::Damaged(_))), "{error:?}");

    let path = shop.path("lista larga");
    let mut file = b"cotejo-respaldo\n\0\x01\0".to_vec();
    file.extend((MANIFEST_BYTES_MAX + 1).to_be_bytes());
    std::fs::write(&path, &file).unwrap();
    let error = tried(&path, Opening::Plain).unwrap_err();
    assert!(matches!(error, BackupError::TooLarge(_)), "{error}");

    let mut file = b"cotejo-respaldo\n\0\x01\x01".to_vec();
    for number in [KDF_MEMORY_KIB_MAX + 1, 3, 4] {
        file.extend(number.to_be_bytes());
    }
    file.extend([0; 200]);
    std::fs::write(&path, &file).unwrap();
    let error = tried(&path, Opening::Passphrase(PASSPHRASE)).unwrap_err();
    assert!(matches!(error, BackupError::TooLarge(_)), "{error}");
}
