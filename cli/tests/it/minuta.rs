//! Minutas as a script writes them.

use crate::review::Desk;

#[test]
fn a_script_writes_closes_and_follows_up_a_minuta() {
    let desk = Desk::new();
    let dossier = desk.dossier.clone();
    let does = |words: &[&str]| {
        let (first, rest) = words.split_first().unwrap();
        desk.asks(&[&["minuta", first, &dossier], rest].concat())
    };
    assert_eq!(does(&["list"])["minutes"].as_array().unwrap().len(), 0);
    let begun = does(&[
        "new",
        "--session",
        "08",
        "--phase",
        "1",
        "--date",
        "2023-04-19",
    ]);
    let id = begun["made"][0].as_str().unwrap().to_owned();
    assert_eq!(
        begun["minutes"]["minutes"][0]["title"],
        "MINUTA MESA 08- FASE 1"
    );
    does(&["set", "08", "place", "Sala de juntas"]);
    does(&[
        "agree",
        "08",
        "La matriz queda con 24 líneas de acción.",
        "--responsible",
        "SECOEM",
        "--due-date",
        "2023-04-24",
        "--rows",
        "3,14",
    ]);
    does(&[
        "attend",
        &id[..8],
        "Lic. Berta Luna, Directora",
        "Ing. Raúl Soto",
        "--late",
    ]);
    does(&["attend", "08", "Mtra. Elisa Prado", "--coordinated"]);
    does(&["add", "08", "material", "Política Estatal Anticorrupción"]);
    let shown = does(&["show", "08"]);
    assert_eq!(shown["values"]["place"]["text"], "Sala de juntas");
    assert_eq!(shown["agreements"][0]["agreement"]["about"][1]["row"], 14);
    assert_eq!(
        shown["agreements"][0]["agreement"]["counts"][0]["counted"],
        25
    );
    assert_eq!(
        shown["attendees"][0]["values"]["position"]["text"],
        "Directora"
    );
    assert_eq!(shown["attendees"][1]["values"]["late"]["text"], "true");
    let words = desk.says(&["minuta", "show", &dossier, "08"]);
    for part in [
        "MINUTA MESA 08- FASE 1",
        "1. La matriz queda con 24 líneas de acción. [pendiente]",
        "AVISO: dice 24 líneas de acción y la matriz tiene 25.",
        "  - Mtra. Elisa Prado",
        "26 renglones, 25 líneas de acción",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!(
        desk.refuses(&["minuta", "show", &dossier, "77"]),
        "MINUTES_UNKNOWN"
    );
    let bad = ["minuta", "set", &dossier, "08", "date", "19 de abril"];
    assert_eq!(desk.refuses(&bad), "DATE_INVALID");
    does(&[
        "count",
        "08",
        "1",
        "24",
        "--note",
        "El renglón 7 es un segundo indicador",
    ]);
    let closed = does(&["close", "08", "--name", "Versión de la mesa 08"]);
    assert_eq!(
        closed["minutes"]["minutes"][0]["closing"]["versionName"],
        "Versión de la mesa 08"
    );
    let folder = tempfile::TempDir::new().unwrap();
    for (format, begins) in [("docx", "PK"), ("pdf", "%PDF")] {
        let file = folder.path().join("minuta").with_extension(format);
        let name = file.display().to_string();
        does(&["export", "08", "--format", format, "-o", &name]);
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{format}");
    }
    let late = ["minuta", "set", &dossier, "08", "place", "Otra"];
    assert_eq!(desk.refuses(&late), "MINUTES_CLOSED");
    does(&["new", "--session", "09", "--date", "2023-05-10"]);
    let followed = does(&[
        "follow",
        "08/1",
        "inProgress",
        "--in",
        "09",
        "--on",
        "2023-05-10",
        "--remark",
        "van tres",
    ]);
    let said = &followed["minutes"]["minutes"][1]["followUp"][0]["said"][0];
    assert_eq!(said["remark"], "van tres");
    does(&["reopen", "08", "--reason", "faltó un asistente"]);
    does(&["link", "08", "1", "--row", "5", "--field", "actionLine"]);
    does(&["link", "08", "1", "--version", "Versión de la mesa 08"]);
    let shown = does(&["show", "08"]);
    let about = shown["agreements"][0]["agreement"]["about"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(about, 4);
    assert_eq!(
        desk.refuses(&["minuta", "remove", &dossier, "08"]),
        "MINUTES_REMOVED"
    );

    let why = desk.asks(&["why", &dossier, "5", "actionLine"]);
    assert_eq!(why["agreements"][0]["number"], "1");
    assert_eq!(why["agreed"]["name"], "Versión de la mesa 08");
    assert!(why["values"].as_array().unwrap().len() == 1);
    let words = desk.says(&["why", &dossier, "3", "actionLine"]);
    assert!(
        words.contains("Acuerdo 1 de MINUTA MESA 08- FASE 1"),
        "{words}"
    );
    assert!(
        words.contains("Acordado en «Versión de la mesa 08»"),
        "{words}"
    );
    desk.asks(&["set", &dossier, "5", "actionLine", "Otra cosa"]);
    let why = desk.asks(&["why", &dossier, "5", "actionLine"]);
    assert!(why["agreed"].is_null());
}
