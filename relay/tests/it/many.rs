//! Three relays on one PostgreSQL and a hundred people who write, while one relay after another is
//! killed: whatever was acknowledged is there, and everybody gets everything.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cluster::Cluster;
use seal::DeviceKey;
use tokio::sync::Notify;
use wire::{DeviceId, DocumentKind, Envelope, Frame, Hash, Refusal, Role, Vector};

use crate::client::Client;
use crate::life::Program;
use crate::people::{Dossier, Series, delivered};

const RELAYS: usize = 3;
const DOSSIERS: usize = 10;
const WRITERS_EACH: usize = 10;
const WRITERS: u64 = (DOSSIERS * WRITERS_EACH) as u64;
/// Kills in an ordinary run; `TORTURE_KILLS` asks for as many times more as it has fifties.
const KILLS: u64 = 8;
/// A relay is killed each time so many envelopes more have been acknowledged.
const ACKNOWLEDGED_PER_KILL: u64 = 150;
/// Nothing takes this long between two kills: it is stuck.
const STUCK: Duration = Duration::from_secs(20);
/// Before one tries again what was refused for now.
const REST: Duration = Duration::from_millis(20);

fn kills() -> u64 {
    let asked = std::env::var("TORTURE_KILLS")
        .ok()
        .and_then(|text| text.parse::<u64>().ok());
    asked.map_or(KILLS, |asked| (KILLS * asked).div_ceil(50))
}

/// What stands before the relays: it knows where each is now.
#[derive(Debug)]
struct Balancer(Mutex<Vec<SocketAddr>>);

impl Balancer {
    /// Anyone, so that those whom one kill sends away do not all go to the same relay.
    fn pick(&self, guest: usize, turn: usize) -> SocketAddr {
        let [chance, ..] = seal::hash(format!("{guest} {turn}").as_bytes());
        let addresses = self.0.lock().unwrap();
        addresses[usize::from(chance) % addresses.len()]
    }
}

/// Somebody who writes, and reads what the others of the dossier write.
struct Writer {
    number: usize,
    device: DeviceKey,
    dossier: wire::DossierId,
    entries: Vec<Hash>,
    /// What it is going to write, in order.
    envelopes: Vec<Vec<u8>>,
    acknowledged: u64,
    /// How far it has each of the others.
    has: HashMap<DeviceId, u64>,
    balancer: Arc<Balancer>,
    progress: Arc<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    acknowledged: AtomicU64,
    changed: Notify,
}

impl Writer {
    fn total(&self) -> u64 {
        self.envelopes.len() as u64
    }

    fn is_done(&self) -> bool {
        let all = self.total();
        self.acknowledged == all
            && self.has.len() == WRITERS_EACH - 1
            && self.has.values().all(|index| *index == all)
    }

    /// Writes and reads, from one session to the next, until all is written and read; answers in
    /// how many sessions.
    async fn work(mut self) -> usize {
        let mut turn = 0;
        let mut sessions = 0;
        while !self.is_done() {
            turn += 1;
            let addr = self.balancer.pick(self.number, turn);
            match Client::try_connect(addr, &self.device).await {
                Some(client) => {
                    sessions += 1;
                    self.converse(client).await;
                }
                None => tokio::time::sleep(REST).await,
            }
        }
        sessions
    }

    /// One session, to its end or to the end of the work.
    async fn converse(&mut self, mut client: Client) {
        let mut vector = Vector::new();
        vector.advance(DocumentKind::Matrix, self.device.id(), self.total());
        for (device, index) in &self.has {
            vector.advance(DocumentKind::Matrix, *device, *index);
        }
        let open = Frame::Open {
            dossier: self.dossier,
            entries: self.entries.clone(),
            vector,
        };
        if !client.try_send(&open).await {
            return;
        }
        let mut may_push = false;
        while !self.is_done() {
            if may_push && self.acknowledged < self.total() {
                let next = usize::try_from(self.acknowledged).unwrap();
                let envelope = self.envelopes[next].clone();
                if !client.try_send(&Frame::Push { envelope }).await {
                    return;
                }
                may_push = false;
            }
            let Ok(frame) = client.next().await else {
                return;
            };
            match frame {
                Frame::Opened { vector, .. } => {
                    let there = vector.get(DocumentKind::Matrix, self.device.id());
                    assert!(
                        there >= self.acknowledged,
                        "{} were acknowledged and {there} are there",
                        self.acknowledged
                    );
                    self.acknowledge(there);
                    may_push = true;
                }
                Frame::Kept { index, .. } => {
                    self.acknowledge(index);
                    may_push = true;
                }
                Frame::Deliver { envelope } => self.read(&envelope),
                Frame::Refused {
                    refusal: Refusal::Busy,
                    dossier,
                    document,
                    ..
                } => {
                    tokio::time::sleep(REST).await;
                    if dossier.is_some() && document.is_none() {
                        return; // it was not opened
                    }
                    may_push = true;
                }
                Frame::CaughtUp { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn acknowledge(&mut self, index: u64) {
        if index > self.acknowledged {
            let more = index - self.acknowledged;
            self.acknowledged = index;
            self.progress
                .acknowledged
                .fetch_add(more, Ordering::Relaxed);
            self.progress.changed.notify_waiters();
        }
    }

    fn read(&mut self, envelope: &[u8]) {
        let header = Envelope::decode(envelope).unwrap().decode_header().unwrap();
        if header.device == self.device.id() {
            return; // an echo of what a relay died before saying
        }
        let has = self.has.entry(header.device).or_default();
        assert!(
            header.index <= *has + 1,
            "{} came after {has}: a gap",
            header.index
        );
        *has = (*has).max(header.index);
    }
}

/// Kills one relay after another as the work goes on, and starts it again elsewhere.
async fn kill(store: String, relays: &mut [Program], balancer: &Balancer, progress: &Progress) {
    for kill in 0..kills() {
        let until = ACKNOWLEDGED_PER_KILL * (kill + 1);
        loop {
            let changed = progress.changed.notified();
            if progress.acknowledged.load(Ordering::Relaxed) >= until {
                break;
            }
            changed.await;
        }
        let which = usize::try_from(kill).unwrap() % RELAYS;
        let store = store.clone();
        relays[which].child.kill().unwrap();
        relays[which].child.wait().unwrap();
        let again = tokio::task::spawn_blocking(move || Program::on(&store));
        relays[which] = again.await.unwrap();
        balancer.0.lock().unwrap()[which] = relays[which].addr;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_writers_lose_nothing_while_relays_are_killed() {
    let cluster = Cluster::start().unwrap();
    let store = cluster.empty_url().unwrap();
    let mut relays: Vec<_> = (0..RELAYS).map(|_| Program::on(&store)).collect();
    let addresses = relays.iter().map(|relay| relay.addr).collect();
    let balancer = Arc::new(Balancer(Mutex::new(addresses)));
    let progress = Arc::new(Progress::default());
    // enough for the last kill to be in the middle of the work
    let each = (ACKNOWLEDGED_PER_KILL * (kills() + 1)).div_ceil(WRITERS);
    let mut dossiers = Vec::new();
    let mut writers = Vec::new();
    for number in 0..DOSSIERS {
        let mut dossier = Dossier::found();
        let devices: Vec<_> = (0..WRITERS_EACH)
            .map(|_| dossier.join(Role::Editor))
            .collect();
        let addr = balancer.pick(number, 0);
        let mut founder = Client::connect(addr, &dossier.coordinator).await;
        founder.tell(dossier.id(), dossier.entries()).await;
        for device in devices {
            let mut series = Series::matrix(&dossier, &device);
            let envelopes = (0..each).map(|_| series.next(b"entre cien")).collect();
            writers.push(Writer {
                number: writers.len(),
                dossier: dossier.id(),
                entries: dossier.hashes(),
                envelopes,
                acknowledged: 0,
                has: HashMap::new(),
                balancer: Arc::clone(&balancer),
                progress: Arc::clone(&progress),
                device,
            });
        }
        dossiers.push(dossier);
    }
    let working: Vec<_> = writers
        .into_iter()
        .map(|writer| tokio::spawn(writer.work()))
        .collect();
    let everybody = async {
        kill(store, &mut relays, &balancer, &progress).await;
        let mut sessions = 0;
        for work in working {
            sessions += work.await.unwrap();
        }
        sessions
    };
    let stuck = STUCK * u32::try_from(kills() + 1).unwrap();
    let sessions = tokio::time::timeout(stuck, everybody)
        .await
        .expect("they do not come to an end");
    assert!(sessions as u64 > WRITERS, "some sessions were cut");
    // A newcomer at any relay gets each envelope once, in order.
    for (number, dossier) in dossiers.iter().enumerate() {
        let mut newcomer = Client::connect(balancer.pick(number, 0), &dossier.coordinator).await;
        let (has, sent) = newcomer
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        let sent = delivered(&sent);
        let series: Vec<_> = has.iter().collect();
        assert_eq!(series.len(), WRITERS_EACH);
        for series in series {
            assert_eq!(series.index, each);
            let of_one = sent.iter().filter(|(author, _)| *author == series.device);
            assert!(of_one.map(|(_, index)| *index).eq(1..=each));
        }
    }
    println!(
        "{} kills of {RELAYS} relays, {WRITERS} writers in {sessions} sessions: {} envelopes \
         acknowledged, 0 lost, all converged",
        kills(),
        each * WRITERS
    );
}
