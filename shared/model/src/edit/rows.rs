//! Lines: added, copied, moved, merged, split.

use std::collections::BTreeMap;

use document::words::{self, Places, Splice};
use document::{Dice, Write, order, put};

use crate::edit::plan::{Plan, Planner, name_rows, whole_rows};
use crate::edit::text::{check_value, text_key, text_writes};
use crate::error::EditError;
use crate::outline::Cell;
use crate::table::Line;
use crate::{Field, HeadingId, IndicatorId, LineId, schema};

impl Planner<'_> {
    #[expect(
        clippy::option_option,
        reason = "as the neighbour, none, or one: the edit says it so"
    )]
    pub(super) fn add_line(
        &self,
        after: Option<LineId>,
        heading: Option<Option<HeadingId>>,
        cells: &BTreeMap<Field, String>,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        if let Some(after) = after {
            self.known_line(after)?;
        }
        for (field, value) in cells {
            if let Field::Heading(_) = field {
                return Err(EditError::FieldUnknown(*field));
            }
            check_value(*field, value, &self.table.years)?;
        }
        self.check_room(1)?;
        let lines = self.table.lines_in_order();
        let last = lines.last().map(|(id, _)| *id);
        let (heading, after) = match heading {
            None => {
                let neighbour = after.or(last);
                let heading = neighbour.map(|line| self.heading_key_of(line));
                (heading.unwrap_or_default(), neighbour)
            }
            Some(None) => (String::new(), after.or(last)),
            Some(Some(heading)) => {
                self.usable_heading(heading)?;
                let others = lines.iter().rev();
                let mut under = others.filter(|(_, line)| line.above.contains(&heading));
                let last_under = under.next().map(|(id, _)| *id);
                let after = after
                    .or(last_under)
                    .or_else(|| self.before_heading(heading, &lines));
                (heading.to_string(), after)
            }
        };
        let (low, high) = gap_after(&lines, after);
        let order = order::between(low, high, dice);
        let cell = |field: Field| cells.get(&field).cloned().unwrap_or_default();
        let (id, write) = self.new_line(&order, &heading, cell, dice)?;
        let mut plan = Plan {
            writes: vec![write],
            fields: vec![(id, None, String::new())],
            made: vec![id.to_string()],
            ..Plan::default()
        };
        let measured = cells
            .iter()
            .any(|(field, value)| field.is_of_indicator() && !value.is_empty());
        if measured {
            let seat = order::between(None, None, dice);
            let (indicator, write) = self.new_indicator(id, &seat, cell, dice)?;
            plan.writes.push(write);
            plan.fields = vec![(id, Some(indicator), String::new())];
            plan.made.push(indicator.to_string());
        }
        Ok(plan)
    }

    pub(super) fn new_line(
        &self,
        order: &str,
        heading: &str,
        cell: impl Fn(Field) -> String,
        dice: Dice<'_>,
    ) -> Result<(LineId, Write), EditError> {
        let lines = self.now.lines.clone().ok_or(EditError::NotFounded)?;
        let id = LineId::new(dice);
        let write = Write::Make {
            object: lines,
            key: id.to_string(),
            value: schema::new_line(order, heading, cell).into(),
        };
        Ok((id, write))
    }

    /// What a line's register says of its heading.
    fn heading_key_of(&self, line: LineId) -> String {
        let record = self.now.line(line);
        record
            .map(|record| self.now.view.register(&record, schema::HEADING).value)
            .unwrap_or_default()
    }

    pub(super) fn duplicate_line(&self, line: LineId, dice: Dice<'_>) -> Result<Plan, EditError> {
        self.known_line(line)?;
        let rows = self.table.rows_of(line);
        let rows: Vec<_> = rows.filter_map(|key| self.table.row(key)).collect();
        let Some(first) = rows.first() else {
            return Err(EditError::LineUnknown(line));
        };
        let copied = rows.iter().flat_map(|row| &row.to_decide);
        let mut waiting = copied.filter(|wait| !matches!(wait.field, Field::Heading(_)));
        if let Some(wait) = waiting.next() {
            return Err(EditError::TextWaits(wait.field));
        }
        let measured: Vec<_> = rows
            .iter()
            .filter(|row| row.indicator.is_some_and(|id| !self.is_out(id)))
            .collect();
        self.check_room(measured.len().max(1))?;
        let lines = self.table.lines_in_order();
        let (low, high) = gap_after(&lines, Some(line));
        let order = order::between(low, high, dice);
        let heading = self.heading_key_of(line);
        let (id, write) = self.new_line(&order, &heading, |field| first.cell(field), dice)?;
        let mut plan = Plan {
            writes: vec![write],
            fields: Vec::new(),
            made: vec![id.to_string()],
            ..Plan::default()
        };
        for (row, seat) in measured.iter().zip(order::spread(measured.len())) {
            let (indicator, write) =
                self.new_indicator(id, &seat, |field| row.cell(field), dice)?;
            plan.writes.push(write);
            plan.fields.push((id, Some(indicator), String::new()));
            plan.made.push(indicator.to_string());
        }
        if measured.is_empty() {
            plan.fields.push((id, None, String::new()));
        }
        Ok(plan)
    }

    /// Whether an indicator was taken out of the matrix.
    fn is_out(&self, indicator: IndicatorId) -> bool {
        let record = self.now.indicator(indicator);
        let reader = crate::reader::Reader::new(self.now.texts);
        record.is_none_or(|record| reader.retirement(&record, &[]).is_out())
    }

    pub(super) fn move_line(
        &self,
        line: LineId,
        after: Option<LineId>,
        heading: Option<HeadingId>,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        if let Some(after) = after {
            self.known_line(after)?;
        }
        let mut writes = match heading {
            Some(heading) => self.hang(&record, heading)?,
            None => Vec::new(),
        };
        let target = match (heading, self.table.line(line)) {
            (Some(heading), _) => Some(heading),
            (None, Some(known)) => known.above.first().copied(),
            (None, None) => None,
        };
        let lines = self.table.lines_in_order();
        let present = lines.iter().position(|(id, _)| *id == line);
        let others: Vec<(LineId, &Line)> =
            lines.into_iter().filter(|(id, _)| *id != line).collect();
        let at = match after {
            Some(after) if after == line => present,
            Some(after) => others
                .iter()
                .position(|(id, _)| *id == after)
                .map(|at| at + 1),
            None => self.first_place(target, &others).or(present),
        };
        if at != present {
            let (low, high) = gap_at(&others, at.unwrap_or(others.len()));
            writes.push(put(&record, schema::ORDER, order::between(low, high, dice)));
        }
        if writes.is_empty() {
            return Ok(Plan::default());
        }
        Ok(Plan {
            writes,
            fields: whole_rows(self.table.rows_of(line)),
            ..Plan::default()
        })
    }

    /// Where the first line under a heading goes: before the others, or where the catalogue wants
    /// it. `None`: nothing says where.
    fn first_place(&self, heading: Option<HeadingId>, lines: &[(LineId, &Line)]) -> Option<usize> {
        let Some(heading) = heading else {
            return lines.iter().position(|(_, line)| line.above.is_empty());
        };
        let first = lines
            .iter()
            .position(|(_, line)| line.above.contains(&heading));
        first.or_else(|| {
            let before = self.before_heading(heading, lines);
            let before = before.and_then(|before| lines.iter().position(|(id, _)| *id == before));
            Some(before.map_or(0, |before| before + 1))
        })
    }

    /// The line after which those of a heading that has none begin.
    fn before_heading(&self, heading: HeadingId, lines: &[(LineId, &Line)]) -> Option<LineId> {
        let order = self.table.catalogue.in_order();
        let at = order.iter().position(|id| *id == heading)?;
        last_before(&order[..at], &order[at..], lines)
    }

    pub(super) fn merge_lines(
        &self,
        from: LineId,
        into: LineId,
        text: Option<&str>,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let gone = self.known_line(from)?;
        self.known_line(into)?;
        if from == into {
            return Err(EditError::SameLine(into));
        }
        for line in [from, into] {
            if self.table.line(line).is_some_and(|line| !line.active) {
                return Err(EditError::LineRetired(line));
            }
        }
        let mut writes = Vec::new();
        let mut fields = Vec::new();
        if let Some(text) = text {
            check_value(Field::ActionLine, text, &[])?;
            // What waits in the line that stays goes on waiting there.
            if let Some(Cell::Text { text: theirs, .. }) =
                self.now.cell(from, None, Field::ActionLine)
                && theirs.finding.is_some()
            {
                return Err(EditError::TextWaits(Field::ActionLine));
            }
            if let Some(Cell::Text {
                record,
                text: now,
                revision_key,
            }) = self.now.cell(into, None, Field::ActionLine)
            {
                let key = text_key(Field::ActionLine);
                writes = text_writes(&record, &key, &now, &revision_key, text);
            }
            if !writes.is_empty() {
                fields = name_rows(self.table.rows_of(into), Field::ActionLine);
            }
        }
        let moving = self.table.indicators_of(from);
        let last = self.table.last_seat(into).map(str::to_owned);
        writes.extend(self.seat(moving, into, last, dice));
        writes.extend(self.retire_writes(&gone));
        writes.push(put(&gone, schema::MERGED_INTO, into.to_string()));
        writes.extend(self.keep_in_sight(into, None)?);
        fields.extend(moving.iter().map(|id| (into, Some(*id), String::new())));
        fields.push((from, None, String::new()));
        // The line that goes keeps a row, without indicators.
        self.check_room(usize::from(!moving.is_empty()))?;
        Ok(Plan {
            writes,
            fields,
            ..Plan::default()
        })
    }

    /// Indicators to a line, one after another.
    fn seat(
        &self,
        indicators: &[IndicatorId],
        line: LineId,
        mut last: Option<String>,
        dice: Dice<'_>,
    ) -> Vec<Write> {
        let mut writes = Vec::new();
        for id in indicators {
            let Some(record) = self.now.indicator(*id) else {
                continue;
            };
            let order = order::between(last.as_deref(), None, dice);
            writes.push(put(&record, schema::LINE, line.to_string()));
            writes.push(put(&record, schema::ORDER, order.as_str()));
            last = Some(order);
        }
        writes
    }

    pub(super) fn split_line(
        &self,
        line: LineId,
        at: usize,
        indicators: &[IndicatorId],
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        self.known_line(line)?;
        let mut moving = self.table.indicators_of(line).to_vec();
        if let Some(stranger) = indicators.iter().find(|id| !moving.contains(id)) {
            return Err(EditError::IndicatorUnknown(*stranger));
        }
        moving.retain(|id| indicators.contains(id));
        let field = Field::ActionLine;
        let Some(Cell::Text {
            record,
            text,
            revision_key,
        }) = self.now.cell(line, None, field)
        else {
            return Err(EditError::FieldUnknown(field));
        };
        if text.finding.is_some() {
            return Err(EditError::TextWaits(field));
        }
        let units = words::utf16_len(&text.text);
        if at > units {
            return Err(EditError::ChangeOutOfPlace { index: 0 });
        }
        if !Places::of(&text.text).is_boundary(at) {
            return Err(EditError::CharacterCut { index: 0 });
        }
        self.check_room(1)?;
        let head = words::cut(&text.text, at);
        let tail = text.text[head.len()..].trim().to_owned();
        let kept = words::utf16_len(head.trim_end());
        let lines = self.table.lines_in_order();
        let (low, high) = gap_after(&lines, Some(line));
        let order = order::between(low, high, dice);
        let cell = |of: Field| {
            if of == field {
                tail.clone()
            } else {
                String::new()
            }
        };
        let heading = self.heading_key_of(line);
        let (id, write) = self.new_line(&order, &heading, cell, dice)?;
        let mut writes = vec![write];
        if kept < units
            && let Some(object) = &text.object
        {
            let splices = vec![Splice {
                at: kept,
                delete: units - kept,
                insert: String::new(),
            }];
            writes.push(Write::Splice {
                text: object.clone(),
                splices,
            });
            writes.push(put(&record, &revision_key, text.next_revision()));
        }
        writes.extend(self.seat(&moving, id, None, dice));
        writes.extend(self.keep_in_sight(line, None)?);
        let mut fields = name_rows(self.table.rows_of(line), field);
        let first = moving.first().copied();
        fields.push((id, first, String::new()));
        fields.extend(
            moving
                .iter()
                .skip(1)
                .map(|of| (id, Some(*of), String::new())),
        );
        Ok(Plan {
            writes,
            fields,
            made: vec![id.to_string()],
            ..Plan::default()
        })
    }
}

/// The last line, in the order of the lines, under one of the headings before a place of the
/// catalogue; else the line before the first under one of those after it.
pub(super) fn last_before(
    before: &[HeadingId],
    after: &[HeadingId],
    lines: &[(LineId, &Line)],
) -> Option<LineId> {
    let under = |line: &Line, headings: &[HeadingId]| {
        let innermost = line.above.first();
        innermost.is_some_and(|innermost| headings.contains(innermost))
    };
    let last = lines.iter().rposition(|(_, line)| under(line, before));
    let first_after = || {
        let first = lines.iter().position(|(_, line)| under(line, after));
        first.unwrap_or(lines.len()).checked_sub(1)
    };
    let at = last.or_else(first_after)?;
    lines.get(at).map(|(id, _)| *id)
}

/// Order keys on either side of the place after a line; of the beginning when there is none.
pub(super) fn gap_after<'a>(
    lines: &[(LineId, &'a Line)],
    after: Option<LineId>,
) -> (Option<&'a str>, Option<&'a str>) {
    let at = after
        .and_then(|after| lines.iter().position(|(id, _)| *id == after))
        .map_or(0, |at| at + 1);
    gap_at(lines, at)
}

/// Order keys on either side of a place.
pub(super) fn gap_at<'a>(
    lines: &[(LineId, &'a Line)],
    at: usize,
) -> (Option<&'a str>, Option<&'a str>) {
    let order = |at: Option<usize>| {
        let (_, line) = lines.get(at?)?;
        Some(line.order.as_str())
    };
    (order(at.checked_sub(1)), order(Some(at)))
}
