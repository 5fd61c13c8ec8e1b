//! Waiting to be let in, and other devices of the same person, in the machine.

use std::sync::Arc;

use replica::{Effect, Replica, Report, Step};
use seal::Terms;
use wire::{DeviceId, Frame, Refusal, Role};

use crate::people::{connect, device, dice, founded, hear_all, join};

fn id(seed: u64) -> DeviceId {
    device(seed).id()
}

fn asking(role: Role) -> Terms {
    Terms {
        approval: true,
        ..role.into()
    }
}

fn hear(replica: &mut Replica, frame: Frame) -> Step {
    replica.receive(frame, &mut dice(9)).unwrap()
}

fn not_member(replica: &Replica) -> Frame {
    Frame::Refused {
        refusal: Refusal::NotMember,
        dossier: Some(replica.dossier()),
        document: None,
        device: None,
        index: None,
    }
}

fn asks_to_open(step: &Step) -> bool {
    let mut then = step.then.iter();
    then.any(|effect| matches!(effect, Effect::Send(Frame::Open { .. })))
}

/// In contact with a relay that knows who they are and does not let them in.
fn wait(replica: &mut Replica) {
    replica.connected(4);
    let refused = not_member(replica);
    let again = hear(replica, refused.clone());
    assert!(asks_to_open(&again), "the relay may not have heard of them");
    let waits = hear(replica, refused);
    assert!(waits.then.is_empty(), "nothing is wrong: {:?}", waits.then);
}

#[test]
fn who_waits_opens_the_dossier_once_let_in() {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, asking(Role::Editor));
    assert!(ben.waits() && !ben.is_removed() && ben.role().is_none());
    assert!(ana.membership().waits(id(2)));
    wait(&mut ben);
    assert!(!ben.is_live());

    ana.change_person(id(2), Some(Role::Editor), &mut dice(5))
        .unwrap();
    let last = ana.membership().entries().last().unwrap().1.to_vec();
    let dossier = ana.dossier();
    let step = hear(
        &mut ben,
        Frame::Entry {
            dossier,
            entry: last,
        },
    );
    assert!(asks_to_open(&step));
    assert_eq!(ben.role(), Some(Role::Editor));
    let opened = Frame::Opened {
        dossier,
        entries: ben.membership().hashes(),
        vector: wire::Vector::new(),
    };
    hear(&mut ben, opened);
    assert!(ben.is_live());
}

#[test]
fn who_is_not_let_in_is_told() {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, asking(Role::Editor));
    wait(&mut ben);
    ana.change_person(id(2), None, &mut dice(5)).unwrap();
    let dossier = ana.dossier();
    let entries: Vec<Vec<u8>> = ana
        .membership()
        .entries()
        .map(|(_, entry)| entry.to_vec())
        .collect();
    let mut reports = Vec::new();
    for entry in entries {
        reports.extend(hear(&mut ben, Frame::Entry { dossier, entry }).then);
    }
    assert!(reports.contains(&Effect::Report(Report::Removed)));
    assert!(ben.is_removed() && !ben.waits());
    assert_eq!(ben.membership().removed_by(id(2)), Some(id(1)));
}

#[test]
fn who_is_let_in_reads_what_was_written_under_a_key_they_did_not_get() {
    let mut ana = founded();
    let once = Terms {
        uses: Some(1),
        ..asking(Role::Editor)
    };
    let mut ben = join(&mut ana, 2, once);
    join(&mut ana, 3, Role::Reader);
    ana.change_person(id(3), None, &mut dice(5)).unwrap();
    let (newest, _) = ana.keyring().fresh().unwrap();
    hear_all(&mut ben, &ana);
    assert_eq!(
        ben.keyring().of_epoch(newest).count(),
        0,
        "nothing for who waits"
    );
    ana.change_person(id(2), Some(Role::Editor), &mut dice(6))
        .unwrap();
    hear_all(&mut ben, &ana);
    assert_eq!(ben.keyring().of_epoch(newest).count(), 1);
    let fresh = |replica: &Replica| replica.keyring().fresh().map(|(epoch, _)| epoch);
    assert!(fresh(&ben).is_some() && fresh(&ben) == fresh(&ana));
}

#[test]
fn a_device_of_ones_own_belongs_at_once_with_the_same_name() {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, Role::Reviewer);
    let new = Arc::new(device(7));
    let step = ben.add_own_device(&new, 5_000, &mut dice(5)).unwrap();
    assert!(!step.persist.is_empty() && step.members_changed);
    hear_all(&mut ana, &ben);
    assert_eq!(ana.membership().role(id(7)), Some(Role::Reviewer));
    assert_eq!(ana.membership().person(id(7)), id(2));
    assert_eq!(ana.profile(id(7)), ana.profile(id(2)));

    // By a link too, and no other kind of link is made by who does not coordinate.
    assert!(
        ben.grant(&device(60), Terms::own(Role::Editor, 9_000), &mut dice(8))
            .is_err()
    );
    assert!(ben.grant(&device(61), Role::Reader, &mut dice(8)).is_err());
    assert!(
        ben.grant(&device(62), Terms::own(Role::Reviewer, 9_000), &mut dice(8))
            .is_ok()
    );

    // The person goes with all of them.
    hear_all(&mut ana, &ben);
    ana.change_person(id(2), None, &mut dice(9)).unwrap();
    assert_eq!(ana.membership().members().len(), 1);
}

#[test]
fn a_connection_that_was_there_when_let_in_is_not_lost() {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, asking(Role::Editor));
    ana.change_person(id(2), Some(Role::Reader), &mut dice(5))
        .unwrap();
    hear_all(&mut ben, &ana);
    connect(&mut ben, 4);
}
