//! The relay's memory: connections that say nothing, and many dossiers.

use std::path::Path;

use seal::DeviceKey;
use torture::{Dice, Post};

use crate::block_on;
use crate::figure::Figure;
use crate::sealed::{Circle, Peer};

/// Connections that are there and say nothing.
const IDLE: usize = 500;
/// Dossiers served.
const DOSSIERS: usize = 200;
/// The envelope that founds the example, about.
const FOUNDING_BYTES: usize = 24 * 1_024;
/// Edits of each dossier, and bytes of each.
const EDITS: usize = 20;
const EDIT_BYTES: usize = 240;

pub(crate) fn run(folder: &Path) {
    idle(&folder.join("idle"), false);
    idle(&folder.join("open"), true);
    served(&folder.join("served"));
}

/// Connections of devices that proved who they are; `open`: each with a dossier open.
fn idle(data: &Path, open: bool) {
    let post = Post::start(data, 0, &[]).expect("a relay");
    let (before, after) = block_on(async {
        // What the first ones bring once is not theirs.
        let mut circle = Circle::found(IDLE + 1, 3);
        let first = circle.enter(&post.url(), 0).await;
        let before = post.resident_kib().expect("the relay's memory");
        let mut peers = vec![first];
        for device in 1..=IDLE {
            if open {
                peers.push(circle.enter(&post.url(), device).await);
            } else {
                let mut dice = Dice::new(device as u64);
                let stranger = DeviceKey::generate(&mut |bytes| dice.fill(bytes));
                peers.push(Peer::meet(&post.url(), &stranger).await);
            }
        }
        (before, post.resident_kib().expect("the relay's memory"))
    });
    let each = (after.saturating_sub(before)) as f64 / IDLE as f64;
    Figure::new("idle-connection")
        .with("dossier_open", open)
        .number("kib_each", each)
        .with("before_kib", before)
        .with("after_kib", after)
        .with("n", IDLE)
        .aim(each < 16.0)
        .say("KiB", "< 16 each");
}

/// Dossiers founded, edited and read by a second device, all in contact.
fn served(data: &Path) {
    let post = Post::start(data, 0, &[]).expect("a relay");
    let before = post.resident_kib().expect("the relay's memory");
    block_on(async {
        let mut peers = Vec::new();
        for number in 0..DOSSIERS {
            let mut circle = Circle::found(2, 1_000 + number as u64);
            let mut writer = circle.enter(&post.url(), 0).await;
            let mut series = circle.series(0);
            writer.push(series.next(&circle, FOUNDING_BYTES)).await;
            for _ in 0..EDITS {
                writer.push(series.next(&circle, EDIT_BYTES)).await;
            }
            let mut kept = 0;
            while kept <= EDITS as u64 {
                match writer.hear().await.expect("the relay answers") {
                    wire::Frame::Kept { index, .. } => kept = kept.max(index),
                    other => panic!("instead of keeping: {other:?}"),
                }
            }
            let mut reader = Peer::meet(&post.url(), &circle.devices[1]).await;
            let read = circle.open(&mut reader, 1).await;
            assert_eq!(read.len(), EDITS + 1, "the reader has everything");
            peers.push((writer, reader));
        }
        let after = post.resident_kib().expect("the relay's memory");
        Figure::new("relay-memory")
            .with("dossiers", DOSSIERS)
            .with("connections", peers.len() * 2)
            .number("mib", after as f64 / 1_024.0)
            .number("mib_before", before as f64 / 1_024.0)
            .with("n", 1)
            .aim(after < 30 * 1_024)
            .say("MiB", "< 30");
    });
}
