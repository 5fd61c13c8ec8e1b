//! What the world found once, as small as it gets.

use std::collections::BTreeSet;

use model::{Author, Draft, DraftRow, Field, Matrix, MatrixEdit};

const FIELD: Field = Field::Target(2025);

/// A matrix of one row in the hands of three people.
fn three_people() -> [Matrix; 3] {
    let mut count = 0_u8;
    let mut dice = |bytes: &mut [u8]| {
        count += 1;
        bytes.fill(count);
    };
    let row = DraftRow {
        cells: [(FIELD, "90".to_owned())].into(),
        ..DraftRow::default()
    };
    let draft = Draft {
        years: vec![2025],
        rows: vec![row],
        ..Draft::default()
    };
    let founded = Matrix::found(&draft, [1; 16], Author([1; 32]), 0, &mut dice);
    let (first, edited) = founded.unwrap();
    let other = |who: u8| {
        let chunks = [edited.change.as_slice()];
        Matrix::load(chunks, [who; 16], Author([who; 32])).unwrap()
    };
    [first, other(2), other(3)]
}

fn edit(matrix: &mut Matrix, edit: &MatrixEdit) -> Vec<u8> {
    let mut no_dice = |_: &mut [u8]| {};
    let edited = matrix.edit(edit, None, 0, &mut no_dice).unwrap();
    edited.expect("changes something").change
}

fn write(matrix: &mut Matrix, value: &str) -> Vec<u8> {
    let row = &matrix.rows()[0];
    let (line, indicator, value) = (row.line, row.indicator, value.to_owned());
    let set = MatrixEdit::Set {
        line,
        indicator,
        field: FIELD,
        value,
    };
    edit(matrix, &set)
}

fn shown(matrix: &Matrix) -> BTreeSet<String> {
    let row = &matrix.rows()[0];
    match row.conflicts.first() {
        Some(conflict) => conflict
            .values
            .iter()
            .map(|value| value.value.clone())
            .collect(),
        None => [row.cell(FIELD)].into(),
    }
}

/// Two wrote at once; one person decides for one of the values while another writes a third. The
/// decision and the third value were made at once, so both must show, also where the value chosen is
/// the one that showed already (for which Automerge by itself would write nothing).
#[test]
fn a_decision_stands_against_a_third_value_whatever_showed() {
    for choose in [1, 2] {
        let [mut ana, mut ben, mut eva] = three_people();
        let changes = [write(&mut ana, "85"), write(&mut ben, "95")];
        for matrix in [&mut ana, &mut ben, &mut eva] {
            for change in &changes {
                matrix.merge(change).unwrap();
            }
            assert_eq!(shown(matrix), ["85".to_owned(), "95".to_owned()].into());
        }
        let row = &ana.rows()[0];
        let (line, indicator) = (row.line, row.indicator);
        let chosen = row.conflicts[0].values[choose as usize - 1].value.clone();
        let resolve = MatrixEdit::Resolve {
            line,
            indicator,
            field: FIELD,
            choose,
        };
        let decision = edit(&mut ana, &resolve);
        let third = write(&mut eva, "100");
        eva.merge(&decision).unwrap();
        ana.merge(&third).unwrap();
        assert_eq!(shown(&ana), shown(&eva));
        let due: BTreeSet<String> = [chosen, "100".to_owned()].into();
        assert_eq!(shown(&ana), due);
    }
}
