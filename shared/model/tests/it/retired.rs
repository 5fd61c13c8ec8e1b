//! Lines taken out, and edited by somebody who did not know.

use model::{Field, LineId, MatrixEdit};

use crate::desk::{Desk, add_indicator, assert_same_rows, author, meet, small, two_desks};

fn retire(desk: &mut Desk, line: LineId) -> Option<model::Edited> {
    desk.edit(&MatrixEdit::Retire { line }, None).unwrap()
}

fn restore(desk: &mut Desk, line: LineId) -> Option<model::Edited> {
    desk.edit(&MatrixEdit::Restore { line }, None).unwrap()
}

#[test]
fn retired_lines_keep_their_place_and_come_back() {
    let mut desk = Desk::founds(1, &small());
    let line = desk.line(1);
    let edited = retire(&mut desk, line).unwrap();
    assert!(edited.touched.order_changed);
    assert_eq!(edited.touched.rows.len(), 3, "renumbered rows too");
    let numbers: Vec<_> = desk.matrix.rows().iter().map(|row| row.row).collect();
    assert_eq!(numbers, [None, Some(1), Some(2)]);
    assert!(desk.matrix.rows()[0].retired);
    assert!(retire(&mut desk, line).is_none(), "twice is once");
    assert_eq!(
        desk.matrix.rows()[0].action_line,
        "Capacitar a 50 servidores públicos"
    );
    assert!(restore(&mut desk, line).is_some());
    assert!(restore(&mut desk, line).is_none());
    assert_eq!(desk.line(1), line);
}

#[test]
fn retired_and_edited_at_once_stays_until_somebody_decides() {
    for field in [
        "actionLine",
        "targets.2024",
        "formula",
        "stage",
        "baseline.source",
    ] {
        for decision in ["retire", "restore"] {
            let mut desks = two_desks();
            let line = desks[0].line(1);
            retire(&mut desks[0], line);
            desks[1].set(1, field, "Otra cosa");
            meet(&mut desks);
            for desk in &desks {
                let row = desk.row(1);
                assert_eq!(row.line, line, "{field}: it stays in its place");
                let why = row.retired_and_edited.expect(field);
                assert_eq!((why.retired_by, why.edited_by), (author(1), author(2)));
                assert!(!row.retired);
            }
            // Going on editing is not deciding.
            desks[1].set(1, "responsible", "SESEA");
            desks[0].set(1, field, "Otra cosa más");
            meet(&mut desks);
            let why = desks[0]
                .row(1)
                .retired_and_edited
                .expect("still to be decided");
            assert_eq!(why.retired_by, author(1));

            if decision == "retire" {
                assert!(retire(&mut desks[1], line).is_some());
            } else {
                assert!(restore(&mut desks[1], line).is_some());
            }
            meet(&mut desks);
            let row = desks[0].matrix.rows()[0].clone();
            assert_eq!(row.retired_and_edited, None);
            assert_eq!(row.retired, decision == "retire");
            assert_eq!(row.row.is_some(), decision == "restore");
        }
    }
}

#[test]
fn an_edit_that_knew_does_not_bring_it_back() {
    let mut desks = two_desks();
    let line = desks[0].line(1);
    let indicator = desks[0].row(1).indicator;
    desks[0].set(1, "stage", "brainstorm");
    retire(&mut desks[0], line);
    meet(&mut desks);
    let field = model::Field::Stage;
    let edit = MatrixEdit::Set {
        line,
        indicator,
        field,
        value: "vista".to_owned(),
    };
    desks[1].edit(&edit, None).unwrap().unwrap();
    meet(&mut desks);
    assert!(desks[0].matrix.rows()[0].retired);
}

#[test]
fn retired_by_both_is_retired() {
    let mut desks = two_desks();
    let line = desks[0].line(2);
    for desk in &mut desks {
        retire(desk, line);
    }
    meet(&mut desks);
    assert!(desks[0].matrix.rows()[1].retired);
}

#[test]
fn restored_by_one_and_retired_by_another_is_asked() {
    let mut desks = two_desks();
    let line = desks[0].line(1);
    retire(&mut desks[0], line);
    desks[1].set(1, "stage", "x");
    meet(&mut desks);
    retire(&mut desks[0], line);
    restore(&mut desks[1], line);
    meet(&mut desks);
    let why = desks[0].row(1).retired_and_edited.unwrap();
    assert_eq!((why.retired_by, why.edited_by), (author(1), author(2)));
    restore(&mut desks[0], line);
    meet(&mut desks);
    assert_eq!(desks[1].row(1).retired_and_edited, None);
}

#[test]
fn an_indicator_added_meanwhile_keeps_the_line() {
    let mut desks = two_desks();
    let line = desks[0].line(3);
    retire(&mut desks[0], line);
    desks[1].edit(&add_indicator(line), None).unwrap().unwrap();
    meet(&mut desks);
    assert!(desks[0].row(3).retired_and_edited.is_some());
    assert!(desks[0].row(3).indicator.is_some());
}

#[test]
fn what_keeps_a_row_in_sight_may_come_after_who_says_so() {
    // Which of Beto's edits is named depends on their hashes: each of them once, at least.
    for number in 0..6 {
        let first = Desk::founds(1, &small());
        let (mut beto, mut caro) = (Desk::joins(2, &first), Desk::joins(3, &first));
        let mut ana = first;
        let (line, into) = (ana.line(1), ana.line(2));
        ana.does(&MatrixEdit::Retire { line });
        let base = ana.matrix.version();
        beto.set(1, "actionLine", "Capacitar a las personas");
        beto.set(1, "interpretation", &format!("Mide el avance {number}."));
        ana.receives(&beto);
        // Written on the version before Beto's edits, which therefore do not come with it.
        let edit = MatrixEdit::Set {
            line,
            indicator: None,
            field: Field::ActionLine,
            value: "Formar a las personas".to_owned(),
        };
        ana.edit(&edit, Some(&base)).unwrap();
        // What Beto wrote in went elsewhere: its coming touches another row.
        caro.does(&MatrixEdit::MergeLines {
            from: line,
            into,
            text: None,
        });
        caro.receives(&ana);
        for (change, _) in &beto.made {
            caro.matrix.merge(change).unwrap();
        }
        assert_same_rows(&Desk::joins(4, &caro).matrix, &caro.matrix);
    }
}
