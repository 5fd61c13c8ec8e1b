//! Cuts a failing plan down: what is left cannot lose a step without the failure going away.

use crate::plan::Plan;
use crate::run::{Planted, run};

/// Runs at most, so that a slow failure does not keep somebody waiting for ever.
const RUNS_MAX: usize = 400;

/// The shortest plan found that fails as `plan` does; `None` if it does not fail.
pub fn shrink(plan: &Plan, planted: Option<Planted>) -> Option<Plan> {
    let kind = run(plan, planted, false).faults.first()?.kind;
    let mut kept = plan.clone();
    let mut runs = 0;
    let mut size = kept.steps.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < kept.steps.len() && runs < RUNS_MAX {
            let mut shorter = kept.clone();
            shorter.steps.drain(at..(at + size).min(kept.steps.len()));
            runs += 1;
            let outcome = run(&shorter, planted, false);
            if outcome
                .faults
                .first()
                .is_some_and(|fault| fault.kind == kind)
            {
                kept = shorter;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    Some(kept)
}
