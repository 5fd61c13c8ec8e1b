//! What a rule found and what mends it.

use std::sync::Arc;

use model::{Field, HeadingId, IndicatorId, LineId, RowKey};

use crate::{Code, Level};

/// The cell a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of its row. Of a cell over several rows, the first.
    pub row: u32,
    /// Line of that row.
    pub line: LineId,
    /// Indicator of that row.
    pub indicator: Option<IndicatorId>,
    /// The field.
    pub field: Field,
}

/// Something the matrix finds in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Names it while the same thing is wrong in the same place, whatever is edited elsewhere.
    pub key: String,
    /// The rule.
    pub code: Code,
    /// How much it matters.
    pub level: Level,
    /// The cell; `None`: the whole matrix.
    pub place: Option<Place>,
    /// What its sentence is written with.
    pub details: Details,
    /// The arithmetic of its formula on an example.
    pub example: Option<Example>,
    /// What mends it.
    pub fixes: Vec<Fix>,
    /// Other rows it speaks of, in order.
    pub related: Vec<RowKey>,
}

/// What a finding's sentence is written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Details {
    /// Nothing but the code.
    Plain,
    /// What is written.
    Written(String),
    /// What is written, and what it probably means.
    Suggestion {
        /// As written.
        written: String,
        /// Probably.
        suggestion: String,
    },
    /// What is written, and what it may mean.
    Choices {
        /// As written.
        written: String,
        /// Perhaps one of these.
        choices: Vec<String>,
    },
    /// Where an indicator breaks off.
    Truncated {
        /// Its last words.
        end: String,
        /// It does end, but does not say which thing it speaks of.
        which: bool,
    },
    /// What is wrong with an interpretation.
    Interpretation(InterpretationFault),
    /// Why a formula does not count what the indicator says.
    Mismatch(Mismatch),
    /// Numerator and denominator as written.
    Ratio {
        /// Numerator.
        numerator: String,
        /// Denominator.
        denominator: String,
    },
    /// A piece of a formula that cannot be read.
    Unreadable {
        /// What is wrong.
        fault: FormulaFault,
        /// Where, in UTF-16 units of its text.
        at_utf16: usize,
    },
    /// Years.
    Years(Vec<u16>),
    /// Targets as printed, by year.
    Targets(Vec<(u16, String)>),
    /// A baseline and the target it does not lead to, as printed.
    Baseline {
        /// The baseline.
        baseline: String,
        /// The target.
        target: String,
        /// Its year.
        year: u16,
        /// Whether the value should rise.
        ascending: bool,
    },
    /// What several rows share.
    Shared {
        /// As written.
        written: String,
        /// How many rows have it, this one included.
        rows: usize,
    },
    /// A number said and a number counted.
    Count {
        /// Lines that were said.
        said: usize,
        /// Lines there are.
        lines: usize,
        /// Rows there are.
        rows: usize,
    },
    /// Fields.
    Fields(Vec<Field>),
}

/// What is wrong with an interpretation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterpretationFault {
    /// Too short, or without a verb.
    Fragment,
    /// It speaks of a number, and the indicator is a percentage.
    Count,
    /// It says the indicator again.
    Repeats,
}

/// Why a formula does not count what the indicator says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The indicator says "turnadas"; the formula does not.
    Fact {
        /// What the indicator says.
        said: String,
    },
    /// The indicator speaks of progress; the formula counts no stages.
    Progress,
    /// Neither indicator nor formula says a word of what the line does.
    Line,
}

/// What is wrong with a formula's writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaFault {
    /// A bracket never closed.
    Unclosed,
    /// A bracket that closes nothing.
    Unopened,
    /// A bracket closed by another kind.
    Mismatched,
    /// A sign with nothing beside it.
    OperandMissing,
}

/// A formula computed on an example, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What is put for the numerator.
    pub above: Amount,
    /// What is put for the denominator.
    pub below: Amount,
    /// What the formula gives.
    pub gives: String,
    /// What it gives mended, if it can be mended at once.
    pub mended: Option<String>,
    /// Whether what it gives is a percentage.
    pub percent: bool,
}

/// An amount of an example: 10, "llegan", "come in".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub count: u32,
    /// In Spanish, as in "si llegan 10"; "" if it is not told apart.
    pub spanish: &'static str,
    /// In English, as in "if 10 come in".
    pub english: &'static str,
}

/// Ordinary edits that mend a finding, undone together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What its button says.
    pub label: FixLabel,
    /// The edits, in order. Findings that offer the same share them.
    pub edits: Arc<[FixEdit]>,
}

impl Fix {
    /// Whether it mends every row with the same finding. All of them offer it: whoever writes
    /// findings down needs it only once for each code.
    pub fn is_everywhere(&self) -> bool {
        matches!(
            self.label,
            FixLabel::FrequencyEverywhere | FixLabel::PercentEverywhere { .. }
        )
    }
}

/// What the button of a fix says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixLabel {
    /// Write this value.
    Write(String),
    /// Write the frequency as it should be in every row.
    FrequencyEverywhere,
    /// Exchange numerator and denominator.
    Invert,
    /// Multiply by 100.
    AddFactor,
    /// Give the denominator the numerator's qualifier.
    CopyQualifier(String),
    /// Add the sign of percentage to the targets of the row.
    Percent,
    /// Add it in every row.
    PercentEverywhere {
        /// How many.
        rows: usize,
    },
    /// Move the indicator's text to the unit.
    MoveToUnit,
    /// Empty the cell: it says nothing that does not stand elsewhere.
    Empty,
    /// Make a comment of the text.
    ToComment,
    /// Declare how targets add up.
    Behavior(&'static str),
    /// Make it the second indicator of the line before.
    Attach,
    /// Put the line under a heading that has an axis.
    Assign(String),
    /// Write a word instead of another.
    Replace {
        /// As written.
        written: String,
        /// Instead.
        suggestion: String,
    },
    /// Make one paragraph of two.
    JoinParagraphs,
    /// Make one heading of two halves.
    JoinHeadings(String),
}

/// One edit of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixEdit {
    /// The value of a cell.
    Set {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
        /// The new value.
        value: String,
    },
    /// A comment on a cell.
    Comment {
        /// The line.
        line: LineId,
        /// The indicator, for its fields.
        indicator: Option<IndicatorId>,
        /// The field.
        field: Field,
        /// The text.
        text: String,
    },
    /// The indicators of a line go to the line before, which stays.
    AttachToPrevious {
        /// The line that goes.
        line: LineId,
        /// The line that stays.
        to: LineId,
    },
    /// A line under another heading.
    AssignHeading {
        /// The line.
        line: LineId,
        /// Its innermost heading from now on.
        heading: HeadingId,
    },
    /// Number and text of a heading.
    SetHeading {
        /// The heading.
        heading: HeadingId,
        /// Its number.
        number: String,
        /// Its text.
        text: String,
    },
    /// A heading under another, after the ones that stand there.
    MoveHeading {
        /// The heading.
        heading: HeadingId,
        /// What it stands under from now on.
        parent: HeadingId,
    },
}
