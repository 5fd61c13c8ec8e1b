//! Names of indicators.

use model::Field;

use crate::lexicon::Word;
use crate::outcome::{Outcome, set};
use crate::reading::{ReadRow, Reading, is_empty};
use crate::vocabulary::{PRODUCTS, has};
use crate::{Code, Details, FixLabel, values};

const FIELD: Field = Field::IndicatorName;

pub(crate) fn check(reading: &Reading<'_>, row: &ReadRow<'_>, outcome: &mut Outcome) {
    let name = &row.view.indicator_name;
    if is_empty(name) {
        outcome.cell(row, Code::IndicatorMissing, FIELD, Details::Plain);
        return;
    }
    if let Some((spelled, _, true)) = values::leading_unit(name) {
        unit_only(row, spelled, outcome);
        return;
    }
    if let Some(truncated) = truncated(reading, row) {
        outcome.cell(row, Code::IndicatorTruncated, FIELD, truncated);
    }
}

/// The name is a unit: it belongs in the unit's column.
fn unit_only(row: &ReadRow<'_>, spelled: &str, outcome: &mut Outcome) {
    let unit = &row.view.unit_of_measure;
    let written = Details::Written(row.view.indicator_name.clone());
    let finding = outcome.cell(row, Code::IndicatorIsUnitOnly, FIELD, written);
    let empty = set(row, FIELD, "");
    if is_empty(unit) {
        let unit = set(row, Field::UnitOfMeasure, spelled);
        finding.offer(FixLabel::MoveToUnit, vec![unit, empty]);
    } else if crate::fold::fold(unit) == crate::fold::fold(spelled) {
        finding.offer(FixLabel::Empty, vec![empty]);
    }
    // Another unit is there already: which is right is not for us to say.
}

/// Words that announce another.
const ANNOUNCE: [&str; 27] = [
    "de", "del", "la", "las", "los", "el", "para", "y", "e", "o", "u", "en", "con", "por", "a",
    "al", "que", "su", "sus", "un", "una", "entre", "sobre", "sin", "hacia", "ante", "como",
];

/// How many words of the end are shown.
const SHOWN_WORDS: usize = 3;

fn truncated(reading: &Reading<'_>, row: &ReadRow<'_>) -> Option<Details> {
    let words = &row.indicator;
    let folded = |from_end: usize| {
        let at = words.len().checked_sub(from_end)?;
        Some(reading.lexicon.folded(words.get(at)?.id))
    };
    let last = folded(1)?;
    let shown = words.get(words.len().saturating_sub(SHOWN_WORDS)..)?;
    let end = |words: &[Word]| {
        let from = words.first().map_or(0, |word| word.start);
        row.view
            .indicator_name
            .get(from..)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    if ANNOUNCE.contains(&last) || (last, folded(2)) == ("materia", Some("en")) {
        return Some(Details::Truncated {
            end: end(shown),
            which: false,
        });
    }
    // "… del protocolo": which? Its line may say it.
    let definite = matches!(folded(2), Some("del" | "el" | "la" | "los" | "las"));
    if !definite || !has(PRODUCTS, last) {
        return None;
    }
    let stem = reading.lexicon.stem(words.last()?.id);
    let mut line = reading.lexicon.content_stems(reading.line_words(row));
    let said = line.any(|of_line| of_line == stem);
    (!said).then(|| Details::Truncated {
        end: end(shown.get(1..).unwrap_or_default()),
        which: true,
    })
}
