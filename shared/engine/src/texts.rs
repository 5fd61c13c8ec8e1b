//! Texts open for writing. This loop is the authority on the order of their updates: an editor's
//! updates are taken if it had seen everything before them, else it pulls, rebases and pushes again;
//! what others write reaches the editor as updates too.

use std::collections::BTreeMap;

use contract::{Code, Event, Problem, TextChange, TextOpened, TextPushed, TextUpdate};
use model::{Field, FieldKind, IndicatorId, LineId, MatrixEdit, RowKey, Version};
use replica::Replica;
use wire::DossierId;

use crate::desk::{Desk, dice, now_ms};
use crate::{screen, splices};

/// Texts open at once; a window has one, and a moment's overlap.
const TEXTS_MAX: usize = 64;
/// Updates of one opened text; past it, it is opened again.
const UPDATES_MAX: usize = 50_000;
/// Longest name of an editor, in bytes.
const CLIENT_BYTES_MAX: usize = 64;

/// Where a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextPlace {
    /// In a cell.
    Cell {
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    },
    /// In a minuta.
    Minutes {
        part: minutes::PartId,
        field: minutes::Field,
    },
}

/// A text open for writing.
struct OpenText {
    dossier: DossierId,
    place: TextPlace,
    /// The text when it was opened.
    opened: String,
    updates: Vec<TextUpdate>,
    /// Version of its document the updates have come to.
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
        let place = TextPlace::Cell {
            line,
            indicator,
            field,
        };
        Ok(self.texts.begin(dossier, place, text, seen))
    }

    /// Opens a text of a minuta.
    pub(crate) fn open_minutes_text(
        &mut self,
        dossier: DossierId,
        (part, field): (minutes::PartId, minutes::Field),
    ) -> Result<TextOpened, Problem> {
        if field.kind() != minutes::FieldKind::Text {
            return Err(Problem::about(Code::FieldUnknown, field));
        }
        let replica = self.shelf(dossier)?.replica()?;
        let minutes = replica.minutes();
        let known = minutes.content().parts().get(&part);
        let known = known.ok_or_else(|| Problem::of(Code::MinutesUnknown))?;
        let session = minutes.content().session(known.minutes);
        if known.is_out() || session.is_none() {
            return Err(Problem::of(Code::MinutesRemoved));
        }
        if session.is_some_and(|session| session.is_closed()) {
            return Err(Problem::of(Code::MinutesClosed));
        }
        let (text, seen) = (known.text(field).to_owned(), minutes.version());
        let place = TextPlace::Minutes { part, field };
        Ok(self.texts.begin(dossier, place, text, seen))
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
        let (dossier, place) = (text.dossier, text.place);
        self.texts.pushing = Some(session);
        let edited = if whole.is_empty() {
            Ok(None)
        } else {
            self.write_text(dossier, place, &whole, &after)
        };
        self.texts.pushing = None;
        let edited = edited?;
        if let (Some(edited), TextPlace::Cell { field, .. }) = (&edited, place) {
            self.typed(dossier, session, &field.to_string(), vec![edited.hash]);
        }
        let seen = place.version(self.shelf(dossier)?.replica()?);
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
            if let TextPlace::Cell { indicator, .. } = &mut text.place {
                *indicator =
                    indicator.or_else(|| edited.fields.first().and_then(|(_, made, _)| *made));
            }
        }
        let (version, key) = (text.updates.len() as u32, text.place.row());
        self.round.events.push(Event::Text {
            session,
            from,
            updates: told,
        });
        Ok(TextPushed {
            accepted: true,
            version,
            row: key.and_then(|key| self.shelf(dossier).ok()?.row(&screen::key(&key)).cloned()),
        })
    }

    /// Writes changes of a text where it is; answers the edit of the matrix, if it was one.
    fn write_text(
        &mut self,
        dossier: DossierId,
        place: TextPlace,
        changes: &[TextChange],
        after: &str,
    ) -> Result<Option<model::Edited>, Problem> {
        let changes = changes.iter().map(model_change).collect();
        let edit = match place {
            TextPlace::Minutes { part, field } => {
                let edit = minutes::MinutesEdit::Splice {
                    part,
                    field,
                    changes,
                };
                return self
                    .edit_minutes(dossier, &edit, &mut Vec::new())
                    .map(|()| None);
            }
            TextPlace::Cell {
                line,
                indicator: None,
                field,
            } if field.is_of_indicator() => MatrixEdit::Set {
                line,
                indicator: None,
                field,
                value: after.to_owned(),
            },
            TextPlace::Cell {
                line,
                indicator,
                field,
            } => MatrixEdit::SpliceText {
                line,
                indicator,
                field,
                changes,
            },
        };
        self.edit_matrix(dossier, &edit, None)
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
        if let TextPlace::Minutes { part, field } = text.place {
            let alone = text.updates.iter().all(|update| !update.client.is_empty());
            let value = text.opened.clone();
            // What others wrote meanwhile stays, and with it what stands around it.
            if !alone {
                return Ok(());
            }
            let edit = minutes::MinutesEdit::Set { part, field, value };
            return self.edit_minutes(dossier, &edit, &mut Vec::new());
        }
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
        let Some(replica) = shelves.get(&dossier).and_then(|shelf| shelf.replica().ok()) else {
            return;
        };
        let versions = (replica.matrix().version(), replica.minutes().version());
        for (session, text) in open {
            let now = match text.place {
                TextPlace::Cell { .. } => &versions.0,
                TextPlace::Minutes { .. } => &versions.1,
            };
            if text.seen == *now {
                continue;
            }
            let changes = text.changes_since(replica);
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

impl Texts {
    fn begin(
        &mut self,
        dossier: DossierId,
        place: TextPlace,
        text: String,
        seen: Version,
    ) -> TextOpened {
        if self.open.len() >= TEXTS_MAX
            && let Some(oldest) = self.open.keys().next().copied()
        {
            self.open.remove(&oldest);
        }
        self.last += 1;
        let session = self.last;
        self.open.insert(
            session,
            OpenText {
                dossier,
                place,
                opened: text.clone(),
                updates: Vec::new(),
                seen,
                text: text.clone(),
                changes: Vec::new(),
            },
        );
        TextOpened {
            session,
            version: 0,
            text,
        }
    }
}

impl TextPlace {
    /// The version of its document.
    fn version(self, replica: &Replica) -> Version {
        match self {
            Self::Cell { .. } => replica.matrix().version(),
            Self::Minutes { .. } => replica.minutes().version(),
        }
    }

    /// Its row, if it is in one.
    fn row(self) -> Option<RowKey> {
        match self {
            Self::Cell {
                line, indicator, ..
            } => Some((line, indicator)),
            Self::Minutes { .. } => None,
        }
    }
}

impl OpenText {
    /// What changed in it since it was last looked at.
    fn changes_since(&mut self, replica: &Replica) -> Vec<TextChange> {
        let changes = match &mut self.place {
            TextPlace::Minutes { part, field } => {
                replica.minutes().text_changes(*part, *field, &self.seen)
            }
            TextPlace::Cell {
                line,
                indicator,
                field,
            } if indicator.is_none() && field.is_of_indicator() => {
                // Somebody else gave the line its first indicator: the editor goes on in it.
                let matrix = replica.matrix();
                let row = matrix.rows().iter().find(|row| row.line == *line);
                *indicator = row.and_then(|row| row.indicator);
                let words = matrix.text(*line, *indicator, *field);
                return replacing(&self.text, words.as_deref().unwrap_or_default());
            }
            TextPlace::Cell {
                line,
                indicator,
                field,
            } => replica
                .matrix()
                .text_changes(*line, *indicator, *field, &self.seen),
        };
        let changes = changes.unwrap_or_default();
        changes.iter().map(contract_change).collect()
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
