//! What a script learns of the past of a matrix.

use serde_json::Value;

use crate::person::Person;

#[test]
fn a_script_learns_what_changed_and_whose_words_they_are() {
    let ana = Person::new("Ana Ruiz");
    let imported = ana.does(&["import", "ejemplo"]);
    let dossier = imported["dossier"].as_str().unwrap();
    let first = ana.does(&["set", dossier, "4", "actionLine", "Publicar el padrón"]);
    let line = first["line"].as_str().unwrap();
    ana.does(&[
        "set",
        dossier,
        "4",
        "actionLine",
        "Publicar cada mes el padrón",
    ]);
    ana.does(&["set", dossier, line, "targets.2024", "90"]);

    let values = ana.does(&["history", dossier, "4", "actionLine"]);
    let newest = &values[0];
    assert_eq!(newest["value"], "Publicar cada mes el padrón");
    assert_eq!(newest["author"], "Ana Ruiz");
    assert_eq!(newest["current"], true);
    // Before there was anything: as it was imported.
    let point = "2023-04-19";

    let words = ana.does(&["blame", dossier, "4", "actionLine"]);
    let text: String = words.as_array().unwrap().iter().map(text_of).collect();
    assert_eq!(text, "Publicar cada mes el padrón");
    let told = ana.reads(&["blame", dossier, "4", "targets.2024"]);
    assert!(told.contains("Ana Ruiz: 90"), "{told}");

    let changed = ana.does(&["diff", dossier, point]);
    let fields: Vec<&str> = changed["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["cell"]["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields.len(), 2, "{changed}");
    assert!(fields.contains(&"actionLine") && fields.contains(&"targets.2024"));
    assert_eq!(changed["fromName"], "19 de abril de 2023");
    let none = ana.does(&["diff", dossier, "now", "now"]);
    assert_eq!(none["differences"], Value::Array(Vec::new()));

    let summary = ana.does(&["summary", dossier, "--since", point]);
    assert_eq!(
        (&summary["changes"], &summary["rows"]),
        (&2.into(), &1.into())
    );
    assert_eq!(summary["authors"]["Ana Ruiz"], 2);
    let told = ana.reads(&["summary", dossier, "--since", point]);
    assert!(
        told.contains("2 cambios en 1 renglón") && told.contains("«90» — Ana Ruiz"),
        "{told}"
    );

    assert_eq!(ana.does(&["versions", dossier]), Value::Array(Vec::new()));
    assert!(
        ana.reads(&["versions", dossier])
            .contains("No hay versiones cerradas.")
    );
    ana.does(&["close-version", dossier, "Mesa 8"]);
    ana.does(&["set", dossier, "5", "targets.2024", "75"]);
    let versions = ana.does(&["versions", dossier]);
    assert_eq!(
        (&versions[0]["name"], &versions[0]["by"]),
        (&"Mesa 8".into(), &"Ana Ruiz".into())
    );
    let since = ana.does(&["summary", dossier, "--since", "mesa"]);
    assert_eq!(
        (&since["since"], &since["changes"]),
        (&"Mesa 8".into(), &1.into())
    );
    let refused = ana.fails(&["diff", dossier, "ayer"]);
    assert_eq!(refused["code"], "POINT_UNKNOWN");
}

fn text_of(span: &Value) -> &str {
    span["text"].as_str().unwrap()
}
