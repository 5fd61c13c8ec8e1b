//! What travels on the socket: one frame, one message.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{FRAME_BYTES_MAX, HANDSHAKE_FRAME_BYTES_MAX};
use crate::{DeviceId, DocumentKind, DossierId, Hash, Vector};

/// The newest version of the conversation this code speaks.
pub const PROTOCOL_VERSION: u16 = 4;

/// The first version with [`Frame::Signal`]: nobody sends one in an older conversation.
pub const SIGNAL_VERSION: u16 = 2;

/// The first version with [`Frame::Receipt`] and [`Frame::ReceiptKept`]: nobody sends one in an
/// older conversation.
pub const RECEIPT_VERSION: u16 = 3;

/// The first version with [`Frame::Found`], [`Refusal::CodeNeeded`] and [`Refusal::MayNotFound`]: nobody
/// sends one in an older conversation.
pub const FOUND_VERSION: u16 = 4;

/// Why bytes are not a frame.
pub type FrameError = DecodeError;

/// A message between device and relay.
///
/// INVARIANT: never renumber variants or fields: older programs are out there. New fields are
/// optional and come last; readers skip fields they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Frame {
    /// Relay to device, the first frame: prove who you are.
    #[n(0)]
    Challenge {
        /// Which relay this is, so that a proof given to one does not serve at another.
        #[cbor(n(0), with = "minicbor::bytes")]
        relay: [u8; 16],
        /// Fresh for every connection.
        #[cbor(n(1), with = "minicbor::bytes")]
        nonce: [u8; 32],
        /// Oldest version of the conversation the relay speaks.
        #[n(2)]
        oldest: u16,
        /// Newest version of the conversation the relay speaks.
        #[n(3)]
        newest: u16,
    },
    /// Device to relay: who it is, and the proof.
    #[n(1)]
    Hello {
        /// Version the device chose.
        #[n(0)]
        version: u16,
        /// The device.
        #[n(1)]
        device: DeviceId,
        /// Over the challenge and the version.
        #[cbor(n(2), with = "minicbor::bytes")]
        signature: [u8; 64],
    },
    /// Relay to device: come in.
    #[n(2)]
    Welcome {
        /// Version both will speak.
        #[n(0)]
        version: u16,
    },
    /// Both ways: a membership entry.
    #[n(3)]
    Entry {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// An encoded [`Entry`](crate::Entry).
        #[cbor(n(1), with = "minicbor::bytes")]
        entry: Vec<u8>,
    },
    /// Relay to device: the entry is committed, now or before.
    #[n(4)]
    EntryKept {
        /// The dossier it belongs to.
        #[n(0)]
        dossier: DossierId,
        /// Hash of the entry's bytes.
        #[cbor(n(1), with = "minicbor::bytes")]
        hash: Hash,
    },
    /// Device to relay: send me what I lack of this dossier, now and as it comes.
    #[n(5)]
    Open {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// Hashes of the membership entries the device has.
        #[cbor(n(1), with = "codec::hashes")]
        entries: Vec<Hash>,
        /// What the device has.
        #[n(2)]
        vector: Vector,
    },
    /// Relay to device: what the relay has. Then come the entries and envelopes the device lacks,
    /// in the order they were committed, and [`Frame::CaughtUp`].
    #[n(6)]
    Opened {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// Hashes of the membership entries the relay has.
        #[cbor(n(1), with = "codec::hashes")]
        entries: Vec<Hash>,
        /// What the relay has.
        #[n(2)]
        vector: Vector,
    },
    /// Relay to device: everything it had when you opened has been sent.
    #[n(7)]
    CaughtUp {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
    },
    /// Device to relay: an envelope, its own or somebody else's that the relay lacks.
    #[n(8)]
    Push {
        /// An encoded [`Envelope`](crate::Envelope).
        #[cbor(n(0), with = "minicbor::bytes")]
        envelope: Vec<u8>,
    },
    /// Relay to device: everything of that series up to `index` is committed.
    #[n(9)]
    Kept {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// The document of the series.
        #[n(1)]
        document: DocumentKind,
        /// The device that wrote the series.
        #[n(2)]
        device: DeviceId,
        /// The last index committed.
        #[n(3)]
        index: u64,
    },
    /// Relay to the other subscribers, after its commit.
    #[n(10)]
    Deliver {
        /// An encoded [`Envelope`](crate::Envelope).
        #[cbor(n(0), with = "minicbor::bytes")]
        envelope: Vec<u8>,
    },
    /// Either way: no, and about what.
    #[n(11)]
    Refused {
        /// Why.
        #[n(0)]
        refusal: Refusal,
        /// The dossier it is about, where it is about one.
        #[n(1)]
        dossier: Option<DossierId>,
        /// The document it is about, where it is about one.
        #[n(2)]
        document: Option<DocumentKind>,
        /// The device it is about, where it is about one.
        #[n(3)]
        device: Option<DeviceId>,
        /// For [`Refusal::Gap`]: the index that was expected.
        #[n(4)]
        index: Option<u64>,
    },
    /// Device to relay, and relay to the other subscribers who have caught up: what is true of the
    /// device now and worth nothing later. Never committed, never answered; one may be dropped,
    /// and a later one replaces those before it. Since [`SIGNAL_VERSION`].
    #[n(12)]
    Signal {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// The device it is about, which sent it.
        #[n(1)]
        device: DeviceId,
        /// A [`Presence`](crate::Presence), sealed: at most
        /// [`SIGNAL_BYTES_MAX`](crate::limits::SIGNAL_BYTES_MAX).
        #[cbor(n(2), with = "minicbor::bytes")]
        sealed: Vec<u8>,
    },
    /// Device to relay, and relay to the other subscribers: how far a device has the dossier. The
    /// relay keeps the last one of each device, in place of those before it, and sends all it keeps
    /// to whoever opens the dossier, after the envelopes and before [`Frame::CaughtUp`]. Since
    /// [`RECEIPT_VERSION`].
    #[n(13)]
    Receipt {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// The device it is about, which made it.
        #[n(1)]
        device: DeviceId,
        /// A [`Receipt`](crate::Receipt), sealed: at most
        /// [`RECEIPT_BYTES_MAX`](crate::limits::RECEIPT_BYTES_MAX).
        #[cbor(n(2), with = "minicbor::bytes")]
        sealed: Vec<u8>,
    },
    /// Relay to device: its receipt is committed. Since [`RECEIPT_VERSION`].
    #[n(14)]
    ReceiptKept {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// Hash of the sealed receipt.
        #[cbor(n(1), with = "minicbor::bytes")]
        hash: Hash,
    },
    /// Device to relay: the entry that founds a dossier, with the code that lets it, at a relay that
    /// asks for one. Answered as [`Frame::Entry`] is; the code goes no further. Since
    /// [`FOUND_VERSION`].
    #[n(15)]
    Found {
        /// The dossier.
        #[n(0)]
        dossier: DossierId,
        /// An encoded [`Entry`](crate::Entry).
        #[cbor(n(1), with = "minicbor::bytes")]
        entry: Vec<u8>,
        /// At most [`FOUNDING_CODE_BYTES_MAX`](crate::limits::FOUNDING_CODE_BYTES_MAX).
        #[cbor(n(2), with = "minicbor::bytes")]
        code: Vec<u8>,
    },
}

/// Why a frame was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Refusal {
    /// The device's program is too old for this relay.
    #[n(0)]
    TooOld,
    /// The device's program is too new for this relay.
    #[n(1)]
    TooNew,
    /// A signature does not verify.
    #[n(2)]
    BadSignature,
    /// The device does not belong to that dossier.
    #[n(3)]
    NotMember,
    /// Its role does not allow that.
    #[n(4)]
    NotAllowed,
    /// The index is not the next one.
    #[n(5)]
    Gap,
    /// The envelope does not follow from the one before it.
    #[n(6)]
    BadChain,
    /// Larger than allowed.
    #[n(7)]
    TooLarge,
    /// The dossier or the member has filled its place on the relay.
    #[n(8)]
    Quota,
    /// Too many frames in too little time.
    #[n(9)]
    Rate,
    /// It could not be read.
    #[n(10)]
    Malformed,
    /// The relay does not know that dossier, or that kind of frame.
    #[n(11)]
    Unknown,
    /// The relay cannot attend now; try later.
    #[n(12)]
    Busy,
    /// The relay is shutting down; come back.
    #[n(13)]
    Stopping,
    /// Dossiers are founded here only with a code, and none or another came. Since [`FOUND_VERSION`].
    #[n(14)]
    CodeNeeded,
    /// Dossiers are founded here only by certain devices. Since [`FOUND_VERSION`].
    #[n(15)]
    MayNotFound,
}

impl Frame {
    /// The bytes of one binary message.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads a frame of at most [`FRAME_BYTES_MAX`].
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        codec::decode(bytes, FRAME_BYTES_MAX)
    }

    /// Reads a frame of somebody who has not proved who they are: at most
    /// [`HANDSHAKE_FRAME_BYTES_MAX`].
    pub fn decode_handshake(bytes: &[u8]) -> Result<Self, FrameError> {
        codec::decode(bytes, HANDSHAKE_FRAME_BYTES_MAX)
    }

    /// The frame's kind, for logs and metrics: never its content.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Challenge { .. } => "challenge",
            Self::Hello { .. } => "hello",
            Self::Welcome { .. } => "welcome",
            Self::Entry { .. } => "entry",
            Self::EntryKept { .. } => "entry_kept",
            Self::Open { .. } => "open",
            Self::Opened { .. } => "opened",
            Self::CaughtUp { .. } => "caught_up",
            Self::Push { .. } => "push",
            Self::Kept { .. } => "kept",
            Self::Deliver { .. } => "deliver",
            Self::Refused { .. } => "refused",
            Self::Signal { .. } => "signal",
            Self::Receipt { .. } => "receipt",
            Self::ReceiptKept { .. } => "receipt_kept",
            Self::Found { .. } => "found",
        }
    }
}

impl Refusal {
    /// The refusal's name, for logs and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooOld => "too_old",
            Self::TooNew => "too_new",
            Self::BadSignature => "bad_signature",
            Self::NotMember => "not_member",
            Self::NotAllowed => "not_allowed",
            Self::Gap => "gap",
            Self::BadChain => "bad_chain",
            Self::TooLarge => "too_large",
            Self::Quota => "quota",
            Self::Rate => "rate",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Busy => "busy",
            Self::Stopping => "stopping",
            Self::CodeNeeded => "code_needed",
            Self::MayNotFound => "may_not_found",
        }
    }
}
