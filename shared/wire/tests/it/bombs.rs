//! Small messages that would cost much are refused, at once.
#![expect(
    clippy::disallowed_methods,
    reason = "how long a refusal takes is what is promised"
)]

use std::time::{Duration, Instant};

use wire::limits::{ENVELOPE_PAYLOAD_BYTES_MAX, OPS_PER_ENVELOPE_MAX};
use wire::{Budget, Counted, InspectError, inspect};

use crate::handmade::*;

/// What is promised of the program people run.
const REFUSAL_TIME_MAX: Duration = Duration::from_millis(50);
const MIB: u64 = 1024 * 1024;

/// The quickest of a few: the machine may be busy with something else, the code may not.
fn refuses(name: &str, bytes: &[u8], expect: InspectError) {
    assert!(
        bytes.len() <= ENVELOPE_PAYLOAD_BYTES_MAX,
        "{name}: fits in an envelope"
    );
    let quickest = (0..5)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(inspect(bytes, &Budget::ENVELOPE), Err(expect), "{name}");
            start.elapsed()
        })
        .min()
        .unwrap();
    println!("{name}: {} bytes refused in {quickest:?}", bytes.len());
    // Held to it in the program people run; a busy machine is not the code.
    if !cfg!(debug_assertions) {
        assert!(quickest < REFUSAL_TIME_MAX, "{name}: {quickest:?}");
    }
}

fn too_many(counted: Counted) -> InspectError {
    InspectError::TooMany(counted)
}

#[test]
fn a_compressed_change_of_64_mib() {
    // Zeroes after the columns belong to the change, as far as they go.
    let body = [deflate_start(&change_body(&[])), deflated_zeroes(64 * MIB)].concat();
    assert!(body.len() < 70_000);
    refuses(
        "zeroes",
        &chunk(COMPRESSED_CHANGE, &body),
        too_many(Counted::InflateRatio),
    );

    // All inside one text that the change announces.
    let message = [&[0, 2, 7, 7, 1, 1, 0][..], &uleb(64 * MIB)].concat();
    let body = [deflate_start(&message), deflated_zeroes(64 * MIB)].concat();
    refuses(
        "message",
        &chunk(COMPRESSED_CHANGE, &body),
        too_many(Counted::InflateRatio),
    );
}

/// A deflated stream that goes on with whatever stream comes next: one stored block, not the last.
fn deflate_start(bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).unwrap();
    [&[0][..], &len.to_le_bytes(), &(!len).to_le_bytes(), bytes].concat()
}

#[test]
fn many_compressed_changes_that_add_up() {
    // Each within its own limits: one mebibyte for a thousand bytes.
    let body = [deflate_start(&change_body(&[])), deflated_zeroes(MIB - 100)].concat();
    let one = chunk(COMPRESSED_CHANGE, &body);
    let many = one.repeat(ENVELOPE_PAYLOAD_BYTES_MAX / one.len());
    assert!(many.len() > 700_000);
    refuses("many", &many, too_many(Counted::InflatedBytes));
}

#[test]
fn deflated_columns() {
    let zeroes = deflated_zeroes(64 * MIB);
    let value = VALUE | DEFLATED;
    let ratio = too_many(Counted::InflateRatio);
    refuses("bundle, ops", &bundle(&[], &[(value, &zeroes)]), ratio);
    refuses("bundle, changes", &bundle(&[(value, &zeroes)], &[]), ratio);

    // The same number, over and over, each in its own run.
    let ones = deflate(&[1, 1].repeat(4 * MIB as usize));
    refuses(
        "runs of one",
        &bundle(&[], &[(ACTION | DEFLATED, &ones)]),
        ratio,
    );

    let few: Vec<Vec<u8>> = (0..60).map(|_| deflated_zeroes(MIB - 100)).collect();
    let columns: Vec<Column<'_>> = few
        .iter()
        .zip(0..)
        .map(|(bytes, id)| (id << 4 | 7 | DEFLATED, bytes.as_slice()))
        .collect();
    refuses(
        "many columns",
        &bundle(&[], &columns),
        too_many(Counted::InflatedBytes),
    );
}

#[test]
fn a_document_in_disguise() {
    let zeroes = deflated_zeroes(256 * MIB);
    let bytes = document(&[], &[(VALUE | DEFLATED, &zeroes)]);
    refuses("not accepted", &bytes, InspectError::DocumentNotAccepted);
    let found = inspect(&bytes, &Budget::DOCUMENT);
    assert_eq!(found, Err(too_many(Counted::InflateRatio)));
}

#[test]
fn runs_of_a_billion() {
    const BILLION: u64 = 1_000_000_000;
    let ops = too_many(Counted::Ops);
    let nothing = [vec![0], uleb(BILLION)].concat();
    let actions = run(BILLION, 1);
    refuses("actions", &change(&[(ACTION, &actions)]), ops);
    refuses("nulls", &change(&[(ACTION, &nothing)]), ops);
    refuses("booleans", &change(&[(INSERT, &uleb(BILLION))]), ops);
    refuses(
        "alternating",
        &change(&[(INSERT, &[uleb(9), uleb(BILLION)].concat())]),
        ops,
    );
    refuses(
        "more than can be counted",
        &change(&[(ACTION, &run(i64::MAX as u64, 1))]),
        ops,
    );
    let twice = [run(i64::MAX as u64, 1), run(i64::MAX as u64, 1)].concat();
    refuses("twice that", &change(&[(ACTION, &twice)]), ops);
    refuses(
        "different values",
        &change(&[(ACTION, &sleb(i64::MIN))]),
        ops,
    );
    refuses("an unknown column", &change(&[(0x992, &actions)]), ops);
    refuses("bundle, places", &bundle(&[], &[(0xb3, &actions)]), ops);
    let changes = too_many(Counted::Changes);
    refuses(
        "bundle, changes",
        &bundle(&[(0x01, &run(BILLION, 0))], &[]),
        changes,
    );
    let compressed = deflate(&change_body(&[(ACTION, &actions)]));
    refuses("compressed", &chunk(COMPRESSED_CHANGE, &compressed), ops);

    let half = change(&[(ACTION, &run(OPS_PER_ENVELOPE_MAX / 2 + 1, 1))]);
    refuses("two halves", &half.repeat(2), ops);
}

#[test]
fn announcements_of_what_is_not_there() {
    let malformed = InspectError::Malformed;
    let huge = run(1, 1 << 40);
    refuses(
        "predecessors",
        &bundle(&[], &[(PREDECESSORS, &huge)]),
        malformed,
    );
    refuses("dependencies", &bundle(&[(0x50, &huge)], &[]), malformed);
    refuses(
        "values",
        &bundle(&[], &[(VALUE_METADATA, &huge)]),
        malformed,
    );
    refuses(
        "actors",
        &bundle(&[], &[(OBJECT_ACTOR, &run(1, 0xffff_ffff))]),
        malformed,
    );
    let text = [vec![1], uleb(1 << 40)].concat();
    refuses(
        "text",
        &change(&[(KEY_TEXT, &text)]),
        InspectError::Truncated,
    );
    let count = |at: &[u8]| chunk(BUNDLE, &[at, &uleb(1 << 60)].concat());
    refuses("hashes", &count(&[]), too_many(Counted::Dependencies));
    refuses("actors", &count(&[0]), too_many(Counted::Actors));
    refuses("columns", &count(&[0, 0]), too_many(Counted::Columns));
}

/// One message of 700 kB for each of sixteen thousand changes would be ten gigabytes.
#[test]
fn repeated_texts() {
    let text = [sleb(16_000), uleb(700_000), vec![b'a'; 700_000]].concat();
    let expanded = too_many(Counted::ExpandedBytes);
    refuses("messages", &bundle(&[(0x45, &text)], &[]), expanded);
    refuses("keys", &bundle(&[], &[(KEY_TEXT, &text)]), expanded);
}

/// The most work that a full envelope can ask for: every byte a number of its own.
#[test]
fn the_dearest_column_is_bounded() {
    let count = 700_000_usize;
    let column = [sleb(-700_000), vec![1; count]].concat();
    let bytes = change(&[(ACTION, &column)]);
    let start = Instant::now();
    let found = inspect(&bytes, &Budget::ENVELOPE).unwrap();
    println!("{count} numbers walked in {:?}", start.elapsed());
    assert_eq!(found.ops, count as u64);
}
