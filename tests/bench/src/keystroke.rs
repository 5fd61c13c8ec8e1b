//! From a key pressed to the edit being durable on this disk.

use std::path::Path;
use std::time::Instant;

use torture::{Post, writable};

use crate::block_on;
use crate::device::{Device, Meeting, of_row};
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

/// Keys pressed.
const KEYS: usize = 300;
/// Lines of the large matrix.
const LINES: usize = 500;
/// What is typed.
const TEXT: &str = "Capacitar a los servidores públicos en materia de responsabilidades. ";

pub(crate) fn run(folder: &Path) {
    let example = block_on(async {
        let device = Device::new(folder, "example", false).await;
        let dossier = device.import_example().await;
        let times = type_text(&device, &dossier).await;
        device.engine.close().await;
        times
    });
    say("keystroke-durable", "secoem", &example);
    let large = block_on(async {
        let home = folder.join("large");
        let recipe = Recipe {
            lines: LINES,
            changes: 0,
            sent: false,
        };
        let dossier = forge::forge(&home, recipe).await;
        let device = Device::new(folder, "large", false).await;
        let times = type_text(&device, &dossier).await;
        device.engine.close().await;
        times
    });
    say("keystroke-durable", "500 lines", &large);
    let post = Post::start(&folder.join("relay"), 0, &[]).expect("a relay");
    let contact = block_on(async {
        let meeting = Meeting::gather(folder, &post.url(), 1).await;
        let times = type_text(&meeting.devices[0], &meeting.dossier).await;
        meeting.close().await;
        times
    });
    say(
        "keystroke-durable",
        "secoem, in contact with a relay on the same disk",
        &contact,
    );
}

fn say(bench: &str, matrix: &str, times: &Times) {
    Figure::new(bench)
        .with("matrix", matrix)
        .times(times)
        .aim(times.percentile(95) < 25.0)
        .say("ms", "p95 < 25");
}

/// One person typing one letter after another into one text.
async fn type_text(device: &Device, dossier: &str) -> Times {
    let cells = of_row(&writable(&device.view(dossier).await), 3, true);
    let mut base = None;
    let mut text = String::new();
    let mut times = Times::default();
    for letter in TEXT.chars().cycle().take(KEYS) {
        text.push(letter);
        let began = Instant::now();
        base = Some(device.type_on(dossier, &cells[0], text.clone(), base).await);
        times.add(began.elapsed());
    }
    times
}
