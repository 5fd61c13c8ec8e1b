use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer, SigningKey};
use hkdf::Hkdf;
use proptest::prelude::*;
use seal::{DossierKey, SealError, hash, open_signal, seal_signal, wrap};
use sha2::Sha256;
use wire::limits::{SIGNAL_BYTES_MAX, SIGNAL_PAYLOAD_BYTES_MAX};
use wire::{DecodeError, DossierId};

use crate::people::{device, dice, hex, key};

const DOSSIER: DossierId = DossierId([5; 16]);
/// Format, nonce and signature, which surround the ciphertext.
const AROUND_BYTES: usize = 1 + 24 + 64;
const TAG_BYTES: usize = 16;

fn sealed(plaintext: &[u8]) -> Vec<u8> {
    seal_signal(&device(1), &key(), DOSSIER, plaintext, &mut dice(9)).unwrap()
}

/// Signs anything as device 1 would: what a program may do that was changed to say what it should
/// not.
fn signed(unsigned: &[u8]) -> Vec<u8> {
    let author = device(1);
    let domain: &[u8] = b"cotejo signal signature 1\0";
    let message = [domain, &DOSSIER.0, &author.id().0, unsigned].concat();
    let signer = SigningKey::from_bytes(&author.expose_secret_for_disk());
    [unsigned, &signer.sign(&message).to_bytes()].concat()
}

#[test]
fn members_read_what_a_device_says() {
    let said = sealed(b"in the formula of line 7");
    assert_eq!(
        open_signal(&key(), DOSSIER, device(1).id(), &said),
        Ok(b"in the formula of line 7".to_vec())
    );
    let other = DossierKey::from_secret_bytes([43; 32]);
    assert_eq!(
        open_signal(&other, DOSSIER, device(1).id(), &said),
        Err(SealError::CannotOpen)
    );
    assert!(!said.windows(7).any(|part| part == b"formula"));
    let again = seal_signal(&device(1), &key(), DOSSIER, b"x", &mut dice(10)).unwrap();
    assert_ne!(again[..25], said[..25], "each time with its own nonce");
}

/// What an older program says, newer ones read.
#[test]
fn the_same_dice_give_the_same_bytes() {
    let name = hex(&hash(&sealed(b"presence")));
    assert_eq!(
        name,
        "8d2da278371f9176de4cf5d7f4c87fcb978b37730f91dcb3098117d0d13abe3b"
    );
}

#[test]
fn nobody_speaks_for_somebody_else() {
    let said = sealed(b"here");
    let forged = Err(SealError::BadSignature);
    // The relay hands it on as another member's, or to another dossier of the same members.
    let (ana, ben) = (device(1).id(), device(2).id());
    assert_eq!(open_signal(&key(), DOSSIER, ben, &said), forged);
    assert_eq!(open_signal(&key(), DossierId([6; 16]), ana, &said), forged);
    // Another member, who has the key, says it in her name.
    let by_ben = seal_signal(&device(2), &key(), DOSSIER, b"here", &mut dice(9)).unwrap();
    assert_eq!(open_signal(&key(), DOSSIER, ana, &by_ben), forged);
    // He signs as his what she encrypted: it is authenticated as hers.
    let taken = &said[..said.len() - 64];
    assert_eq!(
        open_signal(&key(), DOSSIER, ana, &signed(taken)),
        Ok(b"here".to_vec())
    );
    let signer = SigningKey::from_bytes(&device(2).expose_secret_for_disk());
    let domain: &[u8] = b"cotejo signal signature 1\0";
    let signature = signer.sign(&[domain, &DOSSIER.0, &ben.0, taken].concat());
    let stolen = [taken, &signature.to_bytes()].concat();
    assert_eq!(
        open_signal(&key(), DOSSIER, ben, &stolen),
        Err(SealError::CannotOpen)
    );
}

#[test]
fn every_altered_bit_is_noticed() {
    let said = sealed(b"here");
    for bit in 0..said.len() * 8 {
        let mut altered = said.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let found = open_signal(&key(), DOSSIER, device(1).id(), &altered);
        let expected = if bit < 8 {
            SealError::Decode(DecodeError::UnknownKind)
        } else {
            SealError::BadSignature
        };
        assert_eq!(found, Err(expected), "bit {bit}");
    }
    for len in 0..said.len() {
        let found = open_signal(&key(), DOSSIER, device(1).id(), &said[..len]);
        let expected = if len < AROUND_BYTES {
            SealError::Decode(DecodeError::Malformed)
        } else {
            SealError::BadSignature
        };
        assert_eq!(found, Err(expected), "cut at {len}");
    }
}

/// The key of signals is of its own: nothing encrypted for another use opens as one.
#[test]
fn a_signal_is_nothing_else() {
    let wrapped = wrap(&device(1), &[0; 64], &mut dice(5)).unwrap();
    let found = open_signal(&key(), DOSSIER, device(1).id(), &signed(&wrapped));
    assert_eq!(found, Err(SealError::CannotOpen));
    let about = [&DOSSIER.0[..], &device(1).id().0].concat();
    let check = |purpose: &[u8], padded: &[u8], expect: Result<Vec<u8>, SealError>| {
        let mut secret = [0; 32];
        Hkdf::<Sha256>::new(None, &*key().expose_secret_for_disk())
            .expand(purpose, &mut secret)
            .unwrap();
        let nonce = [3; 24];
        let payload = Payload {
            msg: padded,
            aad: &about,
        };
        let ciphertext = XChaCha20Poly1305::new(&secret.into())
            .encrypt(&XNonce::from(nonce), payload)
            .unwrap();
        let unsigned = [&[1][..], &nonce, &ciphertext].concat();
        let found = open_signal(&key(), DOSSIER, device(1).id(), &signed(&unsigned));
        assert_eq!(found, expect, "{padded:?}");
    };
    let malformed = Err(SealError::Decode(DecodeError::Malformed));
    check(b"cotejo signal key 1", &[0, 2, 7, 8, 0], Ok(vec![7, 8]));
    check(b"cotejo signal key 1", &[0, 0], Ok(Vec::new()));
    check(b"cotejo signal key 1", &[0, 4, 7, 8, 0], malformed.clone());
    check(b"cotejo signal key 1", &[0], malformed);
    check(
        b"cotejo envelope key 1",
        &[0, 0],
        Err(SealError::CannotOpen),
    );
}

#[test]
fn a_signal_has_a_size() {
    for (bytes, accepted) in [
        (SIGNAL_PAYLOAD_BYTES_MAX - 1, true),
        (SIGNAL_PAYLOAD_BYTES_MAX, true),
        (SIGNAL_PAYLOAD_BYTES_MAX + 1, false),
    ] {
        let plaintext = vec![7; bytes];
        let said = seal_signal(&device(1), &key(), DOSSIER, &plaintext, &mut dice(9));
        let refused = SealError::PayloadSize { bytes };
        assert_eq!(said.as_ref().err(), (!accepted).then_some(&refused));
        if let Ok(said) = said {
            assert!(said.len() <= SIGNAL_BYTES_MAX, "{} bytes", said.len());
            let opened = open_signal(&key(), DOSSIER, device(1).id(), &said);
            assert_eq!(opened, Ok(plaintext));
        }
    }
    for (bytes, expect) in [
        (SIGNAL_BYTES_MAX, SealError::BadSignature),
        (
            SIGNAL_BYTES_MAX + 1,
            SealError::Decode(DecodeError::TooLarge {
                bytes: SIGNAL_BYTES_MAX + 1,
                limit_bytes: SIGNAL_BYTES_MAX,
            }),
        ),
    ] {
        let found = open_signal(&key(), DOSSIER, device(1).id(), &vec![1; bytes]);
        assert_eq!(found, Err(expect));
    }
}

#[test]
fn lengths_do_not_tell_cells() {
    let block = |blocks: usize| AROUND_BYTES + TAG_BYTES + 256 * blocks;
    for (bytes, blocks) in [
        (0, 1),
        (40, 1),
        (254, 1),
        (255, 2),
        (510, 2),
        (511, 3),
        (512, 3),
    ] {
        assert_eq!(
            sealed(&vec![7; bytes]).len(),
            block(blocks),
            "{bytes} bytes"
        );
    }
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..1_100)) {
        prop_assert!(open_signal(&key(), DOSSIER, device(1).id(), &bytes).is_err());
        let resigned = signed(&[&[1], &bytes[..bytes.len().min(900)]].concat());
        prop_assert!(open_signal(&key(), DOSSIER, device(1).id(), &resigned).is_err());
    }
}
