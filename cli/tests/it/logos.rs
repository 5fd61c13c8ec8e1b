//! A script gives the pictures at the head of what is handed out.

use std::io::Read as _;
use std::path::Path;

use crate::person::Person;

const EXAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/exchange/samples/secoem-matriz.xlsx"
);
const POINT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/paper/samples/point.png"
);

/// How many pictures a document has.
fn pictures(file: &Path) -> usize {
    let mut bytes = Vec::new();
    let mut document = std::fs::File::open(file).unwrap();
    document.read_to_end(&mut bytes).unwrap();
    let name = b"word/media/imagen";
    // Each file of a zip is named before its bytes and in the list at its end.
    bytes.windows(name.len()).filter(|at| at == name).count() / 2
}

#[test]
fn pictures_are_kept_until_they_are_taken_away() {
    let ana = Person::new("Ana Ruiz");
    let dossier = ana.does(&["import", EXAMPLE]);
    let dossier = dossier["dossier"].as_str().unwrap();
    let none = serde_json::json!({"left": null, "right": null});
    assert_eq!(ana.does(&["logos", dossier]), none);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("anexo.docx");
    let export = [
        "export",
        dossier,
        "--format",
        "docx",
        "-o",
        file.to_str().unwrap(),
    ];
    ana.does(&export);
    assert_eq!(pictures(&file), 1, "the code alone");

    let said = ana.does(&["logos", dossier, "--right", POINT]);
    assert_eq!(
        said,
        serde_json::json!({"left": null, "right": {"alt": "Logotipo de SECOEM"}})
    );
    ana.does(&["logos", dossier, "--left", POINT, "--left-alt", "Escudo"]);
    let told = ana.reads(&["logos", dossier]);
    assert_eq!(
        told.trim(),
        "izquierda: Escudo\nderecha: Logotipo de SECOEM"
    );
    ana.does(&export);
    assert_eq!(pictures(&file), 2, "the same picture twice is kept once");

    assert_eq!(ana.does(&["logos", dossier, "--none"]), none);
    ana.does(&export);
    assert_eq!(pictures(&file), 1);
}

#[test]
fn what_is_no_picture_changes_nothing() {
    let ana = Person::new("Ana Ruiz");
    let dossier = ana.does(&["import", EXAMPLE]);
    let dossier = dossier["dossier"].as_str().unwrap();
    let kept = ana.does(&["logos", dossier, "--left", POINT]);
    let wrong = ana.fails(&["logos", dossier, "--left", EXAMPLE]);
    assert_eq!(wrong["code"], "LOGO_INVALID");
    let missing = ana.fails(&["logos", dossier, "--left", POINT, "--right", "/no/hay.png"]);
    assert_eq!(missing["code"], "FILE_UNREADABLE");
    assert_eq!(ana.does(&["logos", dossier]), kept);
}
