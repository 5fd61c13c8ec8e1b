//! Identifiers of what a document holds, of who wrote, and of versions.

use std::fmt;

use automerge::ChangeHash;
use uuid::Uuid;

/// A source of random bytes; fills the slice.
pub type Dice<'a> = &'a mut dyn FnMut(&mut [u8]);

/// A text that is not the identifier it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not a UUID.
    #[error("not an identifier: expected a UUID")]
    Uuid,
    /// Not a list of change hashes in hexadecimal.
    #[error("not a version: expected change hashes in hexadecimal")]
    Version,
}

/// Declares types of identifiers, each a UUID that is spelled one way only.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $crate::Uuid);

        impl $name {
            /// A new random identifier.
            pub fn new(dice: $crate::Dice<'_>) -> Self {
                Self($crate::random_uuid(dice))
            }

            /// The identifier of these bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self($crate::Uuid::from_bytes(bytes))
            }

            /// Its bytes.
            pub fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::IdError;

            /// Takes the hyphenated form only: it is a key in documents, and a key has one spelling.
            fn from_str(text: &str) -> Result<Self, $crate::IdError> {
                $crate::parse_uuid(text).map(Self)
            }
        }
    )*};
}

/// A random UUID.
pub fn random_uuid(dice: Dice<'_>) -> Uuid {
    let mut bytes = [0; 16];
    dice(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Reads a UUID in its hyphenated form, in lower case, and in no other.
pub fn parse_uuid(text: &str) -> Result<Uuid, IdError> {
    let uuid = Uuid::try_parse(text).map_err(|_| IdError::Uuid)?;
    let mut buffer = Uuid::encode_buffer();
    if *uuid.hyphenated().encode_lower(&mut buffer) != *text {
        return Err(IdError::Uuid);
    }
    Ok(uuid)
}

/// Who wrote a change: the public key of a device, opaque here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author(pub [u8; 32]);

impl Author {
    /// The author of a change that names none.
    pub const UNKNOWN: Self = Self([0; 32]);
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Author(")?;
        write_hex(f, &self.0[..4])?;
        write!(f, "…)")
    }
}

/// A version of a document: the hashes of its last changes. What somebody had before their eyes
/// when they began to write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Version(Vec<[u8; 32]>);

impl Version {
    /// The version with these last changes.
    pub fn new(mut hashes: Vec<[u8; 32]>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes)
    }

    /// Hashes of the last changes.
    pub fn hashes(&self) -> &[[u8; 32]] {
        &self.0
    }

    /// Hashes in hexadecimal, one after another.
    pub fn to_hex(&self) -> String {
        self.to_string()
    }

    /// Reads [`Version::to_hex`].
    pub fn from_hex(text: &str) -> Result<Self, IdError> {
        if !text.is_ascii() || !text.len().is_multiple_of(64) {
            return Err(IdError::Version);
        }
        let mut hashes = Vec::with_capacity(text.len() / 64);
        for start in (0..text.len()).step_by(64) {
            hashes.push(
                parse_hash(&text[start..start + 64])
                    .ok_or(IdError::Version)?
                    .0,
            );
        }
        Ok(Self::new(hashes))
    }

    /// The same, as Automerge takes them.
    pub fn change_hashes(&self) -> Vec<ChangeHash> {
        self.0.iter().copied().map(ChangeHash).collect()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|hash| write_hex(f, hash))
    }
}

fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// A change hash from 64 hexadecimal digits.
pub fn parse_hash(hex: &str) -> Option<ChangeHash> {
    let digits = hex.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = (high * 16 + low) as u8;
    }
    Some(ChangeHash(hash))
}
