use seal::{DeviceKey, SealError, verify_challenge};
use wire::DeviceId;

use crate::people::{device, dice, hex};

const RELAY: [u8; 16] = [1; 16];
const NONCE: [u8; 32] = [2; 32];

#[test]
fn a_device_is_the_same_after_a_restart() {
    let device = device(7);
    let saved = *device.expose_secret_for_disk();
    assert_eq!(DeviceKey::from_secret_bytes(saved).id(), device.id());
    assert_ne!(DeviceKey::generate(&mut dice(8)).id(), device.id());
}

#[test]
fn a_device_proves_who_it_is() {
    let device = device(7);
    let proof = device.sign_challenge(&RELAY, &NONCE, 1);
    assert_eq!(
        verify_challenge(device.id(), &RELAY, &NONCE, 1, &proof),
        Ok(())
    );
}

#[test]
fn a_proof_serves_once_and_in_one_place() {
    let (device, other) = (device(7), device(8));
    let proof = device.sign_challenge(&RELAY, &NONCE, 1);
    let check = |id: DeviceId, relay: [u8; 16], nonce: [u8; 32], version: u16, proof: [u8; 64]| {
        let refused = Err(SealError::BadSignature);
        assert_eq!(
            verify_challenge(id, &relay, &nonce, version, &proof),
            refused
        );
    };
    check(other.id(), RELAY, NONCE, 1, proof);
    check(device.id(), [9; 16], NONCE, 1, proof);
    check(device.id(), RELAY, [9; 32], 1, proof);
    check(device.id(), RELAY, NONCE, 2, proof);
    check(
        device.id(),
        RELAY,
        NONCE,
        1,
        other.sign_challenge(&RELAY, &NONCE, 1),
    );
    check(device.id(), RELAY, NONCE, 1, [0; 64]);
    for bit in 0..512 {
        let mut altered = proof;
        altered[bit / 8] ^= 1 << (bit % 8);
        check(device.id(), RELAY, NONCE, 1, altered);
    }
}

/// With such keys one signature serves for several messages.
#[test]
fn weak_keys_prove_nothing() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    for weak in [neutral, [0; 32], [0xff; 32]] {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&neutral);
        let found = verify_challenge(DeviceId(weak), &RELAY, &NONCE, 1, &signature);
        assert_eq!(found, Err(SealError::BadSignature));
    }
}

#[test]
fn secrets_are_not_printed() {
    let device = device(7);
    let secret = device.expose_secret_for_disk();
    let printed = format!("{device:?}");
    assert_eq!(printed, format!("DeviceKey({})", device.id()));
    let hex = hex(secret.as_slice());
    assert!(!printed.contains(&hex[..8]));
}
