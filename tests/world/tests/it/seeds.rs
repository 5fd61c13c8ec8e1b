//! The seeds of every push.

use world::{CONVERGED_MS_MAX, Plan, STEPS_DEFAULT, Stats, sweep};

/// Seeds of a run of the tests; `WORLD_SEEDS` raises it, `WORLD_FIRST` begins elsewhere.
const SEEDS: u64 = 256;
/// The same, of those in which folders are put back to copies of them.
const RESTORED_SEEDS: u64 = 96;

fn setting(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {text}")),
        Err(_) => otherwise,
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_all_become_equal() {
    let seeds = setting("WORLD_SEEDS", SEEDS);
    let stats = swept(seeds, &|seed| Plan::of_seed(seed, None, STEPS_DEFAULT));
    if seeds >= SEEDS {
        happened(&stats);
    }
}

#[test]
fn what_had_left_comes_back_to_a_folder_restored_from_a_copy() {
    let seeds = setting("WORLD_SEEDS", RESTORED_SEEDS);
    let stats = swept(seeds, &|seed| {
        Plan::of_seed(seed, None, STEPS_DEFAULT).with_restores()
    });
    if seeds >= RESTORED_SEEDS {
        assert!(stats.restorings >= RESTORED_SEEDS / 2, "{stats:?}");
        assert!(stats.came_back >= RESTORED_SEEDS / 2, "{stats:?}");
    }
}

fn swept(seeds: u64, plan_of: &(impl Fn(u64) -> Plan + Sync)) -> Stats {
    let first = setting("WORLD_FIRST", 0);
    let (stats, failures) = sweep(first..first + seeds, plan_of, None);
    let shown: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert!(
        failures.is_empty(),
        "{} of {seeds} seeds failed\n{}",
        failures.len(),
        shown.join("\n")
    );
    stats
}

/// A world in which nothing happens proves nothing.
fn happened(stats: &Stats) {
    let due = [
        ("acknowledged", stats.acknowledged, 40 * SEEDS),
        ("forbidden", stats.forbidden, SEEDS),
        ("confirmed", stats.confirmed, 40 * SEEDS),
        ("crashes", stats.crashes, 2 * SEEDS),
        ("loads", stats.loads, 4 * SEEDS),
        ("failed commits", stats.failed_commits, 2 * SEEDS),
        ("repacks", stats.repacks, SEEDS),
        ("compactions", stats.compactions, SEEDS),
        ("relay crashes", stats.relay_crashes, SEEDS),
        ("rollbacks", stats.rollbacks, SEEDS / 8),
        ("forgeries", stats.forgeries, SEEDS / 4),
        ("conflicts", stats.conflicts, SEEDS / 8),
        ("to decide", stats.to_decide, SEEDS / 8),
        ("simulated", stats.simulated_ms, SEEDS * 60_000),
    ];
    for (what, count, least) in due {
        assert!(
            count >= least,
            "{what}: {count}, less than {least}: {stats:?}"
        );
    }
    assert!(stats.converged_ms_max <= CONVERGED_MS_MAX, "{stats:?}");
}
