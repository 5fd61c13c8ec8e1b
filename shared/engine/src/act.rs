//! Doing several things as one step: one transaction, one undo.

use std::collections::BTreeSet;

use contract::{ActReceipt, Code, MatrixAction, Problem};
use model::{Edited, Field, MatrixEdit, RowKey, SetEdit, Version};
use review::ReviewEdit;
use wire::DossierId;

use crate::desk::{Desk, dice, now_ms};
use crate::ids::{field_of, heading_id, indicator_needed, level_of, line_id};
use crate::screen;
use crate::undo::StepName;

/// Things one step may do at most.
const ACTIONS_MAX: usize = 20_000;

/// A thing to do, checked as far as it can be without the document.
enum Deed {
    /// A cell that goes into one change with others.
    Set(SetEdit),
    Edit(Box<MatrixEdit>, Option<Version>),
    Comment {
        cell: RowKey,
        field: Field,
        text: String,
    },
}

impl Desk {
    /// Does everything or nothing. The step can be undone under its label.
    pub(crate) fn act(
        &mut self,
        dossier: DossierId,
        label: String,
        actions: Vec<MatrixAction>,
    ) -> Result<ActReceipt, Problem> {
        if actions.len() > ACTIONS_MAX {
            return Err(Problem::of(Code::TooMany));
        }
        // Whatever else this round holds is committed now, so that what fails half-way can be
        // dropped whole.
        self.finish_round();
        self.shelf(dossier)?.replica()?;
        let done = self.do_all(dossier, actions);
        self.end_step(dossier, label, done)
    }

    /// Makes one step to undo of what was done, or forgets the round in which it failed.
    pub(crate) fn end_step(
        &mut self,
        dossier: DossierId,
        label: String,
        done: Result<Done, Problem>,
    ) -> Result<ActReceipt, Problem> {
        let Done { edits, rows, .. } = match done {
            Ok(done) => done,
            Err(problem) => {
                self.give_up_round(dossier);
                return Err(problem);
            }
        };
        let hashes = edits.iter().map(|edited| edited.hash).collect();
        self.step_made(dossier, StepName::Said(label), hashes);
        let shelf = self.shelf(dossier)?;
        Ok(ActReceipt {
            changed: !edits.is_empty(),
            made: edits
                .iter()
                .flat_map(|edited| edited.made.iter().cloned())
                .collect(),
            rows: rows
                .iter()
                .filter_map(|key| shelf.row(&screen::key(key)).cloned())
                .collect(),
            version: shelf.replica()?.matrix().version().to_hex(),
        })
    }

    fn do_all(&mut self, dossier: DossierId, actions: Vec<MatrixAction>) -> Result<Done, Problem> {
        let mut done = Done::default();
        let mut sets = Vec::new();
        for action in actions {
            // Neighbouring values without a base become one change.
            let deed = match deed(action, &done.ids)? {
                Deed::Set(set) => {
                    sets.push(set);
                    continue;
                }
                deed => deed,
            };
            done.take(self.set_cells(dossier, &std::mem::take(&mut sets))?);
            match deed {
                Deed::Set(_) => {}
                Deed::Edit(edit, base) => {
                    done.take(self.edit_matrix(dossier, &edit, base.as_ref())?);
                }
                Deed::Comment { cell, field, text } => {
                    self.comment_on(dossier, cell, field, text)?;
                }
            }
        }
        done.take(self.set_cells(dossier, &sets)?);
        Ok(done)
    }

    fn set_cells(
        &mut self,
        dossier: DossierId,
        sets: &[SetEdit],
    ) -> Result<Option<Edited>, Problem> {
        self.check_locks(dossier, sets)?;
        let outcome = self
            .shelf_mut(dossier)?
            .replica_mut()?
            .set_cells(sets, now_ms(), &mut dice);
        self.edited(dossier, outcome)
    }

    fn comment_on(
        &mut self,
        dossier: DossierId,
        (line, indicator): RowKey,
        field: Field,
        text: String,
    ) -> Result<(), Problem> {
        let quote = self
            .shelf(dossier)?
            .replica()?
            .matrix()
            .cell(line, indicator, field)
            .ok_or_else(|| Problem::of(Code::RowUnknown))?;
        let edit = ReviewEdit::Comment {
            thread: None,
            line,
            indicator,
            field: field.to_string(),
            quote,
            text,
            credit: None,
            mentions: Vec::new(),
            internal: false,
            anchor: None,
        };
        self.discuss(dossier, &edit)
    }

    /// Forgets what this round staged: the dossier is read again from the disk.
    pub(crate) fn give_up_round(&mut self, dossier: DossierId) {
        self.round = crate::desk::Round::default();
        if let Some(shelf) = self.shelves.get_mut(&dossier) {
            shelf.sleep();
        }
        self.close_texts(dossier);
        self.wake(dossier);
    }
}

/// What a step has done so far.
#[derive(Default)]
pub(crate) struct Done {
    edits: Vec<Edited>,
    rows: BTreeSet<RowKey>,
    /// Ids of what it made, in order.
    ids: Vec<String>,
}

impl Done {
    pub(crate) fn take(&mut self, edited: Option<Edited>) {
        let Some(edited) = edited else { return };
        // Rows that only got another number come with the events.
        let written = edited.fields.iter();
        self.rows
            .extend(written.map(|(line, indicator, _)| (*line, *indicator)));
        self.ids.extend(edited.made.iter().cloned());
        self.edits.push(edited);
    }
}

fn deed(action: MatrixAction, made: &[String]) -> Result<Deed, Problem> {
    let line_id = |text: &str| line_id(named(text, made)?);
    let some_line = |text: Option<&str>| text.map(line_id).transpose();
    let indicator_needed = |text: &str| indicator_needed(named(text, made)?);
    let indicator_id = |text: Option<&str>| text.map(indicator_needed).transpose();
    let heading_id = |text: &str| heading_id(named(text, made)?);
    let edit = match action {
        MatrixAction::Set {
            line,
            indicator,
            field,
            value,
            base,
        } => {
            let (line, field) = (line_id(&line)?, field_of(&field)?);
            let indicator = indicator_id(indicator.as_deref())?;
            // A heading's cell may make a heading: not one of many cells of a change.
            if base.is_none() && !matches!(field, Field::Heading(_)) {
                return Ok(Deed::Set(SetEdit {
                    line,
                    indicator,
                    field,
                    value,
                }));
            }
            let base = base
                .map(|text| Version::from_hex(&text))
                .transpose()
                .map_err(|_| Problem::of(Code::ValueInvalid))?;
            let edit = MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            };
            return Ok(Deed::Edit(Box::new(edit), base));
        }
        MatrixAction::Comment {
            line,
            indicator,
            field,
            text,
        } => {
            return Ok(Deed::Comment {
                cell: (line_id(&line)?, indicator_id(indicator.as_deref())?),
                field: field_of(&field)?,
                text,
            });
        }
        MatrixAction::Resolve {
            line,
            indicator,
            field,
            choose,
        } => MatrixEdit::Resolve {
            line: line_id(&line)?,
            indicator: indicator_id(indicator.as_deref())?,
            field: field_of(&field)?,
            choose,
        },
        MatrixAction::AddLine {
            after,
            heading,
            cells,
        } => MatrixEdit::AddLine {
            after: some_line(after.as_deref())?,
            heading: heading.as_deref().map(heading_id).transpose()?.map(Some),
            cells: cells_of(cells)?,
        },
        MatrixAction::AddIndicator { line, cells } => MatrixEdit::AddIndicator {
            line: line_id(&line)?,
            cells: cells_of(cells)?,
        },
        MatrixAction::DuplicateLine { line } => MatrixEdit::DuplicateLine {
            line: line_id(&line)?,
        },
        MatrixAction::MoveLine {
            line,
            after,
            heading,
        } => MatrixEdit::MoveLine {
            line: line_id(&line)?,
            after: some_line(after.as_deref())?,
            heading: heading.as_deref().map(heading_id).transpose()?,
        },
        MatrixAction::MoveIndicator {
            indicator,
            line,
            after,
        } => MatrixEdit::MoveIndicator {
            indicator: indicator_needed(&indicator)?,
            line: line_id(&line)?,
            after: indicator_id(after.as_deref())?,
        },
        MatrixAction::RetireLine { line, retired } => {
            let line = line_id(&line)?;
            if retired {
                MatrixEdit::Retire { line }
            } else {
                MatrixEdit::Restore { line }
            }
        }
        MatrixAction::RetireIndicator { indicator, retired } => MatrixEdit::RetireIndicator {
            indicator: indicator_needed(&indicator)?,
            retired,
        },
        MatrixAction::MergeLines { from, into, text } => MatrixEdit::MergeLines {
            from: line_id(&from)?,
            into: line_id(&into)?,
            text,
        },
        MatrixAction::SplitLine {
            line,
            at,
            indicators,
        } => MatrixEdit::SplitLine {
            line: line_id(&line)?,
            at: usize::try_from(at).map_err(|_| Problem::of(Code::ValueInvalid))?,
            indicators: indicators
                .iter()
                .map(|id| indicator_needed(id))
                .collect::<Result<_, _>>()?,
        },
        other => heading_deed(other, made)?,
    };
    Ok(Deed::Edit(Box::new(edit), None))
}

/// What is done to the catalogue of headings and to findings.
fn heading_deed(action: MatrixAction, made: &[String]) -> Result<MatrixEdit, Problem> {
    let line_id = |text: &str| line_id(named(text, made)?);
    let heading_id = |text: &str| heading_id(named(text, made)?);
    let some_heading = |id: Option<String>| id.as_deref().map(&heading_id).transpose();
    Ok(match action {
        MatrixAction::AddHeading {
            level,
            parent,
            after,
            number,
            text,
        } => MatrixEdit::AddHeading {
            level: level_of(&level)?,
            parent: some_heading(parent)?,
            after: some_heading(after)?,
            number,
            text,
        },
        MatrixAction::SetHeading {
            heading,
            number,
            text,
        } => MatrixEdit::SetHeading {
            heading: heading_id(&heading)?,
            number,
            text,
        },
        MatrixAction::MoveHeading {
            heading,
            parent,
            after,
        } => MatrixEdit::MoveHeading {
            heading: heading_id(&heading)?,
            parent: some_heading(parent)?,
            after: some_heading(after)?,
        },
        MatrixAction::RetireHeading { heading, retired } => MatrixEdit::RetireHeading {
            heading: heading_id(&heading)?,
            retired,
        },
        MatrixAction::AssignHeading { line, heading } => MatrixEdit::AssignHeading {
            line: line_id(&line)?,
            heading: some_heading(heading)?,
        },
        MatrixAction::SetLevels { levels } => MatrixEdit::SetLevels {
            levels: levels
                .iter()
                .map(|level| level_of(level))
                .collect::<Result<_, _>>()?,
        },
        MatrixAction::Silence { key, reason } => MatrixEdit::Silence { key, reason },
        _ => return Err(Problem::of(Code::Defect)),
    })
}

/// An id, or "@0", "@1"…: what this very step made, by its place in `made`.
fn named<'a>(text: &'a str, made: &'a [String]) -> Result<&'a str, Problem> {
    let Some(place) = text.strip_prefix('@') else {
        return Ok(text);
    };
    let place = place.parse::<usize>().ok();
    let id = place.and_then(|place| made.get(place));
    id.map(String::as_str)
        .ok_or_else(|| Problem::of(Code::RowUnknown))
}

fn cells_of(
    cells: std::collections::BTreeMap<String, String>,
) -> Result<std::collections::BTreeMap<Field, String>, Problem> {
    let cells = cells.into_iter();
    cells
        .map(|(name, value)| Ok((field_of(&name)?, value)))
        .collect()
}
