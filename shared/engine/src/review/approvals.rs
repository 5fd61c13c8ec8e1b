//! What lines read when they were approved, so that what came later is seen.

use std::cell::RefCell;
use std::collections::BTreeMap;

use model::{LineId, Matrix, RowView};
use review::{Act, ActData, ActId, LineState};

/// What lines read when they were approved, worked out once for each approval.
#[derive(Debug, Default)]
pub(crate) struct Approvals {
    known: RefCell<BTreeMap<ActId, Option<Vec<RowView>>>>,
}

impl Approvals {
    /// Whether a line reads differently than when it was approved. Not for other states, nor while
    /// what was approved has not arrived whole.
    pub(crate) fn changed(&self, matrix: &Matrix, data: &ActData) -> bool {
        let Act::State {
            line,
            state: LineState::Approved,
            matrix: version,
            ..
        } = &data.act
        else {
            return false;
        };
        let mut known = self.known.borrow_mut();
        if !matches!(known.get(&data.id), Some(Some(_))) {
            let past = matrix.rows_at(version);
            let rows = past.map(|past| of_line(past.rows(), *line));
            known.insert(data.id, rows);
        }
        let Some(Some(then)) = known.get(&data.id) else {
            return false;
        };
        *then != of_line(matrix.rows(), *line)
    }
}

/// The rows of a line as they were approved: what they say, not their number nor what waits.
fn of_line(rows: &[RowView], line: LineId) -> Vec<RowView> {
    let rows = rows.iter().filter(|row| row.line == line);
    rows.map(|row| RowView {
        row: None,
        // A prioridad that is renumbered is no change of the line.
        headings: Vec::new(),
        retired_and_edited: None,
        conflicts: Vec::new(),
        to_decide: Vec::new(),
        moved_twice: Vec::new(),
        ..row.clone()
    })
    .collect()
}
