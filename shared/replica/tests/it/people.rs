//! Members of one dossier, and dice for them.

use std::sync::Arc;

use model::{Draft, DraftRow};
use replica::{Effect, Found, Replica, Step};
use seal::{DeviceKey, Invitation, Profile, Terms};
use wire::Frame;

/// Dice that fall the same way each time for one seed.
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seal::hash(&seed.to_be_bytes());
    move |bytes: &mut [u8]| {
        for part in bytes.chunks_mut(32) {
            state = seal::hash(&state);
            part.copy_from_slice(&state[..part.len()]);
        }
    }
}

pub(crate) fn device(seed: u64) -> DeviceKey {
    DeviceKey::generate(&mut dice(seed))
}

fn profile(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        institution: "SECOEM".to_owned(),
    }
}

/// A dossier founded by device 1.
pub(crate) fn founded() -> Replica {
    found().0
}

/// A dossier founded by device 1, of one row, and all of it to persist.
pub(crate) fn found() -> (Replica, Step) {
    let draft = Draft {
        title: "Matriz".to_owned(),
        years: vec![2024],
        rows: vec![DraftRow::default()],
        ..Draft::default()
    };
    let device = Arc::new(device(1));
    Replica::found(
        &draft,
        &Found::default(),
        device,
        &profile("Ana Torres"),
        1_000,
        &mut dice(100),
    )
    .unwrap()
}

/// The device of that seed joins, and the host hears of it.
pub(crate) fn join(host: &mut Replica, seed: u64, terms: impl Into<Terms>) -> Replica {
    let invitation = device(1_000 + seed);
    let (_, grant) = host
        .grant(&invitation, terms, &mut dice(3_000 + seed))
        .unwrap();
    let invitation: Invitation = host.invitation("ws://relay".to_owned(), grant, invitation);
    let guest = Arc::new(device(seed));
    let (guest, _) = Replica::join(
        invitation,
        guest,
        &profile("Beto Luna"),
        2_000,
        &mut dice(2_000 + seed),
    )
    .unwrap();
    hear_all(host, &guest);
    guest
}

/// Takes in the log of another.
pub(crate) fn hear_all(host: &mut Replica, other: &Replica) {
    let entries = other.membership().entries();
    let entries: Vec<Vec<u8>> = entries.map(|(_, bytes)| bytes.to_vec()).collect();
    for entry in entries {
        let dossier = host.dossier();
        let frame = Frame::Entry { dossier, entry };
        host.receive(frame, &mut dice(1)).unwrap();
    }
}

/// In contact with a relay that has all there is, in that version of the protocol.
pub(crate) fn connect(replica: &mut Replica, version: u16) {
    let asked = replica.connected(version);
    assert!(matches!(
        asked.then.as_slice(),
        [Effect::Send(Frame::Open { .. })]
    ));
    assert!(!replica.is_live());
    let opened = Frame::Opened {
        dossier: replica.dossier(),
        entries: replica.membership().hashes(),
        vector: wire::Vector::new(),
    };
    replica.receive(opened, &mut dice(1)).unwrap();
    assert!(replica.is_live());
}
