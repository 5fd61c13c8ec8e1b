//! Comments of a Word document: their parts, and where each hangs.

use std::collections::HashMap;

use crate::cells::Place;
use crate::limits::NOTES_MAX;
use crate::moment;
use crate::table::CellNote;
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// The comments by their identifier, until somebody takes them to their place.
#[derive(Debug, Default)]
pub(super) struct Comments {
    waiting: HashMap<String, CellNote>,
    order: Vec<String>,
}

impl Comments {
    pub(super) fn read(xml: &str) -> Result<Self, ImportError> {
        let mut comments = Self::default();
        let mut current: Option<(String, CellNote)> = None;
        let mut inside_text = false;
        walk(xml, &mut |node| {
            match node {
                Node::Start("comment", start) => {
                    let dated_unix_s = match attribute(start, "dateUtc")? {
                        Some(text) => moment::utc(&text),
                        None => {
                            attribute(start, "date")?.and_then(|text| moment::on_the_wall(&text))
                        }
                    };
                    let note = CellNote {
                        place: (0, 0),
                        author: attribute(start, "author")?
                            .unwrap_or_default()
                            .trim()
                            .to_owned(),
                        dated_unix_s,
                        text: String::new(),
                    };
                    current = Some((attribute(start, "id")?.unwrap_or_default(), note));
                }
                Node::Start("t", _) => inside_text = true,
                Node::End("t") => inside_text = false,
                Node::Start("br" | "cr", _) => say(&mut current, "\n"),
                Node::Start("tab", _) => say(&mut current, " "),
                Node::End("p") => say(&mut current, "\n"),
                Node::Text(text) if inside_text => say(&mut current, text),
                Node::End("comment") => {
                    if let Some((id, mut note)) = current.take() {
                        note.text = note.text.trim().to_owned();
                        if note.text.is_empty() {
                            return Ok(());
                        }
                        if comments.order.len() == NOTES_MAX {
                            return Err(ImportError::too_large(Limit::Notes, NOTES_MAX));
                        }
                        comments.order.push(id.clone());
                        comments.waiting.insert(id, note);
                    }
                }
                Node::Start(..) | Node::Text(_) | Node::End(_) => {}
            }
            Ok(())
        })?;
        Ok(comments)
    }

    /// Takes a comment to a place; once only, at the first place that names it.
    pub(super) fn take(&mut self, id: &str, place: Place) -> Option<CellNote> {
        let mut note = self.waiting.remove(id)?;
        note.place = place;
        Some(note)
    }

    /// Those that hang from no cell, in the order of the file.
    pub(super) fn rest(mut self) -> Vec<CellNote> {
        self.order
            .iter()
            .filter_map(|id| self.waiting.remove(id))
            .collect()
    }
}

fn say(current: &mut Option<(String, CellNote)>, text: &str) {
    if let Some((_, note)) = current {
        note.text.push_str(text);
    }
}
