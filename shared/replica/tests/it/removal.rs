//! What a removal changes in the machine: keys, what is taken in, and what is borne witness of.

use model::{Field, MatrixEdit};
use replica::{Effect, Record, Replica, Report, Step};
use wire::{DeviceId, DocumentKind, EntryBody, Frame, Role};

use crate::people::{connect, device, dice, found, founded, join};

fn id(seed: u64) -> DeviceId {
    device(seed).id()
}

/// The frames that a step sends.
fn sent(step: &Step) -> Vec<Frame> {
    let frames = step.then.iter().filter_map(|effect| match effect {
        Effect::Send(frame) => Some(frame.clone()),
        _ => None,
    });
    frames.collect()
}

fn reports(step: &Step) -> Vec<Report> {
    let reports = step.then.iter().filter_map(|effect| match effect {
        Effect::Report(report) => Some(report.clone()),
        _ => None,
    });
    reports.collect()
}

fn hear(replica: &mut Replica, frame: Frame) -> Step {
    replica.receive(frame, &mut dice(9)).unwrap()
}

/// What others hear of what somebody sends.
fn tell(step: &Step, to: &mut Replica) -> Vec<Step> {
    let heard = sent(step).into_iter().filter_map(|frame| match frame {
        Frame::Push { envelope } => Some(Frame::Deliver { envelope }),
        Frame::Entry { .. } => Some(frame),
        _ => None,
    });
    heard.map(|frame| hear(to, frame)).collect()
}

/// Writes a cell that says something else each time.
fn write(replica: &mut Replica, number: u64) -> Step {
    let row = &replica.matrix().rows()[0];
    let edit = MatrixEdit::Set {
        line: row.line,
        indicator: row.indicator,
        field: Field::ActionLine,
        value: format!("Línea {number}"),
    };
    let edited = replica.edit_matrix(&edit, None, number, &mut dice(number));
    edited.unwrap().unwrap().0
}

fn entries_of(step: &Step, kind: impl Fn(&EntryBody) -> bool) -> usize {
    let persisted = step.persist.iter().filter(|record| match record {
        Record::Entry { bytes, .. } => {
            let entry = wire::Entry::decode(bytes).unwrap();
            kind(&entry.decode_body().unwrap())
        }
        _ => false,
    });
    persisted.count()
}

#[test]
fn a_removal_brings_a_new_key_and_who_is_out_is_told_and_opens_nothing() {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, Role::Editor);
    connect(&mut ana, 3);
    connect(&mut ben, 3);
    let removal = ana.change_role(id(2), None, &mut dice(5)).unwrap();
    let rotates = |body: &EntryBody| matches!(body, EntryBody::Rotate { .. });
    assert_eq!(
        entries_of(&removal, rotates),
        1,
        "before anything is written"
    );
    let heard = tell(&removal, &mut ben);
    assert!(heard.iter().any(|step| reports(step) == [Report::Removed]));
    assert!(ben.is_removed() && !ben.is_live());

    let written = write(&mut ana, 7);
    assert_eq!(entries_of(&written, rotates), 0, "one key serves");
    let [Frame::Push { envelope }] = &sent(&written)[..] else {
        panic!("an envelope was expected");
    };
    let (envelope, ..) = seal::verify_envelope(envelope).unwrap();
    assert!(ana.open(&envelope).is_some());
    assert!(ben.open(&envelope).is_none());
}

#[test]
fn what_was_read_before_a_removal_is_witnessed_and_what_comes_after_is_left_out() {
    let (mut ana, founding) = found();
    let mut ben = join(&mut ana, 2, Role::Coordinator);
    let mut caro = join(&mut ana, 3, Role::Reader);
    let dossier = ana.dossier();
    let log: Vec<Vec<u8>> = ana
        .membership()
        .entries()
        .map(|(_, entry)| entry.to_vec())
        .collect();
    for replica in [&mut ben, &mut caro] {
        connect(replica, 3);
        for entry in &log {
            let entry = entry.clone();
            hear(replica, Frame::Entry { dossier, entry });
        }
    }
    // Caro has what Ana wrote, and Ben, who removes Ana, has nothing of it.
    for record in founding.persist {
        if let Record::Envelope { bytes, .. } = record {
            hear(&mut caro, Frame::Deliver { envelope: bytes });
        }
    }
    let held = caro.vector().get(DocumentKind::Matrix, id(1));
    assert!(held > 0);
    let removal = ben.change_role(id(1), None, &mut dice(5)).unwrap();
    assert!(!ben.membership().allows(id(1), DocumentKind::Matrix, 1));

    let heard = tell(&removal, &mut caro);
    let witness = |body: &EntryBody| matches!(body, EntryBody::Witness { .. });
    let witnessed: usize = heard.iter().map(|step| entries_of(step, witness)).sum();
    assert_eq!(witnessed, 1);
    for step in &heard {
        tell(step, &mut ben);
    }
    for replica in [&ben, &caro] {
        let kept = replica.membership().kept_up_to(id(1), DocumentKind::Matrix);
        assert_eq!(kept, held);
    }

    // Ana goes on without knowing: nobody takes it in, and nobody is asked for it again and again.
    connect(&mut ana, 3);
    for (number, frame) in [(1, write(&mut ana, 1)), (2, write(&mut ana, 2))] {
        let [Frame::Push { envelope }] = &sent(&frame)[..] else {
            panic!("an envelope was expected");
        };
        let envelope = envelope.clone();
        let step = hear(&mut caro, Frame::Deliver { envelope });
        assert_eq!(
            reports(&step),
            [Report::NotAllowed { device: id(1) }],
            "{number}"
        );
        assert!(step.persist.is_empty() && sent(&step).is_empty());
    }
    assert_eq!(caro.vector().get(DocumentKind::Matrix, id(1)), held);
}
