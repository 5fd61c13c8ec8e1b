//! Twenty devices come back after a day without contact: how long until all have everything.

use std::path::Path;
use std::time::Instant;

use futures_util::future::join_all;
use torture::{Cell, Dice, Post};

use crate::block_on;
use crate::device::{Device, Meeting};
use crate::figure::Figure;
use crate::machine::own_cpu_seconds;

/// Devices.
const DEVICES: usize = 20;
/// Edits of each without contact.
const EDITS: [usize; 2] = [500, 550];
/// Edits of a device under way at once.
const IN_FLIGHT: usize = 50;
/// Every how many edits one goes to any row instead of one's own.
const ELSEWHERE_EVERY: u64 = 5;
const WORDS: &[&str] = &[
    "capacitar",
    "evaluar",
    "denuncias",
    "anualmente",
    "servidores",
    "públicos",
    "informe",
];

pub(crate) fn run(folder: &Path) {
    for edits in EDITS {
        let home = folder.join(edits.to_string());
        measure(&home, edits);
    }
}

fn measure(folder: &Path, edits: usize) {
    let data = folder.join("relay");
    let post = Post::start(&data, 0, &[]).expect("a relay");
    let addr = post.addr();
    let (seconds, own_cpu, cpu, down) = block_on(async {
        let meeting = Meeting::gather(folder, &post.url(), DEVICES).await;
        post.kill().expect("SIGKILL");
        for device in &meeting.devices {
            device.until_offline().await;
        }
        let lasts: Vec<(Cell, String)> = join_all(
            meeting
                .devices
                .iter()
                .enumerate()
                .map(|(number, device)| work(&meeting, number, device, edits)),
        )
        .await;
        let post = Post::start(&data, addr.port(), &[]).expect("a relay");
        let own_cpu = own_cpu_seconds();
        let began = Instant::now();
        join_all(meeting.devices.iter().map(|device| {
            let lasts = lasts.clone();
            async {
                device
                    .engine
                    .sync_now(meeting.dossier.clone())
                    .await
                    .expect("a relay");
                device.until_shown(&meeting.dossier, lasts).await;
                device.until_sent().await;
            }
        }))
        .await;
        let seconds = began.elapsed().as_secs_f64();
        let own_cpu = own_cpu_seconds() - own_cpu;
        let cpu = post.cpu_seconds().expect("the relay's time");
        let down = post
            .metric("cotejo_relay_bytes_out_total")
            .expect("what it sent");
        meeting.close().await;
        (seconds, own_cpu, cpu, down)
    });
    Figure::new("catch-up")
        .with("devices", DEVICES)
        .with("edits_each", edits)
        .number("seconds", seconds)
        .number("devices_cpu_seconds", own_cpu)
        .number("relay_cpu_seconds", cpu)
        .number("down_mb", down / 1e6)
        .with("n", DEVICES * edits)
        .aim(seconds <= 4.0 && cpu <= 0.1 && down < 4e6)
        .say("s", "4 s, 0.1 s of relay CPU, 4 MB sent down");
}

/// A day of one person: mostly the texts of one's own row, a word at a time, and now and then a
/// value of any row, where others write too. Answers the last edit, where nobody else writes.
async fn work(meeting: &Meeting, number: usize, device: &Device, edits: usize) -> (Cell, String) {
    let mut dice = Dice::new(7_000 + number as u64);
    let own = meeting.texts_of_row(number);
    let last = meeting.values_of_row(number)[0].clone();
    let view = device.view(&meeting.dossier).await;
    let mut texts: Vec<String> = own
        .iter()
        .map(|cell| cell.shown_in(&view).expect("a row"))
        .collect();
    let mut plan: Vec<(Cell, String)> = Vec::new();
    for _ in 1..edits {
        if dice.one_in(ELSEWHERE_EVERY) {
            let row = meeting.values_of_row(dice.below(26) as usize);
            // Not the first: there everybody leaves their last.
            let cell = dice.pick(&row[1..]).expect("a value").clone();
            plan.push((cell, dice.below(1_000).to_string()));
        } else {
            let at = dice.below(own.len() as u64) as usize;
            let word = dice.pick(WORDS).expect("a word");
            texts[at] = format!("{} {word}", texts[at]);
            plan.push((own[at].clone(), texts[at].clone()));
        }
    }
    let marker = format!("{}", 100_000 + number);
    plan.push((last.clone(), marker.clone()));
    for some in plan.chunks(IN_FLIGHT) {
        let edits = some
            .iter()
            .map(|(cell, text)| device.edit(&meeting.dossier, cell, text));
        join_all(edits).await;
    }
    (last, marker)
}
