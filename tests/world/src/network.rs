//! Wires between devices and the relay: ordered streams with delays, as a WebSocket is, that may
//! break anywhere. A nasty network also repeats frames and lets one overtake another.

use std::collections::BTreeMap;

use crate::dice::Dice;

/// An end of a wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Device,
    Relay,
}

/// Every wire there has been.
#[derive(Debug)]
pub(crate) struct Network {
    dice: Dice,
    /// Milliseconds a frame takes at least.
    latency_ms: u64,
    /// And at most beyond that.
    jitter_ms: u64,
    pub(crate) nasty: bool,
    wires: BTreeMap<u64, Wire>,
    next_wire: u64,
    /// Devices without network, and until when.
    partitioned: BTreeMap<usize, u64>,
}

/// A connection of a device with the relay.
#[derive(Debug)]
struct Wire {
    device: usize,
    cut: bool,
    /// When the last frame towards each end arrives.
    towards_device_ms: u64,
    towards_relay_ms: u64,
}

impl Network {
    pub(crate) fn new(mut dice: Dice, nasty: bool) -> Self {
        let latency_ms = dice.between(1, 120);
        let jitter_ms = dice.between(1, 200);
        Self {
            dice,
            latency_ms,
            jitter_ms,
            nasty,
            wires: BTreeMap::new(),
            next_wire: 1,
            partitioned: BTreeMap::new(),
        }
    }

    /// A number for a wire to be.
    pub(crate) fn reserve(&mut self) -> u64 {
        self.next_wire += 1;
        self.next_wire - 1
    }

    /// A device reaches the relay.
    pub(crate) fn connect(&mut self, wire: u64, device: usize) {
        let fresh = Wire {
            device,
            cut: false,
            towards_device_ms: 0,
            towards_relay_ms: 0,
        };
        self.wires.insert(wire, fresh);
    }

    /// When a frame arrives: never (cut), once, or twice.
    pub(crate) fn carry(&mut self, wire: u64, to: End, now_ms: u64) -> Vec<u64> {
        let mut delay_ms = self.latency_ms + self.dice.between(0, self.jitter_ms);
        if self.dice.chance(10) {
            delay_ms += self.dice.between(500, 3_000);
        }
        let Some(line) = self.wires.get_mut(&wire).filter(|line| !line.cut) else {
            return Vec::new();
        };
        let last = match to {
            End::Device => &mut line.towards_device_ms,
            End::Relay => &mut line.towards_relay_ms,
        };
        let overtakes = self.nasty && self.dice.chance(120);
        let at_ms = if overtakes {
            now_ms + 1
        } else {
            (now_ms + delay_ms).max(*last)
        };
        *last = at_ms.max(*last);
        let mut arrivals = vec![at_ms];
        if self.nasty && self.dice.chance(120) {
            arrivals.push(at_ms + self.dice.between(0, 800));
        }
        arrivals
    }

    /// Whether frames still come through.
    pub(crate) fn is_whole(&self, wire: u64) -> bool {
        self.wires.get(&wire).is_some_and(|line| !line.cut)
    }

    /// Breaks a wire; what is on it is lost. Answers after how long each end notices.
    pub(crate) fn cut(&mut self, wire: u64) -> Option<(u64, u64)> {
        let line = self.wires.get_mut(&wire).filter(|line| !line.cut)?;
        line.cut = true;
        Some((self.notice_ms(), self.notice_ms()))
    }

    /// Most losses are noticed at once, some only when nothing has been heard for long.
    fn notice_ms(&mut self) -> u64 {
        if self.dice.chance(150) {
            self.dice.between(2_000, 20_000)
        } else {
            self.delay_ms()
        }
    }

    /// A short while.
    pub(crate) fn delay_ms(&mut self) -> u64 {
        self.latency_ms + self.dice.between(0, self.jitter_ms)
    }

    /// How long the relay is down: a restart, or long enough for everybody to work alone.
    pub(crate) fn outage_ms(&mut self) -> u64 {
        if self.dice.chance(500) {
            self.dice.between(100, 5_000)
        } else {
            self.dice.between(5_000, 180_000)
        }
    }

    /// Whole wires of a device, or of everybody.
    pub(crate) fn wires_of(&self, device: Option<usize>) -> Vec<u64> {
        let wires = self.wires.iter().filter(|(_, line)| !line.cut);
        wires
            .filter(|(_, line)| device.is_none_or(|device| line.device == device))
            .map(|(wire, _)| *wire)
            .collect()
    }

    pub(crate) fn device_of(&self, wire: u64) -> Option<usize> {
        self.wires.get(&wire).map(|line| line.device)
    }

    pub(crate) fn part(&mut self, device: usize, until_ms: u64) {
        self.partitioned.insert(device, until_ms);
    }

    pub(crate) fn heal(&mut self) {
        self.partitioned.clear();
        self.nasty = false;
    }

    pub(crate) fn is_parted(&self, device: usize, now_ms: u64) -> bool {
        self.partitioned
            .get(&device)
            .is_some_and(|until_ms| now_ms < *until_ms)
    }

    /// Half of the time somebody who cannot be reached does not even say so.
    pub(crate) fn is_black_hole(&mut self) -> bool {
        self.dice.chance(500)
    }
}
