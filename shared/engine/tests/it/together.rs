//! Two people and a relay: the whole path of the main job.

use contract::{AwayKind, Code, DossierState, ReviewAction, RoleName, ToDecideKind};

use crate::office::{Person, PostOffice, comment, eventually};

const FIRST: &str = "Recepcionar y dar atención a las denuncias presentadas a SECOEM.";
const SECOND: &str = "Informar cada mes a las personas denunciantes.";

pub(crate) async fn two(office: &PostOffice) -> (Person, Person, String) {
    let ana = Person::new("Ana Ruiz").await;
    let beto = Person::new("Beto Luna").await;
    let dossier = ana.example().await;
    ana.set(&dossier, 4, "actionLine", &format!("{FIRST} {SECOND}"))
        .await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    ana.sent(&dossier).await;
    beto.engine.join(link).await.unwrap();
    eventually("the matrix reaches Beto", || async {
        (beto.matrix(&dossier).await.rows.len() == 26).then_some(())
    })
    .await;
    (ana, beto, dossier)
}

#[tokio::test]
async fn offline_and_back_everything_meets() {
    let mut office = PostOffice::open();
    let (ana, beto, dossier) = two(&office).await;
    office.stop();
    for person in [&ana, &beto] {
        eventually("the lost contact is noticed", || async {
            (person.state(&dossier).await == DossierState::Offline).then_some(())
        })
        .await;
    }

    let first = FIRST.replace("Recepcionar", "Recibir");
    let second = SECOND.replace("cada mes", "cada trimestre");
    ana.set(&dossier, 4, "actionLine", &format!("{first} {SECOND}"))
        .await;
    ana.set(&dossier, 4, "targets.2024", "90").await;
    ana.set(&dossier, 5, "interpretation", "Sólo de Ana").await;
    ana.set(&dossier, 9, "indicatorName", "Capacitar a 80 personas")
        .await;
    beto.set(&dossier, 4, "actionLine", &format!("{FIRST} {second}"))
        .await;
    beto.set(&dossier, 4, "targets.2024", "85").await;
    beto.set(&dossier, 6, "frequency", "Semestral").await;
    let row = beto.row(&dossier, 4).await;
    beto.comment(&dossier, &row, "formula", "¿De dónde sale el dato?")
        .await
        .unwrap();
    let comments = beto.engine.comments(dossier.clone()).await.unwrap();
    assert_eq!(comments.len(), 3, "two notes of the file and this one");
    assert!(
        beto.row(&dossier, 4)
            .await
            .unsent
            .contains(&"targets.2024".to_owned())
    );

    office.start();
    for person in [&ana, &beto] {
        eventually("both texts are merged", || async {
            let row = person.row(&dossier, 4).await;
            (row.action_line == format!("{first} {second}")).then_some(())
        })
        .await;
        person.sent(&dossier).await;
    }
    for person in [&ana, &beto] {
        let row = person.row(&dossier, 4).await;
        assert_eq!(row.conflicts.len(), 1);
        assert_eq!(row.conflicts[0].field, "targets.2024");
        let mut values: Vec<(&str, &str)> = row.conflicts[0]
            .values
            .iter()
            .map(|value| (value.value.as_str(), value.author.as_str()))
            .collect();
        values.sort_unstable();
        assert_eq!(values, [("85", "Beto Luna"), ("90", "Ana Ruiz")]);
        assert!(
            row.to_decide.is_empty(),
            "different sentences need no decision"
        );
        assert!(row.unsent.is_empty());
        assert_eq!(row.open_comments, 2);
        assert_eq!(person.row(&dossier, 5).await.interpretation, "Sólo de Ana");
        assert_eq!(person.row(&dossier, 6).await.frequency, "Semestral");
    }
    let away = eventually("Ana is told what happened", || async {
        let away = ana
            .engine
            .open_dossier(dossier.clone(), None)
            .await
            .unwrap()
            .away;
        (!away.is_empty()).then_some(away)
    })
    .await;
    let of = |field: &str| away.iter().find(|item| item.field == field);
    assert_eq!(of("frequency").unwrap().kind, AwayKind::Changed);
    assert_eq!(of("frequency").unwrap().author, "Beto Luna");
    assert_eq!(of("targets.2024").unwrap().kind, AwayKind::ToDecide);
    assert_eq!(of("actionLine").unwrap().kind, AwayKind::Merged);
    assert!(away.iter().any(|item| item.kind == AwayKind::Comment));

    decide_once(&ana, &beto, &dossier).await;
    assert!(
        ana.matrix(&dossier).await == beto.matrix(&dossier).await,
        "both see the same"
    );
    for person in [&ana, &beto] {
        assert_eq!(person.engine.verify().await.unwrap(), Vec::<String>::new());
    }
}

async fn decide_once(ana: &Person, beto: &Person, dossier: &str) {
    let row = beto.row(dossier, 4).await;
    let choose = row.conflicts[0]
        .values
        .iter()
        .find(|value| value.value == "85")
        .unwrap()
        .choose;
    let (line, indicator) = (row.line, row.indicator);
    let field = "targets.2024".to_owned();
    beto.engine
        .resolve(dossier.to_owned(), line, indicator, field, choose)
        .await
        .unwrap();
    for person in [ana, beto] {
        eventually("one decision clears it everywhere", || async {
            let row = person.row(dossier, 4).await;
            (row.conflicts.is_empty() && row.targets["2024"] == "85" && row.unsent.is_empty())
                .then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn two_numerals_are_never_merged_in_silence() {
    let mut office = PostOffice::open();
    let (ana, beto, dossier) = two(&office).await;
    ana.set(
        &dossier,
        8,
        "actionLine",
        "Capacitar a 50 servidores públicos",
    )
    .await;
    eventually("the text reaches Beto", || async {
        beto.row(&dossier, 8)
            .await
            .action_line
            .starts_with("Capacitar")
            .then_some(())
    })
    .await;
    office.stop();
    ana.set(
        &dossier,
        8,
        "actionLine",
        "Capacitar a 80 personas servidoras públicas",
    )
    .await;
    beto.set(
        &dossier,
        8,
        "actionLine",
        "Capacitar a 120 servidores públicos municipales",
    )
    .await;
    office.start();
    for person in [&ana, &beto] {
        let decide = eventually("the merged numeral is asked about", || async {
            person.row(&dossier, 8).await.to_decide.first().cloned()
        })
        .await;
        assert_eq!(decide.kind, ToDecideKind::Numeral);
        let mut sides = [decide.mine, decide.theirs];
        sides.sort_unstable();
        assert_eq!(
            sides,
            [
                "Capacitar a 120 servidores públicos municipales",
                "Capacitar a 80 personas servidoras públicas"
            ]
        );
    }
    let row = ana.row(&dossier, 8).await;
    ana.engine
        .resolve(
            dossier.clone(),
            row.line,
            row.indicator,
            "actionLine".to_owned(),
            1,
        )
        .await
        .unwrap();
    for person in [&ana, &beto] {
        eventually("the decision reaches everybody", || async {
            let row = person.row(&dossier, 8).await;
            (row.to_decide.is_empty()
                && row.action_line == "Capacitar a 80 personas servidoras públicas")
                .then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn roles_are_kept_by_every_device() {
    let office = PostOffice::open();
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    for (role, may_edit, may_comment) in [
        (RoleName::Reader, false, false),
        (RoleName::Reviewer, false, true),
    ] {
        let guest = Person::new("Invitada").await;
        let link = ana.invite(&dossier, role, &office.url()).await;
        guest.engine.join(link).await.unwrap();
        eventually("the matrix arrives", || async {
            (guest.matrix(&dossier).await.rows.len() == 26).then_some(())
        })
        .await;
        guest.sent(&dossier).await;
        let row = guest.row(&dossier, 4).await;
        let edited = guest
            .engine
            .edit(
                dossier.clone(),
                row.line.clone(),
                row.indicator.clone(),
                "actionLine".to_owned(),
                "x".to_owned(),
                None,
            )
            .await;
        assert_eq!(edited.map_err(|problem| problem.code).is_ok(), may_edit);
        let commented = guest
            .comment(&dossier, &row, "actionLine", "Una duda")
            .await;
        if may_comment {
            assert!(commented.is_ok());
        } else {
            assert_eq!(commented.unwrap_err().code, Code::NotAllowed);
        }
        let invited = guest
            .engine
            .invite(dossier.clone(), RoleName::Editor, office.url())
            .await;
        assert_eq!(invited.unwrap_err().code, Code::NotAllowed);
    }
}

#[tokio::test]
async fn one_can_join_while_the_inviter_and_the_relay_are_away() {
    let mut office = PostOffice::open();
    let url = office.url();
    office.stop();
    let ana = Person::new("Ana").await;
    let beto = Person::new("Beto").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &url).await;
    beto.engine.join(link).await.unwrap();
    assert_eq!(beto.matrix(&dossier).await.rows.len(), 0);
    let mut early = comment(&ana.row(&dossier, 4).await, "actionLine", "x");
    if let ReviewAction::Comment { line, .. } = &mut early {
        *line = "00000000-0000-4000-8000-000000000000".to_owned();
    }
    let early = beto.review(&dossier, vec![early]);
    assert!(matches!(
        early.await.unwrap_err().code,
        Code::NotArrived | Code::RowUnknown
    ));
    office.start();
    eventually("the matrix arrives once all can meet", || async {
        (beto.matrix(&dossier).await.rows.len() == 26).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_command_lines_way_is_the_same_engine() {
    let office = PostOffice::open();
    let ana = Person::with("Ana", false).await;
    let beto = Person::with("Beto", false).await;
    let dossier = ana.example().await;
    assert_eq!(ana.engine.sync(None).await.unwrap_err().code, Code::NoRelay);
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    for number in 1..=20 {
        ana.set(&dossier, number, "frequency", &format!("Anual {number}"))
            .await;
    }
    let report = ana.engine.sync(Some(dossier.clone())).await.unwrap();
    assert_eq!(
        (report.sent, report.waiting),
        (24, 0),
        "founding 2, notes 2, edits 20"
    );
    beto.engine.join(link).await.unwrap();
    let report = beto.engine.sync(None).await.unwrap();
    assert_eq!((report.sent, report.received, report.waiting), (0, 24, 0));
    assert!(
        beto.matrix(&dossier).await == ana.matrix(&dossier).await,
        "both see the same"
    );
    // A new process goes on where the last one left its series.
    let mut ana = ana;
    ana.restart().await;
    ana.set(&dossier, 1, "frequency", "Mensual").await;
    ana.set(&dossier, 2, "frequency", "Mensual").await;
    ana.restart().await;
    let report = ana.engine.sync(None).await.unwrap();
    assert_eq!((report.sent, report.waiting), (2, 0));
    eventually("both edits reach Beto", || async {
        (beto.row(&dossier, 2).await.frequency == "Mensual").then_some(())
    })
    .await;
    let again = beto.engine.sync(None).await.unwrap();
    assert_eq!(
        (again.sent, again.received, again.waiting),
        (0, 0, 0),
        "replays change nothing"
    );
}

#[tokio::test]
async fn an_unreachable_relay_is_said_and_nothing_is_lost() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    ana.invite(&dossier, RoleName::Editor, "ws://127.0.0.1:9")
        .await;
    let problem = ana.engine.sync(None).await.unwrap_err();
    assert_eq!(problem.code, Code::RelayUnreachable);
    assert!(!problem.next.is_empty());
    ana.set(&dossier, 4, "frequency", "Mensual").await;
    assert_eq!(ana.row(&dossier, 4).await.frequency, "Mensual");
    for wrong in [
        "http://servidor",
        "ws://",
        "ws://a b",
        "ws://u:p@servidor",
        "wss://",
        "wss://u:p@servidor",
    ] {
        let invited = ana
            .engine
            .invite(dossier.clone(), RoleName::Editor, wrong.to_owned())
            .await;
        assert_eq!(invited.unwrap_err().code, Code::RelayInvalid, "{wrong}");
    }
}
