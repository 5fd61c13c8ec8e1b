//! What a matrix says of its past: who wrote a cell and every value it has had, after 20,000
//! changes; what differs between two versions of 500 lines. Without engine, disk or network.
//!
//! The first question after opening rebuilds what each change wrote, which Automerge does not keep
//! ready; it is told apart.

use std::path::Path;
use std::time::Instant;

use model::{Author, Difference, Field, LineId, Matrix, MatrixEdit, SetEdit, TextChange, Version};
use torture::Dice;

use crate::figure::{Figure, Times};
use crate::forge;

const LINES: usize = 500;
const CHANGES: u64 = 20_000;
/// Changes of one person before the other sees them.
const TURN: u64 = 200;
/// Times each question is asked.
const TIMES: usize = 15;
const AT_MS: u64 = 1_730_000_000_000;
/// Between two changes.
const STEP_MS: u64 = 20_000;
const AIM_MS: f64 = 150.0;
const AIM: &str = "p50 < 150 ms";

pub(crate) fn run(_folder: &Path) {
    for (how, rows) in [("all over the matrix", LINES as u64), ("in this cell", 1)] {
        hands(how, rows);
    }
    versions();
}

fn founded() -> Matrix {
    let mut dice = Dice::new(21);
    let draft = forge::draft(LINES, &mut dice.clone());
    let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
    let founded = Matrix::found(&draft, [200; 16], Author([200; 32]), AT_MS, &mut fill);
    founded.expect("a founding").0
}

fn load(snapshot: &[u8], device: u8) -> Matrix {
    Matrix::load([snapshot], [device; 16], Author([device; 32])).expect("a document")
}

/// Two people write by turns in so many rows: half words of a text, half values, but in a single
/// row only its text. Answers the document.
fn written(rows: u64) -> Vec<u8> {
    let snapshot = founded().snapshot().expect("a snapshot");
    let mut people = [load(&snapshot, 1), load(&snapshot, 2)];
    let mut plan = Dice::new(22);
    let mut dice = Dice::new(23);
    let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
    let mut number = 0;
    while number < CHANGES {
        for at in 0..people.len() {
            let mut made = Vec::new();
            for _ in 0..TURN {
                number += 1;
                let row = plan.below(rows) as usize;
                let edit = if rows == 1 || plan.one_in(2) {
                    word(&people[at], row, &mut plan)
                } else {
                    value(&people[at], row, number)
                };
                let at_ms = AT_MS + number * STEP_MS;
                let edited = people[at].edit(&edit, None, at_ms, &mut fill);
                made.extend(edited.expect("an edit").expect("a change").change);
            }
            people[1 - at].merge(&made).expect("a merge");
        }
    }
    people[0].snapshot().expect("a snapshot")
}

/// A few letters into a text, or out of a long one.
fn word(matrix: &Matrix, row: usize, plan: &mut Dice) -> MatrixEdit {
    let (line, indicator) = matrix.rows()[row].key();
    let field = Field::ActionLine;
    let text = matrix.text(line, indicator, field).expect("a text");
    // Only letters of one unit here.
    let units = text.encode_utf16().count();
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let place = plan.below(places.len().saturating_sub(8) as u64) as usize;
    let at = text[..places[place]].encode_utf16().count();
    let long = units > 900;
    MatrixEdit::SpliceText {
        line,
        indicator,
        field,
        changes: vec![TextChange {
            at,
            delete: if long { 6 } else { 0 },
            insert: if long { "" } else { " letra" }.to_owned(),
        }],
    }
}

fn value(matrix: &Matrix, row: usize, number: u64) -> MatrixEdit {
    let (line, indicator) = matrix.rows()[row].key();
    MatrixEdit::Set {
        line,
        indicator,
        field: Field::Target(2_025),
        value: format!("{number} %"),
    }
}

fn timed<T>(times: &mut Times, ask: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let answer = ask();
    times.add(began.elapsed());
    answer
}

/// The first time it is asked after opening, and then.
fn measure<T>(snapshot: &[u8], ask: impl Fn(&Matrix) -> T) -> (Times, Times, T) {
    let (mut first, mut again) = (Times::default(), Times::default());
    let mut matrix = load(snapshot, 9);
    for _ in 0..3 {
        matrix = load(snapshot, 9);
        timed(&mut first, || ask(&matrix));
    }
    let mut answer = ask(&matrix);
    for _ in 0..TIMES {
        answer = timed(&mut again, || ask(&matrix));
    }
    (first, again, answer)
}

fn say(figure: Figure, first: &Times, again: &Times) {
    figure
        .number("first", first.percentile(50))
        .times(again)
        .aim(again.percentile(50) < AIM_MS)
        .say("ms", AIM);
}

fn hands(how: &str, rows: u64) {
    let snapshot = written(rows);
    let (line, indicator) = load(&snapshot, 9).rows()[0].key();
    let field = Field::ActionLine;
    let figure = |bench: &str| Figure::new(bench).with("how", how).with("changes", CHANGES);
    let (first, again, runs) = measure(&snapshot, |matrix| {
        matrix.blame(line, indicator, field).expect("a cell")
    });
    say(figure("blame").with("runs", runs.len()), &first, &again);
    let (first, again, values) = measure(&snapshot, |matrix| {
        matrix.cell_history(line, indicator, field).expect("a cell")
    });
    say(
        figure("cell-history").with("values", values.len()),
        &first,
        &again,
    );
    let (first, again, moments) = measure(&snapshot, Matrix::moments);
    say(
        figure("moments").with("moments", moments.len()),
        &first,
        &again,
    );
    let founding = founded().version();
    let (first, again, differences) = measure(&snapshot, |matrix| {
        matrix.compare(&founding, None).expect("both here")
    });
    let figure = figure("compare-across").with("differences", differences.len());
    say(figure, &first, &again);
}

/// The columns of a matrix.
const COLUMNS: [Field; 12] = [
    Field::ActionLine,
    Field::Stage,
    Field::Responsible,
    Field::IndicatorName,
    Field::Interpretation,
    Field::UnitOfMeasure,
    Field::Formula,
    Field::Frequency,
    Field::Target(2_024),
    Field::Target(2_025),
    Field::Target(2_026),
    Field::MeansOfVerification,
];

/// Two versions of 500 lines between which a fifth of all cells, or all of them, were written.
fn versions() {
    for (how, one_in) in [("a fifth of the cells", 5), ("all cells", 1)] {
        let mut matrix = founded();
        let before = matrix.version();
        let mut dice = Dice::new(31);
        let keys: Vec<_> = matrix.rows().iter().map(model::RowView::key).collect();
        let mut number = 0;
        for (column, field) in COLUMNS.into_iter().enumerate() {
            let sets: Vec<SetEdit> = keys
                .iter()
                .enumerate()
                .filter(|(row, _)| (row + column) % one_in == 0)
                .map(|(_, key)| changed(&matrix, *key, field))
                .collect();
            number += sets.len();
            let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
            let at_ms = AT_MS + STEP_MS * column as u64;
            matrix.set_all(&sets, at_ms, &mut fill).expect("the edits");
        }
        let after = matrix.version();
        let (line, indicator) = keys[0];
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field: Field::Stage,
            value: "Después".to_owned(),
        };
        matrix
            .edit(&edit, None, AT_MS * 2, &mut |_| ())
            .expect("an edit");
        let snapshot = matrix.snapshot().expect("a snapshot");
        let both = |matrix: &Matrix| -> Vec<Difference> {
            matrix.compare(&before, Some(&after)).expect("both here")
        };
        let (first, again, differences) = measure(&snapshot, both);
        assert_eq!(differences.len(), number, "every cell is told");
        let figure = Figure::new("compare").with("how", how).with("lines", LINES);
        say(figure.with("differences", number), &first, &again);
        let (first, again, _) = measure(&snapshot, |matrix| rows_at(matrix, &before));
        let figure = Figure::new("rows-at").with("how", how).with("lines", LINES);
        say(figure, &first, &again);
    }
}

fn rows_at(matrix: &Matrix, at: &Version) -> usize {
    matrix.rows_at(at).expect("all here").rows().len()
}

/// One word more in a text, another value in a short field.
fn changed(
    matrix: &Matrix,
    (line, indicator): (LineId, Option<model::IndicatorId>),
    field: Field,
) -> SetEdit {
    let value = matrix.cell(line, indicator, field).unwrap_or_default();
    SetEdit {
        line,
        indicator,
        field,
        value: format!("{value} más"),
    }
}
