//! Doing things in the review: each action checked, done in the review document and, where it
//! changes the matrix, there too, in one round: all of it or nothing.

mod agreed;
mod said;
mod suggested;

#[cfg(test)]
pub(crate) use said::remark;
#[cfg(test)]
pub(crate) use suggested::{Acceptance, proposal};

use std::collections::BTreeMap;

use contract::{Code, ConsultationOutcome, Problem, ReviewAction, ReviewReceipt, RowState};
use model::{Author, Edited, MatrixEdit};
use review::{Act, ActId, CommentId, Credit, LineState, Outcome, ReviewEdit, Verdict};
use wire::{DeviceId, DossierId};

use super::Places;
use super::decisions::{self, Answer};
use super::told::Teller;
use crate::desk::{Desk, dice, now_ms};
use crate::history::dates;
use crate::ids::thread_id;
use crate::undo::StepName;

/// Things one step may do at most: a state for every line of a large matrix is one thing.
const ACTIONS_MAX: usize = 1_000;

/// What a step has come to so far.
#[derive(Default)]
struct Done {
    made: Vec<String>,
    edits: Vec<Edited>,
    /// What undo calls the part of it that changed the matrix: a name that hosts put into words.
    label: &'static str,
}

impl Desk {
    /// Does everything or nothing.
    pub(crate) fn review(
        &mut self,
        dossier: DossierId,
        actions: Vec<ReviewAction>,
    ) -> Result<ReviewReceipt, Problem> {
        if actions.len() > ACTIONS_MAX {
            return Err(Problem::of(Code::TooMany));
        }
        // What fails half-way is dropped whole: nothing else may be in the round.
        self.finish_round();
        let before = self.shelf(dossier)?.comments().to_vec();
        self.shelf(dossier)?.replica()?;
        let mut done = Done::default();
        for action in actions {
            if let Err(problem) = self.deed(dossier, action, &mut done) {
                self.give_up_round(dossier);
                return Err(problem);
            }
        }
        let hashes = done.edits.iter().map(|edited| edited.hash).collect();
        self.step_made(dossier, StepName::Said(done.label.to_owned()), hashes);
        let known: BTreeMap<&str, _> = before
            .iter()
            .map(|comment| (comment.comment.as_str(), comment))
            .collect();
        let shelf = self.shelf(dossier)?;
        let comments = shelf.comments().iter();
        Ok(ReviewReceipt {
            made: done.made,
            comments: comments
                .filter(|comment| known.get(comment.comment.as_str()) != Some(comment))
                .cloned()
                .collect(),
            review: shelf.review().view.clone(),
        })
    }

    fn deed(
        &mut self,
        dossier: DossierId,
        action: ReviewAction,
        done: &mut Done,
    ) -> Result<(), Problem> {
        match action {
            ReviewAction::Comment { .. } => self.comment(dossier, action, done),
            ReviewAction::EditComment {
                comment,
                text,
                mentions,
            } => {
                let act = Act::EditComment {
                    comment: comment_id(&comment)?,
                    text,
                    mentions: authors(&mentions)?,
                };
                self.of_comment(dossier, act)
            }
            ReviewAction::WithdrawComment { comment } => {
                let comment = comment_id(&comment)?;
                self.of_comment(dossier, Act::WithdrawComment { comment })
            }
            ReviewAction::ResolveThread { thread, resolved } => {
                let thread = thread_id(&thread)?;
                self.discuss(dossier, &ReviewEdit::Resolve { thread, resolved })
            }
            ReviewAction::Suggest { .. }
            | ReviewAction::SuggestLine { .. }
            | ReviewAction::SuggestRetire { .. } => {
                let act = self.suggestion(dossier, action)?;
                done.made.push(self.act_review(dossier, act)?.to_string());
                Ok(())
            }
            ReviewAction::WithdrawSuggestion { suggestion } => {
                let id = self.open_suggestion(dossier, &suggestion)?;
                let made = self.act_of(dossier, id)?;
                if made.1 != self.shelf(dossier)?.replica()?.author() {
                    return Err(Problem::of(Code::NotYours));
                }
                self.verdict(
                    dossier,
                    id,
                    Verdict::Withdrawn,
                    String::new(),
                    String::new(),
                )
            }
            ReviewAction::Accept {
                suggestion,
                hunks,
                reason,
            } => self.accept(dossier, &suggestion, hunks.as_deref(), reason, done),
            ReviewAction::Refuse { suggestion, reason } => {
                needed(&reason)?;
                let id = self.open_suggestion(dossier, &suggestion)?;
                self.verdict(dossier, id, Verdict::Refused, String::new(), reason)
            }
            ReviewAction::Consult { .. } => self.consult(dossier, action, done),
            ReviewAction::Answer {
                consultation,
                answer,
                answered_on,
                outcome,
            } => {
                dates::parsed(&answered_on)?;
                let act = Act::Answer {
                    consultation: act_id(&consultation, Code::ConsultationUnknown)?,
                    answer,
                    answered_on,
                    outcome: Some(outcome_of(outcome)),
                };
                self.about(dossier, act, Code::ConsultationUnknown)
            }
            ReviewAction::Reopen {
                consultation,
                reason,
            } => {
                needed(&reason)?;
                let act = Act::Answer {
                    consultation: act_id(&consultation, Code::ConsultationUnknown)?,
                    answer: reason,
                    answered_on: String::new(),
                    outcome: None,
                };
                self.about(dossier, act, Code::ConsultationUnknown)
            }
            ReviewAction::SetState {
                lines,
                state,
                reason,
            } => self.set_states(dossier, &lines, state, &reason),
            ReviewAction::OpenWindow {
                closes_on,
                notify_to,
                note,
            } => {
                dates::parsed(&closes_on)?;
                let replica = self.shelf(dossier)?.replica()?;
                let windows = replica.agreement().windows;
                if windows.iter().any(|window| window.closed().is_none()) {
                    return Err(Problem::of(Code::WindowOpen));
                }
                let act = Act::Window {
                    closes_on,
                    notify_to,
                    note,
                    matrix: replica.matrix().version(),
                };
                done.made.push(self.act_review(dossier, act)?.to_string());
                Ok(())
            }
            ReviewAction::MoveWindow {
                window,
                closes_on,
                reason,
            } => {
                dates::parsed(&closes_on)?;
                needed(&reason)?;
                self.change_window(dossier, &window, closes_on, reason)
            }
            ReviewAction::CloseWindow { window, reason } => {
                self.change_window(dossier, &window, String::new(), reason)
            }
            ReviewAction::VerifyBaseline { .. } => self.verify_baseline(dossier, action, done),
            ReviewAction::CloseVersion { name, note } => {
                let id = self.close_version(dossier, name, note)?;
                done.made.push(id.to_string());
                Ok(())
            }
        }
    }

    /// Closes the matrix as it stands as a version.
    pub(crate) fn close_version(
        &mut self,
        dossier: DossierId,
        name: String,
        note: String,
    ) -> Result<ActId, Problem> {
        needed(&name)?;
        let replica = self.shelf(dossier)?.replica()?;
        let matrix = replica.matrix().version();
        let review = replica.review().version();
        let (rows, digest) = self.digest(dossier)?;
        let act = Act::CloseVersion {
            name,
            note,
            matrix,
            review,
            rows,
            digest,
        };
        self.act_review(dossier, act)
    }

    /// Answers something that waits for a decision.
    pub(crate) fn decide(
        &mut self,
        dossier: DossierId,
        key: &str,
        choose: u32,
    ) -> Result<(), Problem> {
        self.finish_round();
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let agreement = replica.agreement();
        let places = Places::of(replica.matrix().rows());
        let teller = Teller {
            replica,
            agreement: &agreement,
            people: shelf.people(),
            places: &places,
            today: dates::today(),
            approved: &shelf.review().approved,
            counts: &shelf.review().counts,
        };
        let answer = decisions::answer(&teller, key, choose)?;
        match answer {
            Answer::Edit(edit) => {
                // A decision is never barred, not even about an approved line.
                let edited = self.edit_unlocked(dossier, &edit, None)?;
                let field = match &edit {
                    MatrixEdit::Resolve { field, .. } => field.to_string(),
                    _ => String::new(),
                };
                let hashes = edited.iter().map(|edited| edited.hash).collect();
                self.step_made(dossier, StepName::Decision(field), hashes);
                Ok(())
            }
            Answer::Act(act) => self.act_review(dossier, act).map(drop),
            Answer::NotApplied(suggestion, act) => {
                let outcome = self.unapply(dossier, suggestion);
                let outcome = outcome.and_then(|()| self.act_review(dossier, act).map(drop));
                if outcome.is_err() {
                    self.give_up_round(dossier);
                }
                outcome
            }
        }
    }

    fn act_review(&mut self, dossier: DossierId, act: Act) -> Result<ActId, Problem> {
        self.act_credited(dossier, act, None)
    }

    /// Does something in the review that came out of a file, which may name somebody.
    pub(crate) fn act_credited(
        &mut self,
        dossier: DossierId,
        act: Act,
        credit: Option<Credit>,
    ) -> Result<ActId, Problem> {
        let outcome =
            self.shelf_mut(dossier)?
                .replica_mut()?
                .act_review(act, credit, now_ms(), &mut dice);
        let (step, id) = outcome.map_err(|problem| self.edit_failed(dossier, &problem))?;
        self.stage(dossier, step, &[])?;
        Ok(id)
    }

    /// An act about something that must be there; `missing`: what to say when it is not.
    fn about(&mut self, dossier: DossierId, act: Act, missing: Code) -> Result<(), Problem> {
        match self.act_review(dossier, act) {
            Err(problem) if problem.code == Code::SuggestionUnknown => Err(Problem::of(missing)),
            outcome => outcome.map(drop),
        }
    }

    fn of_comment(&mut self, dossier: DossierId, act: Act) -> Result<(), Problem> {
        match self.act_review(dossier, act) {
            Err(problem) if problem.code == Code::NotAllowed => Err(Problem::of(Code::NotYours)),
            outcome => outcome.map(drop),
        }
    }
}

fn needed(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::of(Code::ReasonNeeded));
    }
    Ok(())
}

fn act_id(text: &str, missing: Code) -> Result<ActId, Problem> {
    text.parse().map_err(|_| Problem::of(missing))
}

fn comment_id(text: &str) -> Result<CommentId, Problem> {
    text.parse().map_err(|_| Problem::of(Code::ThreadUnknown))
}

fn authors(devices: &[String]) -> Result<Vec<Author>, Problem> {
    let devices = devices.iter();
    devices
        .map(|device| {
            let device: DeviceId = device
                .parse()
                .map_err(|_| Problem::of(Code::ValueInvalid))?;
            Ok(Author(device.0))
        })
        .collect()
}

fn state_of(state: RowState) -> LineState {
    match state {
        RowState::Draft => LineState::Draft,
        RowState::InReview => LineState::InReview,
        RowState::Returned => LineState::Returned,
        RowState::Approved => LineState::Approved,
    }
}

fn outcome_of(outcome: ConsultationOutcome) -> Outcome {
    match outcome {
        ConsultationOutcome::Agreed => Outcome::Agreed,
        ConsultationOutcome::AgreedWithChanges => Outcome::AgreedWithChanges,
        ConsultationOutcome::NotAgreed => Outcome::NotAgreed,
        ConsultationOutcome::NotTheirs => Outcome::NotTheirs,
        ConsultationOutcome::NoAnswer => Outcome::NoAnswer,
    }
}
