//! What a paper may hold.

/// Bytes of a picture of the head.
pub const LOGO_BYTES_MAX: usize = 1024 * 1024;

/// Pixels of a side of a picture of the head: what a printer shows of it at the size of a logo, many
/// times over, and little enough for any program to open.
pub const LOGO_SIDE_PIXELS_MAX: u32 = 8_000;
