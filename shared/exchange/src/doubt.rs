//! What an import is not sure of, said to a person with its place.

use model::Field;

/// Something uncertain. One doubt speaks of all the rows it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The row it is about, if it is one: index in the draft.
    pub row: Option<usize>,
    /// The field it is about, if it is one.
    pub field: Option<Field>,
    /// Cells to look at: rows of the draft with their fields. Empty where the doubt is of no cell.
    pub cells: Vec<(usize, Field)>,
    /// What kind of doubt.
    pub code: DoubtCode,
    /// The doubt in words: Spanish of Mexico.
    pub sentence: String,
}

/// Kinds of doubts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoubtCode {
    /// A row has data and no action line.
    LineMissing,
    /// Rows and action lines are not as many.
    CountMismatch,
    /// Rows have no heading of a level others have.
    HeadingMissing,
    /// A heading has several paragraphs in its cell.
    HeadingParagraphs,
    /// A heading stands alone, without a row.
    HeadingAlone,
    /// Yellow rows were taken as pending.
    PendingByColour,
    /// Only some cells of a row are yellow.
    PartlyYellow,
    /// Cells have a colour that was not read.
    OtherColour,
    /// Data cells hold what looks like a message to somebody.
    MessageInData,
    /// Cells are blank that others have filled.
    CellsBlank,
    /// Targets are written in two ways.
    TargetFormats,
    /// A merged data cell was repeated in each of its rows.
    MergedData,
    /// Formulas of Excel were saved without a result.
    FormulaWithoutResult,
    /// Columns were not imported.
    ColumnIgnored,
    /// Texts outside the table were not imported.
    TextOutside,
    /// Notes outside the table were not imported.
    NoteOutside,
    /// Other sheets look like a matrix too.
    OtherSheet,
    /// The title is the sheet's name.
    TitleMissing,
    /// A label that a page break had cut was joined.
    HeadingSplit,
    /// A cell holds what belongs to another column: the row's cells may have moved.
    CellShift,
    /// A heading is printed on a row that is not the first of its rows.
    HeadingMisplaced,
    /// Texts are struck through.
    StruckOut,
    /// Formulas without a result were followed to the cell they copy.
    FormulaFollowed,
    /// Rules paint cells by their value; those colours were not read.
    PaintedByRule,
    /// Tables stand inside cells of another.
    NestedTable,
    /// Symbols have no letter of their own.
    SymbolUnknown,
    /// The file carries macros; they were not read.
    Macros,
    /// Tracked changes came as suggestions, or were left out.
    Tracked,
    /// A name of a minuta stands outside its table.
    NameOutOfTable,
    /// Lines of a text file have more or fewer values than its headers.
    Ragged,
    /// The letters of a text file were guessed.
    EncodingGuessed,
}

impl Doubt {
    /// A doubt of the file as a whole.
    pub(crate) fn general(code: DoubtCode, sentence: String) -> Self {
        Self {
            row: None,
            field: None,
            cells: Vec::new(),
            code,
            sentence,
        }
    }
}

/// "el renglón 7", "los renglones 1 a 3 y 26": rows by their number in the matrix.
pub(crate) fn rows_in_words(rows: &[usize]) -> String {
    let numbers: Vec<usize> = rows.iter().map(|row| row + 1).collect();
    match numbers.as_slice() {
        [one] => format!("el renglón {one}"),
        many => format!("los renglones {}", list(&runs(many))),
    }
}

/// "a, b y c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} y {last}", first.join(", ")),
    }
}

/// Runs of three or more consecutive numbers as "1 a 3".
fn runs(numbers: &[usize]) -> Vec<String> {
    let mut words = Vec::new();
    for run in numbers.chunk_by(|a, b| a + 1 == *b) {
        match run {
            [first, _, .., last] => words.push(format!("{first} a {last}")),
            few => words.extend(few.iter().map(ToString::to_string)),
        }
    }
    words
}

/// With a capital letter, to begin a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
