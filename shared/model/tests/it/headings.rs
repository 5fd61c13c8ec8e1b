//! Headings: shared by rows, edited for all of them.

use model::{Draft, DraftHeading, Field, Level, MatrixEdit};

use crate::desk::{Desk, draft_row, meet, small};

/// Four rows: three under priority 7 of axis 1, the last under nothing.
pub(crate) fn draft() -> Draft {
    let heading = |level, number: &str, text: &str, parent| DraftHeading {
        level,
        number: number.to_owned(),
        text: text.to_owned(),
        parent,
    };
    let mut rows: Vec<_> = (0..4)
        .map(|n| draft_row(&[("actionLine", &format!("Línea {n}"))]))
        .collect();
    for row in &mut rows[..3] {
        row.heading = Some(1);
    }
    Draft {
        headings: vec![
            heading(Level::Axis, "1", "Combatir la Impunidad", None),
            heading(Level::Priority, "7", "Fomentar la denuncia", Some(0)),
        ],
        rows,
        ..small()
    }
}

fn desks() -> Vec<Desk> {
    let first = Desk::founds(1, &draft());
    let second = Desk::joins(2, &first);
    vec![first, second]
}

fn printed(desk: &Desk, row: u32) -> Vec<String> {
    desk.row(row)
        .headings
        .iter()
        .map(model::RowHeading::printed)
        .collect()
}

#[test]
fn rewording_is_for_all_its_rows() {
    let mut desks = desks();
    let edited = desks[0].set(2, "headings.priority", "8. Fomentar la denuncia ciudadana");
    assert_eq!(edited.touched.rows.len(), 3);
    assert_eq!(edited.fields.len(), 3);
    for row in 1..=3 {
        let expected = [
            "1. Combatir la Impunidad",
            "8. Fomentar la denuncia ciudadana",
        ];
        assert_eq!(printed(&desks[0], row), expected);
    }
    assert!(printed(&desks[0], 4).is_empty());
    let touched = {
        let (a, b) = desks.split_at_mut(1);
        b[0].receives(&a[0])
    };
    assert_eq!(touched.rows.len(), 3, "only the rows under it");
    meet(&mut desks);
}

#[test]
fn how_headings_are_typed() {
    for (typed, number, text) in [
        ("7. Texto", "7", "Texto"),
        ("7.Texto", "", "7.Texto"),
        ("20.- Texto con 30 más", "20", "Texto con 30 más"),
        ("3) Texto", "3", "Texto"),
        ("12.3.1 Texto", "12.3.1", "Texto"),
        ("12.3.1. Texto", "12.3.1", "Texto"),
        ("100 servidores", "", "100 servidores"),
        ("Texto", "", "Texto"),
        ("  7. Texto  ", "7", "Texto"),
        ("7.", "7", ""),
        ("...", "", "..."),
        ("1..2 Texto", "", "1..2 Texto"),
    ] {
        let mut desk = Desk::founds(1, &draft());
        desk.set(1, "headings.priority", typed);
        let heading = &desk.row(1).headings[1];
        assert_eq!(
            (heading.number.as_str(), heading.text.as_str()),
            (number, text),
            "{typed:?}"
        );
    }
}

#[test]
fn a_blank_heading_is_not_shown_and_can_be_written_again() {
    let mut desk = Desk::founds(1, &draft());
    desk.set(1, "headings.axis", "");
    assert_eq!(printed(&desk, 1), ["7. Fomentar la denuncia"]);
    desk.set(3, "headings.axis", "2. Otro eje");
    assert_eq!(
        printed(&desk, 1),
        ["2. Otro eje", "7. Fomentar la denuncia"]
    );
}

#[test]
fn a_row_without_a_level_is_given_one() {
    let mut desk = Desk::founds(1, &draft());
    // The same words: the same heading, so that the printed cells merge.
    desk.set(4, "headings.priority", "7. Fomentar la denuncia");
    assert_eq!(desk.row(4).headings[1].id, desk.row(1).headings[1].id);
    // New words, between what is there.
    desk.set(1, "headings.objective", "1.2 Que se denuncie");
    let expected = [
        "1. Combatir la Impunidad",
        "1.2. Que se denuncie",
        "7. Fomentar la denuncia",
    ];
    assert_eq!(
        printed(&desk, 3),
        expected,
        "for every row under the priority"
    );
    desk.set(1, "headings.strategy", "Buzones");
    assert_eq!(printed(&desk, 1).len(), 4);
    assert_eq!(
        printed(&desk, 2).len(),
        3,
        "the innermost is this row's alone"
    );
    let line = desk.line(4);
    let (field, value) = (Field::Heading(Level::Strategy), String::new());
    let edit = MatrixEdit::Set {
        line,
        indicator: None,
        field,
        value,
    };
    assert!(
        desk.edit(&edit, None).unwrap().is_none(),
        "nothing where there was nothing"
    );
}

#[test]
fn two_headings_given_at_once_are_asked() {
    let mut desks = desks();
    desks[0].set(4, "headings.axis", "3. Tercero");
    desks[1].set(4, "headings.axis", "4. Cuarto");
    meet(&mut desks);
    let (field, mut values) = desks[0].contested(4).remove(0);
    let shown = values[0].clone();
    assert_eq!(field, "headings.axis");
    assert_eq!(printed(&desks[0], 4), [shown.as_str()]);
    values.sort_unstable();
    assert_eq!(values, ["3. Tercero", "4. Cuarto"]);
    desks[1].resolve(4, "headings.axis", 2);
    meet(&mut desks);
    assert_eq!(desks[0].contested(4), []);
    assert_ne!(printed(&desks[0], 4), [shown]);
}

#[test]
fn the_same_heading_given_at_once_is_not_asked() {
    let mut desks = desks();
    for desk in &mut desks {
        desk.set(4, "headings.axis", "3. Tercero");
    }
    meet(&mut desks);
    assert_eq!(desks[0].contested(4), []);
    assert_eq!(printed(&desks[0], 4), ["3. Tercero"]);
}

#[test]
fn numbers_conflict_and_words_are_guarded() {
    let mut desks = desks();
    desks[0].set(1, "headings.priority", "8. Fomentar 20 denuncias");
    desks[1].set(1, "headings.priority", "9. Fomentar 30 denuncias");
    meet(&mut desks);
    for row in 1..=3 {
        assert_eq!(desks[0].contested(row).len(), 1, "the number");
        assert_eq!(desks[0].waits(row).len(), 1, "the words");
    }
    desks[0].resolve(2, "headings.priority", 1);
    assert_eq!(desks[0].waits(3), [], "words first");
    desks[0].resolve(2, "headings.priority", 1);
    assert_eq!(desks[0].contested(3), []);
    meet(&mut desks);
    assert!(printed(&desks[1], 3)[1].ends_with("Fomentar 20 denuncias"));
}

#[test]
fn a_cycle_made_by_two_is_cut() {
    // Each puts a heading above the other's: objective over axis cannot be typed, so both insert
    // an axis above the same priority, and then an objective above the other's axis.
    let mut desks = desks();
    desks[0].set(4, "headings.priority", "30. Una");
    meet(&mut desks);
    desks[0].set(4, "headings.axis", "5. Cinco");
    desks[1].set(4, "headings.objective", "5.1 Objetivo");
    meet(&mut desks);
    assert!(printed(&desks[0], 4).len() >= 2);
    assert_eq!(printed(&desks[0], 4), printed(&desks[1], 4));
}
