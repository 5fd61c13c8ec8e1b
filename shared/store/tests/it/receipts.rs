//! Who has what: the last receipt of each device, when envelopes came, what was written where.

use rusqlite::Connection;
use store::{Arrival, ReceiptRecord, Refusal, RepackedEnvelope, Store, StoreError, Write};

use crate::home::{
    ANA, DOSSIER, Home, MATRIX, ME, OTHER_DOSSIER, dossier, foreign, hash, own, own_envelopes,
};

fn receipt(dossier: [u8; 16], device: [u8; 32], bytes: &[u8]) -> Write {
    Write::Receipt {
        dossier,
        device,
        bytes: bytes.to_vec(),
    }
}

fn wrote(key: &str, index: u64) -> Write {
    Write::Wrote {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        key: key.to_owned(),
        index,
    }
}

fn written(store: &Store, key: &str) -> Option<u64> {
    store.written(&DOSSIER, MATRIX, &ME, key).unwrap()
}

fn arrival(index: u64) -> Arrival {
    Arrival {
        document: MATRIX,
        device: ANA,
        index,
        received_ms: 1_000 * index,
    }
}

#[test]
fn the_last_receipt_of_each_device_is_kept() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store
        .commit(&[
            dossier(OTHER_DOSSIER),
            receipt(DOSSIER, ANA, b"uno"),
            receipt(DOSSIER, ME, b"yo"),
            receipt(OTHER_DOSSIER, ANA, b"otro"),
            receipt(DOSSIER, ANA, b"dos"),
        ])
        .unwrap();
    store.close().unwrap();
    let mut store = home.open();
    let kept = |device, bytes: &[u8]| ReceiptRecord {
        device,
        bytes: bytes.to_vec(),
    };
    let expected = [kept(ME, b"yo"), kept(ANA, b"dos")];
    assert_eq!(store.receipts(&DOSSIER).unwrap(), expected);
    let expected = [kept(ANA, b"otro")];
    assert_eq!(store.receipts(&OTHER_DOSSIER).unwrap(), expected);
    let nowhere = store.commit(&[receipt([3; 16], ANA, b"x")]);
    let unknown = StoreError::Refused(Refusal::UnknownDossier);
    assert_eq!(
        format!("{:?}", nowhere.unwrap_err()),
        format!("{unknown:?}")
    );
}

#[test]
fn arrivals_are_of_others_and_have_a_time() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store
        .commit(&[
            own(1, b"a"),
            foreign(1, b"b"),
            foreign(2, b"c"),
            foreign(3, b"d"),
        ])
        .unwrap();
    let all = [arrival(1), arrival(2), arrival(3)];
    for (since_ms, expected) in [
        (0, &all[..]),
        (1_000, &all),
        (1_001, &all[1..]),
        (3_000, &all[2..]),
        (3_001, &[]),
        (u64::MAX, &[]),
    ] {
        let found = store.arrivals(&DOSSIER, since_ms).unwrap();
        assert_eq!(found, expected, "since {since_ms}");
    }
    let of = |device: &[u8; 32]| {
        let found = store.envelopes(&DOSSIER, MATRIX, device, 1, usize::MAX);
        let found = found.unwrap().into_iter();
        found.map(|kept| kept.received_ms).collect::<Vec<_>>()
    };
    assert_eq!(of(&ME), [None]);
    assert_eq!(of(&ANA), [Some(1_000), Some(2_000), Some(3_000)]);
}

#[test]
fn what_was_written_follows_its_envelope() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    let envelopes: Vec<Write> = (1..=5).map(|index| own(index, b"x")).collect();
    store.commit(&envelopes).unwrap();
    store
        .commit(&[wrote("a", 1), wrote("b", 2), wrote("c", 4), wrote("a", 5)])
        .unwrap();
    let found = ["a", "b", "c", "d"].map(|key| written(&store, key));
    assert_eq!(found, [Some(5), Some(2), Some(4), None]);
    assert!(matches!(
        store.commit(&[wrote("d", 6)]),
        Err(StoreError::Refused(Refusal::BeyondTail {
            index: 6,
            tail: 5
        }))
    ));
    // 3, 4 and 5 never left: they become 3 alone, which holds what they wrote.
    let repack = Write::RepackOwn {
        dossier: DOSSIER,
        document: MATRIX,
        device: ME,
        from_index: 3,
        envelopes: vec![RepackedEnvelope {
            index: 3,
            hash: hash(3, b"y"),
            bytes: b"y".to_vec(),
        }],
    };
    store.commit(&[repack]).unwrap();
    let found = ["a", "b", "c"].map(|key| written(&store, key));
    assert_eq!(found, [Some(3), Some(2), Some(3)]);
}

/// A store of the build before this one goes on, with all it held.
#[test]
fn an_older_store_is_taken_over_whole() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store
        .commit(&[own(1, b"mio"), foreign(1, b"suyo"), foreign(2, b"suyo")])
        .unwrap();
    store.close().unwrap();
    let raw = Connection::open(home.database()).unwrap();
    raw.execute_batch(
        "ALTER TABLE envelope DROP COLUMN received_ms;
         DROP TABLE receipt;
         DROP TABLE written;
         DELETE FROM migration WHERE name = '0002-receipts';",
    )
    .unwrap();
    raw.close().unwrap();

    let mut store = home.open();
    assert_eq!(own_envelopes(&store), [(1, b"mio".to_vec())]);
    let theirs = store
        .envelopes(&DOSSIER, MATRIX, &ANA, 1, usize::MAX)
        .unwrap();
    let theirs: Vec<_> = theirs
        .into_iter()
        .map(|kept| (kept.index, kept.received_ms, kept.bytes))
        .collect();
    let suyo = b"suyo".to_vec();
    assert_eq!(theirs, [(1, None, suyo.clone()), (2, None, suyo)]);
    assert_eq!(store.arrivals(&DOSSIER, 0).unwrap(), []);
    assert_eq!(store.receipts(&DOSSIER).unwrap(), []);
    assert_eq!(written(&store, "*"), None);
    store
        .commit(&[
            foreign(3, b"nuevo"),
            wrote("*", 1),
            receipt(DOSSIER, ANA, b"r"),
        ])
        .unwrap();
    assert_eq!(store.arrivals(&DOSSIER, 0).unwrap(), [arrival(3)]);
    assert_eq!(written(&store, "*"), Some(1));
    assert_eq!(store.verify().unwrap().problems, Vec::<String>::new());
}
