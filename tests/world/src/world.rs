//! A world: who is in it, and what happens in order of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::Field;
use replica::{Found, FoundNote, Replica};
use review::Credit;
use wire::DocumentKind;

use crate::act::INVITE_AGAIN_MS;
use crate::check;
use crate::device::{Device, Input, Out, Surroundings};
use crate::dice::{Dice, Stream};
use crate::edits;
use crate::network::{End, Network};
use crate::oracle::{Deed, Oracle, Seen};
use crate::plan::{Plan, Step};
use crate::relay::{self, Relay};
use crate::run::{Fault, Outcome, Planted, Stats};
use crate::trace::{Trace, digest};
use crate::words::Coiner;

/// Events of a run at most: one that passes it goes round in circles.
const EVENTS_MAX: u64 = 400_000;

#[derive(Debug)]
pub(crate) enum Event {
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
    pub(crate) plan: &'a Plan,
    pub(crate) planted: Option<Planted>,
    pub(crate) now_ms: u64,
    events: BTreeMap<(u64, u64), Event>,
    event_number: u64,
    pub(crate) devices: Vec<Device>,
    turns: Vec<Planned>,
    relay_turns: Planned,
    pub(crate) relay: Relay,
    pub(crate) network: Network,
    pub(crate) oracle: Oracle,
    pub(crate) trace: Trace,
    pub(crate) coiner: Coiner,
    pub(crate) stats: Stats,
    pub(crate) faults: Vec<Fault>,
    /// The relay was put back at least once.
    pub(crate) rolled_back: bool,
}

/// Whether somebody already has a turn coming, and when they will be told the time.
#[derive(Debug, Clone, Copy, Default)]
struct Planned {
    turn: bool,
    tick_ms: Option<u64>,
}

impl<'a> World<'a> {
    pub(crate) fn new(plan: &'a Plan, planted: Option<Planted>, keep_trace: bool) -> Self {
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
    pub(crate) fn begin(&mut self) {
        let mut dice = Dice::new(self.plan.seed, Stream::Step);
        for device in &mut self.devices {
            device.name = format!("Persona {}", self.coiner.word(&mut dice, None));
            device.institution = format!("Oficina {}", self.coiner.word(&mut dice, None));
        }
        if self.planted == Some(Planted::RelayReads) {
            self.relay.overheard = self.devices[0].name.clone().into_bytes();
        }
        let draft = edits::draft(&mut self.coiner, &mut dice);
        let founder = &mut self.devices[0];
        let (key, profile) = (Arc::clone(&founder.key), founder.profile());
        let at_ms = founder.clock_ms(0);
        let throw = &mut founder.dice;
        let note = FoundNote {
            row: 0,
            field: Field::ActionLine,
            credit: Some(Credit {
                author: "Lectora".to_owned(),
                at_ms: None,
            }),
            text: self.coiner.word(&mut dice, None),
            answers: None,
        };
        let found = Found {
            notes: vec![note.clone()],
            ..Found::default()
        };
        let founded = Replica::found(&draft, &found, key, &profile, at_ms, &mut |bytes| {
            throw.fill(bytes);
        });
        match founded {
            Ok((replica, step)) => {
                let deeds = edits::founding_deeds(&draft, replica.matrix().rows());
                let id = self.devices[0].id;
                let matrix = (DocumentKind::Matrix, id, 1);
                let review = |index| (DocumentKind::Review, id, index);
                self.oracle.made(0, matrix, Seen::default(), deeds);
                let mut seen = Seen::default();
                seen.insert(self.oracle.made(0, review(1), Seen::default(), Vec::new()));
                let deed = Deed::Comment {
                    text: note.text,
                    thread: None,
                };
                self.oracle.made(0, review(2), seen, vec![deed]);
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

    pub(crate) fn after(&mut self, delay_ms: u64, event: Event) {
        self.at(self.now_ms + delay_ms, event);
    }

    pub(crate) fn note(&mut self, what: std::fmt::Arguments<'_>) {
        self.trace.note(self.now_ms, what);
    }

    /// Lets time pass until `until_ms`, or until something is wrong.
    pub(crate) fn live(&mut self, until_ms: u64) {
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

    pub(crate) fn plan_turn(&mut self, place: usize) {
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
    pub(crate) fn with_device(
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

    pub(crate) fn device_dies(&mut self, place: usize) {
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

    pub(crate) fn relay_dies(&mut self) {
        self.note(format_args!("relay dies"));
        self.stats.relay_crashes += 1;
        self.relay.die();
        for wire in self.network.wires_of(None) {
            self.cut(wire);
        }
        let down_ms = self.network.outage_ms();
        self.after(down_ms, Event::RelayRise);
    }

    /// Breaks a wire; each end notices in its own time.
    pub(crate) fn cut(&mut self, wire: u64) {
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

    pub(crate) fn finish(mut self) -> Outcome {
        for fault in &self.faults {
            self.trace.note(
                self.now_ms,
                format_args!("FAULT {}: {}", fault.kind, fault.detail),
            );
        }
        let shown = self
            .members()
            .filter_map(Device::replica)
            .map(check::content);
        let content_hash = shown.take(1).map(|shown| digest(shown.as_bytes())).sum();
        let (made, acknowledged) = self.oracle.counts();
        self.stats.made = made;
        self.stats.acknowledged = acknowledged;
        self.stats.simulated_ms = self.now_ms;
        Outcome {
            seed: self.plan.seed,
            faults: self.faults,
            trace_hash: self.trace.hash(),
            content_hash,
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
