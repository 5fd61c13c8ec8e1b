//! Every edit taken back and done again; what was made, once another wrote in it.

use model::{EditError, Field, LineId, MatrixEdit, TextChange};

use crate::desk::{Desk, add_indicator, add_line, meet, two_desks};

/// An edit of whatever stands at a desk.
type Edit = fn(&Desk) -> MatrixEdit;

/// Active rows as they read, and the catalogue.
fn reads(desk: &Desk) -> impl PartialEq + std::fmt::Debug + use<> {
    let rows: Vec<_> = desk
        .matrix
        .rows()
        .iter()
        .filter(|row| row.row.is_some())
        .cloned()
        .collect();
    let headings = desk.matrix.headings().iter().filter(|view| !view.retired);
    let headings: Vec<_> = headings.cloned().collect();
    let silenced: Vec<_> = desk
        .matrix
        .silenced()
        .into_iter()
        .map(|silenced| (silenced.key, silenced.reason))
        .collect();
    (rows, headings, desk.matrix.levels().to_vec(), silenced)
}

#[test]
fn every_edit_is_taken_back_and_done_again() {
    // What is edited is another's.
    let build = || {
        let mut desk = Desk::founds(1, &crate::headings::draft());
        let line = desk.line(2);
        desk.does(&add_indicator(line));
        desk.does(&add_indicator(line));
        desk.set(2, "indicatorName", "Uno");
        desk.set(3, "targets.2024", "5");
        Desk::joins(2, &desk)
    };
    let heading = |desk: &Desk, at: usize| desk.matrix.headings()[at].id;
    let edits: Vec<(&str, Edit)> = vec![
        ("set text", |desk| MatrixEdit::Set {
            line: desk.line(1),
            indicator: None,
            field: Field::ActionLine,
            value: "Otra".into(),
        }),
        ("set makes an indicator", |desk| MatrixEdit::Set {
            line: desk.line(1),
            indicator: None,
            field: Field::IndicatorName,
            value: "Nuevo".into(),
        }),
        ("set a heading", |desk| MatrixEdit::Set {
            line: desk.line(1),
            indicator: None,
            field: "headings.priority".parse().unwrap(),
            value: "8. Otra prioridad".into(),
        }),
        ("set makes a heading", |desk| MatrixEdit::Set {
            line: desk.line(5),
            indicator: None,
            field: "headings.axis".parse().unwrap(),
            value: "9. Nuevo eje".into(),
        }),
        ("add line", |desk| MatrixEdit::AddLine {
            after: Some(desk.line(1)),
            heading: None,
            cells: [
                (Field::ActionLine, "Nueva".into()),
                (Field::Target(2024), "3".into()),
            ]
            .into(),
        }),
        ("add indicator", |desk| add_indicator(desk.line(1))),
        ("duplicate", |desk| MatrixEdit::DuplicateLine {
            line: desk.line(2),
        }),
        ("move line", |desk| MatrixEdit::MoveLine {
            line: desk.line(5),
            after: None,
            heading: Some(desk.matrix.headings()[1].id),
        }),
        ("move indicator", |desk| MatrixEdit::MoveIndicator {
            indicator: desk.row(3).indicator.unwrap(),
            line: desk.line(5),
            after: None,
        }),
        ("retire", |desk| MatrixEdit::Retire { line: desk.line(1) }),
        ("retire indicator", |desk| MatrixEdit::RetireIndicator {
            indicator: desk.row(3).indicator.unwrap(),
            retired: true,
        }),
        ("merge", |desk| MatrixEdit::MergeLines {
            from: desk.line(2),
            into: desk.line(1),
            text: Some("Las dos".into()),
        }),
        ("split", |desk| MatrixEdit::SplitLine {
            line: desk.line(2),
            at: 3,
            indicators: vec![desk.row(3).indicator.unwrap()],
        }),
        ("add heading", |desk| MatrixEdit::AddHeading {
            level: model::Level::Objective,
            parent: Some(desk.matrix.headings()[0].id),
            after: None,
            number: "1.1".into(),
            text: "Objetivo".into(),
        }),
        ("set heading", |desk| MatrixEdit::SetHeading {
            heading: desk.matrix.headings()[1].id,
            number: "77".into(),
            text: "Otra".into(),
        }),
        ("move heading", |desk| MatrixEdit::MoveHeading {
            heading: desk.matrix.headings()[1].id,
            parent: None,
            after: Some(desk.matrix.headings()[0].id),
        }),
        ("assign heading", |desk| MatrixEdit::AssignHeading {
            line: desk.line(1),
            heading: None,
        }),
        ("levels", |_| MatrixEdit::SetLevels {
            levels: vec![model::Level::Axis, model::Level::Strategy],
        }),
        ("silence", |_| MatrixEdit::Silence {
            key: "X:1".into(),
            reason: Some("así es".into()),
        }),
    ];
    for (name, edit) in edits {
        let mut desk = build();
        assert!(heading(&desk, 0) != heading(&desk, 1));
        let before = reads(&desk);
        let edit = edit(&desk);
        let edited = desk.does(&edit);
        let after = reads(&desk);
        assert_ne!(before, after, "{name}");
        let mut hash = edited.hash;
        for _ in 0..2 {
            let undone = desk.undo(&[hash]);
            assert_eq!(undone.kept, [], "{name}");
            assert_eq!(reads(&desk), before, "{name}: taken back");
            let redone = desk.undo(&[undone.edited.unwrap().hash]);
            assert_eq!(redone.kept, [], "{name}");
            assert_eq!(reads(&desk), after, "{name}: done again");
            hash = redone.edited.unwrap().hash;
        }
    }
}

#[test]
fn what_was_made_is_kept_once_another_writes_in_it() {
    type Theirs = fn(&mut Desk, LineId);
    let theirs: [(&str, Theirs); 3] = [
        ("scalar", |desk, line| {
            desk.does(&MatrixEdit::Set {
                line,
                indicator: None,
                field: Field::Stage,
                value: "x".into(),
            });
        }),
        ("text, then again by who made it", |desk, line| {
            desk.does(&MatrixEdit::SpliceText {
                line,
                indicator: None,
                field: Field::ActionLine,
                changes: vec![TextChange {
                    at: 0,
                    delete: 0,
                    insert: "Suyo".into(),
                }],
            });
        }),
        ("indicator", |desk, line| {
            desk.does(&add_indicator(line));
        }),
    ];
    for (name, act) in theirs {
        let mut desks = two_desks();
        let edited = desks[0].does(&add_line(None));
        let line = edited.fields[0].0;
        meet(&mut desks);
        act(&mut desks[1], line);
        meet(&mut desks);
        let undone = desks[0].undo(&[edited.hash]);
        assert!(undone.edited.is_none(), "{name}");
        assert_eq!(undone.kept.len(), 1, "{name}");
        assert!(
            desks[0]
                .matrix
                .rows()
                .iter()
                .any(|row| row.line == line && !row.retired)
        );
    }
    // A heading from which another hung a line.
    let mut desks = two_desks();
    let edited = desks[0].does(&MatrixEdit::AddHeading {
        level: model::Level::Axis,
        parent: None,
        after: None,
        number: "1".into(),
        text: "Eje".into(),
    });
    let heading = edited.made[0].parse().unwrap();
    meet(&mut desks);
    let line = desks[1].line(1);
    desks[1].does(&MatrixEdit::AssignHeading {
        line,
        heading: Some(heading),
    });
    meet(&mut desks);
    assert!(desks[0].undo(&[edited.hash]).edited.is_none());
    assert!(!desks[0].matrix.headings()[0].retired);
}

#[test]
fn a_decision_takes_back_what_another_did_and_not_what_came_after() {
    let mut desks = two_desks();
    let before = desks[0].cell(1, "actionLine");
    let steps = [
        desks[1]
            .set(1, "actionLine", &format!("{before} De más."))
            .hash,
        desks[1].set(1, "stage", "diseño").hash,
        desks[1].set(2, "stage", "diseño").hash,
    ];
    meet(&mut desks);
    // The one who decides wrote over one of them.
    desks[0].set(2, "stage", "cierre");
    let mut dice = crate::desk::dice(3);
    let desk = &mut desks[0];
    let founding = desk.made[0].1;
    let refused = desk.matrix.take_back(&[founding], 0, &mut dice);
    assert!(matches!(refused, Err(EditError::NotOwn)));

    let undone = desk.matrix.take_back(&steps, 600_000, &mut dice).unwrap();
    assert_eq!(desk.cell(1, "actionLine"), before);
    assert_eq!(desk.cell(1, "stage"), "");
    assert_eq!(desk.cell(2, "stage"), "cierre");
    assert_eq!(undone.kept.len(), 1, "{:?}", undone.kept);

    // It is an own step by now: taken back, what the other did is there again; and away again.
    let edited = undone.edited.unwrap();
    desk.made.push((edited.change, edited.hash));
    desk.undo(&[edited.hash]);
    assert_eq!(desk.cell(1, "actionLine"), format!("{before} De más."));
    assert_eq!(desk.cell(1, "stage"), "diseño");
    let again = desk.matrix.take_back(&steps, 700_000, &mut dice).unwrap();
    assert!(again.edited.is_some());
    assert_eq!(desk.cell(1, "actionLine"), before);
}
