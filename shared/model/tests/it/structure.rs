//! Lines and indicators: added, ordered, numbered.

use std::collections::HashSet;

use model::{EditError, Field, MatrixEdit};

use crate::desk::{Desk, add_indicator, add_line, dice, keys, meet, small, two_desks};

#[test]
fn lines_are_added_where_they_are_wanted() {
    let mut desk = Desk::founds(1, &small());
    let first = desk.line(1);
    let edited = desk.edit(&add_line(Some(first)), None).unwrap().unwrap();
    assert_eq!(edited.fields.len(), 1);
    let (new, indicator, _) = edited.fields[0].clone();
    assert_eq!((desk.key(2), indicator), ((new, None), None));
    assert_eq!(
        edited.touched.rows.len(),
        3,
        "the new one and the two renumbered"
    );
    desk.edit(&add_line(None), None).unwrap().unwrap();
    assert_eq!(desk.matrix.rows().len(), 5);
    assert_eq!(desk.row(5).action_line, "");
    desk.set(5, "actionLine", "Al final");
    assert_eq!(desk.matrix.rows()[4].action_line, "Al final");
}

#[test]
fn there_is_always_room_between_two() {
    let mut desk = Desk::founds(1, &small());
    let first = desk.line(1);
    let last = desk.line(2);
    for n in 0..60 {
        let after = if n % 2 == 0 {
            first
        } else {
            desk.line(n / 2 + 1)
        };
        desk.edit(&add_line(Some(after)), None).unwrap().unwrap();
    }
    assert_eq!(desk.line(1), first);
    let lines: Vec<_> = desk.matrix.rows().iter().map(|row| row.line).collect();
    assert_eq!(lines.iter().collect::<HashSet<_>>().len(), 63);
    assert_eq!(lines[61], last);
}

#[test]
fn lines_added_at_the_same_place_at_once_both_stay() {
    let mut desks = two_desks();
    for desk in &mut desks {
        let after = Some(desk.line(1));
        desk.edit(&add_line(after), None).unwrap().unwrap();
        let after = Some(desk.line(2));
        desk.edit(&add_line(after), None).unwrap().unwrap();
    }
    meet(&mut desks);
    assert_eq!(desks[0].matrix.rows().len(), 7);
    assert_eq!(keys(&desks[0].matrix), keys(&desks[1].matrix));
}

#[test]
fn a_line_has_a_row_for_each_indicator() {
    let mut desk = Desk::founds(1, &small());
    let line = desk.line(1);
    let edited = desk.edit(&add_indicator(line), None).unwrap().unwrap();
    assert_eq!(desk.row(2).key(), (line, edited.fields[0].1));
    assert_eq!(desk.row(2).action_line, desk.row(1).action_line);
    desk.set(2, "indicatorName", "Segundo");
    desk.set(2, "targets.2026", "5");
    assert_eq!(
        desk.row(1).indicator_name,
        "Porcentaje de servidores capacitados"
    );
    let edited = desk.set(1, "actionLine", "Otra");
    assert_eq!(edited.touched.rows.len(), 2, "both rows show the line");
    assert_eq!(edited.fields.len(), 2);
    let field = Field::IndicatorName;
    let edit = MatrixEdit::Set {
        line,
        indicator: None,
        field,
        value: "x".to_owned(),
    };
    assert!(matches!(
        desk.edit(&edit, None),
        Err(EditError::IndicatorNeeded(_))
    ));
}

#[test]
fn an_indicators_field_on_a_bare_line_gives_it_one() {
    let mut desk = Desk::founds(1, &small());
    let line = desk.line(3);
    let edited = desk.set(3, "indicatorName", "Nuevo");
    assert_eq!(desk.row(3).key(), (line, edited.fields[0].1));
    assert_eq!(edited.fields[0].2, "indicatorName");
    assert_eq!(desk.row(3).indicator_name, "Nuevo");
    assert!(edited.touched.order_changed);
    assert!(
        edited.touched.rows.contains(&(line, None)),
        "the bare row is gone from view"
    );
    desk.set(3, "targets.2024", "3");
    assert_eq!(desk.row(3).targets[&2024], "3");
}

#[test]
fn indicators_given_to_a_bare_line_at_once_both_stay() {
    let mut desks = two_desks();
    desks[0].set(3, "indicatorName", "Uno");
    desks[1].set(3, "frequency", "Mensual");
    meet(&mut desks);
    assert_eq!(desks[0].matrix.rows().len(), 4);
}

#[test]
fn what_is_not_there_cannot_be_edited() {
    let mut desk = Desk::founds(1, &small());
    let line = model::LineId::new(&mut dice(77));
    let stranger = model::IndicatorId::new(&mut dice(78));
    let (known, indicator) = desk.key(1);
    let other = desk.row(2).indicator;
    let field = Field::Frequency;
    let set = |line, indicator| MatrixEdit::Set {
        line,
        indicator,
        field,
        value: "x".into(),
    };
    for edit in [
        set(line, indicator),
        MatrixEdit::Retire { line },
        MatrixEdit::Restore { line },
        add_line(Some(line)),
        add_indicator(line),
    ] {
        assert!(
            matches!(desk.edit(&edit, None), Err(EditError::LineUnknown(_))),
            "{edit:?}"
        );
    }
    for indicator in [Some(stranger), other] {
        let answer = desk.edit(&set(known, indicator), None);
        assert!(matches!(answer, Err(EditError::IndicatorUnknown(_))));
    }
    assert_eq!(desk.matrix.cell(line, None, field), None);
}

#[test]
fn only_touched_rows_are_read_again() {
    let mut desks = two_desks();
    desks[1].set(2, "targets.2025", "12");
    let before = desks[0].matrix.rows().to_vec();
    let (a, b) = desks.split_at_mut(1);
    let touched = a[0].receives(&b[0]);
    assert_eq!(
        touched.rows.iter().copied().collect::<Vec<_>>(),
        [a[0].key(2)]
    );
    assert!(!touched.order_changed && !touched.title_changed);
    assert_eq!(a[0].matrix.rows()[0], before[0]);
}
