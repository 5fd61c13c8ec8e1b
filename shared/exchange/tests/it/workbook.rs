//! Workbooks made for a test: the fewest parts a reader accepts.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A workbook whose sheets are given as rows of `<c>` elements.
#[derive(Default)]
pub(crate) struct Workbook {
    sheets: Vec<(String, String, String)>,
    parts: Vec<(String, Vec<u8>)>,
    sheet_relationships: String,
    own_relationships: String,
    styles: Option<String>,
}

/// Headers of a small matrix.
pub(crate) const HEADERS: [&str; 6] = [
    "Eje",
    "Prioridad",
    "Línea de acción",
    "Indicador",
    "Fórmula",
    "Meta 2024",
];

impl Workbook {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A sheet from texts; "" leaves the cell out.
    pub(crate) fn sheet(self, name: &str, rows: &[&[&str]]) -> Self {
        self.sheet_merged(name, rows, &[])
    }

    /// The same, with merged ranges.
    pub(crate) fn sheet_merged(self, name: &str, rows: &[&[&str]], merged: &[&str]) -> Self {
        let data: String = rows
            .iter()
            .enumerate()
            .map(|(row, cells)| {
                let cells: String = cells
                    .iter()
                    .enumerate()
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(column, text)| text_cell(&place(row, column), text, 0))
                    .collect();
                format!("<row r=\"{}\">{cells}</row>", row + 1)
            })
            .collect();
        let ranges: String = merged
            .iter()
            .map(|range| format!("<mergeCell ref=\"{range}\"/>"))
            .collect();
        self.sheet_xml(name, &data, &format!("<mergeCells>{ranges}</mergeCells>"))
    }

    /// A sheet from what goes inside `sheetData` and after it.
    pub(crate) fn sheet_xml(mut self, name: &str, data: &str, after: &str) -> Self {
        self.sheets
            .push((name.to_owned(), data.to_owned(), after.to_owned()));
        self
    }

    /// Styles other than the usual ones.
    pub(crate) fn styles(mut self, inside: &str) -> Self {
        self.styles = Some(inside.to_owned());
        self
    }

    /// Another part.
    pub(crate) fn part(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.push((name.to_owned(), bytes.into()));
        self
    }

    /// A relationship of the first sheet.
    pub(crate) fn sheet_relationship(mut self, kind: &str, target: &str) -> Self {
        self.sheet_relationships += &relationship("r1", kind, target);
        self
    }

    /// A relationship of the workbook.
    pub(crate) fn workbook_relationship(mut self, kind: &str, target: &str) -> Self {
        self.own_relationships += &relationship("rp", kind, target);
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut sheets = String::new();
        let mut relationships = self.own_relationships;
        let mut parts = self.parts;
        for (index, (name, data, after)) in self.sheets.iter().enumerate() {
            let id = index + 1;
            sheets += &format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"s{id}\"/>");
            relationships += &relationship(
                &format!("s{id}"),
                "worksheet",
                &format!("worksheets/h{id}.xml"),
            );
            parts.push((
                format!("xl/worksheets/h{id}.xml"),
                format!(
                    "<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData>{after}</worksheet>"
                )
                .into_bytes(),
            ));
        }
        parts.push((
            "_rels/.rels".to_owned(),
            rels(&relationship("w", "officeDocument", "xl/workbook.xml")),
        ));
        parts.push((
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
            )
            .into_bytes(),
        ));
        parts.push((
            "xl/_rels/workbook.xml.rels".to_owned(),
            rels(&relationships),
        ));
        let own = self.styles.map(|inside| {
            format!("<styleSheet xmlns=\"{MAIN}\">{inside}</styleSheet>").into_bytes()
        });
        parts.push(("xl/styles.xml".to_owned(), own.unwrap_or_else(styles)));
        if !self.sheet_relationships.is_empty() {
            parts.push((
                "xl/worksheets/_rels/h1.xml.rels".to_owned(),
                rels(&self.sheet_relationships),
            ));
        }
        zip(&parts)
    }
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Fills of the styles 1, 2… of every workbook made here; style 0 has none. After them comes a
/// percentage.
pub(crate) const FILLS: [&str; 8] = [
    "FFFFFF00", "FFFFF2CC", "FFFFFFCC", "FFFFC000", "FF92D050", "FFF2F2F2", "FFFFFFFF", "FFFFFF99",
];
pub(crate) const PERCENT_STYLE: usize = FILLS.len() + 1;
pub(crate) const DATE_STYLE: usize = FILLS.len() + 2;

fn styles() -> Vec<u8> {
    let fills: String = FILLS
        .iter()
        .map(|colour| {
            format!(
                "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/></patternFill></fill>"
            )
        })
        .collect();
    let formats: String = (1..=FILLS.len())
        .map(|fill| format!("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"{fill}\" borderId=\"0\"/>"))
        .collect();
    format!(
        "<styleSheet xmlns=\"{MAIN}\"><fonts><font/></fonts><fills><fill/>{fills}</fills>\
         <borders><border/></borders><cellXfs><xf numFmtId=\"0\" fillId=\"0\"/>{formats}\
         <xf numFmtId=\"9\" fillId=\"0\"/><xf numFmtId=\"14\" fillId=\"0\"/></cellXfs></styleSheet>"
    )
    .into_bytes()
}

/// The name of a place from its row and column, from 0.
pub(crate) fn place(row: usize, column: usize) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

pub(crate) fn text_cell(place: &str, text: &str, style: usize) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    )
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
}

fn rels(inside: &str) -> Vec<u8> {
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
    )
    .into_bytes()
}

pub(crate) fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same zip with the part whose name ends so copied under more names, without inflating it.
pub(crate) fn multiplied(bytes: &[u8], ending: &str, copies: usize) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index_raw(index).unwrap();
        let name = part.name().unwrap().into_owned();
        to.raw_copy_file(part).unwrap();
        if name.ends_with(ending) {
            for copy in 0..copies {
                let part = from.by_index_raw(index).unwrap();
                to.raw_copy_file_rename(part, format!("copia/{copy}").as_str())
                    .unwrap();
            }
        }
    }
    to.finish().unwrap().into_inner()
}
