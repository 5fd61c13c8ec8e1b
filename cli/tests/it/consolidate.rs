//! Many dossiers as one table, and the programmes of this computer.

use std::io::{Cursor, Read as _, Write as _};

use serde_json::Value;

use crate::person::Person;

/// Somebody with the example, and with the same matrix of another institution.
fn office() -> Person {
    let ana = Person::new("Ana");
    ana.does(&["import", "ejemplo"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("caminos.xlsx");
    std::fs::write(&file, workbook("Junta de Caminos")).unwrap();
    ana.does(&["import", file.to_str().unwrap()]);
    ana
}

fn workbook(institution: &str) -> Vec<u8> {
    let example = include_bytes!("../../../shared/exchange/samples/secoem-matriz.xlsx");
    let mut example = zip::ZipArchive::new(Cursor::new(&example[..])).unwrap();
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..example.len() {
        let mut file = example.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let sheet = String::from_utf8(bytes).unwrap();
            bytes = sheet
                .replace(">SECOEM<", &format!(">{institution}<"))
                .into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        made.start_file(name, options).unwrap();
        made.write_all(&bytes).unwrap();
    }
    made.finish().unwrap().into_inner()
}

fn count(view: &Value, list: &str) -> usize {
    view[list].as_array().unwrap().len()
}

#[test]
fn a_script_gets_every_row_of_the_programme() {
    let ana = office();
    let view = ana.does(&["consolidate"]);
    assert_eq!(
        (view["total"].as_u64(), count(&view, "rows")),
        (Some(52), 52)
    );
    assert_eq!(
        view["institutions"],
        serde_json::json!(["Junta de Caminos", "SECOEM"])
    );
    let some = ana.does(&[
        "consolidate",
        "--institution",
        "secoem",
        "--priority",
        "7",
        "--group",
        "priority",
    ]);
    let rows = some["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row["institution"] == "SECOEM"));
    assert_eq!(count(&some, "sections"), 1);
    let without = ana.does(&["consolidate", "--priority", "-"]);
    assert_eq!(without["total"], 6, "three of each have no priority");
    let lacking = ana.does(&["consolidate", "--lacks", "target", "--subject"]);
    let rows = lacking["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["subject"] == true));
}

#[test]
fn what_nobody_has_is_an_error_that_says_what() {
    let ana = office();
    let problem = ana.fails(&["consolidate", "--axis", "99"]);
    assert_eq!(problem["code"], "NOTHING_ANSWERS");
    assert!(problem["message"].as_str().unwrap().contains("99"));
    let problem = ana.fails(&["consolidate", "--programme", "Ninguno"]);
    assert_eq!(problem["code"], "PROGRAMME_UNKNOWN");
}

#[test]
fn programmes_are_made_renamed_and_forgotten() {
    let ana = office();
    assert_eq!(ana.does(&["programme", "list"]), serde_json::json!([]));
    let made = ana.does(&["programme", "set", "Estatal 2024-2026", "SECOEM"]);
    assert_eq!(made[0]["dossiers"].as_array().unwrap().len(), 1);
    let view = ana.does(&["consolidate", "--programme", "estatal 2024-2026"]);
    assert_eq!(view["total"], 26);
    let all = ana.does(&["programme", "set", "estatal 2024-2026", "todos"]);
    assert_eq!(all.as_array().unwrap().len(), 1, "the same programme");
    assert_eq!(all[0]["dossiers"].as_array().unwrap().len(), 2);
    let named = ana.does(&["programme", "rename", "Estatal 2024-2026", "Del estado"]);
    assert_eq!(named[0]["name"], "Del estado");
    assert_eq!(
        ana.does(&["programme", "remove", "Del estado"]),
        serde_json::json!([])
    );
    let problem = ana.fails(&["programme", "remove", "Del estado"]);
    assert_eq!(problem["code"], "PROGRAMME_UNKNOWN");
}

#[test]
fn a_person_reads_coverage_and_what_repeats() {
    let ana = office();
    let said = ana.reads(&["consolidate"]);
    assert!(
        said.contains("2 instituciones, 2 expedientes, 52 de 52 renglones"),
        "{said}"
    );
    assert!(said.contains("sin prioridad"), "{said}");
    let said = ana.reads(&["consolidate", "--duplicates"]);
    assert!(said.contains("2 instituciones, 2 líneas iguales"), "{said}");
    let same = ana.does(&["consolidate", "--duplicates", "100"]);
    assert_eq!(
        (same["count"].as_u64(), count(&same, "groups")),
        (Some(25), 25)
    );
}

#[test]
fn it_is_written_as_a_file() {
    let ana = office();
    let folder = tempfile::tempdir().unwrap();
    for (format, begins) in [
        ("xlsx", "PK"),
        ("docx", "PK"),
        ("pdf", "%PDF-"),
        ("csv", "\u{feff}Institución,"),
    ] {
        let file = folder.path().join(format!("programa.{format}"));
        let name = file.to_str().unwrap();
        ana.does(&["consolidate", "--axis", "1", "--format", format, "-o", name]);
        let written = std::fs::read(&file).unwrap();
        assert!(written.starts_with(begins.as_bytes()), "{format}");
    }
}
