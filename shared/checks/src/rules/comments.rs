//! Notes to somebody written over data, what waits for other bodies, and "#N/A".

use std::collections::BTreeMap;

use model::Field;

use crate::outcome::{Outcome, set};
use crate::reading::{ReadRow, Reading, short_cells};
use crate::{Code, Details, FixEdit, FixLabel, values};

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    // By the first row of each line: the mark is the line's.
    let mut waiting: BTreeMap<usize, Option<String>> = BTreeMap::new();
    for row in &reading.rows {
        let noted = notes(row, outcome);
        if row.view.pending_external || noted.is_some() {
            let body = waiting.entry(row.first).or_default();
            *body = body.take().or(noted.filter(|body| !body.is_empty()));
        }
    }
    for (first, body) in waiting {
        let details = body.map_or(Details::Plain, Details::Written);
        outcome.cell(
            &reading.rows[first],
            Code::PendingExternalReview,
            Field::PendingExternal,
            details,
        );
    }
}

/// The first body that a note of the row names, "" if it names none; `None`: no notes.
fn notes(row: &ReadRow<'_>, outcome: &mut Outcome) -> Option<String> {
    let mut first: Option<String> = None;
    for (field, text) in short_cells(row.view) {
        if values::is_placeholder(text) {
            let written = Details::Written(text.trim().to_owned());
            let empty = vec![set(row, field, "")];
            outcome
                .cell(row, Code::NotAvailableAsText, field, written)
                .offer(FixLabel::Empty, empty);
            continue;
        }
        // "Revisión de expedientes" may be an indicator or a means of verification.
        let strictly = matches!(field, Field::IndicatorName | Field::MeansOfVerification);
        let Some(body) = values::note_to(text, strictly) else {
            continue;
        };
        let mut edits = vec![
            FixEdit::Comment {
                line: row.view.line,
                indicator: row.view.indicator,
                field,
                text: text.to_owned(),
            },
            set(row, field, ""),
        ];
        if !row.view.pending_external {
            edits.push(set(row, Field::PendingExternal, "true"));
        }
        let written = Details::Written(text.to_owned());
        outcome
            .cell(row, Code::CommentInData, field, written)
            .offer(FixLabel::ToComment, edits);
        first = first.filter(|first| !first.is_empty()).or(Some(body));
    }
    first
}
