//! Replays one seed of the world and prints what happened in it, or runs many and prints what went
//! wrong.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use world::{Plan, STEPS_DEFAULT, run, shrink, sweep};

/// Replays one seed of the world and prints what happened in it.
#[derive(Debug, Parser)]
struct Options {
    /// The seed.
    #[arg(long)]
    seed: u64,
    /// As many devices, instead of what the seed says.
    #[arg(long)]
    devices: Option<usize>,
    /// As many steps.
    #[arg(long, default_value_t = STEPS_DEFAULT)]
    steps: usize,
    /// Cut a failing plan down first.
    #[arg(long)]
    shrink: bool,
    /// Put folders back to copies of them too.
    #[arg(long)]
    restores: bool,
    /// Run as many seeds, from the one given on, and print only those that fail.
    #[arg(long)]
    count: Option<u64>,
}

fn main() -> std::io::Result<ExitCode> {
    let options = Options::parse();
    if let Some(count) = options.count {
        return many(&options, count);
    }
    let mut plan = plan_of(&options, options.seed);
    if options.shrink {
        plan = shrink(&plan, None).unwrap_or(plan);
    }
    let mut out = std::io::stdout().lock();
    let roles: Vec<_> = plan.devices.iter().map(|device| device.role).collect();
    writeln!(
        out,
        "seed {} devices {roles:?} nasty {} forgeries {} rollbacks {} steps {}",
        plan.seed,
        plan.nasty,
        plan.forgeries,
        plan.rollbacks,
        plan.steps.len()
    )?;
    let outcome = run(&plan, None, true);
    write!(out, "{}", outcome.trace.unwrap_or_default())?;
    writeln!(out, "trace {:016x}", outcome.trace_hash)?;
    writeln!(out, "{:?}", outcome.stats)?;
    for fault in &outcome.faults {
        writeln!(out, "{}: {}", fault.kind, fault.detail)?;
    }
    Ok(if outcome.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn plan_of(options: &Options, seed: u64) -> Plan {
    let plan = Plan::of_seed(seed, options.devices, options.steps);
    if options.restores {
        plan.with_restores()
    } else {
        plan
    }
}

fn many(options: &Options, count: u64) -> std::io::Result<ExitCode> {
    let started = std::time::Instant::now();
    let plan_of = |seed| plan_of(options, seed);
    let (stats, failures) = sweep(options.seed..options.seed + count, &plan_of, None);
    let mut out = std::io::stdout().lock();
    for failure in &failures {
        writeln!(out, "{failure}")?;
    }
    writeln!(out, "{stats:#?}")?;
    writeln!(
        out,
        "{count} seeds in {:.1} s: {} failed",
        started.elapsed().as_secs_f64(),
        failures.len()
    )?;
    Ok(if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
