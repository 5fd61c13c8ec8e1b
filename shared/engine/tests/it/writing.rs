//! Steps and their undoing, texts written together, values begun, presence, findings, copies.

use std::collections::BTreeMap;

use contract::{
    Cell, Code, Event, Language, MatrixAction, Row, Settings, TextChange, TextOpened, TextUpdate,
};
use tokio::sync::broadcast;

use crate::office::{Person, PostOffice, eventually};
use crate::together::two;

fn set(row: &Row, field: &str, value: &str) -> MatrixAction {
    MatrixAction::Set {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: field.to_owned(),
        value: value.to_owned(),
        base: None,
    }
}

fn insert(at: u64, text: &str) -> Vec<TextChange> {
    vec![TextChange {
        at,
        delete: 0,
        insert: text.to_owned(),
    }]
}

async fn open_text(person: &Person, dossier: &str, row: &Row, field: &str) -> TextOpened {
    person
        .engine
        .open_text(
            dossier.to_owned(),
            row.line.clone(),
            row.indicator.clone(),
            field.to_owned(),
        )
        .await
        .unwrap()
}

#[tokio::test]
async fn a_step_is_done_whole_or_not_at_all_and_undone_as_one() {
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let before = ana.matrix(&dossier).await;
    let (four, five) = (ana.row(&dossier, 4).await, ana.row(&dossier, 5).await);
    let cells = BTreeMap::from([
        ("actionLine".to_owned(), "Publicar el padrón".to_owned()),
        ("targets.2024".to_owned(), "10 %".to_owned()),
    ]);
    let paste = vec![
        set(&four, "targets.2024", "90"),
        set(&five, "interpretation", "A mayor valor, mejor."),
        MatrixAction::AddLine {
            after: Some(five.line.clone()),
            heading: None,
            cells,
        },
    ];
    let receipt = ana.act(&dossier, paste).await;
    assert!(receipt.changed);
    assert_eq!(receipt.made.len(), 2, "a line and its indicator");
    let six = ana.row(&dossier, 6).await;
    assert_eq!(six.action_line, "Publicar el padrón");
    assert_eq!(six.targets["2024"], "10 %");

    let above = vec![
        MatrixAction::AddLine {
            after: Some(ana.row(&dossier, 1).await.line),
            heading: None,
            cells: BTreeMap::from([("actionLine".to_owned(), "Primera".to_owned())]),
        },
        MatrixAction::MoveLine {
            line: "@0".to_owned(),
            after: None,
            heading: None,
        },
    ];
    ana.act(&dossier, above).await;
    assert_eq!(ana.row(&dossier, 1).await.action_line, "Primera");
    ana.engine.undo(dossier.clone()).await.unwrap();
    assert_ne!(ana.row(&dossier, 1).await.action_line, "Primera");

    let half = vec![
        set(&four, "targets.2025", "91"),
        set(&four, "baseline.year", &"9".repeat(100_000)),
    ];
    let problem = ana
        .engine
        .act(dossier.clone(), "Pegar".to_owned(), half)
        .await
        .unwrap_err();
    assert_eq!(problem.code, Code::TextTooLong);
    assert_eq!(ana.row(&dossier, 4).await.targets["2025"], "100");

    ana.restart().await;
    let opened = ana
        .engine
        .open_dossier(dossier.clone(), None)
        .await
        .unwrap();
    assert_eq!(opened.undo.as_deref(), Some("Un paso"));
    let undone = ana.engine.undo(dossier.clone()).await.unwrap();
    assert_eq!(undone.label.as_deref(), Some("Un paso"));
    assert!(undone.kept.is_empty());
    let shown = |rows: Vec<Row>| -> Vec<Row> {
        rows.into_iter()
            .filter(|row| !row.retired)
            .map(|row| Row {
                unsent: Vec::new(),
                ..row
            })
            .collect()
    };
    assert_eq!(
        shown(ana.matrix(&dossier).await.rows),
        shown(before.rows.clone())
    );
    let again = ana.engine.redo(dossier.clone()).await.unwrap();
    assert_eq!(again.label.as_deref(), Some("Un paso"));
    assert_eq!(ana.row(&dossier, 6).await.action_line, "Publicar el padrón");
    assert_eq!(ana.row(&dossier, 4).await.targets["2024"], "90");
}

#[tokio::test]
async fn undo_leaves_alone_what_others_wrote() {
    let office = PostOffice::open();
    let (ana, beto, dossier) = two(&office).await;
    let four = ana.row(&dossier, 4).await;
    ana.act(
        &dossier,
        vec![
            set(&four, "targets.2024", "90"),
            set(&four, "targets.2025", "95"),
            set(
                &four,
                "interpretation",
                "Indica cuántas denuncias se atienden.",
            ),
        ],
    )
    .await;
    eventually("Beto sees it", || async {
        (beto.row(&dossier, 4).await.targets["2025"] == "95").then_some(())
    })
    .await;
    beto.set(&dossier, 4, "targets.2024", "85").await;
    beto.set(
        &dossier,
        4,
        "interpretation",
        "Indica cuántas denuncias se atienden. Dato de la Contraloría.",
    )
    .await;
    eventually("Ana sees it", || async {
        let row = ana.row(&dossier, 4).await;
        (row.targets["2024"] == "85" && row.interpretation.ends_with("Contraloría.")).then_some(())
    })
    .await;
    let undone = ana.engine.undo(dossier.clone()).await.unwrap();
    let kept: Vec<&str> = undone.kept.iter().map(|cell| cell.field.as_str()).collect();
    assert_eq!(kept, ["targets.2024"]);
    let row = ana.row(&dossier, 4).await;
    assert_eq!(row.targets["2024"], "85");
    assert_eq!(row.targets["2025"], "100");
    assert_eq!(
        row.interpretation,
        format!("{} Dato de la Contraloría.", four.interpretation)
    );
    let none = beto.engine.redo(dossier.clone()).await.unwrap();
    assert_eq!(none.label, None);
}

#[tokio::test]
async fn two_people_write_one_text_and_see_each_other() {
    let office = PostOffice::open();
    let (ana, beto, dossier) = two(&office).await;
    let five = ana.row(&dossier, 5).await;
    let mut heard = beto.engine.events();
    let ana_text = open_text(&ana, &dossier, &five, "actionLine").await;
    let beto_text = open_text(&beto, &dossier, &five, "actionLine").await;
    let base = ana_text.text.clone();
    let end = base.encode_utf16().count() as u64;

    let pushed = ana
        .engine
        .push_text(
            ana_text.session,
            0,
            "ana-1".to_owned(),
            vec![insert(0, "1. "), insert(3, "🙂 ")],
        )
        .await
        .unwrap();
    assert!(pushed.accepted);
    assert_eq!(pushed.version, 2);
    assert_eq!(pushed.row.unwrap().action_line, format!("1. 🙂 {base}"));

    let update = next_text(&mut heard, beto_text.session).await;
    assert_eq!(update.client, "");
    // Beto had not seen it: refused, pulled, pushed again where the words now are.
    let late = beto
        .engine
        .push_text(
            beto_text.session,
            0,
            "beto-1".to_owned(),
            vec![insert(end, " Y avisar.")],
        )
        .await
        .unwrap();
    assert!(!late.accepted);
    let missed = beto.engine.pull_text(beto_text.session, 0).await.unwrap();
    assert_eq!(missed, vec![update]);
    let pushed = beto
        .engine
        .push_text(
            beto_text.session,
            late.version,
            "beto-1".to_owned(),
            vec![insert(end + 6, " Y avisar.")],
        )
        .await
        .unwrap();
    assert!(pushed.accepted);
    let whole = format!("1. 🙂 {base} Y avisar.");
    for person in [&ana, &beto] {
        eventually("both have both", || async {
            (person.row(&dossier, 5).await.action_line == whole).then_some(())
        })
        .await;
    }

    // Esc: what Ana typed goes, what Beto typed stays, and it is nothing to be undone any more.
    ana.engine.revert_text(ana_text.session).await.unwrap();
    ana.engine.close_text(ana_text.session).await.unwrap();
    eventually("Beto keeps his words", || async {
        (beto.row(&dossier, 5).await.action_line == format!("{base} Y avisar.")).then_some(())
    })
    .await;
    let closed = ana
        .engine
        .push_text(ana_text.session, 3, "ana-1".to_owned(), vec![])
        .await;
    assert_eq!(closed.unwrap_err().code, Code::TextClosed);
    let updates = beto.engine.pull_text(beto_text.session, 0).await.unwrap();
    let wild = beto
        .engine
        .push_text(
            beto_text.session,
            updates.len() as u32,
            "beto-1".to_owned(),
            vec![insert(u64::MAX, "x")],
        )
        .await;
    assert!(wild.is_err());
}

async fn next_text(heard: &mut broadcast::Receiver<Event>, session: u64) -> TextUpdate {
    loop {
        if let Event::Text {
            session: told,
            updates,
            ..
        } = heard.recv().await.unwrap()
            && told == session
        {
            return updates[0].clone();
        }
    }
}

#[tokio::test]
async fn typing_is_one_step_and_a_first_text_makes_its_indicator() {
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let add = MatrixAction::AddLine {
        after: None,
        heading: None,
        cells: BTreeMap::new(),
    };
    let line = ana.act(&dossier, vec![add]).await.made.remove(0);
    let row = |matrix: contract::MatrixView| -> Row {
        let mut rows = matrix.rows.into_iter();
        rows.find(|row| row.line == line).unwrap()
    };
    let bare = row(ana.matrix(&dossier).await);
    assert_eq!(bare.indicator, None);
    let text = open_text(&ana, &dossier, &bare, "indicatorName").await;
    let mut version = 0;
    for (at, letter) in "Porcentaje".chars().enumerate() {
        let pushed = ana
            .engine
            .push_text(
                text.session,
                version,
                "a".to_owned(),
                vec![insert(at as u64, &letter.to_string())],
            )
            .await
            .unwrap();
        assert!(pushed.accepted);
        version = pushed.version;
        assert!(pushed.row.unwrap().indicator.is_some());
    }
    ana.engine.close_text(text.session).await.unwrap();
    assert_eq!(row(ana.matrix(&dossier).await).indicator_name, "Porcentaje");
    ana.restart().await;
    let opened = ana
        .engine
        .open_dossier(dossier.clone(), None)
        .await
        .unwrap();
    assert_eq!(opened.undo.as_deref(), Some("field:indicatorName"));
    ana.engine.undo(dossier.clone()).await.unwrap();
    let rows = ana.matrix(&dossier).await.rows;
    let mine: Vec<&Row> = rows.iter().filter(|row| row.line == line).collect();
    assert!(
        mine.iter()
            .all(|row| row.retired || row.indicator_name.is_empty())
    );
}

#[tokio::test]
async fn values_begun_views_and_settings_survive_a_restart() {
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let four = ana.row(&dossier, 4).await;
    let cell = Cell {
        line: four.line,
        indicator: four.indicator,
        field: "targets.2024".to_owned(),
    };
    let keep = |text: Option<&str>| {
        let (cell, text) = (cell.clone(), text.map(ToOwned::to_owned));
        ana.engine.keep_draft(dossier.clone(), cell, text)
    };
    keep(Some("9")).await.unwrap();
    keep(Some("95")).await.unwrap();
    let look = r#"{"version":1,"zoom":1.2}"#.to_owned();
    ana.engine
        .keep_view_state(dossier.clone(), look.clone())
        .await
        .unwrap();
    let settings = Settings {
        language: Language::English,
        relay: "enlace.ejemplo.gob.mx:7700".to_owned(),
        ..Settings::default()
    };
    let understood = ana.engine.set_settings(settings).await.unwrap();
    assert_eq!(understood.relay, "ws://enlace.ejemplo.gob.mx:7700");
    ana.restart().await;
    assert_eq!(ana.engine.settings().await.unwrap(), understood);
    assert_eq!(
        ana.engine.view_state(dossier.clone()).await.unwrap(),
        Some(look)
    );
    let drafts = ana
        .engine
        .open_dossier(dossier.clone(), None)
        .await
        .unwrap()
        .drafts;
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0].text, "95");
    assert_eq!(ana.row(&dossier, 4).await.targets["2024"], "100");
    let problem = ana.engine.undo("0".repeat(32)).await.unwrap_err();
    assert!(problem.message.starts_with("No dossier"), "{problem}");
    ana.engine
        .keep_draft(dossier.clone(), cell.clone(), None)
        .await
        .unwrap();
    let opened = ana
        .engine
        .open_dossier(dossier.clone(), None)
        .await
        .unwrap();
    assert!(opened.drafts.is_empty());
}

#[tokio::test]
async fn people_in_contact_see_where_each_other_is() {
    let office = PostOffice::open();
    let (ana, beto, dossier) = two(&office).await;
    let four = ana.row(&dossier, 4).await;
    let cell = Cell {
        line: four.line.clone(),
        indicator: four.indicator.clone(),
        field: "actionLine".to_owned(),
    };
    let mut heard = beto.engine.events();
    ana.engine
        .here(dossier.clone(), Some(cell.clone()), true, Some(3), Some(7))
        .await
        .unwrap();
    loop {
        if let Event::Presence { people, .. } = heard.recv().await.unwrap()
            && let [person] = people.as_slice()
        {
            assert_eq!(person.name, "Ana Ruiz");
            assert_eq!(person.cell.as_ref(), Some(&cell));
            assert!(person.writing);
            assert_eq!((person.anchor, person.head), (Some(3), Some(7)));
            break;
        }
    }
    ana.engine.leave(dossier.clone()).await.unwrap();
    loop {
        if let Event::Presence { people, .. } = heard.recv().await.unwrap()
            && people.is_empty()
        {
            break;
        }
    }
}

#[tokio::test]
async fn findings_are_mended_and_silenced_by_ordinary_steps() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let findings = || ana.engine.findings(dossier.clone(), Language::Spanish);
    let before = findings().await.unwrap();
    let inverted = before
        .iter()
        .find(|finding| finding.code == "FORMULA_INVERTED" && finding.row == Some(4))
        .unwrap();
    assert!(inverted.example.is_some());
    ana.act(&dossier, inverted.fixes[0].actions.clone()).await;
    assert!(
        ana.row(&dossier, 4)
            .await
            .formula
            .starts_with("(Número de denuncias atendidas/")
    );
    let generic = before
        .iter()
        .find(|finding| finding.code == "FORMULA_GENERIC")
        .unwrap();
    let silence = MatrixAction::Silence {
        key: generic.key.clone(),
        reason: Some("La lista de acciones va aparte.".to_owned()),
    };
    ana.act(&dossier, vec![silence]).await;
    let after = findings().await.unwrap();
    assert!(
        !after
            .iter()
            .any(|finding| finding.code == "FORMULA_INVERTED" && finding.row == Some(4))
    );
    let silenced = after
        .iter()
        .find(|finding| finding.key == generic.key)
        .unwrap()
        .silenced
        .clone()
        .unwrap();
    assert_eq!(silenced.by, "Ana");
    ana.engine.undo(dossier.clone()).await.unwrap();
    assert!(
        findings()
            .await
            .unwrap()
            .iter()
            .all(|finding| finding.silenced.is_none())
    );
    let english = ana
        .engine
        .findings(dossier.clone(), Language::English)
        .await
        .unwrap();
    assert_ne!(english[0].title, before[0].title);
    let recent = ana
        .engine
        .changed(
            dossier.clone(),
            Some("2020-01-01T00:00:00Z".to_owned()),
            None,
        )
        .await
        .unwrap();
    assert!(recent.iter().any(|cell| cell.field == "formula"));
    let none = ana
        .engine
        .changed(dossier, None, Some("0".repeat(64)))
        .await
        .unwrap();
    assert!(none.is_empty());
}

#[tokio::test]
async fn comments_go_along_with_a_merged_line() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let (six, seven) = (ana.row(&dossier, 6).await, ana.row(&dossier, 7).await);
    for (row, field) in [(&seven, "formula"), (&seven, "actionLine")] {
        ana.comment(&dossier, row, field, "¿Es la misma línea?")
            .await
            .unwrap();
    }
    let merge = MatrixAction::MergeLines {
        from: seven.line.clone(),
        into: six.line.clone(),
        text: None,
    };
    ana.act(&dossier, vec![merge]).await;
    let now = ana.row(&dossier, 7).await;
    assert_eq!(now.line, six.line, "the second indicator of the line");
    assert_eq!(now.indicator, seven.indicator);
    assert_eq!(now.open_comments, 2);
    let comments = ana.engine.comments(dossier.clone()).await.unwrap();
    let about: Vec<_> = comments
        .iter()
        .filter(|comment| comment.author == "Ana")
        .map(|comment| (comment.row, comment.line.as_str()))
        .collect();
    assert_eq!(about, [(Some(7), six.line.as_str()); 2]);
    ana.engine.undo(dossier.clone()).await.unwrap();
    let back = ana.row(&dossier, 7).await;
    assert_eq!(back.line, seven.line);
    assert_eq!(back.open_comments, 2);
}
