//! How much is looked at, at most.

/// Matrices of a programme.
pub const SHEETS_MAX: usize = 2_000;
/// Rows of all of them.
pub const ROWS_MAX: usize = 200_000;
/// Letters of a line that are compared with another; what comes after them is not looked at.
pub const LINE_LETTERS_MAX: usize = 1_000;
/// Different texts in which a word may stand and still bring lines together. A word of more texts says
/// what the programme is about; lines that share nothing rarer are not compared.
pub const TEXTS_OF_WORD_MAX: usize = 400;
/// Spellings kept of a heading; the most frequent ones.
pub const SPELLINGS_MAX: usize = 8;
/// Letters of a text somebody searches for; what comes after them is not looked at.
pub const SEARCH_LETTERS_MAX: usize = 200;
/// How alike, in per cent, two lines are at least asked to be: less would be chance.
pub const LIKENESS_MIN: u8 = 60;
