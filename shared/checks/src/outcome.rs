//! Findings as they are made, with their names and their fixes.

use std::sync::Arc;

use model::{Field, HeadingId, RowKey};

use crate::reading::ReadRow;
use crate::{Code, Details, Finding, Fix, FixEdit, FixLabel, Place};

/// Rows that a finding names; there may be more of them.
pub(crate) const RELATED_MAX: usize = 20;

/// Findings so far.
#[derive(Debug)]
pub(crate) struct Outcome {
    findings: Vec<Finding>,
}

impl Outcome {
    /// For a matrix of so many rows.
    pub(crate) fn new(rows: usize) -> Self {
        /// Findings of a row that nobody has looked at yet.
        const OF_A_ROW: usize = 12;
        Self {
            findings: Vec::with_capacity(rows * OF_A_ROW),
        }
    }

    /// Of a cell of a row; of a line's cell, in the line's first row.
    pub(crate) fn cell(
        &mut self,
        row: &ReadRow<'_>,
        code: Code,
        field: Field,
        details: Details,
    ) -> &mut Finding {
        let key = key(code, row, field, &field.as_str());
        self.push(key, code, Some(place(row, field)), details)
    }

    /// Of a word in a cell: a cell may have several.
    pub(crate) fn word(
        &mut self,
        row: &ReadRow<'_>,
        code: Code,
        field: Field,
        details: Details,
        word: &str,
    ) -> &mut Finding {
        let key = format!("{}:{word}", key(code, row, field, &field.as_str()));
        self.push(key, code, Some(place(row, field)), details)
    }

    /// Of the targets of a row together, shown at one of them.
    pub(crate) fn targets(
        &mut self,
        row: &ReadRow<'_>,
        code: Code,
        year: u16,
        details: Details,
    ) -> &mut Finding {
        let field = Field::Target(year);
        let key = key(code, row, field, "targets");
        self.push(key, code, Some(place(row, field)), details)
    }

    /// Of a heading, shown at its first row.
    pub(crate) fn heading(
        &mut self,
        row: &ReadRow<'_>,
        code: Code,
        heading: HeadingId,
        level: model::Level,
        details: Details,
        word: &str,
    ) -> &mut Finding {
        let mut key = format!("{code}:heading:{heading}");
        if !word.is_empty() {
            key = format!("{key}:{word}");
        }
        self.push(key, code, Some(place(row, Field::Heading(level))), details)
    }

    /// Of the whole matrix.
    pub(crate) fn matrix(&mut self, code: Code, details: Details) {
        self.push(code.as_str().to_owned(), code, None, details);
    }

    fn push(
        &mut self,
        key: String,
        code: Code,
        place: Option<Place>,
        details: Details,
    ) -> &mut Finding {
        let at = self.findings.len();
        self.findings.push(Finding {
            key,
            code,
            level: code.level(),
            place,
            details,
            example: None,
            fixes: Vec::new(),
            related: Vec::new(),
        });
        &mut self.findings[at]
    }

    /// Findings of a rule so far.
    pub(crate) fn of(&mut self, code: Code) -> impl Iterator<Item = &mut Finding> {
        let findings = self.findings.iter_mut();
        findings.filter(move |finding| finding.code == code)
    }

    /// All of them in order.
    pub(crate) fn finish(self) -> Vec<Finding> {
        let found = &self.findings;
        let order = |at: &usize| {
            let finding = &found[*at];
            let row = finding.place.map(|place| place.row);
            (row, finding.code, finding.place.map(|place| place.field))
        };
        let mut places: Vec<usize> = (0..found.len()).collect();
        places.sort_by(|left, right| {
            let keys = || found[*left].key.cmp(&found[*right].key);
            order(left).cmp(&order(right)).then_with(keys)
        });
        // A finding is large: each is moved once.
        let mut moved: Vec<Option<Finding>> = self.findings.into_iter().map(Some).collect();
        let mut findings: Vec<Finding> = places
            .into_iter()
            .filter_map(|at| moved[at].take())
            .collect();
        // The same misreading twice in a cell is one finding.
        findings.dedup_by(|later, first| later.key == first.key);
        findings
    }
}

impl Finding {
    /// Offers a fix.
    pub(crate) fn offer(&mut self, label: FixLabel, edits: Vec<FixEdit>) -> &mut Self {
        self.offer_shared(label, edits.into())
    }

    /// Offers a fix that others offer too.
    pub(crate) fn offer_shared(&mut self, label: FixLabel, edits: Arc<[FixEdit]>) -> &mut Self {
        self.fixes.push(Fix { label, edits });
        self
    }

    /// Names other rows.
    pub(crate) fn relate(&mut self, rows: impl Iterator<Item = RowKey>) -> &mut Self {
        self.related.extend(rows.take(RELATED_MAX));
        self
    }
}

/// The value of a cell of a row.
pub(crate) fn set(row: &ReadRow<'_>, field: Field, value: impl Into<String>) -> FixEdit {
    FixEdit::Set {
        line: row.view.line,
        indicator: row.view.indicator.filter(|_| field.is_of_indicator()),
        field,
        value: value.into(),
    }
}

fn place(row: &ReadRow<'_>, field: Field) -> Place {
    Place {
        row: row.number,
        line: row.view.line,
        indicator: row.view.indicator,
        field,
    }
}

fn key(code: Code, row: &ReadRow<'_>, field: Field, slot: &str) -> String {
    let line = row.view.line;
    match row.view.indicator.filter(|_| field.is_of_indicator()) {
        Some(indicator) => format!("{code}:{line}:{indicator}:{slot}"),
        None => format!("{code}:{line}:-:{slot}"),
    }
}
