//! Undo: one's own changes taken back as an ordinary new edit, never touching what another wrote.
//!
//! A text loses the characters those changes inserted and gets back those they deleted, each where
//! it stood. A register gets back what it held before, if what it holds now was written by those
//! changes. What they made is retired, if nobody else wrote in it. All else is left alone and
//! named. To undo an undo is to do it again.

mod plan;
mod steps;
mod text;

use automerge::ChangeHash;
use document::{CommitError, Dice, Document, View};

use crate::error::EditError;
use crate::lineage::{self, Kind};
use crate::matrix::edited;
use crate::undo::plan::{UndoPlan, plan};
use crate::{Edited, IndicatorId, LineId, Matrix};

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
        let changes: Vec<ChangeHash> = changes.iter().copied().map(ChangeHash).collect();
        let document = &self.document;
        let is_own = |change: &ChangeHash| {
            document.contains(change)
                && document.stamp(change).author == document.author()
                // The founding is nobody's step.
                && !document.deps_of(change).is_empty()
        };
        if !changes.iter().all(is_own) {
            return Err(EditError::NotOwn);
        }
        let table = &self.table;
        let planned = Document::guarded(|| plan(document, table, &changes));
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
