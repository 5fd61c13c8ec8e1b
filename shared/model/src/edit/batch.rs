//! Many cells in one change: paste, fill, replace.

use std::collections::{BTreeMap, HashMap, HashSet};

use automerge::ObjId;
use document::{Dice, Write};

use crate::edit::plan::{Plan, Planner};
use crate::edit::text::check_value;
use crate::error::EditError;
use crate::{Field, HeadingId, IndicatorId, LineId};

/// The value of one cell among many that are set at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetEdit {
    /// The line.
    pub line: LineId,
    /// The indicator, for its fields. `None` on a line without indicators: all such values of the
    /// line make one.
    pub indicator: Option<IndicatorId>,
    /// The field.
    pub field: Field,
    /// Its new value.
    pub value: String,
}

/// What a value is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Heading(HeadingId),
    Cell(LineId, Option<IndicatorId>, Field),
}

impl Planner<'_> {
    /// Plans them all. Of two values for one cell the later stays. On an error: which of them.
    pub(crate) fn set_all(
        &self,
        sets: &[SetEdit],
        dice: Dice<'_>,
    ) -> Result<Plan, (usize, EditError)> {
        let mut last: HashMap<Target, usize> = HashMap::new();
        for (index, set) in sets.iter().enumerate() {
            let target = self.target(set).map_err(|error| (index, error))?;
            last.insert(target, index);
        }
        let mut winners: Vec<usize> = last.into_values().collect();
        winners.sort_unstable();
        let mut whole = Plan::default();
        let mut newcomers: BTreeMap<LineId, (usize, BTreeMap<Field, String>)> = BTreeMap::new();
        for index in winners {
            let set = &sets[index];
            let at = |error| (index, error);
            let (line, indicator, field) = (set.line, set.indicator, set.field);
            if self
                .gives_an_indicator(line, indicator, field)
                .map_err(at)?
            {
                check_value(field, &set.value, &self.table.years).map_err(at)?;
                if !set.value.is_empty() {
                    let (_, cells) = newcomers.entry(line).or_insert((index, BTreeMap::new()));
                    cells.insert(field, set.value.clone());
                }
                continue;
            }
            let plan = self
                .set(line, indicator, field, &set.value, dice)
                .map_err(at)?;
            whole.extend(plan);
        }
        if let Some((index, _)) = newcomers.values().next() {
            self.check_room(newcomers.len())
                .map_err(|error| (*index, error))?;
        }
        for (line, (index, cells)) in newcomers {
            let mut plan = self
                .add_indicator(line, &cells, dice)
                .map_err(|error| (index, error))?;
            if let Some((line, indicator, _)) = plan.fields.pop() {
                let named = cells.keys();
                plan.fields
                    .extend(named.map(|field| (line, indicator, field.to_string())));
            }
            whole.extend(plan);
        }
        whole.settle();
        Ok(whole)
    }

    fn target(&self, set: &SetEdit) -> Result<Target, EditError> {
        let record = self.known_line(set.line)?;
        if let Field::Heading(level) = set.field {
            let chain = self.now.chain(&record);
            if let Some((_, heading)) = chain.at(level) {
                return Ok(Target::Heading(heading.id));
            }
        }
        let indicator = set.indicator.filter(|_| set.field.is_of_indicator());
        Ok(Target::Cell(set.line, indicator, set.field))
    }
}

impl Plan {
    pub(super) fn extend(&mut self, other: Self) {
        self.writes.extend(other.writes);
        self.fields.extend(other.fields);
        self.made.extend(other.made);
        self.traces.extend(other.traces);
    }

    /// Leaves one write of each register, the last, and names each cell once.
    pub(super) fn settle(&mut self) {
        let mut seen: HashSet<(ObjId, String)> = HashSet::new();
        let mut writes: Vec<Write> = std::mem::take(&mut self.writes)
            .into_iter()
            .rev()
            .filter(|write| match write {
                Write::Put { object, key, .. } => seen.insert((object.clone(), key.clone())),
                Write::Delete { .. } | Write::Make { .. } | Write::Splice { .. } => true,
            })
            .collect();
        writes.reverse();
        self.writes = writes;
        let mut named = HashSet::new();
        self.fields.retain(|cell| named.insert(cell.clone()));
    }
}
