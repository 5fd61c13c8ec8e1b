//! The world: simulated devices over the real replica, model, seal and wire, with a fake disk,
//! network, clock and relay, all of it from one seed.
//!
//! ```text
//! seed ── Plan::of_seed ──► Plan ── run ──► Outcome { faults, trace_hash, stats }
//!                            people edit, disks fill, devices die, wires break, the relay forgets;
//!                            then faults stop, all must become equal within a minute, and the
//!                            oracle, which never heard of Automerge, says what must show
//! ```
//!
//! A run must never know the system's clock or dice, threads, files or sockets: two runs of one seed
//! are the same to the byte ([`sweep`] alone has threads, each with runs of its own). Read [`Plan`]
//! first, then [`run`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod act;
mod check;
mod contact;
mod device;
mod dice;
mod disk;
mod edits;
mod faults;
mod forge;
mod ledger;
mod network;
mod oracle;
mod plan;
mod relay;
mod run;
mod shrink;
mod sweep;
mod trace;
mod words;
mod world;

pub use plan::{
    DEVICES_MAX, DevicePlan, EditKind, Forgery, Moment, Plan, STEPS_DEFAULT, Step, What,
};
pub use run::{CONVERGED_MS_MAX, Fault, Outcome, Planted, Stats, run};
pub use shrink::shrink;
pub use sweep::{Failure, sweep};
