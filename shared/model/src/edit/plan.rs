//! What a person means, turned into the few writes that say it. Plans edits; writes nothing.

use std::cell::RefCell;

use automerge::ChangeHash;
use document::{Dice, Document, Record, View, Write};

use crate::cell::Texts;
use crate::edit::MatrixEdit;
use crate::error::EditError;
use crate::limits::ROWS_MAX;
use crate::lineage::{Kind, Trace};
use crate::outline::Outline;
use crate::table::Table;
use crate::{Field, HeadingId, IndicatorId, Level, LineId, RowKey};

/// An edit as writes.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) writes: Vec<Write>,
    /// Whether the writes go to the version the writer had before their eyes, because the cell has
    /// changed since.
    pub(crate) at_base: bool,
    /// The cells written.
    pub(crate) fields: Vec<(LineId, Option<IndicatorId>, String)>,
    /// Identifiers of the lines, indicators and headings made.
    pub(crate) made: Vec<String>,
    /// What sort of change it is.
    pub(crate) kind: Kind,
    /// What the writes bring back of the past.
    pub(crate) traces: Vec<Trace>,
}

/// Plans edits; writes nothing.
pub(crate) struct Planner<'a> {
    pub(crate) table: &'a Table,
    pub(crate) now: Outline<'a>,
    /// The version the writer began from, if it is not the present one.
    pub(crate) base: Option<Outline<'a>>,
    /// Headings planned and not yet written, for the cells of one change that want the same.
    pub(crate) planned: RefCell<Vec<PlannedHeading>>,
}

/// A heading about to be made.
pub(crate) struct PlannedHeading {
    pub(crate) id: HeadingId,
    pub(crate) level: Level,
    pub(crate) number: String,
    pub(crate) text: String,
    pub(crate) parent: String,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(
        document: &'a Document,
        table: &'a Table,
        base: Option<&'a [ChangeHash]>,
    ) -> Self {
        Self {
            table,
            now: Outline::new(table.texts(document)),
            base: base.map(|heads| {
                Outline::new(Texts {
                    view: View::at(document, heads),
                    ..table.texts(document)
                })
            }),
            planned: RefCell::default(),
        }
    }

    pub(crate) fn plan(&self, edit: &MatrixEdit, dice: Dice<'_>) -> Result<Plan, EditError> {
        match edit {
            MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            } => self.set(*line, *indicator, *field, value, dice),
            MatrixEdit::Resolve {
                line,
                indicator,
                field,
                choose,
            } => self.resolve(*line, *indicator, *field, *choose),
            MatrixEdit::SpliceText {
                line,
                indicator,
                field,
                changes,
            } => self.splice_text(*line, *indicator, *field, changes),
            MatrixEdit::AddLine {
                after,
                heading,
                cells,
            } => self.add_line(*after, *heading, cells, dice),
            MatrixEdit::AddIndicator { line, cells } => self.add_indicator(*line, cells, dice),
            MatrixEdit::DuplicateLine { line } => self.duplicate_line(*line, dice),
            MatrixEdit::MoveLine {
                line,
                after,
                heading,
            } => self.move_line(*line, *after, *heading, dice),
            MatrixEdit::MoveIndicator {
                indicator,
                line,
                after,
            } => self.move_indicator(*indicator, *line, *after, dice),
            MatrixEdit::Retire { line } => self.retire(*line),
            MatrixEdit::Restore { line } => self.restore(*line),
            MatrixEdit::RetireIndicator { indicator, retired } => {
                self.retire_indicator(*indicator, *retired)
            }
            MatrixEdit::MergeLines { from, into, text } => {
                self.merge_lines(*from, *into, text.as_deref(), dice)
            }
            MatrixEdit::SplitLine {
                line,
                at,
                indicators,
            } => self.split_line(*line, *at, indicators, dice),
            MatrixEdit::AddHeading {
                level,
                parent,
                after,
                number,
                text,
            } => self.add_heading(*level, *parent, *after, (number, text), dice),
            MatrixEdit::SetHeading {
                heading,
                number,
                text,
            } => self.word_heading(*heading, number, text),
            MatrixEdit::MoveHeading {
                heading,
                parent,
                after,
            } => self.move_heading(*heading, *parent, *after, dice),
            MatrixEdit::RetireHeading { heading, retired } => {
                self.retire_heading(*heading, *retired)
            }
            MatrixEdit::AssignHeading { line, heading } => self.assign_heading(*line, *heading),
            MatrixEdit::ChoosePlace {
                line,
                indicator,
                choose,
            } => self.choose_place(*line, *indicator, *choose),
            MatrixEdit::SetLevels { levels } => self.set_levels(levels),
            MatrixEdit::Silence { key, reason } => self.silence(key, reason.as_deref()),
        }
    }

    /// The line as it reads now.
    pub(crate) fn known_line(&self, line: LineId) -> Result<Record, EditError> {
        if self.now.lines.is_none() {
            return Err(EditError::NotFounded);
        }
        let known = self
            .table
            .has_line(line)
            .then(|| self.now.line(line))
            .flatten();
        known.ok_or(EditError::LineUnknown(line))
    }

    /// The indicator as it reads now, and its line.
    pub(crate) fn known_indicator(
        &self,
        indicator: IndicatorId,
    ) -> Result<(LineId, Record), EditError> {
        let unknown = EditError::IndicatorUnknown(indicator);
        let Some((line, _)) = self.table.seat_of(indicator) else {
            return Err(unknown);
        };
        self.known_line(line)?;
        let record = self.now.indicator(indicator).ok_or(unknown)?;
        Ok((line, record))
    }

    pub(crate) fn check_room(&self, rows: usize) -> Result<(), EditError> {
        if self.table.rows.len() + rows > ROWS_MAX {
            return Err(EditError::TooMany {
                what: "rows",
                count_max: ROWS_MAX,
            });
        }
        Ok(())
    }
}

/// Rows with the name of a field.
pub(crate) fn name_rows(
    rows: impl Iterator<Item = RowKey>,
    field: Field,
) -> Vec<(LineId, Option<IndicatorId>, String)> {
    rows.map(|(line, indicator)| (line, indicator, field.to_string()))
        .collect()
}

/// Rows as such.
pub(super) fn whole_rows(
    rows: impl Iterator<Item = RowKey>,
) -> Vec<(LineId, Option<IndicatorId>, String)> {
    rows.map(|(line, indicator)| (line, indicator, String::new()))
        .collect()
}
