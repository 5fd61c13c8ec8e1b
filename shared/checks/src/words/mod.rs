//! Findings in words. What is said lives in two tables, `es` and `en`; here its blanks are filled.
//!
//! Style: plain and short, to a person one calls "tú". Say what is there, why it matters and what to
//! do next; never blame, never "error".

mod en;
mod es;

use std::fmt::Write;

use model::Field;

use crate::{Details, Example, Finding, FixLabel};

/// A language people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Spanish of Mexico.
    Spanish,
    /// English.
    English,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What is wrong, in few words.
    pub title: String,
    /// Why it matters here, and what to do.
    pub explanation: String,
    /// The arithmetic on an example.
    pub example: Option<String>,
    /// What the buttons of its fixes say, in their order.
    pub fix_labels: Vec<String>,
}

/// Title, and explanation with blanks: "{written}".
type Said = (&'static str, &'static str);

/// What is wrong, in few words: one of the few titles of its rule, without blanks.
pub fn title(finding: &Finding, language: Language) -> &'static str {
    said(finding, language).0
}

/// Says a finding.
pub fn sentence(finding: &Finding, language: Language) -> Words {
    let (title, explanation) = said(finding, language);
    let blanks = blanks(&finding.details, language);
    let labels = finding.fixes.iter().map(|fix| label(&fix.label, language));
    let example = finding.example.as_ref().map(|example| {
        let said = match language {
            Language::Spanish => es::example(finding.code),
            Language::English => en::example(finding.code),
        };
        fill(said, &of_example(example, language))
    });
    Words {
        title: title.to_owned(),
        explanation: fill(explanation, &blanks),
        example,
        fix_labels: labels.collect(),
    }
}

fn said(finding: &Finding, language: Language) -> Said {
    match language {
        Language::Spanish => es::said(finding.code, &finding.details),
        Language::English => en::said(finding.code, &finding.details),
    }
}

type Blanks = Vec<(&'static str, String)>;

/// Fills the blanks of a sentence, in one pass: what is filled in may hold braces of its own.
fn fill(said: &str, blanks: &Blanks) -> String {
    let mut filled = String::with_capacity(said.len() * 2);
    let mut rest = said;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        if let Some((_, value)) = blanks.iter().find(|(blank, _)| *blank == name) {
            filled.push_str(value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// Longest quotation, in letters.
const QUOTE_LETTERS_MAX: usize = 80;

/// A text on one line, cut to what a sentence can carry.
fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTE_LETTERS_MAX {
        return line;
    }
    let cut: String = line.chars().take(QUOTE_LETTERS_MAX).collect();
    format!("{}…", cut.trim_end())
}

fn blanks(details: &Details, language: Language) -> Blanks {
    match details {
        Details::Plain | Details::Interpretation(_) => Vec::new(),
        Details::Written(written) => vec![("written", quote(written))],
        Details::Suggestion {
            written,
            suggestion,
        } => vec![
            ("written", quote(written)),
            ("suggestion", quote(suggestion)),
        ],
        Details::Choices { written, choices } => vec![
            ("written", quote(written)),
            ("choices", list(choices, language, Joint::Or)),
        ],
        Details::Truncated { end, .. } => vec![("end", quote(end))],
        Details::Mismatch(mismatch) => match mismatch {
            crate::Mismatch::Fact { said } => vec![("said", quote(said))],
            crate::Mismatch::Progress | crate::Mismatch::Line => Vec::new(),
        },
        Details::Ratio {
            numerator,
            denominator,
        } => vec![
            ("numerator", quote(numerator)),
            ("denominator", quote(denominator)),
        ],
        Details::Unreadable { at_utf16, .. } => vec![("at", (at_utf16 + 1).to_string())],
        Details::Years(years) => {
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            vec![("years", list(&years, language, Joint::And))]
        }
        Details::Targets(targets) => {
            let course: Vec<String> = targets.iter().map(|(_, printed)| quote(printed)).collect();
            let mut each = String::new();
            for (year, printed) in targets {
                let comma = if each.is_empty() { "" } else { ", " };
                // Writing to a String never fails.
                let _written = write!(each, "{comma}{year}: {}", quote(printed));
            }
            let last = targets.last();
            vec![
                ("course", course.join(" / ")),
                ("each", each),
                (
                    "last",
                    last.map(|(_, printed)| quote(printed)).unwrap_or_default(),
                ),
                (
                    "year",
                    last.map(|(year, _)| year.to_string()).unwrap_or_default(),
                ),
            ]
        }
        Details::Baseline {
            baseline,
            target,
            year,
            ..
        } => vec![
            ("baseline", quote(baseline)),
            ("target", quote(target)),
            ("year", year.to_string()),
        ],
        Details::Shared { written, rows } => {
            vec![("written", quote(written)), ("rows", rows.to_string())]
        }
        Details::Count { said, lines, rows } => vec![
            ("said", said.to_string()),
            ("lines", lines.to_string()),
            ("rows", rows.to_string()),
        ],
        Details::Fields(fields) => {
            let name = |field: &Field| match language {
                Language::Spanish => es::field(*field).to_owned(),
                Language::English => en::field(*field).to_owned(),
            };
            let names: Vec<String> = fields.iter().map(name).collect();
            vec![("fields", list(&names, language, Joint::And))]
        }
    }
}

fn of_example(example: &Example, language: Language) -> Blanks {
    let percent = if example.percent { " %" } else { "" };
    let verb = |amount: &crate::Amount| match language {
        Language::Spanish => amount.spanish.to_owned(),
        Language::English => amount.english.to_owned(),
    };
    let mended = example.mended.as_ref();
    vec![
        ("above", example.above.count.to_string()),
        ("below", example.below.count.to_string()),
        ("aboveVerb", verb(&example.above)),
        ("belowVerb", verb(&example.below)),
        ("gives", format!("{}{percent}", example.gives)),
        (
            "mended",
            mended
                .map(|mended| format!("{mended}{percent}"))
                .unwrap_or_default(),
        ),
    ]
}

#[derive(Clone, Copy)]
enum Joint {
    And,
    Or,
}

/// "2024, 2025 y 2026".
fn list(items: &[String], language: Language, joint: Joint) -> String {
    let joint = match (language, joint) {
        (Language::Spanish, Joint::And) => " y ",
        (Language::Spanish, Joint::Or) => " o ",
        (Language::English, Joint::And) => " and ",
        (Language::English, Joint::Or) => " or ",
    };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{joint}{last}", first.join(", ")),
    }
}

fn label(label: &FixLabel, language: Language) -> String {
    let said = match language {
        Language::Spanish => es::label(label),
        Language::English => en::label(label),
    };
    let blanks = match label {
        FixLabel::Write(value)
        | FixLabel::CopyQualifier(value)
        | FixLabel::Assign(value)
        | FixLabel::JoinHeadings(value) => vec![("value", quote(value))],
        FixLabel::Behavior(value) => vec![("value", value.to_lowercase())],
        FixLabel::PercentEverywhere { rows } => vec![("rows", rows.to_string())],
        FixLabel::Replace {
            written,
            suggestion,
        } => vec![
            ("written", quote(written)),
            ("suggestion", quote(suggestion)),
        ],
        FixLabel::FrequencyEverywhere
        | FixLabel::Invert
        | FixLabel::AddFactor
        | FixLabel::Percent
        | FixLabel::MoveToUnit
        | FixLabel::Empty
        | FixLabel::ToComment
        | FixLabel::Attach
        | FixLabel::JoinParagraphs => Vec::new(),
    };
    fill(said, &blanks)
}
