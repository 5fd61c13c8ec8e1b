//! Entries of the membership log. `seal` signs, verifies and evaluates them.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{
    ENTRIES_MAX, ENTRY_BYTES_MAX, ENTRY_LONG_BYTES_MAX, FORMER_KEYS_CIPHERTEXT_BYTES_MAX,
    PROFILE_CIPHERTEXT_BYTES_MAX, RECIPIENTS_MAX, SEEN_MAX,
};
use crate::{DeviceId, DocumentKind, DossierId, Hash, Role};

/// Documents of a dossier, each with a series of every device.
const DOCUMENTS: usize = 3;

/// A small secret encrypted with the dossier's key, so that the relay never sees names.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Sealed {
    /// XChaCha20 nonce.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub nonce: [u8; 24],
    /// AEAD ciphertext with its tag.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub ciphertext: Vec<u8>,
}

/// How far a device's series of a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct SeriesEnd {
    /// The document.
    #[n(0)]
    pub document: DocumentKind,
    /// The last index.
    #[n(1)]
    pub index: u64,
}

/// A key, wrapped for one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WrappedKey {
    /// A device, or the public half of an open invitation's key.
    #[n(0)]
    pub recipient: DeviceId,
    /// AEAD ciphertext with its tag.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub ciphertext: [u8; 48],
}

/// A membership entry as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// Encoded [`EntryBody`], kept verbatim because it is what was signed.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// By the founder, the granting coordinator, or the invitation's key.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: [u8; 64],
    /// Only in a join: by the joining device.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub counter_signature: Option<[u8; 64]>,
}

/// What a membership entry says.
///
/// INVARIANT: never reorder or renumber variants or fields: they are signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum EntryBody {
    /// The dossier exists and this device coordinates it.
    #[n(0)]
    Genesis {
        /// The first coordinator.
        #[n(0)]
        founder: DeviceId,
        /// Makes the dossier's id unguessable and unrepeatable.
        #[cbor(n(1), with = "minicbor::bytes")]
        salt: [u8; 16],
        /// Who the founder is.
        #[n(2)]
        profile: Sealed,
    },
    /// Somebody invites: whoever holds the invitation's key may join with that role.
    #[n(1)]
    Grant {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The coordinator who invites, or any member who brings another device of theirs.
        #[n(1)]
        author: DeviceId,
        /// Entries this one builds on, its parents: what makes the author a coordinator, and
        /// whatever else has to be known first. An invitation link carries them all.
        #[cbor(n(2), with = "codec::hashes")]
        seen: Vec<Hash>,
        /// Public half of the invitation's key.
        #[n(3)]
        invitation: DeviceId,
        /// What the invited may do.
        #[n(4)]
        role: Role,
        /// When the invitation ends, in unix milliseconds; `None`: it does not end by itself.
        #[n(5)]
        expires_ms: Option<u64>,
        /// How many devices it serves; `None`: as many as the dossier may have.
        #[n(6)]
        uses: Option<u32>,
        /// Generation of the key that the invitation's link carries; `None`: the first.
        #[n(7)]
        epoch: Option<u32>,
        /// `true`: who joins by it waits, and belongs once an [`EntryBody::Change`] says so.
        #[n(8)]
        approval: Option<bool>,
        /// `true`: for another device of its author, who need not be a coordinator and gives at most
        /// their own role, to one device and for a while.
        #[n(9)]
        own: Option<bool>,
    },
    /// A device takes up an invitation.
    #[n(2)]
    Join {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The grant it takes up: this entry's parent.
        #[cbor(n(1), with = "minicbor::bytes")]
        grant: Hash,
        /// The device that joins.
        #[n(2)]
        device: DeviceId,
        /// Who its person is.
        #[n(3)]
        profile: Sealed,
        /// When the device says it joined, in unix milliseconds by its own clock; 0 is never late.
        #[n(4)]
        at_ms: Option<u64>,
    },
    /// A coordinator says what a device may do from now on, whatever it could do before.
    #[n(3)]
    Change {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The coordinator.
        #[n(1)]
        author: DeviceId,
        /// Everything its author knew of the log: the entries that no other builds on.
        #[cbor(n(2), with = "codec::hashes")]
        seen: Vec<Hash>,
        /// Whom it is about.
        #[n(3)]
        device: DeviceId,
        /// What it may do; `None`: it is out.
        #[n(4)]
        role: Option<Role>,
        /// How far its author had the device's series. What the device loses the right to write
        /// counts up to there, and as far as members bear [`EntryBody::Witness`].
        #[n(5)]
        kept: Vec<SeriesEnd>,
    },
    /// A coordinator takes an invitation back: nobody else comes in by it.
    #[n(4)]
    Close {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The coordinator.
        #[n(1)]
        author: DeviceId,
        /// As in [`EntryBody::Change`].
        #[cbor(n(2), with = "codec::hashes")]
        seen: Vec<Hash>,
        /// The grant that is closed.
        #[cbor(n(3), with = "minicbor::bytes")]
        grant: Hash,
    },
    /// A member brings a new key for what is written from now on, wrapped for everybody who belongs
    /// and for every invitation that is open.
    #[n(5)]
    Rotate {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The member.
        #[n(1)]
        author: DeviceId,
        /// As in [`EntryBody::Change`].
        #[cbor(n(2), with = "codec::hashes")]
        seen: Vec<Hash>,
        /// X25519 key made for this entry alone.
        #[cbor(n(3), with = "minicbor::bytes")]
        ephemeral: [u8; 32],
        /// The key, for each recipient.
        #[n(4)]
        keys: Vec<WrappedKey>,
        /// The keys before this one, under this one: who has it reads what came before.
        #[n(5)]
        former: Sealed,
    },
    /// A member says that it held more of a device's series than the change that took away its right
    /// knew of: what somebody had already read stays read.
    #[n(6)]
    Witness {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The member.
        #[n(1)]
        author: DeviceId,
        /// As in [`EntryBody::Change`]; the change is among them or among what they build on.
        #[cbor(n(2), with = "codec::hashes")]
        seen: Vec<Hash>,
        /// Whose series.
        #[n(3)]
        device: DeviceId,
        /// How far its author held them.
        #[n(4)]
        kept: Vec<SeriesEnd>,
    },
}

impl Entry {
    /// The bytes that travel and that an entry's hash is taken of.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads an entry; signatures are `seal`'s matter.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        codec::decode(bytes, ENTRY_LONG_BYTES_MAX)
    }

    /// Reads what the entry says.
    pub fn decode_body(&self) -> Result<EntryBody, DecodeError> {
        EntryBody::decode(&self.body)
    }
}

impl EntryBody {
    /// The bytes that are signed.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads a body within its limits.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let body: Self = codec::decode(bytes, ENTRY_LONG_BYTES_MAX)?;
        let is_short = bytes.len() <= ENTRY_BYTES_MAX;
        let within = match &body {
            Self::Genesis { profile, .. } | Self::Join { profile, .. } => {
                is_short && profile.ciphertext.len() <= PROFILE_CIPHERTEXT_BYTES_MAX
            }
            Self::Grant { seen, .. } => is_short && seen.len() <= SEEN_MAX,
            Self::Change { seen, kept, .. } | Self::Witness { seen, kept, .. } => {
                seen.len() <= ENTRIES_MAX && kept.len() <= DOCUMENTS
            }
            Self::Close { seen, .. } => seen.len() <= ENTRIES_MAX,
            Self::Rotate {
                seen, keys, former, ..
            } => {
                seen.len() <= ENTRIES_MAX
                    && keys.len() <= RECIPIENTS_MAX
                    && former.ciphertext.len() <= FORMER_KEYS_CIPHERTEXT_BYTES_MAX
            }
        };
        if within {
            Ok(body)
        } else {
            Err(DecodeError::Malformed)
        }
    }

    /// The entries this one builds on: it counts once all of them do.
    pub fn parents(&self) -> &[Hash] {
        match self {
            Self::Genesis { .. } => &[],
            Self::Grant { seen, .. }
            | Self::Change { seen, .. }
            | Self::Close { seen, .. }
            | Self::Rotate { seen, .. }
            | Self::Witness { seen, .. } => seen,
            Self::Join { grant, .. } => std::slice::from_ref(grant),
        }
    }
}
