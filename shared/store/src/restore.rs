//! Puts another database and another key in the place of those of a folder: all of it or nothing,
//! whenever the power fails. What was there is moved aside whole.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::folder::{self, FolderLock};
use crate::{DATABASE_FILE, DEVICE_KEY_FILE, StoreError};

/// Folder in which what is to be put in place waits.
const STAGING: &str = "restaurando";
/// Says that everything in the staging folder is whole and has to be put in place, and where what is
/// there goes.
const ORDER_FILE: &str = "restaurando.orden";
/// Longest order, in bytes.
const ORDER_BYTES_MAX: u64 = 200;

/// A folder into which something is being restored. Nobody else may use it meanwhile.
#[derive(Debug)]
pub struct Restoring {
    home: PathBuf,
    _lock: FolderLock,
}

impl Restoring {
    /// Takes the folder, creating it if needed, and makes an empty staging folder in it: that is where
    /// the database and the key are to be written.
    pub fn begin(home: &Path) -> Result<Self, StoreError> {
        let lock = FolderLock::take(home)?;
        let staging = home.join(STAGING);
        let begun = (|| {
            carry_out(home)?;
            remove_folder(&staging)?;
            folder::create_private_folder(&staging)
        })();
        begun.map_err(|source| unusable(&staging, source))?;
        Ok(Self {
            home: home.to_owned(),
            _lock: lock,
        })
    }

    /// Where the database and the key are to be written.
    pub fn staging(&self) -> PathBuf {
        self.home.join(STAGING)
    }

    /// Whether the folder has a database.
    pub fn is_occupied(&self) -> bool {
        self.home.join(DATABASE_FILE).exists()
    }

    /// Puts what was staged in place. What is there goes into a new folder beside it whose name begins
    /// with `aside`, which is answered; without it, it is removed.
    pub fn commit(self, aside: Option<&str>) -> Result<Option<PathBuf>, StoreError> {
        let done = (|| {
            let aside = match aside {
                Some(name) => Some(self.free_folder(name)?),
                None => None,
            };
            let order = aside.as_deref().unwrap_or_default();
            let path = self.home.join(ORDER_FILE);
            let partial = self.home.join(format!("{ORDER_FILE}.partial"));
            let mut file = File::create(&partial)?;
            file.write_all(order.as_bytes())?;
            file.sync_all()?;
            drop(file);
            folder::sync_folder(&self.staging())?;
            fs::rename(&partial, &path)?;
            folder::sync_folder(&self.home)?;
            carry_out(&self.home)?;
            Ok(aside.map(|name| self.home.join(name)))
        })();
        done.map_err(|source| unusable(&self.home, source))
    }

    /// Gives up: what was staged is removed, and nothing else changed.
    pub fn abandon(self) -> Result<(), StoreError> {
        let staging = self.staging();
        remove_folder(&staging).map_err(|source| unusable(&staging, source))
    }

    fn free_folder(&self, name: &str) -> io::Result<String> {
        let mut number = 1;
        loop {
            let tried = if number == 1 {
                name.to_owned()
            } else {
                format!("{name}-{number}")
            };
            if !self.home.join(&tried).try_exists()? {
                return Ok(tried);
            }
            number += 1;
        }
    }
}

/// Finishes a restoring that the power cut short. To be called before the folder's key is read.
pub fn finish_restoring(home: &Path) -> Result<(), StoreError> {
    if !home.join(ORDER_FILE).exists() {
        return Ok(());
    }
    let _lock = FolderLock::take(home)?;
    carry_out(home).map_err(|source| unusable(home, source))
}

/// Does what the order says, from wherever it was left. Without an order there is nothing to do.
fn carry_out(home: &Path) -> io::Result<()> {
    let path = home.join(ORDER_FILE);
    let mut order = String::new();
    match File::open(&path) {
        Ok(file) => file.take(ORDER_BYTES_MAX).read_to_string(&mut order)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    // The name was made here; a path in it would be somebody else's doing.
    let aside = Path::new(&order).file_name().map(|name| home.join(name));
    if let Some(aside) = &aside {
        folder::create_private_folder(aside)?;
    }
    let staging = home.join(STAGING);
    // What is still staged has not been put in place: only then what is there has to go first. The
    // log before its database: a database without its log is one that lost commits.
    let database: &[&str] = &["cotejo.sqlite-wal", "cotejo.sqlite-shm", DATABASE_FILE];
    for (name, there) in [
        (DATABASE_FILE, database),
        (DEVICE_KEY_FILE, &[DEVICE_KEY_FILE]),
    ] {
        let staged = staging.join(name);
        if !staged.try_exists()? {
            continue;
        }
        for old in there {
            let from = home.join(old);
            match &aside {
                Some(aside) if from.try_exists()? => fs::rename(&from, aside.join(old))?,
                Some(_) => {}
                None => folder::remove_if_there(&from)?,
            }
        }
        fs::rename(&staged, home.join(name))?;
    }
    if let Some(aside) = &aside {
        folder::sync_folder(aside)?;
    }
    folder::sync_folder(home)?;
    folder::remove_if_there(&path)?;
    remove_folder(&staging)?;
    folder::sync_folder(home)
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn unusable(path: &Path, source: io::Error) -> StoreError {
    StoreError::Unusable {
        path: path.to_owned(),
        source,
    }
}
