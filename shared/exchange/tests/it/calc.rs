//! The sheets that offices keep in Calc.

use exchange::{DoubtCode, Format, ImportError, Imported, Limit, TrackedKind, read};
use model::Field;

use crate::sample::as_guessed;
use crate::workbook::{HEADERS, zip};

const STYLES: &str = "<style:style style:name=\"Base\" style:family=\"table-cell\"><style:table-cell-properties fo:background-color=\"#ffff00\"/></style:style>\
    <style:style style:name=\"Y\" style:family=\"table-cell\" style:parent-style-name=\"Base\"/>\
    <style:style style:name=\"S\" style:family=\"table-cell\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>";

pub(crate) fn file(inside: &str, before: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>{before}<table:table table:name=\"Matriz\">{inside}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        (
            "mimetype".to_owned(),
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("content.xml".to_owned(), content.into_bytes()),
    ])
}

pub(crate) fn row(cells: &[String]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

pub(crate) fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

pub(crate) fn headers() -> String {
    row(&HEADERS.map(|text| cell("", text)))
}

fn import(inside: &str) -> Imported {
    let book = read("matriz.ods", &file(inside, "")).unwrap();
    assert_eq!(book.format, Format::Ods);
    as_guessed(&book)
}

fn plain(line: &str, style: &str) -> String {
    let style = format!("table:style-name=\"{style}\"");
    row(&["1. Uno", "7. Siete", line, "i", "f", "1"].map(|text| cell(&style, text)))
}

#[test]
fn cells_read_as_they_show() {
    for (cell, printed) in [
        (
            "<table:table-cell office:value-type=\"percentage\" office:value=\"1\"><text:p>100%</text:p></table:table-cell>",
            "100%",
        ),
        (
            "<table:table-cell office:value-type=\"percentage\" office:value=\"0.15\"/>",
            "15%",
        ),
        (
            "<table:table-cell office:value-type=\"float\" office:value=\"12.50\"/>",
            "12.5",
        ),
        (
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2023-12-31\"/>",
            "31/12/2023",
        ),
        (
            "<table:table-cell><text:p>uno</text:p><text:p>dos<text:s text:c=\"2\"/>tres</text:p></table:table-cell>",
            "uno\ndos  tres",
        ),
        (
            "<table:table-cell><text:p>#N/A</text:p></table:table-cell>",
            "#N/A",
        ),
        (
            "<table:table-cell><text:p>No aplica</text:p></table:table-cell>",
            "No aplica",
        ),
    ] {
        let before: String = ["1. Uno", "7. Siete", "a", "i", "f"]
            .map(|text| super::calc::cell("", text))
            .concat();
        let imported = import(&format!(
            "{}<table:table-row>{before}{cell}</table:table-row>",
            headers()
        ));
        assert_eq!(
            imported.draft.rows[0].cells[&Field::Target(2024)],
            printed,
            "{cell}"
        );
    }
}

#[test]
fn fills_by_style_merges_and_repeats() {
    let merged = "<table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>1. Uno</text:p></table:table-cell>\
        <table:table-cell table:number-rows-spanned=\"2\"><text:p>7. Siete</text:p></table:table-cell>";
    let rest = |line: &str| [line, "i", "f", "1"].map(|text| cell("", text)).concat();
    let imported = import(&format!(
        "{}{merged}{}</table:table-row><table:table-row><table:covered-table-cell table:number-columns-repeated=\"2\"/>{}</table:table-row>{}{}\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>",
        headers(),
        rest("a"),
        rest("b"),
        plain("c", "Y"),
        plain("d", "S"),
    ));
    let lines: Vec<&str> = imported
        .draft
        .rows
        .iter()
        .map(|row| &*row.cells[&Field::ActionLine])
        .collect();
    assert_eq!(lines, ["a", "b", "c", "d"]);
    let headings: Vec<Option<usize>> = imported.draft.rows.iter().map(|row| row.heading).collect();
    assert_eq!(headings, [Some(1); 4]);
    let pending: Vec<bool> = imported
        .draft
        .rows
        .iter()
        .map(|row| row.pending_external)
        .collect();
    assert_eq!(pending, [false, false, true, false]);
    let struck = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::StruckOut);
    assert_eq!(struck.unwrap().row, Some(3));
}

#[test]
fn notes_and_copies_without_a_result() {
    let note = "<table:table-cell><office:annotation><dc:creator>Ana</dc:creator><dc:date>2023-04-20T09:00:00</dc:date><text:p>Falta</text:p><text:p>algo</text:p></office:annotation><text:p>a</text:p></table:table-cell>";
    let copy = "<table:table-cell table:formula=\"of:=[.B2]\"/>";
    let imported = import(&format!(
        "{}<table:table-row>{}{}{note}{}</table:table-row><table:table-row>{}{copy}{}</table:table-row>",
        headers(),
        cell("", "1. Uno"),
        cell("", "7. Siete"),
        ["i", "f", "1"].map(|text| cell("", text)).concat(),
        cell("", "1. Uno"),
        ["b", "i", "f", "1"].map(|text| cell("", text)).concat(),
    ));
    let note = &imported.notes[0];
    assert_eq!(
        (note.field, &*note.author, note.dated_unix_s, &*note.text),
        (Field::ActionLine, "Ana", Some(1_682_002_800), "Falta\nalgo")
    );
    assert_eq!(imported.draft.rows[0].cells[&Field::ActionLine], "a");
    assert_eq!(
        imported.draft.rows[0].heading,
        imported.draft.rows[1].heading
    );
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::FormulaFollowed)
    );
}

#[test]
fn what_calc_tracks_is_a_suggestion() {
    let change = |author: &str, before: &str| {
        format!(
            "<table:cell-content-change table:id=\"c\"><table:cell-address table:column=\"2\" table:row=\"1\" table:table=\"0\"/>\
             <office:change-info><dc:creator>{author}</dc:creator><dc:date>2023-04-20T09:00:00</dc:date></office:change-info>\
             <table:previous><table:change-track-table-cell office:value-type=\"string\"><text:p>{before}</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
        )
    };
    let tracked = format!(
        "<table:tracked-changes>{}{}</table:tracked-changes>",
        change("Ana", "uno"),
        change("Luis", "dos")
    );
    let book = read(
        "m.ods",
        &file(&format!("{}{}", headers(), plain("tres", "")), &tracked),
    )
    .unwrap();
    let imported = as_guessed(&book);
    assert_eq!(imported.draft.rows[0].cells[&Field::ActionLine], "uno");
    let after: Vec<(&str, String)> = imported
        .suggestions
        .iter()
        .map(|change| match &change.kind {
            TrackedKind::Cell { before, after, .. } => {
                (&*change.author, format!("{before}>{after}"))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        after,
        [
            ("Ana", "uno>dos".to_owned()),
            ("Luis", "uno>tres".to_owned())
        ]
    );
}

#[test]
fn repeats_cannot_grow_without_end() {
    let bomb = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let error = read("m.ods", &file(&format!("{}{bomb}", headers()), "")).unwrap_err();
    assert!(
        matches!(
            error,
            ImportError::TooLarge {
                limit: Limit::Cells | Limit::Rows,
                ..
            }
        ),
        "{error}"
    );
}
