//! Changed copies of a workbook, as somebody makes them in Excel.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The workbook of the example with its sheet changed.
pub(crate) fn changed(change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(exchange::EXAMPLE_XLSX)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == SHEET {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A sheet whose cell says something else.
pub(crate) fn with_cell(sheet: &str, cell: &str, text: &str) -> String {
    let from = sheet.find(&format!("<c r=\"{cell}\"")).unwrap();
    let to = from
        + sheet[from..]
            .find("</c>")
            .map_or_else(|| panic!("{cell} says nothing"), |end| end + "</c>".len());
    let style = &sheet[from..to];
    let style = style
        .split_once("s=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("0", |(style, _)| style);
    format!(
        "{}<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>{}",
        &sheet[..from],
        &sheet[to..]
    )
}

/// A sheet without one of its rows: what stood in it is gone.
pub(crate) fn without_row(sheet: &str, row: u32) -> String {
    let from = sheet.find(&format!("<row r=\"{row}\"")).unwrap();
    let to = from + sheet[from..].find("</row>").unwrap() + "</row>".len();
    format!("{}{}", &sheet[..from], &sheet[to..])
}

/// A sheet with one more row after those of the matrix.
pub(crate) fn with_row(sheet: &str, row: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, text)| {
            format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        })
        .collect();
    let at = sheet
        .find(&format!("<row r=\"{}\"", row + 1))
        .unwrap_or_else(|| sheet.find("</sheetData>").unwrap());
    format!(
        "{}<row r=\"{row}\">{cells}</row>{}",
        &sheet[..at],
        &sheet[at..]
    )
}
