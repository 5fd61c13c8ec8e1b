//! Limits of a dossier's content. Each is far above what a matrix needs and far below what would
//! hurt the device of somebody who receives it.

/// Longest text of a cell, in UTF-16 units.
pub const TEXT_UTF16_UNITS_MAX: usize = 20_000;
/// Longest value of a short field (target, unit, year…), in UTF-16 units.
pub const SCALAR_UTF16_UNITS_MAX: usize = 2_000;
/// Rows of a matrix, retired ones included.
pub const ROWS_MAX: usize = 5_000;
/// Headings of a matrix.
pub const HEADINGS_MAX: usize = 2_000;
/// Years of a programme.
pub const YEARS_MAX: usize = 50;
/// Findings silenced in a matrix.
pub const SILENCED_MAX: usize = 10_000;
/// Concurrent versions of one text compared with each other; beyond, the cell is flagged unread.
pub const SIDES_COMPARED_MAX: usize = 4;
/// Pause after which a person's writing is another stretch of it.
pub const STRETCH_GAP_MS: u64 = 10 * 60 * 1000;
/// Values of a cell's history, the newest.
pub const STRETCHES_MAX: usize = 500;
/// Moments of a matrix; beyond, stretches of work with the shortest pauses between them are one.
pub const MOMENTS_MAX: usize = 400;
