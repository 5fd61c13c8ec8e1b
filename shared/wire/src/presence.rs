//! Where somebody is in a dossier: what a signal says, before it is sealed.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{
    PRESENCE_CURSOR_BYTES_MAX, PRESENCE_FIELD_BYTES_MAX, SIGNAL_PAYLOAD_BYTES_MAX,
};

/// Where a device's person is, whole: nothing of an earlier one is needed to understand it.
///
/// INVARIANT: never renumber fields: older programs are out there. New fields are optional and come
/// last; readers skip fields they do not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Presence {
    /// Greater than in every earlier one of the same device, so that an old one is not taken for
    /// news.
    #[n(0)]
    pub seq: u64,
    /// The action line, or none while in no cell.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub line: Option<[u8; 16]>,
    /// The indicator, where the cell is of one.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub indicator: Option<[u8; 16]>,
    /// The field, by its name in the matrix; empty while in no cell. At most
    /// [`PRESENCE_FIELD_BYTES_MAX`].
    #[n(3)]
    pub field: String,
    /// Whether the cell is being written, not only looked at.
    #[n(4)]
    pub writing: bool,
    /// Where the selection begins in a text, as a cursor of its document. At most
    /// [`PRESENCE_CURSOR_BYTES_MAX`].
    #[n(5)]
    pub anchor: Option<String>,
    /// Where the selection ends and the caret stands. At most [`PRESENCE_CURSOR_BYTES_MAX`].
    #[n(6)]
    pub head: Option<String>,
    /// Whether this is goodbye.
    #[n(7)]
    pub leaving: bool,
}

impl Presence {
    /// The bytes to seal: at most [`SIGNAL_PAYLOAD_BYTES_MAX`] for one that is within its limits.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads what a signal said, within its limits.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let presence: Self = codec::decode(bytes, SIGNAL_PAYLOAD_BYTES_MAX)?;
        if presence.is_within_limits() {
            Ok(presence)
        } else {
            Err(DecodeError::Malformed)
        }
    }

    /// Whether its texts are as short as they must be.
    pub fn is_within_limits(&self) -> bool {
        self.field.len() <= PRESENCE_FIELD_BYTES_MAX
            && [&self.anchor, &self.head]
                .into_iter()
                .flatten()
                .all(|cursor| cursor.len() <= PRESENCE_CURSOR_BYTES_MAX)
    }
}
