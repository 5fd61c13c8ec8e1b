//! An engine on a disk that fills up. `crowded DISK BALLAST_KIB SEED`: DISK is a small disk of its
//! own, nothing else writes there. The program imports the example, fills the disk by editing,
//! sees every further edit answered with DISK_FULL, frees space, edits on, and checks that nothing
//! acknowledged is lost, before and after opening again. It prints what it counted.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use contract::{Code, Event, ReceiptsView};
use engine::{Engine, EngineOptions};
use torture::{Cell, Dice, EXAMPLE_ROWS, number_in, value, writable};

/// Edits refused on the full disk.
const REFUSED: u64 = 10;
/// Edits made once there is space again.
const AFTER: u64 = 40;
/// The disk must be full by then.
const EDITS_MAX: u64 = 20_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [disk, ballast_kib, seed] = arguments.as_slice() else {
        panic!("crowded DISK BALLAST_KIB SEED");
    };
    let ballast_kib = ballast_kib.parse().expect("a number");
    let dice = Dice::new(seed.parse().expect("a number"));
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work(PathBuf::from(disk), ballast_kib, dice));
}

async fn work(disk: PathBuf, ballast_kib: usize, mut dice: Dice) {
    let home = disk.join("ana");
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![1; ballast_kib * 1_024]).expect("the ballast fits");
    let engine = open(&home);
    engine
        .set_me("Ana".to_owned(), "SECOEM".to_owned())
        .await
        .expect("a name");
    let dossier = engine.import_example().await.expect("the example").dossier;
    let cells = writable(&engine.matrix(dossier.clone()).await.expect("the matrix"));
    let mut events = engine.events();
    let mut desk = Desk {
        engine,
        dossier,
        cells,
        latest: BTreeMap::new(),
        number: 0,
    };

    let mut before = 0;
    let code = loop {
        match desk.edit(&mut dice).await {
            Ok(()) => before += 1,
            Err(code) => break code,
        }
        assert!(before < EDITS_MAX, "the disk does not fill");
    };
    assert_eq!(code, Code::DiskFull, "the first refused edit");
    assert!(before > 0, "the disk was full from the beginning");
    for _ in 1..REFUSED {
        assert_eq!(
            desk.edit(&mut dice).await,
            Err(Code::DiskFull),
            "an edit on a full disk"
        );
    }
    desk.check().await;
    assert_eq!(
        last_disk_event(&mut events),
        Some(true),
        "the window was not told"
    );

    let receipts = desk.receipts().await;
    assert_eq!(
        (receipts.unsaved, receipts.safe_to_close),
        (REFUSED, false),
        "the person is told not to close: {}",
        receipts.sentence
    );

    std::fs::remove_file(&ballast).expect("the ballast is removed");
    for _ in 0..AFTER {
        assert_eq!(
            desk.edit(&mut dice).await,
            Ok(()),
            "an edit with space again"
        );
    }
    desk.check().await;
    let receipts = desk.receipts().await;
    assert!(receipts.safe_to_close, "{}", receipts.sentence);
    assert_eq!(
        last_disk_event(&mut events),
        Some(false),
        "the window was not told that it is over"
    );
    desk.engine.close().await;

    desk.engine = open(&home);
    desk.check().await;
    let problems = desk.engine.verify().await.expect("verify");
    assert!(problems.is_empty(), "verify: {problems:?}");
    desk.engine.close().await;
    let counted = format!("before {before} refused {REFUSED} after {AFTER} lost 0\n");
    std::io::stdout()
        .write_all(counted.as_bytes())
        .expect("somebody listens");
}

fn open(home: &Path) -> Engine {
    let options = EngineOptions {
        home: home.to_owned(),
        stay_connected: false,
    };
    Engine::open_with(options).expect("the folder opens")
}

/// The last word about the disk: whether there is a problem.
fn last_disk_event(events: &mut tokio::sync::broadcast::Receiver<Event>) -> Option<bool> {
    use tokio::sync::broadcast::error::TryRecvError;
    let mut last = None;
    loop {
        match events.try_recv() {
            Ok(Event::Disk { problem }) => last = Some(problem.is_some()),
            Ok(_) | Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => return last,
        }
    }
}

struct Desk {
    engine: Engine,
    dossier: String,
    cells: Vec<Cell>,
    /// Last acknowledged edit of every cell, and the last that was refused if it came later.
    latest: BTreeMap<Cell, (u64, Option<u64>)>,
    number: u64,
}

impl Desk {
    async fn receipts(&self) -> ReceiptsView {
        let receipts = self.engine.receipts(self.dossier.clone()).await;
        receipts.expect("who has what")
    }

    async fn edit(&mut self, dice: &mut Dice) -> Result<(), Code> {
        self.number += 1;
        let cell = dice.pick(&self.cells).expect("a cell").clone();
        let answer = self
            .engine
            .edit(
                self.dossier.clone(),
                cell.line.clone(),
                cell.indicator.clone(),
                cell.field.clone(),
                value(&cell, self.number),
                None,
            )
            .await;
        match answer {
            Ok(receipt) => {
                assert_eq!(
                    cell.shown_by(&receipt.row),
                    value(&cell, self.number),
                    "the receipt"
                );
                self.latest.insert(cell, (self.number, None));
                Ok(())
            }
            Err(problem) => {
                self.latest.entry(cell).or_default().1 = Some(self.number);
                Err(problem.code)
            }
        }
    }

    /// Everything acknowledged is shown; a refused edit may not be.
    async fn check(&self) {
        let view = self
            .engine
            .matrix(self.dossier.clone())
            .await
            .expect("the matrix");
        assert!(view.rows.len() >= EXAMPLE_ROWS, "{} rows", view.rows.len());
        for (cell, (acknowledged, refused)) in &self.latest {
            let shown = cell.shown_in(&view).expect("a row");
            let number = number_in(&shown).unwrap_or_default();
            if *acknowledged > 0 {
                assert_eq!(
                    number, *acknowledged,
                    "{cell} lost an edit (refused: {refused:?})"
                );
                assert_eq!(shown, value(cell, number), "{cell} is not whole");
            }
        }
    }
}
