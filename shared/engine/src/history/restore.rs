//! Putting things back as they were: worked out from what differs, made as ordinary edits that undo
//! takes back in one step.

use std::collections::BTreeSet;

use contract::{ActReceipt, Cell, Code, Language, Problem};
use model::{
    Difference, DifferenceKind, Edited, Field, HeadingId, IndicatorId, LineId, Matrix, MatrixEdit,
    PastMatrix, RowKey, RowView,
};
use wire::DossierId;

use super::points::Point;
use super::{unknown_point, unknown_row};
use crate::act::Done;
use crate::desk::{Desk, dice, now_ms};
use crate::ids::{field_of, indicator_id, line_id};

/// Cells one restoration may name; past it the whole matrix is meant.
const CELLS_MAX: usize = 20_000;

type CellKey = (LineId, Option<IndicatorId>, Field);

/// What is to be as it was.
enum Target {
    All,
    Some {
        rows: BTreeSet<RowKey>,
        cells: Vec<CellKey>,
    },
}

impl Target {
    fn read(cells: Option<Vec<Cell>>) -> Result<Self, Problem> {
        let Some(named) = cells else {
            return Ok(Self::All);
        };
        if named.len() > CELLS_MAX {
            return Err(Problem::of(Code::TooMany));
        }
        let (mut rows, mut cells) = (BTreeSet::new(), Vec::new());
        for cell in named {
            let line = line_id(&cell.line)?;
            let indicator = indicator_id(cell.indicator.as_deref())?;
            if cell.field.is_empty() {
                rows.insert((line, indicator));
            } else {
                cells.push((line, indicator, field_of(&cell.field)?));
            }
        }
        Ok(Self::Some { rows, cells })
    }

    fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Whether an indicator's row is meant.
    fn has_row(&self, key: RowKey) -> bool {
        match self {
            Self::All => true,
            Self::Some { rows, .. } => rows.contains(&key),
        }
    }

    /// Whether some row of a line is meant.
    fn has_line(&self, line: LineId) -> bool {
        match self {
            Self::All => true,
            Self::Some { rows, .. } => rows.iter().any(|(of, _)| *of == line),
        }
    }

    /// Whether a difference is to go. A line's own cells are told at its first row only.
    fn has(&self, told: &Difference) -> bool {
        let Self::Some { cells, .. } = self else {
            return true;
        };
        let of_row = match told.field {
            Some(Field::Heading(_)) => false,
            Some(field) if field.is_of_indicator() => self.has_row((told.line, told.indicator)),
            Some(_) => self.has_line(told.line),
            None => match told.places {
                Some((model::Place::Line { .. }, _)) => self.has_line(told.line),
                _ => self.has_row((told.line, told.indicator)),
            },
        };
        of_row
            || cells.iter().any(|(line, indicator, field)| {
                let same_row = !field.is_of_indicator() || *indicator == told.indicator;
                *line == told.line && Some(*field) == told.field && same_row
            })
    }
}

impl Desk {
    pub(super) fn restore(
        &mut self,
        dossier: DossierId,
        point: &str,
        cells: Option<Vec<Cell>>,
        language: Language,
    ) -> Result<ActReceipt, Problem> {
        let target = Target::read(cells)?;
        // What fails half-way is dropped whole, with the round.
        self.finish_round();
        let replica = self.shelf(dossier)?.replica()?;
        let point = Point::read(replica, point, language)?;
        let past = replica.matrix().rows_at(&point.version);
        let past = past.ok_or_else(unknown_point)?;
        check_known(&target, &past, replica.matrix())?;
        self.check_approved(dossier, &target, &past)?;
        let mut way = Way {
            desk: self,
            dossier,
            past,
            target,
            done: Done::default(),
        };
        let outcome = way.back();
        let done = std::mem::take(&mut way.done);
        let label = match language {
            Language::Spanish => format!("Dejar como estaba en: {}", point.name),
            Language::English => format!("Put back as it was: {}", point.name),
        };
        self.end_step(dossier, label, outcome.map(|()| done))
    }

    /// Approved lines stay as they are: nothing is put back while one of them is meant.
    fn check_approved(
        &self,
        dossier: DossierId,
        target: &Target,
        past: &PastMatrix,
    ) -> Result<(), Problem> {
        let told = self.shelf(dossier)?.replica()?.matrix();
        let told = told.compare(past.version(), None);
        let lines: BTreeSet<LineId> = told
            .ok_or_else(unknown_point)?
            .iter()
            .filter(|told| target.has(told) && !matches!(told.field, Some(Field::Heading(_))))
            .map(|told| told.line)
            .collect();
        self.check_lines(dossier, &lines.into_iter().collect::<Vec<_>>())
    }
}

/// What is named must have been there at some time.
fn check_known(target: &Target, past: &PastMatrix, matrix: &Matrix) -> Result<(), Problem> {
    let Target::Some { rows, cells } = target else {
        return Ok(());
    };
    let named = rows.iter().copied();
    let named = named.chain(cells.iter().map(|(line, indicator, _)| (*line, *indicator)));
    let known: BTreeSet<LineId> = past
        .rows()
        .iter()
        .chain(matrix.rows())
        .map(|row| row.line)
        .collect();
    for (line, _) in named {
        if !known.contains(&line) {
            return Err(unknown_row());
        }
    }
    Ok(())
}

/// The way back to a point.
struct Way<'a> {
    desk: &'a mut Desk,
    dossier: DossierId,
    past: PastMatrix,
    target: Target,
    done: Done,
}

impl Way<'_> {
    /// First everything there was is there again, then it stands where it stood; what was not there
    /// goes; last, the cells that are there read as they read.
    fn back(&mut self) -> Result<(), Problem> {
        if self.target.is_all() {
            self.headings_return()?;
        }
        self.lines_return()?;
        self.indicators_return()?;
        self.places_return()?;
        self.newcomers_go()?;
        self.cells_return()?;
        if self.target.is_all() {
            self.headings_go()?;
        }
        Ok(())
    }

    fn matrix(&self) -> Result<&Matrix, Problem> {
        Ok(self.desk.shelf(self.dossier)?.replica()?.matrix())
    }

    fn make(&mut self, edit: &MatrixEdit) -> Result<(), Problem> {
        let made = self.desk.edit_matrix(self.dossier, edit, None)?;
        self.take(made);
        Ok(())
    }

    fn take(&mut self, edited: Option<Edited>) {
        self.done.take(edited);
    }

    fn headings_return(&mut self) -> Result<(), Problem> {
        let now = self.matrix()?.headings();
        let retired = now.iter().filter(|heading| heading.retired);
        let retired: BTreeSet<HeadingId> = retired.map(|heading| heading.id).collect();
        let past = self.past.headings().iter();
        let back: Vec<HeadingId> = past
            .filter(|heading| !heading.retired && retired.contains(&heading.id))
            .map(|heading| heading.id)
            .collect();
        for heading in back {
            self.make(&MatrixEdit::RetireHeading {
                heading,
                retired: false,
            })?;
        }
        Ok(())
    }

    /// Headings nothing hangs from that were not in the catalogue, innermost first.
    fn headings_go(&mut self) -> Result<(), Problem> {
        let past = self.past.headings().iter();
        let known: BTreeSet<HeadingId> = past
            .filter(|heading| !heading.retired)
            .map(|heading| heading.id)
            .collect();
        loop {
            let now = self.matrix()?.headings();
            let active = || now.iter().filter(|heading| !heading.retired);
            let leaf = active().find(|heading| {
                let bears = active().any(|under| under.parent == Some(heading.id));
                heading.lines == 0 && !bears && !known.contains(&heading.id)
            });
            let Some(heading) = leaf.map(|heading| heading.id) else {
                return Ok(());
            };
            self.make(&MatrixEdit::RetireHeading {
                heading,
                retired: true,
            })?;
        }
    }

    fn lines_return(&mut self) -> Result<(), Problem> {
        let now = shown_lines(self.matrix()?.rows());
        let then = shown_lines(self.past.rows());
        for line in then.difference(&now) {
            if self.target.has_line(*line) {
                self.make(&MatrixEdit::Restore { line: *line })?;
            }
        }
        Ok(())
    }

    fn indicators_return(&mut self) -> Result<(), Problem> {
        let out: BTreeSet<IndicatorId> = hidden_indicators(self.matrix()?.rows());
        let back: Vec<IndicatorId> = self
            .past
            .rows()
            .iter()
            .filter(|row| !row.retired && self.target.has_row(row.key()))
            .filter_map(|row| row.indicator)
            .filter(|indicator| out.contains(indicator))
            .collect();
        for indicator in back {
            self.make(&MatrixEdit::RetireIndicator {
                indicator,
                retired: false,
            })?;
        }
        Ok(())
    }

    /// Rows shown now that were not shown then.
    fn newcomers_go(&mut self) -> Result<(), Problem> {
        let rows = self.matrix()?.rows();
        let shown: Vec<RowKey> = rows
            .iter()
            .filter(|row| !row.retired)
            .map(RowView::key)
            .collect();
        let then = self.past.rows().iter().filter(|row| !row.retired);
        let then: BTreeSet<RowKey> = then.map(RowView::key).collect();
        let lines_then: BTreeSet<LineId> = then.iter().map(|(line, _)| *line).collect();
        let newcomers: BTreeSet<RowKey> = shown
            .iter()
            .filter(|key| !then.contains(key) && self.target.has_row(**key))
            .copied()
            .collect();
        let mut gone: BTreeSet<LineId> = BTreeSet::new();
        for (line, indicator) in &newcomers {
            let stays = shown
                .iter()
                .any(|key| key.0 == *line && !newcomers.contains(key));
            match indicator {
                _ if !lines_then.contains(line) && !stays && gone.insert(*line) => {
                    self.make(&MatrixEdit::Retire { line: *line })?;
                }
                _ if !lines_then.contains(line) && !stays => {}
                Some(indicator) => self.make(&MatrixEdit::RetireIndicator {
                    indicator: *indicator,
                    retired: true,
                })?,
                // The row of a line without indicators goes when its indicators come back.
                None => {}
            }
        }
        Ok(())
    }

    fn differences(&self) -> Result<Vec<Difference>, Problem> {
        let told = self.matrix()?.compare(self.past.version(), None);
        let mut told = told.ok_or_else(unknown_point)?;
        told.retain(|told| self.target.has(told));
        Ok(told)
    }

    /// What moved, in the order it stood: each thing goes after what is already in its place.
    fn places_return(&mut self) -> Result<(), Problem> {
        let told = self.differences()?;
        let moved = told
            .iter()
            .filter(|told| told.kind == DifferenceKind::Moved);
        let (mut lines, mut indicators, mut levels) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for told in moved {
            match (told.field, &told.places) {
                (Some(Field::Heading(level)), _) => {
                    levels.insert((told.line, level));
                }
                (_, Some((model::Place::Line { .. }, _))) => {
                    lines.insert(told.line);
                }
                (_, Some((model::Place::Indicator { .. }, _))) => {
                    indicators.extend(told.indicator);
                }
                (_, None) => {}
            }
        }
        self.headings_move(&levels)?;
        let mut seen = BTreeSet::new();
        let rows: Vec<(RowKey, Option<HeadingId>)> = self
            .past
            .rows()
            .iter()
            .filter(|row| !row.retired)
            .map(|row| (row.key(), row.headings.last().map(|heading| heading.id)))
            .collect();
        let mut line_before = None;
        for ((line, indicator), heading) in &rows {
            if seen.insert(*line) {
                if lines.contains(line) {
                    self.line_moves(*line, line_before, *heading)?;
                }
                if shown_lines(self.matrix()?.rows()).contains(line) {
                    line_before = Some(*line);
                }
            }
            if let Some(indicator) = indicator
                && indicators.contains(indicator)
            {
                let of_line = rows.iter().filter(|((of, _), _)| of == line);
                let of_line = of_line.filter_map(|((_, indicator), _)| *indicator);
                let after = of_line.take_while(|of| of != indicator).last();
                self.make(&MatrixEdit::MoveIndicator {
                    indicator: *indicator,
                    line: *line,
                    after,
                })?;
            }
        }
        Ok(())
    }

    fn line_moves(
        &mut self,
        line: LineId,
        after: Option<LineId>,
        heading: Option<HeadingId>,
    ) -> Result<(), Problem> {
        if let Some(heading) = heading {
            let now = self.matrix()?.headings();
            if now.iter().any(|of| of.id == heading && of.retired) {
                self.make(&MatrixEdit::RetireHeading {
                    heading,
                    retired: false,
                })?;
            }
        }
        self.make(&MatrixEdit::MoveLine {
            line,
            after,
            heading,
        })?;
        if heading.is_none() {
            // A line without a heading had none: moving alone would leave it the one it has.
            self.make(&MatrixEdit::AssignHeading { line, heading })?;
        }
        Ok(())
    }

    /// Headings that hung from others, outermost first.
    fn headings_move(&mut self, levels: &BTreeSet<(LineId, model::Level)>) -> Result<(), Problem> {
        let rows = self.matrix()?.rows().iter();
        let moved: BTreeSet<HeadingId> = rows
            .flat_map(|row| row.headings.iter().map(move |heading| (row.line, heading)))
            .filter(|(line, heading)| levels.contains(&(*line, heading.level)))
            .map(|(_, heading)| heading.id)
            .collect();
        let mut back = Vec::new();
        let mut siblings: Vec<(Option<HeadingId>, HeadingId)> = Vec::new();
        for heading in self.past.headings().iter().filter(|of| !of.retired) {
            if moved.contains(&heading.id) {
                let before = siblings
                    .iter()
                    .rfind(|(parent, _)| *parent == heading.parent);
                let after = before.map(|(_, id)| *id);
                back.push((heading.level, heading.id, heading.parent, after));
            }
            siblings.push((heading.parent, heading.id));
        }
        back.sort_by_key(|(level, ..)| *level);
        for (_, heading, parent, after) in back {
            self.make(&MatrixEdit::MoveHeading {
                heading,
                parent,
                after,
            })?;
        }
        Ok(())
    }

    fn cells_return(&mut self) -> Result<(), Problem> {
        let told = self.differences()?;
        let changed = told
            .iter()
            .filter(|told| told.kind == DifferenceKind::Changed);
        let mut cells: Vec<CellKey> = changed
            .filter_map(|told| Some((told.line, told.indicator, told.field?)))
            .collect();
        if let Target::Some { cells: named, .. } = &self.target {
            // A heading's cell is told at the first row that shows it, which may be another line's.
            cells.extend(named.iter().copied());
        }
        let version = self.past.version().clone();
        let outcome = self.desk.shelf_mut(self.dossier)?.replica_mut()?.put_back(
            &cells,
            &version,
            now_ms(),
            &mut dice,
        );
        let made = self.desk.edited(self.dossier, outcome)?;
        self.take(made);
        Ok(())
    }
}

fn shown_lines(rows: &[RowView]) -> BTreeSet<LineId> {
    let shown = rows.iter().filter(|row| !row.retired);
    shown.map(|row| row.line).collect()
}

/// Indicators that are out while their line is not: a line that is back may have left some behind.
fn hidden_indicators(rows: &[RowView]) -> BTreeSet<IndicatorId> {
    let lines = shown_lines(rows);
    rows.iter()
        .filter(|row| row.retired && lines.contains(&row.line))
        .filter_map(|row| row.indicator)
        .collect()
}
