//! The sample workbook reads into exactly the rows it is known to hold.

use exchange::{Book, EXAMPLE_XLSX, Imported, read, read_xlsx};
use model::{DraftHeading, Field, Level};
use serde_json::Value;

const EXPECTED: &str = include_str!("../../samples/secoem-matrix.json");

pub(crate) fn sample() -> Imported {
    read_xlsx(EXAMPLE_XLSX).unwrap()
}

/// The minuta that the matrix is the annex of.
pub(crate) const MINUTA_DOCX: &[u8] = include_bytes!("../../samples/secoem-minuta.docx");
pub(crate) const SAMPLE_CSV: &[u8] = include_bytes!("../../samples/secoem-matriz.csv");

pub(crate) fn book(name: &str, bytes: &[u8]) -> Book {
    read(name, bytes).unwrap()
}

pub(crate) fn as_guessed(book: &Book) -> Imported {
    book.assemble(&book.guess().unwrap()).unwrap()
}

/// The heading of a row at a level.
fn heading(imported: &Imported, row: usize, level: Level) -> Option<&DraftHeading> {
    let mut next = imported.draft.rows[row].heading;
    while let Some(index) = next {
        let heading = &imported.draft.headings[index];
        if heading.level == level {
            return Some(heading);
        }
        next = heading.parent;
    }
    None
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_cell_of_the_26_rows_is_as_printed() {
    check_rows(&sample());
}

#[test]
fn the_word_file_gives_the_same_26_rows() {
    let imported = as_guessed(&book("secoem-minuta.docx", MINUTA_DOCX));
    check_rows(&imported);
    assert_eq!(imported.draft, sample().draft);
}

fn check_rows(imported: &Imported) {
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    let rows = expected["rows"].as_array().unwrap();
    assert_eq!(imported.draft.rows.len(), 26);
    assert_eq!(rows.len(), 26);
    for (index, (row, expected)) in imported.draft.rows.iter().zip(rows).enumerate() {
        let number = index + 1;
        assert_eq!(expected["row"], number);
        for (field, key) in [
            (Field::ActionLine, "linea_de_accion"),
            (Field::IndicatorName, "indicador"),
            (Field::Interpretation, "interpretacion"),
            (Field::UnitOfMeasure, "tipo"),
            (Field::Formula, "formula"),
            (Field::Frequency, "frecuencia_de_medicion"),
        ] {
            let found = row.cells.get(&field).cloned().unwrap_or_default();
            assert_eq!(found, text(&expected[key]), "row {number}, {key}");
        }
        for year in [2024, 2025, 2026] {
            let found = row
                .cells
                .get(&Field::Target(year))
                .cloned()
                .unwrap_or_default();
            let expected = text(&expected["metas"][year.to_string()]);
            assert_eq!(found, expected, "row {number}, {year}");
        }
        // Nothing but what was printed; the stage is in the header.
        assert!(
            row.cells.values().all(|text| !text.is_empty()),
            "row {number}"
        );
        assert_eq!(row.cells[&Field::Stage], "brainstorm");

        let axis = heading(imported, index, Level::Axis).map_or(String::new(), |axis| {
            format!("{}. {}", axis.number, axis.text)
        });
        assert_eq!(axis, text(&expected["eje"]), "row {number}, eje");
        let priority = heading(imported, index, Level::Priority);
        let wanted = &expected["prioridad"];
        assert_eq!(
            priority.is_none(),
            wanted.is_null(),
            "row {number}, prioridad"
        );
        if let Some(priority) = priority {
            assert_eq!(
                priority.number,
                wanted["numero"].to_string(),
                "row {number}"
            );
            let mut printed = text(&wanted["texto"]);
            if priority.number == "20" {
                // The second paragraph is noted on row 24 only; the merged cell is over both rows.
                printed = format!(
                    "{printed}\n{}",
                    text(&rows[23]["prioridad"]["texto_continuacion"])
                );
            }
            assert_eq!(priority.text, printed, "row {number}, prioridad");
        }
        let pending = expected["issues"].as_array().unwrap().iter();
        let pending = pending
            .into_iter()
            .any(|issue| issue == "PENDING_EXTERNAL_REVIEW");
        assert_eq!(row.pending_external, pending, "row {number}, amarillo");
    }
}

#[test]
fn counts_title_and_years() {
    let imported = sample();
    assert_eq!(imported.lines, 25);
    assert_eq!(
        imported.draft.title,
        "Diseño del programa de Implementación de la Política Estatal Anticorrupción"
    );
    assert_eq!(imported.draft.institution, "SECOEM");
    assert_eq!(imported.draft.years, [2024, 2025, 2026]);
    let pending: Vec<usize> = (1..=26)
        .filter(|number| imported.draft.rows[number - 1].pending_external)
        .collect();
    assert_eq!(pending, [3, 14, 15, 19, 24, 25, 26]);
    let without_axis: Vec<usize> = (1..=26)
        .filter(|number| heading(&imported, number - 1, Level::Axis).is_none())
        .collect();
    assert_eq!(without_axis, [16, 17, 18, 19, 26]);
}

#[test]
fn a_heading_over_many_rows_is_one_heading() {
    let imported = sample();
    let headings: Vec<(Level, &str, Option<&str>)> = imported
        .draft
        .headings
        .iter()
        .map(|heading| {
            let parent = heading
                .parent
                .map(|index| &*imported.draft.headings[index].number);
            (heading.level, &*heading.number, parent)
        })
        .collect();
    assert_eq!(
        headings,
        [
            (Level::Axis, "1", None),
            (Level::Priority, "7", Some("1")),
            (Level::Priority, "8", Some("1")),
            (Level::Axis, "2", None),
            (Level::Priority, "9", Some("2")),
            (Level::Priority, "10", Some("2")),
            (Level::Priority, "12", Some("2")),
            (Level::Priority, "13", Some("2")),
            (Level::Priority, "14", None),
            (Level::Priority, "18", None),
            (Level::Axis, "4", None),
            (Level::Priority, "19", Some("4")),
            (Level::Priority, "20", Some("4")),
            (Level::Priority, "21", None),
        ]
    );
    for (index, heading) in imported.draft.headings.iter().enumerate() {
        assert!(heading.parent.is_none_or(|parent| parent < index));
    }
}

#[test]
fn the_notes_stand_on_their_cells_with_their_authors() {
    let imported = sample();
    let notes: Vec<(usize, Field, &str, &str)> = imported
        .notes
        .iter()
        .map(|note| (note.row + 1, note.field, &*note.author, &*note.text))
        .collect();
    assert_eq!(
        notes,
        [
            (
                4,
                Field::Formula,
                "Enlace SECOEM",
                "Revisar el orden de la fórmula: si llegan 10 denuncias y se atienden 8, da 125 %."
            ),
            (
                14,
                Field::Interpretation,
                "Revisión SFA",
                "La SFA pide la lista de trámites programados antes de aprobar la línea."
            ),
        ]
    );
}
