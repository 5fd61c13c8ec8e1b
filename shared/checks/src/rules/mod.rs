//! The rules, by what they look at. Each reads the whole matrix and adds what it finds.

mod comments;
mod document;
mod duplicates;
mod formula;
mod frequency;
mod headings;
mod indicator;
mod interpretation;
mod line;
mod ratio;
mod spelling;
mod targets;
mod unit;

use crate::outcome::Outcome;
use crate::reading::Reading;

/// Every rule.
pub(crate) fn run(reading: &Reading<'_>, outcome: &mut Outcome) {
    document::check(reading, outcome);
    headings::check(reading, outcome);
    line::check(reading, outcome);
    spelling::check(reading, outcome);
    for row in &reading.rows {
        indicator::check(reading, row, outcome);
        interpretation::check(reading, row, outcome);
        formula::check(reading, row, outcome);
        frequency::check(row, outcome);
    }
    comments::check(reading, outcome);
    unit::check(reading, outcome);
    targets::check(reading, outcome);
    duplicates::check(reading, outcome);
    frequency::offer_everywhere(outcome);
}
