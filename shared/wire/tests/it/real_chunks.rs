//! What Automerge writes passes with the right counts; what passes does not bring Automerge down.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ObjType, ROOT, ReadDoc};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use wire::{Budget, Inspected, inspect};

use crate::handmade::{BUNDLE, CHANGE, COMPRESSED_CHANGE, chunk, deflate};

/// A small matrix: two people, lines with long texts, numbers, deletions and conflicts.
fn matrix(lines: usize) -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from([1; 16]));
    let mut tx = doc.transaction();
    let map = tx.put_object(ROOT, "lines", ObjType::Map).unwrap();
    for n in 0..lines {
        let line = tx
            .put_object(&map, format!("line-{n}"), ObjType::Map)
            .unwrap();
        let text = tx.put_object(&line, "actionLine", ObjType::Text).unwrap();
        tx.splice_text(
            &text,
            0,
            0,
            &format!("Capacitar a {n} personas servidoras públicas 👍. "),
        )
        .unwrap();
        tx.put(&line, "target", i64::try_from(n).unwrap()).unwrap();
        tx.put(&line, "retired", false).unwrap();
    }
    tx.commit();
    let mut other = doc.fork().with_actor(ActorId::from([2; 16]));
    for n in 0..lines {
        for (doc, value) in [(&mut doc, 80_i64), (&mut other, 120)] {
            let (_, map) = doc.get(ROOT, "lines").unwrap().unwrap();
            let (_, line) = doc.get(&map, format!("line-{n}")).unwrap().unwrap();
            let (_, text) = doc.get(&line, "actionLine").unwrap().unwrap();
            let mut tx = doc.transaction();
            tx.put(&line, "target", value).unwrap();
            tx.splice_text(&text, 3, 5, &"Verificar las bases de datos. ".repeat(n % 5))
                .unwrap();
            tx.commit();
        }
    }
    doc.merge(&mut other).unwrap();
    doc
}

fn count(bytes: &[u8], budget: &Budget) -> Inspected {
    inspect(bytes, budget).unwrap()
}

#[test]
fn changes_pass() {
    let doc = matrix(40);
    let changes = doc.get_changes(&[]);
    assert_eq!(changes.len(), 81);
    let mut ops = 0;
    let mut all = Vec::new();
    for change in &changes {
        let found = count(change.raw_bytes(), &Budget::ENVELOPE);
        assert_eq!(
            (found.chunks, found.changes, found.ops),
            (1, 1, change.len() as u64)
        );
        assert_eq!(found.dependencies, change.deps().len() as u64);
        ops += found.ops;
        all.extend_from_slice(change.raw_bytes());
    }
    let found = count(&all, &Budget::ENVELOPE);
    assert_eq!((found.chunks, found.changes, found.ops), (81, 81, ops));
}

#[test]
fn compressed_changes_pass() {
    let doc = matrix(40);
    let mut compressed = 0;
    for mut change in doc.get_changes(&[]) {
        let ops = change.len() as u64;
        let plain_bytes = change.raw_bytes().len() as u64;
        let bytes = change.bytes().to_vec();
        let found = count(&bytes, &Budget::ENVELOPE);
        assert_eq!((found.chunks, found.changes, found.ops), (1, 1, ops));
        if bytes[8] == COMPRESSED_CHANGE {
            compressed += 1;
            assert!(found.inflated_bytes > plain_bytes);
        }
    }
    assert!(
        compressed > 0,
        "the first change is long enough to be compressed"
    );
}

#[test]
fn bundles_pass() {
    let doc = matrix(40);
    let changes = doc.get_changes(&[]);
    let check = |from: usize| {
        let hashes = changes[from..].iter().map(automerge::Change::hash);
        let bundle = doc.bundle(hashes).unwrap();
        assert_eq!(bundle.bytes()[8], BUNDLE);
        let found = count(bundle.bytes(), &Budget::ENVELOPE);
        let ops: usize = changes[from..].iter().map(automerge::Change::len).sum();
        assert_eq!((found.chunks, found.bundles), (1, 1));
        assert_eq!(
            (found.changes, found.ops),
            ((changes.len() - from) as u64, ops as u64)
        );
    };
    check(0);
    check(1);
    check(70);
    check(80);
}

#[test]
fn documents_pass_where_they_may() {
    for lines in [0, 1, 40, 300] {
        let doc = matrix(lines);
        let changes = doc.get_changes(&[]);
        let ops: usize = changes.iter().map(automerge::Change::len).sum();
        let deletions = changes
            .iter()
            .flat_map(|change| change.decode().operations)
            .filter(|op| matches!(op.action, automerge::legacy::OpType::Delete))
            .count();
        for bytes in [doc.save(), doc.save_nocompress()] {
            let found = count(&bytes, &Budget::DOCUMENT);
            assert_eq!((found.documents, found.bundles), (1, 0));
            assert_eq!(found.changes, doc.get_changes(&[]).len() as u64);
            assert_eq!(found.ops, (ops - deletions) as u64);
            assert!(inspect(&bytes, &Budget::ENVELOPE).is_err());
        }
    }
}

#[test]
fn a_snapshot_and_what_came_after_it_pass() {
    let mut doc = matrix(10);
    let mut bytes = doc.save();
    let heads = doc.get_heads();
    let mut tx = doc.transaction();
    tx.put(ROOT, "title", "Matriz").unwrap();
    tx.commit();
    bytes.extend(doc.save_after(&heads));
    let found = count(&bytes, &Budget::DOCUMENT);
    assert_eq!(
        (found.documents, found.changes),
        (1, doc.get_changes(&[]).len() as u64)
    );
}

/// The first bytes of a chunk's hash are its checksum: without it Automerge would refuse a changed
/// chunk for that reason alone.
fn with_checksum(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = chunk(kind, body);
    let digest = Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&digest[..4]);
    bytes
}

/// A real change and a real bundle, without their headers.
fn bodies() -> &'static [(u8, Vec<u8>); 2] {
    static BODIES: LazyLock<[(u8, Vec<u8>); 2]> = LazyLock::new(make_bodies);
    &BODIES
}

fn make_bodies() -> [(u8, Vec<u8>); 2] {
    let doc = matrix(3);
    let changes = doc.get_changes(&[]);
    let bundle = doc
        .bundle(changes.iter().map(automerge::Change::hash))
        .unwrap();
    let body = |bytes: &[u8]| {
        let length_bytes = bytes[9..]
            .iter()
            .take_while(|byte| **byte & 0x80 != 0)
            .count()
            + 1;
        bytes[9 + length_bytes..].to_vec()
    };
    [
        (CHANGE, body(changes[0].raw_bytes())),
        (BUNDLE, body(bundle.bytes())),
    ]
}

#[test]
fn rebuilt_chunks_are_the_ones_automerge_wrote() {
    for (kind, body) in bodies() {
        let bytes = with_checksum(*kind, body);
        let mut doc = Automerge::new();
        doc.load_incremental(&bytes).unwrap();
        assert!(doc.get_changes(&[]).len() == 1 || *kind == BUNDLE);
        count(&bytes, &Budget::ENVELOPE);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// An allocation that fails ends the program, which no test survives: whatever is let through
    /// may be refused by Automerge, and may even make it panic, but not that.
    #[test]
    fn what_passes_does_not_bring_automerge_down(
        which in 0_usize..2,
        compress in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..5),
    ) {
        let (kind, mut body) = bodies()[which].clone();
        for (at, byte, how) in changes {
            let at = at.index(body.len());
            match how {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                _ => { body.remove(at); }
            }
        }
        let bytes = if compress && kind == CHANGE {
            let plain = with_checksum(CHANGE, &body);
            let mut bytes = chunk(COMPRESSED_CHANGE, &deflate(&body));
            bytes[4..8].copy_from_slice(&plain[4..8]);
            bytes
        } else {
            with_checksum(kind, &body)
        };
        if let Ok(found) = inspect(&bytes, &Budget::ENVELOPE) {
            let loaded = catch_unwind(AssertUnwindSafe(|| {
                let mut doc = Automerge::new();
                doc.load_incremental(&bytes).map(|_| doc.get_changes(&[])).unwrap_or_default()
            }));
            let changes = loaded.unwrap_or_default();
            prop_assert!(changes.len() as u64 <= found.changes);
            let ops: usize = changes.iter().map(automerge::Change::len).sum();
            // A changed chunk may name as gone what it does not hold: Automerge makes an operation of
            // each such name, and there are no more names than operations are allowed.
            prop_assert!(ops as u64 <= found.ops + Budget::ENVELOPE.ops_max);
        }
    }
}
