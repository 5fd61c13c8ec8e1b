//! Reads the sheets: texts as printed, fills, merged ranges.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{
    DataRef, FillPattern, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError,
    XlsxFormulaMetadata,
};

use crate::cells::{self, Place};
use crate::formulas::{self, References};
use crate::header::Header;
use crate::limits::{
    CELLS_MAX, COLUMNS_MAX, HEADER_ROWS_MAX, SHEET_ROWS_MAX, SHEET_TEXT_BYTES_MAX, SHEETS_MAX,
};
use crate::table::{Cell, Table};
use crate::{Colour, ImportError, Limit};

/// Longest shared formula that can be a copy of a cell, in bytes.
const SHARED_FORMULA_BYTES_MAX: usize = 32;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads all sheets: those that look like a matrix whole, the others as far as the limits reach.
pub(super) fn read_all(bytes: &[u8]) -> Result<Vec<Table>, ImportError> {
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
    let mut tables = Vec::new();
    let mut budget = Budget::default();
    for (name, visible) in sheets {
        // The top first: a sheet that is no matrix may be as long as it likes.
        let top = read_sheet(
            &mut workbook,
            &name,
            HEADER_ROWS_MAX,
            &mut Budget::default(),
        )?;
        let is_matrix = Header::find(&top).is_some();
        let mut table = match read_sheet(&mut workbook, &name, u32::MAX, &mut budget) {
            Ok(table) => table,
            Err(ImportError::TooLarge { limit, max }) if !is_matrix => {
                let mut table = top;
                table.cut = Some((limit, max));
                table
            }
            Err(error) => return Err(error),
        };
        if is_matrix {
            formulas_without_result(&mut workbook, &name)?.follow(&mut table)?;
        }
        table.visible = visible;
        table.measure();
        tables.push(table);
    }
    Ok(tables)
}

/// What all sheets of a workbook may hold together.
#[derive(Default)]
struct Budget {
    cells: usize,
    text_bytes: usize,
}

/// Reads the cells of a sheet above a row, one by one: a sheet that claims to be enormous costs only
/// the cells it has.
fn read_sheet(
    workbook: &mut Workbook<'_>,
    name: &str,
    rows_end: u32,
    budget: &mut Budget,
) -> Result<Table, ImportError> {
    let mut table = Table::new(name);
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|error| not_read(&error))?;
    let fills: Vec<Option<Colour>> = reader.styles().iter().map(fill_of).collect();
    while let Some((cell, style_id)) = reader
        .next_cell_with_style_id()
        .map_err(|error| not_read(&error))?
    {
        budget.cells += 1;
        if budget.cells > CELLS_MAX {
            return Err(ImportError::too_large(Limit::Cells, CELLS_MAX));
        }
        let place = cell.get_position();
        if place.0 >= rows_end {
            // Rows come in order; what follows is not of the top.
            break;
        }
        let text = cells::printed(cell.get_value(), reader.styles().get(style_id));
        let struck = !text.is_empty() && is_struck(reader.styles().get(style_id));
        let fill = fills.get(style_id).copied().flatten();
        if text.is_empty() && fill.is_none() {
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
            table.far_cells += usize::from(!text.is_empty());
            continue;
        }
        budget.text_bytes += text.len();
        if budget.text_bytes > SHEET_TEXT_BYTES_MAX {
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
        table.cells.insert(place, Cell { text, fill, struck });
    }
    drop(reader);
    let ranges = workbook
        .merge_cells_by_sheet_name(name)
        .map_err(|error| not_read(&error))?;
    for range in ranges {
        table.merge(range.start, range.end)?;
    }
    Ok(table)
}

/// Programs that write workbooks without computing them leave formulas without a result: cells that
/// look empty and are not.
fn formulas_without_result(
    workbook: &mut Workbook<'_>,
    name: &str,
) -> Result<References, ImportError> {
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|error| not_read(&error))?;
    let mut found = References::default();
    // Formulas that several cells share are written once, in the first of them.
    let mut shared: HashMap<usize, (Place, String)> = HashMap::new();
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| not_read(&error))?
    {
        let Some(formula) = cell.formula else {
            continue;
        };
        let is_without =
            cell.value == DataRef::Empty && cell.pos.0 < SHEET_ROWS_MAX && cell.pos.1 < COLUMNS_MAX;
        match formula {
            XlsxFormulaMetadata::Normal { formula } => {
                if is_without {
                    found.add(cell.pos, &formula);
                }
            }
            XlsxFormulaMetadata::Shared {
                shared_index,
                formula,
                ..
            } => {
                if is_without {
                    found.add(cell.pos, &formula);
                }
                // A longer one is no copy of a cell.
                if formula.len() <= SHARED_FORMULA_BYTES_MAX {
                    shared.insert(shared_index, (cell.pos, formula));
                }
            }
            XlsxFormulaMetadata::SharedDerived { shared_index } => {
                if is_without {
                    let of = shared.get(&shared_index).and_then(|(first, formula)| {
                        formulas::reference_moved(formula, *first, cell.pos)
                    });
                    found.add_copy(cell.pos, of);
                }
            }
            // A kind that calamine learned since.
            _ => {
                if is_without {
                    found.add_copy(cell.pos, None);
                }
            }
        }
    }
    Ok(found)
}

fn fill_of(style: &Style) -> Option<Colour> {
    let fill = style.fill.as_ref()?;
    if fill.pattern == FillPattern::None {
        return None;
    }
    let color = fill.get_color()?;
    let colour = Colour {
        red: color.red,
        green: color.green,
        blue: color.blue,
    };
    (!colour.is_plain()).then_some(colour)
}

fn is_struck(style: Option<&Style>) -> bool {
    style
        .and_then(|style| style.font.as_ref())
        .is_some_and(|font| font.strikethrough)
}

fn not_read(error: &XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::OldOrProtected,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => ImportError::NotWorkbook,
        _ => ImportError::damaged(error),
    }
}
