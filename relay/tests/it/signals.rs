//! Signals reach the others who are here, and leave no trace.

use std::time::{Duration, Instant};

use seal::DeviceKey;
use wire::limits::SIGNAL_BYTES_MAX;
use wire::{Frame, Refusal, Role, Vector};

use crate::client::{Client, House, PATIENCE, get, refused};
use crate::people::{Dossier, Series, deliver, delivered, device, dice};

/// A signal as a device sends it.
fn signal(dossier: &Dossier, device: &DeviceKey, plaintext: &[u8]) -> Frame {
    let id = dossier.id();
    Frame::Signal {
        dossier: id,
        device: device.id(),
        sealed: seal::seal_signal(device, &dossier.key, id, plaintext, &mut dice).unwrap(),
    }
}

/// Bytes that only look like a signal: the relay cannot tell.
fn junk(dossier: &Dossier, device: &DeviceKey, bytes: usize) -> Frame {
    Frame::Signal {
        dossier: dossier.id(),
        device: device.id(),
        sealed: vec![7; bytes],
    }
}

/// How the relay refuses a signal: a device, and no document.
fn no(dossier: &Dossier, device: &DeviceKey, refusal: Refusal) -> Frame {
    Frame::Refused {
        refusal,
        dossier: Some(dossier.id()),
        document: None,
        device: Some(device.id()),
        index: None,
    }
}

/// A member in contact who has everything.
async fn here(house: &House, dossier: &Dossier, device: &DeviceKey) -> Client {
    let mut client = house.connect(device).await;
    client
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    client
}

/// The coordinator in contact, after having told the relay of the dossier.
async fn founder(house: &House, dossier: &Dossier) -> Client {
    let mut client = house.connect(&dossier.coordinator).await;
    client.tell(dossier.id(), dossier.entries()).await;
    client
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    client
}

/// A number that the relay counts.
async fn counted(house: &House, name: &str) -> u64 {
    let (_, text) = get(house.addr(), "/metrics").await;
    let name = format!("cotejo_relay_{name} ");
    let value = text.lines().find_map(|line| line.strip_prefix(&name));
    value.unwrap().parse().unwrap()
}

async fn until_counted(house: &House, name: &str, expect: u64) {
    let began = Instant::now();
    loop {
        let found = counted(house, name).await;
        if found == expect {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{name}: {found}, not {expect}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn members_who_are_here_hear_each_other() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let (beto, carla) = (dossier.join(Role::Editor), dossier.join(Role::Reader));
    let mut at_ana = founder(&house, &dossier).await;
    let mut at_beto = here(&house, &dossier, &beto).await;
    let mut at_carla = here(&house, &dossier, &carla).await;

    let by_ana = signal(&dossier, &dossier.coordinator, b"en la meta");
    at_ana.send(&by_ana).await;
    assert_eq!(at_beto.frame().await, by_ana);
    assert_eq!(at_carla.frame().await, by_ana);
    // who only reads is here as well
    let by_carla = signal(&dossier, &carla, b"leyendo");
    at_carla.send(&by_carla).await;
    assert_eq!(at_ana.frame().await, by_carla);
    assert_eq!(at_beto.frame().await, by_carla);
    for client in [&mut at_ana, &mut at_beto, &mut at_carla] {
        client.silence().await; // nothing comes back, and nothing twice
    }
    assert_eq!(counted(&house, "signals_total").await, 2);
    assert_eq!(counted(&house, "signal_deliveries_total").await, 4);
    assert_eq!(counted(&house, "signals_dropped_total").await, 0);
    assert_eq!(counted(&house, "deliveries_total").await, 0);
}

#[tokio::test]
async fn nobody_else_hears_or_is_heard() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let carla = dossier.join(Role::Editor);
    let stranger = device();
    let mut at_ana = founder(&house, &dossier).await;
    let other = Dossier::found();
    let mut elsewhere = founder(&house, &other).await;
    // a member who has not opened the dossier, and somebody who cannot
    let mut at_beto = house.connect(&beto).await;
    let mut at_stranger = house.connect(&stranger).await;
    let open = Frame::Open {
        dossier: dossier.id(),
        entries: Vec::new(),
        vector: Vector::new(),
    };
    at_stranger.send(&open).await;
    assert!(matches!(at_stranger.frame().await, Frame::Refused { .. }));

    for (client, device) in [(&mut at_beto, &beto), (&mut at_stranger, &stranger)] {
        client.send(&signal(&dossier, device, b"hola")).await;
        let expected = no(&dossier, device, Refusal::NotMember);
        assert_eq!(client.frame().await, expected);
    }
    // of a dossier that this relay has never seen
    let unknown = Dossier::found();
    at_ana
        .send(&signal(&unknown, &dossier.coordinator, b"hola"))
        .await;
    let expected = no(&unknown, &dossier.coordinator, Refusal::NotMember);
    assert_eq!(at_ana.frame().await, expected);
    // in the name of another member
    at_ana.send(&signal(&dossier, &carla, b"hola")).await;
    let expected = no(&dossier, &carla, Refusal::NotAllowed);
    assert_eq!(at_ana.frame().await, expected);

    at_ana
        .send(&signal(&dossier, &dossier.coordinator, b"hola"))
        .await;
    until_counted(&house, "signals_total", 1).await;
    for client in [&mut at_ana, &mut at_beto, &mut at_stranger, &mut elsewhere] {
        client.silence().await;
    }
    assert_eq!(counted(&house, "signal_deliveries_total").await, 0);
}

#[tokio::test]
async fn nothing_of_a_signal_is_kept() {
    let mut house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let mut at_ana = founder(&house, &dossier).await;
    let mut at_beto = here(&house, &dossier, &beto).await;
    let said = signal(&dossier, &dossier.coordinator, b"aqui");
    at_ana.send(&said).await;
    assert_eq!(at_beto.frame().await, said);
    // who comes back, or comes later, gets none of it
    drop(at_beto);
    at_ana.send(&said).await;
    until_counted(&house, "signals_total", 2).await;
    let mut at_beto = house.connect(&beto).await;
    let (_, sent) = at_beto
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    assert_eq!(sent, []);
    at_beto.silence().await;
    house.stop();
    let Frame::Signal { sealed, .. } = said else {
        panic!("a signal")
    };
    let mut files = 0;
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(32).any(|part| part == &sealed[40..72]));
        files += 1;
    }
    assert!(files > 0);
}

#[tokio::test]
async fn a_signal_has_a_size() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let mut at_ana = founder(&house, &dossier).await;
    let mut at_beto = here(&house, &dossier, &beto).await;
    for (bytes, accepted) in [
        (0, true),
        (SIGNAL_BYTES_MAX - 1, true),
        (SIGNAL_BYTES_MAX, true),
        (SIGNAL_BYTES_MAX + 1, false),
        (100 * SIGNAL_BYTES_MAX, false),
    ] {
        let said = junk(&dossier, &dossier.coordinator, bytes);
        at_ana.send(&said).await;
        if accepted {
            assert_eq!(at_beto.frame().await, said, "{bytes} bytes");
        } else {
            let expected = no(&dossier, &dossier.coordinator, Refusal::TooLarge);
            assert_eq!(at_ana.frame().await, expected, "{bytes} bytes");
        }
    }
    at_beto.silence().await;
}

/// A device that speaks the first version works as it did, with others who speak the second.
#[tokio::test]
async fn older_devices_know_nothing_of_signals() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let (old, beto) = (dossier.join(Role::Editor), dossier.join(Role::Reader));
    let mut at_ana = founder(&house, &dossier).await;
    let mut at_beto = here(&house, &dossier, &beto).await;
    let mut at_old = Client::connect_in(house.addr(), &old, 1).await;
    at_old
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let said = signal(&dossier, &dossier.coordinator, b"aqui");
    at_ana.send(&said).await;
    assert_eq!(at_beto.frame().await, said);
    at_old.silence().await;
    // what it does not know it does not send; if it did, it is told as of anything unknown
    at_old.send(&signal(&dossier, &old, b"aqui")).await;
    assert_eq!(at_old.frame().await, refused(Refusal::Unknown));
    // and envelopes go both ways
    let mut series = Series::matrix(&dossier, &old);
    let envelope = series.next(b"fila");
    assert_eq!(at_old.push(&envelope).await, series.kept(1));
    assert_eq!(at_ana.frame().await, deliver(&envelope));
    assert_eq!(at_beto.frame().await, deliver(&envelope));
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(b"fila");
    assert_eq!(at_ana.push(&envelope).await, series.kept(1));
    assert_eq!(at_old.frame().await, deliver(&envelope));
}

#[tokio::test]
async fn a_flood_is_dropped_without_a_word() {
    let house = House::with(|limits| {
        limits.signals_per_second = 1;
        limits.signals_burst = 5;
    });
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let ana = &dossier.coordinator;
    let mut at_ana = founder(&house, &dossier).await;
    let mut again = here(&house, &dossier, ana).await;
    let mut at_beto = here(&house, &dossier, &beto).await;
    let mut series = Series::matrix(&dossier, ana);
    let began = Instant::now();
    let total = 400;
    for round in 1..=total / 2 {
        // every session of a device counts
        at_ana.send(&signal(&dossier, ana, b"aqui")).await;
        again.send(&signal(&dossier, ana, b"aqui")).await;
        if round % 20 == 0 {
            let envelope = series.next(b"entre tanto ruido");
            at_ana.send(&Frame::Push { envelope }).await;
        }
    }
    let (mut signals, mut envelopes) = (0, Vec::new());
    while envelopes.len() < 10 {
        match at_beto.frame().await {
            Frame::Signal { .. } => signals += 1,
            frame => envelopes.extend(delivered(&[frame])),
        }
    }
    let expected: Vec<_> = (1..=10).map(|index| (ana.id(), index)).collect();
    assert_eq!(envelopes, expected, "every envelope, in order");
    let most = 5 + began.elapsed().as_secs() + 1;
    assert!((1..=most).contains(&signals), "{signals} of {most}");
    // the sender is told of its envelopes and of nothing else
    let mut kept = 0;
    while kept < 10 {
        match at_ana.frame().await {
            Frame::Kept { index, .. } => kept = index,
            Frame::Signal { .. } => {} // of its other session
            other => panic!("not to be told: {other:?}"),
        }
    }
    assert_eq!(counted(&house, "cut_total").await, 0);
    let taken = counted(&house, "signals_total").await;
    let dropped = counted(&house, "signals_dropped_total").await;
    assert!(taken + dropped >= total, "{taken} and {dropped}");
}

/// A relay, and somebody whose socket takes no more: it was filled with signals.
struct Stalled {
    house: House,
    dossier: Dossier,
    /// Says what fills the socket.
    ana: DeviceKey,
    at_ana: Client,
    at_slow: Client,
    /// Members who are not here.
    others: Vec<DeviceKey>,
}

impl Stalled {
    async fn with(turn: impl FnOnce(&mut relay::Limits)) -> Self {
        let house = House::with(|limits| {
            limits.frames_per_second = 1_000_000;
            limits.frames_burst = 1_000_000;
            limits.signals_per_second = 1_000_000;
            limits.signals_burst = 1_000_000;
            turn(limits);
        });
        let (ana, slow) = (device(), device());
        let mut at_ana = house.connect(&ana).await;
        let mut at_slow = Client::connect_narrowly(house.addr(), &slow).await;
        // A device has one signal waiting in each dossier: the more of them, the sooner it is full.
        let mut dossiers: Vec<Dossier> = (0..16).map(|_| Dossier::found()).collect();
        let others = (0..3).map(|_| dossiers[0].join(Role::Reader)).collect();
        for dossier in &mut dossiers {
            for (device, role) in [(&ana, Role::Editor), (&slow, Role::Reader)] {
                let (grant, join) = dossier.invite(device, role);
                dossier.add(&grant);
                dossier.add(&join);
            }
            at_ana.tell(dossier.id(), dossier.entries()).await;
            for client in [&mut at_ana, &mut at_slow] {
                client
                    .open(dossier.id(), dossier.hashes(), Vector::new())
                    .await;
            }
        }
        let began = Instant::now();
        let mut sent = 0;
        loop {
            let before = counted(&house, "bytes_out_total").await;
            for _ in 0..20 {
                for dossier in &dossiers {
                    at_ana.send(&junk(dossier, &ana, SIGNAL_BYTES_MAX)).await;
                    sent += 1;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            until_counted(&house, "signals_total", sent).await;
            if counted(&house, "bytes_out_total").await == before {
                break;
            }
            assert!(began.elapsed() < PATIENCE, "the socket takes everything");
        }
        assert!(counted(&house, "signals_dropped_total").await > 0);
        let dossier = dossiers.swap_remove(0);
        Self {
            house,
            dossier,
            ana,
            at_ana,
            at_slow,
            others,
        }
    }

    /// Ana writes in the matrix from elsewhere; nobody answers her there but the relay.
    async fn write(&self, count: u64) -> Vec<Frame> {
        let mut at_desk = self.house.connect(&self.ana).await;
        let mut series = Series::matrix(&self.dossier, &self.ana);
        let mut written = Vec::new();
        for index in 1..=count {
            let envelope = series.next(b"fila");
            assert_eq!(at_desk.push(&envelope).await, series.kept(index));
            written.push(deliver(&envelope));
        }
        written
    }

    fn is_filler(&self, frame: &Frame) -> bool {
        let Frame::Signal { device, sealed, .. } = frame else {
            return false;
        };
        *device == self.ana.id() && *sealed == [7; SIGNAL_BYTES_MAX]
    }
}

#[tokio::test]
async fn a_slow_subscriber_is_never_cut_for_a_signal() {
    let mut stalled = Stalled::with(|limits| {
        limits.queue_frames_max = 16;
        limits.write_stall = Duration::from_millis(200);
    })
    .await;
    // for longer than a socket may take nothing while an envelope waits
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(
        counted(&stalled.house, "sessions").await,
        2,
        "nobody was cut"
    );

    let last = signal(&stalled.dossier, &stalled.ana, b"la ultima");
    stalled.at_ana.send(&last).await;
    loop {
        let frame = stalled.at_slow.frame().await;
        if frame == last {
            break;
        }
        assert!(stalled.is_filler(&frame));
    }
    // and it hears envelopes as everybody
    let written = stalled.write(1).await;
    let frame = stalled.at_slow.frame().await;
    assert_eq!([frame], *written);
    assert_eq!(counted(&stalled.house, "cut_total").await, 0);
}

/// While an envelope waits, a socket that takes nothing is given up as ever.
#[tokio::test]
async fn signals_keep_nobody_from_being_cut_for_an_envelope() {
    let stalled = Stalled::with(|limits| limits.write_stall = Duration::from_millis(200)).await;
    stalled.write(1).await;
    until_counted(&stalled.house, "sessions", 1).await;
}

#[tokio::test]
async fn envelopes_go_before_signals_that_were_there_first() {
    let mut stalled = Stalled::with(|limits| limits.queue_signals_max = 12).await;
    let mut expected = Vec::new();
    for other in &stalled.others {
        let dossier = &stalled.dossier;
        let mut client = here(&stalled.house, dossier, other).await;
        client.send(&signal(dossier, other, b"antes")).await;
        let now = signal(dossier, other, b"ahora");
        client.send(&now).await;
        // what is asked after them is answered after them
        client
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        expected.push(now);
    }
    let written = stalled.write(2).await;
    let mut frame = stalled.at_slow.frame().await;
    while stalled.is_filler(&frame) {
        frame = stalled.at_slow.frame().await;
    }
    assert_eq!([frame, stalled.at_slow.frame().await], *written);
    // of what filled the queue as much has stayed as the others left room for
    for _ in 0..12 - 3 {
        let frame = stalled.at_slow.frame().await;
        assert!(stalled.is_filler(&frame));
    }
    for now in expected {
        assert_eq!(stalled.at_slow.frame().await, now);
    }
    stalled.at_slow.silence().await;
}

#[tokio::test]
async fn who_is_catching_up_hears_no_signals() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let slow = dossier.join(Role::Reader);
    let ana = &dossier.coordinator;
    let mut at_ana = founder(&house, &dossier).await;
    let mut series = Series::matrix(&dossier, ana);
    let total = 40_u64;
    for index in 1..=total {
        let envelope = series.next(&vec![5; 400_000]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
    }
    let mut at_beto = here(&house, &dossier, &beto).await;
    // asks for everything, and reads only that it is there
    let mut at_slow = house.connect(&slow).await;
    let open = Frame::Open {
        dossier: dossier.id(),
        entries: dossier.hashes(),
        vector: Vector::new(),
    };
    at_slow.send(&open).await;
    assert!(matches!(at_slow.frame().await, Frame::Opened { .. }));
    at_beto.send(&signal(&dossier, &beto, b"aqui")).await;
    until_counted(&house, "signals_total", 1).await;
    let mut indexes = Vec::new();
    loop {
        match at_slow.frame().await {
            Frame::CaughtUp { .. } => break,
            frame @ Frame::Deliver { .. } => indexes.extend(delivered(&[frame])),
            other => panic!("only what it lacked: {other:?}"),
        }
    }
    let expected: Vec<_> = (1..=total).map(|index| (ana.id(), index)).collect();
    assert_eq!(indexes, expected);
    // from now on it does
    let said = signal(&dossier, &beto, b"sigo aqui");
    at_beto.send(&said).await;
    assert_eq!(at_slow.frame().await, said);
}
