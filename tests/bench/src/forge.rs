//! Large dossiers made quickly: the same rooms as the engine, many edits in one commit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use contract::{
    DossierState, DossierStatus, DossierSummary, ExportFormat, ExportOptions, RoleName,
};
use engine::{Engine, EngineOptions};
use model::{Draft, DraftHeading, DraftRow, Field, Level, MatrixEdit};
use replica::{Found, Record, Replica};
use seal::{DeviceKey, Profile};
use store::{Store, Write};
use torture::Dice;
use wire::{DocumentKind, DossierId};

/// Edits of one commit.
const EDITS_PER_COMMIT: usize = 500;
/// Lines of one heading.
const LINES_PER_HEADING: usize = 25;
const YEARS: [u16; 3] = [2024, 2025, 2026];
/// A moment, in unix milliseconds: labels do not change what is measured.
const AT_MS: u64 = 1_730_000_000_000;
const WORDS: &[&str] = &[
    "Recepcionar",
    "atención",
    "denuncias",
    "presentadas",
    "servidores",
    "públicos",
    "evaluar",
    "capacitación",
    "anual",
    "programa",
    "municipios",
    "control",
    "interno",
    "seguimiento",
];

/// What to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub(crate) lines: usize,
    /// Changes after the founding.
    pub(crate) changes: usize,
    /// Whether a relay has confirmed them all.
    pub(crate) sent: bool,
}

/// Makes a home with a dossier, as if it had been edited there; compacted and closed as an engine
/// leaves it. Answers the dossier.
pub(crate) async fn forge(home: &Path, recipe: Recipe) -> String {
    let options = || EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    };
    let engine = Engine::open_with(options()).expect("the folder opens");
    engine
        .set_me("Ana".to_owned(), "SECOEM".to_owned())
        .await
        .expect("a name");
    engine.close().await;
    let dossier = write(home, recipe).to_string();
    // The engine makes its read model, and compacts at the end.
    let engine = Engine::open_with(options()).expect("the folder opens");
    engine
        .export(dossier.clone(), ExportFormat::Csv, ExportOptions::default())
        .await
        .expect("the documents load");
    let view = engine.matrix(dossier.clone()).await.expect("the matrix");
    assert_eq!(view.rows.len(), recipe.lines, "the read model");
    engine.close().await;
    dossier
}

/// Makes a home with a dossier of each draft, its read model made by the engine.
pub(crate) async fn forge_many(home: &Path, drafts: &[Draft]) {
    let options = || EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    };
    let engine = Engine::open_with(options()).expect("the folder opens");
    engine
        .set_me("Ana".to_owned(), "SESEA".to_owned())
        .await
        .expect("a name");
    engine.close().await;
    let mut dice = Dice::new(9);
    let secret = store::read_device_key(home)
        .expect("the folder")
        .expect("a key");
    let device = Arc::new(DeviceKey::from_secret_bytes(secret));
    let mut store = Store::open(home).expect("the store");
    let mut dossiers = Vec::new();
    for draft in drafts {
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let (dossier, _, writes) = founded(draft, &device, &mut fill);
        store.commit(&writes).expect("a commit");
        dossiers.push(dossier.to_string());
    }
    store.close().expect("the store closes");
    let engine = Engine::open_with(options()).expect("the folder opens");
    for dossier in dossiers {
        engine
            .export(dossier, ExportFormat::Csv, ExportOptions::default())
            .await
            .expect("the documents load");
    }
    engine.close().await;
}

/// A new dossier, and what is written of it.
fn founded(
    draft: &Draft,
    device: &Arc<DeviceKey>,
    fill: &mut dyn FnMut(&mut [u8]),
) -> (DossierId, Replica, Vec<Write>) {
    let profile = Profile {
        name: "Ana".to_owned(),
        institution: "SECOEM".to_owned(),
    };
    let (replica, step) = Replica::found(
        draft,
        &Found::default(),
        Arc::clone(device),
        &profile,
        AT_MS,
        fill,
    )
    .expect("a founding");
    let dossier = replica.dossier();
    let key = replica.seed().expose_secret_for_disk();
    let secret = seal::wrap(device, key.as_slice(), fill).expect("a wrapped key");
    let mut writes = vec![Write::Dossier {
        dossier: dossier.0,
        secret,
        relay: None,
        summary: serde_json::to_vec(&summary(dossier, draft.rows.len())).expect("json"),
    }];
    let me = device.id();
    writes.extend(
        step.persist
            .into_iter()
            .map(|record| write_of(dossier, me, record)),
    );
    (dossier, replica, writes)
}

fn write(home: &Path, recipe: Recipe) -> DossierId {
    let Recipe {
        lines,
        changes,
        sent,
    } = recipe;
    let mut dice = Dice::new(9);
    let secret = store::read_device_key(home)
        .expect("the folder")
        .expect("a key");
    let device = Arc::new(DeviceKey::from_secret_bytes(secret));
    let draft = draft(lines, &mut dice.clone());
    let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
    let (dossier, mut replica, mut writes) = founded(&draft, &device, &mut fill);
    let me = device.id();
    let mut store = Store::open(home).expect("the store");
    let mut plan = Dice::new(10);
    for change in 0..changes {
        let row = plan.below(replica.matrix().rows().len() as u64) as usize;
        let edit = edit(&replica, row, change, &mut plan);
        let edited = replica.edit_matrix(&edit, None, AT_MS + change as u64, &mut fill);
        let (step, _) = edited.expect("an edit").expect("a change");
        writes.extend(
            step.persist
                .into_iter()
                .map(|record| write_of(dossier, me, record)),
        );
        if change % EDITS_PER_COMMIT == 0 {
            store.commit(&writes).expect("a commit");
            writes.clear();
        }
    }
    store.commit(&writes).expect("a commit");
    if sent {
        store
            .commit(&confirmations(&store, dossier))
            .expect("a commit");
    }
    store.close().expect("the store closes");
    dossier
}

/// As if everything had been sent, and a relay had said that it is kept.
fn confirmations(store: &Store, dossier: DossierId) -> Vec<Write> {
    let series = store.series(&dossier.0).expect("the series");
    let mut writes = Vec::new();
    for tail in series {
        let (dossier, document, device) = (dossier.0, tail.document, tail.device);
        writes.push(Write::Offered {
            dossier,
            document,
            device,
            up_to: tail.index,
        });
        writes.push(Write::Acked {
            dossier,
            document,
            device,
            index: tail.index,
        });
    }
    writes
}

/// Half of the edits add a word to a text, half replace a value.
fn edit(replica: &Replica, row: usize, change: usize, dice: &mut Dice) -> MatrixEdit {
    let matrix = replica.matrix();
    let key = matrix.rows()[row].key();
    let (line, indicator) = key;
    let (field, value) = if dice.one_in(2) {
        let texts = [
            Field::ActionLine,
            Field::Interpretation,
            Field::MeansOfVerification,
        ];
        let field = *dice.pick(&texts).expect("a text");
        let text = matrix.cell(line, indicator, field).unwrap_or_default();
        (
            field,
            format!("{text} {}", dice.pick(WORDS).expect("a word")),
        )
    } else {
        let year = *dice.pick(&YEARS).expect("a year");
        (Field::Target(year), change.to_string())
    };
    MatrixEdit::Set {
        line,
        indicator,
        field,
        value,
    }
}

/// A matrix of so many lines.
pub(crate) fn draft(lines: usize, dice: &mut Dice) -> Draft {
    let mut sentence = |words: usize| {
        let words: Vec<&str> = (0..words)
            .map(|_| *dice.pick(WORDS).expect("a word"))
            .collect();
        words.join(" ")
    };
    let headings = (0..lines.div_ceil(LINES_PER_HEADING))
        .map(|number| DraftHeading {
            level: Level::Priority,
            number: (number + 1).to_string(),
            text: sentence(14),
            parent: None,
        })
        .collect();
    let rows = (0..lines)
        .map(|number| {
            let mut cells = BTreeMap::from([
                (Field::ActionLine, sentence(18)),
                (Field::IndicatorName, sentence(9)),
                (Field::Interpretation, sentence(20)),
                (Field::UnitOfMeasure, "Porcentaje".to_owned()),
                (Field::Formula, sentence(10)),
                (Field::Frequency, "Anual".to_owned()),
            ]);
            for year in YEARS {
                cells.insert(Field::Target(year), "100".to_owned());
            }
            let heading = Some(number / LINES_PER_HEADING);
            DraftRow {
                heading,
                pending_external: number % 7 == 0,
                cells,
            }
        })
        .collect();
    Draft {
        title: "Matriz de quinientas líneas".to_owned(),
        institution: "SECOEM".to_owned(),
        years: YEARS.to_vec(),
        headings,
        rows,
    }
}

fn summary(dossier: DossierId, lines: usize) -> DossierSummary {
    let status = DossierStatus {
        dossier: dossier.to_string(),
        state: DossierState::Local,
        saved: 0,
        waiting: 0,
        sent: 0,
        relay: None,
        last_contact: None,
        problem: None,
    };
    DossierSummary {
        dossier: dossier.to_string(),
        title: String::new(),
        institution: String::new(),
        role: RoleName::Coordinator,
        rows: lines as u32,
        to_decide: 0,
        status,
    }
}

fn write_of(dossier: DossierId, me: wire::DeviceId, record: Record) -> Write {
    let byte = |document: DocumentKind| match document {
        DocumentKind::Matrix => 0,
        DocumentKind::Review => 1,
        DocumentKind::Minutes => 2,
    };
    let dossier = dossier.0;
    match record {
        Record::Entry { hash, bytes } => Write::Entry {
            dossier,
            hash,
            bytes,
        },
        Record::Envelope {
            document,
            index,
            hash,
            bytes,
            offered,
            ..
        } => Write::Envelope {
            dossier,
            document: byte(document),
            device: me.0,
            index,
            hash,
            bytes,
            own: true,
            offered,
            quarantined: false,
            received_ms: None,
        },
        Record::Chunk {
            document,
            bytes,
            changes,
        } => Write::Chunk {
            dossier,
            document: byte(document),
            bytes,
            changes,
        },
        other => panic!("nothing is sent from here: {other:?}"),
    }
}
