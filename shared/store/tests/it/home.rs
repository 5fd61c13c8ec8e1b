//! A folder of its own for each test, and the few writes all of them need.

use std::path::{Path, PathBuf};

use store::{Store, Write, write_device_key};
use tempfile::TempDir;

pub(crate) const DOSSIER: [u8; 16] = [7; 16];
pub(crate) const OTHER_DOSSIER: [u8; 16] = [8; 16];
pub(crate) const ME: [u8; 32] = [1; 32];
pub(crate) const ANA: [u8; 32] = [2; 32];
pub(crate) const MATRIX: u8 = 0;
pub(crate) const REVIEW: u8 = 1;

/// A folder with a device key, removed when the test ends.
pub(crate) struct Home {
    _folder: TempDir,
    path: PathBuf,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("datos");
        write_device_key(&path, &[9; 32]).unwrap();
        Self {
            _folder: folder,
            path,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path.join(store::DATABASE_FILE)
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.path).unwrap()
    }

    /// Opened, with one dossier in it.
    pub(crate) fn open_with_dossier(&self) -> Store {
        let mut store = self.open();
        store.commit(&[dossier(DOSSIER)]).unwrap();
        store
    }
}

pub(crate) fn dossier(dossier: [u8; 16]) -> Write {
    Write::Dossier {
        dossier,
        secret: b"secreto".to_vec(),
        relay: None,
        summary: b"resumen".to_vec(),
    }
}

pub(crate) fn own(index: u64, bytes: &[u8]) -> Write {
    envelope(ME, index, bytes, true, false)
}

pub(crate) fn foreign(index: u64, bytes: &[u8]) -> Write {
    envelope(ANA, index, bytes, false, true)
}

fn envelope(device: [u8; 32], index: u64, bytes: &[u8], own: bool, offered: bool) -> Write {
    Write::Envelope {
        dossier: DOSSIER,
        document: MATRIX,
        device,
        index,
        hash: hash(index, bytes),
        bytes: bytes.to_vec(),
        own,
        offered,
        quarantined: false,
        received_ms: (!own).then_some(1_000 * index),
    }
}

/// Not a real digest: only different for different envelopes.
pub(crate) fn hash(index: u64, bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&index.to_be_bytes());
    for (at, byte) in bytes.iter().enumerate() {
        hash[8 + at % 24] ^= byte;
    }
    hash
}

pub(crate) fn chunk(bytes: &[u8]) -> Write {
    Write::Chunk {
        dossier: DOSSIER,
        document: MATRIX,
        bytes: bytes.to_vec(),
        changes: 1,
    }
}

pub(crate) fn view_row(key: &str, position: i64, bytes: &[u8]) -> Write {
    Write::ViewRow {
        dossier: DOSSIER,
        key: key.to_owned(),
        position,
        bytes: bytes.to_vec(),
    }
}

/// Bytes of the own envelopes, in order.
pub(crate) fn own_envelopes(store: &Store) -> Vec<(u64, Vec<u8>)> {
    store
        .envelopes(&DOSSIER, MATRIX, &ME, 1, usize::MAX)
        .unwrap()
        .into_iter()
        .map(|envelope| (envelope.index, envelope.bytes))
        .collect()
}
