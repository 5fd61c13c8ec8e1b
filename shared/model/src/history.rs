//! What a matrix says of its own past: what it read at a version and what differs between two, who
//! wrote each word, every value a cell has had, whose value lost; what changed in a text since a
//! version, where a place of a text is now, which cells were written since a day or by somebody.
//!
//! All of it is a function of the document: two devices with the same changes answer the same.

mod annals;
mod blame;
mod compare;
mod lost;
mod moments;
mod origin;
mod past;
mod shape;
mod source;
mod values;

use std::collections::HashMap;

use automerge::{Cursor, ObjId, PatchAction, ReadDoc};
use document::{Document, Version, words};

pub use blame::Blame;
pub use compare::{Difference, DifferenceKind};
pub use lost::Overruled;
pub use moments::Moment;
pub use past::PastMatrix;
pub use values::PastValue;

pub(crate) use annals::Past;

use crate::edit::TextChange;
use crate::history::annals::Depth;
use crate::outline::{Cell, Outline};
use crate::{Author, Field, HeadingId, IndicatorId, LineId, Matrix};

/// Who wrote, when, in which change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hand {
    /// Who.
    pub author: Author,
    /// When, by their clock (whole seconds).
    pub at_ms: u64,
    /// In which change.
    pub change: [u8; 32],
}

/// The suggestion a change says it accepted. It is the word of whoever made the change: whether
/// there is such a suggestion, and whose it is, stands in the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Via {
    /// The suggestion (UUID).
    pub suggestion: [u8; 16],
    /// Who proposed it.
    pub proposer: Author,
}

impl Matrix {
    /// What a text reads now, as its positions are counted: a heading's without its number.
    /// `None`: no such text.
    pub fn text(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<String> {
        Document::guarded(|| self.text_at(line, indicator, field).map(|(text, _)| text))?
    }

    /// What changed in a text between a version and now, character by character as it was written,
    /// in positions of the earlier text: ascending, not overlapping. `None`: no such text, or the
    /// version is not of this document.
    pub fn text_changes(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        from: &Version,
    ) -> Option<Vec<TextChange>> {
        Document::guarded(|| {
            let (_, object) = self.text_at(line, indicator, field)?;
            let Some(heads) = self.earlier(Some(from)).ok()? else {
                return Some(Vec::new());
            };
            let doc = self.document.automerge();
            let patches = doc
                .diff_obj(&object?, &heads, &doc.get_heads(), false)
                .ok()?;
            Some(changes_of(patches.into_iter().map(|patch| patch.action)))
        })?
    }

    /// A name for a place of a text that goes on naming it while others write. `None`: no such
    /// place.
    pub fn cursor(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        at: usize,
    ) -> Option<String> {
        Document::guarded(|| {
            let (_, object) = self.text_at(line, indicator, field)?;
            let object = object?;
            let doc = self.document.automerge();
            if at == doc.length(&object) {
                return Some(Cursor::End.to_string());
            }
            let cursor = doc.get_cursor(&object, at, None).ok()?;
            Some(cursor.to_string())
        })?
    }

    /// Where the place of a text is now. `None`: the name means nothing here.
    pub fn cursor_position(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        cursor: &str,
    ) -> Option<usize> {
        // Automerge cuts the first byte off without looking whether it is a character.
        if cursor.is_empty() || !cursor.is_ascii() {
            return None;
        }
        Document::guarded(|| {
            let (_, object) = self.text_at(line, indicator, field)?;
            let cursor = Cursor::try_from(cursor).ok()?;
            let doc = self.document.automerge();
            doc.get_cursor_position(&object?, &cursor, None).ok()
        })?
    }

    /// A text and its object.
    fn text_at(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<(String, Option<ObjId>)> {
        let outline = Outline::new(self.table.texts(&self.document));
        if let Field::Heading(level) = field {
            let chain = outline.chain(&outline.line(line)?);
            let (_, heading) = chain.at(level)?;
            return Some((heading.text.text.clone(), heading.text.object.clone()));
        }
        match outline.cell(line, indicator, field)? {
            Cell::Text { text, .. } => Some((text.text, text.object)),
            Cell::Scalar { .. } => None,
        }
    }

    /// The cells whose shown value was last written at or after a time (by the writer's clock, in
    /// whole seconds), by somebody, or both. Every row that shows the cell is named.
    pub fn changed(
        &self,
        since_ms: Option<u64>,
        by: Option<Author>,
    ) -> Vec<(LineId, Option<IndicatorId>, Field)> {
        let since_ms = since_ms.map(|since_ms| since_ms / 1000 * 1000);
        let wanted = |stamp: (Author, u64)| {
            let (author, at_ms) = stamp;
            since_ms.is_none_or(|since_ms| at_ms >= since_ms) && by.is_none_or(|by| by == author)
        };
        let found = self.past.ask(&self.document, Depth::Changes, |annals| {
            self.written(&|op| {
                let entry = annals.change_of(op).map(|number| annals.entry(number));
                entry.is_some_and(|entry| wanted((entry.author, entry.at_ms)))
            })
        });
        found.unwrap_or_default()
    }

    fn written(
        &self,
        is_wanted: &dyn Fn(&ObjId) -> bool,
    ) -> Vec<(LineId, Option<IndicatorId>, Field)> {
        let hits = |written: &[(Field, ObjId)]| -> Vec<Field> {
            let hits = written.iter().filter(|(_, op)| is_wanted(op));
            hits.map(|(field, _)| *field).collect()
        };
        let catalogue = &self.table.catalogue;
        let headings: HashMap<HeadingId, Field> = catalogue
            .ids()
            .filter_map(|id| Some((id, catalogue.entry(id)?)))
            .filter(|(_, entry)| entry.written.iter().any(is_wanted))
            .map(|(id, entry)| (id, Field::Heading(entry.level)))
            .collect();
        let mut found = Vec::new();
        for (id, line) in self.table.lines_in_order() {
            let mut of_line = hits(&line.written);
            let above = line.above.iter().rev();
            of_line.extend(above.filter_map(|heading| headings.get(heading)));
            if line.bare {
                found.extend(of_line.iter().map(|field| (id, None, *field)));
            }
            for (indicator, written) in line.indicators.iter().zip(&line.written_of) {
                let of_row = of_line.iter().copied().chain(hits(written));
                found.extend(of_row.map(|field| (id, Some(*indicator), field)));
            }
        }
        found
    }
}

/// Patches of one text, each in positions of the text with those before it applied, as changes in
/// positions of the text before them all.
pub(crate) fn changes_of(patches: impl Iterator<Item = PatchAction>) -> Vec<TextChange> {
    let mut changes: Vec<TextChange> = Vec::new();
    let (mut inserted, mut deleted) = (0, 0);
    for patch in patches {
        let (index, delete, insert) = match patch {
            PatchAction::SpliceText { index, value, .. } => (index, 0, value.make_string()),
            PatchAction::DeleteSeq { index, length } => (index, length, String::new()),
            _ => continue,
        };
        let at = (index + deleted).saturating_sub(inserted);
        deleted += delete;
        inserted += words::utf16_len(&insert);
        match changes.last_mut() {
            // They touch: one change.
            Some(last) if last.at + last.delete >= at => {
                last.delete += delete;
                last.insert.push_str(&insert);
            }
            _ => changes.push(TextChange { at, delete, insert }),
        }
    }
    changes
}
