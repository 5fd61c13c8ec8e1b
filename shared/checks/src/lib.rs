//! What a matrix finds wrong with itself: the catalogue of data quality, as a pure function from
//! rows to findings, with the edits that would mend them and the words to say it; and an exact
//! parser of indicator formulas.
//!
//! ```text
//! Input { rows, years, headings … } ── findings ──► Finding { key, code, level, place, fixes }
//!                                                     └── sentence ──► Words (es-MX, en)
//! ```
//!
//! A finding is never an error and never a bar to saving. A fix is data: ordinary edits that the
//! engine makes with an author and one step of undo; made, its finding is gone. The same rows give
//! the same findings, in whatever order they are handed over. A rule is about how offices write, and
//! knows no row, sentence or identifier of any matrix.
//!
//! This room must never know documents, files, the clock, the network or serialisation formats, and
//! never changes anything. Texts of others are hostile: nothing here panics on them and every work
//! is bounded by the limits of [`model::limits`]. Read [`findings`] first, then [`Finding`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod code;
mod finding;
pub mod formula;
mod words;

mod fold;
mod lexicon;
mod outcome;
mod participles;
mod reading;
mod rules;
mod side;
mod values;
mod vocabulary;

use model::{HeadingId, RowView};

pub use code::{Code, Level};
pub use finding::{
    Amount, Details, Example, Finding, Fix, FixEdit, FixLabel, FormulaFault, InterpretationFault,
    Mismatch, Place,
};
pub use fold::fold;
pub use words::{Language, Words, sentence, title};

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The rows. Retired ones, and those without a number, are passed over.
    pub rows: &'a [RowView],
    /// Years of the programme.
    pub years: &'a [u16],
    /// The catalogue of headings, also those without rows.
    pub headings: &'a [CatalogueHeading],
    /// Levels of headings that the matrix uses; empty: those that its rows show.
    pub levels: &'a [model::Level],
    /// Implementing institution.
    pub institution: &'a str,
    /// How many lines the minutes say there are, if they say it.
    pub lines_said: Option<usize>,
}

/// A heading of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueHeading {
    /// What names it.
    pub id: HeadingId,
    /// Its level.
    pub level: model::Level,
    /// What it stands under.
    pub parent: Option<HeadingId>,
    /// Number as text, "" if it has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
}

/// Everything the rules find, by row; what is about the whole matrix comes first.
pub fn findings(matrix: &Input<'_>) -> Vec<Finding> {
    let reading = reading::Reading::new(matrix);
    let mut outcome = outcome::Outcome::new(reading.rows.len());
    rules::run(&reading, &mut outcome);
    outcome.finish()
}
