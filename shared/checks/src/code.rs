//! The rules by name.

use std::fmt;

/// How much a finding matters. None keeps anybody from saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// To be mended before the matrix goes to review.
    Error,
    /// To be looked at.
    Warning,
    /// To be known.
    Info,
}

impl Level {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal $level:ident),* $(,)?) => {
        /// A rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every rule, in the order in which findings of a row are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name, as the field writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// How much its findings matter.
            pub fn level(self) -> Level {
                match self {
                    $(Self::$name => Level::$level,)*
                }
            }
        }
    };
}

codes! {
    /// Two numbers of lines: the one said and the one counted.
    CountMismatch = "COUNT_MISMATCH" Warning,
    /// Columns that no row fills.
    MatrixFieldsAbsent = "MATRIX_FIELDS_ABSENT" Info,
    /// A value that belongs to another column.
    CellShift = "CELL_SHIFT" Error,
    /// No axis.
    AxisMissing = "EJE_MISSING" Warning,
    /// Half of an axis.
    AxisSplit = "EJE_SPLIT" Warning,
    /// No priority.
    PriorityMissing = "PRIORIDAD_MISSING" Error,
    /// Two paragraphs in the cell of a priority.
    PrioritySplit = "PRIORIDAD_SPLIT" Warning,
    /// An indicator without an action line.
    LineMissing = "LINEA_MISSING" Error,
    /// A line that does not begin with what is to be done.
    LineStyle = "LINE_STYLE" Info,
    /// Two lines that say much the same.
    NearDuplicateLine = "NEAR_DUPLICATE_LINE" Info,
    /// No indicator.
    IndicatorMissing = "IND_MISSING" Error,
    /// An indicator that is only a unit.
    IndicatorIsUnitOnly = "IND_IS_UNIT_ONLY" Error,
    /// An indicator that stops in the middle.
    IndicatorTruncated = "IND_TRUNCATED" Warning,
    /// No interpretation.
    InterpretationMissing = "INTERPRETACION_MISSING" Info,
    /// An interpretation that does not say how to read the indicator.
    InterpretationPoor = "INTERPRETACION_POOR" Warning,
    /// No unit of measure.
    UnitMissing = "TIPO_MISSING" Warning,
    /// A unit in another case than elsewhere.
    UnitCase = "TIPO_CASE" Info,
    /// A unit in singular here and plural there.
    UnitVariant = "TIPO_VARIANT" Info,
    /// An indicator that speaks of one unit and has another.
    UnitMismatch = "TIPO_MISMATCH" Warning,
    /// No formula.
    FormulaMissing = "FORMULA_MISSING" Error,
    /// A formula whose brackets or signs do not fit.
    FormulaUnreadable = "FORMULA_UNREADABLE" Warning,
    /// Words that compute nothing.
    FormulaNotAFormula = "FORMULA_NOT_A_FORMULA" Error,
    /// A percentage of nothing.
    FormulaNoDenominator = "FORMULA_NO_DENOMINATOR" Error,
    /// A percentage that is never multiplied by 100.
    FormulaNoFactor = "FORMULA_NO_FACTOR" Warning,
    /// What was received over what was done.
    FormulaInverted = "FORMULA_INVERTED" Warning,
    /// The same above and below.
    FormulaSameVariable = "FORMULA_SAME_VARIABLE" Warning,
    /// "Número de recibidos": of what?
    FormulaVariableIncomplete = "FORMULA_VARIABLE_INCOMPLETE" Warning,
    /// "Recibidas" where "realizadas" is expected.
    FormulaVariableSuspect = "FORMULA_VARIABLE_SUSPECT" Warning,
    /// Things of one kind over things of another.
    FormulaUnitMismatch = "FORMULA_UNIT_MISMATCH" Warning,
    /// A part done over a whole that is larger than it was meant.
    FormulaUniverseMismatch = "FORMULA_UNIVERSE_MISMATCH" Warning,
    /// The formula does not count what the indicator says.
    FormulaIndicatorMismatch = "FORMULA_INDICATOR_MISMATCH" Warning,
    /// "Acciones realizadas / acciones programadas".
    FormulaGeneric = "FORMULA_GENERIC" Warning,
    /// The same formula in several rows.
    DuplicateFormula = "DUPLICATE_FORMULA" Info,
    /// No frequency.
    FrequencyMissing = "FREQ_MISSING" Warning,
    /// A frequency written in another way than Spanish does.
    FrequencySpelling = "FREQ_SPELLING" Info,
    /// A frequency nobody knows.
    FrequencyUnknown = "FREQ_UNKNOWN" Info,
    /// A year without a target.
    TargetMissing = "META_MISSING" Error,
    /// A target that is no number.
    TargetNotNumber = "META_NOT_NUMBER" Warning,
    /// A percentage without its sign.
    TargetFormat = "META_FORMAT" Info,
    /// Rising targets, and nobody said whether they add up.
    TargetCumulativeUndeclared = "META_CUMULATIVE_UNDECLARED" Warning,
    /// Progress that ends before its end.
    TargetFinalBelow100 = "META_FINAL_BELOW_100" Info,
    /// The same target every year and nothing to compare it with.
    TargetFlat100 = "META_FLAT_100" Info,
    /// More than the whole.
    TargetAbove100 = "META_ABOVE_100" Warning,
    /// No baseline.
    BaselineAbsent = "BASELINE_ABSENT" Warning,
    /// A baseline on the far side of the target.
    BaselineDirection = "BASELINE_DIRECTION" Warning,
    /// A note to somebody written over a cell.
    CommentInData = "COMMENT_IN_DATA" Warning,
    /// Waits for another body.
    PendingExternalReview = "PENDING_EXTERNAL_REVIEW" Info,
    /// "#N/A".
    NotAvailableAsText = "NA_AS_TEXT" Warning,
    /// A word that looks misread.
    Typo = "OCR_TYPO" Info,
    /// An acronym that nothing explains.
    AcronymUnknown = "ACRONYM_UNKNOWN" Info,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
