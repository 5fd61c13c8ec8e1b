//! Two people who accept the same at the same time, each without knowing of the other: it is asked,
//! and one choice leaves it once.

use std::collections::BTreeMap;

use contract::{DecisionKind, ReviewAction, RoleName, SuggestionStatus};

use crate::office::{Person, PostOffice, eventually};

const LINE: &str = "Capacitar a 50 servidores públicos. Publicar los informes.";
const ADDED: &str = "Con enfoque de género.";
const NEW_LINE: &str = "Publicar el padrón de proveedores.";

fn accept(suggestion: &str) -> ReviewAction {
    ReviewAction::Accept {
        suggestion: suggestion.to_owned(),
        hunks: None,
        reason: String::new(),
    }
}

/// Rows that say so.
async fn saying(person: &Person, dossier: &str, text: &str) -> usize {
    let rows = person.matrix(dossier).await.rows;
    let shown = rows.iter().filter(|row| row.row.is_some());
    shown.filter(|row| row.action_line == text).count()
}

#[tokio::test]
async fn what_two_accept_at_once_is_asked_and_stands_once_with_one_choice() {
    let mut office = PostOffice::open();
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(&dossier, 4, "actionLine", LINE).await;
    let row = ana.row(&dossier, 4).await;
    let proposed = vec![
        ReviewAction::Suggest {
            line: row.line.clone(),
            indicator: row.indicator.clone(),
            field: "actionLine".to_owned(),
            value: format!("{LINE} {ADDED}"),
            base: None,
            reason: String::new(),
        },
        ReviewAction::SuggestLine {
            after: Some(row.line.clone()),
            heading: None,
            cells: BTreeMap::from([("actionLine".to_owned(), NEW_LINE.to_owned())]),
            reason: String::new(),
        },
    ];
    let made = ana.review(&dossier, proposed).await.unwrap().made;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let beto = Person::new("Beto").await;
    beto.engine.join(link).await.unwrap();
    eventually("the proposals arrive", || async {
        let shown = beto.shown(&dossier).await.suggestions.len();
        let rows = beto.matrix(&dossier).await.rows.len();
        (shown == 2 && rows == 26).then_some(())
    })
    .await;
    ana.sent(&dossier).await;
    office.stop();
    // Beside it Ana wrote something of her own, which must stay.
    let ours = format!("De inmediato. {LINE}");
    ana.set(&dossier, 4, "actionLine", &ours).await;
    for person in [&ana, &beto] {
        for suggestion in &made {
            let accepted = person.review(&dossier, vec![accept(suggestion)]).await;
            accepted.unwrap();
        }
    }
    office.start();
    for person in [&ana, &beto] {
        eventually("both are asked about both", || async {
            let decisions = person.shown(&dossier).await.decisions;
            let kinds: Vec<DecisionKind> = decisions.iter().map(|one| one.kind).collect();
            (kinds == [DecisionKind::Overlap, DecisionKind::Verdicts]).then_some(())
        })
        .await;
    }
    let asked = ana.shown(&dossier).await;
    assert_eq!(asked.decisions, beto.shown(&dossier).await.decisions);
    let applied = asked.suggestions.iter();
    assert!(applied.clone().count() == 2);
    for suggestion in applied {
        assert_eq!(suggestion.status, SuggestionStatus::Accepted);
    }
    assert_eq!(saying(&beto, &dossier, NEW_LINE).await, 2);
    let once = format!("{ours} {ADDED}");
    assert_eq!(asked.decisions[0].choices[0].value, once);
    for decision in asked.decisions {
        let decided = beto.engine.decide(dossier.clone(), decision.key, 1);
        decided.await.unwrap();
    }
    for person in [&ana, &beto] {
        eventually("it is decided for both", || async {
            let decisions = person.shown(&dossier).await.decisions;
            decisions.is_empty().then_some(())
        })
        .await;
        assert_eq!(person.row(&dossier, 4).await.action_line, once);
        assert_eq!(saying(person, &dossier, NEW_LINE).await, 1);
    }
}
