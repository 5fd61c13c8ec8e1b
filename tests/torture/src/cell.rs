//! Cells, and values that say by themselves which edit wrote them and whether they are whole.

use std::fmt;
use std::str::FromStr;

use contract::{MatrixView, Row};

use crate::Dice;

/// Every how many edits of a text one is long.
const LONG_EVERY: u64 = 5;
/// Words of a long text.
const LONG_WORDS: u64 = 500;
/// Words of an ordinary text.
const SHORT_WORDS: u64 = 12;

/// Texts that are merged by splices.
const TEXTS: &[&str] = &[
    "actionLine",
    "indicatorName",
    "interpretation",
    "formula",
    "meansOfVerification",
];
/// Values that are replaced whole.
const SCALARS: &[&str] = &["stage", "responsible", "unitOfMeasure", "frequency"];

/// A cell of a matrix, by the names the engine takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The line.
    pub line: String,
    /// The indicator, if the row has one.
    pub indicator: Option<String>,
    /// The field.
    pub field: String,
}

impl Cell {
    /// Whether the cell holds a text rather than a value.
    pub fn is_text(&self) -> bool {
        TEXTS.contains(&self.field.as_str())
    }

    /// What a matrix shows in this cell; `None` if it has no such row.
    pub fn shown_in(&self, view: &MatrixView) -> Option<String> {
        let row = view
            .rows
            .iter()
            .find(|row| row.line == self.line && row.indicator == self.indicator)?;
        Some(self.shown_by(row))
    }

    /// What its row shows in this cell.
    pub fn shown_by(&self, row: &Row) -> String {
        let text = match self.field.as_str() {
            "actionLine" => &row.action_line,
            "indicatorName" => &row.indicator_name,
            "interpretation" => &row.interpretation,
            "formula" => &row.formula,
            "meansOfVerification" => &row.means_of_verification,
            "stage" => &row.stage,
            "responsible" => &row.responsible,
            "unitOfMeasure" => &row.unit_of_measure,
            "frequency" => &row.frequency,
            target => {
                let year = target.trim_start_matches("targets.");
                return row.targets.get(year).cloned().unwrap_or_default();
            }
        };
        text.clone()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indicator = self.indicator.as_deref().unwrap_or("-");
        write!(f, "{}/{indicator}/{}", self.line, self.field)
    }
}

impl FromStr for Cell {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('/');
        let (Some(line), Some(indicator), Some(field), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(());
        };
        let indicator = (indicator != "-").then(|| indicator.to_owned());
        Ok(Self {
            line: line.to_owned(),
            indicator,
            field: field.to_owned(),
        })
    }
}

/// The cells that are typed in: every one whose value may be any text.
pub fn writable(view: &MatrixView) -> Vec<Cell> {
    let targets: Vec<String> = view
        .years
        .iter()
        .map(|year| format!("targets.{year}"))
        .collect();
    let with_indicator = |row: &&Row| row.indicator.is_some();
    let mut cells = Vec::new();
    for row in view.rows.iter().filter(with_indicator) {
        let names = TEXTS.iter().chain(SCALARS).copied();
        for field in names.chain(targets.iter().map(String::as_str)) {
            cells.push(Cell {
                line: row.line.clone(),
                indicator: row.indicator.clone(),
                field: field.to_owned(),
            });
        }
    }
    cells
}

/// What edit `number` writes: a pure function, so that whoever reads it later knows whether it is
/// whole. The number comes first; the words after it do not compress to nothing.
pub fn value(cell: &Cell, number: u64) -> String {
    if !cell.is_text() {
        return number.to_string();
    }
    let mut dice = Dice::new(number);
    let words = if number.is_multiple_of(LONG_EVERY) {
        LONG_WORDS
    } else {
        SHORT_WORDS
    };
    let mut text = number.to_string();
    for _ in 0..words {
        text.push(' ');
        for _ in 0..=dice.below(9) {
            text.push(char::from(b'a' + dice.below(26) as u8));
        }
    }
    text
}

/// The number of the edit that wrote a value; `None` if no edit of ours did.
pub fn number_in(value: &str) -> Option<u64> {
    value.split(' ').next()?.parse().ok()
}
