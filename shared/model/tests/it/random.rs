//! Random edits by three people who meet at random: they converge, nothing written is lost, and
//! nothing that nobody wrote stands unflagged.

use std::collections::{BTreeMap, BTreeSet};

use model::{Draft, Field, MatrixEdit, RowKey, Version};
use proptest::prelude::*;

use crate::desk::{Desk, add_line, assert_same_rows, check_rows, draft_row, meet, small};

/// Something a person does.
#[derive(Debug, Clone)]
enum Act {
    /// Rewrites part of a text: which row, which word, what instead.
    Word {
        row: usize,
        field: usize,
        at: usize,
        word: String,
        stale: bool,
    },
    /// Sets a short field.
    Scalar {
        row: usize,
        field: usize,
        value: u16,
        stale: bool,
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
    Decide {
        row: usize,
        choose: u32,
    },
    /// Receives what another has made so far.
    Receive {
        from: usize,
    },
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé😀]{1,4}",
        "[1-9][0-9]{0,2}%?",
        Just(String::new()),
        Just("uno dos".to_owned()),
        Just("Final. ".to_owned()),
    ]
}

fn act() -> impl Strategy<Value = (usize, Act)> {
    let row = 0..6_usize;
    let what = prop_oneof![
        6 => (row.clone(), 0..2_usize, 0..12_usize, word(), any::<bool>())
            .prop_map(|(row, field, at, word, stale)| Act::Word { row, field, at, word, stale }),
        3 => (row.clone(), 0..3_usize, 0..50_u16, any::<bool>())
            .prop_map(|(row, field, value, stale)| Act::Scalar { row, field, value, stale }),
        1 => row.clone().prop_map(|row| Act::Add { row }),
        1 => row.clone().prop_map(|row| Act::Retire { row }),
        1 => row.clone().prop_map(|row| Act::Restore { row }),
        2 => (row, 1..4_u32).prop_map(|(row, choose)| Act::Decide { row, choose }),
        4 => (0..3_usize).prop_map(|from| Act::Receive { from }),
    ];
    (0..3_usize, what)
}

const TEXTS: [Field; 2] = [Field::ActionLine, Field::Interpretation];
const SCALARS: [Field; 3] = [Field::Target(2024), Field::Stage, Field::BaselineValue];

/// What was ever typed into each text.
type Typed = BTreeMap<(RowKey, Field), BTreeSet<String>>;

struct Person {
    desk: Desk,
    opened: Version,
    /// What the editor showed when it was opened.
    shown: BTreeMap<(RowKey, Field), String>,
}

impl Person {
    fn reopen(&mut self) {
        self.opened = self.desk.matrix.version();
        self.shown = BTreeMap::new();
        for row in self.desk.matrix.rows() {
            for field in TEXTS.into_iter().chain(SCALARS) {
                self.shown.insert((row.key(), field), row.cell(field));
            }
        }
    }

    fn key(&self, row: usize) -> RowKey {
        let rows = self.desk.matrix.rows();
        rows[row % rows.len()].key()
    }

    fn set(&mut self, key: RowKey, field: Field, value: String, stale: bool, typed: &mut Typed) {
        let base = (stale && self.shown.contains_key(&(key, field))).then_some(&self.opened);
        let (line, indicator) = key;
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field,
            value: value.clone(),
        };
        self.desk.edit(&edit, base).unwrap();
        if TEXTS.contains(&field) {
            typed.entry((key, field)).or_default().insert(value);
        }
    }

    fn acts(&mut self, act: &Act, typed: &mut Typed) {
        match act {
            Act::Word {
                row,
                field,
                at,
                word,
                stale,
            } => {
                let (key, field) = (self.key(*row), TEXTS[*field]);
                if field.is_of_indicator() && key.1.is_none() {
                    return;
                }
                let now = self.desk.matrix.row(key.0, key.1).unwrap().cell(field);
                let shown = self.shown.get(&(key, field)).filter(|_| *stale).cloned();
                let text = shown.unwrap_or(now);
                let mut words: Vec<&str> = text.split(' ').collect();
                let at = at % (words.len() + 1);
                if at == words.len() {
                    words.push(word);
                } else {
                    words[at] = word;
                }
                self.set(key, field, words.join(" "), *stale, typed);
            }
            Act::Scalar {
                row,
                field,
                value,
                stale,
            } => {
                let (key, field) = (self.key(*row), SCALARS[*field]);
                if !field.is_of_indicator() || key.1.is_some() {
                    self.set(key, field, value.to_string(), *stale, typed);
                }
            }
            Act::Add { row } => {
                let after = Some(self.key(*row).0);
                self.desk.edit(&add_line(after), None).unwrap();
            }
            Act::Retire { row } => {
                let line = self.key(*row).0;
                self.desk.edit(&MatrixEdit::Retire { line }, None).unwrap();
            }
            Act::Restore { row } => {
                let line = self.key(*row).0;
                self.desk.edit(&MatrixEdit::Restore { line }, None).unwrap();
            }
            Act::Decide { row, choose } => {
                let (line, indicator) = self.key(*row);
                let row = self.desk.matrix.row(line, indicator).unwrap();
                let wait = row.to_decide.first().map(|wait| (wait.field, *choose));
                let conflict = row.conflicts.first().map(|conflict| (conflict.field, 1));
                if let Some((field, choose)) = wait.or(conflict) {
                    let merged = row.cell(field);
                    let edit = MatrixEdit::Resolve {
                        line,
                        indicator,
                        field,
                        choose,
                    };
                    self.desk.edit(&edit, None).unwrap().unwrap();
                    if choose == 3 {
                        // Who lets it stand has written it.
                        typed
                            .entry(((line, indicator), field))
                            .or_default()
                            .insert(merged);
                    }
                }
            }
            Act::Receive { .. } => {}
        }
    }
}

/// Words and numerals of a text: runs of letters, runs of digits with their signs.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut current = String::new();
    for letter in text.chars().chain([' ']) {
        let of_numeral = current.starts_with(|first: char| first.is_ascii_digit());
        let joins = match letter {
            '%' => of_numeral,
            _ if letter.is_ascii_digit() => of_numeral || current.is_empty(),
            _ => letter.is_alphabetic() && !of_numeral,
        };
        if !joins && !current.is_empty() {
            words.insert(std::mem::take(&mut current));
        }
        if joins || letter.is_alphanumeric() {
            current.push(letter);
        }
    }
    words
}

/// Every word and numeral that shows was typed by somebody, or its text waits for a decision.
fn nothing_invented(desk: &Desk, typed: &Typed) {
    for row in desk.matrix.rows() {
        for field in TEXTS {
            let texts = typed.get(&(row.key(), field)).into_iter().flatten();
            let written: BTreeSet<String> = texts.flat_map(|text| words(text)).collect();
            let flagged = row.to_decide.iter().any(|wait| wait.field == field);
            let text = row.cell(field);
            let invented: Vec<_> = words(&text)
                .into_iter()
                .filter(|word| !written.contains(word))
                .collect();
            assert!(
                flagged || invented.is_empty(),
                "{text:?}: nobody wrote {invented:?}"
            );
        }
    }
}

fn draft() -> Draft {
    let row = |n: u8| {
        let text = format!("Capacitar a {n}0 servidores. Publicar {n} informes.");
        draft_row(&[
            ("actionLine", &text),
            ("interpretation", "Una cifra de 7 en uno dos tres"),
        ])
    };
    let bare = draft_row(&[("actionLine", "Sin indicador")]);
    Draft {
        rows: vec![row(1), row(2), bare],
        ..small()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn three_people(acts in proptest::collection::vec(act(), 1..40)) {
        let first = Desk::founds(1, &draft());
        let mut typed = Typed::new();
        for row in first.matrix.rows() {
            for field in TEXTS {
                typed.entry((row.key(), field)).or_default().insert(row.cell(field));
            }
        }
        let others = [Desk::joins(2, &first), Desk::joins(3, &first)];
        let mut people: Vec<Person> = std::iter::once(first)
            .chain(others)
            .map(|desk| {
                let opened = desk.matrix.version();
                let mut person = Person { desk, opened, shown: BTreeMap::new() };
                person.reopen();
                person
            })
            .collect();
        for (n, (who, act)) in acts.iter().enumerate() {
            if let Act::Receive { from } = act {
                let made: Vec<u8> =
                    people[*from].desk.made.iter().flat_map(|(change, _)| change.clone()).collect();
                if from != who {
                    // Only what depends on nothing unseen shows; the rest waits.
                    people[*who].desk.matrix.merge(&made).unwrap();
                    check_rows(&people[*who].desk.matrix);
                }
            } else {
                people[*who].acts(act, &mut typed);
            }
            if n % 5 == 0 {
                people[*who].reopen();
            }
            nothing_invented(&people[*who].desk, &typed);
        }
        let mut desks: Vec<Desk> = people.into_iter().map(|person| person.desk).collect();
        // Twice: what one received from another is passed on by its author.
        meet_in_rounds(&mut desks);
        for desk in &desks {
            prop_assert!(!desk.matrix.has_missing());
            nothing_invented(desk, &typed);
        }
        // Everything anybody made is in everybody's document.
        for author in &desks {
            for (_, hash) in &author.made {
                for desk in &desks {
                    prop_assert!(desk.matrix.contains(hash));
                }
            }
        }
        // And whoever comes later, from chunks in another order, sees the same.
        let mut chunks: Vec<&[u8]> =
            desks.iter().flat_map(|desk| desk.made.iter().map(|(change, _)| &change[..])).collect();
        chunks.reverse();
        let late = model::Matrix::load(chunks, [99; 16], crate::desk::author(99)).unwrap();
        prop_assert_eq!(late.hydrated(), desks[0].matrix.hydrated());
        assert_same_rows(&late, &desks[0].matrix);
    }
}

fn meet_in_rounds(desks: &mut [Desk]) {
    for _ in 0..2 {
        let made: Vec<Vec<u8>> = desks
            .iter()
            .map(|desk| {
                desk.made
                    .iter()
                    .flat_map(|(change, _)| change.clone())
                    .collect()
            })
            .collect();
        for desk in &mut *desks {
            for made in &made {
                desk.matrix.merge(made).unwrap();
            }
        }
    }
    meet(desks);
}
