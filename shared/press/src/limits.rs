//! What a print may cost. Each is far above any paper seen and far below what would hurt.

/// Rows of an annex: those a matrix may have.
pub const ROWS_MAX: usize = 5_000;
/// Columns of an annex.
pub const COLUMNS_MAX: usize = 40;
/// Letters of all texts of a paper together.
pub const LETTERS_MAX: usize = 8_000_000;
/// Agreements, old agreements and names of a minuta together.
pub const MINUTES_ENTRIES_MAX: usize = 2_000;
/// Blank lines for those who come late.
pub const LATE_LINES_MAX: u32 = 100;
