//! From an edit to its being shown at other devices, through the relay's process.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::Event;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use torture::{Cell, Dice, Post, number_in};

use crate::block_on;
use crate::device::Meeting;
use crate::figure::{Figure, Times};
use crate::sealed::{Circle, Peer};

/// Where memory is a disk: 50 devices on one disk are not 50 devices.
const MEMORY: &str = "/dev/shm";
/// Edits with one receiver, and with many.
const EDITS_ONE: u64 = 200;
const EDITS_MANY: u64 = 60;
/// Receivers where there are many.
const MANY: usize = 50;
/// Pause between edits, at most, in milliseconds.
const PAUSE_MS_MAX: u64 = 20;
/// A sealed edit, about.
const PAYLOAD_BYTES: usize = 240;

pub(crate) fn run(folder: &Path) {
    let one = between_engines(folder, &folder.join("one"), 1, EDITS_ONE);
    say("edit-to-visible", "on disk", 1, &one);
    let many = between_engines(folder, &folder.join("many"), MANY, EDITS_MANY);
    say(
        "edit-to-visible",
        "all 52 databases on one disk",
        MANY,
        &many,
    );
    if let Ok(memory) = tempfile::tempdir_in(MEMORY) {
        let apart = between_engines(folder, memory.path(), MANY, EDITS_MANY);
        say(
            "edit-to-visible",
            "relay on disk, devices in memory",
            MANY,
            &apart,
        );
    }
    let relay = between_sockets(&folder.join("sockets"));
    Figure::new("push-to-delivered")
        .with("what", "the relay alone: bare sockets")
        .with("receivers", MANY)
        .times(&relay)
        .say("ms", "-");
}

fn say(bench: &str, disks: &str, receivers: usize, times: &Times) {
    Figure::new(bench)
        .with("disks", disks)
        .with("receivers", receivers)
        .times(times)
        .aim(times.percentile(50) < 15.0 && times.percentile(99) < 40.0)
        .say("ms", "p50 < 15, p99 < 40");
}

/// Whole devices: sealed and committed at one, through the relay, merged and committed at others.
fn between_engines(disk: &Path, homes: &Path, receivers: usize, edits: u64) -> Times {
    let data = tempfile::tempdir_in(disk).expect("a folder");
    let post = Post::start(data.path(), 0, &[]).expect("a relay");
    block_on(async {
        let meeting = Meeting::gather(homes, &post.url(), receivers + 1).await;
        let cell = meeting.values_of_row(3)[0].clone();
        let (seen, mut sightings) = mpsc::unbounded_channel();
        for device in &meeting.devices[1..] {
            let events = device.engine.events();
            tokio::spawn(watch(events, cell.clone(), seen.clone()));
        }
        let mut dice = Dice::new(1);
        let mut times = Times::default();
        for number in 1..=edits {
            let pause = Duration::from_millis(dice.below(PAUSE_MS_MAX));
            tokio::time::sleep(pause).await;
            let began = Instant::now();
            meeting.devices[0]
                .edit(&meeting.dossier, &cell, &number.to_string())
                .await;
            let mut missing = receivers;
            while missing > 0 {
                let (seen, at): (u64, Instant) = sightings.recv().await.expect("they watch");
                if seen == number {
                    times.add(at.duration_since(began));
                    missing -= 1;
                }
            }
        }
        meeting.close().await;
        times
    })
}

/// Tells when each value of a cell is shown.
async fn watch(
    mut events: tokio::sync::broadcast::Receiver<Event>,
    cell: Cell,
    seen: mpsc::UnboundedSender<(u64, Instant)>,
) {
    loop {
        let at = match events.recv().await {
            Ok(Event::Rows { rows, .. }) => {
                let row = rows
                    .iter()
                    .find(|row| row.line == cell.line && row.indicator == cell.indicator);
                row.and_then(|row| number_in(&cell.shown_by(row)))
            }
            Ok(_) => None,
            Err(RecvError::Lagged(_)) => panic!("too slow to measure"),
            Err(RecvError::Closed) => return,
        };
        if let Some(number) = at
            && seen.send((number, Instant::now())).is_err()
        {
            return;
        }
    }
}

/// The relay's own part.
fn between_sockets(data: &Path) -> Times {
    let post = Post::start(data, 0, &[]).expect("a relay");
    block_on(async {
        let mut circle = Circle::found(MANY + 1, 2);
        let mut peers = Vec::new();
        for device in 0..=MANY {
            peers.push(circle.enter(&post.url(), device).await);
        }
        let (seen, mut sightings) = mpsc::unbounded_channel();
        let mut writer = peers.remove(0);
        for peer in peers {
            tokio::spawn(listen(peer, seen.clone()));
        }
        let circle = Arc::new(circle);
        let mut series = circle.series(0);
        let mut times = Times::default();
        for _ in 0..EDITS_ONE {
            let envelope = series.next(&circle, PAYLOAD_BYTES);
            let began = Instant::now();
            writer.push(envelope).await;
            for _ in 0..MANY {
                let at: Instant = sightings.recv().await.expect("they listen");
                times.add(at.duration_since(began));
            }
        }
        times
    })
}

async fn listen(mut peer: Peer, seen: mpsc::UnboundedSender<Instant>) {
    while let Some(frame) = peer.hear().await {
        if let wire::Frame::Deliver { .. } = frame
            && seen.send(Instant::now()).is_err()
        {
            return;
        }
    }
}
