//! Every limit of the wire, in one place. Sizes are in bytes unless the name says otherwise; a value
//! equal to its limit is accepted.

/// A whole frame on the socket.
pub const FRAME_BYTES_MAX: usize = 1024 * 1024;
/// A frame before the device has proved who it is.
pub const HANDSHAKE_FRAME_BYTES_MAX: usize = 4 * 1024;

/// What is sealed inside an envelope (format byte and changes), before encryption.
pub const ENVELOPE_PAYLOAD_BYTES_MAX: usize = 768 * 1024;
/// An encoded envelope: its payload, the AEAD tag, header, nonce, signature and their lengths.
pub const ENVELOPE_BYTES_MAX: usize = ENVELOPE_PAYLOAD_BYTES_MAX + 1024;
/// The encoded header of an envelope.
pub const ENVELOPE_HEADER_BYTES_MAX: usize = 256;

/// An encoded membership entry that founds, invites or joins.
pub const ENTRY_BYTES_MAX: usize = 4 * 1024;
/// An encoded membership entry that says what it has seen of a whole log, or hands a key to
/// everybody: [`ENTRIES_MAX`] hashes, or [`RECIPIENTS_MAX`] wrapped keys.
pub const ENTRY_LONG_BYTES_MAX: usize = 160 * 1024;
/// A code that lets somebody found a dossier.
pub const FOUNDING_CODE_BYTES_MAX: usize = 128;
/// Ciphertext of a member's name and institution inside an entry.
pub const PROFILE_CIPHERTEXT_BYTES_MAX: usize = 2 * 1024;
/// Hashes a grant may name as seen by its author.
pub const SEEN_MAX: usize = 64;
/// Devices that may belong to a dossier, those that were removed included.
pub const MEMBERS_MAX: usize = 1024;
/// Membership entries of a dossier, of every kind.
pub const ENTRIES_MAX: usize = 4096;
/// All membership entries of a dossier together.
pub const MEMBERSHIP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Devices and open invitations that a new key is wrapped for.
pub const RECIPIENTS_MAX: usize = MEMBERS_MAX + 256;
/// Ciphertext of the keys before a new one, inside the entry that brings it.
pub const FORMER_KEYS_CIPHERTEXT_BYTES_MAX: usize = 4 * 1024;
/// Entries whose parents have not arrived yet, kept waiting for each dossier.
pub const ENTRIES_PENDING_MAX: usize = 256;

/// Series in a vector: each member may write each of the three documents.
pub const VECTOR_ENTRIES_MAX: usize = 3 * MEMBERS_MAX;

/// What is sealed inside a signal, before padding and encryption.
pub const SIGNAL_PAYLOAD_BYTES_MAX: usize = 512;
/// A sealed signal: its payload, padded, with what encrypts and signs it.
pub const SIGNAL_BYTES_MAX: usize = 1024;
/// Name of the field a presence is in.
pub const PRESENCE_FIELD_BYTES_MAX: usize = 64;
/// Each of the two cursors of a presence.
pub const PRESENCE_CURSOR_BYTES_MAX: usize = 96;

/// Series in each of the two vectors of a receipt: 256 people who write matrix and review. What does
/// not fit is left out, which understates.
pub const RECEIPT_SERIES_MAX: usize = 512;
/// What is sealed inside a receipt, before padding and encryption.
pub const RECEIPT_PAYLOAD_BYTES_MAX: usize = 48 * 1024;
/// A sealed receipt: its payload, padded, with what encrypts and signs it.
pub const RECEIPT_BYTES_MAX: usize = 49 * 1024;

/// A package file: as much as a relay keeps of one dossier.
pub const PACKAGE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// What a package says in clear: [`RECIPIENTS_MAX`] wrapped keys.
pub const PACKAGE_HEAD_BYTES_MAX: usize = 128 * 1024;
/// A sealed block of a package: one frame of the longest, with its length and the AEAD tag.
pub const PACKAGE_BLOCK_BYTES_MAX: usize = FRAME_BYTES_MAX + 64;
/// Frames in a package.
pub const PACKAGE_FRAMES_MAX: usize = 1024 * 1024;

/// Chunks in the payload of an envelope.
pub const CHUNKS_PER_ENVELOPE_MAX: usize = 4096;
/// Bundles in the payload of an envelope: each costs dozens of columns to look at.
pub const BUNDLES_PER_ENVELOPE_MAX: usize = 64;
/// Changes in the payload of an envelope, bundles opened.
pub const CHANGES_PER_ENVELOPE_MAX: u64 = 16 * 1024;
/// Operations in the payload of an envelope. Every character of a text is one, and an imported
/// matrix is one change.
pub const OPS_PER_ENVELOPE_MAX: u64 = 2 * 1024 * 1024;
/// Dependencies of all the changes in the payload of an envelope.
pub const DEPENDENCIES_PER_ENVELOPE_MAX: u64 = 256 * 1024;
/// What the payload of an envelope may inflate to.
pub const INFLATED_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// What the repeated keys and messages in the payload of an envelope may add up to when each
/// repetition is written out.
pub const EXPANDED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Inflated bytes for each deflated byte of a stream.
pub const INFLATE_RATIO_MAX: u64 = 64;
/// Inflated bytes of a stream that are not held to the ratio: honest columns of equal texts pass it
/// easily, and so little harms nobody.
pub const INFLATE_FREE_BYTES: u64 = 1024 * 1024;

/// Chunks in a whole document read from disk: a snapshot and what came after it.
pub const CHUNKS_PER_DOCUMENT_MAX: usize = 256 * 1024;
/// Snapshots and bundles in a whole document.
pub const BUNDLES_PER_DOCUMENT_MAX: usize = 64 * 1024;
/// Changes in a whole document.
pub const DOCUMENT_CHANGES_MAX: u64 = 1024 * 1024;
/// Operations in a whole document.
pub const DOCUMENT_OPS_MAX: u64 = 16 * 1024 * 1024;
/// Dependencies of all the changes in a whole document.
pub const DOCUMENT_DEPENDENCIES_MAX: u64 = 4 * 1024 * 1024;
/// What a whole document may inflate to.
pub const DOCUMENT_INFLATED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// What the repeated keys and messages of a whole document may add up to.
pub const DOCUMENT_EXPANDED_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Dependencies that a change or a bundle may list, and heads of a document.
pub const DEPENDENCIES_PER_CHUNK_MAX: u64 = 4096;
/// Actors that a chunk may list.
pub const ACTORS_PER_CHUNK_MAX: u64 = 16 * 1024;
/// Bytes of an actor id.
pub const ACTOR_BYTES_MAX: u64 = 64;
/// Columns of a section of a chunk: the format knows fewer than twenty.
pub const COLUMNS_PER_SECTION_MAX: u64 = 64;
