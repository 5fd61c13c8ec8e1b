//! People and dice for the tests.

use ed25519_dalek::{Signer, SigningKey};
use seal::{Added, DeviceKey, DossierKey, Membership, Profile, hash, seal_profile};
use wire::{Entry, EntryBody, Hash, Role};

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

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

pub(crate) fn device(seed: u64) -> DeviceKey {
    DeviceKey::generate(&mut dice(seed))
}

pub(crate) fn key() -> DossierKey {
    DossierKey::from_secret_bytes([42; 32])
}

pub(crate) fn profile(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        institution: "SECOEM".to_owned(),
    }
}

/// A dossier founded by device 1.
pub(crate) fn founded() -> Membership {
    Membership::found(&device(1), &key(), &profile("Ana"), &mut dice(100)).unwrap()
}

/// Adds an entry that has to count at once.
pub(crate) fn add(membership: &mut Membership, entry: &[u8]) -> Hash {
    assert_eq!(membership.add(entry), Ok(Added::New(vec![hash(entry)])));
    hash(entry)
}

/// `author` invites and `guest` joins; returns both entries.
pub(crate) fn invite(
    membership: &mut Membership,
    author: &DeviceKey,
    guest: &DeviceKey,
    role: Role,
    seed: u64,
) -> [Vec<u8>; 2] {
    let invitation = device(seed);
    let grant = membership.grant(author, &invitation, role).unwrap();
    let granted = add(membership, &grant);
    let mut dice = dice(seed);
    let join = membership
        .join(
            granted,
            &invitation,
            guest,
            seal_profile(&key(), &profile("Ben"), &mut dice).unwrap(),
            0,
        )
        .unwrap();
    add(membership, &join);
    [grant, join]
}

/// The same entry with something in its body changed, its signatures left as they were.
pub(crate) fn forged(entry: &[u8], change: impl FnOnce(&mut EntryBody)) -> Vec<u8> {
    let mut entry = Entry::decode(entry).unwrap();
    let mut body = entry.decode_body().unwrap();
    change(&mut body);
    entry.body = body.encode();
    entry.encode()
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

/// The same for a join.
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

fn sign(key: &DeviceKey, domain: &[u8], message: &[u8]) -> [u8; 64] {
    let key = SigningKey::from_bytes(&key.expose_secret_for_disk());
    key.sign(&[domain, message].concat()).to_bytes()
}
