//! Doing things with minutas: each action checked and done in the minutes document and, where a
//! version is closed with it, in the review, in one round: all of it or nothing.

use std::collections::BTreeMap;

use contract::{Code, MinutesAction, MinutesReceipt, Problem};
use minutes::{About, Act, AgreementState, Field, MinutesEdit, MinutesId, PartId, PartKind};
use review::Act as ReviewAct;
use wire::DossierId;

use super::counted_at;
use crate::desk::{Desk, dice, now_ms};

/// Things one step may do at most: a pasted list of people is one each.
const ACTIONS_MAX: usize = 2_000;

impl Desk {
    /// Does everything or nothing.
    pub(crate) fn minutes_act(
        &mut self,
        dossier: DossierId,
        actions: Vec<MinutesAction>,
    ) -> Result<MinutesReceipt, Problem> {
        if actions.len() > ACTIONS_MAX {
            return Err(Problem::of(Code::TooMany));
        }
        // What fails half-way is dropped whole: nothing else may be in the round.
        self.finish_round();
        self.shelf(dossier)?.replica()?;
        let mut made = Vec::new();
        for action in actions {
            if let Err(problem) = self.minutes_deed(dossier, action, &mut made) {
                self.give_up_round(dossier);
                return Err(problem);
            }
        }
        Ok(MinutesReceipt {
            made,
            minutes: self.shelf(dossier)?.minutes().view(),
        })
    }

    fn minutes_deed(
        &mut self,
        dossier: DossierId,
        action: MinutesAction,
        made: &mut Vec<String>,
    ) -> Result<(), Problem> {
        match action {
            MinutesAction::Begin { values } => {
                let mut values = values_of(values)?;
                let institution = self.shelf(dossier)?.replica()?.matrix().institution();
                values
                    .entry(Field::Institution)
                    .or_insert_with(|| institution.to_owned());
                self.edit_minutes(dossier, &MinutesEdit::Begin { values }, made)
            }
            MinutesAction::Close {
                minutes,
                version,
                name,
                note,
            } => {
                let minutes = minutes_id(&minutes, made)?;
                self.close_minutes(dossier, minutes, version.as_deref(), name, note, made)
            }
            MinutesAction::Reopen { minutes, reason } => {
                needed(&reason)?;
                let minutes = minutes_id(&minutes, made)?;
                self.act_minutes(dossier, Act::Reopen { minutes, reason })
            }
            MinutesAction::FollowUp {
                agreement,
                minutes,
                state,
                on,
                remark,
            } => {
                let minutes = minutes.map(|id| minutes_id(&id, made)).transpose()?;
                let act = Act::FollowUp {
                    agreement: part_id(&agreement, made)?,
                    minutes,
                    state: state.as_deref().map(state_of).transpose()?,
                    on,
                    remark,
                };
                self.act_minutes(dossier, act)
            }
            MinutesAction::CountNote {
                agreement,
                said,
                note,
            } => {
                needed(&note)?;
                let act = Act::CountNote {
                    agreement: part_id(&agreement, made)?,
                    said: u64::from(said),
                    note,
                };
                self.act_minutes(dossier, act)
            }
            action => {
                let edit = edit_of(action, made)?;
                self.edit_minutes(dossier, &edit, made)
            }
        }
    }

    /// Closes a minuta: a version of the matrix is its annex, one that was closed before or one that
    /// is closed now.
    fn close_minutes(
        &mut self,
        dossier: DossierId,
        minutes: MinutesId,
        version: Option<&str>,
        name: String,
        note: String,
        made: &mut Vec<String>,
    ) -> Result<(), Problem> {
        let replica = self.shelf(dossier)?.replica()?;
        let content = replica.minutes().content();
        let session = content.session(minutes);
        let session = session.ok_or_else(|| Problem::of(Code::MinutesUnknown))?;
        let title = session.title();
        let (version, counted) = if let Some(text) = version {
            let id: review::ActId = text.parse().map_err(|_| Problem::of(Code::PointUnknown))?;
            let agreement = replica.agreement();
            let mut versions = agreement.versions.iter();
            let matrix = versions.find(|data| data.id == id);
            let matrix = matrix.and_then(|data| match &data.act {
                ReviewAct::CloseVersion { matrix, .. } => Some(matrix.clone()),
                _ => None,
            });
            let counted = matrix.and_then(|matrix| counted_at(replica, Some(&matrix)));
            let counted = counted.ok_or_else(|| Problem::of(Code::PointUnknown))?;
            (id, counted)
        } else {
            let counted = counted_at(replica, None).unwrap_or_default();
            let name = if name.trim().is_empty() { title } else { name };
            let id = self.close_version(dossier, name, note)?;
            made.push(id.to_string());
            (id, counted)
        };
        let act = Act::Close {
            minutes,
            written: self.shelf(dossier)?.replica()?.minutes().version(),
            version: version.0,
            counted,
        };
        self.act_minutes(dossier, act)
    }

    /// Writes in a minuta.
    pub(crate) fn edit_minutes(
        &mut self,
        dossier: DossierId,
        edit: &MinutesEdit,
        made: &mut Vec<String>,
    ) -> Result<(), Problem> {
        let replica = self.shelf_mut(dossier)?.replica_mut()?;
        let outcome = replica.edit_minutes(edit, now_ms(), &mut dice);
        let outcome = outcome.map_err(|problem| self.edit_failed(dossier, &problem))?;
        if let Some((step, part)) = outcome {
            self.stage(dossier, step, &[])?;
            made.extend(part.map(|part| part.to_string()));
        }
        Ok(())
    }

    fn act_minutes(&mut self, dossier: DossierId, act: Act) -> Result<(), Problem> {
        let replica = self.shelf_mut(dossier)?.replica_mut()?;
        let outcome = replica.act_minutes(act, now_ms(), &mut dice);
        let (step, _) = outcome.map_err(|problem| self.edit_failed(dossier, &problem))?;
        self.stage(dossier, step, &[])
    }
}

/// What is written in a minuta, but for beginning one.
fn edit_of(action: MinutesAction, made: &[String]) -> Result<MinutesEdit, Problem> {
    Ok(match action {
        MinutesAction::Add {
            minutes,
            kind,
            after,
            values,
        } => MinutesEdit::Add {
            minutes: minutes_id(&minutes, made)?,
            kind: kind
                .parse::<PartKind>()
                .map_err(|_| Problem::about(Code::FieldUnknown, kind))?,
            after: after.map(|id| part_id(&id, made)).transpose()?,
            values: values_of(values)?,
        },
        MinutesAction::Set { part, field, value } => MinutesEdit::Set {
            part: part_id(&part, made)?,
            field: field_of(&field)?,
            value,
        },
        MinutesAction::Resolve {
            part,
            field,
            choose,
        } => MinutesEdit::Resolve {
            part: part_id(&part, made)?,
            field: field_of(&field)?,
            choose,
        },
        MinutesAction::Move { part, after } => MinutesEdit::Move {
            part: part_id(&part, made)?,
            after: after.map(|id| part_id(&id, made)).transpose()?,
        },
        MinutesAction::Remove { part, removed } => MinutesEdit::Remove {
            part: part_id(&part, made)?,
            removed,
        },
        MinutesAction::Link {
            part,
            about,
            linked,
        } => MinutesEdit::Link {
            part: part_id(&part, made)?,
            about: about
                .parse::<About>()
                .map_err(|_| Problem::of(Code::RowUnknown))?,
            linked,
        },
        _ => return Err(Problem::of(Code::Defect)),
    })
}

fn values_of(values: BTreeMap<String, String>) -> Result<BTreeMap<Field, String>, Problem> {
    let values = values.into_iter();
    values
        .map(|(field, value)| Ok((field_of(&field)?, value)))
        .collect()
}

pub(super) fn field_of(text: &str) -> Result<Field, Problem> {
    text.parse()
        .map_err(|_| Problem::about(Code::FieldUnknown, text))
}

fn state_of(text: &str) -> Result<AgreementState, Problem> {
    text.parse()
        .map_err(|_| Problem::about(Code::ValueInvalid, text))
}

/// An id, or "@0", "@1"…: what this very step made.
fn named<'a>(text: &'a str, made: &'a [String]) -> Result<&'a str, Problem> {
    let Some(place) = text.strip_prefix('@') else {
        return Ok(text);
    };
    let place = place.parse::<usize>().ok();
    let id = place.and_then(|place| made.get(place));
    id.map(String::as_str)
        .ok_or_else(|| Problem::of(Code::MinutesUnknown))
}

fn minutes_id(text: &str, made: &[String]) -> Result<MinutesId, Problem> {
    named(text, made)?
        .parse()
        .map_err(|_| Problem::of(Code::MinutesUnknown))
}

fn part_id(text: &str, made: &[String]) -> Result<PartId, Problem> {
    named(text, made)?
        .parse()
        .map_err(|_| Problem::of(Code::MinutesUnknown))
}

fn needed(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::of(Code::ReasonNeeded));
    }
    Ok(())
}
