use replica::{Effect, Replica, Report, Step};
use wire::limits::PRESENCE_FIELD_BYTES_MAX;
use wire::{DeviceId, Frame, Presence, Refusal, Role};

use crate::people::{connect, device, dice, founded, join};

fn presence(seq: u64) -> Presence {
    Presence {
        seq,
        line: Some([7; 16]),
        indicator: None,
        field: "interpretation".to_owned(),
        writing: true,
        anchor: Some("2@aa".to_owned()),
        head: Some("9@aa".to_owned()),
        leaving: false,
    }
}

fn say(replica: &mut Replica, seq: u64) -> Frame {
    let said = replica.signal(presence(seq), &mut dice(seq));
    let Some(Effect::Send(frame)) = said else {
        panic!("a signal was expected: {said:?}");
    };
    frame
}

fn hear(replica: &mut Replica, frame: Frame) -> Step {
    let step = replica.receive(frame, &mut dice(1)).unwrap();
    assert!(step.persist.is_empty(), "a signal is never stored");
    assert_eq!((step.edits_made, step.changes_received), (0, 0));
    step
}

fn heard(replica: &mut Replica, frame: &Frame) -> Option<(DeviceId, Presence)> {
    let step = hear(replica, frame.clone());
    assert_eq!(step.then, []);
    step.presence
}

fn reported(replica: &mut Replica, frame: Frame, expect: Report) {
    let step = hear(replica, frame);
    assert_eq!(step.presence, None);
    assert_eq!(step.then, [Effect::Report(expect)]);
}

/// Ana coordinates and Ben reads; both are in contact.
fn two() -> (Replica, Replica) {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, Role::Reader);
    connect(&mut ana, 2);
    connect(&mut ben, 2);
    (ana, ben)
}

fn altered(frame: &Frame, change: impl FnOnce(&mut DeviceId, &mut Vec<u8>)) -> Frame {
    let Frame::Signal {
        dossier,
        mut device,
        mut sealed,
    } = frame.clone()
    else {
        panic!("a signal was expected");
    };
    change(&mut device, &mut sealed);
    Frame::Signal {
        dossier,
        device,
        sealed,
    }
}

#[test]
fn members_hear_where_the_others_are() {
    let (mut ana, mut ben) = two();
    let said = say(&mut ana, 1_000);
    let expected = Some((device(1).id(), presence(1_000)));
    assert_eq!(heard(&mut ben, &said), expected);
    // who only reads is here as well
    let said = say(&mut ben, 5);
    assert_eq!(heard(&mut ana, &said), Some((device(2).id(), presence(5))));
    let Frame::Signal { sealed, .. } = &said else {
        panic!("a signal was expected");
    };
    assert!(!sealed.windows(6).any(|part| part == b"interp"));
}

#[test]
fn nothing_is_said_without_contact_or_to_an_older_relay() {
    let mut ana = founded();
    let mut ben = join(&mut ana, 2, Role::Editor);
    connect(&mut ben, 2);
    let said = say(&mut ben, 5);
    let silent = |ana: &mut Replica| {
        assert!(!ana.can_signal());
        assert_eq!(ana.signal(presence(9), &mut dice(9)), None);
        assert_eq!(heard(ana, &said), None, "what was not agreed is not heard");
    };
    silent(&mut ana);
    // in contact, and the dossier not open yet
    ana.connected(2);
    silent(&mut ana);
    connect(&mut ana, 1);
    silent(&mut ana);
    ana.disconnected();
    connect(&mut ana, 2);
    assert!(ana.can_signal());
    say(&mut ana, 9);
    assert!(heard(&mut ana, &said).is_some());
    ana.disconnected();
    silent(&mut ana);
}

#[test]
fn numbers_only_grow() {
    let (mut ana, mut ben) = two();
    let signals = [10, 11, 12, 20].map(|seq| (seq, say(&mut ana, seq)));
    for seq in [0, 12, 20] {
        assert_eq!(ana.signal(presence(seq), &mut dice(1)), None, "{seq}");
    }
    let [(_, first), (_, second), (_, third), (_, last)] = &signals;
    assert!(heard(&mut ben, first).is_some());
    assert_eq!(heard(&mut ben, first), None, "twice");
    assert!(heard(&mut ben, third).is_some(), "one may be missing");
    assert_eq!(heard(&mut ben, second), None, "late");
    // nor does the relay pass an old one for news to who comes back
    ben.disconnected();
    connect(&mut ben, 2);
    for old in [first, second, third] {
        assert_eq!(heard(&mut ben, old), None, "said before");
    }
    assert!(heard(&mut ben, last).is_some());
}

#[test]
fn each_device_has_its_own_numbers() {
    let (mut ana, mut ben) = two();
    let mut carla = join(&mut ana, 3, Role::Editor);
    connect(&mut carla, 2);
    assert!(heard(&mut ana, &say(&mut ben, 100)).is_some());
    assert!(heard(&mut ana, &say(&mut carla, 7)).is_some());
    assert_eq!(
        ben.signal(presence(99), &mut dice(1)),
        None,
        "each gives its own in order"
    );
}

#[test]
fn what_is_too_long_is_not_said() {
    let (mut ana, mut ben) = two();
    let max = PRESENCE_FIELD_BYTES_MAX;
    for (seq, bytes, accepted) in [(1, max, true), (2, max + 1, false)] {
        let long = Presence {
            field: "f".repeat(bytes),
            ..presence(seq)
        };
        let said = ana.signal(long.clone(), &mut dice(1));
        assert_eq!(said.is_some(), accepted, "{bytes} bytes");
        if let Some(Effect::Send(frame)) = said {
            assert_eq!(heard(&mut ben, &frame), Some((device(1).id(), long)));
        }
    }
    // and it took no number
    say(&mut ana, 2);
}

#[test]
fn own_words_and_those_of_strangers_are_not_heard() {
    let (mut ana, mut ben) = two();
    let said = say(&mut ana, 1_000);
    assert_eq!(heard(&mut ana, &said), None, "an echo");
    // Carla is a member, but Ben has not heard of her.
    let mut carla = join(&mut ana, 3, Role::Editor);
    connect(&mut carla, 2);
    let by_carla = say(&mut carla, 1);
    let device = device(3).id();
    reported(&mut ben, by_carla.clone(), Report::NotAllowed { device });
    assert!(heard(&mut ana, &by_carla).is_some());
}

#[test]
fn what_was_tampered_with_is_noticed_and_spoils_nothing() {
    let (mut ana, mut ben) = two();
    let said = say(&mut ana, 1_000);
    let bent = altered(&said, |_, sealed| sealed[30] ^= 1);
    reported(&mut ben, bent, Report::Forged);
    let large = altered(&said, |_, sealed| sealed.resize(2_000, 0));
    reported(&mut ben, large, Report::Forged);
    // another member's name on it
    let mut carla = join(&mut ana, 3, Role::Editor);
    connect(&mut carla, 2);
    let by_carla = altered(&say(&mut carla, 9_000), |of, _| *of = device(1).id());
    reported(&mut ben, by_carla, Report::Forged);
    // another dossier's
    let moved = match said.clone() {
        Frame::Signal { device, sealed, .. } => Frame::Signal {
            dossier: wire::DossierId([9; 16]),
            device,
            sealed,
        },
        other => panic!("a signal was expected: {other:?}"),
    };
    reported(&mut ben, moved, Report::OtherDossier);
    assert!(
        heard(&mut ben, &said).is_some(),
        "the true one still counts"
    );
}

/// What a newer program of a member says is let pass, without taking it for a forgery.
#[test]
fn what_is_not_understood_is_let_pass() {
    let (ana, mut ben) = two();
    let dossier = ana.dossier();
    let sealed = seal::seal_signal(
        &device(1),
        ana.keyring().newest(),
        dossier,
        b"\x81\x01",
        &mut dice(1),
    )
    .unwrap();
    let device = device(1).id();
    let frame = Frame::Signal {
        dossier,
        device,
        sealed,
    };
    assert_eq!(heard(&mut ben, &frame), None);
}

/// A signal that the relay does not take stops nothing.
#[test]
fn a_refused_signal_is_forgotten() {
    let (mut ana, _) = two();
    let refused = |refusal, device| Frame::Refused {
        refusal,
        dossier: None,
        document: None,
        device,
        index: None,
    };
    for refusal in [
        Refusal::NotMember,
        Refusal::NotAllowed,
        Refusal::TooLarge,
        Refusal::Rate,
    ] {
        let step = hear(&mut ana, refused(refusal, Some(device(1).id())));
        assert_eq!(step.then, [], "{refusal:?}");
        assert!(ana.is_live(), "{refusal:?}");
    }
    let step = hear(&mut ana, refused(Refusal::NotMember, None));
    assert_eq!(step.then, [Effect::Refused(Refusal::NotMember)]);
}
