//! The sample gives the codes listed for each of its rows.

use std::collections::{BTreeMap, BTreeSet};

use checks::{Code, Level};
use serde_json::Value;

use crate::desk::{Desk, found, sample, sample_draft};

/// Where the list and the document part, and why. `true`: the list has it and the document cannot.
const PARTED: [(u32, &str, bool, &str); 11] = [
    (7, "CELL_SHIFT", true, SCAN),
    (8, "CELL_SHIFT", true, SCAN),
    (9, "CELL_SHIFT", true, SCAN),
    (10, "CELL_SHIFT", true, SCAN),
    (11, "CELL_SHIFT", true, SCAN),
    (12, "CELL_SHIFT", true, SCAN),
    (24, "CELL_SHIFT", true, SCAN),
    (25, "CELL_SHIFT", true, SCAN),
    (
        13,
        "EJE_SPLIT",
        true,
        "the scan cut the axis; these files have it whole",
    ),
    (7, "OCR_TYPO", true, MERGED),
    (6, "OCR_TYPO", false, MERGED),
];
const SCAN: &str = "the scan moved the cells; in these files they are in their places";
const MERGED: &str = "'v/o' is in the cell of priority 8, over rows 6 and 7: it is one finding, \
    shown at the first; the scan had the label in row 7";

fn listed() -> BTreeMap<u32, BTreeSet<String>> {
    let sample: Value =
        serde_json::from_str(include_str!("../../../exchange/samples/secoem-matrix.json")).unwrap();
    let rows = sample["rows"].as_array().unwrap();
    let codes = |row: &Value| {
        let codes = row["issues"].as_array().unwrap().iter();
        codes
            .map(|code| code.as_str().unwrap().to_owned())
            .collect()
    };
    let number = |row: &Value| u32::try_from(row["row"].as_u64().unwrap()).unwrap();
    rows.iter().map(|row| (number(row), codes(row))).collect()
}

fn found_codes(desk: &Desk) -> BTreeMap<u32, BTreeSet<String>> {
    let mut codes: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for finding in desk.findings() {
        if let Some(place) = finding.place {
            codes
                .entry(place.row)
                .or_default()
                .insert(finding.code.to_string());
        }
    }
    codes
}

#[test]
fn every_row_has_exactly_the_codes_listed() {
    let mut expected = listed();
    for (row, code, listed, _) in PARTED {
        let codes = expected.get_mut(&row).unwrap();
        let changed = if listed {
            codes.remove(code)
        } else {
            codes.insert(code.to_owned())
        };
        assert!(changed, "row {row}, {code}: there is nothing to part over");
    }
    let found = found_codes(&sample());
    let mut differences = Vec::new();
    for (row, codes) in &expected {
        let found = &found[row];
        let missed: Vec<_> = codes.difference(found).collect();
        let invented: Vec<_> = found.difference(codes).collect();
        if !missed.is_empty() || !invented.is_empty() {
            differences.push(format!(
                "row {row}: missed {missed:?}, invented {invented:?}"
            ));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(found.len(), 26);
}

#[test]
fn the_two_rules_of_formulas_keep_their_figures() {
    let desk = sample();
    let formulas = desk.rows.iter().filter(|row| !row.formula.is_empty());
    assert_eq!(formulas.count(), 22);
    let rows = |code| -> Vec<u32> {
        let findings = desk
            .findings()
            .into_iter()
            .filter(|finding| finding.code == code);
        findings.map(|finding| finding.place.unwrap().row).collect()
    };
    assert_eq!(rows(Code::FormulaInverted), [1, 4]);
    assert_eq!(rows(Code::FormulaNoDenominator), [2]);
}

#[test]
fn the_whole_matrix_lacks_its_columns_and_a_line() {
    let mut desk = sample();
    desk.lines_said = Some(24);
    let findings = desk.findings();
    let whole: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.place.is_none())
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(whole, ["COUNT_MISMATCH", "MATRIX_FIELDS_ABSENT"]);
    let words = checks::sentence(&findings[0], checks::Language::Spanish);
    assert!(words.explanation.contains("24") && words.explanation.contains("25"));
    assert!(
        words.explanation.contains("26 renglones"),
        "{}",
        words.explanation
    );
    desk.lines_said = Some(25);
    assert!(
        desk.findings()
            .iter()
            .all(|finding| finding.code != Code::CountMismatch)
    );
}

#[test]
fn each_finding_is_told_apart_and_in_order() {
    let findings = sample().findings();
    let keys: BTreeSet<&str> = findings.iter().map(|finding| &*finding.key).collect();
    assert_eq!(keys.len(), findings.len());
    assert!(
        findings.is_sorted_by_key(|finding| (finding.place.map(|place| place.row), finding.code))
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.level == finding.code.level())
    );
    let count = |level| {
        findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    };
    assert!(count(Level::Error) > 0 && count(Level::Warning) > 0 && count(Level::Info) > 0);
}

/// As the Word file has it: one axis over two pages, in two cells.
#[test]
fn an_axis_cut_by_a_page_is_found_where_its_first_half_stands() {
    let mut draft = sample_draft();
    let whole = draft
        .headings
        .iter()
        .position(|heading| heading.number == "2")
        .unwrap();
    "Fortalecer".clone_into(&mut draft.headings[whole].text);
    let mut tail = draft.headings[whole].clone();
    tail.number = String::new();
    "la Cultura de la Legalidad".clone_into(&mut tail.text);
    // Rows 8 to 12 stand under the second half, 13 to 15 under the first.
    draft.headings.insert(whole, tail);
    let first_half = whole + 1;
    for heading in &mut draft.headings[first_half + 1..] {
        heading.parent = heading
            .parent
            .map(|parent| if parent >= whole { parent + 1 } else { parent });
        if matches!(&*heading.number, "9" | "10") {
            heading.parent = Some(whole);
        }
    }
    for row in &mut draft.rows {
        row.heading = row.heading.map(|heading| {
            if heading >= whole {
                heading + 1
            } else {
                heading
            }
        });
    }
    let desk = Desk::of(&found(&draft));
    let findings = desk.findings();
    let split: Vec<_> = findings
        .iter()
        .filter(|finding| finding.code == Code::AxisSplit)
        .collect();
    assert_eq!(split.len(), 1);
    assert_eq!(split[0].place.unwrap().row, 13);
    let words = checks::sentence(split[0], checks::Language::Spanish);
    assert_eq!(
        words.fix_labels,
        ["Unir como «2. Fortalecer la Cultura de la Legalidad»"]
    );
    let mended = crate::fixes::mended(&desk, &split[0].fixes[0]);
    assert!(
        mended
            .findings()
            .iter()
            .all(|finding| finding.code != Code::AxisSplit)
    );
    let eighth = mended.rows.iter().find(|row| row.row == Some(8)).unwrap();
    assert_eq!(
        eighth.headings[0].printed(),
        "2. Fortalecer la Cultura de la Legalidad"
    );
    assert_eq!(eighth.headings[1].number, "9");
}
