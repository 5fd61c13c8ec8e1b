//! One's own steps, to be taken back and done again. A step is the changes it made; the model works
//! out what undoing them means now.

use contract::{Cell, Code, Event, Problem, UndoReceipt};
use serde::{Deserialize, Serialize};
use store::Write;
use wire::DossierId;

use crate::desk::{Desk, dice, now_ms};
use crate::screen;

/// Steps kept for one dossier.
const STEPS_MAX: usize = 200;
/// Steps older than this are not offered when the app starts again: nobody remembers them.
const STEP_AGE_MAX_MS: u64 = 24 * 60 * 60 * 1_000;
/// Part of the read model that keeps them.
pub(crate) const VIEW_UNDO: &str = "undo";

/// What a step is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StepName {
    /// In the words of whoever did it.
    Said(String),
    /// The value of a cell.
    Field(String),
    /// A decision about a cell.
    Decision(String),
}

impl StepName {
    /// As it is stored and told: a name the screen puts into words, or the words.
    fn text(&self) -> String {
        match self {
            Self::Said(words) => words.clone(),
            Self::Field(field) => format!("field:{field}"),
            Self::Decision(field) => format!("decision:{field}"),
        }
    }
}

/// A step that can be taken back, or done again.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct UndoStep {
    label: String,
    at_ms: u64,
    /// Hashes of its changes, oldest first.
    changes: Vec<[u8; 32]>,
    /// The opened text it was typed in: typing goes on in the same step.
    #[serde(skip)]
    text: Option<u64>,
}

/// The steps of a dossier.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct UndoSteps {
    done: Vec<UndoStep>,
    undone: Vec<UndoStep>,
}

impl UndoSteps {
    /// What the next undo would take back.
    pub(crate) fn undo_label(&self) -> Option<String> {
        self.done.last().map(|step| step.label.clone())
    }

    /// What the next redo would do again.
    pub(crate) fn redo_label(&self) -> Option<String> {
        self.undone.last().map(|step| step.label.clone())
    }
}

impl Desk {
    /// The steps of a dossier, read from the disk the first time.
    pub(crate) fn undo_steps(&mut self, dossier: DossierId) -> &mut UndoSteps {
        if !self.undo.contains_key(&dossier) {
            let mut steps: UndoSteps = self.view(dossier, VIEW_UNDO).unwrap_or_default();
            let oldest = now_ms().saturating_sub(STEP_AGE_MAX_MS);
            steps.done.retain(|step| step.at_ms >= oldest);
            steps.undone.retain(|step| step.at_ms >= oldest);
            self.undo.insert(dossier, steps);
        }
        self.undo.entry(dossier).or_default()
    }

    /// A step was made (in this round): it can be taken back from now on.
    pub(crate) fn step_made(&mut self, dossier: DossierId, name: StepName, changes: Vec<[u8; 32]>) {
        self.push_step(dossier, name, changes, None);
    }

    /// Words were typed into an opened text: one step as long as it is open.
    pub(crate) fn typed(
        &mut self,
        dossier: DossierId,
        text: u64,
        field: &str,
        changes: Vec<[u8; 32]>,
    ) {
        let steps = self.undo_steps(dossier);
        if let Some(last) = steps.done.last_mut().filter(|step| step.text == Some(text)) {
            last.changes.extend(changes);
            last.at_ms = now_ms();
            // Kept on disk when the text is closed: a list that grows by every word is not written
            // at every word.
            return;
        }
        let name = StepName::Field(field.to_owned());
        self.push_step(dossier, name, changes, Some(text));
    }

    /// Forgets the step typed into a text that was reverted; answers its changes.
    pub(crate) fn untyped(&mut self, dossier: DossierId, text: u64) {
        let steps = self.undo_steps(dossier);
        steps.done.retain(|step| step.text != Some(text));
        self.keep_steps(dossier);
    }

    fn push_step(
        &mut self,
        dossier: DossierId,
        name: StepName,
        changes: Vec<[u8; 32]>,
        text: Option<u64>,
    ) {
        if changes.is_empty() {
            return;
        }
        let steps = self.undo_steps(dossier);
        steps.undone.clear();
        steps.done.push(UndoStep {
            label: name.text(),
            at_ms: now_ms(),
            changes,
            text,
        });
        if steps.done.len() > STEPS_MAX {
            steps.done.remove(0);
        }
        self.keep_steps(dossier);
    }

    /// Stages the steps for the disk and tells the window what they are called.
    pub(crate) fn keep_steps(&mut self, dossier: DossierId) {
        let steps = self.undo_steps(dossier);
        let (undo, redo) = (steps.undo_label(), steps.redo_label());
        let bytes = screen::json(steps);
        self.round.writes.push(Write::View {
            dossier: dossier.0,
            name: VIEW_UNDO.to_owned(),
            bytes,
        });
        self.round.events.push(Event::Undo {
            dossier: dossier.to_string(),
            undo,
            redo,
        });
    }

    /// Takes back the last step, or does the last undone one again.
    pub(crate) fn undo(&mut self, dossier: DossierId, again: bool) -> Result<UndoReceipt, Problem> {
        // What fails is dropped whole: nothing else may be in the round.
        self.finish_round();
        self.shelf(dossier)?.replica()?;
        let steps = self.undo_steps(dossier);
        let from = if again {
            &mut steps.undone
        } else {
            &mut steps.done
        };
        let Some(step) = from.last().cloned() else {
            return Ok(UndoReceipt {
                label: None,
                changed: Vec::new(),
                kept: Vec::new(),
            });
        };
        let outcome =
            self.shelf_mut(dossier)?
                .replica_mut()?
                .undo_matrix(&step.changes, now_ms(), &mut dice);
        let (outcome, kept) = match outcome {
            Ok(undone) => (Ok(undone.made), undone.kept),
            Err(problem) => {
                if let replica::EditProblem::Refused(_) = problem {
                    // It would be refused again: the steps before it must not wait behind it.
                    let steps = self.undo_steps(dossier);
                    let from = if again {
                        &mut steps.undone
                    } else {
                        &mut steps.done
                    };
                    from.pop();
                    self.keep_steps(dossier);
                }
                (Err(problem), Vec::new())
            }
        };
        let edited = self.edited(dossier, outcome)?;
        let lines: Vec<model::LineId> = edited
            .iter()
            .flat_map(|edited| edited.fields.iter().map(|(line, ..)| *line))
            .collect();
        if let Err(problem) = self.check_lines(dossier, &lines) {
            self.give_up_round(dossier);
            return Err(problem);
        }
        let steps = self.undo_steps(dossier);
        let (from, to) = if again {
            (&mut steps.undone, &mut steps.done)
        } else {
            (&mut steps.done, &mut steps.undone)
        };
        from.pop();
        if let Some(edited) = &edited {
            to.push(UndoStep {
                label: step.label.clone(),
                at_ms: now_ms(),
                changes: vec![edited.hash],
                text: None,
            });
        }
        self.keep_steps(dossier);
        let cell =
            |(line, indicator, field): &(model::LineId, Option<model::IndicatorId>, String)| Cell {
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: field.clone(),
            };
        Ok(UndoReceipt {
            label: Some(step.label),
            changed: edited
                .iter()
                .flat_map(|edited| edited.fields.iter().map(cell))
                .collect(),
            kept: kept.iter().map(cell).collect(),
        })
    }

    /// The names of the next undo and redo, for a window that opens.
    pub(crate) fn undo_labels(
        &mut self,
        dossier: DossierId,
    ) -> Result<(Option<String>, Option<String>), Problem> {
        self.shelves
            .get(&dossier)
            .ok_or_else(|| Problem::of(Code::DossierUnknown))?;
        let steps = self.undo_steps(dossier);
        Ok((steps.undo_label(), steps.redo_label()))
    }
}
