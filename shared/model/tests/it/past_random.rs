//! Random work by three people: what the matrix then says of its past is what happened.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Author, Difference, DifferenceKind, Field, FieldKind, LineId, Matrix, MatrixEdit, PastMatrix,
    RowKey, RowView, Version, limits,
};
use proptest::prelude::*;

use crate::desk::{Desk, add_line, draft_row, meet, small};

/// Something a person does.
#[derive(Debug, Clone)]
enum Act {
    Word {
        row: usize,
        field: usize,
        at: usize,
        word: String,
    },
    Scalar {
        row: usize,
        field: usize,
        value: u16,
    },
    Add {
        row: usize,
    },
    Retire {
        row: usize,
    },
    Restore {
        row: usize,
    },
    Move {
        row: usize,
        after: usize,
    },
    MoveIndicator {
        row: usize,
        to: usize,
    },
    Hang {
        row: usize,
        heading: usize,
    },
    WordHeading {
        heading: usize,
        word: String,
    },
    MoveHeading {
        heading: usize,
        parent: usize,
    },
    Decide {
        row: usize,
        choose: u32,
    },
    Undo,
    PutBack {
        row: usize,
    },
    Rest,
    Receive {
        from: usize,
    },
}

fn act() -> impl Strategy<Value = (usize, Act)> {
    let row = 0..6_usize;
    let word = || prop_oneof!["[a-zé😀]{1,4}", "[1-9][0-9]{0,2}%?", Just(String::new())];
    let what = prop_oneof![
        6 => (row.clone(), 0..2_usize, 0..8_usize, word())
            .prop_map(|(row, field, at, word)| Act::Word { row, field, at, word }),
        3 => (row.clone(), 0..4_usize, 0..50_u16)
            .prop_map(|(row, field, value)| Act::Scalar { row, field, value }),
        1 => row.clone().prop_map(|row| Act::Add { row }),
        1 => row.clone().prop_map(|row| Act::Retire { row }),
        1 => row.clone().prop_map(|row| Act::Restore { row }),
        2 => (row.clone(), 0..7_usize).prop_map(|(row, after)| Act::Move { row, after }),
        1 => (row.clone(), row.clone()).prop_map(|(row, to)| Act::MoveIndicator { row, to }),
        1 => (row.clone(), 0..3_usize).prop_map(|(row, heading)| Act::Hang { row, heading }),
        1 => (0..3_usize, word()).prop_map(|(heading, word)| Act::WordHeading { heading, word }),
        1 => (0..3_usize, 0..3_usize)
            .prop_map(|(heading, parent)| Act::MoveHeading { heading, parent }),
        3 => (row.clone(), 1..4_u32).prop_map(|(row, choose)| Act::Decide { row, choose }),
        1 => Just(Act::Undo),
        1 => row.prop_map(|row| Act::PutBack { row }),
        1 => Just(Act::Rest),
        4 => (0..3_usize).prop_map(|from| Act::Receive { from }),
    ];
    (0..3_usize, what)
}

const TEXTS: [Field; 2] = [Field::ActionLine, Field::Interpretation];
const SCALARS: [Field; 4] = [
    Field::Target(2024),
    Field::Stage,
    Field::BaselineValue,
    Field::PendingExternal,
];

/// What was committed: who, when, where, what the cell read then.
type Committed = (Author, u64, RowKey, Field, String);

struct Person {
    desk: Desk,
    opened: Version,
    steps: Vec<[u8; 32]>,
    committed: Vec<Committed>,
}

impl Person {
    fn key(&self, row: usize) -> RowKey {
        let rows = self.desk.matrix.rows();
        rows[row % rows.len()].key()
    }

    fn edit(&mut self, edit: &MatrixEdit) {
        // Some cannot be made: a heading under an inner one, an indicator that is not there.
        if let Ok(Some(edited)) = self.desk.edit(edit, None) {
            self.steps.push(edited.hash);
        }
    }

    fn set(&mut self, (line, indicator): RowKey, field: Field, value: String) {
        if field.is_of_indicator() && indicator.is_none() {
            return;
        }
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field,
            value,
        };
        let Some(edited) = self.desk.edit(&edit, None).unwrap() else {
            return;
        };
        let matrix = &self.desk.matrix;
        let hand = matrix.hand(&edited.hash).unwrap();
        let cell = matrix.cell(line, indicator, field).unwrap();
        let committed = (hand.author, hand.at_ms, (line, indicator), field, cell);
        self.committed.push(committed);
        self.steps.push(edited.hash);
    }

    fn acts(&mut self, act: &Act) {
        let heading = |desk: &Desk, at: usize| {
            let headings = desk.matrix.headings();
            headings[at % headings.len()].id
        };
        match act {
            Act::Word {
                row,
                field,
                at,
                word,
            } => {
                let (key, field) = (self.key(*row), TEXTS[*field]);
                let text = self.desk.matrix.row(key.0, key.1).unwrap().cell(field);
                let mut words: Vec<&str> = text.split(' ').collect();
                let at = at % (words.len() + 1);
                if at == words.len() {
                    words.push(word);
                } else {
                    words[at] = word;
                }
                self.set(key, field, words.join(" "));
            }
            Act::Scalar { row, field, value } => {
                let field = SCALARS[*field];
                let value = match field {
                    Field::PendingExternal => (value % 2 == 0).to_string(),
                    _ => value.to_string(),
                };
                self.set(self.key(*row), field, value);
            }
            Act::Add { row } => self.edit(&add_line(Some(self.key(*row).0))),
            Act::Retire { row } => self.edit(&MatrixEdit::Retire {
                line: self.key(*row).0,
            }),
            Act::Restore { row } => self.edit(&MatrixEdit::Restore {
                line: self.key(*row).0,
            }),
            Act::Move { row, after } => {
                let after = after.checked_sub(1).map(|after| self.key(after).0);
                let line = self.key(*row).0;
                self.edit(&MatrixEdit::MoveLine {
                    line,
                    after,
                    heading: None,
                });
            }
            Act::MoveIndicator { row, to } => {
                if let Some(indicator) = self.key(*row).1 {
                    let line = self.key(*to).0;
                    self.edit(&MatrixEdit::MoveIndicator {
                        indicator,
                        line,
                        after: None,
                    });
                }
            }
            Act::Hang { row, heading: at } => {
                let edit = MatrixEdit::AssignHeading {
                    line: self.key(*row).0,
                    heading: Some(heading(&self.desk, *at)),
                };
                self.edit(&edit);
            }
            Act::WordHeading { heading: at, word } => {
                let edit = MatrixEdit::SetHeading {
                    heading: heading(&self.desk, *at),
                    number: word.len().to_string(),
                    text: word.clone(),
                };
                self.edit(&edit);
            }
            Act::MoveHeading {
                heading: at,
                parent,
            } => {
                let edit = MatrixEdit::MoveHeading {
                    heading: heading(&self.desk, *at),
                    parent: Some(heading(&self.desk, *parent)),
                    after: None,
                };
                self.edit(&edit);
            }
            Act::Decide { row, choose } => {
                let (line, indicator) = self.key(*row);
                let row = self.desk.matrix.row(line, indicator).unwrap();
                let field = row.to_decide.first().map(|wait| wait.field);
                let field = field.or(row.conflicts.first().map(|conflict| conflict.field));
                let moved = row.moved_twice.first().map(|moved| moved.indicator);
                if let Some(indicator) = moved {
                    self.edit(&MatrixEdit::ChoosePlace {
                        line,
                        indicator,
                        choose: 1 + choose % 2,
                    });
                } else if let Some(field) = field {
                    let choose = *choose;
                    self.edit(&MatrixEdit::Resolve {
                        line,
                        indicator,
                        field,
                        choose,
                    });
                }
            }
            Act::Undo => {
                if let Some(step) = self.steps.pop() {
                    let undone = self.desk.undo(&[step]);
                    self.steps.extend(undone.edited.map(|edited| edited.hash));
                }
            }
            Act::PutBack { row } => {
                let (line, indicator) = self.key(*row);
                let fields = TEXTS.into_iter().chain(SCALARS);
                let levels = model::Level::ALL.map(Field::Heading);
                let cells = fields.chain(levels).map(|field| (line, indicator, field));
                let cells: Vec<_> = cells.collect();
                let back = self.desk.puts_back(&cells, &self.opened.clone());
                self.steps.extend(back.map(|back| back.hash));
            }
            Act::Rest => self.desk.rests(11),
            Act::Receive { .. } => {}
        }
    }
}

/// Rows but for who is called first in what waits.
fn neutral(rows: &[RowView]) -> Vec<RowView> {
    let mut rows = rows.to_vec();
    for wait in rows.iter_mut().flat_map(|row| &mut row.to_decide) {
        (wait.mine, wait.theirs) = (String::new(), String::new());
        (wait.mine_author, wait.theirs_author) = (Author::UNKNOWN, Author::UNKNOWN);
    }
    rows
}

/// The matrix with the changes of a version alone.
fn replay(matrix: &Matrix, made: &[(Vec<u8>, [u8; 32])], at: &Version) -> Matrix {
    let seen = made
        .iter()
        .filter(|(_, hash)| matrix.has_seen(at, &Version::new(vec![*hash])).unwrap());
    let chunks: Vec<&[u8]> = seen.map(|(change, _)| &change[..]).collect();
    Matrix::load(chunks, [0xdd; 16], Author::UNKNOWN).unwrap()
}

fn check_past(matrix: &Matrix, made: &[(Vec<u8>, [u8; 32])], at: &Version) {
    let past = matrix.rows_at(at).unwrap();
    let replayed = replay(matrix, made, at);
    assert_eq!(neutral(past.rows()), neutral(replayed.rows()));
    assert_eq!(past.headings(), replayed.headings());
    assert_eq!(past.levels(), replayed.levels());
    assert_eq!(past.title(), replayed.title());
}

fn shown(past: &PastMatrix) -> BTreeMap<RowKey, &RowView> {
    let rows = past.rows().iter().filter(|row| row.row.is_some());
    rows.map(|row| (row.key(), row)).collect()
}

fn all_fields() -> Vec<Field> {
    let mut fields: Vec<Field> = [
        "actionLine",
        "stage",
        "responsible",
        "pendingExternal",
        "indicatorName",
        "interpretation",
        "unitOfMeasure",
        "formula",
        "frequency",
        "direction",
        "targetBehavior",
        "baseline.value",
        "baseline.year",
        "targets.2024",
        "targets.2025",
        "targets.2026",
        "meansOfVerification",
    ]
    .map(|name| name.parse().unwrap())
    .into();
    fields.extend(model::Level::ALL.map(Field::Heading));
    fields
}

/// What is said to differ between two versions is what differs between their rows.
fn check_comparison(matrix: &Matrix, from: &Version, to: &Version) {
    let (before, after) = (matrix.rows_at(from).unwrap(), matrix.rows_at(to).unwrap());
    let told = matrix.compare(from, Some(to)).unwrap();
    let (was, is) = (shown(&before), shown(&after));
    let active = |rows: &BTreeMap<RowKey, &RowView>| {
        let lines: BTreeSet<LineId> = rows.keys().map(|(line, _)| *line).collect();
        lines
    };
    let (lines_before, lines_after) = (active(&was), active(&is));
    let of_row = |kind: DifferenceKind, key: RowKey| {
        told.iter()
            .find(|of| of.kind == kind && (of.line, of.indicator) == key && of.field.is_none())
    };
    // Rows that came and went.
    for (key, row) in &is {
        let here_before = match key.1 {
            Some(_) => was.keys().any(|other| other.1 == key.1),
            None => lines_before.contains(&key.0),
        };
        let came = of_row(DifferenceKind::Added, *key).or(of_row(DifferenceKind::Restored, *key));
        let first_of_bare = was.contains_key(&(key.0, None));
        assert!(
            came.is_some() != here_before || (!here_before && first_of_bare),
            "{key:?} {told:#?}"
        );
        if let Some(came) = came {
            assert_eq!(came.row, row.row);
            assert_eq!(came.after, row.action_line);
        }
    }
    for (key, row) in &was {
        let here_after = match key.1 {
            Some(_) => is.keys().any(|other| other.1 == key.1),
            None => lines_after.contains(&key.0),
        };
        let went = of_row(DifferenceKind::Retired, *key);
        assert!(here_after || went.is_some(), "{key:?} {told:#?}");
        if let Some(went) = went {
            assert!(!here_after);
            assert_eq!(went.row, row.row);
        }
    }
    for line in lines_before.difference(&lines_after) {
        let mut rows = told.iter().filter(|of| of.kind == DifferenceKind::Retired);
        assert!(rows.any(|of| of.line == *line), "{line} went");
    }
    // Cells.
    let same_row = |key: &RowKey| {
        was.iter().find(|(other, _)| match key.1 {
            Some(_) => other.1 == key.1,
            None => other.0 == key.0,
        })
    };
    for (key, row) in &is {
        for field in all_fields() {
            // What its indicator said went with the indicator.
            if field.is_of_indicator() && key.1.is_none() {
                continue;
            }
            let line_was = was.iter().find(|(other, _)| other.0 == key.0);
            let then = if field.is_of_indicator() {
                same_row(key)
            } else {
                line_was
            };
            let Some((_, then)) = then else { continue };
            let (before, after) = (then.cell(field), row.cell(field));
            if before == after {
                continue;
            }
            let mut of_cell = told.iter().filter(|of| match field {
                // Worded anew, or another heading: it or the line moved under another.
                Field::Heading(_) => {
                    matches!(of.field, Some(Field::Heading(_)))
                        || (of.kind == DifferenceKind::Moved && of.line == key.0)
                }
                _ if field.is_of_indicator() => {
                    of.field == Some(field) && (of.line, of.indicator) == *key
                }
                _ => of.field == Some(field) && of.line == key.0,
            });
            let found = of_cell.next();
            assert!(
                found.is_some(),
                "{key:?} {field}: {before:?} {after:?} {told:#?}"
            );
            if !matches!(field, Field::Heading(_)) {
                let found = found.unwrap();
                assert_eq!((&found.before, &found.after), (&before, &after));
                assert!(!found.hands.is_empty());
            }
        }
    }
    for difference in &told {
        let key = (difference.line, difference.indicator);
        if difference.kind == DifferenceKind::Changed {
            let field = difference.field.unwrap();
            assert_ne!(difference.before, difference.after);
            assert_eq!(difference.after, is[&key].cell(field), "{difference:?}");
            assert_eq!(difference.row, is[&key].row);
        }
    }
    check_order(&told, &before, &after);
    assert!(matrix.compare(to, Some(to)).unwrap().is_empty());
}

/// Without the lines that moved, the others stand in the same order; and they are told in order.
fn check_order(told: &[Difference], before: &PastMatrix, after: &PastMatrix) {
    let lines = |past: &PastMatrix| {
        let rows = past.rows().iter().filter(|row| row.row.is_some());
        let mut lines: Vec<LineId> = rows.map(|row| row.line).collect();
        lines.dedup();
        lines
    };
    let (was, is) = (lines(before), lines(after));
    let moved: BTreeSet<LineId> = told
        .iter()
        .filter(|of| matches!(of.places, Some((model::Place::Line { .. }, _))))
        .map(|of| of.line)
        .collect();
    let rest = |lines: &[LineId], others: &[LineId]| {
        let stay = lines
            .iter()
            .filter(|line| others.contains(line) && !moved.contains(line));
        stay.copied().collect::<Vec<_>>()
    };
    assert_eq!(rest(&was, &is), rest(&is, &was));
    let place = |of: &Difference| {
        let mut rows = after.rows().iter();
        rows.position(|row| row.key() == (of.line, of.indicator))
    };
    let places: Vec<usize> = told.iter().filter_map(place).collect();
    assert!(places.is_sorted());
}

fn check_hands(matrix: &Matrix) {
    for row in matrix.rows() {
        let (line, indicator) = row.key();
        for field in all_fields() {
            let cell = row.cell(field);
            let blame = matrix.blame(line, indicator, field);
            let history = matrix.cell_history(line, indicator, field);
            let Some(blame) = blame else {
                assert!(cell.is_empty() && history.is_none());
                continue;
            };
            let whole: String = blame.iter().map(|run| run.text.as_str()).collect();
            if field != Field::PendingExternal || !whole.is_empty() {
                assert_eq!(whole, cell);
            }
            let history = history.unwrap();
            let current: Vec<_> = history.iter().filter(|value| value.current).collect();
            if cell.is_empty() || cell == "false" {
                assert!(current.len() <= 1);
            } else {
                assert_eq!(current.len(), 1);
                assert_eq!(current[0].value, cell);
            }
            for value in &history {
                assert!(matrix.holds(&value.version));
            }
        }
    }
}

/// Nothing that stood at the end of a stretch is missing from a cell's history.
fn check_values(matrix: &Matrix, committed: &[Committed]) {
    for (author, at_ms, (line, indicator), field, value) in committed {
        let mut line = *line;
        if let Some(row) = matrix.rows().iter().find(|row| row.indicator == *indicator)
            && field.is_of_indicator()
        {
            line = row.line;
        }
        let history = matrix.cell_history(line, *indicator, *field).unwrap();
        let stands = |value: &str| history.iter().any(|past| past.value == value);
        let goes_on = committed.iter().any(|(of, later, key, cell, value)| {
            let same_cell = if field.is_of_indicator() {
                key.1 == *indicator
            } else {
                key.0 == line
            };
            field.kind() == FieldKind::Text
                && same_cell
                && (of, cell) == (author, field)
                && later > at_ms
                && later - at_ms <= limits::STRETCH_GAP_MS
                && stands(value)
        });
        assert!(stands(value) || goes_on, "{field} {value:?}: {history:#?}");
    }
}

fn draft() -> model::Draft {
    let row = |n: u8| {
        let text = format!("Capacitar a {n}0 servidores. Publicar {n} informes.");
        draft_row(&[
            ("actionLine", &text),
            ("interpretation", "Una cifra de 7 en uno dos tres"),
        ])
    };
    let bare = draft_row(&[("actionLine", "Sin indicador")]);
    model::Draft {
        rows: vec![row(1), row(2), bare],
        ..small()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_past_is_what_happened(acts in proptest::collection::vec(act(), 1..36)) {
        let mut first = Desk::founds(1, &draft());
        first.set(1, "headings.axis", "1. Eje");
        first.set(2, "headings.axis", "2. Otro");
        first.set(1, "headings.priority", "3. Prioridad");
        let others = [Desk::joins(2, &first), Desk::joins(3, &first)];
        let mut people: Vec<Person> = std::iter::once(first)
            .chain(others)
            .map(|desk| {
                let opened = desk.matrix.version();
                Person { desk, opened, steps: Vec::new(), committed: Vec::new() }
            })
            .collect();
        for (who, act) in &acts {
            if let Act::Receive { from } = act {
                let made = people[*from].desk.made.iter();
                let made: Vec<u8> = made.flat_map(|(change, _)| change.clone()).collect();
                if from != who {
                    people[*who].desk.matrix.merge(&made).unwrap();
                }
            } else {
                people[*who].acts(act);
            }
            // Asked in between: what is kept of the past is kept current.
            let matrix = &people[*who].desk.matrix;
            prop_assert!(matrix.moments().len() <= limits::MOMENTS_MAX);
            prop_assert!(matrix.compare(&people[*who].opened, None).is_some());
        }
        let committed: Vec<_> = people.iter().flat_map(|person| person.committed.clone()).collect();
        let mut desks: Vec<Desk> = people.into_iter().map(|person| person.desk).collect();
        for _ in 0..2 {
            let made: Vec<Vec<u8>> = desks
                .iter()
                .map(|desk| desk.made.iter().flat_map(|(change, _)| change.clone()).collect())
                .collect();
            for desk in &mut desks {
                for made in &made {
                    desk.matrix.merge(made).unwrap();
                }
            }
        }
        meet(&mut desks);
        let made: Vec<_> = desks.iter().flat_map(|desk| desk.made.clone()).collect();
        let mut chunks: Vec<&[u8]> = made.iter().map(|(change, _)| &change[..]).collect();
        chunks.reverse();
        let late = Matrix::load(chunks, [99; 16], crate::desk::author(99)).unwrap();
        let matrix = &desks[0].matrix;

        let moments = matrix.moments();
        prop_assert_eq!(&moments, &late.moments());
        let mut versions: Vec<Version> =
            moments.iter().map(|moment| moment.version.clone()).collect();
        let some = made.iter().step_by(1 + made.len() / 6);
        versions.extend(some.map(|(_, hash)| Version::new(vec![*hash])));
        for version in &versions {
            check_past(matrix, &made, version);
        }
        for from in &versions {
            for to in versions.iter().rev().take(4) {
                check_comparison(matrix, from, to);
                prop_assert_eq!(matrix.compare(from, Some(to)), late.compare(from, Some(to)));
            }
        }
        check_hands(matrix);
        check_values(matrix, &committed);
        for row in matrix.rows() {
            let (line, indicator) = row.key();
            for field in TEXTS.into_iter().chain(SCALARS) {
                let here = matrix.cell_history(line, indicator, field);
                prop_assert_eq!(here, late.cell_history(line, indicator, field));
                let here = matrix.blame(line, indicator, field);
                prop_assert_eq!(here, late.blame(line, indicator, field));
            }
        }
        for number in 1..=3 {
            let author = crate::desk::author(number);
            let lost = matrix.overruled(None, author);
            for lost in &lost {
                prop_assert_eq!(lost.written.author, author);
                prop_assert_ne!(lost.decided.author, author);
                let now = matrix.cell(lost.line, lost.indicator, lost.field);
                prop_assert_eq!(Some(&lost.now), now.as_ref());
                prop_assert_ne!(&lost.now, &lost.mine);
            }
            prop_assert_eq!(lost, late.overruled(None, author));
        }
    }
}
