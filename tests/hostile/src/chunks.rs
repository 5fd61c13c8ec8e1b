//! Automerge's chunks: inspection never fails badly and never lets more through than its budget; what it
//! lets through is merged whole or changes nothing.

use std::sync::LazyLock;

use model::{Author, Draft, DraftRow, Field, Matrix, MatrixEdit};
use sha2::{Digest as _, Sha256};
use wire::{Budget, Inspected, PayloadFormat, inspect};

use crate::people::dice;
use crate::script::Script;

/// Where the kind of a chunk stands: behind magic and checksum.
const KIND_AT: usize = 8;

/// Chunks of a real matrix: the founding, some edits, a bundle, the whole.
struct Genuine {
    founding: Vec<u8>,
    edits: Vec<u8>,
    bundle: Option<Vec<u8>>,
    whole: Vec<u8>,
}

static GENUINE: LazyLock<Genuine> = LazyLock::new(|| {
    let author = Author([1; 32]);
    let mut dice = dice(9);
    let (mut matrix, founded) = Matrix::found(&draft(), [2; 16], author, 1_000, &mut dice).unwrap();
    let mut edits = Vec::new();
    let mut hashes = Vec::new();
    let row = matrix.rows()[0].clone();
    for (place, text) in [
        "Capacitar a 80 personas",
        "Capacitar a 80 personas servidoras",
    ]
    .into_iter()
    .cycle()
    .take(24)
    .enumerate()
    {
        let edit = MatrixEdit::Set {
            line: row.line,
            indicator: None,
            field: Field::ActionLine,
            value: format!("{text} {place}"),
        };
        let edited = matrix.edit(&edit, None, 2_000, &mut dice).unwrap().unwrap();
        edits.extend(edited.change);
        hashes.push(edited.hash);
    }
    let (format, packed) = matrix.pack(&hashes).unwrap();
    Genuine {
        founding: founded.change,
        edits,
        bundle: (format == PayloadFormat::Bundle.as_byte()).then_some(packed),
        whole: matrix.snapshot().unwrap(),
    }
});

fn draft() -> Draft {
    let cells = [
        (
            Field::ActionLine,
            "Capacitar a 50 personas servidoras públicas",
        ),
        (Field::IndicatorName, "Porcentaje de personas capacitadas"),
    ];
    let cells = cells.map(|(field, text)| (field, text.to_owned()));
    Draft {
        title: "Matriz".to_owned(),
        institution: "SECOEM".to_owned(),
        years: vec![2024, 2025, 2026],
        headings: Vec::new(),
        rows: vec![DraftRow {
            cells: cells.into(),
            ..DraftRow::default()
        }],
    }
}

/// What honest devices seal.
pub(crate) fn payloads() -> Vec<Vec<u8>> {
    let genuine = &*GENUINE;
    let mut payloads = vec![
        [&[0], &genuine.founding[..]].concat(),
        [&[0], &genuine.edits[..]].concat(),
    ];
    payloads.extend(
        genuine
            .bundle
            .iter()
            .map(|bundle| [&[1], &bundle[..]].concat()),
    );
    payloads
}

/// That what passed is within what may pass.
pub(crate) fn are_within(found: &Inspected, budget: &Budget) {
    assert!(found.chunks <= budget.chunks_max && found.changes <= budget.changes_max);
    assert!(found.bundles + found.documents <= budget.bundles_max);
    assert!(found.ops <= budget.ops_max && found.dependencies <= budget.dependencies_max);
    assert!(found.inflated_bytes <= budget.inflated_bytes_max);
    assert!(found.expanded_bytes <= budget.expanded_bytes_max);
    assert!(budget.documents || found.documents == 0);
}

/// Only for what passed inspection.
pub(crate) fn merges_or_is_refused(chunks: &[u8]) {
    let genuine = &*GENUINE;
    let author = Author([1; 32]);
    let mut matrix = Matrix::load([&genuine.founding[..]], [5; 16], author).unwrap();
    let before = (matrix.heads(), matrix.hydrated());
    if matrix.merge_from(chunks, author).is_err() {
        assert_eq!((matrix.heads(), matrix.hydrated()), before, "half a merge");
    }
}

pub(crate) fn survives(bytes: &[u8]) {
    let mut script = Script::new(bytes);
    let mode = script.below(3);
    let mut chunks = script.rest().to_vec();
    if mode == 1 {
        repair(&mut chunks);
    }
    let budget = if mode == 2 {
        Budget::DOCUMENT
    } else {
        Budget::ENVELOPE
    };
    let Ok(found) = inspect(&chunks, &budget) else {
        return;
    };
    are_within(&found, &budget);
    if mode == 2 {
        // One's own disk, or a file that somebody opens.
        drop(Matrix::load([&chunks[..]], [5; 16], Author([1; 32])));
    } else {
        merges_or_is_refused(&chunks);
    }
}

/// Puts the right length and checksum on the one chunk there is, so that what is inside is read.
fn repair(chunk: &mut Vec<u8>) {
    if chunk.len() <= KIND_AT + 1 {
        return;
    }
    let after = chunk[KIND_AT + 1..].iter();
    let length_bytes = 1 + after.take_while(|byte| **byte & 0x80 != 0).count();
    let Some(body) = chunk.get(KIND_AT + 1 + length_bytes..) else {
        return;
    };
    let mut length = body.len() as u64;
    let mut said = vec![chunk[KIND_AT]];
    loop {
        let low = (length & 0x7f) as u8;
        length >>= 7;
        said.push(if length == 0 { low } else { low | 0x80 });
        if length == 0 {
            break;
        }
    }
    let summed = [said, body.to_vec()].concat();
    let checksum = Sha256::digest(&summed);
    *chunk = [&[0x85, 0x6f, 0x4a, 0x83], &checksum[..4], &summed].concat();
}

pub(crate) fn samples() -> Vec<Vec<u8>> {
    let genuine = &*GENUINE;
    let mut samples = Vec::new();
    for (mode, chunks) in [
        (0, &genuine.founding),
        (1, &genuine.founding),
        (0, &genuine.edits),
        (2, &genuine.whole),
        (1, &genuine.whole),
    ] {
        samples.push([&[mode], &chunks[..]].concat());
    }
    if let Some(bundle) = &genuine.bundle {
        samples.push([&[1], &bundle[..]].concat());
    }
    samples
}
