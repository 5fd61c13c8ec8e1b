use proptest::prelude::*;
use seal::{DossierKey, SealError, unwrap, wrap};
use wire::DecodeError;

use crate::people::{device, dice, hex, key};

#[test]
fn a_key_is_the_same_after_a_restart() {
    let key = DossierKey::generate(&mut dice(1));
    let saved = *key.expose_secret_for_disk();
    assert_eq!(
        *DossierKey::from_secret_bytes(saved).expose_secret_for_disk(),
        saved
    );
    assert_ne!(
        *DossierKey::generate(&mut dice(2)).expose_secret_for_disk(),
        saved
    );
}

#[test]
fn secrets_are_not_printed() {
    assert_eq!(format!("{:?}", key()), "DossierKey(secret)");
}

#[test]
fn what_a_device_wraps_only_it_unwraps() {
    let wrapped = wrap(&device(1), b"the dossier's key", &mut dice(5)).unwrap();
    assert_eq!(
        unwrap(&device(1), &wrapped).unwrap().as_slice(),
        b"the dossier's key"
    );
    assert_eq!(
        unwrap(&device(2), &wrapped).unwrap_err(),
        SealError::CannotOpen
    );
    let again = wrap(&device(1), b"the dossier's key", &mut dice(6)).unwrap();
    assert_ne!(wrapped, again, "each time with its own nonce");
    let window = b"dossier".len();
    assert!(!wrapped.windows(window).any(|part| part == b"dossier"));
}

/// What a device wrapped once it has to unwrap for ever.
#[test]
fn the_same_dice_give_the_same_bytes() {
    let wrapped = wrap(&device(1), b"the dossier's key", &mut dice(5)).unwrap();
    let name = hex(&seal::hash(&wrapped));
    assert_eq!(
        name,
        "06bd8ea376e3d4e82cf32cc57b092f02dc86e571407e5c7797c2bb19cd236563"
    );
}

#[test]
fn what_was_altered_is_not_unwrapped() {
    let wrapped = wrap(&device(1), b"secret", &mut dice(5)).unwrap();
    for at in 0..wrapped.len() {
        let mut altered = wrapped.clone();
        altered[at] ^= 1;
        let expect = match at {
            0 => SealError::Decode(DecodeError::UnknownKind),
            _ => SealError::CannotOpen,
        };
        assert_eq!(
            unwrap(&device(1), &altered).unwrap_err(),
            expect,
            "byte {at}"
        );
        let expect = match at {
            0..25 => SealError::Decode(DecodeError::Malformed),
            _ => SealError::CannotOpen,
        };
        assert_eq!(
            unwrap(&device(1), &wrapped[..at]).unwrap_err(),
            expect,
            "cut at {at}"
        );
    }
}

proptest! {
    #[test]
    fn whatever_is_wrapped_comes_back(secret in prop::collection::vec(any::<u8>(), 0..300)) {
        let wrapped = wrap(&device(1), &secret, &mut dice(5)).unwrap();
        let unwrapped = unwrap(&device(1), &wrapped).unwrap();
        prop_assert_eq!(unwrapped.as_slice(), secret.as_slice());
    }
}
