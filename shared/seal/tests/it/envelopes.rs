use proptest::prelude::*;
use seal::{DossierKey, SealError, hash, open_envelope, seal_envelope, verify_envelope};
use wire::limits::{ENVELOPE_BYTES_MAX, ENVELOPE_PAYLOAD_BYTES_MAX};
use wire::{DecodeError, DocumentKind, DossierId, Envelope, EnvelopeHeader, Hash};

use crate::people::{device, dice, hex, key};

fn header(index: u64, previous: Hash) -> EnvelopeHeader {
    EnvelopeHeader {
        dossier: DossierId([5; 16]),
        document: DocumentKind::Matrix,
        device: device(1).id(),
        index,
        epoch: 1,
        previous,
        schema: 1,
    }
}

fn sealed(payload: &[u8]) -> Vec<u8> {
    seal_envelope(
        &device(1),
        &key(),
        &header(1, [0; 32]),
        payload,
        &mut dice(9),
    )
    .unwrap()
}

/// Changed and signed again by device 1: what a member may do, but nobody else.
fn resigned(change: impl FnOnce(&mut EnvelopeHeader)) -> Result<Vec<u8>, SealError> {
    let mut header = header(1, [0; 32]);
    change(&mut header);
    seal_envelope(&device(1), &key(), &header, b"x", &mut dice(9))
}

#[test]
fn a_series_is_sealed_verified_and_opened() {
    let mut previous = [0; 32];
    for index in 1..5 {
        let payload = format!("changes {index}").into_bytes();
        let header = header(index, previous);
        let encoded =
            seal_envelope(&device(1), &key(), &header, &payload, &mut dice(index)).unwrap();
        let (envelope, found, name) = verify_envelope(&encoded).unwrap();
        assert_eq!(found, header);
        assert_eq!(name, hash(&encoded));
        assert_eq!(open_envelope(&key(), &envelope), Ok(payload));
        previous = name;
    }
}

/// What was sealed by an older program has to open for ever.
#[test]
fn the_same_dice_give_the_same_bytes() {
    let name = hex(&hash(&sealed(b"payload")));
    assert_eq!(
        name,
        "03333107c35b314b320fdb26ea93ce0e038af81992e798ac475d0ba80fde7764"
    );
}

#[test]
fn another_key_opens_nothing() {
    let (envelope, ..) = verify_envelope(&sealed(b"secret words")).unwrap();
    let other = DossierKey::from_secret_bytes([43; 32]);
    assert_eq!(open_envelope(&other, &envelope), Err(SealError::CannotOpen));
    assert!(!envelope.encode().windows(6).any(|part| part == b"secret"));
}

#[test]
fn every_altered_bit_is_noticed() {
    let encoded = sealed(b"payload");
    for bit in 0..encoded.len() * 8 {
        let mut altered = encoded.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(verify_envelope(&altered).is_err(), "bit {bit}");
    }
    for len in 0..encoded.len() {
        assert!(verify_envelope(&encoded[..len]).is_err(), "cut at {len}");
    }
    let longer = [&encoded[..], &[0]].concat();
    assert_eq!(verify_envelope(&longer), Err(DecodeError::Trailing.into()));
}

/// A relay cannot move an envelope, nor can anybody who is not its author.
#[test]
fn an_envelope_does_not_move() {
    let encoded = sealed(b"payload");
    let original = Envelope::decode(&encoded).unwrap();
    let check = |change: fn(&mut EnvelopeHeader)| {
        let mut moved = header(1, [0; 32]);
        change(&mut moved);
        let envelope = Envelope {
            header: moved.encode(),
            ..original.clone()
        };
        assert_eq!(
            verify_envelope(&envelope.encode()),
            Err(SealError::BadSignature)
        );
        assert_eq!(open_envelope(&key(), &envelope), Err(SealError::CannotOpen));
    };
    check(|header| header.dossier = DossierId([6; 16]));
    check(|header| header.document = DocumentKind::Review);
    check(|header| header.device = device(2).id());
    check(|header| (header.index, header.previous) = (2, [1; 32]));
    check(|header| header.epoch = 2);
    check(|header| header.schema = 2);
}

/// The author's device signs only what names it, so that nobody's envelope passes for another's.
#[test]
fn an_envelope_has_one_author() {
    let found = resigned(|header| header.device = device(2).id());
    assert_eq!(found, Err(SealError::NotAuthor(device(2).id())));

    let mut stolen = Envelope::decode(&sealed(b"payload")).unwrap();
    stolen.header = EnvelopeHeader {
        device: device(2).id(),
        ..header(1, [0; 32])
    }
    .encode();
    assert_eq!(
        verify_envelope(&stolen.encode()),
        Err(SealError::BadSignature)
    );
}

#[test]
fn parts_are_not_exchanged() {
    let first = Envelope::decode(&sealed(b"payload")).unwrap();
    let second = seal_envelope(
        &device(1),
        &key(),
        &header(1, [0; 32]),
        b"other!!",
        &mut dice(10),
    );
    let second = Envelope::decode(&second.unwrap()).unwrap();
    for mixed in [
        Envelope {
            ciphertext: second.ciphertext.clone(),
            ..first.clone()
        },
        Envelope {
            nonce: second.nonce,
            ..first.clone()
        },
        Envelope {
            signature: second.signature,
            ..first.clone()
        },
    ] {
        assert_eq!(
            verify_envelope(&mixed.encode()),
            Err(SealError::BadSignature)
        );
    }
}

#[test]
fn index_and_predecessor_go_together() {
    let check = |index: u64, previous: Hash, accepted: bool| {
        let found = resigned(|header| (header.index, header.previous) = (index, previous));
        assert_eq!(
            found.as_ref().err(),
            (!accepted).then_some(&SealError::BadIndex)
        );
        let encoded = found.unwrap_or_else(|_| {
            // What a careless author would have signed is refused by whoever receives it.
            let envelope = Envelope::decode(&sealed(b"x")).unwrap();
            Envelope {
                header: header(index, previous).encode(),
                ..envelope
            }
            .encode()
        });
        assert_eq!(verify_envelope(&encoded).is_ok(), accepted);
    };
    check(1, [0; 32], true);
    check(2, [1; 32], true);
    check(u64::MAX, [1; 32], true);
    check(0, [0; 32], false);
    check(0, [1; 32], false);
    check(1, [1; 32], false);
    check(2, [0; 32], false);
}

/// One envelope with two encodings would go by two hashes and split its author's series.
#[test]
fn only_the_canonical_form_is_accepted() {
    let encoded = sealed(b"payload");
    assert_eq!(encoded[0], 0x84, "an array of four");

    // The same record in an array of indefinite length.
    let indefinite = [&[0x9f][..], &encoded[1..], &[0xff]].concat();
    assert_eq!(Envelope::decode(&indefinite), Envelope::decode(&encoded));
    assert_eq!(verify_envelope(&indefinite), Err(SealError::NotCanonical));

    // A fifth field, that an older program would skip.
    let longer = [&[0x85][..], &encoded[1..], &[0]].concat();
    assert_eq!(Envelope::decode(&longer), Envelope::decode(&encoded));
    assert_eq!(verify_envelope(&longer), Err(SealError::NotCanonical));

    // A header with a length in more bytes than needed, and one with a field of the future.
    let envelope = Envelope::decode(&encoded).unwrap();
    let header = &envelope.header;
    assert_eq!(header[..2], [0x87, 0x50]);
    for loose in [
        [&[0x87, 0x58, 0x10][..], &header[2..]].concat(),
        [&[0x88][..], &header[1..], &[0]].concat(),
    ] {
        let envelope = Envelope {
            header: loose,
            ..envelope.clone()
        };
        assert_eq!(envelope.decode_header(), EnvelopeHeader::decode(header));
        assert_eq!(
            verify_envelope(&envelope.encode()),
            Err(SealError::NotCanonical)
        );
    }
}

#[test]
fn a_payload_has_a_size() {
    let max = ENVELOPE_PAYLOAD_BYTES_MAX;
    for (bytes, accepted) in [
        (0, false),
        (1, true),
        (max - 1, true),
        (max, true),
        (max + 1, false),
    ] {
        let payload = vec![7; bytes];
        let header = header(1, [0; 32]);
        let found = seal_envelope(&device(1), &key(), &header, &payload, &mut dice(9));
        let refused = SealError::PayloadSize { bytes };
        assert_eq!(found.as_ref().err(), (!accepted).then_some(&refused));
        if let Ok(encoded) = found {
            assert!(encoded.len() <= ENVELOPE_BYTES_MAX);
            let (envelope, ..) = verify_envelope(&encoded).unwrap();
            assert_eq!(open_envelope(&key(), &envelope).unwrap(), payload);
        }
    }
}

proptest! {
    #[test]
    fn junk_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(verify_envelope(&bytes).is_err());
    }

    #[test]
    fn any_alteration_is_noticed(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        insert in any::<bool>(),
    ) {
        let mut encoded = sealed(b"payload");
        let at = at.index(encoded.len());
        if insert {
            encoded.insert(at, byte);
        } else {
            prop_assume!(encoded[at] != byte);
            encoded[at] = byte;
        }
        prop_assert!(verify_envelope(&encoded).is_err());
    }
}
