//! The fields of a row, by the names people and scripts use.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A level of headings, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Eje.
    Axis,
    /// Objetivo.
    Objective,
    /// Prioridad.
    Priority,
    /// Estrategia.
    Strategy,
}

impl Level {
    /// Every level, outermost first.
    pub const ALL: [Self; 4] = [Self::Axis, Self::Objective, Self::Priority, Self::Strategy];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Axis => "axis",
            Self::Objective => "objective",
            Self::Priority => "priority",
            Self::Strategy => "strategy",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Level {
    type Err = FieldError;

    fn from_str(name: &str) -> Result<Self, FieldError> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == name)
            .ok_or(FieldError)
    }
}

/// How concurrent writes of a field meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Merged word by word; where both touched the same words or numerals, a person decides.
    Text,
    /// Every value is kept and shown; a person chooses.
    Scalar,
}

/// No field has that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no field has that name")]
pub struct FieldError;

/// A field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Text of the action line.
    ActionLine,
    /// Stage of the line.
    Stage,
    /// Unit that answers for the line.
    Responsible,
    /// Whether it waits for another body ("true" or "false").
    PendingExternal,
    /// Heading at a level, as "7. Texto".
    Heading(Level),
    /// Name of the indicator.
    IndicatorName,
    /// How to read the indicator.
    Interpretation,
    /// Unit of measure ("Tipo").
    UnitOfMeasure,
    /// Formula as printed.
    Formula,
    /// Numerator of the formula.
    FormulaNumerator,
    /// Denominator of the formula.
    FormulaDenominator,
    /// Factor of the formula.
    FormulaFactor,
    /// Frequency of measurement.
    Frequency,
    /// Expected direction.
    Direction,
    /// Behaviour of the targets.
    TargetBehavior,
    /// Value of the baseline.
    BaselineValue,
    /// Year of the baseline.
    BaselineYear,
    /// Source of the baseline.
    BaselineSource,
    /// How the baseline was verified.
    BaselineVerification,
    /// Target of a year.
    Target(u16),
    /// Means of verification.
    MeansOfVerification,
}

/// Fields without a parameter, with their names.
const NAMED: [(Field, &str); 19] = [
    (Field::ActionLine, "actionLine"),
    (Field::Stage, "stage"),
    (Field::Responsible, "responsible"),
    (Field::PendingExternal, "pendingExternal"),
    (Field::IndicatorName, "indicatorName"),
    (Field::Interpretation, "interpretation"),
    (Field::UnitOfMeasure, "unitOfMeasure"),
    (Field::Formula, "formula"),
    (Field::FormulaNumerator, "formula.numerator"),
    (Field::FormulaDenominator, "formula.denominator"),
    (Field::FormulaFactor, "formula.factor"),
    (Field::Frequency, "frequency"),
    (Field::Direction, "direction"),
    (Field::TargetBehavior, "targetBehavior"),
    (Field::BaselineValue, "baseline.value"),
    (Field::BaselineYear, "baseline.year"),
    (Field::BaselineSource, "baseline.source"),
    (Field::BaselineVerification, "baseline.verification"),
    (Field::MeansOfVerification, "meansOfVerification"),
];

impl Field {
    /// Its name: `actionLine`, `headings.priority`, `targets.2024`…
    pub fn as_str(self) -> Cow<'static, str> {
        match self {
            Self::Heading(level) => Cow::Owned(format!("headings.{level}")),
            Self::Target(year) => Cow::Owned(format!("targets.{year:04}")),
            _ => Cow::Borrowed(
                NAMED
                    .iter()
                    .find(|(field, _)| *field == self)
                    .map_or("", |(_, name)| name),
            ),
        }
    }

    /// The fields that are neither a heading nor a target.
    pub(crate) fn named() -> impl Iterator<Item = Self> {
        NAMED.iter().map(|(field, _)| *field)
    }

    /// How concurrent writes of it meet.
    pub fn kind(self) -> FieldKind {
        match self {
            Self::ActionLine
            | Self::Heading(_)
            | Self::IndicatorName
            | Self::Interpretation
            | Self::Formula
            | Self::MeansOfVerification => FieldKind::Text,
            Self::Stage
            | Self::Responsible
            | Self::PendingExternal
            | Self::UnitOfMeasure
            | Self::FormulaNumerator
            | Self::FormulaDenominator
            | Self::FormulaFactor
            | Self::Frequency
            | Self::Direction
            | Self::TargetBehavior
            | Self::BaselineValue
            | Self::BaselineYear
            | Self::BaselineSource
            | Self::BaselineVerification
            | Self::Target(_) => FieldKind::Scalar,
        }
    }

    /// Whether it belongs to the indicator rather than to the line or its headings.
    pub fn is_of_indicator(self) -> bool {
        !matches!(
            self,
            Self::ActionLine
                | Self::Stage
                | Self::Responsible
                | Self::PendingExternal
                | Self::Heading(_)
        )
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str())
    }
}

impl FromStr for Field {
    type Err = FieldError;

    fn from_str(name: &str) -> Result<Self, FieldError> {
        if let Some(level) = name.strip_prefix("headings.") {
            return Ok(Self::Heading(level.parse()?));
        }
        if let Some(year) = name.strip_prefix("targets.") {
            return parse_year(year).map(Self::Target).ok_or(FieldError);
        }
        NAMED
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(field, _)| *field)
            .ok_or(FieldError)
    }
}

/// A year of four digits.
pub(crate) fn parse_year(text: &str) -> Option<u16> {
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}
