//! The catalogue of headings: added, worded, moved, retired; levels in use; findings silenced.

use std::collections::HashSet;

use automerge::{ObjId, ROOT, ScalarValue};
use document::{Dice, NewMap, Record, Write, order, put, put_in};

use crate::edit::plan::{Plan, Planner, name_rows, whole_rows};
use crate::edit::rows::{gap_at, last_before};
use crate::edit::text::{check_units, check_value};
use crate::error::EditError;
use crate::limits::{SCALAR_UTF16_UNITS_MAX, SILENCED_MAX};
use crate::table::Line;
use crate::{Field, HeadingId, Level, LineId, schema};

impl Planner<'_> {
    pub(super) fn add_heading(
        &self,
        level: Level,
        parent: Option<HeadingId>,
        after: Option<HeadingId>,
        (number, text): (&str, &str),
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let headings = self.now.headings.clone().ok_or(EditError::NotFounded)?;
        check_words(level, number, text)?;
        self.check_parent(level, parent)?;
        self.check_heading_room()?;
        let order = self.order_after(None, parent, after, dice)?;
        let id = HeadingId::new(dice);
        let parent = parent.map(|parent| parent.to_string()).unwrap_or_default();
        let value = schema::new_heading(level, &parent, &order, number, text).into();
        Ok(Plan {
            writes: vec![Write::Make {
                object: headings,
                key: id.to_string(),
                value,
            }],
            made: vec![id.to_string()],
            ..Plan::default()
        })
    }

    pub(super) fn word_heading(
        &self,
        heading: HeadingId,
        number: &str,
        text: &str,
    ) -> Result<Plan, EditError> {
        let unknown = EditError::HeadingMissing(heading);
        let state = self.now.heading(heading).ok_or(unknown)?;
        check_words(state.level, number, text)?;
        Ok(self.reword(&state, number, text))
    }

    pub(super) fn move_heading(
        &self,
        heading: HeadingId,
        parent: Option<HeadingId>,
        after: Option<HeadingId>,
        dice: Dice<'_>,
    ) -> Result<Plan, EditError> {
        let state = self.now.heading(heading);
        let state = state.ok_or(EditError::HeadingMissing(heading))?;
        // A heading stands only under one of an outer level, so none can end up under itself,
        // whatever two people move at once.
        self.check_parent(state.level, parent)?;
        let catalogue = &self.table.catalogue;
        let siblings = catalogue.children_of(parent);
        let place = siblings.iter().position(|id| *id == heading);
        let mut writes = Vec::new();
        if catalogue.parent_of(heading) != parent {
            let parent = parent.map(|parent| parent.to_string()).unwrap_or_default();
            writes.push(put(&state.record, schema::PARENT, parent));
        }
        let before = place.and_then(|place| siblings.get(place.checked_sub(1)?).copied());
        if after != Some(heading) && (place.is_none() || before != after) {
            let order = self.order_after(Some(heading), parent, after, dice)?;
            writes.push(put(&state.record, schema::ORDER, order));
        }
        if writes.is_empty() {
            return Ok(Plan::default());
        }
        let order = catalogue.in_order_with(heading, parent, after);
        writes.extend(self.bring_lines(heading, &order, dice));
        Ok(Plan {
            writes,
            fields: name_rows(
                self.table.rows_watching(heading),
                Field::Heading(state.level),
            ),
            ..Plan::default()
        })
    }

    /// The lines under a heading to where it stands in a catalogue in this order, as a block.
    fn bring_lines(&self, heading: HeadingId, order: &[HeadingId], dice: Dice<'_>) -> Vec<Write> {
        let lines = self.table.lines_in_order();
        let (block, others): (Vec<_>, Vec<_>) = lines
            .iter()
            .copied()
            .partition(|(_, line)| line.above.contains(&heading));
        let Some(at) = order.iter().position(|id| *id == heading) else {
            return Vec::new();
        };
        let under: HashSet<HeadingId> = block
            .iter()
            .flat_map(|(_, line)| line.above.iter().take_while(|id| **id != heading).copied())
            .chain([heading])
            .collect();
        let after: Vec<HeadingId> = order[at..]
            .iter()
            .copied()
            .filter(|id| !under.contains(id))
            .collect();
        let before = last_before(&order[..at], &after, &others);
        let place = before
            .and_then(|before| others.iter().position(|(id, _)| *id == before))
            .map_or(0, |before| before + 1);
        let mut wanted: Vec<LineId> = others.iter().map(|(id, _)| *id).collect();
        wanted.splice(place..place, block.iter().map(|(id, _)| *id));
        if wanted.iter().eq(lines.iter().map(|(id, _)| id)) {
            return Vec::new();
        }
        let (low, high) = gap_at(&others, place);
        let keys = order::spread_between(low, high, block.len(), dice);
        let records = block.iter().filter_map(|(id, _)| self.now.line(*id));
        records
            .zip(keys)
            .map(|(record, key)| put(&record, schema::ORDER, key))
            .collect()
    }

    pub(super) fn retire_heading(
        &self,
        heading: HeadingId,
        retired: bool,
    ) -> Result<Plan, EditError> {
        let state = self.now.heading(heading);
        let state = state.ok_or(EditError::HeadingMissing(heading))?;
        if retired {
            let hangs = |(_, line): &(LineId, &Line)| line.active && line.above.contains(&heading);
            let lines = self
                .table
                .lines_in_order()
                .iter()
                .filter(|line| hangs(line))
                .count();
            if lines > 0 {
                return Err(EditError::HeadingInUse { heading, lines });
            }
        }
        let verdicts = self.now.view.values(&state.record, schema::RETIRED);
        let stands = verdicts
            .iter()
            .any(|(verdict, _)| (verdict == "true") != retired);
        if !stands && (!verdicts.is_empty() || !retired) {
            return Ok(Plan::default());
        }
        Ok(Plan {
            writes: vec![put(&state.record, schema::RETIRED, retired)],
            ..Plan::default()
        })
    }

    pub(super) fn assign_heading(
        &self,
        line: LineId,
        heading: Option<HeadingId>,
    ) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        let writes = match heading {
            Some(heading) => self.hang(&record, heading)?,
            None => self.point(&record, ""),
        };
        if writes.is_empty() {
            return Ok(Plan::default());
        }
        Ok(Plan {
            writes,
            fields: whole_rows(self.table.rows_of(line)),
            ..Plan::default()
        })
    }

    /// The write that hangs a line from a heading; none if it already does.
    pub(super) fn hang(&self, line: &Record, heading: HeadingId) -> Result<Vec<Write>, EditError> {
        self.usable_heading(heading)?;
        Ok(self.point(line, &heading.to_string()))
    }

    fn point(&self, line: &Record, heading: &str) -> Vec<Write> {
        let now = self.now.view.register(line, schema::HEADING);
        let settled = now.concurrent.iter().all(|(other, _)| other == heading);
        if now.value == heading && settled {
            return Vec::new();
        }
        vec![put(line, schema::HEADING, heading)]
    }

    /// A heading from which lines may hang.
    pub(super) fn usable_heading(&self, heading: HeadingId) -> Result<(), EditError> {
        let entry = self.table.catalogue.entry(heading);
        let entry = entry.ok_or(EditError::HeadingMissing(heading))?;
        let views = &self.table.catalogue.views;
        let shown = views.iter().find(|view| view.id == heading);
        if entry.retired && shown.is_some_and(|view| view.retired) {
            return Err(EditError::HeadingRetired(heading));
        }
        Ok(())
    }

    fn check_parent(&self, level: Level, parent: Option<HeadingId>) -> Result<(), EditError> {
        let Some(parent) = parent else { return Ok(()) };
        self.usable_heading(parent)?;
        let entry = self.table.catalogue.entry(parent);
        if entry.is_some_and(|above| above.level < level) {
            Ok(())
        } else {
            Err(EditError::HeadingOutOfLevel { parent, level })
        }
    }

    /// An order key after a heading among those under another, as if `moved` were not there.
    fn order_after(
        &self,
        moved: Option<HeadingId>,
        parent: Option<HeadingId>,
        after: Option<HeadingId>,
        dice: Dice<'_>,
    ) -> Result<String, EditError> {
        let catalogue = &self.table.catalogue;
        let mut siblings = catalogue.children_of(parent);
        siblings.retain(|id| Some(*id) != moved);
        let at = match after.filter(|after| Some(*after) != moved) {
            None => 0,
            Some(after) => {
                let at = siblings.iter().position(|id| *id == after);
                at.ok_or(EditError::HeadingMissing(after))? + 1
            }
        };
        let order = |at: Option<usize>| {
            let entry = catalogue.entry(*siblings.get(at?)?)?;
            Some(entry.order.as_str())
        };
        Ok(order::between(
            order(at.checked_sub(1)),
            order(Some(at)),
            dice,
        ))
    }

    pub(super) fn set_levels(&self, levels: &[Level]) -> Result<Plan, EditError> {
        let catalogue = &self.table.catalogue;
        let changed = Level::ALL
            .into_iter()
            .map(|level| (level, levels.contains(&level)))
            .filter(|(level, wanted)| catalogue.wants(*level) != *wanted);
        let changed: Vec<_> = changed
            .map(|(level, wanted)| (level.as_str(), ScalarValue::Boolean(wanted)))
            .collect();
        self.write_map(schema::LEVELS, changed)
    }

    pub(super) fn silence(&self, key: &str, reason: Option<&str>) -> Result<Plan, EditError> {
        for value in [key, reason.unwrap_or_default()] {
            check_units(value, SCALAR_UTF16_UNITS_MAX)?;
        }
        let silenced = self.now.silenced();
        let present = silenced.iter().find(|silenced| silenced.key == key);
        if present.map(|silenced| silenced.reason.as_str()) == reason {
            return Ok(Plan::default());
        }
        if present.is_none() && silenced.len() >= SILENCED_MAX {
            return Err(EditError::TooMany {
                what: "silenced findings",
                count_max: SILENCED_MAX,
            });
        }
        let value = reason.map_or(ScalarValue::Null, |reason| ScalarValue::Str(reason.into()));
        self.write_map(schema::SILENCED, vec![(key, value)])
    }

    /// Registers of a map of the root. Matrices founded before it existed get it now.
    fn write_map(&self, map: &str, registers: Vec<(&str, ScalarValue)>) -> Result<Plan, EditError> {
        if self.now.lines.is_none() {
            return Err(EditError::NotFounded);
        }
        let writes = if registers.is_empty() {
            Vec::new()
        } else if let Some(object) = self.now.view.child(&ROOT, map) {
            let registers = registers.into_iter();
            registers
                .map(|(key, value)| put_in(&object, key, value))
                .collect()
        } else {
            let content = registers.into_iter();
            let content = content.fold(NewMap::default(), |content, (key, value)| {
                content.put(key, value)
            });
            vec![Write::Make {
                object: ObjId::Root,
                key: map.to_owned(),
                value: content.into(),
            }]
        };
        Ok(Plan {
            writes,
            ..Plan::default()
        })
    }
}

/// Whether number and text may stand in a heading.
fn check_words(level: Level, number: &str, text: &str) -> Result<(), EditError> {
    check_units(number, SCALAR_UTF16_UNITS_MAX)?;
    check_value(Field::Heading(level), text, &[])
}
