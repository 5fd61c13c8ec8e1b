//! What each format may cost, and how a refusal says why.

use exchange::limits::{
    INFLATION_FROM_BYTES, NESTING_MAX, NOTES_MAX, SHARED_STRINGS_MAX, STYLE_VALUE_BYTES_MAX,
    TABLES_NESTED_MAX,
};
use exchange::{DoubtCode, ImportError, Limit, read};

use crate::document::{Document, HEADERS, cell, texts};
use crate::sample::as_guessed;
use crate::workbook::{Workbook, zip};

const ROW: [&str; 6] = ["1. Uno", "7. Siete", "a", "i", "f", "1"];

fn good() -> Workbook {
    Workbook::new().sheet("Hoja", &[&HEADERS, &ROW])
}

fn refused_by(bytes: &[u8]) -> Option<Limit> {
    match read("m", bytes) {
        Err(ImportError::TooLarge { limit, .. }) => Some(limit),
        Err(other) => panic!("{other}"),
        Ok(_) => None,
    }
}

#[test]
fn document_types_are_refused_wherever_they_are() {
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>";
    for bytes in [
        good().part("xl/sharedStrings.xml", entities).bytes(),
        good().part("docProps/app.xml", entities).bytes(),
        Document::new()
            .table(&[&HEADERS, &ROW])
            .part("comments", "comments.xml", entities)
            .bytes(),
    ] {
        let error = read("m", &bytes).unwrap_err();
        assert!(matches!(error, ImportError::Damaged { .. }), "{error}");
    }
}

#[test]
fn limits_of_parts_hold_at_their_edge() {
    // Nesting: document, body, table, row, cell and paragraph are six.
    for (levels, refused) in [
        (NESTING_MAX - 7, None),
        (NESTING_MAX - 6, None),
        (NESTING_MAX - 5, Some(Limit::Nesting)),
    ] {
        let inside = format!(
            "<w:p>{}{}</w:p>",
            "<w:x>".repeat(levels),
            "</w:x>".repeat(levels)
        );
        let row = format!(
            "<w:tr>{}{}</w:tr>",
            cell("", &inside),
            &texts(&ROW[1..])
                .replace("<w:tr>", "")
                .replace("</w:tr>", "")
        );
        let bytes = Document::new()
            .table_xml(&format!("{}{row}", texts(&HEADERS)))
            .bytes();
        assert_eq!(refused_by(&bytes), refused, "{levels}");
    }
    // Tables inside tables: the matrix is the first.
    for (tables, refused) in [
        (TABLES_NESTED_MAX - 1, None),
        (TABLES_NESTED_MAX, Some(Limit::Nesting)),
    ] {
        let inside = format!(
            "{}{}",
            "<w:tbl><w:tr><w:tc>".repeat(tables),
            "</w:tc></w:tr></w:tbl>".repeat(tables)
        );
        let row = format!("<w:tr>{}</w:tr>", cell("", &inside));
        let bytes = Document::new()
            .table_xml(&format!("{}{row}", texts(&HEADERS)))
            .bytes();
        assert_eq!(refused_by(&bytes), refused, "{tables}");
    }
    // Room that shared texts announce.
    for (count, refused) in [
        (SHARED_STRINGS_MAX, None),
        (SHARED_STRINGS_MAX + 1, Some(Limit::SharedStrings)),
        (usize::MAX, Some(Limit::SharedStrings)),
    ] {
        let strings = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        let bytes = good().part("xl/sharedStrings.xml", strings).bytes();
        assert_eq!(refused_by(&bytes), refused, "{count}");
    }
    // Values that styles copy.
    for (length, refused) in [
        (STYLE_VALUE_BYTES_MAX, None),
        (STYLE_VALUE_BYTES_MAX + 1, Some(Limit::Styles)),
    ] {
        let styles = format!(
            "<styleSheet><font name=\"{}\"/></styleSheet>",
            "x".repeat(length)
        );
        let bytes = good().part("raro/styles.xml", styles).bytes();
        assert_eq!(refused_by(&bytes), refused, "{length}");
    }
    // Comments.
    for (count, refused) in [(NOTES_MAX, None), (NOTES_MAX + 1, Some(Limit::Notes))] {
        let comments: String = (0..count)
            .map(|id| {
                format!("<w:comment w:id=\"{id}\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:comment>")
            })
            .collect();
        let bytes = Document::new()
            .table(&[&HEADERS, &ROW])
            .part(
                "comments",
                "comments.xml",
                &format!("<w:comments xmlns:w=\"urn:w\">{comments}</w:comments>"),
            )
            .bytes();
        assert_eq!(refused_by(&bytes), refused, "{count}");
    }
    // A part that inflates without measure; below the threshold it may.
    for (bytes, refused) in [
        (INFLATION_FROM_BYTES, None),
        (INFLATION_FROM_BYTES + 1_000_000, Some(Limit::Inflation)),
    ] {
        let spaces = vec![b' '; usize::try_from(bytes).unwrap()];
        assert_eq!(
            refused_by(&good().part("xl/media/foto", spaces).bytes()),
            refused,
            "{bytes}"
        );
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let bytes = good()
        .part("xl/Notas.xml", "<a/>")
        .part("XL/notas.xml", "<a/>")
        .bytes();
    assert!(matches!(
        read("m", &bytes),
        Err(ImportError::Damaged { .. })
    ));
}

#[test]
fn what_is_outside_the_file_is_not_followed() {
    let relationships = "<Relationships><Relationship Id=\"s1\" Type=\"http://x/styles\" TargetMode=\"External\" Target=\"http://example.com/styles.xml\"/></Relationships>";
    let bytes = Document::new()
        .table(&[&HEADERS, &ROW])
        .other_part("word/_rels/otro.rels", relationships.as_bytes())
        .bytes();
    assert_eq!(as_guessed(&read("m", &bytes).unwrap()).draft.rows.len(), 1);
}

#[test]
fn macros_are_told_and_left() {
    let bytes = good().part("xl/vbaProject.bin", vec![1, 2, 3]).bytes();
    let imported = as_guessed(&read("m.xlsm", &bytes).unwrap());
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::Macros)
    );
}

#[test]
fn old_files_and_passwords_are_told_apart() {
    let compound = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(512, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(1_024, 0);
        bytes
    };
    for (name, expected) in [
        ("EncryptedPackage", ImportError::Protected),
        ("WordDocument", ImportError::Old),
        ("Workbook", ImportError::Old),
        ("Otra cosa", ImportError::OldOrProtected),
    ] {
        assert_eq!(read("m", &compound(name)).unwrap_err(), expected, "{name}");
    }
    let locked = zip(&[
        (
            "mimetype".to_owned(),
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("content.xml".to_owned(), vec![7; 40]),
        (
            "META-INF/manifest.xml".to_owned(),
            b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>".to_vec(),
        ),
    ]);
    assert_eq!(read("m.ods", &locked).unwrap_err(), ImportError::Protected);
}
