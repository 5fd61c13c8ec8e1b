//! What a window asks while somebody writes: steps and their undoing, texts written together,
//! values begun, presence.

use contract::{
    ActReceipt, Cell, MatrixAction, Problem, TextChange, TextOpened, TextPushed, TextUpdate,
    UndoReceipt,
};
use model::{Author, RowKey};

use crate::calls::Engine;
use crate::ids::{dossier_id, field_of, indicator_id, line_id};
use crate::presence::Place;

impl Engine {
    /// Does several things as one step: all of them or none, undone together under `label`.
    pub async fn act(
        &self,
        dossier: String,
        label: String,
        actions: Vec<MatrixAction>,
    ) -> Result<ActReceipt, Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.act(dossier, label, actions)
        })
        .await
    }

    /// Takes back one's own last step.
    pub async fn undo(&self, dossier: String) -> Result<UndoReceipt, Problem> {
        self.with(&dossier, |desk, dossier| desk.undo(dossier, false))
            .await
    }

    /// Does the step undone last again.
    pub async fn redo(&self, dossier: String) -> Result<UndoReceipt, Problem> {
        self.with(&dossier, |desk, dossier| desk.undo(dossier, true))
            .await
    }

    /// Opens a text for writing together.
    pub async fn open_text(
        &self,
        dossier: String,
        line: String,
        indicator: Option<String>,
        field: String,
    ) -> Result<TextOpened, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let key = row_key(&line, indicator.as_deref())?;
            desk.open_text(dossier, key, field_of(&field)?)
        })
        .await
    }

    /// An editor's updates, which had seen the text at `version`. Answered once they are on this
    /// disk; not taken if others came first.
    pub async fn push_text(
        &self,
        session: u64,
        version: u32,
        client: String,
        updates: Vec<Vec<TextChange>>,
    ) -> Result<TextPushed, Problem> {
        self.call(move |desk| desk.push_text(session, version, client, updates))
            .await
    }

    /// The updates of a text from a version on.
    pub async fn pull_text(&self, session: u64, version: u32) -> Result<Vec<TextUpdate>, Problem> {
        self.call(move |desk| desk.pull_text(session, version))
            .await
    }

    /// Takes back what was typed into a text since it was opened.
    pub async fn revert_text(&self, session: u64) -> Result<(), Problem> {
        self.call(move |desk| desk.revert_text(session)).await
    }

    /// Closes a text.
    pub async fn close_text(&self, session: u64) -> Result<(), Problem> {
        self.call(move |desk| {
            desk.close_text(session);
            Ok(())
        })
        .await
    }

    /// Keeps a value that is being written, or forgets it.
    pub async fn keep_draft(
        &self,
        dossier: String,
        cell: Cell,
        text: Option<String>,
    ) -> Result<(), Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| desk.keep_draft(dossier, cell, text))
            .await
    }

    /// Tells colleagues where this person is; nothing is stored.
    pub async fn here(
        &self,
        dossier: String,
        cell: Option<Cell>,
        writing: bool,
        anchor: Option<u64>,
        head: Option<u64>,
    ) -> Result<(), Problem> {
        let dossier = dossier_id(&dossier)?;
        let cell = cell
            .map(|cell| {
                let key = row_key(&cell.line, cell.indicator.as_deref())?;
                Ok((key, field_of(&cell.field)?))
            })
            .transpose()?;
        self.call(move |desk| {
            let caret = anchor.zip(head);
            desk.here(
                dossier,
                Place {
                    cell,
                    writing,
                    caret,
                },
            )
        })
        .await
    }

    /// This person left the dossier's window.
    pub async fn leave(&self, dossier: String) -> Result<(), Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| {
            desk.leave(dossier);
            Ok(())
        })
        .await
    }

    /// Cells whose value was last written since a moment (RFC 3339), by a device, or both.
    pub async fn changed(
        &self,
        dossier: String,
        since: Option<String>,
        by: Option<String>,
    ) -> Result<Vec<Cell>, Problem> {
        let invalid = || Problem::of(contract::Code::ValueInvalid);
        let since = since
            .map(|text| text.parse::<jiff::Timestamp>().map_err(|_| invalid()))
            .transpose()?
            .map(|at| at.as_millisecond().max(0).unsigned_abs());
        let by = by
            .map(|text| text.parse::<wire::DeviceId>().map_err(|_| invalid()))
            .transpose()?
            .map(|device| Author(device.0));
        self.with(&dossier, move |desk, dossier| {
            let cells = desk.shelf(dossier)?.replica()?.matrix().changed(since, by);
            Ok(cells
                .into_iter()
                .map(|(line, indicator, field)| Cell {
                    line: line.to_string(),
                    indicator: indicator.map(|indicator| indicator.to_string()),
                    field: field.to_string(),
                })
                .collect())
        })
        .await
    }
}

fn row_key(line: &str, indicator: Option<&str>) -> Result<RowKey, Problem> {
    Ok((line_id(line)?, indicator_id(indicator)?))
}
