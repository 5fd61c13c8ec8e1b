//! What a window waits for the past of a matrix of 500 lines after 20,000 changes: two points
//! compared, the founding compared with now, who wrote a cell, every value of it, the points to stop
//! at; and what an edit waits that was made while two points are compared. The first comparison
//! after opening is told apart.

use std::path::Path;
use std::time::Instant;

use contract::{Cell, Row};
use engine::{Engine, EngineOptions};

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

const LINES: usize = 500;
const CHANGES: usize = 20_000;
/// Times each question is asked.
const ROUNDS: usize = 30;
/// A day before there was anything: the matrix as it was founded.
const FOUNDING: &str = "2000-01-01";
/// Rows written between the two points.
const WRITTEN: usize = 100;
const AIM_MS: f64 = 150.0;
const AIM: &str = "p95 < 150 ms";

pub(crate) fn run(folder: &Path) {
    let home = folder.join("answers");
    let recipe = Recipe {
        lines: LINES,
        changes: CHANGES,
        sent: false,
    };
    let dossier = block_on(forge::forge(&home, recipe));
    block_on(measure(&home, &dossier));
}

async fn measure(home: &Path, dossier: &str) {
    let engine = Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    })
    .expect("the folder opens");
    let matrix = engine.matrix(dossier.to_owned()).await.expect("the matrix");
    let from = edit(&engine, dossier, &matrix.rows[0], "1").await;
    for (number, row) in matrix.rows.iter().take(WRITTEN).enumerate() {
        edit(&engine, dossier, row, &number.to_string()).await;
    }
    let cell = Cell {
        line: matrix.rows[0].line.clone(),
        indicator: matrix.rows[0].indicator.clone(),
        field: "actionLine".to_owned(),
    };
    let compare = || engine.compare(dossier.to_owned(), from.clone(), "now".to_owned());
    let mut first = Times::default();
    let began = Instant::now();
    let mut differences = compare().await.expect("both here").differences.len();
    first.add(began.elapsed());
    let mut all_differences = 0;
    let [mut compared, mut all, mut blamed, mut told, mut moments] =
        [(); 5].map(|()| Times::default());
    let (mut alone, mut beside) = (Times::default(), Times::default());
    for round in 0..ROUNDS {
        let row = &matrix.rows[round];
        let began = Instant::now();
        edit(&engine, dossier, row, &format!("{round}a")).await;
        alone.add(began.elapsed());

        let began = Instant::now();
        differences = compare().await.expect("both here").differences.len();
        compared.add(began.elapsed());

        let began = Instant::now();
        let whole = engine.compare(dossier.to_owned(), FOUNDING.to_owned(), "now".to_owned());
        all_differences = whole.await.expect("both here").differences.len();
        all.add(began.elapsed());

        let began = Instant::now();
        let blame = engine.blame(dossier.to_owned(), cell.clone());
        blame.await.expect("a cell");
        blamed.add(began.elapsed());

        let began = Instant::now();
        let values = engine.cell_history(dossier.to_owned(), cell.clone());
        values.await.expect("a cell");
        told.add(began.elapsed());

        let began = Instant::now();
        let points = engine.moments(dossier.to_owned());
        points.await.expect("moments");
        moments.add(began.elapsed());

        let began = Instant::now();
        let written = async {
            edit(&engine, dossier, row, &format!("{round}b")).await;
            began.elapsed()
        };
        let (compared, waited) = tokio::join!(compare(), written);
        compared.expect("both here");
        beside.add(waited);
    }
    engine.close().await;
    let figure = |bench: &str| {
        Figure::new(bench)
            .with("lines", LINES)
            .with("changes", CHANGES)
    };
    figure("engine-compare")
        .with("differences", differences)
        .number("first", first.percentile(50))
        .times(&compared)
        .aim(compared.percentile(95) < AIM_MS)
        .say("ms", AIM);
    figure("engine-compare-all")
        .with("differences", all_differences)
        .times(&all)
        .aim(all.percentile(95) < AIM_MS)
        .say("ms", AIM);
    for (name, times) in [
        ("engine-blame", &blamed),
        ("engine-cell-history", &told),
        ("engine-moments", &moments),
    ] {
        let met = times.percentile(95) < AIM_MS;
        figure(name).times(times).aim(met).say("ms", AIM);
    }
    figure("edit-alone").times(&alone).say("ms", "-");
    figure("edit-while-comparing").times(&beside).say("ms", "-");
}

/// Writes a target; answers the version it made.
async fn edit(engine: &Engine, dossier: &str, row: &Row, value: &str) -> String {
    let (line, indicator) = (row.line.clone(), row.indicator.clone());
    let edited = engine.edit(
        dossier.to_owned(),
        line,
        indicator,
        "targets.2025".to_owned(),
        value.to_owned(),
        None,
    );
    edited.await.expect("the edit is kept").version
}
