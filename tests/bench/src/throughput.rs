//! How many envelopes the relay keeps, durable, in a second and in a second of its processor.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::Semaphore;
use torture::Post;
use wire::Frame;

use crate::block_on;
use crate::figure::Figure;
use crate::sealed::{Circle, Ear, Mouth, Peer};

/// Writers at once.
const WRITERS: usize = 20;
/// Nobody hears anybody: what the relay keeps.
const ALONE: Load = Load {
    how: "each writer in a dossier of its own",
    dossiers: WRITERS,
    each: 1_000,
    in_flight: 32,
};
/// Everybody hears everybody. What is in flight of all the others must fit in each one's queue at
/// the relay, or the relay cuts who falls behind.
const TOGETHER: Load = Load {
    how: "all writers in one dossier",
    dossiers: 1,
    each: 100,
    in_flight: 8,
};
/// A sealed edit, about.
const PAYLOAD_BYTES: usize = 240;
/// What is measured is the work, not the brake.
pub(crate) const NO_BRAKE: &[&str] = &[
    "--frames-per-second",
    "1000000",
    "--frames-burst",
    "1000000",
];

/// What is written.
struct Load {
    how: &'static str,
    dossiers: usize,
    /// Envelopes of each writer.
    each: usize,
    /// Envelopes of a writer that wait for the relay, at most.
    in_flight: usize,
}

pub(crate) fn run(folder: &Path) {
    measure(&folder.join("alone"), &ALONE);
    measure(&folder.join("together"), &TOGETHER);
}

fn measure(data: &Path, load: &Load) {
    let (dossiers, each) = (load.dossiers, load.each);
    let post = Post::start(data, 0, NO_BRAKE).expect("a relay");
    let (seconds, cpu) = block_on(async {
        let members = WRITERS / dossiers;
        let mut writers = Vec::new();
        for number in 0..dossiers {
            let mut circle = Circle::found(members, 100 + number as u64);
            for device in 0..members {
                let peer = circle.enter(&post.url(), device).await;
                let mut series = circle.series(device);
                let envelopes: Vec<Vec<u8>> = (0..each)
                    .map(|_| series.next(&circle, PAYLOAD_BYTES))
                    .collect();
                writers.push((peer, envelopes, circle.devices[device].id()));
            }
        }
        let cpu = post.cpu_seconds().expect("the relay's time");
        let began = Instant::now();
        let tasks: Vec<_> = writers
            .into_iter()
            .map(|(peer, envelopes, device)| {
                let foreign = each * (members - 1);
                tokio::spawn(write(peer, envelopes, device, foreign, load.in_flight))
            })
            .collect();
        for task in tasks {
            task.await.expect("a writer");
        }
        let seconds = began.elapsed().as_secs_f64();
        (seconds, post.cpu_seconds().expect("the relay's time") - cpu)
    });
    let envelopes = (WRITERS * each) as f64;
    Figure::new("relay-throughput")
        .with("how", load.how)
        .with("writers", WRITERS)
        .number("per_second", envelopes / seconds)
        .number("per_cpu_second", envelopes / cpu)
        .number("seconds", seconds)
        .number("cpu_seconds", cpu)
        .with("n", WRITERS * each)
        .say("durable envelopes", "-");
}

/// Writes everything and waits until it is kept and what others wrote has come.
async fn write(
    peer: Peer,
    envelopes: Vec<Vec<u8>>,
    device: wire::DeviceId,
    foreign: usize,
    in_flight: usize,
) {
    let room = Arc::new(Semaphore::new(in_flight));
    let (mouth, ear) = peer.split();
    let last = envelopes.len() as u64;
    let speaking = tokio::spawn(speak(mouth, envelopes, Arc::clone(&room)));
    listen(ear, device, last, foreign, &room).await;
    drop(speaking.await.expect("it speaks"));
}

async fn speak(mut mouth: Mouth, envelopes: Vec<Vec<u8>>, room: Arc<Semaphore>) -> Mouth {
    for envelope in envelopes {
        room.acquire().await.expect("nobody closes it").forget();
        mouth.push(envelope).await;
    }
    mouth
}

async fn listen(
    mut ear: Ear,
    device: wire::DeviceId,
    last: u64,
    mut foreign: usize,
    room: &Semaphore,
) {
    let mut kept = 0;
    while kept < last || foreign > 0 {
        match ear.hear().await.expect("the relay answers") {
            Frame::Kept {
                device: of, index, ..
            } if of == device && index > kept => {
                room.add_permits((index - kept) as usize);
                kept = index;
            }
            Frame::Kept { .. } => {}
            Frame::Deliver { .. } => foreign -= 1,
            other => panic!("instead of keeping: {other:?}"),
        }
    }
}
