//! A script brings files in.

use std::path::Path;

use crate::person::Person;

const EXAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/exchange/samples/secoem-matriz.xlsx"
);

#[test]
fn a_script_looks_at_a_file_first_and_gives_back_how_it_is_to_be_read() {
    let ana = Person::new("Ana Ruiz");
    let looked = ana.does(&["import", EXAMPLE, "--dry-run"]);
    assert_eq!(
        (&looked["dossier"], &looked["rows"]),
        (&"".into(), &26.into())
    );
    assert_eq!(looked["mapping"]["columns"]["C"], "actionLine");
    let cells = looked["cells"].as_array().unwrap();
    let missing = cells
        .iter()
        .find(|cell| cell["row"] == 7 && cell["field"] == "actionLine");
    assert_eq!(missing.map(|cell| &cell["at"]), Some(&11.into()));
    assert_eq!(ana.does(&["list"]).as_array().map(Vec::len), Some(0));

    let mut mapping = looked["mapping"].clone();
    mapping["skipped"] = serde_json::json!([5, 6]);
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("mapa.json");
    std::fs::write(&map, mapping.to_string()).unwrap();
    let imported = ana.does(&["import", EXAMPLE, "--map", map.to_str().unwrap()]);
    assert_eq!(imported["rows"], 24);
    let shown = ana.does(&["show", imported["dossier"].as_str().unwrap()]);
    assert_eq!(shown["rows"].as_array().map(Vec::len), Some(24));

    mapping["columns"]["C"] = "linea".into();
    std::fs::write(&map, mapping.to_string()).unwrap();
    let wrong = ana.fails(&["import", EXAMPLE, "--map", map.to_str().unwrap()]);
    assert_eq!(wrong["code"], "MAPPING_INVALID");
    let told = ana.reads(&["import", EXAMPLE, "--dry-run"]);
    assert!(
        told.contains("No se escribió nada") && told.contains("--map"),
        "{told}"
    );
}

#[test]
fn a_script_compares_a_copy_with_its_dossier_and_brings_it_there() {
    let ana = Person::new("Ana Ruiz");
    let dossier = ana.does(&["import", EXAMPLE]);
    let dossier = dossier["dossier"].as_str().unwrap();
    assert!(Path::new(EXAMPLE).exists());
    let same = ana.does(&["compare", EXAMPLE, dossier]);
    assert_eq!(same["items"].as_array().map(Vec::len), Some(0));
    assert_eq!(same["matched"], 26);
    ana.does(&["set", dossier, "4", "targets.2024", "90"]);
    // The file says what the version said that it left from: what changed here is no change of it.
    let brought = ana.does(&["import", EXAMPLE, "--into", dossier, "--sender", "Rosa Gil"]);
    assert_eq!(brought["items"].as_array().map(Vec::len), Some(0));
    assert_eq!(
        ana.does(&["suggestions", dossier]).as_array().map(Vec::len),
        Some(0)
    );
    assert_eq!(ana.does(&["list"]).as_array().map(Vec::len), Some(1));
}
