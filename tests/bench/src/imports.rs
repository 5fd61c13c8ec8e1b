//! An Excel file of 2,000 rows read: as tables, and as a matrix by the mapping Cotejo guesses.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::Instant;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::figure::{Figure, Times};

const ROWS: usize = 2_000;
const ROUNDS: usize = 9;
const HEADERS: [&str; 11] = [
    "Eje",
    "Prioridad",
    "Línea de acción",
    "Indicador",
    "Interpretación",
    "Unidad de medida",
    "Fórmula de cálculo",
    "Frecuencia de medición",
    "Meta 2024",
    "Meta 2025",
    "Meta 2026",
];

pub(crate) fn run(_folder: &Path) {
    let file = workbook();
    let mut times = Times::default();
    let mut rows = 0;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let book = exchange::read("matriz.xlsx", &file).expect("it is read");
        let mapping = book.guess().expect("it is a matrix");
        let imported = book.assemble(&mapping).expect("it is assembled");
        times.add(began.elapsed());
        rows = imported.draft.rows.len();
    }
    Figure::new("import-xlsx")
        .with("rows", rows)
        .with("bytes", file.len())
        .times(&times)
        .aim(times.percentile(95) < 2_000.0 && rows == ROWS)
        .say("ms", "p95 < 2,000");
}

/// A workbook with one sheet of so many rows, each text written out as the programs of others do.
fn workbook() -> Vec<u8> {
    let mut sheet = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    row(&mut sheet, 1, HEADERS.map(str::to_owned));
    for number in 0..ROWS {
        let (axis, priority) = (number / 500 + 1, number / 25 + 1);
        row(
            &mut sheet,
            number + 2,
            [
                format!("{axis}. Eje número {axis} de la política"),
                format!("{priority}. Fortalecer la atención de las denuncias, grupo {priority}"),
                format!("Recibir, turnar y dar seguimiento a las denuncias del grupo {number}, con informes trimestrales a quien corresponda."),
                format!("Porcentaje de denuncias atendidas del grupo {number}"),
                "Mide cuántas de las denuncias recibidas se atendieron en el plazo que marca la ley.".to_owned(),
                "Porcentaje".to_owned(),
                "(Denuncias atendidas / Denuncias recibidas) * 100".to_owned(),
                "Anual".to_owned(),
                (number % 90 + 10).to_string(),
                (number % 80 + 20).to_string(),
                "100".to_owned(),
            ],
        );
    }
    sheet.push_str("</sheetData></worksheet>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Matriz" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ] {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a workbook").into_inner()
}

fn row(sheet: &mut String, number: usize, cells: [String; HEADERS.len()]) {
    write!(sheet, r#"<row r="{number}">"#).expect("text");
    for (text, column) in cells.iter().zip('A'..) {
        let place = format!("{column}{number}");
        write!(
            sheet,
            r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#
        )
        .expect("text");
    }
    sheet.push_str("</row>");
}
