//! Bytes to changes: the only place where foreign bytes meet Automerge's parsers.

use automerge::{Automerge, Bundle, Change, LoadOptions, TextEncoding};

use crate::error::ChunkError;
use crate::limits::OP_COUNTER_MAX;

/// How text positions are counted everywhere: as the screen counts them.
pub const ENCODING: TextEncoding = TextEncoding::Utf16CodeUnit;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const COMPRESSED_CHANGE: u8 = 2;
const BUNDLE: u8 = 3;

/// One chunk, unread.
pub(crate) struct Chunk<'a> {
    kind: u8,
    bytes: &'a [u8],
}

/// What a chunk turned out to hold.
pub(crate) enum Content {
    /// A whole document.
    Document(Box<Automerge>),
    /// Changes, in the order they were packed.
    Changes(Vec<Change>),
}

/// Cuts concatenated chunks apart.
pub(crate) fn split(mut bytes: &[u8]) -> Result<Vec<Chunk<'_>>, ChunkError> {
    let mut chunks = Vec::new();
    while !bytes.is_empty() {
        let head = bytes.get(..9).ok_or(ChunkError::Truncated)?;
        if head[..4] != MAGIC {
            return Err(ChunkError::NotAutomerge);
        }
        let (data_len, len_len) = leb128(&bytes[9..])?;
        let len = usize::try_from(data_len)
            .ok()
            .and_then(|data_len| data_len.checked_add(9 + len_len))
            .ok_or(ChunkError::Truncated)?;
        let chunk = bytes.get(..len).ok_or(ChunkError::Truncated)?;
        chunks.push(Chunk {
            kind: head[8],
            bytes: chunk,
        });
        bytes = &bytes[len..];
    }
    Ok(chunks)
}

fn leb128(bytes: &[u8]) -> Result<(u64, usize), ChunkError> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, index + 1));
        }
    }
    Err(ChunkError::Truncated)
}

impl Chunk<'_> {
    /// Whether it is a whole document.
    pub(crate) fn is_document(&self) -> bool {
        self.kind == DOCUMENT
    }

    /// Reads it. May panic on hostile bytes: call under `catch_unwind`.
    pub(crate) fn read(&self) -> Result<Content, ChunkError> {
        let changes = match self.kind {
            DOCUMENT => {
                let options = LoadOptions::new().text_encoding(ENCODING);
                let doc = Automerge::load_with_options(self.bytes, options)
                    .map_err(|_| ChunkError::Malformed)?;
                return Ok(Content::Document(Box::new(doc)));
            }
            CHANGE | COMPRESSED_CHANGE => {
                let change = Change::try_from(self.bytes).map_err(|_| ChunkError::Malformed)?;
                // Automerge's conversion computes the hash and leaves the checksum unread.
                if change.hash().0[..4] != self.bytes[4..8] {
                    return Err(ChunkError::Malformed);
                }
                vec![change]
            }
            BUNDLE => Bundle::try_from(self.bytes)
                .ok()
                .and_then(|bundle| bundle.to_changes().ok())
                .ok_or(ChunkError::Malformed)?,
            kind => return Err(ChunkError::Kind(kind)),
        };
        for change in &changes {
            let last = change.start_op().get().checked_add(change.len() as u64);
            if last.is_none_or(|last| last > OP_COUNTER_MAX) {
                return Err(ChunkError::Counter);
            }
        }
        Ok(Content::Changes(changes))
    }
}

/// Reads concatenated chunks of changes. May panic on hostile bytes: call under `catch_unwind`.
pub(crate) fn read_changes(bytes: &[u8]) -> Result<Vec<Change>, ChunkError> {
    let mut changes = Vec::new();
    for chunk in split(bytes)? {
        if chunk.is_document() {
            return Err(ChunkError::Kind(DOCUMENT));
        }
        if let Content::Changes(more) = chunk.read()? {
            changes.extend(more);
        }
    }
    Ok(changes)
}

/// Hashes of the changes in concatenated chunks, in their order. Whole documents are refused.
pub fn change_hashes(bytes: &[u8]) -> Result<Vec<[u8; 32]>, ChunkError> {
    let read = std::panic::catch_unwind(|| read_changes(bytes));
    let changes = read.map_err(|_| ChunkError::Malformed)??;
    Ok(changes.iter().map(|change| change.hash().0).collect())
}
