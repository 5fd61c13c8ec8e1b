//! Minutas that somebody hands in.

use std::collections::BTreeMap;

use contract::{
    DocumentOutcome, ExportOptions, MatrixAction, MinutesAction, PrintMatch, ReviewAction,
    SheetSize, Uncompared,
};
use paper::{MinutesPaper, PaperMark};

use crate::office::Person;
use crate::verifying::{typed_minutes, with};

use DocumentOutcome::{Draft, Version};
use PrintMatch::{Added, Changed, Exact, NotCompared};

impl Person {
    async fn begins(&self, dossier: &str, session: &str, date: &str) -> String {
        let values = [("session", session), ("phase", "1"), ("date", date)];
        let values = values.map(|(field, value)| (field.to_owned(), value.to_owned()));
        let begin = MinutesAction::Begin {
            values: BTreeMap::from(values),
        };
        self.does(dossier, begin).await.remove(0)
    }

    async fn agrees(&self, dossier: &str, minutes: &str, text: &str) -> String {
        let add = MinutesAction::Add {
            minutes: minutes.to_owned(),
            kind: "agreement".to_owned(),
            after: None,
            values: BTreeMap::from([("text".to_owned(), text.to_owned())]),
        };
        self.does(dossier, add).await.remove(0)
    }

    async fn does(&self, dossier: &str, action: MinutesAction) -> Vec<String> {
        let receipt = self
            .engine
            .minutes_act(dossier.to_owned(), vec![action])
            .await;
        receipt.unwrap().made
    }

    async fn closes(&self, dossier: &str, minutes: &str, version: Option<String>) {
        let close = MinutesAction::Close {
            minutes: minutes.to_owned(),
            version,
            name: String::new(),
            note: String::new(),
        };
        self.does(dossier, close).await;
    }

    async fn prints(&self, dossier: &str, minutes: &str) -> Vec<u8> {
        let paper =
            self.engine
                .minutes_paper(dossier.to_owned(), minutes.to_owned(), SheetSize::Oficio);
        let (minutes, annex) = paper.await.unwrap();
        typed_minutes(&minutes, &annex)
    }

    async fn judged(&self, paper: &[u8]) -> (DocumentOutcome, PrintMatch) {
        let verdict = self.verify(paper).await;
        (verdict.outcome, verdict.file)
    }
}

fn set(part: &str, field: &str, value: &str) -> MinutesAction {
    MinutesAction::Set {
        part: part.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
    }
}

#[tokio::test]
async fn a_closed_minuta_is_printed_again_whatever_became_of_it_since() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let first = ana.begins(&dossier, "07", "2023-04-01").await;
    let early = ana
        .agrees(&dossier, &first, "Se entrega la línea base.")
        .await;
    ana.closes(&dossier, &first, None).await;
    let minutes = ana.begins(&dossier, "08", "2023-04-19").await;
    let part = ana
        .agrees(&dossier, &minutes, "Se aprueba el renglón.")
        .await;
    let row = ana.row(&dossier, 14).await;
    let link = MinutesAction::Link {
        part: part.clone(),
        about: format!("row:{}:-", row.line),
        linked: true,
    };
    ana.does(&dossier, link).await;
    let follow = |state: &str, minutes: Option<&String>, on: &str| MinutesAction::FollowUp {
        agreement: early.clone(),
        minutes: minutes.cloned(),
        state: Some(state.to_owned()),
        on: on.to_owned(),
        remark: "Se entregó".to_owned(),
    };
    ana.does(&dossier, follow("inProgress", Some(&minutes), "2023-04-19"))
        .await;
    ana.closes(&dossier, &minutes, None).await;

    let paper = ana.prints(&dossier, &minutes).await;
    let said = String::from_utf8(paper.clone()).unwrap();
    assert!(
        said.contains("Renglón 14") && said.contains("07/1"),
        "{said}"
    );
    assert_eq!(ana.judged(&paper).await, (Version, Exact));
    let signed = [&paper[..], b"firma"].concat();
    assert_eq!(ana.judged(&signed).await, (Version, Added));
    let changed = with(&paper, "Se aprueba", "Se rechaza");
    assert_eq!(ana.judged(&changed).await, (Version, Changed));
    // Of another minuta than it says, or of none.
    let passed_off = with(
        &paper,
        &format!(";minutes={minutes}"),
        &format!(";minutes={first}"),
    );
    let verdict = ana.verify(&passed_off).await;
    assert_eq!((verdict.outcome, verdict.file), (Version, NotCompared));
    assert_eq!(verdict.uncompared, Uncompared::Minutes);
    assert!(
        verdict.sentence.contains("su minuta"),
        "{}",
        verdict.sentence
    );
    let nobody = with(&paper, &format!(";minutes={minutes}"), ";minutes=no");
    assert_eq!(ana.judged(&nobody).await, (Version, NotCompared));

    // Rows move and retire, the acuerdo goes on, the earlier minuta is corrected, this one too.
    let retire = MatrixAction::RetireLine {
        line: ana.row(&dossier, 2).await.line,
        retired: true,
    };
    ana.act(&dossier, vec![retire]).await;
    assert_eq!(ana.row(&dossier, 13).await.line, row.line);
    ana.does(&dossier, follow("fulfilled", None, "2023-05-10"))
        .await;
    let reopen = |minutes: &String| MinutesAction::Reopen {
        minutes: minutes.clone(),
        reason: "Falta un acuerdo".to_owned(),
    };
    ana.does(&dossier, reopen(&first)).await;
    ana.does(
        &dossier,
        set(&early, "text", "Se entrega la línea base corregida."),
    )
    .await;
    assert_eq!(ana.judged(&paper).await, (Version, Exact));
    assert_eq!(
        ana.prints(&dossier, &minutes).await,
        paper,
        "the same paper, the same bytes"
    );

    ana.does(&dossier, reopen(&minutes)).await;
    assert_eq!(
        ana.judged(&paper).await,
        (Version, Exact),
        "it was closed when it was printed"
    );
    ana.does(
        &dossier,
        set(&part, "text", "Se aprueba el renglón corregido."),
    )
    .await;
    let mark = PaperMark::found_in(&paper).unwrap();
    ana.closes(&dossier, &minutes, Some(mark.version.clone()))
        .await;
    let second = ana.prints(&dossier, &minutes).await;
    assert_ne!(second, paper);
    assert_eq!(ana.judged(&second).await, (Version, Exact));
    assert_eq!(
        ana.judged(&paper).await,
        (Version, Exact),
        "one version, closed with twice"
    );
    let neither = with(&second, "corregido", "aumentado");
    assert_eq!(ana.judged(&neither).await, (Version, Changed));
}

#[tokio::test]
async fn a_draft_of_a_minuta_is_printed_as_it_was_where_that_is_known() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let minutes = ana.begins(&dossier, "08", "2023-04-19").await;
    let part = ana
        .agrees(&dossier, &minutes, "Se aprueba el renglón.")
        .await;
    let paper = ana.prints(&dossier, &minutes).await;
    let written = PaperMark::found_in(&paper).unwrap().print.unwrap().written;
    assert!(!written.is_empty());
    assert_eq!(ana.judged(&paper).await, (Draft, Exact));
    let changed = with(&paper, "Se aprueba", "Se rechaza");
    assert_eq!(ana.judged(&changed).await, (Draft, Changed));

    // Neither the minuta nor the matrix stays as it was, and both are known as they were.
    ana.does(&dossier, set(&part, "text", "Se aprueba con cambios."))
        .await;
    ana.set(&dossier, 4, "targets.2024", "90").await;
    ana.closes(&dossier, &minutes, None).await;
    assert_eq!(ana.judged(&paper).await, (Draft, Exact));
    assert_eq!(
        ana.judged(&[&paper[..], b"firma"].concat()).await,
        (Draft, Added)
    );
    let sure = ana.judged(&changed).await;
    assert_eq!(sure, (Draft, Changed));

    // Without the version of the minutas, what they say now is all there is.
    let bare = with(&paper, &format!(";written={written}"), "");
    let verdict = ana.verify(&bare).await;
    assert_eq!((verdict.outcome, verdict.file), (Draft, NotCompared));
    assert_eq!(verdict.uncompared, Uncompared::Unsure);
    let never = with(&paper, &written, &"9".repeat(64));
    let verdict = ana.verify(&never).await;
    assert_eq!(
        (verdict.file, verdict.uncompared),
        (NotCompared, Uncompared::Minutes)
    );

    // What is asked of others counts in a draft, and is not kept with it.
    let consult = ReviewAction::Consult {
        line: ana.row(&dossier, 4).await.line,
        indicator: None,
        field: String::new(),
        body: "SFA".to_owned(),
        question: "¿Tienen el dato?".to_owned(),
        asked_on: "2023-04-19".to_owned(),
        due_on: None,
        empty_cell: false,
    };
    ana.review(&dossier, vec![consult]).await.unwrap();
    let verdict = ana.verify(&paper).await;
    assert_eq!((verdict.outcome, verdict.file), (Draft, NotCompared));
    assert_eq!(verdict.uncompared, Uncompared::Unsure);
    assert!(
        verdict.sentence.contains("no se sabe"),
        "{}",
        verdict.sentence
    );
}

#[tokio::test]
async fn a_minuta_that_says_nothing_of_its_moment_is_the_one_of_now() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let minutes = ana.begins(&dossier, "08", "2023-04-19").await;
    let printed = ana
        .engine
        .minutes_paper(dossier.clone(), minutes.clone(), SheetSize::Carta);
    let (paper, annex) = printed.await.unwrap();
    let older = MinutesPaper {
        written: String::new(),
        ..paper
    };
    assert_eq!(
        ana.judged(&typed_minutes(&older, &annex)).await,
        (Draft, Exact)
    );
    let options = ExportOptions::default();
    let now = ana.engine.annex(dossier, options).await.unwrap();
    assert_eq!(now.rows, annex.rows);
}
