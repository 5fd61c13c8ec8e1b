//! Who may found a dossier here. Everybody who belongs to one goes on with it, whatever is decided.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use wire::limits::FOUNDING_CODE_BYTES_MAX;
use wire::{DeviceId, Entry, EntryBody, Hash, Refusal};

/// Shortest code, in bytes: what is shorter can be guessed at two hundred tries a second.
const CODE_BYTES_MIN: usize = 16;
/// Lines of a list.
const LINES_MAX: usize = 100_000;

/// Who may found a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Create {
    /// Whoever comes.
    #[default]
    Open,
    /// Who brings one of the codes of a file, one a line.
    Code(PathBuf),
    /// The devices of a file, one a line.
    List(PathBuf),
}

/// Why a list of founders cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// It cannot be read.
    #[error("the file {file} cannot be read: {source}")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// A line is not what it should be.
    #[error("line {line} of {file} {expected}")]
    Line {
        /// The file.
        file: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What it should be.
        expected: &'static str,
    },
}

/// Who may found, as it was last read.
#[derive(Debug)]
pub(crate) struct Founding {
    create: Create,
    known: RwLock<Known>,
}

#[derive(Debug)]
enum Known {
    Anybody,
    /// Their hashes, so that the codes themselves are nowhere in memory.
    Codes(Vec<Hash>),
    Devices(HashSet<DeviceId>),
}

impl Founding {
    pub(crate) fn read(create: Create) -> Result<Self, CreateError> {
        let known = RwLock::new(known(&create)?);
        Ok(Self { create, known })
    }

    /// Reads the file again. What cannot be used changes nothing.
    pub(crate) fn reload(&self) -> Result<(), CreateError> {
        let fresh = known(&self.create)?;
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Whether anybody may.
    pub(crate) fn is_open(&self) -> bool {
        self.create == Create::Open
    }

    /// Whether this entry, which came with this code, may found a dossier that is not known yet. An
    /// entry that founds nothing is not decided here.
    pub(crate) fn may_found(&self, entry: &[u8], code: Option<&[u8]>) -> Result<(), Refusal> {
        let body = Entry::decode(entry).and_then(|entry| entry.decode_body());
        let Ok(EntryBody::Genesis { founder, .. }) = body else {
            return Ok(());
        };
        match &*self.known.read().unwrap_or_else(PoisonError::into_inner) {
            Known::Anybody => Ok(()),
            Known::Codes(codes) => {
                let given = code.filter(|code| code.len() <= FOUNDING_CODE_BYTES_MAX);
                let hash = seal::hash(given.unwrap_or_default());
                // all of them, whichever it is
                let found = codes
                    .iter()
                    .fold(false, |found, known| found | is_same(known, &hash));
                if found {
                    Ok(())
                } else {
                    Err(Refusal::CodeNeeded)
                }
            }
            // The founder and not who brings it: a member may bring everything back to a relay that
            // was lost.
            Known::Devices(devices) if devices.contains(&founder) => Ok(()),
            Known::Devices(_) => Err(Refusal::MayNotFound),
        }
    }
}

/// Looks at every byte, so that the time it takes tells nothing; of hashes it would not tell much.
fn is_same(known: &Hash, given: &Hash) -> bool {
    let differs = known.iter().zip(given).fold(0, |all, (a, b)| all | (a ^ b));
    std::hint::black_box(differs) == 0
}

fn known(create: &Create) -> Result<Known, CreateError> {
    Ok(match create {
        Create::Open => Known::Anybody,
        Create::Code(file) => {
            Known::Codes(lines(file, "is not a code of 16 to 128 bytes", |code| {
                (CODE_BYTES_MIN..=FOUNDING_CODE_BYTES_MAX)
                    .contains(&code.len())
                    .then(|| seal::hash(code.as_bytes()))
            })?)
        }
        Create::List(file) => {
            let expected = "is not a device: 64 hexadecimal digits, as `cotejo me` says it";
            Known::Devices(lines(file, expected, |device| device.parse().ok())?)
        }
    })
}

/// The lines of a list, without the empty ones and those that begin with `#`.
fn lines<T, C: FromIterator<T>>(
    file: &Path,
    expected: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<C, CreateError> {
    let text = std::fs::read_to_string(file).map_err(|source| CreateError::File {
        file: file.to_owned(),
        source,
    })?;
    let wrong = |line, expected| CreateError::Line {
        file: file.to_owned(),
        line,
        expected,
    };
    let mut known = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if number > LINES_MAX {
            return Err(wrong(number, "is more than a list may have"));
        }
        if !line.is_empty() && !line.starts_with('#') {
            known.push(read(line).ok_or_else(|| wrong(number, expected))?);
        }
    }
    Ok(known.into_iter().collect())
}
