//! Where a cell lies in the document, so that it can be read at any version.

use automerge::{ChangeHash, ObjId};
use document::{Document, View};

use crate::history::annals::{Annals, INSIDE};
use crate::outline::{Cell, Outline};
use crate::{Field, IndicatorId, LineId, Matrix, heading, schema};

/// Where a cell lies.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) field: Field,
    pub(super) record: ObjId,
    pub(super) key: String,
    /// Of a text.
    pub(super) text: Option<TextSource>,
}

/// Where the rest of a text lies.
#[derive(Debug)]
pub(super) struct TextSource {
    /// `None` when something else stands in its place.
    pub(super) object: Option<ObjId>,
    revision_key: String,
}

impl Source {
    /// A cell as it stands now; of a heading, the one above the row now. `None`: no such cell.
    pub(super) fn of(
        matrix: &Matrix,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<Self> {
        let outline = Outline::new(matrix.table.texts(&matrix.document));
        if let Field::Heading(level) = field {
            let chain = outline.chain(&outline.line(line)?);
            let (_, heading) = chain.at(level)?;
            return Some(Self {
                field,
                record: heading.record.object.clone(),
                key: schema::TEXT.to_owned(),
                text: Some(TextSource {
                    object: heading.text.object.clone(),
                    revision_key: schema::TEXT_REVISION.to_owned(),
                }),
            });
        }
        let source = match outline.cell(line, indicator, field)? {
            Cell::Text {
                record,
                text,
                revision_key,
            } => Self {
                field,
                record: record.object,
                key: schema::place(field)?.key,
                text: Some(TextSource {
                    object: text.object,
                    revision_key,
                }),
            },
            Cell::Scalar { record, key, .. } => Self {
                field,
                record: record.object,
                key,
                text: None,
            },
        };
        Some(source)
    }

    fn is_heading(&self) -> bool {
        matches!(self.field, Field::Heading(_))
    }

    /// The changes that wrote in it, each after those it depends on.
    pub(super) fn writers(&self, annals: &Annals) -> Vec<u32> {
        let mut writers = annals.writers(&self.record, &self.key).to_vec();
        // Whoever made it wrote it first.
        writers.extend(annals.change_of(&self.record));
        if let Some(text) = &self.text {
            writers.extend(annals.writers(&self.record, &text.revision_key));
            let object = text.object.iter();
            writers.extend(object.clone().filter_map(|object| annals.change_of(object)));
            writers.extend(object.flat_map(|object| annals.writers(object, INSIDE)));
        }
        if self.is_heading() {
            writers.extend(annals.writers(&self.record, schema::NUMBER));
        }
        writers.sort_unstable();
        writers.dedup();
        writers
    }

    /// What it shows in a view.
    pub(super) fn value(&self, view: View<'_>) -> String {
        let text = shown(view, &self.record, &self.key);
        match self.field {
            Field::Heading(_) => heading::print(&shown(view, &self.record, schema::NUMBER), &text),
            field => as_shown(field, text),
        }
    }

    /// What it showed at a version.
    pub(super) fn value_at(&self, document: &Document, heads: &[ChangeHash]) -> String {
        self.value(View::at(document, heads))
    }
}

/// What shows under a key of an object.
pub(super) fn shown(view: View<'_>, object: &ObjId, key: &str) -> String {
    let values = view.all(object, key);
    let first = values.first();
    first.map_or_else(String::new, |(value, id)| view.printed(value, id))
}

/// A register's value as the field shows it.
pub(super) fn as_shown(field: Field, value: String) -> String {
    match field {
        Field::PendingExternal => (value == "true").to_string(),
        _ => value,
    }
}
