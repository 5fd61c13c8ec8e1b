//! English.

use model::Field;

use super::Said;
use crate::{Code, Details, FixLabel, FormulaFault, InterpretationFault, Mismatch};

/// Title and explanation of a finding.
pub(super) fn said(code: Code, details: &Details) -> Said {
    match code {
        Code::CountMismatch => (
            "The numbers of lines differ",
            "The minutes say {said} action lines; the matrix has {lines}, in {rows} rows. Correct the agreement or explain the difference.",
        ),
        Code::MatrixFieldsAbsent => (
            "Some columns are blank in the whole matrix",
            "No row says {fields}. The form does not ask for it, but follow-up will need it.",
        ),
        Code::CellShift => (
            "The value seems to belong to another column",
            "“{written}” does not fit this column. Check whether the row slid when it was copied.",
        ),
        Code::AxisMissing => (
            "The axis is missing",
            "The line is under no axis. Put it under the axis of its priority.",
        ),
        Code::AxisSplit => match details {
            Details::Suggestion { .. } => (
                "The axis was cut in two",
                "“{written}” and what follows are one axis: “{suggestion}”. Join them.",
            ),
            _ => (
                "The axis seems cut",
                "“{written}” looks like the rest of another label. Check whether it is an axis of its own or half of one.",
            ),
        },
        Code::PriorityMissing => (
            "The priority is missing",
            "The line is under no priority. Choose the one it serves.",
        ),
        Code::PrioritySplit => (
            "The priority has two paragraphs",
            "The second begins “{written}”. If it is one priority, join them; if they are two, separate them.",
        ),
        Code::LineMissing => (
            "The action line is missing",
            "The row has an indicator or targets, but does not say what will be done. Write it, or attach it to the line before if it is its second indicator.",
        ),
        Code::LineStyle => (
            "The line does not begin with a verb",
            "It begins with “{written}”. Lines usually begin with what will be done: “Diseñar”, “Publicar”.",
        ),
        Code::NearDuplicateLine => (
            "Another line is very similar",
            "Another line says almost the same. Check whether they are one, or what tells them apart.",
        ),
        Code::IndicatorMissing => (
            "The indicator is missing",
            "Without an indicator nobody knows whether the line was met. Write what will be measured.",
        ),
        Code::IndicatorIsUnitOnly => (
            "The indicator is only a unit",
            "“{written}” says what it is measured in, not what is measured. Move it to the unit and write the indicator's name.",
        ),
        Code::IndicatorTruncated => match details {
            Details::Truncated { which: true, .. } => (
                "The indicator does not say which one it means",
                "It ends in “{end}”, and neither it nor the line says which. Complete it.",
            ),
            _ => (
                "The indicator is cut off",
                "It ends in “…{end}”. Complete what is missing.",
            ),
        },
        Code::InterpretationMissing => (
            "The interpretation is missing",
            "Say how the value is read. For example: “The higher, the more complaints dealt with”.",
        ),
        Code::InterpretationPoor => match details {
            Details::Interpretation(InterpretationFault::Count) => (
                "The interpretation speaks of a number",
                "The indicator is a percentage and the interpretation speaks of an amount. Say what it means when the percentage rises or falls.",
            ),
            Details::Interpretation(InterpretationFault::Repeats) => (
                "The interpretation repeats the indicator",
                "It says the name again, not how to read it. Say what it means when the value rises or falls.",
            ),
            _ => (
                "The interpretation is incomplete",
                "It does not say how the value is read. For example: “The higher, the more requests dealt with”.",
            ),
        },
        Code::UnitMissing => (
            "The unit is missing",
            "It does not say what it is measured in: percentage, number, rate… Choose it.",
        ),
        Code::UnitCase => (
            "The unit is written differently",
            "It says “{written}”; the matrix writes “{suggestion}”.",
        ),
        Code::UnitVariant => (
            "The unit is both singular and plural",
            "It says “{written}” and other rows say “{suggestion}”. Better only one.",
        ),
        Code::UnitMismatch => (
            "Indicator and unit do not agree",
            "The indicator begins with “{suggestion}” and the unit is “{written}”. Change the one that does not fit.",
        ),
        Code::FormulaMissing => (
            "The formula is missing",
            "Without a formula everybody will compute in their own way. Write what is divided by what.",
        ),
        Code::FormulaUnreadable => match details {
            Details::Unreadable {
                fault: FormulaFault::Unclosed,
                ..
            } => (
                "The formula has a bracket that is never closed",
                "The bracket at position {at} opens and is not closed. Close it where its group ends.",
            ),
            Details::Unreadable {
                fault: FormulaFault::Unopened,
                ..
            } => (
                "The formula has a closing bracket too many",
                "The bracket at position {at} closes nothing. Remove it, or open the missing one.",
            ),
            Details::Unreadable {
                fault: FormulaFault::Mismatched,
                ..
            } => (
                "The formula's brackets do not match",
                "At position {at} a bracket is closed by one of another kind. Use the same pair.",
            ),
            _ => (
                "Something is missing in the formula",
                "At position {at} there is nothing to add, multiply or divide. Complete it.",
            ),
        },
        Code::FormulaNotAFormula => (
            "What is written is no formula",
            "“{written}” does not say what is counted or how it is computed. Write numerator and denominator.",
        ),
        Code::FormulaNoDenominator => match details {
            Details::Written(_) => (
                "The formula has no denominator",
                "A percentage divides by a total and there is none here. Perhaps it is “{written}”.",
            ),
            _ => (
                "The formula has no denominator",
                "A percentage divides by a total and there is none here. Write what it is divided by.",
            ),
        },
        Code::FormulaNoFactor => (
            "It is not multiplied by 100",
            "The indicator is a percentage and the formula gives a fraction.",
        ),
        Code::FormulaInverted => (
            "The formula seems upside down",
            "Above is what there was to do and below what was done: the less is done, the higher it comes out.",
        ),
        Code::FormulaSameVariable => (
            "Above and below are the same",
            "“{numerator}” over “{denominator}” always gives the same. Change the denominator to the total that was to be reached.",
        ),
        Code::FormulaVariableIncomplete => (
            "A variable does not say of what",
            "“{written}” does not say what is counted. Complete it.",
        ),
        Code::FormulaVariableSuspect => (
            "A variable looks wrong",
            "Below is what was planned and above it says “{written}”. Perhaps it is “{suggestion}”.",
        ),
        Code::FormulaUnitMismatch => (
            "The formula divides different things",
            "“{numerator}” and “{denominator}” do not count the same: it can pass 100 %. If it is a ratio, say so; if not, change one side.",
        ),
        Code::FormulaUniverseMismatch => (
            "Above is a part and below is everything",
            "The numerator counts only some and the denominator all: even when met, it may not reach 100 %. Put the same condition below.",
        ),
        Code::FormulaIndicatorMismatch => match details {
            Details::Mismatch(Mismatch::Fact { .. }) => (
                "The formula does not measure what the indicator says",
                "The indicator speaks of “{said}” and the formula does not. Make them say the same.",
            ),
            Details::Mismatch(Mismatch::Progress) => (
                "The formula does not measure progress",
                "The indicator speaks of progress and the formula counts finished things. Count stages or actions, or change the indicator.",
            ),
            _ => (
                "The indicator does not speak of the line",
                "Neither indicator nor formula mentions what the line sets out to do. Check that they measure this line.",
            ),
        },
        Code::FormulaGeneric => (
            "The formula is generic",
            "“{numerator}” over “{denominator}” fits any line. Say which actions: that list is the denominator.",
        ),
        Code::DuplicateFormula => (
            "Several rows have the same formula",
            "{rows} rows have it. Check that it measures what is particular to each.",
        ),
        Code::FrequencyMissing => (
            "The frequency is missing",
            "It does not say how often it is measured. Choose one: yearly, every six months, quarterly…",
        ),
        Code::FrequencySpelling => (
            "The frequency is written differently",
            "It says “{written}”; in Spanish it is “{suggestion}”.",
        ),
        Code::FrequencyUnknown => (
            "The frequency is not known",
            "“{written}” is not in the list. If it is right, leave it.",
        ),
        Code::TargetMissing => (
            "Targets are missing",
            "There is no target for {years}. If the target is zero, write 0.",
        ),
        Code::TargetNotNumber => (
            "The target is not a number",
            "“{written}” cannot be compared with a result. Write the amount.",
        ),
        Code::TargetFormat => (
            "The targets lack the % sign",
            "The indicator is a percentage and it says {each}. Add the sign if they are percentages.",
        ),
        Code::TargetCumulativeUndeclared => (
            "Targets rise and it is not said whether they accumulate",
            "They go {course}. Say whether each year includes those before (acumulada) or stands alone (periódica).",
        ),
        Code::TargetFinalBelow100 => (
            "Progress does not reach 100 %",
            "It ends at {last} in {year}. If it is finished later, note it.",
        ),
        Code::TargetFlat100 => (
            "The target is the same every year",
            "It says {course}. Without a baseline nobody sees whether anything improves.",
        ),
        Code::TargetAbove100 => (
            "The target passes 100 %",
            "It says {each}. Check whether it is a percentage or an amount.",
        ),
        Code::BaselineAbsent => (
            "The baseline is missing",
            "It does not say where it starts from. Write value, year and source.",
        ),
        Code::BaselineDirection => match details {
            Details::Baseline {
                ascending: true, ..
            } => (
                "The baseline is already above the target",
                "It starts from {baseline} and the target of {year} is {target}, but the direction is ascending. Check which does not fit.",
            ),
            _ => (
                "The baseline is already below the target",
                "It starts from {baseline} and the target of {year} is {target}, but the direction is descending. Check which does not fit.",
            ),
        },
        Code::CommentInData => (
            "A note is written in the cell",
            "“{written}” is something pending, not data. Make it a comment and the cell is free.",
        ),
        Code::PendingExternalReview => match details {
            Details::Written(_) => (
                "Subject to review",
                "It waits for the answer of {written}. When it comes, remove the mark.",
            ),
            _ => (
                "Subject to review",
                "It waits for the answer of another body. When it comes, remove the mark.",
            ),
        },
        Code::NotAvailableAsText => (
            "A “no data” is written as text",
            "“{written}” is not a value. Leave the cell blank until there is one.",
        ),
        Code::Typo => (
            "This may be a slip",
            "“{written}” looks like “{suggestion}”. If it is right, leave it.",
        ),
        Code::AcronymUnknown => match details {
            Details::Choices { choices, .. } if !choices.is_empty() => (
                "An acronym is not explained",
                "Nothing says what “{written}” is. Could it be {choices}?",
            ),
            _ => (
                "An acronym is not explained",
                "Nothing says what “{written}” is. Write the full name the first time.",
            ),
        },
    }
}

/// The arithmetic of a formula's finding.
pub(super) fn example(code: Code) -> &'static str {
    match code {
        Code::FormulaInverted => {
            "If {above} {aboveVerb} and {below} {belowVerb}, it gives {gives}; the other way round, {mended}."
        }
        Code::FormulaNoFactor => "{above} of {below} gives {gives}; times 100, {mended}.",
        Code::FormulaNoDenominator => "If {above} are counted, it gives {gives}.",
        Code::FormulaUniverseMismatch => {
            "If {above} of {below} planned meet the condition and all are done, it gives {gives}."
        }
        _ => "With {above} above and {below} below, it gives {gives}.",
    }
}

/// What a button says.
pub(super) fn label(label: &FixLabel) -> &'static str {
    match label {
        FixLabel::Write(_) => "Write “{value}”",
        FixLabel::FrequencyEverywhere => "Correct the frequency in the whole matrix",
        FixLabel::Invert => "Invert the formula",
        FixLabel::AddFactor => "Multiply by 100",
        FixLabel::CopyQualifier(_) => "Add “{value}” below",
        FixLabel::Percent => "Add % in this row",
        FixLabel::PercentEverywhere { .. } => "Add % in the {rows} rows",
        FixLabel::MoveToUnit => "Move to the unit",
        FixLabel::Empty => "Empty the cell",
        FixLabel::ToComment => "Make it a comment",
        FixLabel::Behavior(_) => "It is {value}",
        FixLabel::Attach => "Attach to the line before",
        FixLabel::Assign(_) => "Put under “{value}”, which has an axis",
        FixLabel::Replace { .. } => "Change “{written}” to “{suggestion}”",
        FixLabel::JoinParagraphs => "Join the two paragraphs",
        FixLabel::JoinHeadings(_) => "Join as “{value}”",
    }
}

/// A field as a sentence names it.
pub(super) fn field(field: Field) -> &'static str {
    match field {
        Field::ActionLine => "the action line",
        Field::Stage => "the stage",
        Field::Responsible => "who is responsible",
        Field::PendingExternal => "whether it is subject to review",
        Field::Heading(_) => "the heading",
        Field::IndicatorName => "the indicator",
        Field::Interpretation => "the interpretation",
        Field::UnitOfMeasure => "the unit",
        Field::Formula
        | Field::FormulaNumerator
        | Field::FormulaDenominator
        | Field::FormulaFactor => "the formula",
        Field::Frequency => "the frequency",
        Field::Direction => "the expected direction",
        Field::TargetBehavior => "whether targets accumulate",
        Field::BaselineValue
        | Field::BaselineYear
        | Field::BaselineSource
        | Field::BaselineVerification => "the baseline",
        Field::Target(_) => "the targets",
        Field::MeansOfVerification => "the means of verification",
    }
}
