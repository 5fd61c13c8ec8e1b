//! What the figures were measured on: without it they say little.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Instant;

use crate::figure::{Figure, Times};

/// Syncs measured.
const SYNCS: usize = 300;
/// What one edit writes to the log of the database, about.
const WRITE_BYTES: usize = 12 * 1_024;

pub(crate) fn run(folder: &Path) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    Figure::new("machine")
        .with("cores", cores)
        .with("system", std::env::consts::OS)
        .with("n", 1)
        .say("cores", "-");
    let mut file = std::fs::File::create(folder.join("log")).expect("a file");
    file.set_len((SYNCS * WRITE_BYTES) as u64).expect("room");
    file.write_all(&vec![1; SYNCS * WRITE_BYTES]).expect("room");
    file.sync_all().expect("a sync");
    file.seek(SeekFrom::Start(0)).expect("the beginning");
    let mut times = Times::default();
    for _ in 0..SYNCS {
        let began = Instant::now();
        file.write_all(&[2; WRITE_BYTES]).expect("a write");
        file.sync_data().expect("a sync");
        times.add(began.elapsed());
    }
    // Nothing durable can be faster than this.
    Figure::new("disk-sync").times(&times).say("ms", "-");
}
