//! Text with separators: CSV in the letters and with the separators that Excel in Spanish writes.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::book::{Book, Format};
use crate::cells;
use crate::header::Header;
use crate::limits::{CELLS_MAX, COLUMNS_MAX, FILE_BYTES_MAX, SHEET_ROWS_MAX, SHEET_TEXT_BYTES_MAX};
use crate::table::{Cell, Ground, Table};
use crate::{Doubt, DoubtCode, ImportError, Limit};

/// Separators in the order in which a tie falls.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads a text; what is no text is refused.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Book, ImportError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::too_large(Limit::FileBytes, FILE_BYTES_MAX));
    }
    let (text, guessed) = decoded(bytes).ok_or(ImportError::NotWorkbook)?;
    let (said, text) = separator_line(&text);
    let separators: Vec<u8> = said.map_or(SEPARATORS.to_vec(), |one| vec![one]);
    let mut best: Option<(usize, usize, Table)> = None;
    for (order, separator) in separators.iter().enumerate() {
        let table = table(name, text, *separator)?;
        let recognised = Header::find(&table).map_or(0, |header| header.columns.len());
        let merit = recognised * COLUMNS_MAX as usize + table.columns as usize;
        if best.as_ref().is_none_or(|(most, ..)| merit > *most) {
            best = Some((merit, order, table));
        }
    }
    let Some((_, _, table)) = best.filter(|(_, _, table)| table.rows > 0) else {
        return Err(ImportError::NotWorkbook);
    };
    // One column of prose is a text, not a table.
    if table.columns < 2 {
        return Err(ImportError::NotWorkbook);
    }
    let mut doubts = Vec::new();
    if guessed {
        doubts.push(Doubt::general(
            DoubtCode::EncodingGuessed,
            "El archivo no está en UTF-8: se leyó con las letras de Windows. Revisa los acentos."
                .to_owned(),
        ));
    }
    doubts.extend(ragged(&table));
    Ok(Book {
        format: Format::Csv,
        tables: vec![table],
        minutes: None,
        origin: None,
        doubts,
    })
}

/// The text of the bytes, and whether its letters were guessed.
fn decoded(bytes: &[u8]) -> Option<(String, bool)> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark_bytes..)?;
        let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
        return plain(&text).then(|| (text.into_owned(), false));
    }
    // Excel's "Unicode text" bears a mark; others forget it.
    if let Some(encoding) = wide(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        return plain(&text).then(|| (text.into_owned(), false));
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return plain(&text).then(|| (text.into_owned(), false));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    plain(&text).then(|| (text.into_owned(), true))
}

/// UTF-16 without its mark: every second byte of letters from here is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(512)];
    if start.len() < 8 {
        return None;
    }
    let zeros = |first: usize| {
        start
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let most = start.len() / 2 * 3 / 4;
    match (zeros(1) >= most, zeros(0) >= most) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether it is a text: what is none has control characters.
fn plain(text: &str) -> bool {
    !text.chars().any(|letter| {
        letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{85}' | '\u{c}')
    })
}

/// Excel's own first line, "sep=;", and the rest.
fn separator_line(text: &str) -> (Option<u8>, &str) {
    let line_end = text.find('\n').map_or(text.len(), |at| at + 1);
    let (line, rest) = text.split_at(line_end);
    let line = line.trim_end();
    let is_said = line.len() == 5
        && line
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    if is_said {
        (line.as_bytes().get(4).copied(), rest)
    } else if line.eq_ignore_ascii_case("sep=") {
        // A tab, which trimming took.
        (Some(b'\t'), rest)
    } else {
        (None, text)
    }
}

fn table(name: &str, text: &str, separator: u8) -> Result<Table, ImportError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let title = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut table = Table::new(if title.is_empty() { "CSV" } else { title });
    table.ground = Ground::Lines;
    table.visible = true;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    let mut cells_met = 0;
    let mut text_bytes = 0;
    while reader
        .read_record(&mut record)
        .map_err(ImportError::damaged)?
    {
        if row >= SHEET_ROWS_MAX {
            return Err(ImportError::too_large(Limit::Rows, SHEET_ROWS_MAX));
        }
        for (column, value) in record.iter().enumerate() {
            cells_met += 1;
            if cells_met > CELLS_MAX {
                return Err(ImportError::too_large(Limit::Cells, CELLS_MAX));
            }
            let value = cells::tidy(unguarded(value));
            if value.is_empty() {
                continue;
            }
            if column >= COLUMNS_MAX as usize {
                table.far_cells += 1;
                continue;
            }
            text_bytes += value.len();
            if text_bytes > SHEET_TEXT_BYTES_MAX {
                return Err(ImportError::too_large(
                    Limit::TextBytes,
                    SHEET_TEXT_BYTES_MAX,
                ));
            }
            let place = (row, column as u32);
            let units_max = model::limits::TEXT_UTF16_UNITS_MAX;
            if cells::is_longer(&value, units_max) {
                return Err(ImportError::CellTooLong {
                    cell: table.place_name(place.0, place.1),
                    units_max,
                });
            }
            let cell = Cell {
                text: value,
                ..Cell::default()
            };
            table.cells.insert(place, cell);
        }
        row += 1;
    }
    table.rows_written = row;
    table.measure();
    Ok(table)
}

/// Without the apostrophe that an export of ours puts before what a program could run as a formula.
fn unguarded(value: &str) -> &str {
    match value.strip_prefix('\'') {
        Some(rest)
            if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) =>
        {
            rest
        }
        _ => value,
    }
}

/// Lines with a value to the right of the last header.
fn ragged(table: &Table) -> Option<Doubt> {
    let header = Header::find(table)?;
    let last = table
        .row_texts(header.rows.last)
        .chain(table.row_texts(header.rows.first))
        .map(|(column, _)| column)
        .max()?;
    let longer: Vec<String> = (header.rows.last + 1..table.rows)
        .filter(|row| table.row_texts(*row).any(|(column, _)| column > last))
        .map(|row| (row + 1).to_string())
        .collect();
    if longer.is_empty() {
        return None;
    }
    let shown = longer
        .iter()
        .take(5)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let more = if longer.len() > 5 { "…" } else { "" };
    Some(Doubt::general(
        DoubtCode::Ragged,
        format!(
            "Hay filas con más valores que encabezados (fila {shown}{more}): puede sobrar un separador en un texto sin comillas."
        ),
    ))
}
