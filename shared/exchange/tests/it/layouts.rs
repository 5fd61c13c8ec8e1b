//! The layouts in which offices keep the same matrix.

use exchange::{DoubtCode, Imported, read_xlsx};
use model::{Field, Level};

use crate::workbook::{DATE_STYLE, FILLS, HEADERS, PERCENT_STYLE, Workbook, place, text_cell};

fn import(workbook: Workbook) -> Imported {
    read_xlsx(&workbook.bytes()).unwrap()
}

/// A field of every row, "" where blank.
fn column(imported: &Imported, field: Field) -> Vec<String> {
    let rows = imported.draft.rows.iter();
    rows.map(|row| row.cells.get(&field).cloned().unwrap_or_default())
        .collect()
}

#[test]
fn headers_are_recognised_however_they_are_written() {
    for (header, field) in [
        ("EJE PEA:", Field::Heading(Level::Axis)),
        ("  Eje   Estratégico ", Field::Heading(Level::Axis)),
        ("Objetivo Específico", Field::Heading(Level::Objective)),
        ("Prioridad\u{a0}PNA", Field::Heading(Level::Priority)),
        ("Estrategia", Field::Heading(Level::Strategy)),
        ("Nombre del indicador", Field::IndicatorName),
        ("Interpretacio\u{301}n", Field::Interpretation),
        ("Definición", Field::Interpretation),
        ("Unidad de medida", Field::UnitOfMeasure),
        ("Método de cálculo", Field::Formula),
        ("Periodicidad", Field::Frequency),
        ("Línea base", Field::BaselineValue),
        ("Año base", Field::BaselineYear),
        ("Meta\nal 2027", Field::Target(2027)),
        ("2028", Field::Target(2028)),
        ("Tendencia esperada", Field::Direction),
        ("Medio de verificación", Field::MeansOfVerification),
        ("Actor(es)", Field::Responsible),
    ] {
        let imported = import(Workbook::new().sheet(
            "Hoja",
            &[
                &["Acción puntual", "Tipo", "Meta 2024", header],
                &["Difundir la denuncia", "Porcentaje", "100", "9. algo"],
            ],
        ));
        if field == Field::UnitOfMeasure {
            // "Tipo" came first and keeps the field; the other one is told.
            assert!(
                imported
                    .doubts
                    .iter()
                    .any(|doubt| doubt.sentence.contains(header))
            );
        } else if let Field::Heading(level) = field {
            let heading = &imported.draft.headings[0];
            assert_eq!(
                (heading.level, &*heading.number, &*heading.text),
                (level, "9", "algo")
            );
        } else {
            assert_eq!(column(&imported, field), ["9. algo"], "{header}");
        }
    }
}

#[test]
fn years_may_stand_under_a_merged_header() {
    let imported = import(Workbook::new().sheet_merged(
        "Hoja",
        &[
            &["Programa de 2024 a 2026"],
            &["Eje", "Línea de acción", "Indicador", "Metas"],
            &["", "", "", "2025", "2026"],
            &["1. Uno", "Difundir", "Porcentaje de difusión", "50", "100"],
        ],
        &["A2:A3", "B2:B3", "C2:C3", "D2:E2"],
    ));
    assert_eq!(imported.draft.years, [2025, 2026]);
    assert_eq!(imported.draft.rows.len(), 1);
    assert_eq!(column(&imported, Field::Target(2026)), ["100"]);
    assert_eq!(imported.draft.title, "Programa de 2024 a 2026");
}

#[test]
fn headings_merged_or_repeated_are_the_same() {
    let merged = import(Workbook::new().sheet_merged(
        "Hoja",
        &[
            &HEADERS,
            &["1. Uno", "7. Siete", "a", "i", "f", "1"],
            &["", "", "b", "i", "f", "1"],
            &["", "8. Ocho", "c", "i", "f", "1"],
        ],
        &["A2:A4", "B2:B3"],
    ));
    let repeated = import(Workbook::new().sheet(
        "Hoja",
        &[
            &HEADERS,
            &["1. Uno", "7. Siete", "a", "i", "f", "1"],
            &["1. Uno", "7. Siete", "b", "i", "f", "1"],
            &["1. Uno", "8. Ocho", "c", "i", "f", "1"],
        ],
    ));
    assert_eq!(merged.draft, repeated.draft);
    assert_eq!(merged.draft.headings.len(), 3);
    // The same priority under another axis is another heading.
    let elsewhere = import(Workbook::new().sheet(
        "Hoja",
        &[
            &HEADERS,
            &["1. Uno", "7. Siete", "a", "i", "f", "1"],
            &["2. Dos", "7. Siete", "b", "i", "f", "1"],
        ],
    ));
    let parents: Vec<Option<usize>> = elsewhere
        .draft
        .headings
        .iter()
        .map(|heading| heading.parent)
        .collect();
    assert_eq!(parents, [None, Some(0), None, Some(2)]);
    // A blank that is not merged stays blank.
    let blank = import(Workbook::new().sheet(
        "Hoja",
        &[
            &HEADERS,
            &["1. Uno", "7. Siete", "a", "i", "f", "1"],
            &["", "", "b", "i", "f", "1"],
        ],
    ));
    assert_eq!(blank.draft.rows[1].heading, None);
}

#[test]
fn a_number_is_split_off_only_if_it_prints_back() {
    for (printed, number, text) in [
        ("7. Fomentar la denuncia", "7", "Fomentar la denuncia"),
        ("10.2. Impulsar", "10.2", "Impulsar"),
        ("7.\u{a0}Fomentar", "7", "Fomentar"),
        ("7 Fomentar", "", "7 Fomentar"),
        ("7) Fomentar", "", "7) Fomentar"),
        ("7.Fomentar", "", "7.Fomentar"),
        ("7..  Fomentar", "", "7..  Fomentar"),
        ("Eje 7. Fomentar", "", "Eje 7. Fomentar"),
        ("7.", "", "7."),
        ("2024", "", "2024"),
    ] {
        let imported =
            import(Workbook::new().sheet("Hoja", &[&HEADERS, &["", printed, "a", "i", "f", "1"]]));
        let heading = &imported.draft.headings[0];
        assert_eq!(
            (&*heading.number, &*heading.text),
            (number, text),
            "{printed}"
        );
    }
}

#[test]
fn numbers_dates_and_errors_are_read_as_they_show() {
    for (cell, printed) in [
        ("<c r=\"F2\"><v>100</v></c>".to_owned(), "100"),
        ("<c r=\"F2\"><v>100.0</v></c>".to_owned(), "100"),
        (
            "<c r=\"F2\"><v>0.30000000000000004</v></c>".to_owned(),
            "0.3",
        ),
        ("<c r=\"F2\"><v>12.5</v></c>".to_owned(), "12.5"),
        (
            format!("<c r=\"F2\" s=\"{PERCENT_STYLE}\"><v>1</v></c>"),
            "100%",
        ),
        (
            format!("<c r=\"F2\" s=\"{PERCENT_STYLE}\"><v>0.15</v></c>"),
            "15%",
        ),
        (
            format!("<c r=\"F2\" s=\"{DATE_STYLE}\"><v>45291</v></c>"),
            "31/12/2023",
        ),
        ("<c r=\"F2\" t=\"b\"><v>1</v></c>".to_owned(), "VERDADERO"),
        ("<c r=\"F2\" t=\"e\"><v>#N/A</v></c>".to_owned(), "#N/A"),
        (
            "<c r=\"F2\" t=\"str\"><f>E2</f><v>N/A</v></c>".to_owned(),
            "N/A",
        ),
        (text_cell("F2", "  100 % \n", 0), "100 %"),
        (
            text_cell("F2", "uno&#13;&#10;dos", 0).replace("&amp;", "&"),
            "uno\ndos",
        ),
    ] {
        let headers: String = HEADERS
            .iter()
            .enumerate()
            .map(|(column, text)| text_cell(&place(0, column), text, 0))
            .collect();
        let line = text_cell("C2", "Difundir", 0);
        let data = format!("<row r=\"1\">{headers}</row><row r=\"2\">{line}{cell}</row>");
        let imported = import(Workbook::new().sheet_xml("Hoja", &data, ""));
        assert_eq!(column(&imported, Field::Target(2024)), [printed], "{cell}");
    }
}

#[test]
fn the_yellows_people_use_mark_a_row() {
    let yellow = ["FFFFFF00", "FFFFF2CC", "FFFFFFCC", "FFFFFF99"];
    for (index, colour) in FILLS.iter().enumerate() {
        let headers: String = HEADERS
            .iter()
            .enumerate()
            .map(|(column, text)| text_cell(&place(0, column), text, 0))
            .collect();
        let row: String = ["", "", "Difundir", "i", "f", "1"]
            .iter()
            .enumerate()
            .skip(2)
            .map(|(column, text)| text_cell(&place(1, column), text, index + 1))
            .collect();
        let data = format!("<row r=\"1\">{headers}</row><row r=\"2\">{row}</row>");
        let imported = import(Workbook::new().sheet_xml("Hoja", &data, ""));
        let pending = imported.draft.rows[0].pending_external;
        assert_eq!(pending, yellow.contains(colour), "{colour}");
    }
}

#[test]
fn a_row_is_marked_when_half_of_it_is_yellow() {
    for (yellow, pending) in [(0, false), (1, false), (2, true), (3, true), (4, true)] {
        let headers: String = HEADERS
            .iter()
            .enumerate()
            .map(|(column, text)| text_cell(&place(0, column), text, 0))
            .collect();
        let row: String = (2..6)
            .map(|column| text_cell(&place(1, column), "x", usize::from(column - 2 < yellow)))
            .collect();
        let data = format!("<row r=\"1\">{headers}</row><row r=\"2\">{row}</row>");
        let imported = import(Workbook::new().sheet_xml("Hoja", &data, ""));
        assert_eq!(
            imported.draft.rows[0].pending_external, pending,
            "{yellow} of 4"
        );
        let told = imported
            .doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::PartlyYellow);
        assert_eq!(told, yellow == 1, "{yellow} of 4");
    }
}

#[test]
fn a_cell_merged_sideways_belongs_to_its_first_column() {
    let imported = import(Workbook::new().sheet_merged(
        "Hoja",
        &[
            &HEADERS,
            &["1. Uno", "7. Siete", "a", "indicador y fórmula", "", "1"],
        ],
        &["D2:E2"],
    ));
    assert_eq!(
        column(&imported, Field::IndicatorName),
        ["indicador y fórmula"]
    );
    assert_eq!(column(&imported, Field::Formula), [""]);
}

#[test]
fn the_sheet_that_looks_most_like_a_matrix_is_read() {
    let small: &[&[&str]] = &[
        &["Línea de acción", "Indicador", "Meta 2024"],
        &["Otra", "Porcentaje", "1"],
    ];
    let imported = import(
        Workbook::new()
            .sheet("Catálogo", &[&["Clave", "Nombre"], &["1", "SFA"]])
            .sheet("Avance", small)
            .sheet(
                "Matriz",
                &[&HEADERS, &["1. Uno", "7. Siete", "La buena", "i", "f", "1"]],
            ),
    );
    assert_eq!(column(&imported, Field::ActionLine), ["La buena"]);
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.sentence.contains("«Avance»"))
    );
}

#[test]
fn legends_repeated_headers_and_blank_rows_are_not_rows() {
    let legend = "Las líneas de acción resaltadas en color amarillo quedan sujetas a ser revisadas";
    let imported = import(Workbook::new().sheet_merged(
        "Hoja",
        &[
            &["", "", legend],
            &[],
            &HEADERS,
            &["1. Uno", "7. Siete", "a", "i", "f", "1"],
            &HEADERS,
            &["", "", "b", "i", "f", "1"],
            &[],
            &["", "", legend],
        ],
        &["C8:F8"],
    ));
    assert_eq!(column(&imported, Field::ActionLine), ["a", "b"]);
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.sentence.contains("(C8)"))
    );
}

#[test]
fn notes_are_found_whatever_the_parts_are_called() {
    let rows: &[&[&str]] = &[&HEADERS, &["1. Uno", "7. Siete", "a", "i", "f", "1"]];
    let notes = "<x:comments xmlns:x=\"urn:x\"><x:authors><x:author>Ana</x:author><x:author/></x:authors>\
        <x:commentList><x:comment ref=\"$F$2\" authorId=\"0\"><x:text><x:r><x:t>Ana:</x:t></x:r>\
        <x:r><x:t xml:space=\"preserve\">\nFalta el %, &#191;no? A &amp; B</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh>\
        </x:text></x:comment><x:comment ref=\"A1\" authorId=\"1\"><x:text><x:t>En el título</x:t></x:text></x:comment>\
        <x:comment ref=\"C2\" authorId=\"9\"><x:text><x:t>Sin autor</x:t></x:text></x:comment>\
        </x:commentList></x:comments>";
    let imported = import(
        Workbook::new()
            .sheet("Hoja", rows)
            .part("xl/raro/Notas.XML", notes)
            .sheet_relationship("comments", "../raro/notas.xml"),
    );
    let found: Vec<(Field, &str, &str)> = imported
        .notes
        .iter()
        .map(|note| (note.field, &*note.author, &*note.text))
        .collect();
    assert_eq!(
        found,
        [
            (Field::ActionLine, "", "Sin autor"),
            (Field::Target(2024), "Ana", "Falta el %, ¿no? A & B"),
        ]
    );
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.sentence.contains("A1 «En el título»"))
    );
}

#[test]
fn threaded_comments_carry_their_people() {
    let rows: &[&[&str]] = &[&HEADERS, &["1. Uno", "7. Siete", "a", "i", "f", "1"]];
    let copy = "<comments><authors><author>tc={1}</author></authors><commentList>\
        <comment ref=\"E2\" authorId=\"0\"><text><t>[Comentario encadenado] Su versión…</t></text></comment>\
        </commentList></comments>";
    let thread = "<ThreadedComments><threadedComment ref=\"E2\" dT=\"2023-04-20T15:00:00.00\" personId=\"{P}\" id=\"{1}\"><text>¿Y el denominador?</text></threadedComment>\
        <threadedComment ref=\"E2\" personId=\"{Q}\" id=\"{2}\" parentId=\"{1}\"><text>Falta</text></threadedComment></ThreadedComments>";
    let people = "<personList><person displayName=\"Ana Ruiz\" id=\"{P}\"/></personList>";
    let imported = import(
        Workbook::new()
            .sheet("Hoja", rows)
            .part("xl/comments1.xml", copy)
            .part("xl/threadedComments/t1.xml", thread)
            .part("xl/persons/p.xml", people)
            .sheet_relationship("comments", "../comments1.xml")
            .sheet_relationship("threadedComment", "/xl/threadedComments/t1.xml")
            .workbook_relationship("person", "persons/p.xml"),
    );
    let found: Vec<(&str, &str)> = imported
        .notes
        .iter()
        .map(|note| (&*note.author, &*note.text))
        .collect();
    assert_eq!(found, [("Ana Ruiz", "¿Y el denominador?"), ("", "Falta")]);
    let dates: Vec<Option<i64>> = imported
        .notes
        .iter()
        .map(|note| note.dated_unix_s)
        .collect();
    assert_eq!(dates, [Some(1_682_002_800), None]);
}

#[test]
fn a_note_longer_than_a_comment_comes_in_portions() {
    let rows: &[&[&str]] = &[&HEADERS, &["1. Uno", "7. Siete", "a", "i", "f", "1"]];
    let units_max = review::limits::COMMENT_UTF16_UNITS_MAX;
    for (units, portions) in [(units_max - 1, 1), (units_max, 1), (units_max + 1, 2)] {
        let notes = format!(
            "<comments><authors/><commentList><comment ref=\"C2\"><text><t>{}</t></text></comment></commentList></comments>",
            "x".repeat(units)
        );
        let imported = import(
            Workbook::new()
                .sheet("Hoja", rows)
                .part("xl/c.xml", notes)
                .sheet_relationship("comments", "../c.xml"),
        );
        assert_eq!(imported.notes.len(), portions, "{units}");
        let total: usize = imported.notes.iter().map(|note| note.text.len()).sum();
        assert_eq!(total, units);
    }
}
