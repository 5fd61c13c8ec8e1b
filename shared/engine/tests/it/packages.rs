//! A memory stick between people: without any relay, and beside one.

use contract::{Code, DossierState, PackageLack, PackageTaken, RoleName};

use crate::office::{Person, PostOffice, eventually};

/// One makes a package for the other (or, with nobody named, of everything), who opens it.
async fn carry(from: &Person, to: &Person, dossier: &str, everything: bool) -> PackageTaken {
    let device = to.engine.me().await.unwrap().unwrap().device;
    let to_whom = if everything { vec![] } else { vec![device] };
    let package = from.engine.make_package(dossier.to_owned(), to_whom).await;
    to.engine
        .open_package(package.unwrap().bytes)
        .await
        .unwrap()
}

/// Whether both have the same matrix; what each has sent is their own.
async fn says_the_same(one: &Person, other: &Person, dossier: &str) -> bool {
    let said = async |person: &Person| {
        let mut rows = person.matrix(dossier).await.rows;
        for row in &mut rows {
            row.unsent.clear();
        }
        rows
    };
    said(one).await == said(other).await
}

/// Ana has the example, Beto has joined without any relay and nothing has arrived.
async fn apart() -> (Person, Person, String) {
    let ana = Person::new("Ana Ruiz").await;
    let beto = Person::new("Beto Luna").await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, "").await;
    assert_eq!(ana.state(&dossier).await, DossierState::Local);
    beto.engine.join(link).await.unwrap();
    (ana, beto, dossier)
}

#[tokio::test]
async fn a_matrix_is_written_together_by_memory_stick_alone() {
    let (ana, beto, dossier) = apart().await;
    // Ana has not heard that Beto joined: what she makes is for whoever comes in by her invitation.
    let offer = ana.engine.package_offer(dossier.clone()).await.unwrap();
    assert_eq!((offer.people.len(), offer.invitations), (0, 1));
    let package = ana.engine.make_package(dossier.clone(), vec![]).await;
    let taken = beto.engine.open_package(package.unwrap().bytes).await;
    let taken = taken.unwrap();
    assert_eq!(
        (
            taken.name.as_str(),
            taken.early,
            taken.left_out,
            taken.refused
        ),
        ("Ana Ruiz", 0, 0, 0)
    );
    assert!(taken.changes > 0);
    assert_eq!(beto.matrix(&dossier).await.rows.len(), 26);

    ana.set(&dossier, 4, "targets.2024", "90").await;
    beto.set(&dossier, 5, "frequency", "Semestral").await;
    let back = carry(&beto, &ana, &dossier, false).await;
    assert_eq!((back.changes, back.back), (1, PackageLack::Part));
    assert_eq!(ana.row(&dossier, 5).await.frequency, "Semestral");
    let offer = ana.engine.package_offer(dossier.clone()).await.unwrap();
    assert_eq!(offer.people[0].name, "Beto Luna");
    assert_eq!(offer.people[0].lacks, PackageLack::Part);

    let there = carry(&ana, &beto, &dossier, false).await;
    assert_eq!((there.changes, there.known), (1, 0), "only what he lacked");
    assert!(says_the_same(&ana, &beto, &dossier).await);
    // His receipt comes back in a package that carries nothing else.
    let device = ana.engine.me().await.unwrap().unwrap().device;
    let receipt = beto
        .engine
        .make_package(dossier.clone(), vec![device])
        .await;
    let receipt = receipt.unwrap();
    assert!(!receipt.carries);
    ana.engine.open_package(receipt.bytes).await.unwrap();
    let offer = ana.engine.package_offer(dossier.clone()).await.unwrap();
    assert_eq!(offer.people[0].lacks, PackageLack::Nothing);
}

#[tokio::test]
async fn what_came_by_stick_goes_on_by_relay_and_nothing_is_there_twice() {
    let office = PostOffice::open();
    let (ana, beto, dossier) = apart().await;
    carry(&ana, &beto, &dossier, true).await;
    beto.set(&dossier, 5, "frequency", "Semestral").await;
    carry(&beto, &ana, &dossier, true).await;
    // Ana finds a server; Caro comes in there and has what Beto, who never was, wrote.
    let caro = Person::new("Caro Díaz").await;
    let link = ana.invite(&dossier, RoleName::Reader, &office.url()).await;
    caro.engine.join(link).await.unwrap();
    eventually("all of it reaches Caro", || async {
        let matrix = caro.matrix(&dossier).await;
        let row = matrix.rows.into_iter().find(|row| row.row == Some(5))?;
        (row.frequency == "Semestral").then_some(())
    })
    .await;
    ana.sent(&dossier).await;

    // In contact, what a stick brings goes on at once.
    beto.set(&dossier, 6, "frequency", "Mensual").await;
    let taken = carry(&beto, &ana, &dossier, true).await;
    assert_eq!(taken.changes, 1);
    eventually("it reaches Caro", || async {
        let row = caro.row(&dossier, 6).await;
        (row.frequency == "Mensual").then_some(())
    })
    .await;
    let again = carry(&caro, &beto, &dossier, true).await;
    assert_eq!((again.changes, again.early, again.refused), (0, 0, 0));
    assert!(again.known > 0);
    assert!(says_the_same(&caro, &beto, &dossier).await);
}

#[tokio::test]
async fn a_file_that_is_none_and_one_for_others_are_told_apart() {
    let (ana, beto, dossier) = apart().await;
    let caro = Person::new("Caro Díaz").await;
    let package = ana.engine.make_package(dossier.clone(), vec![]).await;
    let bytes = package.unwrap().bytes;
    let code = async |person: &Person, bytes: Vec<u8>| {
        let refused = person.engine.open_package(bytes).await;
        refused.unwrap_err().code
    };
    assert_eq!(code(&beto, b"PK".to_vec()).await, Code::PackageUnknown);
    let cut = bytes[..bytes.len() - 1].to_vec();
    assert_eq!(code(&beto, cut).await, Code::PackageDamaged);
    assert_eq!(code(&caro, bytes.clone()).await, Code::PackageElsewhere);

    // Caro was let in, and out again before this one was made.
    let link = ana.invite(&dossier, RoleName::Editor, "").await;
    caro.engine.join(link).await.unwrap();
    let mine = caro.engine.make_package(dossier.clone(), vec![]).await;
    ana.engine.open_package(mine.unwrap().bytes).await.unwrap();
    let device = caro.engine.me().await.unwrap().unwrap().device;
    let removed = ana.engine.change_role(dossier.clone(), device, None).await;
    removed.unwrap();
    let package = ana.engine.make_package(dossier.clone(), vec![]).await;
    let after = package.unwrap().bytes;
    assert_eq!(code(&caro, after).await, Code::PackageNotForYou);
    // The one made before she joined is sealed for the invitation that was open then.
    assert_eq!(code(&caro, bytes).await, Code::PackageNotForYou);
}

#[tokio::test]
async fn a_package_that_opens_after_a_restart_says_the_same_as_before() {
    let (ana, mut beto, dossier) = apart().await;
    carry(&ana, &beto, &dossier, true).await;
    beto.set(&dossier, 7, "frequency", "Trimestral").await;
    let first = beto.engine.make_package(dossier.clone(), vec![]).await;
    let first = first.unwrap().bytes;
    // What left in a package keeps its place for good.
    beto.restart().await;
    beto.set(&dossier, 8, "frequency", "Bimestral").await;
    carry(&beto, &ana, &dossier, true).await;
    let late = ana.engine.open_package(first).await.unwrap();
    assert_eq!((late.changes, late.refused, late.early), (0, 0, 0));
    assert_eq!(ana.row(&dossier, 7).await.frequency, "Trimestral");
    assert_eq!(ana.row(&dossier, 8).await.frequency, "Bimestral");
}
