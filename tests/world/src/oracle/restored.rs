//! What becomes of the edits of a device whose folder is put back to a copy.

use std::collections::{BTreeMap, BTreeSet};

use wire::{DeviceId, DocumentKind, Vector};

use super::{Edit, EditId, Oracle, State, Undo};

/// What a device had written when its folder was copied, each edit with its envelope.
pub(crate) type Copied = BTreeMap<EditId, u64>;

/// A device whose folder was put back to a copy.
#[derive(Debug, Default)]
pub(super) struct RestoredDevice {
    /// Edits of its own that the relay had then: their envelopes have their places for good.
    pub(super) at_relay: BTreeSet<EditId>,
    /// Of those, the ones that the folder does not hold until they come back.
    pub(super) to_come: BTreeSet<EditId>,
}

impl Oracle {
    /// A device withdrew its own envelopes from an index on, and sealed their changes again behind
    /// those that came back: each as (index, edits in it).
    pub(crate) fn withdrawn(
        &mut self,
        place: usize,
        (document, device): (DocumentKind, DeviceId),
        from_index: u64,
        envelopes: &[(u64, usize)],
    ) {
        let none = BTreeSet::new();
        let restored = self.restored.get(&device);
        let at_relay = restored.map_or(&none, |restored| &restored.at_relay);
        let moved: Vec<EditId> = self
            .of(document)
            .filter(|(id, edit)| {
                edit.device == device && edit.index >= from_index && !at_relay.contains(id)
            })
            .map(|(id, _)| id)
            .collect();
        let count = moved.len();
        let indices = envelopes
            .iter()
            .flat_map(|(index, edits)| std::iter::repeat_n(*index, (*edits).min(count)));
        let journal = self.journals.entry(place).or_default();
        for (id, index) in moved.into_iter().zip(indices) {
            journal.push(Undo::Moved(id, self.edits[id].index));
            self.edits[id].index = index;
        }
    }

    /// Whether an edit was written in a folder put back, to which what the relay has of the same series
    /// has not all come back: it leaves that folder only behind it.
    pub(super) fn has_no_place(&self, id: EditId, edit: &Edit) -> bool {
        self.restored.get(&edit.device).is_some_and(|restored| {
            let mut to_come = restored.to_come.iter();
            !restored.at_relay.contains(&id)
                && to_come.any(|one| self.edits[*one].document == edit.document)
        })
    }

    /// An own envelope came back to a device.
    pub(crate) fn came_back(
        &mut self,
        place: usize,
        (document, device): (DocumentKind, DeviceId),
        index: u64,
    ) {
        let Some(restored) = self.restored.get_mut(&device) else {
            return;
        };
        let edits = &self.edits;
        let held = |id: &EditId| edits[*id].document == document && edits[*id].index == index;
        let came: Vec<EditId> = restored.to_come.iter().copied().filter(held).collect();
        let journal = self.journals.entry(place).or_default();
        for id in came {
            restored.to_come.remove(&id);
            journal.push(Undo::Came(id));
        }
    }

    /// A device's folder is copied as it is on disk.
    pub(crate) fn copied(&self, device: DeviceId) -> Copied {
        let to_come = self.restored.get(&device).map(|restored| &restored.to_come);
        let here = |id: EditId| to_come.is_none_or(|to_come| !to_come.contains(&id));
        self.acknowledged()
            .filter(|(id, edit)| edit.device == device && here(*id))
            .map(|(id, edit)| (id, edit.index))
            .collect()
    }

    /// A device's folder is put back to a copy: what it wrote since and the relay does not have is
    /// gone with the folder.
    pub(crate) fn put_back(&mut self, device: DeviceId, copy: &Copied, relay: &Vector) {
        let mut now = RestoredDevice::default();
        let edits = self.edits.iter().enumerate();
        let without_place: BTreeSet<EditId> = edits
            .filter(|(id, edit)| edit.device == device && self.has_no_place(*id, edit))
            .map(|(id, _)| id)
            .collect();
        for (id, edit) in self.edits.iter_mut().enumerate() {
            if edit.device != device || edit.state == State::Dropped {
                continue;
            }
            let is_at_relay =
                !without_place.contains(&id) && edit.index <= relay.get(edit.document, device);
            match copy.get(&id) {
                _ if is_at_relay => {
                    now.at_relay.insert(id);
                    if !copy.contains_key(&id) {
                        now.to_come.insert(id);
                    }
                }
                Some(index) => edit.index = *index,
                None => edit.state = State::Dropped,
            }
        }
        self.restored.insert(device, now);
    }
}
