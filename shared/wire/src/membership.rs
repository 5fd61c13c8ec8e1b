//! Entries of the membership log. `seal` signs, verifies and evaluates them.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{ENTRY_BYTES_MAX, PROFILE_CIPHERTEXT_BYTES_MAX, SEEN_MAX};
use crate::{DeviceId, DossierId, Hash, Role};

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
    /// A coordinator invites: whoever holds the invitation's key may join with that role.
    #[n(1)]
    Grant {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// The coordinator who invites.
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
    },
}

impl Entry {
    /// The bytes that travel and that an entry's hash is taken of.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads an entry; signatures are `seal`'s matter.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        codec::decode(bytes, ENTRY_BYTES_MAX)
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
        let body: Self = codec::decode(bytes, ENTRY_BYTES_MAX)?;
        let within = match &body {
            Self::Genesis { profile, .. } | Self::Join { profile, .. } => {
                profile.ciphertext.len() <= PROFILE_CIPHERTEXT_BYTES_MAX
            }
            Self::Grant { seen, .. } => seen.len() <= SEEN_MAX,
        };
        if within {
            Ok(body)
        } else {
            Err(DecodeError::Malformed)
        }
    }
}
