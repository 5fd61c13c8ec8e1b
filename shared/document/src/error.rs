//! What can go wrong, one error per thing a caller does.

use automerge::AutomergeError;

use crate::Author;

/// A change that cannot be made. The document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Automerge refused.
    #[error("the document refused the edit")]
    Automerge(#[source] Box<AutomergeError>),
    /// Automerge panicked on what the document holds.
    #[error("the document is damaged: it could not be edited")]
    Panicked,
}

impl From<AutomergeError> for CommitError {
    fn from(error: AutomergeError) -> Self {
        // Boxed: it is several times as large as what else an edit may say.
        Self::Automerge(Box::new(error))
    }
}

/// Bytes that are not a readable Automerge chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// Ends too early.
    #[error("a chunk ends too early")]
    Truncated,
    /// Does not begin as a chunk.
    #[error("not an Automerge chunk")]
    NotAutomerge,
    /// A kind of chunk that is not accepted here.
    #[error("a chunk of kind {0} is not accepted here")]
    Kind(u8),
    /// Automerge cannot read it.
    #[error("a chunk is malformed")]
    Malformed,
    /// It counts operations beyond what leaves others room to write.
    #[error("a change counts its operations beyond the limit")]
    Counter,
}

/// A stored document that cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// One of its chunks cannot be read.
    #[error("stored chunk {index} cannot be read")]
    Chunk {
        /// Which, from 0.
        index: usize,
        /// Why.
        #[source]
        problem: ChunkError,
    },
    /// The chunks contradict each other.
    #[error("the stored chunks contradict each other")]
    Apply(#[from] AutomergeError),
    /// Automerge panicked on it.
    #[error("the stored document is damaged")]
    Panicked,
}

/// Changes that were not merged. The document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// They cannot be read.
    #[error("the changes cannot be read")]
    Chunk(#[from] ChunkError),
    /// One of them was not made by who should have made them all.
    #[error("a change was not made by {0}")]
    NotBy(Author),
    /// Too many changes wait for others that have not come.
    #[error("more than {changes_max} changes wait for others that have not come")]
    TooManyWaiting {
        /// The limit.
        changes_max: usize,
    },
    /// They contradict what the document has.
    #[error("the changes contradict the document")]
    Apply(#[from] AutomergeError),
    /// Automerge panicked on them.
    #[error("the changes are damaged")]
    Panicked,
}

/// Changes that cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// One of them is not in the document.
    #[error("a change to pack is not in the document")]
    ChangeUnknown,
    /// Automerge refused.
    #[error("the changes could not be packed")]
    Automerge(#[from] AutomergeError),
    /// What was packed does not unpack to the same changes.
    #[error("packed changes do not unpack to themselves")]
    NotFaithful,
    /// Automerge panicked.
    #[error("the document is damaged: its changes could not be packed")]
    Panicked,
}

/// A snapshot that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Changes wait for others: a snapshot would bury them.
    #[error("changes wait for others that have not come")]
    Missing,
    /// Automerge panicked.
    #[error("the document is damaged: it could not be saved")]
    Panicked,
}
