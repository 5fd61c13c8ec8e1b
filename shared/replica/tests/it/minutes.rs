//! Minutas among the members of a dossier: who may write them, and what an earlier version of the
//! program kept of them.

use std::sync::Arc;

use ::minutes::{Field, MinutesEdit, Session};
use replica::{EditProblem, Effect, Record, Replica, Report, Saved, Step};
use seal::Seed;
use wire::{Frame, Role};

use crate::people::{device, dice, found, join};

fn begins(replica: &mut Replica, session: &str) -> Result<Step, EditProblem> {
    let values = [(Field::Session, session.to_owned())].into();
    // Each its own: the same dice would draw the same key for two minutas.
    let mut dice = dice(session.bytes().fold(7, u8::wrapping_add).into());
    let made = replica.edit_minutes(&MinutesEdit::Begin { values }, 2_000, &mut dice)?;
    Ok(made.unwrap().0)
}

fn envelopes(step: &Step) -> Vec<Vec<u8>> {
    let of = |record: &Record| match record {
        Record::Envelope { bytes, .. } => Some(bytes.clone()),
        _ => None,
    };
    step.persist.iter().filter_map(of).collect()
}

fn hears(replica: &mut Replica, envelope: Vec<u8>) -> Step {
    let frame = Frame::Deliver { envelope };
    replica.receive(frame, &mut dice(1)).unwrap()
}

fn sessions(replica: &Replica) -> Vec<String> {
    let sessions = replica.minutes().content().sessions();
    sessions.iter().map(Session::title).collect()
}

#[test]
fn only_coordinators_write_them_and_everybody_reads_them() {
    let (mut ana, founding) = found();
    let mut ben = join(&mut ana, 2, Role::Editor);
    assert!(matches!(
        begins(&mut ben, "08"),
        Err(EditProblem::NotAllowed { .. })
    ));
    for envelope in envelopes(&founding) {
        hears(&mut ben, envelope);
    }
    let step = begins(&mut ana, "08").unwrap();
    assert!(step.minutes_changed);
    for envelope in envelopes(&step) {
        let heard = hears(&mut ben, envelope);
        assert!(heard.minutes_changed);
    }
    assert_eq!(sessions(&ben), ["MINUTA MESA 08"]);
}

#[test]
fn one_who_has_no_matrix_yet_begins_no_minuta() {
    let (mut ana, _) = found();
    let mut eva = join(&mut ana, 3, Role::Coordinator);
    assert!(matches!(
        begins(&mut eva, "08"),
        Err(EditProblem::NotArrived)
    ));
}

#[test]
fn what_an_earlier_version_kept_sealed_is_read_by_this_one() {
    let (mut ana, founding) = found();
    let first = begins(&mut ana, "08").unwrap();
    let second = begins(&mut ana, "09").unwrap();
    let mut parked: Vec<Vec<u8>> = [&first, &second].into_iter().flat_map(envelopes).collect();
    // What is of another document, or no envelope at all, is passed over.
    parked.extend(envelopes(&founding));
    parked.push(vec![7; 90]);
    let chunks = |wanted: wire::DocumentKind| -> Vec<Vec<u8>> {
        let of = |record: &Record| match record {
            Record::Chunk {
                document, bytes, ..
            } if *document == wanted => Some(bytes.clone()),
            _ => None,
        };
        founding.persist.iter().filter_map(of).collect()
    };
    let entries = ana.membership().entries().map(|(_, entry)| entry.to_vec());
    let saved = Saved {
        dossier: ana.dossier(),
        seed: Seed::from_secret_bytes(&ana.seed().expose_secret_for_disk()).unwrap(),
        entries: entries.collect(),
        matrix: chunks(wire::DocumentKind::Matrix),
        review: chunks(wire::DocumentKind::Review),
        minutes: Vec::new(),
        parked,
        tails: Vec::new(),
        own: Vec::new(),
        receipts: Vec::new(),
    };
    let again = Replica::load(saved, Arc::new(device(1)), &mut dice(3)).unwrap();
    assert_eq!(sessions(&again), ["MINUTA MESA 08", "MINUTA MESA 09"]);
    assert_eq!(again.minutes().hydrated(), ana.minutes().hydrated());
    // A snapshot of it holds what was kept.
    let snapshot = again.verified_snapshot(wire::DocumentKind::Minutes);
    assert!(snapshot.is_some());
}

#[test]
fn what_somebody_writes_who_may_not_is_refused() {
    let (mut ana, founding) = found();
    let mut ben = join(&mut ana, 2, Role::Coordinator);
    let mut carl = join(&mut ana, 4, Role::Reader);
    for envelope in envelopes(&founding) {
        hears(&mut ben, envelope.clone());
        hears(&mut carl, envelope);
    }
    // Carl does not know that Ben coordinates.
    let step = begins(&mut ben, "08").unwrap();
    let heard = hears(&mut carl, envelopes(&step).remove(0));
    let refused = Report::NotAllowed {
        device: device(2).id(),
    };
    assert_eq!(heard.then, [Effect::Report(refused)]);
    assert!(sessions(&carl).is_empty());
}
