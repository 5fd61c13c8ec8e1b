//! How to read an indicator, said or not.

use std::collections::BTreeSet;

use model::Field;

use crate::lexicon::{Part, Word};
use crate::outcome::Outcome;
use crate::reading::{ReadRow, Reading, is_empty};
use crate::vocabulary::{READING_VERBS, has};
use crate::{Code, Details, InterpretationFault, values};

/// Fewest words that say how to read a value.
const WORDS_MIN: usize = 4;
/// So many words say something even without a verb that is known here.
const WORDS_ENOUGH: usize = 12;

/// Words of a name that can be repeated by more than chance.
const NAME_STEMS_MIN: usize = 3;
/// Words of a name that are looked for; no name needs more.
const NAME_STEMS_MAX: usize = 32;
/// Words after the verb in which its object is named: "el número".
const OBJECT_WORDS: usize = 2;

pub(crate) fn check(reading: &Reading<'_>, row: &ReadRow<'_>, outcome: &mut Outcome) {
    let field = Field::Interpretation;
    let text = &row.view.interpretation;
    // A note to somebody is no interpretation.
    if is_empty(text) || values::note_to(text, false).is_some() {
        outcome.cell(row, Code::InterpretationMissing, field, Details::Plain);
        return;
    }
    if values::is_placeholder(text) {
        return;
    }
    if let Some(fault) = fault(reading, row) {
        let details = Details::Interpretation(fault);
        outcome.cell(row, Code::InterpretationPoor, field, details);
    }
}

fn fault(reading: &Reading<'_>, row: &ReadRow<'_>) -> Option<InterpretationFault> {
    let lexicon = &reading.lexicon;
    let words = &row.interpretation;
    let is_verb = |word: &Word| has(READING_VERBS, lexicon.folded(word.id));
    let verb = words.iter().position(is_verb);
    let short = words.len() < WORDS_MIN;
    if short || words.len() < WORDS_ENOUGH && verb.is_none() {
        return Some(InterpretationFault::Fragment);
    }
    // "Indica el número de…": what it is of, not what it is over.
    let after_verb = words.iter().skip(verb.map_or(0, |verb| verb + 1));
    let counts = after_verb
        .map(|word| lexicon.folded(word.id))
        .take(OBJECT_WORDS)
        .any(|word| matches!(word, "numero" | "cantidad" | "total"));
    if row.percentage && verb.is_some() && counts {
        return Some(InterpretationFault::Count);
    }
    let plain = words.iter().all(|word| {
        // "A mayor valor…" and a comparison of two things do say it.
        let comparison = [
            "mayor", "menor", "respecto", "contra", "entre", "segun", "total",
        ];
        !comparison.contains(&lexicon.folded(word.id))
            && !matches!(lexicon.part(word.id), Part::Base(_) | Part::Done(_))
    });
    if !plain {
        return None;
    }
    // Most of the indicator again: nothing is said of how to read it.
    let of_name = lexicon.content_stems(&row.indicator);
    let of_name: Vec<_> = of_name.take(NAME_STEMS_MAX).collect();
    if of_name.len() < NAME_STEMS_MIN {
        return None;
    }
    // Once in order, not through a long text for every word of the name.
    let said: BTreeSet<_> = lexicon.content_stems(words).collect();
    let repeated = of_name.iter().filter(|stem| said.contains(stem)).count();
    let repeats = repeated * 4 >= of_name.len() * 3;
    repeats.then_some(InterpretationFault::Repeats)
}
