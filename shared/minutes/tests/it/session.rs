//! Closing, reopening, and what becomes of acuerdos.

use document::Uuid;
use minutes::{Act, AgreementState, Counted, EditError, Field, MinutesEdit, MinutesId, PartKind};

use crate::seat::{Coordinator, meet, office};

fn close(of: &Coordinator, minutes: MinutesId) -> Act {
    Act::Close {
        minutes,
        written: of.minutes.version(),
        version: Uuid::from_bytes([7; 16]),
        counted: Counted {
            rows: 26,
            lines: 25,
            indicators: 23,
            with_targets: 21,
            pending: 7,
        },
    }
}

fn reopen(minutes: MinutesId, reason: &str) -> Act {
    Act::Reopen {
        minutes,
        reason: reason.to_owned(),
    }
}

#[test]
fn a_closed_minuta_is_locked_until_it_is_opened_again_with_a_reason() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08");
    let part = ana.adds(id, PartKind::Agreement, "Se acuerda.");
    let act = close(&ana, id);
    ana.acts(act).unwrap();
    let session = ana.session(id);
    assert!(session.is_closed());
    let closing = session.closing().unwrap();
    assert_eq!(closing.counted.lines, 25);
    for edit in [
        MinutesEdit::Set {
            part,
            field: Field::Text,
            value: "Otra cosa.".to_owned(),
        },
        MinutesEdit::Remove {
            part,
            removed: true,
        },
        MinutesEdit::Move { part, after: None },
        MinutesEdit::Add {
            minutes: id,
            kind: PartKind::Agenda,
            after: None,
            values: [].into(),
        },
    ] {
        assert!(
            matches!(ana.edits(&edit), Err(EditError::Closed(of)) if of == id),
            "{edit:?}"
        );
    }
    let out = MinutesEdit::Remove {
        part: id.part(),
        removed: true,
    };
    assert!(matches!(ana.edits(&out), Err(EditError::OnceClosed(_))));
    let again = close(&ana, id);
    assert!(matches!(ana.acts(again), Err(EditError::Closed(_))));
    ana.acts(reopen(id, "faltó un asistente")).unwrap();
    assert!(!ana.session(id).is_closed() && ana.session(id).was_closed());
    assert!(matches!(
        ana.acts(reopen(id, "")),
        Err(EditError::NotClosed(_))
    ));
    ana.adds(id, PartKind::Attendee, "Ing. Raúl Soto");
    let act = close(&ana, id);
    ana.acts(act).unwrap();
    assert!(ana.session(id).is_closed());
    assert_eq!(ana.session(id).past.len(), 3);
}

#[test]
fn what_was_closed_reads_as_it_did_whatever_arrives_later() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let part = people[0].adds(id, PartKind::Agreement, "Se acuerda.");
    meet(&mut people);
    let act = close(&people[0], id);
    people[0].acts(act).unwrap();
    // Written elsewhere before the closing was known there: kept, and not in what was closed.
    people[1].sets(part, Field::Text, "Se acuerda algo más.");
    people[1].adds(id, PartKind::Attendee, "Lic. Ana Prado");
    meet(&mut people);
    for person in &people {
        let session = person.session(id);
        let closing = session.closing().unwrap();
        let frozen = person.minutes.at(closing.written).unwrap();
        let then = frozen.session(id).unwrap();
        let text = |of: &minutes::Session<'_>| {
            let mut agreements = of.of(PartKind::Agreement);
            agreements.next().unwrap().text(Field::Text).to_owned()
        };
        assert_eq!(text(&then), "Se acuerda.");
        assert_eq!(then.of(PartKind::Attendee).count(), 0);
        assert_eq!(text(&session), "Se acuerda algo más.");
        assert!(!frozen.parts()[&part].says_the_same(person.part(part)));
    }
}

#[test]
fn closed_by_one_and_reopened_by_another_at_once_is_open() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let act = close(&people[0], id);
    people[0].acts(act).unwrap();
    meet(&mut people);
    people[0].acts(reopen(id, "un dato")).unwrap();
    let act = close(&people[0], id);
    people[0].acts(act).unwrap();
    people[1].acts(reopen(id, "otro dato")).unwrap();
    meet(&mut people);
    for person in &people {
        assert!(!person.session(id).is_closed());
        assert_eq!(person.session(id).standing.len(), 2);
    }
    let act = close(&people[1], id);
    people[1].acts(act).unwrap();
    meet(&mut people);
    assert!(people[0].session(id).is_closed());
}

#[test]
fn both_close_it_at_once_and_it_is_closed() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    meet(&mut people);
    for person in &mut people {
        let act = close(person, id);
        person.acts(act).unwrap();
    }
    meet(&mut people);
    let shown = |person: &Coordinator| person.session(id).closing().map(|of| of.data.id);
    assert_eq!(shown(&people[0]), shown(&people[1]));
    assert_eq!(people[0].session(id).standing.len(), 2);
    people[0].acts(reopen(id, "dos cierres")).unwrap();
    meet(&mut people);
    assert!(!people[1].session(id).is_closed());
}

#[test]
fn a_minuta_with_something_undecided_does_not_close() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    meet(&mut people);
    people[0].sets(id.part(), Field::ConvenedBy, "SESEA");
    people[1].sets(id.part(), Field::ConvenedBy, "SECOEM");
    meet(&mut people);
    let act = close(&people[0], id);
    let refused = people[0].acts(act);
    assert!(matches!(
        refused,
        Err(EditError::Undecided { count: 1, .. })
    ));
}

#[test]
fn acuerdos_are_followed_up_in_later_minutas() {
    let mut people: [Coordinator; 2] = office();
    let first = people[0].begins("08");
    let part = people[0].adds(first, PartKind::Agreement, "Verificar las líneas base.");
    let act = close(&people[0], first);
    people[0].acts(act).unwrap();
    let second = people[0].begins("10");
    meet(&mut people);
    let says = |minutes, state, remark: &str| Act::FollowUp {
        agreement: part,
        minutes,
        state,
        on: "2023-05-10".to_owned(),
        remark: remark.to_owned(),
    };
    let state = |person: &Coordinator| {
        let content = person.minutes.content();
        content.agreement_state(&content.parts()[&part])
    };
    assert_eq!(state(&people[0]), (AgreementState::Pending, false));
    let own = says(Some(first), Some(AgreementState::Fulfilled), "");
    assert!(matches!(people[0].acts(own), Err(EditError::OwnMinutes)));
    people[0]
        .acts(says(
            Some(second),
            Some(AgreementState::InProgress),
            "van tres",
        ))
        .unwrap();
    meet(&mut people);
    assert_eq!(state(&people[1]), (AgreementState::InProgress, false));
    // Two say otherwise at once: the more careful shows, and both are told.
    people[0]
        .acts(says(Some(second), Some(AgreementState::Fulfilled), "todas"))
        .unwrap();
    people[1]
        .acts(says(None, Some(AgreementState::Pending), "ninguna"))
        .unwrap();
    meet(&mut people);
    for person in &people {
        assert_eq!(state(person), (AgreementState::Pending, true));
        let content = person.minutes.content();
        assert_eq!(content.follow_ups(part).all.len(), 3);
        assert_eq!(content.said_in(second, part).len(), 1);
    }
    people[1]
        .acts(says(Some(second), Some(AgreementState::Fulfilled), "todas"))
        .unwrap();
    meet(&mut people);
    assert_eq!(state(&people[0]), (AgreementState::Fulfilled, false));
    // Taken back there, what was said before stands again.
    people[0].acts(says(Some(second), None, "")).unwrap();
    meet(&mut people);
    assert_eq!(state(&people[1]), (AgreementState::Pending, false));
    assert!(people[1].minutes.content().said_in(second, part).is_empty());
    let act = close(&people[1], second);
    people[1].acts(act).unwrap();
    let late = says(Some(second), Some(AgreementState::Fulfilled), "");
    assert!(matches!(people[1].acts(late), Err(EditError::Closed(of)) if of == second));
}

#[test]
fn what_was_said_in_a_minuta_that_is_out_was_not_said() {
    let [mut ana]: [Coordinator; 1] = office();
    let first = ana.begins("08");
    let part = ana.adds(first, PartKind::Agreement, "Verificar.");
    let second = ana.begins("10");
    let act = Act::FollowUp {
        agreement: part,
        minutes: Some(second),
        state: Some(AgreementState::Cancelled),
        on: String::new(),
        remark: String::new(),
    };
    ana.acts(act).unwrap();
    ana.edits(&MinutesEdit::Remove {
        part: second.part(),
        removed: true,
    })
    .unwrap();
    let content = ana.minutes.content();
    let state = content.agreement_state(&content.parts()[&part]);
    assert_eq!(state, (AgreementState::Pending, false));
}

#[test]
fn a_note_says_why_a_count_is_right() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08");
    let part = ana.adds(id, PartKind::Agreement, "24 líneas de acción");
    let note = |said, note: &str| Act::CountNote {
        agreement: part,
        said,
        note: note.to_owned(),
    };
    ana.acts(note(24, "sin la que se divide en dos")).unwrap();
    ana.acts(note(24, "sin la 7")).unwrap();
    let content = ana.minutes.content();
    let found = content.count_note(part, 24).unwrap();
    assert_eq!(found.act, note(24, "sin la 7"));
    assert!(content.count_note(part, 25).is_none());
}
