//! Who has seen what one wrote, also for those who were never there at the same time.

use contract::{
    ChangeReceiptView, DossierState, Event, Language, MemberSeenView, ReceiptsView, RoleName,
};

use crate::office::{Person, PostOffice, eventually};

async fn receipts(person: &Person, dossier: &str) -> ReceiptsView {
    person.engine.receipts(dossier.to_owned()).await.unwrap()
}

async fn saw(person: &Person, dossier: &str) {
    person.engine.seen(dossier.to_owned()).await.unwrap();
}

async fn of_cell(person: &Person, dossier: &str, row: u32, field: &str) -> ChangeReceiptView {
    let row = person.row(dossier, row).await;
    let (line, indicator) = (row.line, row.indicator);
    let asked =
        person
            .engine
            .receipt_of_cell(dossier.to_owned(), line, indicator, field.to_owned());
    asked.await.unwrap()
}

async fn until_seen(person: &Person, dossier: &str, expect: (usize, usize)) -> ReceiptsView {
    eventually("who has seen it is known", || async {
        let view = receipts(person, dossier).await;
        (view.seen_by() == expect).then_some(view)
    })
    .await
}

fn seen_by(names: &[&str], not: &[&str]) -> ChangeReceiptView {
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    ChangeReceiptView {
        here: true,
        at_relay: true,
        seen_by: own(names),
        not_seen_by: own(not),
    }
}

/// Ana writes while Beto is away; Beto comes while Ana is away; Ana comes back and knows.
#[tokio::test]
async fn a_receipt_waits_at_the_relay_for_who_was_not_there() {
    let mut office = PostOffice::open();
    let mut ana = Person::with("Ana Ruiz", false).await;
    let dossier = ana.example().await;
    let alone = receipts(&ana, &dossier).await;
    assert_eq!(
        (alone.state, alone.seen_by()),
        (DossierState::Local, (0, 0))
    );
    assert!(alone.safe_to_close && alone.sentence.contains("no se ha compartido"));

    let link = ana.invite(&dossier, RoleName::Reader, &office.url()).await;
    ana.engine.sync(None).await.unwrap();
    let mut beto = Person::with("Beto Luna", true).await;
    beto.engine.join(link).await.unwrap();
    eventually("the matrix reaches Beto", || async {
        (beto.matrix(&dossier).await.rows.len() == 26).then_some(())
    })
    .await;
    ana.engine.sync(None).await.unwrap();
    let view = receipts(&ana, &dossier).await;
    let [_, reader] = view.members.as_slice() else {
        panic!("two members: {view:?}");
    };
    assert!(!reader.seen_all, "he has it, and has not looked");
    assert_eq!((reader.name.as_str(), reader.me), ("Beto Luna", false));
    assert_eq!(view.seen_by(), (0, 1));
    assert!(view.sentence.ends_with("(0 de 1)."), "{}", view.sentence);
    beto.engine.close().await;

    // Beto is away, and Ana without connection.
    ana.restart().await;
    ana.set(&dossier, 4, "targets.2024", "90").await;
    let view = receipts(&ana, &dossier).await;
    assert_eq!((view.waiting, view.at_relay), (1, view.here - 1));
    assert!(view.safe_to_close && view.sentence.contains("1 cambio saldrá"));
    let waits = of_cell(&ana, &dossier, 4, "targets.2024").await;
    assert!(waits.here && !waits.at_relay);
    ana.engine.sync(None).await.unwrap();
    let written = of_cell(&ana, &dossier, 4, "targets.2024").await;
    assert_eq!(written, seen_by(&[], &["Beto Luna"]));

    // Ana is away; Beto comes, looks, and leaves.
    ana.engine.close().await;
    beto.restart().await;
    eventually("the edit reaches Beto", || async {
        (beto.row(&dossier, 4).await.targets["2024"] == "90").then_some(())
    })
    .await;
    saw(&beto, &dossier).await;
    beto.sent(&dossier).await;
    beto.engine.close().await;
    // What he said as he left may not have left with him: the next time it does.
    beto.restart().await;
    beto.engine.sync(None).await.unwrap();
    beto.engine.close().await;

    // Ana comes back.
    ana.restart().await;
    assert_eq!(receipts(&ana, &dossier).await.seen_by(), (0, 1));
    ana.engine.sync(None).await.unwrap();
    let view = until_seen(&ana, &dossier, (1, 1)).await;
    assert!(view.sentence.contains("lo ha visto 1 de 1 persona"));
    assert!(
        view.members
            .iter()
            .all(|member| member.seen_all && member.held_all)
    );
    let beto_seen = view.members.iter().find(|member| !member.me).unwrap();
    assert!(beto_seen.seen_at.is_some());
    let cell = of_cell(&ana, &dossier, 4, "targets.2024").await;
    assert_eq!(cell, seen_by(&["Beto Luna"], &[]));
    let founding = of_cell(&ana, &dossier, 9, "actionLine").await;
    assert_eq!(founding, seen_by(&["Beto Luna"], &[]));

    // Nobody is there any more, not even the relay: it is still known.
    office.stop();
    ana.restart().await;
    let view = receipts(&ana, &dossier).await;
    assert_eq!(view.seen_by(), (1, 1));
    assert_eq!(view.state, DossierState::Offline);
    // What she writes now nobody has seen; of the rest it is known who has.
    ana.set(&dossier, 5, "targets.2024", "70").await;
    let view = receipts(&ana, &dossier).await;
    assert_eq!(view.seen_by(), (0, 1));
    let cell = of_cell(&ana, &dossier, 4, "targets.2024").await;
    assert_eq!(cell, seen_by(&["Beto Luna"], &[]));
    let cell = of_cell(&ana, &dossier, 5, "targets.2024").await;
    assert_eq!((cell.at_relay, cell.seen_by.len()), (false, 0));
}

/// A window that is open is told.
#[tokio::test]
async fn a_window_is_told_when_somebody_looks() {
    let office = PostOffice::open();
    let (ana, beto, dossier) = crate::together::two(&office).await;
    let mut events = ana.engine.events();
    let before = receipts(&ana, &dossier).await;
    assert_eq!(before.seen_by(), (0, 1));
    saw(&beto, &dossier).await;
    let told = eventually("Ana's window is told", || {
        let event = events.try_recv();
        async move {
            match event {
                Ok(Event::Receipts { dossier, receipts }) if receipts.seen_by() == (1, 1) => {
                    Some((dossier, receipts))
                }
                _ => None,
            }
        }
    })
    .await;
    assert_eq!(told.0, dossier);
    assert_eq!(told.1, receipts(&ana, &dossier).await);
    // One's own writing is seen by oneself: Beto writes, and Ana looks.
    let edited = beto.set(&dossier, 6, "frequency", "Semestral").await;
    eventually("the edit reaches Ana", || async {
        (ana.row(&dossier, 6).await.frequency == "Semestral").then_some(())
    })
    .await;
    saw(&ana, &dossier).await;
    until_seen(&beto, &dossier, (1, 1)).await;
    // Of the change itself, by its hash, both know the same.
    for (person, other) in [(&ana, "Beto Luna"), (&beto, "Ana Ruiz")] {
        let of_change = person
            .engine
            .receipt_of_change(dossier.clone(), edited.version.clone());
        assert_eq!(of_change.await.unwrap(), seen_by(&[other], &[]));
    }
    let nothing = ana
        .engine
        .receipt_of_change(dossier.clone(), "9a".repeat(32));
    assert_eq!(nothing.await.unwrap(), ChangeReceiptView::default());
}

async fn arrived(person: &Person, dossier: &str, change: &str) -> Option<u64> {
    let (dossier, change) = (dossier.to_owned(), change.to_owned());
    person.engine.arrival_of(dossier, change).await.unwrap()
}

/// What others wrote has a time of arrival here; what was written here has none.
#[tokio::test]
async fn arrivals_are_kept() {
    let mut office = PostOffice::open();
    let (ana, mut beto, dossier) = crate::together::two(&office).await;
    let began_ms = now_ms();
    let first = ana.set(&dossier, 4, "frequency", "Mensual").await.version;
    eventually("the edit reaches Beto", || async {
        (beto.row(&dossier, 4).await.frequency == "Mensual").then_some(())
    })
    .await;
    let at_ms = arrived(&beto, &dossier, &first).await.unwrap();
    assert!((began_ms..=now_ms()).contains(&at_ms));
    assert_eq!(
        arrived(&ana, &dossier, &first).await,
        None,
        "it was made here"
    );
    // Many that come in one envelope came at one time.
    office.stop();
    let mut packed = Vec::new();
    for value in ["Anual", "Semestral", "Trimestral"] {
        packed.push(ana.set(&dossier, 5, "frequency", value).await.version);
    }
    let since_ms = now_ms();
    office.start();
    eventually("the edits reach Beto", || async {
        (beto.row(&dossier, 5).await.frequency == "Trimestral").then_some(())
    })
    .await;
    let since = beto
        .engine
        .arrived_since(dossier.clone(), since_ms)
        .await
        .unwrap();
    let changes: Vec<&String> = since.iter().map(|(change, _)| change).collect();
    assert_eq!(changes, packed.iter().collect::<Vec<_>>());
    for change in &packed {
        assert_eq!(arrived(&beto, &dossier, change).await, Some(since[0].1));
    }
    beto.restart().await;
    assert_eq!(arrived(&beto, &dossier, &first).await, Some(at_ms));
}

fn now_ms() -> u64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    since.as_millis() as u64
}

#[test]
fn the_sentence_says_what_is_safe() {
    let member = |me, seen_all| MemberSeenView {
        device: String::new(),
        name: String::new(),
        institution: String::new(),
        role: RoleName::Reader,
        me,
        seen_all,
        held_all: true,
        seen_at: None,
    };
    let check = |state, unsaved: u64, waiting: u64, seen: &[bool], spanish: &str, english: &str| {
        let others = seen.iter().map(|seen| member(false, *seen));
        let view = ReceiptsView {
            dossier: String::new(),
            here: 20,
            waiting,
            at_relay: 20 - waiting,
            unsaved,
            state,
            last_contact: None,
            safe_to_close: false,
            sentence: String::new(),
            members: [member(true, true)].into_iter().chain(others).collect(),
        };
        let said = view.clone().said(Language::Spanish);
        assert_eq!(said.safe_to_close, unsaved == 0);
        assert_eq!(said.sentence, spanish);
        assert_eq!(view.said(Language::English).sentence, english);
    };
    check(
        DossierState::Sent,
        0,
        0,
        &[true, false, true],
        "Puedes cerrar: todo lo que escribiste está en esta computadora y en el servidor de enlace; lo han visto 2 de 3 personas.",
        "You can close: everything you wrote is on this computer and on the relay server; 2 of 3 people have seen it.",
    );
    check(
        DossierState::Offline,
        0,
        14,
        &[true],
        "Puedes cerrar: lo tuyo está guardado en esta computadora. 14 cambios saldrán cuando haya red.",
        "You can close: what you wrote is saved on this computer. 14 changes will leave when there is a connection.",
    );
    check(
        DossierState::Saved,
        0,
        1,
        &[],
        "Puedes cerrar: lo tuyo está guardado en esta computadora. 1 cambio está saliendo ahora.",
        "You can close: what you wrote is saved on this computer. 1 change is leaving now.",
    );
    check(
        DossierState::Stuck,
        0,
        2,
        &[],
        "Puedes cerrar: lo tuyo está guardado en esta computadora. 2 cambios siguen aquí: algo impide enviarlos.",
        "You can close: what you wrote is saved on this computer. 2 changes are still here: something keeps them from being sent.",
    );
    check(
        DossierState::Sent,
        3,
        0,
        &[true],
        "No cierres todavía: 3 cambios no se han podido guardar.",
        "Do not close yet: 3 changes could not be saved.",
    );
    check(
        DossierState::Sent,
        0,
        0,
        &[],
        "Puedes cerrar: todo lo que escribiste está en esta computadora y en el servidor de enlace; nadie más tiene acceso todavía.",
        "You can close: everything you wrote is on this computer and on the relay server; nobody else has access yet.",
    );
}
