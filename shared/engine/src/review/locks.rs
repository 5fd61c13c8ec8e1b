//! Approved lines are locked: what would change them is refused with words, before it is made. What
//! others made without knowing comes in all the same, and is shown as something to decide.

use contract::{Code, Problem};
use model::{Field, IndicatorId, LineId, MatrixEdit, RowView, SetEdit};
use wire::DossierId;

use super::ReviewShown;
use crate::desk::Desk;

impl ReviewShown {
    pub(crate) fn is_locked(&self, line: LineId) -> bool {
        self.locked.contains(&line)
    }
}

impl Desk {
    /// Refuses what would change an approved line.
    pub(crate) fn check_lock(&self, dossier: DossierId, edit: &MatrixEdit) -> Result<(), Problem> {
        let rows = self.shelf(dossier)?.replica()?.matrix().rows();
        self.check_lines(dossier, &lines_of(rows, edit))
    }

    /// Refuses cells of approved lines.
    pub(crate) fn check_locks(&self, dossier: DossierId, sets: &[SetEdit]) -> Result<(), Problem> {
        let lines: Vec<LineId> = sets
            .iter()
            .filter(|set| is_of_line(set.field))
            .map(|set| set.line)
            .collect();
        self.check_lines(dossier, &lines)
    }

    /// Refuses lines that are approved, naming their rows.
    pub(crate) fn check_lines(&self, dossier: DossierId, lines: &[LineId]) -> Result<(), Problem> {
        let shelf = self.shelf(dossier)?;
        let locked = lines.iter().filter(|line| shelf.review().is_locked(**line));
        let rows = shelf.replica()?.matrix().rows();
        let mut numbers: Vec<u32> = locked
            .filter_map(|line| rows.iter().find(|row| row.line == *line)?.row)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            return Ok(());
        }
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        Err(Problem::about(Code::RowApproved, numbers.join(", ")))
    }
}

/// The lines an edit changes. A decision is none: it must never be barred; nor a heading, which
/// is not a line's own.
pub(crate) fn lines_of(rows: &[RowView], edit: &MatrixEdit) -> Vec<LineId> {
    let of = |indicator: &IndicatorId| {
        let row = rows.iter().find(|row| row.indicator == Some(*indicator));
        row.map(|row| row.line)
    };
    match edit {
        MatrixEdit::Set { line, field, .. } | MatrixEdit::SpliceText { line, field, .. } => {
            is_of_line(*field).then_some(*line).into_iter().collect()
        }
        MatrixEdit::AddIndicator { line, .. }
        | MatrixEdit::MoveLine { line, .. }
        | MatrixEdit::Retire { line }
        | MatrixEdit::Restore { line }
        | MatrixEdit::SplitLine { line, .. }
        | MatrixEdit::AssignHeading { line, .. } => vec![*line],
        MatrixEdit::MoveIndicator {
            indicator, line, ..
        } => of(indicator).into_iter().chain([*line]).collect(),
        MatrixEdit::RetireIndicator { indicator, .. } => of(indicator).into_iter().collect(),
        MatrixEdit::MergeLines { from, into, .. } => vec![*from, *into],
        MatrixEdit::Resolve { .. }
        | MatrixEdit::ChoosePlace { .. }
        | MatrixEdit::AddLine { .. }
        | MatrixEdit::DuplicateLine { .. }
        | MatrixEdit::AddHeading { .. }
        | MatrixEdit::SetHeading { .. }
        | MatrixEdit::MoveHeading { .. }
        | MatrixEdit::RetireHeading { .. }
        | MatrixEdit::SetLevels { .. }
        | MatrixEdit::Silence { .. } => Vec::new(),
    }
}

/// A heading is shared by many lines: its words are not one line's.
fn is_of_line(field: Field) -> bool {
    !matches!(field, Field::Heading(_))
}
