//! Every value a cell has had.

use model::{Field, Matrix, MatrixEdit, PastValue, limits};

use crate::desk::{Desk, author, meet, small, two_desks};

fn history(desk: &Desk, row: u32, field: &str) -> Vec<PastValue> {
    let (line, indicator) = desk.key(row);
    let field = field.parse().unwrap();
    desk.matrix.cell_history(line, indicator, field).unwrap()
}

fn values(history: &[PastValue]) -> Vec<&str> {
    history.iter().map(|value| value.value.as_str()).collect()
}

#[test]
fn every_scalar_value_is_there() {
    let mut desk = Desk::founds(1, &small());
    desk.set(1, "frequency", "Trimestral");
    desk.set(1, "frequency", "");
    desk.set(1, "frequency", "Semestral");
    let history = history(&desk, 1, "frequency");
    assert_eq!(values(&history), ["Semestral", "", "Trimestral", "Annual"]);
    let current: Vec<bool> = history.iter().map(|value| value.current).collect();
    assert_eq!(current, [true, false, false, false]);
    for value in &history {
        let past = desk.matrix.rows_at(&value.version).unwrap();
        assert_eq!(past.rows()[0].frequency, value.value);
        assert!(!value.merged);
    }
    assert_eq!(super::values::history(&desk, 1, "targets.2026"), []);
    assert_eq!(super::values::history(&desk, 3, "stage"), []);
}

#[test]
fn a_text_is_told_by_stretches() {
    let mut desks = two_desks();
    desks[0].rests(60);
    desks[0].splice(1, "actionLine", 0, 9, "For");
    desks[0].splice(1, "actionLine", 3, 0, "mar");
    desks[0].rests(60);
    desks[0].splice(1, "actionLine", 0, 0, "1) ");
    meet(&mut desks);
    desks[1].rests(600);
    desks[1].splice(1, "actionLine", 0, 3, "");
    let step = desks[1].splice(1, "actionLine", 0, 1, "f").hash;
    desks[1].undo(&[step]);
    let history = history(&desks[1], 1, "actionLine");
    let tail = " a 50 servidores públicos";
    let expected = ["Formar", "formar", "1) Formar", "Formar", "Capacitar"];
    let expected = expected.map(|head| format!("{head}{tail}"));
    assert_eq!(values(&history), expected);
    let authors: Vec<_> = history.iter().map(|value| value.hand.author).collect();
    assert_eq!(
        authors,
        [author(2), author(2), author(1), author(1), author(1)]
    );
    assert!(history[0].current && !history[3].current, "once");
}

#[test]
fn what_was_written_at_once_is_there_twice() {
    let mut desks = two_desks();
    desks[0].set(1, "frequency", "Trimestral");
    desks[1].set(1, "frequency", "Semestral");
    desks[0].splice(1, "actionLine", 0, 9, "Formar");
    desks[1].splice(1, "actionLine", 26, 8, "municipales");
    meet(&mut desks);
    let told = history(&desks[0], 1, "frequency");
    assert_eq!(
        told,
        history(&desks[1], 1, "frequency"),
        "the same everywhere"
    );
    let mut sorted = values(&told);
    sorted.sort_unstable();
    assert_eq!(sorted, ["Annual", "Semestral", "Trimestral"]);
    let current: Vec<_> = told.iter().filter(|value| value.current).collect();
    assert_eq!(
        values(&[current[0].clone()]),
        [desks[0].cell(1, "frequency")]
    );
    assert_eq!(current.len(), 1);
    let told = history(&desks[0], 1, "actionLine");
    assert_eq!(
        told,
        history(&desks[1], 1, "actionLine"),
        "the same everywhere"
    );
    assert_eq!(told.len(), 4);
    assert!(told[0].merged && told[0].current);
    assert_eq!(told[0].value, "Formar a 50 servidores municipales");
    assert_eq!(told[0].version, desks[0].matrix.version());
    desks[0].set(1, "actionLine", "Otra");
    let told = history(&desks[0], 1, "actionLine");
    assert!(told[0].current && !told[0].merged, "written by somebody");
    assert_eq!(told.len(), 4);
}

#[test]
fn headings_have_a_history_of_number_and_text() {
    let mut desk = Desk::founds(1, &small());
    desk.set(1, "headings.axis", "1. Uno");
    desk.rests(30);
    desk.set(1, "headings.axis", "2. Uno");
    desk.rests(30);
    desk.set(1, "headings.axis", "2. Dos");
    let history = history(&desk, 1, "headings.axis");
    assert_eq!(values(&history), ["2. Dos", "2. Uno", "1. Uno"]);
}

#[test]
fn the_newest_are_kept() {
    let desk = Desk::founds(1, &small());
    let snapshot = desk.matrix.snapshot().unwrap();
    let mut matrix = Matrix::load([&snapshot[..]], [9; 16], author(1)).unwrap();
    let (line, indicator) = desk.key(1);
    let field = Field::Frequency;
    let count = limits::STRETCHES_MAX + 20;
    for n in 0..count {
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field,
            value: n.to_string(),
        };
        let at_ms = 1_800_000_000_000 + n as u64 * 1_000;
        matrix.edit(&edit, None, at_ms, &mut |_| ()).unwrap();
    }
    let history = matrix.cell_history(line, indicator, field).unwrap();
    assert_eq!(history.len(), limits::STRETCHES_MAX);
    assert_eq!(history[0].value, (count - 1).to_string());
    assert!(history[0].current);
}
