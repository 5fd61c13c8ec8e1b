//! Texts open for writing. This loop is the authority on the order of their updates: an editor's
//! updates are taken if it had seen everything before them, else it pulls, rebases and pushes again;
//! what others write reaches the editor as updates too.

use std::collections::BTreeMap;

use contract::{Code, Event, Problem, TextChange, TextOpened, TextPushed, TextUpdate};
use model::{Field, FieldKind, IndicatorId, LineId, MatrixEdit, RowKey, Version};
use wire::DossierId;

use crate::desk::{Desk, dice, now_ms};
use crate::{screen, splices};

/// Texts open at once; a window has one, and a moment's overlap.
const TEXTS_MAX: usize = 64;
/// Updates of one opened text; past it, it is opened again.
const UPDATES_MAX: usize = 50_000;
/// Longest name of an editor, in bytes.
const CLIENT_BYTES_MAX: usize = 64;

/// A text open for writing.
struct OpenText {
    dossier: DossierId,
    line: LineId,
    indicator: Option<IndicatorId>,
    field: Field,
    updates: Vec<TextUpdate>,
    /// Version of the matrix the updates have come to.
    seen: Version,
    /// The text at that version.
    text: String,
    /// Own changes made through it, oldest first.
    changes: Vec<[u8; 32]>,
}

/// The texts open for writing.
#[derive(Default)]
pub(crate) struct Texts {
    open: BTreeMap<u64, OpenText>,
    last: u64,
    /// The text whose own updates are being made into an edit.
    pushing: Option<u64>,
}

impl Desk {
    /// Opens a text.
    pub(crate) fn open_text(
        &mut self,
        dossier: DossierId,
        (line, indicator): RowKey,
        field: Field,
    ) -> Result<TextOpened, Problem> {
        if field.kind() != FieldKind::Text || matches!(field, Field::Heading(_)) {
            return Err(Problem::about(Code::FieldUnknown, field));
        }
        self.check_lines(dossier, &[line])?;
        let matrix = self.shelf(dossier)?.replica()?.matrix();
        let text = matrix.text(line, indicator, field);
        // A line without indicators has no text yet: its first words make the indicator.
        let bare = indicator.is_none() && field.is_of_indicator();
        let text = text
            .or_else(|| (bare && matrix.row(line, None).is_some()).then(String::new))
            .ok_or_else(|| Problem::of(Code::RowUnknown))?;
        let seen = matrix.version();
        if self.texts.open.len() >= TEXTS_MAX
            && let Some(oldest) = self.texts.open.keys().next().copied()
        {
            self.texts.open.remove(&oldest);
        }
        self.texts.last += 1;
        let session = self.texts.last;
        self.texts.open.insert(
            session,
            OpenText {
                dossier,
                line,
                indicator,
                field,
                updates: Vec::new(),
                seen,
                text: text.clone(),
                changes: Vec::new(),
            },
        );
        Ok(TextOpened {
            session,
            version: 0,
            text,
        })
    }

    /// Takes an editor's updates, if it had seen everything before them.
    pub(crate) fn push_text(
        &mut self,
        session: u64,
        version: u32,
        client: String,
        updates: Vec<Vec<TextChange>>,
    ) -> Result<TextPushed, Problem> {
        let text = self.open_text_mut(session)?;
        if client.is_empty() || client.len() > CLIENT_BYTES_MAX {
            return Err(Problem::of(Code::ValueInvalid));
        }
        if text.updates.len() + updates.len() > UPDATES_MAX {
            self.texts.open.remove(&session);
            return Err(Problem::of(Code::TextClosed));
        }
        let have = text.updates.len() as u32;
        if version != have {
            return Ok(TextPushed {
                accepted: false,
                version: have,
                row: None,
            });
        }
        let mut after = text.text.clone();
        let mut whole: Vec<TextChange> = Vec::new();
        for update in &updates {
            if !splices::fit(update, after.encode_utf16().count()) {
                return Err(Problem::of(Code::ValueInvalid));
            }
            after = splices::applied(&after, update);
            whole = splices::composed(&whole, update);
        }
        let (dossier, line, field) = (text.dossier, text.line, text.field);
        let edit = match text.indicator {
            None if field.is_of_indicator() => MatrixEdit::Set {
                line,
                indicator: None,
                field,
                value: after.clone(),
            },
            indicator => MatrixEdit::SpliceText {
                line,
                indicator,
                field,
                changes: whole.iter().map(model_change).collect(),
            },
        };
        self.texts.pushing = Some(session);
        let edited = if whole.is_empty() {
            Ok(None)
        } else {
            self.edit_matrix(dossier, &edit, None)
        };
        self.texts.pushing = None;
        let edited = edited?;
        if let Some(edited) = &edited {
            self.typed(dossier, session, &field.to_string(), vec![edited.hash]);
        }
        let seen = self.shelf(dossier)?.replica()?.matrix().version();
        let text = self.open_text_mut(session)?;
        let from = text.updates.len() as u32;
        let told: Vec<TextUpdate> = updates
            .into_iter()
            .map(|changes| TextUpdate {
                client: client.clone(),
                changes,
            })
            .collect();
        text.updates.extend(told.iter().cloned());
        text.text = after;
        text.seen = seen;
        if let Some(edited) = &edited {
            text.changes.push(edited.hash);
            // A line's first words about an indicator made the indicator.
            text.indicator = text
                .indicator
                .or_else(|| edited.fields.first().and_then(|(_, made, _)| *made));
        }
        let (version, key) = (text.updates.len() as u32, (line, text.indicator));
        self.round.events.push(Event::Text {
            session,
            from,
            updates: told,
        });
        Ok(TextPushed {
            accepted: true,
            version,
            row: self.shelf(dossier)?.row(&screen::key(&key)).cloned(),
        })
    }

    /// The updates of a text from a version on.
    pub(crate) fn pull_text(
        &mut self,
        session: u64,
        version: u32,
    ) -> Result<Vec<TextUpdate>, Problem> {
        let text = self.open_text_mut(session)?;
        let from = text.updates.get(version as usize..);
        from.map(<[_]>::to_vec)
            .ok_or_else(|| Problem::of(Code::ValueInvalid))
    }

    /// Takes back what was typed into a text since it was opened, as far as nobody built on it.
    pub(crate) fn revert_text(&mut self, session: u64) -> Result<(), Problem> {
        let text = self.open_text_mut(session)?;
        let (dossier, changes) = (text.dossier, std::mem::take(&mut text.changes));
        if changes.is_empty() {
            return Ok(());
        }
        let outcome =
            self.shelf_mut(dossier)?
                .replica_mut()?
                .undo_matrix(&changes, now_ms(), &mut dice);
        self.edited(dossier, outcome.map(|undone| undone.made))?;
        self.untyped(dossier, session);
        Ok(())
    }

    /// Closes a text.
    pub(crate) fn close_text(&mut self, session: u64) {
        if let Some(text) = self.texts.open.remove(&session)
            && !text.changes.is_empty()
        {
            self.keep_steps(text.dossier);
        }
    }

    /// Closes all texts of a dossier: memory was ahead of the disk and was forgotten.
    pub(crate) fn close_texts(&mut self, dossier: DossierId) {
        self.texts.open.retain(|_, text| text.dossier != dossier);
    }

    /// Rows of a dossier changed: tells the editors of their texts what changed in them.
    pub(crate) fn follow_texts(&mut self, dossier: DossierId) {
        let Self {
            texts,
            shelves,
            round,
            ..
        } = self;
        let pushing = texts.pushing;
        let open = texts.open.iter_mut();
        let open = open.filter(|(id, text)| text.dossier == dossier && pushing != Some(**id));
        let Some(matrix) = shelves
            .get(&dossier)
            .and_then(|shelf| shelf.replica().ok())
            .map(replica::Replica::matrix)
        else {
            return;
        };
        let now = matrix.version();
        for (session, text) in open {
            if text.seen == now {
                continue;
            }
            let changes = if text.indicator.is_none() && text.field.is_of_indicator() {
                // Somebody else gave the line its first indicator: the editor goes on in it.
                let row = matrix.rows().iter().find(|row| row.line == text.line);
                text.indicator = row.and_then(|row| row.indicator);
                let words = matrix.text(text.line, text.indicator, text.field);
                replacing(&text.text, words.as_deref().unwrap_or_default())
            } else {
                let changes =
                    matrix.text_changes(text.line, text.indicator, text.field, &text.seen);
                changes
                    .unwrap_or_default()
                    .iter()
                    .map(contract_change)
                    .collect()
            };
            text.seen = now.clone();
            if changes.is_empty() {
                continue;
            }
            text.text = splices::applied(&text.text, &changes);
            let from = text.updates.len() as u32;
            let update = TextUpdate {
                client: String::new(),
                changes,
            };
            text.updates.push(update.clone());
            round.events.push(Event::Text {
                session: *session,
                from,
                updates: vec![update],
            });
        }
    }

    fn open_text_mut(&mut self, session: u64) -> Result<&mut OpenText, Problem> {
        let text = self.texts.open.get_mut(&session);
        text.ok_or_else(|| Problem::of(Code::TextClosed))
    }
}

fn replacing(before: &str, after: &str) -> Vec<TextChange> {
    if before == after {
        return Vec::new();
    }
    vec![TextChange {
        at: 0,
        delete: before.encode_utf16().count() as u64,
        insert: after.to_owned(),
    }]
}

fn model_change(change: &TextChange) -> model::TextChange {
    model::TextChange {
        at: change.at as usize,
        delete: change.delete as usize,
        insert: change.insert.clone(),
    }
}

fn contract_change(change: &model::TextChange) -> TextChange {
    TextChange {
        at: change.at as u64,
        delete: change.delete as u64,
        insert: change.insert.clone(),
    }
}
