//! The review, between people: suggestions, consultations, states, windows, versions, decisions,
//! what one is told of.

use contract::{
    AnchorState, Code, ConsultationOutcome, DecisionKind, EditReceipt, NoticeKind, Problem,
    ReviewAction, RoleName, Row, RowState, SuggestionStatus, VerificationOutcome,
};

use crate::office::{Person, PostOffice, comment, eventually};

fn suggest(row: &Row, field: &str, value: &str, base: Option<String>) -> ReviewAction {
    ReviewAction::Suggest {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: field.to_owned(),
        value: value.to_owned(),
        base,
        reason: "lo acordó la mesa".to_owned(),
    }
}

fn gives(row: &Row, state: RowState, reason: &str) -> ReviewAction {
    ReviewAction::SetState {
        lines: vec![row.line.clone()],
        state,
        reason: reason.to_owned(),
    }
}

async fn edit(
    person: &Person,
    dossier: &str,
    row: &Row,
    field: &str,
    value: &str,
) -> Result<EditReceipt, Problem> {
    let (line, indicator) = (row.line.clone(), row.indicator.clone());
    let (field, value) = (field.to_owned(), value.to_owned());
    let engine = &person.engine;
    engine
        .edit(dossier.to_owned(), line, indicator, field, value, None)
        .await
}

async fn caught_up(people: &[&Person], dossier: &str) {
    for _ in 0..2 {
        for person in people {
            person.engine.sync(Some(dossier.to_owned())).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_suggestion_made_on_an_old_version_merges_with_what_happened_since() {
    let office = PostOffice::open();
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let link = ana
        .invite(&dossier, RoleName::Reviewer, &office.url())
        .await;
    ana.engine.sync(Some(dossier.clone())).await.unwrap();
    let caro = Person::with("Caro", false).await;
    caro.engine.join(link).await.unwrap();
    caught_up(&[&caro, &ana], &dossier).await;

    let row = caro.row(&dossier, 4).await;
    let first = format!("{} Con enfoque de género.", row.action_line);
    let made = caro
        .review(&dossier, vec![suggest(&row, "actionLine", &first, None)])
        .await
        .unwrap()
        .made;
    let refused = caro
        .review(&dossier, vec![accept(&made[0], None)])
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    // Meanwhile, without having seen it, Ana writes at the other end of the same text.
    let ours = format!("De inmediato. {}", row.action_line);
    ana.set(&dossier, 4, "actionLine", &ours).await;
    caught_up(&[&caro, &ana], &dossier).await;

    let shown = &ana.shown(&dossier).await.suggestions[0];
    assert_eq!(shown.status, SuggestionStatus::Open);
    assert!(shown.outdated && !shown.mine);
    assert_eq!(
        (shown.before.as_str(), shown.now.as_str()),
        (row.action_line.as_str(), ours.as_str())
    );
    let notices = ana.engine.notices(dossier.clone()).await.unwrap();
    assert!(
        notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::Suggestion && notice.unread)
    );

    ana.review(&dossier, vec![accept(&made[0], None)])
        .await
        .unwrap();
    let merged = format!("De inmediato. {} Con enfoque de género.", row.action_line);
    assert_eq!(ana.row(&dossier, 4).await.action_line, merged);
    let again = ana.review(&dossier, vec![accept(&made[0], None)]).await;
    assert_eq!(again.unwrap_err().code, Code::SuggestionDecided);
    caught_up(&[&ana, &caro], &dossier).await;
    assert_eq!(caro.row(&dossier, 4).await.action_line, merged);
    let shown = &caro.shown(&dossier).await.suggestions[0];
    assert_eq!(
        (shown.status, shown.decided_by.as_str()),
        (SuggestionStatus::Accepted, "Ana")
    );
    let notices = caro.engine.notices(dossier.clone()).await.unwrap();
    assert!(
        notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::Verdict)
    );
    // One step, taken back as any other.
    ana.engine.undo(dossier.clone()).await.unwrap();
    assert_eq!(ana.row(&dossier, 4).await.action_line, ours);
}

fn accept(suggestion: &str, hunks: Option<Vec<u32>>) -> ReviewAction {
    ReviewAction::Accept {
        suggestion: suggestion.to_owned(),
        hunks,
        reason: String::new(),
    }
}

#[tokio::test]
async fn a_suggestion_is_taken_in_part_or_refused_with_a_reason() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(
        &dossier,
        4,
        "actionLine",
        "Capacitar a 50 servidores públicos cada año",
    )
    .await;
    let row = ana.row(&dossier, 4).await;
    let value = "Capacitar a 80 servidores públicos cada semestre";
    let propose = || vec![suggest(&row, "actionLine", value, None)];
    let made = ana.review(&dossier, propose()).await.unwrap();
    let spans = &made.review.suggestions[0].spans;
    let last = spans.iter().filter_map(|span| span.hunk).max().unwrap();
    assert_eq!(last, 1, "two changes");
    let reasonless = ReviewAction::Refuse {
        suggestion: made.made[0].clone(),
        reason: " ".to_owned(),
    };
    let refused = ana.review(&dossier, vec![reasonless]).await.unwrap_err();
    assert_eq!(refused.code, Code::ReasonNeeded);
    ana.review(&dossier, vec![accept(&made.made[0], Some(vec![1]))])
        .await
        .unwrap();
    let now = ana.row(&dossier, 4).await.action_line;
    assert_eq!(now, "Capacitar a 50 servidores públicos cada semestre");
    let shown = &ana.shown(&dossier).await.suggestions[0];
    assert_eq!(shown.status, SuggestionStatus::Partly);
    assert_eq!(shown.applied.as_deref(), Some(now.as_str()));
}

#[tokio::test]
async fn an_approved_row_is_locked_until_reopened_and_what_came_later_is_asked_about() {
    let mut office = PostOffice::open();
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let beto = Person::new("Beto").await;
    beto.engine.join(link).await.unwrap();
    eventually("the matrix arrives", || async {
        (beto.matrix(&dossier).await.rows.len() == 26).then_some(())
    })
    .await;
    ana.sent(&dossier).await;
    office.stop();
    let row = ana.row(&dossier, 4).await;
    ana.review(&dossier, vec![gives(&row, RowState::Approved, "")])
        .await
        .unwrap();
    let refused = edit(&ana, &dossier, &row, "targets.2024", "99")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::RowApproved);
    assert!(refused.detail.unwrap().contains('4'));
    let text = ana.engine.open_text(
        dossier.clone(),
        row.line.clone(),
        row.indicator.clone(),
        "formula".to_owned(),
    );
    assert_eq!(text.await.unwrap_err().code, Code::RowApproved);
    // Beto does not know yet.
    edit(&beto, &dossier, &row, "targets.2024", "77")
        .await
        .unwrap();
    office.start();
    for person in [&ana, &beto] {
        eventually("it is asked about", || async {
            let shown = person.shown(&dossier).await;
            let kinds: Vec<_> = shown.decisions.iter().map(|known| known.kind).collect();
            (kinds == [DecisionKind::ChangedAfterApproval]).then_some(())
        })
        .await;
    }
    assert_eq!(
        ana.shown(&dossier).await.decisions,
        beto.shown(&dossier).await.decisions
    );
    let reasonless = vec![gives(&row, RowState::InReview, "")];
    let refused = ana.review(&dossier, reasonless).await.unwrap_err();
    assert_eq!(refused.code, Code::ReasonNeeded);
    let key = ana.shown(&dossier).await.decisions[0].key.clone();
    ana.engine.decide(dossier.clone(), key, 1).await.unwrap();
    eventually("it is decided for both", || async {
        beto.shown(&dossier)
            .await
            .decisions
            .is_empty()
            .then_some(())
    })
    .await;
    assert_eq!(ana.row(&dossier, 4).await.targets["2024"], "77");
    let reopen = vec![gives(&row, RowState::InReview, "falta la meta 2025")];
    ana.review(&dossier, reopen).await.unwrap();
    edit(&ana, &dossier, &row, "targets.2025", "88")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_conflict_decided_once_clears_everywhere_and_who_lost_is_told() {
    let mut office = PostOffice::open();
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let beto = Person::new("Beto").await;
    beto.engine.join(link).await.unwrap();
    eventually("the matrix arrives", || async {
        (beto.matrix(&dossier).await.rows.len() == 26).then_some(())
    })
    .await;
    office.stop();
    ana.set(&dossier, 4, "targets.2024", "90").await;
    beto.set(&dossier, 4, "targets.2024", "85").await;
    office.start();
    for person in [&ana, &beto] {
        eventually("both are asked", || async {
            let shown = person.shown(&dossier).await;
            (shown.decisions.len() == 1).then_some(())
        })
        .await;
    }
    let (mine, theirs) = (ana.shown(&dossier).await, beto.shown(&dossier).await);
    assert_eq!(mine.decisions, theirs.decisions);
    let decision = &mine.decisions[0];
    let choice = decision.choices.iter().find(|choice| choice.value == "85");
    let choose = choice.unwrap().choose;
    ana.engine
        .decide(dossier.clone(), decision.key.clone(), choose)
        .await
        .unwrap();
    eventually("it is decided for both", || async {
        beto.shown(&dossier)
            .await
            .decisions
            .is_empty()
            .then_some(())
    })
    .await;
    assert_eq!(beto.row(&dossier, 4).await.targets["2024"], "85");
    // Ana decided against herself: she knows.
    let notices = ana.engine.notices(dossier.clone()).await.unwrap();
    assert!(notices.iter().all(|notice| notice.kind != NoticeKind::Lost));

    // Now Beto decides against Ana: she is told what she lost, and brings it back in one action.
    office.stop();
    ana.set(&dossier, 5, "targets.2024", "70").await;
    beto.set(&dossier, 5, "targets.2024", "60").await;
    office.start();
    let decision = eventually("Beto is asked", || async {
        beto.shown(&dossier).await.decisions.pop()
    })
    .await;
    let choice = decision.choices.iter().find(|choice| choice.value == "60");
    let choose = choice.unwrap().choose;
    let decided = beto.engine.decide(dossier.clone(), decision.key, choose);
    decided.await.unwrap();
    let lost = eventually("Ana is told", || async {
        let notices = ana.engine.notices(dossier.clone()).await.unwrap();
        let mut lost = notices
            .into_iter()
            .filter(|notice| notice.kind == NoticeKind::Lost);
        lost.next()
    })
    .await;
    assert_eq!((lost.text.as_str(), lost.now.as_str()), ("70", "60"));
    assert_eq!((lost.author.as_str(), lost.row), ("Beto", Some(5)));
}

#[tokio::test]
async fn words_commented_upon_are_followed_and_their_quote_stays() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(
        &dossier,
        4,
        "actionLine",
        "Capacitar a 50 servidores públicos",
    )
    .await;
    let row = ana.row(&dossier, 4).await;
    let about = |from, to| {
        let mut action = comment(&row, "actionLine", "¿De qué nivel?");
        if let ReviewAction::Comment {
            from: start,
            to: end,
            ..
        } = &mut action
        {
            (*start, *end) = (Some(from), Some(to));
        }
        action
    };
    ana.review(&dossier, vec![about(15, 25)]).await.unwrap();
    let anchor = || async {
        let comments = ana.engine.comments(dossier.clone()).await.unwrap();
        let said = comments
            .into_iter()
            .find(|comment| comment.anchor.is_some());
        let said = said.unwrap();
        (said.quote, said.anchor.unwrap())
    };
    let (quote, at) = anchor().await;
    assert_eq!(
        (quote.as_str(), at.state),
        ("servidores", AnchorState::Whole)
    );
    ana.set(
        &dossier,
        4,
        "actionLine",
        "Sí: capacitar a 50 servidores públicos",
    )
    .await;
    // Marking something as read reads everything anew.
    ana.engine.mark_read(dossier.clone(), None).await.unwrap();
    let (_, at) = anchor().await;
    assert_eq!((at.from, at.to, at.state), (19, 29, AnchorState::Whole));
    ana.set(&dossier, 4, "actionLine", "Capacitar a todas las personas")
        .await;
    ana.engine.mark_read(dossier.clone(), None).await.unwrap();
    let (quote, at) = anchor().await;
    assert_eq!(quote, "servidores");
    assert_ne!(at.state, AnchorState::Whole);
}

#[tokio::test]
async fn a_note_becomes_a_consultation_and_undo_brings_it_back() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(&dossier, 14, "interpretation", "Socializar con SFA")
        .await;
    let row = ana.row(&dossier, 14).await;
    let consult = ReviewAction::Consult {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: "interpretation".to_owned(),
        body: "SFA".to_owned(),
        question: "¿Qué sistemas?".to_owned(),
        asked_on: "2023-04-19".to_owned(),
        due_on: Some("2023-04-24".to_owned()),
        empty_cell: true,
    };
    let made = ana.review(&dossier, vec![consult]).await.unwrap();
    assert_eq!(ana.row(&dossier, 14).await.interpretation, "");
    let asked = &made.review.consultations[0];
    assert_eq!(
        (asked.note.as_str(), asked.open),
        ("Socializar con SFA", true)
    );
    let answer = |day: &str| ReviewAction::Answer {
        consultation: made.made[0].clone(),
        answer: "El de nómina".to_owned(),
        answered_on: day.to_owned(),
        outcome: ConsultationOutcome::Agreed,
    };
    let refused = ana.review(&dossier, vec![answer("2023-02-30")]).await;
    assert_eq!(refused.unwrap_err().code, Code::DateInvalid);
    ana.review(&dossier, vec![answer("2023-04-21")])
        .await
        .unwrap();
    assert!(!ana.shown(&dossier).await.consultations[0].open);
    ana.engine.undo(dossier.clone()).await.unwrap();
    let back = ana.row(&dossier, 14).await.interpretation;
    assert_eq!(back, "Socializar con SFA");
}

#[tokio::test]
async fn windows_baselines_and_versions() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let open = |day: &str| ReviewAction::OpenWindow {
        closes_on: day.to_owned(),
        notify_to: "Secretaría Técnica".to_owned(),
        note: String::new(),
    };
    let opened = ana
        .review(&dossier, vec![open("2999-04-24")])
        .await
        .unwrap();
    let again = ana.review(&dossier, vec![open("2999-04-25")]).await;
    assert_eq!(again.unwrap_err().code, Code::WindowOpen);
    assert!(opened.review.windows[0].days_left > 300_000);
    let row = ana.row(&dossier, 4).await;
    let verify = |outcome, value: Option<&str>| ReviewAction::VerifyBaseline {
        line: row.line.clone(),
        indicator: row.indicator.clone().unwrap(),
        outcome,
        value: value.map(str::to_owned),
        person: "Marisol Peña".to_owned(),
        note: "informe anual".to_owned(),
    };
    let done = ana
        .review(
            &dossier,
            vec![verify(VerificationOutcome::Corrected, Some("35 %"))],
        )
        .await
        .unwrap();
    assert_eq!(done.review.verifications[0].value, "35 %");
    assert_eq!(ana.row(&dossier, 4).await.baseline.unwrap().value, "35 %");
    let close = ReviewAction::CloseVersion {
        name: "Versión de la mesa 08".to_owned(),
        note: String::new(),
    };
    let closed = ana.review(&dossier, vec![close]).await.unwrap();
    let version = &closed.review.versions[0];
    assert!(version.here && version.current && version.rows == 26);
    assert_eq!(version.digest.len(), 9);
    ana.set(&dossier, 4, "baseline.value", "40 %").await;
    let shown = ana.shown(&dossier).await;
    assert!(!shown.versions[0].current);
    assert!(shown.verifications[0].stale);
    let close = ReviewAction::CloseWindow {
        window: opened.made[0].clone(),
        reason: String::new(),
    };
    ana.review(&dossier, vec![close.clone()]).await.unwrap();
    let twice = ana.review(&dossier, vec![close]).await;
    assert_eq!(twice.unwrap_err().code, Code::WindowUnknown);
}

#[tokio::test]
async fn a_step_is_all_or_nothing_and_a_comment_is_its_writers() {
    let office = PostOffice::open();
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    ana.engine.sync(Some(dossier.clone())).await.unwrap();
    let beto = Person::with("Beto", false).await;
    beto.engine.join(link).await.unwrap();
    caught_up(&[&beto, &ana], &dossier).await;
    let row = ana.row(&dossier, 4).await;
    let half = vec![
        comment(&row, "formula", "una"),
        gives(&row, RowState::Returned, ""),
    ];
    assert_eq!(
        ana.review(&dossier, half).await.unwrap_err().code,
        Code::ReasonNeeded
    );
    let own = |comments: Vec<contract::CommentView>| {
        comments
            .into_iter()
            .filter(|comment| comment.author == "Ana")
            .collect::<Vec<_>>()
    };
    let comments = ana.engine.comments(dossier.clone()).await.unwrap();
    assert!(own(comments).is_empty());
    let mut mention = comment(&row, "formula", "@Beto ¿y esto?");
    let device = beto.engine.me().await.unwrap().unwrap().device;
    if let ReviewAction::Comment { mentions, .. } = &mut mention {
        *mentions = vec![device];
    }
    let made = ana.review(&dossier, vec![mention]).await.unwrap().made;
    caught_up(&[&ana, &beto], &dossier).await;
    let notices = beto.engine.notices(dossier.clone()).await.unwrap();
    assert!(
        notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::Mention && notice.unread)
    );
    beto.engine
        .mark_read(dossier.clone(), Some(made.clone()))
        .await
        .unwrap();
    let notices = beto.engine.notices(dossier.clone()).await.unwrap();
    assert!(notices.iter().all(|notice| !notice.unread));
    let withdraw = ReviewAction::WithdrawComment {
        comment: made[0].clone(),
    };
    let refused = beto.review(&dossier, vec![withdraw.clone()]).await;
    assert_eq!(refused.unwrap_err().code, Code::NotYours);
    ana.review(&dossier, vec![withdraw]).await.unwrap();
    let comments = own(ana.engine.comments(dossier.clone()).await.unwrap());
    assert!(comments[0].withdrawn && comments[0].text.is_empty());
}
