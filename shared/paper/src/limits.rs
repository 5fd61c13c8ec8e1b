//! What a paper may hold.

/// Bytes of a picture of the head.
pub const LOGO_BYTES_MAX: usize = 1024 * 1024;

/// Pixels of a side of a picture of the head: what a printer shows of it at the size of a logo, many
/// times over, and little enough for any program to open.
pub const LOGO_SIDE_PIXELS_MAX: u32 = 8_000;

/// Longest mark of a paper, in bytes.
pub const MARK_BYTES_MAX: usize = 16 * 1024;

/// Places of a file that look like a mark and are read; a file of ours has two.
pub const MARK_PLACES_MAX: usize = 64;

/// Streams of a file that are looked into for its mark.
pub const STREAMS_MAX: usize = 20_000;

/// One stream inflated to look for a mark, in bytes: a description is short.
pub const STREAM_BYTES_MAX: u64 = 1024 * 1024;

/// All streams inflated to look for a mark, in bytes.
pub const STREAMS_BYTES_MAX: u64 = 64 * 1024 * 1024;
