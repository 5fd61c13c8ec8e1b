use ed25519_dalek::{Signer, SigningKey};
use proptest::prelude::*;
use seal::{
    DossierKey, SealError, hash, open_receipt, open_signal, seal_receipt, seal_signal, wrap,
};
use wire::limits::{RECEIPT_BYTES_MAX, RECEIPT_PAYLOAD_BYTES_MAX};
use wire::{DecodeError, DeviceId, DossierId};

use crate::people::{device, dice, hex, key};

const DOSSIER: DossierId = DossierId([5; 16]);
/// Format, nonce and signature, which surround the ciphertext.
const AROUND_BYTES: usize = 1 + 24 + 64;

fn sealed(plaintext: &[u8]) -> Vec<u8> {
    seal_receipt(&device(1), &key(), DOSSIER, plaintext, &mut dice(9)).unwrap()
}

fn opened(of: DeviceId, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
    open_receipt(&key(), DOSSIER, of, bytes)
}

/// Signs anything as that device would: what a program may do that was changed to say what it should
/// not.
fn signed(seed: u64, domain: &[u8], unsigned: &[u8]) -> Vec<u8> {
    let author = device(seed);
    let message = [domain, &DOSSIER.0, &author.id().0, unsigned].concat();
    let signer = SigningKey::from_bytes(&author.expose_secret_for_disk());
    [unsigned, &signer.sign(&message).to_bytes()].concat()
}

#[test]
fn members_read_it_and_nobody_else() {
    let said = sealed(b"has seen 7 of series 3");
    assert_eq!(
        opened(device(1).id(), &said),
        Ok(b"has seen 7 of series 3".to_vec())
    );
    let other = DossierKey::from_secret_bytes([43; 32]);
    assert_eq!(
        open_receipt(&other, DOSSIER, device(1).id(), &said),
        Err(SealError::CannotOpen)
    );
    assert!(!said.windows(6).any(|part| part == b"series"));
}

/// What an older program says, newer ones read.
#[test]
fn the_same_dice_give_the_same_bytes() {
    assert_eq!(
        hex(&hash(&sealed(b"receipt"))),
        "9e5dc7d3626f6af26d4a229fb55e7ab6f97fbc7ae95ed6ae8c9595a20f87f76f"
    );
}

#[test]
fn nobody_acknowledges_for_somebody_else() {
    let said = sealed(b"seen");
    let forged = Err(SealError::BadSignature);
    let (ana, ben) = (device(1).id(), device(2).id());
    // The relay hands it on as another member's, or to another dossier of the same members.
    assert_eq!(opened(ben, &said), forged);
    assert_eq!(open_receipt(&key(), DossierId([6; 16]), ana, &said), forged);
    // Another member, who has the key, makes one in her name.
    let by_ben = seal_receipt(&device(2), &key(), DOSSIER, b"seen", &mut dice(9)).unwrap();
    assert_eq!(opened(ana, &by_ben), forged);
    // He signs as his what she encrypted: it is authenticated as hers.
    let taken = &said[..said.len() - 64];
    let domain = b"cotejo receipt signature 1\0";
    assert_eq!(opened(ana, &signed(1, domain, taken)), Ok(b"seen".to_vec()));
    assert_eq!(
        opened(ben, &signed(2, domain, taken)),
        Err(SealError::CannotOpen)
    );
}

#[test]
fn every_altered_bit_is_noticed() {
    let said = sealed(b"seen");
    for bit in 0..said.len() * 8 {
        let mut altered = said.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let expected = if bit < 8 {
            SealError::Decode(DecodeError::UnknownKind)
        } else {
            SealError::BadSignature
        };
        assert_eq!(opened(device(1).id(), &altered), Err(expected), "bit {bit}");
    }
    for len in 0..said.len() {
        let expected = if len < AROUND_BYTES {
            SealError::Decode(DecodeError::Malformed)
        } else {
            SealError::BadSignature
        };
        let found = opened(device(1).id(), &said[..len]);
        assert_eq!(found, Err(expected), "cut at {len}");
    }
}

/// Receipts have a signature and a key of their own: nothing made for another use passes for one,
/// and none passes for a signal.
#[test]
fn a_receipt_is_nothing_else() {
    let ana = device(1).id();
    let receipt = sealed(b"same words");
    let signal = seal_signal(&device(1), &key(), DOSSIER, b"same words", &mut dice(9)).unwrap();
    assert_eq!(receipt.len(), signal.len());
    let unsigned = |bytes: &[u8]| bytes[..bytes.len() - 64].to_vec();
    let open = |bytes: &[u8]| open_signal(&key(), DOSSIER, ana, bytes);
    assert_eq!(opened(ana, &signal), Err(SealError::BadSignature));
    assert_eq!(open(&receipt), Err(SealError::BadSignature));
    // Not even signed anew for the other use.
    let (as_receipt, as_signal) = (
        signed(1, b"cotejo receipt signature 1\0", &unsigned(&signal)),
        signed(1, b"cotejo signal signature 1\0", &unsigned(&receipt)),
    );
    assert_eq!(opened(ana, &as_receipt), Err(SealError::CannotOpen));
    assert_eq!(open(&as_signal), Err(SealError::CannotOpen));
    let wrapped = wrap(&device(1), &[0; 64], &mut dice(5)).unwrap();
    let wrapped = signed(1, b"cotejo receipt signature 1\0", &wrapped);
    assert_eq!(opened(ana, &wrapped), Err(SealError::CannotOpen));
}

#[test]
fn a_receipt_has_a_size() {
    for (bytes, accepted) in [
        (RECEIPT_PAYLOAD_BYTES_MAX - 1, true),
        (RECEIPT_PAYLOAD_BYTES_MAX, true),
        (RECEIPT_PAYLOAD_BYTES_MAX + 1, false),
    ] {
        let plaintext = vec![7; bytes];
        let said = seal_receipt(&device(1), &key(), DOSSIER, &plaintext, &mut dice(9));
        let refused = SealError::PayloadSize { bytes };
        assert_eq!(said.as_ref().err(), (!accepted).then_some(&refused));
        if let Ok(said) = said {
            assert!(said.len() <= RECEIPT_BYTES_MAX, "{} bytes", said.len());
            assert_eq!(opened(device(1).id(), &said), Ok(plaintext));
        }
    }
    for (bytes, expect) in [
        (RECEIPT_BYTES_MAX - 1, SealError::BadSignature),
        (RECEIPT_BYTES_MAX, SealError::BadSignature),
        (
            RECEIPT_BYTES_MAX + 1,
            SealError::Decode(DecodeError::TooLarge {
                bytes: RECEIPT_BYTES_MAX + 1,
                limit_bytes: RECEIPT_BYTES_MAX,
            }),
        ),
    ] {
        assert_eq!(opened(device(1).id(), &vec![1; bytes]), Err(expect));
    }
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..1_100)) {
        prop_assert!(opened(device(1).id(), &bytes).is_err());
        let resigned = signed(1, b"cotejo receipt signature 1\0", &[&[1], &bytes[..]].concat());
        prop_assert!(opened(device(1).id(), &resigned).is_err());
    }
}
