//! Many dossiers as one table, from the read model.

use std::io::{Cursor, Read as _, Write as _};

use contract::{
    Code, ConsolidatedDossier, ConsolidationColumn, ConsolidationGrouping, ConsolidationQuery,
    ConsolidationView, FindingLevel, Language, MatrixAction, ProgrammeView, ReviewAction, RowLack,
    RowState, SheetSize, WindowStatus,
};

use crate::office::Person;

/// The example as another institution would hand it in, with some words of it changed.
pub(crate) fn workbook(institution: &str, changes: &[(&str, &str)]) -> Vec<u8> {
    let mut example = zip::ZipArchive::new(Cursor::new(exchange::EXAMPLE_XLSX)).unwrap();
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..example.len() {
        let mut file = example.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let mut sheet = String::from_utf8(bytes).unwrap();
            assert!(sheet.contains(">SECOEM<"));
            sheet = sheet.replace(">SECOEM<", &format!(">{institution}<"));
            for (before, after) in changes {
                assert!(sheet.contains(before), "{before}");
                sheet = sheet.replace(before, after);
            }
            bytes = sheet.into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        made.start_file(name, options).unwrap();
        made.write_all(&bytes).unwrap();
    }
    made.finish().unwrap().into_inner()
}

async fn import(ana: &Person, institution: &str) -> String {
    let bytes = workbook(institution, &[]);
    ana.engine
        .import("matriz.xlsx".to_owned(), bytes)
        .await
        .unwrap()
        .dossier
}

async fn consolidated(ana: &Person, query: &ConsolidationQuery) -> ConsolidationView {
    ana.engine.consolidate(query.clone()).await.unwrap()
}

fn dossier<'a>(view: &'a ConsolidationView, wanted: &str) -> &'a ConsolidatedDossier {
    let mut dossiers = view.dossiers.iter();
    dossiers.find(|one| one.dossier == wanted).unwrap()
}

#[tokio::test]
async fn the_table_is_of_all_dossiers_and_reads_no_document() {
    let mut ana = Person::with("Ana", false).await;
    let first = ana.example().await;
    let second = import(&ana, "Junta de Caminos").await;
    // As a window that was just opened: nothing is in memory.
    ana.restart().await;
    let all = ConsolidationQuery::default();
    let view = consolidated(&ana, &all).await;
    assert_eq!(view.institutions, ["Junta de Caminos", "SECOEM"]);
    assert_eq!((view.all_rows, view.total), (52, 52));
    assert_eq!(view.rows.len(), 52);
    assert_eq!(view.years, [2024, 2025, 2026]);
    let counted = &view.coverage;
    assert_eq!(
        (
            counted.lines,
            counted.institutions,
            counted.without_baseline
        ),
        (50, 2, 52)
    );
    assert_eq!(
        counted.with_targets, 42,
        "five rows of the example lack one"
    );
    assert_eq!(counted.subject, 14, "seven yellow rows each");
    assert_eq!(counted.draft, 50);
    // The same headings of both are one.
    let seven = view.priorities.iter().find(|one| one.key == "7").unwrap();
    assert_eq!(seven.coverage.institutions, 2);
    assert!(seven.axis.is_some());
    assert_eq!(
        view.priorities.last().unwrap().coverage.rows,
        6,
        "three each have none"
    );
    let rows: u32 = view.priorities.iter().map(|one| one.coverage.rows).sum();
    assert_eq!(rows, 52);
    for dossier_id in [&first, &second] {
        let one = dossier(&view, dossier_id);
        assert_eq!((one.coverage.rows, one.shown), (26, 26));
        // What the panel of the dossier says, without its documents.
        let found = ana.engine.findings(dossier_id.clone(), Language::Spanish);
        let found = found.await.unwrap();
        let count = |level| found.iter().filter(|one| one.level == level).count() as u32;
        assert_eq!(one.coverage.errors, count(FindingLevel::Error));
        assert_eq!(one.coverage.warnings, count(FindingLevel::Warning));
        assert_eq!(one.coverage.notes, count(FindingLevel::Info));
    }
    let again = consolidated(&ana, &all).await;
    assert_eq!(again, view, "what was kept says the same");
}

#[tokio::test]
async fn what_changes_in_a_dossier_is_in_the_next_answer() {
    let ana = Person::with("Ana", false).await;
    let first = ana.example().await;
    import(&ana, "Junta de Caminos").await;
    let all = ConsolidationQuery::default();
    let before = consolidated(&ana, &all).await;
    ana.set(&first, 2, "actionLine", "Sembrar árboles en los juzgados")
        .await;
    let after = consolidated(&ana, &all).await;
    assert_ne!(after.version, before.version);
    let sown = ConsolidationQuery {
        text: "arboles".to_owned(),
        ..all.clone()
    };
    let found = consolidated(&ana, &sown).await;
    assert_eq!((found.total, found.all_rows), (1, 52));
    assert_eq!((found.rows[0].row, &*found.rows[0].dossier), (2, &*first));
    // A finding that somebody says is right is not counted any more.
    let findings = ana
        .engine
        .findings(first.clone(), Language::Spanish)
        .await
        .unwrap();
    let wrong = findings
        .iter()
        .find(|one| one.level == FindingLevel::Error)
        .unwrap();
    let errors = dossier(&after, &first).coverage.errors;
    let silence = MatrixAction::Silence {
        key: wrong.key.clone(),
        reason: Some("Está bien así.".to_owned()),
    };
    ana.act(&first, vec![silence]).await;
    let quiet = consolidated(&ana, &all).await;
    assert_eq!(dossier(&quiet, &first).coverage.errors, errors - 1);
}

#[tokio::test]
async fn the_review_of_each_dossier_is_told() {
    let ana = Person::with("Ana", false).await;
    let first = ana.example().await;
    let second = import(&ana, "Junta de Caminos").await;
    let row = ana.row(&first, 5).await;
    let consult = ReviewAction::Consult {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: "formula".to_owned(),
        body: "SFA".to_owned(),
        question: "¿Es la fórmula?".to_owned(),
        asked_on: "2023-04-19".to_owned(),
        due_on: None,
        empty_cell: false,
    };
    let state = ReviewAction::SetState {
        lines: vec![row.line.clone()],
        state: RowState::InReview,
        reason: String::new(),
    };
    let window = ReviewAction::OpenWindow {
        closes_on: "2023-04-24".to_owned(),
        notify_to: "la SESEA".to_owned(),
        note: String::new(),
    };
    let version = ReviewAction::CloseVersion {
        name: "Versión de la mesa 08".to_owned(),
        note: String::new(),
    };
    for action in [consult, state, window, version] {
        ana.review(&first, vec![action]).await.unwrap();
    }
    let view = consolidated(&ana, &ConsolidationQuery::default()).await;
    let one = dossier(&view, &first);
    assert_eq!(
        (
            one.consultations,
            one.coverage.in_review,
            one.coverage.draft
        ),
        (1, 1, 24)
    );
    let closed = one.version.as_ref().unwrap();
    assert_eq!(
        (&*closed.name, closed.current),
        ("Versión de la mesa 08", true)
    );
    let deadline = one.deadline.as_ref().unwrap();
    assert_eq!(deadline.status, WindowStatus::Past, "that day is long gone");
    assert!(deadline.days_left < 0);
    assert_eq!((one.shared, &one.last_contact), (false, &None));
    let other = dossier(&view, &second);
    assert!(other.version.is_none() && other.deadline.is_none());
    let asked = ConsolidationQuery {
        states: vec![RowState::InReview],
        subject: Some(true),
        ..ConsolidationQuery::default()
    };
    let rows = consolidated(&ana, &asked).await.rows;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].row, rows[0].consultations), (5, 1));
}

#[tokio::test]
async fn filters_groups_and_pages_are_of_one_table() {
    let ana = Person::with("Ana", false).await;
    ana.example().await;
    import(&ana, "Junta de Caminos").await;
    let query = ConsolidationQuery {
        institutions: vec!["junta de caminos".to_owned()],
        lacks: vec![RowLack::Target],
        group: ConsolidationGrouping::Priority,
        sort: ConsolidationColumn::Findings,
        ..ConsolidationQuery::default()
    };
    let view = consolidated(&ana, &query).await;
    assert_eq!(view.total, 5);
    assert!(
        view.rows
            .iter()
            .all(|row| row.institution == "Junta de Caminos")
    );
    let rows: u32 = view.sections.iter().map(|section| section.rows).sum();
    assert_eq!(rows, 5);
    assert!(view.unknown.is_empty());
    let page = ana
        .engine
        .consolidated_rows(query.clone(), 2, 2)
        .await
        .unwrap();
    assert_eq!(page.version, view.version);
    assert_eq!(page.rows, view.rows[2..4]);
    let past = ana.engine.consolidated_rows(query, 50, 2).await.unwrap();
    assert_eq!(past.rows, []);
    let unknown = ConsolidationQuery {
        axes: vec!["99".to_owned()],
        ..ConsolidationQuery::default()
    };
    let view = consolidated(&ana, &unknown).await;
    assert_eq!((view.total, view.unknown), (0, vec!["99".to_owned()]));
}

#[tokio::test]
async fn lines_of_two_institutions_that_say_the_same_are_shown_together() {
    let ana = Person::with("Ana", false).await;
    ana.example().await;
    import(&ana, "Junta de Caminos").await;
    let all = ConsolidationQuery::default();
    let same = ana.engine.repeated_lines(all.clone(), 100).await.unwrap();
    assert_eq!(
        (same.count, same.lines),
        (25, 50),
        "all of them, each with its copy"
    );
    assert!(
        same.groups
            .iter()
            .all(|group| group.exact && group.institutions == 2)
    );
    let alone = ConsolidationQuery {
        institutions: vec!["SECOEM".to_owned()],
        ..all
    };
    let none = ana.engine.repeated_lines(alone, 60).await.unwrap();
    assert_eq!(none.count, 0, "nobody repeats itself here");
}

#[tokio::test]
async fn a_programme_is_a_named_selection_that_this_computer_keeps() {
    let mut ana = Person::with("Ana", false).await;
    let first = ana.example().await;
    let second = import(&ana, "Junta de Caminos").await;
    let programme = |name: &str, dossiers: &[&String]| ProgrammeView {
        programme: String::new(),
        name: name.to_owned(),
        dossiers: dossiers.iter().map(|one| (*one).clone()).collect(),
    };
    let made = ana
        .engine
        .keep_programme(programme("  Estatal 2024-2026 ", &[&second, &second]));
    let made = made.await.unwrap();
    assert_eq!((made.len(), &*made[0].name), (1, "Estatal 2024-2026"));
    assert_eq!(made[0].dossiers, [second.clone()], "each once");
    for (wrong, code) in [
        (
            programme("estatal 2024-2026", &[&first]),
            Code::ProgrammeInvalid,
        ),
        (programme(" ", &[&first]), Code::ProgrammeInvalid),
        (
            programme(&"a".repeat(121), &[&first]),
            Code::ProgrammeInvalid,
        ),
        (programme("Otro", &[&"0".repeat(32)]), Code::DossierUnknown),
    ] {
        assert_eq!(
            ana.engine.keep_programme(wrong).await.unwrap_err().code,
            code
        );
    }
    ana.restart().await;
    let kept = ana.engine.programmes().await.unwrap();
    assert_eq!(kept, made);
    let query = ConsolidationQuery {
        programme: Some(kept[0].programme.clone()),
        ..ConsolidationQuery::default()
    };
    assert_eq!(
        consolidated(&ana, &query).await.institutions,
        ["Junta de Caminos"]
    );
    let renamed = ProgrammeView {
        name: "Programa del estado".to_owned(),
        dossiers: vec![first, second],
        ..kept[0].clone()
    };
    ana.engine.keep_programme(renamed.clone()).await.unwrap();
    assert_eq!(consolidated(&ana, &query).await.institutions.len(), 2);
    let left = ana
        .engine
        .remove_programme(renamed.programme.clone())
        .await
        .unwrap();
    assert_eq!(left, []);
    let gone = ana.engine.consolidate(query).await.unwrap_err();
    assert_eq!(gone.code, Code::ProgrammeUnknown);
    let gone = ana
        .engine
        .remove_programme(renamed.programme)
        .await
        .unwrap_err();
    assert_eq!(gone.code, Code::ProgrammeUnknown);
    assert_eq!(
        ana.engine.dossiers().await.unwrap().len(),
        2,
        "dossiers stay"
    );
}

#[tokio::test]
async fn nothing_is_to_be_shown_where_there_is_no_dossier() {
    let ana = Person::with("Ana", false).await;
    let view = consolidated(&ana, &ConsolidationQuery::default()).await;
    assert_eq!(
        (view.total, view.dossiers.len(), view.axes.len()),
        (0, 0, 1)
    );
    ana.engine
        .keep_consolidation_state("{\"tab\":\"table\"}".to_owned())
        .await
        .unwrap();
    let look = ana.engine.consolidation_state().await.unwrap();
    assert_eq!(look.as_deref(), Some("{\"tab\":\"table\"}"));
    let long = ana
        .engine
        .keep_consolidation_state("x".repeat(64 * 1_024 + 1))
        .await;
    assert_eq!(long.unwrap_err().code, Code::TextTooLong);
}

#[tokio::test]
async fn it_is_handed_out_as_files_of_what_the_filters_leave() {
    let ana = Person::with("Ana", false).await;
    ana.example().await;
    import(&ana, "Junta de Caminos").await;
    let query = ConsolidationQuery {
        institutions: vec!["SECOEM".to_owned()],
        group: ConsolidationGrouping::Axis,
        ..ConsolidationQuery::default()
    };
    let export = async |format| {
        ana.engine
            .export_consolidation(query.clone(), format, SheetSize::Carta)
            .await
    };
    let csv = String::from_utf8(export("csv").await.unwrap()).unwrap();
    assert!(csv.contains("Institución,No.,Eje,"), "{csv}");
    assert_eq!(csv.matches("\r\nSECOEM,").count(), 26, "{csv}");
    for (format, part) in [("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")] {
        let bytes = export(format).await.unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert!(zip.by_name(part).unwrap().size() > 0);
    }
    assert_eq!(export("odt").await.unwrap_err().code, Code::FormatUnknown);
    let report = ana
        .engine
        .consolidation_report(query.clone(), SheetSize::Oficio);
    let report = report.await.unwrap();
    assert_eq!(report.tables.len(), 4);
    let over = report.tables[0].rows.iter().filter(|row| row.over).count();
    assert!(over > 1, "a row over each axis");
    assert_eq!(report.tables[3].rows.len(), 2, "every dossier, whole");
    assert!(
        report.lines[1].contains("institución: SECOEM"),
        "{:?}",
        report.lines
    );
}
