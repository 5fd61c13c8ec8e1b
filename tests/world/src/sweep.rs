//! Many seeds, on all the computer's cores. Each run is alone in its thread: what order they finish
//! in changes nothing of what they find.

use std::fmt;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::plan::Plan;
use crate::run::{Fault, Planted, Stats, run};

/// A seed that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// How many devices took part.
    pub devices: usize,
    /// How many steps its plan had.
    pub steps: usize,
    /// Whether folders were put back to copies.
    pub restores: bool,
    /// What was wrong first.
    pub fault: Fault,
}

impl fmt::Display for Failure {
    /// What was wrong, and the command that shows it again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            seed,
            devices,
            steps,
            restores,
            fault,
        } = self;
        let Fault { kind, detail } = fault;
        writeln!(f, "seed {seed}: {kind}: {detail}")?;
        write!(f, "  cargo run -p world -- --seed {seed}")?;
        if *restores {
            // The steps that put folders back come on top of those the seed says.
            write!(f, " --restores")
        } else {
            write!(f, " --devices {devices} --steps {steps}")
        }
    }
}

/// Runs the plans of many seeds. Answers what was done in all and which failed, by seed.
pub fn sweep(
    seeds: Range<u64>,
    plan_of: &(impl Fn(u64) -> Plan + Sync),
    planted: Option<Planted>,
) -> (Stats, Vec<Failure>) {
    let next = AtomicU64::new(seeds.start);
    let found = Mutex::new((Stats::default(), Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return;
            }
            let plan = plan_of(seed);
            let outcome = run(&plan, planted, false);
            let mut found = found
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            found.0.add(&outcome.stats);
            if let Some(fault) = outcome.faults.into_iter().next() {
                let (devices, steps) = (plan.devices.len(), plan.steps.len());
                found.1.push(Failure {
                    seed,
                    devices,
                    steps,
                    restores: plan.restores,
                    fault,
                });
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let (stats, mut failures) = found
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    failures.sort_by_key(|failure| failure.seed);
    (stats, failures)
}
