//! What people do in a review: what stands, who may, what two do at once, the same on every device.

use std::collections::BTreeMap;

use document::Version;
use model::IndicatorId;
use review::{Act, ActId, EditError, LineState, Outcome, Subject, Verdict, limits};

use crate::office::{COORDINATOR, EDITOR, REVIEWER, decides, gives, line, office, rank, suggests};
use crate::seat::{author, dice};

#[test]
fn everything_reads_back_as_it_was_written() {
    let [mut coordinator, ..] = office();
    let comment = coordinator.comments("¿y la línea base?");
    let suggestion = coordinator
        .acts(suggests("Capacitar a 80 personas"))
        .unwrap();
    let consultation = Act::Consult {
        line: line(2),
        indicator: Some(IndicatorId::new(&mut dice(7))),
        field: "interpretation".to_owned(),
        body: "SFA".to_owned(),
        question: "¿Qué sistemas?".to_owned(),
        note: "Socializar con SFA".to_owned(),
        asked_on: "2023-04-19".to_owned(),
        due_on: "2023-04-24".to_owned(),
    };
    let consulted = coordinator.acts(consultation.clone()).unwrap();
    let window = Act::Window {
        closes_on: "2023-04-24".to_owned(),
        notify_to: "Secretaría Técnica".to_owned(),
        note: "según la minuta".to_owned(),
        matrix: Version::new(vec![[7; 32], [8; 32]]),
    };
    let opened = coordinator.acts(window.clone()).unwrap();
    let cells = [("actionLine", "Publicar"), ("targets.2024", "1")];
    let acts = [
        Act::EditComment {
            comment,
            text: "¿Y la línea base de 2023?".to_owned(),
            mentions: vec![author(REVIEWER), author(EDITOR)],
        },
        Act::WithdrawComment { comment },
        Act::SuggestLine {
            after: Some(line(1)),
            heading: None,
            cells: cells
                .map(|(field, text)| (field.to_owned(), text.to_owned()))
                .into(),
            base: Version::new(vec![[7; 32]]),
            reason: "falta".to_owned(),
        },
        Act::SuggestRetire {
            line: line(1),
            retired: true,
            base: Version::new(vec![[7; 32]]),
            before: "Capacitar".to_owned(),
            reason: "repetida".to_owned(),
        },
        Act::Verdict {
            suggestion,
            verdict: Verdict::Partly,
            applied: "Capacitar a 80".to_owned(),
            reason: "sin lo demás".to_owned(),
        },
        Act::Answer {
            consultation: consulted,
            answer: "De acuerdo con 2025".to_owned(),
            answered_on: "2023-04-21".to_owned(),
            outcome: Some(Outcome::AgreedWithChanges),
        },
        gives(line(1), LineState::Approved),
        Act::WindowChange {
            window: opened,
            closes_on: "2023-04-28".to_owned(),
            reason: "puente".to_owned(),
        },
        Act::Verify {
            line: line(2),
            indicator: IndicatorId::new(&mut dice(7)),
            corrected: true,
            value: "35 %".to_owned(),
            person: "Marisol Peña".to_owned(),
            note: "informe anual".to_owned(),
        },
        Act::CloseVersion {
            name: "Versión de la mesa 08".to_owned(),
            note: "con dos pendientes".to_owned(),
            matrix: Version::new(vec![[7; 32]]),
            review: Version::new(vec![[9; 32]]),
            rows: 26,
            digest: "3F0A-91BC".to_owned(),
        },
    ];
    for act in acts {
        let id = coordinator.acts(act.clone()).unwrap();
        assert_eq!(coordinator.review.acts()[&id].act, act);
        assert_eq!(coordinator.review.acts()[&id].author, author(COORDINATOR));
    }
    assert_eq!(coordinator.review.acts()[&consulted].act, consultation);
    assert_eq!(coordinator.review.acts()[&opened].act, window);
    let said = &coordinator.review.comments()[0];
    assert!(said.internal && said.mentions == [author(EDITOR)]);
}

#[test]
fn a_line_is_approved_locked_and_reopened_only_by_who_may() {
    let [mut ana, mut beto, mut caro, mut dora] = office();
    let one = line(1);
    assert_eq!(ana.state(one), (LineState::Draft, false));
    beto.acts(gives(one, LineState::InReview)).unwrap();
    let refused = beto.acts(gives(one, LineState::Approved));
    assert!(matches!(refused, Err(EditError::NotAllowed)));
    let refused = dora.acts(gives(one, LineState::InReview));
    assert!(matches!(refused, Err(EditError::NotAllowed)));
    caro.hears(&beto);
    caro.acts(gives(one, LineState::Returned)).unwrap();
    ana.hears(&caro);
    assert_eq!(ana.state(one), (LineState::Returned, false));
    ana.acts(gives(one, LineState::Approved)).unwrap();
    assert!(ana.review.agreement(&rank).is_locked(one));
    beto.hears(&ana);
    let refused = beto.acts(gives(one, LineState::InReview));
    assert!(matches!(refused, Err(EditError::NotAllowed)));
    ana.acts(gives(one, LineState::Draft)).unwrap();
    assert_eq!(ana.state(one), (LineState::Draft, false));
    // A line that was reopened is an editor's again.
    beto.hears(&ana);
    beto.acts(gives(one, LineState::InReview)).unwrap();
    assert_eq!(beto.state(one), (LineState::InReview, false));
}

#[test]
fn two_states_at_once_show_the_careful_one_until_somebody_decides() {
    let [mut ana, _, mut caro, _] = office();
    let one = line(1);
    ana.acts(gives(one, LineState::Approved)).unwrap();
    caro.acts(gives(one, LineState::Returned)).unwrap();
    ana.hears(&caro);
    caro.hears(&ana);
    assert_eq!(ana.state(one), (LineState::Returned, true));
    assert_eq!(caro.state(one), (LineState::Returned, true));
    assert!(!ana.review.agreement(&rank).is_locked(one));
    ana.acts(gives(one, LineState::Approved)).unwrap();
    caro.hears(&ana);
    assert_eq!(caro.state(one), (LineState::Approved, false));
}

#[test]
fn what_somebody_may_not_do_is_as_if_never_written() {
    let [mut ana, _, mut caro, _] = office();
    let one = line(1);
    let approved = ana.acts(gives(one, LineState::Approved)).unwrap();
    caro.hears(&ana);
    // A program that asks nobody whether it may.
    caro.forges(gives(one, LineState::Draft));
    caro.forges(Act::CloseVersion {
        name: "Falsa".to_owned(),
        note: String::new(),
        matrix: Version::new(vec![[7; 32]]),
        review: Version::new(vec![[7; 32]]),
        rows: 1,
        digest: String::new(),
    });
    ana.hears(&caro);
    let agreement = ana.review.agreement(&rank);
    assert_eq!(agreement.state(one), (LineState::Approved, false));
    assert_eq!(agreement.about(Subject::Line(one))[0].id, approved);
    assert!(agreement.versions.is_empty());
}

#[test]
fn a_suggestion_is_decided_once_and_contested_only_when_decided_in_two_ways() {
    let [mut ana, mut beto, mut caro, mut dora] = office();
    assert!(matches!(
        dora.acts(suggests("x")),
        Err(EditError::NotAllowed)
    ));
    let made = caro.acts(suggests("Capacitar a 80 personas")).unwrap();
    ana.hears(&caro);
    beto.hears(&caro);
    let refused = caro.acts(decides(made, Verdict::Accepted));
    assert!(matches!(refused, Err(EditError::NotAllowed)));
    ana.acts(decides(made, Verdict::Accepted)).unwrap();
    beto.acts(decides(made, Verdict::Refused)).unwrap();
    ana.hears(&beto);
    {
        let agreement = ana.review.agreement(&rank);
        let suggestion = &agreement.suggestions[0];
        assert_eq!(suggestion.verdicts.len(), 2);
        assert!(suggestion.is_contested());
    }
    ana.acts(decides(made, Verdict::Accepted)).unwrap();
    let agreement = ana.review.agreement(&rank);
    assert_eq!(agreement.suggestions[0].verdict(), Some(Verdict::Accepted));
    assert!(!agreement.suggestions[0].is_contested());
}

#[test]
fn only_the_proposer_takes_a_suggestion_back_and_only_the_writer_a_comment() {
    let [mut ana, mut beto, mut caro, _] = office();
    let made = caro.acts(suggests("Capacitar a 80 personas")).unwrap();
    let said = caro.comments("Falta decir cuántas.");
    beto.hears(&caro);
    ana.hears(&caro);
    for act in [
        decides(made, Verdict::Withdrawn),
        Act::WithdrawComment { comment: said },
    ] {
        assert!(matches!(ana.acts(act.clone()), Err(EditError::NotAllowed)));
        caro.acts(act).unwrap();
    }
    beto.hears(&caro);
    let agreement = beto.review.agreement(&rank);
    assert_eq!(agreement.suggestions[0].verdict(), Some(Verdict::Withdrawn));
    assert!(matches!(
        agreement.comments[&said].act,
        Act::WithdrawComment { .. }
    ));
}

#[test]
fn a_consultation_is_open_until_answered_and_again_if_two_disagree_about_it() {
    let [mut ana, mut beto, ..] = office();
    let asked = Act::Consult {
        line: line(3),
        indicator: None,
        field: String::new(),
        body: "SFA".to_owned(),
        question: "¿Alcance?".to_owned(),
        note: String::new(),
        asked_on: "2023-04-19".to_owned(),
        due_on: String::new(),
    };
    let id = ana.acts(asked).unwrap();
    let answer = |text: &str, outcome| Act::Answer {
        consultation: id,
        answer: text.to_owned(),
        answered_on: "2023-04-20".to_owned(),
        outcome,
    };
    assert!(ana.review.agreement(&rank).is_consulted(line(3)));
    ana.acts(answer("Sí", Some(Outcome::Agreed))).unwrap();
    assert!(!ana.review.agreement(&rank).is_consulted(line(3)));
    beto.hears(&ana);
    ana.acts(answer("Sí, con cambios", Some(Outcome::AgreedWithChanges)))
        .unwrap();
    beto.acts(answer("falta el anexo", None)).unwrap();
    ana.hears(&beto);
    let agreement = ana.review.agreement(&rank);
    assert_eq!(agreement.consultations[0].answers.len(), 2);
    assert!(agreement.is_consulted(line(3)));
}

#[test]
fn a_window_is_moved_and_closed() {
    let [mut ana, mut beto, ..] = office();
    let window = |day: &str| Act::Window {
        closes_on: day.to_owned(),
        notify_to: "SESEA".to_owned(),
        note: String::new(),
        matrix: Version::new(vec![[7; 32]]),
    };
    assert!(matches!(
        beto.acts(window("2023-04-24")),
        Err(EditError::NotAllowed)
    ));
    let id = ana.acts(window("2023-04-24")).unwrap();
    let change = |day: &str| Act::WindowChange {
        window: id,
        closes_on: day.to_owned(),
        reason: "puente".to_owned(),
    };
    ana.acts(change("2023-04-28")).unwrap();
    {
        let agreement = ana.review.agreement(&rank);
        assert_eq!(agreement.windows[0].closes_on(), "2023-04-28");
        assert!(agreement.windows[0].closed().is_none());
    }
    let closed = ana.acts(change("")).unwrap();
    let agreement = ana.review.agreement(&rank);
    assert_eq!(agreement.windows[0].closed().unwrap().id, closed);
}

#[test]
fn limits_hold_at_their_edge_and_what_is_past_them_is_not_shown() {
    let [mut ana, _, mut caro, _] = office();
    let most = "x".repeat(limits::ACT_TEXT_UTF16_UNITS_MAX);
    caro.acts(suggests(&most)).unwrap();
    let refused = caro.acts(suggests(&format!("{most}x")));
    assert!(matches!(refused, Err(EditError::TextTooLong { .. })));
    let refused = ana.acts(decides(ActId::new(&mut dice(77)), Verdict::Accepted));
    assert!(matches!(refused, Err(EditError::ActUnknown(_))));
    let cells: BTreeMap<String, String> = (0..=limits::ACT_CELLS_MAX)
        .map(|at| (format!("campo{at}"), String::new()))
        .collect();
    let refused = caro.acts(Act::SuggestLine {
        after: None,
        heading: None,
        cells,
        base: Version::new(vec![[7; 32]]),
        reason: String::new(),
    });
    assert!(matches!(refused, Err(EditError::TooMany { .. })));
}
