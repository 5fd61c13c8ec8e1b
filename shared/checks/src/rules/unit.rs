//! Units of measure ("Tipo").

use std::collections::{BTreeMap, HashMap};

use model::Field;
use rust_decimal::Decimal;

use crate::fold::fold;
use crate::formula::Formula;
use crate::outcome::{Outcome, set};
use crate::reading::{ReadRow, Reading};
use crate::{Code, Details, FixLabel, values};

const FIELD: Field = Field::UnitOfMeasure;

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    let habits = Habits::new(reading);
    for row in &reading.rows {
        let unit = row.view.unit_of_measure.trim();
        if unit.is_empty() {
            missing(row, &habits, outcome);
            continue;
        }
        if values::is_placeholder(unit) || values::note_to(unit, false).is_some() {
            continue;
        }
        let divides = unit.contains(['/', '÷']);
        if divides && Formula::parse(unit).is_ok_and(|formula| formula.ratio().is_some()) {
            let written = Details::Written(unit.to_owned());
            outcome.cell(row, Code::CellShift, FIELD, written);
            continue;
        }
        mismatch(row, unit, &habits, outcome);
        let (code, usual) = match habits.usual(unit) {
            Some(Usual::Case(usual)) => (Code::UnitCase, usual),
            Some(Usual::Variant(usual)) => (Code::UnitVariant, usual),
            None => continue,
        };
        let details = Details::Suggestion {
            written: unit.to_owned(),
            suggestion: usual.to_owned(),
        };
        outcome.cell(row, code, FIELD, details).offer(
            FixLabel::Write(usual.to_owned()),
            vec![set(row, FIELD, usual)],
        );
    }
}

/// The indicator may say its unit.
fn missing(row: &ReadRow<'_>, habits: &Habits<'_>, outcome: &mut Outcome) {
    let finding = outcome.cell(row, Code::UnitMissing, FIELD, Details::Plain);
    if let Some((spelled, _, false)) = values::leading_unit(&row.view.indicator_name) {
        let unit = habits.written(spelled);
        finding.offer(
            FixLabel::Write(unit.to_owned()),
            vec![set(row, FIELD, unit)],
        );
    }
}

/// "Porcentaje de …" measured in "Módulo".
fn mismatch(row: &ReadRow<'_>, unit: &str, habits: &Habits<'_>, outcome: &mut Outcome) {
    let Some((spelled, key, _)) = values::leading_unit(&row.view.indicator_name) else {
        return;
    };
    let differs = match key {
        "percentage" => !row.percentage,
        "count" => row.percentage,
        // A rate or an index is also printed as what it is a rate of.
        _ => false,
    };
    // "Proporción" and "Razón" are other words for much the same.
    let kin = matches!(
        row.view.normalized.unit_of_measure,
        Some("proportion" | "ratio" | "rate" | "rateOfChange")
    );
    if !differs || kin {
        return;
    }
    let details = Details::Suggestion {
        written: unit.to_owned(),
        suggestion: spelled.to_owned(),
    };
    let finding = outcome.cell(row, Code::UnitMismatch, FIELD, details);
    // Where the rest of the row is a percentage, the unit is what is wrong.
    let percent = |quantity: &model::Quantity| quantity.unit == "%";
    let computed = |formula: &Formula| formula.factor() == Some(Decimal::ONE_HUNDRED);
    let rest = row.view.normalized.targets.values().any(percent)
        || row.read_formula().is_some_and(computed);
    if key == "percentage" && rest {
        let unit = habits.written(spelled);
        finding.offer(
            FixLabel::Write(unit.to_owned()),
            vec![set(row, FIELD, unit)],
        );
    }
}

/// How a unit is usually written.
enum Usual<'a> {
    /// In another case.
    Case(&'a str),
    /// In singular or plural.
    Variant(&'a str),
}

/// How the matrix writes its units.
struct Habits<'a> {
    /// The usual spelling of a folded unit.
    spelling: HashMap<String, &'a str>,
    /// The usual one of singular and plural, folded.
    variant: HashMap<String, String>,
}

impl<'a> Habits<'a> {
    fn new(reading: &Reading<'a>) -> Self {
        let mut counts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for row in &reading.rows {
            let unit = row.view.unit_of_measure.trim();
            if !unit.is_empty() {
                *counts
                    .entry(fold(unit))
                    .or_default()
                    .entry(unit)
                    .or_default() += 1;
            }
        }
        let mut spelling = HashMap::new();
        let mut totals: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (folded, spellings) in counts {
            let total = spellings.values().sum();
            totals
                .entry(singular(&folded).to_owned())
                .or_default()
                .insert(folded.clone(), total);
            let capital = |text: &str| text.starts_with(char::is_uppercase);
            let usual = spellings
                .into_iter()
                .max_by_key(|(text, count)| (*count, capital(text)));
            let known = values::leading_unit(&folded).filter(|(_, _, only)| *only);
            let known = known.map(|(spelled, _, _)| spelled);
            // A unit of the catalogue has a spelling of its own; "%" stays as it is.
            let known = known.filter(|spelled| fold(spelled) == folded);
            if let Some(usual) = known.or(usual.map(|(text, _)| text)) {
                spelling.insert(folded, usual);
            }
        }
        let variant = totals.into_iter().filter(|(_, forms)| forms.len() > 1);
        let variant = variant.filter_map(|(singular, forms)| {
            // As often one as the other: the plural, as the longer.
            let usual = forms
                .into_iter()
                .max_by_key(|(form, count)| (*count, form.len()));
            Some((singular, usual?.0))
        });
        Self {
            variant: variant.collect(),
            spelling,
        }
    }

    /// A unit of the catalogue as this matrix writes it.
    fn written(&self, spelled: &'a str) -> &'a str {
        self.spelling
            .get(&fold(spelled))
            .copied()
            .unwrap_or(spelled)
    }

    /// How a unit is usually written, if this is not how.
    fn usual(&self, unit: &str) -> Option<Usual<'a>> {
        let folded = fold(unit);
        if let Some(usual) = self.variant.get(singular(&folded))
            && *usual != folded
        {
            return self.spelling.get(usual).copied().map(Usual::Variant);
        }
        let usual = self.spelling.get(&folded).copied()?;
        (usual != unit).then_some(Usual::Case(usual))
    }
}

/// Shortest unit with a plural, in letters: "mes" is none.
const PLURAL_BYTES_MIN: usize = 4;

/// A unit of one word without the ending of its plural.
fn singular(folded: &str) -> &str {
    if folded.contains(' ') || folded.len() <= PLURAL_BYTES_MIN {
        return folded;
    }
    folded
        .strip_suffix("es")
        .filter(|bare| bare.ends_with(['n', 'd', 'l', 'r', 'z', 's', 'j']))
        .or_else(|| folded.strip_suffix('s'))
        .unwrap_or(folded)
}
