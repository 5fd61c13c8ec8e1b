//! Roads without a network: what one device packs, another takes in, in any order and as often as one
//! likes; mixed with a relay it comes to the same.

use std::collections::BTreeMap;

use model::{Field, MatrixEdit};
use replica::{Effect, Lacks, Record, Replica, Step, Unpacked};
use wire::{DeviceId, DocumentKind, Frame, Role};

use crate::people::{connect, dice, found, join};
use crate::taking_back::restored;

/// A machine with its disk, as far as packages need one.
struct Side {
    replica: Replica,
    envelopes: BTreeMap<(DocumentKind, DeviceId, u64), Vec<u8>>,
    receipts: BTreeMap<DeviceId, Vec<u8>>,
    draws: u64,
}

impl Side {
    fn new(replica: Replica) -> Self {
        Self {
            replica,
            envelopes: BTreeMap::new(),
            receipts: BTreeMap::new(),
            draws: 0,
        }
    }

    fn me(&self) -> DeviceId {
        DeviceId(self.replica.author().0)
    }

    fn dice(&mut self) -> impl FnMut(&mut [u8]) + use<> {
        self.draws += 1;
        let [a, b, ..] = self.me().0;
        dice(u64::from(a) * 1_000_000 + u64::from(b) * 10_000 + self.draws)
    }

    /// Commits a step; answers what it wants done.
    fn commit(&mut self, step: Step) -> Vec<Effect> {
        let me = self.me();
        for record in step.persist {
            match record {
                Record::Envelope {
                    document,
                    device,
                    index,
                    bytes,
                    ..
                } => {
                    let before = self.envelopes.insert((document, device, index), bytes);
                    assert!(before.is_none(), "an index is issued once");
                }
                Record::Repack {
                    document,
                    from_index,
                    envelopes,
                } => {
                    self.envelopes.retain(|(kind, device, index), _| {
                        (*kind, *device) != (document, me) || *index < from_index
                    });
                    for (index, _, bytes) in envelopes {
                        self.envelopes.insert((document, me, index), bytes);
                    }
                }
                Record::Withdrawn {
                    document,
                    from_index,
                    ..
                } => self.envelopes.retain(|(kind, device, index), _| {
                    (*kind, *device) != (document, me) || *index < from_index
                }),
                Record::Receipt { device, bytes } => {
                    self.receipts.insert(device, bytes);
                }
                _ => {}
            }
        }
        step.then
    }

    fn write(&mut self, value: &str) -> Vec<Effect> {
        let row = &self.replica.matrix().rows()[0];
        let edit = MatrixEdit::Set {
            line: row.line,
            indicator: row.indicator,
            field: Field::ActionLine,
            value: value.to_owned(),
        };
        let mut dice = self.dice();
        let edited = self.replica.edit_matrix(&edit, None, 9_000, &mut dice);
        self.commit(edited.unwrap().unwrap().0)
    }

    fn text(&self) -> String {
        self.replica.matrix().rows()[0].action_line.clone()
    }

    /// What a package for these carries.
    fn pack(&mut self, members: &[DeviceId]) -> Vec<Frame> {
        let mut dice = self.dice();
        let step = self.replica.offer_for_package(&mut dice).unwrap().unwrap();
        self.commit(step);
        let seen = self.replica.vector();
        let mut dice = self.dice();
        if let Some(step) = self.replica.receipt(&seen, 9_000, &mut dice) {
            self.commit(step);
        }
        let mut frames: Vec<Frame> = self.replica.packed_entries().collect();
        for stretch in self.replica.stretches_for(members) {
            for index in stretch.first..=stretch.last {
                let envelope = &self.envelopes[&(stretch.document, stretch.device, index)];
                let envelope = envelope.clone();
                frames.push(Frame::Deliver { envelope });
            }
        }
        let dossier = self.replica.dossier();
        frames.extend(self.receipts.iter().map(|(device, sealed)| Frame::Receipt {
            dossier,
            device: *device,
            sealed: sealed.clone(),
        }));
        frames
    }

    fn take(&mut self, frames: &[Frame]) -> (Vec<Effect>, Unpacked) {
        let mut unpacking = self.replica.unpack(frames);
        let mut effects = Vec::new();
        for frame in frames {
            let mut dice = self.dice();
            let step = self
                .replica
                .unpack_frame(&mut unpacking, frame.clone(), &mut dice);
            effects.extend(self.commit(step.unwrap()));
        }
        let (step, unpacked) = self.replica.unpacked(unpacking);
        effects.extend(self.commit(step));
        (effects, unpacked)
    }
}

fn two() -> (Side, Side) {
    let (mut ana, founding) = found();
    let ben = join(&mut ana, 2, Role::Editor);
    let (mut ana, ben) = (Side::new(ana), Side::new(ben));
    ana.commit(founding);
    (ana, ben)
}

fn envelopes_in(frames: &[Frame]) -> usize {
    let envelopes = frames
        .iter()
        .filter(|frame| matches!(frame, Frame::Deliver { .. }));
    envelopes.count()
}

#[test]
fn edits_go_there_and_back_without_a_relay_and_the_receipt_tells_what_is_there() {
    let (mut ana, mut ben) = two();
    let id = ben.me();
    assert_eq!(ana.replica.lacks(id), Lacks::Everything);
    let first = ana.pack(&[id]);
    let (_, unpacked) = ben.take(&first);
    assert!(unpacked.envelopes > 0 && unpacked.changes > 0);
    assert_eq!((unpacked.refused, unpacked.early), (0, 0));

    // Both write, apart; what comes back carries only what Ana lacks, and her own is not in it.
    ana.write("Línea de Ana");
    ben.write("Línea de Ben");
    let back = ben.pack(&[ana.me()]);
    assert_eq!(envelopes_in(&back), 1);
    let (_, unpacked) = ana.take(&back);
    assert_eq!((unpacked.envelopes, unpacked.known), (1, 0));
    // Ben has all but what Ana wrote since, by his receipt.
    assert_eq!(ana.replica.lacks(id), Lacks::Some(1));
    let again = ana.pack(&[id]);
    assert_eq!(envelopes_in(&again), 1);
    ben.take(&again);
    assert_eq!(ana.text(), ben.text());
    assert!(ana.text().contains("Ana") || ana.text().contains("Ben"));
    let receipt = ben.pack(&[ana.me()]);
    assert_eq!(envelopes_in(&receipt), 0, "a receipt alone");
    ana.take(&receipt);
    assert_eq!(ana.replica.lacks(id), Lacks::Nothing);
    // Nothing was confirmed: no relay has it.
    assert!(ana.replica.waiting_changes() > 0);
}

#[test]
fn the_same_package_twice_or_late_changes_nothing() {
    let (mut ana, mut ben) = two();
    let id = ben.me();
    let first = ana.pack(&[id]);
    ana.write("Uno");
    let second = ana.pack(&[]);
    ben.take(&second);
    let (text, held) = (ben.text(), ben.replica.vector());
    for package in [&second, &first, &second] {
        let (effects, unpacked) = ben.take(package);
        assert_eq!((unpacked.envelopes, unpacked.changes), (0, 0));
        assert!(unpacked.known > 0);
        assert!(
            effects.is_empty(),
            "nobody is asked for anything: {effects:?}"
        );
    }
    assert_eq!((ben.text(), ben.replica.vector()), (text, held));
}

#[test]
fn a_package_that_begins_too_late_says_so_and_the_one_before_mends_it() {
    let (mut ana, mut ben) = two();
    let id = ben.me();
    let first = ana.pack(&[id]);
    ana.write("Uno");
    // As if Ben had told that he has the first.
    let whole = ana.pack(&[]);
    let is_new = |frame: &&Frame| match frame {
        Frame::Deliver { .. } => !first.contains(frame),
        _ => true,
    };
    let late: Vec<Frame> = whole.iter().filter(is_new).cloned().collect();
    let (_, unpacked) = ben.take(&late);
    assert_eq!((unpacked.envelopes, unpacked.early), (0, 1));
    ben.take(&first);
    let (_, unpacked) = ben.take(&late);
    assert_eq!((unpacked.envelopes, unpacked.early), (1, 0));
    assert_eq!(ana.text(), ben.text());
}

#[test]
fn what_is_not_genuine_is_refused_and_the_rest_is_taken() {
    let (mut ana, mut ben) = two();
    let id = ben.me();
    ana.write("Uno");
    ana.pack(&[id]);
    ana.write("Dos");
    let mut frames = ana.pack(&[id]);
    let last = frames
        .iter_mut()
        .rev()
        .find_map(|frame| match frame {
            Frame::Deliver { envelope } => Some(envelope),
            _ => None,
        })
        .unwrap();
    let end = last.len() - 100;
    last[end] ^= 1;
    let (_, unpacked) = ben.take(&frames);
    assert_eq!(unpacked.refused, 1);
    assert!(unpacked.envelopes > 0);
}

#[test]
fn in_contact_what_a_package_brought_goes_on_to_the_relay() {
    let (mut ana, mut ben) = two();
    let frames = ana.pack(&[]);
    connect(&mut ben.replica, 3);
    let (effects, unpacked) = ben.take(&frames);
    let ana_id = ana.me();
    let uploads = effects.iter().filter(|effect| {
        matches!(effect, Effect::Upload { device, from_index: 1, .. } if *device == ana_id)
    });
    assert_eq!(uploads.count(), 2, "matrix and review: {effects:?}");
    assert!(unpacked.envelopes >= 2);
    // A second time there is nothing to bring.
    let (effects, _) = ben.take(&frames);
    let brings = |effect: &Effect| matches!(effect, Effect::Upload { .. } | Effect::Send(_));
    assert!(!effects.iter().any(brings), "{effects:?}");
}

#[test]
fn a_restored_folder_gets_its_own_edits_back_from_a_package() {
    let (ana, founding) = found();
    let copy = restored(&founding, &ana);
    let mut ana = Side::new(ana);
    let ben = join(&mut ana.replica, 2, Role::Editor);
    let mut ben = Side::new(ben);
    ana.commit(founding);
    ana.pack(&[]);
    let copied = ana.envelopes.clone();
    ana.write("Antes de perder la máquina");
    let frames = ana.pack(&[]);
    ben.take(&frames);
    drop(ana);

    // Her folder is that of the founding; she writes in it before anything comes.
    let mut ana = Side::new(copy);
    ana.envelopes = copied;
    ana.write("Después de restaurar");
    let frames = ben.pack(&[ana.me()]);
    // Ben knows nothing of what she has: he brings hers too.
    let all = ben.pack(&[]);
    assert!(envelopes_in(&all) > envelopes_in(&frames));
    let (effects, unpacked) = ana.take(&all);
    assert!(unpacked.changes > 0, "{unpacked:?}");
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Send(_))),
        "there is nobody to ask: {effects:?}"
    );
    assert!(ana.text().contains("restaurar") || ana.text().contains("perder"));
    // What she writes now has an index that nobody has seen.
    let back = ana.pack(&[]);
    let (_, unpacked) = ben.take(&back);
    assert_eq!((unpacked.refused, unpacked.early), (0, 0), "{unpacked:?}");
    assert_eq!(ana.text(), ben.text());
    assert_eq!(ana.replica.vector(), ben.replica.vector());
    // No relay has confirmed any of it.
    assert_eq!(ana.replica.own_progress(DocumentKind::Matrix).1, 1);
}
