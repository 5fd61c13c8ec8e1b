//! Headings filled down with "=A2", in files that keep results and in files that do not.

use exchange::{DoubtCode, Imported, read};

use crate::sample::as_guessed;
use crate::workbook::{HEADERS, Workbook, place, text_cell};

/// A workbook whose rows have these cells of the priority.
fn import(cells: &[&str]) -> Imported {
    let headers: String = HEADERS
        .iter()
        .enumerate()
        .map(|(column, text)| text_cell(&place(0, column), text, 0))
        .collect();
    let mut data = format!("<row r=\"1\">{headers}</row>");
    for (index, cell) in cells.iter().enumerate() {
        let row = index + 1;
        let rest: String = [(2, "a"), (3, "i"), (4, "f"), (5, "1")]
            .iter()
            .map(|(column, text)| text_cell(&place(row, *column), text, 0))
            .collect();
        let cell = cell.replacen("<c", &format!("<c r=\"{}\"", place(row, 1)), 1);
        data += &format!("<row r=\"{}\">{cell}{rest}</row>", row + 1);
    }
    let bytes = Workbook::new().sheet_xml("Hoja", &data, "").bytes();
    as_guessed(&read("m.xlsx", &bytes).unwrap())
}

fn priorities(imported: &Imported) -> Vec<&str> {
    let rows = imported.draft.rows.iter();
    rows.map(|row| {
        row.heading
            .map_or("", |index| &*imported.draft.headings[index].number)
    })
    .collect()
}

const SEVEN: &str = "<c t=\"inlineStr\"><is><t>7. Siete</t></is></c>";

fn has(imported: &Imported, code: DoubtCode) -> bool {
    imported.doubts.iter().any(|doubt| doubt.code == code)
}

#[test]
fn results_in_the_file_are_taken() {
    let imported = import(&[SEVEN, "<c t=\"str\"><f>B2</f><v>7. Siete</v></c>"]);
    assert_eq!(priorities(&imported), ["7", "7"]);
    assert!(!has(&imported, DoubtCode::FormulaFollowed));
}

#[test]
fn copies_without_a_result_are_followed() {
    for formulas in [
        ["<f>B2</f>", "<f>B3</f>"],
        ["<f>$B$2</f>", "<f>$B$2</f>"],
        ["<f>+B2</f>", "<f>=B3</f>"],
        [
            "<f t=\"shared\" ref=\"B3:B4\" si=\"0\">B2</f>",
            "<f t=\"shared\" si=\"0\"/>",
        ],
        [
            "<f t=\"shared\" ref=\"B3:B4\" si=\"0\">B$2</f>",
            "<f t=\"shared\" si=\"0\"/>",
        ],
    ] {
        let cells = formulas.map(|formula| format!("<c>{formula}</c>"));
        let imported = import(&[SEVEN, &cells[0], &cells[1]]);
        assert_eq!(priorities(&imported), ["7", "7", "7"], "{formulas:?}");
        assert!(has(&imported, DoubtCode::FormulaFollowed));
        assert!(!has(&imported, DoubtCode::FormulaWithoutResult));
    }
}

#[test]
fn circles_and_other_formulas_stay_blank_and_are_told() {
    for formulas in [
        ["<f>B4</f>", "<f>B3</f>"],
        ["<f>B3</f>", "<f>B3</f>"],
        ["<f>CONCATENATE(B2,\"x\")</f>", "<f>B3</f>"],
        ["<f>Otra!B2</f>", "<f>HYPERLINK(\"http://example.com\")</f>"],
    ] {
        let cells = formulas.map(|formula| format!("<c>{formula}</c>"));
        let imported = import(&[SEVEN, &cells[0], &cells[1]]);
        assert_eq!(priorities(&imported), ["7", "", ""], "{formulas:?}");
        assert!(
            has(&imported, DoubtCode::FormulaWithoutResult),
            "{formulas:?}"
        );
    }
}
