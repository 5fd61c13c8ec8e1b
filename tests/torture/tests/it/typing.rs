//! Killed while typing.

use std::time::Duration;

use torture::{Dice, Said};

use crate::judge::Account;
use crate::victim::Victim;
use crate::{kills, seed};

/// Kills in an ordinary run.
const KILLS: u64 = 50;
/// Acknowledged edits before a kill, at most.
const LINES_MAX: u64 = 12;
/// The kill comes this long after the last of them, at most, in milliseconds.
const DELAY_MS_MAX: u64 = 60;
/// Every how many kills the folder is judged; in between it is only opened again by the next victim.
const JUDGED_EVERY: u64 = 4;

#[test]
fn no_acknowledged_edit_is_lost_by_a_kill() {
    let (kills, seed) = (kills(KILLS), seed());
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("ana");
    let mut account = Account::default();
    let (mut cells, mut unasked) = (0, 0);
    for kill in 0..kills {
        let mut dice = Dice::new(seed + kill);
        let (lines, delay_ms) = (1 + dice.below(LINES_MAX), dice.below(DELAY_MS_MAX + 1));
        println!(
            "kill {kill}: seed {}, after {lines} lines and {delay_ms} ms",
            seed + kill
        );
        let victim = Victim::start(&home, seed + kill, account.next_number(), 0);
        let mut heard = 0;
        while heard < lines {
            let said = victim.hear().expect("it types until it is killed");
            heard += u64::from(matches!(said, Said::Edited { .. } | Said::Added { .. }));
            account.hear(&said);
        }
        std::thread::sleep(Duration::from_millis(delay_ms));
        for said in victim.kill() {
            account.hear(&said);
        }
        if kill % JUDGED_EVERY == JUDGED_EVERY - 1 || kill + 1 == kills {
            let found = account.judge(&home);
            cells = found.cells;
            unasked += found.unasked;
        }
    }
    println!(
        "{kills} kills while typing: {} acknowledged, 0 lost, {cells} cells compared, {unasked} kept \
         though not yet acknowledged",
        account.acknowledged
    );
}
