//! What a matrix of 2,000 rows finds wrong with itself: until a window is told in short after an
//! edit, until it has a page of it, and all of it in words, as the command line prints it.

use std::path::Path;
use std::time::Instant;

use contract::{FindingsOf, Language, Row};
use engine::{Engine, EngineOptions};

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

const LINES: usize = 2_000;
const ROUNDS: usize = 15;
/// Findings of a page.
const PAGE: u32 = 200;
/// What a window may read at once without a person seeing it.
const SUMMARY_BYTES_MAX: usize = 400_000;

pub(crate) fn run(folder: &Path) {
    let home = folder.join("findings");
    let recipe = Recipe {
        lines: LINES,
        changes: 0,
        sent: false,
    };
    let dossier = block_on(forge::forge(&home, recipe));
    block_on(measure(&home, &dossier));
}

/// Times of answers as JSON, and the bytes of the last.
#[derive(Default)]
struct Answers {
    times: Times,
    bytes: usize,
}

impl Answers {
    /// An answer that came to so many bytes.
    fn add(&mut self, began: Instant, bytes: usize) {
        self.times.add(began.elapsed());
        self.bytes = bytes;
    }

    fn figure(&self, bench: &str, findings: u32) -> Figure {
        Figure::new(bench)
            .with("lines", LINES)
            .with("findings", findings)
            .with("bytes", self.bytes)
            .times(&self.times)
    }
}

async fn measure(home: &Path, dossier: &str) {
    let engine = Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    })
    .expect("the folder opens");
    let matrix = engine.matrix(dossier.to_owned()).await.expect("the matrix");
    let row = matrix.rows.into_iter().next().expect("a row");
    let (mut short, mut page, mut whole) =
        (Answers::default(), Answers::default(), Answers::default());
    let mut findings = 0;
    for round in 0..ROUNDS {
        write(
            &engine,
            dossier,
            &row,
            &format!("Publicar el informe {round}"),
        )
        .await;
        let began = Instant::now();
        let summary = engine.finding_summary(dossier.to_owned(), Language::Spanish);
        let summary = summary.await.expect("the findings");
        short.add(began, serde_json::to_vec(&summary).expect("JSON").len());
        let rule = summary.rules.iter().max_by_key(|rule| rule.open);
        let of = FindingsOf::Rule {
            code: rule.expect("a rule").code.clone(),
        };
        let began = Instant::now();
        let some = engine.finding_page(dossier.to_owned(), of, PAGE, PAGE, Language::Spanish);
        page.add(
            began,
            serde_json::to_vec(&some.await.expect("a page"))
                .expect("JSON")
                .len(),
        );
        let began = Instant::now();
        let all = engine.findings(dossier.to_owned(), Language::Spanish);
        whole.add(
            began,
            serde_json::to_vec(&all.await.expect("the findings"))
                .expect("JSON")
                .len(),
        );
        findings = summary
            .rules
            .iter()
            .map(|rule| rule.open + rule.silenced)
            .sum();
    }
    engine.close().await;
    short
        .figure("findings-in-short", findings)
        .aim(short.times.percentile(95) < 150.0 && short.bytes < SUMMARY_BYTES_MAX)
        .say("ms", "p95 < 150, bytes < 400,000");
    page.figure("findings-page", PAGE)
        .aim(page.times.percentile(95) < 20.0)
        .say("ms", "p95 < 20");
    whole.figure("findings-in-words", findings).say("ms", "-");
}

async fn write(engine: &Engine, dossier: &str, row: &Row, text: &str) {
    let (line, indicator) = (row.line.clone(), row.indicator.clone());
    let edited = engine.edit(
        dossier.to_owned(),
        line,
        indicator,
        "actionLine".to_owned(),
        text.to_owned(),
        None,
    );
    edited.await.expect("the edit is kept");
}
