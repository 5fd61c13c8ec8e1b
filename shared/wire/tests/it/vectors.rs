use proptest::prelude::*;
use wire::limits::VECTOR_ENTRIES_MAX;
use wire::{DecodeError, DeviceId, DocumentKind, DossierId, Frame, Vector, VectorEntry};

const DOSSIER: DossierId = DossierId([9; 16]);

fn device(n: usize) -> DeviceId {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    DeviceId(id)
}

fn vector_of(series: usize) -> Vector {
    (0..series)
        .map(|n| VectorEntry {
            document: DocumentKind::Matrix,
            device: device(n),
            index: 7,
        })
        .collect()
}

/// A vector travels inside frames only.
fn encoded(vector: &Vector) -> Vec<u8> {
    Frame::Open {
        dossier: DOSSIER,
        entries: Vec::new(),
        vector: vector.clone(),
    }
    .encode()
}

fn decoded(bytes: &[u8]) -> Result<Vector, DecodeError> {
    match Frame::decode(bytes)? {
        Frame::Open { vector, .. } => Ok(vector),
        other => panic!("another frame: {other:?}"),
    }
}

#[test]
fn a_series_only_advances() {
    let mut vector = Vector::new();
    assert!(vector.is_empty());
    assert_eq!(vector.get(DocumentKind::Matrix, device(1)), 0);
    assert!(vector.advance(DocumentKind::Matrix, device(1), 3));
    assert!(!vector.advance(DocumentKind::Matrix, device(1), 3));
    assert!(!vector.advance(DocumentKind::Matrix, device(1), 2));
    assert!(!vector.advance(DocumentKind::Review, device(1), 0));
    assert_eq!(vector.get(DocumentKind::Matrix, device(1)), 3);
    assert_eq!(vector.len(), 1);
}

#[test]
fn a_vector_is_bounded() {
    let check = |series: usize, expect: usize| {
        let vector = vector_of(series);
        assert_eq!(vector.len(), expect);
        assert_eq!(decoded(&encoded(&vector)), Ok(vector));
    };
    check(VECTOR_ENTRIES_MAX - 1, VECTOR_ENTRIES_MAX - 1);
    check(VECTOR_ENTRIES_MAX, VECTOR_ENTRIES_MAX);
    check(VECTOR_ENTRIES_MAX + 1, VECTOR_ENTRIES_MAX);

    let mut full = vector_of(VECTOR_ENTRIES_MAX);
    assert!(
        full.advance(DocumentKind::Matrix, device(0), 8),
        "a known series goes on"
    );
}

#[test]
fn only_the_sorted_form_is_read() {
    use DocumentKind::{Matrix, Review};
    let entry = |document, n, index| VectorEntry {
        document,
        device: device(n),
        index,
    };
    let frame = |entries: &[VectorEntry]| {
        minicbor::to_vec((
            5_u8,
            (
                minicbor::bytes::ByteArray::from(DOSSIER.0),
                [0_u8; 0],
                entries,
            ),
        ))
        .unwrap()
    };
    let check = |entries: &[VectorEntry], accepted: bool| {
        assert_eq!(decoded(&frame(entries)).is_ok(), accepted, "{entries:?}");
    };
    check(&[], true);
    check(
        &[
            entry(Matrix, 1, 1),
            entry(Matrix, 2, 1),
            entry(Review, 1, 1),
        ],
        true,
    );
    check(&[entry(Matrix, 2, 1), entry(Matrix, 1, 1)], false);
    check(&[entry(Review, 1, 1), entry(Matrix, 2, 1)], false);
    check(&[entry(Matrix, 1, 1), entry(Matrix, 1, 2)], false);
    check(&[entry(Matrix, 1, 0)], false);
    let too_many: Vec<_> = (0..=VECTOR_ENTRIES_MAX)
        .map(|n| entry(Matrix, n, 1))
        .collect();
    check(&too_many[..VECTOR_ENTRIES_MAX], true);
    check(&too_many, false);
}

proptest! {
    #[test]
    fn a_vector_comes_back_as_it_went(
        series in prop::collection::vec((0_u8..3, 0_usize..9, 0_u64..u64::MAX), 0..40)
    ) {
        let documents = [DocumentKind::Matrix, DocumentKind::Review, DocumentKind::Minutes];
        let mut vector = Vector::new();
        for (document, n, index) in series {
            vector.advance(documents[usize::from(document)], device(n), index);
        }
        prop_assert_eq!(decoded(&encoded(&vector)), Ok(vector.clone()));
        prop_assert_eq!(vector.iter().collect::<Vector>(), vector);
    }
}
