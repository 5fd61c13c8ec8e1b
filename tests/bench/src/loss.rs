//! Edits lost when the relay is killed right after others saw them, and whoever wrote them never
//! comes back.

use std::path::Path;

use torture::{Dice, Post};
use wire::Frame;

use crate::block_on;
use crate::figure::Figure;
use crate::sealed::{Circle, Peer};

/// Kills.
const KILLS: u64 = 30;
/// Envelopes on their way at each kill.
const BURST: usize = 40;
/// A sealed edit, about.
const PAYLOAD_BYTES: usize = 240;

pub(crate) fn run(folder: &Path) {
    let (mut seen, mut lost) = (0, 0);
    for kill in 0..KILLS {
        let (of_one, gone) = block_on(one(&folder.join(kill.to_string()), kill));
        seen += of_one;
        lost += gone;
    }
    Figure::new("lost-after-seen")
        .with("lost", lost)
        .number("lost_percent", 100.0 * lost as f64 / seen as f64)
        .with("kills", KILLS)
        .with("n", seen)
        .aim(lost == 0)
        .say("edits", "0");
}

/// Answers how many edits somebody else saw before the kill, and how many of them the relay does
/// not have afterwards.
async fn one(data: &Path, seed: u64) -> (usize, usize) {
    let mut dice = Dice::new(seed);
    let post = Post::start(data, 0, &[]).expect("a relay");
    let mut circle = Circle::found(2, 4_000 + seed);
    let mut writer = circle.enter(&post.url(), 0).await;
    let mut reader = circle.enter(&post.url(), 1).await;
    let mut series = circle.series(0);
    for _ in 0..BURST {
        writer.push(series.next(&circle, PAYLOAD_BYTES)).await;
    }
    let enough = 1 + dice.below(BURST as u64) as usize;
    let mut seen = Vec::new();
    while seen.len() < enough {
        if let Frame::Deliver { envelope } = reader.hear().await.expect("the relay delivers") {
            seen.push(envelope);
        }
    }
    post.kill().expect("SIGKILL");
    // What had left the relay by then was seen too.
    while let Some(frame) = reader.hear().await {
        if let Frame::Deliver { envelope } = frame {
            seen.push(envelope);
        }
    }
    let post = Post::start(data, 0, &[]).expect("a relay");
    let mut newcomer = Peer::meet(&post.url(), &circle.devices[1]).await;
    let there = circle.open(&mut newcomer, 1).await;
    let lost = seen
        .iter()
        .filter(|envelope| !there.contains(envelope))
        .count();
    (seen.len(), lost)
}
