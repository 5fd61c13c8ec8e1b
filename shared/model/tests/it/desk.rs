//! A person at a desk with their copy of the matrix, and a few of them.

use std::collections::BTreeMap;

use model::{
    Author, Draft, DraftRow, EditError, Edited, Field, IndicatorId, LineId, Matrix, MatrixEdit,
    RowKey, RowView, TextChange, ToDecideKind, Touched, Undone, Version, Via,
};

/// Dice that replay from a seed (splitmix64).
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    }
}

/// Dice somebody owns.
pub(crate) type BoxedDice = Box<dyn FnMut(&mut [u8])>;

pub(crate) fn author(number: u8) -> Author {
    Author([number; 32])
}

/// A bare new line.
pub(crate) fn add_line(after: Option<LineId>) -> MatrixEdit {
    MatrixEdit::AddLine {
        after,
        heading: None,
        cells: BTreeMap::new(),
    }
}

/// A blank new indicator.
pub(crate) fn add_indicator(line: LineId) -> MatrixEdit {
    MatrixEdit::AddIndicator {
        line,
        cells: BTreeMap::new(),
    }
}

/// Somebody with a copy.
pub(crate) struct Desk {
    pub(crate) matrix: Matrix,
    pub(crate) author: Author,
    /// Own changes, in order.
    pub(crate) made: Vec<(Vec<u8>, [u8; 32])>,
    now_ms: u64,
    dice: BoxedDice,
}

impl Desk {
    /// Founds a matrix.
    pub(crate) fn founds(number: u8, draft: &Draft) -> Self {
        let mut dice = dice(u64::from(number));
        let actor = [number; 16];
        let (matrix, edited) =
            Matrix::found(draft, actor, author(number), 1_700_000_000_000, &mut dice).unwrap();
        let made = vec![(edited.change, edited.hash)];
        let dice = Box::new(dice);
        Self {
            matrix,
            author: author(number),
            made,
            now_ms: 1_700_000_000_000,
            dice,
        }
    }

    /// Opens a copy of another's matrix.
    pub(crate) fn joins(number: u8, other: &Self) -> Self {
        let snapshot = other.matrix.snapshot().unwrap();
        let matrix = Matrix::load([&snapshot[..]], [number; 16], author(number)).unwrap();
        Self {
            matrix,
            author: author(number),
            made: Vec::new(),
            now_ms: 1_700_000_000_000 + u64::from(number) * 1000,
            dice: Box::new(dice(u64::from(number))),
        }
    }

    pub(crate) fn edit(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
    ) -> Result<Option<Edited>, EditError> {
        self.now_ms += 60_000;
        let edited = self.matrix.edit(edit, base, self.now_ms, &mut self.dice)?;
        if let Some(edited) = &edited {
            self.made.push((edited.change.clone(), edited.hash));
        }
        check_rows(&self.matrix);
        Ok(edited)
    }

    /// Lets time go by.
    pub(crate) fn rests(&mut self, minutes: u64) {
        self.now_ms += minutes * 60_000;
    }

    /// Makes an edit that accepts a suggestion.
    pub(crate) fn accepts(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
        via: Via,
    ) -> Edited {
        self.now_ms += 60_000;
        let (matrix, dice) = (&mut self.matrix, &mut self.dice);
        let edited = matrix.edit_via(edit, base, Some(&via), self.now_ms, dice);
        let edited = edited.unwrap().expect("the edit changes something");
        self.made.push((edited.change.clone(), edited.hash));
        check_rows(&self.matrix);
        edited
    }

    /// Puts cells back to what they read at a version.
    pub(crate) fn puts_back(
        &mut self,
        cells: &[(LineId, Option<IndicatorId>, Field)],
        from: &Version,
    ) -> Option<Edited> {
        self.now_ms += 60_000;
        let (matrix, dice) = (&mut self.matrix, &mut self.dice);
        let edited = matrix.put_back(cells, from, self.now_ms, dice).unwrap();
        if let Some(edited) = &edited {
            self.made.push((edited.change.clone(), edited.hash));
        }
        check_rows(&self.matrix);
        edited
    }

    /// Makes an edit that changes something; its hash.
    pub(crate) fn does(&mut self, edit: &MatrixEdit) -> Edited {
        let edited = self.edit(edit, None).unwrap();
        edited.expect("the edit changes something")
    }

    /// Takes back a step; its hash to do it again.
    pub(crate) fn undo(&mut self, step: &[[u8; 32]]) -> Undone {
        self.now_ms += 60_000;
        let undone = self.matrix.undo(step, self.now_ms, &mut self.dice).unwrap();
        if let Some(edited) = &undone.edited {
            self.made.push((edited.change.clone(), edited.hash));
        }
        check_rows(&self.matrix);
        undone
    }

    /// A change inside a text of a row.
    pub(crate) fn splice(
        &mut self,
        row: u32,
        field: &str,
        at: usize,
        delete: usize,
        insert: &str,
    ) -> Edited {
        let (line, indicator) = self.key(row);
        self.does(&MatrixEdit::SpliceText {
            line,
            indicator,
            field: field.parse().unwrap(),
            changes: vec![TextChange {
                at,
                delete,
                insert: insert.to_owned(),
            }],
        })
    }

    pub(crate) fn set(&mut self, row: u32, field: &str, value: &str) -> Edited {
        self.set_from(row, field, value, None)
            .expect("the edit changes something")
    }

    pub(crate) fn set_from(
        &mut self,
        row: u32,
        field: &str,
        value: &str,
        base: Option<&Version>,
    ) -> Option<Edited> {
        let (line, indicator) = self.key(row);
        let field = field.parse().unwrap();
        let value = value.to_owned();
        self.edit(
            &MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            },
            base,
        )
        .unwrap()
    }

    pub(crate) fn resolve(&mut self, row: u32, field: &str, choose: u32) -> Edited {
        let (line, indicator) = self.key(row);
        let field = field.parse().unwrap();
        let edit = MatrixEdit::Resolve {
            line,
            indicator,
            field,
            choose,
        };
        self.edit(&edit, None)
            .unwrap()
            .expect("a resolution changes something")
    }

    pub(crate) fn row(&self, number: u32) -> &RowView {
        self.matrix
            .row_numbered(number)
            .expect("a row with that number")
    }

    pub(crate) fn key(&self, number: u32) -> RowKey {
        self.row(number).key()
    }

    pub(crate) fn line(&self, number: u32) -> LineId {
        self.row(number).line
    }

    pub(crate) fn cell(&self, row: u32, field: &str) -> String {
        let (line, indicator) = self.key(row);
        self.matrix
            .cell(line, indicator, field.parse().unwrap())
            .unwrap()
    }

    /// What waits for a decision in a row: field and kind.
    pub(crate) fn waits(&self, row: u32) -> Vec<(String, ToDecideKind)> {
        let waiting = self.row(row).to_decide.iter();
        waiting
            .map(|wait| (wait.field.to_string(), wait.kind))
            .collect()
    }

    /// Contested fields of a row with their values, the shown one first.
    pub(crate) fn contested(&self, row: u32) -> Vec<(String, Vec<String>)> {
        let conflicts = self.row(row).conflicts.iter();
        conflicts
            .map(|conflict| {
                let values = conflict.values.iter().map(|value| value.value.clone());
                (conflict.field.to_string(), values.collect())
            })
            .collect()
    }

    /// Takes in the changes another made.
    pub(crate) fn receives(&mut self, other: &Self) -> Touched {
        let bytes: Vec<u8> = other
            .made
            .iter()
            .flat_map(|(change, _)| change.iter().copied())
            .collect();
        let touched = self.matrix.merge_from(&bytes, other.author).unwrap();
        check_rows(&self.matrix);
        touched
    }
}

/// Everybody receives from everybody, and then holds the same.
pub(crate) fn meet(desks: &mut [Desk]) {
    for receiver in 0..desks.len() {
        for sender in 0..desks.len() {
            if sender != receiver {
                let (a, b) = two(desks, receiver, sender);
                a.receives(b);
            }
        }
    }
    for desk in &desks[1..] {
        assert_eq!(
            desk.matrix.hydrated(),
            desks[0].matrix.hydrated(),
            "the same document"
        );
        assert_same_rows(&desk.matrix, &desks[0].matrix);
    }
}

fn two(desks: &mut [Desk], a: usize, b: usize) -> (&mut Desk, &Desk) {
    if a < b {
        let (left, right) = desks.split_at_mut(b);
        (&mut left[a], &right[0])
    } else {
        let (left, right) = desks.split_at_mut(a);
        (&mut right[0], &left[b])
    }
}

/// Two people see the same but for which sides of a text they are shown first.
pub(crate) fn assert_same_rows(a: &Matrix, b: &Matrix) {
    let neutral = |matrix: &Matrix| -> Vec<RowView> {
        let mut rows = matrix.rows().to_vec();
        for wait in rows.iter_mut().flat_map(|row| &mut row.to_decide) {
            (wait.mine, wait.theirs) = (String::new(), String::new());
            (wait.mine_author, wait.theirs_author) = (Author::UNKNOWN, Author::UNKNOWN);
        }
        rows
    };
    assert_eq!(neutral(a), neutral(b), "the same rows");
    assert_eq!((a.title(), a.institution()), (b.title(), b.institution()));
    assert_eq!(a.headings(), b.headings(), "the same catalogue");
    assert_eq!(a.levels(), b.levels());
    assert_eq!(a.silenced(), b.silenced());
}

/// The rows kept current are the rows read anew.
pub(crate) fn check_rows(matrix: &Matrix) {
    let Ok(snapshot) = matrix.snapshot() else {
        return;
    };
    let anew = Matrix::load([&snapshot[..]], [0xee; 16], Author::UNKNOWN).unwrap();
    assert_same_rows(matrix, &anew);
    assert_eq!(
        matrix.hydrated(),
        anew.hydrated(),
        "what is saved is what there is"
    );
}

/// A row of a draft.
pub(crate) fn draft_row(cells: &[(&str, &str)]) -> DraftRow {
    let cells: BTreeMap<Field, String> = cells
        .iter()
        .map(|(field, value)| (field.parse().unwrap(), (*value).to_owned()))
        .collect();
    DraftRow {
        cells,
        ..DraftRow::default()
    }
}

/// A small matrix: three rows, the last without an indicator.
pub(crate) fn small() -> Draft {
    Draft {
        title: "Diseño del programa".to_owned(),
        institution: "SECOEM".to_owned(),
        years: vec![2024, 2025, 2026],
        headings: Vec::new(),
        rows: vec![
            draft_row(&[
                ("actionLine", "Capacitar a 50 servidores públicos"),
                ("indicatorName", "Porcentaje de servidores capacitados"),
                ("unitOfMeasure", "Porcentaje"),
                ("formula", "(capacitados/programados)*100"),
                ("frequency", "Annual"),
                ("targets.2024", "100"),
                ("targets.2025", "100%"),
            ]),
            draft_row(&[
                (
                    "actionLine",
                    "Supervisar el registro. Publicar los informes. Dar seguimiento.",
                ),
                ("indicatorName", "Informes publicados"),
                ("targets.2024", "1,000"),
            ]),
            draft_row(&[(
                "actionLine",
                "Brindar capacitaciones en riesgos de corrupción.",
            )]),
        ],
    }
}

/// Two people with the same small matrix.
pub(crate) fn two_desks() -> Vec<Desk> {
    let first = Desk::founds(1, &small());
    let second = Desk::joins(2, &first);
    vec![first, second]
}

/// Rows as (number, line, indicator).
pub(crate) fn keys(matrix: &Matrix) -> Vec<(Option<u32>, LineId, Option<IndicatorId>)> {
    matrix
        .rows()
        .iter()
        .map(|row| (row.row, row.line, row.indicator))
        .collect()
}
