//! What was acknowledged, and whether it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use contract::{ExportFormat, ExportOptions, MatrixView};
use engine::{Engine, EngineOptions};
use model::{Author, Field, Matrix};
use torture::{Cell, EXAMPLE_ROWS, Said, number_in, value};

/// Numbers left free after each run: those of edits that were under way and may be on disk.
const UNDER_WAY_MAX: u64 = 1_000;

/// Everything acknowledged in a folder.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) dossier: Option<String>,
    latest: BTreeMap<Cell, u64>,
    added: BTreeSet<String>,
    highest: u64,
    /// Edits and lines acknowledged.
    pub(crate) acknowledged: u64,
}

/// What a judge found.
pub(crate) struct Found {
    /// Cells compared.
    pub(crate) cells: u64,
    /// Edits that are there though the kill came before their acknowledgement.
    pub(crate) unasked: u64,
}

impl Account {
    pub(crate) fn hear(&mut self, said: &Said) {
        match said {
            Said::Opened { dossier } => {
                let known = self.dossier.get_or_insert_with(|| dossier.clone());
                assert_eq!(known, dossier, "an acknowledged dossier is gone");
            }
            Said::Edited { number, cell } => {
                self.acknowledged += 1;
                self.highest = self.highest.max(*number);
                let latest = self.latest.entry(cell.clone()).or_default();
                *latest = (*latest).max(*number);
            }
            Said::Added { line } => {
                self.acknowledged += 1;
                self.added.insert(line.clone());
            }
            Said::Starting | Said::Closing | Said::Closed => {}
        }
    }

    /// A number that no edit so far, acknowledged or not, can have.
    pub(crate) fn next_number(&self) -> u64 {
        self.highest + UNDER_WAY_MAX
    }

    /// Opens the folder as anybody would and checks everything acknowledged.
    pub(crate) fn judge(&self, home: &Path) -> Found {
        block_on(self.judge_in(home))
    }

    async fn judge_in(&self, home: &Path) -> Found {
        let engine = open(home);
        let found = self.judge_engine(&engine).await;
        engine.close().await;
        found
    }

    /// The same, of an engine that is open.
    pub(crate) async fn judge_engine(&self, engine: &Engine) -> Found {
        let dossier = self.dossier.clone().expect("a dossier was acknowledged");
        let problems = engine.verify().await.expect("verify");
        assert!(problems.is_empty(), "verify: {problems:?}");
        let view = engine.matrix(dossier.clone()).await.expect("the matrix");
        assert!(view.rows.len() >= EXAMPLE_ROWS, "{} rows", view.rows.len());
        let document = document_of(engine, &dossier).await;
        self.judge_view(&view, &document)
    }

    /// The read model and the document must both show it, and the same.
    fn judge_view(&self, view: &MatrixView, document: &Matrix) -> Found {
        let mut found = Found {
            cells: 0,
            unasked: 0,
        };
        for (cell, number) in &self.latest {
            let shown = cell
                .shown_in(view)
                .unwrap_or_else(|| panic!("{cell} has no row"));
            let shown_number =
                number_in(&shown).unwrap_or_else(|| panic!("{cell} lost edit {number}: {shown:?}"));
            assert!(
                shown_number >= *number,
                "{cell} lost edit {number}, it shows {shown_number}"
            );
            assert_eq!(shown, value(cell, shown_number), "{cell} is not whole");
            assert_eq!(
                Some(shown),
                in_document(document, cell),
                "{cell} differs in the document"
            );
            found.cells += 1;
            found.unasked += u64::from(shown_number > *number);
        }
        let lines: BTreeSet<&str> = view.rows.iter().map(|row| row.line.as_str()).collect();
        for line in &self.added {
            assert!(
                lines.contains(line.as_str()),
                "the added line {line} is lost"
            );
        }
        assert_eq!(
            view.rows.len(),
            document.rows().len(),
            "rows of the document"
        );
        found
    }
}

fn in_document(document: &Matrix, cell: &Cell) -> Option<String> {
    let field: Field = cell.field.parse().expect("a field");
    let line = cell.line.parse().expect("a line");
    let indicator = cell
        .indicator
        .as_deref()
        .map(|text| text.parse().expect("an indicator"));
    document.cell(line, indicator, field)
}

/// The document itself, as it would be handed out.
pub(crate) async fn document_of(engine: &Engine, dossier: &str) -> Matrix {
    let bytes = engine
        .export(
            dossier.to_owned(),
            ExportFormat::Automerge,
            ExportOptions::default(),
        )
        .await
        .expect("the document is exported");
    Matrix::load([bytes.as_slice()], [0; 16], Author([0; 32])).expect("the document loads")
}

/// An engine without contact.
pub(crate) fn open(home: &Path) -> Engine {
    Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    })
    .expect("the folder opens, whatever happened to it")
}

pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}
