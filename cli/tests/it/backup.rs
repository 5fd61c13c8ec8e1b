use tempfile::TempDir;

use crate::person::Person;

#[test]
fn a_script_keeps_everything_in_a_file_and_gets_it_back() {
    let files = TempDir::new().unwrap();
    let path = |name: &str| files.path().join(name).display().to_string();
    let ana = Person::new("Ana Ruiz");
    let imported = ana.does(&["import", "ejemplo"]);
    let dossier = imported["dossier"].as_str().unwrap();
    ana.does(&["set", dossier, "4", "targets.2024", "90"]);
    let file = path("todo.cotejo-respaldo");
    let made = ana.does(&["backup", "-o", &file]);
    assert_eq!(made["file"], file.as_str());
    assert_eq!(
        (&made["dossiers"], &made["protected"]),
        (&1.into(), &false.into())
    );
    let told = ana.reads(&["backup", "--to", &path("carpeta")]);
    assert!(told.contains("No está protegido"), "{told}");

    ana.does(&["set", dossier, "4", "targets.2024", "75"]);
    let shown = ana.does(&["restore", &file, "--show"]);
    assert_eq!(
        (&shown["person"], &shown["here"]),
        (&"Ana Ruiz".into(), &1.into())
    );
    let refused = ana.fails(&["restore", &file]);
    assert_eq!(refused["code"], "HOME_OCCUPIED");
    let restored = ana.does(&["restore", &file, "--aside"]);
    assert_eq!(restored["dossiers"], 1);
    let of = |person: &Person| {
        let shown = person.does(&["show", dossier]);
        shown["rows"][3]["targets"]["2024"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(of(&ana), "90");
    let before = Person::at(restored["aside"].as_str().unwrap());
    assert_eq!(of(&before), "75");
}

#[test]
fn a_script_protects_it_with_a_passphrase() {
    let files = TempDir::new().unwrap();
    let path = |name: &str| files.path().join(name).display().to_string();
    let secret = path("contraseña");
    std::fs::write(&secret, "el río crece en julio\n").unwrap();
    let ana = Person::new("Ana Ruiz");
    ana.does(&["import", "ejemplo"]);
    let file = path("todo.cotejo-respaldo");
    let made = ana.does(&["backup", "-o", &file, "--passphrase-file", &secret]);
    assert_eq!(made["protected"], true);
    let home = TempDir::new().unwrap();
    let beto = Person::at(home.path());
    assert_eq!(beto.does(&["restore", &file, "--show"])["locked"], true);
    assert_eq!(beto.fails(&["restore", &file])["code"], "PASSPHRASE_NEEDED");
    std::fs::write(&secret, "otra cosa cualquiera\n").unwrap();
    let wrong = beto.fails(&["restore", &file, "--passphrase-file", &secret]);
    assert_eq!(wrong["code"], "PASSPHRASE_WRONG");
    std::fs::write(&secret, "el río crece en julio").unwrap();
    let shown = beto.reads(&["restore", &file, "--show", "--passphrase-file", &secret]);
    assert!(
        shown.contains("Ana Ruiz · SECOEM") && shown.contains("26 renglones"),
        "{shown}"
    );
    beto.does(&["restore", &file, "--passphrase-file", &secret]);
    assert_eq!(beto.does(&["list"]).as_array().unwrap().len(), 1);
    beto.does(&["verify"]);
}
