//! A backup of a long-lived folder: made and read back, open to all or sealed, and restored.

use std::path::Path;
use std::time::Instant;

use engine::{BackupProtection, BackupTarget, Engine, EngineOptions, restore_backup};

use crate::block_on;
use crate::figure::{Figure, Times};
use crate::forge::{self, Recipe};

const LINES: usize = 500;
const CHANGES: usize = 20_000;
const ROUNDS: usize = 5;

pub(crate) fn run(folder: &Path) {
    let home = folder.join("backups");
    let recipe = Recipe {
        lines: LINES,
        changes: CHANGES,
        sent: false,
    };
    block_on(forge::forge(&home, recipe));
    block_on(measure(folder, &home));
}

async fn measure(folder: &Path, home: &Path) {
    let engine = Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    })
    .expect("the folder opens");
    let (mut open, mut sealed, mut restored) =
        (Times::default(), Times::default(), Times::default());
    let file = folder.join("todo.cotejo-respaldo");
    let target = || BackupTarget::File(file.clone());
    let mut bytes = 0;
    for round in 0..ROUNDS {
        let began = Instant::now();
        let made = engine.back_up(target(), BackupProtection::Settings);
        bytes = made.await.expect("a backup").bytes;
        open.add(began.elapsed());
        let began = Instant::now();
        let again = folder.join(format!("restored-{round}"));
        restore_backup(&again, &file, None, false, &mut |_| {}).expect("it is restored");
        restored.add(began.elapsed());
        let passphrase = "una contraseña de prueba".to_owned();
        let protection = BackupProtection::Passphrase(passphrase.into());
        let began = Instant::now();
        let made = engine.back_up(target(), protection);
        made.await.expect("a sealed backup");
        sealed.add(began.elapsed());
    }
    engine.close().await;
    for (bench, times) in [
        ("backup-made", &open),
        ("backup-made-sealed", &sealed),
        ("backup-restored", &restored),
    ] {
        Figure::new(bench)
            .with("lines", LINES)
            .with("changes", CHANGES)
            .with("bytes", bytes)
            .times(times)
            .aim(times.percentile(95) < 5_000.0)
            .say("ms", "p95 < 5,000");
    }
}
