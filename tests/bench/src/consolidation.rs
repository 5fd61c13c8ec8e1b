//! The programme of a state: 200 institutions with 50 lines each as one table. From a folder that was just
//! opened, when everything is known, after an edit in one of them, and the lines that repeat each other.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use contract::{ConsolidationGrouping, ConsolidationQuery};
use engine::{Engine, EngineOptions};
use model::{Draft, DraftHeading, DraftRow, Field, Level};
use torture::Dice;

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge;

const INSTITUTIONS: usize = 200;
const LINES: usize = 50;
const ROUNDS: usize = 7;
const YEARS: [u16; 3] = [2024, 2025, 2026];
const DEEDS: &[&str] = &[
    "Capacitar",
    "Publicar",
    "Difundir",
    "Evaluar",
    "Actualizar",
    "Implementar",
    "Supervisar",
    "Elaborar",
    "Coordinar",
    "Fortalecer",
    "Verificar",
    "Atender",
    "Digitalizar",
    "Instalar",
];
const THINGS: &[&str] = &[
    "el padrón de proveedores",
    "los mecanismos de denuncia ciudadana",
    "el código de ética",
    "los trámites y servicios",
    "las declaraciones patrimoniales",
    "el archivo institucional",
    "las contrataciones públicas",
    "los programas sociales",
    "el control interno",
    "las auditorías concluidas",
    "el presupuesto ejercido",
    "las actas del comité",
];
const WHOM: &[&str] = &[
    "con las personas servidoras públicas",
    "en coordinación con los municipios",
    "a través de la plataforma digital",
    "mediante lineamientos publicados",
    "con perspectiva de derechos humanos",
    "en las oficinas regionales",
    "para las personas proveedoras y contratistas",
    "ante el órgano interno de control",
];
const WHEN: &[&str] = &[
    "cada trimestre",
    "de manera anual",
    "conforme al calendario aprobado",
    "antes de cada sesión",
    "durante el primer semestre",
    "de forma permanente",
];

/// Times of an answer, and what it came to as JSON.
#[derive(Default)]
struct Answers {
    times: Times,
    bytes: usize,
}

impl Answers {
    fn add(&mut self, began: Instant, answer: &impl serde::Serialize) {
        self.times.add(began.elapsed());
        self.bytes = serde_json::to_vec(answer).expect("JSON").len();
    }

    fn figure(&self, bench: &str) -> Figure {
        Figure::new(bench)
            .with("institutions", INSTITUTIONS)
            .with("lines", INSTITUTIONS * LINES)
            .with("bytes", self.bytes)
            .times(&self.times)
    }
}

pub(crate) fn run(folder: &Path) {
    let home = folder.join("consolidation");
    let mut dice = Dice::new(11);
    let drafts: Vec<Draft> = (0..INSTITUTIONS).map(|at| draft(at, &mut dice)).collect();
    block_on(forge::forge_many(&home, &drafts));
    block_on(measure(&home));
}

async fn measure(home: &Path) {
    let all = ConsolidationQuery::default();
    let (mut first, mut opened) = (Answers::default(), Answers::default());
    // The first time ever, what is found in each matrix is counted too.
    for round in 0..ROUNDS {
        let engine = open(home);
        let began = Instant::now();
        let view = engine.consolidate(all.clone()).await.expect("the table");
        if round == 0 {
            first.add(began, &view);
        } else {
            opened.add(began, &view);
        }
        assert_eq!(view.total as usize, INSTITUTIONS * LINES);
        engine.close().await;
    }
    let engine = open(home);
    let view = engine.consolidate(all.clone()).await.expect("the table");
    let (mut known, mut edited, mut repeats) =
        (Answers::default(), Answers::default(), Answers::default());
    for round in 0..ROUNDS {
        let query = ConsolidationQuery {
            text: format!("padron {}", ["anual", "proveedores", "de"][round % 3]),
            group: ConsolidationGrouping::Axis,
            ..all.clone()
        };
        let began = Instant::now();
        let some = engine.consolidate(query).await.expect("the table");
        known.add(began, &some);
        let row = &view.rows[round];
        engine
            .edit(
                row.dossier.clone(),
                row.line.clone(),
                row.indicator.clone(),
                "actionLine".to_owned(),
                format!("Publicar el informe {round}"),
                None,
            )
            .await
            .expect("the edit is kept");
        let began = Instant::now();
        let after = engine.consolidate(all.clone()).await.expect("the table");
        edited.add(began, &after);
        let began = Instant::now();
        let found = engine
            .repeated_lines(all.clone(), 85)
            .await
            .expect("repeats");
        repeats.add(began, &found);
    }
    engine.close().await;
    first.figure("consolidation-first-ever").say("ms", "-");
    opened
        .figure("consolidation-opened")
        .aim(opened.times.percentile(95) < 300.0)
        .say("ms", "p95 < 300");
    known
        .figure("consolidation-filtered")
        .aim(known.times.percentile(95) < 150.0)
        .say("ms", "p95 < 150");
    edited
        .figure("consolidation-after-edit")
        .aim(edited.times.percentile(95) < 300.0)
        .say("ms", "p95 < 300");
    repeats
        .figure("consolidation-repeats")
        .aim(repeats.times.percentile(95) < 2_000.0)
        .say("ms", "p95 < 2,000");
}

fn open(home: &Path) -> Engine {
    Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    })
    .expect("the folder opens")
}

/// The matrix of an institution: four axes, twenty-four priorities that all share, lines of few words
/// put together, so that many repeat or nearly repeat others.
fn draft(institution: usize, dice: &mut Dice) -> Draft {
    let mut headings: Vec<DraftHeading> = (1..=4)
        .map(|number: usize| DraftHeading {
            level: Level::Axis,
            number: number.to_string(),
            text: format!("Eje de la política estatal número {number}"),
            parent: None,
        })
        .collect();
    for number in 0..24 {
        headings.push(DraftHeading {
            level: Level::Priority,
            number: (number + 1).to_string(),
            text: format!(
                "{} {}",
                DEEDS[number % DEEDS.len()],
                THINGS[number % THINGS.len()]
            ),
            parent: Some(number / 6),
        });
    }
    let mut pick = |words: &'static [&'static str]| *dice.pick(words).expect("a word");
    let rows = (0..LINES)
        .map(|number| {
            let (deed, thing) = (pick(DEEDS), pick(THINGS));
            let line = format!("{deed} {thing} {} {}", pick(WHOM), pick(WHEN));
            let mut cells = BTreeMap::from([
                (Field::ActionLine, line),
                (
                    Field::IndicatorName,
                    format!("Porcentaje de avance: {deed} {thing}"),
                ),
                (
                    Field::Interpretation,
                    "A mayor valor, mayor avance de las acciones comprometidas.".to_owned(),
                ),
                (Field::UnitOfMeasure, "Porcentaje".to_owned()),
                (
                    Field::Formula,
                    "(Acciones realizadas / Acciones programadas) * 100".to_owned(),
                ),
                (Field::Frequency, "Anual".to_owned()),
            ]);
            for year in YEARS {
                cells.insert(Field::Target(year), "100".to_owned());
            }
            DraftRow {
                heading: Some(4 + number * 24 / LINES),
                pending_external: number % 7 == 0,
                cells,
            }
        })
        .collect();
    Draft {
        title: "Programa de implementación".to_owned(),
        institution: format!("Instituto Estatal {institution:03}"),
        years: YEARS.to_vec(),
        headings,
        rows,
    }
}
