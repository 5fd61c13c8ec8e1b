//! An index somebody may have seen is never issued again.

use rusqlite::Connection;
use store::{Refusal, RepackedEnvelope, Store, StoreError, Write};

use crate::home::{ANA, DOSSIER, Home, MATRIX, ME, REVIEW, foreign, hash, own, own_envelopes};

fn offered(up_to: u64) -> Write {
    Write::Offered {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        up_to,
    }
}

fn repack(from_index: u64, envelopes: &[(u64, &[u8])]) -> Write {
    let envelopes = envelopes
        .iter()
        .map(|&(index, bytes)| RepackedEnvelope {
            index,
            hash: hash(index, bytes),
            bytes: bytes.to_vec(),
        })
        .collect();
    Write::RepackOwn {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        from_index,
        envelopes,
    }
}

/// Five own envelopes, of which the first two were offered.
fn five(home: &Home) -> Store {
    let mut store = home.open_with_dossier();
    let writes: Vec<Write> = (1..=5).map(|index| own(index, &[index as u8])).collect();
    store.commit(&writes).unwrap();
    store.commit(&[offered(2)]).unwrap();
    store
}

#[test]
fn series_are_independent_and_know_their_end() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store
        .commit(&[
            own(1, b"a"),
            own(2, b"b"),
            foreign(1, b"c"),
            Write::Envelope {
                dossier: DOSSIER,
                document: REVIEW,
                device: ME,
                index: 1,
                hash: [6; 32],
                bytes: b"d".to_vec(),
                own: true,
                offered: false,
                quarantined: true,
                received_ms: None,
            },
        ])
        .unwrap();
    let tails: Vec<_> = store
        .series(&DOSSIER)
        .unwrap()
        .into_iter()
        .map(|tail| {
            (
                tail.document,
                tail.device,
                tail.index,
                tail.hash,
                tail.own,
                tail.offered_up_to,
            )
        })
        .collect();
    assert_eq!(
        tails,
        [
            (MATRIX, ME, 2, hash(2, b"b"), true, 0),
            (MATRIX, ANA, 1, hash(1, b"c"), false, 1),
            (REVIEW, ME, 1, [6; 32], true, 0),
        ]
    );
    let kept = store.envelopes(&DOSSIER, REVIEW, &ME, 1, 100).unwrap();
    assert!(kept[0].quarantined);
    assert_eq!(store.verify().unwrap().quarantined, 1);
}

#[test]
fn repacking_replaces_only_what_nobody_saw() {
    for (case, write, expected) in [
        (
            "offered",
            repack(2, &[(2, b"x")]),
            Refusal::AlreadyOffered {
                from_index: 2,
                offered_up_to: 2,
            },
        ),
        (
            "from the start",
            repack(0, &[(0, b"x")]),
            Refusal::AlreadyOffered {
                from_index: 0,
                offered_up_to: 2,
            },
        ),
        (
            "beyond the end",
            repack(6, &[(6, b"x")]),
            Refusal::BeyondTail { index: 6, tail: 5 },
        ),
        (
            "gap",
            repack(3, &[(3, b"x"), (5, b"y")]),
            Refusal::Gap {
                expected: 4,
                got: 5,
            },
        ),
        (
            "late start",
            repack(3, &[(4, b"x")]),
            Refusal::Gap {
                expected: 3,
                got: 4,
            },
        ),
        (
            "nothing",
            repack(3, &[]),
            Refusal::Range("a repack without envelopes"),
        ),
        (
            "somebody else's",
            Write::RepackOwn {
                dossier: DOSSIER,
                document: MATRIX,
                device: ANA,
                from_index: 1,
                envelopes: vec![],
            },
            Refusal::NotOwn,
        ),
    ] {
        let home = Home::new();
        let mut store = five(&home);
        store.commit(&[foreign(1, b"de Ana")]).unwrap();
        let before = own_envelopes(&store);
        let error = store.commit(&[write]).unwrap_err();
        let StoreError::Refused(refusal) = error else {
            panic!("{case}: {error}")
        };
        assert_eq!(refusal, expected, "{case}");
        assert_eq!(own_envelopes(&store), before, "{case}");
        assert!(store.verify().unwrap().is_sound(), "{case}");
    }
}

#[test]
fn repacking_shortens_the_series_and_it_goes_on_from_there() {
    let home = Home::new();
    let mut store = five(&home);
    store
        .commit(&[repack(3, &[(3, b"3 a 5")]), offered(3)])
        .unwrap();
    assert_eq!(
        own_envelopes(&store),
        [(1, vec![1]), (2, vec![2]), (3, b"3 a 5".to_vec())]
    );
    let tail = &store.series(&DOSSIER).unwrap()[0];
    assert_eq!(
        (tail.index, tail.hash, tail.offered_up_to),
        (3, hash(3, b"3 a 5"), 3)
    );
    let error = store.commit(&[repack(3, &[(3, b"otra vez")])]).unwrap_err();
    assert!(
        matches!(error, StoreError::Refused(Refusal::AlreadyOffered { .. })),
        "{error}"
    );
    store.commit(&[own(4, b"cuatro")]).unwrap();
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn what_was_offered_is_never_forgotten() {
    let home = Home::new();
    let mut store = five(&home);
    store.commit(&[offered(1), offered(0)]).unwrap();
    assert_eq!(store.series(&DOSSIER).unwrap()[0].offered_up_to, 2);
    let error = store.commit(&[offered(6)]).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Refused(Refusal::BeyondTail { index: 6, tail: 5 })
        ),
        "{error}"
    );
}

#[test]
fn envelopes_come_in_portions_that_always_advance() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    let writes: Vec<Write> = (1..=9).map(|index| own(index, &[0; 100])).collect();
    store.commit(&writes).unwrap();
    let portion = |from, limit| -> Vec<u64> {
        let envelopes = store.envelopes(&DOSSIER, MATRIX, &ME, from, limit).unwrap();
        envelopes.iter().map(|envelope| envelope.index).collect()
    };
    assert_eq!(portion(1, 299), [1, 2]);
    assert_eq!(portion(1, 300), [1, 2, 3]);
    assert_eq!(portion(1, 301), [1, 2, 3]);
    assert_eq!(portion(3, 0), [3]);
    assert_eq!(portion(8, usize::MAX), [8, 9]);
    assert_eq!(portion(10, usize::MAX), [0_u64; 0]);
    assert_eq!(portion(u64::MAX, usize::MAX), [0_u64; 0]);
}

#[test]
fn verify_names_a_series_that_lost_an_envelope() {
    for (sql, words) in [
        (
            "DELETE FROM envelope WHERE idx = 3",
            "says 5 envelopes and has 4",
        ),
        (
            "DELETE FROM envelope WHERE idx = 5",
            "says 5 envelopes and has 4",
        ),
        (
            "UPDATE series SET tail_hash = zeroblob(32)",
            "does not end in the envelope it says",
        ),
        ("DELETE FROM series", "refers to a missing series"),
        (
            "UPDATE chunk SET bytes = x'00'",
            "has not the length it says",
        ),
    ] {
        let home = Home::new();
        let mut store = five(&home);
        store.commit(&[crate::home::chunk(b"incremento")]).unwrap();
        store.close().unwrap();
        let raw = Connection::open(home.database()).unwrap();
        raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        raw.execute(sql, []).unwrap();
        raw.close().unwrap();
        let report = home.open().verify().unwrap();
        assert!(!report.is_sound(), "{sql}");
        assert!(
            report
                .problems
                .iter()
                .any(|problem| problem.contains(words)),
            "{report:?}"
        );
    }
}

fn withdraw(from_index: u64, sealed_up_to: u64) -> Write {
    Write::WithdrawOwn {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        from_index,
        sealed_up_to,
    }
}

#[test]
fn what_nobody_saw_is_taken_out_and_stands_behind_what_came_back() {
    let home = Home::new();
    let mut store = five(&home);
    let wrote = |key: &str, index| Write::Wrote {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        key: key.to_owned(),
        index,
    };
    store.commit(&[wrote("antes", 2), wrote("fin", 5)]).unwrap();
    let back = |index: u64, bytes: &[u8], offered| Write::Envelope {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        index,
        hash: hash(index, bytes),
        bytes: bytes.to_vec(),
        own: true,
        offered,
        quarantined: false,
        received_ms: None,
    };
    let writes = [
        withdraw(3, 5),
        back(3, b"vuelve", true),
        back(4, b"vuelve", true),
        back(5, b"sellado otra vez", false),
    ];
    store.commit(&writes).unwrap();
    let tail = store.series(&DOSSIER).unwrap().remove(0);
    assert_eq!((tail.index, tail.offered_up_to), (5, 4));
    assert_eq!(tail.hash, hash(5, b"sellado otra vez"));
    let written = |key| store.written(&DOSSIER, MATRIX, &ME, key).unwrap();
    assert_eq!((written("antes"), written("fin")), (Some(2), Some(5)));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn what_somebody_may_have_seen_is_never_taken_out() {
    for (case, write, expected) in [
        (
            "offered",
            withdraw(2, 5),
            Refusal::AlreadyOffered {
                from_index: 2,
                offered_up_to: 2,
            },
        ),
        (
            "beyond the end",
            withdraw(6, 7),
            Refusal::BeyondTail { index: 6, tail: 5 },
        ),
    ] {
        let home = Home::new();
        let mut store = five(&home);
        let before = own_envelopes(&store);
        let error = store.commit(&[write]).unwrap_err();
        let StoreError::Refused(refusal) = error else {
            panic!("{case}: {error}")
        };
        assert_eq!(refusal, expected, "{case}");
        assert_eq!(own_envelopes(&store), before, "{case}");
    }
}
