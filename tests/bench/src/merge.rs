//! What catching up costs without disk, sealing or network: merging a day of nineteen others into
//! a document, envelope by envelope and all at once.

use std::path::Path;
use std::time::{Duration, Instant};

use model::{Author, Field, LineId, Matrix, MatrixEdit};
use torture::Dice;

use crate::figure::{Figure, Times};
use crate::forge;

/// Devices, rows (one of its own for each, and some more), and edits of each device.
const DEVICES: u8 = 20;
const ROWS: usize = 26;
const EDITS: u64 = 500;
/// Every how many edits one goes to any row instead of one's own.
const ELSEWHERE_EVERY: u64 = 5;
/// Times each way is measured.
const TIMES: usize = 3;
const AT_MS: u64 = 1_730_000_000_000;

pub(crate) fn run(_folder: &Path) {
    let mut dice = Dice::new(11);
    let draft = forge::draft(ROWS, &mut dice.clone());
    let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
    let (founded, _) =
        Matrix::found(&draft, [200; 16], Author([200; 32]), AT_MS, &mut fill).expect("a founding");
    let snapshot = founded.snapshot().expect("a snapshot");
    let days: Vec<Vec<u8>> = (0..DEVICES).map(|device| day(&snapshot, device)).collect();
    let one_by_one = measure(&snapshot, |matrix| {
        for day in &days[1..] {
            matrix.merge(day).expect("a merge");
        }
    });
    let all = days[1..].concat();
    let at_once = measure(&snapshot, |matrix| {
        matrix.merge(&all).expect("a merge");
    });
    for (how, times) in [
        ("envelope by envelope", one_by_one),
        ("all at once", at_once),
    ] {
        Figure::new("merge-a-day")
            .with("how", how)
            .with("changes", u64::from(DEVICES - 1) * EDITS)
            .with("bytes", all.len())
            .number("p50", times.percentile(50))
            .with("n", TIMES)
            .say("ms", "-");
    }
}

fn measure(snapshot: &[u8], merge: impl Fn(&mut Matrix)) -> Times {
    let mut times = Times::default();
    for _ in 0..TIMES {
        let mut matrix = load(snapshot, 100);
        let began = Instant::now();
        merge(&mut matrix);
        let took: Duration = began.elapsed();
        times.add(took);
        assert!(
            matrix.change_count() as u64 > u64::from(DEVICES - 1) * EDITS,
            "all merged"
        );
    }
    times
}

fn load(snapshot: &[u8], device: u8) -> Matrix {
    Matrix::load([snapshot], [device; 16], Author([device; 32])).expect("a document")
}

/// A day of one device, packed as an envelope packs it.
fn day(snapshot: &[u8], device: u8) -> Vec<u8> {
    let mut matrix = load(snapshot, device);
    let mut dice = Dice::new(u64::from(device));
    let mut plan = Dice::new(1_000 + u64::from(device));
    let mut changes = Vec::new();
    for number in 0..EDITS {
        let elsewhere = plan.one_in(ELSEWHERE_EVERY);
        let row = if elsewhere {
            plan.below(ROWS as u64) as usize
        } else {
            usize::from(device)
        };
        let (line, indicator) = matrix.rows()[row].key();
        let (field, value) = if elsewhere {
            (Field::Target(2_025), (1_000 + number).to_string())
        } else {
            (Field::ActionLine, one_word_more(&matrix, line, number))
        };
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field,
            value,
        };
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let edited = matrix
            .edit(&edit, None, AT_MS + number, &mut fill)
            .expect("an edit");
        changes.push(edited.expect("a change").hash);
    }
    matrix.pack(&changes).expect("a pack").1
}

fn one_word_more(matrix: &Matrix, line: LineId, number: u64) -> String {
    let rows = matrix.rows().iter();
    let row = rows
        .into_iter()
        .find(|row| row.line == line)
        .expect("a row");
    format!("{} palabra{number}", row.action_line)
}
