//! Rows moved to several places at once.

use model::{EditError, HeadingId, IndicatorId, LineId, MatrixEdit, MovedTwice, Place};

use crate::desk::{Desk, add_indicator, add_line, author, meet, small, two_desks};

/// Two people with five lines.
fn five() -> Vec<Desk> {
    let mut first = Desk::founds(1, &small());
    for _ in 0..2 {
        first.does(&add_line(None));
    }
    let second = Desk::joins(2, &first);
    vec![first, second]
}

fn lines(desk: &Desk) -> Vec<LineId> {
    desk.matrix.rows().iter().map(|row| row.line).collect()
}

fn to(line: LineId, after: Option<LineId>, heading: Option<HeadingId>) -> MatrixEdit {
    MatrixEdit::MoveLine {
        line,
        after,
        heading,
    }
}

fn asked(desk: &Desk, line: LineId) -> Vec<MovedTwice> {
    let mut rows = desk.matrix.rows().iter().filter(|row| row.line == line);
    rows.next().unwrap().moved_twice.clone()
}

fn choose(line: LineId, indicator: Option<IndicatorId>, choose: u32) -> MatrixEdit {
    MatrixEdit::ChoosePlace {
        line,
        indicator,
        choose,
    }
}

#[test]
fn two_places_at_once_are_asked_and_chosen_once() {
    let mut desks = five();
    let order = lines(&desks[0]);
    let (line, last) = (order[1], order[4]);
    desks[0].does(&to(line, None, None));
    desks[1].does(&to(line, Some(last), None));
    meet(&mut desks);
    let moved = asked(&desks[0], line);
    assert_eq!(moved, asked(&desks[1], line), "the same everywhere");
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].indicator, None);
    let choices = &moved[0].choices;
    let mut places: Vec<_> = choices
        .iter()
        .map(|choice| (choice.author, choice.place))
        .collect();
    places.sort_by_key(|(author, _)| *author);
    let place = |after| Place::Line {
        heading: None,
        after,
    };
    assert_eq!(
        places,
        [(author(1), place(None)), (author(2), place(Some(last)))]
    );
    // The first is where it stands.
    let stands_first = lines(&desks[0])[0] == line;
    assert_eq!(choices[0].place == place(None), stands_first);
    let losing = choices[1];
    assert!(matches!(
        desks[1].edit(&choose(line, None, 3), None),
        Err(EditError::ChoiceUnknown(3))
    ));
    desks[1].does(&choose(line, None, losing.choose));
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(asked(desk, line), []);
        assert_eq!(lines(desk)[0] == line, losing.place == place(None));
        assert!(
            desk.matrix
                .rows()
                .iter()
                .all(|row| row.moved_twice.is_empty())
        );
    }
    assert!(matches!(
        desks[0].edit(&choose(line, None, 1), None),
        Err(EditError::NotMovedTwice)
    ));
}

#[test]
fn the_place_it_has_can_be_chosen_and_a_move_is_an_answer() {
    for answer in [true, false] {
        let mut desks = five();
        let order = lines(&desks[0]);
        let line = order[1];
        desks[0].does(&to(line, None, None));
        desks[1].does(&to(line, Some(order[4]), None));
        meet(&mut desks);
        let stood = lines(&desks[0]);
        if answer {
            desks[0].does(&choose(line, None, 1));
        } else {
            desks[0].does(&to(line, Some(order[2]), None));
        }
        meet(&mut desks);
        assert_eq!(asked(&desks[1], line), []);
        assert_eq!(lines(&desks[1]) == stood, answer);
    }
}

#[test]
fn one_place_asks_nothing() {
    let mut desks = five();
    let order = lines(&desks[0]);
    // Both to the end; two more right after the same line; one moved it and one worded it.
    for desk in &mut desks {
        desk.does(&to(order[1], Some(order[4]), None));
    }
    desks[0].does(&to(order[2], None, None));
    desks[1].set(2, "stage", "x");
    // New lines at the same place are new lines.
    for desk in &mut desks {
        desk.does(&add_line(Some(order[0])));
    }
    meet(&mut desks);
    let rows = desks[0].matrix.rows().iter();
    assert!(
        rows.clone().all(|row| row.moved_twice.is_empty()),
        "{rows:#?}"
    );
}

#[test]
fn two_headings_at_once_are_one_question() {
    let mut desks = five();
    let order = lines(&desks[0]);
    let make = |number: &str| MatrixEdit::AddHeading {
        level: model::Level::Priority,
        parent: None,
        after: None,
        number: number.to_owned(),
        text: "Prioridad".to_owned(),
    };
    for (row, number) in [(0, "1"), (4, "2")] {
        let heading = desks[0].does(&make(number)).made[0].parse().unwrap();
        desks[0].does(&MatrixEdit::AssignHeading {
            line: order[row],
            heading: Some(heading),
        });
    }
    meet(&mut desks);
    let headings = desks[0].matrix.headings().iter();
    let headings: Vec<HeadingId> = headings.map(|heading| heading.id).collect();
    let line = order[2];
    desks[0].does(&to(line, None, Some(headings[0])));
    desks[1].does(&to(line, None, Some(headings[1])));
    meet(&mut desks);
    let moved = asked(&desks[0], line);
    assert_eq!(moved.len(), 1);
    let row = desks[0]
        .matrix
        .rows()
        .iter()
        .find(|row| row.line == line)
        .unwrap();
    assert_eq!(row.conflicts, [], "one question");
    let hung: Vec<_> = moved[0]
        .choices
        .iter()
        .map(|choice| match choice.place {
            Place::Line { heading, .. } => heading,
            Place::Indicator { .. } => None,
        })
        .collect();
    assert_eq!(hung.len(), 2);
    desks[1].does(&choose(line, None, 2));
    meet(&mut desks);
    let row = desks[0]
        .matrix
        .rows()
        .iter()
        .find(|row| row.line == line)
        .unwrap();
    assert_eq!((row.conflicts.len(), row.moved_twice.len()), (0, 0));
    assert_eq!(row.headings[0].id, hung[1].unwrap());
    // Only hung from different ones, where it stands: a conflict of the cell, as ever.
    for (desk, heading) in desks.iter_mut().zip([headings[0], headings[1]]) {
        desk.does(&MatrixEdit::AssignHeading {
            line: order[3],
            heading: Some(heading),
        });
    }
    meet(&mut desks);
    let row = desks[0]
        .matrix
        .rows()
        .iter()
        .find(|row| row.line == order[3])
        .unwrap();
    assert_eq!((row.conflicts.len(), row.moved_twice.len()), (1, 0));
}

#[test]
fn an_indicator_in_two_lines_is_asked() {
    let mut desks = two_desks();
    let (line, indicator) = desks[0].key(1);
    let indicator = indicator.unwrap();
    let targets = [desks[0].line(2), desks[0].line(3)];
    for (desk, target) in desks.iter_mut().zip(targets) {
        desk.does(&MatrixEdit::MoveIndicator {
            indicator,
            line: target,
            after: None,
        });
    }
    meet(&mut desks);
    let stands = |desk: &Desk| {
        let rows = desk.matrix.rows().iter();
        let row = rows
            .into_iter()
            .find(|row| row.indicator == Some(indicator));
        row.unwrap().clone()
    };
    let row = stands(&desks[0]);
    assert_eq!(row.moved_twice.len(), 1);
    assert_eq!(row.moved_twice[0].indicator, Some(indicator));
    let lines: Vec<LineId> = row.moved_twice[0]
        .choices
        .iter()
        .map(|choice| match choice.place {
            Place::Indicator { line, after } => {
                assert_eq!(after, None);
                line
            }
            Place::Line { .. } => line,
        })
        .collect();
    assert_eq!(lines[0], row.line, "the first is where it stands");
    desks[1].does(&choose(row.line, Some(indicator), 2));
    meet(&mut desks);
    let row = stands(&desks[0]);
    assert_eq!(row.line, lines[1]);
    assert_eq!(row.moved_twice, []);
}

#[test]
fn the_same_merge_of_lines_asks_nothing() {
    let mut desks = two_desks();
    let (from, into) = (desks[0].line(1), desks[0].line(2));
    desks[0].does(&add_indicator(into));
    meet(&mut desks);
    for desk in &mut desks {
        desk.does(&MatrixEdit::MergeLines {
            from,
            into,
            text: None,
        });
    }
    meet(&mut desks);
    let mut rows = desks[0].matrix.rows().iter();
    assert!(rows.all(|row| row.moved_twice.is_empty()));
}

#[test]
fn a_retired_line_asks_nothing_until_it_is_back() {
    let mut desks = five();
    let order = lines(&desks[0]);
    let line = order[1];
    desks[0].does(&to(line, None, None));
    desks[1].does(&to(line, Some(order[4]), None));
    meet(&mut desks);
    desks[0].does(&MatrixEdit::Retire { line });
    meet(&mut desks);
    assert_eq!(asked(&desks[1], line), []);
    desks[1].does(&MatrixEdit::Restore { line });
    assert_eq!(asked(&desks[1], line).len(), 1);
}
