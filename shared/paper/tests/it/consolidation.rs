//! The programme of a state as a workbook, a Word document and CSV.

use std::io::{Cursor, Read as _};

use paper::{
    ConsolidationReport, PaperSize, ReportColumn, ReportRow, ReportTable, consolidation_csv,
    consolidation_docx, consolidation_xlsx,
};

fn report() -> ConsolidationReport {
    let column = |header: &str, counts| ReportColumn {
        header: header.to_owned(),
        width_parts: 10,
        counts,
    };
    let row = |cells: &[&str], marked| ReportRow {
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        marked,
        over: false,
    };
    ConsolidationReport {
        title: "Programa estatal <2024> & más".to_owned(),
        lines: vec!["2 instituciones, 3 renglones.".to_owned()],
        tables: vec![
            ReportTable {
                name: "Consolidado".to_owned(),
                title: "Renglones de todas las matrices".to_owned(),
                columns: vec![
                    column("Institución", false),
                    column("No.", true),
                    column("Línea de acción", false),
                ],
                rows: vec![
                    ReportRow {
                        cells: vec!["1. Combatir".to_owned()],
                        marked: false,
                        over: true,
                    },
                    row(
                        &["Junta, de Caminos", "1", "=HYPERLINK(\"http://x\")"],
                        false,
                    ),
                    row(&["Servicios de Salud", "2", "Dos\nrenglones \u{0}"], true),
                    // A cell too few, and a count that is none.
                    row(&["Instituto", "no aplica"], false),
                ],
            },
            ReportTable {
                name: "Cobertura: por [eje]/muy largo, más de treinta y una letras".to_owned(),
                title: "Qué cubre cada eje".to_owned(),
                columns: vec![column("Eje", false), column("Líneas", true)],
                rows: vec![row(&["1. Combatir", "12"], false)],
            },
        ],
        foot: "Hecho el 19 de abril de 2023".to_owned(),
        page_words: ["Página".to_owned(), "de".to_owned()],
        legend: "Amarillo: sujeta a revisión.".to_owned(),
        language: "es-MX".to_owned(),
        dated_unix_s: 1_681_926_000,
        paper: PaperSize::Oficio,
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Whether it is whole XML.
fn sound(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        if reader.read_event().unwrap() == quick_xml::events::Event::Eof {
            return;
        }
    }
}

#[test]
fn csv_has_the_first_table_and_runs_nothing() {
    let bytes = consolidation_csv(&report());
    let text = std::str::from_utf8(&bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect())
        .collect();
    assert_eq!(rows.len(), 3, "what stands over a group is no row");
    assert_eq!(
        rows[0],
        ["Junta, de Caminos", "1", "'=HYPERLINK(\"http://x\")"]
    );
    assert_eq!(rows[2], ["Instituto", "no aplica", ""]);
}

#[test]
fn a_workbook_has_a_sheet_for_each_table_and_no_formula() {
    let bytes = consolidation_xlsx(&report()).unwrap();
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("name=\"Consolidado\""), "{book}");
    assert!(book.contains("Cobertura por ejemuy largo, más"), "{book}");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "a text is a text");
    assert!(sheet.contains("<autoFilter"), "{sheet}");
    let texts = part(&bytes, "xl/sharedStrings.xml");
    assert!(texts.contains("=HYPERLINK"));
    sound(&sheet);
    sound(&texts);
    assert_eq!(
        bytes,
        consolidation_xlsx(&report()).unwrap(),
        "the same report, the same bytes"
    );
}

#[test]
fn a_word_document_says_the_heads_on_every_page_and_marks_in_yellow() {
    let bytes = consolidation_docx(&report()).unwrap();
    let document = part(&bytes, "word/document.xml");
    sound(&document);
    sound(&part(&bytes, "word/footer1.xml"));
    sound(&part(&bytes, "word/styles.xml"));
    assert_eq!(document.matches("<w:tblHeader/>").count(), 2);
    assert_eq!(
        document.matches("FFF7CC").count(),
        3,
        "the cells of the marked row"
    );
    assert!(document.contains("Programa estatal &lt;2024&gt; &amp; más"));
    assert!(
        document.contains(r#"<w:pgSz w:w="19276" w:h="12246""#),
        "oficio on its side"
    );
    assert!(document.contains("<w:br/>"), "lines stay lines");
}
