//! From a sheet to a draft: rows, headings, notes.

use std::collections::{BTreeMap, HashMap};

use ::review::limits::COMMENT_UTF16_UNITS_MAX;
use model::{Draft, DraftHeading, DraftRow, Field, FieldKind, Level};

use crate::cells::{self, Place};
use crate::fold::fold;
use crate::header::Header;
use crate::limits::SHEET_ROWS_MAX;
use crate::notes::CellNote;
use crate::review::Reviewed;
use crate::sheet::{Fill, Found, Sheet};
use crate::{ImportError, Imported, Limit, Note};

/// A row of the draft and where it came from.
pub(crate) struct SheetRow {
    /// Row of the sheet, from 0.
    pub(crate) row: u32,
    /// Cells of the row with a yellow fill, among the columns from the line to the last target.
    pub(crate) yellow: usize,
    /// Of the same columns, how many there are.
    pub(crate) markable: usize,
    /// Some cell has another colour.
    pub(crate) other_colour: bool,
}

/// Makes the draft and lists what is uncertain in it.
pub(crate) fn assemble(found: &Found, notes: Vec<CellNote>) -> Result<Imported, ImportError> {
    let Found { sheet, header, .. } = found;
    let years = header.years();
    if years.len() > model::limits::YEARS_MAX {
        return Err(ImportError::too_large(
            Limit::Years,
            model::limits::YEARS_MAX,
        ));
    }
    let mut draft = Draft {
        years,
        ..Draft::default()
    };
    let mut above: Vec<Place> = Vec::new();
    for (place, cell) in sheet.cells.range(..(header.first_row, 0)) {
        if !cell.text.is_empty() {
            above.push(*place);
        }
    }
    let mut above = above.into_iter();
    let mut printed = || {
        above
            .next()
            .map_or("", |place| sheet.own_text(place))
            .to_owned()
    };
    draft.title = printed();
    draft.institution = printed();
    let mut outside: Vec<Place> = above.collect();

    let mut rows: Vec<SheetRow> = Vec::new();
    let mut headings = Headings::default();
    let mut lonely_headings: Vec<Place> = Vec::new();
    for row in header.last_row + 1..=sheet.last_row().unwrap_or(0).min(SHEET_ROWS_MAX) {
        match kind(sheet, header, row) {
            RowKind::Data => {}
            RowKind::Heading => {
                lonely_headings.extend(sheet.row_texts(row).map(|(column, _)| (row, column)));
                continue;
            }
            RowKind::Outside => {
                outside.extend(sheet.row_texts(row).map(|(column, _)| (row, column)));
                continue;
            }
            RowKind::Nothing => continue,
        }
        if rows.len() == model::limits::ROWS_MAX {
            return Err(ImportError::too_large(Limit::Rows, model::limits::ROWS_MAX));
        }
        let marks = marks(sheet, header, row);
        draft.rows.push(DraftRow {
            heading: headings.of_row(&mut draft.headings, sheet, header, row)?,
            // Half and more, so that a row stays marked although somebody cleared a cell of it.
            pending_external: marks.yellow > 0 && marks.yellow * 2 >= marks.markable,
            cells: cells_of_row(sheet, header, row)?,
        });
        rows.push(marks);
    }
    if draft.rows.is_empty() {
        return Err(ImportError::NoRows {
            sheet: sheet.name.clone(),
        });
    }

    let (notes, notes_outside) = place_notes(notes, found, &rows);
    let lines = draft
        .rows
        .iter()
        .filter(|row| row.cells.contains_key(&Field::ActionLine))
        .count();
    let reviewed = Reviewed {
        found,
        draft: &draft,
        rows: &rows,
        lines,
        outside: &outside,
        lonely_headings: &lonely_headings,
        notes_outside: &notes_outside,
    };
    let doubts = reviewed.doubts();
    if draft.title.is_empty() {
        draft.title.clone_from(&sheet.name);
    }
    Ok(Imported {
        draft,
        notes,
        doubts,
        lines,
    })
}

/// What a row of the sheet is.
enum RowKind {
    /// A row of the matrix.
    Data,
    /// Only headings, without data beside them.
    Heading,
    /// Text that belongs to no column: a legend, a band.
    Outside,
    /// Nothing, or the headers printed again.
    Nothing,
}

fn kind(sheet: &Sheet, header: &Header, row: u32) -> RowKind {
    let mut texts = sheet.row_texts(row).peekable();
    if texts.peek().is_none() {
        return RowKind::Nothing;
    }
    let repeated = sheet.row_texts(row).all(|(column, text)| {
        fold(text) == fold(sheet.text((header.first_row, column)))
            || fold(text) == fold(sheet.text((header.last_row, column)))
    });
    if repeated {
        return RowKind::Nothing;
    }
    let mut heading = false;
    for (column, _) in texts {
        let Some(field) = header.columns.get(&column) else {
            continue;
        };
        // A cell that runs across the table is no cell of its column.
        if sheet.columns_covered((row, column)) * 2 > header.columns.len() as u32 {
            continue;
        }
        match field {
            Field::Heading(_) => heading = true,
            _ => return RowKind::Data,
        }
    }
    if heading {
        RowKind::Heading
    } else {
        RowKind::Outside
    }
}

fn cells_of_row(
    sheet: &Sheet,
    header: &Header,
    row: u32,
) -> Result<BTreeMap<Field, String>, ImportError> {
    let mut cells = BTreeMap::new();
    if header.brainstorm {
        cells.insert(Field::Stage, "brainstorm".to_owned());
    }
    for (column, field) in &header.columns {
        if matches!(field, Field::Heading(_)) {
            continue;
        }
        let text = sheet.text((row, *column));
        if text.is_empty() {
            continue;
        }
        let units_max = match field.kind() {
            FieldKind::Text => model::limits::TEXT_UTF16_UNITS_MAX,
            FieldKind::Scalar => model::limits::SCALAR_UTF16_UNITS_MAX,
        };
        if cells::is_longer(text, units_max) {
            let cell = cells::name(sheet.origin((row, *column)));
            return Err(ImportError::CellTooLong { cell, units_max });
        }
        cells.insert(*field, text.to_owned());
    }
    Ok(cells)
}

fn marks(sheet: &Sheet, header: &Header, row: u32) -> SheetRow {
    let mut marks = SheetRow {
        row,
        yellow: 0,
        markable: 0,
        other_colour: false,
    };
    for (column, field) in &header.columns {
        if matches!(field, Field::Heading(_)) {
            continue;
        }
        marks.markable += 1;
        match sheet.fill((row, *column)) {
            Fill::Yellow => marks.yellow += 1,
            Fill::Other => marks.other_colour = true,
            Fill::Plain => {}
        }
    }
    marks
}

/// Headings met so far. The same number and text under the same parent is the same heading, whether
/// it came merged or repeated in every row.
#[derive(Default)]
struct Headings {
    known: HashMap<(Level, String, Option<usize>), usize>,
}

impl Headings {
    /// The innermost heading of a row.
    fn of_row(
        &mut self,
        headings: &mut Vec<DraftHeading>,
        sheet: &Sheet,
        header: &Header,
        row: u32,
    ) -> Result<Option<usize>, ImportError> {
        let mut parent = None;
        for level in Level::ALL {
            let Some(column) = header.column(Field::Heading(level)) else {
                continue;
            };
            let printed = sheet.text((row, column));
            if printed.is_empty() {
                continue;
            }
            let key = (level, printed.to_owned(), parent);
            let index = if let Some(index) = self.known.get(&key) {
                *index
            } else {
                let max = model::limits::HEADINGS_MAX;
                if headings.len() == max {
                    return Err(ImportError::too_large(Limit::Headings, max));
                }
                let (number, text) = split_number(printed);
                let (number, text) = (number.to_owned(), text.to_owned());
                headings.push(DraftHeading {
                    level,
                    number,
                    text,
                    parent,
                });
                self.known.insert(key, headings.len() - 1);
                headings.len() - 1
            };
            parent = Some(index);
        }
        Ok(parent)
    }
}

/// "7. Fomentar" is number "7" and text "Fomentar". Anything else stays whole, because number and
/// text are printed again as "number. text".
fn split_number(printed: &str) -> (&str, &str) {
    let digits = printed
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(printed.len());
    let (head, tail) = printed.split_at(digits);
    let number = head.strip_suffix('.').unwrap_or_default();
    let text = tail.trim_start_matches([' ', '\u{a0}']);
    let is_number = !number.is_empty()
        && number.split('.').all(|part| !part.is_empty())
        && text.len() < tail.len()
        && !text.is_empty();
    if is_number {
        (number, text)
    } else {
        ("", printed)
    }
}

/// Puts each note on its row and field; those outside the table come back apart.
fn place_notes(
    notes: Vec<CellNote>,
    found: &Found,
    rows: &[SheetRow],
) -> (Vec<Note>, Vec<CellNote>) {
    let indexes: HashMap<u32, usize> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| (row.row, index))
        .collect();
    let mut placed = Vec::new();
    let mut outside = Vec::new();
    for note in notes {
        let row = indexes.get(&note.place.0);
        let field = found.header.columns.get(&note.place.1);
        let (Some(row), Some(field)) = (row, field) else {
            outside.push(note);
            continue;
        };
        for text in portions(&note.text, COMMENT_UTF16_UNITS_MAX) {
            placed.push(Note {
                row: *row,
                field: *field,
                author: note.author.clone(),
                text,
            });
        }
    }
    (placed, outside)
}

/// A text in portions no longer than a comment may be.
fn portions(text: &str, units_max: usize) -> Vec<String> {
    let mut portions = vec![String::new()];
    let mut units = 0;
    for letter in text.chars() {
        if units + letter.len_utf16() > units_max {
            portions.push(String::new());
            units = 0;
        }
        units += letter.len_utf16();
        if let Some(last) = portions.last_mut() {
            last.push(letter);
        }
    }
    portions
}
