//! An engine that edits until somebody kills it. `typist HOME SEED FIRST COUNT`: opens the folder,
//! imports the example if there is no dossier, makes COUNT edits numbered from FIRST (0: without
//! end), closes. Every line it prints is true on disk by then.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use contract::MatrixAction;
use engine::{Engine, EngineOptions};
use torture::{Cell, Dice, Said, value, writable};

/// Edits under way at once, each of a different part of the matrix.
const HANDS: usize = 3;
/// Every how many edits a hand adds a line.
const LINE_EVERY: u64 = 40;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [home, seed, first, count] = arguments.as_slice() else {
        panic!("typist HOME SEED FIRST COUNT");
    };
    let numbers = [seed, first, count].map(|text| text.parse::<u64>().expect("a number"));
    let [seed, first, count] = numbers;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work(PathBuf::from(home), seed, first, count));
}

async fn work(home: PathBuf, seed: u64, first: u64, count: u64) {
    say(&Said::Starting);
    let engine = Engine::open_with(EngineOptions {
        home,
        stay_connected: false,
    })
    .expect("the folder opens");
    if engine.me().await.expect("me").is_none() {
        engine
            .set_me("Ana".to_owned(), "SECOEM".to_owned())
            .await
            .expect("a name");
    }
    let dossiers = engine.dossiers().await.expect("the list");
    let dossier = match dossiers.first() {
        Some(known) => known.dossier.clone(),
        None => engine.import_example().await.expect("the example").dossier,
    };
    let view = engine.matrix(dossier.clone()).await.expect("the matrix");
    let cells = writable(&view);
    assert!(!cells.is_empty(), "a matrix without cells");
    say(&Said::Opened {
        dossier: dossier.clone(),
    });
    let next = Arc::new(AtomicU64::new(first));
    let end = if count == 0 { u64::MAX } else { first + count };
    let mut hands = Vec::new();
    for hand in 0..HANDS {
        // No two hands on one cell: what a cell shows last is then known.
        let own: Vec<Cell> = cells.iter().skip(hand).step_by(HANDS).cloned().collect();
        let dice = Dice::new(seed ^ (hand as u64) << 32);
        let task = type_on(
            engine.clone(),
            dossier.clone(),
            own,
            dice,
            Arc::clone(&next),
            end,
        );
        hands.push(tokio::spawn(task));
    }
    for hand in hands {
        hand.await.expect("a hand");
    }
    say(&Said::Closing);
    engine.close().await;
    say(&Said::Closed);
}

async fn type_on(
    engine: Engine,
    dossier: String,
    cells: Vec<Cell>,
    mut dice: Dice,
    next: Arc<AtomicU64>,
    end: u64,
) {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            return;
        }
        if dice.one_in(LINE_EVERY) {
            let action = MatrixAction::AddLine {
                after: None,
                heading: None,
                cells: BTreeMap::new(),
            };
            let receipt = engine
                .act(
                    dossier.clone(),
                    "Agregar un renglón".to_owned(),
                    vec![action],
                )
                .await
                .expect("a line is added");
            let line = receipt.made.into_iter().next().expect("a line was made");
            say(&Said::Added { line });
            continue;
        }
        let cell = dice.pick(&cells).expect("a cell").clone();
        let written = value(&cell, number);
        engine
            .edit(
                dossier.clone(),
                cell.line.clone(),
                cell.indicator.clone(),
                cell.field.clone(),
                written,
                None,
            )
            .await
            .expect("an edit");
        say(&Said::Edited { number, cell });
    }
}

/// One write, with its line break: whoever reads knows a line without one was cut by the kill.
fn say(said: &Said) {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(format!("{said}\n").as_bytes())
        .expect("somebody listens");
    stdout.flush().expect("somebody listens");
}
