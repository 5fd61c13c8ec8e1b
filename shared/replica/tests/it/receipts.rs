use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Field, MatrixEdit};
use replica::{Effect, Record, Replica, Report, Saved, SavedOwn, SavedTail, Step};
use seal::Seed;
use wire::limits::RECEIPT_SERIES_MAX;
use wire::{DeviceId, DocumentKind, DossierId, Frame, Hash, Receipt, Refusal, Role, Vector};

use crate::people::{connect, device, dice, found, join};

const MATRIX: DocumentKind = DocumentKind::Matrix;
const REVIEW: DocumentKind = DocumentKind::Review;
/// The first version with receipts.
const VERSION: u16 = 3;

fn id(seed: u64) -> DeviceId {
    device(seed).id()
}

/// The envelopes of a step, as they are delivered to others.
fn envelopes(step: &Step) -> Vec<Frame> {
    let of = |record: &Record| match record {
        Record::Envelope { bytes, .. } => Some(Frame::Deliver {
            envelope: bytes.clone(),
        }),
        _ => None,
    };
    step.persist.iter().filter_map(of).collect()
}

fn hear(replica: &mut Replica, frame: Frame) -> Step {
    replica.receive(frame, &mut dice(1)).unwrap()
}

/// In contact in that version, with everything there is.
fn arrive(replica: &mut Replica, version: u16) {
    connect(replica, version);
    let dossier = replica.dossier();
    let step = hear(replica, Frame::CaughtUp { dossier });
    assert_eq!(step.then, [Effect::CaughtUp]);
}

fn write(replica: &mut Replica, value: &str) -> (Step, Hash) {
    let edit = MatrixEdit::Set {
        line: replica.matrix().rows()[0].line,
        indicator: None,
        field: Field::ActionLine,
        value: value.to_owned(),
    };
    let made = replica.edit_matrix(&edit, None, 2_000, &mut dice(7));
    let (step, edited) = made.unwrap().unwrap();
    (step, edited.hash)
}

/// Ana coordinates and Ben edits; both are in contact, and Ben has all that Ana wrote: one envelope
/// of the review, two of the matrix.
fn two() -> (Replica, Replica) {
    let (mut ana, founding) = found();
    let mut ben = join(&mut ana, 2, Role::Editor);
    arrive(&mut ana, VERSION);
    arrive(&mut ben, VERSION);
    let (written, _) = write(&mut ana, "Atender denuncias");
    for frame in [envelopes(&founding), envelopes(&written)].concat() {
        hear(&mut ben, frame);
    }
    assert_eq!(ben.vector().get(MATRIX, id(1)), 2);
    (ana, ben)
}

/// What a device says of itself, to be kept and sent.
fn said(replica: &mut Replica, seen: &Vector, now_ms: u64) -> Frame {
    let step = replica.receipt(seen, now_ms, &mut dice(now_ms)).unwrap();
    let [Effect::Send(frame @ Frame::Receipt { device, sealed, .. })] = step.then.as_slice() else {
        panic!("a receipt was expected: {step:?}");
    };
    let (device, bytes) = (*device, sealed.clone());
    assert_eq!(step.persist, [Record::Receipt { device, bytes }]);
    assert!(replica.is_receipt_on_its_way());
    let kept = Frame::ReceiptKept {
        dossier: replica.dossier(),
        hash: seal::hash(sealed),
    };
    let step_kept = hear(replica, kept);
    assert_eq!((step_kept.persist, step_kept.then), (vec![], vec![]));
    assert!(!replica.is_receipt_on_its_way());
    frame.clone()
}

/// Whether it was news: then it is kept.
fn heard(replica: &mut Replica, frame: &Frame) -> bool {
    let step = hear(replica, frame.clone());
    assert_eq!(step.then, []);
    let Frame::Receipt { device, sealed, .. } = frame else {
        panic!("a receipt was expected");
    };
    let (device, bytes) = (*device, sealed.clone());
    let kept = [Record::Receipt { device, bytes }];
    assert_eq!(step.receipts_changed, step.persist == kept);
    assert!(step.receipts_changed || step.persist.is_empty());
    step.receipts_changed
}

/// What `replica` knows of how far `member` has Ana's matrix: seen, held.
fn of_matrix(replica: &Replica, member: u64) -> (u64, u64) {
    (
        replica.seen_up_to(id(member), MATRIX, id(1)),
        replica.held_up_to(id(member), MATRIX, id(1)),
    )
}

#[test]
fn members_know_what_the_others_have_seen() {
    let (mut ana, mut ben) = two();
    assert_eq!(of_matrix(&ana, 2), (0, 0));
    assert_eq!(of_matrix(&ana, 1), (2, 2), "who wrote it has it");
    let held = said(&mut ben, &Vector::new(), 5_000);
    assert!(heard(&mut ana, &held));
    assert_eq!(of_matrix(&ana, 2), (0, 2));
    assert_eq!(ana.seen_at_ms(id(2)), None);
    let seen = ben.vector();
    let seen = said(&mut ben, &seen, 6_000);
    assert!(heard(&mut ana, &seen));
    assert_eq!(of_matrix(&ana, 2), (2, 2));
    assert_eq!(ana.seen_up_to(id(2), REVIEW, id(1)), 1);
    assert_eq!(ana.seen_at_ms(id(2)), Some(6_000));
    assert_eq!(of_matrix(&ben, 2), (2, 2), "and what one said oneself");
    // Ana writes on: of that he has seen nothing yet.
    let (written, _) = write(&mut ana, "Atender todas las denuncias");
    assert_eq!(of_matrix(&ana, 2), (2, 2));
    hear(&mut ben, envelopes(&written).remove(0));
    let held = said(&mut ben, &Vector::new(), 7_000);
    assert!(heard(&mut ana, &held));
    assert_eq!(of_matrix(&ana, 2), (2, 3), "nothing seen is taken back");
    assert_eq!(ana.seen_at_ms(id(2)), Some(6_000));
}

#[test]
fn what_is_no_news_is_not_said() {
    let (_, mut ben) = two();
    let seen = ben.vector();
    said(&mut ben, &seen, 5_000);
    assert!(ben.receipt(&seen, 6_000, &mut dice(1)).is_none());
    assert!(ben.receipt(&Vector::new(), 7_000, &mut dice(1)).is_none());
    // His own writing is not told of: nobody doubts that he has it.
    write(&mut ben, "Recibir denuncias");
    let seen = ben.vector();
    assert!(ben.receipt(&seen, 8_000, &mut dice(1)).is_none());
    let (mut alone, _) = found();
    let seen = alone.vector();
    assert!(alone.receipt(&seen, 8_000, &mut dice(1)).is_none());
}

#[test]
fn nobody_says_to_have_seen_what_they_cannot_have() {
    let (mut ana, mut ben) = two();
    let mut more = ben.vector();
    more.advance(MATRIX, id(1), 900);
    more.advance(MATRIX, id(9), 4);
    let too_much = said(&mut ben, &more, 5_000);
    assert!(heard(&mut ana, &too_much));
    assert_eq!(of_matrix(&ana, 2), (2, 2));
    assert_eq!(ana.seen_up_to(id(2), MATRIX, id(9)), 0);
    // Carla has what Ben wrote after Ana's, and not Ana's: nothing of it can be on her screen.
    let mut carla = join(&mut ana, 3, Role::Reader);
    for (_, bytes) in ben.membership().entries() {
        let (dossier, entry) = (carla.dossier(), bytes.to_vec());
        hear(&mut carla, Frame::Entry { dossier, entry });
    }
    arrive(&mut carla, VERSION);
    let (by_ben, _) = write(&mut ben, "Recibir denuncias");
    hear(&mut carla, envelopes(&by_ben).remove(0));
    let seen = carla.vector();
    assert_eq!(seen.get(MATRIX, id(2)), 1);
    let waits = said(&mut carla, &seen, 5_000);
    assert!(heard(&mut ana, &waits));
    assert_eq!(ana.seen_up_to(id(3), MATRIX, id(2)), 0);
    assert_eq!(ana.held_up_to(id(3), MATRIX, id(2)), 1);
}

#[test]
fn an_old_one_is_no_news() {
    let (mut ana, mut ben) = two();
    let first = said(&mut ben, &Vector::new(), 5_000);
    let seen = ben.vector();
    // Even if his clock was set back.
    let second = said(&mut ben, &seen, 1);
    assert!(heard(&mut ana, &second));
    for old in [&first, &second] {
        assert!(!heard(&mut ana, old));
        assert_eq!(of_matrix(&ana, 2), (2, 2));
    }
    ana.disconnected();
    arrive(&mut ana, VERSION);
    assert!(!heard(&mut ana, &first), "nor after coming back");
}

fn altered(
    frame: &Frame,
    change: impl FnOnce(&mut DossierId, &mut DeviceId, &mut Vec<u8>),
) -> Frame {
    let Frame::Receipt {
        mut dossier,
        mut device,
        mut sealed,
    } = frame.clone()
    else {
        panic!("a receipt was expected");
    };
    change(&mut dossier, &mut device, &mut sealed);
    Frame::Receipt {
        dossier,
        device,
        sealed,
    }
}

#[test]
fn forged_ones_are_noticed_and_spoil_nothing() {
    let (mut ana, mut ben) = two();
    let seen = ben.vector();
    let genuine = said(&mut ben, &seen, 5_000);
    let mut carla = join(&mut ana, 3, Role::Editor);
    let check = |replica: &mut Replica, frame: Frame, expect: Report| {
        let step = hear(replica, frame);
        assert_eq!(step.then, [Effect::Report(expect)]);
        assert!(step.persist.is_empty() && !step.receipts_changed);
    };
    let bent = altered(&genuine, |_, _, sealed| sealed[30] ^= 1);
    check(&mut ana, bent, Report::Forged);
    let large = altered(&genuine, |_, _, sealed| sealed.resize(60_000, 0));
    check(&mut ana, large, Report::Forged);
    // with another member's name on it
    let as_carla = altered(&genuine, |_, device, _| *device = id(3));
    check(&mut ana, as_carla, Report::Forged);
    let moved = altered(&genuine, |dossier, _, _| *dossier = DossierId([9; 16]));
    check(&mut ana, moved, Report::OtherDossier);
    let device = id(77);
    let by_stranger = altered(&genuine, |_, device, _| *device = id(77));
    check(&mut ana, by_stranger, Report::NotAllowed { device });
    // Ben has not heard of Carla.
    arrive(&mut carla, VERSION);
    for frame in ben.membership().entries().map(|(_, bytes)| Frame::Entry {
        dossier: ana.dossier(),
        entry: bytes.to_vec(),
    }) {
        hear(&mut carla, frame);
    }
    assert!(heard(&mut ana, &genuine), "the true one still counts");
    // What a newer program of a member says is let pass.
    let (key, dossier) = (ana.keyring().newest(), ana.dossier());
    let newer = seal::seal_receipt(
        &crate::people::device(2),
        key,
        dossier,
        b"\x81\x01",
        &mut dice(1),
    );
    let newer = altered(&genuine, |_, _, sealed| *sealed = newer.unwrap());
    assert!(!heard(&mut ana, &newer));
}

/// Who has no contact, or an older relay, keeps what was seen and says it when that can be.
#[test]
fn nothing_is_said_or_heard_without_a_relay_that_keeps_it() {
    let (mut ana, mut ben) = two();
    let seen = ben.vector();
    let genuine = said(&mut ben, &seen, 5_000);
    for version in 1..VERSION {
        ana.disconnected();
        assert!(!ana.can_receipt());
        assert!(!heard(&mut ana, &genuine), "no contact");
        arrive(&mut ana, version);
        assert!(!ana.can_receipt());
        assert!(!heard(&mut ana, &genuine), "version {version}");
    }
    let (_, mut ben) = two();
    ben.disconnected();
    let seen = ben.vector();
    let step = ben.receipt(&seen, 5_000, &mut dice(1)).unwrap();
    assert_eq!((step.persist.len(), step.then.len()), (1, 0));
    assert!(ben.receipt(&seen, 6_000, &mut dice(1)).is_none());
    connect(&mut ben, VERSION);
    assert!(
        !ben.can_receipt(),
        "whether the relay has it is not known yet"
    );
    arrive(&mut ben, VERSION);
    let step = ben.receipt(&Vector::new(), 7_000, &mut dice(1)).unwrap();
    assert_eq!((step.persist.len(), step.then.len()), (0, 1));
    assert!(ben.receipt(&Vector::new(), 8_000, &mut dice(1)).is_none());
}

#[test]
fn it_is_sent_until_the_relay_has_it() {
    let (_, mut ben) = two();
    let seen = ben.vector();
    let sent = said(&mut ben, &seen, 5_000);
    let again = |ben: &mut Replica| {
        let step = ben.receipt(&Vector::new(), 6_000, &mut dice(1));
        step.map(|step| step.then)
    };
    assert_eq!(again(&mut ben), None);
    // The relay of tomorrow has lost it.
    ben.disconnected();
    arrive(&mut ben, VERSION);
    assert_eq!(again(&mut ben), Some(vec![Effect::Send(sent.clone())]));
    assert_eq!(again(&mut ben), None, "it is on its way");
    let refused = |refusal| Frame::Refused {
        refusal,
        dossier: None,
        document: None,
        device: Some(id(2)),
        index: None,
    };
    for refusal in [Refusal::Rate, Refusal::Busy] {
        assert_eq!(hear(&mut ben, refused(refusal)).then, []);
        assert!(ben.is_live() && !ben.is_receipt_on_its_way());
        assert_eq!(again(&mut ben), Some(vec![Effect::Send(sent.clone())]));
    }
    assert_eq!(hear(&mut ben, refused(Refusal::TooLarge)).then, []);
    assert_eq!(again(&mut ben), None, "it would be refused again");
    // The relay has it: it sends it with the others.
    ben.disconnected();
    connect(&mut ben, VERSION);
    assert!(!heard(&mut ben, &sent));
    let dossier = ben.dossier();
    hear(&mut ben, Frame::CaughtUp { dossier });
    assert_eq!(again(&mut ben), None);
}

/// A folder that was restored finds at the relay what it said in another life.
#[test]
fn a_restored_folder_is_heard_again() {
    let (mut ana, mut ben) = two();
    let (_, mut restored) = two();
    let seen = ben.vector();
    let later = said(&mut ben, &seen, 9_000);
    assert!(heard(&mut ana, &later));
    let earlier = said(&mut restored, &Vector::new(), 5_000);
    assert!(!heard(&mut ana, &earlier));
    restored.disconnected();
    connect(&mut restored, VERSION);
    assert!(!heard(&mut restored, &later));
    let dossier = restored.dossier();
    hear(&mut restored, Frame::CaughtUp { dossier });
    let now = said(&mut restored, &Vector::new(), 6_000);
    assert!(heard(&mut ana, &now));
    assert_eq!(of_matrix(&ana, 2), (0, 2), "what it can vouch for");
    // Two copies at once do not answer each other for ever.
    assert!(!heard(&mut restored, &later));
    assert!(
        restored
            .receipt(&Vector::new(), 7_000, &mut dice(1))
            .is_none()
    );
}

#[test]
fn what_does_not_fit_is_left_out() {
    let (mut ana, mut ben) = two();
    // More series than a receipt may list, held by somebody who says so all the same.
    let mut series = Vector::new();
    for n in 0..=RECEIPT_SERIES_MAX {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&(n as u64).to_be_bytes());
        series.advance(MATRIX, DeviceId(bytes), 1);
    }
    let receipt = Receipt {
        seq: 9_000,
        seen: series,
        ..Receipt::default()
    };
    let (key, dossier) = (ana.keyring().newest(), ana.dossier());
    let sealed = seal::seal_receipt(&device(2), key, dossier, &receipt.encode(), &mut dice(1));
    let said_too_much = Frame::Receipt {
        dossier,
        device: id(2),
        sealed: sealed.unwrap(),
    };
    assert!(!heard(&mut ana, &said_too_much));
    let seen = ben.vector();
    assert!(heard(&mut ana, &said(&mut ben, &seen, 5_000)));
}

/// An envelope: its hash, its bytes.
type Stored = (Hash, Vec<u8>);

/// What a device has on its disk.
#[derive(Default)]
struct Disk {
    entries: Vec<Vec<u8>>,
    matrix: Vec<Vec<u8>>,
    review: Vec<Vec<u8>>,
    minutes: Vec<Vec<u8>>,
    series: BTreeMap<(DocumentKind, DeviceId), Vec<Stored>>,
    receipts: BTreeMap<DeviceId, Vec<u8>>,
}

impl Disk {
    fn write(&mut self, step: &Step) {
        for record in step.persist.clone() {
            match record {
                Record::Entry { bytes, .. } => self.entries.push(bytes),
                Record::Envelope {
                    document,
                    device,
                    hash,
                    bytes,
                    ..
                } => self
                    .series
                    .entry((document, device))
                    .or_default()
                    .push((hash, bytes)),
                Record::Chunk {
                    document, bytes, ..
                } => match document {
                    DocumentKind::Matrix => self.matrix.push(bytes),
                    DocumentKind::Review => self.review.push(bytes),
                    DocumentKind::Minutes => self.minutes.push(bytes),
                },
                Record::Receipt { device, bytes } => {
                    self.receipts.insert(device, bytes);
                }
                Record::Repack { .. }
                | Record::Withdrawn { .. }
                | Record::Offered { .. }
                | Record::Confirmed { .. } => {}
            }
        }
    }

    fn saved(&self, of: &Replica, me: DeviceId) -> Saved {
        let tail = |(document, device): &(DocumentKind, DeviceId), kept: &Vec<Stored>| SavedTail {
            document: *document,
            device: *device,
            index: kept.len() as u64,
            hash: kept.last().unwrap().0,
        };
        let own = self.series.iter().filter(|((_, device), _)| *device == me);
        Saved {
            dossier: of.dossier(),
            seed: Seed::from_secret_bytes(&of.seed().expose_secret_for_disk()).unwrap(),
            entries: self.entries.clone(),
            matrix: self.matrix.clone(),
            review: self.review.clone(),
            minutes: self.minutes.clone(),
            parked: Vec::new(),
            tails: self
                .series
                .iter()
                .map(|(key, kept)| tail(key, kept))
                .collect(),
            own: own
                .map(|((document, _), kept)| SavedOwn {
                    document: *document,
                    confirmed: 0,
                    offered: 0,
                    offered_hash: [0; 32],
                    waiting: kept.iter().map(|(_, bytes)| bytes.clone()).collect(),
                })
                .collect(),
            receipts: self.receipts.clone().into_iter().collect(),
        }
    }
}

#[test]
fn who_has_seen_what_is_known_without_contact() {
    let (mut ana, founding) = found();
    let mut disk = Disk::default();
    disk.write(&founding);
    let mut ben = join(&mut ana, 2, Role::Reviewer);
    disk.entries = ana
        .membership()
        .entries()
        .map(|(_, bytes)| bytes.to_vec())
        .collect();
    arrive(&mut ana, VERSION);
    arrive(&mut ben, VERSION);
    for frame in envelopes(&founding) {
        hear(&mut ben, frame);
    }
    let seen = ben.vector();
    disk.write(&hear(&mut ana, said(&mut ben, &seen, 5_000)));
    let load = |disk: &Disk| {
        let saved = disk.saved(&ana, id(1));
        Replica::load(saved, Arc::new(device(1)), &mut dice(50)).unwrap()
    };
    let again = load(&disk);
    assert_eq!(of_matrix(&again, 2), (1, 1));
    assert_eq!(again.seen_at_ms(id(2)), Some(5_000));
    // One that has rotted, or of somebody who is no member, says nothing and prevents nothing.
    let whole = disk.receipts.insert(id(2), vec![1, 2, 3]).unwrap();
    disk.receipts.insert(id(77), whole);
    let again = load(&disk);
    assert_eq!(of_matrix(&again, 2), (0, 0));
    assert_eq!(of_matrix(&again, 77), (0, 0));
}

#[test]
fn a_change_is_found_in_its_envelope() {
    let (ana, founding) = found();
    let mut ana = ana;
    let waiting = |ana: &Replica, change: &Hash| ana.waiting_index(MATRIX, change);
    let (_, first) = write(&mut ana, "uno");
    let (second_step, second) = write(&mut ana, "dos");
    assert_eq!(
        (waiting(&ana, &first), waiting(&ana, &second)),
        (Some(2), Some(3))
    );
    assert_eq!(waiting(&ana, &[9; 32]), None);
    assert_eq!(ana.offered(MATRIX), 0, "nobody can have seen it yet");
    let frames = envelopes(&second_step);
    let [Frame::Deliver { envelope }] = frames.as_slice() else {
        panic!("one envelope");
    };
    let (header, changes) = ana.changes_in(envelope).unwrap();
    assert_eq!(
        (header.document, header.device, header.index),
        (MATRIX, id(1), 3)
    );
    assert_eq!(changes, [second]);
    assert_eq!(ana.changes_in(&envelope[1..]), None);
    let (other, _) = found();
    assert!(
        other.changes_in(envelope).is_some(),
        "founded by the same dice"
    );
    // In contact what waited is packed, under fewer indexes.
    ana.connected(VERSION);
    let opened = Frame::Opened {
        dossier: ana.dossier(),
        entries: ana.membership().hashes(),
        vector: Vector::new(),
    };
    let step = hear(&mut ana, opened);
    let packed = step.persist.iter().find_map(|record| match record {
        Record::Repack {
            document: MATRIX,
            envelopes,
            ..
        } => Some(envelopes.clone()),
        _ => None,
    });
    let packed = packed.unwrap();
    let last = packed.last().unwrap();
    assert_eq!(waiting(&ana, &second), Some(last.0));
    assert!(last.0 < 3);
    let (header, changes) = ana.changes_in(&last.2).unwrap();
    assert_eq!(header.index, last.0);
    assert!(
        changes.ends_with(&[first, second]),
        "many changes in one envelope"
    );
    assert!(!envelopes(&founding).is_empty());
}
