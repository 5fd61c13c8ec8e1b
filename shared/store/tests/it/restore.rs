//! Another database and another key in the place of those of a folder, whenever the power fails.

use std::fs;
use std::path::Path;

use store::{DATABASE_FILE, DEVICE_KEY_FILE, Restoring, finish_restoring};
use tempfile::TempDir;

const ORDER: &str = "restaurando.orden";

fn put(folder: &Path, of: &str) {
    for name in [DATABASE_FILE, DEVICE_KEY_FILE] {
        fs::write(folder.join(name), format!("{name} {of}")).unwrap();
    }
}

fn is(folder: &Path, of: &str) -> bool {
    [DATABASE_FILE, DEVICE_KEY_FILE].iter().all(|name| {
        let read = fs::read_to_string(folder.join(name));
        read.is_ok_and(|read| read == format!("{name} {of}"))
    })
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != store::LOCK_FILE)
        .collect();
    names.sort();
    names
}

#[test]
fn an_empty_folder_gets_it_and_a_full_one_keeps_what_it_had_beside_it() {
    let home = TempDir::new().unwrap();
    let restoring = Restoring::begin(home.path()).unwrap();
    assert!(!restoring.is_occupied());
    put(&restoring.staging(), "primera");
    assert_eq!(restoring.commit(None).unwrap(), None);
    assert!(is(home.path(), "primera"));
    assert_eq!(names(home.path()), [DATABASE_FILE, DEVICE_KEY_FILE]);

    fs::write(home.path().join("cotejo.sqlite-wal"), "registro").unwrap();
    for (copy, before, folder) in [
        ("segunda", "primera", "antes"),
        ("tercera", "segunda", "antes-2"),
    ] {
        let restoring = Restoring::begin(home.path()).unwrap();
        assert!(restoring.is_occupied());
        put(&restoring.staging(), copy);
        let aside = restoring.commit(Some("antes")).unwrap().unwrap();
        assert_eq!(aside, home.path().join(folder));
        assert!(is(home.path(), copy) && is(&aside, before));
        assert!(!home.path().join("cotejo.sqlite-wal").exists());
    }
    assert!(home.path().join("antes/cotejo.sqlite-wal").exists());
}

#[test]
fn who_gives_up_leaves_everything_as_it_was() {
    let home = TempDir::new().unwrap();
    put(home.path(), "la de siempre");
    let restoring = Restoring::begin(home.path()).unwrap();
    put(&restoring.staging(), "otra");
    assert!(Restoring::begin(home.path()).is_err(), "it is in use");
    restoring.abandon().unwrap();
    assert!(is(home.path(), "la de siempre"));
    assert_eq!(names(home.path()), [DATABASE_FILE, DEVICE_KEY_FILE]);
}

#[test]
fn a_restoring_cut_short_anywhere_is_finished_and_one_without_an_order_never_was() {
    // Each step of the way, as it is on disk when the power fails after it.
    let steps: [&dyn Fn(&Path); 5] = [
        &|_| {},
        &|home| {
            fs::create_dir(home.join("antes")).unwrap();
            let log = home.join("cotejo.sqlite-wal");
            fs::rename(log, home.join("antes/cotejo.sqlite-wal")).unwrap();
        },
        &|home| {
            let database = home.join(DATABASE_FILE);
            fs::rename(database, home.join("antes").join(DATABASE_FILE)).unwrap();
        },
        &|home| {
            let staged = home.join("restaurando").join(DATABASE_FILE);
            fs::rename(staged, home.join(DATABASE_FILE)).unwrap();
        },
        &|home| {
            let key = home.join(DEVICE_KEY_FILE);
            fs::rename(key, home.join("antes").join(DEVICE_KEY_FILE)).unwrap();
        },
    ];
    for cut in 1..=steps.len() {
        let home = TempDir::new().unwrap();
        let home = home.path();
        put(home, "vieja");
        fs::write(home.join("cotejo.sqlite-wal"), "registro").unwrap();
        fs::create_dir(home.join("restaurando")).unwrap();
        put(&home.join("restaurando"), "nueva");
        fs::write(home.join(ORDER), "antes").unwrap();
        for step in &steps[..cut] {
            step(home);
        }
        finish_restoring(home).unwrap();
        assert!(
            is(home, "nueva") && is(&home.join("antes"), "vieja"),
            "{cut}"
        );
        assert!(home.join("antes/cotejo.sqlite-wal").exists(), "{cut}");
        assert_eq!(
            names(home),
            ["antes", DATABASE_FILE, DEVICE_KEY_FILE],
            "{cut}"
        );
        finish_restoring(home).unwrap();
        assert!(is(home, "nueva"), "{cut}");
    }
    let home = TempDir::new().unwrap();
    put(home.path(), "vieja");
    fs::create_dir(home.path().join("restaurando")).unwrap();
    put(&home.path().join("restaurando"), "nueva");
    finish_restoring(home.path()).unwrap();
    assert!(is(home.path(), "vieja"));
}

#[test]
fn an_order_cannot_lead_out_of_the_folder() {
    let outside = TempDir::new().unwrap();
    let home = outside.path().join("home");
    fs::create_dir_all(home.join("restaurando")).unwrap();
    put(&home, "vieja");
    put(&home.join("restaurando"), "nueva");
    fs::write(home.join(ORDER), "../fuera").unwrap();
    finish_restoring(&home).unwrap();
    assert!(is(&home, "nueva") && is(&home.join("fuera"), "vieja"));
    assert_eq!(names(outside.path()), ["home"]);
}

#[test]
fn no_copy_outlives_its_store() {
    let home = crate::home::Home::new();
    let store = home.open_with_dossier();
    let copier = store.copier();
    let to = home.path().join("copia.sqlite");
    copier.copy_to(&to).unwrap();
    store.close().unwrap();
    let error = copier.copy_to(&to).unwrap_err();
    assert!(matches!(error, store::StoreError::Dead), "{error}");
}
