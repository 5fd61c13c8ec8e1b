//! Changes made, on their way, and taken in.

use automerge::ChangeHash;
use document::{
    CommitError, Document, LoadError, MergeError, PackError, SnapshotError, View, Write, put_in,
};

use crate::seat::{Seat, author};

#[test]
fn what_changes_nothing_is_no_change() {
    let mut seat = Seat::founds(1);
    let note = seat.note();
    let made = seat
        .document
        .commit(None, 0, &[put_in(&note, "state", "nueva")]);
    assert!(made.unwrap().is_none());
    assert!(seat.document.commit(None, 0, &[]).unwrap().is_none());
    assert_eq!(seat.document.change_count(), 1);
}

#[test]
fn a_refused_write_leaves_the_document_as_it_was() {
    let mut seat = Seat::founds(1);
    let before = (seat.tree(), seat.document.heads());
    let note = seat.note();
    let text = note.clone(); // a map, where a text should be
    let writes = [
        put_in(&note, "state", "otra"),
        Write::Splice {
            text,
            splices: document::words::splices("", "x"),
        },
    ];
    let answer = seat.document.commit(None, 0, &writes);
    assert!(
        matches!(answer, Err(CommitError::Automerge(_))),
        "{answer:?}"
    );
    assert_eq!((seat.tree(), seat.document.heads()), before);
}

#[test]
fn a_change_at_an_earlier_version_is_merged_with_what_came_since() {
    let mut seat = Seat::founds(1);
    let base = seat.document.heads();
    seat.says("ahora");
    let note = seat.note();
    let writes = [put_in(&note, "state", "entonces")];
    seat.document
        .commit(Some(&base), 0, &writes)
        .unwrap()
        .unwrap();
    let view = View::now(&seat.document);
    let values = view.values(&view.record(&note), "state");
    let mut values: Vec<_> = values.into_iter().map(|(value, _)| value).collect();
    values.sort_unstable();
    assert_eq!(values, ["ahora", "entonces"]);
}

#[test]
fn what_a_merge_cannot_be_read_from_is_not_merged() {
    let mut first = Seat::founds(1);
    let mut second = Seat::joins(2, &first);
    let made = first.says("otra");
    let before = (second.tree(), second.document.heads());
    let bytes = &first.made[made].0;
    let answer = second
        .document
        .merge(bytes, None, |_, _| -> () { panic!("nobody can read this") });
    assert!(matches!(answer, Err(MergeError::Panicked)));
    assert_eq!((second.tree(), second.document.heads()), before);
    assert_eq!(second.document.change_count(), 1);
    let count = second.document.merge(bytes, None, |document, changes| {
        assert!(
            changes
                .iter()
                .all(|change| document.contains(&change.hash()))
        );
        changes.len()
    });
    assert_eq!(count.unwrap(), 1);
    assert_eq!(second.tree(), first.tree());
}

#[test]
fn what_comes_too_early_waits() {
    let mut first = Seat::founds(1);
    let mut second = Seat::joins(2, &first);
    for n in 0..3 {
        first.says(&n.to_string());
    }
    for made in first.made[2..].iter().rev() {
        let applied = second
            .document
            .merge(&made.0, None, |_, changes| changes.len());
        assert_eq!(applied.unwrap(), 0);
        assert!(second.document.has_missing());
        assert!(!second.document.contains(&ChangeHash(made.1)));
        assert_eq!(second.document.snapshot(), Err(SnapshotError::Missing));
    }
    let applied = second
        .document
        .merge(&first.made[1].0, None, |_, changes| changes.len());
    assert_eq!(applied.unwrap(), 3);
    assert!(!second.document.has_missing());
    assert_eq!(second.tree(), first.tree());
}

#[test]
fn a_change_by_another_hand_is_refused() {
    let mut first = Seat::founds(1);
    let mut second = Seat::joins(2, &first);
    let made = first.says("otra");
    let bytes = &first.made[made].0;
    let answer = second.document.merge(bytes, Some(author(3)), |_, _| ());
    assert!(matches!(answer, Err(MergeError::NotBy(by)) if by == author(3)));
    second
        .document
        .merge(bytes, Some(author(1)), |_, _| ())
        .unwrap();
    let stamp = second.document.stamp(&ChangeHash(first.made[made].1));
    assert_eq!(
        (stamp.author, stamp.at_ms),
        (author(1), 2_000),
        "whole seconds"
    );
}

#[test]
fn a_pack_is_the_changes_it_was_made_of() {
    let mut first = Seat::founds(1);
    let mut second = Seat::joins(2, &first);
    for n in 0..30 {
        first.says(&format!("vuelta {n}"));
    }
    let hashes: Vec<_> = first.made[1..].iter().map(|made| made.1).collect();
    let (format, bytes) = first.document.pack(&hashes).unwrap();
    assert_eq!(format, 1);
    assert_eq!(document::change_hashes(&bytes).unwrap(), hashes);
    second
        .document
        .merge(&bytes, Some(author(1)), |_, _| ())
        .unwrap();
    assert_eq!(second.tree(), first.tree());
    let one = first.document.pack(&hashes[..1]).unwrap();
    assert_eq!(one, (0, first.made[1].0.clone()));
    let unknown = first.document.pack(&[[9; 32]]);
    assert!(matches!(unknown, Err(PackError::ChangeUnknown)));
}

#[test]
fn a_document_is_what_its_chunks_say() {
    let mut first = Seat::founds(1);
    let snapshot = first.document.snapshot().unwrap();
    first.says("otra");
    let mut chunks = vec![&snapshot[..]];
    chunks.extend(first.made.iter().map(|made| &made.0[..]));
    let again = Document::load(chunks, [7; 16], author(7)).unwrap();
    assert_eq!(again.heads(), first.document.heads());
    assert_eq!(again.author_of(&first.note()), author(1));
    assert_eq!(again.version(), first.document.version());
    let rotten = Document::load([&snapshot[..], b"basura"], [7; 16], author(7));
    assert!(matches!(rotten, Err(LoadError::Chunk { index: 1, .. })));
}

#[test]
fn who_had_seen_what() {
    let mut first = Seat::founds(1);
    let mut second = Seat::joins(2, &first);
    let founded = ChangeHash(first.made[0].1);
    let left = first.says("una");
    let right = second.says("otra");
    let (left, right) = (first.made[left].1, second.made[right].1);
    first.receives(&second);
    let dag = first.document.dag();
    let (left, right) = (ChangeHash(left), ChangeHash(right));
    assert_eq!(dag.common(&left, &right), [founded]);
    assert_eq!(dag.common(&left, &founded), [founded]);
    assert_eq!(dag.without(&[left]), [right]);
    let number = |hash| dag.number(hash).unwrap();
    assert!(dag.has_seen(number(&left), number(&founded)));
    assert!(!dag.has_seen(number(&left), number(&right)));
    let known = dag.ancestors(number(&right));
    assert!(known.contains(number(&founded)) && !known.contains(number(&left)));
    assert_eq!(first.document.deps_of(&left), [founded]);
}
