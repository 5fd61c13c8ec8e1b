//! A row as it is shown: an action line with one of its indicators (or none), its headings, what is
//! in conflict and what waits for a decision.

use std::collections::BTreeMap;

use document::Author;

use crate::{Field, HeadingId, IndicatorId, Level, LineId};

/// What names a row.
pub type RowKey = (LineId, Option<IndicatorId>);

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    /// Number among the shown rows, from 1; `None` when the line is retired.
    pub row: Option<u32>,
    /// Its action line.
    pub line: LineId,
    /// Its indicator, if the line has any.
    pub indicator: Option<IndicatorId>,
    /// Headings above it, outermost first; only those with something written.
    pub headings: Vec<RowHeading>,
    /// Text of the action line.
    pub action_line: String,
    /// Stage of the line.
    pub stage: String,
    /// Unit that answers for the line.
    pub responsible: String,
    /// Name of the indicator.
    pub indicator_name: String,
    /// How to read the indicator.
    pub interpretation: String,
    /// Unit of measure as printed.
    pub unit_of_measure: String,
    /// Formula as printed.
    pub formula: String,
    /// The formula in its parts, where somebody wrote them.
    pub formula_parts: FormulaParts,
    /// Frequency as printed.
    pub frequency: String,
    /// Expected direction as written.
    pub direction: String,
    /// Behaviour of the targets as written.
    pub target_behavior: String,
    /// Means of verification as written.
    pub means_of_verification: String,
    /// Baseline, if any of its parts is written.
    pub baseline: Option<Baseline>,
    /// Target of every year of the programme as printed, "" when blank.
    pub targets: BTreeMap<u16, String>,
    /// What the printed values are understood to mean.
    pub normalized: Normalized,
    /// "Sujeta a revisión".
    pub pending_external: bool,
    /// Taken out of the matrix and not shown. `false` while [`Self::retired_and_edited`] says why
    /// it is shown all the same.
    pub retired: bool,
    /// The line it was merged into.
    pub merged_into: Option<LineId>,
    /// Retired by one while another edited or restored it: it stays until somebody decides.
    pub retired_and_edited: Option<RetiredAndEdited>,
    /// Fields with concurrent values.
    pub conflicts: Vec<Conflict>,
    /// Texts whose merge a person must look at.
    pub to_decide: Vec<ToDecide>,
    /// Places its line, or its indicator, was moved to at once: it stands in one of them until
    /// somebody chooses.
    pub moved_twice: Vec<MovedTwice>,
}

impl RowView {
    /// What names it.
    pub fn key(&self) -> RowKey {
        (self.line, self.indicator)
    }

    /// What it shows in a field.
    pub fn cell(&self, field: Field) -> String {
        let baseline = |part: fn(&Baseline) -> &String| {
            self.baseline
                .as_ref()
                .map(part)
                .cloned()
                .unwrap_or_default()
        };
        match field {
            Field::ActionLine => self.action_line.clone(),
            Field::Stage => self.stage.clone(),
            Field::Responsible => self.responsible.clone(),
            Field::PendingExternal => self.pending_external.to_string(),
            Field::Heading(level) => self
                .headings
                .iter()
                .find(|heading| heading.level == level)
                .map(RowHeading::printed)
                .unwrap_or_default(),
            Field::IndicatorName => self.indicator_name.clone(),
            Field::Interpretation => self.interpretation.clone(),
            Field::UnitOfMeasure => self.unit_of_measure.clone(),
            Field::Formula => self.formula.clone(),
            Field::FormulaNumerator => self.formula_parts.numerator.clone(),
            Field::FormulaDenominator => self.formula_parts.denominator.clone(),
            Field::FormulaFactor => self.formula_parts.factor.clone(),
            Field::Frequency => self.frequency.clone(),
            Field::Direction => self.direction.clone(),
            Field::TargetBehavior => self.target_behavior.clone(),
            Field::BaselineValue => baseline(|baseline| &baseline.value),
            Field::BaselineYear => baseline(|baseline| &baseline.year),
            Field::BaselineSource => baseline(|baseline| &baseline.source),
            Field::BaselineVerification => baseline(|baseline| &baseline.verification),
            Field::Target(year) => self.targets.get(&year).cloned().unwrap_or_default(),
            Field::MeansOfVerification => self.means_of_verification.clone(),
        }
    }
}

/// A heading above a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowHeading {
    /// Rows with the same one share its cell.
    pub id: HeadingId,
    /// Its level.
    pub level: Level,
    /// Number as text, "" if it has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
}

impl RowHeading {
    /// Number and text as one: "7. Texto".
    pub fn printed(&self) -> String {
        crate::heading::print(&self.number, &self.text)
    }
}

/// A heading of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingView {
    /// Its identifier.
    pub id: HeadingId,
    /// Its level.
    pub level: Level,
    /// The heading it stands under, always of an outer level.
    pub parent: Option<HeadingId>,
    /// Number as text, "" if it has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
    /// Taken out of the catalogue. `false` while active lines hang from it all the same: somebody
    /// put them there without knowing.
    pub retired: bool,
    /// Active lines right under it.
    pub lines: u32,
}

impl HeadingView {
    /// Number and text as one: "7. Texto".
    pub fn printed(&self) -> String {
        crate::heading::print(&self.number, &self.text)
    }
}

/// Numerator, denominator and factor of a formula, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormulaParts {
    /// What is counted.
    pub numerator: String,
    /// What it is divided by.
    pub denominator: String,
    /// What it is multiplied by.
    pub factor: String,
}

/// Where an indicator starts from, as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Value.
    pub value: String,
    /// Year.
    pub year: String,
    /// Source.
    pub source: String,
    /// How and by whom it was verified.
    pub verification: String,
}

/// Printed values understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalized {
    /// Targets that are quantities.
    pub targets: BTreeMap<u16, Quantity>,
    /// Catalogue key of the frequency.
    pub frequency: Option<&'static str>,
    /// Catalogue key of the unit.
    pub unit_of_measure: Option<&'static str>,
    /// Catalogue key of the direction: `ascending`, `descending` or `constant`.
    pub direction: Option<&'static str>,
    /// Catalogue key of the behaviour: `periodic`, `cumulative` or `nonSummingCumulative`.
    pub target_behavior: Option<&'static str>,
    /// The value of the baseline, if it is a quantity.
    pub baseline: Option<Quantity>,
}

/// An exact decimal and its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Decimal digits, exact: "100", "12.5".
    pub amount: String,
    /// "%" or "".
    pub unit: &'static str,
}

/// A finding somebody does not want to see again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// What names the finding.
    pub key: String,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub author: Author,
    /// When, by their clock (whole seconds).
    pub at_ms: u64,
}

/// Who retired a line and who edited it without knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetiredAndEdited {
    /// Who retired it.
    pub retired_by: Author,
    /// Who edited or restored it meanwhile.
    pub edited_by: Author,
}

/// Where a line or an indicator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A line.
    Line {
        /// Its innermost heading.
        heading: Option<HeadingId>,
        /// The line of the matrix it stands after; `None`: first.
        after: Option<LineId>,
    },
    /// An indicator.
    Indicator {
        /// Its line.
        line: LineId,
        /// The indicator of that line it stands after; `None`: first.
        after: Option<IndicatorId>,
    },
}

/// Something moved to several places at once, by people who did not know of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedTwice {
    /// The indicator that was moved; `None`: the line.
    pub indicator: Option<IndicatorId>,
    /// At least two places; the first is the one it has in the order meanwhile.
    pub choices: Vec<PlaceChoice>,
}

/// One of several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceChoice {
    /// What to pass to [`crate::MatrixEdit::ChoosePlace`], from 1.
    pub choose: u32,
    /// The place.
    pub place: Place,
    /// Who moved it there.
    pub author: Author,
    /// When, by their clock (whole seconds).
    pub at_ms: u64,
}

/// Concurrent values of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The field.
    pub field: Field,
    /// Every value; the first is the one shown meanwhile.
    pub values: Vec<ConflictValue>,
}

/// One of several concurrent values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictValue {
    /// What to pass to [`crate::MatrixEdit::Resolve`], from 1.
    pub choose: u32,
    /// The value as written.
    pub value: String,
    /// Who wrote it.
    pub author: Author,
    /// When, by their clock (whole seconds).
    pub at_ms: u64,
}

/// Why a merged text waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToDecideKind {
    /// Both touched a numeral, or the merge holds one nobody wrote.
    Numeral,
    /// Both rewrote the same words.
    Overlap,
}

/// A merged text that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDecide {
    /// The field.
    pub field: Field,
    /// Why.
    pub kind: ToDecideKind,
    /// What this document's author wrote or, between others, the first author. Choice 1.
    pub mine: String,
    /// Who wrote `mine`.
    pub mine_author: Author,
    /// What the other wrote. Choice 2.
    pub theirs: String,
    /// Who wrote `theirs`.
    pub theirs_author: Author,
    /// What stands now. Choice 3.
    pub merged: String,
    /// What stands now with what several wrote alike standing once, if they did: two people who
    /// accepted one suggestion. Choice 4.
    pub once: Option<String>,
    /// What each wrote, in an order that every device shares; at least two. Choices from 5.
    pub sides: Vec<Side>,
}

/// What one person wrote in a text that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Who.
    pub author: Author,
    /// The text.
    pub text: String,
}
