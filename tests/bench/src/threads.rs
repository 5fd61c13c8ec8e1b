//! A dossier with 1,000 threads: opened from nothing, and what its review costs whoever works beside
//! it. All of it happens on the engine's threads; the window only waits for the answer.

use std::path::Path;
use std::time::{Duration, Instant};

use contract::{MatrixView, ReviewAction, Row};
use engine::{Engine, EngineOptions};

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

const LINES: usize = 500;
const THREADS: usize = 1_000;
/// Things asked for in one step.
const STEP: usize = 250;
/// Words a thread is about, in UTF-16 units: half of the threads are about some of a text.
const WORDS: u64 = 9;
/// Times it is opened, and each thing is done.
const OPENINGS: usize = 7;
const ROUNDS: usize = 30;
const AIM_MS: f64 = 150.0;
const AIM: &str = "p95 < 150 ms";

pub(crate) fn run(folder: &Path) {
    let home = folder.join("threads");
    let recipe = Recipe {
        lines: LINES,
        changes: 0,
        sent: false,
    };
    let dossier = block_on(forge::forge(&home, recipe));
    block_on(discuss(&home, &dossier));
    let (mut shown, mut awake) = (Times::default(), Times::default());
    for _ in 0..OPENINGS {
        let (first, whole) = block_on(open(&home, &dossier));
        shown.add(first);
        awake.add(whole);
    }
    let figure = |bench: &str, times: &Times| {
        let figure = Figure::new(bench).with("lines", LINES);
        figure.with("threads", THREADS).times(times)
    };
    figure("threads-open", &shown)
        .aim(shown.percentile(95) < AIM_MS)
        .say("ms", AIM);
    figure("threads-documents", &awake).say("ms", "-");
    let [said, read, typed] = block_on(work(&home, &dossier));
    for (bench, times) in [
        ("threads-comment", &said),
        ("threads-read", &read),
        ("threads-edit", &typed),
    ] {
        figure(bench, times).say("ms", "-");
    }
}

fn engine(home: &Path) -> Engine {
    let options = EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    };
    Engine::open_with(options).expect("the folder opens")
}

/// A thread about a row: about its text, or about some words of it.
fn about(row: &Row, number: usize) -> ReviewAction {
    let words = number.is_multiple_of(2) && row.action_line.encode_utf16().count() as u64 > WORDS;
    ReviewAction::Comment {
        thread: None,
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: "actionLine".to_owned(),
        text: format!("{number}: ¿de dónde sale esta cifra, y quién responde por ella?"),
        mentions: Vec::new(),
        internal: number.is_multiple_of(10),
        from: words.then_some(0),
        to: words.then_some(WORDS),
    }
}

async fn discuss(home: &Path, dossier: &str) {
    let engine = engine(home);
    let rows = engine.matrix(dossier.to_owned()).await.expect("rows").rows;
    let all: Vec<ReviewAction> = (0..THREADS)
        .map(|number| about(&rows[number % rows.len()], number))
        .collect();
    for step in all.chunks(STEP) {
        let said = engine.review(dossier.to_owned(), step.to_vec());
        said.await.expect("the comments are kept");
    }
    engine.close().await;
}

/// From opening the folder until the window has everything to show, and until the documents are in
/// memory and the review was told from them.
async fn open(home: &Path, dossier: &str) -> (Duration, Duration) {
    let began = Instant::now();
    let engine = engine(home);
    let opened = engine.open_dossier(dossier.to_owned(), None).await;
    let opened = opened.expect("the dossier");
    let shown = began.elapsed();
    assert_eq!(opened.comments.len(), THREADS, "all of them");
    let read = engine.mark_read(dossier.to_owned(), Some(Vec::new()));
    read.await.expect("the documents load");
    let awake = began.elapsed();
    engine.close().await;
    (shown, awake)
}

/// What it takes to say something more, to mark something as read, and to write in a row whose words
/// two threads are about.
async fn work(home: &Path, dossier: &str) -> [Times; 3] {
    let engine = engine(home);
    let MatrixView { rows, .. } = engine.matrix(dossier.to_owned()).await.expect("rows");
    let warm = engine.mark_read(dossier.to_owned(), Some(Vec::new()));
    warm.await.expect("the documents load");
    let mut times: [Times; 3] = Default::default();
    for round in 0..ROUNDS {
        let row = &rows[2 * round];
        let began = Instant::now();
        let said = engine.review(dossier.to_owned(), vec![about(row, round)]);
        let made = said.await.expect("the comment is kept").made;
        times[0].add(began.elapsed());

        let began = Instant::now();
        let read = engine.mark_read(dossier.to_owned(), Some(made));
        read.await.expect("it is marked");
        times[1].add(began.elapsed());

        let began = Instant::now();
        let text = format!("{} {round}", row.action_line);
        let written = engine.edit(
            dossier.to_owned(),
            row.line.clone(),
            row.indicator.clone(),
            "actionLine".to_owned(),
            text,
            None,
        );
        written.await.expect("the edit is kept");
        times[2].add(began.elapsed());
    }
    engine.close().await;
    times
}
