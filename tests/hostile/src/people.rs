//! People with devices, and dice that always fall the same way.

use std::sync::LazyLock;

use ed25519_dalek::{Signer as _, SigningKey};
use seal::{DeviceKey, DossierKey, Membership, Profile, hash, seal_profile};
use wire::{Entry, EntryBody, Hash, Role, Sealed};

/// Devices that stories speak of.
pub(crate) const PEOPLE: usize = 8;

/// Dice that fall the same way each time for one seed.
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = hash(&seed.to_be_bytes());
    move |bytes: &mut [u8]| {
        for part in bytes.chunks_mut(32) {
            state = hash(&state);
            part.copy_from_slice(&state[..part.len()]);
        }
    }
}

pub(crate) fn device(seed: u64) -> DeviceKey {
    DeviceKey::generate(&mut dice(seed))
}

/// One of the [`PEOPLE`].
pub(crate) fn person(place: usize) -> &'static DeviceKey {
    static KEYS: LazyLock<Vec<DeviceKey>> =
        LazyLock::new(|| (1..=PEOPLE as u64).map(device).collect());
    &KEYS[place % PEOPLE]
}

pub(crate) fn key() -> DossierKey {
    DossierKey::from_secret_bytes([42; 32])
}

pub(crate) fn face(seed: u64) -> Sealed {
    let profile = Profile {
        name: "Benito Ríos".to_owned(),
        institution: "SECOEM".to_owned(),
    };
    seal_profile(&key(), &profile, &mut dice(seed)).unwrap()
}

/// A dossier of the first four people: two coordinators, an editor, a reviewer.
pub(crate) fn four() -> Membership {
    static FOUR: LazyLock<Membership> = LazyLock::new(|| {
        let profile = Profile {
            name: "Ana Torres".to_owned(),
            institution: "SECOEM".to_owned(),
        };
        let founded = Membership::found(person(0), &key(), &profile, &mut dice(100));
        let mut membership = founded.unwrap();
        let roles = [Role::Coordinator, Role::Editor, Role::Reviewer];
        for (place, role) in (1..).zip(roles) {
            let secret = device(100 + place as u64);
            let grant = membership.grant(person(0), &secret, role).unwrap();
            membership.add(&grant).unwrap();
            let face = face(place as u64);
            let join = membership.join(hash(&grant), &secret, person(place), face, 0);
            membership.add(&join.unwrap()).unwrap();
        }
        membership
    });
    FOUR.clone()
}

/// Signs a body as a program would that was changed to say what it should not.
pub(crate) fn sign_entry(author: &DeviceKey, body: &EntryBody) -> Vec<u8> {
    let body = body.encode();
    let signature = sign(author, b"cotejo entry signature 1\0", &body);
    Entry {
        body,
        signature,
        counter_signature: None,
    }
    .encode()
}

/// The same for a join, by the invitation's key and the guest's.
pub(crate) fn sign_join(invitation: &DeviceKey, guest: &DeviceKey, body: &EntryBody) -> Vec<u8> {
    let body = body.encode();
    let signature = sign(invitation, b"cotejo entry signature 1\0", &body);
    let counter_signature = Some(sign(guest, b"cotejo join signature 1\0", &body));
    Entry {
        body,
        signature,
        counter_signature,
    }
    .encode()
}

/// Signs an envelope whatever its header says.
pub(crate) fn sign_envelope(
    author: &DeviceKey,
    header: &[u8],
    nonce: &[u8],
    text: &[u8],
) -> [u8; 64] {
    let lengths = [header.len() as u64, text.len() as u64].map(u64::to_be_bytes);
    let digest: Hash = hash(&[&lengths[0][..], header, nonce, &lengths[1][..], text].concat());
    sign(author, b"cotejo envelope signature 1\0", &digest)
}

fn sign(key: &DeviceKey, domain: &[u8], message: &[u8]) -> [u8; 64] {
    let key = SigningKey::from_bytes(&key.expose_secret_for_disk());
    key.sign(&[domain, message].concat()).to_bytes()
}
