//! The answer to what was moved to several places at once.

use document::{Write, put};

use crate::edit::plan::{Plan, Planner, whole_rows};
use crate::error::EditError;
use crate::lineage::Kind;
use crate::places::hung_by;
use crate::{IndicatorId, LineId, schema};

impl Planner<'_> {
    pub(super) fn choose_place(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        choose: u32,
    ) -> Result<Plan, EditError> {
        let record = match indicator {
            None => self.known_line(line)?,
            Some(indicator) => self.known_indicator(indicator)?.1,
        };
        let mut contested = self
            .table
            .line(line)
            .into_iter()
            .flat_map(|line| &line.contested);
        let contested = contested.find(|contested| contested.indicator == indicator);
        let choices = contested.map(|contested| self.table.choices(line, contested));
        let choices = choices.filter(|choices| choices.len() > 1);
        let choices = choices.ok_or(EditError::NotMovedTwice)?;
        let chosen = choices.iter().find(|(choice, _)| choice.choose == choose);
        let (_, seat) = chosen.ok_or(EditError::ChoiceUnknown(choose))?;
        // Anew even where it stands: whoever comes to know of it knows that it was chosen.
        let mut writes = vec![put(&record, schema::ORDER, seat.order.as_str())];
        let key = hung_by(indicator);
        let hung = self.now.view.register(&record, key);
        if hung.value != seat.under || !hung.concurrent.is_empty() {
            writes.push(put(&record, key, seat.under.as_str()));
        }
        let mut fields = whole_rows(self.table.rows_of(line));
        if indicator.is_some() {
            fields.retain(|(_, of, _)| *of == indicator);
            let target = seat.under.parse().ok().filter(|target| *target != line);
            writes.extend(self.left_and_joined(line, indicator, target)?);
        }
        Ok(Plan {
            kind: Kind::Decision,
            writes,
            fields,
            ..Plan::default()
        })
    }

    /// What keeps the line an indicator leaves, and the one it comes to, in sight.
    fn left_and_joined(
        &self,
        from: LineId,
        indicator: Option<IndicatorId>,
        to: Option<LineId>,
    ) -> Result<Vec<Write>, EditError> {
        let Some(to) = to else { return Ok(Vec::new()) };
        self.known_line(to)?;
        // A line that is left without a row of its own gets one.
        self.check_room(1)?;
        let mut writes = self.keep_in_sight(from, indicator)?;
        writes.extend(self.keep_in_sight(to, None)?);
        Ok(writes)
    }
}
