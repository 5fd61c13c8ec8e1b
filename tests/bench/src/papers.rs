//! A matrix of 500 rows as papers: the annex as PDF, Word and Excel, and the PDF of a programme.

use std::path::Path;
use std::time::Instant;

use contract::ExportOptions;
use engine::{Engine, EngineOptions};
use paper::{ConsolidationReport, ReportColumn, ReportRow, ReportTable};

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

const ROWS: usize = 500;
const ROUNDS: usize = 5;
/// Rows of a printed programme, at most.
const PROGRAMME_ROWS: usize = 3_000;

pub(crate) fn run(folder: &Path) {
    let home = folder.join("papers");
    let recipe = Recipe {
        lines: ROWS,
        changes: 0,
        sent: false,
    };
    let dossier = block_on(forge::forge(&home, recipe));
    let annex = block_on(async {
        let engine = Engine::open_with(EngineOptions {
            home,
            stay_connected: false,
        })
        .expect("the folder opens");
        let annex = engine.annex(dossier, ExportOptions::default()).await;
        engine.close().await;
        annex.expect("the annex")
    });
    let rows = annex.rows.len();
    measured("annex-pdf", rows, 3_000.0, || {
        press::annex_pdf(&annex).expect("a PDF")
    });
    measured("annex-docx", rows, 1_000.0, || {
        paper::annex_docx(&annex).expect("a document")
    });
    measured("annex-xlsx", rows, 1_000.0, || {
        paper::annex_xlsx(&annex).expect("a workbook")
    });
    let report = programme();
    measured("programme-pdf", PROGRAMME_ROWS, 30_000.0, || {
        press::consolidation_pdf(&report).expect("a PDF")
    });
}

fn measured(bench: &str, rows: usize, aim_ms: f64, make: impl Fn() -> Vec<u8>) {
    let mut times = Times::default();
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        bytes = make().len();
        times.add(began.elapsed());
    }
    Figure::new(bench)
        .with("rows", rows)
        .with("bytes", bytes)
        .times(&times)
        .aim(times.percentile(50) < aim_ms)
        .say("ms", &format!("p50 < {aim_ms}"));
}

fn programme() -> ConsolidationReport {
    const TEXTS: [&str; 5] = [
        "Secretaría de la Contraloría",
        "1. Combatir la impunidad",
        "Recibir, turnar y dar seguimiento a las denuncias, con informes trimestrales a quien corresponda.",
        "Porcentaje de denuncias atendidas en el plazo que marca la ley",
        "(Denuncias atendidas / Denuncias recibidas) * 100",
    ];
    let columns = TEXTS.iter().map(|text| ReportColumn {
        header: "Columna".to_owned(),
        width_parts: text.len() as u32,
        counts: false,
    });
    let row = |number: usize| ReportRow {
        cells: TEXTS.map(|text| format!("{text} {number}")).to_vec(),
        marked: number.is_multiple_of(5),
        over: false,
    };
    ConsolidationReport {
        title: "Programa".to_owned(),
        language: "es-MX".to_owned(),
        tables: vec![ReportTable {
            name: "Consolidado".to_owned(),
            title: "Renglones de todas las matrices".to_owned(),
            columns: columns.collect(),
            rows: (1..=PROGRAMME_ROWS).map(row).collect(),
        }],
        ..ConsolidationReport::default()
    }
}
