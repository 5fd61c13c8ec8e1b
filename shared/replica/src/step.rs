//! What a transition asks for. INVARIANT: `persist` and the read model of what was touched are
//! committed, with sync, before anything of `then` is done (persist, then tell anyone).

use model::Touched;
use wire::{DeviceId, DocumentKind, Frame, Hash, Presence, Refusal};

/// The result of one transition.
#[derive(Debug, Default)]
pub struct Step {
    /// To be committed in one transaction.
    pub persist: Vec<Record>,
    /// Rows of the matrix to refresh in the read model, in the same transaction.
    pub touched: Touched,
    /// Whether the comments are to be refreshed in the read model, in the same transaction.
    pub comments_changed: bool,
    /// Whether the minutas are to be refreshed in the read model, in the same transaction.
    pub minutes_changed: bool,
    /// Whether the people are to be refreshed in the read model, in the same transaction.
    pub members_changed: bool,
    /// Edits of this device this step made (0 or 1, or the count of an import).
    pub edits_made: u64,
    /// Changes of other devices this step merged.
    pub changes_received: u64,
    /// The device whose envelope this step took, if it took one.
    pub author: Option<DeviceId>,
    /// Where another member's device says its person is now. Nothing of it is to be persisted.
    pub presence: Option<(DeviceId, Presence)>,
    /// Whether it is known better than before how far another member has the dossier.
    pub receipts_changed: bool,
    /// A document whose own envelopes from an index on were withdrawn: what they held is under other
    /// indexes now.
    pub resealed: Option<(DocumentKind, u64)>,
    /// What to do once the transaction is committed.
    pub then: Vec<Effect>,
}

impl Step {
    /// Appends another step, to be committed together.
    pub fn append(&mut self, mut other: Step) {
        self.persist.append(&mut other.persist);
        self.touched.extend(other.touched);
        self.comments_changed |= other.comments_changed;
        self.minutes_changed |= other.minutes_changed;
        self.members_changed |= other.members_changed;
        self.edits_made += other.edits_made;
        self.changes_received += other.changes_received;
        self.author = self.author.or(other.author);
        self.presence = other.presence.or(self.presence.take());
        self.receipts_changed |= other.receipts_changed;
        self.resealed = self.resealed.or(other.resealed);
        self.then.append(&mut other.then);
    }
}

/// Something to write to disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A membership entry.
    Entry {
        /// Its hash.
        hash: Hash,
        /// The encoded entry.
        bytes: Vec<u8>,
    },
    /// An envelope of a series.
    Envelope {
        /// Document of the series.
        document: DocumentKind,
        /// Device of the series.
        device: DeviceId,
        /// Position in the series.
        index: u64,
        /// Hash of the encoded envelope.
        hash: Hash,
        /// The encoded envelope, verbatim.
        bytes: Vec<u8>,
        /// Whether this device wrote it.
        own: bool,
        /// Whether it may have left this device; such an envelope is never rewritten.
        offered: bool,
        /// Whether its content could not be merged: kept for the series, never loaded.
        quarantined: bool,
    },
    /// Own envelopes that never left this device, replaced by fewer that hold the same changes.
    Repack {
        /// Document of the series.
        document: DocumentKind,
        /// Index of the first envelope replaced.
        from_index: u64,
        /// The new envelopes: index, hash, bytes.
        envelopes: Vec<(u64, Hash, Vec<u8>)>,
    },
    /// Own envelopes that never left this device, taken out: envelopes of the same series, come back
    /// from the relay, have their indexes. What they held is sealed again in this very transaction.
    Withdrawn {
        /// Document of the series.
        document: DocumentKind,
        /// Index of the first envelope taken out; all after it go too.
        from_index: u64,
        /// Index of the last envelope that then holds something of them.
        sealed_up_to: u64,
    },
    /// Own envelopes up to `up_to` may now leave this device.
    Offered {
        /// Document of the series.
        document: DocumentKind,
        /// Last index that may leave.
        up_to: u64,
    },
    /// Automerge chunks to load next time.
    Chunk {
        /// Document they belong to.
        document: DocumentKind,
        /// One or more concatenated chunks.
        bytes: Vec<u8>,
        /// Changes in them.
        changes: u32,
    },
    /// The last receipt of a device, this one's or another member's, in place of the one before.
    Receipt {
        /// The device.
        device: DeviceId,
        /// The sealed receipt, verbatim.
        bytes: Vec<u8>,
    },
    /// The relay has committed this device's series up to `index`.
    Confirmed {
        /// Document of the series.
        document: DocumentKind,
        /// Highest index committed.
        index: u64,
    },
}

/// Something to do after the commit.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send a frame to the relay.
    Send(Frame),
    /// Push the stored envelopes of a series, from an index up to its end.
    Upload {
        /// Document of the series.
        document: DocumentKind,
        /// Device of the series.
        device: DeviceId,
        /// First index to push.
        from_index: u64,
    },
    /// The relay confirmed edits of this device: this many changes.
    Confirmed {
        /// Changes confirmed now.
        changes: u64,
    },
    /// Everything the relay had is here.
    CaughtUp,
    /// Opening the dossier has to be tried again after a while.
    RetryLater,
    /// The relay refuses to go on with this dossier.
    Refused(Refusal),
    /// Something a log, and perhaps a person, should know.
    Report(Report),
}

/// A refused or odd thing met while receiving. Nothing of it reached the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Bytes that are no envelope or entry, or whose signature is wrong.
    Forged,
    /// A valid envelope of another dossier.
    OtherDossier,
    /// An envelope that does not continue its series.
    BrokenChain {
        /// Device of the series.
        device: DeviceId,
        /// Its index.
        index: u64,
    },
    /// An author who is no member, or whose role may not write that document.
    NotAllowed {
        /// The author.
        device: DeviceId,
    },
    /// An envelope under a key that has not arrived. It stays with the relay.
    NoKey {
        /// Device of the series.
        device: DeviceId,
        /// Its index.
        index: u64,
    },
    /// This device's person does not belong to the dossier any more. What is here stays.
    Removed,
    /// A genuine envelope whose content could not be opened, inspected or merged; kept aside.
    Unreadable {
        /// Device of the series.
        device: DeviceId,
        /// Its index.
        index: u64,
    },
    /// The relay had fewer envelopes than it once confirmed; they are being sent again.
    RelayForgot {
        /// Envelopes missing there.
        envelopes: u64,
    },
    /// The relay holds envelopes in this device's name that are not on this disk: the data folder
    /// is a copy or was restored. They are being taken back.
    TakingBack {
        /// How many.
        envelopes: u64,
    },
    /// The relay holds envelopes in this device's name that do not continue what left this disk: two
    /// folders wrote under one identity.
    SeriesElsewhere,
}
