//! What a formula divides by what.

use rust_decimal::Decimal;

use super::formula::{FIELD, offer};
use crate::formula::{Formula, Ratio};
use crate::lexicon::{Part, Word};
use crate::outcome::Outcome;
use crate::participles::Participle;
use crate::reading::{ReadRatio, ReadRow, Reading};
use crate::side::Side;
use crate::{Amount, Code, Details, Example, FixLabel};

pub(crate) fn check(
    reading: &Reading<'_>,
    row: &ReadRow<'_>,
    formula: &Formula,
    outcome: &mut Outcome,
) {
    let Some(ReadRatio {
        ratio,
        above,
        below,
    }) = &row.ratio
    else {
        return;
    };
    let checked = Checked {
        reading,
        row,
        formula,
        ratio,
        above,
        below,
    };
    checked.no_factor(outcome);
    checked.inverted(outcome);
    // What follows is about the words of two variables; a sum has more of them.
    let one = |span| formula.variables_in(span).count() == 1;
    if !one(&ratio.numerator) || !one(&ratio.denominator) {
        return;
    }
    checked.incomplete(outcome);
    if checked.same_variable(outcome) {
        return;
    }
    checked.suspect(outcome);
    checked.units(outcome);
    checked.universe(outcome);
    if above.is_generic(&reading.lexicon) && below.is_generic(&reading.lexicon) {
        outcome.cell(row, Code::FormulaGeneric, FIELD, checked.details());
    }
}

/// A ratio while it is checked.
struct Checked<'r> {
    reading: &'r Reading<'r>,
    row: &'r ReadRow<'r>,
    formula: &'r Formula,
    ratio: &'r Ratio,
    above: &'r Side,
    below: &'r Side,
}

impl Checked<'_> {
    fn details(&self) -> Details {
        Details::Ratio {
            numerator: self.formula.written(&self.ratio.numerator).to_owned(),
            denominator: self.formula.written(&self.ratio.denominator).to_owned(),
        }
    }

    /// What the formula gives for so many above and below; `None` if both count the same.
    fn value(&self, above: u32, below: u32) -> Option<Decimal> {
        let of = |span, count: u32| {
            let variables: Vec<usize> = self.formula.variables_in(span).collect();
            (variables, Decimal::from(count))
        };
        let (over, above) = of(&self.ratio.numerator, above);
        let (under, below) = of(&self.ratio.denominator, below);
        let alone = over.len() == 1 && under.len() == 1 && over != under;
        self.formula
            .value(|variable| {
                Some(if over.contains(&variable) {
                    above
                } else {
                    below
                })
            })
            .filter(|_| alone)
    }

    fn example(&self, above: Amount, below: Amount, mended: Option<Decimal>) -> Option<Example> {
        Some(Example {
            gives: printed(self.value(above.count, below.count)?),
            mended: mended.map(printed),
            percent: self.ratio.factor == Decimal::ONE_HUNDRED,
            above,
            below,
        })
    }

    fn no_factor(&self, outcome: &mut Outcome) {
        if !self.row.percentage || self.ratio.factor != Decimal::ONE {
            return;
        }
        let finding = outcome.cell(self.row, Code::FormulaNoFactor, FIELD, self.details());
        let eighty = Decimal::from(80_u32);
        finding.example = self.example(count(8), count(10), Some(eighty));
        let text = self.formula.text();
        let root = &self.formula.nodes()[self.formula.root()];
        // A label or a legend beside the formula: where the factor goes is not plain.
        if self.formula.written(&root.span) != text.trim() {
            return;
        }
        let bracketed = matches!(root.kind, crate::formula::NodeKind::Group(_));
        let text = text.trim();
        let mended = if bracketed {
            format!("{text}*100")
        } else {
            format!("({text})*100")
        };
        offer(finding, self.row, FixLabel::AddFactor, mended);
    }

    /// What came in over what was done: the less is done, the more it gives.
    fn inverted(&self, outcome: &mut Outcome) {
        let (Some(base), Some(done)) = (self.above.only_base(), self.below.only_done()) else {
            return;
        };
        let finding = outcome.cell(self.row, Code::FormulaInverted, FIELD, self.details());
        finding.example = self.example(said(10, base), said(8, done), self.value(8, 10));
        if let Some(inverted) = self.formula.inverted() {
            offer(finding, self.row, FixLabel::Invert, inverted);
        }
    }

    fn incomplete(&self, outcome: &mut Outcome) {
        let nameless = |side: &Side| {
            side.noun.is_none() && side.counter && (side.base.is_some() || side.done.is_some())
        };
        let sides = [
            (self.above, &self.ratio.numerator),
            (self.below, &self.ratio.denominator),
        ];
        let found = sides.iter().find(|(side, _)| nameless(side) || side.cut);
        if let Some((_, span)) = found {
            let written = Details::Written(self.formula.written(span).to_owned());
            outcome.cell(self.row, Code::FormulaVariableIncomplete, FIELD, written);
        }
    }

    fn same_variable(&self, outcome: &mut Outcome) -> bool {
        let lexicon = &self.reading.lexicon;
        let content = |side: &Side| -> Vec<_> {
            let ids = side.words.iter().map(|word| word.id);
            ids.filter(|id| lexicon.is_content(*id)).collect()
        };
        let (above, below) = (content(self.above), content(self.below));
        if above.is_empty() || above != below {
            return false;
        }
        outcome.cell(self.row, Code::FormulaSameVariable, FIELD, self.details());
        true
    }

    /// "Verificaciones recibidas / programadas": what is planned is then done, not received.
    fn suspect(&self, outcome: &mut Outcome) {
        let received = self
            .above
            .only_base()
            .filter(|base| !base.planned && base.stem != crate::participles::TOTAL.stem);
        let planned = self.below.only_base().filter(|base| base.planned);
        let (Some(received), Some(_)) = (received, planned) else {
            return;
        };
        let lexicon = &self.reading.lexicon;
        let is_it = |word: &&Word| lexicon.part(word.id) == Part::Base(received);
        let Some(word) = self.above.words.iter().find(is_it) else {
            return;
        };
        let written = word.text(self.formula.text());
        let ending = lexicon.folded(word.id).strip_prefix(received.stem);
        let ending = ending.filter(|ending| matches!(*ending, "o" | "a" | "os" | "as"));
        let suggestion = format!("realizad{}", ending.unwrap_or("as"));
        let details = Details::Suggestion {
            written: written.to_owned(),
            suggestion: suggestion.clone(),
        };
        let finding = outcome.cell(self.row, Code::FormulaVariableSuspect, FIELD, details);
        if ending.is_some() {
            let text = self.formula.text();
            let mended = [&text[..word.start], &suggestion, &text[word.end..]].concat();
            let label = FixLabel::Replace {
                written: written.to_owned(),
                suggestion,
            };
            offer(finding, self.row, label, mended);
        }
    }

    fn units(&self, outcome: &mut Outcome) {
        let differ = !self.above.counts_as(self.below, &self.reading.lexicon);
        if !differ || !self.row.computes_percentage() {
            return;
        }
        let finding = outcome.cell(self.row, Code::FormulaUnitMismatch, FIELD, self.details());
        finding.example = self.example(count(12), count(10), None);
    }

    /// "… en ética realizadas / programadas": the part is narrower than its whole.
    fn universe(&self, outcome: &mut Outcome) {
        let lexicon = &self.reading.lexicon;
        let realised =
            self.above.done.is_some() && self.below.base.is_some_and(|base| base.planned);
        let same = self.above.noun.is_some() && self.above.counts_as(self.below, lexicon);
        let within = |left: &Side, right: &Side| {
            let stem = |id| lexicon.stem(id);
            left.qualifiers.iter().all(|qualifier| {
                right
                    .qualifiers
                    .iter()
                    .any(|other| stem(*other) == stem(*qualifier))
            })
        };
        let narrower = !within(self.above, self.below) && within(self.below, self.above);
        if !realised || !same || !narrower {
            return;
        }
        let finding = outcome.cell(
            self.row,
            Code::FormulaUniverseMismatch,
            FIELD,
            self.details(),
        );
        finding.example = self.example(count(6), count(10), None);
        let Some(qualifier) = self.trailing_qualifier() else {
            return;
        };
        let text = self.formula.text();
        let end = self.ratio.denominator.end;
        let mended = format!("{} {qualifier}{}", &text[..end], &text[end..]);
        let label = FixLabel::CopyQualifier(qualifier.to_owned());
        offer(finding, self.row, label, mended);
    }

    /// "en materia de ética pública", where it is all that follows the numerator's participle and
    /// the denominator has room for it.
    fn trailing_qualifier(&self) -> Option<&str> {
        let lexicon = &self.reading.lexicon;
        let words = &self.above.words;
        let done = words
            .iter()
            .rposition(|word| matches!(lexicon.part(word.id), Part::Done(_)))?;
        let first = words.get(done + 1)?;
        let before = words.get(..done)?;
        let qualifies = |word: &Word| self.above.qualifiers.contains(&word.id);
        let preposition = lexicon.part(first.id) == Part::Stop;
        let bracketed = self
            .formula
            .written(&self.ratio.denominator)
            .ends_with([')', ']', '}']);
        if self.above.cut || !preposition || bracketed || before.iter().any(qualifies) {
            return None;
        }
        let span = first.start..self.ratio.numerator.end;
        let qualifier = self.formula.written(&span).trim();
        (!qualifier.ends_with([')', ']', '}'])).then_some(qualifier)
    }
}

/// So many, without saying of what.
fn count(count: u32) -> Amount {
    Amount {
        count,
        spanish: "",
        english: "",
    }
}

fn said(count: u32, participle: &Participle) -> Amount {
    Amount {
        count,
        spanish: participle.spanish,
        english: participle.english,
    }
}

/// A result as it is shown.
pub(crate) fn printed(value: Decimal) -> String {
    value.round_dp(2).normalize().to_string()
}
