//! Workbooks that Cotejo wrote carry the ids of their rows.

use exchange::read;

use crate::sample::as_guessed;
use crate::workbook::{HEADERS, Workbook};

#[test]
fn the_hidden_sheet_says_which_rows_they_were() {
    let row: &[&str] = &["1. Uno", "7. Siete", "a", "i", "f", "1"];
    let other: &[&str] = &["1. Uno", "7. Siete", "nueva", "i", "f", "1"];
    let bytes = Workbook::new()
        .sheet("Matriz", &[&HEADERS, row, other, row])
        .sheet(
            "_cotejo",
            &[
                &["cotejo-origen:1"],
                &["d-1"],
                &["v-1"],
                &["3F9A-22C1"],
                &["ab"],
                &["Matriz"],
                &[],
                &["2", "l-0", "i-0"],
                &["4", "l-1", ""],
                &["0", "l-9", ""],
                &["x", "l-9", ""],
            ],
        )
        .bytes();
    let book = read("m.xlsx", &bytes).unwrap();
    assert_eq!(
        book.tables().len(),
        1,
        "the hidden sheet is no table of a person"
    );
    let origin = book.origin().unwrap();
    assert_eq!(
        (
            &*origin.dossier,
            &*origin.version,
            &*origin.digest,
            &*origin.point
        ),
        ("d-1", "v-1", "3F9A-22C1", "ab")
    );
    let rows: Vec<Option<(String, String)>> = as_guessed(&book)
        .rows
        .iter()
        .map(|row| {
            row.origin
                .as_ref()
                .map(|origin| (origin.line.clone(), origin.indicator.clone()))
        })
        .collect();
    assert_eq!(
        rows,
        [
            Some(("l-0".to_owned(), "i-0".to_owned())),
            None,
            Some(("l-1".to_owned(), String::new())),
        ]
    );
}
