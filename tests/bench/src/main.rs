//! The figures of Cotejo: `cargo run --release -p bench [NAME...]` prints one JSON line each, with
//! its unit, what it aims at, whether it got there and how many were measured. A NAME is any part
//! of a figure's group: only those are run. `BENCH_DISK` names a folder of the disk to measure;
//! without it, the disk of the target folder is used, which is never memory.
//!
//! `bench forge HOME LINES` makes a data folder with a dossier of that many lines, for whoever measures
//! a window on it.
//!
//! The groups are independent: each brings its own engines, relay process and folders. Read
//! [`figure`] first.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_precision_loss)] // counts are far below 2^52

mod answers;
mod backups;
mod catch_up;
mod cold_open;
mod consolidation;
mod device;
mod figure;
mod findings;
mod forge;
mod imports;
mod keystroke;
mod loss;
mod machine;
mod memory;
mod merge;
mod papers;
mod past;
mod relays;
mod sealed;
mod threads;
mod throughput;
mod visible;
mod writers;

use std::path::{Path, PathBuf};
use std::time::Instant;

/// A group of figures.
type Group = (&'static str, fn(&Path));

const GROUPS: &[Group] = &[
    ("machine", machine::run),
    ("keystroke", keystroke::run),
    ("visible", visible::run),
    ("answers", answers::run),
    ("throughput", throughput::run),
    ("relays", relays::run),
    ("writers", writers::run),
    ("catch-up", catch_up::run),
    ("merge", merge::run),
    ("findings", findings::run),
    ("consolidation", consolidation::run),
    ("past", past::run),
    ("threads", threads::run),
    ("memory", memory::run),
    ("loss", loss::run),
    ("cold-open", cold_open::run),
    ("backups", backups::run),
    ("imports", imports::run),
    ("papers", papers::run),
];

fn main() {
    let names: Vec<String> = std::env::args().skip(1).collect();
    if let [forge, home, lines] = names.as_slice()
        && forge == "forge"
    {
        let recipe = forge::Recipe {
            lines: lines.parse().expect("a number of lines"),
            changes: 0,
            sent: false,
        };
        figure::note(&block_on(forge::forge(Path::new(home), recipe)));
        return;
    }
    let chosen = |group: &&Group| {
        names.is_empty() || names.iter().any(|name| group.0.contains(name.as_str()))
    };
    let disk = std::env::var_os("BENCH_DISK").map_or_else(target_folder, PathBuf::from);
    let mut groups = GROUPS.iter().filter(chosen).peekable();
    assert!(
        groups.peek().is_some(),
        "no group of figures is called so: {names:?}"
    );
    for (name, run) in groups {
        let folder = tempfile::tempdir_in(&disk).expect("a folder on the disk to measure");
        let began = Instant::now();
        run(folder.path());
        figure::note(&format!("{name}: {:.1} s", began.elapsed().as_secs_f64()));
    }
}

fn target_folder() -> PathBuf {
    let this = std::env::current_exe().expect("this program has a place");
    this.parent().expect("a folder").to_owned()
}

/// Runs a group's work on a runtime of its own, which does not compete with the engines' threads
/// for more than one core.
fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}
