//! Killed while closing, when the documents are compacted and the log is folded into the file.

use std::path::Path;
use std::time::{Duration, Instant};

use torture::{Dice, Said};

use crate::judge::Account;
use crate::victim::Victim;
use crate::{kills, seed};

/// Kills in an ordinary run.
const KILLS: u64 = 12;
/// Edits of a victim before it closes: enough long texts to be worth compacting.
const EDITS: u64 = 40;
/// The matrix, as the store numbers documents.
const MATRIX: u8 = 0;

#[test]
fn a_kill_while_closing_loses_nothing() {
    let (kills, seed) = (kills(KILLS), seed() + 20_000);
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("ana");
    let mut account = Account::default();
    let mut window = Duration::ZERO;
    // The first run is not killed: it says how long closing takes here.
    for kill in 0..=kills {
        let mut dice = Dice::new(seed + kill);
        let victim = Victim::start(&home, seed + kill, account.next_number(), EDITS);
        loop {
            let said = victim.hear().expect("it closes at the end");
            account.hear(&said);
            if said == Said::Closing {
                break;
            }
        }
        if kill == 0 {
            let began = Instant::now();
            assert_eq!(victim.finish(), [Said::Closed]);
            window = began.elapsed();
        } else {
            let delay = window.mul_f64(dice.below(110) as f64 / 100.0);
            println!(
                "kill {kill}: seed {}, after {} ms",
                seed + kill,
                delay.as_millis()
            );
            std::thread::sleep(delay);
            for said in victim.kill() {
                account.hear(&said);
            }
        }
        account.judge(&home);
    }
    let device = snapshot_bytes(&home, account.dossier.as_deref().expect("a dossier"));
    assert!(
        device > 0,
        "nothing was compacted: this test proved nothing"
    );
    println!(
        "{kills} kills while closing: {} acknowledged, 0 lost",
        account.acknowledged
    );
}

fn snapshot_bytes(home: &Path, dossier: &str) -> u64 {
    let dossier: wire::DossierId = dossier.parse().expect("an id");
    let store = store::Store::open(home).expect("the store opens");
    let weight = store.chunk_weight(&dossier.0, MATRIX).expect("the weight");
    store.close().expect("the store closes");
    weight.snapshot_bytes
}
