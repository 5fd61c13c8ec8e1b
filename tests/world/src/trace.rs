//! What happened, line by line. Two runs of one seed must write the same bytes.

use std::fmt::{self, Write as _};

/// The first value and the factor of FNV-1a, 64 bits: enough to notice a difference, and no more
/// is asked of it.
const FNV_FIRST: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_FACTOR: u64 = 0x0100_0000_01b3;

/// Takes notes of a run.
#[derive(Debug)]
pub(crate) struct Trace {
    hash: u64,
    lines: u64,
    kept: Option<String>,
    line: String,
}

impl Trace {
    /// `keep`: to print it later; the hash is always taken.
    pub(crate) fn new(keep: bool) -> Self {
        Self {
            hash: FNV_FIRST,
            lines: 0,
            kept: keep.then(String::new),
            line: String::new(),
        }
    }

    pub(crate) fn note(&mut self, now_ms: u64, what: fmt::Arguments<'_>) {
        self.line.clear();
        // Writing to a String cannot fail.
        writeln!(self.line, "{now_ms:>9} {what}").unwrap_or_default();
        self.hash = fold(self.hash, self.line.as_bytes());
        self.lines += 1;
        if let Some(kept) = &mut self.kept {
            kept.push_str(&self.line);
        }
    }

    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) fn into_text(self) -> Option<String> {
        self.kept
    }
}

/// A short name for bytes.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    fold(FNV_FIRST, bytes)
}

fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(FNV_FACTOR)
    })
}

/// Six hexadecimal digits of an identifier: enough to follow it with the eye.
pub(crate) struct Short<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .take(3)
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
