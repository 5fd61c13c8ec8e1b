//! What we take from others.

use serde_json::Value;
use tidy::arrows::SCREEN_PACKAGES_MAX;
use tidy::house::{House, root};
use tidy::licence::is_allowed;

use crate::keep;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).expect(path)
}

/// Licences of `deny.toml`: the list exists once.
fn licences() -> Vec<String> {
    let deny = text("deny.toml");
    let list = deny
        .split("[licenses]")
        .nth(1)
        .and_then(|rest| rest.split_once("allow = ["));
    let list = list
        .and_then(|(_, rest)| rest.split_once(']'))
        .expect("the list of licences")
        .0;
    let lines = list.lines().filter_map(|line| line.split('"').nth(1));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_licence_expression_is_read() {
    let allowed = [
        "MIT",
        "Apache-2.0",
        "Zlib",
        "Apache-2.0 WITH LLVM-exception",
    ];
    for (expression, expected) in [
        ("MIT", true),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0", false),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0/MIT", true),
        ("(MIT OR GPL-3.0) AND Zlib", true),
        ("MIT OR (GPL-3.0 AND Zlib)", true),
        ("GPL-3.0 OR (MIT AND GPL-2.0)", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("Zlib WITH LLVM-exception", false),
        ("", false),
        ("MIT)", false),
        ("(MIT", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn every_crate_comes_from_the_registry_with_an_allowed_licence() {
    let licences = licences();
    let licences: Vec<&str> = licences.iter().map(String::as_str).collect();
    assert!(licences.contains(&"MIT"), "{licences:?}");
    let house = House::read().expect("cargo metadata");
    let mut breaches = Vec::new();
    for package in &house.metadata.packages {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.as_deref().unwrap_or("");
        if !is_allowed(licence, &licences) {
            breaches.push(format!("{name}: licence «{licence}»"));
        }
        if let Some(source) = &package.source
            && !source.is_crates_io()
        {
            breaches.push(format!("{name}: from {source}"));
        }
    }
    keep(
        "deny.toml says which licences; the source is the registry",
        &breaches,
    );
}

#[test]
fn every_npm_package_comes_from_the_registry_with_its_digest() {
    let lock = json("package-lock.json");
    let packages = lock["packages"].as_object().expect("packages");
    let mut breaches = Vec::new();
    let mut seen = 0;
    for (path, package) in packages
        .iter()
        .filter(|(path, _)| path.contains("node_modules/"))
    {
        if package["link"] == Value::Bool(true) {
            continue;
        }
        seen += 1;
        // Packages that others carry inside themselves come with them and have no source of their own.
        if package["inBundle"] == Value::Bool(true) {
            continue;
        }
        let from = package["resolved"].as_str().unwrap_or("");
        if !from.is_empty() && !from.starts_with("https://registry.npmjs.org/") {
            breaches.push(format!("{path}: from {from}"));
        }
        if package["integrity"].as_str().is_none_or(str::is_empty) {
            breaches.push(format!("{path}: no digest"));
        }
    }
    assert!(seen > 0, "the lock file was not read");
    keep("package-lock.json fixes what is installed", &breaches);
}

#[test]
fn the_screen_carries_few_packages() {
    let package = json("ui/package.json");
    let carried = package["dependencies"]
        .as_object()
        .map_or(0, serde_json::Map::len);
    assert!(carried > 0, "ui/package.json was not read");
    assert!(
        carried <= SCREEN_PACKAGES_MAX,
        "the screen carries {carried} packages, the most is {SCREEN_PACKAGES_MAX}"
    );
}

#[test]
fn the_npm_plugins_of_tauri_stay_out() {
    // `tauri build` refuses a plugin whose npm version differs from its crate's, and the screen
    // reaches plugins through our own commands only.
    for path in ["package.json", "ui/package.json"] {
        assert!(!text(path).contains("@tauri-apps/plugin-"), "{path}");
    }
    let pinned = &json("package.json")["devDependencies"]["@tauri-apps/cli"];
    let exact = pinned
        .as_str()
        .is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()));
    assert!(
        exact,
        "the command line of Tauri is pinned exactly: {pinned}"
    );
}
