//! How often an indicator is measured.

use std::sync::Arc;

use model::Field;

use crate::outcome::{Outcome, set};
use crate::reading::{ReadRow, is_empty};
use crate::{Code, Details, FixEdit, FixLabel, formula::Formula, values};

const FIELD: Field = Field::Frequency;

pub(crate) fn check(row: &ReadRow<'_>, outcome: &mut Outcome) {
    let text = &row.view.frequency;
    if is_empty(text) {
        outcome.cell(row, Code::FrequencyMissing, FIELD, Details::Plain);
        return;
    }
    if let Some(spelled) = row
        .view
        .normalized
        .frequency
        .and_then(values::spelled_frequency)
    {
        if !values::is_spelled(text) {
            let details = Details::Suggestion {
                written: text.clone(),
                suggestion: spelled.to_owned(),
            };
            outcome
                .cell(row, Code::FrequencySpelling, FIELD, details)
                .offer(
                    FixLabel::Write(spelled.to_owned()),
                    vec![set(row, FIELD, spelled)],
                );
        }
        return;
    }
    if values::is_placeholder(text) || values::note_to(text, false).is_some() {
        return;
    }
    let written = Details::Written(text.clone());
    let computes = Formula::parse(text).is_ok_and(|formula| formula.ratio().is_some());
    let code = if computes {
        Code::CellShift
    } else {
        Code::FrequencyUnknown
    };
    outcome.cell(row, code, FIELD, written);
}

/// One fix for all rows, when there are several.
pub(crate) fn offer_everywhere(outcome: &mut Outcome) {
    let code = Code::FrequencySpelling;
    let edits: Vec<FixEdit> = outcome
        .of(code)
        .filter_map(|finding| finding.fixes.first())
        .flat_map(|fix| fix.edits.iter().cloned())
        .collect();
    if edits.len() < 2 {
        return;
    }
    let edits: Arc<[FixEdit]> = edits.into();
    for finding in outcome.of(code) {
        finding.offer_shared(FixLabel::FrequencyEverywhere, edits.clone());
    }
}
