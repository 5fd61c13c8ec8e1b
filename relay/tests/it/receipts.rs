//! Receipts reach those who are here and those who come later: the last one of each device.

use seal::DeviceKey;
use wire::limits::RECEIPT_BYTES_MAX;
use wire::{DeviceId, Frame, RECEIPT_VERSION, Refusal, Role, Vector};

use crate::client::{Client, House, get, refused};
use crate::people::{Dossier, Series, deliver, device, dice};

/// A receipt as a device makes it.
pub(crate) fn receipt(dossier: &Dossier, device: &DeviceKey, plaintext: &[u8]) -> Frame {
    let id = dossier.id();
    Frame::Receipt {
        dossier: id,
        device: device.id(),
        sealed: seal::seal_receipt(device, &dossier.key, id, plaintext, &mut dice).unwrap(),
    }
}

/// Bytes that only look like a receipt: the relay cannot tell.
fn junk(dossier: &Dossier, device: DeviceId, bytes: usize) -> Frame {
    Frame::Receipt {
        dossier: dossier.id(),
        device,
        sealed: vec![7; bytes],
    }
}

/// How the relay says that a receipt is committed.
fn kept(receipt: &Frame) -> Frame {
    let Frame::Receipt {
        dossier, sealed, ..
    } = receipt
    else {
        panic!("a receipt: {receipt:?}");
    };
    Frame::ReceiptKept {
        dossier: *dossier,
        hash: seal::hash(sealed),
    }
}

/// How the relay refuses a receipt: a device, and no document.
fn no(dossier: &Dossier, device: DeviceId, refusal: Refusal) -> Frame {
    Frame::Refused {
        refusal,
        dossier: Some(dossier.id()),
        document: None,
        device: Some(device),
        index: None,
    }
}

/// A member comes; answers what it was sent until it had caught up.
async fn come(house: &House, dossier: &Dossier, device: &DeviceKey) -> (Client, Vec<Frame>) {
    let mut client = house.connect(device).await;
    let (_, sent) = client
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    (client, sent)
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

pub(crate) async fn say(client: &mut Client, receipt: &Frame) {
    client.send(receipt).await;
    assert_eq!(client.frame().await, kept(receipt));
}

async fn counted(house: &House, name: &str) -> u64 {
    let (_, text) = get(house.addr(), "/metrics").await;
    let name = format!("cotejo_relay_{name} ");
    let value = text.lines().find_map(|line| line.strip_prefix(&name));
    value.unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_receipt_reaches_who_is_here_and_who_comes_later() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let (beto, carla) = (dossier.join(Role::Editor), dossier.join(Role::Reader));
    let mut at_ana = founder(&house, &dossier).await;
    let (mut at_beto, sent) = come(&house, &dossier, &beto).await;
    assert_eq!(sent, []);
    let by_beto = receipt(&dossier, &beto, b"seen 3");
    say(&mut at_beto, &by_beto).await;
    assert_eq!(at_ana.frame().await, by_beto);
    let by_ana = receipt(&dossier, &dossier.coordinator, b"seen 1");
    say(&mut at_ana, &by_ana).await;
    assert_eq!(at_beto.frame().await, by_ana);
    drop((at_ana, at_beto));
    // Nobody is here any more. Who comes has both, in the order in which they were made.
    let (mut at_carla, sent) = come(&house, &dossier, &carla).await;
    assert_eq!(sent, [by_beto.clone(), by_ana.clone()]);
    at_carla.silence().await;
    // One's own comes too: so one knows that it is kept.
    let (_, sent) = come(&house, &dossier, &beto).await;
    assert_eq!(sent, [by_beto, by_ana]);
    assert_eq!(counted(&house, "receipts_total").await, 2);
    assert_eq!(counted(&house, "receipt_deliveries_total").await, 2);
    assert_eq!(counted(&house, "deliveries_total").await, 0);
}

#[tokio::test]
async fn only_the_last_of_each_device_is_kept_and_survives_a_restart() {
    let mut house = House::start();
    let mut dossier = Dossier::found();
    let (beto, carla) = (dossier.join(Role::Editor), dossier.join(Role::Reader));
    let other = Dossier::found();
    let mut at_ana = founder(&house, &dossier).await;
    founder(&house, &other).await;
    let (mut at_beto, _) = come(&house, &dossier, &beto).await;
    let mut last = Vec::new();
    for round in 0..5_u8 {
        let by_beto = receipt(&dossier, &beto, &[round]);
        say(&mut at_beto, &by_beto).await;
        assert_eq!(at_ana.frame().await, by_beto);
        let by_ana = receipt(&dossier, &dossier.coordinator, &[round]);
        say(&mut at_ana, &by_ana).await;
        assert_eq!(at_beto.frame().await, by_ana);
        last = vec![by_beto, by_ana];
    }
    let (_, sent) = come(&house, &dossier, &carla).await;
    assert_eq!(sent, last);
    house.restart();
    let (mut at_carla, sent) = come(&house, &dossier, &carla).await;
    assert_eq!(sent, last);
    let by_carla = receipt(&dossier, &carla, b"first");
    say(&mut at_carla, &by_carla).await;
    let (mut at_beto, sent) = come(&house, &dossier, &beto).await;
    assert_eq!(sent, [&last[..], std::slice::from_ref(&by_carla)].concat());
    // A new one moves to the end, and is still one.
    let by_beto = receipt(&dossier, &beto, b"later");
    say(&mut at_beto, &by_beto).await;
    let (_, sent) = come(&house, &dossier, &carla).await;
    assert_eq!(sent, [last[1].clone(), by_carla, by_beto]);
    let (_, sent) = come(&house, &other, &other.coordinator).await;
    assert_eq!(sent, [], "each dossier has its own");
}

#[tokio::test]
async fn strangers_are_refused_and_nobody_speaks_for_another() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let stranger = device();
    let mut at_ana = founder(&house, &dossier).await;
    let mut at_stranger = house.connect(&stranger).await;
    let by_stranger = receipt(&dossier, &stranger, b"hola");
    at_stranger.send(&by_stranger).await;
    let expected = no(&dossier, stranger.id(), Refusal::NotMember);
    assert_eq!(at_stranger.frame().await, expected);
    // in the name of a member, by a stranger and by another member
    let by_beto = receipt(&dossier, &beto, b"hola");
    for client in [&mut at_stranger, &mut at_ana] {
        client.send(&by_beto).await;
        let expected = no(&dossier, beto.id(), Refusal::NotAllowed);
        assert_eq!(client.frame().await, expected);
    }
    // of a dossier that this relay has never seen
    let unknown = Dossier::found();
    at_ana
        .send(&receipt(&unknown, &dossier.coordinator, b"hola"))
        .await;
    let expected = no(&unknown, dossier.coordinator.id(), Refusal::Unknown);
    assert_eq!(at_ana.frame().await, expected);
    // a device does not send what only a relay says
    let (mut at_beto, sent) = come(&house, &dossier, &beto).await;
    assert_eq!(sent, [], "nothing of it was kept");
    at_beto.send(&kept(&by_beto)).await;
    assert_eq!(at_beto.frame().await, refused(Refusal::Malformed));
    assert_eq!(counted(&house, "receipts_total").await, 0);
}

#[tokio::test]
async fn a_receipt_has_a_size() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let ana = dossier.coordinator.id();
    let mut at_ana = founder(&house, &dossier).await;
    let (mut at_beto, _) = come(&house, &dossier, &beto).await;
    let max = RECEIPT_BYTES_MAX;
    for (bytes, accepted) in [
        (0, true),
        (max - 1, true),
        (max, true),
        (max + 1, false),
        (10 * max, false),
    ] {
        let said = junk(&dossier, ana, bytes);
        at_ana.send(&said).await;
        if accepted {
            assert_eq!(at_ana.frame().await, kept(&said), "{bytes} bytes");
            assert_eq!(at_beto.frame().await, said, "{bytes} bytes");
        } else {
            let expected = no(&dossier, ana, Refusal::TooLarge);
            assert_eq!(at_ana.frame().await, expected, "{bytes} bytes");
        }
    }
    let (_, sent) = come(&house, &dossier, &beto).await;
    assert_eq!(sent, [junk(&dossier, ana, max)]);
}

/// Too many are refused aloud, so that the device says it again; nothing else of it suffers.
#[tokio::test]
async fn too_many_are_told_so() {
    let house = House::with(|limits| {
        limits.receipts_per_second = 1;
        limits.receipts_burst = 3;
    });
    let dossier = Dossier::found();
    let ana = &dossier.coordinator;
    let mut at_ana = founder(&house, &dossier).await;
    let mut refusals = 0;
    for round in 0..20_u8 {
        let said = receipt(&dossier, ana, &[round]);
        at_ana.send(&said).await;
        match at_ana.frame().await {
            frame if frame == kept(&said) => {}
            frame => {
                assert_eq!(frame, no(&dossier, ana.id(), Refusal::Rate));
                refusals += 1;
            }
        }
    }
    assert!((10..=17).contains(&refusals), "{refusals}");
    let mut series = Series::matrix(&dossier, ana);
    let envelope = series.next(b"fila");
    assert_eq!(at_ana.push(&envelope).await, series.kept(1));
}

/// Devices that speak an older version work as they did, with others who speak this one.
#[tokio::test]
async fn older_devices_know_nothing_of_receipts() {
    for version in 1..RECEIPT_VERSION {
        let house = House::start();
        let mut dossier = Dossier::found();
        let old = dossier.join(Role::Editor);
        let ana = &dossier.coordinator;
        let mut at_ana = founder(&house, &dossier).await;
        let before = receipt(&dossier, ana, b"before");
        say(&mut at_ana, &before).await;
        let mut at_old = Client::connect_in(house.addr(), &old, version).await;
        let (_, sent) = at_old
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        assert_eq!(sent, [], "version {version}");
        say(&mut at_ana, &receipt(&dossier, ana, b"after")).await;
        at_old.silence().await;
        // what it does not know it does not send; if it did, it is told as of anything unknown
        at_old.send(&receipt(&dossier, &old, b"aqui")).await;
        assert_eq!(at_old.frame().await, refused(Refusal::Unknown));
        // and envelopes go both ways
        let mut series = Series::matrix(&dossier, &old);
        let envelope = series.next(b"fila");
        assert_eq!(at_old.push(&envelope).await, series.kept(1));
        assert_eq!(at_ana.frame().await, deliver(&envelope));
        let mut series = Series::matrix(&dossier, ana);
        let envelope = series.next(b"fila");
        assert_eq!(at_ana.push(&envelope).await, series.kept(1));
        assert_eq!(at_old.frame().await, deliver(&envelope));
    }
}

/// They come after the envelopes, in pages as these do, and none is missed that is replaced while
/// somebody catches up.
#[tokio::test]
async fn many_large_ones_are_sent_after_the_envelopes() {
    let house = House::start();
    let mut dossier = Dossier::found();
    let members: Vec<DeviceKey> = (0..20).map(|_| dossier.join(Role::Reader)).collect();
    let late = dossier.join(Role::Reader);
    let mut at_ana = founder(&house, &dossier).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let mut expected = Vec::new();
    for index in 1..=30 {
        let envelope = series.next(&vec![5; 40_000]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
        expected.push(deliver(&envelope));
    }
    for member in &members {
        let mut client = house.connect(member).await;
        let said = junk(&dossier, member.id(), RECEIPT_BYTES_MAX);
        say(&mut client, &said).await;
        assert_eq!(at_ana.frame().await, said);
        expected.push(said);
    }
    let mut at_late = house.connect(&late).await;
    let open = Frame::Open {
        dossier: dossier.id(),
        entries: dossier.hashes(),
        vector: Vector::new(),
    };
    at_late.send(&open).await;
    assert!(matches!(at_late.frame().await, Frame::Opened { .. }));
    // The first one of the list says something else meanwhile.
    let mut first = house.connect(&members[0]).await;
    let again = receipt(&dossier, &members[0], b"again");
    say(&mut first, &again).await;
    let mut heard = Vec::new();
    loop {
        match at_late.frame().await {
            Frame::CaughtUp { .. } => break,
            frame => heard.push(frame),
        }
    }
    if heard.last() != Some(&again) {
        heard.push(at_late.frame().await);
    }
    let before: Vec<Frame> = heard[..heard.len() - 1].to_vec();
    let replaced = expected[30].clone();
    let had_first = before.contains(&replaced);
    expected.retain(|frame| had_first || *frame != replaced);
    assert!(before == expected, "{} of {}", before.len(), expected.len());
    assert_eq!(heard.last(), Some(&again));
}
