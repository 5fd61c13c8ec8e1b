//! Lines and indicators: made with their cells, copied, moved, retired, merged, split.

use std::collections::BTreeMap;

use model::{EditError, Field, IndicatorId, LineId, MatrixEdit, limits};

use crate::desk::{Desk, add_indicator, dice, meet, small, two_desks};
use crate::headings;

fn cells(values: &[(&str, &str)]) -> BTreeMap<Field, String> {
    let values = values.iter();
    values
        .map(|(field, value)| (field.parse().unwrap(), (*value).to_owned()))
        .collect()
}

fn texts(desk: &Desk) -> Vec<String> {
    let rows = desk.matrix.rows().iter().filter(|row| !row.retired);
    rows.map(|row| row.action_line.clone()).collect()
}

fn indicator(id: &str) -> IndicatorId {
    id.parse().unwrap()
}

#[test]
fn a_line_is_made_with_its_cells() {
    let mut desk = Desk::founds(1, &small());
    let first = desk.line(1);
    let edited = desk.does(&MatrixEdit::AddLine {
        after: Some(first),
        heading: None,
        cells: cells(&[
            ("actionLine", "Nueva"),
            ("stage", "x"),
            ("pendingExternal", "true"),
            ("targets.2025", "5 %"),
            ("formula.factor", "100"),
        ]),
    });
    let row = desk.row(2).clone();
    assert_eq!(edited.made.len(), 2, "the line and its indicator");
    assert_eq!(edited.made[0], row.line.to_string());
    assert_eq!(row.indicator, Some(indicator(&edited.made[1])));
    assert_eq!(edited.fields, [(row.line, row.indicator, String::new())]);
    assert_eq!(
        (row.action_line.as_str(), row.stage.as_str()),
        ("Nueva", "x")
    );
    assert!(row.pending_external);
    assert_eq!(row.targets[&2025], "5 %");
    assert_eq!(row.formula_parts.factor, "100");
    let bare = desk.does(&MatrixEdit::AddLine {
        after: None,
        heading: None,
        cells: cells(&[("actionLine", "Sola"), ("targets.2025", "")]),
    });
    assert_eq!(bare.made.len(), 1);
    assert_eq!(desk.row(5).action_line, "Sola");
    let line = desk.line(5);
    let edited = desk.does(&MatrixEdit::AddIndicator {
        line,
        cells: cells(&[("indicatorName", "Uno"), ("baseline.value", "3")]),
    });
    assert_eq!(desk.row(5).indicator, Some(indicator(&edited.made[0])));
    assert_eq!(desk.row(5).indicator_name, "Uno");
    for (field, value, expected) in [
        ("headings.axis", "1. Eje", "field"),
        ("targets.2031", "1", "field"),
        ("pendingExternal", "sí", "value"),
    ] {
        let edit = MatrixEdit::AddLine {
            after: None,
            heading: None,
            cells: cells(&[(field, value)]),
        };
        let answer = desk.edit(&edit, None);
        let refused = match expected {
            "field" => matches!(answer, Err(EditError::FieldUnknown(_))),
            _ => matches!(answer, Err(EditError::ValueInvalid(_))),
        };
        assert!(refused, "{field}");
    }
    let edit = MatrixEdit::AddIndicator {
        line,
        cells: cells(&[("stage", "x")]),
    };
    assert!(matches!(
        desk.edit(&edit, None),
        Err(EditError::FieldUnknown(Field::Stage))
    ));
    let long = "x".repeat(limits::TEXT_UTF16_UNITS_MAX + 1);
    let edit = MatrixEdit::AddLine {
        after: None,
        heading: None,
        cells: cells(&[("actionLine", &long)]),
    };
    assert!(matches!(
        desk.edit(&edit, None),
        Err(EditError::TextTooLong { .. })
    ));
}

#[test]
fn a_line_is_made_under_a_heading() {
    let mut desk = Desk::founds(1, &headings::draft());
    let priority = desk.matrix.headings()[1].id;
    let mut add = |after, heading| {
        let edited = desk.does(&MatrixEdit::AddLine {
            after,
            heading,
            cells: BTreeMap::new(),
        });
        let line: LineId = edited.made[0].parse().unwrap();
        let row = desk.matrix.row(line, None).unwrap();
        (row.row.unwrap(), row.headings.len())
    };
    assert_eq!(add(None, Some(Some(priority))), (4, 2), "after its last");
    assert_eq!(add(None, None), (6, 0), "at the end, as the last");
    assert_eq!(add(None, Some(None)), (7, 0));
    let first = desk.line(1);
    let edit = MatrixEdit::AddLine {
        after: Some(first),
        heading: Some(None),
        cells: BTreeMap::new(),
    };
    desk.does(&edit);
    assert!(
        desk.row(2).headings.is_empty(),
        "none, though its neighbours have"
    );
    let nowhere = model::HeadingId::new(&mut dice(5));
    let edit = MatrixEdit::AddLine {
        after: None,
        heading: Some(Some(nowhere)),
        cells: BTreeMap::new(),
    };
    assert!(matches!(
        desk.edit(&edit, None),
        Err(EditError::HeadingMissing(_))
    ));
}

#[test]
fn a_copy_has_everything_but_the_past() {
    let mut desk = Desk::founds(1, &headings::draft());
    let line = desk.line(2);
    for name in ["Uno", "Dos", "Tres"] {
        let edited = desk.does(&add_indicator(line));
        let edit = MatrixEdit::Set {
            line,
            indicator: edited.fields[0].1,
            field: Field::IndicatorName,
            value: name.to_owned(),
        };
        desk.does(&edit);
    }
    desk.set(2, "stage", "x");
    desk.set(2, "targets.2024", "7");
    let retired = desk.row(3).indicator.unwrap();
    desk.does(&MatrixEdit::RetireIndicator {
        indicator: retired,
        retired: true,
    });
    let edited = desk.does(&MatrixEdit::DuplicateLine { line });
    assert_eq!(edited.made.len(), 3, "the line and two indicators");
    let copy: LineId = edited.made[0].parse().unwrap();
    let read = |of: LineId| -> Vec<_> {
        let rows = desk.matrix.rows().iter();
        rows.filter(|row| row.line == of && !row.retired)
            .map(|row| {
                let fields = ["actionLine", "stage", "indicatorName", "targets.2024"];
                let values = fields.map(|field| row.cell(field.parse().unwrap()));
                (values, row.headings.clone())
            })
            .collect()
    };
    assert_eq!(read(copy), read(line));
    assert_eq!(desk.row(4).line, copy, "right after it");
    assert!(
        desk.matrix
            .rows()
            .iter()
            .all(|row| row.line != copy || !row.retired)
    );
    // Of a retired line the copy is not retired.
    desk.does(&MatrixEdit::Retire { line });
    let edited = desk.does(&MatrixEdit::DuplicateLine { line });
    let copy: LineId = edited.made[0].parse().unwrap();
    assert!(
        desk.matrix
            .rows()
            .iter()
            .any(|row| row.line == copy && !row.retired)
    );
}

#[test]
fn lines_move_also_to_another_heading() {
    let mut desk = Desk::founds(1, &headings::draft());
    let (axis, priority) = (desk.matrix.headings()[0].id, desk.matrix.headings()[1].id);
    let lines: Vec<LineId> = (1..=4).map(|row| desk.line(row)).collect();
    let mut go = |line: usize, after: Option<usize>, heading| {
        let edit = MatrixEdit::MoveLine {
            line: lines[line],
            after: after.map(|after: usize| lines[after]),
            heading,
        };
        let moved = desk.edit(&edit, None).unwrap().is_some();
        let rows = desk.matrix.rows().iter();
        let order: Vec<usize> = rows
            .map(|row| lines.iter().position(|line| *line == row.line).unwrap())
            .collect();
        (moved, order)
    };
    assert_eq!(go(0, Some(2), None), (true, vec![1, 2, 0, 3]));
    assert_eq!(
        go(0, Some(2), None),
        (false, vec![1, 2, 0, 3]),
        "it is there"
    );
    assert_eq!(
        go(0, Some(0), None),
        (false, vec![1, 2, 0, 3]),
        "after itself"
    );
    assert_eq!(
        go(0, None, None),
        (true, vec![0, 1, 2, 3]),
        "first of its heading"
    );
    assert_eq!(go(3, None, Some(priority)), (true, vec![3, 0, 1, 2]));
    assert_eq!(go(3, Some(2), Some(axis)), (true, vec![0, 1, 2, 3]));
    assert_eq!(desk.row(4).headings.len(), 1);
    let edit = MatrixEdit::AddHeading {
        level: model::Level::Axis,
        parent: None,
        after: Some(axis),
        number: "2".into(),
        text: "Segundo".into(),
    };
    let second = desk.does(&edit).made[0].parse().unwrap();
    let edit = MatrixEdit::MoveLine {
        line: lines[0],
        after: None,
        heading: Some(second),
    };
    desk.does(&edit);
    assert_eq!(
        desk.line(4),
        lines[0],
        "where the catalogue wants the first of it"
    );
    assert_eq!(desk.row(4).headings[0].text, "Segundo");
}

#[test]
fn lines_moved_at_once_converge() {
    let mut desks = two_desks();
    let lines: Vec<LineId> = (1..=3).map(|row| desks[0].line(row)).collect();
    for (desk, (line, after)) in desks.iter_mut().zip([(0, 2), (0, 1)]) {
        desk.does(&MatrixEdit::MoveLine {
            line: lines[line],
            after: Some(lines[after]),
            heading: None,
        });
    }
    meet(&mut desks);
    assert_eq!(desks[0].matrix.rows().len(), 3);
}

#[test]
fn indicators_move_within_and_between_lines() {
    let mut desk = Desk::founds(1, &small());
    let (first, third) = (desk.line(1), desk.line(3));
    let a = desk.row(1).indicator.unwrap();
    let b = indicator(&desk.does(&add_indicator(first)).made[0]);
    let mut go = |indicator, line, after| {
        let edit = MatrixEdit::MoveIndicator {
            indicator,
            line,
            after,
        };
        let moved = desk.edit(&edit, None).unwrap().is_some();
        let rows = desk.matrix.rows().iter();
        let rows: Vec<_> = rows.map(|row| (row.line, row.indicator)).collect();
        (moved, rows)
    };
    let (moved, rows) = go(b, first, None);
    assert!(moved);
    assert_eq!(rows[..2], [(first, Some(b)), (first, Some(a))]);
    assert!(!go(b, first, None).0);
    assert!(!go(a, first, Some(b)).0);
    let (_, rows) = go(b, third, None);
    assert_eq!(rows[0], (first, Some(a)));
    assert_eq!(rows[2], (third, Some(b)));
    let (_, rows) = go(a, third, Some(b));
    assert_eq!(
        rows[0],
        (first, None),
        "a line left without has a row of its own"
    );
    assert_eq!(rows[2..], [(third, Some(b)), (third, Some(a))]);
    let edit = MatrixEdit::MoveIndicator {
        indicator: a,
        line: first,
        after: Some(b),
    };
    assert!(matches!(
        desk.edit(&edit, None),
        Err(EditError::IndicatorUnknown(_))
    ));
}

#[test]
fn retired_indicators_keep_their_place_and_the_line_a_row() {
    let mut desk = Desk::founds(1, &small());
    let (line, only) = desk.key(1);
    let only = only.unwrap();
    let second = indicator(&desk.does(&add_indicator(line)).made[0]);
    let retire = |indicator, retired| MatrixEdit::RetireIndicator { indicator, retired };
    let edited = desk.does(&retire(only, true));
    assert!(edited.touched.order_changed);
    assert_eq!(desk.row(1).indicator, Some(second));
    assert!(desk.edit(&retire(only, true), None).unwrap().is_none());
    let edited = desk.does(&retire(second, true));
    assert!(edited.touched.rows.contains(&(line, None)));
    assert_eq!(desk.key(1), (line, None), "the line still has a row");
    let retired: Vec<_> = desk.matrix.rows()[..3]
        .iter()
        .map(|row| row.retired)
        .collect();
    assert_eq!(retired, [false, true, true]);
    // What is measured of it from now on is another indicator.
    let edited = desk.set(1, "targets.2024", "9");
    assert_eq!(edited.made.len(), 1);
    assert_eq!(desk.key(1), (line, Some(indicator(&edited.made[0]))));
    desk.does(&retire(only, false));
    assert!(desk.edit(&retire(only, false), None).unwrap().is_none());
    assert_eq!(desk.key(1), (line, Some(only)));
    assert_eq!(desk.cell(1, "targets.2024"), "100");
    assert_eq!(
        desk.matrix
            .rows()
            .iter()
            .filter(|row| row.line == line)
            .count(),
        3
    );
}

#[test]
fn an_indicator_retired_and_edited_at_once_is_asked() {
    for back in [true, false] {
        let mut desks = two_desks();
        let of = desks[0].row(1).indicator.unwrap();
        let retire = |retired| MatrixEdit::RetireIndicator {
            indicator: of,
            retired,
        };
        desks[0].does(&retire(true));
        desks[1].set(1, "targets.2026", "8");
        meet(&mut desks);
        let why = desks[0].row(1).retired_and_edited.unwrap();
        assert_eq!(
            (why.retired_by, why.edited_by),
            (desks[0].author, desks[1].author)
        );
        assert_eq!(desks[0].row(1).indicator, Some(of));
        desks[0].set(1, "targets.2026", "9");
        assert!(
            desks[0].row(1).retired_and_edited.is_some(),
            "writing on is not deciding"
        );
        meet(&mut desks);
        desks[1].does(&retire(!back));
        meet(&mut desks);
        let row = desks[0].matrix.row(desks[0].line(1), Some(of)).unwrap();
        assert_eq!((row.retired, row.retired_and_edited), (!back, None));
    }
}

#[test]
fn two_lines_become_one() {
    let mut desk = Desk::founds(1, &small());
    let (into, from) = (desk.line(1), desk.line(2));
    let moved = desk.row(2).indicator;
    let merge = |from, into, text: Option<&str>| MatrixEdit::MergeLines {
        from,
        into,
        text: text.map(str::to_owned),
    };
    let edited = desk.does(&merge(
        from,
        into,
        Some("Capacitar a 50 servidores y publicar"),
    ));
    assert!(edited.made.is_empty());
    assert_eq!(desk.key(2), (into, moved), "after its own");
    assert_eq!(
        desk.cell(2, "actionLine"),
        "Capacitar a 50 servidores y publicar"
    );
    let gone = desk.matrix.row(from, None).unwrap();
    assert!(gone.retired);
    assert_eq!(gone.merged_into, Some(into));
    assert!(
        gone.action_line.starts_with("Supervisar"),
        "its text is kept"
    );
    for (edit, refused) in [
        (merge(into, into, None), "same"),
        (merge(from, into, None), "retired"),
        (merge(into, from, None), "retired"),
    ] {
        let answer = desk.edit(&edit, None);
        let expected = match refused {
            "same" => matches!(answer, Err(EditError::SameLine(_))),
            _ => matches!(answer, Err(EditError::LineRetired(_))),
        };
        assert!(expected, "{answer:?}");
    }
    desk.does(&MatrixEdit::Restore { line: from });
    assert_eq!(desk.matrix.row(from, None).unwrap().merged_into, None);
    let last = desk.line(4);
    desk.does(&merge(last, into, None));
    assert_eq!(
        desk.cell(1, "actionLine"),
        "Capacitar a 50 servidores y publicar"
    );
}

#[test]
fn merged_each_into_the_other_at_once_nothing_is_hidden() {
    let mut desks = two_desks();
    let (one, two) = (desks[0].line(1), desks[0].line(2));
    for (desk, (from, into)) in desks.iter_mut().zip([(one, two), (two, one)]) {
        desk.does(&MatrixEdit::MergeLines {
            from,
            into,
            text: None,
        });
    }
    meet(&mut desks);
    let shown = desks[0]
        .matrix
        .rows()
        .iter()
        .filter(|row| row.row.is_some());
    assert_eq!(
        shown.filter(|row| row.retired_and_edited.is_some()).count(),
        2
    );
}

#[test]
fn a_line_merged_while_it_was_edited_is_asked() {
    let mut desks = two_desks();
    let (into, from) = (desks[0].line(1), desks[0].line(2));
    desks[0].does(&MatrixEdit::MergeLines {
        from,
        into,
        text: None,
    });
    desks[1].set(
        2,
        "actionLine",
        "Supervisar el registro. Publicar. Dar seguimiento.",
    );
    meet(&mut desks);
    let row = desks[0].matrix.row(from, None).unwrap();
    assert!(row.retired_and_edited.is_some());
    assert_eq!(row.merged_into, Some(into));
}

#[test]
fn one_line_becomes_two() {
    let mut desk = Desk::founds(1, &headings::draft());
    let line = desk.line(1);
    desk.set(
        1,
        "actionLine",
        "Publicar 😀 los informes. Dar seguimiento. ",
    );
    let a = indicator(&desk.does(&add_indicator(line)).made[0]);
    let b = indicator(&desk.does(&add_indicator(line)).made[0]);
    let split = |at, indicators: &[IndicatorId]| MatrixEdit::SplitLine {
        line,
        at,
        indicators: indicators.to_vec(),
    };
    let stranger = IndicatorId::new(&mut dice(9));
    assert!(matches!(
        desk.edit(&split(3, &[stranger]), None),
        Err(EditError::IndicatorUnknown(_))
    ));
    assert!(matches!(
        desk.edit(&split(10, &[]), None),
        Err(EditError::CharacterCut { .. })
    ));
    assert!(matches!(
        desk.edit(&split(500, &[]), None),
        Err(EditError::ChangeOutOfPlace { .. })
    ));
    let edited = desk.does(&split(26, &[b]));
    let new: LineId = edited.made[0].parse().unwrap();
    assert_eq!(edited.made.len(), 1);
    assert_eq!(desk.key(1), (line, Some(a)));
    assert_eq!(desk.key(2), (new, Some(b)));
    assert_eq!(desk.cell(1, "actionLine"), "Publicar 😀 los informes.");
    assert_eq!(desk.cell(2, "actionLine"), "Dar seguimiento.");
    assert_eq!(desk.row(1).headings, desk.row(2).headings);
    assert_eq!(
        desk.matrix
            .last_edit(line, Some(a), Field::ActionLine)
            .unwrap()
            .author,
        desk.author
    );
    // At an end, one of them is left blank.
    desk.does(&split(0, &[]));
    assert_eq!(texts(&desk)[..2], ["", "Publicar 😀 los informes."]);
}

#[test]
fn a_full_matrix_is_neither_copied_nor_split() {
    let row = crate::desk::draft_row(&[("stage", "x")]);
    let draft = model::Draft {
        rows: vec![row; limits::ROWS_MAX],
        ..small()
    };
    let found = model::Matrix::found(&draft, [1; 16], crate::desk::author(1), 0, &mut dice(1));
    let (mut matrix, _) = found.unwrap();
    let line = matrix.rows()[0].line;
    for edit in [
        MatrixEdit::DuplicateLine { line },
        MatrixEdit::SplitLine {
            line,
            at: 0,
            indicators: Vec::new(),
        },
    ] {
        let answer = matrix.edit(&edit, None, 0, &mut dice(2));
        assert!(matches!(
            answer,
            Err(EditError::TooMany { what: "rows", .. })
        ));
    }
}
