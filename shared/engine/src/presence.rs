//! Who is here, and in which cell: told to colleagues in contact, kept in memory for a moment,
//! never on disk.

use std::collections::BTreeMap;

use contract::{Cell, Event, PresenceView, Problem};
use model::{Field, IndicatorId, LineId, RowKey};
use wire::{DeviceId, DossierId, Presence};

use crate::desk::{Desk, dice, monotonic_ms, now_ms};

/// Somebody of whom nothing was heard for this long is gone, in milliseconds.
const SILENCE_MS_MAX: u64 = 30_000;
/// One says that one is still here this often, in milliseconds.
const HEARTBEAT_MS: u64 = 10_000;
/// Between two things said, in milliseconds: the relay drops what comes faster than ten a second.
const PAUSE_MS: u64 = 200;

/// Where this person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) cell: Option<(RowKey, Field)>,
    pub(crate) writing: bool,
    /// Where the selection begins and ends in the text, in UTF-16 units.
    pub(crate) caret: Option<(u64, u64)>,
}

/// The people of a dossier, as far as they tell.
#[derive(Default)]
struct Room {
    mine: Option<Place>,
    said_ms: u64,
    /// Something changed since it was last said.
    due: bool,
    people: BTreeMap<DeviceId, (Presence, u64)>,
}

/// Who is where.
#[derive(Default)]
pub(crate) struct Rooms {
    rooms: BTreeMap<DossierId, Room>,
    /// Number of the last thing said; greater than all of earlier runs.
    said: u64,
}

impl Desk {
    /// This person is in a dossier, perhaps in a cell of it; whoever was told of another dossier
    /// hears that they left it.
    pub(crate) fn here(&mut self, dossier: DossierId, place: Place) -> Result<(), Problem> {
        self.shelf(dossier)?;
        let others: Vec<DossierId> = self
            .rooms
            .rooms
            .iter()
            .filter(|(id, room)| **id != dossier && room.mine.is_some())
            .map(|(id, _)| *id)
            .collect();
        for other in others {
            self.leave(other);
        }
        let room = self.rooms.rooms.entry(dossier).or_default();
        if room.mine.as_ref() == Some(&place) {
            return Ok(());
        }
        room.mine = Some(place);
        room.due = true;
        self.tick_presence();
        Ok(())
    }

    /// Says where one is to whoever could not hear it before.
    pub(crate) fn say_again(&mut self, dossier: DossierId) {
        if let Some(room) = self.rooms.rooms.get_mut(&dossier) {
            room.due = room.mine.is_some();
        }
    }

    /// How long the loop may sleep before something is to be said.
    pub(crate) fn presence_wait_ms(&self, now_ms: u64) -> u64 {
        let rooms = self.rooms.rooms.values().filter(|room| room.due);
        rooms
            .map(|room| (room.said_ms + PAUSE_MS).saturating_sub(now_ms))
            .min()
            .unwrap_or(u64::MAX)
    }

    /// This person left the dossier's window.
    pub(crate) fn leave(&mut self, dossier: DossierId) {
        self.say(dossier, true);
        self.findings.remove(&dossier);
        if let Some(room) = self.rooms.rooms.get_mut(&dossier) {
            room.mine = None;
        }
    }

    /// Says goodbye everywhere.
    pub(crate) fn leave_all(&mut self) {
        let dossiers: Vec<DossierId> = self.rooms.rooms.keys().copied().collect();
        for dossier in dossiers {
            self.leave(dossier);
        }
    }

    fn say(&mut self, dossier: DossierId, leaving: bool) {
        let Some(room) = self.rooms.rooms.get_mut(&dossier) else {
            return;
        };
        let Some(place) = room.mine.clone() else {
            return;
        };
        room.said_ms = monotonic_ms();
        room.due = false;
        self.rooms.said = (self.rooms.said + 1).max(now_ms());
        let seq = self.rooms.said;
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        let Ok(replica) = shelf.replica_mut() else {
            return;
        };
        let mut presence = Presence {
            seq,
            leaving,
            ..Presence::default()
        };
        if let Some(((line, indicator), field)) = place.cell {
            presence.line = Some(line.to_bytes());
            presence.indicator = indicator.map(IndicatorId::to_bytes);
            presence.field = field.to_string();
            presence.writing = place.writing;
            let cursor = |at: u64| replica.matrix().cursor(line, indicator, field, at as usize);
            if let Some((anchor, head)) = place.caret {
                presence.anchor = cursor(anchor);
                presence.head = cursor(head);
            }
        }
        if let Some(effect) = replica.signal(presence, &mut dice) {
            self.round.then.push((dossier, effect));
        }
    }

    /// A colleague says where they are.
    pub(crate) fn hear(&mut self, dossier: DossierId, device: DeviceId, presence: Presence) {
        let room = self.rooms.rooms.entry(dossier).or_default();
        let newcomer = !room.people.contains_key(&device);
        if presence.leaving {
            room.people.remove(&device);
        } else {
            room.people.insert(device, (presence, monotonic_ms()));
        }
        self.tell_presence(dossier);
        if newcomer {
            // They do not know where we are either.
            self.say_again(dossier);
        }
    }

    /// Contact is lost: nobody is seen any more.
    pub(crate) fn forget_people(&mut self, dossier: DossierId) {
        if let Some(room) = self.rooms.rooms.get_mut(&dossier)
            && !room.people.is_empty()
        {
            room.people.clear();
            self.tell_presence(dossier);
        }
    }

    /// Says again that one is here; forgets who has been silent.
    pub(crate) fn tick_presence(&mut self) {
        let now = monotonic_ms();
        let mut say = Vec::new();
        let mut tell = Vec::new();
        for (dossier, room) in &mut self.rooms.rooms {
            let wait = if room.due { PAUSE_MS } else { HEARTBEAT_MS };
            if room.mine.is_some() && now >= room.said_ms + wait {
                say.push(*dossier);
            }
            let before = room.people.len();
            room.people
                .retain(|_, (_, heard_ms)| now < *heard_ms + SILENCE_MS_MAX);
            if room.people.len() != before {
                tell.push(*dossier);
            }
        }
        for dossier in say {
            self.say(dossier, false);
        }
        for dossier in tell {
            self.tell_presence(dossier);
        }
    }

    fn tell_presence(&mut self, dossier: DossierId) {
        let Some(room) = self.rooms.rooms.get(&dossier) else {
            return;
        };
        let Some(shelf) = self.shelves.get(&dossier) else {
            return;
        };
        let Ok(replica) = shelf.replica() else {
            return;
        };
        let people = room.people.iter().map(|(device, (presence, _))| {
            let cell = cell_of(presence);
            let at = |cursor: &Option<String>| {
                let ((line, indicator), field) = cell?;
                let position =
                    replica
                        .matrix()
                        .cursor_position(line, indicator, field, cursor.as_deref()?)?;
                Some(position as u64)
            };
            PresenceView {
                device: device.to_string(),
                name: shelf.person(*device),
                cell: cell.map(|((line, indicator), field)| Cell {
                    line: line.to_string(),
                    indicator: indicator.map(|indicator| indicator.to_string()),
                    field: field.to_string(),
                }),
                writing: presence.writing,
                anchor: at(&presence.anchor),
                head: at(&presence.head),
            }
        });
        let people = people.collect();
        self.round.events.push(Event::Presence {
            dossier: dossier.to_string(),
            people,
        });
    }
}

/// The cell somebody says they are in. A field of a newer program is no cell here.
fn cell_of(presence: &Presence) -> Option<(RowKey, Field)> {
    let line = LineId::from_bytes(presence.line?);
    let indicator = presence.indicator.map(IndicatorId::from_bytes);
    let field = presence.field.parse().ok()?;
    Some(((line, indicator), field))
}
