//! One run: a world from its plan, what happens in it in order of time, and what is found wrong.

use crate::plan::Plan;
use crate::world::World;

/// How long everybody may take to be equal once faults have stopped, in milliseconds.
pub const CONVERGED_MS_MAX: u64 = 60_000;
/// Something that must never be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of thing, in two words.
    pub kind: &'static str,
    /// What exactly.
    pub detail: String,
}

/// A fault put into the world on purpose, to see that the checks notice it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// Devices tell first and write some other time.
    ToldBeforeWritten,
    /// A disk loses an edit it said it had.
    AcknowledgedDropped,
    /// The relay answers first and commits some other time.
    RelayAnswersFirst,
    /// The oracle believes that something else was written.
    OracleMisremembers,
    /// The relay comes to hold something it can read.
    RelayReads,
    /// Devices upload their series to its end, also what they have not marked as offered.
    UnofferedLeaves,
}

impl Planted {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::ToldBeforeWritten,
        Self::AcknowledgedDropped,
        Self::RelayAnswersFirst,
        Self::OracleMisremembers,
        Self::RelayReads,
        Self::UnofferedLeaves,
    ];
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// What was wrong, the first thing first; nothing if all is well.
    pub faults: Vec<Fault>,
    /// Hash of the trace: two runs of one plan have the same.
    pub trace_hash: u64,
    /// Hash of what the matrix everybody ended with says, without labels of time.
    pub content_hash: u64,
    /// The trace, if it was asked for.
    pub trace: Option<String>,
    /// What was done.
    pub stats: Stats,
}

/// What was done in a run, or in several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Edits tried.
    pub tried: u64,
    /// Edits made, acknowledged or not.
    pub made: u64,
    /// Edits acknowledged.
    pub acknowledged: u64,
    /// Edits refused because their author's role does not allow them.
    pub forbidden: u64,
    /// Changes the relay confirmed to their authors.
    pub confirmed: u64,
    /// Times a device lost its memory.
    pub crashes: u64,
    /// Times a replica was read from disk.
    pub loads: u64,
    /// Commits that failed.
    pub failed_commits: u64,
    /// Times envelopes were packed anew.
    pub repacks: u64,
    /// Documents compacted.
    pub compactions: u64,
    /// Times the relay died.
    pub relay_crashes: u64,
    /// Times the relay was put back to a backup that lacked something.
    pub rollbacks: u64,
    /// Times a device's folder was put back to a copy.
    pub restorings: u64,
    /// Own envelopes written or come back in restored folders, of those that had left.
    pub came_back: u64,
    /// Forged things delivered.
    pub forgeries: u64,
    /// Times a device was told that the relay will not go on.
    pub stuck: u64,
    /// Frames that arrived.
    pub frames: u64,
    /// Short fields that ended with several values.
    pub conflicts: u64,
    /// Texts that ended waiting for a decision.
    pub to_decide: u64,
    /// Simulated time, in milliseconds.
    pub simulated_ms: u64,
    /// Longest time until all were equal after faults had stopped, in milliseconds.
    pub converged_ms_max: u64,
}

impl Stats {
    /// Adds another run's.
    pub fn add(&mut self, other: &Self) {
        self.tried += other.tried;
        self.made += other.made;
        self.acknowledged += other.acknowledged;
        self.forbidden += other.forbidden;
        self.confirmed += other.confirmed;
        self.crashes += other.crashes;
        self.loads += other.loads;
        self.failed_commits += other.failed_commits;
        self.repacks += other.repacks;
        self.compactions += other.compactions;
        self.relay_crashes += other.relay_crashes;
        self.rollbacks += other.rollbacks;
        self.restorings += other.restorings;
        self.came_back += other.came_back;
        self.forgeries += other.forgeries;
        self.stuck += other.stuck;
        self.frames += other.frames;
        self.conflicts += other.conflicts;
        self.to_decide += other.to_decide;
        self.simulated_ms += other.simulated_ms;
        self.converged_ms_max = self.converged_ms_max.max(other.converged_ms_max);
    }
}

impl Fault {
    pub(crate) fn new(kind: &'static str, detail: String) -> Self {
        Self { kind, detail }
    }
}

/// Runs a plan.
pub fn run(plan: &Plan, planted: Option<Planted>, keep_trace: bool) -> Outcome {
    let mut world = World::new(plan, planted, keep_trace);
    world.begin();
    world.live(plan.ends_at_ms());
    if world.faults.is_empty() {
        world.settle();
    }
    world.finish()
}
