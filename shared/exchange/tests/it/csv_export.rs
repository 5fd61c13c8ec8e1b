//! The matrix as CSV, out of a real matrix document.

use exchange::{Columns, read_xlsx, write_csv};
use model::{Author, Draft, DraftRow, Field, Matrix, MatrixEdit};

use crate::sample::sample;
use crate::workbook::{HEADERS, Workbook};

/// The sample as its office keeps it in CSV.
const SAMPLE_CSV: &[u8] = include_bytes!("../../samples/secoem-matriz.csv");

fn found(draft: &Draft) -> Matrix {
    Matrix::found(draft, [1; 16], Author([2; 32]), 0, &mut dice())
        .unwrap()
        .0
}

/// Dice that never repeat.
fn dice() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u64;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = next.to_be_bytes()[0];
        }
    }
}

fn csv(matrix: &Matrix, columns: Columns) -> Vec<u8> {
    write_csv(matrix.years(), matrix.rows(), columns)
}

/// The cells of a CSV, without the mark at its start.
fn cells(csv: &[u8]) -> Vec<Vec<String>> {
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
    let matrix = found(&sample().draft);
    let printed = csv(&matrix, Columns::Form);
    assert_eq!(
        String::from_utf8_lossy(&printed),
        String::from_utf8_lossy(SAMPLE_CSV)
    );
}

#[test]
fn other_fields_follow_the_forms_columns_if_some_row_has_them() {
    let matrix = found(&sample().draft);
    let printed = cells(&csv(&matrix, Columns::All));
    assert_eq!(printed[0].len(), 12);
    assert_eq!(printed[0][11], "Sujeta a revisión");
    let marked = |row: usize| printed[row][11] == "Sí";
    assert_eq!(
        (1..=26).filter(|row| marked(*row)).collect::<Vec<_>>(),
        [3, 14, 15, 19, 24, 25, 26]
    );

    let bytes = Workbook::new()
        .sheet(
            "Hoja",
            &[
                &["Línea de acción", "Responsable", "Meta 2024"],
                &["Difundir", "SFA", "1"],
            ],
        )
        .bytes();
    let matrix = found(&read_xlsx(&bytes).unwrap().draft);
    let printed = cells(&csv(&matrix, Columns::All));
    assert_eq!(printed[0][8..], ["Meta 2024", "Responsable"]);
    assert_eq!(printed[1][8..], ["1", "SFA"]);
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
        let rows = cells(&csv(&found(&draft), Columns::Form));
        assert_eq!(rows[1][2], printed, "{value:?}");
    }
}

#[test]
fn retired_rows_are_not_printed() {
    let rows: &[&[&str]] = &[
        &HEADERS,
        &["", "", "queda", "i", "f", "1"],
        &["", "", "se va", "i", "f", "1"],
    ];
    let draft = read_xlsx(&Workbook::new().sheet("Hoja", rows).bytes())
        .unwrap()
        .draft;
    let mut matrix = found(&draft);
    let line = matrix.rows()[1].line;
    matrix
        .edit(&MatrixEdit::Retire { line }, None, 1, &mut dice())
        .unwrap();
    let printed = cells(&csv(&matrix, Columns::Form));
    assert_eq!(printed.len(), 2);
    assert_eq!(printed[1][2], "queda");
}
