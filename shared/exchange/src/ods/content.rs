//! The tables of a spreadsheet.

use quick_xml::events::BytesStart;

use super::styles::Styles;
use crate::cells::{self, Place};
use crate::formulas::References;
use crate::limits::{
    CELLS_MAX, COLUMNS_MAX, NOTES_MAX, SHEET_ROWS_MAX, SHEET_TEXT_BYTES_MAX, SHEETS_MAX,
};
use crate::moment;
use crate::table::{Cell, CellNote, Table};
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// Cells without a text that repeat more often than this are decoration.
const PAINTED_REPEATS_MAX: u32 = 64;

struct Walk<'a> {
    styles: &'a Styles,
    tables: Vec<Table>,
    open: Option<OpenTable>,
    cells: usize,
    text_bytes: usize,
    notes: usize,
}

#[derive(Default)]
struct OpenTable {
    table: Table,
    /// Default styles of the columns, each with the column after its last.
    columns: Vec<(u32, String)>,
    row: u32,
    row_repeats: u32,
    row_style: String,
    column: u32,
    /// Cells of the row that is open: they may be of several rows.
    in_row: Vec<(u32, Cell)>,
    merged: Vec<(Place, Place)>,
    formulas: References,
    cell: Option<OpenCell>,
    note: Option<CellNote>,
    /// Depth inside drawings, whose texts are of no cell.
    drawing: usize,
    inside_paragraph: usize,
    inside_creator: bool,
    inside_date: bool,
    date: String,
}

#[derive(Default)]
struct OpenCell {
    repeats: u32,
    lines: Vec<String>,
    value: String,
    style: String,
    spans: (u32, u32),
    covered: bool,
    formula: String,
}

/// Reads all tables.
pub(super) fn read(xml: &str, styles: &Styles) -> Result<Vec<Table>, ImportError> {
    let mut read = Walk {
        styles,
        tables: Vec::new(),
        open: None,
        cells: 0,
        text_bytes: 0,
        notes: 0,
    };
    // What is tracked has tables of its own, read apart.
    let mut tracked = 0;
    walk(xml, &mut |node| {
        match node {
            Node::Start("tracked-changes", _) => tracked += 1,
            Node::End("tracked-changes") => tracked -= 1,
            _ if tracked > 0 => {}
            Node::Start(name, start) => read.start(name, start)?,
            Node::Text(text) => read.text(text)?,
            Node::End(name) => read.end(name)?,
        }
        Ok(())
    })?;
    Ok(read.tables)
}

fn number(start: &BytesStart<'_>, name: &str) -> Result<u32, ImportError> {
    Ok(attribute(start, name)?
        .and_then(|text| text.parse().ok())
        .unwrap_or(1))
}

impl Walk<'_> {
    fn start(&mut self, name: &str, start: &BytesStart<'_>) -> Result<(), ImportError> {
        if name == "table" && self.open.is_none() {
            if self.tables.len() == SHEETS_MAX {
                return Err(ImportError::too_large(Limit::Sheets, SHEETS_MAX));
            }
            let mut table = Table::new(&attribute(start, "name")?.unwrap_or_default());
            let style = attribute(start, "style-name")?.unwrap_or_default();
            table.visible = !self.styles.is_hidden_table(&style);
            self.open = Some(OpenTable {
                table,
                ..OpenTable::default()
            });
            return Ok(());
        }
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        match name {
            "shapes" | "frame" | "custom-shape" | "g" | "rect" | "line" | "ellipse"
            | "text-box" | "control" => open.drawing += 1,
            _ if open.drawing > 0 => {}
            "table-column" => {
                let repeats = number(start, "number-columns-repeated")?;
                let from = open.columns.last().map_or(0, |(end, _)| *end);
                let style = attribute(start, "default-cell-style-name")?.unwrap_or_default();
                if open.columns.len() < COLUMNS_MAX as usize {
                    open.columns.push((from.saturating_add(repeats), style));
                }
            }
            "table-row" => {
                open.row_repeats = number(start, "number-rows-repeated")?.max(1);
                open.row_style = attribute(start, "default-cell-style-name")?.unwrap_or_default();
                open.column = 0;
                open.in_row.clear();
            }
            "table-cell" | "covered-table-cell" => {
                open.cell = Some(OpenCell {
                    repeats: number(start, "number-columns-repeated")?.max(1),
                    value: value(start)?,
                    style: attribute(start, "style-name")?.unwrap_or_default(),
                    spans: (
                        number(start, "number-rows-spanned")?,
                        number(start, "number-columns-spanned")?,
                    ),
                    covered: name == "covered-table-cell",
                    formula: attribute(start, "formula")?.unwrap_or_default(),
                    lines: Vec::new(),
                });
            }
            "annotation" => {
                open.note = Some(CellNote {
                    place: (open.row, open.column),
                    author: String::new(),
                    dated_unix_s: None,
                    text: String::new(),
                });
            }
            "creator" => open.inside_creator = true,
            "date" => {
                open.inside_date = true;
                open.date.clear();
            }
            "p" => {
                open.inside_paragraph += 1;
                match (&mut open.note, &mut open.cell) {
                    (Some(note), _) => {
                        if !note.text.is_empty() {
                            note.text.push('\n');
                        }
                    }
                    (None, Some(cell)) => cell.lines.push(String::new()),
                    (None, None) => {}
                }
            }
            "s" => {
                let count = number(start, "c")?.min(1_000) as usize;
                self.text(&" ".repeat(count))?;
            }
            "tab" => self.text(" ")?,
            "line-break" => self.text("\n")?,
            "conditional-format" => open.table.painted_by_rule = true,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        if open.drawing > 0 {
            return Ok(());
        }
        self.text_bytes += text.len();
        if self.text_bytes > SHEET_TEXT_BYTES_MAX {
            return Err(ImportError::too_large(
                Limit::TextBytes,
                SHEET_TEXT_BYTES_MAX,
            ));
        }
        if let Some(note) = &mut open.note {
            if open.inside_creator {
                note.author.push_str(text);
            } else if open.inside_date {
                open.date.push_str(text);
            } else if open.inside_paragraph > 0 {
                note.text.push_str(text);
            }
        } else if open.inside_paragraph > 0
            && let Some(cell) = &mut open.cell
            && let Some(line) = cell.lines.last_mut()
        {
            line.push_str(text);
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        match name {
            "shapes" | "frame" | "custom-shape" | "g" | "rect" | "line" | "ellipse"
            | "text-box" | "control" => open.drawing = open.drawing.saturating_sub(1),
            _ if open.drawing > 0 => {}
            "p" => open.inside_paragraph = open.inside_paragraph.saturating_sub(1),
            "creator" => open.inside_creator = false,
            "date" => {
                open.inside_date = false;
                if let Some(note) = &mut open.note {
                    note.dated_unix_s = moment::on_the_wall(&open.date);
                }
            }
            "annotation" => {
                if let Some(mut note) = open.note.take() {
                    note.text = note.text.trim().to_owned();
                    note.author = note.author.trim().to_owned();
                    self.notes += 1;
                    if self.notes > NOTES_MAX {
                        return Err(ImportError::too_large(Limit::Notes, NOTES_MAX));
                    }
                    if !note.text.is_empty() {
                        open.table.notes.push(note);
                    }
                }
            }
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            "table" => {
                if let Some(mut open) = self.open.take() {
                    for (first, last) in open.merged {
                        open.table.merge(first, last)?;
                    }
                    open.formulas.follow(&mut open.table)?;
                    open.table.measure();
                    self.tables.push(open.table);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        let styles = self.styles;
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let Some(cell) = open.cell.take() else {
            return Ok(());
        };
        let first = open.column;
        open.column = open.column.saturating_add(cell.repeats);
        if cell.covered {
            return Ok(());
        }
        let shown = cells::tidy(&cell.lines.join("\n"));
        let text = if shown.is_empty() { cell.value } else { shown };
        let units_max = model::limits::TEXT_UTF16_UNITS_MAX;
        if cells::is_longer(&text, units_max) {
            return Err(ImportError::CellTooLong {
                cell: cells::name((open.row, first)),
                units_max,
            });
        }
        if text.is_empty() && !cell.formula.is_empty() && first < COLUMNS_MAX {
            open.formulas.add((open.row, first), &cell.formula);
        }
        let style = if !cell.style.is_empty() {
            cell.style
        } else if !open.row_style.is_empty() {
            open.row_style.clone()
        } else {
            let column = open.columns.iter().find(|(end, _)| first < *end);
            column.map(|(_, style)| style.clone()).unwrap_or_default()
        };
        let fill = styles.fill(&style);
        if text.is_empty() && (fill.is_none() || cell.repeats > PAINTED_REPEATS_MAX) {
            return Ok(());
        }
        let struck = !text.is_empty() && styles.is_struck(&style);
        for column in first..first.saturating_add(cell.repeats) {
            if column >= COLUMNS_MAX {
                open.table.far_cells += usize::from(!text.is_empty());
                break;
            }
            let copy = Cell {
                text: text.clone(),
                fill,
                struck,
            };
            open.in_row.push((column, copy));
        }
        if cell.spans != (1, 1) && first < COLUMNS_MAX {
            let last = (
                open.row.saturating_add(cell.spans.0.saturating_sub(1)),
                first.saturating_add(cell.spans.1.saturating_sub(1)),
            );
            open.merged.push(((open.row, first), last));
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let first = open.row;
        open.row = open.row.saturating_add(open.row_repeats);
        let in_row = std::mem::take(&mut open.in_row);
        let has_text = in_row.iter().any(|(_, cell)| !cell.text.is_empty());
        if in_row.is_empty() || (!has_text && open.row_repeats > PAINTED_REPEATS_MAX) {
            return Ok(());
        }
        for row in first..open.row {
            if row >= SHEET_ROWS_MAX {
                if has_text {
                    return Err(ImportError::too_large(Limit::Rows, SHEET_ROWS_MAX));
                }
                break;
            }
            for (column, cell) in &in_row {
                self.cells += 1;
                if self.cells > CELLS_MAX {
                    return Err(ImportError::too_large(Limit::Cells, CELLS_MAX));
                }
                self.text_bytes += cell.text.len();
                if self.text_bytes > SHEET_TEXT_BYTES_MAX {
                    return Err(ImportError::too_large(
                        Limit::TextBytes,
                        SHEET_TEXT_BYTES_MAX,
                    ));
                }
                open.table.cells.insert((row, *column), cell.clone());
            }
        }
        Ok(())
    }
}

/// What a cell without a text of its own would show.
pub(super) fn value(start: &BytesStart<'_>) -> Result<String, ImportError> {
    let kind = attribute(start, "value-type")?.unwrap_or_default();
    let number = || -> Result<Option<f64>, ImportError> {
        Ok(attribute(start, "value")?.and_then(|text| text.parse().ok()))
    };
    Ok(match kind.as_str() {
        "percentage" => number()?.map(cells::percent).unwrap_or_default(),
        "float" | "currency" => number()?.map(cells::decimal).unwrap_or_default(),
        "date" => attribute(start, "date-value")?.map_or(String::new(), |text| cells::day(&text)),
        "boolean" => match attribute(start, "boolean-value")?.as_deref() {
            Some("true") => "VERDADERO".to_owned(),
            Some("false") => "FALSO".to_owned(),
            _ => String::new(),
        },
        "string" => attribute(start, "string-value")?.unwrap_or_default(),
        _ => String::new(),
    })
}
