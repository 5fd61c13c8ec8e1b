//! Consultations, states, windows, baselines and the digest of a version.

use contract::{Code, Problem, ReviewAction, RowState, VerificationOutcome};
use model::{Field, IndicatorId, LineId, MatrixEdit};
use review::{Act, LineState};
use wire::DossierId;

use super::{Done, act_id, needed, state_of};
use crate::desk::Desk;
use crate::digest;
use crate::history::dates;
use crate::ids::{field_of, indicator_id, indicator_needed, line_id};
use crate::screen;

/// Lines given a state at once.
const LINES_MAX: usize = 20_000;

impl Desk {
    pub(super) fn consult(
        &mut self,
        dossier: DossierId,
        action: ReviewAction,
        done: &mut Done,
    ) -> Result<(), Problem> {
        let ReviewAction::Consult {
            line,
            indicator,
            field,
            body,
            question,
            asked_on,
            due_on,
            empty_cell,
        } = action
        else {
            return Err(Problem::of(Code::Defect));
        };
        needed(&body)?;
        dates::parsed(&asked_on)?;
        if let Some(day) = &due_on {
            dates::parsed(day)?;
        }
        let (line, indicator) = (line_id(&line)?, indicator_id(indicator.as_deref())?);
        let matrix = self.shelf(dossier)?.replica()?.matrix();
        if !matrix.rows().iter().any(|row| row.line == line) {
            return Err(Problem::of(Code::RowUnknown));
        }
        let mut note = String::new();
        if empty_cell {
            let cell = field_of(&field)?;
            note = matrix.cell(line, indicator, cell).unwrap_or_default();
            let edit = MatrixEdit::Set {
                line,
                indicator,
                field: cell,
                value: String::new(),
            };
            done.edits.extend(self.edit_matrix(dossier, &edit, None)?);
            done.label = "deed:consult";
        } else if !field.is_empty() {
            field_of(&field)?;
        }
        let act = Act::Consult {
            line,
            indicator,
            field,
            body,
            question,
            note,
            asked_on,
            due_on: due_on.unwrap_or_default(),
        };
        done.made.push(self.act_review(dossier, act)?.to_string());
        Ok(())
    }

    pub(super) fn set_states(
        &mut self,
        dossier: DossierId,
        lines: &[String],
        state: RowState,
        reason: &str,
    ) -> Result<(), Problem> {
        if lines.len() > LINES_MAX {
            return Err(Problem::of(Code::TooMany));
        }
        let state = state_of(state);
        let lines: Vec<LineId> = lines
            .iter()
            .map(|line| line_id(line))
            .collect::<Result<_, _>>()?;
        let replica = self.shelf(dossier)?.replica()?;
        let matrix = replica.matrix().version();
        let known: std::collections::BTreeSet<LineId> =
            replica.matrix().rows().iter().map(|row| row.line).collect();
        let agreement = replica.agreement();
        let mut change = Vec::new();
        for line in lines {
            if !known.contains(&line) {
                return Err(Problem::of(Code::RowUnknown));
            }
            let (now, contested) = agreement.state(line);
            if state == LineState::Returned || (now == LineState::Approved && state != now) {
                needed(reason)?;
            }
            let again = now == LineState::Approved && state == now;
            if now != state || contested || again {
                change.push(line);
            }
        }
        drop(agreement);
        for line in change {
            let act = Act::State {
                line,
                state,
                reason: reason.to_owned(),
                matrix: matrix.clone(),
            };
            self.act_review(dossier, act)?;
        }
        Ok(())
    }

    pub(super) fn change_window(
        &mut self,
        dossier: DossierId,
        window: &str,
        closes_on: String,
        reason: String,
    ) -> Result<(), Problem> {
        let window = act_id(window, Code::WindowUnknown)?;
        let windows = self.shelf(dossier)?.replica()?.agreement().windows;
        let found = windows.iter().find(|known| known.opened.id == window);
        if found.is_none_or(|window| window.closed().is_some()) {
            return Err(Problem::of(Code::WindowUnknown));
        }
        drop(windows);
        let act = Act::WindowChange {
            window,
            closes_on,
            reason,
        };
        self.about(dossier, act, Code::WindowUnknown)
    }

    pub(super) fn verify_baseline(
        &mut self,
        dossier: DossierId,
        action: ReviewAction,
        done: &mut Done,
    ) -> Result<(), Problem> {
        let ReviewAction::VerifyBaseline {
            line,
            indicator,
            outcome,
            value,
            person,
            note,
        } = action
        else {
            return Err(Problem::of(Code::Defect));
        };
        needed(&person)?;
        let (line, indicator) = (line_id(&line)?, indicator_needed(&indicator)?);
        let corrected = outcome == VerificationOutcome::Corrected;
        if let Some(value) = value.filter(|_| corrected) {
            let edit = MatrixEdit::Set {
                line,
                indicator: Some(indicator),
                field: Field::BaselineValue,
                value,
            };
            done.edits.extend(self.edit_matrix(dossier, &edit, None)?);
            done.label = "deed:baseline";
        }
        let act = Act::Verify {
            line,
            indicator,
            corrected,
            value: self.baseline(dossier, line, indicator)?,
            person,
            note,
        };
        self.act_review(dossier, act).map(drop)
    }

    fn baseline(
        &self,
        dossier: DossierId,
        line: LineId,
        indicator: IndicatorId,
    ) -> Result<String, Problem> {
        let matrix = self.shelf(dossier)?.replica()?.matrix();
        let said = matrix.cell(line, Some(indicator), Field::BaselineValue);
        said.ok_or_else(|| Problem::of(Code::RowUnknown))
    }

    /// How many rows the matrix has now, and its digest as it is printed.
    pub(super) fn digest(&self, dossier: DossierId) -> Result<(u64, String), Problem> {
        let shelf = self.shelf(dossier)?;
        let rows = shelf.replica()?.matrix().rows().iter();
        let rows = rows.filter_map(|row| shelf.row(&screen::key(&row.key())));
        Ok(digest::of_rows(rows))
    }
}
