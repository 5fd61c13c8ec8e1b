//! The catalogue of headings, levels in use, findings silenced.

use automerge::transaction::Transactable;
use automerge::{ROOT, ReadDoc};
use model::{EditError, HeadingId, Level, MatrixEdit, limits};

use crate::desk::{Desk, author, dice, meet, small};
use crate::headings;
use crate::hostile::{change_of, plain};

fn add(
    level: Level,
    parent: Option<HeadingId>,
    after: Option<HeadingId>,
    text: &str,
) -> MatrixEdit {
    MatrixEdit::AddHeading {
        level,
        parent,
        after,
        number: String::new(),
        text: text.to_owned(),
    }
}

fn made(desk: &mut Desk, edit: &MatrixEdit) -> HeadingId {
    let edited = desk.does(edit);
    assert!(edited.touched.headings_changed);
    edited.made[0].parse().unwrap()
}

fn outline(desk: &Desk) -> Vec<(String, u32)> {
    let headings = desk.matrix.headings().iter();
    headings
        .filter(|heading| !heading.retired)
        .map(|heading| (heading.text.clone(), heading.lines))
        .collect()
}

fn names(desk: &Desk) -> Vec<String> {
    outline(desk).into_iter().map(|(text, _)| text).collect()
}

fn desks() -> Vec<Desk> {
    let first = Desk::founds(1, &headings::draft());
    let second = Desk::joins(2, &first);
    vec![first, second]
}

#[test]
fn headings_are_listed_in_order_with_their_lines() {
    let mut desk = Desk::founds(1, &headings::draft());
    assert_eq!(
        outline(&desk),
        [
            ("Combatir la Impunidad".to_owned(), 0),
            ("Fomentar la denuncia".to_owned(), 3)
        ]
    );
    let axis = desk.matrix.headings()[0].clone();
    let priority = desk.matrix.headings()[1].clone();
    assert_eq!((axis.parent, priority.parent), (None, Some(axis.id)));
    assert_eq!(priority.printed(), "7. Fomentar la denuncia");
    let b = made(
        &mut desk,
        &add(Level::Priority, Some(axis.id), Some(priority.id), "B"),
    );
    made(&mut desk, &add(Level::Priority, Some(axis.id), None, "A"));
    made(
        &mut desk,
        &add(Level::Axis, None, Some(axis.id), "Otro eje"),
    );
    made(&mut desk, &add(Level::Strategy, Some(b), None, "B1"));
    assert_eq!(
        names(&desk),
        [
            "Combatir la Impunidad",
            "A",
            "Fomentar la denuncia",
            "B",
            "B1",
            "Otro eje"
        ]
    );
    let line = desk.line(1);
    let edited = desk.does(&MatrixEdit::Retire { line });
    assert!(edited.touched.headings_changed, "one line less");
    assert_eq!(outline(&desk)[2].1, 2);
    let edited = desk.set(1, "stage", "x");
    assert!(!edited.touched.headings_changed);
    let edited = desk.does(&MatrixEdit::SetHeading {
        heading: priority.id,
        number: "9".into(),
        text: "Fomentar la denuncia ciudadana".into(),
    });
    assert!(edited.touched.headings_changed);
    assert_eq!(edited.touched.rows.len(), 3);
    assert_eq!(
        desk.row(1).headings[1].printed(),
        "9. Fomentar la denuncia ciudadana"
    );
    let missing = HeadingId::new(&mut dice(5));
    for edit in [
        add(Level::Priority, Some(missing), None, "x"),
        add(Level::Priority, Some(axis.id), Some(axis.id), "x"),
        MatrixEdit::SetHeading {
            heading: missing,
            number: String::new(),
            text: String::new(),
        },
    ] {
        assert!(matches!(
            desk.edit(&edit, None),
            Err(EditError::HeadingMissing(_))
        ));
    }
    let long = "x".repeat(limits::TEXT_UTF16_UNITS_MAX + 1);
    assert!(matches!(
        desk.edit(&add(Level::Axis, None, None, &long), None),
        Err(EditError::TextTooLong { .. })
    ));
}

#[test]
fn headings_move_with_their_lines() {
    let mut desk = Desk::founds(1, &headings::draft());
    let (axis, seven) = (desk.matrix.headings()[0].id, desk.matrix.headings()[1].id);
    let eight = made(
        &mut desk,
        &add(Level::Priority, Some(axis), Some(seven), "Ocho"),
    );
    let line = desk.line(4);
    desk.does(&MatrixEdit::MoveLine {
        line,
        after: None,
        heading: Some(eight),
    });
    let order: Vec<_> = (1..=4).map(|row| desk.line(row)).collect();
    let go = |heading, parent, after| MatrixEdit::MoveHeading {
        heading,
        parent,
        after,
    };
    let edited = desk.does(&go(seven, Some(axis), Some(eight)));
    assert!(edited.touched.order_changed && edited.touched.headings_changed);
    let now: Vec<_> = (1..=4).map(|row| desk.line(row)).collect();
    assert_eq!(now, [order[3], order[0], order[1], order[2]], "as a block");
    assert_eq!(names(&desk)[1..], ["Ocho", "Fomentar la denuncia"]);
    assert!(
        desk.edit(&go(seven, Some(axis), Some(eight)), None)
            .unwrap()
            .is_none()
    );
    assert!(
        desk.edit(&go(eight, Some(axis), None), None)
            .unwrap()
            .is_none()
    );
    desk.does(&go(seven, None, None));
    assert_eq!(desk.line(1), order[0]);
    assert_eq!(desk.row(1).headings.len(), 1, "no longer under the axis");
    for edit in [
        go(axis, Some(axis), None),
        go(axis, Some(eight), None),
        go(seven, Some(eight), None),
    ] {
        assert!(matches!(
            desk.edit(&edit, None),
            Err(EditError::HeadingOutOfLevel { .. })
        ));
    }
}

#[test]
fn headings_moved_at_once_never_run_in_circles() {
    let mut desks = desks();
    let axis = desks[0].matrix.headings()[0].id;
    let objective = made(&mut desks[0], &add(Level::Objective, Some(axis), None, "O"));
    let other = made(&mut desks[0], &add(Level::Axis, None, Some(axis), "Otro"));
    let priority = desks[0].matrix.headings()[2].id;
    meet(&mut desks);
    let go = |heading, parent| MatrixEdit::MoveHeading {
        heading,
        parent: Some(parent),
        after: None,
    };
    desks[0].does(&go(priority, objective));
    desks[1].does(&go(objective, other));
    desks[1].does(&go(priority, other));
    meet(&mut desks);
    assert_eq!(desks[0].matrix.headings().len(), 4);
}

#[test]
fn a_circle_made_by_another_program_is_cut_the_same_way() {
    let desk = Desk::founds(1, &headings::draft());
    let (axis, priority) = (desk.matrix.headings()[0].id, desk.matrix.headings()[1].id);
    let mut doc = plain(&desk.matrix, 6);
    let change = change_of(&mut doc, |tx| {
        let headings = tx.get(ROOT, "headings").unwrap().unwrap().1;
        let id = axis.to_string();
        let at = tx.get(&headings, id.as_str()).unwrap().unwrap().1;
        tx.put(&at, "parent", priority.to_string()).unwrap();
    });
    let mut reader = Desk::joins(2, &desk);
    reader.matrix.merge_from(&change, author(6)).unwrap();
    crate::desk::check_rows(&reader.matrix);
    let parents: Vec<_> = reader
        .matrix
        .headings()
        .iter()
        .map(|view| view.parent)
        .collect();
    assert_eq!(parents, [None, Some(axis)]);
    assert_eq!(reader.row(1).headings.len(), 2);
}

#[test]
fn headings_are_retired_once_nothing_hangs_from_them() {
    let mut desk = Desk::founds(1, &headings::draft());
    let (axis, priority) = (desk.matrix.headings()[0].id, desk.matrix.headings()[1].id);
    let retire = |heading, retired| MatrixEdit::RetireHeading { heading, retired };
    for heading in [axis, priority] {
        let answer = desk.edit(&retire(heading, true), None);
        assert!(matches!(
            answer,
            Err(EditError::HeadingInUse { lines: 3, .. })
        ));
    }
    for row in (1..=3).rev() {
        let line = desk.line(row);
        let edit = MatrixEdit::AssignHeading {
            line,
            heading: (row == 3).then_some(axis),
        };
        desk.does(&edit);
        assert!(desk.edit(&edit, None).unwrap().is_none());
        assert_eq!(desk.line(row), line, "it stays in its place");
    }
    assert!(desk.edit(&retire(priority, false), None).unwrap().is_none());
    let edited = desk.does(&retire(priority, true));
    assert!(edited.touched.headings_changed);
    assert!(desk.edit(&retire(priority, true), None).unwrap().is_none());
    assert_eq!(names(&desk), ["Combatir la Impunidad"]);
    assert_eq!(desk.matrix.headings().len(), 2);
    let line = desk.line(1);
    let hang = MatrixEdit::AssignHeading {
        line,
        heading: Some(priority),
    };
    assert!(matches!(
        desk.edit(&hang, None),
        Err(EditError::HeadingRetired(_))
    ));
    // The same words again are another heading.
    desk.set(1, "headings.priority", "7. Fomentar la denuncia");
    assert_ne!(desk.row(1).headings[0].id, priority);
    desk.does(&retire(priority, false));
    assert_eq!(
        desk.matrix
            .headings()
            .iter()
            .filter(|view| view.retired)
            .count(),
        0
    );
}

#[test]
fn a_heading_retired_while_a_line_was_hung_from_it_stays() {
    let mut desks = desks();
    let axis = desks[0].matrix.headings()[0].id;
    let empty = made(&mut desks[0], &add(Level::Axis, None, Some(axis), "Vacío"));
    meet(&mut desks);
    desks[0].does(&MatrixEdit::RetireHeading {
        heading: empty,
        retired: true,
    });
    let line = desks[1].line(4);
    desks[1].does(&MatrixEdit::AssignHeading {
        line,
        heading: Some(empty),
    });
    meet(&mut desks);
    assert_eq!(names(&desks[0])[2], "Vacío");
    assert_eq!(desks[0].row(4).headings[0].text, "Vacío");
}

#[test]
fn levels_in_use_are_said_one_by_one() {
    let mut desks = desks();
    assert_eq!(desks[0].matrix.levels(), [Level::Axis, Level::Priority]);
    let levels = |levels: &[Level]| MatrixEdit::SetLevels {
        levels: levels.to_vec(),
    };
    let edited = desks[0].does(&levels(&[Level::Axis, Level::Objective, Level::Priority]));
    assert!(edited.touched.headings_changed && edited.touched.rows.is_empty());
    desks[1].does(&levels(&[Level::Axis, Level::Priority, Level::Strategy]));
    meet(&mut desks);
    assert_eq!(desks[0].matrix.levels(), Level::ALL, "both were meant");
    desks[0].does(&levels(&[Level::Strategy]));
    assert_eq!(
        desks[0].matrix.levels(),
        [Level::Axis, Level::Priority, Level::Strategy],
        "those with headings are in use"
    );
    assert!(
        desks[0]
            .edit(&levels(&[Level::Strategy]), None)
            .unwrap()
            .is_none()
    );
    let bare = Desk::founds(3, &small());
    assert_eq!(bare.matrix.levels(), [Level::Axis, Level::Priority]);
}

#[test]
fn findings_are_silenced_with_a_reason() {
    let mut desks = desks();
    let silence = |key: &str, reason: Option<&str>| MatrixEdit::Silence {
        key: key.to_owned(),
        reason: reason.map(str::to_owned),
    };
    let edited = desks[0].does(&silence("A:1", Some("así lo pide SFA")));
    assert!(edited.touched.silenced_changed && edited.touched.rows.is_empty());
    desks[1].does(&silence("B:2", Some("")));
    meet(&mut desks);
    let read = |desk: &Desk| -> Vec<_> {
        let silenced = desk.matrix.silenced().into_iter();
        silenced
            .map(|silenced| (silenced.key, silenced.reason, silenced.author))
            .collect()
    };
    let expected = [
        ("A:1".to_owned(), "así lo pide SFA".to_owned(), author(1)),
        ("B:2".to_owned(), String::new(), author(2)),
    ];
    assert_eq!(read(&desks[1]), expected);
    assert!(desks[1].matrix.silenced()[0].at_ms > 0);
    assert!(
        desks[1]
            .edit(&silence("B:2", Some("")), None)
            .unwrap()
            .is_none()
    );
    assert!(
        desks[1]
            .edit(&silence("C:3", None), None)
            .unwrap()
            .is_none()
    );
    desks[1].does(&silence("A:1", None));
    meet(&mut desks);
    assert_eq!(read(&desks[0]), expected[1..]);
    let long = "x".repeat(limits::SCALAR_UTF16_UNITS_MAX + 1);
    for edit in [silence(&long, Some("x")), silence("x", Some(&long))] {
        assert!(matches!(
            desks[0].edit(&edit, None),
            Err(EditError::TextTooLong { .. })
        ));
    }
}

/// A matrix founded before there were levels or silenced findings.
#[test]
fn older_matrices_get_the_maps_when_they_need_them() {
    let first = Desk::founds(1, &headings::draft());
    let mut doc = plain(&first.matrix, 6);
    let change = change_of(&mut doc, |tx| {
        tx.delete(ROOT, "levels").unwrap();
        tx.delete(ROOT, "silenced").unwrap();
    });
    let mut desks = vec![Desk::joins(2, &first), Desk::joins(3, &first)];
    for desk in &mut desks {
        desk.matrix.merge(&change).unwrap();
        assert_eq!(desk.matrix.levels(), [Level::Axis, Level::Priority]);
        assert!(desk.matrix.silenced().is_empty());
    }
    desks[0].does(&MatrixEdit::SetLevels {
        levels: vec![Level::Axis, Level::Objective, Level::Priority],
    });
    desks[1].does(&MatrixEdit::SetLevels {
        levels: vec![Level::Axis, Level::Priority, Level::Strategy],
    });
    for (number, desk) in desks.iter_mut().enumerate() {
        desk.does(&MatrixEdit::Silence {
            key: format!("{number}"),
            reason: Some("x".into()),
        });
    }
    meet(&mut desks);
    assert_eq!(
        desks[0].matrix.levels(),
        Level::ALL,
        "of maps made apart, both count"
    );
    assert_eq!(desks[0].matrix.silenced().len(), 2);
    for desk in &mut desks {
        desk.edit(
            &MatrixEdit::SetLevels {
                levels: vec![Level::Axis, Level::Priority],
            },
            None,
        )
        .unwrap();
        desk.edit(
            &MatrixEdit::Silence {
                key: "0".into(),
                reason: None,
            },
            None,
        )
        .unwrap();
    }
    meet(&mut desks);
    assert_eq!(desks[0].matrix.levels(), [Level::Axis, Level::Priority]);
    assert_eq!(desks[0].matrix.silenced().len(), 1);
}

#[test]
fn the_catalogue_has_room_for_so_many() {
    let heading = model::DraftHeading {
        level: Level::Axis,
        number: String::new(),
        text: "Eje".to_owned(),
        parent: None,
    };
    let draft = model::Draft {
        headings: vec![heading; limits::HEADINGS_MAX - 1],
        ..small()
    };
    let found = model::Matrix::found(&draft, [1; 16], author(1), 0, &mut dice(1));
    let (mut matrix, _) = found.unwrap();
    let mut try_one = |edit: &MatrixEdit| matrix.edit(edit, None, 0, &mut dice(2));
    let edit = add(Level::Axis, None, None, "El último");
    assert!(try_one(&edit).unwrap().is_some());
    assert!(matches!(
        try_one(&edit),
        Err(EditError::TooMany {
            what: "headings",
            ..
        })
    ));
}

#[test]
fn so_many_findings_may_be_silenced() {
    let mut desk = Desk::founds(1, &small());
    let mut doc = plain(&desk.matrix, 6);
    let change = change_of(&mut doc, |tx| {
        let silenced = tx.get(ROOT, "silenced").unwrap().unwrap().1;
        for number in 1..limits::SILENCED_MAX {
            tx.put(&silenced, number.to_string(), "x").unwrap();
        }
    });
    desk.matrix.merge_from(&change, author(6)).unwrap();
    let silence = |key: &str| MatrixEdit::Silence {
        key: key.to_owned(),
        reason: Some("x".to_owned()),
    };
    assert!(desk.edit(&silence("la última"), None).unwrap().is_some());
    assert!(matches!(
        desk.edit(&silence("otra"), None),
        Err(EditError::TooMany { .. })
    ));
    let other = MatrixEdit::Silence {
        key: "1".to_owned(),
        reason: Some("otra razón".to_owned()),
    };
    assert!(
        desk.edit(&other, None).unwrap().is_some(),
        "one that is there"
    );
}
