//! The folder of one installation: its lock, its permissions, its device key.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::StoreError;

/// The database of the app.
pub const DATABASE_FILE: &str = "cotejo.sqlite";
/// The file whose lock says that the folder is in use. It stays when the app ends; only the lock counts.
pub const LOCK_FILE: &str = "cotejo.lock";
/// The secret half of the device's key.
pub const DEVICE_KEY_FILE: &str = "device.key";

/// Length of a device key, in bytes.
const DEVICE_KEY_BYTES: usize = 32;

/// Exclusive use of a folder, for as long as this value lives and not a moment longer, however the
/// process ends: the system releases it.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Creates the folder if it is not there (only its owner may enter it) and takes it.
    pub fn take(home: &Path) -> Result<Self, StoreError> {
        let unusable = |path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::Unusable { path, source }
        };
        create_private_folder(home).map_err(unusable(home))?;
        let path = home.join(LOCK_FILE);
        let file = private_file()
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(unusable(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
                home: home.to_owned(),
            }),
            Err(TryLockError::Error(source)) => Err(StoreError::Unusable { path, source }),
        }
    }
}

/// Reads the device's secret key; `None` when the folder has none yet.
pub fn read_device_key(home: &Path) -> Result<Option<[u8; DEVICE_KEY_BYTES]>, StoreError> {
    let path = home.join(DEVICE_KEY_FILE);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StoreError::Unusable { path, source }),
    };
    let mut key = [0_u8; DEVICE_KEY_BYTES];
    let mut rest = [0_u8; 1];
    let read = file
        .read_exact(&mut key)
        .and_then(|()| file.read(&mut rest));
    match read {
        Ok(0) => Ok(Some(key)),
        Ok(_) => Err(StoreError::Damaged {
            path,
            detail: "longer than a key".to_owned(),
        }),
        Err(source) if source.kind() == io::ErrorKind::UnexpectedEof => Err(StoreError::Damaged {
            path,
            detail: "shorter than a key".to_owned(),
        }),
        Err(source) => Err(StoreError::Unusable { path, source }),
    }
}

/// Writes the device's secret key once and for all: whole or not at all, readable only by its owner,
/// on the disk when this returns. Takes the folder's lock for the moment it lasts, so call it before
/// [`Store::open`](crate::Store::open).
pub fn write_device_key(home: &Path, key: &[u8; DEVICE_KEY_BYTES]) -> Result<(), StoreError> {
    // Two first starts at the same moment must not each believe that their key stayed.
    let _lock = FolderLock::take(home)?;
    let path = home.join(DEVICE_KEY_FILE);
    if path.try_exists().map_err(|source| StoreError::Unusable {
        path: path.clone(),
        source,
    })? {
        return Err(StoreError::KeyExists { path });
    }
    // A crash half-way leaves only the partial file, which the next attempt starts afresh.
    let partial = home.join(format!("{DEVICE_KEY_FILE}.partial"));
    let written = (|| {
        remove_if_there(&partial)?;
        let mut file = private_file().create_new(true).open(&partial)?;
        file.write_all(key)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&partial, &path)?;
        sync_folder(home)
    })();
    written.map_err(|source| StoreError::Unusable { path, source })
}

/// What the store remembers of the key it was made under. A digest of 32 random bytes gives nothing
/// away; the prefix keeps it from meaning anything elsewhere.
pub(crate) fn key_mark(key: &[u8; DEVICE_KEY_BYTES]) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(b"cotejo store: device key of this folder\0");
    digest.update(key);
    digest.finalize().to_vec()
}

/// Creates an empty file that only its owner may read, if there is none at `path`.
pub(crate) fn create_private_file(path: &Path) -> io::Result<()> {
    match private_file().create_new(true).open(path) {
        Ok(file) => file.sync_all(),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes the names in a folder durable. Windows gives no way to ask for it and journals them itself.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _unused: &Path = folder;
    Ok(())
}

/// A name in `folder` that nothing has: `stem` with the first free number before `extension`.
pub(crate) fn free_name(folder: &Path, stem: &str, extension: &str) -> io::Result<PathBuf> {
    let mut number = 1_u32;
    loop {
        let path = folder.join(format!("{stem}-{number}.{extension}"));
        if !path.try_exists()? {
            return Ok(path);
        }
        number += 1;
    }
}

/// Removes a file that may not be there.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

pub(crate) fn create_private_folder(home: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(home)
}
