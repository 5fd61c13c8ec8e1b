//! A seed says everything.

use world::{EditKind, Plan, STEPS_DEFAULT, What, run};

/// Seeds run twice.
const SEEDS: u64 = 20;

#[test]
fn the_same_seed_writes_the_same_trace() {
    for seed in 0..SEEDS {
        let plan = Plan::of_seed(seed, None, STEPS_DEFAULT);
        let (once, again) = (run(&plan, None, true), run(&plan, None, true));
        assert!(
            once.trace
                .as_ref()
                .is_some_and(|trace| trace.lines().count() > 100)
        );
        assert_eq!(once.trace_hash, again.trace_hash, "seed {seed}");
        assert_eq!(once.trace, again.trace, "seed {seed}");
        assert_eq!(once.stats, again.stats, "seed {seed}");
    }
}

#[test]
fn other_seeds_write_other_traces() {
    let hash = |seed| run(&Plan::of_seed(seed, None, 10), None, false).trace_hash;
    assert_ne!(hash(1), hash(2));
}

#[test]
fn a_plan_says_how_many_devices_and_steps() {
    for devices in 2..=world::DEVICES_MAX {
        let plan = Plan::of_seed(7, Some(devices), 12);
        assert_eq!((plan.devices.len(), plan.steps.len()), (devices, 12));
    }
}

/// Which comment somebody answers depends on what they see first, and comments are shown by their
/// authors' clocks; all else must not depend on them.
#[test]
fn wrong_clocks_change_nothing_but_labels() {
    for seed in 0..8 {
        let mut skewed = Plan::of_seed(seed, None, STEPS_DEFAULT);
        skewed.steps.retain(|step| {
            use EditKind::{Comment, Reply, ResolveThread};
            !matches!(step.what, What::Edit(_, Comment | Reply | ResolveThread))
        });
        let mut right = skewed.clone();
        right
            .steps
            .retain(|step| !matches!(step.what, What::Clock(_)));
        for (place, device) in right.devices.iter_mut().enumerate() {
            device.skew_ms = 0;
            skewed.devices[place].skew_ms = [-300_000_000_000, 90_000, 300_000_000_000][place % 3];
        }
        let (skewed, right) = (run(&skewed, None, false), run(&right, None, false));
        assert_eq!(
            (skewed.faults, right.faults),
            (Vec::new(), Vec::new()),
            "seed {seed}"
        );
        assert_ne!(
            skewed.trace_hash, right.trace_hash,
            "seed {seed}: the clocks were not used"
        );
        assert_eq!(skewed.content_hash, right.content_hash, "seed {seed}");
    }
}
