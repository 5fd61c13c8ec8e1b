//! Who depends on whom.

use std::collections::BTreeSet;

use cargo_metadata::DependencyKind;
use tidy::arrows::{
    ARROWS, FORBIDDEN_DIRECT, FORBIDDEN_IN_TREE, ONLY_IN, PROGRAMS, ROOM_CRATES_MAX,
};
use tidy::house::House;

use crate::keep;

fn house() -> House {
    House::read().expect("cargo metadata")
}

#[test]
fn rooms_depend_only_along_the_arrows() {
    let house = house();
    let members: BTreeSet<&str> = house
        .members()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut breaches = Vec::new();
    for room in house.rooms() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room.name.as_str()) else {
            breaches.push(format!("{} has no line in the table", room.name));
            continue;
        };
        for target in House::direct(room).intersection(&members) {
            if !allowed.contains(target) {
                breaches.push(format!("{} -> {target}", room.name));
            }
        }
    }
    for (name, _) in ARROWS {
        if !members.contains(name) {
            breaches.push(format!("{name} is in the table and not in the house"));
        }
    }
    keep(
        "every arrow between rooms is in tests/tidy/src/arrows.rs",
        &breaches,
    );
}

#[test]
fn the_arrows_form_no_loop() {
    let mut left: Vec<_> = ARROWS.to_vec();
    while !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|(name, _)| *name).collect();
        let before = left.len();
        left.retain(|(_, targets)| targets.iter().any(|target| names.contains(target)));
        assert!(left.len() < before, "a loop among {names:?}");
    }
}

#[test]
fn rooms_do_not_know_what_they_must_not() {
    let house = house();
    let mut breaches = Vec::new();
    for room in house.rooms() {
        let direct = House::direct(room);
        for (name, crates, why) in FORBIDDEN_DIRECT {
            for forbidden in crates.iter().filter(|krate| direct.contains(*krate)) {
                if *name == room.name.as_str() {
                    breaches.push(format!("{name} names {forbidden}: {why}"));
                }
            }
        }
        for (krate, rooms, why) in ONLY_IN {
            if direct.contains(krate) && !rooms.contains(&room.name.as_str()) {
                breaches.push(format!("{} names {krate}: {why}", room.name));
            }
        }
        let tree = house.tree(&room.name);
        assert!(
            tree.contains(room.name.as_str()),
            "the tree of {} was not read",
            room.name
        );
        for (name, crates, why) in FORBIDDEN_IN_TREE {
            for forbidden in crates.iter().filter(|krate| tree.contains(*krate)) {
                if *name == room.name.as_str() {
                    breaches.push(format!("{name} pulls in {forbidden}: {why}"));
                }
            }
        }
    }
    keep("what a room must never know, it must not link", &breaches);
}

#[test]
fn the_relay_cannot_open_what_it_carries() {
    let house = house();
    let find = |name: &str| {
        house
            .rooms()
            .into_iter()
            .find(|room| room.name.as_str() == name)
            .expect(name)
    };
    let seal = find("seal");
    assert!(
        seal.features.contains_key("open"),
        "opening is a feature of seal"
    );
    let default = seal.features.get("default").cloned().unwrap_or_default();
    assert!(
        !default.contains(&"open".to_owned()),
        "and not one that comes unasked"
    );
    let uses = find("relay").dependencies.iter().filter(|dependency| {
        dependency.name == "seal" && dependency.kind != DependencyKind::Development
    });
    for dependency in uses {
        assert!(
            !dependency.features.contains(&"open".to_owned()),
            "the relay must stay blind"
        );
    }
}

#[test]
fn programs_stay_within_their_budget_of_crates() {
    let house = house();
    let rooms = house.rooms();
    let names: BTreeSet<&str> = rooms.iter().map(|room| room.name.as_str()).collect();
    let mut breaches = Vec::new();
    for room in &rooms {
        let own = House::direct(room).difference(&names).count();
        if own > ROOM_CRATES_MAX {
            breaches.push(format!(
                "{} names {own} crates, its budget is {ROOM_CRATES_MAX}",
                room.name
            ));
        }
    }
    for (program, budget) in PROGRAMS {
        let tree = house.tree(program);
        let used: BTreeSet<&str> = rooms
            .iter()
            .filter(|room| tree.contains(room.name.as_str()))
            .flat_map(|room| House::direct(room))
            .filter(|krate| !names.contains(krate))
            .collect();
        assert!(!used.is_empty(), "the rooms of {program} were not read");
        if used.len() > *budget {
            let count = used.len();
            breaches.push(format!(
                "{program} names {count} crates, its budget is {budget}: {used:?}"
            ));
        }
    }
    keep(
        "a new dependency takes the place of another, or a reason to raise the budget",
        &breaches,
    );
}
