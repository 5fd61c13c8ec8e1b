//! The annex as workbooks of Excel and Calc: what comes back out of them, and what is inside.

use std::io::{Cursor, Read as _};

use exchange::{Imported, read, read_xlsx};
use model::Field;
use paper::marks::{ORIGIN_MARK, ORIGIN_SHEET};
use paper::{Annex, Logo, PaperSize, annex_docx, annex_ods, annex_xlsx};

use crate::sample::{annex_of, imported, many, secoem, secoem_with_comments};

const POINT: &[u8] = include_bytes!("../../samples/point.png");

fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap_or_else(|_| panic!("no {name}"))
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// What is read of a file that Cotejo wrote.
fn back(name: &str, bytes: &[u8]) -> Imported {
    let book = read(name, bytes).unwrap();
    let origin = book.origin().unwrap();
    let imprint = secoem().imprint;
    assert_eq!(
        (
            &origin.dossier,
            &origin.version,
            &origin.digest,
            &origin.point
        ),
        (
            &imprint.dossier,
            &imprint.version,
            &imprint.digest,
            &imprint.point
        )
    );
    book.assemble(&book.guess().unwrap()).unwrap()
}

fn notes(imported: &Imported) -> Vec<(usize, Field, String, String)> {
    let notes = imported.notes.iter();
    notes
        .map(|note| (note.row, note.field, note.author.clone(), note.text.clone()))
        .collect()
}

#[test]
fn what_is_written_comes_back_the_same() {
    let (annex, before) = (secoem_with_comments(), imported());
    for (name, bytes) in [
        ("matriz.xlsx", annex_xlsx(&annex).unwrap()),
        ("matriz.docx", annex_docx(&annex).unwrap()),
        ("matriz.ods", annex_ods(&annex).unwrap()),
    ] {
        let after = back(name, &bytes);
        assert_eq!(after.draft.rows, before.draft.rows, "{name}");
        assert_eq!(after.draft.headings, before.draft.headings, "{name}");
        assert_eq!(after.draft.title, before.draft.title, "{name}");
        assert_eq!(after.draft.institution, before.draft.institution, "{name}");
        assert_eq!(notes(&after), notes(&before), "{name}");
        let lines = after
            .rows
            .iter()
            .map(|row| &row.origin.as_ref().unwrap().line);
        let expected = annex.rows.iter().map(|row| &row.line);
        assert!(lines.eq(expected), "{name}");
    }
}

#[test]
fn a_long_matrix_comes_back_too() {
    let annex = many(200);
    for (name, bytes) in [
        ("matriz.xlsx", annex_xlsx(&annex).unwrap()),
        ("matriz.docx", annex_docx(&annex).unwrap()),
    ] {
        let again = annex_of(&back(name, &bytes).draft);
        assert_eq!(again.rows.len(), 200, "{name}");
        for (before, after) in annex.rows.iter().zip(&again.rows) {
            let texts = |row: &paper::AnnexRow| {
                let cells = row.cells.iter();
                cells.map(|cell| cell.text.clone()).collect::<Vec<_>>()
            };
            assert_eq!(texts(after), texts(before), "{name}, row {}", before.number);
            assert_eq!(after.pending_external, before.pending_external);
        }
    }
}

#[test]
fn a_workbook_prints_as_the_form() {
    for (paper, code) in [
        (PaperSize::Carta, "1"),
        (PaperSize::Oficio, "14"),
        (PaperSize::Legal, "5"),
    ] {
        let annex = Annex { paper, ..secoem() };
        let sheet = part(&annex_xlsx(&annex).unwrap(), "xl/worksheets/sheet1.xml");
        for mark in [
            &format!(r#"paperSize="{code}""#),
            r#"orientation="landscape""#,
            r#"fitToHeight="0""#,
            "<rowBreaks",
            "Página &amp;P de &amp;N",
            "SECOEM-2023-04-24-3F9A-22C1",
            "ANEXO",
            "Rúbricas",
            r#"numberStoredAsText="1""#,
        ] {
            assert!(sheet.contains(mark), "{mark}");
        }
        assert!(!sheet.contains("<f>"), "no cell is a formula");
    }
    let book = annex_xlsx(&secoem()).unwrap();
    let workbook = part(&book, "xl/workbook.xml");
    assert!(workbook.contains("Print_Titles") && workbook.contains("$1:$4"));
    assert!(workbook.contains(&format!(r#"name="{ORIGIN_SHEET}""#)));
    assert!(workbook.contains(r#"state="veryHidden""#));
    let texts = part(&book, "xl/sharedStrings.xml");
    for words in [
        ORIGIN_MARK,
        &secoem().imprint.dossier,
        &secoem().rows[25].line,
    ] {
        assert!(texts.contains(words), "{words}");
    }
    assert_eq!(book, annex_xlsx(&secoem()).unwrap());
}

#[test]
fn formulas_stay_text_and_long_cells_are_told_of() {
    let mut annex = secoem();
    annex.rows[0].cells[2].text = "=HYPERLINK(\"http://x\")".to_owned();
    annex.rows[1].cells[2].text = "palabra ".repeat(1_500);
    annex.imprint.version = String::new();
    let logo = Logo {
        bytes: POINT.to_vec(),
        alt: "Escudo".to_owned(),
    };
    annex.logo_left = Some(logo);
    let book = annex_xlsx(&annex).unwrap();
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && sheet.contains("BORRADOR"));
    let texts = part(&book, "xl/sharedStrings.xml");
    assert!(texts.contains("está completo en la celda: 2."));
    let read = read_xlsx(&book).unwrap();
    assert_eq!(
        read.draft.rows[0].cells[&Field::ActionLine],
        "=HYPERLINK(\"http://x\")"
    );
}

#[test]
fn a_calc_workbook_holds_the_same() {
    let annex = secoem_with_comments();
    let book = annex_ods(&annex).unwrap();
    assert_eq!(&book[30..38], b"mimetype");
    let content = part(&book, "content.xml");
    let mut reader = quick_xml::Reader::from_str(&content);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    assert_eq!(content.matches("<office:annotation>").count(), 2);
    assert_eq!(
        content
            .matches("<dc:creator>Enlace SECOEM</dc:creator>")
            .count(),
        1
    );
    assert!(content.contains(ORIGIN_MARK));
    assert!(!content.contains("table:formula"));
    for row in &annex.rows {
        let first = row.cells[2]
            .text
            .split_whitespace()
            .next()
            .unwrap_or("Porcentaje");
        assert!(content.contains(first), "row {}", row.number);
    }
    let styles = part(&book, "styles.xml");
    assert!(styles.contains("SECOEM-2023-04-24-3F9A-22C1") && styles.contains("ANEXO"));
    assert_eq!(book, annex_ods(&annex).unwrap());
}
