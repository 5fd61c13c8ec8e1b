//! The limits, at their edges, and that whoever meets one hurts only itself.

use std::time::{Duration, Instant};

use wire::{DocumentKind, Frame, Refusal, Role, Vector};

use crate::client::{Ended, House, refused};
use crate::framing::{Bare, frame};
use crate::people::{Dossier, Series, delivered, device, vector};

#[tokio::test]
async fn a_dossier_has_its_quota() {
    let dossier = Dossier::found();
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelopes = [series.next(&[1; 500]), series.next(&[2; 500])];
    let entries: usize = dossier.entries().iter().map(Vec::len).sum();
    let exact = (entries + envelopes[0].len() + envelopes[1].len()) as u64;
    for (quota, second) in [(exact - 1, None), (exact, Some(2)), (exact + 1, Some(2))] {
        let mut house = House::with(|limits| limits.dossier_bytes_max = quota);
        let mut at_ana = house.connect(&dossier.coordinator).await;
        at_ana.tell(dossier.id(), dossier.entries()).await;
        assert_eq!(at_ana.push(&envelopes[0]).await, series.kept(1));
        // what was used is not forgotten
        house.restart();
        let mut at_ana = house.connect(&dossier.coordinator).await;
        let expected = second.map_or(series.refused(Refusal::Quota, None), |index| {
            series.kept(index)
        });
        assert_eq!(
            at_ana.push(&envelopes[1]).await,
            expected,
            "{quota} of {exact}"
        );
        // what is there already costs nothing
        assert_eq!(
            at_ana.push(&envelopes[0]).await,
            series.kept(second.unwrap_or(1))
        );
    }
}

#[tokio::test]
async fn the_relay_has_its_dossiers() {
    let house = House::with(|limits| limits.dossiers_max = 2);
    let mut client = house.connect(&device()).await;
    for place in 0..3 {
        let dossier = Dossier::found();
        let entry = dossier.entries()[0].clone();
        client
            .send(&Frame::Entry {
                dossier: dossier.id(),
                entry,
            })
            .await;
        let answer = client.frame().await;
        let refused = matches!(
            answer,
            Frame::Refused {
                refusal: Refusal::Quota,
                ..
            }
        );
        assert_eq!(refused, place == 2, "{answer:?}");
    }
}

#[tokio::test]
async fn a_session_opens_so_many_dossiers() {
    let house = House::with(|limits| limits.dossiers_per_session_max = 2);
    let dossiers = [Dossier::found(), Dossier::found(), Dossier::found()];
    let ana = &dossiers[0].coordinator;
    let mut mine: Vec<Dossier> = Vec::new();
    for mut dossier in dossiers.iter().map(|_| Dossier::found()) {
        let (grant, join) = dossier.invite(ana, Role::Reader);
        dossier.add(&grant);
        dossier.add(&join);
        mine.push(dossier);
    }
    let mut client = house.connect(ana).await;
    for dossier in &mine {
        client.tell(dossier.id(), dossier.entries()).await;
    }
    for (place, dossier) in mine.iter().enumerate() {
        let (dossier, entries) = (dossier.id(), dossier.hashes());
        client
            .send(&Frame::Open {
                dossier,
                entries,
                vector: Vector::new(),
            })
            .await;
        match client.frame().await {
            Frame::Opened { .. } if place < 2 => {
                assert_eq!(client.frame().await, Frame::CaughtUp { dossier });
            }
            Frame::Refused {
                refusal: Refusal::Quota,
                ..
            } if place == 2 => {}
            other => panic!("dossier {place}: {other:?}"),
        }
    }
    // one that is open may be opened again
    client
        .open(mine[0].id(), mine[0].hashes(), Vector::new())
        .await;
}

#[tokio::test]
async fn a_slow_subscriber_is_cut_and_resumes_by_its_vector() {
    let house = House::with(|limits| {
        limits.queue_bytes_max = 1024 * 1024;
        limits.frames_burst = 100_000;
    });
    let mut dossier = Dossier::found();
    let slow = dossier.join(Role::Reader);
    let quick = dossier.join(Role::Reader);
    let ana = &dossier.coordinator;
    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_slow = house.connect(&slow).await;
    at_slow
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut at_quick = house.connect(&quick).await;
    at_quick
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;

    // far more than the system's own buffers and the queue hold
    let total = 150_u64;
    let mut series = Series::matrix(&dossier, ana);
    for index in 1..=total {
        let envelope = series.next(&vec![3; 100_000]);
        assert_eq!(
            at_ana.push(&envelope).await,
            series.kept(index),
            "others do not suffer"
        );
        let delivery = at_quick.frame().await;
        assert_eq!(delivered(&[delivery]), [(ana.id(), index)], "nor do these");
    }
    let (frames, ended) = at_slow.rest().await;
    let got = delivered(&frames).len() as u64;
    assert!(got < total, "it was cut");
    let expected: Vec<_> = (1..=got).map(|index| (ana.id(), index)).collect();
    assert_eq!(delivered(&frames), expected, "what came, came in order");
    assert_eq!(frames.last(), Some(&refused(Refusal::Busy)));
    assert_eq!(ended, Ended::Code(1013));

    let mut again = house.connect(&slow).await;
    let has = vector(&[(DocumentKind::Matrix, ana.id(), got)]);
    let (_, sent) = again.open(dossier.id(), dossier.hashes(), has).await;
    let rest: Vec<_> = (got + 1..=total).map(|index| (ana.id(), index)).collect();
    assert_eq!(delivered(&sent), rest, "the vector brings the rest");
}

#[tokio::test]
async fn the_queue_holds_exactly_its_frames() {
    // A subscriber with nothing else to do is never cut: the queue is for what it did not read yet.
    let house = House::with(|limits| limits.queue_frames_max = 1);
    let mut dossier = Dossier::found();
    let reader = dossier.join(Role::Reader);
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_reader = house.connect(&reader).await;
    at_reader
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for index in 1..=20 {
        let envelope = series.next(b"una a la vez");
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
        assert!(matches!(at_reader.frame().await, Frame::Deliver { .. }));
    }
    // one that could never fit cuts at once
    let house = House::with(|limits| limits.queue_bytes_max = 1_000);
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_reader = house.connect(&reader).await;
    at_reader
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(&[1; 2_000]);
    assert_eq!(at_ana.push(&envelope).await, series.kept(1));
    assert_eq!(
        at_reader.rest().await,
        (vec![refused(Refusal::Busy)], Ended::Code(1013))
    );
}

#[tokio::test]
async fn too_many_frames_arrive_late_not_never() {
    let house = House::with(|limits| {
        limits.frames_per_second = 50;
        limits.frames_burst = 20;
    });
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let began = Instant::now();
    for index in 1..=44 {
        let envelope = series.next(b"deprisa");
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
    }
    // 45 frames with the entry: 20 at once, 25 more at 50 per second
    assert!(
        began.elapsed() >= Duration::from_millis(400),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn what_is_in_flight_is_bounded_and_still_goes_through() {
    // Room for two frames at a time, in the session and in the house, and many more sent at once.
    let house = House::with(|limits| {
        limits.in_flight_bytes_max = 2 * relay::Limits::FRAME_FLOOR_BYTES;
        limits.inbound_bytes_max = 2 * relay::Limits::FRAME_FLOOR_BYTES;
    });
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for _ in 0..50 {
        let envelope = series.next(&[4; 3_000]);
        at_ana.send(&Frame::Push { envelope }).await;
    }
    // larger than all the room there is: it takes all of it
    let envelope = series.next(&vec![4; 300_000]);
    at_ana.send(&Frame::Push { envelope }).await;
    let mut kept = 0;
    while kept < 51 {
        let Frame::Kept { index, .. } = at_ana.frame().await else {
            panic!("only kept")
        };
        kept = index;
    }
}

#[tokio::test]
async fn many_dossiers_share_little_memory() {
    // Room for about one: each question loads its dossier again, and the answers are the same.
    let house = House::with(|limits| limits.loaded_bytes_max = 1);
    let mut world = Vec::new();
    for _ in 0..10 {
        let dossier = Dossier::found();
        let mut client = house.connect(&dossier.coordinator).await;
        client.tell(dossier.id(), dossier.entries()).await;
        world.push((dossier, client));
    }
    let mut series: Vec<_> = world
        .iter_mut()
        .map(|(dossier, client)| (Series::matrix(dossier, &dossier.coordinator), client))
        .collect();
    for index in 1..=5 {
        for (series, client) in &mut series {
            let envelope = series.next(b"otra vez");
            assert_eq!(client.push(&envelope).await, series.kept(index));
            let gap = series.at(index + 2, [1; 32], b"lejos");
            let expected = series.refused(Refusal::Gap, Some(index + 1));
            assert_eq!(client.push(&gap).await, expected);
        }
    }
}

#[tokio::test]
async fn the_silent_are_asked_and_then_let_go() {
    let house = House::with(|limits| {
        limits.ping_every = Duration::from_millis(300);
        limits.idle_close = Duration::from_millis(1_500);
    });
    // who reads answers pings without knowing, and stays
    let mut reading = house.connect(&device()).await;
    let stays = tokio::time::timeout(Duration::from_millis(2_500), reading.next()).await;
    assert!(stays.is_err(), "{stays:?}");
    // who does not read does not answer
    let mut absent = house.connect(&device()).await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert!(matches!(
        absent.next().await,
        Err(Ended::Code(1013) | Ended::Broken)
    ));
}

#[tokio::test]
async fn a_frame_that_was_begun_is_finished_or_let_go() {
    let house = House::with(|limits| limits.frame_deadline = Duration::from_millis(200));
    let mut bare = Bare::session(&house).await;
    // the header of a frame and half of what it announces
    let whole = frame(0x82, &[0; 100]);
    bare.send(&whole[..50]).await;
    let began = Instant::now();
    assert_eq!(bare.close_code().await, Some(1013));
    assert!(began.elapsed() >= Duration::from_millis(150));
    // between frames one may think as long as one likes
    let mut client = house.connect(&device()).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    client.silence().await;
}

#[tokio::test]
async fn who_takes_nothing_holds_nobody_up() {
    // One page in memory for all, and somebody who asks for everything and reads nothing.
    let house = House::with(|limits| {
        limits.pages_max = 1;
        limits.write_stall = Duration::from_millis(300);
    });
    let mut dossier = Dossier::found();
    let stuck = dossier.join(Role::Reader);
    let readers = [dossier.join(Role::Reader), dossier.join(Role::Reader)];
    let ana = &dossier.coordinator;
    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, ana);
    let total = 30;
    for index in 1..=total {
        let envelope = series.next(&vec![6; 700_000]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
    }
    let mut at_stuck = house.connect(&stuck).await;
    let (id, entries) = (dossier.id(), dossier.hashes());
    at_stuck
        .send(&Frame::Open {
            dossier: id,
            entries,
            vector: Vector::new(),
        })
        .await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let expected: Vec<_> = (1..=total).map(|index| (ana.id(), index)).collect();
    for reader in &readers {
        let mut client = house.connect(reader).await;
        let (_, sent) = client
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        assert_eq!(delivered(&sent), expected);
    }
    let began = Instant::now();
    loop {
        let (_, text) = crate::client::get(house.addr(), "/metrics").await;
        // Ana's is the only one left: the readers have gone and the stuck one was let go
        if text.contains("cotejo_relay_sessions 1\n") {
            break;
        }
        assert!(began.elapsed() < crate::client::PATIENCE, "{text}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(at_stuck);
}
