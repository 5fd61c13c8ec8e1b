//! What a file may not do: hang, fill the memory, panic.

use std::time::{Duration, Instant};

use exchange::limits::{CELLS_MAX, FILE_BYTES_MAX, PARTS_MAX, SHEETS_MAX, STYLE_MARKS_MAX};
use exchange::{EXAMPLE_XLSX, ImportError, Limit, read_xlsx};

use crate::workbook::{HEADERS, Workbook, multiplied, text_cell, zip};

/// Longest a refusal may take, even unoptimised and beside other tests.
const REFUSED_WITHIN: Duration = Duration::from_secs(20);

fn limit(error: &ImportError) -> Option<Limit> {
    if let ImportError::TooLarge { limit, .. } = error {
        Some(*limit)
    } else {
        None
    }
}

fn refused(bytes: &[u8]) -> ImportError {
    let start = Instant::now();
    let error = read_xlsx(bytes).unwrap_err();
    assert!(
        start.elapsed() < REFUSED_WITHIN,
        "{:?}: {error}",
        start.elapsed()
    );
    error
}

#[test]
fn what_is_not_a_workbook_is_said() {
    let document = zip(&[
        ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
        ("word/document.xml".to_owned(), b"<w:document/>".to_vec()),
    ]);
    for (case, bytes, expected) in [
        ("nothing", Vec::new(), ImportError::NotWorkbook),
        (
            "text",
            b"Eje,Prioridad\r\n".to_vec(),
            ImportError::NotWorkbook,
        ),
        ("a pdf", b"%PDF-1.7".to_vec(), ImportError::NotWorkbook),
        ("a document", document, ImportError::NotWorkbook),
        (
            "an old xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0".to_vec(),
            ImportError::OldOrProtected,
        ),
        (
            "another sheet",
            Workbook::new()
                .sheet("Nómina", &[&["Nombre", "Sueldo"], &["Ana", "1"]])
                .bytes(),
            ImportError::NotMatrix {
                sheets: vec!["Nómina".to_owned()],
            },
        ),
        (
            "headers only",
            Workbook::new().sheet("Matriz", &[&HEADERS]).bytes(),
            ImportError::NoRows {
                sheet: "Matriz".to_owned(),
            },
        ),
        (
            "no sheets",
            Workbook::new().bytes(),
            ImportError::NotWorkbook,
        ),
    ] {
        assert_eq!(refused(&bytes), expected, "{case}");
    }
}

#[test]
fn a_file_cut_anywhere_is_damaged() {
    for at in (1..EXAMPLE_XLSX.len()).step_by(97) {
        let error = refused(&EXAMPLE_XLSX[..at]);
        let expected = matches!(error, ImportError::Damaged { .. })
            || (at < 2 && error == ImportError::NotWorkbook);
        assert!(expected, "cut at {at}: {error}");
    }
}

/// Bytes of the sample changed here and there, the same in every run: the answer is a matrix or an
/// error, never a panic that escapes, never a long wait.
#[test]
fn a_file_with_changed_bytes_never_breaks_the_app() {
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |sides: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        usize::try_from(dice % sides as u64).unwrap()
    };
    let mut read = 0;
    for _ in 0..300 {
        let mut bytes = EXAMPLE_XLSX.to_vec();
        for _ in 0..=roll(4) {
            let at = roll(bytes.len());
            match roll(3) {
                0 => bytes[at] = u8::try_from(roll(256)).unwrap(),
                1 => bytes[at] ^= 1 << roll(8),
                _ => {
                    bytes.remove(at);
                }
            }
        }
        let start = Instant::now();
        read += usize::from(read_xlsx(&bytes).is_ok());
        assert!(start.elapsed() < REFUSED_WITHIN);
    }
    assert!(read < 300, "some change must be noticed");
}

/// The same inside the XML, past the checksums of the zip: marks and names changed in a sheet, in the
/// styles and in the relationships.
#[test]
fn parts_with_changed_text_never_break_the_app() {
    let rows: &[&[&str]] = &[&HEADERS, &["1. Uno", "7. Siete", "a", "i", "f", "1"]];
    for (range, dimension) in [
        ("B2:A1", "A1"),
        ("A1:XFD1048576", "A1:XFD1048576"),
        ("A1:XFE9999999", "Z9:A1"),
        ("", "???"),
        ("A1", "A0"),
        ("99:AA", "A1:B2:C3"),
        ("A4294967296:A1", "A99999999999999999999"),
    ] {
        let data: String = rows
            .iter()
            .enumerate()
            .map(|(row, cells)| {
                let cells: String = cells.iter().map(|text| text_cell("", text, 0)).collect();
                format!(
                    "<row r=\"{}\">{}</row>",
                    row + 1,
                    cells.replace(" r=\"\"", "")
                )
            })
            .collect();
        for data in [
            data.clone(),
            data.replace("r=\"2\"", "r=\"0\""),
            data.replace("<row", "<r o"),
        ] {
            let after = format!(
                "<dimension ref=\"{dimension}\"/><mergeCells><mergeCell ref=\"{range}\"/></mergeCells>"
            );
            let bytes = Workbook::new().sheet_xml("Hoja", &data, &after).bytes();
            let start = Instant::now();
            // Whatever it answers, it answers.
            match read_xlsx(&bytes) {
                Ok(imported) => assert!(!imported.draft.rows.is_empty()),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
            assert!(start.elapsed() < REFUSED_WITHIN);
        }
    }
}

#[test]
fn bombs_are_refused_before_they_are_read() {
    // Each bomb is one part copied under many names, as bombs are.
    let spaces = vec![b' '; 9 * 1024 * 1024];
    let inflated = good().part("xl/media/foto", spaces);
    assert_eq!(
        limit(&refused(&multiplied(&inflated.bytes(), "foto", 8))),
        Some(Limit::InflatedBytes)
    );

    let strings = format!("<sst>{}</sst>", "<si/>".repeat(400_000));
    let marks = good().part("xl/sharedStrings.xml", strings);
    assert_eq!(
        limit(&refused(&multiplied(
            &marks.bytes(),
            "sharedStrings.xml",
            8
        ))),
        Some(Limit::Marks)
    );

    let at_most = usize::try_from(STYLE_MARKS_MAX).unwrap();
    for (count, refused_by) in [
        (at_most - 1, None),
        (at_most, None),
        (at_most + 1, Some(Limit::Marks)),
    ] {
        let styles = good().part("raro/Styles.xml", "<xf/>".repeat(count));
        let outcome = read_xlsx(&styles.bytes());
        assert_eq!(
            outcome.err().and_then(|error| limit(&error)),
            refused_by,
            "{count}"
        );
    }
}

#[test]
fn one_long_text_in_many_cells_is_refused() {
    let long = "x".repeat(19_000);
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(200);
    let data = format!("<row>{cells}</row>").repeat(20);
    let bytes = Workbook::new()
        .sheet_xml("Hoja", &data, "")
        .part(
            "xl/sharedStrings.xml",
            format!("<sst><si><t>{long}</t></si></sst>"),
        )
        .bytes();
    assert_eq!(limit(&refused(&bytes)), Some(Limit::TextBytes));
}

#[test]
fn limits_hold_at_their_edge() {
    // The file.
    let mut bytes = EXAMPLE_XLSX.to_vec();
    bytes.resize(FILE_BYTES_MAX + 1, 0);
    assert_eq!(limit(&refused(&bytes)), Some(Limit::FileBytes));
    bytes.truncate(FILE_BYTES_MAX);
    assert_ne!(
        read_xlsx(&bytes).err().and_then(|error| limit(&error)),
        Some(Limit::FileBytes)
    );

    // Parts: five belong to the workbook itself.
    for (extra, refused_by) in [
        (PARTS_MAX - 6, None),
        (PARTS_MAX - 5, None),
        (PARTS_MAX - 4, Some(Limit::Parts)),
    ] {
        let mut workbook = good();
        for part in 0..extra {
            workbook = workbook.part(&format!("x/{part}"), "");
        }
        let outcome = read_xlsx(&workbook.bytes());
        assert_eq!(
            outcome.err().and_then(|error| limit(&error)),
            refused_by,
            "{extra}"
        );
    }

    // Sheets.
    for (sheets, refused_by) in [
        (SHEETS_MAX - 1, None),
        (SHEETS_MAX, None),
        (SHEETS_MAX + 1, Some(Limit::Sheets)),
    ] {
        let mut workbook = good();
        for sheet in 1..sheets {
            workbook = workbook.sheet(&format!("H{sheet}"), &[]);
        }
        let outcome = read_xlsx(&workbook.bytes());
        assert_eq!(
            outcome.err().and_then(|error| limit(&error)),
            refused_by,
            "{sheets}"
        );
    }

    // Length of a short field and of a long one.
    for (column, units_max) in [
        (5, model::limits::SCALAR_UTF16_UNITS_MAX),
        (2, model::limits::TEXT_UTF16_UNITS_MAX),
    ] {
        for (units, fits) in [
            (units_max - 1, true),
            (units_max, true),
            (units_max + 1, false),
        ] {
            let text = "ñ".repeat(units);
            let mut row = ["1. Uno", "7. Siete", "a", "i", "f", "1"];
            row[column] = &text;
            let outcome = read_xlsx(&Workbook::new().sheet("Hoja", &[&HEADERS, &row]).bytes());
            assert_eq!(outcome.is_ok(), fits, "{units}");
            if let Err(error) = outcome {
                let cell = if column == 5 { "F2" } else { "C2" }.to_owned();
                assert_eq!(error, ImportError::CellTooLong { cell, units_max });
            }
        }
    }

    // Rows of the matrix.
    let rows_max = model::limits::ROWS_MAX;
    for (rows, refused_by) in [
        (rows_max - 1, None),
        (rows_max, None),
        (rows_max + 1, Some(Limit::Rows)),
    ] {
        let row: &[&str] = &["", "", "a", "", "", "1"];
        let mut all: Vec<&[&str]> = vec![&HEADERS];
        all.resize(rows + 1, row);
        let outcome = read_xlsx(&Workbook::new().sheet("Hoja", &all).bytes());
        assert_eq!(
            outcome.err().and_then(|error| limit(&error)),
            refused_by,
            "{rows}"
        );
    }
}

#[test]
fn too_many_cells_and_too_many_merged_cells_are_refused() {
    let headers: String = HEADERS.iter().map(|text| text_cell("", text, 0)).collect();
    let headers = headers.replace(" r=\"\"", "");
    let many = format!("<row>{}</row>", "<c/>".repeat(1_000));
    let data = format!("<row>{headers}</row>{}", many.repeat(CELLS_MAX / 1_000));
    let bytes = Workbook::new().sheet_xml("Hoja", &data, "").bytes();
    assert_eq!(limit(&refused(&bytes)), Some(Limit::Cells));

    let row = "<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>";
    let data = format!("<row>{headers}</row>{}", row.repeat(20_000));
    let bytes = Workbook::new().sheet_xml("Hoja", &data, "").bytes();
    assert_eq!(limit(&refused(&bytes)), Some(Limit::Rows));

    let data = format!("<row>{headers}</row>{}", row.repeat(1_000));
    let merged = "<mergeCell ref=\"A2:J1001\"/>".repeat(100);
    let bytes = Workbook::new()
        .sheet_xml("Hoja", &data, &format!("<mergeCells>{merged}</mergeCells>"))
        .bytes();
    assert_eq!(limit(&refused(&bytes)), Some(Limit::MergedCells));
}

#[test]
fn a_sheet_that_claims_a_billion_cells_costs_only_those_it_has() {
    let headers: String = HEADERS.iter().map(|text| text_cell("", text, 0)).collect();
    let headers = headers.replace(" r=\"\"", "");
    let row: String = ["1. Uno", "7. Siete", "a", "i", "f", "1"]
        .iter()
        .map(|text| text_cell("", text, 0))
        .collect();
    let row = row.replace(" r=\"\"", "");
    // A colour in the last cell of the sheet, as when somebody paints whole columns.
    let data = format!(
        "<row r=\"1\">{headers}</row><row r=\"2\">{row}</row>\
         <row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>"
    );
    let bytes = Workbook::new()
        .sheet_xml(
            "Hoja",
            &data,
            "<mergeCells><mergeCell ref=\"A3:XFD1048576\"/></mergeCells>",
        )
        .bytes();
    let start = Instant::now();
    assert_eq!(read_xlsx(&bytes).unwrap().draft.rows.len(), 1);
    assert!(start.elapsed() < REFUSED_WITHIN);
}

fn good() -> Workbook {
    Workbook::new().sheet(
        "Hoja",
        &[&HEADERS, &["1. Uno", "7. Siete", "a", "i", "f", "1"]],
    )
}
