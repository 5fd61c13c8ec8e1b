//! What everybody wrote and said, kept beside the documents, and what must therefore be found.

use std::collections::{BTreeMap, BTreeSet};

use document::words::{Token, tokens};
use model::{Field, IndicatorId, LineId, Matrix, RowView};

use super::super::comments;
use super::office::{Office, Person};
use crate::review::ReadMarks;

/// Texts people write in.
pub(super) const TEXTS: [Field; 2] = [Field::ActionLine, Field::Interpretation];
/// Short values people set.
pub(super) const SCALARS: [Field; 2] = [Field::Stage, Field::Target(2024)];

/// Texts written at once that a decision offers one by one, at most.
const SIDES_MAX: usize = 4;

/// A cell, by what it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    Line(LineId, Field),
    Indicator(IndicatorId, Field),
}

impl Cell {
    /// The cell that a row shows in a field; none of an indicator where it has none.
    pub(super) fn of(row: &RowView, field: Field) -> Option<Self> {
        match (field.is_of_indicator(), row.indicator) {
            (false, _) => Some(Self::Line(row.line, field)),
            (true, Some(indicator)) => Some(Self::Indicator(indicator, field)),
            (true, None) => None,
        }
    }

    fn field(self) -> Field {
        match self {
            Self::Line(_, field) | Self::Indicator(_, field) => field,
        }
    }

    fn is_text(self) -> bool {
        TEXTS.contains(&self.field())
    }

    /// A row that shows it.
    fn row(self, matrix: &Matrix) -> Option<&RowView> {
        matrix.rows().iter().find(|row| match self {
            Self::Line(line, _) => row.line == line,
            Self::Indicator(indicator, _) => row.indicator == Some(indicator),
        })
    }
}

/// What all cells showed at a moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) cells: BTreeMap<Cell, String>,
}

/// Which changes of short values somebody had before their eyes.
pub(super) type Known = BTreeSet<[u8; 32]>;

impl Seen {
    pub(super) fn of(matrix: &Matrix) -> Self {
        let mut seen = Self::default();
        for row in matrix.rows() {
            for field in TEXTS.into_iter().chain(SCALARS) {
                let cell = Cell::of(row, field);
                seen.cells.extend(cell.map(|cell| (cell, row.cell(field))));
            }
        }
        seen
    }
}

/// A value of a short field, as somebody set it.
struct Value {
    change: [u8; 32],
    said: String,
    /// Somebody set another with this one before their eyes.
    over: bool,
}

/// A comment as it was last written.
struct Said {
    quote: String,
    text: Option<String>,
}

/// What everybody wrote and said.
#[derive(Default)]
pub(super) struct Truth {
    numerals: BTreeSet<String>,
    inserted: BTreeMap<Cell, BTreeSet<String>>,
    removed: BTreeMap<Cell, BTreeSet<String>>,
    /// What a cell said after each edit of it.
    written: BTreeSet<(Cell, String)>,
    values: BTreeMap<Cell, Vec<Value>>,
    comments: BTreeMap<String, Said>,
    /// Comments and everything done in the review, by id.
    acts: BTreeSet<String>,
}

/// Something one person wrote in the matrix.
pub(super) struct Writing<'a> {
    /// What they had before their eyes.
    pub(super) before: &'a Seen,
    pub(super) change: [u8; 32],
    /// A cell written as it stood at an earlier version, what it said there and what they made of it.
    pub(super) at: Option<(Cell, String, String, &'a Known)>,
    /// The text somebody let stand.
    pub(super) kept: Option<Cell>,
}

fn words(text: &str) -> BTreeSet<String> {
    let weighty = tokens(text).into_iter().filter(Token::is_weighty);
    weighty.map(|token| token.text.to_owned()).collect()
}

fn numerals(text: &str) -> BTreeSet<String> {
    let numerals = tokens(text).into_iter().filter(Token::is_numeral);
    numerals.map(|token| token.text.to_owned()).collect()
}

impl Truth {
    /// What a dossier begins with.
    pub(super) fn begin(person: &Person, change: [u8; 32]) -> Self {
        let mut truth = Self::default();
        let now = Seen::of(person.replica.matrix());
        for (cell, text) in now.cells {
            truth.numerals.extend(numerals(&text));
            if cell.is_text() {
                truth.inserted.insert(cell, words(&text));
            } else {
                let value = Value {
                    change,
                    said: text,
                    over: false,
                };
                truth.values.insert(cell, vec![value]);
            }
        }
        truth
    }

    /// Somebody wrote; what the matrix says now is theirs.
    pub(super) fn wrote(&mut self, person: &Person, writing: &Writing<'_>) {
        let matrix = person.replica.matrix();
        let after = Seen::of(matrix);
        let shown = writing.before.cells.values();
        let shown: BTreeSet<String> = shown.flat_map(|text| numerals(text)).collect();
        if let Some((cell, base, value, known)) = &writing.at {
            self.changed(*cell, base, value, &numerals(base));
            if !cell.is_text() {
                self.set(*cell, writing.change, value, known);
            }
        }
        let known = self.known(matrix);
        for (cell, text) in &after.cells {
            if writing.at.as_ref().is_some_and(|(at, ..)| at == cell) {
                continue;
            }
            let before = writing.before.cells.get(cell);
            if before == Some(text) {
                continue;
            }
            let before = before.map_or("", String::as_str);
            self.changed(*cell, before, text, &shown);
            if !cell.is_text() {
                self.set(*cell, writing.change, text, &known);
            }
        }
        if let Some(cell) = writing.kept {
            self.numerals.extend(numerals(&after.cells[&cell]));
        }
    }

    fn changed(&mut self, cell: Cell, before: &str, after: &str, shown: &BTreeSet<String>) {
        let came = numerals(after);
        self.numerals.extend(came.difference(shown).cloned());
        self.written.insert((cell, after.to_owned()));
        if cell.is_text() {
            let (before, after) = (words(before), words(after));
            let inserted = self.inserted.entry(cell).or_default();
            inserted.extend(after.difference(&before).cloned());
            let removed = self.removed.entry(cell).or_default();
            removed.extend(before.difference(&after).cloned());
        }
    }

    /// Which changes of short values are in a matrix.
    pub(super) fn known(&self, matrix: &Matrix) -> Known {
        let changes = self.values.values().flatten().map(|value| value.change);
        changes.filter(|change| matrix.contains(change)).collect()
    }

    /// A short value, set with others before somebody's eyes.
    fn set(&mut self, cell: Cell, change: [u8; 32], value: &str, known: &Known) {
        let values = self.values.entry(cell).or_default();
        for earlier in values.iter_mut() {
            earlier.over |= known.contains(&earlier.change);
        }
        values.push(Value {
            change,
            said: value.to_owned(),
            over: false,
        });
    }

    /// A scalar was decided, perhaps for the value that showed already.
    pub(super) fn decided(&mut self, person: &Person, change: [u8; 32], cell: Cell) {
        let matrix = person.replica.matrix();
        let now = Seen::of(matrix).cells.remove(&cell).unwrap_or_default();
        self.set(cell, change, &now, &self.known(matrix));
    }

    /// Somebody chose among these texts: what the chosen one does not say was let go.
    pub(super) fn weighed(&mut self, person: &Person, cell: Cell, texts: &[String]) {
        let now = Seen::of(person.replica.matrix()).cells.remove(&cell);
        let now = words(&now.unwrap_or_default());
        let mut all: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
        if texts.len() > SIDES_MAX {
            // More were written at once than are compared: the merge was offered for the rest, where
            // words can stand run together. They are in the history.
            all.extend(self.inserted.get(&cell).into_iter().flatten().cloned());
        }
        let removed = self.removed.entry(cell).or_default();
        removed.extend(all.into_iter().filter(|word| !now.contains(word)));
    }

    pub(super) fn said(&mut self, comment: String, quote: String, text: String) {
        let text = Some(text);
        self.comments.insert(comment, Said { quote, text });
    }

    /// `None`: taken back.
    pub(super) fn said_anew(&mut self, comment: &str, text: Option<String>) {
        if let Some(said) = self.comments.get_mut(comment) {
            said.text = text;
        }
    }

    pub(super) fn did(&mut self, act: String) {
        self.acts.insert(act);
    }
}

impl Truth {
    /// Every numeral that shows was written by somebody, or its cell waits for a decision.
    pub(super) fn nothing_is_invented(&self, person: &Person) {
        for row in person.replica.matrix().rows() {
            for field in TEXTS {
                let flagged = row.to_decide.iter().any(|wait| wait.field == field);
                let text = row.cell(field);
                let invented: Vec<String> = numerals(&text)
                    .difference(&self.numerals)
                    .cloned()
                    .collect();
                assert!(
                    flagged || invented.is_empty(),
                    "{text:?}: nobody wrote {invented:?}"
                );
            }
        }
    }

    /// Everything anybody wrote is in its cell or in the cell's history.
    pub(super) fn nothing_is_lost(&self, person: &Person) {
        let matrix = person.replica.matrix();
        for (cell, inserted) in &self.inserted {
            let row = cell.row(matrix).expect("a row is never dropped");
            let field = cell.field();
            let flagged = row.to_decide.iter().any(|wait| wait.field == field);
            let text = row.cell(field);
            let here = words(&text);
            let none = BTreeSet::new();
            let removed = self.removed.get(cell).unwrap_or(&none);
            let lost: Vec<&String> = inserted
                .difference(removed)
                .filter(|word| !here.contains(*word))
                .collect();
            assert!(flagged || lost.is_empty(), "{text:?} lost {lost:?}");
        }
        let mut histories: BTreeMap<Cell, Vec<String>> = BTreeMap::new();
        for (cell, value) in &self.written {
            let history = histories.entry(*cell).or_insert_with(|| {
                let row = cell.row(matrix).expect("a row is never dropped");
                let values = matrix.cell_history(row.line, row.indicator, cell.field());
                let values = values.expect("a cell has a history").into_iter();
                values.map(|value| value.value).collect()
            });
            assert!(
                value.is_empty() || history.contains(value),
                "{cell:?}: {value:?} is not in its history {history:?}"
            );
        }
        for (cell, values) in &self.values {
            let row = cell.row(matrix).expect("a row is never dropped");
            let field = cell.field();
            let alive = values.iter().filter(|value| !value.over);
            let alive: BTreeSet<String> = alive.map(|value| value.said.clone()).collect();
            let asked = row.conflicts.iter().find(|asked| asked.field == field);
            let shown: BTreeSet<String> = match asked {
                Some(asked) => asked.values.iter().map(|one| one.value.clone()).collect(),
                None => BTreeSet::from([row.cell(field)]),
            };
            assert_eq!(shown, alive, "{cell:?}: what stands");
        }
    }

    /// Every comment is shown, with the words it was about, in a row that is there.
    pub(super) fn nothing_said_is_hidden(&self, person: &Person) {
        let replica = &person.replica;
        let people = crate::people::People::of(replica);
        let agreement = replica.agreement();
        let views = comments::views(replica, &agreement, &people, &ReadMarks::from_now(0));
        let rows = replica.matrix().rows();
        for (comment, said) in &self.comments {
            let view = views.iter().find(|view| view.comment == *comment);
            let view = view.expect("a comment is never hidden");
            assert_eq!(view.quote, said.quote, "the words it was about");
            assert_eq!(view.withdrawn, said.text.is_none());
            assert_eq!(view.text, said.text.clone().unwrap_or_default());
            let row = rows.iter().any(|row| {
                row.line.to_string() == view.line
                    && (view.indicator.is_none()
                        || row.indicator.map(|id| id.to_string()) == view.indicator)
            });
            assert!(row, "a comment hangs from a row that is there: {view:?}");
        }
        let known = replica.review().acts();
        for act in &self.acts {
            assert!(
                known.keys().any(|id| id.to_string() == *act),
                "something done is gone"
            );
        }
    }

    /// Everything that must hold once all know of everything.
    pub(super) fn check(&self, office: &Office) {
        let lists: Vec<_> = office.people.iter().map(Person::decisions).collect();
        let reviews: Vec<_> = office.people.iter().map(Person::review).collect();
        for (at, person) in office.people.iter().enumerate() {
            assert!(!person.replica.matrix().has_missing());
            self.nothing_is_invented(person);
            self.nothing_is_lost(person);
            self.nothing_said_is_hidden(person);
            assert_eq!(lists[at], lists[0], "one list of things to decide");
            assert_eq!(reviews[at], reviews[0], "one review");
        }
    }
}
