//! The walk over chunks: what they are made of, and each limit at its edge.

use proptest::prelude::*;
use wire::limits::{
    ACTOR_BYTES_MAX, ACTORS_PER_CHUNK_MAX, BUNDLES_PER_ENVELOPE_MAX, CHANGES_PER_ENVELOPE_MAX,
    CHUNKS_PER_ENVELOPE_MAX, COLUMNS_PER_SECTION_MAX, DEPENDENCIES_PER_CHUNK_MAX,
    DEPENDENCIES_PER_ENVELOPE_MAX, EXPANDED_BYTES_MAX, INFLATE_FREE_BYTES, INFLATE_RATIO_MAX,
    INFLATED_BYTES_MAX, OPS_PER_ENVELOPE_MAX,
};
use wire::{Budget, Counted, InspectError, Inspected, inspect};

use crate::handmade::*;

fn check(bytes: &[u8], expect: Result<(), InspectError>) {
    let shown = &bytes[..bytes.len().min(40)];
    assert_eq!(
        inspect(bytes, &Budget::ENVELOPE).map(|_| ()),
        expect,
        "{shown:02x?}…"
    );
}

/// One below, at, and one above a limit.
fn check_edge(limit: u64, counted: Counted, make: impl Fn(u64) -> Vec<u8>) {
    for (amount, expect) in [
        (limit - 1, Ok(())),
        (limit, Ok(())),
        (limit + 1, Err(InspectError::TooMany(counted))),
    ] {
        let found = inspect(&make(amount), &Budget::ENVELOPE).map(|_| ());
        assert_eq!(found, expect, "{amount} {counted}");
    }
}

#[test]
fn the_smallest_chunks_are_counted() {
    let count = |bytes: &[u8], budget: &Budget| {
        let found = inspect(bytes, budget).unwrap();
        (
            found.chunks,
            found.bundles,
            found.documents,
            found.changes,
            found.ops,
        )
    };
    assert_eq!(count(&[], &Budget::ENVELOPE), (0, 0, 0, 0, 0));
    assert_eq!(count(&change(&[]), &Budget::ENVELOPE), (1, 0, 0, 1, 0));
    assert_eq!(count(&bundle(&[], &[]), &Budget::ENVELOPE), (1, 1, 0, 0, 0));
    assert_eq!(
        count(&document(&[], &[]), &Budget::DOCUMENT),
        (1, 0, 1, 0, 0)
    );
    let compressed = chunk(
        COMPRESSED_CHANGE,
        &deflate(&change_body(&[(ACTION, &run(9, 1))])),
    );
    assert_eq!(count(&compressed, &Budget::ENVELOPE), (1, 0, 0, 1, 9));
    let both = bundle(
        &[(OBJECT_ACTOR, &run(4, 0))],
        &[
            (INSERT, &[0, 60, 10]),
            (ACTION | DEFLATED, &deflate(&run(70, 1))),
        ],
    );
    assert_eq!(count(&both, &Budget::ENVELOPE), (1, 1, 0, 4, 70));
}

#[test]
fn runs_are_added_up() {
    let ops = |column: &[u8]| inspect(&change(&[(ACTION, column)]), &Budget::ENVELOPE);
    let check = |column: &[u8], expect: u64| {
        assert_eq!(
            ops(column).map(|found| found.ops),
            Ok(expect),
            "{column:02x?}"
        );
    };
    check(&[], 0);
    check(&[5, 1], 5);
    check(&[0x7d, 1, 2, 3], 3);
    check(&[0, 8], 8);
    check(&[5, 1, 0x7e, 7, 9, 0, 3, 2, 0], 12);
    assert_eq!(ops(&[5]), Err(InspectError::Truncated));
    assert_eq!(ops(&[0]), Err(InspectError::Truncated));
    assert_eq!(ops(&[0x7d, 1, 2]), Err(InspectError::Truncated));
    assert_eq!(ops(&[0, 0]), Err(InspectError::Malformed));
    assert_eq!(ops(&[0x80; 11]), Err(InspectError::Malformed));
}

#[test]
fn numbers_are_read_to_their_edges() {
    let starts_at = |number: &[u8]| {
        let body = [&[0, 2, 7, 7, 1][..], number, &[0, 0, 0, 0]].concat();
        inspect(&chunk(CHANGE, &body), &Budget::ENVELOPE).map(|_| ())
    };
    assert_eq!(starts_at(&uleb(u64::MAX)), Ok(()));
    assert_eq!(starts_at(&[0xff; 9]), Err(InspectError::Truncated));
    let one_bit_more = [&[0x80; 9][..], &[2]].concat();
    assert_eq!(starts_at(&one_bit_more), Err(InspectError::Malformed));

    let at_time = |number: &[u8]| {
        let body = [&[0, 2, 7, 7, 1, 1][..], number, &[0, 0, 0]].concat();
        inspect(&chunk(CHANGE, &body), &Budget::ENVELOPE).map(|_| ())
    };
    for number in [0, 63, 64, -64, -65, i64::MAX, i64::MIN] {
        assert_eq!(at_time(&sleb(number)), Ok(()), "{number}");
    }
    let one_bit_more = [&[0x80; 9][..], &[0x01]].concat();
    assert_eq!(at_time(&one_bit_more), Err(InspectError::Malformed));
}

#[test]
fn what_is_not_chunks_says_why() {
    use InspectError::{DocumentNotAccepted, Malformed, NotAChunk, Trailing, Truncated};
    let honest = change(&[(ACTION, &run(3, 1))]);
    for len in 1..honest.len() {
        check(&honest[..len], Err(Truncated));
    }
    check(b"junk", Err(NotAChunk));
    check(&[&honest[..], b"junk"].concat(), Err(NotAChunk));
    check(&[&honest[..], &[0x85]].concat(), Err(Truncated));
    check(&chunk(4, &[]), Err(InspectError::UnknownKind { kind: 4 }));
    check(
        &chunk(0xff, &[]),
        Err(InspectError::UnknownKind { kind: 0xff }),
    );
    check(&document(&[], &[]), Err(DocumentNotAccepted));

    // A length of 2^63 that nothing follows.
    let mut long = honest[..9].to_vec();
    long.extend(uleb(1 << 63));
    check(&long, Err(Truncated));

    // What comes after the columns of a change belongs to it; nothing does in a bundle.
    check(
        &chunk(CHANGE, &[change_body(&[]), vec![1, 2, 3]].concat()),
        Ok(()),
    );
    check(&chunk(BUNDLE, &[0, 0, 0, 0]), Ok(()));
    check(&chunk(BUNDLE, &[0, 0, 0, 0, 0]), Err(Trailing));

    let deflated = deflate(&change_body(&[]));
    check(&chunk(COMPRESSED_CHANGE, &deflated), Ok(()));
    check(
        &chunk(COMPRESSED_CHANGE, &deflated[..deflated.len() - 1]),
        Err(Truncated),
    );
    check(
        &chunk(COMPRESSED_CHANGE, &[&deflated[..], &[0]].concat()),
        Err(Trailing),
    );
    check(&chunk(COMPRESSED_CHANGE, &[]), Err(Truncated));
    check(
        &chunk(COMPRESSED_CHANGE, &[0xff; 20]),
        Err(InspectError::Deflate),
    );

    let column = deflate(&run(3, 1));
    let deflated = ACTION | DEFLATED;
    check(&bundle(&[], &[(deflated, &column)]), Ok(()));
    check(
        &bundle(&[], &[(deflated, &[&column[..], &[0]].concat())]),
        Err(Trailing),
    );
    check(
        &bundle(&[], &[(deflated, &column[..column.len() - 1])]),
        Err(Truncated),
    );
    check(&change(&[(deflated, &column)]), Err(Malformed));
}

#[test]
fn columns_come_once_and_in_order() {
    use InspectError::Malformed;
    let one = run(1, 0);
    check(&change(&[(OBJECT_ACTOR, &one), (ACTION, &one)]), Ok(()));
    check(
        &change(&[(ACTION, &one), (OBJECT_ACTOR, &one)]),
        Err(Malformed),
    );
    check(&change(&[(ACTION, &one), (ACTION, &one)]), Err(Malformed));
    check(
        &bundle(&[], &[(ACTION, &one), (ACTION | DEFLATED, &deflate(&one))]),
        Err(Malformed),
    );
    // A specification has 32 bits.
    let body = [&[0, 2, 7, 7, 1, 1, 0, 0, 0, 1][..], &uleb(1 << 32), &[0]].concat();
    check(&chunk(CHANGE, &body), Err(Malformed));
}

/// Automerge reserves memory for what is announced before it looks whether it is there.
#[test]
fn what_is_announced_must_be_there() {
    use InspectError::{Malformed, Truncated};
    let three = run(3, 0);
    let group = |announced: u64, actors: &[u8], counters: &[u8]| {
        change(&[
            (PREDECESSORS, &run(1, announced)),
            (PREDECESSOR_ACTOR, actors),
            (PREDECESSOR_COUNTER, counters),
        ])
    };
    check(&group(3, &three, &three), Ok(()));
    check(&group(4, &three, &three), Err(Malformed));
    check(&group(3, &three, &run(2, 0)), Err(Malformed));
    check(&group(u64::MAX, &three, &three), Err(Malformed));
    check(&change(&[(PREDECESSORS, &run(9, 0))]), Ok(()));
    check(&change(&[(PREDECESSORS, &run(9, 1))]), Err(Malformed));
    check(&bundle(&[(0x50, &run(1, u64::MAX))], &[]), Err(Malformed));
    // The bytes of extensions in a bundle follow the numbers of a group.
    check(
        &bundle(&[(0x60, &run(2, 3)), (0x67, b"abcdef")], &[]),
        Ok(()),
    );
    check(
        &bundle(&[(0x60, &run(2, 3)), (0x67, b"abcde")], &[]),
        Err(Malformed),
    );

    let values =
        |metadata: &[u8], bytes: &[u8]| change(&[(VALUE_METADATA, metadata), (VALUE, bytes)]);
    check(&values(&run(2, 3 << 4 | 6), b"abcdef"), Ok(()));
    check(&values(&run(2, 3 << 4 | 6), b"abcde"), Err(Malformed));
    check(&values(&run(2, u64::MAX), b"abcdef"), Err(Malformed));
    check(
        &change(&[(VALUE_METADATA, &run(2, 3 << 4 | 6))]),
        Err(Malformed),
    );
    check(&change(&[(VALUE_METADATA, &run(2, 6))]), Ok(()));

    check(&change(&[(OBJECT_ACTOR, &run(1, 0))]), Ok(()));
    check(&change(&[(OBJECT_ACTOR, &run(1, 1))]), Err(Malformed));
    check(
        &bundle(&[], &[(OBJECT_ACTOR, &run(1, u64::MAX))]),
        Err(Malformed),
    );

    let text = |bytes: u64| change(&[(KEY_TEXT, &[&[1][..], &uleb(bytes), b"abc"].concat())]);
    check(&text(3), Ok(()));
    check(&text(4), Err(Truncated));
    check(&text(u64::MAX), Err(Truncated));
}

#[test]
fn documents_may_leave_out_the_places_of_their_heads() {
    let check = |after: &[u8], expect: Result<(), InspectError>| {
        let plain = document(&[(OBJECT_ACTOR, &run(2, 0))], &[(ACTION, &run(5, 1))]);
        let body = [&plain[10..], after].concat();
        let found = inspect(&chunk(DOCUMENT, &body), &Budget::DOCUMENT);
        assert_eq!(
            found.map(|found| assert_eq!((found.changes, found.ops), (2, 5))),
            expect
        );
    };
    check(&[], Ok(()));
    check(&[1], Ok(()));
    check(&[0x80], Err(InspectError::Truncated));
    check(&[1, 1], Err(InspectError::Trailing));
}

#[test]
fn each_limit_holds_at_its_edge() {
    let ops = OPS_PER_ENVELOPE_MAX;
    check_edge(ops, Counted::Ops, |n| change(&[(ACTION, &run(n, 1))]));
    check_edge(ops, Counted::Ops, |n| {
        change(&[(ACTION, &[vec![0], uleb(n)].concat())])
    });
    check_edge(ops, Counted::Ops, |n| change(&[(INSERT, &uleb(n))]));
    check_edge(ops, Counted::Ops, |n| bundle(&[], &[(ACTION, &run(n, 1))]));
    check_edge(ops, Counted::Ops, |n| {
        [
            change(&[(ACTION, &run(n - 5, 1))]),
            bundle(&[], &[(ACTION, &run(5, 1))]),
        ]
        .concat()
    });
    check_edge(ops, Counted::Ops, |n| {
        change(&[
            (PREDECESSORS, &run(1, n)),
            (PREDECESSOR_ACTOR, &run(n, 0)),
            (PREDECESSOR_COUNTER, &run(n, 0)),
        ])
    });

    let changes = CHANGES_PER_ENVELOPE_MAX;
    check_edge(changes, Counted::Changes, |n| {
        bundle(&[(OBJECT_ACTOR, &run(n, 0))], &[])
    });
    check_edge(changes, Counted::Changes, |n| {
        [
            bundle(&[(OBJECT_ACTOR, &run(n - 2, 0))], &[]),
            change(&[]),
            change(&[]),
        ]
        .concat()
    });
    check_edge(CHUNKS_PER_ENVELOPE_MAX as u64, Counted::Chunks, |n| {
        change(&[]).repeat(n as usize)
    });
    check_edge(BUNDLES_PER_ENVELOPE_MAX as u64, Counted::Bundles, |n| {
        bundle(&[], &[]).repeat(n as usize)
    });

    check_edge(DEPENDENCIES_PER_ENVELOPE_MAX, Counted::Dependencies, |n| {
        bundle(&[(0x50, &run(1, n)), (0x53, &run(n, 0))], &[])
    });
    check_edge(DEPENDENCIES_PER_CHUNK_MAX, Counted::Dependencies, |n| {
        chunk(
            BUNDLE,
            &[uleb(n), vec![0; 32 * n as usize], vec![0, 0, 0]].concat(),
        )
    });
    check_edge(ACTORS_PER_CHUNK_MAX, Counted::Actors, |n| {
        chunk(
            BUNDLE,
            &[vec![0], uleb(n), [1, 7].repeat(n as usize), vec![0, 0]].concat(),
        )
    });
    check_edge(ACTOR_BYTES_MAX, Counted::Actors, |n| {
        chunk(
            BUNDLE,
            &[vec![0, 1], uleb(n), vec![7; n as usize], vec![0, 0]].concat(),
        )
    });
    check_edge(COLUMNS_PER_SECTION_MAX, Counted::Columns, |n| {
        let columns: Vec<_> = (1..=n).map(|id| ((id as u32) << 4 | 2, &[][..])).collect();
        bundle(&[], &columns)
    });

    // A text of 64 bytes, repeated; `bytes` is its total.
    check_edge(EXPANDED_BYTES_MAX / 64, Counted::ExpandedBytes, |n| {
        let text = [sleb(n.cast_signed()), vec![64], vec![b'a'; 64]].concat();
        bundle(&[], &[(KEY_TEXT, &text)])
    });
}

/// Inflated bytes are counted together with the deflated ones that held them.
#[test]
fn inflated_bytes_hold_at_their_edge() {
    let noise: Vec<u8> = {
        let mut state = 1_u64;
        std::iter::repeat_with(|| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        })
        .take(64 * 1024)
        .collect()
    };
    // Noise, so that the ratio is not what refuses; it repeats beyond the reach of deflate.
    let columns: Vec<(u32, Vec<u8>)> = (0..64)
        .map(|id| (id << 4 | 7 | DEFLATED, deflate(&noise)))
        .collect();
    let columns: Vec<Column<'_>> = columns
        .iter()
        .map(|(spec, bytes)| (*spec, bytes.as_slice()))
        .collect();
    let bytes = bundle(&[], &columns);
    let spent = inspect(&bytes, &Budget::ENVELOPE).unwrap().inflated_bytes;
    assert!(
        spent > 64 * 64 * 1024 && spent < INFLATED_BYTES_MAX,
        "{spent}"
    );
    for (inflated_bytes_max, accepted) in [(spent - 1, false), (spent, true), (spent + 1, true)] {
        let budget = Budget {
            inflated_bytes_max,
            ..Budget::ENVELOPE
        };
        let refused = InspectError::TooMany(Counted::InflatedBytes);
        let found = inspect(&bytes, &budget).err();
        assert_eq!(
            found,
            (!accepted).then_some(refused),
            "{inflated_bytes_max}"
        );
    }
}

#[test]
fn the_ratio_holds_at_its_edge() {
    let with = |zeroes: u64| {
        let deflated = deflated_zeroes(zeroes);
        let allowed = (deflated.len() as u64 * INFLATE_RATIO_MAX).max(INFLATE_FREE_BYTES);
        let found = inspect(
            &bundle(&[], &[(VALUE | DEFLATED, &deflated)]),
            &Budget::ENVELOPE,
        );
        (allowed, found.map(|_| ()))
    };
    let refused = Err(InspectError::TooMany(Counted::InflateRatio));
    assert_eq!(with(INFLATE_FREE_BYTES - 1), (INFLATE_FREE_BYTES, Ok(())));
    assert_eq!(with(INFLATE_FREE_BYTES), (INFLATE_FREE_BYTES, Ok(())));
    assert_eq!(with(INFLATE_FREE_BYTES + 1), (INFLATE_FREE_BYTES, refused));

    // Beyond the free bytes the deflated length counts: noise raises what zeroes may take.
    let noisy = |zeroes: u64| {
        let noise: Vec<u8> = (0..200_000_u32)
            .flat_map(|n| n.wrapping_mul(0x9e37_79b9).to_le_bytes())
            .collect();
        let deflated = deflate(&[noise, vec![0; zeroes as usize]].concat());
        inspect(
            &bundle(&[], &[(VALUE | DEFLATED, &deflated)]),
            &Budget::ENVELOPE,
        )
        .map(|_| ())
    };
    assert_eq!(noisy(4 * INFLATE_FREE_BYTES), Ok(()));
}

#[test]
fn a_budget_is_shared_by_all_chunks() {
    let one = chunk(
        COMPRESSED_CHANGE,
        &deflate(&change_body(&[(ACTION, &run(10, 1))])),
    );
    let three = one.repeat(3);
    let spent = inspect(&three, &Budget::ENVELOPE).unwrap();
    assert_eq!(
        spent,
        Inspected {
            chunks: 3,
            changes: 3,
            ops: 30,
            ..spent
        }
    );
    let check = |budget: Budget, counted: Counted| {
        assert_eq!(
            inspect(&three, &budget),
            Err(InspectError::TooMany(counted))
        );
    };
    check(
        Budget {
            chunks_max: 2,
            ..Budget::ENVELOPE
        },
        Counted::Chunks,
    );
    check(
        Budget {
            changes_max: 2,
            ..Budget::ENVELOPE
        },
        Counted::Changes,
    );
    check(
        Budget {
            ops_max: 29,
            ..Budget::ENVELOPE
        },
        Counted::Ops,
    );
    let inflated_bytes_max = spent.inflated_bytes - 1;
    check(
        Budget {
            inflated_bytes_max,
            ..Budget::ENVELOPE
        },
        Counted::InflatedBytes,
    );
}

proptest! {
    #[test]
    fn junk_never_panics(
        kind in 0_u8..5,
        body in prop::collection::vec(any::<u8>(), 0..200),
        deflated in any::<bool>(),
    ) {
        let body = if deflated { deflate(&body) } else { body };
        let found = inspect(&chunk(kind, &body), &Budget::DOCUMENT);
        if let Ok(found) = found {
            prop_assert!(found.ops <= Budget::DOCUMENT.ops_max);
        }
    }

    #[test]
    fn a_longer_budget_never_refuses_more(
        columns in prop::collection::vec((0_u32..0xa0, prop::collection::vec(any::<u8>(), 0..6)), 0..8),
        ops_max in 0_u64..2000,
    ) {
        let mut columns = columns;
        columns.sort();
        columns.dedup_by_key(|(spec, _)| *spec & !DEFLATED);
        let columns: Vec<Column<'_>> =
            columns.iter().map(|(spec, bytes)| (*spec, bytes.as_slice())).collect();
        let bytes = change(&columns);
        let tight = inspect(&bytes, &Budget { ops_max, ..Budget::ENVELOPE });
        let wide = inspect(&bytes, &Budget::ENVELOPE);
        if let Ok(found) = tight {
            prop_assert_eq!(wide, Ok(found));
            prop_assert!(found.ops <= ops_max);
        }
    }
}
