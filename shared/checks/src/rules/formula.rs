//! Formulas as a whole: written, readable, a formula at all, and about what the indicator says.

use model::Field;
use rust_decimal::Decimal;

use crate::formula::{Formula, FormulaError, NodeKind};
use crate::lexicon::{Part, StemId, Word};
use crate::outcome::{Outcome, set};
use crate::participles::Participle;
use crate::reading::{ReadFormula, ReadRow, Reading, is_empty};
use crate::rules::ratio;
use crate::vocabulary::{STAGES, has};
use crate::{Amount, Code, Details, Example, FixLabel, FormulaFault, Mismatch, values};

pub(crate) const FIELD: Field = Field::Formula;

pub(crate) fn check(reading: &Reading<'_>, row: &ReadRow<'_>, outcome: &mut Outcome) {
    let formula = match &row.formula {
        ReadFormula::Blank => {
            if is_empty(&row.view.formula) {
                outcome.cell(row, Code::FormulaMissing, FIELD, Details::Plain);
            }
            return;
        }
        ReadFormula::Broken(error) => {
            unreadable(row, *error, outcome);
            return;
        }
        ReadFormula::Read(formula) => formula,
    };
    if values::is_frequency(&row.view.formula) {
        let written = Details::Written(row.view.formula.clone());
        outcome.cell(row, Code::CellShift, FIELD, written);
        return;
    }
    if is_no_formula(reading, row, formula) {
        let written = Details::Written(row.view.formula.clone());
        outcome.cell(row, Code::FormulaNotAFormula, FIELD, written);
        return;
    }
    if row.computes_percentage() && !formula.has_division() {
        no_denominator(reading, row, formula, outcome);
    }
    ratio::check(reading, row, formula, outcome);
    if let Some(mismatch) = mismatch(reading, row) {
        let details = Details::Mismatch(mismatch);
        outcome.cell(row, Code::FormulaIndicatorMismatch, FIELD, details);
    }
}

fn unreadable(row: &ReadRow<'_>, error: FormulaError, outcome: &mut Outcome) {
    let (fault, at) = match error {
        FormulaError::Unclosed { at } => (FormulaFault::Unclosed, at),
        FormulaError::Unopened { at } => (FormulaFault::Unopened, at),
        FormulaError::Mismatched { at } => (FormulaFault::Mismatched, at),
        FormulaError::OperandMissing { at } => (FormulaFault::OperandMissing, at),
        // A way of writing that is not known here is no fault.
        FormulaError::Empty
        | FormulaError::TooLong { .. }
        | FormulaError::TooManyTerms { .. }
        | FormulaError::TooDeep { .. }
        | FormulaError::Unexpected { .. } => return,
    };
    let before = row.view.formula.get(..at).unwrap_or_default();
    let at_utf16 = before.encode_utf16().count();
    let details = Details::Unreadable { fault, at_utf16 };
    outcome.cell(row, Code::FormulaUnreadable, FIELD, details);
}

/// Most words of a name that computes nothing.
const NAME_WORDS_MAX: usize = 3;

/// A name alone, that counts nothing: "Proyecto".
fn is_no_formula(reading: &Reading<'_>, row: &ReadRow<'_>, formula: &Formula) -> bool {
    let mut at = formula.root();
    while let NodeKind::Group(inner) = formula.nodes()[at].kind {
        at = inner;
    }
    let part = |word: &Word| reading.lexicon.part(word.id);
    match formula.nodes()[at].kind {
        NodeKind::Number(_) => true,
        NodeKind::Variable(_) => {
            let words = &row.formula_words;
            words.len() <= NAME_WORDS_MAX
                && words
                    .iter()
                    .all(|word| matches!(part(word), Part::Stop | Part::Content))
        }
        NodeKind::Negative(_) | NodeKind::Group(_) | NodeKind::Binary { .. } => false,
    }
}

fn no_denominator(
    reading: &Reading<'_>,
    row: &ReadRow<'_>,
    formula: &Formula,
    outcome: &mut Outcome,
) {
    let details = denominator(reading, row).map_or(Details::Plain, Details::Written);
    let finding = outcome.cell(row, Code::FormulaNoDenominator, FIELD, details);
    let done = Decimal::from(8_u32);
    let only = formula.variables().len() == 1;
    if let Some(gives) = formula.value(|_| Some(done)).filter(|_| only) {
        let amount = Amount {
            count: 8,
            spanish: "",
            english: "",
        };
        finding.example = Some(Example {
            above: amount,
            below: amount,
            gives: ratio::printed(gives),
            mended: None,
            percent: true,
        });
    }
}

/// What there was to do, from the noun of what was done: "solicitudes recibidas".
fn denominator(reading: &Reading<'_>, row: &ReadRow<'_>) -> Option<String> {
    let lexicon = &reading.lexicon;
    let words = &row.formula_words;
    let noun = words
        .iter()
        .find(|word| matches!(lexicon.part(word.id), Part::Content))?;
    let (word, done) = words.iter().find_map(|word| match lexicon.part(word.id) {
        Part::Done(done) => Some((word, done)),
        _ => None,
    })?;
    let ending = lexicon.folded(word.id).strip_prefix(done.stem)?;
    let stem = if done.carried_out {
        "programad"
    } else {
        "recibid"
    };
    Some(format!("{} {stem}{ending}", noun.text(&row.view.formula)))
}

/// Whether the formula counts something else than the indicator says.
fn mismatch(reading: &Reading<'_>, row: &ReadRow<'_>) -> Option<Mismatch> {
    let name = &row.view.indicator_name;
    if is_empty(name) || values::leading_unit(name).is_some_and(|(_, _, only)| only) {
        return None;
    }
    if let Some(said) = other_fact(reading, row) {
        return Some(Mismatch::Fact { said });
    }
    if counts_no_progress(reading, row) {
        return Some(Mismatch::Progress);
    }
    apart_from_line(reading, row).then_some(Mismatch::Line)
}

/// Words of the indicator after its unit.
fn after_unit<'r>(reading: &Reading<'_>, row: &'r ReadRow<'_>) -> &'r [Word] {
    let lexicon = &reading.lexicon;
    let starts = row
        .indicator
        .iter()
        .position(|word| lexicon.is_content(word.id));
    row.indicator
        .get(starts.unwrap_or_default()..)
        .unwrap_or_default()
}

/// "Denuncias turnadas" over a formula of "denuncias atendidas": the participle that goes with what
/// the indicator counts is not in the formula.
fn other_fact(reading: &Reading<'_>, row: &ReadRow<'_>) -> Option<String> {
    let lexicon = &reading.lexicon;
    let done = |word: &Word| match lexicon.part(word.id) {
        Part::Done(done) => Some(done),
        _ => None,
    };
    let joins = |word: &&Word| {
        lexicon.part(word.id) != Part::Stop
            || matches!(lexicon.folded(word.id), "y" | "e" | "o" | "u")
    };
    // What comes after a preposition speaks of something else: "sesiones de participación colegiada".
    let mut counted = after_unit(reading, row).iter().take_while(joins);
    let (word, said) = counted.find_map(|word| Some((word, done(word)?)))?;
    let same =
        |of_formula: &Participle| of_formula == said || of_formula.carried_out && said.carried_out;
    let in_formula = row.formula_words.iter().filter_map(done).any(same);
    (!in_formula).then(|| word.text(&row.view.indicator_name).to_owned())
}

/// "Avance de …" over a formula that counts whole things, not stages.
fn counts_no_progress(reading: &Reading<'_>, row: &ReadRow<'_>) -> bool {
    let folded = |word: &Word| reading.lexicon.folded(word.id);
    let progress = after_unit(reading, row)
        .first()
        .is_some_and(|word| matches!(folded(word), "avance" | "avances"));
    let stages = |word: &Word| has(STAGES, folded(word));
    progress && !row.formula_words.iter().any(stages)
}

/// Not a word of the line, out of its theme, in indicator or formula.
fn apart_from_line(reading: &Reading<'_>, row: &ReadRow<'_>) -> bool {
    let line = outside_theme(
        reading,
        &reading.rows[row.first].view.action_line,
        reading.line_words(row),
    );
    let mut measured = outside_theme(reading, &row.view.indicator_name, &row.indicator);
    measured.extend(outside_theme(
        reading,
        &row.view.formula,
        &row.formula_words,
    ));
    let akin = |left: StemId, right: StemId| {
        let (a, b) = (
            reading.lexicon.stem_text(left),
            reading.lexicon.stem_text(right),
        );
        left == right || is_kin(a, b) || is_kin(b, a)
    };
    !line.is_empty()
        && !measured.is_empty()
        && !line
            .iter()
            .any(|of_line| measured.iter().any(|other| akin(*of_line, *other)))
}

/// Shortest stem of which a longer one is a form, in bytes: "audit" of "auditori".
const KIN_BYTES_MIN: usize = 5;

fn is_kin(short: &str, long: &str) -> bool {
    short.len() >= KIN_BYTES_MIN && long.starts_with(short)
}

/// Stems of a text that are compared: a longer text says enough with these.
const STEMS_MAX: usize = 64;

/// Stems of what a text says, each once, without "en materia de …": a theme is shared by half a matrix.
fn outside_theme(reading: &Reading<'_>, text: &str, words: &[Word]) -> Vec<StemId> {
    let lexicon = &reading.lexicon;
    let mut stems = Vec::with_capacity(words.len().min(STEMS_MAX));
    let mut in_theme = false;
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or(0, |before| words[before].end);
        let gap = text.get(before..word.start).unwrap_or_default();
        if gap.contains(['.', ';', ':', '(', ')']) {
            in_theme = false;
        }
        if lexicon.folded(word.id) == "en"
            && words
                .get(at + 1)
                .is_some_and(|next| lexicon.folded(next.id) == "materia")
        {
            in_theme = true;
        }
        let stem = lexicon.stem(word.id);
        if !in_theme && lexicon.is_content(word.id) && !stems.contains(&stem) {
            stems.push(stem);
        }
        if stems.len() == STEMS_MAX {
            break;
        }
    }
    stems
}

/// Offers another text of the formula.
pub(crate) fn offer(
    finding: &mut crate::Finding,
    row: &ReadRow<'_>,
    label: FixLabel,
    formula: String,
) {
    finding.offer(label, vec![set(row, FIELD, formula)]);
}
