//! Undo: one's own changes taken back as an ordinary new edit, never touching what another wrote.
//! What somebody did and a decision undoes is taken back in the same way.
//!
//! A text loses the characters those changes inserted and gets back those they deleted, each where
//! it stood. A register gets back what it held before, if what it holds now was written by those
//! changes. What they made is retired, if nobody else wrote in it. All else is left alone and
//! named. To undo an undo is to do it again.

mod plan;
mod steps;
mod text;

use std::collections::BTreeSet;

use automerge::ChangeHash;
use document::{CommitError, Dice, Document, View};

use crate::error::EditError;
use crate::lineage::{self, Kind};
use crate::matrix::edited;
use crate::undo::plan::{UndoPlan, plan};
use crate::{Author, Edited, IndicatorId, LineId, Matrix};

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The edit that takes the changes back; `None`: there was nothing left to take back.
    pub edited: Option<Edited>,
    /// Cells left alone because somebody else wrote there since; "" for the row itself.
    pub kept: Vec<(LineId, Option<IndicatorId>, String)>,
}

impl Matrix {
    /// Takes back own changes that make one step, given oldest first, by one new change. The undo
    /// of that change does them again.
    pub fn undo(
        &mut self,
        changes: &[[u8; 32]],
        at_ms: u64,
        _dice: Dice<'_>,
    ) -> Result<Undone, EditError> {
        if !self.is_founded() {
            return Err(EditError::NotFounded);
        }
        let own = BTreeSet::from([self.document.author()]);
        let changes = self.steps(changes)?;
        let is_own = |change: &ChangeHash| own.contains(&self.document.stamp(change).author);
        if !changes.iter().all(is_own) {
            return Err(EditError::NotOwn);
        }
        self.undo_of(&changes, &own, at_ms)
    }

    /// Takes back changes, given oldest first, whoever made them: a decision undoes them. What
    /// anybody else wrote since stays, what the one who decides wrote too.
    pub fn take_back(
        &mut self,
        changes: &[[u8; 32]],
        at_ms: u64,
        _dice: Dice<'_>,
    ) -> Result<Undone, EditError> {
        if !self.is_founded() {
            return Err(EditError::NotFounded);
        }
        let changes = self.steps(changes)?;
        let stamps = changes.iter().map(|change| self.document.stamp(change));
        let authors = stamps.map(|stamp| stamp.author).collect();
        self.undo_of(&changes, &authors, at_ms)
    }

    /// Changes that may be taken back: those that are here. The founding is nobody's step.
    fn steps(&self, changes: &[[u8; 32]]) -> Result<Vec<ChangeHash>, EditError> {
        let changes: Vec<ChangeHash> = changes.iter().copied().map(ChangeHash).collect();
        let document = &self.document;
        let is_step =
            |change: &ChangeHash| document.contains(change) && !document.deps_of(change).is_empty();
        if !changes.iter().all(is_step) {
            return Err(EditError::NotOwn);
        }
        Ok(changes)
    }

    fn undo_of(
        &mut self,
        changes: &[ChangeHash],
        authors: &BTreeSet<Author>,
        at_ms: u64,
    ) -> Result<Undone, EditError> {
        let (document, table) = (&self.document, &self.table);
        let planned = Document::guarded(|| plan(document, table, changes, authors));
        let UndoPlan {
            writes,
            traces,
            fields,
            kept,
        } = planned.ok_or(CommitError::Panicked)??;
        let kept = kept.into_iter().collect();
        if writes.is_empty() {
            return Ok(Undone { edited: None, kept });
        }
        let committed = self.document.commit_with(None, at_ms, &writes, |tx| {
            lineage::message(tx, Kind::Undo, &traces, None)
        })?;
        let Some(committed) = committed else {
            return Ok(Undone { edited: None, kept });
        };
        let view = View::now(&self.document);
        let dirty = self.table.touched_by_writes(view, &writes);
        let touched = self.read_again(dirty);
        let fields = fields.into_iter().collect();
        Ok(Undone {
            edited: Some(edited(committed, touched, fields, Vec::new())),
            kept,
        })
    }
}
