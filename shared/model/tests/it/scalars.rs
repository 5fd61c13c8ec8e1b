//! Short fields: every concurrent value is kept, shown with its author, and chosen.

use model::{EditError, Field, MatrixEdit};

use crate::desk::{author, meet, two_desks};

#[test]
fn two_values_at_once_are_asked() {
    let mut desks = two_desks();
    desks[0].set(1, "targets.2024", "90");
    desks[1].set(1, "targets.2024", "85");
    desks[1].set(1, "targets.2024", "86");
    meet(&mut desks);
    let (field, values) = desks[0].contested(1).remove(0);
    assert_eq!(field, "targets.2024");
    assert_eq!(values.len(), 2, "{values:?}");
    assert_eq!(
        values[0],
        desks[0].cell(1, "targets.2024"),
        "the first is the one shown"
    );
    assert_eq!(
        desks[0].row(1).conflicts,
        desks[1].row(1).conflicts,
        "the same for both"
    );
    let conflict = &desks[0].row(1).conflicts[0];
    let mut by: Vec<_> = conflict
        .values
        .iter()
        .map(|value| (value.value.as_str(), value.author))
        .collect();
    by.sort_unstable();
    assert_eq!(by, [("86", author(2)), ("90", author(1))]);
    assert!(
        conflict
            .values
            .iter()
            .all(|value| value.at_ms > 1_700_000_000_000)
    );

    let choose = conflict
        .values
        .iter()
        .find(|value| value.value == "90")
        .unwrap()
        .choose;
    desks[1].resolve(1, "targets.2024", choose);
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(desk.cell(1, "targets.2024"), "90");
        assert_eq!(desk.contested(1), []);
    }
}

#[test]
fn every_short_field_keeps_both_values() {
    let fields = [
        ("stage", "brainstorm", "agreed"),
        ("responsible", "SESEA", "SFA"),
        ("pendingExternal", "true", "false"),
        ("unitOfMeasure", "Porcentaje", "Número"),
        ("formula.numerator", "a", "b"),
        ("formula.denominator", "c", "d"),
        ("formula.factor", "100", "1000"),
        ("frequency", "Anual", "Mensual"),
        ("direction", "ascendente", "descendente"),
        ("targetBehavior", "acumulada", "periódica"),
        ("baseline.value", "10", "20"),
        ("baseline.year", "2020", "2021"),
        ("baseline.source", "INEGI", "SESNA"),
        ("baseline.verification", "oficio", "sitio"),
        ("targets.2026", "1", "2"),
    ];
    let mut desks = two_desks();
    for desk in &mut desks {
        desk.set(1, "pendingExternal", "true");
        desk.set(1, "unitOfMeasure", "Tasa");
    }
    meet(&mut desks);
    for (field, left, right) in fields {
        desks[0].set_from(1, field, left, None);
        desks[1].set_from(1, field, right, None);
    }
    meet(&mut desks);
    for (field, left, right) in fields {
        if field == "pendingExternal" {
            continue; // one of the two left it as it was
        }
        let contested = desks[0].contested(1);
        let (_, values) = contested
            .iter()
            .find(|(name, _)| name == field)
            .expect(field);
        let mut values = values.clone();
        values.sort_unstable();
        let mut expected = vec![left, right];
        expected.sort_unstable();
        assert_eq!(values, expected, "{field}");
        desks[1].resolve(1, field, 2);
    }
    meet(&mut desks);
    assert_eq!(desks[0].contested(1), []);
    assert_eq!(desks[0].cell(1, "pendingExternal"), "false");
}

#[test]
fn the_same_value_twice_is_no_conflict() {
    let mut desks = two_desks();
    desks[0].set(1, "targets.2024", "90");
    desks[1].set(1, "targets.2024", "90");
    meet(&mut desks);
    assert_eq!(desks[0].contested(1), []);
    assert_eq!(desks[0].cell(1, "targets.2024"), "90");
    let (line, indicator) = desks[0].key(1);
    let field = Field::Target(2024);
    let edit = MatrixEdit::Resolve {
        line,
        indicator,
        field,
        choose: 1,
    };
    assert!(matches!(
        desks[0].edit(&edit, None),
        Err(EditError::NothingToDecide(_))
    ));
}

#[test]
fn writing_decides_even_with_the_value_shown() {
    let mut desks = two_desks();
    desks[0].set(1, "frequency", "Anual");
    desks[1].set(1, "frequency", "Mensual");
    meet(&mut desks);
    let shown = desks[0].cell(1, "frequency");
    desks[0].set(1, "frequency", &shown);
    meet(&mut desks);
    assert_eq!(desks[1].contested(1), []);
    assert_eq!(desks[1].cell(1, "frequency"), shown);
}

#[test]
fn a_third_value_joins_a_conflict_already_there() {
    let mut desks = two_desks();
    let third = crate::desk::Desk::joins(3, &desks[0]);
    desks.push(third);
    for (desk, value) in desks.iter_mut().zip(["10", "20", "30"]) {
        desk.set(1, "baseline.value", value);
    }
    // Arrives one by one, in every order; nobody's value may go unnoticed.
    for order in [[1, 2], [2, 1]] {
        let mut reader = crate::desk::Desk::joins(9, &desks[0]);
        for sender in order {
            let touched = reader.receives(&desks[sender]);
            assert_eq!(touched.rows.len(), 1);
        }
        let (_, mut values) = reader.contested(1).remove(0);
        values.sort_unstable();
        assert_eq!(values, ["10", "20", "30"]);
    }
    // One decides between two while the third is away.
    let (a, b) = desks.split_at_mut(1);
    a[0].receives(&b[0]);
    a[0].resolve(1, "baseline.value", 1);
    meet(&mut desks);
    assert_eq!(
        desks[2].contested(1)[0].1.len(),
        2,
        "the third had not been seen"
    );
}

#[test]
fn a_value_typed_over_an_unseen_one_is_asked() {
    let mut desks = two_desks();
    let opened = desks[0].matrix.version();
    desks[1].set(1, "targets.2025", "70");
    let (left, right) = desks.split_at_mut(1);
    left[0].receives(&right[0]);
    left[0]
        .set_from(1, "targets.2025", "60", Some(&opened))
        .unwrap();
    assert_eq!(
        left[0].contested(1)[0].1.len(),
        2,
        "who typed had not seen 70"
    );
    let now = left[0].matrix.version();
    left[0]
        .set_from(1, "targets.2025", "65", Some(&now))
        .unwrap();
    assert_eq!(left[0].contested(1), [], "who typed had seen both");
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut desks = two_desks();
    let (line, indicator) = desks[0].key(1);
    let mut set = |field: Field, value: &str| {
        let value = value.to_owned();
        desks[0].edit(
            &MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            },
            None,
        )
    };
    assert!(matches!(
        set(Field::PendingExternal, "sí"),
        Err(EditError::ValueInvalid(Field::PendingExternal))
    ));
    assert!(matches!(
        set(Field::Target(2030), "1"),
        Err(EditError::FieldUnknown(_))
    ));
    let long = "x".repeat(model::limits::SCALAR_UTF16_UNITS_MAX);
    assert!(set(Field::Stage, &long).unwrap().is_some());
    assert!(matches!(
        set(Field::Stage, &(long + "x")),
        Err(EditError::TextTooLong { .. })
    ));
    let edit = MatrixEdit::Resolve {
        line,
        indicator,
        field: Field::Direction,
        choose: 1,
    };
    let answer = desks[0].edit(&edit, None);
    assert!(matches!(
        answer,
        Err(EditError::NothingToDecide(Field::Direction))
    ));
}

#[test]
fn a_choice_that_is_not_there_is_refused() {
    let mut desks = two_desks();
    desks[0].set(1, "direction", "a");
    desks[1].set(1, "direction", "b");
    desks[0].set(1, "formula", "x");
    desks[1].set(1, "formula", "y");
    meet(&mut desks);
    let (line, indicator) = desks[0].key(1);
    for (field, choices) in [(Field::Direction, [0, 3]), (Field::Formula, [0, 4])] {
        for choose in choices {
            let edit = MatrixEdit::Resolve {
                line,
                indicator,
                field,
                choose,
            };
            let answer = desks[0].edit(&edit, None);
            assert!(
                matches!(answer, Err(EditError::ChoiceUnknown(_))),
                "{field} {choose}"
            );
        }
    }
}

#[test]
fn who_wrote_a_cell_last() {
    let mut desks = two_desks();
    desks[1].set(1, "frequency", "Mensual");
    desks[1].set(1, "actionLine", "Otra línea");
    meet(&mut desks);
    let (line, indicator) = desks[0].key(1);
    for (field, by) in [
        (Field::Frequency, author(2)),
        (Field::ActionLine, author(2)),
        (Field::UnitOfMeasure, author(1)),
        (Field::IndicatorName, author(1)),
    ] {
        let last = desks[0].matrix.last_edit(line, indicator, field).unwrap();
        assert_eq!(last.author, by, "{field}");
    }
    assert_eq!(
        desks[0].matrix.last_edit(line, indicator, Field::Direction),
        None
    );
}
