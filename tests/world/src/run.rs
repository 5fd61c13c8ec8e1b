//! One run: a world from its plan, what happens in it in order of time, and what is found wrong.

use std::collections::BTreeMap;

use replica::Replica;
use wire::{DocumentKind, Role};

use crate::act::{self, INVITE_AGAIN_MS};
use crate::check;
use crate::device::{Device, Input, Out, Surroundings};
use crate::dice::{Dice, Stream};
use crate::forge::{Loot, forge};
use crate::network::{End, Network};
use crate::oracle::{Oracle, Seen};
use crate::plan::{Moment, Plan, Step, What, skew_ms};
use crate::relay::{self, Relay};
use crate::trace::{Trace, digest};
use crate::words::Coiner;

/// How long everybody may take to be equal once faults have stopped, in milliseconds.
pub const CONVERGED_MS_MAX: u64 = 60_000;
/// How often it is looked whether they are, in milliseconds.
const LOOK_EVERY_MS: u64 = 250;
/// Events of a run at most: one that passes it goes round in circles.
const EVENTS_MAX: u64 = 400_000;

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

#[derive(Debug)]
enum Event {
    Step(Step),
    Tell {
        device: usize,
        life: Option<u64>,
        input: Input,
    },
    Turn(usize),
    Boot(usize),
    ToRelay {
        wire: u64,
        bytes: Vec<u8>,
    },
    RelayLost(u64),
    RelayTurn,
    RelayRise,
}

/// Everything there is.
pub(crate) struct World<'a> {
    plan: &'a Plan,
    planted: Option<Planted>,
    now_ms: u64,
    events: BTreeMap<(u64, u64), Event>,
    event_number: u64,
    pub(crate) devices: Vec<Device>,
    turns: Vec<Planned>,
    relay_turns: Planned,
    pub(crate) relay: Relay,
    network: Network,
    pub(crate) oracle: Oracle,
    trace: Trace,
    pub(crate) coiner: Coiner,
    pub(crate) stats: Stats,
    pub(crate) faults: Vec<Fault>,
    /// The relay was put back at least once.
    rolled_back: bool,
}

/// Whether somebody already has a turn coming, and when they will be told the time.
#[derive(Debug, Clone, Copy, Default)]
struct Planned {
    turn: bool,
    tick_ms: Option<u64>,
}

impl<'a> World<'a> {
    fn new(plan: &'a Plan, planted: Option<Planted>, keep_trace: bool) -> Self {
        let devices: Vec<Device> = plan
            .devices
            .iter()
            .enumerate()
            .map(|(place, device)| {
                Device::new(place, device, Dice::new(plan.seed, Stream::Device(place)))
            })
            .collect();
        let mut relay = Relay::new(Dice::new(plan.seed, Stream::Relay));
        relay.answers_before_commit = planted == Some(Planted::RelayAnswersFirst);
        Self {
            plan,
            planted,
            now_ms: 0,
            events: BTreeMap::new(),
            event_number: 0,
            turns: vec![Planned::default(); devices.len()],
            relay_turns: Planned::default(),
            devices,
            relay,
            network: Network::new(Dice::new(plan.seed, Stream::Network), plan.nasty),
            oracle: Oracle::default(),
            trace: Trace::new(keep_trace),
            coiner: Coiner::default(),
            stats: Stats::default(),
            faults: Vec::new(),
            rolled_back: false,
        }
    }

    /// The first device founds the dossier; the rest is planned.
    fn begin(&mut self) {
        let mut dice = Dice::new(self.plan.seed, Stream::Step);
        for device in &mut self.devices {
            device.name = format!("Persona {}", self.coiner.word(&mut dice, None));
            device.institution = format!("Oficina {}", self.coiner.word(&mut dice, None));
        }
        if self.planted == Some(Planted::RelayReads) {
            self.relay.overheard = self.devices[0].name.clone().into_bytes();
        }
        let draft = act::draft(&mut self.coiner, &mut dice);
        let founder = &mut self.devices[0];
        let (key, profile) = (std::sync::Arc::clone(&founder.key), founder.profile());
        let at_ms = founder.clock_ms(0);
        let throw = &mut founder.dice;
        let founded = Replica::found(&draft, &[], key, &profile, at_ms, &mut |bytes| {
            throw.fill(bytes);
        });
        match founded {
            Ok((replica, step)) => {
                let deeds = act::founding_deeds(&draft, replica.matrix().rows());
                let id = self.devices[0].id;
                let matrix = (DocumentKind::Matrix, id, 1);
                let review = (DocumentKind::Review, id, 1);
                self.oracle.made(0, matrix, Seen::default(), deeds);
                self.oracle.made(0, review, Seen::default(), Vec::new());
                self.with_device(0, |device, around, out| {
                    device.keep_new(replica, step, around, out);
                });
            }
            Err(problem) => self.faults.push(Fault::new("found", problem.to_string())),
        }
        for (place, device) in self.plan.devices.iter().enumerate().skip(1) {
            let input = Input::Invite(place, device.role);
            self.at(
                device.joins_at_ms,
                Event::Tell {
                    device: 0,
                    life: None,
                    input,
                },
            );
        }
        for step in &self.plan.steps {
            self.at(step.at_ms, Event::Step(*step));
        }
    }

    fn at(&mut self, at_ms: u64, event: Event) {
        self.event_number += 1;
        self.events
            .insert((at_ms.max(self.now_ms), self.event_number), event);
    }

    fn after(&mut self, delay_ms: u64, event: Event) {
        self.at(self.now_ms + delay_ms, event);
    }

    fn note(&mut self, what: std::fmt::Arguments<'_>) {
        self.trace.note(self.now_ms, what);
    }

    /// Lets time pass until `until_ms`, or until something is wrong.
    fn live(&mut self, until_ms: u64) {
        while let Some(entry) = self.events.first_entry() {
            if entry.key().0 > until_ms || !self.faults.is_empty() {
                break;
            }
            let ((at_ms, _), event) = entry.remove_entry();
            self.now_ms = at_ms;
            if self.event_number > EVENTS_MAX {
                self.faults
                    .push(Fault::new("endless", "events without end".to_owned()));
                return;
            }
            self.happen(event);
        }
        if self.faults.is_empty() {
            self.now_ms = until_ms;
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Step(step) => self.step(step),
            Event::Tell {
                device,
                input: input @ Input::Invite(..),
                ..
            } if self.devices[device].is_off() => {
                self.after(
                    INVITE_AGAIN_MS,
                    Event::Tell {
                        device,
                        life: None,
                        input,
                    },
                );
            }
            Event::Tell {
                device,
                life,
                input,
            } => {
                if life.is_none_or(|life| self.devices[device].life == life) {
                    if matches!(input, Input::Tick) {
                        self.turns[device].tick_ms = None;
                    }
                    self.stats.frames += u64::from(matches!(input, Input::Frame(..)));
                    self.devices[device].inbox.push_back(input);
                    self.plan_turn(device);
                }
            }
            Event::Turn(place) => {
                self.turns[place].turn = false;
                self.with_device(place, |device, around, out| out.extend(device.turn(around)));
            }
            Event::Boot(place) => {
                if self.devices[place].is_off() && self.devices[place].disk.has_dossier() {
                    self.note(format_args!("d{place} on"));
                    self.with_device(place, |device, _, out| out.extend(device.boot()));
                }
            }
            Event::ToRelay { wire, bytes } => {
                if self.network.is_whole(wire) {
                    self.stats.frames += 1;
                    self.relay.hear(wire, bytes);
                    self.plan_relay_turn();
                }
            }
            Event::RelayLost(wire) => self.relay.lose(wire),
            Event::RelayTurn => {
                self.relay_turns.turn = false;
                for out in self.relay.turn() {
                    self.relay_wants(out);
                }
            }
            Event::RelayRise => {
                if !self.relay.is_up {
                    self.note(format_args!("relay on"));
                    self.relay.rise();
                }
            }
        }
    }

    fn plan_turn(&mut self, place: usize) {
        if !std::mem::replace(&mut self.turns[place].turn, true) {
            self.after(1, Event::Turn(place));
        }
    }

    fn plan_relay_turn(&mut self) {
        if !std::mem::replace(&mut self.relay_turns.turn, true) {
            self.after(2, Event::RelayTurn);
        }
    }

    /// Lets a device do something, then does what it wants.
    fn with_device(
        &mut self,
        place: usize,
        act: impl FnOnce(&mut Device, &mut Surroundings<'_>, &mut Vec<Out>),
    ) {
        let mut out = Vec::new();
        let mut around = Surroundings {
            now_ms: self.now_ms,
            oracle: &mut self.oracle,
            trace: &mut self.trace,
            coiner: &mut self.coiner,
            stats: &mut self.stats,
            faults: &mut self.faults,
            planted: self.planted,
            is_odd: self.plan.nasty || self.plan.forgeries,
            may_forget: self.rolled_back || self.plan.nasty,
        };
        act(&mut self.devices[place], &mut around, &mut out);
        for out in out {
            self.device_wants(place, out);
        }
        self.plan_tick(place);
    }

    fn plan_tick(&mut self, place: usize) {
        let Some(at_ms) = self.devices[place].wake_at_ms() else {
            return;
        };
        let at_ms = at_ms.max(self.now_ms);
        if self.turns[place]
            .tick_ms
            .is_none_or(|planned| at_ms < planned)
        {
            self.turns[place].tick_ms = Some(at_ms);
            let life = Some(self.devices[place].life);
            self.at(
                at_ms,
                Event::Tell {
                    device: place,
                    life,
                    input: Input::Tick,
                },
            );
        }
    }

    fn device_wants(&mut self, place: usize, out: Out) {
        let life = Some(self.devices[place].life);
        let tell = |input| Event::Tell {
            device: place,
            life,
            input,
        };
        match out {
            Out::Dial => self.dial(place),
            Out::Send(wire, frame) => {
                let bytes = frame.encode();
                let (name, mark) = (frame.name(), digest(&bytes));
                self.note(format_args!(
                    "d{place} > {name} {} {mark:016x}",
                    bytes.len()
                ));
                for at_ms in self.network.carry(wire, End::Relay, self.now_ms) {
                    self.at(
                        at_ms,
                        Event::ToRelay {
                            wire,
                            bytes: bytes.clone(),
                        },
                    );
                }
            }
            Out::HangUp(wire) => self.cut(wire),
            Out::Again => self.plan_turn(place),
            Out::Load => {
                let delay_ms = self.network.delay_ms();
                self.after(delay_ms, tell(Input::Loaded));
            }
            Out::Invitation(guest, link) => {
                let input = Input::Join(link);
                self.after(
                    50,
                    Event::Tell {
                        device: guest,
                        life: None,
                        input,
                    },
                );
            }
            Out::Later(input) => {
                self.after(
                    INVITE_AGAIN_MS,
                    Event::Tell {
                        device: place,
                        life: None,
                        input,
                    },
                );
            }
            Out::Died => self.device_dies(place),
        }
    }

    fn device_dies(&mut self, place: usize) {
        self.note(format_args!("d{place} dies"));
        // What it was asked to do by people is asked again; what the network brought is gone.
        let asked: Vec<Input> = self.devices[place]
            .inbox
            .iter()
            .filter(|input| matches!(input, Input::Invite(..) | Input::Join(_)))
            .cloned()
            .collect();
        self.turns[place].tick_ms = None;
        self.with_device(place, |device, around, _| device.die(around));
        for wire in self.network.wires_of(Some(place)) {
            self.cut(wire);
        }
        for input in asked {
            self.after(
                INVITE_AGAIN_MS,
                Event::Tell {
                    device: place,
                    life: None,
                    input,
                },
            );
        }
        let down_ms = 20 + self.network.delay_ms() * 40;
        self.after(down_ms, Event::Boot(place));
    }

    fn dial(&mut self, place: usize) {
        let wire = self.network.reserve();
        self.devices[place].wire = Some(wire);
        let life = Some(self.devices[place].life);
        let delay_ms = self.network.delay_ms();
        let reached = self.relay.is_up && !self.network.is_parted(place, self.now_ms);
        if !reached {
            if !self.network.is_black_hole() {
                let input = Input::Lost(wire);
                self.after(
                    delay_ms,
                    Event::Tell {
                        device: place,
                        life,
                        input,
                    },
                );
            }
            return;
        }
        self.network.connect(wire, place);
        let input = Input::Dialed(wire);
        self.after(
            delay_ms,
            Event::Tell {
                device: place,
                life,
                input,
            },
        );
        let challenge = self.relay.accept(wire);
        self.relay_wants(relay::Out::Send(wire, challenge));
    }

    fn relay_wants(&mut self, out: relay::Out) {
        match out {
            relay::Out::Send(wire, frame) => {
                let Some(place) = self.network.device_of(wire) else {
                    return;
                };
                let bytes = frame.encode();
                let (name, mark) = (frame.name(), digest(&bytes));
                self.note(format_args!(
                    "relay > d{place} {name} {} {mark:016x}",
                    bytes.len()
                ));
                let life = Some(self.devices[place].life);
                for at_ms in self.network.carry(wire, End::Device, self.now_ms) {
                    let input = Input::Frame(wire, bytes.clone());
                    self.at(
                        at_ms,
                        Event::Tell {
                            device: place,
                            life,
                            input,
                        },
                    );
                }
            }
            relay::Out::HangUp(wire) => self.cut(wire),
            relay::Out::Again => self.plan_relay_turn(),
            relay::Out::Died => self.relay_dies(),
        }
    }

    fn relay_dies(&mut self) {
        self.note(format_args!("relay dies"));
        self.stats.relay_crashes += 1;
        self.relay.die();
        for wire in self.network.wires_of(None) {
            self.cut(wire);
        }
        let down_ms = 100 + self.network.delay_ms() * 20;
        self.after(down_ms, Event::RelayRise);
    }

    /// Breaks a wire; each end notices in its own time.
    fn cut(&mut self, wire: u64) {
        let Some(place) = self.network.device_of(wire) else {
            return;
        };
        let Some((device_ms, relay_ms)) = self.network.cut(wire) else {
            return;
        };
        let life = Some(self.devices[place].life);
        self.after(
            device_ms,
            Event::Tell {
                device: place,
                life,
                input: Input::Lost(wire),
            },
        );
        self.after(relay_ms, Event::RelayLost(wire));
    }

    fn step(&mut self, step: Step) {
        let what = step.what;
        if !matches!(what, What::Edit(..)) {
            self.note(format_args!("{what:?}"));
        }
        let mut dice = Dice::new(step.dice, Stream::Step);
        match what {
            What::Edit(device, _) => {
                self.devices[device].inbox.push_back(Input::Step(step));
                self.plan_turn(device);
            }
            What::Crash(device, moment) => {
                if !self.devices[device].is_off() {
                    self.devices[device].crash = Some(moment);
                    if moment == Moment::Now {
                        self.device_dies(device);
                    }
                }
            }
            What::DiskFull(device) => {
                self.devices[device].fail_commits = dice.between(1, 4) as u32;
            }
            What::Cut(device) => {
                for wire in self.network.wires_of(Some(device)) {
                    self.cut(wire);
                }
            }
            What::Part(device) => {
                let for_ms = if dice.chance(700) {
                    dice.between(200, 20_000)
                } else {
                    dice.between(20_000, 600_000)
                };
                self.network.part(device, self.now_ms + for_ms);
                for wire in self.network.wires_of(Some(device)) {
                    self.cut(wire);
                }
            }
            What::Clock(device) => self.devices[device].skew_ms = skew_ms(&mut dice),
            What::Compact(device) => {
                self.with_device(device, |device, around, _| device.compact(around));
            }
            What::RelayCrash(moment) => {
                if self.relay.is_up {
                    self.relay.crash = Some(moment);
                    if moment == Moment::Now {
                        self.relay_dies();
                    }
                }
            }
            What::RelayDiskFull => self.relay.fail_commits = dice.between(1, 3) as u32,
            What::RelayBackup => self.relay.back_up(),
            What::RelayRollback => {
                self.relay_dies();
                let lost = self.relay.roll_back();
                self.note(format_args!("relay lost {lost} envelopes"));
                self.rolled_back = true;
                self.stats.rollbacks += u64::from(lost > 0);
            }
            What::Forge(device, forgery) => {
                let Some(replica) = self.devices[device].replica() else {
                    return;
                };
                let reader = self
                    .devices
                    .iter()
                    .find(|other| other.role == Role::Reader && other.place != device);
                let loot = Loot {
                    dossier: replica.dossier(),
                    key: *replica.key().expose_secret_for_disk(),
                    envelopes: self.relay.envelopes(),
                    entries: self.relay.entries(),
                    held: replica.vector(),
                    reader: reader.map(|reader| &*reader.key),
                };
                if let Some(bytes) = forge(forgery, &loot, &mut dice) {
                    self.devices[device].inbox.push_back(Input::Forged(bytes));
                    self.plan_turn(device);
                }
            }
        }
    }

    /// Faults stop; everybody must become equal in time.
    fn settle(&mut self) {
        self.note(format_args!("faults stop"));
        if self.planted == Some(Planted::OracleMisremembers) {
            self.oracle.misremember();
        }
        let started_ms = self.now_ms;
        let was_odd = self.plan.nasty || self.plan.forgeries || self.planted.is_some();
        self.network.heal();
        self.relay.settle();
        if !self.relay.is_up {
            self.after(0, Event::RelayRise);
        }
        if was_odd {
            // Frames that were forged or came in disorder leave no promise but this one.
            for wire in self.network.wires_of(None) {
                self.cut(wire);
            }
        }
        for place in 0..self.devices.len() {
            self.with_device(place, |device, around, _| device.settle(around));
            self.after(0, Event::Boot(place));
        }
        while self.faults.is_empty() {
            self.live(self.now_ms + LOOK_EVERY_MS);
            if self.faults.is_empty() && check::unequal(self).is_none() {
                break;
            }
            if self.now_ms > started_ms + CONVERGED_MS_MAX {
                let detail = check::unequal(self).unwrap_or_default();
                self.faults.push(Fault::new("not converged", detail));
            }
        }
        self.stats.converged_ms_max = self.now_ms - started_ms;
        if self.faults.is_empty() {
            self.note(format_args!("all equal"));
            check::everything(self);
        }
    }

    fn finish(mut self) -> Outcome {
        for fault in &self.faults {
            self.trace.note(
                self.now_ms,
                format_args!("FAULT {}: {}", fault.kind, fault.detail),
            );
        }
        let (made, acknowledged) = self.oracle.counts();
        self.stats.made = made;
        self.stats.acknowledged = acknowledged;
        self.stats.simulated_ms = self.now_ms;
        Outcome {
            seed: self.plan.seed,
            faults: self.faults,
            trace_hash: self.trace.hash(),
            trace: self.trace.into_text(),
            stats: self.stats,
        }
    }

    /// Devices that have the dossier.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Device> {
        self.devices
            .iter()
            .filter(|device| device.disk.has_dossier())
    }
}
