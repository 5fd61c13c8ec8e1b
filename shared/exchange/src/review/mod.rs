//! Looks over a draft and says what is uncertain in it: few sentences, each with its rows.

mod content;
mod reading;

use model::{Draft, Field, Level};

use crate::book::Book;
use crate::cells::Place;
use crate::doubt::{Doubt, DoubtCode, list};
use crate::fold::excerpt;
use crate::layout::Layout;
use crate::matrix::MarkedRow;
use crate::table::CellNote;
use crate::{ColourMeaning, TrackedChange};

/// Quotations in a sentence at most.
const QUOTES_MAX: usize = 3;

/// Everything a look at an import needs.
pub(crate) struct Reviewed<'a> {
    pub(crate) book: &'a Book,
    pub(crate) layout: &'a Layout<'a>,
    pub(crate) draft: &'a Draft,
    pub(crate) rows: &'a [MarkedRow],
    pub(crate) lines: usize,
    /// Texts outside the table.
    pub(crate) outside: &'a [Place],
    /// The same, where they have no place in it.
    pub(crate) outside_texts: &'a [String],
    /// Headings without a row.
    pub(crate) lonely_headings: &'a [Place],
    pub(crate) notes_outside: &'a [CellNote],
    pub(crate) suggestions: &'a [TrackedChange],
    /// Tracked changes that are of no row or no column that is read.
    pub(crate) tracked_outside: usize,
}

impl Reviewed<'_> {
    /// All doubts, what concerns the reading of the sheet last.
    pub(crate) fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        self.lines(&mut doubts);
        self.headings(&mut doubts);
        self.split_labels(&mut doubts);
        self.misplaced_labels(&mut doubts);
        self.shifted(&mut doubts);
        self.colours(&mut doubts);
        self.struck(&mut doubts);
        self.messages(&mut doubts);
        self.blanks(&mut doubts);
        self.targets(&mut doubts);
        self.reading(&mut doubts);
        self.formulas(&mut doubts);
        self.tracked(&mut doubts);
        self.outside(&mut doubts);
        doubts
    }

    fn rows_where(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.draft.rows.len())
            .filter(|index| wanted(*index))
            .collect()
    }

    /// The headings over a row, innermost first.
    fn chain(&self, row: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.draft.rows[row].heading, |index| {
            self.draft.headings[*index].parent
        })
    }

    fn has_heading(&self, row: usize, level: Level) -> bool {
        self.chain(row)
            .any(|index| self.draft.headings[index].level == level)
    }

    /// Cells of a row of the draft whose colour means that.
    fn cells_of(&self, index: usize, meaning: ColourMeaning) -> usize {
        self.rows[index].cells_of(self.layout.mapping, meaning)
    }

    /// The header of a field as the table prints it.
    fn header_of(&self, field: Field) -> String {
        let column = self.layout.mapping.column(field).unwrap_or_default();
        format!("«{}»", excerpt(self.layout.header_text(column)))
    }

    fn quote(&self, places: &[Place]) -> String {
        let quotes: Vec<String> = places
            .iter()
            .map(|place| {
                let text = excerpt(self.layout.table.own_text(*place));
                let name = self.layout.table.place_name(place.0, place.1);
                format!("«{text}» ({name})")
            })
            .collect();
        some(&quotes)
    }
}

fn level_in_words(level: Level) -> &'static str {
    match level {
        Level::Axis => "eje",
        Level::Objective => "objetivo",
        Level::Priority => "prioridad",
        Level::Strategy => "estrategia",
    }
}

/// The first few, and how many more.
fn some(quotes: &[String]) -> String {
    if quotes.len() <= QUOTES_MAX {
        return list(quotes);
    }
    let more = quotes.len() - QUOTES_MAX;
    format!("{} y {more} más", quotes[..QUOTES_MAX].join(", "))
}

fn plural<'a>(rows: &[usize], one: &'a str, many: &'a str) -> &'a str {
    if rows.len() == 1 { one } else { many }
}

fn single(rows: &[usize]) -> Option<usize> {
    if let [row] = rows { Some(*row) } else { None }
}

fn general(code: DoubtCode, sentence: String) -> Doubt {
    Doubt::general(code, sentence)
}

/// A doubt about a field of some rows.
fn about(rows: &[usize], field: Field, code: DoubtCode, sentence: String) -> Doubt {
    Doubt {
        row: single(rows),
        field: Some(field),
        cells: rows.iter().map(|row| (*row, field)).collect(),
        code,
        sentence,
    }
}
