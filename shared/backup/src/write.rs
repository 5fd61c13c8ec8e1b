//! Makes the file: beside its name, synced, read back, and only then under its name.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use sha2::{Digest as _, Sha256};

use crate::header::{Header, Protection};
use crate::lock::FILE_SALT_BYTES;
use crate::manifest::DEVICE_KEY_BYTES;
use crate::read::{Backup, Digesting, Opening, pump};
use crate::stream::Sink;
use crate::{BackupError, Dice, Facts, Lock, Manifest, PartRecord, Progress};

/// How the name of a backup ends.
pub const ENDING: &str = "cotejo-respaldo";

/// What goes into a backup.
#[derive(Debug)]
pub struct Contents<'a> {
    /// What is said of it.
    pub facts: Facts,
    /// A database that nobody writes: a copy.
    pub database: &'a Path,
    /// The device key.
    pub device_key: &'a [u8; 32],
}

/// Makes a backup. Without a lock anybody who has the file has all of it, the device key too. A file of
/// the same name is replaced once the new one is whole.
pub fn write(
    to: &Path,
    contents: &Contents<'_>,
    lock: Option<&Lock>,
    dice: &mut Dice<'_>,
    progress: &mut Progress<'_>,
) -> Result<Manifest, BackupError> {
    let partial = partial_of(to)?;
    let made = write_partial(&partial, contents, lock, dice, progress).and_then(|manifest| {
        fs::rename(&partial, to).map_err(BackupError::Write)?;
        sync_folder_of(to).map_err(BackupError::Write)?;
        Ok(manifest)
    });
    if made.is_err() && partial.exists() {
        fs::remove_file(&partial).map_err(BackupError::Write)?;
    }
    made
}

fn write_partial(
    partial: &Path,
    contents: &Contents<'_>,
    lock: Option<&Lock>,
    dice: &mut Dice<'_>,
    progress: &mut Progress<'_>,
) -> Result<Manifest, BackupError> {
    let manifest = Manifest {
        facts: contents.facts.clone(),
        database: record_of(contents.database)?,
        device_key: PartRecord {
            bytes: DEVICE_KEY_BYTES,
            sha256: hex::encode(Sha256::digest(contents.device_key)),
        },
    };
    // Written once, read back once.
    let total = manifest.database.bytes * 2;
    let file = private_file(partial).map_err(BackupError::Write)?;
    let mut file = BufWriter::new(file);
    let protection = lock.map(|lock| {
        let mut file_salt = [0; FILE_SALT_BYTES];
        dice(&mut file_salt);
        Protection::of(lock, file_salt)
    });
    let header = Header { protection };
    let encoded = header.encode();
    file.write_all(&encoded).map_err(BackupError::Write)?;
    let mut sink = match (lock, &header.protection) {
        (Some(lock), Some(protection)) => Sink::sealed(file, lock, protection, encoded)?,
        _ => Sink::Open(file),
    };
    let list = manifest.encode()?;
    let write_all = |sink: &mut Sink<BufWriter<File>>, bytes: &[u8]| {
        sink.write_all(bytes).map_err(BackupError::Write)
    };
    write_all(&mut sink, &(list.len() as u32).to_be_bytes())?;
    write_all(&mut sink, &list)?;
    write_all(&mut sink, &Sha256::digest(&list))?;
    let mut database = File::open(contents.database).map_err(BackupError::Read)?;
    deflate(
        &mut sink,
        &mut database,
        manifest.database.bytes,
        &mut |done| {
            progress(done, total);
        },
    )?;
    deflate(
        &mut sink,
        &mut contents.device_key.as_slice(),
        DEVICE_KEY_BYTES,
        &mut |_| {},
    )?;
    let file = sink.finish().map_err(BackupError::Write)?;
    let file = file.into_inner();
    let file = file.map_err(|error| BackupError::Write(error.into_error()))?;
    file.sync_all().map_err(BackupError::Write)?;
    drop(file);
    // What a disk took is not what it gives back until it has given it back.
    let opening = lock.map_or(Opening::Plain, Opening::Lock);
    let read = Backup::open(partial, opening)?;
    read.check(&mut |done, _| progress(total / 2 + done, total))?;
    Ok(manifest)
}

/// Deflates one part, exactly as long as was said.
fn deflate(
    sink: &mut impl Write,
    from: &mut impl Read,
    bytes: u64,
    progress: &mut dyn FnMut(u64),
) -> Result<(), BackupError> {
    let mut encoder = DeflateEncoder::new(sink, Compression::default());
    let copied = pump(&mut from.take(bytes), &mut encoder, progress)?;
    if copied != bytes {
        return Err(BackupError::Damaged("a part became shorter meanwhile"));
    }
    encoder.finish().map_err(BackupError::Write)?;
    Ok(())
}

fn record_of(path: &Path) -> Result<PartRecord, BackupError> {
    let mut file = File::open(path).map_err(BackupError::Read)?;
    let mut nowhere = io::sink();
    let mut digesting = Digesting::new(&mut nowhere);
    let bytes = pump(&mut file, &mut digesting, &mut |_| {})?;
    Ok(PartRecord {
        bytes,
        sha256: digesting.finish(),
    })
}

fn partial_of(to: &Path) -> Result<PathBuf, BackupError> {
    let name = to
        .file_name()
        .ok_or_else(|| BackupError::Write(io::ErrorKind::InvalidFilename.into()))?;
    let mut partial = std::ffi::OsString::from(".");
    partial.push(name);
    partial.push(format!(".{}.parte", std::process::id()));
    Ok(to.with_file_name(partial))
}

/// A file that only its owner may read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the name durable. Windows gives no way to ask for it and journals names itself.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        // Some network shares do not sync folders; the file itself was synced.
        match File::open(folder)?.sync_all() {
            Err(error) if error.kind() != io::ErrorKind::InvalidInput => return Err(error),
            _ => {}
        }
    }
    #[cfg(not(unix))]
    let _unused: &Path = path;
    Ok(())
}
