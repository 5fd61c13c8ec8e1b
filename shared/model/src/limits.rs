//! Limits of a dossier's content. Each is far above what a matrix needs and far below what would
//! hurt the device of somebody who receives it.

/// Longest text of a cell, in UTF-16 units.
pub const TEXT_UTF16_UNITS_MAX: usize = 20_000;
/// Longest value of a short field (target, unit, year…), in UTF-16 units.
pub const SCALAR_UTF16_UNITS_MAX: usize = 2_000;
/// Longest comment, in UTF-16 units; the quoted cell is cut to it.
pub const COMMENT_UTF16_UNITS_MAX: usize = 8_000;
/// Rows of a matrix, retired ones included.
pub const ROWS_MAX: usize = 5_000;
/// Headings of a matrix.
pub const HEADINGS_MAX: usize = 2_000;
/// Years of a programme.
pub const YEARS_MAX: usize = 50;
/// Comments of a review document.
pub const COMMENTS_MAX: usize = 50_000;
/// Findings silenced in a matrix.
pub const SILENCED_MAX: usize = 10_000;
/// Changes that may wait for changes that have not come.
pub const WAITING_CHANGES_MAX: usize = 50_000;
/// Highest operation counter accepted from others: Automerge counts in 32 bits, and a change that
/// jumped near the end would leave nobody room to write.
pub const OP_COUNTER_MAX: u64 = 1 << 30;
/// Concurrent versions of one text compared with each other; beyond, the cell is flagged unread.
pub const SIDES_COMPARED_MAX: usize = 4;
/// Pairs of words a word comparison may weigh before it takes the whole middle as changed. A count,
/// not a time: two devices must reach the same finding.
pub const WORD_PAIRS_MAX: usize = 1_000_000;
