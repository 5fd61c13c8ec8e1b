//! The door as it was promised: its limits one by one, and that the slow, the silent, the flooding
//! and the malformed hurt only themselves.

use std::time::{Duration, Instant};

use relay::Limits;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use wire::limits::{
    ENTRY_BYTES_MAX, ENTRY_LONG_BYTES_MAX, FRAME_BYTES_MAX, HANDSHAKE_FRAME_BYTES_MAX,
    RECEIPT_BYTES_MAX, SIGNAL_BYTES_MAX,
};
use wire::{Frame, Refusal, Role, Vector};

use crate::authority::{Authority, NAME};
use crate::client::{Client, Ended, House, PATIENCE, Wire, http, refused};
use crate::people::{Dossier, Series, delivered, device};

/// Peers of each bad kind.
const EACH: usize = 6;
/// What the honest send to each other meanwhile.
const ENVELOPES: u64 = 40;

#[test]
fn the_limits_are_those_that_were_promised() {
    let limits = Limits::default();
    let (secs, mib) = (Duration::from_secs, 1024 * 1024);
    assert_eq!(limits.connections_max, 5_000);
    assert_eq!(limits.connections_per_address_max, 20);
    assert_eq!(limits.tls_deadline, secs(5));
    assert_eq!(limits.http_deadline, secs(5));
    assert_eq!(limits.handshake_deadline, secs(5));
    assert_eq!(HANDSHAKE_FRAME_BYTES_MAX, 4 * 1024);
    assert_eq!(FRAME_BYTES_MAX, mib);
    assert_eq!(limits.in_flight_bytes_max, 4 * mib);
    assert_eq!(limits.dossier_bytes_max, 256 * mib as u64);
    assert_eq!(
        (limits.queue_frames_max, limits.queue_bytes_max),
        (256, 4 * mib)
    );
    let pace = (limits.ping_every, limits.idle_close, limits.drain);
    assert_eq!(pace, (secs(30), secs(90), secs(10)));
    // ten times what was promised: an offline week arrives in one burst, and whoever passes it is
    // only read more slowly
    assert_eq!(
        (limits.frames_per_second, limits.frames_burst),
        (200, 2_000)
    );
}

#[tokio::test]
async fn a_request_has_so_many_bytes() {
    let house = House::start();
    let request = |bytes: usize| {
        let head = "GET /health HTTP/1.1\r\nHost: relay\r\nConnection: close\r\nX: ";
        let filling = "a".repeat(bytes - head.len() - 4);
        format!("{head}{filling}\r\n\r\n")
    };
    for (bytes, status) in [(8_191, 200), (8_192, 200), (8_193, 431)] {
        assert_eq!(request(bytes).len(), bytes);
        let (answered, _) = http(house.addr(), &request(bytes)).await;
        assert_eq!(answered, status, "{bytes}");
    }
}

#[tokio::test]
async fn a_message_has_so_many_bytes() {
    let house = House::start();
    for (bytes, refusal, code) in [
        (FRAME_BYTES_MAX - 1, Refusal::Malformed, 1008),
        (FRAME_BYTES_MAX, Refusal::Malformed, 1008),
        (FRAME_BYTES_MAX + 1, Refusal::TooLarge, 1009),
    ] {
        let mut client = house.connect(&device()).await;
        client.send_bytes(vec![0xFF; bytes]).await;
        let (said, ended) = client.rest().await;
        assert_eq!(said, [refused(refusal)], "{bytes}");
        assert_eq!(ended, Ended::Code(code), "{bytes}");
    }
}

#[tokio::test]
async fn an_entry_has_so_many_bytes() {
    let house = House::start();
    let mut client = house.connect(&device()).await;
    for (bytes, expected) in [
        (ENTRY_LONG_BYTES_MAX - 1, Refusal::Malformed),
        (ENTRY_LONG_BYTES_MAX, Refusal::Malformed),
        (ENTRY_LONG_BYTES_MAX + 1, Refusal::TooLarge),
    ] {
        let dossier = Dossier::found().id();
        let entry = vec![0xFF; bytes];
        client.send(&Frame::Entry { dossier, entry }).await;
        let Frame::Refused { refusal, .. } = client.frame().await else {
            panic!("refused")
        };
        assert_eq!(refusal, expected, "{bytes}");
    }
}

/// How the bad ones come: under TLS or not.
#[derive(Clone, Copy)]
struct Road<'a> {
    house: &'a House,
    authority: Option<&'a Authority>,
}

impl Road<'_> {
    async fn wire(self) -> Box<dyn Wire> {
        match self.authority {
            Some(authority) => Box::new(authority.connect(self.house.addr()).await.unwrap()),
            None => Box::new(TcpStream::connect(self.house.addr()).await.unwrap()),
        }
    }

    async fn dial(self) -> Client {
        Client::over(self.wire().await, format!("ws://{NAME}/socket")).await
    }

    async fn connect(self, device: &seal::DeviceKey) -> Client {
        let mut client = self.dial().await;
        client.enter(device).await;
        client
    }
}

/// Those who do nothing, or begin and do not go on. They keep what they hold until they are let go.
async fn the_silent(road: Road<'_>) -> Vec<Box<dyn Wire>> {
    let mut silent: Vec<Box<dyn Wire>> = Vec::new();
    for place in 0..EACH {
        silent.push(Box::new(
            TcpStream::connect(road.house.addr()).await.unwrap(),
        ));
        let mut half = road.wire().await;
        half.write_all(&b"GET /socket HTTP/1.1\r\nHost: relay\r\n"[..place * 6])
            .await
            .unwrap();
        half.flush().await.unwrap();
        silent.push(half);
    }
    silent
}

/// Those who send without end and read nothing: entries that are refused, junk, signals, receipts.
async fn the_flooding(road: Road<'_>) -> Vec<JoinHandle<()>> {
    let dossier = Dossier::found().id();
    let key = device();
    let device = key.id();
    let mut tasks = Vec::new();
    for place in 0..EACH {
        let frame = match place % 3 {
            0 => Frame::Entry {
                dossier,
                entry: vec![0xFF; ENTRY_BYTES_MAX],
            },
            1 => Frame::Signal {
                dossier,
                device,
                sealed: vec![1; SIGNAL_BYTES_MAX],
            },
            _ => Frame::Receipt {
                dossier,
                device,
                sealed: vec![1; RECEIPT_BYTES_MAX],
            },
        };
        let mut client = road.connect(&key).await;
        tasks.push(tokio::spawn(async move {
            use futures_util::SinkExt as _;
            use tokio_tungstenite::tungstenite::Message;
            let bytes = frame.encode();
            // until it is cut or the test ends
            while client
                .0
                .send(Message::Binary(bytes.clone().into()))
                .await
                .is_ok()
            {}
        }));
    }
    tasks
}

/// Those who send what nobody may, before and after proving who they are.
async fn the_malformed(road: Road<'_>) {
    for place in 0..EACH {
        let junk = vec![0xFF; 1 + place * 700];
        let mut stranger = road.dial().await;
        stranger.frame().await;
        stranger.send_bytes(junk.clone()).await;
        assert!(matches!(stranger.rest().await.1, Ended::Code(_)));
        let mut guest = road.connect(&device()).await;
        guest.send_bytes(junk).await;
        assert!(matches!(guest.rest().await.1, Ended::Code(_)));
    }
}

async fn siege(road: Road<'_>) {
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let mut slow = Vec::new();
    for _ in 0..EACH {
        slow.push(dossier.join(Role::Reader));
    }
    let ana = &dossier.coordinator;
    let mut at_ana = road.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_beto = road.connect(&beto).await;
    at_beto
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;

    // who opens the dossier and reads nothing more
    let mut stuck = Vec::new();
    for key in &slow {
        let mut client = road.connect(key).await;
        client
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        stuck.push(client);
    }
    let silent = the_silent(road).await;
    let flooding = the_flooding(road).await;

    let mut series = Series::matrix(&dossier, ana);
    for index in 1..=ENVELOPES {
        if index == ENVELOPES / 2 {
            the_malformed(road).await;
        }
        let envelope = series.next(&vec![7; 150_000]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
        let delivery = at_beto.frame().await;
        assert_eq!(delivered(&[delivery]), [(ana.id(), index)]);
    }
    // somebody new is let in as ever
    let mut late = road.connect(&beto).await;
    let (_, sent) = late
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    assert_eq!(delivered(&sent).len() as u64, ENVELOPES);

    // those who only hold a place lose it, though they never let go
    let began = Instant::now();
    for mut wire in silent {
        use tokio::io::AsyncReadExt as _;
        let mut rest = Vec::new();
        let left = PATIENCE.saturating_sub(began.elapsed());
        let ended = tokio::time::timeout(left, wire.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "a silent one is still here");
    }
    // and the honest are still here
    at_ana.tell(dossier.id(), dossier.entries()).await;
    for task in flooding {
        task.abort();
    }
    drop(stuck);
}

fn tight(limits: &mut Limits) {
    limits.tls_deadline = Duration::from_secs(2);
    limits.http_deadline = Duration::from_secs(2);
    limits.handshake_deadline = Duration::from_secs(2);
    limits.queue_bytes_max = 1024 * 1024;
    // a flood is endless with any burst; a small one leaves a slow computer to the honest
    limits.frames_burst = 300;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bad_hurt_only_themselves() {
    let house = House::with(tight);
    siege(Road {
        house: &house,
        authority: None,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bad_hurt_only_themselves_under_tls() {
    let authority = Authority::new();
    let (house, _folder) = crate::tls::house(&authority, tight);
    siege(Road {
        house: &house,
        authority: Some(&authority),
    })
    .await;
}
