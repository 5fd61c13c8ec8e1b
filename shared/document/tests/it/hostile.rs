//! Bytes of people who mean harm, and of disks that rot: errors, never panics, nothing changed.

use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT, ReadDoc};
use document::limits::OP_COUNTER_MAX;
use document::{ChunkError, Document, MergeError};
use proptest::prelude::*;

use crate::seat::{Seat, author};

#[test]
fn a_counter_that_leaves_no_room_is_refused() {
    let mut expanded = {
        let mut doc = Automerge::new();
        let mut tx = doc.transaction();
        tx.put(ROOT, "a", 1).unwrap();
        let hash = tx.commit().0.unwrap();
        doc.get_change_by_hash(&hash).unwrap().decode()
    };
    let mut document = Document::empty([2; 16], author(2));
    for (start_op, refused) in [
        (OP_COUNTER_MAX - 1, false),
        (OP_COUNTER_MAX, true),
        (u64::from(u32::MAX), true),
        (1000, false),
    ] {
        expanded.start_op = start_op.try_into().unwrap();
        let change = automerge::Change::from(expanded.clone());
        let answer = document.merge(change.raw_bytes(), None, |_, _| ());
        let counter = matches!(answer, Err(MergeError::Chunk(ChunkError::Counter)));
        assert_eq!(counter, refused, "{start_op}: {answer:?}");
    }
}

#[test]
fn a_whole_document_is_loaded_and_not_merged() {
    let seat = Seat::founds(1);
    let snapshot = seat.document.snapshot().unwrap();
    assert_eq!(document::change_hashes(&snapshot), Err(ChunkError::Kind(0)));
    assert_eq!(document::change_hashes(b""), Ok(Vec::new()));
    assert_eq!(
        document::change_hashes(b"hola, no soy un documento"),
        Err(ChunkError::NotAutomerge)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_chunks_never_panic(at in any::<prop::sample::Index>(), flip in 1_u8.., whole in any::<bool>()) {
        let mut seat = Seat::founds(1);
        seat.says("otra");
        let mut bytes = if whole {
            seat.document.snapshot().unwrap()
        } else {
            seat.made.iter().flat_map(|made| made.0.clone()).collect()
        };
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let mut reader = Document::empty([2; 16], author(2));
        if reader.merge(&bytes, None, |_, _| ()).is_err() {
            prop_assert!(reader.heads().is_empty() && !reader.has_missing());
        }
        // A rotten file is an error or the same document, never something else.
        if whole && let Ok(loaded) = Document::load([&bytes[..]], [2; 16], author(2)) {
            prop_assert_eq!(loaded.heads(), seat.document.heads());
        }
    }
}
