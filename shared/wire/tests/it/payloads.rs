use wire::limits::ENVELOPE_PAYLOAD_BYTES_MAX;
use wire::{Budget, InspectError, Payload, PayloadError, PayloadFormat};

use crate::handmade::{ACTION, bundle, change, run};

#[test]
fn a_payload_says_how_it_is_packed() {
    let changes = [change(&[(ACTION, &run(3, 1))]), change(&[])].concat();
    let bytes = Payload {
        format: PayloadFormat::Chunks,
        chunks: &changes,
    }
    .encode()
    .unwrap();
    assert_eq!(bytes[0], 0);
    let (payload, inspected) = Payload::open(&bytes, &Budget::ENVELOPE).unwrap();
    assert_eq!(payload.chunks, changes);
    assert_eq!(
        (inspected.chunks, inspected.changes, inspected.ops),
        (2, 2, 3)
    );

    let one = bundle(&[(0x01, &run(5, 0))], &[]);
    let bytes = Payload {
        format: PayloadFormat::Bundle,
        chunks: &one,
    }
    .encode()
    .unwrap();
    assert_eq!(bytes[0], 1);
    let (payload, inspected) = Payload::open(&bytes, &Budget::ENVELOPE).unwrap();
    assert_eq!(payload.format, PayloadFormat::Bundle);
    assert_eq!((inspected.bundles, inspected.changes), (1, 5));
}

#[test]
fn a_payload_that_is_not_what_it_says_is_refused() {
    let check = |bytes: &[u8], expect: PayloadError| {
        assert_eq!(Payload::open(bytes, &Budget::ENVELOPE).err(), Some(expect));
    };
    let one = bundle(&[], &[]);
    check(&[], PayloadError::Empty);
    check(&[0], PayloadError::Empty);
    check(&[2, 1], PayloadError::UnknownFormat { format: 2 });
    check(
        &[&[1][..], &change(&[])].concat(),
        PayloadError::NotOneBundle,
    );
    check(&[&[1][..], &one, &one].concat(), PayloadError::NotOneBundle);
    check(&[0, 1], InspectError::NotAChunk.into());
}

#[test]
fn a_payload_has_a_size() {
    let check = |bytes: usize, accepted: bool| {
        let chunks = vec![0; bytes - 1];
        let encoded = Payload {
            format: PayloadFormat::Chunks,
            chunks: &chunks,
        }
        .encode();
        let refused = PayloadError::TooLarge { bytes };
        assert_eq!(encoded.as_ref().err(), (!accepted).then_some(&refused));
        let bytes = [&[0][..], &chunks].concat();
        assert_eq!(Payload::decode(&bytes).is_ok(), accepted);
    };
    check(ENVELOPE_PAYLOAD_BYTES_MAX - 1, true);
    check(ENVELOPE_PAYLOAD_BYTES_MAX, true);
    check(ENVELOPE_PAYLOAD_BYTES_MAX + 1, false);
}
