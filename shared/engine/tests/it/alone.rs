//! One person: import, edit, restart, export, verify.

use std::collections::BTreeMap;

use contract::{Code, DossierState, ExportFormat, ExportOptions, MatrixAction};
use engine::{Engine, EngineOptions};

use crate::office::Person;

#[tokio::test]
async fn the_example_opens_with_its_rows_doubts_and_notes() {
    let ana = Person::new("Ana").await;
    let report = ana.engine.import_example().await.unwrap();
    assert_eq!((report.rows, report.lines, report.comments), (26, 25, 2));
    assert!(
        !report.doubts.is_empty(),
        "row 7 has no line: a doubt is to be listed"
    );

    let opened = ana
        .engine
        .open_dossier(report.dossier.clone(), None)
        .await
        .unwrap();
    assert_eq!((opened.matrix.rows.len(), opened.whole), (26, true));
    let look = |first| ana.engine.open_dossier(report.dossier.clone(), Some(first));
    let glance = look(10).await.unwrap();
    assert_eq!(glance.matrix.rows, opened.matrix.rows[..10]);
    assert!(!glance.whole);
    assert!(look(26).await.unwrap().whole);
    assert_eq!(opened.matrix.years, [2024, 2025, 2026]);
    assert_eq!(opened.status.state, DossierState::Local);
    let yellow: Vec<u32> = opened
        .matrix
        .rows
        .iter()
        .filter(|row| row.pending_external)
        .filter_map(|row| row.row)
        .collect();
    assert_eq!(yellow, [3, 14, 15, 19, 24, 25, 26]);
    let notes: Vec<(Option<u32>, &str, &str)> = opened
        .comments
        .iter()
        .map(|comment| (comment.row, comment.field.as_str(), comment.author.as_str()))
        .collect();
    assert!(
        notes.contains(&(Some(4), "formula", "Enlace SECOEM")),
        "{notes:?}"
    );
    assert!(
        notes.contains(&(Some(14), "interpretation", "Revisión SFA")),
        "{notes:?}"
    );
    assert_eq!(opened.matrix.rows[3].open_comments, 1);
}

#[tokio::test]
async fn what_is_saved_is_there_after_a_restart() {
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(&dossier, 4, "targets.2024", "85 %").await;
    ana.set(&dossier, 4, "actionLine", "Recibir denuncias. Dar aviso.")
        .await;
    ana.set(&dossier, 5, "headings.priority", "7. Fomentar la denuncia.")
        .await;
    let before = ana.matrix(&dossier).await;
    ana.restart().await;
    let after = ana.matrix(&dossier).await;
    assert_eq!(before, after, "the read model is what was committed");
    assert_eq!(after.rows[3].targets["2024"], "85 %");
    assert_eq!(after.rows[3].normalized.targets["2024"].amount, "85");
    assert_eq!(after.rows[3].headings[1].text, "Fomentar la denuncia.");
    ana.set(&dossier, 4, "targets.2025", "90 %").await;
    assert_eq!(ana.row(&dossier, 4).await.targets["2025"], "90 %");
    assert_eq!(ana.engine.verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn an_open_editor_chains_its_versions() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let row = ana.row(&dossier, 4).await;
    let mut base = None;
    for text in ["Recibir", "Recibir denuncias", "Recibir denuncias y quejas"] {
        let receipt = ana
            .engine
            .edit(
                dossier.clone(),
                row.line.clone(),
                row.indicator.clone(),
                "actionLine".to_owned(),
                text.to_owned(),
                base,
            )
            .await
            .unwrap();
        assert_eq!(receipt.row.action_line, text);
        base = Some(receipt.version);
    }
}

#[tokio::test]
async fn lines_are_added_retired_and_restored() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let fourth = ana.row(&dossier, 4).await;
    let add = MatrixAction::AddLine {
        after: Some(fourth.line.clone()),
        heading: None,
        cells: BTreeMap::new(),
    };
    let line = ana.act(&dossier, vec![add]).await.made.remove(0);
    assert_eq!(ana.row(&dossier, 5).await.line, line);
    assert_eq!(ana.matrix(&dossier).await.rows.len(), 27);
    let receipt = ana.set(&dossier, 5, "actionLine", "Nueva línea").await;
    assert_eq!(receipt.row.action_line, "Nueva línea");
    let receipt = ana
        .set(&dossier, 5, "indicatorName", "Porcentaje de algo")
        .await;
    assert_eq!(receipt.row.indicator_name, "Porcentaje de algo");

    let retire = |retired| MatrixAction::RetireLine {
        line: line.clone(),
        retired,
    };
    let rows = ana.act(&dossier, vec![retire(true)]).await.rows;
    assert!(rows.iter().all(|row| row.retired && row.row.is_none()));
    assert_eq!(
        ana.row(&dossier, 5).await.row,
        Some(5),
        "the next row takes the number"
    );
    let rows = ana.act(&dossier, vec![retire(false)]).await.rows;
    assert!(rows.iter().all(|row| !row.retired));
    assert_eq!(ana.row(&dossier, 5).await.action_line, "Nueva línea");
}

#[tokio::test]
async fn exports_are_what_the_screen_shows() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let json = ana
        .engine
        .export(
            dossier.clone(),
            ExportFormat::Json,
            ExportOptions::default(),
        )
        .await
        .unwrap();
    let exported: contract::MatrixView = serde_json::from_slice(&json).unwrap();
    assert_eq!(exported, ana.matrix(&dossier).await);
    let csv = ana
        .engine
        .export(dossier.clone(), ExportFormat::Csv, ExportOptions::default())
        .await
        .unwrap();
    assert!(
        String::from_utf8(csv)
            .unwrap()
            .contains("Recepcionar y dar atención")
    );
    let document = ana
        .engine
        .export(
            dossier.clone(),
            ExportFormat::Automerge,
            ExportOptions::default(),
        )
        .await
        .unwrap();
    assert_eq!(
        document[..4],
        [0x85, 0x6f, 0x4a, 0x83],
        "a standard Automerge file"
    );
    let problem = "rtf".parse::<ExportFormat>().unwrap_err();
    assert_eq!(problem.code, Code::FormatUnknown);
}

#[tokio::test]
async fn wrong_things_are_said_in_words_and_change_nothing() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let row = ana.row(&dossier, 4).await;
    let edit = async |line: &str, field: &str, value: &str| {
        ana.engine
            .edit(
                dossier.clone(),
                line.to_owned(),
                row.indicator.clone(),
                field.to_owned(),
                value.to_owned(),
                None,
            )
            .await
            .unwrap_err()
            .code
    };
    let before = ana.matrix(&dossier).await;
    assert_eq!(
        edit("no-es-un-id", "actionLine", "x").await,
        Code::RowUnknown
    );
    assert_eq!(edit(&row.line, "color", "x").await, Code::FieldUnknown);
    assert_eq!(
        edit(&row.line, "actionLine", &"ñ".repeat(20_001)).await,
        Code::TextTooLong
    );
    let nothing = ana.engine.resolve(
        dossier.clone(),
        row.line.clone(),
        row.indicator.clone(),
        "targets.2024".to_owned(),
        1,
    );
    assert_eq!(nothing.await.unwrap_err().code, Code::ChoiceUnknown);
    let unread = ana
        .engine
        .import(
            "a.xlsx".to_owned(),
            b"esto no es un libro de Excel".to_vec(),
        )
        .await;
    assert!(matches!(
        unread.unwrap_err().code,
        Code::FileNotMatrix | Code::FileUnreadable
    ));
    let link = ana.engine.join("cotejo:unirse/1/abc".to_owned()).await;
    assert_eq!(link.unwrap_err().code, Code::LinkInvalid);
    assert_eq!(ana.matrix(&dossier).await, before);
}

#[tokio::test]
async fn a_second_start_on_the_same_folder_is_refused_in_words() {
    let ana = Person::new("Ana").await;
    let second = Engine::open_with(EngineOptions {
        home: ana.home.path().to_owned(),
        stay_connected: false,
    });
    assert_eq!(second.unwrap_err().code, Code::FolderInUse);
    ana.example().await;
}
