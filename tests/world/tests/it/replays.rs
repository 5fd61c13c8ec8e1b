//! A seed says everything.

use world::{Plan, STEPS_DEFAULT, run};

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
