//! Limits of a discussion. Each is far above what a dossier needs and far below what would hurt the
//! device of somebody who receives it.

/// Longest comment, in UTF-16 units; the quoted cell is cut to it.
pub const COMMENT_UTF16_UNITS_MAX: usize = 8_000;
/// Comments of a review document.
pub const COMMENTS_MAX: usize = 50_000;
/// Acts of a review document; there are many more comments than acts.
pub const ACTS_MAX: usize = 50_000;
/// Longest name, body, date or field of an act, in UTF-16 units.
pub const ACT_NAME_UTF16_UNITS_MAX: usize = 400;
/// Longest text of an act, in UTF-16 units: a suggestion may be as long as a cell.
pub const ACT_TEXT_UTF16_UNITS_MAX: usize = 20_000;
/// Cells of a suggested line.
pub const ACT_CELLS_MAX: usize = 64;
/// Acts that one act takes the place of: those done at once.
pub const ACT_OVER_MAX: usize = 64;
/// People that one comment speaks to.
pub const MENTIONS_MAX: usize = 64;
/// Longest name of a place in a text, in UTF-16 units.
pub const CURSOR_UTF16_UNITS_MAX: usize = 200;
