//! A dossier begins with a file: its matrix, and what stood in the file beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minutes::Minutes;
use model::{Author, Draft, Field, Matrix, MatrixEdit, RowView};
use review::{Act, Credit, Review, ReviewEdit, ReviewEdited, ThreadId};
use seal::{DeviceKey, DossierKey, Keyring, Membership, Profile, Seed};
use wire::DocumentKind;

use crate::edit::{Change, rank_of};
use crate::presence::Signals;
use crate::receipts::Receipts;
use crate::replica::{LoadProblem, Replica, actor};
use crate::session::Session;
use crate::step::Step;
use crate::taking_back::TakingBack;

/// What a file holds beside the matrix. Rows are named by their index in the draft, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Notes of cells, to become comments.
    pub notes: Vec<FoundNote>,
    /// Changes that somebody tracked, to become suggestions.
    pub suggestions: Vec<FoundSuggestion>,
    /// Rows that are out of the matrix.
    pub retired: BTreeSet<usize>,
}

/// A note of an imported cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundNote {
    /// The row.
    pub row: usize,
    /// The cell's field.
    pub field: Field,
    /// Whom the file names; `None`: nobody.
    pub credit: Option<Credit>,
    /// The note.
    pub text: String,
    /// Index among the notes of the one whose thread it answers in; smaller than its own.
    pub answers: Option<usize>,
}

/// A change that somebody tracked in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSuggestion {
    /// Whom the file names; `None`: nobody.
    pub credit: Option<Credit>,
    /// What would change.
    pub proposal: FoundProposal,
}

/// What a tracked change would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundProposal {
    /// A cell.
    Cell {
        /// The row.
        row: usize,
        /// The field.
        field: Field,
        /// What the cell would say.
        value: String,
    },
    /// A row that would come.
    Row {
        /// The row it comes after; `None`: at the end.
        after: Option<usize>,
        /// Its cells.
        cells: BTreeMap<Field, String>,
    },
    /// A row that would go.
    Out {
        /// The row.
        row: usize,
    },
}

/// What founding a dossier makes, besides the dossier.
struct Founding<'a> {
    replica: Replica,
    step: Step,
    now_ms: u64,
    dice: &'a mut dyn FnMut(&mut [u8]),
}

impl Replica {
    /// Founds a dossier: this device is its coordinator. The step holds everything to persist.
    pub fn found(
        draft: &Draft,
        found: &Found,
        device: Arc<DeviceKey>,
        profile: &Profile,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Self, Step), LoadProblem> {
        let key = DossierKey::generate(dice);
        let membership = Membership::found(&device, &key, profile, dice)?;
        let mut keyring = Keyring::new(Seed::founder(key));
        keyring.refresh(&membership, &device);
        let author = Author(device.id().0);
        let (matrix, founded) = Matrix::found(draft, actor(dice), author, now_ms, dice)?;
        let (review, discussed) = Review::found(actor(dice), author, now_ms)?;
        let mut replica = Self {
            dossier: membership.dossier(),
            device,
            keyring,
            membership,
            matrix,
            review,
            minutes: Minutes::empty(actor(dice), author),
            series: BTreeMap::new(),
            outboxes: BTreeMap::new(),
            session: Session::default(),
            taking_back: TakingBack::default(),
            signals: Signals::default(),
            receipts: Receipts::default(),
            left_out: BTreeSet::new(),
        };
        let mut step = replica.persist_entries();
        step.append(replica.seal_own(DocumentKind::Matrix, Change::of(&founded), dice)?);
        step.touched = founded.touched.clone();
        step.append(replica.seal_own(DocumentKind::Review, Change::of_review(&discussed), dice)?);
        let mut founding = Founding {
            replica,
            step,
            now_ms,
            dice,
        };
        founding.retire(&found.retired)?;
        founding.comment(&found.notes)?;
        founding.suggest(&found.suggestions)?;
        let Founding {
            replica, mut step, ..
        } = founding;
        step.comments_changed = true;
        Ok((replica, step))
    }
}

impl Founding<'_> {
    fn retire(&mut self, rows: &BTreeSet<usize>) -> Result<(), LoadProblem> {
        let lines: Vec<_> = rows
            .iter()
            .filter_map(|row| Some(self.row(*row)?.line))
            .collect();
        for line in lines {
            let edit = MatrixEdit::Retire { line };
            let edited = self
                .replica
                .matrix
                .edit(&edit, None, self.now_ms, self.dice)?;
            let Some(edited) = edited else { continue };
            let change = Change::of(&edited);
            let mut step = self
                .replica
                .seal_own(DocumentKind::Matrix, change, self.dice)?;
            step.touched = edited.touched;
            self.step.append(step);
        }
        Ok(())
    }

    fn comment(&mut self, notes: &[FoundNote]) -> Result<(), LoadProblem> {
        let mut threads: Vec<Option<ThreadId>> = Vec::with_capacity(notes.len());
        for note in notes {
            let thread = note.answers.and_then(|at| threads.get(at).copied()?);
            let Some(edit) = self.comment_of(note, thread) else {
                threads.push(None);
                continue;
            };
            let edited = self.replica.review.edit(&edit, self.now_ms, self.dice)?;
            let made = edited.iter().flat_map(|edited| &edited.touched.comments);
            let made = made.last().copied();
            let comments = self.replica.comments().iter();
            let comment = comments.rev().find(|known| Some(known.comment) == made);
            threads.push(comment.map(|comment| comment.thread));
            if let Some(edited) = edited {
                self.seal(&edited)?;
            }
        }
        Ok(())
    }

    fn suggest(&mut self, suggestions: &[FoundSuggestion]) -> Result<(), LoadProblem> {
        for found in suggestions {
            let Some(act) = self.proposed(&found.proposal) else {
                continue;
            };
            let credit = found.credit.clone();
            let membership = &self.replica.membership;
            let rank = |author| rank_of(membership, author);
            let review = &mut self.replica.review;
            let (_, edited) = review.act(act, credit, &rank, self.now_ms, self.dice)?;
            self.seal(&edited)?;
        }
        Ok(())
    }

    fn proposed(&self, proposal: &FoundProposal) -> Option<Act> {
        let matrix = &self.replica.matrix;
        let base = matrix.version();
        let reason = String::new();
        Some(match proposal {
            FoundProposal::Cell { row, field, value } => {
                let row = self.row(*row)?;
                let indicator = row.indicator;
                Act::Suggest {
                    line: row.line,
                    indicator,
                    field: field.to_string(),
                    base,
                    before: matrix.cell(row.line, indicator, *field).unwrap_or_default(),
                    value: value.clone(),
                    reason,
                }
            }
            FoundProposal::Row { after, cells } => {
                let after = after.and_then(|row| self.row(row));
                Act::SuggestLine {
                    after: after.map(|row| row.line),
                    heading: after
                        .and_then(|row| row.headings.last())
                        .map(|heading| heading.id),
                    cells: cells
                        .iter()
                        // Its headings are those of the row it comes after.
                        .filter(|(field, _)| !matches!(field, Field::Heading(_)))
                        .map(|(field, value)| (field.to_string(), value.clone()))
                        .collect(),
                    base,
                    reason,
                }
            }
            FoundProposal::Out { row } => {
                let row = self.row(*row)?;
                Act::SuggestRetire {
                    line: row.line,
                    retired: true,
                    base,
                    before: row.action_line.clone(),
                    reason,
                }
            }
        })
    }

    fn seal(&mut self, edited: &ReviewEdited) -> Result<(), LoadProblem> {
        let change = Change::of_review(edited);
        let step = self
            .replica
            .seal_own(DocumentKind::Review, change, self.dice)?;
        self.step.append(step);
        Ok(())
    }

    fn row(&self, row: usize) -> Option<&RowView> {
        self.replica.matrix.rows().get(row)
    }

    fn comment_of(&self, note: &FoundNote, thread: Option<ThreadId>) -> Option<ReviewEdit> {
        let row = self.row(note.row)?;
        let matrix = &self.replica.matrix;
        Some(ReviewEdit::Comment {
            thread,
            line: row.line,
            indicator: row.indicator,
            field: note.field.to_string(),
            quote: matrix
                .cell(row.line, row.indicator, note.field)
                .unwrap_or_default(),
            text: note.text.clone(),
            credit: note.credit.clone(),
            mentions: Vec::new(),
            internal: false,
            anchor: None,
        })
    }
}
