//! What a file may ask for. A file may come from anywhere.

/// Manifest, in bytes.
pub const MANIFEST_BYTES_MAX: u32 = 1024 * 1024;
/// Dossiers named in a manifest; more are kept in the file all the same.
pub const DOSSIERS_NAMED_MAX: usize = 2_000;
/// The database, inflated.
pub const DATABASE_BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;
/// Inflated bytes of a database for each byte of the file...
pub const INFLATE_RATIO_MAX: u64 = 100;
/// ...past the first so many, which harm nobody.
pub const INFLATE_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// Shortest passphrase, in characters.
pub const PASSPHRASE_CHARS_MIN: usize = 10;
/// Longest passphrase, in bytes.
pub const PASSPHRASE_BYTES_MAX: usize = 1024;

/// Memory that a file may ask for to try a passphrase, in KiB.
pub const KDF_MEMORY_KIB_MAX: u32 = 256 * 1024;
/// Passes over that memory.
pub const KDF_PASSES_MAX: u32 = 16;
/// Lanes of it.
pub const KDF_LANES_MAX: u32 = 16;
