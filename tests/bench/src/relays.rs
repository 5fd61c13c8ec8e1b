//! One relay with a file of its own against one, two and three on a PostgreSQL: how many envelopes
//! they keep, durable, and how long a writer waits for "kept". Database, relays and writers share
//! the processors of this computer.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use cluster::Cluster;
use tokio::sync::{Semaphore, mpsc};
use torture::Post;
use wire::Frame;

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::sealed::{Circle, Ear, Mouth};
use crate::throughput::NO_BRAKE;

/// Writers at once, two in each dossier: at two relays, where there are two.
const WRITERS: usize = 24;
const MEMBERS: usize = 2;
/// A sealed edit, about.
const PAYLOAD_BYTES: usize = 240;

/// What is written.
struct Load {
    how: &'static str,
    /// Envelopes of each writer.
    each: usize,
    /// Envelopes of a writer that wait for the relay, at most.
    in_flight: usize,
}

const LOADS: [Load; 2] = [
    Load {
        how: "32 envelopes of each writer in flight",
        each: 1_000,
        in_flight: 32,
    },
    Load {
        how: "each writer waits for its answer",
        each: 200,
        in_flight: 1,
    },
];

pub(crate) fn run(folder: &Path) {
    for load in &LOADS {
        let data = folder.join(load.in_flight.to_string());
        let post = Post::start(&data, 0, NO_BRAKE).expect("a relay");
        measure("SQLite", &[post], load);
    }
    let cluster = Cluster::start_in(folder).expect("a PostgreSQL");
    for relays in 1..=3 {
        for load in &LOADS {
            let store = cluster.empty_url().expect("a space");
            let start = |_| Post::start_on(&store, NO_BRAKE).expect("a relay");
            let posts: Vec<Post> = (0..relays).map(start).collect();
            measure("PostgreSQL", &posts, load);
        }
    }
}

fn cpu(posts: &[Post]) -> f64 {
    let times = posts
        .iter()
        .map(|post| post.cpu_seconds().expect("the relay's time"));
    times.sum()
}

fn measure(store: &str, posts: &[Post], load: &Load) {
    let (seconds, used, times) = block_on(async {
        let mut writers = Vec::new();
        for number in 0..WRITERS / MEMBERS {
            let mut circle = Circle::found(MEMBERS, 500 + number as u64);
            for device in 0..MEMBERS {
                let post = &posts[(number + device) % posts.len()];
                let peer = circle.enter(&post.url(), device).await;
                let mut series = circle.series(device);
                let envelopes: Vec<Vec<u8>> = (0..load.each)
                    .map(|_| series.next(&circle, PAYLOAD_BYTES))
                    .collect();
                writers.push((peer, envelopes));
            }
        }
        let before = cpu(posts);
        let began = Instant::now();
        let tasks: Vec<_> = writers
            .into_iter()
            .map(|(peer, envelopes)| {
                let (mouth, ear) = peer.split();
                tokio::spawn(write(mouth, ear, envelopes, load.in_flight))
            })
            .collect();
        let mut times = Times::default();
        for task in tasks {
            for time in task.await.expect("a writer") {
                times.add(time);
            }
        }
        (began.elapsed().as_secs_f64(), cpu(posts) - before, times)
    });
    let envelopes = (WRITERS * load.each) as f64;
    Figure::new("relays")
        .with("store", store)
        .with("relays", posts.len())
        .with("how", load.how)
        .with("writers", WRITERS)
        .number("per_second", envelopes / seconds)
        .number("relay_cpu_seconds", used)
        .number("seconds", seconds)
        .times(&times)
        .say("durable envelopes; ms from push to kept", "-");
}

/// Writes everything, until it is kept and what the other one wrote has come; answers how long each
/// envelope waited for its answer.
async fn write(
    mouth: Mouth,
    mut ear: Ear,
    envelopes: Vec<Vec<u8>>,
    in_flight: usize,
) -> Vec<std::time::Duration> {
    let last = envelopes.len() as u64;
    let mut foreign = envelopes.len() * (MEMBERS - 1);
    let room = Arc::new(Semaphore::new(in_flight));
    let (sent, mut waiting) = mpsc::unbounded_channel();
    let speaking = tokio::spawn(speak(mouth, envelopes, Arc::clone(&room), sent));
    let (mut kept, mut times) = (0, Vec::new());
    while kept < last || foreign > 0 {
        match ear.hear().await.expect("the relay answers") {
            Frame::Kept { index, .. } => {
                // one answer serves all envelopes up to its index
                for _ in kept..index {
                    let sent: Instant = waiting.recv().await.expect("it was sent");
                    times.push(sent.elapsed());
                    room.add_permits(1);
                }
                kept = kept.max(index);
            }
            Frame::Deliver { .. } => foreign -= 1,
            other => panic!("instead of keeping: {other:?}"),
        }
    }
    drop(speaking.await.expect("it speaks"));
    times
}

async fn speak(
    mut mouth: Mouth,
    envelopes: Vec<Vec<u8>>,
    room: Arc<Semaphore>,
    sent: mpsc::UnboundedSender<Instant>,
) -> Mouth {
    for envelope in envelopes {
        room.acquire().await.expect("nobody closes it").forget();
        sent.send(Instant::now()).expect("somebody waits for it");
        mouth.push(envelope).await;
    }
    mouth
}
