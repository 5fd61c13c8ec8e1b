//! A dossier of 500 lines and 20,000 changes, opened from nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use engine::{Engine, EngineOptions};
use torture::writable;

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

/// Times it is opened.
const OPENINGS: usize = 7;
const LINES: usize = 500;
const CHANGES: usize = 20_000;

pub(crate) fn run(folder: &Path) {
    measure(&folder.join("sent"), true);
    measure(&folder.join("alone"), false);
}

/// `sent`: everything was confirmed by a relay before; else the dossier lives only here.
fn measure(home: &Path, sent: bool) {
    let recipe = Recipe {
        lines: LINES,
        changes: CHANGES,
        sent,
    };
    let dossier = block_on(forge::forge(home, recipe));
    let mut forgotten = true;
    let (mut grid, mut documents) = (Times::default(), Times::default());
    for _ in 0..OPENINGS {
        forgotten &= forget(&home.join(store::DATABASE_FILE));
        let (shown, loaded) = block_on(open(home, &dossier));
        grid.add(shown);
        documents.add(loaded);
    }
    let figure = |bench: &str, times: &Times| {
        Figure::new(bench)
            .with("lines", LINES)
            .with("changes", CHANGES)
            .with("sent_before", sent)
            .with("from_disk", forgotten)
            .times(times)
    };
    figure("cold-open-grid", &grid)
        .aim(grid.percentile(95) < 150.0)
        .say("ms", "p95 < 150");
    figure("cold-open-documents", &documents).say("ms", "-");
}

/// From opening the folder until the window has its rows, and until an edit would be taken.
async fn open(home: &Path, dossier: &str) -> (std::time::Duration, std::time::Duration) {
    let began = Instant::now();
    let options = EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    };
    let engine = Engine::open_with(options).expect("the folder opens");
    let opened = engine
        .open_dossier(dossier.to_owned(), None)
        .await
        .expect("the dossier");
    let shown = began.elapsed();
    assert_eq!(opened.matrix.rows.len(), LINES, "the read model");
    let cell = writable(&opened.matrix).swap_remove(0);
    let same = cell.shown_in(&opened.matrix).expect("a row");
    // Writing what is already there changes nothing, and answers once the documents are loaded.
    engine
        .edit(
            dossier.to_owned(),
            cell.line,
            cell.indicator,
            cell.field,
            same,
            None,
        )
        .await
        .expect("the documents load");
    let loaded = began.elapsed();
    engine.close().await;
    (shown, loaded)
}

/// Asks the system to forget what it holds in memory of a file. Answers whether it was asked.
fn forget(file: &Path) -> bool {
    let mut input = std::ffi::OsString::from("if=");
    input.push(file);
    let asked = Command::new("dd")
        .arg(input)
        .args(["of=/dev/null", "iflag=nocache", "count=0"])
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}
