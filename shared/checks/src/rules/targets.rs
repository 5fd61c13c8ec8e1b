//! Targets and baselines.

use std::sync::Arc;

use model::Field;
use rust_decimal::Decimal;

use crate::outcome::{Outcome, set};
use crate::reading::{ReadRow, Reading, is_empty};
use crate::values;
use crate::{Code, Details, FixEdit, FixLabel};

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    let years = reading.input.years;
    let sign = sign_of_percentage(reading);
    let mut format_edits: Vec<FixEdit> = Vec::new();
    let mut format_rows = 0;
    for row in &reading.rows {
        missing(row, years, outcome);
        not_numbers(row, outcome);
        if let Some(edits) = format(row, sign, outcome) {
            format_edits.extend(edits);
            format_rows += 1;
        }
        course(reading, row, outcome);
        above_the_whole(row, outcome);
        baseline(row, outcome);
    }
    if format_rows < 2 {
        return;
    }
    let edits: Arc<[FixEdit]> = format_edits.into();
    for finding in outcome.of(Code::TargetFormat) {
        // Where a "1" may be the whole, the sign is not for us to add.
        if !finding.fixes.is_empty() {
            let label = FixLabel::PercentEverywhere { rows: format_rows };
            finding.offer_shared(label, edits.clone());
        }
    }
}

fn target<'r>(row: &'r ReadRow<'_>, year: u16) -> &'r str {
    row.view.targets.get(&year).map_or("", String::as_str)
}

fn missing(row: &ReadRow<'_>, years: &[u16], outcome: &mut Outcome) {
    let blank = years
        .iter()
        .copied()
        .filter(|year| is_empty(target(row, *year)));
    let mut blank: Vec<u16> = blank.collect();
    blank.sort_unstable();
    if let Some(first) = blank.first() {
        let first = *first;
        outcome.targets(row, Code::TargetMissing, first, Details::Years(blank));
    }
}

/// Targets that are text.
fn not_numbers(row: &ReadRow<'_>, outcome: &mut Outcome) {
    for (year, text) in &row.view.targets {
        let understood = row.view.normalized.targets.contains_key(year);
        let is_note = values::is_placeholder(text) || values::note_to(text, false).is_some();
        if is_empty(text) || understood || is_note {
            continue;
        }
        let code = if values::is_frequency(text) {
            Code::CellShift
        } else {
            Code::TargetNotNumber
        };
        outcome.cell(
            row,
            code,
            Field::Target(*year),
            Details::Written(text.clone()),
        );
    }
}

/// How the matrix writes the sign: "100%" or "100 %", as most do.
fn sign_of_percentage(reading: &Reading<'_>) -> &'static str {
    let (mut apart, mut joined) = (0_usize, 0_usize);
    for text in reading
        .rows
        .iter()
        .flat_map(|row| row.view.targets.values())
    {
        if let Some(amount) = text.trim().strip_suffix('%') {
            if amount.ends_with(char::is_whitespace) {
                apart += 1;
            } else {
                joined += 1;
            }
        }
    }
    if apart > joined { " %" } else { "%" }
}

/// "100" where others say "100%". Gives the edits that add the sign, if it is plain that it lacks.
fn format(row: &ReadRow<'_>, sign: &str, outcome: &mut Outcome) -> Option<Vec<FixEdit>> {
    if !row.percentage {
        return None;
    }
    let bare: Vec<(u16, String)> = row
        .view
        .normalized
        .targets
        .iter()
        .filter(|(_, quantity)| quantity.unit.is_empty())
        .map(|(year, _)| (*year, target(row, *year).trim().to_owned()))
        .collect();
    let (year, _) = *bare.first()?;
    let edits: Vec<FixEdit> = bare
        .iter()
        .map(|(year, text)| set(row, Field::Target(*year), format!("{text}{sign}")))
        .collect();
    // "1" or "0.8" may come from a sheet that shows it as 100 %.
    let fraction = |(year, _): &(u16, String)| {
        row.amounts
            .iter()
            .any(|(of, amount)| of == year && *amount > Decimal::ZERO && *amount <= Decimal::ONE)
    };
    let plain = !bare.iter().any(fraction);
    let finding = outcome.targets(row, Code::TargetFormat, year, Details::Targets(bare));
    if !plain {
        return None;
    }
    finding.offer(FixLabel::Percent, edits.clone());
    Some(edits)
}

/// How targets go from year to year.
fn course(reading: &Reading<'_>, row: &ReadRow<'_>, outcome: &mut Outcome) {
    let years = reading.input.years;
    let (Some(first), Some(last)) = (row.amounts.first(), row.amounts.last()) else {
        return;
    };
    let printed = || {
        let years = row.amounts.iter().map(|(year, _)| *year);
        Details::Targets(
            years
                .map(|year| (year, target(row, year).to_owned()))
                .collect(),
        )
    };
    // Words that the catalogue lacks declare it too.
    let declared = !is_empty(&row.view.target_behavior);
    let periodic = row.view.normalized.target_behavior == Some("periodic");
    let steps = || row.amounts.windows(2);
    let complete = years.len() > 1 && years.iter().all(|year| !is_empty(target(row, *year)));
    let all_read = row.amounts.len() == years.len();

    let rises = steps().all(|pair| pair[0].1 <= pair[1].1) && first.1 < last.1;
    if rises && !declared {
        let finding = outcome.targets(row, Code::TargetCumulativeUndeclared, first.0, printed());
        for behavior in values::BEHAVIORS {
            let declare = set(row, Field::TargetBehavior, behavior);
            finding.offer(FixLabel::Behavior(behavior), vec![declare]);
        }
    }
    let progress = row
        .indicator
        .iter()
        .any(|word| reading.lexicon.folded(word.id).starts_with("avance"));
    let is_last = years.iter().max() == Some(&last.0);
    if row.percentage
        && progress
        && is_last
        && last.1 < Decimal::ONE_HUNDRED
        && last.1 > Decimal::ONE
        && !periodic
    {
        outcome.targets(row, Code::TargetFinalBelow100, last.0, printed());
    }
    let flat = steps().all(|pair| pair[0].1 == pair[1].1);
    if row.percentage && complete && all_read && flat && row.lacks_baseline() {
        outcome.targets(row, Code::TargetFlat100, first.0, printed());
    }
}

fn above_the_whole(row: &ReadRow<'_>, outcome: &mut Outcome) {
    if !row.percentage {
        return;
    }
    let above = row
        .amounts
        .iter()
        .filter(|(_, amount)| *amount > Decimal::ONE_HUNDRED);
    let above: Vec<(u16, String)> = above
        .map(|(year, _)| (*year, target(row, *year).to_owned()))
        .collect();
    if let Some((year, _)) = above.first() {
        let year = *year;
        outcome.targets(row, Code::TargetAbove100, year, Details::Targets(above));
    }
}

fn baseline(row: &ReadRow<'_>, outcome: &mut Outcome) {
    let field = Field::BaselineValue;
    if row.lacks_baseline() {
        outcome.cell(row, Code::BaselineAbsent, field, Details::Plain);
        return;
    }
    let written = row.view.baseline.as_ref().map(|baseline| &*baseline.value);
    let written = written.unwrap_or_default();
    let direction = row.view.normalized.direction;
    let ascending = direction == Some("ascending");
    let descending = direction == Some("descending");
    let from = row.view.normalized.baseline.as_ref();
    let from = from.and_then(|from| Decimal::from_str_exact(&from.amount).ok());
    let (Some(from), Some((year, to))) = (from, row.amounts.last()) else {
        return;
    };
    if ascending && from > *to || descending && from < *to {
        let details = Details::Baseline {
            baseline: written.to_owned(),
            target: target(row, *year).to_owned(),
            year: *year,
            ascending,
        };
        outcome.cell(row, Code::BaselineDirection, field, details);
    }
}
