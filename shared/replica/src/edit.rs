//! Own edits: checked against one's role, applied, sealed as the next envelope of one's series.

use minutes::{Minutes, MinutesEdit, MinutesEdited, PartId};
use model::{Edited, Field, IndicatorId, LineId, MatrixEdit, SetEdit, Version, Via};
use review::{Act, ActId, Agreement, Credit, Rank, Review, ReviewEdit, ReviewEdited};
use wire::{DocumentKind, EnvelopeHeader, Frame, Hash, Payload, PayloadFormat, Role};

use crate::outbox::Waiting;
use crate::replica::{LoadProblem, Replica, Tail};
use crate::step::{Effect, Record, Step};

/// A cell that an undo left alone: line, indicator, field.
pub type KeptCell = (LineId, Option<IndicatorId>, String);

/// What an undo came to.
#[derive(Debug)]
pub struct UndoneStep {
    /// The edit that takes the changes back; `None`: there was nothing left to take back.
    pub made: Option<(Step, Edited)>,
    /// Cells left alone because somebody else wrote there since.
    pub kept: Vec<KeptCell>,
}

/// Why an edit was not made. Nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum EditProblem {
    /// The role does not allow it.
    #[error("a {role:?} may not write that document")]
    NotAllowed {
        /// The role one has, if any.
        role: Option<Role>,
    },
    /// The content of the dossier has not arrived yet.
    #[error("the dossier's content has not arrived yet")]
    NotArrived,
    /// The model refuses the edit.
    #[error(transparent)]
    Refused(#[from] model::EditError),
    /// The review document refuses the edit.
    #[error(transparent)]
    CommentRefused(#[from] review::EditError),
    /// The minutes document refuses the edit.
    #[error(transparent)]
    MinutesRefused(#[from] minutes::EditError),
    /// The edit was applied in memory but could not be sealed: the replica must be loaded again.
    #[error("the edit could not be sealed: {0}")]
    Unsealed(Box<LoadProblem>),
}

/// What an author may do in a review: their role as a member; nothing for a stranger.
pub(crate) fn rank_of(membership: &seal::Membership, author: model::Author) -> Rank {
    match membership.role(wire::DeviceId(author.0)) {
        Some(Role::Coordinator) => Rank::Coordinator,
        Some(Role::Editor) => Rank::Editor,
        Some(Role::Reviewer) => Rank::Reviewer,
        Some(Role::Reader) | None => Rank::Reader,
    }
}

pub(crate) fn unsealed(problem: LoadProblem) -> EditProblem {
    EditProblem::Unsealed(Box::new(problem))
}

/// An Automerge change made here.
pub(crate) struct Change {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: Hash,
}

impl Change {
    pub(crate) fn of(edited: &Edited) -> Self {
        Self {
            bytes: edited.change.clone(),
            hash: edited.hash,
        }
    }

    pub(crate) fn of_review(edited: &ReviewEdited) -> Self {
        Self {
            bytes: edited.change.clone(),
            hash: edited.hash,
        }
    }

    fn of_minutes(edited: &MinutesEdited) -> Self {
        Self {
            bytes: edited.change.clone(),
            hash: edited.hash,
        }
    }
}

impl Replica {
    /// Edits the matrix. `None`: the edit changes nothing.
    pub fn edit_matrix(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<(Step, Edited)>, EditProblem> {
        self.may_write(DocumentKind::Matrix)?;
        if !self.matrix.is_founded() {
            return Err(EditProblem::NotArrived);
        }
        let edited = self.matrix.edit(edit, base, now_ms, dice)?;
        self.seal_edited(edited, dice)
    }

    /// [`Self::edit_matrix`] by accepting a suggestion, which the change names.
    pub fn edit_matrix_via(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
        via: &Via,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<(Step, Edited)>, EditProblem> {
        self.may_write(DocumentKind::Matrix)?;
        if !self.matrix.is_founded() {
            return Err(EditProblem::NotArrived);
        }
        let edited = self.matrix.edit_via(edit, base, Some(via), now_ms, dice)?;
        self.seal_edited(edited, dice)
    }

    /// Sets many cells of the matrix in one change. `None`: they all said that already.
    pub fn set_cells(
        &mut self,
        sets: &[SetEdit],
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<(Step, Edited)>, EditProblem> {
        self.may_write(DocumentKind::Matrix)?;
        if !self.matrix.is_founded() {
            return Err(EditProblem::NotArrived);
        }
        let edited = self.matrix.set_all(sets, now_ms, dice);
        let edited = edited.map_err(|(_, error)| error)?;
        self.seal_edited(edited, dice)
    }

    /// Puts cells of the matrix back to what they read at a version, in one change made now.
    /// `None`: all of them read so.
    pub fn put_back(
        &mut self,
        cells: &[(LineId, Option<IndicatorId>, Field)],
        from: &Version,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<(Step, Edited)>, EditProblem> {
        self.may_write(DocumentKind::Matrix)?;
        if !self.matrix.is_founded() {
            return Err(EditProblem::NotArrived);
        }
        let edited = self.matrix.put_back(cells, from, now_ms, dice)?;
        self.seal_edited(edited, dice)
    }

    /// Takes back changes (oldest first) that a decision undoes, whoever made them, as far as nobody
    /// else wrote over them; answers the cells left alone too.
    pub fn take_back(
        &mut self,
        changes: &[Hash],
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<UndoneStep, EditProblem> {
        self.may_write(DocumentKind::Matrix)?;
        let undone = self.matrix.take_back(changes, now_ms, dice)?;
        Ok(UndoneStep {
            made: self.seal_edited(undone.edited, dice)?,
            kept: undone.kept,
        })
    }

    /// Takes back own changes (oldest first), as far as nobody wrote over them; answers the cells
    /// left alone too.
    pub fn undo_matrix(
        &mut self,
        changes: &[Hash],
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<UndoneStep, EditProblem> {
        self.may_write(DocumentKind::Matrix)?;
        let undone = self.matrix.undo(changes, now_ms, dice)?;
        Ok(UndoneStep {
            made: self.seal_edited(undone.edited, dice)?,
            kept: undone.kept,
        })
    }

    fn seal_edited(
        &mut self,
        edited: Option<Edited>,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<(Step, Edited)>, EditProblem> {
        let Some(edited) = edited else {
            return Ok(None);
        };
        let mut step = self
            .seal_own(DocumentKind::Matrix, Change::of(&edited), dice)
            .map_err(unsealed)?;
        step.touched = edited.touched.clone();
        Ok(Some((step, edited)))
    }

    /// Comments, answers or resolves. `None`: the edit changes nothing.
    pub fn edit_review(
        &mut self,
        edit: &ReviewEdit,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<Step>, EditProblem> {
        self.may_write(DocumentKind::Review)?;
        if !self.review.is_founded() {
            return Err(EditProblem::NotArrived);
        }
        let Some(edited) = self.review.edit(edit, now_ms, dice)? else {
            return Ok(None);
        };
        let mut step = self
            .seal_own(DocumentKind::Review, Change::of_review(&edited), dice)
            .map_err(unsealed)?;
        step.comments_changed = true;
        Ok(Some(step))
    }

    /// Does something in the review: suggests, decides, consults, gives a state… Answers its id.
    /// `credit`: whom the file it comes out of names.
    pub fn act_review(
        &mut self,
        act: Act,
        credit: Option<Credit>,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Step, ActId), EditProblem> {
        self.may_write(DocumentKind::Review)?;
        if !self.review.is_founded() {
            return Err(EditProblem::NotArrived);
        }
        let membership = &self.membership;
        let rank = |author| rank_of(membership, author);
        let (id, edited) = self.review.act(act, credit, &rank, now_ms, dice)?;
        let mut step = self
            .seal_own(DocumentKind::Review, Change::of_review(&edited), dice)
            .map_err(unsealed)?;
        step.comments_changed = true;
        Ok((step, id))
    }

    /// Writes in a minuta, or begins one; answers what it made. `None`: the edit changes nothing.
    pub fn edit_minutes(
        &mut self,
        edit: &MinutesEdit,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Option<(Step, Option<PartId>)>, EditProblem> {
        self.may_write_minutes()?;
        let Some(edited) = self.minutes.edit(edit, now_ms, dice)? else {
            return Ok(None);
        };
        let step = self.seal_minutes(&edited, dice)?;
        Ok(Some((step, edited.made)))
    }

    /// Closes a minuta, opens it again, says what became of an acuerdo… Answers its id.
    pub fn act_minutes(
        &mut self,
        act: minutes::Act,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Step, minutes::ActId), EditProblem> {
        self.may_write_minutes()?;
        let (id, edited) = self.minutes.act(act, now_ms, dice)?;
        Ok((self.seal_minutes(&edited, dice)?, id))
    }

    /// A minutes document begins empty on every device: what has to be here first is the matrix.
    fn may_write_minutes(&self) -> Result<(), EditProblem> {
        self.may_write(DocumentKind::Minutes)?;
        if self.matrix.is_founded() {
            Ok(())
        } else {
            Err(EditProblem::NotArrived)
        }
    }

    fn seal_minutes(
        &mut self,
        edited: &MinutesEdited,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, EditProblem> {
        let change = Change::of_minutes(edited);
        let sealed = self.seal_own(DocumentKind::Minutes, change, dice);
        let mut step = sealed.map_err(unsealed)?;
        step.minutes_changed = true;
        Ok(step)
    }

    /// The minutas, whole.
    pub fn minutes(&self) -> &Minutes {
        &self.minutes
    }

    /// The discussion, whole.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// What stands in the review, by those who may do it.
    pub fn agreement(&self) -> Agreement<'_> {
        self.review
            .agreement(&|author| rank_of(&self.membership, author))
    }

    fn may_write(&self, document: DocumentKind) -> Result<(), EditProblem> {
        let role = self.role();
        if role.is_some_and(|role| role.may_write(document)) {
            Ok(())
        } else {
            Err(EditProblem::NotAllowed { role })
        }
    }

    pub(crate) fn tail(&self, document: DocumentKind, device: wire::DeviceId) -> Tail {
        self.series
            .get(&(document, device))
            .copied()
            .unwrap_or_default()
    }

    /// Seals an edit as the next envelope of this device's series. In contact it may leave at once
    /// (and so is marked as offered in the same transaction); without contact it waits to be packed.
    pub(crate) fn seal_own(
        &mut self,
        document: DocumentKind,
        change: Change,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Step, LoadProblem> {
        let device = self.device.id();
        let payload = Payload {
            format: PayloadFormat::Chunks,
            chunks: &change.bytes,
        }
        .encode()?;
        let mut step = self.freshen(dice)?;
        let (bytes, hash) =
            self.seal_after(document, self.tail(document, device), &payload, dice)?;
        let tail = Tail {
            index: self.tail(document, device).index + 1,
            hash,
        };
        self.series.insert((document, device), tail);
        let live = self.is_live();
        let outbox = self.outboxes.entry(document).or_default();
        outbox.waiting.push_back(Waiting {
            index: tail.index,
            changes: vec![change.hash],
        });
        if live {
            outbox.offered = tail.index;
            outbox.offered_hash = hash;
        }
        step.append(Step {
            persist: vec![
                Record::Envelope {
                    document,
                    device,
                    index: tail.index,
                    hash,
                    bytes: bytes.clone(),
                    own: true,
                    offered: live,
                    quarantined: false,
                },
                Record::Chunk {
                    document,
                    bytes: change.bytes,
                    changes: 1,
                },
            ],
            edits_made: 1,
            ..Step::default()
        });
        if live {
            step.then
                .push(Effect::Send(Frame::Push { envelope: bytes }));
        }
        Ok(step)
    }

    /// Seals a payload as the envelope after `tail`; answers its bytes and hash. There must be a fresh
    /// key: [`Replica::freshen`].
    pub(crate) fn seal_after(
        &self,
        document: DocumentKind,
        tail: Tail,
        payload: &[u8],
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Vec<u8>, Hash), LoadProblem> {
        let (epoch, key) = self.keyring.fresh().ok_or(seal::SealError::NoKey)?;
        let header = EnvelopeHeader {
            dossier: self.dossier,
            document,
            device: self.device.id(),
            index: tail.index + 1,
            epoch,
            previous: tail.hash,
            schema: schema_of(document),
        };
        let bytes = seal::seal_envelope(&self.device, key, &header, payload, dice)?;
        let hash = seal::hash(&bytes);
        Ok((bytes, hash))
    }
}

/// Version of the schema a document is written with here.
fn schema_of(document: DocumentKind) -> u32 {
    let version = match document {
        DocumentKind::Matrix => model::SCHEMA_VERSION,
        DocumentKind::Minutes => minutes::SCHEMA_VERSION,
        DocumentKind::Review => review::SCHEMA_VERSION,
    };
    version as u32
}
