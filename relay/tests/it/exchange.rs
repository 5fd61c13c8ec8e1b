//! What members send reaches the others, in order, once, and only them.

use wire::{DocumentKind, Frame, Refusal, Role, Vector};

use crate::client::House;
use crate::people::{Dossier, Series, deliver, delivered, device, vector};

#[tokio::test]
async fn two_members_exchange() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let ana = &dossier.coordinator;

    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    at_ana
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut of_ana = Series::matrix(&dossier, ana);
    let first = of_ana.next(b"primera");
    assert_eq!(at_ana.push(&first).await, of_ana.kept(1));

    // Beto comes later and gets what there was: the entries he lacks, then the envelopes.
    let mut at_beto = house.connect(&beto).await;
    let (has, sent) = at_beto.open(dossier.id(), Vec::new(), Vector::new()).await;
    assert_eq!(has, vector(&[(DocumentKind::Matrix, ana.id(), 1)]));
    let mut expected: Vec<Frame> = dossier
        .entries()
        .into_iter()
        .map(|entry| Frame::Entry {
            dossier: dossier.id(),
            entry,
        })
        .collect();
    expected.push(deliver(&first));
    assert_eq!(sent, expected);

    // From then on each gets what the other sends, and not what it sent itself.
    let mut of_beto = Series::matrix(&dossier, &beto);
    let answer = of_beto.next(b"segunda");
    assert_eq!(at_beto.push(&answer).await, of_beto.kept(1));
    assert_eq!(at_ana.frame().await, deliver(&answer));
    let third = of_ana.next(b"tercera");
    assert_eq!(at_ana.push(&third).await, of_ana.kept(2));
    assert_eq!(at_beto.frame().await, deliver(&third));
    at_ana.silence().await;
    at_beto.silence().await;
}

#[tokio::test]
async fn a_vector_brings_exactly_what_lacks_in_commit_order() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let carla = dossier.join(Role::Reader);
    let ana = &dossier.coordinator;
    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let (mut of_ana, mut of_beto) = (
        Series::matrix(&dossier, ana),
        Series::matrix(&dossier, &beto),
    );
    let mut committed = Vec::new();
    for round in 0..40_u64 {
        let series = if round % 3 == 0 {
            &mut of_beto
        } else {
            &mut of_ana
        };
        // large enough for several pages
        let envelope = series.next(&vec![7; 4_000]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(series.index));
        let author = if round % 3 == 0 { beto.id() } else { ana.id() };
        committed.push((author, series.index));
    }
    for (of_ana, of_beto) in [
        (0, 0),
        (5, 0),
        (0, 9),
        (26, 13),
        (26, 14),
        (20, 14),
        (26, 0),
    ] {
        let mut at_carla = house.connect(&carla).await;
        let has = vector(&[
            (DocumentKind::Matrix, ana.id(), of_ana),
            (DocumentKind::Matrix, beto.id(), of_beto),
        ]);
        let (_, sent) = at_carla.open(dossier.id(), dossier.hashes(), has).await;
        let mut expected = committed.clone();
        expected
            .retain(|&(author, index)| index > if author == ana.id() { of_ana } else { of_beto });
        assert_eq!(delivered(&sent), expected, "having {of_ana} and {of_beto}");
    }
}

#[tokio::test]
async fn what_comes_while_catching_up_comes_once_and_in_order() {
    let house = House::with(|limits| limits.queue_frames_max = 16);
    let mut dossier = Dossier::found();
    let carla = dossier.join(Role::Reader);
    let ana = &dossier.coordinator;
    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut of_ana = Series::matrix(&dossier, ana);
    for _ in 0..60 {
        let envelope = of_ana.next(&vec![1; 20_000]);
        at_ana.push(&envelope).await;
    }
    // Carla asks and does not read yet; far more than her queue holds comes meanwhile.
    let mut at_carla = house.connect(&carla).await;
    let (dossier_id, entries) = (dossier.id(), dossier.hashes());
    at_carla
        .send(&Frame::Open {
            dossier: dossier_id,
            entries,
            vector: Vector::new(),
        })
        .await;
    for _ in 0..60 {
        let envelope = of_ana.next(&vec![2; 20_000]);
        at_ana.push(&envelope).await;
    }
    let mut indexes = Vec::new();
    while indexes.len() < 120 {
        if let frame @ Frame::Deliver { .. } = at_carla.frame().await {
            indexes.push(delivered(&[frame])[0].1);
        }
    }
    assert_eq!(indexes, (1..=120).collect::<Vec<_>>());
}

#[tokio::test]
async fn roles_say_who_writes_what() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let editor = dossier.join(Role::Editor);
    let reviewer = dossier.join(Role::Reviewer);
    let reader = dossier.join(Role::Reader);
    let stranger = device();
    let ana = &dossier.coordinator;
    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let no = Some(Refusal::NotAllowed);
    for (who, device, document, expected) in [
        ("coordinator", ana, DocumentKind::Matrix, None),
        ("coordinator", ana, DocumentKind::Review, None),
        ("coordinator", ana, DocumentKind::Minutes, None),
        ("editor", &editor, DocumentKind::Matrix, None),
        ("editor", &editor, DocumentKind::Review, None),
        ("editor", &editor, DocumentKind::Minutes, no),
        ("reviewer", &reviewer, DocumentKind::Matrix, no),
        ("reviewer", &reviewer, DocumentKind::Review, None),
        ("reviewer", &reviewer, DocumentKind::Minutes, no),
        ("reader", &reader, DocumentKind::Matrix, no),
        ("reader", &reader, DocumentKind::Review, no),
        ("reader", &reader, DocumentKind::Minutes, no),
        (
            "stranger",
            &stranger,
            DocumentKind::Review,
            Some(Refusal::NotMember),
        ),
    ] {
        let mut client = house.connect(device).await;
        let mut series = Series::new(&dossier, device, document);
        let envelope = series.next(b"algo");
        let expected = match expected {
            None => series.kept(1),
            Some(refusal) => series.refused(refusal, None),
        };
        assert_eq!(
            client.push(&envelope).await,
            expected,
            "{who} writes {document:?}"
        );
    }
}

#[tokio::test]
async fn anybody_of_the_dossier_may_bring_what_another_wrote() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let reader = dossier.join(Role::Reader);
    let stranger = device();
    let ana = &dossier.coordinator;
    let mut at_reader = house.connect(&reader).await;
    at_reader.tell(dossier.id(), dossier.entries()).await;
    let mut of_ana = Series::matrix(&dossier, ana);
    let first = of_ana.next(b"de Ana");
    assert_eq!(at_reader.push(&first).await, of_ana.kept(1));
    let mut at_stranger = house.connect(&stranger).await;
    let second = of_ana.next(b"de Ana");
    assert_eq!(
        at_stranger.push(&second).await,
        of_ana.refused(Refusal::NotMember, None)
    );
    // The author gets back what the relay has and its own disk lost.
    let mut at_ana = house.connect(ana).await;
    let (_, sent) = at_ana
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    assert_eq!(sent, [deliver(&first)]);
}

#[tokio::test]
async fn only_members_open() {
    let house = House::start();
    let dossier = Dossier::found();
    let unknown = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_stranger = house.connect(&device()).await;
    for (id, refusal) in [
        (dossier.id(), Refusal::NotMember),
        (unknown.id(), Refusal::Unknown),
    ] {
        let open = Frame::Open {
            dossier: id,
            entries: Vec::new(),
            vector: Vector::new(),
        };
        at_stranger.send(&open).await;
        let expected = Frame::Refused {
            refusal,
            dossier: Some(id),
            document: None,
            device: None,
            index: None,
        };
        assert_eq!(at_stranger.frame().await, expected);
    }
    // and what is sent in the dossier does not reach who could not open it
    let mut of_ana = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = of_ana.next(b"nada para extra\xC3\xB1os");
    assert_eq!(at_ana.push(&envelope).await, of_ana.kept(1));
    at_stranger.silence().await;
}

#[tokio::test]
async fn one_acknowledgement_may_serve_many() {
    let house = House::start();
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for _ in 0..100 {
        let envelope = series.next(b"seguidas");
        at_ana.send(&Frame::Push { envelope }).await;
    }
    let mut kept = 0;
    while kept < 100 {
        let Frame::Kept { index, .. } = at_ana.frame().await else {
            panic!("only kept")
        };
        assert!(index > kept, "never back");
        kept = index;
    }
    assert_eq!(kept, 100);
    at_ana.silence().await;
}
