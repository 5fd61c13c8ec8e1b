//! What our own files look like.

use tidy::arrows::{FILE_LINES_MAX, LONG_FILES, PURE};
use tidy::house::{House, Source, folder, root, sources};

use crate::keep;

/// Rust of the rooms, their tests, and the whole-system tests.
fn rust() -> Vec<Source> {
    let folders = ["shared", "relay", "cli", "src-tauri", "tests"];
    let all = folders
        .iter()
        .flat_map(|folder| sources(folder, &["rs"]).expect(folder));
    let all: Vec<Source> = all.collect();
    assert!(all.len() > 20, "the sources were not read");
    all
}

/// What the screen is made of.
fn screen() -> Vec<Source> {
    let all = sources("ui/src", &["ts", "tsx", "css"]).expect("ui/src");
    assert!(!all.is_empty(), "the screen was not read");
    all
}

fn everything() -> Vec<Source> {
    let mut all = rust();
    all.extend(screen());
    all.extend(sources("scripts", &["", "mjs", "js"]).expect("scripts"));
    all.extend(sources("tests", &["mjs", "js", "ts"]).expect("tests"));
    all
}

fn is_test(source: &Source) -> bool {
    source.path.starts_with("tests/") || source.path.contains("/tests/")
}

/// Lines with any of these words, as `path:line: word`.
fn lines_with(all: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in all {
        for (number, line) in source.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(*word)) {
                found.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    found
}

#[test]
fn files_fit_a_sitting() {
    let mut breaches = Vec::new();
    let mut all = rust();
    all.extend(screen());
    for source in &all {
        let lines = source.text.lines().count();
        let excused = LONG_FILES.iter().any(|(path, _)| *path == source.path);
        if lines > FILE_LINES_MAX && !excused {
            breaches.push(format!(
                "{} has {lines} lines, the most is {FILE_LINES_MAX}",
                source.path
            ));
        }
        if lines <= FILE_LINES_MAX && excused {
            breaches.push(format!("{} is excused and needs it no more", source.path));
        }
    }
    for (path, _) in LONG_FILES {
        if !root().join(path).exists() {
            breaches.push(format!("{path} is excused and does not exist"));
        }
    }
    keep(
        "split a file before it takes more than a sitting to read",
        &breaches,
    );
}

#[test]
fn nothing_is_called_after_a_pattern() {
    let attics = [
        "util", "utils", "common", "helper", "helpers", "manager", "service", "services", "misc",
    ];
    let mut breaches = Vec::new();
    for source in everything() {
        let path = source.path.as_str();
        let mut parts = path
            .split('/')
            .map(|part| part.split('.').next().unwrap_or(part));
        if parts.any(|part| attics.contains(&part.to_lowercase().as_str())) {
            breaches.push(path.to_owned());
        }
    }
    keep(
        "folders and modules are called after what they hold",
        &breaches,
    );
}

#[test]
fn nothing_is_left_for_later() {
    // In two pieces, or this file would break its own rule.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("X", "XX"),
        concat!("todo", "!("),
    ];
    let breaches = lines_with(&everything(), &words);
    keep(
        "what is not done is in an issue, not in a comment",
        &breaches,
    );
}

#[test]
fn no_test_is_skipped() {
    let words = [
        concat!("#[igno", "re"),
        concat!("it.sk", "ip("),
        concat!("test.sk", "ip("),
        concat!("describe.sk", "ip("),
        concat!("it.on", "ly("),
        concat!("test.on", "ly("),
        concat!("describe.on", "ly("),
    ];
    keep(
        "a test runs, or it is not there",
        &lines_with(&everything(), &words),
    );
}

#[test]
fn only_the_store_opens_sqlite() {
    let opener = |source: &Source| source.path.starts_with("shared/store/src/");
    let rooms: Vec<Source> = rust()
        .into_iter()
        .filter(|source| !is_test(source) && !opener(source))
        .collect();
    let breaches = lines_with(&rooms, &["Connection::open"]);
    keep(
        "the settings of durability exist once, in store::sqlite::open",
        &breaches,
    );
}

#[test]
fn only_the_host_knows_tauri() {
    let elsewhere: Vec<Source> = screen()
        .into_iter()
        .filter(|source| !source.path.starts_with("ui/src/host/"))
        .collect();
    let breaches = lines_with(&elsewhere, &["@tauri-apps", "__TAURI"]);
    keep("ui/src/host is the one door of the screen", &breaches);
}

#[test]
fn only_boundary_types_become_json() {
    let rooms = [
        "shared/document/src",
        "shared/model/src",
        "shared/review/src",
        "shared/seal/src",
        "shared/replica/src",
        "shared/store/src",
    ];
    let inside = rust()
        .into_iter()
        .filter(|source| rooms.iter().any(|room| source.path.starts_with(room)));
    let inside: Vec<Source> = inside.collect();
    keep(
        "conversions sit beside the boundary",
        &lines_with(&inside, &["serde::", "Serialize)]"]),
    );
}

#[test]
fn every_crate_opens_with_what_it_is() {
    let house = House::read().expect("cargo metadata");
    let mut breaches = Vec::new();
    for room in house.rooms() {
        let folder = folder(room);
        let roots = ["src/lib.rs", "src/main.rs"].map(|name| root().join(&folder).join(name));
        for path in roots.iter().filter(|path| path.exists()) {
            let text = std::fs::read_to_string(path).expect("a crate root");
            let shown = path.display();
            let header = text
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .count();
            if header == 0 {
                breaches.push(format!("{shown} does not say what it is"));
            }
            if !text.contains("#![forbid(unsafe_code)]") {
                breaches.push(format!("{shown} does not forbid unsafe code"));
            }
            let library = path.ends_with("lib.rs");
            if library && !text.contains("#![deny(missing_docs)]") {
                breaches.push(format!("{shown} does not deny missing docs"));
            }
            if library && !text[..text.len().min(2000)].contains("must never know") {
                breaches.push(format!("{shown} does not say what it must never know"));
            }
        }
        if room.description.as_deref().unwrap_or("").is_empty() {
            breaches.push(format!(
                "{}/Cargo.toml has no description",
                folder.display()
            ));
        }
    }
    keep(
        "a reader knows where they are from the first lines",
        &breaches,
    );
}

#[test]
fn pure_rooms_forbid_clock_dice_and_files() {
    let needed = [
        "std::time::SystemTime::now",
        "std::time::Instant::now",
        "std::fs::File::open",
        "getrandom",
    ];
    let mut breaches = Vec::new();
    for room in PURE {
        let path = root().join("shared").join(room).join("clippy.toml");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for name in needed.iter().filter(|name| !text.contains(*name)) {
            breaches.push(format!("{} does not disallow {name}", path.display()));
        }
    }
    keep(
        "clock, dice and files are arguments in a pure room",
        &breaches,
    );
}
