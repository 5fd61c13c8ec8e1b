use proptest::prelude::*;
use wire::limits::{RECEIPT_BYTES_MAX, RECEIPT_PAYLOAD_BYTES_MAX, RECEIPT_SERIES_MAX};
use wire::{DecodeError, DeviceId, DocumentKind, Receipt, Vector, VectorEntry};

fn device(n: usize) -> DeviceId {
    let mut id = [0xff; 32];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    DeviceId(id)
}

fn vector(series: usize) -> Vector {
    let entry = |n| VectorEntry {
        document: DocumentKind::Minutes,
        device: device(n),
        index: u64::MAX,
    };
    (0..series).map(entry).collect()
}

/// The most there can be.
fn full() -> Receipt {
    Receipt {
        seq: u64::MAX,
        seen: vector(RECEIPT_SERIES_MAX),
        held: vector(RECEIPT_SERIES_MAX),
        seen_ms: Some(u64::MAX),
    }
}

#[test]
fn a_receipt_comes_back_as_it_went() {
    let nothing = Receipt {
        seq: 7,
        ..Receipt::default()
    };
    for receipt in [nothing, full()] {
        assert_eq!(Receipt::decode(&receipt.encode()), Ok(receipt));
    }
}

/// What older and newer programs agree on.
#[test]
fn the_same_receipt_gives_the_same_bytes() {
    let entry = |index| VectorEntry {
        document: DocumentKind::Review,
        device: DeviceId([4; 32]),
        index,
    };
    let receipt = Receipt {
        seq: 300,
        seen: Vector::from_iter([entry(2)]),
        held: Vector::from_iter([entry(9)]),
        seen_ms: None,
    };
    let series = |index: u8| {
        let mut bytes = vec![0x81, 0x83, 0x01, 0x58, 0x20];
        bytes.extend([4; 32]);
        bytes.push(index);
        bytes
    };
    // A last field that is not there is not written.
    let expected = [&[0x83, 0x19, 0x01, 0x2c][..], &series(2), &series(9)].concat();
    assert_eq!(receipt.encode(), expected);
}

#[test]
fn it_answers_what_was_seen_and_held() {
    let series = |index| {
        Vector::from_iter([VectorEntry {
            document: DocumentKind::Matrix,
            device: device(1),
            index,
        }])
    };
    let receipt = Receipt {
        seen: series(3),
        held: series(5),
        ..Receipt::default()
    };
    let check = |document, author, index, expect: (bool, bool)| {
        let found = (
            receipt.has_seen(document, author, index),
            receipt.has_held(document, author, index),
        );
        assert_eq!(found, expect, "{document:?} {index}");
    };
    let (matrix, review) = (DocumentKind::Matrix, DocumentKind::Review);
    check(matrix, device(1), 3, (true, true));
    check(matrix, device(1), 4, (false, true));
    check(matrix, device(1), 6, (false, false));
    check(review, device(1), 1, (false, false));
    check(matrix, device(2), 1, (false, false));
}

#[test]
fn its_series_are_counted() {
    let max = RECEIPT_SERIES_MAX;
    let check = |change: fn(&mut Receipt, Vector)| {
        for (series, accepted) in [(max - 1, true), (max, true), (max + 1, false)] {
            let mut receipt = full();
            change(&mut receipt, vector(series));
            assert_eq!(receipt.is_within_limits(), accepted, "{series} series");
            let mut bytes = receipt.encode();
            bytes.truncate(RECEIPT_PAYLOAD_BYTES_MAX);
            let expected = if accepted {
                Ok(receipt)
            } else {
                Err(DecodeError::Malformed)
            };
            assert_eq!(Receipt::decode(&bytes), expected, "{series} series");
        }
    };
    check(|receipt, vector| receipt.seen = vector);
    check(|receipt, vector| receipt.held = vector);
}

#[test]
fn the_fullest_receipt_fits() {
    let bytes = full().encode().len();
    assert!(bytes <= RECEIPT_PAYLOAD_BYTES_MAX, "{bytes} bytes");
    const { assert!(RECEIPT_PAYLOAD_BYTES_MAX < RECEIPT_BYTES_MAX) };
}

/// A newer program's receipt, as large as one may be and one byte larger.
#[test]
fn a_receipt_has_a_size_and_skips_what_is_new() {
    let longer = |bytes: usize| {
        let mut encoded = full().encode();
        encoded[0] += 1;
        let text = bytes - encoded.len() - 3;
        encoded.extend([0x79, (text >> 8) as u8, text as u8]);
        encoded.resize(bytes, b'n');
        encoded
    };
    let max = RECEIPT_PAYLOAD_BYTES_MAX;
    assert_eq!(Receipt::decode(&longer(max)), Ok(full()));
    let too_large = DecodeError::TooLarge {
        bytes: max + 1,
        limit_bytes: max,
    };
    assert_eq!(Receipt::decode(&longer(max + 1)), Err(too_large));
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(receipt) = Receipt::decode(&bytes) {
            prop_assert!(receipt.is_within_limits());
            prop_assert_eq!(Receipt::decode(&receipt.encode()), Ok(receipt));
        }
    }

    #[test]
    fn changed_receipts_never_panic(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = Receipt { seen: vector(3), held: vector(4), ..full() }.encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(receipt) = Receipt::decode(&bytes) {
            prop_assert_eq!(Receipt::decode(&receipt.encode()), Ok(receipt));
        }
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(Receipt::decode(&bytes).is_err(), "cut short");
    }
}
