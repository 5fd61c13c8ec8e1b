//! Twenty people write at once in ten dossiers: how long until everybody has everything.

use std::path::Path;
use std::time::Instant;

use futures_util::future::join_all;
use torture::{Cell, Post, value, writable};

use crate::block_on;
use crate::device::{Device, of_row};
use crate::figure::Figure;
use crate::machine::own_cpu_seconds;

/// Dossiers, with two writers each.
const DOSSIERS: usize = 10;
/// Edits of each writer: 2,000 in all.
const EDITS: u64 = 100;
/// Edits of a writer under way at once.
const IN_FLIGHT: usize = 25;
/// Where memory is a disk: 20 devices on one disk are not 20 devices.
const MEMORY: &str = "/dev/shm";
const AIM: &str = "0.7 s, 0.1 s of relay CPU";

struct Writer {
    device: Device,
    dossier: String,
    own: Vec<Cell>,
    last_of_other: (Cell, String),
}

pub(crate) fn run(folder: &Path) {
    measure(
        folder,
        &folder.join("homes"),
        "all 21 databases on one disk",
    );
    if let Ok(memory) = tempfile::tempdir_in(MEMORY) {
        measure(folder, memory.path(), "relay on disk, devices in memory");
    }
}

fn measure(disk: &Path, homes: &Path, disks: &str) {
    let data = tempfile::tempdir_in(disk).expect("a folder");
    let post = Post::start(data.path(), 0, &[]).expect("a relay");
    let (seconds, own_cpu, cpu) = block_on(async {
        let mut writers = Vec::new();
        for number in 0..DOSSIERS {
            writers.extend(pair(homes, &post.url(), number).await);
        }
        let cpu = post.cpu_seconds().expect("the relay's time");
        let own_cpu = own_cpu_seconds();
        let began = Instant::now();
        join_all(writers.iter().map(Writer::work)).await;
        let seconds = began.elapsed().as_secs_f64();
        let own_cpu = own_cpu_seconds() - own_cpu;
        let cpu = post.cpu_seconds().expect("the relay's time") - cpu;
        for writer in &writers {
            writer.device.engine.close().await;
        }
        (seconds, own_cpu, cpu)
    });
    Figure::new("writers-converged")
        .with("disks", disks)
        .with("writers", DOSSIERS * 2)
        .with("documents", DOSSIERS)
        .number("seconds", seconds)
        .number("devices_cpu_seconds", own_cpu)
        .number("relay_cpu_seconds", cpu)
        .with("n", DOSSIERS * 2 * EDITS as usize)
        .aim(seconds <= 0.7 && cpu <= 0.1)
        .say("s", AIM);
}

async fn pair(homes: &Path, relay: &str, number: usize) -> [Writer; 2] {
    let one = Device::new(homes, &format!("{number}a"), true).await;
    let dossier = one.import_example().await;
    let link = one.invite(&dossier, relay.to_owned()).await;
    one.synchronise(&dossier).await;
    let other = Device::new(homes, &format!("{number}b"), true).await;
    other.engine.join(link).await.expect("the invitation");
    other.synchronise(&dossier).await;
    let cells = writable(&one.view(&dossier).await);
    let values = [of_row(&cells, 3, false), of_row(&cells, 4, false)];
    let last = |own: &[Cell]| {
        let cell = own[(EDITS as usize - 1) % own.len()].clone();
        let written = value(&cell, EDITS);
        (cell, written)
    };
    let lasts = [last(&values[0]), last(&values[1])];
    let [of_one, of_other] = values;
    let [last_of_one, last_of_other] = lasts;
    let (dossier_of_one, dossier) = (dossier.clone(), dossier);
    [
        Writer {
            device: one,
            dossier: dossier_of_one,
            own: of_one,
            last_of_other,
        },
        Writer {
            device: other,
            dossier,
            own: of_other,
            last_of_other: last_of_one,
        },
    ]
}

impl Writer {
    /// Writes as fast as it goes, and waits for what the other wrote and for the relay's word.
    async fn work(&self) {
        let wanted = vec![self.last_of_other.clone()];
        let seeing = self.device.until_shown(&self.dossier, wanted);
        let writing = async {
            let numbers: Vec<u64> = (1..=EDITS).collect();
            for some in numbers.chunks(IN_FLIGHT) {
                join_all(some.iter().map(|number| self.edit(*number))).await;
            }
            self.device.until_sent().await;
        };
        tokio::join!(seeing, writing);
    }

    async fn edit(&self, number: u64) {
        let cell = &self.own[(number as usize - 1) % self.own.len()];
        self.device
            .edit(&self.dossier, cell, &value(cell, number))
            .await;
    }
}
