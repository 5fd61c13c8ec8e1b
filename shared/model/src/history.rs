//! What a matrix says of its own past: what changed in a text since a version, where a place of a
//! text is now, which cells were written since a day or by somebody.

use std::collections::HashMap;

use automerge::{ActorId, Automerge, Cursor, ObjId, PatchAction, ReadDoc};
use document::{Author, Document, Version, at_ms_of, author_from, words};

use crate::edit::TextChange;
use crate::outline::{Cell, Outline};
use crate::{Field, HeadingId, IndicatorId, LineId, Matrix};

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
        let read = || self.written(&wanted);
        Document::guarded(read).unwrap_or_default()
    }

    fn written(
        &self,
        wanted: &dyn Fn((Author, u64)) -> bool,
    ) -> Vec<(LineId, Option<IndicatorId>, Field)> {
        let stamps = Stamps::of(self.document.automerge());
        let is_wanted = |op: &ObjId| stamps.of_op(op).is_some_and(wanted);
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

/// Who wrote each operation and when, looked up by actor and counter.
struct Stamps(HashMap<ActorId, Vec<Stamped>>);

struct Stamped {
    first_op: u64,
    last_op: u64,
    author: Author,
    at_ms: u64,
}

impl Stamps {
    fn of(doc: &Automerge) -> Self {
        let mut stamps: HashMap<ActorId, Vec<Stamped>> = HashMap::new();
        for meta in doc.get_changes_meta(&[]) {
            let stamped = Stamped {
                first_op: meta.start_op,
                last_op: meta.max_op,
                author: author_from(meta.author.as_ref()),
                at_ms: at_ms_of(meta.timestamp),
            };
            match stamps.get_mut(meta.actor.as_ref()) {
                Some(known) => known.push(stamped),
                None => {
                    stamps.insert(meta.actor.into_owned(), vec![stamped]);
                }
            }
        }
        for known in stamps.values_mut() {
            known.sort_unstable_by_key(|stamped| stamped.first_op);
        }
        Self(stamps)
    }

    fn of_op(&self, op: &ObjId) -> Option<(Author, u64)> {
        let ObjId::Id(counter, actor, _) = op else {
            return None;
        };
        let known = self.0.get(actor)?;
        let at = known.partition_point(|stamped| stamped.last_op < *counter);
        let stamped = known
            .get(at)
            .filter(|stamped| stamped.first_op <= *counter)?;
        Some((stamped.author, stamped.at_ms))
    }
}

/// Patches of one text, each in positions of the text with those before it applied, as changes in
/// positions of the text before them all.
fn changes_of(patches: impl Iterator<Item = PatchAction>) -> Vec<TextChange> {
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
