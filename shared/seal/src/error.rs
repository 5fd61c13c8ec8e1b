//! What can go wrong in this room.

use wire::{DecodeError, DeviceId, DossierId};

/// Why something could not be signed, verified, sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes are not such a record.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The same content has another encoding, the only accepted one.
    #[error("the record is not in its canonical form")]
    NotCanonical,
    /// The signature is not by the key that is named.
    #[error("the signature does not verify")]
    BadSignature,
    /// Index 0, or a first envelope with a predecessor, or a later one without.
    #[error("the index and the predecessor do not go together")]
    BadIndex,
    /// The header names another device as its author.
    #[error("the header names {0} as author, which is not this device")]
    NotAuthor(DeviceId),
    /// Nothing to seal, or more than an envelope or a signal may carry.
    #[error("a payload of {bytes} bytes cannot be sealed")]
    PayloadSize {
        /// Length given.
        bytes: usize,
    },
    /// Another key, or the bytes were altered.
    #[error("it cannot be opened with this key, or it was altered")]
    CannotOpen,
    /// There is no key yet that may be written under.
    #[error("the dossier's key has not arrived")]
    NoKey,
    /// A key could not be derived or used.
    #[error("the cipher refused its arguments")]
    Cipher,
    /// A name longer than allowed.
    #[error("a name of {chars} characters is too long")]
    NameTooLong {
        /// Length given, in characters.
        chars: usize,
    },
    /// The name of an institution longer than allowed.
    #[error("an institution of {chars} characters is too long")]
    InstitutionTooLong {
        /// Length given, in characters.
        chars: usize,
    },
}

/// Why a membership entry was not accepted or could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembershipError {
    /// It could not be read, verified or sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It belongs to another dossier.
    #[error("the entry belongs to dossier {0}")]
    OtherDossier(DossierId),
    /// Its author was not a coordinator by the entries it builds on, or this device is not one.
    #[error("{0} is not a coordinator")]
    NotCoordinator(DeviceId),
    /// Its author did not belong by the entries it builds on, or this device does not.
    #[error("{0} is not a member")]
    NotMember(DeviceId),
    /// A grant that builds on nothing, or a join whose parent is not a grant.
    #[error("the entry does not build on what it should")]
    BadParent,
    /// The dossier's first entry has not arrived.
    #[error("the dossier's first entry has not arrived")]
    NotReady,
    /// The dossier has as many members as it may.
    #[error("the dossier has as many members as it may")]
    TooManyMembers,
    /// The dossier has as many entries as it may.
    #[error("the dossier has as many entries as it may")]
    TooManyEntries,
    /// Too many entries wait for parents that have not arrived.
    #[error("too many entries wait for others that have not arrived")]
    TooManyPending,
}

impl From<DecodeError> for MembershipError {
    fn from(error: DecodeError) -> Self {
        Self::Seal(SealError::Decode(error))
    }
}
