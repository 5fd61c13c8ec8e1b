//! From a sheet to a draft: rows, headings, notes.

use std::collections::{BTreeMap, HashMap, HashSet};

use ::review::limits::COMMENT_UTF16_UNITS_MAX;
use model::{Draft, DraftHeading, DraftRow, Field, FieldKind, Level};

use crate::book::Book;
use crate::cells::{self, Place};
use crate::fold::fold;
use crate::layout::Layout;
use crate::mapping::Mapping;
use crate::review::Reviewed;
use crate::shift;
use crate::table::{CellNote, Mark};
use crate::{
    Colour, ColourMeaning, FoundRow, ImportError, Imported, Limit, MetColour, Note, TrackedChange,
    TrackedKind,
};

/// How a row of the draft is marked in its table.
pub(crate) struct MarkedRow {
    /// Row of the table, from 0.
    pub(crate) row: u32,
    /// Cells of each colour, among the columns that are not headings.
    pub(crate) colours: BTreeMap<Colour, usize>,
    /// Of the same columns, how many there are.
    pub(crate) markable: usize,
}

impl MarkedRow {
    /// Cells whose colour means that.
    pub(crate) fn cells_of(&self, mapping: &Mapping, meaning: ColourMeaning) -> usize {
        self.colours
            .iter()
            .filter(|(colour, _)| mapping.meaning(**colour).0 == meaning)
            .map(|(_, cells)| cells)
            .sum()
    }

    /// Half and more of its cells, so that a row stays marked although somebody cleared one of them.
    pub(crate) fn is_marked(&self, mapping: &Mapping, meaning: ColourMeaning) -> bool {
        let cells = self.cells_of(mapping, meaning);
        cells > 0 && cells * 2 >= self.markable
    }
}

/// Makes the draft and lists what is uncertain in it.
pub(crate) fn assemble(book: &Book, mapping: &Mapping) -> Result<Imported, ImportError> {
    let layout = Layout::new(&book.tables, mapping)?;
    if let Some((limit, max)) = layout.table.cut {
        return Err(ImportError::TooLarge { limit, max });
    }
    let years = mapping.years();
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
    let (mut outside, outside_texts) = titles(&layout, &mut draft);

    let mut rows: Vec<MarkedRow> = Vec::new();
    let mut headings = Headings::default();
    let mut lonely_headings: Vec<Place> = Vec::new();
    let kinds = Kinds::new(&layout);
    for row in layout.rows() {
        let places = || {
            let texts = layout.table.row_texts(row);
            texts.map(move |(column, _)| (row, column))
        };
        match kinds.of(row) {
            RowKind::Data => {}
            RowKind::Heading => {
                lonely_headings.extend(places());
                continue;
            }
            RowKind::Outside => {
                outside.extend(places());
                continue;
            }
            RowKind::Nothing => continue,
        }
        if rows.len() == model::limits::ROWS_MAX {
            return Err(ImportError::too_large(Limit::Rows, model::limits::ROWS_MAX));
        }
        let marks = marks(&layout, row);
        let pending_external = marks.is_marked(mapping, ColourMeaning::PendingExternal)
            || is_yes(&layout.field_text(row, Field::PendingExternal));
        let mut cells = cells_of_row(&layout, row)?;
        if pending_external {
            unmark(&mut cells);
        }
        draft.rows.push(DraftRow {
            heading: headings.of_row(&mut draft.headings, &layout, row)?,
            pending_external,
            cells,
        });
        rows.push(marks);
    }
    if draft.rows.is_empty() {
        return Err(ImportError::NoRows {
            sheet: layout.table.name.clone(),
        });
    }

    let (notes, notes_outside) = place_notes(&layout, &rows);
    let (suggestions, tracked_outside) = suggestions(&layout, &rows);
    let lines = draft
        .rows
        .iter()
        .filter(|row| row.cells.contains_key(&Field::ActionLine))
        .count();
    let reviewed = Reviewed {
        book,
        layout: &layout,
        draft: &draft,
        rows: &rows,
        lines,
        outside: &outside,
        outside_texts: &outside_texts,
        lonely_headings: &lonely_headings,
        notes_outside: &notes_outside,
        suggestions: &suggestions,
        tracked_outside,
    };
    let mut doubts = reviewed.doubts();
    doubts.extend(book.doubts.iter().cloned());
    if draft.title.is_empty() {
        draft.title.clone_from(&layout.table.name);
    }
    let origins = book
        .origin
        .as_ref()
        .filter(|origin| origin.table == mapping.table);
    let found = rows.iter().map(|marks| FoundRow {
        row: marks.row,
        retired: marks.is_marked(mapping, ColourMeaning::Retired),
        proposed_shift: shift::proposed(&layout, marks.row),
        origin: origins
            .and_then(|origin| origin.rows.get(&marks.row))
            .cloned(),
    });
    Ok(Imported {
        rows: found.collect(),
        colours: met_colours(mapping, &rows),
        draft,
        notes,
        suggestions: if mapping.keep_tracked {
            suggestions
        } else {
            Vec::new()
        },
        doubts,
        lines,
    })
}

/// Title and institution are the first texts over the headers; the rest comes back, those of the table
/// by their places.
fn titles(layout: &Layout<'_>, draft: &mut Draft) -> (Vec<Place>, Vec<String>) {
    let table = layout.table;
    // What stands before "ANEXO" is of something else.
    let from = table
        .above
        .iter()
        .rposition(|text| is_annex_label(text))
        .map_or(0, |index| index + 1);
    let first_row = layout.mapping.header.map_or(0, |header| header.first);
    let over = table.above[from..].iter().map(|text| (None, text));
    let inside = table
        .cells
        .range(..(first_row, 0))
        .filter(|(_, cell)| !cell.text.is_empty())
        .map(|(place, cell)| (Some(*place), &cell.text));
    let mut outside = Vec::new();
    let mut texts = Vec::new();
    for (index, (place, text)) in over.chain(inside).enumerate() {
        match (index, place) {
            (0, _) => draft.title.clone_from(text),
            (1, _) => draft.institution.clone_from(text),
            (_, Some(place)) => outside.push(place),
            (_, None) => texts.push(text.clone()),
        }
    }
    texts.extend(table.between.iter().cloned());
    (outside, texts)
}

/// "ANEXO", "Anexo único".
fn is_annex_label(text: &str) -> bool {
    let folded = fold(text);
    folded.starts_with("anexo") && folded.split(' ').count() <= 3
}

/// Tracked changes of the table, by rows and fields of the draft; and how many were of neither.
fn suggestions(layout: &Layout<'_>, rows: &[MarkedRow]) -> (Vec<TrackedChange>, usize) {
    let table = layout.table;
    let indexes: HashMap<u32, usize> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| (row.row, index))
        .collect();
    let mut found = Vec::new();
    let mut outside = 0;
    let mut keep = |mark: &Mark, kind: TrackedKind| {
        found.push(TrackedChange {
            kind,
            author: mark.author.clone(),
            dated_unix_s: mark.dated_unix_s,
        });
    };
    for change in &table.changes {
        let row = indexes.get(&change.place.0);
        let (Some(row), Some(field)) = (row, layout.field_of(change.place)) else {
            outside += 1;
            continue;
        };
        let kind = TrackedKind::Cell {
            row: *row,
            field,
            before: change.before.clone(),
            after: change.after.clone(),
        };
        keep(&change.mark, kind);
    }
    for new in &table.new_rows {
        let cells: BTreeMap<Field, String> = new
            .cells
            .iter()
            .filter_map(|(column, text)| {
                let field = layout.mapping.columns.get(column)?;
                Some((*field, text.clone()))
            })
            .collect();
        if cells.is_empty() {
            outside += 1;
            continue;
        }
        let after = new
            .after
            .and_then(|after| rows.iter().rposition(|row| row.row <= after));
        keep(&new.mark, TrackedKind::NewRow { after, cells });
    }
    for (row, mark) in &table.out_rows {
        match indexes.get(row) {
            Some(row) => keep(mark, TrackedKind::RowOut { row: *row }),
            None => outside += 1,
        }
    }
    (found, outside)
}

/// The colours of the rows, the most frequent first.
fn met_colours(mapping: &Mapping, rows: &[MarkedRow]) -> Vec<MetColour> {
    let mut met: BTreeMap<Colour, (usize, usize)> = BTreeMap::new();
    for row in rows {
        for (colour, cells) in &row.colours {
            let counts = met.entry(*colour).or_default();
            counts.0 += 1;
            counts.1 += cells;
        }
    }
    let mut met: Vec<MetColour> = met
        .into_iter()
        .map(|(colour, (rows, cells))| {
            let (meaning, said) = mapping.meaning(colour);
            MetColour {
                colour,
                rows,
                cells,
                meaning,
                guessed: !said,
            }
        })
        .collect();
    met.sort_by_key(|colour| std::cmp::Reverse(colour.cells));
    met
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

/// Tells rows apart.
pub(crate) struct Kinds<'a> {
    layout: &'a Layout<'a>,
    /// Headers, folded, by column: they may be printed again further down.
    headers: HashSet<(u32, String)>,
}

impl<'a> Kinds<'a> {
    pub(crate) fn new(layout: &'a Layout<'a>) -> Self {
        let mut headers = HashSet::new();
        if let Some(rows) = layout.mapping.header {
            for row in rows.first..=rows.last.min(layout.table.rows) {
                headers.extend(
                    layout
                        .table
                        .row_texts(row)
                        .map(|(column, text)| (column, fold(text))),
                );
            }
        }
        Self { layout, headers }
    }

    /// Whether a row is one of the matrix.
    pub(crate) fn is_data(&self, row: u32) -> bool {
        matches!(self.of(row), RowKind::Data)
    }

    fn of(&self, row: u32) -> RowKind {
        let Layout { table, mapping } = self.layout;
        if table.row_texts(row).next().is_none() {
            return RowKind::Nothing;
        }
        if table
            .row_texts(row)
            .all(|(column, text)| self.headers.contains(&(column, fold(text))))
        {
            return RowKind::Nothing;
        }
        let mut heading = false;
        for (column, field) in &mapping.columns {
            let Some(from) = self.layout.source((row, *column)) else {
                continue;
            };
            // A cell that runs across the table is no cell of its column.
            if table.own_text(from).is_empty()
                || table.columns_covered(from) * 2 > mapping.columns.len() as u32
            {
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
}

fn cells_of_row(layout: &Layout<'_>, row: u32) -> Result<BTreeMap<Field, String>, ImportError> {
    let mut cells = BTreeMap::new();
    if layout.is_brainstorm() {
        cells.insert(Field::Stage, "brainstorm".to_owned());
    }
    for (column, field) in &layout.mapping.columns {
        if matches!(field, Field::Heading(_) | Field::PendingExternal) || cells.contains_key(field)
        {
            continue;
        }
        let text = layout.field_text(row, *field);
        if text.is_empty() {
            continue;
        }
        let units_max = match field.kind() {
            FieldKind::Text => model::limits::TEXT_UTF16_UNITS_MAX,
            FieldKind::Scalar => model::limits::SCALAR_UTF16_UNITS_MAX,
        };
        if cells::is_longer(&text, units_max) {
            let (row, column) = layout
                .source((row, *column))
                .map_or((row, *column), |from| layout.table.origin(from));
            return Err(ImportError::CellTooLong {
                cell: layout.table.place_name(row, column),
                units_max,
            });
        }
        cells.insert(*field, text);
    }
    Ok(cells)
}

/// What Cotejo prints before the line of a row that waits for another body, since colours are lost on a
/// copy (`paper::marks`, whose tests read what it writes): no part of its text.
const PENDING_MARK: &str = "(*)";

fn unmark(cells: &mut BTreeMap<Field, String>) {
    let Some(text) = cells.get_mut(&Field::ActionLine) else {
        return;
    };
    let Some(plain) = text.strip_prefix(PENDING_MARK).map(str::trim_start) else {
        return;
    };
    *text = plain.to_owned();
    if text.is_empty() {
        cells.remove(&Field::ActionLine);
    }
}

/// How a column of its own says that a row waits for another body.
fn is_yes(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "si" | "x" | "true" | "verdadero" | "1" | "*" | "pendiente" | "sujeta a revision"
    )
}

fn marks(layout: &Layout<'_>, row: u32) -> MarkedRow {
    let mut marks = MarkedRow {
        row,
        colours: BTreeMap::new(),
        markable: 0,
    };
    for (column, field) in &layout.mapping.columns {
        if matches!(field, Field::Heading(_)) {
            continue;
        }
        marks.markable += 1;
        if let Some(colour) = layout.fill((row, *column)) {
            *marks.colours.entry(colour).or_default() += 1;
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
        layout: &Layout<'_>,
        row: u32,
    ) -> Result<Option<usize>, ImportError> {
        let mut parent = None;
        for level in Level::ALL {
            let printed = layout.heading(row, level);
            if printed.is_empty() {
                continue;
            }
            let key = (level, printed.clone(), parent);
            let index = if let Some(index) = self.known.get(&key) {
                *index
            } else {
                let max = model::limits::HEADINGS_MAX;
                if headings.len() == max {
                    return Err(ImportError::too_large(Limit::Headings, max));
                }
                let (number, text) = split_number(&printed);
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
fn place_notes(layout: &Layout<'_>, rows: &[MarkedRow]) -> (Vec<Note>, Vec<CellNote>) {
    let mut placed = Vec::new();
    let mut outside = Vec::new();
    if !layout.mapping.keep_comments {
        return (placed, outside);
    }
    let indexes: HashMap<u32, usize> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| (row.row, index))
        .collect();
    for note in &layout.table.notes {
        let row = indexes.get(&note.place.0);
        let field = layout.field_of(note.place);
        let (Some(row), Some(field)) = (row, field) else {
            outside.push(note.clone());
            continue;
        };
        for text in portions(&note.text, COMMENT_UTF16_UNITS_MAX) {
            placed.push(Note {
                row: *row,
                field,
                author: note.author.clone(),
                dated_unix_s: note.dated_unix_s,
                text,
            });
        }
    }
    outside.extend(layout.table.notes_around.iter().cloned());
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
