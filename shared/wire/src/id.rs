//! Identifiers that travel: dossier, device, document kind, role.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text has another length than the identifier's hexadecimal form.
    #[error("an identifier of {expected_bytes} bytes was expected")]
    Length {
        /// Length of the identifier, in bytes.
        expected_bytes: usize,
    },
    /// A character is not a hexadecimal digit.
    #[error("a character is not hexadecimal")]
    Digit,
}

macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let digits = text.as_bytes();
                if digits.len() != 2 * $len {
                    return Err(IdError::Length { expected_bytes: $len });
                }
                let mut bytes = [0_u8; $len];
                for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
                    *byte = 16 * hex_digit(pair[0])? + hex_digit(pair[1])?;
                }
                Ok(Self(bytes))
            }
        }
    };
}

fn hex_digit(digit: u8) -> Result<u8, IdError> {
    let value = char::from(digit).to_digit(16).ok_or(IdError::Digit)?;
    u8::try_from(value).map_err(|_| IdError::Digit)
}

bytes_id!(
    /// A dossier (expediente): the first 16 bytes of the hash of its genesis entry, so that nobody
    /// can claim the name of somebody else's dossier.
    DossierId,
    16
);
bytes_id!(
    /// A device: its ed25519 public key.
    DeviceId,
    32
);

/// The documents of a dossier. A document per permission is what lets a blind relay enforce roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum DocumentKind {
    /// The matrix of action lines: written by coordinators and editors.
    #[n(0)]
    Matrix,
    /// The discussion: written by coordinators, editors and reviewers.
    #[n(1)]
    Review,
    /// The minutes: written by coordinators.
    #[n(2)]
    Minutes,
}

/// What a member may do in a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Reads.
    #[n(0)]
    Reader,
    /// Writes the review document.
    #[n(1)]
    Reviewer,
    /// Writes the matrix and the review document.
    #[n(2)]
    Editor,
    /// Writes everything and invites.
    #[n(3)]
    Coordinator,
}

impl Role {
    /// Whether this role may write a document of that kind.
    pub fn may_write(self, document: DocumentKind) -> bool {
        match document {
            DocumentKind::Matrix => self >= Self::Editor,
            DocumentKind::Review => self >= Self::Reviewer,
            DocumentKind::Minutes => self == Self::Coordinator,
        }
    }
}
