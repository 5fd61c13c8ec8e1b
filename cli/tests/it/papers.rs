//! Papers that a script exports and verifies, with the typesetter of the program.

use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::review::Desk;

/// A closed version of the example, and a folder for its papers.
struct Office {
    desk: Desk,
    folder: TempDir,
    version: String,
}

impl Office {
    fn new() -> Self {
        let desk = Desk::new();
        let closed = desk.asks(&["close-version", &desk.dossier, "Mesa 08"]);
        let version = closed["made"][0].as_str().unwrap().to_owned();
        Self {
            desk,
            folder: TempDir::new().unwrap(),
            version,
        }
    }

    fn exported(&self, format: &str) -> Vec<u8> {
        let file = self.folder.path().join("anexo").with_extension(format);
        let name = file.display().to_string();
        let words = ["export", &self.desk.dossier, "--format", format];
        let more = ["--version", &self.version, "-o", &name];
        self.desk.asks(&[&words[..], &more[..]].concat());
        std::fs::read(&file).unwrap()
    }

    fn kept(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    }

    fn verified(&self, name: &str, bytes: &[u8]) -> Value {
        let file = self.kept(name, bytes);
        self.desk
            .asks(&["verify-document", &file.display().to_string()])
    }

    fn told(&self, name: &str, bytes: &[u8]) -> String {
        let file = self.kept(name, bytes);
        self.desk
            .says(&["verify-document", &file.display().to_string()])
    }
}

/// The file with a text in one of its parts replaced.
fn rewritten(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{from}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn judged(verdict: &Value) -> (&str, &str) {
    (
        verdict["outcome"].as_str().unwrap(),
        verdict["file"].as_str().unwrap(),
    )
}

#[test]
fn a_pdf_is_exact_added_to_or_changed() {
    let office = Office::new();
    let paper = office.exported("pdf");
    let verdict = office.verified("anexo.pdf", &paper);
    assert_eq!(judged(&verdict), ("version", "exact"));
    assert_eq!(verdict["version"], office.version.as_str());
    assert_eq!(verdict["digest"], verdict["digestHere"]);
    assert_eq!(
        (
            &verdict["rows"],
            &verdict["uncompared"],
            &verdict["changes"]
        ),
        (&Value::Null, &"noReason".into(), &0.into())
    );
    let mut keys: Vec<&str> = verdict
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "changes",
            "dated",
            "differences",
            "digest",
            "digestHere",
            "dossier",
            "file",
            "folio",
            "institution",
            "next",
            "outcome",
            "point",
            "rows",
            "sentence",
            "title",
            "uncompared",
            "version",
            "versionName"
        ]
    );
    let words = office.told("anexo.pdf", &paper);
    for part in [
        "Es auténtico",
        "Versión: Mesa 08",
        "Desde entonces no ha cambiado nada",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }

    let signed = [&paper[..], b"\n9 0 obj <</Type /Sig>> endobj\n%%EOF\n"].concat();
    assert_eq!(
        judged(&office.verified("firmado.pdf", &signed)),
        ("version", "added")
    );
    // A byte of what is drawn, wherever it is.
    let mark = paper.windows(9).position(|bytes| bytes == b"COTEJO:1:");
    for at in [paper.len() / 2, paper.len() / 3, mark.unwrap() - 200] {
        let mut changed = paper.clone();
        changed[at] ^= 1;
        let verdict = office.verified("cambiado.pdf", &changed);
        assert_ne!(judged(&verdict), ("version", "exact"), "{at}");
        assert_eq!(judged(&verdict), ("version", "changed"), "{at}");
    }
    let cut = office.verified("cortado.pdf", &paper[..paper.len() - 1]);
    assert_eq!(judged(&cut), ("version", "changed"));

    office
        .desk
        .asks(&["set", &office.desk.dossier, "4", "targets.2024", "90"]);
    let verdict = office.verified("anexo.pdf", &paper);
    assert_eq!(judged(&verdict), ("version", "exact"));
    assert_eq!(verdict["differences"][0]["cell"]["field"], "targets.2024");
    let words = office.told("anexo.pdf", &paper);
    assert!(
        words.contains("renglón 4, targets.2024: «100» → «90»"),
        "{words}"
    );
    let typed = verdict["folio"].as_str().unwrap();
    let typed = office.desk.asks(&["verify-document", "--code", typed]);
    assert_eq!(judged(&typed), ("version", "notCompared"));
}

#[test]
fn a_file_that_can_be_edited_says_the_same_or_in_what_it_departs() {
    let office = Office::new();
    for (format, part, from) in [
        ("docx", "word/document.xml", ">Porcentaje<"),
        ("ods", "content.xml", ">Porcentaje<"),
        ("xlsx", "xl/sharedStrings.xml", ">15%<"),
    ] {
        let whole = office.exported(format);
        let name = format!("matriz.{format}");
        let verdict = office.verified(&name, &whole);
        assert_eq!(
            judged(&verdict),
            ("version", "sameContent"),
            "{format}: {verdict:#}"
        );
        assert_eq!(verdict["rows"]["departures"], 0);
        assert!(office.told(&name, &whole).contains("palabra por palabra"));

        let changed = rewritten(&whole, part, from, ">Otra unidad<");
        let verdict = office.verified(&name, &changed);
        assert_eq!(judged(&verdict), ("version", "changed"), "{format}");
        let rows = &verdict["rows"];
        assert_eq!(
            (&rows["readable"], &rows["departures"]),
            (&true.into(), &1.into()),
            "{format}: {rows:#}"
        );
        let first = &rows["first"][0];
        assert_eq!(
            (&first["kind"], &first["file"]),
            (&"cell".into(), &"Otra unidad".into())
        );
        let words = office.told(&name, &changed);
        let sentence = first["sentence"].as_str().unwrap();
        assert!(
            words.contains(sentence) && sentence.contains("el archivo dice «Otra unidad»"),
            "{words}"
        );
        // Read, and nothing else.
        let dossiers = office.desk.asks(&["list"]);
        assert_eq!(dossiers.as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn a_minuta_is_printed_again_too() {
    let office = Office::new();
    let dossier = office.desk.dossier.clone();
    let does = |words: &[&str]| {
        let (first, rest) = words.split_first().unwrap();
        office
            .desk
            .asks(&[&["minuta", first, &dossier], rest].concat())
    };
    does(&[
        "new",
        "--session",
        "08",
        "--phase",
        "1",
        "--date",
        "2023-04-19",
    ]);
    does(&[
        "agree",
        "08",
        "La matriz queda como está.",
        "--rows",
        "3,14",
    ]);
    does(&["attend", "08", "Lic. Berta Luna, Directora"]);
    let print = || {
        let file = office.folder.path().join("impresa.pdf");
        let name = file.display().to_string();
        does(&["export", "08", "--format", "pdf", "-o", &name]);
        std::fs::read(&file).unwrap()
    };
    let draft = print();
    assert_eq!(
        judged(&office.verified("borrador.pdf", &draft)),
        ("draft", "exact")
    );
    does(&["set", "08", "place", "Sala de juntas"]);
    does(&["close", "08"]);
    assert_eq!(
        judged(&office.verified("borrador.pdf", &draft)),
        ("draft", "exact")
    );
    let closed = print();
    let verdict = office.verified("minuta.pdf", &closed);
    assert_eq!(judged(&verdict), ("version", "exact"));
    assert_eq!(verdict["versionName"], "MINUTA MESA 08- FASE 1");
    let signed = [&closed[..], b"\n%firma\n"].concat();
    assert_eq!(
        judged(&office.verified("minuta.pdf", &signed)),
        ("version", "added")
    );
    let mut changed = closed.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(
        judged(&office.verified("minuta.pdf", &changed)),
        ("version", "changed")
    );
    // What was agreed goes on, and the rows it speaks of go elsewhere.
    office
        .desk
        .asks(&["set", &dossier, "4", "targets.2024", "90"]);
    does(&["follow", "08/1", "fulfilled", "--on", "2023-05-10"]);
    does(&["reopen", "08", "--reason", "faltó un asistente"]);
    assert_eq!(
        judged(&office.verified("minuta.pdf", &closed)),
        ("version", "exact")
    );
}
