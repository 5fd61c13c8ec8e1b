//! What a matrix says of its past, and putting it back as it was.

use std::collections::BTreeMap;

use contract::{
    Cell, Code, DiffKind, DiffSpan, DifferenceKind, MatrixAction, ReviewAction, RoleName, Row,
    RowState,
};

use crate::office::{Person, PostOffice, eventually};
use crate::together::two;

fn cell(row: &Row, field: &str) -> Cell {
    Cell {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: field.to_owned(),
    }
}

fn read(spans: &[DiffSpan], kind: DiffKind) -> String {
    let kept = spans.iter().filter(|span| span.kind == kind);
    kept.map(|span| span.text.as_str()).collect()
}

/// The version before anything of the test was done.
async fn version(person: &Person, dossier: &str) -> String {
    let opened = person.engine.open_dossier(dossier.to_owned(), None).await;
    opened.unwrap().version
}

fn contents(rows: &[Row]) -> Vec<Row> {
    // What waits to be sent is not what the matrix says.
    let shown = rows.iter().filter(|row| !row.retired).cloned();
    shown
        .map(|row| Row {
            unsent: Vec::new(),
            ..row
        })
        .collect()
}

#[tokio::test]
async fn two_points_are_compared_cell_by_cell_with_who_wrote() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let from = version(&ana, &dossier).await;
    let (four, five) = (ana.row(&dossier, 4).await, ana.row(&dossier, 5).await);
    ana.set(
        &dossier,
        4,
        "actionLine",
        "Publicar el padrón de proveedores",
    )
    .await;
    let between = ana.set(&dossier, 4, "targets.2024", "90").await.version;
    ana.set(
        &dossier,
        4,
        "actionLine",
        "Publicar cada mes el padrón de proveedores",
    )
    .await;
    let retire = MatrixAction::RetireLine {
        line: five.line.clone(),
        retired: true,
    };
    ana.act(&dossier, vec![retire]).await;

    let compare =
        |from: &str, to: &str| ana.engine.compare(dossier.clone(), from.into(), to.into());
    let whole = compare(&from, "now").await.unwrap();
    assert_eq!(whole.to_name, "Ahora");
    assert!(whole.from_name.contains(" de "), "{}", whole.from_name);
    let told = |field: &str| {
        let of = whole.differences.iter();
        let found: Vec<_> = of.filter(|one| one.cell == cell(&four, field)).collect();
        assert_eq!(found.len(), 1, "{field}: {:?}", whole.differences);
        found[0].clone()
    };
    let target = told("targets.2024");
    assert_eq!(target.kind, DifferenceKind::Changed);
    assert_eq!(target.row, Some(4));
    assert_eq!(
        (target.before, target.after),
        (four.targets["2024"].clone(), "90".to_owned())
    );
    assert_eq!(target.authors, ["Ana"]);
    assert!(target.at.is_some() && !target.late);
    assert_eq!(
        told("actionLine").after,
        "Publicar cada mes el padrón de proveedores"
    );
    let gone = whole.differences.last().unwrap();
    assert_eq!((gone.kind, gone.row), (DifferenceKind::Retired, Some(5)));
    assert_eq!(gone.before, five.action_line);
    assert_eq!(gone.cell.field, "");

    let rest = compare(&between, "now").await.unwrap();
    let words = rest
        .differences
        .iter()
        .find(|one| one.cell.field == "actionLine");
    let words = &words.unwrap().spans;
    assert_eq!(read(words, DiffKind::Added).trim(), "cada mes");
    assert_eq!(read(words, DiffKind::Removed), "");
    assert_eq!(compare("now", "now").await.unwrap().differences, []);

    let then = ana
        .engine
        .matrix_at(dossier.clone(), between)
        .await
        .unwrap();
    let row = then.rows.iter().find(|row| row.row == Some(4)).unwrap();
    assert_eq!(row.action_line, "Publicar el padrón de proveedores");
    assert_eq!(row.targets["2024"], "90");
    assert!(
        then.rows
            .iter()
            .any(|row| row.row == Some(5) && row.line == five.line)
    );
}

#[tokio::test]
async fn a_point_that_is_no_point_is_said_to_be_unknown() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let strange = [
        String::new(),
        "ayer".to_owned(),
        "00".repeat(32),
        "7d9f5c1e-0000-4000-8000-000000000000".to_owned(),
    ];
    for point in strange {
        let compared = ana
            .engine
            .compare(dossier.clone(), point.clone(), "now".into())
            .await;
        assert_eq!(compared.unwrap_err().code, Code::PointUnknown, "{point}");
        let past = ana.engine.matrix_at(dossier.clone(), point.clone()).await;
        assert_eq!(past.unwrap_err().code, Code::PointUnknown, "{point}");
        let restored = ana
            .engine
            .restore(dossier.clone(), point.clone(), None)
            .await;
        assert_eq!(restored.unwrap_err().code, Code::PointUnknown, "{point}");
    }
    // A day is the matrix as the day began, or as it was first written.
    let since = ana
        .engine
        .compare(dossier.clone(), "2023-04-19".into(), "now".into())
        .await;
    assert_eq!(since.unwrap().from_name, "19 de abril de 2023");
}

#[tokio::test]
async fn a_cell_tells_its_values_and_whose_words_they_are() {
    let office = PostOffice::open();
    let (ana, beto, dossier) = two(&office).await;
    ana.set(&dossier, 4, "actionLine", "Publicar el padrón")
        .await;
    eventually("Beto has it", || async {
        (beto.row(&dossier, 4).await.action_line == "Publicar el padrón").then_some(())
    })
    .await;
    beto.set(&dossier, 4, "actionLine", "Publicar cada mes el padrón")
        .await;
    eventually("Ana has it", || async {
        (ana.row(&dossier, 4).await.action_line == "Publicar cada mes el padrón").then_some(())
    })
    .await;
    let of = cell(&ana.row(&dossier, 4).await, "actionLine");
    let values = ana
        .engine
        .cell_history(dossier.clone(), of.clone())
        .await
        .unwrap();
    let said: Vec<(&str, &str)> = values
        .iter()
        .map(|past| (past.value.as_str(), past.author.as_str()))
        .collect();
    assert_eq!(said[0], ("Publicar cada mes el padrón", "Beto Luna"));
    assert_eq!(said[1], ("Publicar el padrón", "Ana Ruiz"));
    assert!(values[0].current && !values[1].current);
    assert_eq!(read(&values[0].spans, DiffKind::Added).trim(), "cada mes");
    assert_eq!(values[0].version, "");
    let then = ana
        .engine
        .matrix_at(dossier.clone(), values[1].point.clone())
        .await
        .unwrap();
    assert!(
        then.rows
            .iter()
            .any(|row| row.action_line == "Publicar el padrón")
    );

    // Of what came from elsewhere, when it did is known; of one's own there is nothing to know.
    for (person, arrived) in [(&ana, true), (&beto, false)] {
        let point = values[1].point.clone();
        let told = person
            .engine
            .compare(dossier.clone(), point, "now".into())
            .await;
        let told = told.unwrap().differences;
        let change = told.iter().find(|one| one.cell.field == "actionLine");
        assert_eq!(change.unwrap().arrived.is_some(), arrived, "{told:?}");
        assert_eq!(change.unwrap().authors, ["Beto Luna"]);
    }

    let words = ana.engine.blame(dossier.clone(), of.clone()).await.unwrap();
    let text: String = words.iter().map(|span| span.text.as_str()).collect();
    assert_eq!(text, "Publicar cada mes el padrón");
    let of_beto: Vec<&str> = words
        .iter()
        .filter(|span| span.author == "Beto Luna")
        .map(|span| span.text.trim())
        .collect();
    assert_eq!(of_beto, ["cada mes"]);
    assert!(
        words
            .iter()
            .all(|span| span.device.len() == 64 && span.accepted_by.is_empty())
    );

    let moments = ana.engine.moments(dossier.clone()).await.unwrap();
    let last = moments.last().unwrap();
    assert!(last.authors.contains(&"Beto Luna".to_owned()));
    let nothing = ana
        .engine
        .compare(dossier.clone(), last.point.clone(), "now".into())
        .await;
    assert_eq!(nothing.unwrap().differences, []);

    let nowhere = Cell {
        line: "7d9f5c1e-0000-4000-8000-000000000000".into(),
        ..of
    };
    let unknown = ana.engine.blame(dossier.clone(), nowhere.clone()).await;
    assert_eq!(unknown.unwrap_err().code, Code::RowUnknown);
    let unknown = ana.engine.cell_history(dossier, nowhere).await;
    assert_eq!(unknown.unwrap_err().code, Code::RowUnknown);
}

#[tokio::test]
async fn a_cell_a_row_or_everything_goes_back_in_one_step() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let from = version(&ana, &dossier).await;
    let before = ana.matrix(&dossier).await;
    let row = |number: u32| {
        before
            .rows
            .iter()
            .find(|row| row.row == Some(number))
            .unwrap()
    };
    let (four, five, six) = (row(4), row(5), row(6));
    ana.set(&dossier, 4, "actionLine", "Otra cosa").await;
    ana.set(&dossier, 4, "targets.2024", "1").await;
    ana.set(&dossier, 5, "targets.2024", "2").await;
    ana.act(
        &dossier,
        vec![
            MatrixAction::RetireLine {
                line: six.line.clone(),
                retired: true,
            },
            MatrixAction::AddLine {
                after: Some(four.line.clone()),
                heading: None,
                cells: BTreeMap::from([("actionLine".to_owned(), "Línea nueva".to_owned())]),
            },
            MatrixAction::MoveLine {
                line: five.line.clone(),
                after: None,
                heading: None,
            },
        ],
    )
    .await;
    let after = ana.matrix(&dossier).await;
    let restore =
        |cells: Option<Vec<Cell>>| ana.engine.restore(dossier.clone(), from.clone(), cells);

    let receipt = restore(Some(vec![cell(four, "targets.2024")]))
        .await
        .unwrap();
    assert!(receipt.changed);
    let now = ana.matrix(&dossier).await;
    let is = now.rows.iter().find(|row| row.line == four.line).unwrap();
    assert_eq!(is.targets["2024"], four.targets["2024"]);
    assert_eq!(is.action_line, "Otra cosa", "only the cell that was named");
    let again = restore(Some(vec![cell(four, "targets.2024")]))
        .await
        .unwrap();
    assert!(!again.changed, "it reads so already");
    let undone = ana.engine.undo(dossier.clone()).await.unwrap();
    assert!(undone.label.unwrap().starts_with("Dejar como estaba en: "));
    assert_eq!(
        contents(&ana.matrix(&dossier).await.rows),
        contents(&after.rows)
    );

    // Whole rows: back among the others, where it stood, with its cells.
    let rows = vec![cell(six, ""), cell(five, "")];
    assert!(restore(Some(rows)).await.unwrap().changed);
    let now = ana.matrix(&dossier).await;
    let order: Vec<&str> = now
        .rows
        .iter()
        .filter(|row| !row.retired)
        .map(|row| row.line.as_str())
        .collect();
    let at = |line: &str| order.iter().position(|of| *of == line).unwrap();
    assert!(at(&four.line) < at(&five.line) && at(&five.line) < at(&six.line));
    let is = now.rows.iter().find(|row| row.line == five.line).unwrap();
    assert_eq!(is.targets, five.targets);
    let other = now.rows.iter().find(|row| row.line == four.line).unwrap();
    assert_eq!(other.action_line, "Otra cosa");
    ana.engine.undo(dossier.clone()).await.unwrap();
    assert_eq!(
        contents(&ana.matrix(&dossier).await.rows),
        contents(&after.rows)
    );

    assert!(restore(None).await.unwrap().changed);
    assert_eq!(
        contents(&ana.matrix(&dossier).await.rows),
        contents(&before.rows)
    );
    let left = ana
        .engine
        .compare(dossier.clone(), from.clone(), "now".into())
        .await;
    assert_eq!(left.unwrap().differences, []);
    ana.engine.undo(dossier.clone()).await.unwrap();
    assert_eq!(
        contents(&ana.matrix(&dossier).await.rows),
        contents(&after.rows)
    );
    ana.engine.redo(dossier.clone()).await.unwrap();
    assert_eq!(
        contents(&ana.matrix(&dossier).await.rows),
        contents(&before.rows)
    );

    let nowhere = Cell {
        line: "7d9f5c1e-0000-4000-8000-000000000000".into(),
        ..cell(four, "")
    };
    let unknown = restore(Some(vec![nowhere])).await;
    assert_eq!(unknown.unwrap_err().code, Code::RowUnknown);
}

#[tokio::test]
async fn what_changed_goes_out_as_a_document_or_a_table() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let from = version(&ana, &dossier).await;
    ana.set(&dossier, 4, "targets.2024", "90").await;
    ana.set(&dossier, 4, "pendingExternal", "true").await;
    let export = |format: &str| {
        ana.engine.export_changes(
            dossier.clone(),
            from.clone(),
            "now".to_owned(),
            format.to_owned(),
        )
    };
    let table = String::from_utf8(export("csv").await.unwrap()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("4,Meta 2024,") && line.contains(",90,Ana,"))
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("4,Sujeta a revisión,No,Sí,Ana,"))
    );
    assert!(export("docx").await.unwrap().starts_with(b"PK"));
    assert_eq!(export("pdf").await.unwrap_err().code, Code::FormatUnknown);

    let away = ana.engine.export_away(dossier.clone(), "csv".to_owned());
    let away = String::from_utf8(away.await.unwrap()).unwrap();
    assert_eq!(away.lines().count(), 1, "nobody was away: {away}");
}

fn close(name: &str) -> ReviewAction {
    ReviewAction::CloseVersion {
        name: name.to_owned(),
        note: String::new(),
    }
}

/// Clocks of changes count whole seconds: what comes after is seen to.
async fn a_second_later() {
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
}

#[tokio::test]
async fn words_stay_their_proposer_s_and_are_held_by_the_first_version_closed_after() {
    let office = PostOffice::open();
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let link = ana
        .invite(&dossier, RoleName::Reviewer, &office.url())
        .await;
    let sync = async |people: [&Person; 2]| {
        for person in people {
            person.engine.sync(Some(dossier.clone())).await.unwrap();
        }
    };
    ana.engine.sync(Some(dossier.clone())).await.unwrap();
    let caro = Person::with("Caro", false).await;
    caro.engine.join(link).await.unwrap();
    sync([&caro, &ana]).await;
    sync([&caro, &ana]).await;
    let first = ana
        .review(&dossier, vec![close("Mesa 8")])
        .await
        .unwrap()
        .made;
    let row = caro.row(&dossier, 4).await;
    let suggest = ReviewAction::Suggest {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: "actionLine".to_owned(),
        value: format!("{} Con enfoque de género.", row.action_line),
        base: None,
        reason: "lo acordó la mesa".to_owned(),
    };
    let made = caro.review(&dossier, vec![suggest]).await.unwrap().made;
    sync([&caro, &ana]).await;
    let accept = ReviewAction::Accept {
        suggestion: made[0].clone(),
        hunks: None,
        reason: String::new(),
    };
    ana.review(&dossier, vec![accept]).await.unwrap();
    let of = cell(&row, "actionLine");
    let before = ana.engine.blame(dossier.clone(), of.clone()).await.unwrap();
    assert_eq!(before.last().unwrap().version, "", "in no version yet");
    let second = ana
        .review(&dossier, vec![close("Entrega")])
        .await
        .unwrap()
        .made;

    let words = ana.engine.blame(dossier.clone(), of.clone()).await.unwrap();
    let (old, new) = (words.first().unwrap(), words.last().unwrap());
    assert_eq!(
        (old.author.as_str(), old.version.as_str()),
        ("Ana", "Mesa 8")
    );
    assert_eq!(old.accepted_by, "");
    assert!(new.text.contains("Con enfoque de género"), "{words:?}");
    assert_eq!(
        (new.author.as_str(), new.accepted_by.as_str()),
        ("Caro", "Ana")
    );
    assert_eq!(new.version, "Entrega");
    let values = ana.engine.cell_history(dossier.clone(), of.clone()).await;
    let newest = &values.unwrap()[0];
    assert_eq!(
        (newest.author.as_str(), newest.accepted_by.as_str()),
        ("Caro", "Ana")
    );

    let told = ana
        .engine
        .compare(dossier.clone(), first[0].clone(), second[0].clone());
    let told = told.await.unwrap();
    assert_eq!(
        (told.from_name.as_str(), told.to_name.as_str()),
        ("Mesa 8", "Entrega")
    );
    assert_eq!(told.differences.len(), 1);
    assert_eq!(told.differences[0].cell, of);
    let moments = ana.engine.moments(dossier.clone()).await.unwrap();
    let names: Vec<&str> = moments
        .iter()
        .map(|moment| moment.version.as_str())
        .collect();
    assert!(
        names.contains(&"Mesa 8") && names.contains(&"Entrega"),
        "{names:?}"
    );

    // Back to what was agreed first, as any other edit.
    let back = ana
        .engine
        .restore(dossier.clone(), first[0].clone(), Some(vec![of.clone()]));
    assert!(back.await.unwrap().changed);
    assert_eq!(ana.row(&dossier, 4).await.action_line, row.action_line);
    // Who may not write the matrix may not put it back either.
    sync([&ana, &caro]).await;
    let refused = caro
        .engine
        .restore(dossier.clone(), second[0].clone(), None);
    assert_eq!(refused.await.unwrap_err().code, Code::NotAllowed);
}

#[tokio::test]
async fn an_approved_row_is_not_put_back_and_nothing_else_with_it() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let from = version(&ana, &dossier).await;
    ana.set(&dossier, 4, "targets.2024", "1").await;
    ana.set(&dossier, 5, "targets.2024", "2").await;
    let (four, five) = (ana.row(&dossier, 4).await, ana.row(&dossier, 5).await);
    let approve = ReviewAction::SetState {
        lines: vec![five.line.clone()],
        state: RowState::Approved,
        reason: String::new(),
    };
    ana.review(&dossier, vec![approve]).await.unwrap();
    let before = ana.matrix(&dossier).await;
    let restore =
        |cells: Option<Vec<Cell>>| ana.engine.restore(dossier.clone(), from.clone(), cells);
    for cells in [
        None,
        Some(vec![cell(&four, ""), cell(&five, "targets.2024")]),
    ] {
        let refused = restore(cells).await.unwrap_err();
        assert_eq!(refused.code, Code::RowApproved);
        assert!(refused.message.contains('5'), "{}", refused.message);
        assert_eq!(ana.matrix(&dossier).await, before);
    }
    assert!(restore(Some(vec![cell(&four, "")])).await.unwrap().changed);
}

#[tokio::test]
async fn what_is_written_after_the_last_day_of_the_window_is_late() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let from = version(&ana, &dossier).await;
    let late = async |field: &str, value: &str| {
        ana.set(&dossier, 4, field, value).await;
        let told = ana
            .engine
            .compare(dossier.clone(), from.clone(), "now".into());
        let told = told.await.unwrap().differences;
        let change = told.into_iter().find(|one| one.cell.field == field);
        change.unwrap().late
    };
    assert!(!late("targets.2024", "1").await);
    a_second_later().await;
    let open = ReviewAction::OpenWindow {
        closes_on: "2023-04-24".to_owned(),
        notify_to: "la Secretaría Ejecutiva".to_owned(),
        note: String::new(),
    };
    let made = ana.review(&dossier, vec![open]).await.unwrap().made;
    a_second_later().await;
    assert!(late("targets.2025", "2").await);
    let table =
        ana.engine
            .export_changes(dossier.clone(), from.clone(), "now".into(), "csv".into());
    let table = String::from_utf8(table.await.unwrap()).unwrap();
    let marked: Vec<&str> = table.lines().filter(|line| line.ends_with(",Sí")).collect();
    assert!(
        marked.iter().any(|line| line.starts_with("4,Meta 2025,")),
        "{table}"
    );
    assert!(
        !marked.iter().any(|line| line.starts_with("4,Meta 2024,")),
        "{table}"
    );
    let close = ReviewAction::CloseWindow {
        window: made[0].clone(),
        reason: String::new(),
    };
    ana.review(&dossier, vec![close]).await.unwrap();
    a_second_later().await;
    assert!(!late("targets.2026", "3").await, "the window is closed");
}
