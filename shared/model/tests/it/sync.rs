//! Changes on their way: packed, out of order, twice, from the wrong hand.

use model::{Matrix, MergeError, PackError, SnapshotError};

use crate::desk::{Desk, author, check_rows, meet, small, two_desks};

fn busy() -> (Desk, Desk) {
    let mut first = Desk::founds(1, &small());
    let reader = Desk::joins(2, &first);
    for n in 0..40 {
        first.set(
            1 + n % 2,
            "actionLine",
            &format!("Capacitar a {n} servidores 😀 públicos"),
        );
        first.set(1, "targets.2024", &n.to_string());
    }
    (first, reader)
}

#[test]
fn a_bundle_unpacks_to_the_same_changes_and_their_author() {
    let (first, mut reader) = busy();
    let hashes: Vec<_> = first.made[1..].iter().map(|(_, hash)| *hash).collect();
    let (format, bytes) = first.matrix.pack(&hashes).unwrap();
    let plain: usize = first.made[1..].iter().map(|(change, _)| change.len()).sum();
    assert_eq!(format, 1);
    assert!(bytes.len() * 3 < plain, "{} of {plain} bytes", bytes.len());
    reader.matrix.merge_from(&bytes, author(1)).unwrap();
    assert_eq!(reader.matrix.heads(), first.matrix.heads());
    assert_eq!(reader.matrix.rows(), first.matrix.rows());
    let (line, indicator) = reader.key(1);
    let last = reader
        .matrix
        .last_edit(line, indicator, model::Field::ActionLine)
        .unwrap();
    assert_eq!(last.author, author(1));
    check_rows(&reader.matrix);

    // With the first change of an actor, which carries the author, inside.
    let everything: Vec<_> = first.made.iter().map(|(_, hash)| *hash).collect();
    let (_, bytes) = first.matrix.pack(&everything).unwrap();
    let mut fresh = Matrix::empty([7; 16], author(7));
    fresh.merge_from(&bytes, author(1)).unwrap();
    assert_eq!(fresh.hydrated(), first.matrix.hydrated());
    assert_eq!(fresh.rows(), first.matrix.rows());
}

#[test]
fn few_changes_travel_as_they_are() {
    let (first, _) = busy();
    let (change, hash) = &first.made[5];
    let packed = first.matrix.pack(&[*hash]).unwrap();
    assert_eq!(packed, (0, change.clone()));
    assert_eq!(first.matrix.pack(&[]).unwrap(), (0, Vec::new()));
    assert!(matches!(
        first.matrix.pack(&[[9; 32]]),
        Err(PackError::ChangeUnknown)
    ));
}

#[test]
fn what_comes_too_early_waits() {
    let (first, mut reader) = busy();
    let mut order: Vec<usize> = (1..first.made.len()).collect();
    order.reverse();
    for n in order {
        assert!(reader.matrix.snapshot().is_ok() || reader.matrix.has_missing());
        let touched = reader.matrix.merge(&first.made[n].0).unwrap();
        if n > 1 {
            assert!(touched.is_empty());
            assert!(reader.matrix.has_missing());
            assert_eq!(reader.matrix.snapshot(), Err(SnapshotError::Missing));
            assert!(!reader.matrix.contains(&first.made[n].1));
        }
    }
    assert!(!reader.matrix.has_missing());
    assert_eq!(reader.matrix.hydrated(), first.matrix.hydrated());
    assert_eq!(reader.matrix.rows(), first.matrix.rows());
}

#[test]
fn what_waits_is_kept_by_the_chunks_it_came_in() {
    let (first, reader) = busy();
    let snapshot = reader.matrix.snapshot().unwrap();
    let mut chunks: Vec<&[u8]> = vec![&snapshot];
    chunks.extend(first.made[10..].iter().map(|(change, _)| &change[..]));
    let mut loaded = Matrix::load(chunks, [8; 16], author(8)).unwrap();
    assert!(loaded.has_missing());
    for (change, _) in &first.made[..10] {
        loaded.merge_from(change, author(1)).unwrap();
    }
    assert_eq!(loaded.hydrated(), first.matrix.hydrated());
    // Any order after the snapshot.
    let mut chunks: Vec<&[u8]> = vec![&snapshot];
    chunks.extend(first.made.iter().rev().map(|(change, _)| &change[..]));
    let loaded = Matrix::load(chunks, [8; 16], author(8)).unwrap();
    assert_eq!(loaded.rows(), first.matrix.rows());
    // Changes alone, no snapshot at all.
    let chunks = first.made.iter().map(|(change, _)| &change[..]);
    let loaded = Matrix::load(chunks, [8; 16], author(8)).unwrap();
    assert_eq!(loaded.rows(), first.matrix.rows());
    // Two snapshots of different age.
    let newer = first.matrix.snapshot().unwrap();
    let loaded = Matrix::load([&snapshot[..], &newer[..]], [8; 16], author(8)).unwrap();
    assert_eq!(loaded.hydrated(), first.matrix.hydrated());
}

#[test]
fn twice_is_once() {
    let (first, mut reader) = busy();
    let all: Vec<u8> = first
        .made
        .iter()
        .flat_map(|(change, _)| change.clone())
        .collect();
    assert!(!reader.matrix.merge(&all).unwrap().is_empty());
    let count = reader.matrix.change_count();
    assert!(reader.matrix.merge(&all).unwrap().is_empty());
    assert!(
        reader
            .matrix
            .merge(&[all.clone(), all].concat())
            .unwrap()
            .is_empty()
    );
    assert_eq!(reader.matrix.change_count(), count);
    assert!(reader.matrix.merge(&[]).unwrap().is_empty());
}

#[test]
fn a_change_by_another_hand_is_refused() {
    let (first, mut reader) = busy();
    let before = reader.matrix.heads();
    let (change, _) = &first.made[1];
    let answer = reader.matrix.merge_from(change, author(5));
    assert!(matches!(answer, Err(MergeError::NotBy(by)) if by == author(5)));
    // Nor under an actor whose first change never came.
    let mut desks = two_desks();
    let edited = [
        desks[1].set(1, "stage", "a").change,
        desks[1].set(1, "stage", "b").change,
    ];
    let answer = desks[0].matrix.merge_from(&edited[1], author(2));
    assert!(matches!(answer, Err(MergeError::NotBy(_))), "{answer:?}");
    assert!(!desks[0].matrix.has_missing());
    desks[0]
        .matrix
        .merge_from(&edited.concat(), author(2))
        .unwrap();
    // One foreign change spoils the parcel.
    let mut parcel = first.made[1].0.clone();
    parcel.extend(&edited[0]);
    let answer = reader.matrix.merge_from(&parcel, author(1));
    assert!(matches!(answer, Err(MergeError::NotBy(_))));
    assert_eq!(reader.matrix.heads(), before);
}

#[test]
fn two_lives_of_one_actor_are_refused_and_harm_nothing() {
    // A folder copied to another computer, both running: the same actor writes twice.
    let first = Desk::founds(1, &small());
    let mut copies = [Desk::joins(2, &first), Desk::joins(2, &first)];
    let a = copies[0].set(1, "stage", "una");
    let b = copies[1].set(1, "stage", "otra");
    let mut reader = Desk::joins(3, &first);
    reader.matrix.merge_from(&a.change, author(2)).unwrap();
    let before = reader.matrix.hydrated();
    let answer = reader.matrix.merge_from(&b.change, author(2));
    assert!(matches!(answer, Err(MergeError::Apply(_))), "{answer:?}");
    assert_eq!(reader.matrix.hydrated(), before);
    assert!(!reader.matrix.has_missing());
    let next = copies[0].set(1, "stage", "sigue");
    reader.matrix.merge_from(&next.change, author(2)).unwrap();
    assert_eq!(reader.cell(1, "stage"), "sigue");
    check_rows(&reader.matrix);
}

#[test]
fn a_bad_change_that_waited_does_not_keep_others_out() {
    let first = Desk::founds(1, &small());
    let mut helper = Desk::joins(4, &first);
    let needed = helper.set(2, "stage", "necesaria");
    let mut copies = [Desk::joins(2, &first), Desk::joins(2, &first)];
    // One life of the actor writes after the helper's change, the other does not.
    copies[0].receives(&helper);
    let waits = copies[0].set(1, "stage", "una");
    let comes = copies[1].set(1, "stage", "otra");
    let mut reader = Desk::joins(3, &first);
    reader.matrix.merge_from(&waits.change, author(2)).unwrap();
    assert!(reader.matrix.has_missing());
    reader.matrix.merge_from(&comes.change, author(2)).unwrap();
    reader.matrix.merge_from(&needed.change, author(4)).unwrap();
    assert_eq!(reader.cell(2, "stage"), "necesaria");
    assert!(!reader.matrix.has_missing(), "what contradicts was let go");
    check_rows(&reader.matrix);
}

#[test]
fn a_new_run_writes_under_a_new_actor_of_the_same_author() {
    let mut desks = two_desks();
    desks[1].set(1, "stage", "primera");
    meet(&mut desks);
    let snapshot = desks[1].matrix.snapshot().unwrap();
    let mut again = Matrix::load([&snapshot[..]], [77; 16], author(2)).unwrap();
    let (line, indicator) = desks[1].key(1);
    let field = model::Field::Stage;
    let edit = model::MatrixEdit::Set {
        line,
        indicator,
        field,
        value: "segunda".into(),
    };
    let edited = again
        .edit(&edit, None, 5_000, &mut crate::desk::dice(3))
        .unwrap()
        .unwrap();
    desks[0]
        .matrix
        .merge_from(&edited.change, author(2))
        .unwrap();
    let last = desks[0].matrix.last_edit(line, indicator, field).unwrap();
    assert_eq!((last.author, last.at_ms), (author(2), 5_000));
}
