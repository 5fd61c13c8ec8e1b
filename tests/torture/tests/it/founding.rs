//! Killed while the folder is made and the example imported.

use std::path::Path;
use std::time::{Duration, Instant};

use torture::{Dice, EXAMPLE_ROWS, Said};

use crate::judge::{Account, block_on, open};
use crate::victim::Victim;
use crate::{kills, seed};

/// Kills in an ordinary run, each of a new folder.
const KILLS: u64 = 12;
/// Every how many kills one comes right after the acknowledgement.
const AT_ONCE_EVERY: u64 = 4;

#[test]
fn a_kill_while_founding_leaves_all_or_nothing() {
    let (kills, seed) = (kills(KILLS), seed() + 10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole");
    let (window, comments) = unhurt(&whole);
    let (mut there, mut acknowledged) = (0, 0);
    // Between a kill that found nothing yet and one that found all: there the commit is.
    let (mut early, mut late) = (Duration::ZERO, window.mul_f64(1.5));
    for kill in 0..kills {
        let mut dice = Dice::new(seed + kill);
        let home = folder.path().join(format!("ana{kill}"));
        let victim = Victim::start(&home, seed + kill, 1, 0);
        let mut account = Account::default();
        assert_eq!(victim.hear(), Some(Said::Starting));
        let at_once = kill % AT_ONCE_EVERY == AT_ONCE_EVERY - 1;
        let delay = early
            + late
                .saturating_sub(early)
                .mul_f64(dice.below(100) as f64 / 100.0);
        if at_once {
            println!("kill {kill}: seed {}, once acknowledged", seed + kill);
            let said = victim.hear().expect("it opens");
            assert!(matches!(said, Said::Opened { .. }), "{said}");
            account.hear(&said);
        } else {
            println!(
                "kill {kill}: seed {}, after {} ms",
                seed + kill,
                delay.as_millis()
            );
            std::thread::sleep(delay);
        }
        for said in victim.kill() {
            account.hear(&said);
        }
        let found = block_on(judge(&home, &account, comments));
        there += u64::from(found);
        acknowledged += u64::from(account.dossier.is_some());
        // Computers are not as regular as this: a little more on both sides.
        let slack = window.mul_f64(0.1);
        if found && !at_once {
            late = delay + slack;
        } else if !found {
            early = delay.saturating_sub(slack);
        }
        late = late.max(early + slack);
    }
    println!(
        "{kills} kills while founding: {acknowledged} acknowledged, 0 lost; {there} whole, {} not begun",
        kills - there
    );
}

/// How long founding takes here, and how many comments it brings.
fn unhurt(home: &Path) -> (Duration, usize) {
    let victim = Victim::start(home, 0, 1, 1);
    assert_eq!(victim.hear(), Some(Said::Starting));
    let began = Instant::now();
    let mut window = Duration::ZERO;
    for said in victim.finish() {
        if matches!(said, Said::Opened { .. }) {
            window = began.elapsed();
        }
    }
    let comments = block_on(async {
        let engine = open(home);
        let dossier = engine.dossiers().await.expect("the list").remove(0).dossier;
        let comments = engine.comments(dossier).await.expect("the comments").len();
        engine.close().await;
        comments
    });
    assert!(comments > 0, "the example brings comments");
    (window, comments)
}

/// All or nothing, and work goes on without repairs. Answers whether there was a dossier.
async fn judge(home: &Path, account: &Account, comments: usize) -> bool {
    let engine = open(home);
    let dossiers = engine.dossiers().await.expect("the list");
    assert!(
        dossiers.len() <= 1,
        "one import, {} dossiers",
        dossiers.len()
    );
    let there = !dossiers.is_empty();
    assert!(
        there || account.dossier.is_none(),
        "an acknowledged dossier is lost"
    );
    if account.dossier.is_some() {
        account.judge_engine(&engine).await;
    }
    if engine.me().await.expect("me").is_none() {
        engine
            .set_me("Ana".to_owned(), "SECOEM".to_owned())
            .await
            .expect("a name");
    }
    let dossier = match dossiers.into_iter().next() {
        Some(summary) => summary.dossier,
        None => engine.import_example().await.expect("the example").dossier,
    };
    let view = engine.matrix(dossier.clone()).await.expect("the matrix");
    assert!(
        view.rows.len() >= EXAMPLE_ROWS,
        "half a matrix: {} rows",
        view.rows.len()
    );
    let found = engine.comments(dossier).await.expect("the comments").len();
    assert_eq!(found, comments, "half of the comments");
    let problems = engine.verify().await.expect("verify");
    assert!(problems.is_empty(), "verify: {problems:?}");
    engine.close().await;
    there
}
