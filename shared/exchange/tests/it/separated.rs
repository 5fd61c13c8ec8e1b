//! The CSV files that offices send.

use exchange::{DoubtCode, Format, ImportError, read};
use model::Field;

use crate::sample::{SAMPLE_CSV, as_guessed, book, sample};

const TEXT: &str = "Eje,Prioridad,Línea de acción,Indicador,Fórmula,Meta 2024\r\n\
    1. Uno,7. Siete,\"Difundir, ya\nsiempre\",Porcentaje de niños,'=A1/B1,100%\r\n\
    1. Uno,7. Siete,NA,N/A,—,#N/A\r\n";

fn check(case: &str, bytes: &[u8], guessed: bool) {
    let book = book("matriz.csv", bytes);
    assert_eq!(book.format, Format::Csv, "{case}");
    let imported = as_guessed(&book);
    let cell = |row: usize, field: Field| imported.draft.rows[row].cells[&field].clone();
    assert_eq!(imported.draft.rows.len(), 2, "{case}");
    assert_eq!(
        cell(0, Field::ActionLine),
        "Difundir, ya\nsiempre",
        "{case}"
    );
    assert_eq!(
        cell(0, Field::IndicatorName),
        "Porcentaje de niños",
        "{case}"
    );
    assert_eq!(cell(0, Field::Formula), "=A1/B1", "{case}");
    assert_eq!(cell(0, Field::Target(2024)), "100%", "{case}");
    let printed = [
        Field::ActionLine,
        Field::IndicatorName,
        Field::Formula,
        Field::Target(2024),
    ];
    assert_eq!(
        printed.map(|field| cell(1, field)),
        ["NA", "N/A", "—", "#N/A"],
        "{case}"
    );
    let told = imported
        .doubts
        .iter()
        .any(|doubt| doubt.code == DoubtCode::EncodingGuessed);
    assert_eq!(told, guessed, "{case}");
}

#[test]
fn every_letter_set_and_separator_reads_the_same() {
    let marked = format!("\u{feff}{TEXT}");
    check("UTF-8", TEXT.as_bytes(), false);
    check("UTF-8 with its mark", marked.as_bytes(), false);
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(TEXT);
    check("Windows", &windows, true);
    // Excel's "Unicode text": UTF-16 with tabs.
    let tabs = TEXT
        .replace("Difundir, ya", "Difundir; ya")
        .replace(',', "\t")
        .replace("; ya", ", ya");
    let wide: Vec<u8> = format!("\u{feff}{tabs}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check("UTF-16", &wide, false);
    check("UTF-16 without its mark", &wide[2..], false);
    let semicolons = TEXT
        .replace("Difundir, ya", "Difundir\u{1}")
        .replace(',', ";")
        .replace('\u{1}', ", ya");
    check("semicolons", semicolons.as_bytes(), false);
    check(
        "a line that says so",
        format!("sep=;\r\n{semicolons}").as_bytes(),
        false,
    );
}

#[test]
fn the_sample_gives_the_same_rows_without_colours() {
    let imported = as_guessed(&book("secoem-matriz.csv", SAMPLE_CSV));
    let mut expected = sample().draft;
    for row in &mut expected.rows {
        row.pending_external = false;
    }
    assert_eq!(imported.draft.rows, expected.rows);
    assert_eq!(imported.draft.headings, expected.headings);
    assert_eq!(imported.draft.title, "secoem-matriz");
}

#[test]
fn a_line_with_one_value_too_many_is_told() {
    let text = "Línea de acción,Indicador,Meta 2024\na,i,1\nb,i,de más,2\n";
    let imported = as_guessed(&book("m.csv", text.as_bytes()));
    let doubt = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::Ragged);
    assert!(doubt.unwrap().sentence.contains("fila 3"));
}

#[test]
fn what_is_no_table_is_refused() {
    for bytes in [
        &b"una carta\nsin columnas\n"[..],
        b"",
        b"\0\x01\x02",
        b"%PDF-1.7\n\xff\xfe\0\0",
    ] {
        assert_eq!(read("x.csv", bytes).unwrap_err(), ImportError::NotWorkbook);
    }
    let other = read("x.csv", b"Nombre,Sueldo\nAna,1\n").unwrap();
    assert!(matches!(other.guess(), Err(ImportError::NotMatrix { .. })));
}
