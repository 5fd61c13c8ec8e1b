//! What is about the whole matrix.

use model::Field;

use crate::outcome::Outcome;
use crate::reading::{Reading, is_empty};
use crate::{Code, Details};

/// Columns that a programme needs sooner or later and a form may lack.
const EXPECTED: [Field; 3] = [
    Field::Responsible,
    Field::MeansOfVerification,
    Field::Direction,
];

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    if reading.rows.is_empty() {
        return;
    }
    let blank = |field: &Field| {
        let mut rows = reading.rows.iter();
        rows.all(|row| is_empty(&row.view.cell(*field)))
    };
    let absent: Vec<Field> = EXPECTED.into_iter().filter(blank).collect();
    if !absent.is_empty() {
        outcome.matrix(Code::MatrixFieldsAbsent, Details::Fields(absent));
    }
    let written = |row: &&crate::reading::ReadRow<'_>| !is_empty(&row.view.action_line);
    let lines = reading.lines().map(|(_, row)| row).filter(written).count();
    if let Some(said) = reading.input.lines_said
        && said != lines
    {
        let rows = reading.rows.len();
        outcome.matrix(Code::CountMismatch, Details::Count { said, lines, rows });
    }
}
