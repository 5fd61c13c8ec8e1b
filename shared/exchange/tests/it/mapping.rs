//! What a person changes before importing.

use exchange::{Book, ColourMeaning, DoubtCode, HeaderRows, read};
use model::{Field, Level};

use crate::workbook::{HEADERS, Workbook, place, text_cell};

fn open(rows: &[&[&str]]) -> Book {
    read("m.xlsx", &Workbook::new().sheet("Hoja", rows).bytes()).unwrap()
}

const FULL: [&str; 8] = [
    "Eje",
    "Prioridad",
    "Línea de acción",
    "Indicador",
    "Fórmula",
    "Frecuencia",
    "Meta 2024",
    "Meta 2025",
];

#[test]
fn cells_that_moved_are_seen_and_moved_back() {
    let book = open(&[
        &FULL,
        &[
            "1. Uno",
            "7. Siete",
            "Difundir",
            "Porcentaje",
            "(a/b)*100 de lo dicho",
            "Annual",
            "100",
            "100",
        ],
        &[
            "",
            "1. Uno",
            "7. Atender",
            "Publicar",
            "Porcentaje",
            "(a/b)*100 de lo dicho",
            "Annual",
            "100",
        ],
    ]);
    let mut mapping = book.guess().unwrap();
    let imported = book.assemble(&mapping).unwrap();
    let doubt = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::CellShift)
        .unwrap();
    assert_eq!(doubt.row, Some(1));
    for field in [Field::ActionLine, Field::Frequency, Field::Target(2024)] {
        assert!(
            doubt.cells.contains(&(1, field)),
            "{field:?} of {:?}",
            doubt.cells
        );
    }
    assert!(
        doubt.sentence.contains("1 columna a la izquierda"),
        "{}",
        doubt.sentence
    );
    assert_eq!(imported.rows[1].proposed_shift, Some(-1));
    assert_eq!(imported.rows[0].proposed_shift, None);

    mapping.shifts.insert(imported.rows[1].row, -1);
    let moved = book.assemble(&mapping).unwrap();
    let row = &moved.draft.rows[1];
    assert_eq!(row.cells[&Field::ActionLine], "Publicar");
    assert_eq!(row.cells[&Field::Frequency], "Annual");
    assert_eq!(row.cells[&Field::Target(2024)], "100");
    assert!(
        !moved
            .doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::CellShift)
    );
}

#[test]
fn columns_rows_headings_and_headers_are_as_the_person_says() {
    let book = open(&[
        &HEADERS,
        &["1. Uno", "7. Siete", "a", "i", "f", "1"],
        &["", "", "b", "i", "f", "1"],
        &["", "", "c", "i", "f", "1"],
    ]);
    let mut mapping = book.guess().unwrap();
    mapping.skipped.insert(2);
    mapping
        .headings
        .insert((3, Level::Priority), "9. Nueve".to_owned());
    mapping.columns.remove(&4);
    mapping.columns.insert(3, Field::Interpretation);
    let imported = book.assemble(&mapping).unwrap();
    assert_eq!(
        imported.rows.iter().map(|row| row.row).collect::<Vec<_>>(),
        [1, 3]
    );
    let last = &imported.draft.rows[1];
    assert_eq!(last.cells[&Field::Interpretation], "i");
    assert!(!last.cells.contains_key(&Field::Formula));
    let heading = &imported.draft.headings[last.heading.unwrap()];
    assert_eq!(
        (&*heading.number, &*heading.text, heading.parent),
        ("9", "Nueve", None)
    );

    let moved = book.with_header(&mapping, Some(HeaderRows { first: 1, last: 1 }));
    assert!(moved.columns.is_empty());
    let none = book.with_header(&mapping, None);
    assert_eq!(none.header, None);
}

#[test]
fn headings_written_once_are_filled_down_when_asked() {
    let book = open(&[
        &HEADERS,
        &["1. Uno", "7. Siete", "a", "i", "f", "1"],
        &["", "", "b", "i", "f", "1"],
        &["", "8. Ocho", "c", "i", "f", "1"],
    ]);
    let mapping = book.guess().unwrap();
    let doubts = book.assemble(&mapping).unwrap().doubts;
    assert!(
        doubts
            .iter()
            .any(|doubt| doubt.sentence.contains("rellénalos hacia abajo"))
    );
    let filled = book.fill_down(&book.fill_down(&mapping, Level::Axis), Level::Priority);
    let imported = book.assemble(&filled).unwrap();
    let numbers: Vec<&str> = imported
        .draft
        .rows
        .iter()
        .map(|row| &*imported.draft.headings[row.heading.unwrap()].number)
        .collect();
    assert_eq!(numbers, ["7", "7", "8"]);
    assert_eq!(imported.draft.headings.len(), 3);
}

#[test]
fn a_label_in_the_middle_of_its_rows_is_told() {
    let book = open(&[
        &HEADERS,
        &["", "", "a", "i", "f", "1"],
        &["1. Uno", "7. Siete", "b", "i", "f", "1"],
        &["", "", "c", "i", "f", "1"],
    ]);
    let imported = book.assemble(&book.guess().unwrap()).unwrap();
    let doubt = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::HeadingMisplaced);
    assert_eq!(doubt.unwrap().row, Some(1));
}

#[test]
fn a_number_in_a_column_of_its_own_is_the_headings() {
    let book = open(&[
        &[
            "No. Prioridad",
            "Prioridad",
            "Línea de acción",
            "Indicador",
            "Meta 2024",
        ],
        &["7", "Fomentar", "a", "i", "1"],
    ]);
    let imported = book.assemble(&book.guess().unwrap()).unwrap();
    let heading = &imported.draft.headings[0];
    assert_eq!((&*heading.number, &*heading.text), ("7", "Fomentar"));
}

#[test]
fn what_a_colour_means_is_said_once() {
    // Style 5 is a green of Excel.
    let row = |line: &str, style: usize| -> String {
        ["1. Uno", "7. Siete", line, "i", "f", "1"]
            .iter()
            .enumerate()
            .map(|(column, text)| {
                text_cell(
                    &place(if line == "a" { 1 } else { 2 }, column),
                    text,
                    if column > 1 { style } else { 0 },
                )
            })
            .collect()
    };
    let headers: String = HEADERS
        .iter()
        .enumerate()
        .map(|(column, text)| text_cell(&place(0, column), text, 0))
        .collect();
    let data = format!(
        "<row r=\"1\">{headers}</row><row r=\"2\">{}</row><row r=\"3\">{}</row>",
        row("a", 5),
        row("b", 1)
    );
    let book = read(
        "m.xlsx",
        &Workbook::new().sheet_xml("Hoja", &data, "").bytes(),
    )
    .unwrap();
    let mut mapping = book.guess().unwrap();
    let imported = book.assemble(&mapping).unwrap();
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::OtherColour)
    );
    let green = imported
        .colours
        .iter()
        .find(|met| met.colour.name() == "verde")
        .unwrap();
    assert_eq!(
        (green.rows, green.meaning, green.guessed),
        (1, ColourMeaning::Nothing, true)
    );
    assert_eq!(
        imported
            .draft
            .rows
            .iter()
            .map(|row| row.pending_external)
            .collect::<Vec<_>>(),
        [false, true]
    );

    mapping.colours.insert(green.colour, ColourMeaning::Retired);
    for met in &imported.colours {
        if met.colour.is_yellow() {
            mapping.colours.insert(met.colour, ColourMeaning::Nothing);
        }
    }
    let said = book.assemble(&mapping).unwrap();
    assert_eq!(
        said.rows.iter().map(|row| row.retired).collect::<Vec<_>>(),
        [true, false]
    );
    assert!(said.draft.rows.iter().all(|row| !row.pending_external));
    assert!(
        !said
            .doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::OtherColour)
    );
}
