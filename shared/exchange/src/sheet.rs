//! Reads the sheet that holds the matrix: texts as printed, fills, merged ranges.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Cursor;

use calamine::{Color, FillPattern, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use crate::cells::{self, Place};
use crate::header::Header;
use crate::limits::{
    CELLS_MAX, COLUMNS_MAX, HEADER_ROWS_MAX, MERGED_CELLS_MAX, SHEET_ROWS_MAX,
    SHEET_TEXT_BYTES_MAX, SHEETS_MAX,
};
use crate::{ImportError, Limit};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The sheet of the matrix and where its columns are.
pub(crate) struct Found {
    pub(crate) sheet: Sheet,
    pub(crate) header: Header,
    /// Other sheets that look like a matrix too.
    pub(crate) others: Vec<String>,
}

/// A sheet, without its empty cells.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) cells: BTreeMap<Place, Cell>,
    /// First cell of the merged range a cell is in.
    merged: HashMap<Place, Place>,
    /// Last column of each merged range, by its first cell.
    last_columns: HashMap<Place, u32>,
    /// Cells whose formula was saved without its result.
    pub(crate) without_result: Vec<Place>,
    /// Cells with a value beyond the columns that are read.
    pub(crate) far_cells: usize,
}

/// A cell that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What it shows; may be "" when it only has a colour.
    pub(crate) text: String,
    pub(crate) fill: Fill,
}

/// The colour behind a cell, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// None, white or grey.
    Plain,
    /// Some yellow.
    Yellow,
    /// Another colour.
    Other,
}

impl Sheet {
    /// The text of a cell itself, "" if it has none.
    pub(crate) fn own_text(&self, place: Place) -> &str {
        self.cells.get(&place).map_or("", |cell| &cell.text)
    }

    /// The text a person sees at a place: its own, or that of the range merged downwards over it.
    pub(crate) fn text(&self, place: Place) -> &str {
        let origin = self.origin(place);
        if origin.1 == place.1 {
            self.own_text(origin)
        } else {
            ""
        }
    }

    /// The first cell of the merged range a place is in; the place itself if in none.
    pub(crate) fn origin(&self, place: Place) -> Place {
        self.merged.get(&place).copied().unwrap_or(place)
    }

    /// How many columns the cell covers.
    pub(crate) fn columns_covered(&self, place: Place) -> u32 {
        self.last_columns
            .get(&place)
            .map_or(1, |last| last.saturating_sub(place.1) + 1)
    }

    pub(crate) fn fill(&self, place: Place) -> Fill {
        self.cells
            .get(&self.origin(place))
            .map_or(Fill::Plain, |cell| cell.fill)
    }

    /// Last row with a text, if any.
    pub(crate) fn last_row(&self) -> Option<u32> {
        self.cells
            .iter()
            .rev()
            .find(|(_, cell)| !cell.text.is_empty())
            .map(|(place, _)| place.0)
    }

    /// Texts of a row with their columns.
    pub(crate) fn row_texts(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        self.cells
            .range((row, 0)..=(row, u32::MAX))
            .filter(|(_, cell)| !cell.text.is_empty())
            .map(|(place, cell)| (place.1, cell.text.as_str()))
    }
}

/// Finds the sheet whose headers look most like a matrix and reads it; visible sheets before hidden.
pub(crate) fn find_matrix(bytes: &[u8]) -> Result<Found, ImportError> {
    let mut workbook: Workbook<'_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| not_read(&error))?;
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    if sheets.is_empty() {
        return Err(ImportError::NotWorkbook);
    }
    if sheets.len() > SHEETS_MAX {
        return Err(ImportError::too_large(Limit::Sheets, SHEETS_MAX));
    }
    let mut candidates: Vec<(bool, usize, &str)> = Vec::new();
    for (name, visible) in &sheets {
        let top = read_sheet(&mut workbook, name, HEADER_ROWS_MAX)?;
        if let Some(header) = Header::find(&top) {
            candidates.push((*visible, header.columns.len(), name));
        }
    }
    // The first of the best: `max_by_key` would take the last.
    let Some(best) = candidates
        .iter()
        .map(|(visible, columns, _)| (*visible, *columns))
        .max()
    else {
        let sheets = sheets.into_iter().map(|(name, _)| name).collect();
        return Err(ImportError::NotMatrix { sheets });
    };
    let chosen = candidates
        .iter()
        .position(|(visible, columns, _)| (*visible, *columns) == best)
        .unwrap_or_default();
    let (_, _, name) = candidates.remove(chosen);
    let others = candidates
        .into_iter()
        .map(|(_, _, name)| name.to_owned())
        .collect();

    let mut sheet = read_sheet(&mut workbook, name, u32::MAX)?;
    sheet.without_result = formulas_without_result(&mut workbook, name)?;
    let no_matrix = || ImportError::NotMatrix {
        sheets: vec![name.to_owned()],
    };
    let header = Header::find(&sheet).ok_or_else(no_matrix)?;
    Ok(Found {
        sheet,
        header,
        others,
    })
}

/// Reads the cells of a sheet above a row, one by one: a sheet that claims to be enormous costs only
/// the cells it has.
fn read_sheet(
    workbook: &mut Workbook<'_>,
    name: &str,
    rows_end: u32,
) -> Result<Sheet, ImportError> {
    let mut sheet = Sheet {
        name: name.to_owned(),
        ..Sheet::default()
    };
    let mut text_bytes = 0;
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|error| not_read(&error))?;
    let fills: Vec<Fill> = reader.styles().iter().map(fill_of).collect();
    let mut met = 0_usize;
    while let Some((cell, style_id)) = reader
        .next_cell_with_style_id()
        .map_err(|error| not_read(&error))?
    {
        met += 1;
        if met > CELLS_MAX {
            return Err(ImportError::too_large(Limit::Cells, CELLS_MAX));
        }
        let place = cell.get_position();
        if place.0 >= rows_end {
            // Rows come in order; what follows is not of the top.
            break;
        }
        let text = cells::printed(cell.get_value(), reader.styles().get(style_id));
        let fill = fills.get(style_id).copied().unwrap_or(Fill::Plain);
        if text.is_empty() && fill == Fill::Plain {
            continue;
        }
        if place.0 >= SHEET_ROWS_MAX {
            // A colour down to the last row of the sheet is a habit, not a matrix.
            if text.is_empty() {
                continue;
            }
            return Err(ImportError::too_large(Limit::Rows, SHEET_ROWS_MAX));
        }
        if place.1 >= COLUMNS_MAX {
            sheet.far_cells += usize::from(!text.is_empty());
            continue;
        }
        text_bytes += text.len();
        if text_bytes > SHEET_TEXT_BYTES_MAX {
            return Err(ImportError::too_large(
                Limit::TextBytes,
                SHEET_TEXT_BYTES_MAX,
            ));
        }
        let units_max = model::limits::TEXT_UTF16_UNITS_MAX;
        if cells::is_longer(&text, units_max) {
            return Err(ImportError::CellTooLong {
                cell: cells::name(place),
                units_max,
            });
        }
        sheet.cells.insert(place, Cell { text, fill });
    }
    drop(reader);
    read_merged(workbook, &mut sheet)?;
    Ok(sheet)
}

fn read_merged(workbook: &mut Workbook<'_>, sheet: &mut Sheet) -> Result<(), ImportError> {
    let ranges = workbook
        .merge_cells_by_sheet_name(&sheet.name)
        .map_err(|error| not_read(&error))?;
    // A range cannot cover what is not there: it ends with the last row that shows something.
    let Some(last_row) = sheet.cells.keys().next_back().map(|place| place.0) else {
        return Ok(());
    };
    let mut covered = 0_usize;
    for range in ranges {
        let rows = range.start.0..=range.end.0.min(last_row);
        let columns = range.start.1..=range.end.1.min(COLUMNS_MAX - 1);
        sheet.last_columns.insert(range.start, *columns.end());
        for row in rows {
            for column in columns.clone() {
                covered += 1;
                if covered > MERGED_CELLS_MAX {
                    return Err(ImportError::too_large(Limit::MergedCells, MERGED_CELLS_MAX));
                }
                sheet.merged.insert((row, column), range.start);
            }
        }
    }
    Ok(())
}

/// Programs that write workbooks without computing them leave formulas without a result: cells that
/// look empty and are not.
fn formulas_without_result(
    workbook: &mut Workbook<'_>,
    name: &str,
) -> Result<Vec<Place>, ImportError> {
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|error| not_read(&error))?;
    let mut found = HashSet::new();
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| not_read(&error))?
    {
        if cell.formula.is_some() && cell.value == calamine::DataRef::Empty {
            found.insert(cell.pos);
        }
    }
    let mut found: Vec<Place> = found.into_iter().collect();
    found.sort_unstable();
    Ok(found)
}

fn fill_of(style: &Style) -> Fill {
    let Some(fill) = &style.fill else {
        return Fill::Plain;
    };
    match (&fill.pattern, fill.get_color()) {
        (FillPattern::None, _) | (_, None) => Fill::Plain,
        (_, Some(color)) => colour(color),
    }
}

/// Sorts a colour by its hue: the yellows people mark with go from pale to full.
fn colour(color: Color) -> Fill {
    let (red, green, blue) = (
        f64::from(color.red),
        f64::from(color.green),
        f64::from(color.blue),
    );
    let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
    let spread = high - low;
    let saturation = if high > 0.0 { spread / high } else { 0.0 };
    if saturation < 0.12 {
        return Fill::Plain;
    }
    // Of a yellow, blue is the least and red at least about as much as green.
    let hue_degrees = if blue > low || red < green * 0.95 || spread == 0.0 {
        return Fill::Other;
    } else if red >= green {
        60.0 * (green - blue) / spread
    } else {
        60.0 + 60.0 * (green - red) / spread
    };
    // Below 44 degrees it is orange; Excel's full gold (45) is used as orange, its pale tints as yellow.
    let from_degrees = if saturation > 0.5 { 48.0 } else { 44.0 };
    if hue_degrees >= from_degrees && high >= 190.0 {
        Fill::Yellow
    } else {
        Fill::Other
    }
}

fn not_read(error: &XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::OldOrProtected,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => ImportError::NotWorkbook,
        _ => ImportError::damaged(error),
    }
}
