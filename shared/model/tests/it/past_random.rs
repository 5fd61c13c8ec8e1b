//! Random work by three people: what the matrix then says of its past is what happened.

use model::{Field, Matrix, MatrixEdit, RowKey, Version, limits};
use proptest::prelude::*;

use crate::desk::{Desk, add_line, draft_row, meet, small};
use crate::past_checks::{Committed, check_comparison, check_hands, check_past, check_values};

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
