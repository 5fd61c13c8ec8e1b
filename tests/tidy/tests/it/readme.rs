//! The README is the architecture document: it must know every room.

use tidy::arrows::README_LINES_MAX;
use tidy::house::{House, folder, root};

use crate::keep;

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("README.md")
}

#[test]
fn the_map_names_every_room() {
    let readme = readme();
    let map = readme
        .split_once("## The map")
        .expect("a section called The map")
        .1;
    let house = House::read().expect("cargo metadata");
    let mut rooms: Vec<String> = house
        .members()
        .into_iter()
        .map(|member| folder(member).to_string_lossy().replace('\\', "/"))
        .collect();
    rooms.extend(["ui".to_owned(), "tests/e2e".to_owned()]);
    let missing: Vec<String> = rooms
        .into_iter()
        .filter(|room| !map.contains(&format!("`{room}/`")))
        .collect();
    keep(
        "the map of README.md names every room by its folder",
        &missing,
    );
}

#[test]
fn the_readme_is_short() {
    let lines = readme().lines().count();
    assert!(
        lines <= README_LINES_MAX,
        "README.md has {lines} lines, the most is {README_LINES_MAX}"
    );
}

#[test]
fn the_commands_it_promises_exist() {
    let package = std::fs::read_to_string(root().join("package.json")).expect("package.json");
    let readme = readme();
    for name in ["setup", "start", "test", "demo", "relay", "bench", "types"] {
        assert!(
            package.contains(&format!("\"{name}\": ")),
            "package.json has no {name}"
        );
        let said =
            readme.contains(&format!("npm run {name}")) || readme.contains(&format!("npm {name}"));
        assert!(said, "README.md does not say what npm run {name} does");
    }
}
