//! Tables as CSV: UTF-8 with its mark, commas, CRLF, and no cell that can act as a formula.

use crate::Annex;

/// Starts every file, so that Excel reads the accents as they are.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns and rows of an annex: headings repeated in every row, and nothing that is no cell.
pub fn annex_csv(annex: &Annex) -> Vec<u8> {
    let mut text = String::from(BYTE_ORDER_MARK);
    let headers = annex.columns.iter();
    line(&mut text, headers.map(|column| column.header.clone()));
    for row in &annex.rows {
        line(&mut text, row.cells.iter().map(|cell| cell.text.clone()));
    }
    text.into_bytes()
}

/// A line of cells.
pub(crate) fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        quoted(text, &guarded(cell));
    }
    text.push_str("\r\n");
}

/// A value that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
/// do not show. Plain numbers ("-5", "+3.5%") cannot run.
fn guarded(cell: String) -> String {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let is_number = cell
        .strip_prefix(['+', '-'])
        .map(|rest| rest.strip_suffix('%').unwrap_or(rest))
        .is_some_and(|rest| {
            rest.starts_with(|digit: char| digit.is_ascii_digit())
                && rest
                    .chars()
                    .all(|digit| digit.is_ascii_digit() || digit == '.' || digit == ',')
        });
    if starts_formula && !is_number {
        format!("'{cell}")
    } else {
        cell
    }
}

/// RFC 4180, quotes only where they are needed.
fn quoted(text: &mut String, cell: &str) {
    if cell.contains(['"', ',', '\n', '\r']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}
