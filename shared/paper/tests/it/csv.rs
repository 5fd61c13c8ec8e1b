//! The matrix as CSV.

use model::{Draft, DraftRow, Field};
use paper::{Annex, annex_csv};

use crate::sample::{annex_of, secoem};

/// The sample as its office keeps it in CSV.
const SAMPLE_CSV: &[u8] = include_bytes!("../../../exchange/samples/secoem-matriz.csv");

/// The cells of a CSV, without the mark at its start.
fn cells(annex: &Annex) -> Vec<Vec<String>> {
    let csv = annex_csv(annex);
    let csv = csv.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv);
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_sample_prints_as_its_office_keeps_it() {
    assert_eq!(
        String::from_utf8_lossy(&annex_csv(&secoem())),
        String::from_utf8_lossy(SAMPLE_CSV)
    );
}

#[test]
fn no_cell_can_act_as_a_formula() {
    for (value, printed) in [
        ("=1+1", "'=1+1"),
        (
            "=HYPERLINK(\"http://x\",\"y\")",
            "'=HYPERLINK(\"http://x\",\"y\")",
        ),
        ("+52 443", "'+52 443"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("- Socializar", "'- Socializar"),
        ("-5", "-5"),
        ("+3.5%", "+3.5%"),
        ("-5+1", "'-5+1"),
        ("-", "'-"),
        ("—", "—"),
        ("100 %", "100 %"),
        ("a=b", "a=b"),
        ("dos\nlíneas, \"comillas\"", "dos\nlíneas, \"comillas\""),
    ] {
        let mut row = DraftRow::default();
        row.cells.insert(Field::ActionLine, value.to_owned());
        let draft = Draft {
            years: vec![2024],
            rows: vec![row],
            ..Draft::default()
        };
        let rows = cells(&annex_of(&draft));
        assert_eq!(rows[1][2], printed, "{value:?}");
    }
}
