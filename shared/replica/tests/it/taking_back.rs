//! A folder restored from a copy: what its device wrote since comes back from the relay.

use model::{Field, MatrixEdit};
use replica::{Effect, Record, Replica, Report, Saved, SavedOwn, SavedTail, Step, TAKEN_BYTES_MAX};
use seal::Seed;
use std::sync::Arc;
use wire::{DocumentKind, Frame, Refusal, Vector};

use crate::people::{connect, device, dice, found};

const MATRIX: DocumentKind = DocumentKind::Matrix;

fn write(replica: &mut Replica, value: &str) -> Step {
    let edit = MatrixEdit::Set {
        line: replica.matrix().rows()[0].line,
        indicator: None,
        field: Field::ActionLine,
        value: value.to_owned(),
    };
    let mut dice = dice(value.len() as u64);
    let made = replica.edit_matrix(&edit, None, 2_000, &mut dice);
    made.unwrap().unwrap().0
}

fn envelopes(step: &Step) -> Vec<Vec<u8>> {
    let of = |record: &Record| match record {
        Record::Envelope {
            bytes,
            document: MATRIX,
            ..
        } => Some(bytes.clone()),
        _ => None,
    };
    step.persist.iter().filter_map(of).collect()
}

/// The founder's folder as it was after the founding, which had left.
pub(crate) fn restored(founding: &Step, of: &Replica) -> Replica {
    let mut saved = Saved {
        dossier: of.dossier(),
        seed: Seed::from_secret_bytes(&of.seed().expose_secret_for_disk()).unwrap(),
        entries: Vec::new(),
        matrix: Vec::new(),
        review: Vec::new(),
        minutes: Vec::new(),
        parked: Vec::new(),
        tails: Vec::new(),
        own: Vec::new(),
        receipts: Vec::new(),
    };
    for record in &founding.persist {
        match record {
            Record::Entry { bytes, .. } => saved.entries.push(bytes.clone()),
            Record::Chunk {
                document, bytes, ..
            } => match document {
                DocumentKind::Matrix => saved.matrix.push(bytes.clone()),
                _ => saved.review.push(bytes.clone()),
            },
            Record::Envelope {
                document,
                device,
                index,
                hash,
                ..
            } => {
                saved.tails.push(SavedTail {
                    document: *document,
                    device: *device,
                    index: *index,
                    hash: *hash,
                });
                saved.own.push(SavedOwn {
                    document: *document,
                    confirmed: *index,
                    offered: *index,
                    offered_hash: *hash,
                    waiting: Vec::new(),
                });
            }
            _ => {}
        }
    }
    Replica::load(saved, Arc::new(device(1)), &mut dice(77)).unwrap()
}

/// What the relay says to have: that much of the founder's matrix, and the rest as at the founding.
fn opened(replica: &Replica, matrix: u64) -> Frame {
    let mut vector = Vector::new();
    vector.advance(MATRIX, device(1).id(), matrix);
    vector.advance(DocumentKind::Review, device(1).id(), 1);
    Frame::Opened {
        dossier: replica.dossier(),
        entries: replica.membership().hashes(),
        vector,
    }
}

fn hear(replica: &mut Replica, frame: Frame) -> Step {
    replica.receive(frame, &mut dice(1)).unwrap()
}

fn deliver(replica: &mut Replica, envelope: &[u8]) -> Step {
    let envelope = envelope.to_vec();
    hear(replica, Frame::Deliver { envelope })
}

fn asks_to_open(step: &Step) -> Option<u64> {
    step.then.iter().find_map(|effect| match effect {
        Effect::Send(Frame::Open { vector, .. }) => Some(vector.get(MATRIX, device(1).id())),
        _ => None,
    })
}

#[test]
fn nothing_is_sent_before_everything_is_back_and_what_was_written_meanwhile_stands_behind() {
    let (mut ana, founding) = found();
    connect(&mut ana, 3);
    let lost: Vec<Vec<u8>> = ["uno", "uno dos", "uno dos tres"]
        .iter()
        .flat_map(|text| envelopes(&write(&mut ana, text)))
        .collect();
    let mut back = restored(&founding, &ana);
    let unsent = write(&mut back, "Aquí, antes de encontrar al servidor.");
    assert_eq!(unsent.then, []);
    assert_eq!(asks_to_open(&back.connected(3)), Some(1), "only what left");
    let frame = opened(&back, 4);
    let step = hear(&mut back, frame);
    let report = Effect::Report(Report::TakingBack { envelopes: 3 });
    assert_eq!((step.persist, step.then), (vec![], vec![report]));
    assert!(!back.is_live());
    for envelope in &lost[..2] {
        let step = deliver(&mut back, envelope);
        assert_eq!((step.persist, step.then), (vec![], vec![]));
    }
    // Twice on its way: nothing new.
    assert_eq!(deliver(&mut back, &lost[1]).persist, []);
    write(&mut back, "Aquí, mientras vuelve lo demás.");
    let step = deliver(&mut back, &lost[2]);
    assert_eq!(asks_to_open(&step), Some(4), "it compares again");
    let places: Vec<(u64, bool)> = step
        .persist
        .iter()
        .filter_map(|record| match record {
            Record::Envelope { index, offered, .. } => Some((*index, *offered)),
            _ => None,
        })
        .collect();
    assert_eq!(places, [(2, true), (3, true), (4, true), (5, false)]);
    let withdrawn = Record::Withdrawn {
        document: MATRIX,
        from_index: 2,
        sealed_up_to: 5,
    };
    assert!(step.persist.contains(&withdrawn));
    assert_eq!(step.resealed, Some((MATRIX, 2)));
    assert_eq!(back.own_progress(MATRIX), (5, 4));
    assert_eq!(back.waiting_changes(), 2);
    let frame = opened(&back, 4);
    let step = hear(&mut back, frame);
    assert!(back.is_live());
    let upload = Effect::Upload {
        document: MATRIX,
        device: device(1).id(),
        from_index: 5,
    };
    assert!(step.then.contains(&upload), "{:?}", step.then);
}

#[test]
fn much_that_comes_back_is_kept_in_parts() {
    let (mut ana, founding) = found();
    connect(&mut ana, 3);
    let mut lost: Vec<Vec<u8>> = Vec::new();
    for number in 0.. {
        // Letters that do not deflate well, so that few edits pass what is held at once.
        let text: String = (0..19_000_u32)
            .filter_map(|at| {
                char::from_u32(
                    0x4e00 + (at.wrapping_mul(at).wrapping_mul(31) + number * 977) % 20_000,
                )
            })
            .collect();
        lost.extend(envelopes(&write(&mut ana, &text)));
        if lost.iter().map(Vec::len).sum::<usize>() > TAKEN_BYTES_MAX {
            break;
        }
    }
    lost.extend(envelopes(&write(&mut ana, "fin")));
    let mut back = restored(&founding, &ana);
    write(&mut back, "Aquí.");
    back.connected(3);
    let until = 1 + lost.len() as u64;
    let frame = opened(&back, until);
    hear(&mut back, frame);
    let mut kept = 0;
    for envelope in &lost {
        let step = deliver(&mut back, envelope);
        kept += usize::from(!step.persist.is_empty());
    }
    assert_eq!(kept, 2);
    assert_eq!(back.own_progress(MATRIX), (until + 1, until));
}

#[test]
fn what_does_not_continue_what_left_is_never_mixed_with_it() {
    let (mut ana, founding) = found();
    connect(&mut ana, 3);
    let first = envelopes(&write(&mut ana, "lo que salió de la primera"));
    let second = envelopes(&write(&mut ana, "y sigue"));
    // The other folder wrote its own second envelope, and it had left.
    let mut other = restored(&founding, &ana);
    connect(&mut other, 3);
    write(&mut other, "lo que salió de la segunda");
    other.disconnected();
    other.connected(3);
    let frame = opened(&other, 3);
    hear(&mut other, frame);
    assert_eq!(deliver(&mut other, &first[0]).persist, []);
    let step = deliver(&mut other, &second[0]);
    let (device, index) = (device(1).id(), 3);
    let broken = Effect::Report(Report::BrokenChain { device, index });
    assert_eq!((step.persist, step.then), (vec![], vec![broken]));
    let dossier = other.dossier();
    let step = hear(&mut other, Frame::CaughtUp { dossier });
    let told = [
        Effect::Report(Report::SeriesElsewhere),
        Effect::Refused(Refusal::BadChain),
    ];
    assert_eq!(step.then, told);
    assert!(!other.is_live());
}

#[test]
fn what_is_overtaken_on_its_way_is_asked_for_again_and_not_for_ever() {
    let (mut ana, founding) = found();
    connect(&mut ana, 3);
    let first = envelopes(&write(&mut ana, "lo que salió"));
    let second = envelopes(&write(&mut ana, "y sigue"));
    let mut back = restored(&founding, &ana);
    let here = envelopes(&write(&mut back, "lo de aquí"));
    back.connected(3);
    let dossier = back.dossier();
    let frame = opened(&back, 3);
    hear(&mut back, frame.clone());
    // The end comes before its last envelope.
    assert_eq!(deliver(&mut back, &first[0]).persist, []);
    let step = hear(&mut back, Frame::CaughtUp { dossier });
    assert!(
        matches!(step.then[..], [Effect::Send(Frame::Open { .. })]),
        "{:?}",
        step.then
    );
    // What comes too late is of nothing that is asked for now: no chain is broken by it.
    let late = deliver(&mut back, &second[0]);
    assert_eq!((late.persist, late.then), (vec![], vec![]));
    hear(&mut back, frame.clone());
    deliver(&mut back, &first[0]);
    let step = deliver(&mut back, &second[0]);
    assert!(!step.persist.is_empty());
    assert_eq!(back.own_progress(MATRIX), (3 + here.len() as u64, 3));

    // A relay that never sends what it says to have is not asked for ever.
    let mut back = restored(&founding, &ana);
    back.connected(3);
    let mut asked = 0;
    loop {
        hear(&mut back, frame.clone());
        let step = hear(&mut back, Frame::CaughtUp { dossier });
        if step.then.contains(&Effect::Report(Report::SeriesElsewhere)) {
            break;
        }
        asked += 1;
        assert!(asked < 20);
    }
    assert!(!back.is_live());
}
