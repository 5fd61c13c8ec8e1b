//! A folder that is older than what the relay holds of it, because it was restored from a copy or is
//! one: what was written after the copy comes back, what is written in it is not lost, and the others
//! notice nothing.

use contract::RoleName;
use engine::{BackupProtection, BackupTarget, restore_backup};
use tempfile::TempDir;

use crate::office::{Person, PostOffice, eventually};

const FIELDS: [&str; 5] = [
    "responsible",
    "unitOfMeasure",
    "interpretation",
    "indicatorName",
    "meansOfVerification",
];

/// A backup of everything as it is now, restored into a folder beside the one in use.
async fn copied(person: &Person) -> TempDir {
    let copy = TempDir::new().unwrap();
    let file = copy.path().join("todo.cotejo-respaldo");
    let target = BackupTarget::File(file.clone());
    let made = person.engine.back_up(target, BackupProtection::Settings);
    made.await.unwrap();
    restore_backup(copy.path(), &file, None, false, &mut |_| {}).unwrap();
    copy
}

/// The computer is gone: somebody works on from the copy.
async fn works_from(person: Person, copy: TempDir) -> Person {
    person.engine.close().await;
    drop(person);
    Person::at(copy, true)
}

/// What both must show: every text of row 4, and the comments.
async fn shown(person: &Person, dossier: &str) -> (Vec<String>, Vec<String>) {
    let row = serde_json::to_value(person.row(dossier, 4).await).unwrap();
    let texts = FIELDS.iter().map(|field| row[field].to_string());
    let comments = person.engine.comments(dossier.to_owned()).await.unwrap();
    let comments = comments.into_iter().map(|comment| comment.text).collect();
    (texts.collect(), comments)
}

/// Both have everything, whole, under the same history.
async fn are_equal(dossier: &str, people: [&Person; 2]) {
    eventually("both have the same", || async {
        let (a, b) = (
            shown(people[0], dossier).await,
            shown(people[1], dossier).await,
        );
        (a == b).then_some(())
    })
    .await;
    for person in people {
        person.sent(dossier).await;
        let problems = person.engine.verify().await.unwrap();
        assert_eq!(problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_written_after_the_copy_comes_back_and_the_series_goes_on() {
    let office = PostOffice::open();
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let beto = Person::new("Beto").await;
    beto.engine.join(link).await.unwrap();
    ana.set(&dossier, 4, "responsible", "antes de la copia")
        .await;
    ana.sent(&dossier).await;
    let copy = copied(&ana).await;

    for field in FIELDS {
        ana.set(&dossier, 4, field, &format!("después: {field}"))
            .await;
    }
    let row = ana.row(&dossier, 4).await;
    ana.comment(&dossier, &row, "responsible", "¿Quién firma?")
        .await
        .unwrap();
    ana.sent(&dossier).await;
    let written = shown(&ana, &dossier).await;

    let ana = works_from(ana, copy).await;
    eventually("it comes back", || async {
        (shown(&ana, &dossier).await == written).then_some(())
    })
    .await;
    ana.set(&dossier, 4, "responsible", "escrito en la restaurada")
        .await;
    beto.set(&dossier, 4, "unitOfMeasure", "Informe").await;
    are_equal(&dossier, [&ana, &beto]).await;
    let (texts, comments) = shown(&beto, &dossier).await;
    assert_eq!(texts[0], "\"escrito en la restaurada\"");
    assert_eq!(texts[1], "\"Informe\"");
    assert_eq!(texts[4], "\"después: meansOfVerification\"");
    assert!(comments.contains(&"¿Quién firma?".to_owned()));
}

#[tokio::test]
async fn what_is_written_in_the_restored_folder_before_it_reaches_the_relay_is_sealed_again() {
    let mut office = PostOffice::open();
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let beto = Person::new("Beto").await;
    beto.engine.join(link).await.unwrap();
    ana.sent(&dossier).await;
    // Beto has the rows before the relay is gone.
    eventually("Beto has the rows", || async {
        let rows = beto.matrix(&dossier).await.rows;
        (!rows.is_empty()).then_some(())
    })
    .await;
    // The copy itself holds edits that had not left: they will leave from the original.
    office.stop();
    ana.set(&dossier, 4, FIELDS[0], "sin conexión, antes de la copia")
        .await;
    ana.set(&dossier, 4, FIELDS[1], "sin conexión, antes de la copia")
        .await;
    let copy = copied(&ana).await;
    office.start();
    ana.sent(&dossier).await;
    ana.set(&dossier, 4, FIELDS[2], "después").await;
    ana.set(&dossier, 4, FIELDS[0], "después").await;
    ana.sent(&dossier).await;

    // The restored one meets no relay for a time, and its indexes are those of the lost edits.
    office.stop();
    let ana = works_from(ana, copy).await;
    for field in [FIELDS[3], FIELDS[4]] {
        ana.set(&dossier, 4, field, "en la restaurada, sin conexión")
            .await;
    }
    let row = ana.row(&dossier, 4).await;
    ana.comment(&dossier, &row, FIELDS[3], "Desde la restaurada")
        .await
        .unwrap();
    beto.set(&dossier, 5, FIELDS[0], "de Beto").await;
    let unsent = ana.row(&dossier, 4).await.unsent;
    assert!(unsent.contains(&FIELDS[3].to_owned()), "{unsent:?}");
    office.start();
    are_equal(&dossier, [&ana, &beto]).await;
    let (texts, comments) = shown(&ana, &dossier).await;
    assert_eq!(
        texts,
        [
            "\"después\"",
            "\"sin conexión, antes de la copia\"",
            "\"después\"",
            "\"en la restaurada, sin conexión\"",
            "\"en la restaurada, sin conexión\"",
        ]
    );
    assert!(comments.contains(&"Desde la restaurada".to_owned()));
    assert_eq!(ana.row(&dossier, 4).await.unsent, Vec::<String>::new());
    // And so it goes on.
    ana.set(&dossier, 4, FIELDS[1], "y sigue").await;
    are_equal(&dossier, [&ana, &beto]).await;
}

#[tokio::test]
async fn two_copies_of_a_folder_that_take_turns_lose_nothing() {
    let mut office = PostOffice::open();
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
    let beto = Person::new("Beto").await;
    beto.engine.join(link).await.unwrap();
    ana.sent(&dossier).await;
    let copy = copied(&ana).await;
    office.stop();
    let second = Person::at(copy, true);
    ana.set(&dossier, 4, FIELDS[0], "en la primera").await;
    for (person, field) in [
        (&second, FIELDS[1]),
        (&ana, FIELDS[2]),
        (&second, FIELDS[3]),
    ] {
        person.set(&dossier, 4, field, "sin conexión").await;
    }
    second.engine.close().await;
    office.start();
    ana.sent(&dossier).await;
    ana.engine.close().await;
    let mut second = second;
    second.restart().await;
    are_equal(&dossier, [&second, &beto]).await;
    let (texts, _) = shown(&beto, &dossier).await;
    assert_eq!(texts[0], "\"en la primera\"");
    assert_eq!(texts[1..4], ["\"sin conexión\""; 3]);
    second.engine.close().await;
    ana.restart().await;
    ana.set(&dossier, 4, FIELDS[4], "otra vez la primera").await;
    are_equal(&dossier, [&ana, &beto]).await;
}
