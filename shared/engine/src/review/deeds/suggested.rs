//! Proposing changes, and taking them in: a suggestion is applied where it was made and merges with
//! what happened since.

use contract::{Code, Problem, ReviewAction};
use model::{Author, Edited, LineId, Matrix, MatrixEdit, Version, Via};
use replica::Replica;
use review::{Act, ActId, Verdict};
use wire::DossierId;

use super::super::Places;
use super::{Done, act_id};
use crate::desk::{Desk, dice, now_ms};
use crate::ids::{field_of, heading_id, indicator_id, line_id};
use crate::spans;
use crate::undo::StepName;

impl Desk {
    pub(super) fn suggestion(
        &self,
        dossier: DossierId,
        action: ReviewAction,
    ) -> Result<Act, Problem> {
        proposal(self.shelf(dossier)?.replica()?.matrix(), action)
    }

    /// A suggestion that nobody has decided.
    pub(super) fn open_suggestion(&self, dossier: DossierId, text: &str) -> Result<ActId, Problem> {
        let id = act_id(text, Code::SuggestionUnknown)?;
        let agreement = self.shelf(dossier)?.replica()?.agreement();
        let found = agreement
            .suggestions
            .iter()
            .find(|known| known.made.id == id);
        let found = found.ok_or_else(|| Problem::of(Code::SuggestionUnknown))?;
        if found.verdict().is_some() {
            return Err(Problem::of(Code::SuggestionDecided));
        }
        Ok(id)
    }

    pub(super) fn act_of(&self, dossier: DossierId, id: ActId) -> Result<(Act, Author), Problem> {
        let acts = self.shelf(dossier)?.replica()?.review().acts();
        let data = acts.get(&id);
        let data = data.ok_or_else(|| Problem::of(Code::SuggestionUnknown))?;
        Ok((data.act.clone(), data.author))
    }

    pub(super) fn verdict(
        &mut self,
        dossier: DossierId,
        suggestion: ActId,
        verdict: Verdict,
        applied: String,
        reason: String,
    ) -> Result<(), Problem> {
        let act = Act::Verdict {
            suggestion,
            verdict,
            applied,
            reason,
        };
        self.act_review(dossier, act).map(drop)
    }

    /// Applies a suggestion where it was made, lets it merge with what happened since, and says so.
    pub(super) fn accept(
        &mut self,
        dossier: DossierId,
        suggestion: &str,
        hunks: Option<&[u32]>,
        reason: String,
        done: &mut Done,
    ) -> Result<(), Problem> {
        let id = self.open_suggestion(dossier, suggestion)?;
        let replica = self.shelf(dossier)?.replica()?;
        let taken = Acceptance::of(replica, id, hunks)?;
        self.check_lock(dossier, &taken.edit)?;
        let outcome = self.shelf_mut(dossier)?.replica_mut()?.edit_matrix_via(
            &taken.edit,
            taken.base.as_ref(),
            &taken.via,
            now_ms(),
            &mut dice,
        );
        let edited = self.edited(dossier, outcome)?;
        let applied = taken.applied(edited.as_ref());
        done.edits.extend(edited);
        done.label = "deed:accept";
        self.verdict(dossier, id, taken.verdict, applied, reason)
    }

    /// Takes back what applied a suggestion, as far as nobody wrote over it: an edit like any other,
    /// which undo brings back. A decision is never barred, not even about an approved line.
    pub(super) fn unapply(&mut self, dossier: DossierId, id: ActId) -> Result<(), Problem> {
        let replica = self.shelf_mut(dossier)?.replica_mut()?;
        let applied = replica.matrix().has_via(id.to_bytes());
        let outcome = replica.take_back(&applied, now_ms(), &mut dice);
        let edited = self.edited(dossier, outcome.map(|undone| undone.made))?;
        let field = edited.iter().flat_map(|edited| &edited.fields).next();
        let field = field.map_or_else(String::new, |(.., field)| field.clone());
        let hashes = edited.iter().map(|edited| edited.hash).collect();
        self.step_made(dossier, StepName::Decision(field), hashes);
        Ok(())
    }
}

/// What accepting a suggestion writes into the matrix: a pure function of the suggestion, of how
/// much of it is taken and of where its row stands now.
pub(crate) struct Acceptance {
    pub(crate) edit: MatrixEdit,
    /// The version it is written at; `None`: as the matrix stands.
    pub(crate) base: Option<Version>,
    pub(crate) via: Via,
    pub(crate) verdict: Verdict,
    /// The text that is applied, when not the whole of it is.
    part: String,
}

impl Acceptance {
    pub(crate) fn of(
        replica: &Replica,
        suggestion: ActId,
        hunks: Option<&[u32]>,
    ) -> Result<Self, Problem> {
        let unknown = || Problem::of(Code::SuggestionUnknown);
        let made = replica.review().acts().get(&suggestion);
        let made = made.ok_or_else(unknown)?;
        let via = Via {
            suggestion: suggestion.to_bytes(),
            proposer: made.author,
        };
        let whole = |edit| Self {
            edit,
            base: None,
            via,
            verdict: Verdict::Accepted,
            part: String::new(),
        };
        let places = Places::of(replica.matrix().rows());
        // What was meant for one line must not be done to the one it was merged into.
        let unmerged = |line: LineId| {
            let stays = places.now(line, None).0 == line;
            stays
                .then_some(())
                .ok_or_else(|| Problem::of(Code::SuggestionMerged))
        };
        Ok(match &made.act {
            Act::Suggest {
                line,
                indicator,
                field,
                base,
                before,
                value,
                ..
            } => {
                let field = field_of(field)?;
                let indicator = indicator.filter(|_| field.is_of_indicator());
                if indicator.is_none() {
                    unmerged(*line)?;
                }
                let (line, indicator) = places.now(*line, indicator);
                let part = hunks.map(|hunks| spans::apply(before, value, hunks));
                let part = part.filter(|part| part != value);
                if part.as_ref() == Some(before) {
                    return Err(Problem::of(Code::ChoiceUnknown));
                }
                if !replica.matrix().holds(base) {
                    return Err(Problem::of(Code::PointUnknown));
                }
                let edit = MatrixEdit::Set {
                    line,
                    indicator,
                    field,
                    value: part.clone().unwrap_or_else(|| value.clone()),
                };
                let verdict = if part.is_some() {
                    Verdict::Partly
                } else {
                    Verdict::Accepted
                };
                Self {
                    base: Some(base.clone()),
                    verdict,
                    part: part.unwrap_or_default(),
                    ..whole(edit)
                }
            }
            Act::SuggestLine {
                after,
                heading,
                cells,
                ..
            } => {
                let cells = cells
                    .iter()
                    .map(|(name, value)| Ok((field_of(name)?, value.clone())))
                    .collect::<Result<_, Problem>>()?;
                whole(MatrixEdit::AddLine {
                    after: after.map(|after| places.now(after, None).0),
                    heading: heading.map(Some),
                    cells,
                })
            }
            Act::SuggestRetire { line, retired, .. } => {
                let line = *line;
                unmerged(line)?;
                whole(if *retired {
                    MatrixEdit::Retire { line }
                } else {
                    MatrixEdit::Restore { line }
                })
            }
            _ => return Err(unknown()),
        })
    }

    /// What its verdict says of what was applied: the text, when it was taken in part; the line that
    /// was made, so that two people who accepted it at once are asked which of the two lines stays.
    pub(crate) fn applied(&self, edited: Option<&Edited>) -> String {
        let line = edited.and_then(|edited| edited.made.first());
        match &self.edit {
            MatrixEdit::AddLine { .. } => line.cloned().unwrap_or_default(),
            _ => self.part.clone(),
        }
    }
}

/// What proposing something writes into the review: a pure function of it and of the matrix.
pub(crate) fn proposal(matrix: &Matrix, action: ReviewAction) -> Result<Act, Problem> {
    let now = matrix.version();
    Ok(match action {
        ReviewAction::Suggest {
            line,
            indicator,
            field,
            value,
            base,
            reason,
        } => {
            let (line, indicator) = (line_id(&line)?, indicator_id(indicator.as_deref())?);
            let field = field_of(&field)?;
            let base = match base.filter(|base| !base.is_empty()) {
                Some(base) => {
                    Version::from_hex(&base).map_err(|_| Problem::of(Code::PointUnknown))?
                }
                None => now.clone(),
            };
            let before = if base == now {
                matrix.cell(line, indicator, field)
            } else {
                let past = matrix.rows_at(&base);
                let past = past.ok_or_else(|| Problem::of(Code::PointUnknown))?;
                past.cell(line, indicator, field)
            };
            Act::Suggest {
                line,
                indicator,
                field: field.to_string(),
                base,
                before: before.ok_or_else(|| Problem::of(Code::RowUnknown))?,
                value,
                reason,
            }
        }
        ReviewAction::SuggestLine {
            after,
            heading,
            cells,
            reason,
        } => {
            for field in cells.keys() {
                field_of(field)?;
            }
            Act::SuggestLine {
                after: after.as_deref().map(line_id).transpose()?,
                heading: heading.as_deref().map(heading_id).transpose()?,
                cells,
                base: now,
                reason,
            }
        }
        ReviewAction::SuggestRetire {
            line,
            retired,
            reason,
        } => {
            let line = line_id(&line)?;
            let row = matrix.rows().iter().find(|row| row.line == line);
            let row = row.ok_or_else(|| Problem::of(Code::RowUnknown))?;
            Act::SuggestRetire {
                line,
                retired,
                base: now,
                before: row.action_line.clone(),
                reason,
            }
        }
        _ => return Err(Problem::of(Code::Defect)),
    })
}
