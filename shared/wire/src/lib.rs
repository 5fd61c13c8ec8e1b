//! What devices and relays say to each other: identifiers, sealed envelopes, membership entries,
//! frames, their limits, and the bounded inspection of Automerge chunks.
//!
//! This room must never know automerge, keys or sockets. It carries signatures and ciphertexts as
//! plain bytes; `seal` makes and verifies them. Read [`Envelope`] first, then [`Frame`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod codec;
mod envelope;
mod frame;
mod id;
mod inspect;
pub mod limits;
mod membership;
pub mod package;
mod payload;
mod presence;
mod receipt;
mod vector;

pub use codec::DecodeError;
pub use envelope::{Envelope, EnvelopeHeader, Hash};
pub use frame::{
    FOUND_VERSION, Frame, FrameError, PROTOCOL_VERSION, RECEIPT_VERSION, Refusal, SIGNAL_VERSION,
};
pub use id::{DeviceId, DocumentKind, DossierId, IdError, Role};
pub use inspect::{Budget, Counted, InspectError, Inspected, inspect};
pub use membership::{Entry, EntryBody, Sealed, SeriesEnd, WrappedKey};
pub use payload::{Payload, PayloadError, PayloadFormat};
pub use presence::Presence;
pub use receipt::Receipt;
pub use vector::{Vector, VectorEntry};
