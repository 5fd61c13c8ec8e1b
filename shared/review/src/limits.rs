//! Limits of a discussion. Each is far above what a dossier needs and far below what would hurt the
//! device of somebody who receives it.

/// Longest comment, in UTF-16 units; the quoted cell is cut to it.
pub const COMMENT_UTF16_UNITS_MAX: usize = 8_000;
/// Comments of a review document.
pub const COMMENTS_MAX: usize = 50_000;
