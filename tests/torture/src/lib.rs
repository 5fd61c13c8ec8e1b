//! Real processes killed with SIGKILL, and real disks that fill up, while people edit: whatever was
//! acknowledged must be there afterwards, and nobody is asked to repair anything.
//!
//! Here are the victims and what they say: the `typist` (an engine that edits until it is killed and
//! tells each edit once it is acknowledged), the `crowded` program (an engine on a disk that fills
//! up) and the relay as a process. Who kills and who judges is in `tests/it`. `TORTURE_KILLS` sets
//! how many kills, `TORTURE_SEED` which ones. Read [`Said`] first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod cell;
mod dice;
mod post;
mod said;

pub use cell::{Cell, number_in, value, writable};
pub use dice::Dice;
pub use post::{Post, PostError};
pub use said::Said;

/// Rows of the example.
pub const EXAMPLE_ROWS: usize = 26;
