//! What a matrix finds wrong with itself, as a window and the command line show it.

use checks::{CatalogueHeading, Finding, FixEdit, Input, Level};
use contract::{
    Cell, FindingLevel, FindingView, FixView, Language, MatrixAction, Problem, SilencedView,
};
use model::{HeadingId, RowKey, RowView};
use wire::{DeviceId, DossierId};

use crate::desk::Desk;
use crate::screen;

/// All that findings are made of: what the rules look at and who silenced what.
pub(crate) struct FindingInput {
    rows: Vec<RowView>,
    years: Vec<u16>,
    levels: Vec<model::Level>,
    headings: Vec<CatalogueHeading>,
    institution: String,
    silenced: Vec<(String, SilencedView)>,
}

impl Desk {
    /// A copy of what the rules look at.
    pub(crate) fn finding_input(&self, dossier: DossierId) -> Result<FindingInput, Problem> {
        let shelf = self.shelf(dossier)?;
        let matrix = shelf.replica()?.matrix();
        let silenced = matrix.silenced().into_iter().map(|silenced| {
            let view = SilencedView {
                reason: silenced.reason,
                by: shelf.person(DeviceId(silenced.author.0)),
                at: screen::rfc3339(silenced.at_ms),
            };
            (silenced.key, view)
        });
        Ok(FindingInput {
            rows: matrix.rows().to_vec(),
            years: matrix.years().to_vec(),
            levels: matrix.levels().to_vec(),
            headings: matrix
                .headings()
                .iter()
                .filter(|heading| !heading.retired)
                .map(|heading| CatalogueHeading {
                    id: heading.id,
                    level: heading.level,
                    parent: heading.parent,
                    number: heading.number.clone(),
                    text: heading.text.clone(),
                })
                .collect(),
            institution: matrix.institution().to_owned(),
            silenced: silenced.collect(),
        })
    }
}

impl FindingInput {
    /// The findings, in words.
    pub(crate) fn findings(&self, language: Language) -> Vec<FindingView> {
        let found = checks::findings(&Input {
            rows: &self.rows,
            years: &self.years,
            headings: &self.headings,
            levels: &self.levels,
            institution: &self.institution,
            lines_said: None,
        });
        // A fix of every row hangs from the first finding of its code: not thousands of times.
        let mut everywhere = std::collections::BTreeSet::new();
        found
            .iter()
            .map(|finding| {
                let first = everywhere.insert(finding.code);
                self.view(finding, first, language)
            })
            .collect()
    }

    fn view(&self, finding: &Finding, first: bool, language: Language) -> FindingView {
        let words = checks::sentence(
            finding,
            match language {
                Language::Spanish => checks::Language::Spanish,
                Language::English => checks::Language::English,
            },
        );
        let fixes = finding.fixes.iter().zip(words.fix_labels);
        let number = |key: &RowKey| {
            let row = self.rows.iter().find(|row| row.key() == *key);
            row.and_then(|row| row.row)
        };
        FindingView {
            code: finding.code.as_str().to_owned(),
            level: match finding.level {
                Level::Error => FindingLevel::Error,
                Level::Warning => FindingLevel::Warning,
                Level::Info => FindingLevel::Info,
            },
            row: finding.place.map(|place| place.row),
            cell: finding.place.map(|place| Cell {
                line: place.line.to_string(),
                indicator: place.indicator.map(|indicator| indicator.to_string()),
                field: place.field.to_string(),
            }),
            title: words.title,
            explanation: words.explanation,
            example: words.example,
            fixes: fixes
                .filter(|(fix, _)| first || !fix.is_everywhere())
                .map(|(fix, label)| FixView {
                    label,
                    actions: fix.edits.iter().map(|edit| self.action(edit)).collect(),
                })
                .collect(),
            silenced: self
                .silenced
                .iter()
                .find(|(key, _)| *key == finding.key)
                .map(|(_, view)| view.clone()),
            related: finding.related.iter().filter_map(number).collect(),
            key: finding.key.clone(),
        }
    }

    fn action(&self, edit: &FixEdit) -> MatrixAction {
        match edit {
            FixEdit::Set {
                line,
                indicator,
                field,
                value,
            } => MatrixAction::Set {
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: field.to_string(),
                value: value.clone(),
                base: None,
            },
            FixEdit::Comment {
                line,
                indicator,
                field,
                text,
            } => MatrixAction::Comment {
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: field.to_string(),
                text: text.clone(),
            },
            FixEdit::AttachToPrevious { line, to } => MatrixAction::MergeLines {
                from: line.to_string(),
                into: to.to_string(),
                text: None,
            },
            FixEdit::AssignHeading { line, heading } => MatrixAction::AssignHeading {
                line: line.to_string(),
                heading: Some(heading.to_string()),
            },
            FixEdit::SetHeading {
                heading,
                number,
                text,
            } => MatrixAction::SetHeading {
                heading: heading.to_string(),
                number: number.clone(),
                text: text.clone(),
            },
            FixEdit::MoveHeading { heading, parent } => MatrixAction::MoveHeading {
                heading: heading.to_string(),
                parent: Some(parent.to_string()),
                after: self.last_child(*parent).map(|last| last.to_string()),
            },
        }
    }

    fn last_child(&self, parent: HeadingId) -> Option<HeadingId> {
        let mut children = self.headings.iter().rev();
        children
            .find(|heading| heading.parent == Some(parent))
            .map(|heading| heading.id)
    }
}
