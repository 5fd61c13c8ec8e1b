//! How long large files take to import, printed: `cargo run --release -p exchange --example import_speed`.
//! No test reads a clock, so the figures are taken by hand.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::Instant;

use exchange::{EXAMPLE_XLSX, read, read_xlsx};
use model::Field;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Rows of a large matrix.
const ROWS: usize = 2_000;
/// Times each is measured.
const ROUNDS: usize = 9;
const HEADERS: [&str; 11] = [
    "Eje PEA",
    "Prioridad PEA",
    "Lluvia de ideas: Líneas de Acción",
    "Indicador",
    "Interpretación",
    "Tipo",
    "Formula",
    "Frecuencia de Medición",
    "Meta 2024",
    "Meta 2025",
    "Meta 2026",
];

fn main() {
    let sample = read_xlsx(EXAMPLE_XLSX).expect("the example reads").draft;
    let fields = [
        Field::ActionLine,
        Field::IndicatorName,
        Field::Interpretation,
        Field::UnitOfMeasure,
        Field::Formula,
        Field::Frequency,
        Field::Target(2024),
        Field::Target(2025),
        Field::Target(2026),
    ];
    let rows: Vec<Vec<String>> = sample
        .rows
        .iter()
        .cycle()
        .take(ROWS)
        .map(|row| {
            let headings = ["1. Combatir".to_owned(), "7. Fomentar".to_owned()];
            let cells = fields
                .iter()
                .map(|field| row.cells.get(field).cloned().unwrap_or_default());
            headings.into_iter().chain(cells).collect()
        })
        .collect();
    measure("matriz.xlsx", &workbook(&rows));
    measure("matriz.docx", &document(&rows));
    measure("matriz.csv", &separated(&rows));
}

fn measure(name: &str, bytes: &[u8]) {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let book = read(name, bytes).expect("it reads");
            let imported = book
                .assemble(&book.guess().expect("it is a matrix"))
                .expect("it is a matrix");
            assert_eq!(imported.draft.rows.len(), ROWS);
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{name}, {ROWS} rows, {} kB: p50 {:.0} ms, worst {:.0} ms",
        bytes.len() / 1_000,
        times[ROUNDS / 2],
        times[ROUNDS - 1]
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part begins");
        zip.write_all(text.as_bytes()).expect("memory holds it");
    }
    zip.finish().expect("the zip ends").into_inner()
}

fn all(rows: &[Vec<String>]) -> impl Iterator<Item = Vec<String>> {
    let headers = HEADERS.map(str::to_owned).to_vec();
    std::iter::once(headers).chain(rows.iter().cloned())
}

fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut data = String::new();
    for row in all(rows) {
        data += "<row>";
        for text in row {
            let text = escaped(&text);
            write!(data, "<c t=\"inlineStr\"><is><t>{text}</t></is></c>").expect("memory holds it");
        }
        data += "</row>";
    }
    zip(&[
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"w\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"Matriz\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"s1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{data}</sheetData></worksheet>"),
        ),
    ])
}

fn document(rows: &[Vec<String>]) -> Vec<u8> {
    let mut data = String::new();
    for row in all(rows) {
        data += "<w:tr>";
        for text in row {
            let text = escaped(&text);
            write!(
                data,
                "<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            )
            .expect("memory holds it");
        }
        data += "</w:tr>";
    }
    zip(&[
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"w\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        (
            "word/document.xml",
            &format!(
                "<w:document xmlns:w=\"urn:w\"><w:body><w:tbl>{data}</w:tbl></w:body></w:document>"
            ),
        ),
    ])
}

fn separated(rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = String::new();
    for row in all(rows) {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        text += &cells.join(",");
        text += "\r\n";
    }
    text.into_bytes()
}
