//! All or nothing, and what is read is what was written.

use store::{Refusal, Store, StoreError, Write};

use crate::home::{
    ANA, DOSSIER, Home, MATRIX, ME, OTHER_DOSSIER, REVIEW, chunk, dossier, foreign, own,
    own_envelopes, view_row,
};

#[test]
fn everything_written_is_read_back_in_a_later_life() {
    let home = Home::new();
    let mut store = home.open();
    store
        .commit(&[
            Write::Setting {
                name: "quien".to_owned(),
                value: b"Ana".to_vec(),
            },
            dossier(OTHER_DOSSIER),
            dossier(DOSSIER),
            Write::Relay {
                dossier: DOSSIER,
                url: "wss://relevo.example".to_owned(),
            },
            Write::Summary {
                dossier: DOSSIER,
                bytes: b"26 renglones".to_vec(),
            },
            Write::Entry {
                dossier: DOSSIER,
                hash: [5; 32],
                bytes: b"raiz".to_vec(),
            },
            Write::Entry {
                dossier: DOSSIER,
                hash: [4; 32],
                bytes: b"segunda".to_vec(),
            },
            Write::Entry {
                dossier: DOSSIER,
                hash: [5; 32],
                bytes: b"raiz".to_vec(),
            },
            foreign(1, b"de Ana"),
            own(1, b"mio"),
            chunk(b"incremento"),
            view_row("b", 0, b"B"),
            view_row("a", 1, b"A"),
            Write::View {
                dossier: DOSSIER,
                name: "members".to_owned(),
                bytes: b"dos".to_vec(),
            },
            Write::Acked {
                dossier: DOSSIER,
                document: MATRIX,
                device: ANA,
                index: 1,
            },
        ])
        .unwrap();
    store.close().unwrap();

    let store = home.open();
    assert_eq!(store.setting("quien").unwrap().unwrap(), b"Ana");
    assert_eq!(store.setting("nadie").unwrap(), None);
    let dossiers = store.dossiers().unwrap();
    assert_eq!(dossiers.len(), 2);
    assert_eq!(dossiers[0].dossier, OTHER_DOSSIER);
    assert_eq!(dossiers[0].relay, None);
    assert_eq!(dossiers[1].secret, b"secreto");
    assert_eq!(dossiers[1].relay.as_deref(), Some("wss://relevo.example"));
    assert_eq!(dossiers[1].summary, b"26 renglones");
    let entries = store.entries(&DOSSIER).unwrap();
    assert_eq!(
        entries.len(),
        2,
        "an entry that comes again is the same entry"
    );
    assert_eq!(
        (entries[0].hash, &*entries[0].bytes),
        ([5; 32], &b"raiz"[..])
    );
    assert_eq!(
        (entries[1].hash, &*entries[1].bytes),
        ([4; 32], &b"segunda"[..])
    );
    assert_eq!(own_envelopes(&store), [(1, b"mio".to_vec())]);
    let chunks = store.chunks(&DOSSIER, MATRIX).unwrap();
    assert_eq!(chunks.len(), 1);
    assert_eq!(chunks[0].bytes, b"incremento");
    assert!(store.chunks(&DOSSIER, REVIEW).unwrap().is_empty());
    assert!(store.chunks(&OTHER_DOSSIER, MATRIX).unwrap().is_empty());
    let rows = store.view_rows(&DOSSIER, None).unwrap();
    assert_eq!(
        rows,
        [
            ("b".to_owned(), b"B".to_vec()),
            ("a".to_owned(), b"A".to_vec())
        ]
    );
    assert_eq!(store.view(&DOSSIER, "members").unwrap().unwrap(), b"dos");
    assert_eq!(store.view(&OTHER_DOSSIER, "members").unwrap(), None);
    let acked = store.acked(&DOSSIER).unwrap();
    assert_eq!((acked.len(), acked[0].device, acked[0].index), (1, ANA, 1));
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(
        (
            report.dossiers,
            report.series,
            report.envelopes,
            report.chunks
        ),
        (2, 2, 2, 1)
    );
}

#[test]
fn a_refused_write_takes_its_whole_commit_with_it() {
    let gap = || own(9, b"hueco");
    let unknown = |write: &dyn Fn([u8; 16]) -> Write| write(OTHER_DOSSIER);
    for (case, write, expected) in [
        (
            "gap",
            gap(),
            Refusal::Gap {
                expected: 2,
                got: 9,
            },
        ),
        (
            "zero",
            own(0, b"cero"),
            Refusal::Gap {
                expected: 2,
                got: 0,
            },
        ),
        (
            "again",
            own(1, b"otro"),
            Refusal::Gap {
                expected: 2,
                got: 1,
            },
        ),
        ("same dossier", dossier(DOSSIER), Refusal::DossierExists),
        (
            "chunk of no dossier",
            unknown(&|dossier| Write::Chunk {
                dossier,
                document: MATRIX,
                bytes: vec![1],
                changes: 1,
            }),
            Refusal::UnknownDossier,
        ),
        (
            "view of no dossier",
            unknown(&|dossier| Write::View {
                dossier,
                name: String::new(),
                bytes: vec![],
            }),
            Refusal::UnknownDossier,
        ),
        (
            "acked out of range",
            Write::Acked {
                dossier: DOSSIER,
                document: MATRIX,
                device: ME,
                index: u64::MAX,
            },
            Refusal::Range("index"),
        ),
        (
            "order with a stranger",
            Write::ViewOrder {
                dossier: DOSSIER,
                keys: vec!["a".to_owned(), "z".to_owned()],
            },
            Refusal::ViewOrder,
        ),
        (
            "order that forgets one",
            Write::ViewOrder {
                dossier: DOSSIER,
                keys: vec!["a".to_owned()],
            },
            Refusal::ViewOrder,
        ),
        (
            "order that names one twice",
            Write::ViewOrder {
                dossier: DOSSIER,
                keys: vec!["a".to_owned(), "a".to_owned()],
            },
            Refusal::ViewOrder,
        ),
    ] {
        let home = Home::new();
        let mut store = home.open_with_dossier();
        store
            .commit(&[
                own(1, b"uno"),
                view_row("a", 0, b"A"),
                view_row("b", 1, b"B"),
            ])
            .unwrap();
        let error = store
            .commit(&[
                chunk(b"no debe quedar"),
                view_row("a", 5, b"no debe quedar"),
                Write::Setting {
                    name: "n".to_owned(),
                    value: b"no debe quedar".to_vec(),
                },
                write,
            ])
            .unwrap_err();
        let StoreError::Refused(refusal) = error else {
            panic!("{case}: {error}")
        };
        assert_eq!(refusal, expected, "{case}");
        assert!(store.chunks(&DOSSIER, MATRIX).unwrap().is_empty(), "{case}");
        assert_eq!(
            store.view_rows(&DOSSIER, None).unwrap()[0].1,
            b"A",
            "{case}"
        );
        assert_eq!(store.setting("n").unwrap(), None, "{case}");
        // A refusal is the caller's mistake, not the disk's: the handle goes on.
        store.commit(&[own(2, b"dos")]).unwrap();
        assert_eq!(own_envelopes(&store).len(), 2, "{case}");
    }
}

#[test]
fn compaction_keeps_what_came_later_and_other_documents() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    let other = Write::Chunk {
        dossier: DOSSIER,
        document: REVIEW,
        bytes: b"comentario".to_vec(),
        changes: 1,
    };
    store
        .commit(&[chunk(b"uno"), other.clone(), chunk(b"dos")])
        .unwrap();
    let up_to_chunk = store
        .chunk_weight(&DOSSIER, MATRIX)
        .unwrap()
        .last_chunk
        .unwrap();
    store.commit(&[chunk(b"tres"), other]).unwrap();
    let weight = store.chunk_weight(&DOSSIER, MATRIX).unwrap();
    assert_eq!(
        (
            weight.snapshot_bytes,
            weight.increment_bytes,
            weight.increments
        ),
        (0, 10, 3)
    );

    store.commit(&[compact(b"uno y dos", up_to_chunk)]).unwrap();
    assert_eq!(contents(&store, MATRIX), ["uno y dos", "tres"]);
    assert_eq!(contents(&store, REVIEW), ["comentario", "comentario"]);
    let weight = store.chunk_weight(&DOSSIER, MATRIX).unwrap();
    assert_eq!(
        (
            weight.snapshot_bytes,
            weight.increment_bytes,
            weight.increments
        ),
        (9, 4, 1)
    );

    // The second snapshot takes the first with it.
    let up_to_chunk = weight.last_chunk.unwrap();
    store
        .commit(&[compact(b"todo", up_to_chunk), chunk(b"cuatro")])
        .unwrap();
    assert_eq!(contents(&store, MATRIX), ["todo", "cuatro"]);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn compaction_of_what_is_not_there_deletes_nothing() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store.commit(&[chunk(b"uno"), chunk(b"dos")]).unwrap();
    let last = store
        .chunk_weight(&DOSSIER, MATRIX)
        .unwrap()
        .last_chunk
        .unwrap();
    for up_to_chunk in [last + 1, 0, -1, i64::MAX] {
        let error = store.commit(&[compact(b"todo", up_to_chunk)]).unwrap_err();
        assert!(
            matches!(error, StoreError::Refused(Refusal::UnknownChunk(id)) if id == up_to_chunk),
            "{error}"
        );
        assert_eq!(contents(&store, MATRIX), ["uno", "dos"]);
    }
    // A number of a chunk is never used again, so an old order to compact cannot reach newer chunks.
    store.commit(&[compact(b"todo", last)]).unwrap();
    let snapshot = store
        .chunk_weight(&DOSSIER, MATRIX)
        .unwrap()
        .last_chunk
        .unwrap();
    assert!(snapshot > last);
    let error = store.commit(&[compact(b"otra vez", last)]).unwrap_err();
    assert!(
        matches!(error, StoreError::Refused(Refusal::UnknownChunk(_))),
        "{error}"
    );
    assert_eq!(contents(&store, MATRIX), ["todo"]);
}

#[test]
fn a_snapshot_of_many_pages_reads_back() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    let snapshot: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
    store.commit(&[chunk(b"uno")]).unwrap();
    let last = store
        .chunk_weight(&DOSSIER, MATRIX)
        .unwrap()
        .last_chunk
        .unwrap();
    store.commit(&[compact(&snapshot, last)]).unwrap();
    assert!(store.chunks(&DOSSIER, MATRIX).unwrap()[0].bytes == snapshot);
    assert!(store.chunks(&DOSSIER, MATRIX).unwrap()[0].snapshot);
}

fn compact(snapshot: &[u8], up_to_chunk: i64) -> Write {
    Write::Compact {
        dossier: DOSSIER,
        document: MATRIX,
        snapshot: snapshot.to_vec(),
        up_to_chunk,
    }
}

fn contents(store: &Store, document: u8) -> Vec<String> {
    let chunks = store.chunks(&DOSSIER, document).unwrap();
    chunks
        .into_iter()
        .map(|chunk| String::from_utf8(chunk.bytes).unwrap())
        .collect()
}
