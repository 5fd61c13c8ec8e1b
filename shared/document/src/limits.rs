//! Limits of what a document takes in and of what comparing texts may cost.

/// Changes that may wait for changes that have not come.
pub const WAITING_CHANGES_MAX: usize = 50_000;
/// Highest operation counter accepted from others: Automerge counts in 32 bits, and a change that
/// jumped near the end would leave nobody room to write.
pub const OP_COUNTER_MAX: u64 = 1 << 30;
/// Pairs of words a word comparison may weigh before it takes the whole middle as changed. A count,
/// not a time: two devices must reach the same finding.
pub const WORD_PAIRS_MAX: usize = 1_000_000;
