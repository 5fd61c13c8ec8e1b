//! The checks bite: each fault planted on purpose makes a run fail within the seeds of a push, for
//! the right reason.

use world::{Plan, Planted, STEPS_DEFAULT, What, run, shrink};

/// Seeds within which a planted fault must be noticed.
const SEEDS: u64 = 48;

/// The first seed that notices, and what it says.
fn noticed(planted: Planted, plan_of: fn(u64) -> Plan) -> Option<(u64, &'static str)> {
    (0..SEEDS).find_map(|seed| {
        let outcome = run(&plan_of(seed), Some(planted), false);
        outcome.faults.first().map(|fault| (seed, fault.kind))
    })
}

fn any_plan(seed: u64) -> Plan {
    Plan::of_seed(seed, None, STEPS_DEFAULT)
}

/// People who type without rest while the relay, time and again, cannot write.
fn busy_relay_plan(seed: u64) -> Plan {
    let mut plan = Plan::of_seed(seed, Some(2), STEPS_DEFAULT);
    (plan.nasty, plan.forgeries, plan.rollbacks) = (false, false, false);
    let mut at_ms = 100_000;
    for step in &mut plan.steps {
        at_ms += 35;
        step.at_ms = at_ms;
        if !matches!(step.what, What::Edit(..)) {
            step.what = What::RelayDiskFull;
        }
    }
    plan
}

fn check(planted: Planted, plan_of: fn(u64) -> Plan, kinds: &[&str]) {
    let Some((seed, kind)) = noticed(planted, plan_of) else {
        panic!("{planted:?} was not noticed in {SEEDS} seeds");
    };
    assert!(
        kinds.contains(&kind),
        "{planted:?} was noticed by seed {seed} as {kind:?}"
    );
}

#[test]
fn telling_before_writing_is_noticed() {
    let kinds = [
        "disk",
        "report",
        "load",
        "lost value",
        "lost word",
        "comment",
        "not converged",
    ];
    check(Planted::ToldBeforeWritten, any_plan, &kinds);
}

#[test]
fn an_acknowledged_edit_that_the_disk_drops_is_noticed() {
    check(Planted::AcknowledgedDropped, any_plan, &["disk"]);
}

#[test]
fn a_relay_that_answers_before_it_commits_is_noticed() {
    check(
        Planted::RelayAnswersFirst,
        any_plan,
        &["report", "not converged"],
    );
}

#[test]
fn a_value_that_differs_from_what_was_written_is_noticed() {
    check(Planted::OracleMisremembers, any_plan, &["lost value"]);
}

#[test]
fn a_relay_that_can_read_is_noticed() {
    check(Planted::RelayReads, any_plan, &["secret"]);
}

#[test]
fn people_who_type_while_the_relay_is_busy_lose_nothing() {
    for seed in 0..6 {
        let outcome = run(&busy_relay_plan(seed), None, false);
        assert_eq!(outcome.faults, Vec::new(), "seed {seed}");
        assert!(
            outcome.stats.acknowledged > 20,
            "seed {seed}: {:?}",
            outcome.stats
        );
    }
}

#[test]
fn an_upload_of_what_was_not_offered_is_noticed() {
    check(
        Planted::UnofferedLeaves,
        busy_relay_plan,
        &["report", "disk rule"],
    );
}

#[test]
fn a_failing_plan_is_cut_down_and_still_fails() {
    let planted = Some(Planted::AcknowledgedDropped);
    let (seed, kind) = noticed(Planted::AcknowledgedDropped, any_plan).expect("noticed");
    let plan = any_plan(seed);
    let short = shrink(&plan, planted).expect("fails");
    assert!(
        short.steps.len() < plan.steps.len() / 4,
        "{} steps left",
        short.steps.len()
    );
    assert_eq!(run(&short, planted, false).faults[0].kind, kind);
}
