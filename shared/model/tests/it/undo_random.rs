//! Random edits, undone and done again in any order, alone and beside another: nothing of the
//! other's is touched, alone everything comes back exactly, and everybody ends with the same.

use std::collections::{BTreeMap, BTreeSet};

use model::{Draft, Edited, Field, Level, MatrixEdit, RowKey, RowView, TextChange, Version};
use proptest::prelude::*;

use crate::desk::{Desk, draft_row, meet, small};

const TEXTS: [Field; 2] = [Field::ActionLine, Field::Formula];
const SCALARS: [Field; 3] = [Field::Target(2024), Field::Stage, Field::BaselineValue];
const ORIGINAL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// What each person writes with: it says who wrote a character.
const ALPHABETS: [&[&str]; 2] = [
    &["a", "b", "cd", "😀", "efg"],
    &["α", "β", "γδ", "🎈", "ζηθ"],
];

/// Something a person does.
#[derive(Debug, Clone)]
enum Act {
    /// A step of typing: where, how much goes, what comes.
    Type {
        row: usize,
        field: usize,
        keys: Vec<(usize, usize, usize)>,
    },
    Scalar {
        row: usize,
        field: usize,
        value: u16,
    },
    Structure {
        row: usize,
        other: usize,
        what: u8,
    },
    /// The answer to the first thing that waits in a row.
    Decide {
        row: usize,
        choose: u32,
    },
    /// A value from an editor that was opened some time ago.
    Stale {
        row: usize,
        field: usize,
        value: u16,
    },
    Undo,
    Redo,
    Receive,
}

fn act() -> impl Strategy<Value = (usize, Act)> {
    let row = || 0..8_usize;
    let key = (0..60_usize, 0..6_usize, 0..6_usize);
    let what = prop_oneof![
        5 => (row(), 0..2_usize, proptest::collection::vec(key, 1..5))
            .prop_map(|(row, field, keys)| Act::Type { row, field, keys }),
        2 => (row(), 0..3_usize, 0..30_u16)
            .prop_map(|(row, field, value)| Act::Scalar { row, field, value }),
        2 => (row(), row(), 0..13_u8).prop_map(|(row, other, what)| Act::Structure { row, other, what }),
        1 => (row(), 1..4_u32).prop_map(|(row, choose)| Act::Decide { row, choose }),
        1 => (row(), 0..5_usize, 0..30_u16)
            .prop_map(|(row, field, value)| Act::Stale { row, field, value }),
        5 => Just(Act::Undo),
        3 => Just(Act::Redo),
        3 => Just(Act::Receive),
    ];
    (0..2_usize, what)
}

/// What somebody sees: the rows of the matrix, the catalogue, levels, silenced findings.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    rows: Vec<RowView>,
    headings: Vec<model::HeadingView>,
    levels: Vec<Level>,
    silenced: Vec<(String, String)>,
}

struct Person {
    desk: Desk,
    number: usize,
    /// Steps that can be taken back, each with what was seen before it.
    done: Vec<(Vec<[u8; 32]>, Seen)>,
    /// Undos that can be taken back.
    undone: Vec<([u8; 32], Seen)>,
    /// The version an editor was opened at, and the texts it showed.
    opened: Version,
    shown: BTreeMap<(RowKey, Field), String>,
    /// Steps that were decisions: what they write may be in the other's letters.
    decisions: BTreeSet<[u8; 32]>,
    /// Cells written from an editor opened earlier: beside one's own later edits.
    stale: BTreeSet<(String, Field)>,
    /// Cells this person ever wrote.
    wrote: BTreeSet<(String, Field)>,
}

impl Person {
    fn of(desk: Desk, number: usize) -> Self {
        let mut person = Self {
            opened: desk.matrix.version(),
            shown: BTreeMap::new(),
            desk,
            number,
            done: Vec::new(),
            undone: Vec::new(),
            decisions: BTreeSet::new(),
            stale: BTreeSet::new(),
            wrote: BTreeSet::new(),
        };
        person.opens();
        person
    }

    fn opens(&mut self) {
        self.opened = self.desk.matrix.version();
        let rows = self.desk.matrix.rows().iter();
        self.shown = rows
            .flat_map(|row| TEXTS.map(|field| ((row.key(), field), row.cell(field))))
            .collect();
    }

    fn sees(&self) -> Seen {
        let matrix = &self.desk.matrix;
        let active = matrix.rows().iter().filter(|row| row.row.is_some());
        let headings = matrix.headings().iter().filter(|heading| !heading.retired);
        let silenced = matrix.silenced().into_iter();
        Seen {
            rows: active.cloned().collect(),
            headings: headings.cloned().collect(),
            levels: matrix.levels().to_vec(),
            silenced: silenced
                .map(|silenced| (silenced.key, silenced.reason))
                .collect(),
        }
    }

    fn key(&self, row: usize) -> RowKey {
        let rows = self.desk.matrix.rows();
        let active: Vec<_> = rows.iter().filter(|row| row.row.is_some()).collect();
        match active.len() {
            0 => rows[0].key(),
            count => active[row % count].key(),
        }
    }

    fn types(&mut self, key: RowKey, field: Field, keys: &[(usize, usize, usize)]) {
        let (line, indicator) = key;
        let before = self.sees();
        let mut step = Vec::new();
        for (at, delete, insert) in keys {
            let text = self.desk.matrix.text(line, indicator, field).unwrap();
            let bounds: Vec<usize> = std::iter::once(0)
                .chain(text.chars().scan(0, |at, letter| {
                    *at += letter.len_utf16();
                    Some(*at)
                }))
                .collect();
            let start = at % bounds.len();
            let end = (start + delete).min(bounds.len() - 1);
            let insert = ALPHABETS[self.number].get(*insert).copied().unwrap_or("");
            let change = TextChange {
                at: bounds[start],
                delete: bounds[end] - bounds[start],
                insert: insert.to_owned(),
            };
            let edit = MatrixEdit::SpliceText {
                line,
                indicator,
                field,
                changes: vec![change],
            };
            let edited = self.desk.edit(&edit, None).unwrap();
            step.extend(edited.map(|edited| self.notes(&edited)));
        }
        self.did(step, before);
    }

    fn did(&mut self, step: Vec<[u8; 32]>, before: Seen) {
        if !step.is_empty() {
            self.done.push((step, before));
            self.undone.clear();
        }
    }

    fn edits(&mut self, edit: &MatrixEdit) {
        let before = self.sees();
        // What cannot be, as a line into itself, is refused.
        if let Ok(Some(edited)) = self.desk.edit(edit, None) {
            let hash = self.notes(&edited);
            self.did(vec![hash], before);
        }
    }

    fn decides(&mut self, row: usize, choose: u32) {
        let (line, indicator) = self.key(row);
        let Some(row) = self.desk.matrix.row(line, indicator) else {
            return;
        };
        let wait = row.to_decide.first().map(|wait| (wait.field, choose));
        let conflict = row
            .conflicts
            .first()
            .map(|conflict| (conflict.field, choose.min(2)));
        if let Some((field, choose)) = wait.or(conflict) {
            self.edits(&MatrixEdit::Resolve {
                line,
                indicator,
                field,
                choose,
            });
            let step = self.done.last().and_then(|(step, _)| step.last());
            self.decisions.extend(step);
        }
    }

    fn sets_late(&mut self, row: usize, field: usize, value: u16) {
        let (line, indicator) = self.key(row);
        let field = *TEXTS.iter().chain(&SCALARS).nth(field).unwrap();
        let mine = ALPHABETS[self.number][0];
        let shown = self.shown.get(&((line, indicator), field));
        let value = match (shown, TEXTS.contains(&field)) {
            (Some(text), _) => format!("{mine}{value} {text}"),
            (None, true) => return,
            (None, false) => format!("{mine}{value}"),
        };
        if field.is_of_indicator() && indicator.is_none() {
            return;
        }
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field,
            value,
        };
        let before = self.sees();
        if let Ok(Some(edited)) = self.desk.edit(&edit, Some(&self.opened)) {
            let hash = self.notes(&edited);
            self.stale
                .insert((cell_id((line, indicator), field), field));
            self.did(vec![hash], before);
        }
        self.opens();
    }

    fn notes(&mut self, edited: &Edited) -> [u8; 32] {
        for (line, indicator, field) in &edited.fields {
            if let Ok(field) = field.parse() {
                self.wrote
                    .insert((cell_id((*line, *indicator), field), field));
            }
        }
        edited.hash
    }

    fn structure(&self, row: usize, other: usize, what: u8) -> Option<MatrixEdit> {
        let (line, indicator) = self.key(row);
        let (other_line, other_indicator) = self.key(other);
        let headings = self.desk.matrix.headings();
        let heading = headings.get(other % headings.len().max(1))?;
        let cells = BTreeMap::from([(Field::ActionLine, "nueva".to_owned())]);
        Some(match what {
            0 => MatrixEdit::AddLine {
                after: Some(line),
                heading: None,
                cells,
            },
            1 => MatrixEdit::AddIndicator {
                line,
                cells: BTreeMap::from([(Field::Formula, "x/y".to_owned())]),
            },
            2 => MatrixEdit::DuplicateLine { line },
            3 => MatrixEdit::MoveLine {
                line,
                after: Some(other_line),
                heading: None,
            },
            4 => MatrixEdit::MoveIndicator {
                indicator: indicator?,
                line: other_line,
                after: other_indicator,
            },
            5 => MatrixEdit::Retire { line },
            6 => MatrixEdit::RetireIndicator {
                indicator: indicator?,
                retired: true,
            },
            7 => MatrixEdit::MergeLines {
                from: line,
                into: other_line,
                text: None,
            },
            8 => MatrixEdit::SplitLine {
                line,
                at: 0,
                indicators: indicator.into_iter().collect(),
            },
            9 => MatrixEdit::AddHeading {
                level: Level::Priority,
                parent: headings
                    .iter()
                    .find(|heading| heading.level == Level::Axis)
                    .map(|heading| heading.id),
                after: None,
                number: String::new(),
                text: "Prioridad".to_owned(),
            },
            10 => MatrixEdit::MoveHeading {
                heading: heading.id,
                parent: None,
                after: None,
            },
            11 => MatrixEdit::AssignHeading {
                line,
                heading: Some(heading.id),
            },
            _ => MatrixEdit::Silence {
                key: format!("K{other}"),
                reason: Some("por algo".to_owned()),
            },
        })
    }

    fn acts(&mut self, act: &Act) {
        match act {
            Act::Type { row, field, keys } => {
                let (key, field) = (self.key(*row), TEXTS[*field]);
                if !field.is_of_indicator() || key.1.is_some() {
                    self.types(key, field, keys);
                }
            }
            Act::Scalar { row, field, value } => {
                let ((line, indicator), field) = (self.key(*row), SCALARS[*field]);
                if !field.is_of_indicator() || indicator.is_some() {
                    let value = format!("{}{value}", ALPHABETS[self.number][0]);
                    self.edits(&MatrixEdit::Set {
                        line,
                        indicator,
                        field,
                        value,
                    });
                }
            }
            Act::Structure { row, other, what } => {
                if let Some(edit) = self.structure(*row, *other, *what) {
                    self.edits(&edit);
                }
            }
            Act::Decide { row, choose } => self.decides(*row, *choose),
            Act::Stale { row, field, value } => self.sets_late(*row, *field, *value),
            Act::Undo | Act::Redo | Act::Receive => {}
        }
    }

    /// Undoes the last step. What was seen before it.
    fn undoes(&mut self) -> Option<Seen> {
        let (step, before) = self.done.pop()?;
        let now = self.sees();
        let undone = self.desk.undo(&step);
        // A step that came to nothing leaves nothing to do again.
        let edited = undone.edited;
        self.passes_on(step.last(), edited.as_ref());
        self.undone.extend(edited.map(|edited| (edited.hash, now)));
        Some(before)
    }

    /// Does the last undone step again. What was seen after it, if something was done.
    fn redoes(&mut self) -> Option<Seen> {
        let (undo, after) = self.undone.pop()?;
        let now = self.sees();
        let redone = self.desk.undo(&[undo]);
        self.passes_on(Some(&undo), redone.edited.as_ref());
        self.done.push((vec![redone.edited?.hash], now));
        Some(after)
    }

    /// The undo of a decision is one, too.
    fn passes_on(&mut self, from: Option<&[u8; 32]>, to: Option<&Edited>) {
        let decided = from.is_some_and(|from| self.decisions.contains(from));
        let to = to.filter(|_| decided);
        self.decisions.extend(to.map(|to| to.hash));
    }

    /// Everything another person is seen to have written: by cell, wherever its line or indicator
    /// is now, their characters in order.
    fn of_another(&self) -> BTreeMap<(String, Field), String> {
        let theirs = ALPHABETS[1 - self.number].concat();
        let mut found = BTreeMap::new();
        for row in self.desk.matrix.rows() {
            for field in TEXTS.into_iter().chain(SCALARS) {
                let letters = row
                    .cell(field)
                    .chars()
                    .filter(|c| theirs.contains(*c))
                    .collect();
                found.insert((cell_id(row.key(), field), field), letters);
            }
        }
        found
    }
}

fn draft() -> Draft {
    let row = |n: u8| {
        draft_row(&[
            ("actionLine", ORIGINAL),
            ("formula", ORIGINAL),
            ("targets.2024", &n.to_string()),
        ])
    };
    let mut rows = vec![
        row(1),
        row(2),
        row(3),
        draft_row(&[("actionLine", ORIGINAL)]),
    ];
    for row in &mut rows[..3] {
        row.heading = Some(1);
    }
    let heading = |level, text: &str, parent| model::DraftHeading {
        level,
        number: String::new(),
        text: text.to_owned(),
        parent,
    };
    Draft {
        headings: vec![
            heading(Level::Axis, "Eje", None),
            heading(Level::Priority, "Prioridad uno", Some(0)),
            heading(Level::Priority, "Prioridad dos", Some(0)),
        ],
        rows,
        ..small()
    }
}

/// What a cell belongs to.
fn cell_id((line, indicator): RowKey, field: Field) -> String {
    match indicator {
        Some(indicator) if field.is_of_indicator() => indicator.to_string(),
        _ => line.to_string(),
    }
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut letters = whole.chars();
    part.chars()
        .all(|letter| letters.any(|other| other == letter))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn alone_everything_comes_back(acts in proptest::collection::vec(act(), 1..40)) {
        let founder = Desk::founds(1, &draft());
        let mut person = Person::of(Desk::joins(2, &founder), 0);
        let beginning = person.sees();
        for (_, act) in &acts {
            match act {
                Act::Undo => if let Some(before) = person.undoes() {
                    prop_assert_eq!(person.sees(), before);
                },
                Act::Redo => if let Some(after) = person.redoes() {
                    prop_assert_eq!(person.sees(), after);
                },
                // One's own two at once are asked like anybody's: no way back.
                Act::Stale { .. } => {}
                _ => person.acts(act),
            }
        }
        let end = person.sees();
        // All the way back, after a restart, and all the way again.
        let snapshot = person.desk.matrix.snapshot().unwrap();
        person.desk.matrix = model::Matrix::load([&snapshot[..]], [77; 16], person.desk.author).unwrap();
        person.undone.clear();
        while let Some(before) = person.undoes() {
            prop_assert_eq!(person.sees(), before);
        }
        prop_assert_eq!(person.sees(), beginning);
        while let Some(after) = person.redoes() {
            prop_assert_eq!(person.sees(), after);
        }
        prop_assert_eq!(person.sees(), end);
    }

    #[test]
    fn beside_another_nothing_of_theirs_is_touched(acts in proptest::collection::vec(act(), 1..60)) {
        let first = Desk::founds(1, &draft());
        let second = Desk::joins(2, &first);
        let mut people = vec![Person::of(first, 0), Person::of(second, 1)];
        for (who, act) in &acts {
            if matches!(act, Act::Receive) {
                let (left, right) = people.split_at_mut(1);
                let (to, from) = if *who == 0 { (&mut left[0], &right[0]) } else { (&mut right[0], &left[0]) };
                to.desk.receives(&from.desk);
                continue;
            }
            let person = &mut people[*who];
            let theirs = person.of_another();
            let waiting = waits(person);
            match act {
                Act::Undo => {
                    let step = person.done.last().and_then(|(step, _)| step.last());
                    let decided = step.is_some_and(|step| person.decisions.contains(step));
                    person.undoes();
                    let now = person.of_another();
                    for (cell, letters) in theirs.iter().filter(|_| !decided) {
                        let now = now.get(cell).map_or("", String::as_str);
                        prop_assert!(is_subsequence(letters, now), "{:?}: {:?} of {:?}", cell, letters, now);
                    }
                }
                Act::Redo => { person.redoes(); }
                _ => { person.acts(act); continue; }
            }
            // Nothing is asked that was not asked before, where nobody else wrote.
            let asked: Vec<_> = waits(person).difference(&waiting).copied().collect();
            for (row, field) in asked {
                let cell = (cell_id(row, field), field);
                let at_once = people[*who].stale.contains(&cell);
                prop_assert!(at_once || people[1 - *who].wrote.contains(&cell), "{:?} waits", cell);
            }
        }
        // Everybody takes everything back, and then meets.
        let mut desks: Vec<Desk> = Vec::new();
        for mut person in people {
            while !person.done.is_empty() {
                person.undoes();
            }
            desks.push(person.desk);
        }
        meet(&mut desks);
        meet(&mut desks);
    }

    /// Two people in one text; one takes everything back: what is left is what the other wrote,
    /// with everything that was there at the beginning.
    #[test]
    fn taken_back_leaves_the_others_text(
        acts in proptest::collection::vec((0..4_usize, proptest::collection::vec((0..60_usize, 0..6_usize, 0..6_usize), 1..4)), 1..25),
    ) {
        let first = Desk::founds(1, &draft());
        let second = Desk::joins(2, &first);
        let key = first.matrix.rows()[0].key();
        let mut people = [Person::of(first, 0), Person::of(second, 1)];
        let mut written = String::new();
        for (what, keys) in &acts {
            let [one, other] = &mut people;
            match what {
                0 | 1 => one.types(key, Field::ActionLine, keys),
                2 => {
                    // The other only adds.
                    let keys: Vec<_> = keys.iter().map(|(at, _, insert)| (*at, 0, *insert)).collect();
                    for (_, _, insert) in &keys {
                        written.push_str(ALPHABETS[1].get(*insert).copied().unwrap_or(""));
                    }
                    other.types(key, Field::ActionLine, &keys);
                }
                _ => {
                    one.desk.receives(&other.desk);
                    other.desk.receives(&one.desk);
                }
            }
        }
        let [mut one, other] = people;
        while !one.done.is_empty() {
            one.undoes();
        }
        let mut desks = [one.desk, other.desk];
        meet(&mut desks);
        for desk in &desks {
            let text = desk.matrix.text(key.0, key.1, Field::ActionLine).unwrap();
            let of = |letters: &str| text.chars().filter(|c| letters.contains(*c)).collect::<String>();
            prop_assert_eq!(of(ORIGINAL), ORIGINAL);
            prop_assert_eq!(of(&ALPHABETS[0].concat()), "");
            let sorted = |text: &str| { let mut letters: Vec<char> = text.chars().collect(); letters.sort_unstable(); letters };
            prop_assert_eq!(sorted(&of(&ALPHABETS[1].concat())), sorted(&written));
        }
    }
}

/// Cells that wait for a decision.
fn waits(person: &Person) -> BTreeSet<(RowKey, Field)> {
    let rows = person.desk.matrix.rows().iter();
    rows.flat_map(|row| row.to_decide.iter().map(|wait| (row.key(), wait.field)))
        .collect()
}
