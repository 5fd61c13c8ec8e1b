//! Files brought in: read under a mapping, written when somebody says so, compared where the matrix
//! is known already.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::{
    Code, FileDifferenceKind, ImportGuess, ImportHeader, ImportHeading, ImportMapping,
    ImportMeaning, ImportRowKind, ReviewAction, SuggestionKind,
};
use engine::{ImportFile, ImportReading};

use crate::office::Person;
use crate::workbook::{changed, with_cell, with_row, without_row};

const NAME: &str = "Matriz SECOEM FINAL (2) revisada.xlsx";

async fn opened(ana: &Person, bytes: Vec<u8>) -> ImportFile {
    ana.engine
        .import_open(NAME.to_owned(), bytes)
        .await
        .unwrap()
}

async fn read(ana: &Person, file: &ImportFile, mapping: &ImportMapping) -> ImportReading {
    let read = ana
        .engine
        .import_read(file, Some(mapping.clone()), None)
        .await;
    read.unwrap()
}

#[tokio::test]
async fn a_file_is_read_as_often_as_it_is_corrected_and_nothing_is_written() {
    let ana = Person::with("Ana Ruiz", false).await;
    let file = opened(&ana, exchange::EXAMPLE_XLSX.to_vec()).await;
    let first = ana.engine.import_read(&file, None, None).await.unwrap();
    let view = first.view();
    assert_eq!((view.file.as_str(), view.format.as_str()), (NAME, "xlsx"));
    let found = &view.found;
    assert_eq!(
        (found.rows, found.lines, found.pending, found.comments),
        (26, 25, 7, 2)
    );
    assert_eq!(
        view.mapping.header,
        Some(ImportHeader { first: 4, last: 4 })
    );
    assert_eq!(view.mapping.columns["C"], "actionLine");
    let rows = first.rows(0, 500);
    assert_eq!(rows.len(), view.rows as usize);
    let seventh = rows.iter().find(|row| row.row == Some(7)).unwrap();
    assert_eq!((seventh.at, seventh.kind), (11, ImportRowKind::Data));
    let line = view
        .columns
        .iter()
        .position(|column| column.field.as_deref() == Some("actionLine"))
        .unwrap();
    assert_eq!(seventh.cells[line], "");
    assert!(
        seventh
            .doubts
            .iter()
            .any(|doubt| doubt.column == Some(line as u32)),
        "the line that is missing is in doubt where it is missing"
    );
    assert_eq!(first.rows(25, 2), rows[25..27], "rows come by pages");

    let mut mapping = view.mapping.clone();
    mapping.skipped.insert(5);
    mapping.headings.push(ImportHeading {
        row: 6,
        level: "priority".to_owned(),
        text: "7. Fomentar la denuncia".to_owned(),
    });
    let yellow = view.colours[0].colour.clone();
    mapping.colours.insert(yellow, ImportMeaning::Retired);
    mapping.comments = false;
    let second = read(&ana, &file, &mapping).await;
    let found = &second.view().found;
    assert_eq!(
        (found.rows, found.retired, found.pending, found.comments),
        (25, 7, 0, 0)
    );
    assert_eq!(second.view().mapping, mapping);
    let rows = second.rows(0, 500);
    let row_at = |at: u32| rows.iter().find(|row| row.at == at).unwrap();
    assert_eq!(row_at(5).kind, ImportRowKind::Skipped);
    assert_eq!(row_at(6).cells[1], "7. Fomentar la denuncia");
    assert!(
        ana.engine.dossiers().await.unwrap().is_empty(),
        "nothing is written"
    );

    let report = ana.engine.import_write(Arc::new(second)).await.unwrap();
    let matrix = ana.matrix(&report.dossier).await;
    assert_eq!(matrix.rows.len(), 25);
    assert_eq!(matrix.rows.iter().filter(|row| row.retired).count(), 7);
    let priority = matrix.rows[0]
        .headings
        .iter()
        .find(|one| one.level == "priority");
    assert_eq!(
        priority.map(|one| one.text.as_str()),
        Some("Fomentar la denuncia")
    );
    assert!(
        ana.engine
            .comments(report.dossier)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn cells_are_moved_and_columns_are_guessed_under_other_headers() {
    let ana = Person::with("Ana Ruiz", false).await;
    let file = opened(&ana, exchange::EXAMPLE_XLSX.to_vec()).await;
    let first = ana.engine.import_read(&file, None, None).await.unwrap();
    let mut mapping = first.view().mapping.clone();
    mapping.shifts = BTreeMap::from([(8, 1)]);
    let shifted = read(&ana, &file, &mapping).await;
    let (before, after) = (first.rows(0, 500), shifted.rows(0, 500));
    let row = before.iter().position(|row| row.at == 8).unwrap();
    assert_eq!(after[row].shift, 1);
    assert_eq!(after[row].cells[4], before[row].cells[3]);

    mapping.header = None;
    mapping.columns.clear();
    let none = read(&ana, &file, &mapping).await;
    assert_eq!(none.view().found.rows, 0);
    assert_eq!(
        none.view().problem.as_ref().map(|problem| problem.code),
        Some(Code::FileNotMatrix)
    );
    let refused = ana.engine.import_write(Arc::new(none)).await;
    assert_eq!(refused.unwrap_err().code, Code::FileNotMatrix);
    mapping.header = Some(ImportHeader { first: 4, last: 4 });
    let again = ana
        .engine
        .import_read(&file, Some(mapping), Some(ImportGuess::Columns))
        .await
        .unwrap();
    assert_eq!(again.view().mapping.columns, first.view().mapping.columns);
    assert_eq!(again.view().mapping.shifts, BTreeMap::from([(8, 1)]));
}

#[tokio::test]
async fn what_is_said_of_a_file_must_fit_it() {
    let ana = Person::with("Ana Ruiz", false).await;
    let file = opened(&ana, exchange::EXAMPLE_XLSX.to_vec()).await;
    let first = ana.engine.import_read(&file, None, None).await.unwrap();
    let wrong: [fn(&mut ImportMapping); 6] = [
        |mapping| mapping.table = 9,
        |mapping| mapping.header = Some(ImportHeader { first: 0, last: 1 }),
        |mapping| {
            drop(
                mapping
                    .columns
                    .insert("Ñ".to_owned(), "actionLine".to_owned()),
            );
        },
        |mapping| drop(mapping.columns.insert("C".to_owned(), "linea".to_owned())),
        |mapping| {
            mapping
                .colours
                .insert("amarillo".to_owned(), ImportMeaning::Nothing);
        },
        |mapping| {
            mapping.shifts.insert(5, 100_000);
        },
    ];
    for (at, wrong) in wrong.iter().enumerate() {
        let mut mapping = first.view().mapping.clone();
        wrong(&mut mapping);
        let read = ana.engine.import_read(&file, Some(mapping), None).await;
        assert_eq!(read.unwrap_err().code, Code::MappingInvalid, "{at}");
    }
}

#[tokio::test]
async fn comments_come_with_the_name_their_file_gives() {
    let ana = Person::with("Ana Ruiz", false).await;
    let dossier = ana.example().await;
    let comments = ana.engine.comments(dossier).await.unwrap();
    let authors: Vec<&str> = comments.iter().map(|one| one.author.as_str()).collect();
    assert_eq!(authors.len(), 2);
    assert!(authors.contains(&"Enlace SECOEM") && authors.contains(&"Revisión SFA"));
    assert!(comments.iter().all(|one| one.imported && !one.mine));
}

/// A copy of the example somebody worked on: two cells, a new row, a row gone.
fn copy() -> Vec<u8> {
    changed(|sheet| {
        let sheet = with_cell(
            &sheet,
            "C8",
            "Recibir y atender las denuncias presentadas a SECOEM.",
        );
        let sheet = with_cell(&sheet, "I9", "85");
        let sheet = without_row(&sheet, 30);
        let new = [
            (
                "C",
                "Publicar cada mes el padrón de proveedores sancionados.",
            ),
            ("D", "Porcentaje de publicaciones del padrón"),
        ];
        with_row(&sheet, 30, &new)
    })
}

async fn read_copy(ana: &Person, bytes: Vec<u8>) -> Arc<ImportReading> {
    let file = opened(ana, bytes).await;
    Arc::new(ana.engine.import_read(&file, None, None).await.unwrap())
}

#[tokio::test]
async fn a_changed_copy_becomes_suggestions_and_never_rows_of_its_own() {
    let ana = Person::with("Ana Ruiz", false).await;
    let dossier = ana.example().await;
    // Meanwhile the same cell changed here.
    ana.set(
        &dossier,
        4,
        "actionLine",
        "Recibir las denuncias presentadas a SECOEM.",
    )
    .await;
    let before = ana.matrix(&dossier).await;
    let reading = read_copy(&ana, copy()).await;
    let matches = ana.engine.file_matches(Arc::clone(&reading)).await.unwrap();
    assert_eq!(matches.len(), 1);
    assert_eq!(
        (matches[0].dossier.as_str(), matches[0].by_ids),
        (dossier.as_str(), false)
    );

    let nobody = ana
        .engine
        .file_compare(Arc::clone(&reading), dossier.clone(), "  ".to_owned())
        .await;
    assert_eq!(nobody.unwrap_err().code, Code::SenderNeeded);
    let sender = "Rosa Gil".to_owned();
    let told = ana
        .engine
        .file_compare(Arc::clone(&reading), dossier.clone(), sender.clone())
        .await
        .unwrap();
    assert_eq!(
        (
            told.changed,
            told.clashing,
            told.added,
            told.missing,
            told.comments
        ),
        (2, 1, 1, 1, 0),
        "{:#?}",
        told.items
    );
    assert_eq!(told.known, 2, "its notes are here already");
    assert!(
        ana.shown(&dossier).await.suggestions.is_empty(),
        "nothing is written"
    );

    let merged = ana
        .engine
        .file_merge(Arc::clone(&reading), dossier.clone(), sender.clone())
        .await
        .unwrap();
    assert_eq!(merged, told);
    let suggestions = ana.shown(&dossier).await.suggestions;
    assert_eq!(suggestions.len(), 4);
    assert!(
        suggestions
            .iter()
            .all(|one| one.author == sender && one.imported)
    );
    let line = suggestions
        .iter()
        .find(|one| one.field == "actionLine" && one.kind == SuggestionKind::Cell)
        .unwrap();
    assert!(
        line.outdated,
        "both are shown: what the file says and what was written here"
    );
    assert_eq!(line.now, "Recibir las denuncias presentadas a SECOEM.");
    assert_eq!(
        ana.matrix(&dossier).await.rows,
        before.rows,
        "no row was touched"
    );

    let again = ana
        .engine
        .file_merge(Arc::clone(&reading), dossier.clone(), sender.clone())
        .await
        .unwrap();
    assert_eq!(
        (again.items.len(), again.known),
        (0, 6),
        "brought twice, it adds nothing"
    );
    assert_eq!(ana.shown(&dossier).await.suggestions.len(), 4);

    let target = suggestions
        .iter()
        .find(|one| one.field == "targets.2024")
        .unwrap();
    let accept = ReviewAction::Accept {
        suggestion: target.suggestion.clone(),
        hunks: None,
        reason: String::new(),
    };
    ana.review(&dossier, vec![accept]).await.unwrap();
    assert_eq!(ana.row(&dossier, 5).await.targets["2024"], "85");
}

#[tokio::test]
async fn a_part_of_a_matrix_retires_nothing_and_another_matrix_is_no_copy() {
    let ana = Person::with("Ana Ruiz", false).await;
    let dossier = ana.example().await;
    let part = changed(|mut sheet| {
        for row in 5..=20 {
            sheet = without_row(&sheet, row);
        }
        sheet
    });
    let reading = read_copy(&ana, part).await;
    let told = ana
        .engine
        .file_compare(reading, dossier.clone(), "Rosa Gil".to_owned())
        .await
        .unwrap();
    assert!(told.partial);
    assert_eq!(told.missing, 0);
    assert!(
        told.items
            .iter()
            .all(|item| item.kind != FileDifferenceKind::Missing)
    );

    let other = changed(|mut sheet| {
        for row in 5..=30 {
            if sheet.contains(&format!("<c r=\"C{row}\"")) {
                sheet = with_cell(
                    &sheet,
                    &format!("C{row}"),
                    &format!("Otra acción número {row}"),
                );
            }
        }
        sheet
    });
    let reading = read_copy(&ana, other).await;
    assert_eq!(ana.engine.file_matches(reading).await.unwrap(), Vec::new());
}
