//! The notification of changes, as the programs that open it read it.

use std::io::{Cursor, Read as _};

use paper::{ChangesReport, ReportedChange, Word, WordKind, changes_csv, changes_docx};

fn word(kind: WordKind, text: &str) -> Word {
    Word {
        kind,
        text: text.to_owned(),
    }
}

fn report() -> ChangesReport {
    ChangesReport {
        heading: "Notificación de cambios".to_owned(),
        matrix: "Matriz <PEA> & líneas".to_owned(),
        institution: "SECOEM".to_owned(),
        facts: vec![("Desde".to_owned(), "Mesa 8, 19 de abril de 2023".to_owned())],
        changes: vec![
            ReportedChange {
                row: "4".to_owned(),
                place: "Línea de acción".to_owned(),
                words: vec![
                    word(WordKind::Same, "Publicar "),
                    word(WordKind::Removed, "el padrón"),
                    word(WordKind::Added, "la lista\nde \"todos\""),
                    word(WordKind::Same, "\tanual\u{1}"),
                ],
                who: "Ana Ruiz".to_owned(),
                when: vec!["20 de abril de 2023, 09:58".to_owned()],
                late: true,
            },
            ReportedChange {
                row: String::new(),
                place: "Meta 2024".to_owned(),
                words: vec![word(WordKind::Added, "=1+1")],
                ..ReportedChange::default()
            },
        ],
    }
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// What a run of a part says, with the marks it is said with.
fn runs(xml: &str) -> Vec<(String, Vec<String>)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut runs, mut marks, mut text) = (Vec::new(), Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Empty(mark) => {
                let name = mark.local_name().as_ref().to_owned();
                match name.as_str() {
                    "br" => text.push('\n'),
                    "tab" => text.push('\t'),
                    _ => marks.push(name),
                }
            }
            Event::Start(mark) if mark.local_name().as_ref() == "r" => marks.clear(),
            Event::Text(words) => text.push_str(&words.xml10_content()),
            Event::GeneralRef(name) => text.push(match name.as_ref() {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                other => panic!("{other}"),
            }),
            Event::End(mark) if mark.local_name().as_ref() == "r" => {
                runs.push((std::mem::take(&mut text), std::mem::take(&mut marks)));
            }
            Event::Eof => return runs,
            _ => {}
        }
    }
}

#[test]
fn a_word_document_says_what_went_and_what_came() {
    let docx = changes_docx(&report()).unwrap();
    // Everything a part leads to is there.
    for (relations, folder) in [
        ("_rels/.rels", ""),
        ("word/_rels/document.xml.rels", "word/"),
    ] {
        let xml = part(&docx, relations);
        let targets: Vec<&str> = xml.split("Target=\"").skip(1).collect();
        assert_eq!(targets.len(), 2, "{relations}");
        for target in targets {
            let (target, _) = target.split_once('"').unwrap();
            assert!(!part(&docx, &format!("{folder}{target}")).is_empty());
        }
    }
    let document = part(&docx, "word/document.xml");
    let runs = runs(&document);
    let said: Vec<&str> = runs.iter().map(|(text, _)| text.as_str()).collect();
    assert!(said.contains(&"Matriz <PEA> & líneas"));
    let struck: Vec<&str> = marked(&runs, "strike");
    assert_eq!(struck, ["el padrón"]);
    let underlined: Vec<&str> = marked(&runs, "u");
    assert_eq!(underlined, ["la lista\nde \"todos\"", "=1+1"]);
    assert_eq!(said.iter().filter(|text| **text == "Publicar ").count(), 2);
    assert_eq!(said.iter().filter(|text| **text == "\tanual").count(), 2);
    assert_eq!(
        said.iter().filter(|text| **text == "Extemporáneo").count(),
        1
    );
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert!(document.contains(r#"w:orient="landscape""#));
    let footer = part(&docx, "word/footer1.xml");
    assert!(footer.contains("PAGE") && footer.contains("NUMPAGES"));
    assert_eq!(
        docx,
        changes_docx(&report()).unwrap(),
        "the same report, the same bytes"
    );
}

fn marked<'a>(runs: &'a [(String, Vec<String>)], mark: &str) -> Vec<&'a str> {
    let found = runs
        .iter()
        .filter(|(_, marks)| marks.iter().any(|of| of == mark));
    found.map(|(text, _)| text.as_str()).collect()
}

#[test]
fn without_changes_it_says_so() {
    let empty = ChangesReport {
        changes: Vec::new(),
        ..report()
    };
    let document = part(&changes_docx(&empty).unwrap(), "word/document.xml");
    assert!(document.contains("No hubo cambios."));
    assert!(!document.contains("<w:tbl>"));
}

#[test]
fn a_table_has_both_sides_of_every_change_and_runs_no_formula() {
    let bytes = changes_csv(&report());
    let text = String::from_utf8(bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][2], "Publicar el padrón\tanual\u{1}");
    assert_eq!(rows[0][3], "Publicar la lista\nde \"todos\"\tanual\u{1}");
    assert_eq!(rows[0][6], "Sí");
    assert_eq!(rows[1][3], "'=1+1");
}
