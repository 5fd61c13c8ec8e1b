//! Membership entries prove themselves, and reach everybody who has the dossier open.

use seal::Membership;
use wire::limits::ENTRY_LONG_BYTES_MAX;
use wire::{DossierId, Frame, Refusal, Role, Vector};

use crate::client::House;
use crate::people::{Dossier, Series, device};

fn refused(refusal: Refusal, dossier: DossierId) -> Frame {
    Frame::Refused {
        refusal,
        dossier: Some(dossier),
        document: None,
        device: None,
        index: None,
    }
}

#[tokio::test]
async fn an_invited_device_comes_in_though_nobody_else_is_there() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    at_ana
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;

    let beto = device();
    let (grant, join) = dossier.invite(&beto, Role::Editor);
    let mut at_beto = house.connect(&beto).await;
    let id = dossier.id();
    at_beto
        .send(&Frame::Open {
            dossier: id,
            entries: Vec::new(),
            vector: Vector::new(),
        })
        .await;
    assert_eq!(at_beto.frame().await, refused(Refusal::NotMember, id));
    at_beto.tell(id, vec![grant.clone(), join.clone()]).await;
    dossier.add(&grant);
    dossier.add(&join);
    at_beto.open(id, dossier.hashes(), Vector::new()).await;

    // who was there learns of both, parents first
    assert_eq!(
        at_ana.frame().await,
        Frame::Entry {
            dossier: id,
            entry: grant.clone()
        }
    );
    assert_eq!(
        at_ana.frame().await,
        Frame::Entry {
            dossier: id,
            entry: join
        }
    );
    // and once only, though it is told again
    at_beto.tell(id, vec![grant]).await;
    at_ana.silence().await;
}

#[tokio::test]
async fn entries_come_parents_first_and_belong_where_they_say() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let reader = dossier.join(Role::Reader);
    let other = Dossier::found();
    let beto = device();
    let (grant, join) = dossier.invite(&beto, Role::Editor);
    let mut client = house.connect(&beto).await;
    let id = dossier.id();

    let send = async |client: &mut crate::client::Client, dossier: DossierId, entry: &[u8]| {
        client
            .send(&Frame::Entry {
                dossier,
                entry: entry.to_vec(),
            })
            .await;
        client.frame().await
    };
    // nothing founds a dossier but its first entry
    assert_eq!(
        send(&mut client, id, &grant).await,
        refused(Refusal::Unknown, id)
    );
    // which founds only the dossier it names
    let genesis = dossier.entries()[0].clone();
    let answer = send(&mut client, other.id(), &genesis).await;
    assert_eq!(answer, refused(Refusal::Malformed, other.id()));
    client.tell(id, dossier.entries()).await;
    // a join without its grant
    assert_eq!(
        send(&mut client, id, &join).await,
        refused(Refusal::Gap, id)
    );
    client.tell(id, vec![grant.clone(), join]).await;
    // an entry of another dossier
    let foreign = other
        .membership
        .grant(&other.coordinator, &device(), Role::Editor)
        .unwrap();
    let answer = send(&mut client, id, &foreign).await;
    assert_eq!(
        answer,
        refused(Refusal::Gap, id),
        "its parents are not of this dossier"
    );
    // a grant by who may not grant: made by a coordinator of a copy where the reader founded it
    let mut forged = wire::Entry::decode(&grant).unwrap();
    if let Some(byte) = forged.signature.first_mut() {
        *byte ^= 1;
    }
    let answer = send(&mut client, id, &forged.encode()).await;
    assert_eq!(answer, refused(Refusal::BadSignature, id));
    let by_reader = dossier
        .membership
        .grant(&reader, &device(), Role::Coordinator);
    assert!(
        by_reader.is_err(),
        "an honest program does not even make it"
    );
    // junk and too much of it
    assert_eq!(
        send(&mut client, id, b"junk").await,
        refused(Refusal::Malformed, id)
    );
    let edge = vec![0; ENTRY_LONG_BYTES_MAX];
    assert_eq!(
        send(&mut client, id, &edge).await,
        refused(Refusal::Malformed, id)
    );
    let beyond = vec![0; ENTRY_LONG_BYTES_MAX + 1];
    assert_eq!(
        send(&mut client, id, &beyond).await,
        refused(Refusal::TooLarge, id)
    );
}

#[tokio::test]
async fn entries_survive_and_roles_with_them() {
    let mut house = House::start();
    let mut dossier = Dossier::found();
    for role in [
        Role::Editor,
        Role::Reviewer,
        Role::Reader,
        Role::Coordinator,
    ] {
        dossier.join(role);
    }
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    house.restart();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    let (_, sent) = at_ana.open(dossier.id(), Vec::new(), Vector::new()).await;
    let mut learned = Membership::for_dossier(dossier.id());
    for frame in sent {
        let Frame::Entry { entry, .. } = frame else {
            panic!("only entries")
        };
        learned.add(&entry).unwrap();
        assert_eq!(learned.pending_len(), 0, "parents come first");
    }
    let roles = |membership: &Membership| {
        membership
            .members()
            .map(|member| (member.device, member.role))
            .collect::<Vec<_>>()
    };
    assert_eq!(roles(&learned), roles(&dossier.membership));
}

#[tokio::test]
async fn who_is_removed_is_told_and_gets_nothing_more() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let caro = dossier.join(Role::Editor);
    let id = dossier.id();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(id, dossier.entries()).await;
    at_ana.open(id, dossier.hashes(), Vector::new()).await;
    let mut at_beto = house.connect(&beto).await;
    at_beto.open(id, dossier.hashes(), Vector::new()).await;
    let known_to_caro = dossier.hashes();

    let out = |about: &seal::DeviceKey, dossier: &mut Dossier| {
        let membership = &dossier.membership;
        let entry = membership.change(&dossier.coordinator, about.id(), None, Vec::new());
        let entry = entry.unwrap();
        dossier.add(&entry);
        entry
    };
    let removal = out(&beto, &mut dossier);
    at_ana.tell(id, vec![removal.clone()]).await;
    let entry = removal.clone();
    assert_eq!(at_beto.frame().await, Frame::Entry { dossier: id, entry });
    assert_eq!(at_beto.frame().await, refused(Refusal::NotMember, id));

    // What is written now goes to others; what they write now is refused.
    let envelope = Series::matrix(&dossier, &dossier.coordinator).next(b"later");
    at_ana.push(&envelope).await;
    at_beto.silence().await;
    let mut series = Series::matrix(&dossier, &beto);
    let late = series.next(b"late");
    assert_eq!(
        at_beto.push(&late).await,
        series.refused(Refusal::NotMember, None)
    );

    // Somebody who was away learns of it when they come.
    let second = out(&caro, &mut dossier);
    at_ana.tell(id, vec![second.clone()]).await;
    let mut at_caro = house.connect(&caro).await;
    let entries = known_to_caro;
    let vector = Vector::new();
    at_caro
        .send(&Frame::Open {
            dossier: id,
            entries,
            vector,
        })
        .await;
    for entry in [removal, second] {
        assert_eq!(at_caro.frame().await, Frame::Entry { dossier: id, entry });
    }
    assert_eq!(at_caro.frame().await, refused(Refusal::NotMember, id));
}

#[tokio::test]
async fn who_is_out_decides_about_nobody_and_what_they_wrote_before_may_still_be_brought() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Coordinator);
    let id = dossier.id();
    // Made before the removal was known, or so it says.
    let ana = dossier.coordinator.id();
    let revenge = dossier.membership.change(&beto, ana, None, Vec::new());
    let kept = vec![wire::SeriesEnd {
        document: wire::DocumentKind::Matrix,
        index: 1,
    }];
    let removal = dossier
        .membership
        .change(&dossier.coordinator, beto.id(), None, kept);
    dossier.add(&removal.unwrap());
    let mut series = Series::matrix(&dossier, &beto);
    let first = series.next(b"read by Ana");
    let second = series.next(b"read by nobody");
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(id, dossier.entries()).await;

    let mut at_beto = house.connect(&beto).await;
    let entry = revenge.unwrap();
    at_beto.send(&Frame::Entry { dossier: id, entry }).await;
    assert_eq!(at_beto.frame().await, refused(Refusal::NotMember, id));
    // A member brings what the removal counts of them, and no more.
    assert_eq!(at_ana.push(&first).await, series.kept(1));
    assert_eq!(
        at_ana.push(&second).await,
        series.refused(Refusal::NotAllowed, None)
    );
}

#[tokio::test]
async fn who_waits_hears_of_the_log_and_of_nothing_else_until_let_in() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let id = dossier.id();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(id, dossier.entries()).await;
    at_ana.open(id, dossier.hashes(), Vector::new()).await;
    let mut written = Series::matrix(&dossier, &dossier.coordinator);
    let first = written.next(b"before");
    let second = written.next(b"while waiting");
    at_ana.push(&first).await;

    let (beto, secret) = (device(), device());
    let terms = seal::Terms {
        approval: true,
        ..Role::Editor.into()
    };
    let membership = &dossier.membership;
    let grant = membership.grant(&dossier.coordinator, &secret, terms);
    let grant = grant.unwrap();
    dossier.add(&grant);
    at_ana.tell(id, vec![grant.clone()]).await;
    let face = dossier.face("Beto Luna");
    let membership = &dossier.membership;
    let join = membership.join(seal::hash(&grant), &secret, &beto, face, 5);
    let join = join.unwrap();
    let before = dossier.hashes();
    dossier.add(&join);

    // The coordinator hears that somebody asks; they themselves hear what they lack of the log.
    let mut at_beto = house.connect(&beto).await;
    at_beto.tell(id, vec![join.clone()]).await;
    let entry = join.clone();
    assert_eq!(at_ana.frame().await, Frame::Entry { dossier: id, entry });
    let open = Frame::Open {
        dossier: id,
        entries: before,
        vector: Vector::new(),
    };
    at_beto.send(&open).await;
    let entry = join;
    assert_eq!(at_beto.frame().await, Frame::Entry { dossier: id, entry });
    assert_eq!(at_beto.frame().await, refused(Refusal::NotMember, id));

    // Nothing written, no signal and no receipt comes to them or goes from them.
    at_ana.push(&second).await;
    at_ana
        .send(&Frame::Signal {
            dossier: id,
            device: dossier.coordinator.id(),
            sealed: vec![1],
        })
        .await;
    at_beto.silence().await;
    let signal = Frame::Signal {
        dossier: id,
        device: beto.id(),
        sealed: vec![1],
    };
    at_beto.send(&signal).await;
    assert!(matches!(
        at_beto.frame().await,
        Frame::Refused {
            refusal: Refusal::NotMember,
            ..
        }
    ));
    let mut own = Series::matrix(&dossier, &beto);
    let early = own.next(b"early");
    assert_eq!(
        at_beto.push(&early).await,
        own.refused(Refusal::NotMember, None)
    );

    // Let in, they hear of it, and everything is theirs.
    let membership = &dossier.membership;
    let admitted = membership.change(
        &dossier.coordinator,
        beto.id(),
        Some(Role::Editor),
        Vec::new(),
    );
    let admitted = admitted.unwrap();
    dossier.add(&admitted);
    at_ana.tell(id, vec![admitted.clone()]).await;
    let entry = admitted;
    assert_eq!(at_beto.frame().await, Frame::Entry { dossier: id, entry });
    let (_, sent) = at_beto.open(id, dossier.hashes(), Vector::new()).await;
    assert_eq!(crate::people::delivered(&sent).len(), 2);
    let mut own = Series::matrix(&dossier, &beto);
    let early = own.next(b"early");
    assert_eq!(at_beto.push(&early).await, own.kept(1));
}

#[tokio::test]
async fn who_is_not_let_in_is_told_and_hears_nothing_more() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let id = dossier.id();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    let (beto, secret) = (device(), device());
    let terms = seal::Terms {
        approval: true,
        ..Role::Editor.into()
    };
    let membership = &dossier.membership;
    let grant = membership.grant(&dossier.coordinator, &secret, terms);
    let grant = grant.unwrap();
    dossier.add(&grant);
    let face = dossier.face("Beto Luna");
    let membership = &dossier.membership;
    let join = membership.join(seal::hash(&grant), &secret, &beto, face, 5);
    dossier.add(&join.unwrap());
    at_ana.tell(id, dossier.entries()).await;
    let mut at_beto = house.connect(&beto).await;
    let open = Frame::Open {
        dossier: id,
        entries: dossier.hashes(),
        vector: Vector::new(),
    };
    at_beto.send(&open).await;
    assert_eq!(at_beto.frame().await, refused(Refusal::NotMember, id));

    let membership = &dossier.membership;
    let rejected = membership.change(&dossier.coordinator, beto.id(), None, Vec::new());
    let entry = rejected.unwrap();
    dossier.add(&entry);
    at_ana.tell(id, vec![entry.clone()]).await;
    assert_eq!(at_beto.frame().await, Frame::Entry { dossier: id, entry });
    assert_eq!(at_beto.frame().await, refused(Refusal::NotMember, id));
    let caro = dossier.invite(&device(), Role::Reader);
    at_ana.tell(id, vec![caro.0, caro.1]).await;
    at_beto.silence().await;
}
