//! Minutas through the engine: alone, and two coordinators with a relay between them.

use std::collections::BTreeMap;

use contract::{
    Code, CountOf, Language, MinutaView, MinutesAction, MinutesReceipt, MinutesState, Problem,
    RoleName, TextChange,
};

use crate::office::{Person, PostOffice, eventually};

fn values<const COUNT: usize>(of: [(&str, &str); COUNT]) -> BTreeMap<String, String> {
    let of = of.into_iter();
    of.map(|(field, value)| (field.to_owned(), value.to_owned()))
        .collect()
}

fn begin(session: &str, date: &str) -> MinutesAction {
    MinutesAction::Begin {
        values: values([("session", session), ("phase", "1"), ("date", date)]),
    }
}

fn add(minutes: &str, kind: &str, field: &str, text: &str) -> MinutesAction {
    MinutesAction::Add {
        minutes: minutes.to_owned(),
        kind: kind.to_owned(),
        after: None,
        values: values([(field, text)]),
    }
}

fn set(part: &str, field: &str, value: &str) -> MinutesAction {
    MinutesAction::Set {
        part: part.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
    }
}

fn close(minutes: &str, version: Option<String>) -> MinutesAction {
    MinutesAction::Close {
        minutes: minutes.to_owned(),
        version,
        name: String::new(),
        note: String::new(),
    }
}

impl Person {
    async fn minutes_act(
        &self,
        dossier: &str,
        actions: Vec<MinutesAction>,
    ) -> Result<MinutesReceipt, Problem> {
        self.engine.minutes_act(dossier.to_owned(), actions).await
    }

    async fn minuta(&self, dossier: &str, id: &str) -> Option<MinutaView> {
        let view = self.engine.minutes(dossier.to_owned()).await.unwrap();
        view.minutes.into_iter().find(|minuta| minuta.minutes == id)
    }
}

#[tokio::test]
async fn a_minuta_is_written_closed_and_followed_up() {
    let mut ana = Person::new("Ana Ruiz").await;
    let dossier = ana.example().await;
    let text = "Se integró la matriz con 24 líneas de acción.";
    let row = ana.row(&dossier, 3).await;
    let actions = vec![
        begin("08", "2023-04-19"),
        add("@0", "agreement", "text", text),
        add("@0", "attendee", "name", "Lic. Berta Luna"),
        MinutesAction::Link {
            part: "@1".to_owned(),
            about: format!("row:{}:-", row.line),
            linked: true,
        },
    ];
    let receipt = ana.minutes_act(&dossier, actions).await.unwrap();
    let minuta = &receipt.minutes.minutes[0];
    let id = minuta.minutes.clone();
    assert_eq!(receipt.made[0], id);
    assert_eq!(minuta.title, "MINUTA MESA 08- FASE 1");
    assert_eq!(minuta.values["institution"].text, "SECOEM");
    assert_eq!(minuta.counted.rows, 26);
    assert_eq!(minuta.counted.lines, 25);
    let agreement = minuta.agreements[0].agreement.clone().unwrap();
    assert_eq!(agreement.number, "1");
    assert_eq!(agreement.about[0].row, Some(3));
    let count = &agreement.counts[0];
    assert_eq!(
        (count.said, count.of, count.counted),
        (24, CountOf::Lines, 25)
    );
    let findings = ana
        .engine
        .findings(dossier.clone(), Language::Spanish)
        .await;
    let found = findings.unwrap();
    assert!(found.iter().any(|one| one.code == "COUNT_MISMATCH"));

    // All of it or nothing.
    let actions = vec![
        add(&id, "agenda", "text", "Revisión de la matriz"),
        set(&id, "date", "19/04/2023"),
    ];
    let refused = ana.minutes_act(&dossier, actions).await;
    assert_eq!(refused.unwrap_err().code, Code::DateInvalid);
    let kept = ana.minuta(&dossier, &id).await.unwrap();
    assert!(kept.agenda.is_empty());

    // A reason for the count is kept, and the warning says so.
    let part = receipt.made[1].clone();
    let note = MinutesAction::CountNote {
        agreement: part.clone(),
        said: 24,
        note: "El renglón 7 es un segundo indicador".to_owned(),
    };
    let receipt = ana.minutes_act(&dossier, vec![note]).await.unwrap();
    let agreement = receipt.minutes.minutes[0].agreements[0].agreement.clone();
    let count = &agreement.unwrap().counts[0];
    assert_eq!(count.noted_by, "Ana Ruiz");

    // Closing closes the version that is its annex.
    let receipt = ana.minutes_act(&dossier, vec![close(&id, None)]).await;
    let receipt = receipt.unwrap();
    let review = ana.shown(&dossier).await;
    assert_eq!(receipt.made, [review.versions[0].id.clone()]);
    assert_eq!(review.versions[0].name, "MINUTA MESA 08- FASE 1");
    let minuta = receipt.minutes.minutes[0].clone();
    assert_eq!(minuta.state, MinutesState::Closed);
    let closing = minuta.closing.clone().unwrap();
    assert_eq!(closing.version, review.versions[0].id);
    assert_eq!(closing.digest, review.versions[0].digest);
    assert!(closing.here);
    let refused = ana
        .minutes_act(&dossier, vec![set(&part, "text", "Otra")])
        .await;
    assert_eq!(refused.unwrap_err().code, Code::MinutesClosed);

    // The paper is of what was closed.
    let (paper, annex) = ana
        .engine
        .minutes_paper(dossier.clone(), id.clone(), contract::SheetSize::Carta)
        .await
        .unwrap();
    assert_eq!(paper.title, "MINUTA MESA 08- FASE 1");
    assert_eq!(paper.date, "19 de abril de 2023");
    assert_eq!(paper.agreements[0].text, text);
    assert_eq!(paper.agreements[0].about, ["Renglón 3"]);
    assert_eq!(paper.attendees[0].name, "Lic. Berta Luna");
    assert_eq!(paper.remarks, "Ninguna.");
    assert_eq!(paper.imprint.version, closing.version);
    assert_eq!((annex.rows.len(), &annex.imprint), (26, &paper.imprint));
    let word = ana
        .engine
        .minutes_word(dossier.clone(), id.clone(), contract::SheetSize::Oficio)
        .await
        .unwrap();
    assert!(word.starts_with(b"PK"));

    // The matrix goes on; the minuta says what it said.
    ana.set(&dossier, 7, "actionLine", "Una línea nueva").await;
    let minuta = ana.minuta(&dossier, &id).await.unwrap();
    assert_eq!(minuta.counted.lines, 25);
    let (_, annex) = ana
        .engine
        .minutes_paper(dossier.clone(), id.clone(), contract::SheetSize::Carta)
        .await
        .unwrap();
    let printed: Vec<&String> = annex.rows[6].cells.iter().map(|cell| &cell.text).collect();
    assert!(!printed.iter().any(|cell| cell.contains("Una línea nueva")));
    assert!(!ana.shown(&dossier).await.versions[0].current);

    // A later one offers what is open.
    let receipt = ana
        .minutes_act(&dossier, vec![begin("09", "2023-05-10")])
        .await;
    let receipt = receipt.unwrap();
    let second = receipt.made[0].clone();
    assert_eq!(receipt.minutes.counted.lines, 26);
    let offered = &receipt.minutes.minutes[1].follow_up;
    assert_eq!((offered[0].number.as_str(), offered.len()), ("08/1", 1));
    let follow = MinutesAction::FollowUp {
        agreement: part,
        minutes: Some(second.clone()),
        state: Some("fulfilled".to_owned()),
        on: "2023-05-10".to_owned(),
        remark: "Se entregó".to_owned(),
    };
    let receipt = ana.minutes_act(&dossier, vec![follow]).await.unwrap();
    assert_eq!(
        receipt.minutes.minutes[1].follow_up[0].said[0].remark,
        "Se entregó"
    );
    let first = receipt.minutes.minutes[0].agreements[0].agreement.clone();
    assert_eq!(first.unwrap().state, "fulfilled");
    let existing = close(&second, Some(review.versions[0].id.clone()));
    let receipt = ana.minutes_act(&dossier, vec![existing]).await.unwrap();
    assert!(receipt.made.is_empty());
    assert_eq!(receipt.minutes.minutes[1].counted.lines, 25);

    // Painted from the disk, before any document is loaded.
    let before = receipt.minutes;
    ana.restart().await;
    let again = ana.engine.minutes(dossier.clone()).await.unwrap();
    assert_eq!(again, before);
    let reopened = MinutesAction::Reopen {
        minutes: id.clone(),
        reason: "Faltó un asistente".to_owned(),
    };
    let receipt = ana.minutes_act(&dossier, vec![reopened]).await.unwrap();
    assert_eq!(receipt.minutes.minutes[0].state, MinutesState::Draft);
    assert_eq!(
        receipt.minutes.minutes[0].past[1].reason,
        "Faltó un asistente"
    );
    assert_eq!(ana.engine.verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn two_coordinators_write_one_minuta_without_connection() {
    let mut office = PostOffice::open();
    let ana = Person::new("Ana Ruiz").await;
    let beto = Person::new("Beto Luna").await;
    let carla = Person::new("Carla Mora").await;
    let dossier = ana.example().await;
    let link = ana
        .invite(&dossier, RoleName::Coordinator, &office.url())
        .await;
    let reader = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let actions = vec![
        begin("08", "2023-04-19"),
        add(
            "@0",
            "agreement",
            "text",
            "Se revisa la matriz. Se entrega el viernes.",
        ),
    ];
    let receipt = ana.minutes_act(&dossier, actions).await.unwrap();
    let (id, part) = (receipt.made[0].clone(), receipt.made[1].clone());
    ana.sent(&dossier).await;
    beto.engine.join(link).await.unwrap();
    carla.engine.join(reader).await.unwrap();
    for person in [&beto, &carla] {
        eventually("the minuta reaches everybody", || async {
            person.minuta(&dossier, &id).await
        })
        .await;
    }
    let refused = carla
        .minutes_act(&dossier, vec![set(&id, "place", "Sala")])
        .await;
    assert_eq!(refused.unwrap_err().code, Code::NotAllowed);

    // Typed into together: what one types reaches the other's open text.
    let opened = ana
        .engine
        .open_minutes_text(dossier.clone(), part.clone(), "text".to_owned())
        .await
        .unwrap();
    let mut events = ana.engine.events();
    let typed = TextChange {
        at: 0,
        delete: 0,
        insert: "Acuerdo: ".to_owned(),
    };
    let pushed = ana
        .engine
        .push_text(opened.session, 0, "ventana".to_owned(), vec![vec![typed]])
        .await
        .unwrap();
    assert!(pushed.accepted && pushed.row.is_none());
    let text = |minuta: &MinutaView| minuta.agreements[0].values["text"].text.clone();
    eventually("the words reach Beto", || async {
        let minuta = beto.minuta(&dossier, &id).await?;
        text(&minuta).starts_with("Acuerdo: ").then_some(())
    })
    .await;
    let ending = "Acuerdo: Se revisa la matriz. Se entrega el lunes.";
    beto.minutes_act(&dossier, vec![set(&part, "text", ending)])
        .await
        .unwrap();
    let told = async {
        loop {
            if let Ok(contract::Event::Text { updates, .. }) = events.recv().await
                && updates.iter().any(|update| update.client.is_empty())
            {
                return;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), told)
        .await
        .expect("Ana's open text is told");

    office.stop();
    ana.minutes_act(&dossier, vec![set(&id, "place", "Sala de juntas")])
        .await
        .unwrap();
    ana.minutes_act(&dossier, vec![add(&id, "attendee", "name", "De Ana")])
        .await
        .unwrap();
    beto.minutes_act(&dossier, vec![set(&id, "place", "Auditorio")])
        .await
        .unwrap();
    beto.minutes_act(&dossier, vec![add(&id, "attendee", "name", "De Beto")])
        .await
        .unwrap();
    office.start();
    for person in [&ana, &beto] {
        let minuta = eventually("both places and both people are there", || async {
            let minuta = person.minuta(&dossier, &id).await?;
            (minuta.attendees.len() == 2 && minuta.undecided == 1).then_some(minuta)
        })
        .await;
        let choices = &minuta.values["place"].choices;
        let mut places: Vec<&str> = choices.iter().map(|one| one.value.as_str()).collect();
        places.sort_unstable();
        assert_eq!(places, ["Auditorio", "Sala de juntas"]);
    }
    let refused = ana.minutes_act(&dossier, vec![close(&id, None)]).await;
    assert_eq!(refused.unwrap_err().code, Code::MinutesUndecided);
    let choices = ana.minuta(&dossier, &id).await.unwrap().values["place"]
        .choices
        .clone();
    let his = choices
        .iter()
        .find(|one| one.author == "Beto Luna")
        .unwrap();
    let choose = MinutesAction::Resolve {
        part: id.clone(),
        field: "place".to_owned(),
        choose: his.choose,
    };
    ana.minutes_act(&dossier, vec![choose, close(&id, None)])
        .await
        .unwrap();
    eventually("Carla sees it closed, with its version", || async {
        let minuta = carla.minuta(&dossier, &id).await?;
        let closing = minuta.closing?;
        (closing.here && minuta.values["place"].text == "Auditorio").then_some(())
    })
    .await;
    let (ours, theirs) = (
        ana.engine.minutes(dossier.clone()).await.unwrap(),
        carla.engine.minutes(dossier.clone()).await.unwrap(),
    );
    assert_eq!(ours, theirs);
}
