//! What differs between two versions.

use model::{Difference, DifferenceKind, Field, LineId, Matrix, MatrixEdit, Place};

use crate::desk::{Desk, add_indicator, add_line, author, draft_row, meet, small, two_desks};
use crate::past_checks::check_comparison;

fn since(desk: &Desk, from: &model::Version) -> Vec<Difference> {
    desk.matrix.compare(from, None).unwrap()
}

/// Kind, row, field.
fn brief(differences: &[Difference]) -> Vec<(DifferenceKind, Option<u32>, String)> {
    differences
        .iter()
        .map(|difference| {
            let field = difference.field.map(|field| field.to_string());
            (difference.kind, difference.row, field.unwrap_or_default())
        })
        .collect()
}

fn told(kind: DifferenceKind, row: u32, field: &str) -> (DifferenceKind, Option<u32>, String) {
    (kind, Some(row), field.to_owned())
}

use DifferenceKind::{Added, Changed, Moved, Restored, Retired};

#[test]
fn cells_with_who_wrote_in_them() {
    let mut desks = two_desks();
    let founded = desks[0].matrix.version();
    assert_eq!(since(&desks[0], &founded), []);
    desks[0].splice(1, "actionLine", 0, 9, "Formar");
    desks[1].splice(1, "actionLine", 26, 8, "municipales");
    desks[1].set(1, "targets.2025", "80");
    desks[1].set(2, "baseline.value", "7");
    let first = desks[0].set(3, "stage", "x").hash;
    meet(&mut desks);
    let last = desks[0].set(3, "stage", "y").hash;
    meet(&mut desks);
    let middle = desks[0].matrix.version();
    desks[0].set(3, "stage", "");
    let differences = desks[1].matrix.compare(&founded, Some(&middle)).unwrap();
    assert_eq!(
        brief(&differences),
        [
            told(Changed, 1, "actionLine"),
            told(Changed, 1, "targets.2025"),
            told(Changed, 2, "baseline.value"),
            told(Changed, 3, "stage"),
        ]
    );
    let text = &differences[0];
    assert_eq!(text.before, "Capacitar a 50 servidores públicos");
    assert_eq!(text.after, "Formar a 50 servidores municipales");
    let mut authors: Vec<_> = text.hands.iter().map(|hand| hand.author).collect();
    authors.sort_unstable();
    assert_eq!(authors, [author(1), author(2)]);
    let stage = &differences[3];
    assert_eq!((stage.before.as_str(), stage.after.as_str()), ("", "y"));
    assert_eq!(stage.hands.len(), 1, "each author once");
    assert_eq!(stage.hands[0].change, last);
    assert_ne!(stage.hands[0].change, first);
    // Written and taken back: no difference.
    let mut fields = brief(&since(&desks[0], &founded)).into_iter();
    assert!(fields.all(|(.., field)| field != "stage"));
}

#[test]
fn rows_that_came_went_and_came_back() {
    let mut desk = Desk::founds(1, &small());
    let (first, second) = (desk.line(1), desk.line(2));
    desk.does(&MatrixEdit::Retire { line: second });
    let from = desk.matrix.version();
    desk.does(&MatrixEdit::Retire { line: first });
    desk.does(&MatrixEdit::Restore { line: second });
    desk.set(1, "stage", "x");
    let made = desk.does(&add_line(Some(second)));
    desk.set(2, "actionLine", "Nueva");
    let differences = since(&desk, &from);
    assert_eq!(
        brief(&differences),
        [
            told(Retired, 1, ""),
            told(Restored, 1, ""),
            told(Changed, 1, "stage"),
            told(Added, 2, ""),
        ]
    );
    assert_eq!(differences[0].line, first);
    assert_eq!(differences[0].before, "Capacitar a 50 servidores públicos");
    assert_eq!(differences[3].after, "Nueva");
    assert_eq!(differences[3].hands[0].author, author(1));
    assert_eq!(made.made, [differences[3].line.to_string()]);
    // And the other way round.
    let to = desk.matrix.version();
    let back = desk.matrix.compare(&to, Some(&from)).unwrap();
    assert_eq!(
        brief(&back),
        [
            told(Restored, 1, ""),
            told(Retired, 1, ""),
            told(Retired, 2, ""),
        ]
    );
}

#[test]
fn a_line_that_gets_its_first_indicator_is_the_same_row() {
    let mut desk = Desk::founds(1, &small());
    let from = desk.matrix.version();
    let line = desk.line(3);
    desk.set(3, "indicatorName", "Uno");
    desk.set(3, "targets.2024", "5");
    let cells = [
        told(Changed, 3, "indicatorName"),
        told(Changed, 3, "targets.2024"),
    ];
    assert_eq!(brief(&since(&desk, &from)), cells);
    desk.does(&add_indicator(line));
    let mut expected = cells.to_vec();
    expected.push(told(Added, 4, ""));
    assert_eq!(brief(&since(&desk, &from)), expected);
    let indicator = desk.row(3).indicator.unwrap();
    let with = desk.matrix.version();
    for retired in [true, false] {
        desk.does(&MatrixEdit::RetireIndicator { indicator, retired });
        let expected = if retired {
            vec![told(Retired, 3, "")]
        } else {
            vec![]
        };
        assert_eq!(brief(&since(&desk, &with)), expected);
    }
}

#[test]
fn only_what_moved_has_moved() {
    let mut desk = Desk::founds(1, &small());
    for _ in 0..3 {
        desk.does(&add_line(None));
    }
    let from = desk.matrix.version();
    let lines: Vec<LineId> = desk.matrix.rows().iter().map(|row| row.line).collect();
    desk.does(&MatrixEdit::MoveLine {
        line: lines[0],
        after: Some(lines[4]),
        heading: None,
    });
    let differences = since(&desk, &from);
    assert_eq!(
        brief(&differences),
        [told(Moved, 5, "")],
        "the others were pushed"
    );
    assert_eq!(differences[0].line, lines[0]);
    let place = |after| Place::Line {
        heading: None,
        after,
    };
    let places = Some((place(None), place(Some(lines[4]))));
    assert_eq!(differences[0].places, places);
    assert_eq!(differences[0].hands.len(), 1);
    desk.does(&MatrixEdit::MoveLine {
        line: lines[0],
        after: None,
        heading: None,
    });
    assert_eq!(since(&desk, &from), [], "back where it was");
}

#[test]
fn indicators_move_between_lines_and_within() {
    let mut desk = Desk::founds(1, &small());
    let (one, two) = (desk.line(1), desk.line(2));
    for _ in 0..2 {
        desk.does(&add_indicator(one));
    }
    let from = desk.matrix.version();
    let indicator = desk.row(3).indicator.unwrap();
    desk.does(&MatrixEdit::MoveIndicator {
        indicator,
        line: one,
        after: None,
    });
    let differences = since(&desk, &from);
    assert_eq!(brief(&differences), [told(Moved, 1, "")]);
    assert_eq!(differences[0].indicator, Some(indicator));
    desk.does(&MatrixEdit::MergeLines {
        from: one,
        into: two,
        text: None,
    });
    let differences = since(&desk, &from);
    let kinds: Vec<_> = differences.iter().map(|of| (of.kind, of.line)).collect();
    assert_eq!(
        kinds,
        [(Retired, one), (Moved, two), (Moved, two), (Moved, two)]
    );
}

#[test]
fn headings_are_told_once() {
    let mut desk = Desk::founds(1, &small());
    desk.set(1, "headings.axis", "1. Eje");
    desk.set(1, "headings.priority", "3. Prevención");
    let id = |desk: &Desk, text: &str| {
        let mut headings = desk.matrix.headings().iter();
        headings.find(|heading| heading.text == text).unwrap().id
    };
    let priority = id(&desk, "Prevención");
    for row in [2, 3] {
        desk.does(&MatrixEdit::AssignHeading {
            line: desk.line(row),
            heading: Some(priority),
        });
    }
    desk.does(&MatrixEdit::AddHeading {
        level: model::Level::Axis,
        parent: None,
        after: None,
        number: "2".to_owned(),
        text: "Otro".to_owned(),
    });
    let from = desk.matrix.version();
    desk.set(2, "headings.axis", "1. Eje rector");
    let differences = since(&desk, &from);
    assert_eq!(brief(&differences), [told(Changed, 1, "headings.axis")]);
    assert_eq!(differences[0].before, "1. Eje");
    assert_eq!(differences[0].after, "1. Eje rector");
    let other = id(&desk, "Otro");
    desk.does(&MatrixEdit::MoveHeading {
        heading: priority,
        parent: Some(other),
        after: None,
    });
    let differences = since(&desk, &from);
    assert_eq!(brief(&differences), [told(Moved, 1, "headings.priority")]);
    assert_eq!(differences[0].before, "1. Eje");
    assert_eq!(differences[0].after, "2. Otro");
    // A line hung from another heading has moved, once.
    let from = desk.matrix.version();
    desk.does(&MatrixEdit::AssignHeading {
        line: desk.line(2),
        heading: Some(other),
    });
    let differences = since(&desk, &from);
    assert_eq!(brief(&differences), [told(Moved, 2, "")]);
    assert_eq!(differences[0].before, "3. Prevención");
    assert_eq!(differences[0].after, "2. Otro");
    assert_eq!(differences[0].field, None::<Field>);
}

#[test]
fn an_edit_that_keeps_a_retired_row_in_sight_is_no_retirement() {
    let mut desks = two_desks();
    let from = desks[0].matrix.version();
    let line = desks[0].line(1);
    desks[0].does(&MatrixEdit::Retire { line });
    let retired = desks[0].matrix.version();
    desks[1].set(1, "stage", "x");
    meet(&mut desks);
    assert_eq!(brief(&since(&desks[0], &from)), [told(Changed, 1, "stage")]);
    let back = brief(&since(&desks[0], &retired));
    assert_eq!(back, [told(Restored, 1, ""), told(Changed, 1, "stage")]);
}

#[test]
fn much_is_told_as_little_is() {
    let row = draft_row(&[("actionLine", "Capacitar"), ("targets.2024", "1")]);
    let draft = model::Draft {
        rows: vec![row; 90],
        ..small()
    };
    let desk = Desk::founds(1, &draft);
    let snapshot = desk.matrix.snapshot().unwrap();
    let mut matrix = Matrix::load([&snapshot[..]], [9; 16], author(2)).unwrap();
    let from = matrix.version();
    let fields = [
        "actionLine",
        "stage",
        "responsible",
        "pendingExternal",
        "indicatorName",
        "formula",
        "formula.factor",
        "baseline.value",
        "targets.2024",
        "targets.2025",
        "frequency",
        "meansOfVerification",
    ];
    let keys: Vec<_> = matrix.rows().iter().map(model::RowView::key).collect();
    let mut told = 0;
    for field in fields {
        let field: Field = field.parse().unwrap();
        let sets = keys.iter().map(|(line, indicator)| model::SetEdit {
            line: *line,
            indicator: *indicator,
            field,
            value: if field == Field::PendingExternal {
                "true"
            } else {
                "Otra"
            }
            .to_owned(),
        });
        let sets: Vec<_> = sets.collect();
        told += sets.len();
        matrix
            .set_all(&sets, 1_700_000_000_000, &mut |_| ())
            .unwrap()
            .unwrap();
    }
    let to = matrix.version();
    matrix
        .set_all(
            &[model::SetEdit {
                line: keys[0].0,
                indicator: keys[0].1,
                field: Field::Stage,
                value: "Después".to_owned(),
            }],
            1_700_000_000_000,
            &mut |_| (),
        )
        .unwrap()
        .unwrap();
    assert_eq!(matrix.compare(&from, Some(&to)).unwrap().len(), told);
    check_comparison(&matrix, &from, &to);
    check_comparison(&matrix, &to, &from);
}
