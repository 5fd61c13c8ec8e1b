use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A coordinator with a folder, the example matrix, and no window.
pub(crate) struct Desk {
    home: TempDir,
    pub(crate) dossier: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self {
            home: TempDir::new().unwrap(),
            dossier: String::new(),
        };
        desk.does("me", &["--name", "Ana Ruiz", "--institution", "SECOEM"]);
        let imported = desk.does("import", &["ejemplo"]);
        let dossier = imported["dossier"].as_str().unwrap().to_owned();
        Self { dossier, ..desk }
    }

    /// A command, word by word.
    fn words(&self, words: &[&str]) -> Output {
        let mut process = Command::new(env!("CARGO_BIN_EXE_cotejo"));
        process.arg("--home").arg(self.home.path()).args(words);
        process.output().unwrap()
    }

    /// What a command answers, as JSON.
    pub(crate) fn asks(&self, words: &[&str]) -> Value {
        let output = self.words(&[words, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The code of what went wrong.
    pub(crate) fn refuses(&self, words: &[&str]) -> String {
        let output = self.words(&[words, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        let problem: Value = serde_json::from_slice(&output.stderr).unwrap();
        problem["code"].as_str().unwrap().to_owned()
    }

    /// What a command tells a person.
    pub(crate) fn says(&self, words: &[&str]) -> String {
        let output = self.words(words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A command about the dossier, once there is one.
    fn run(&self, command: &str, arguments: &[&str]) -> Output {
        let mut process = Command::new(env!("CARGO_BIN_EXE_cotejo"));
        process.arg("--home").arg(self.home.path()).arg(command);
        if !self.dossier.is_empty() {
            process.arg(&self.dossier);
        }
        process.args(arguments).output().unwrap()
    }

    /// What the command answers, as JSON.
    fn does(&self, command: &str, arguments: &[&str]) -> Value {
        let output = self.run(command, &[arguments, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command} {arguments:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The code of what went wrong.
    fn fails(&self, command: &str, arguments: &[&str]) -> String {
        let output = self.run(command, &[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(1), "{command} {arguments:?}");
        let problem: Value = serde_json::from_slice(&output.stderr).unwrap();
        problem["code"].as_str().unwrap().to_owned()
    }

    /// What the command tells a person.
    fn reads(&self, command: &str, arguments: &[&str]) -> String {
        let output = self.run(command, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command} {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The row of a number.
    fn row(&self, number: u32) -> Value {
        let matrix = self.does("show", &[]);
        let rows = matrix["rows"].as_array().unwrap();
        let found = rows.iter().find(|row| row["row"] == number);
        found.unwrap().clone()
    }
}

fn made(receipt: &Value) -> &str {
    receipt["made"][0].as_str().unwrap()
}

#[test]
fn a_script_proposes_accepts_in_part_and_approves() {
    let desk = Desk::new();
    let text = "Elaborar cuatro informes trimestrales sobre las quejas recibidas";
    desk.does("set", &["1", "actionLine", text]);
    let better = "Publicar cuatro informes trimestrales sobre las denuncias recibidas";
    let why = ["--reason", "Así lo pide la norma"];
    let suggested = desk.does(
        "suggest",
        &[&["1", "actionLine", better], &why[..]].concat(),
    );
    let suggestion = made(&suggested);
    let words = desk.reads("suggestions", &[]);
    for part in [
        "0) «Elaborar» → «Publicar»",
        "1) «quejas» → «denuncias»",
        "motivo: Así lo pide la norma",
        "espera una decisión",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!(
        desk.fails("accept", &[&suggestion[..3]]),
        "SUGGESTION_UNKNOWN"
    );
    assert_eq!(desk.fails("accept", &["ffffffff"]), "SUGGESTION_UNKNOWN");
    desk.does("accept", &[&suggestion[..13], "--hunks", "1"]);
    let half = "Elaborar cuatro informes trimestrales sobre las denuncias recibidas";
    assert_eq!(desk.row(1)["actionLine"], half);
    assert_eq!(desk.does("suggestions", &[])[0]["status"], "partly");
    let again = desk.fails("refuse", &[suggestion, "--reason", "No hace falta"]);
    assert_eq!(again, "SUGGESTION_DECIDED");

    assert_eq!(desk.fails("state", &["returned", "1"]), "REASON_NEEDED");
    let words = desk.reads("state", &["approved", "1", "1"]);
    assert_eq!(
        words,
        "Una línea de acción tiene ahora el estado: aprobada.\n"
    );
    assert_eq!(
        desk.fails("set", &["1", "actionLine", text]),
        "ROW_APPROVED"
    );
    assert_eq!(desk.row(1)["actionLine"], half);
    desk.does("state", &["draft", "1", "--reason", "Falta un dato"]);
    desk.does("set", &["1", "actionLine", text]);

    let closed = desk.does("close-version", &["Mesa 08", "--note", "Acordada"]);
    let version = &closed["review"]["versions"][0];
    assert_eq!(version["id"], made(&closed));
    assert_eq!(version["name"], "Mesa 08");
    assert_eq!(version["current"], true);
    assert_eq!(desk.does("decisions", &[]), json!([]));
    let unknown = desk.fails("decide", &["values:nada", "--choose", "1"]);
    assert_eq!(unknown, "CHOICE_UNKNOWN");
}

#[test]
fn a_note_becomes_a_consultation_and_a_window_opens_moves_and_closes() {
    let desk = Desk::new();
    let note = "Socializar con SFA";
    desk.does("set", &["1", "meansOfVerification", note]);
    let ask = ["--body", "SFA", "--question", "¿Tienen el dato?"];
    let cell = ["--field", "meansOfVerification", "--empty-cell"];
    let on = ["--asked-on", "2023-04-19"];
    let asked = desk.does("consult", &[&["1"], &ask[..], &cell, &on].concat());
    let consultation = made(&asked);
    let view = &asked["review"]["consultations"][0];
    assert_eq!(view["note"], note);
    assert_eq!(view["askedOn"], "2023-04-19");
    assert_eq!(desk.row(1)["meansOfVerification"], "");
    // Without a day it was asked today.
    let asked = desk.does("consult", &[&["2"], &ask[..]].concat());
    let today = asked["review"]["consultations"][1]["askedOn"].clone();
    assert!(today.as_str().unwrap() > "2023-04-19", "{today}");
    let said = ["Sí, con otra unidad", "--outcome", "agreedWithChanges"];
    let answered = desk.does("answer", &[&[&consultation[..13]], &said[..]].concat());
    let view = &answered["review"]["consultations"][0];
    assert_eq!(view["open"], false);
    assert_eq!(view["outcome"], "agreedWithChanges");
    assert_eq!(view["answeredOn"], today);

    assert_eq!(desk.fails("window", &["close"]), "WINDOW_UNKNOWN");
    let open = ["open", "--closes-on", "2023-04-24", "--notify-to", "SFA"];
    let words = desk.reads("window", &open);
    assert!(words.contains("El último día del periodo de revisión ya pasó."));
    assert_eq!(desk.fails("window", &open), "WINDOW_OPEN");
    let later = [
        "move",
        "--closes-on",
        "2199-04-30",
        "--reason",
        "Lo pidió SFA",
    ];
    let moved = desk.does("window", &later);
    assert_eq!(moved["review"]["windows"][0]["status"], "open");
    assert_eq!(moved["review"]["windows"][0]["closesOn"], "2199-04-30");
    let closed = desk.does("window", &["close"]);
    assert_eq!(closed["review"]["windows"][0]["status"], "closed");
}
