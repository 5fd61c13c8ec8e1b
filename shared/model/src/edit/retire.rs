//! Lines and indicators out of the matrix and back, and what keeps them in sight.

use document::{Record, Write, put};

use crate::edit::plan::{Plan, Planner, whole_rows};
use crate::error::EditError;
use crate::reader::Reader;
use crate::{IndicatorId, LineId, RowKey, schema};

impl Planner<'_> {
    pub(super) fn retire(&self, line: LineId) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        let active = self.table.line(line).is_some_and(|line| line.active);
        if !active {
            return Ok(Plan::default());
        }
        Ok(Plan {
            writes: self.retire_writes(&record),
            fields: whole_rows(self.table.rows_of(line)),
            ..Plan::default()
        })
    }

    pub(super) fn restore(&self, line: LineId) -> Result<Plan, EditError> {
        let record = self.known_line(line)?;
        let mut writes = self.restore_writes(&record);
        if writes.is_empty() {
            return Ok(Plan::default());
        }
        let merged = self.now.view.values(&record, schema::MERGED_INTO);
        if merged.iter().any(|(into, _)| !into.is_empty()) {
            writes.push(put(&record, schema::MERGED_INTO, ""));
        }
        Ok(Plan {
            writes,
            fields: whole_rows(self.table.rows_of(line)),
            ..Plan::default()
        })
    }

    pub(super) fn retire_indicator(
        &self,
        indicator: IndicatorId,
        retired: bool,
    ) -> Result<Plan, EditError> {
        let (line, record) = self.known_indicator(indicator)?;
        let out = Reader::new(self.now.texts)
            .retirement(&record, &[])
            .is_out();
        let writes = match (retired, out) {
            (true, false) => self.retire_writes(&record),
            (true, true) => Vec::new(),
            (false, _) => self.restore_writes(&record),
        };
        let key: RowKey = (line, Some(indicator));
        Ok(Plan {
            writes,
            fields: whole_rows([key].into_iter()),
            ..Plan::default()
        })
    }

    /// Takes out a line or an indicator that is shown.
    pub(crate) fn retire_writes(&self, record: &Record) -> Vec<Write> {
        let mut writes = Vec::new();
        let verdict = self.now.view.register(record, schema::RETIRED);
        if verdict.value == "true" && verdict.concurrent.is_empty() {
            // Automerge drops a write of the value that stands; this one must be newer than the
            // edit that kept it in sight.
            writes.push(put(record, schema::RETIRED, false));
        }
        writes.push(put(record, schema::RETIRED, true));
        writes.extend(self.forget_kept(record));
        writes
    }

    fn restore_writes(&self, record: &Record) -> Vec<Write> {
        let verdicts = self.now.view.values(record, schema::RETIRED);
        if verdicts.iter().all(|(verdict, _)| verdict != "true") {
            return Vec::new();
        }
        let mut writes = vec![put(record, schema::RETIRED, false)];
        writes.extend(self.forget_kept(record));
        writes
    }

    fn forget_kept(&self, record: &Record) -> Option<Write> {
        let kept = self.now.view.values(record, schema::KEPT_EDIT);
        let any = kept.iter().any(|(edit, _)| !edit.is_empty());
        any.then(|| put(record, schema::KEPT_EDIT, ""))
    }

    /// An edit of something that stays in sight though retired writes down why: it is about to
    /// hide the earlier edit that nobody who retired it had seen.
    pub(crate) fn keep_in_sight(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
    ) -> Result<Vec<Write>, EditError> {
        let mut rows = self.table.rows_of(line);
        let asked = rows.any(|key| {
            let row = self.table.row(key);
            row.is_some_and(|row| row.retired_and_edited.is_some())
        });
        if !asked {
            return Ok(Vec::new());
        }
        let record = self.known_line(line)?;
        let indicators: Vec<_> = self
            .table
            .indicators_of(line)
            .iter()
            .filter_map(|id| Some((*id, self.now.indicator(*id)?)))
            .collect();
        let mut writes: Vec<Write> = self.keep(&record, &indicators).into_iter().collect();
        let member = indicators.iter().find(|(id, _)| Some(*id) == indicator);
        writes.extend(member.and_then(|(_, member)| self.keep(member, &[])));
        Ok(writes)
    }

    fn keep(&self, record: &Record, indicators: &[(IndicatorId, Record)]) -> Option<Write> {
        let kept = self.now.view.values(record, schema::KEPT_EDIT);
        if kept.iter().any(|(edit, _)| !edit.is_empty()) {
            return None;
        }
        let edit = Reader::new(self.now.texts).unseen_edit(record, indicators)?;
        Some(put(record, schema::KEPT_EDIT, edit.to_string()))
    }
}
