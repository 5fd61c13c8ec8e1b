//! What goes wrong in a world, step by step of its plan, and how it stops going wrong.

use wire::Role;

use crate::check;
use crate::device::Input;
use crate::dice::{Dice, Stream};
use crate::forge::{Loot, forge};
use crate::plan::{Moment, Step, What, skew_ms};
use crate::run::{CONVERGED_MS_MAX, Fault, Planted};
use crate::world::{Event, World};

/// How often it is looked whether all are equal, in milliseconds.
const LOOK_EVERY_MS: u64 = 250;

impl World<'_> {
    pub(crate) fn step(&mut self, step: Step) {
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
            What::CopyFolder(device) => self.copy_folder(device),
            What::RestoreFolder(device) => self.restore_folder(device),
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
                    key: *replica.keyring().newest().expose_secret_for_disk(),
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

    fn copy_folder(&mut self, place: usize) {
        let device = &mut self.devices[place];
        if device.disk.has_dossier() {
            device.copy = Some((device.disk.clone(), self.oracle.copied(device.id)));
        }
    }

    /// The computer is lost with all that did not leave it, and its folder restored from a copy.
    fn restore_folder(&mut self, place: usize) {
        let Some((disk, copied)) = self.devices[place].copy.clone() else {
            return;
        };
        let wires = self.network.wires_of(Some(place));
        if self.devices[place].is_off() {
            self.oracle.dropped(place);
        } else {
            self.device_dies(place);
        }
        for wire in wires {
            // What was on its way is lost, and what the relay has taken in counts.
            self.relay.lose(wire);
        }
        let relay = self.relay.vector();
        let device = &mut self.devices[place];
        self.oracle.put_back(device.id, &copied, &relay);
        device.disk = disk;
        device.was_restored = true;
        device.remember_disk();
        self.stats.restorings += 1;
    }

    /// Faults stop; everybody must become equal in time.
    pub(crate) fn settle(&mut self) {
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
}
