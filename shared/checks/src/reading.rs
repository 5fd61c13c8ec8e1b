//! The matrix read once for all rules: shown rows in order, their words, their formulas.

use std::collections::HashMap;

use model::{Field, Level as HeadingLevel, LineId, RowHeading, RowView};
use rust_decimal::Decimal;

use crate::Input;
use crate::formula::{Formula, FormulaError, Ratio};
use crate::lexicon::{Lexicon, Word};
use crate::side::Side;
use crate::values;

/// A matrix that was read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) lexicon: Lexicon,
    /// Shown rows that are not blank, in order.
    pub(crate) rows: Vec<ReadRow<'a>>,
    /// Headings above them, each once, in order of appearance.
    pub(crate) headings: Vec<ReadHeading<'a>>,
    /// Levels of headings in use.
    pub(crate) levels: Vec<HeadingLevel>,
}

/// A row that was read.
#[derive(Debug)]
pub(crate) struct ReadRow<'a> {
    pub(crate) view: &'a RowView,
    /// Its number.
    pub(crate) number: u32,
    /// Place of the first row of its line: what is said of a line is said there.
    pub(crate) first: usize,
    /// Words of the line; empty but in its first row.
    pub(crate) line: Vec<Word>,
    pub(crate) indicator: Vec<Word>,
    pub(crate) interpretation: Vec<Word>,
    pub(crate) means: Vec<Word>,
    pub(crate) formula_words: Vec<Word>,
    pub(crate) formula: ReadFormula,
    /// What it divides by what, if that is what it does.
    pub(crate) ratio: Option<ReadRatio>,
    /// Whether its values are percentages.
    pub(crate) percentage: bool,
    /// Amounts of the targets that have one.
    pub(crate) amounts: Vec<(u16, Decimal)>,
}

/// A formula that was read.
#[derive(Debug)]
pub(crate) enum ReadFormula {
    /// Nothing written, or nothing meant.
    Blank,
    /// Not to be read.
    Broken(FormulaError),
    /// Read.
    Read(Formula),
}

/// A ratio and its sides.
#[derive(Debug)]
pub(crate) struct ReadRatio {
    pub(crate) ratio: Ratio,
    pub(crate) above: Side,
    pub(crate) below: Side,
}

/// A heading that stands over rows.
#[derive(Debug)]
pub(crate) struct ReadHeading<'a> {
    pub(crate) view: &'a RowHeading,
    /// Places of the first and the last row under it.
    pub(crate) rows: (usize, usize),
    pub(crate) words: Vec<Word>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(input: &'a Input<'a>) -> Self {
        let mut shown: Vec<(u32, &RowView)> = input
            .rows
            .iter()
            .filter(|row| !row.retired && !is_blank(row))
            .filter_map(|row| Some((row.row?, row)))
            .collect();
        // Whatever order they came in.
        shown.sort_by_key(|(number, row)| (*number, row.line, row.indicator));
        let mut lexicon = Lexicon::default();
        let mut first_of: HashMap<LineId, usize> = HashMap::new();
        let mut rows: Vec<ReadRow<'_>> = Vec::with_capacity(shown.len());
        for (at, (number, view)) in shown.into_iter().enumerate() {
            let first = *first_of.entry(view.line).or_insert(at);
            rows.push(read_row(&mut lexicon, view, number, first, at));
        }
        let headings = read_headings(&mut lexicon, &rows);
        let levels = if input.levels.is_empty() {
            HeadingLevel::ALL
                .into_iter()
                .filter(|level| headings.iter().any(|heading| heading.view.level == *level))
                .collect()
        } else {
            input.levels.to_vec()
        };
        Self {
            input,
            lexicon,
            rows,
            headings,
            levels,
        }
    }

    /// Words of the line of a row.
    pub(crate) fn line_words(&self, row: &ReadRow<'_>) -> &[Word] {
        &self.rows[row.first].line
    }

    /// The first row of every line, with its place.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &ReadRow<'a>)> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(at, row)| row.first == *at)
    }
}

impl ReadRow<'_> {
    /// The formula, if it can be read.
    pub(crate) fn read_formula(&self) -> Option<&Formula> {
        match &self.formula {
            ReadFormula::Read(formula) => Some(formula),
            ReadFormula::Blank | ReadFormula::Broken(_) => None,
        }
    }

    /// Whether its formula should give percentages.
    pub(crate) fn computes_percentage(&self) -> bool {
        let hundred = |formula: &Formula| formula.factor() == Some(Decimal::ONE_HUNDRED);
        self.percentage || self.read_formula().is_some_and(hundred)
    }

    /// Whether nothing is written as baseline.
    pub(crate) fn lacks_baseline(&self) -> bool {
        let value = self.view.baseline.as_ref().map(|baseline| &*baseline.value);
        is_empty(value.unwrap_or_default())
    }
}

/// Whether nothing is written.
pub(crate) fn is_empty(text: &str) -> bool {
    text.trim().is_empty()
}

/// A row that somebody has added and not begun.
fn is_blank(row: &RowView) -> bool {
    let texts = [
        &row.action_line,
        &row.indicator_name,
        &row.interpretation,
        &row.unit_of_measure,
        &row.formula,
        &row.frequency,
        &row.means_of_verification,
    ];
    texts.into_iter().all(|text| is_empty(text)) && row.targets.values().all(|text| is_empty(text))
}

fn read_row<'a>(
    lexicon: &mut Lexicon,
    view: &'a RowView,
    number: u32,
    first: usize,
    at: usize,
) -> ReadRow<'a> {
    let line = if first == at {
        lexicon.read(&view.action_line)
    } else {
        Vec::new()
    };
    let formula_words = lexicon.read(&view.formula);
    let formula = read_formula(&view.formula);
    let ratio = match &formula {
        ReadFormula::Read(formula) => formula.ratio(),
        ReadFormula::Blank | ReadFormula::Broken(_) => None,
    };
    let ratio = ratio.map(|ratio| ReadRatio {
        above: Side::new(lexicon, &formula_words, &ratio.numerator),
        below: Side::new(lexicon, &formula_words, &ratio.denominator),
        ratio,
    });
    let amount = |(year, quantity): (&u16, &model::Quantity)| {
        Some((*year, Decimal::from_str_exact(&quantity.amount).ok()?))
    };
    ReadRow {
        view,
        number,
        first,
        line,
        indicator: lexicon.read(&view.indicator_name),
        interpretation: lexicon.read(&view.interpretation),
        means: lexicon.read(&view.means_of_verification),
        formula_words,
        formula,
        ratio,
        percentage: is_percentage(view),
        amounts: view.normalized.targets.iter().filter_map(amount).collect(),
    }
}

fn read_formula(text: &str) -> ReadFormula {
    if is_empty(text) || values::is_placeholder(text) || values::note_to(text, true).is_some() {
        return ReadFormula::Blank;
    }
    match Formula::parse(text) {
        Ok(formula) => ReadFormula::Read(formula),
        Err(error) => ReadFormula::Broken(error),
    }
}

fn is_percentage(row: &RowView) -> bool {
    match row.normalized.unit_of_measure {
        Some(unit) => unit == "percentage",
        None if !is_empty(&row.unit_of_measure) => false,
        None => {
            values::leading_unit(&row.indicator_name).is_some_and(|(_, key, _)| key == "percentage")
        }
    }
}

fn read_headings<'a>(lexicon: &mut Lexicon, rows: &[ReadRow<'a>]) -> Vec<ReadHeading<'a>> {
    let mut places = HashMap::new();
    let mut headings: Vec<ReadHeading<'a>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for view in &row.view.headings {
            let place = *places.entry(view.id).or_insert(headings.len());
            match headings.get_mut(place) {
                Some(heading) => heading.rows.1 = at,
                None => headings.push(ReadHeading {
                    view,
                    rows: (at, at),
                    words: lexicon.read(&view.text),
                }),
            }
        }
    }
    headings
}

/// The fields of a row in which text is written, with the text.
pub(crate) fn short_cells(row: &RowView) -> impl Iterator<Item = (Field, &str)> {
    let baseline = row.baseline.as_ref().map(|baseline| &*baseline.value);
    let cells = [
        (Field::IndicatorName, &*row.indicator_name),
        (Field::Interpretation, &*row.interpretation),
        (Field::UnitOfMeasure, &*row.unit_of_measure),
        (Field::Formula, &*row.formula),
        (Field::Frequency, &*row.frequency),
        (Field::Direction, &*row.direction),
        (Field::MeansOfVerification, &*row.means_of_verification),
        (Field::BaselineValue, baseline.unwrap_or_default()),
    ];
    let targets = row.targets.iter();
    let targets = targets.map(|(year, text)| (Field::Target(*year), &**text));
    cells.into_iter().chain(targets)
}
