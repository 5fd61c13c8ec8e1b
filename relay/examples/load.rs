//! Loads a relay and prints what it did, one JSON line each.
//!
//! `cargo run --release -p relay --example load -- PATH_OF_COTEJO_RELAY`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use seal::{DeviceKey, DossierKey, Membership, Profile, seal_profile};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use wire::{DocumentKind, Envelope, EnvelopeHeader, Frame, PROTOCOL_VERSION, Role, Vector};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// About what one sealed edit of a cell takes.
const PAYLOAD_BYTES: usize = 300;

fn dice(bytes: &mut [u8]) {
    getrandom::fill(bytes).unwrap();
}

struct Dossier {
    key: DossierKey,
    membership: Membership,
    devices: Vec<Arc<DeviceKey>>,
}

impl Dossier {
    fn of(members: usize) -> Self {
        let profile = Profile {
            name: "Ana".to_owned(),
            institution: "SECOEM".to_owned(),
        };
        let founder = DeviceKey::generate(&mut dice);
        let key = DossierKey::generate(&mut dice);
        let mut membership = Membership::found(&founder, &key, &profile, &mut dice).unwrap();
        let invitation = DeviceKey::generate(&mut dice);
        let grant = membership
            .grant(&founder, &invitation, Role::Editor)
            .unwrap();
        membership.add(&grant).unwrap();
        let mut devices = vec![Arc::new(founder)];
        for _ in 1..members {
            let device = DeviceKey::generate(&mut dice);
            let join = membership
                .join(
                    seal::hash(&grant),
                    &invitation,
                    &device,
                    seal_profile(&key, &profile, &mut dice).unwrap(),
                    0,
                )
                .unwrap();
            membership.add(&join).unwrap();
            devices.push(Arc::new(device));
        }
        Self {
            key,
            membership,
            devices,
        }
    }

    /// A series of a device, ready to push.
    fn series(&self, device: &DeviceKey, length: u64) -> Vec<Vec<u8>> {
        let mut previous = [0; 32];
        let payload = vec![7; PAYLOAD_BYTES];
        (1..=length)
            .map(|index| {
                let header = EnvelopeHeader {
                    dossier: self.membership.dossier(),
                    document: DocumentKind::Matrix,
                    device: device.id(),
                    index,
                    epoch: 1,
                    previous,
                    schema: 1,
                };
                let envelope =
                    seal::seal_envelope(device, &self.key, &header, &payload, &mut dice).unwrap();
                previous = seal::hash(&envelope);
                envelope
            })
            .collect()
    }

    async fn tell(&self, socket: &mut Socket) {
        for (_, entry) in self.membership.entries() {
            let dossier = self.membership.dossier();
            send(
                socket,
                &Frame::Entry {
                    dossier,
                    entry: entry.to_vec(),
                },
            )
            .await;
            assert!(matches!(next(socket).await, Frame::EntryKept { .. }));
        }
    }

    async fn open(&self, socket: &mut Socket) -> Vec<Frame> {
        let (dossier, entries) = (self.membership.dossier(), self.membership.hashes());
        send(
            socket,
            &Frame::Open {
                dossier,
                entries,
                vector: Vector::new(),
            },
        )
        .await;
        let mut frames = Vec::new();
        loop {
            match next(socket).await {
                Frame::CaughtUp { .. } => return frames,
                frame => frames.push(frame),
            }
        }
    }
}

struct Relay {
    child: Child,
    addr: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Relay {
    fn start(program: &Path) -> Self {
        // beside us, not in the folder for temporary things: that one is often only memory
        let folder = tempfile::tempdir_in(".").unwrap();
        let mut child = Command::new(program)
            .arg("--data")
            .arg(folder.path())
            .args(["--listen", "127.0.0.1:0"])
            .args([
                "--frames-per-second",
                "1000000",
                "--frames-burst",
                "1000000",
            ])
            .env("COTEJO_RELAY_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let addr = line
            .trim_end()
            .strip_prefix("listening on ")
            .unwrap()
            .parse()
            .unwrap();
        Self {
            child,
            addr,
            _folder: folder,
        }
    }

    /// Processor time of all its threads so far.
    fn cpu(&self) -> Duration {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let nanos = tasks.filter_map(|task| {
            let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanos.sum())
    }

    fn rss_kib(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    async fn session(&self, device: &DeviceKey) -> Socket {
        let url = format!("ws://{}/socket", self.addr);
        let config = tokio_tungstenite::tungstenite::protocol::WebSocketConfig::default()
            .read_buffer_size(16 * 1024);
        let (mut socket, _) = tokio_tungstenite::connect_async_with_config(url, Some(config), true)
            .await
            .unwrap();
        let Frame::Challenge { relay, nonce, .. } = next(&mut socket).await else {
            panic!()
        };
        let version = PROTOCOL_VERSION;
        let signature = device.sign_challenge(&relay, &nonce, version);
        send(
            &mut socket,
            &Frame::Hello {
                version,
                device: device.id(),
                signature,
            },
        )
        .await;
        assert_eq!(next(&mut socket).await, Frame::Welcome { version });
        socket
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

async fn send(socket: &mut Socket, frame: &Frame) {
    socket
        .send(Message::Binary(frame.encode().into()))
        .await
        .unwrap();
}

async fn next(socket: &mut Socket) -> Frame {
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Binary(bytes) => return Frame::decode(&bytes).unwrap(),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Writers, two in each dossier, each keeping `window` envelopes in flight; until all have
/// everything of their dossier.
async fn writers(program: &Path, writers: usize, each: u64, window: u64) {
    let relay = Relay::start(program);
    let mut tasks = Vec::new();
    let mut ready = Vec::new();
    for _ in 0..writers / 2 {
        let dossier = Dossier::of(2);
        for (place, device) in dossier.devices.iter().enumerate() {
            let mut socket = relay.session(device).await;
            if place == 0 {
                dossier.tell(&mut socket).await;
            }
            dossier.open(&mut socket).await;
            ready.push((socket, dossier.series(device, each)));
        }
    }
    let cpu = relay.cpu();
    let began = Instant::now();
    for (mut socket, series) in ready {
        tasks.push(tokio::spawn(async move {
            let (mut sent, mut kept, mut got) = (0, 0, 0);
            while kept < each || got < each {
                while sent < each && sent - kept < window {
                    let envelope = series[usize::try_from(sent).unwrap()].clone();
                    socket
                        .feed(Message::Binary(Frame::Push { envelope }.encode().into()))
                        .await
                        .unwrap();
                    sent += 1;
                }
                socket.flush().await.unwrap();
                match next(&mut socket).await {
                    Frame::Kept { index, .. } => kept = index,
                    Frame::Deliver { .. } => got += 1,
                    other => panic!("{other:?}"),
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let took = began.elapsed().as_secs_f64();
    let cpu = relay.cpu().saturating_sub(cpu).as_secs_f64();
    let envelopes = f64::from(u32::try_from(each).unwrap() * u32::try_from(writers).unwrap());
    println!(
        r#"{{"what":"writers","writers":{writers},"in_flight_each":{window},"envelopes":{envelopes},"seconds":{took:.3},"relay_cpu_seconds":{cpu:.3},"per_second":{:.0},"per_cpu_second":{:.0}}}"#,
        envelopes / took,
        envelopes / cpu
    );
}

/// One writer, many subscribers: from push to delivered.
async fn fan_out(program: &Path, subscribers: usize, edits: u64) {
    let relay = Relay::start(program);
    let dossier = Dossier::of(subscribers + 1);
    let mut writer = relay.session(&dossier.devices[0]).await;
    dossier.tell(&mut writer).await;
    let series = dossier.series(&dossier.devices[0], edits);
    let (seen, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    for device in &dossier.devices[1..] {
        let mut socket = relay.session(device).await;
        dossier.open(&mut socket).await;
        let seen = seen.clone();
        tokio::spawn(async move {
            for _ in 0..edits {
                let Frame::Deliver { envelope } = next(&mut socket).await else {
                    panic!()
                };
                let at = Instant::now();
                let header = Envelope::decode(&envelope)
                    .unwrap()
                    .decode_header()
                    .unwrap();
                seen.send((header.index, at)).unwrap();
            }
            socket
        });
    }
    let cpu = relay.cpu();
    let mut pushed = Vec::new();
    for envelope in series {
        pushed.push(Instant::now());
        send(&mut writer, &Frame::Push { envelope }).await;
        next(&mut writer).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(seen);
    let mut millis = Vec::new();
    while millis.len() < subscribers * usize::try_from(edits).unwrap() {
        let (index, at) = arrivals.recv().await.unwrap();
        let from: Instant = pushed[usize::try_from(index - 1).unwrap()];
        millis.push((at - from).as_secs_f64() * 1_000.0);
    }
    let cpu = relay.cpu().saturating_sub(cpu).as_secs_f64();
    millis.sort_by(f64::total_cmp);
    let at = |part: usize| millis[(millis.len() * part / 1_000).min(millis.len() - 1)];
    println!(
        r#"{{"what":"fan out","subscribers":{subscribers},"edits":{edits},"p50_ms":{:.2},"p95_ms":{:.2},"p99_ms":{:.2},"relay_cpu_seconds":{cpu:.3}}}"#,
        at(500),
        at(950),
        at(990)
    );
}

/// Devices that were away, each with its own edits, all back at once and in one dossier.
async fn herd(program: &Path, devices: usize, each: u64) {
    let relay = Relay::start(program);
    let dossier = Arc::new(Dossier::of(devices));
    let mut first = relay.session(&dossier.devices[0]).await;
    dossier.tell(&mut first).await;
    drop(first);
    let mut ready = Vec::new();
    for device in &dossier.devices {
        ready.push((relay.session(device).await, dossier.series(device, each)));
    }
    let cpu = relay.cpu();
    let began = Instant::now();
    let mut tasks = Vec::new();
    for (socket, series) in ready {
        let dossier = Arc::clone(&dossier);
        tasks.push(tokio::spawn(async move {
            let (mut out, mut incoming) = socket.split();
            let (id, entries) = (dossier.membership.dossier(), dossier.membership.hashes());
            let pushing = tokio::spawn(async move {
                let open = Frame::Open {
                    dossier: id,
                    entries,
                    vector: Vector::new(),
                };
                out.send(Message::Binary(open.encode().into()))
                    .await
                    .unwrap();
                for envelope in series {
                    let push = Frame::Push { envelope };
                    out.feed(Message::Binary(push.encode().into()))
                        .await
                        .unwrap();
                }
                out.flush().await.unwrap();
                out
            });
            let (mut kept, mut got) = (0, 0);
            let others = each * (devices as u64 - 1);
            while kept < each || got < others {
                let Some(Ok(Message::Binary(bytes))) = incoming.next().await else {
                    continue;
                };
                match Frame::decode(&bytes).unwrap() {
                    Frame::Kept { index, .. } => kept = index,
                    Frame::Deliver { .. } => got += 1,
                    Frame::Opened { .. } | Frame::CaughtUp { .. } => {}
                    other => panic!("{other:?}"),
                }
            }
            drop(pushing.await.unwrap());
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let took = began.elapsed().as_secs_f64();
    let cpu = relay.cpu().saturating_sub(cpu).as_secs_f64();
    println!(
        r#"{{"what":"herd","devices":{devices},"envelopes_each":{each},"seconds":{took:.3},"relay_cpu_seconds":{cpu:.3},"relay_rss_kib":{}}}"#,
        relay.rss_kib()
    );
}

/// Sessions that only are there, each with its dossier open, ten in each.
async fn idle(program: &Path, sessions: usize) {
    let relay = Relay::start(program);
    let dossiers: Vec<_> = (0..sessions / 10).map(|_| Dossier::of(10)).collect();
    for dossier in &dossiers {
        dossier
            .tell(&mut relay.session(&dossier.devices[0]).await)
            .await;
    }
    let before = relay.rss_kib();
    let mut sockets = Vec::new();
    for dossier in &dossiers {
        for device in &dossier.devices {
            let mut socket = relay.session(device).await;
            dossier.open(&mut socket).await;
            sockets.push(socket);
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let after = relay.rss_kib();
    let sessions_f = f64::from(u32::try_from(sessions).unwrap());
    let each = f64::from(u32::try_from(after.saturating_sub(before)).unwrap()) / sessions_f;
    println!(
        r#"{{"what":"idle","sessions":{sessions},"rss_before_kib":{before},"rss_after_kib":{after},"each_kib":{each:.2}}}"#
    );
}

/// Many dossiers in use, one after another.
async fn dossiers(program: &Path, count: usize, each: u64) {
    let relay = Relay::start(program);
    let mut sockets = Vec::new();
    for _ in 0..count {
        let dossier = Dossier::of(5);
        let mut socket = relay.session(&dossier.devices[0]).await;
        dossier.tell(&mut socket).await;
        dossier.open(&mut socket).await;
        for envelope in dossier.series(&dossier.devices[0], each) {
            send(&mut socket, &Frame::Push { envelope }).await;
        }
        loop {
            if let Frame::Kept { index, .. } = next(&mut socket).await
                && index == each
            {
                break;
            }
        }
        sockets.push(socket);
    }
    println!(
        r#"{{"what":"dossiers","dossiers":{count},"members_each":5,"envelopes_each":{each},"relay_rss_kib":{}}}"#,
        relay.rss_kib()
    );
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let program = std::env::args_os()
        .nth(1)
        .expect("the path of cotejo-relay");
    let program = Path::new(&program);
    writers(program, 20, 100, 1).await;
    writers(program, 20, 1_000, 1).await;
    writers(program, 20, 1_000, 16).await;
    fan_out(program, 50, 200).await;
    herd(program, 20, 10).await;
    herd(program, 20, 550).await;
    dossiers(program, 200, 50).await;
    idle(program, 500).await;
}
