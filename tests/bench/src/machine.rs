//! What the figures were measured on: without it they say little.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Instant;

use crate::figure::{Figure, Times};

/// Of the times in `/proc/self/stat`, on every Linux of today.
const TICKS_PER_SECOND: f64 = 100.0;
/// Syncs measured.
const SYNCS: usize = 300;
/// What one edit writes to the log of the database, about.
const WRITE_BYTES: usize = 12 * 1_024;

/// What others did on this machine in the last minute: with more than a little, times say nothing.
fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|first| first.parse().ok())
        .unwrap_or(f64::NAN)
}

/// Processor time of this process so far, in seconds: of all the engines in it.
pub(crate) fn own_cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold anything: user time is the 12th field, system time the 13th.
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    (ticks(11).unwrap_or(f64::NAN) + ticks(12).unwrap_or(f64::NAN)) / TICKS_PER_SECOND
}

pub(crate) fn run(folder: &Path) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    Figure::new("machine")
        .with("cores", cores)
        .with("system", std::env::consts::OS)
        .number("load", load())
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
