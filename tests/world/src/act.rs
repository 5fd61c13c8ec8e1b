//! What people do: edits with words nobody else writes, told to the oracle with what their author
//! had before their eyes.

use std::sync::Arc;

use model::{Field, IndicatorId, LineId, MatrixEdit, Version};
use replica::{EditProblem, Record, Replica};
use review::ReviewEdit;
use seal::{DeviceKey, Invitation, Profile};
use wire::{DocumentKind, Role};

use crate::device::{Device, Input, Out, Slot, Surroundings};
use crate::dice::{Dice, Stream};
use crate::edits::{Change, RowField, TEXTS, choose, pick_field, pick_row, reworded};
use crate::oracle::{Cell, Deed, Seen};
use crate::plan::{EditKind, Step, What};
use crate::run::Fault;

/// Where the invitations say the relay is.
const RELAY_URL: &str = "wss://relevo.example/v1";
/// An invitation that cannot be written now is tried again after this long, in milliseconds.
pub(crate) const INVITE_AGAIN_MS: u64 = 3_000;

/// An editor somebody left open: it goes on showing its own text.
#[derive(Debug)]
pub(crate) struct Editor {
    line: LineId,
    indicator: Option<IndicatorId>,
    field: Field,
    text: String,
    version: Version,
    seen: Seen,
}

impl Device {
    /// A step of the plan that is this device's.
    pub(crate) fn act(&mut self, step: Step, around: &mut Surroundings<'_>) {
        let What::Edit(_, kind) = step.what else {
            return;
        };
        let mut dice = Dice::new(step.dice, Stream::Step);
        match kind {
            EditKind::Comment | EditKind::Reply | EditKind::ResolveThread => {
                self.discuss(kind, &mut dice, around);
            }
            EditKind::Typing => self.type_on(&mut dice, around),
            _ => {
                let Some(replica) = self.replica() else {
                    return;
                };
                let Some(edit) = choose(replica, kind, &mut dice, around.coiner) else {
                    return;
                };
                self.edit(&edit, around);
            }
        }
    }

    /// Writes in the editor that is open, or opens one.
    fn type_on(&mut self, dice: &mut Dice, around: &mut Surroundings<'_>) {
        let Slot::Awake(replica) = &self.slot else {
            return;
        };
        if self.editor.is_none() || dice.chance(250) {
            let Some(row) = pick_row(replica, dice) else {
                return;
            };
            let texts = if row.indicator.is_none() {
                &TEXTS[..1]
            } else {
                &TEXTS
            };
            let field = pick_field(texts, dice);
            self.editor = Some(Editor {
                line: row.line,
                indicator: row.indicator,
                field,
                text: row.cell(field),
                version: replica.matrix().version(),
                seen: around
                    .oracle
                    .visible(self.id, DocumentKind::Matrix, &replica.vector()),
            });
        }
        let Some(editor) = self.editor.take() else {
            return;
        };
        let Some(cell) = Cell::of(editor.line, editor.indicator, editor.field) else {
            return;
        };
        let value = reworded(&editor.text, dice, around.coiner);
        let edit = MatrixEdit::Set {
            line: editor.line,
            indicator: editor.indicator,
            field: editor.field,
            value: value.clone(),
        };
        let visible = around
            .oracle
            .visible(self.id, DocumentKind::Matrix, &replica.vector());
        // An edit of a cell that nobody else touched since is made now; else where it began.
        let past = if around.oracle.changed_since(&cell, &visible, &editor.seen) {
            editor.seen.clone()
        } else {
            visible
        };
        let deed = Deed::Text {
            cell,
            before: editor.text.clone(),
            after: value.clone(),
        };
        let base = Some(&editor.version);
        if let Some((version, seen)) = self.make(&edit, base, past, |_, _| vec![deed], around) {
            self.editor = Some(Editor {
                text: value,
                version,
                seen,
                ..editor
            });
        }
    }

    /// Makes an edit of the matrix as it reads now.
    fn edit(&mut self, edit: &MatrixEdit, around: &mut Surroundings<'_>) {
        let Some(replica) = self.replica() else {
            return;
        };
        let past = around
            .oracle
            .visible(self.id, DocumentKind::Matrix, &replica.vector());
        let change = Change::of(replica, edit);
        let mut unheeded = None;
        let deeds = |replica: &Replica, fields: &[RowField]| {
            let (deeds, shown) = change.deeds(replica, fields);
            unheeded = shown.filter(|shown| *shown != change.after);
            deeds
        };
        self.make(edit, None, past, deeds, around);
        if let Some(shown) = unheeded {
            let detail = format!("device {} shows {shown:?} after {edit:?}", self.place);
            around.faults.push(Fault::new("edit unheeded", detail));
        }
    }

    fn make(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
        mut past: Seen,
        deeds: impl FnOnce(&Replica, &[RowField]) -> Vec<Deed>,
        around: &mut Surroundings<'_>,
    ) -> Option<(Version, Seen)> {
        let at_ms = self.clock_ms(around.now_ms);
        let Slot::Awake(replica) = &mut self.slot else {
            return None;
        };
        let dice = &mut self.dice;
        let made = replica.edit_matrix(edit, base, at_ms, &mut |bytes: &mut [u8]| dice.fill(bytes));
        around.stats.tried += 1;
        let may = replica
            .role()
            .is_some_and(|role| role.may_write(DocumentKind::Matrix));
        let (step, edited) = match made {
            Ok(Some(made)) => made,
            Ok(None) | Err(EditProblem::NotArrived) => return None,
            Err(EditProblem::NotAllowed { .. }) if !may => {
                around.stats.forbidden += 1;
                return None;
            }
            Err(problem) => {
                let detail = format!("device {}: {problem:?} on {edit:?}", self.place);
                around.faults.push(Fault::new("edit refused", detail));
                return None;
            }
        };
        if !may {
            let detail = format!("device {} wrote {edit:?}", self.place);
            around.faults.push(Fault::new("forbidden write", detail));
        }
        let deeds = deeds(replica, &edited.fields);
        around
            .trace
            .note(around.now_ms, format_args!("d{} {edit:?}", self.place));
        let series = (DocumentKind::Matrix, self.id, index_of(&step.persist));
        let id = around.oracle.made(self.place, series, past.clone(), deeds);
        past.insert(id);
        self.stage(step, around);
        Some((edited.version, past))
    }

    fn discuss(&mut self, kind: EditKind, dice: &mut Dice, around: &mut Surroundings<'_>) {
        let Some(replica) = self.replica() else {
            return;
        };
        let Some(row) = pick_row(replica, dice) else {
            return;
        };
        let comment = dice.pick(replica.comments());
        let thread = comment
            .filter(|_| kind != EditKind::Comment)
            .map(|comment| comment.thread);
        let text = around.coiner.word(dice, None);
        let (edit, deed) = match (kind, comment) {
            (EditKind::ResolveThread, None) => return,
            (EditKind::ResolveThread, Some(comment)) => {
                let (thread, resolved) = (comment.thread, !comment.resolved);
                (
                    ReviewEdit::Resolve { thread, resolved },
                    Deed::Resolved { thread, resolved },
                )
            }
            _ => (
                ReviewEdit::Comment {
                    thread,
                    line: row.line,
                    indicator: row.indicator,
                    field: Field::ActionLine.to_string(),
                    quote: row.action_line.clone(),
                    text: text.clone(),
                    credit: None,
                    mentions: Vec::new(),
                    internal: false,
                    anchor: None,
                },
                Deed::Comment { text, thread },
            ),
        };
        let past = around
            .oracle
            .visible(self.id, DocumentKind::Review, &replica.vector());
        let at_ms = self.clock_ms(around.now_ms);
        let Slot::Awake(replica) = &mut self.slot else {
            return;
        };
        let dice = &mut self.dice;
        let made = replica.edit_review(&edit, at_ms, &mut |bytes: &mut [u8]| dice.fill(bytes));
        around.stats.tried += 1;
        let may = replica
            .role()
            .is_some_and(|role| role.may_write(DocumentKind::Review));
        match made {
            Ok(Some(step)) if may => {
                around
                    .trace
                    .note(around.now_ms, format_args!("d{} {edit:?}", self.place));
                let series = (DocumentKind::Review, self.id, index_of(&step.persist));
                around.oracle.made(self.place, series, past, vec![deed]);
                self.stage(step, around);
            }
            Ok(None) | Err(EditProblem::NotArrived) => {}
            Err(EditProblem::NotAllowed { .. }) if !may => around.stats.forbidden += 1,
            made => {
                let detail = format!("device {}: {made:?} on {edit:?}", self.place);
                around.faults.push(Fault::new("edit refused", detail));
            }
        }
    }

    /// Writes an invitation for whoever has a place in the plan.
    pub(crate) fn invite(
        &mut self,
        place: usize,
        role: Role,
        around: &mut Surroundings<'_>,
        out: &mut Vec<Out>,
    ) {
        let dice = &mut self.dice;
        let mut throw = |bytes: &mut [u8]| dice.fill(bytes);
        let secret = DeviceKey::generate(&mut throw);
        let granted = match &mut self.slot {
            Slot::Awake(replica) => replica.grant(&secret, role, &mut throw),
            Slot::Off | Slot::Loading => {
                out.push(Out::Later(Input::Invite(place, role)));
                return;
            }
        };
        let Slot::Awake(replica) = &self.slot else {
            return;
        };
        let link = granted
            .map_err(|problem| problem.to_string())
            .and_then(|(step, grant)| {
                let invitation = replica.invitation(RELAY_URL.to_owned(), grant, secret);
                let link = invitation
                    .to_link()
                    .map_err(|problem| problem.to_string())?;
                Ok((step, link.to_string()))
            });
        match link {
            Ok((step, link)) => {
                self.stage(step, around);
                self.tell_link(place, role, link);
            }
            Err(problem) => around.faults.push(Fault::new("invite", problem)),
        }
    }

    /// Joins by a link.
    pub(crate) fn join(&mut self, link: &str, around: &mut Surroundings<'_>, out: &mut Vec<Out>) {
        if self.disk.has_dossier() {
            return;
        }
        let later = Out::Later(Input::Join(link.to_owned()));
        let invitation = match Invitation::parse(link) {
            Ok(invitation) => invitation,
            Err(problem) => {
                around.faults.push(Fault::new("join", problem.to_string()));
                return;
            }
        };
        let profile = self.profile();
        let dice = &mut self.dice;
        let joined = Replica::join(
            invitation,
            Arc::clone(&self.key),
            &profile,
            around.now_ms,
            &mut |bytes: &mut [u8]| dice.fill(bytes),
        );
        match joined {
            Ok((replica, step)) => {
                if !self.keep_new(replica, step, around, out) && !self.disk.has_dossier() {
                    self.slot = Slot::Off;
                    out.push(later);
                }
            }
            Err(problem) => around.faults.push(Fault::new("join", problem.to_string())),
        }
    }

    pub(crate) fn profile(&self) -> Profile {
        Profile {
            name: self.name.clone(),
            institution: self.institution.clone(),
        }
    }
}

/// Index of the own envelope among records.
fn index_of(records: &[Record]) -> u64 {
    let mut own = records.iter().filter_map(|record| match record {
        Record::Envelope {
            own: true, index, ..
        } => Some(*index),
        _ => None,
    });
    own.next_back().unwrap_or(0)
}
