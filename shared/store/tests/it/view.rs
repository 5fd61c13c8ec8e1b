//! The read model: painted fast, in order.

use std::time::{Duration, Instant};

use store::Write;

use crate::home::{DOSSIER, Home, view_row};

/// Rows of a large matrix.
const ROWS: usize = 500;
/// Bytes of a row as painted.
const ROW_BYTES: usize = 2_000;
/// A first paint must not be felt; the aim for the whole grid is 150 ms.
const READ_MAX: Duration = Duration::from_millis(25);

#[test]
fn rows_come_in_the_order_given() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    store
        .commit(&[
            view_row("a", 0, b"A"),
            view_row("b", 1, b"B"),
            view_row("c", 2, b"C"),
        ])
        .unwrap();
    let keys = |store: &store::Store| -> String {
        store
            .view_rows(&DOSSIER, None)
            .unwrap()
            .into_iter()
            .map(|(key, _)| key)
            .collect()
    };
    let order = |keys: &str| Write::ViewOrder {
        dossier: DOSSIER,
        keys: keys.chars().map(String::from).collect(),
    };
    assert_eq!(keys(&store), "abc");
    store.commit(&[order("cab")]).unwrap();
    assert_eq!(keys(&store), "cab");
    let gone = |key: &str| Write::ViewRowGone {
        dossier: DOSSIER,
        key: key.to_owned(),
    };
    store
        .commit(&[
            view_row("d", 9, b"D"),
            gone("a"),
            gone("nobody"),
            order("dcb"),
        ])
        .unwrap();
    assert_eq!(keys(&store), "dcb");
    let first = store.view_rows(&DOSSIER, Some(2)).unwrap();
    assert_eq!(
        first.iter().map(|(key, _)| key).collect::<Vec<_>>(),
        ["d", "c"]
    );
    store.commit(&[view_row("c", 1, b"C2")]).unwrap();
    assert_eq!(store.view_rows(&DOSSIER, None).unwrap()[1].1, b"C2");
}

#[test]
fn five_hundred_rows_are_read_at_once() {
    let home = Home::new();
    let mut store = home.open_with_dossier();
    let writes: Vec<Write> = (0_i64..)
        .take(ROWS)
        .map(|row| view_row(&format!("renglon-{row:04}"), row, &[b'x'; ROW_BYTES]))
        .collect();
    store.commit(&writes).unwrap();
    store.close().unwrap();

    let store = home.open();
    // The best of a few, because the machine may be busy with other tests.
    let best = (0..5)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(store.view_rows(&DOSSIER, None).unwrap().len(), ROWS);
            start.elapsed()
        })
        .min()
        .unwrap();
    assert!(best < READ_MAX, "{best:?}");
}
