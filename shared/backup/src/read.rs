//! Opens the file. It may come from anywhere: nothing it says is believed beyond the limits, and nothing
//! is written but the parts, where the caller says.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::DeflateDecoder;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::header::{Header, of_read, take};
use crate::limits::MANIFEST_BYTES_MAX;
use crate::stream::Source;
use crate::{BackupError, Lock, Manifest, PartRecord, Progress};

/// Bytes copied at a time.
const COPY_BYTES: usize = 128 * 1024;

/// What opens a backup.
#[derive(Debug, Clone, Copy)]
pub enum Opening<'a> {
    /// Nothing.
    Plain,
    /// A passphrase.
    Passphrase(&'a str),
    /// The lock it was made with.
    Lock(&'a Lock),
}

/// A backup whose manifest was read.
#[derive(Debug)]
pub struct Backup {
    path: PathBuf,
    /// What opens it, tried once.
    lock: Option<Lock>,
    manifest: Manifest,
    file_bytes: u64,
}

type Body = BufReader<Source<BufReader<File>>>;

/// Whether a file says that it is a backup.
pub fn is_backup(path: &Path) -> Result<bool, BackupError> {
    match Header::read(&mut open(path)?) {
        Ok(_) | Err(BackupError::Newer { .. }) => Ok(true),
        Err(BackupError::NotBackup) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a backup asks for a passphrase.
pub fn is_protected(path: &Path) -> Result<bool, BackupError> {
    Ok(Header::read(&mut open(path)?)?.protection.is_some())
}

impl Backup {
    /// Opens a backup and reads what it says of itself.
    pub fn open(path: &Path, with: Opening<'_>) -> Result<Self, BackupError> {
        let header = Header::read(&mut open(path)?)?;
        let lock = match (&header.protection, with) {
            (None, _) => None,
            (Some(_), Opening::Plain) => return Err(BackupError::PassphraseNeeded),
            (Some(protection), Opening::Passphrase(passphrase)) => {
                Some(Lock::of(passphrase, protection.slowness, protection.salt)?)
            }
            (Some(_), Opening::Lock(lock)) => Some(Lock::from_bytes(&lock.to_bytes())?),
        };
        let file_bytes = std::fs::metadata(path).map_err(BackupError::Read)?.len();
        let (_, manifest) = body(path, lock.as_ref(), file_bytes)?;
        Ok(Self {
            path: path.to_owned(),
            lock,
            manifest,
            file_bytes,
        })
    }

    /// What it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether it asks for a passphrase.
    pub fn is_protected(&self) -> bool {
        self.lock.is_some()
    }

    /// Length of the file.
    pub fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    /// Reads all of it and writes nothing.
    pub fn check(&self, progress: &mut Progress<'_>) -> Result<(), BackupError> {
        self.read_parts(&mut io::sink(), progress).map(drop)
    }

    /// Writes the database into a new file, which only its owner may read, and answers the device key.
    /// On an error the file is gone again.
    pub fn unpack(
        &self,
        database: &Path,
        progress: &mut Progress<'_>,
    ) -> Result<Zeroizing<[u8; 32]>, BackupError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(database).map_err(BackupError::Write)?;
        let unpacked = self.read_parts(&mut file, progress).and_then(|key| {
            file.sync_all().map_err(BackupError::Write)?;
            Ok(key)
        });
        if unpacked.is_err() {
            drop(file);
            std::fs::remove_file(database).map_err(BackupError::Write)?;
        }
        unpacked
    }

    fn read_parts(
        &self,
        database: &mut impl Write,
        progress: &mut Progress<'_>,
    ) -> Result<Zeroizing<[u8; 32]>, BackupError> {
        let (mut body, manifest) = body(&self.path, self.lock.as_ref(), self.file_bytes)?;
        if manifest != self.manifest {
            return Err(BackupError::Damaged("it changed while it was read"));
        }
        let total = manifest.database.bytes;
        inflate(&mut body, &manifest.database, database, &mut |done| {
            progress(done, total);
        })?;
        let mut key = Zeroizing::new(Vec::with_capacity(32));
        inflate(&mut body, &manifest.device_key, &mut *key, &mut |_| {})?;
        let mut rest = [0];
        if body.read(&mut rest).map_err(of_read)? != 0 {
            return Err(BackupError::Damaged("something follows its end"));
        }
        let mut bytes = Zeroizing::new([0; 32]);
        bytes.copy_from_slice(&key);
        Ok(bytes)
    }
}

fn open(path: &Path) -> Result<BufReader<File>, BackupError> {
    Ok(BufReader::new(File::open(path).map_err(BackupError::Read)?))
}

/// The stream of a file, at its first part, and its manifest.
fn body(
    path: &Path,
    lock: Option<&Lock>,
    file_bytes: u64,
) -> Result<(Body, Manifest), BackupError> {
    let mut file = open(path)?;
    let header = Header::read(&mut file)?;
    let source = match (&header.protection, lock) {
        (None, _) => Source::Open(file),
        (Some(protection), Some(lock)) => Source::sealed(file, lock, protection, header.encode())?,
        (Some(_), None) => return Err(BackupError::PassphraseNeeded),
    };
    let mut body = BufReader::new(source);
    let length = u32::from_be_bytes(take(&mut body)?);
    if length > MANIFEST_BYTES_MAX {
        return Err(BackupError::TooLarge("its manifest"));
    }
    let mut list = Vec::new();
    let read = (&mut body).take(u64::from(length)).read_to_end(&mut list);
    if read.map_err(of_read)? != length as usize {
        return Err(BackupError::Damaged("it ends too early"));
    }
    if take::<32>(&mut body)? != <[u8; 32]>::from(Sha256::digest(&list)) {
        return Err(BackupError::Damaged("its manifest"));
    }
    let manifest = Manifest::decode(&list, file_bytes)?;
    Ok((body, manifest))
}

/// Inflates one part: exactly as long as was said, and with its digest.
fn inflate(
    body: &mut Body,
    record: &PartRecord,
    to: &mut impl Write,
    progress: &mut dyn FnMut(u64),
) -> Result<(), BackupError> {
    let mut decoder = DeflateDecoder::new(body);
    let mut digesting = Digesting::new(to);
    let copied = pump(
        &mut (&mut decoder).take(record.bytes),
        &mut digesting,
        progress,
    )?;
    let mut rest = [0];
    if copied != record.bytes || decoder.read(&mut rest).map_err(of_inflate)? != 0 {
        return Err(BackupError::Damaged("a part is not as long as it says"));
    }
    if digesting.finish() != record.sha256 {
        return Err(BackupError::Damaged("a part is not what was written"));
    }
    Ok(())
}

/// Digests what it hands on.
pub(crate) struct Digesting<'a, W> {
    to: &'a mut W,
    digest: Sha256,
}

impl<'a, W> Digesting<'a, W> {
    pub(crate) fn new(to: &'a mut W) -> Self {
        let digest = Sha256::new();
        Self { to, digest }
    }

    /// The digest, in hexadecimal.
    pub(crate) fn finish(self) -> String {
        hex::encode(self.digest.finalize())
    }
}

impl<W: Write> Write for Digesting<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Copies to the end, telling which side failed.
pub(crate) fn pump(
    from: &mut impl Read,
    to: &mut impl Write,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, BackupError> {
    let mut buffer = vec![0; COPY_BYTES];
    let mut copied = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(copied),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(of_inflate(error)),
        };
        to.write_all(&buffer[..read]).map_err(BackupError::Write)?;
        copied += read as u64;
        progress(copied);
    }
}

/// The inflater calls input it cannot read invalid.
fn of_inflate(error: io::Error) -> BackupError {
    match error.kind() {
        io::ErrorKind::InvalidInput => BackupError::Damaged("a part does not inflate"),
        _ => of_read(error),
    }
}
