//! What whoever runs a relay does to its folder.

use std::path::Path;
use std::process::{Command, Output};

use relay::{Admin, AdminError};
use rusqlite::Connection;
use serde_json::{Value, json};
use wire::{DocumentKind, DossierId, Role, Vector};

use crate::client::House;
use crate::people::{Dossier, Series, delivered};
use crate::receipts::{receipt, say};

/// A dossier of two people and so many envelopes.
async fn fill(house: &House, envelopes: u64) -> Dossier {
    let mut dossier = Dossier::found();
    dossier.join(Role::Reader);
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for index in 1..=envelopes {
        let envelope = series.next(b"palabra secreta");
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
    }
    dossier
}

/// How many envelopes of a dossier the relay has, and that it sends them all.
async fn has(house: &House, dossier: &Dossier) -> u64 {
    let mut client = house.connect(&dossier.coordinator).await;
    let (has, sent) = client
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let ana = dossier.coordinator.id();
    let has = has.get(DocumentKind::Matrix, ana);
    let expected: Vec<_> = (1..=has).map(|index| (ana, index)).collect();
    assert_eq!(delivered(&sent), expected);
    has
}

/// Says that nothing was kept of a dossier for some days.
fn age(house: &House, dossier: DossierId, days: u32) {
    let file = house.folder.path().join("relay.sqlite");
    let connection = Connection::open(file).unwrap();
    let changed = connection.execute(
        "UPDATE dossier SET written_at = unixepoch() - ?2 * 86400 WHERE id = ?1",
        (dossier.0, days),
    );
    assert_eq!(changed.unwrap(), 1);
}

fn ask(data: &Path, words: &[&str]) -> Output {
    let (command, rest) = words.split_first().unwrap();
    Command::new(env!("CARGO_BIN_EXE_cotejo-relay"))
        .arg(command)
        .arg("--data")
        .arg(data)
        .args(rest)
        .output()
        .unwrap()
}

fn answer(data: &Path, words: &[&str]) -> Value {
    let output = ask(data, &[words, &["--json"]].concat());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_database_that_relays_share_is_not_a_folder() {
    let output = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"))
        .args([
            "status",
            "--store",
            "postgres://relevo:secreta@localhost/relevo",
        ])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("pg_dump") && !said.contains("secreta"),
        "{said}"
    );
}

#[tokio::test]
async fn a_relay_that_runs_is_looked_at() {
    let house = House::start();
    let (first, second) = (fill(&house, 3).await, fill(&house, 2).await);
    let data = house.folder.path();
    let status = answer(data, &["status"]);
    assert_eq!(status["running"], json!(true));
    assert_eq!(
        (&status["dossiers"], &status["envelopes"]),
        (&json!(2), &json!(5))
    );
    assert!(
        status["fileBytes"].as_u64() > status["bytes"].as_u64(),
        "{status}"
    );
    let list = answer(data, &["list"]);
    for (place, dossier, envelopes) in [(0, &first, 3), (1, &second, 2)] {
        let line = &list[place];
        assert_eq!(line["dossier"], json!(dossier.id().to_string()));
        assert_eq!(
            (&line["members"], &line["envelopes"]),
            (&json!(2), &json!(envelopes))
        );
        assert!(
            line["lastWritten"].as_str().unwrap().ends_with('Z'),
            "{line}"
        );
    }
    let whole: u64 = (0..2)
        .map(|place| list[place]["bytes"].as_u64().unwrap())
        .sum();
    assert_eq!(status["bytes"], json!(whole));
    // and for a person
    let output = ask(data, &["list"]);
    let words = String::from_utf8(output.stdout).unwrap();
    assert_eq!(words.lines().count(), 2, "{words}");
    assert!(words.contains(&first.id().to_string()), "{words}");
    assert!(!words.contains("secreta"), "{words}");
    // it goes on
    assert_eq!(has(&house, &first).await, 3);
}

#[tokio::test]
async fn a_copy_is_made_while_it_runs_and_put_back_when_it_does_not() {
    let mut house = House::start();
    let dossier = fill(&house, 3).await;
    let data = house.folder.path().to_owned();
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copia.sqlite");
    let made = answer(&data, &["backup", copy.to_str().unwrap()]);
    assert_eq!(made["dossiers"], json!(1));
    // what comes after the copy is not in it
    let later = fill(&house, 1).await;

    let refused = ask(&data, &["restore", copy.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(words.contains("stop it first"), "{words}");
    assert_eq!(has(&house, &later).await, 1, "nothing was touched");

    house.stop();
    let aside = answer(&data, &["restore", copy.to_str().unwrap()])["aside"].clone();
    house.restart();
    assert_eq!(has(&house, &dossier).await, 3);
    let list = Admin::of(&data).list().unwrap();
    assert_eq!(list.len(), 1);
    // what was there is whole, and goes back the same way
    house.stop();
    let aside = Path::new(aside.as_str().unwrap()).join("relay.sqlite");
    let again = Admin::of(&data).restore(&aside).unwrap();
    assert!(again.is_some_and(|again| again.join("relay.sqlite").exists()));
    house.restart();
    assert_eq!(has(&house, &later).await, 1);
    assert_eq!(has(&house, &dossier).await, 3);
}

#[tokio::test]
async fn what_is_no_copy_is_not_put_back() {
    let mut house = House::start();
    let dossier = fill(&house, 2).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copia");
    let admin = Admin::of(house.folder.path());
    admin.backup(&copy).unwrap();
    house.stop();
    let whole = std::fs::read(&copy).unwrap();
    let missing = admin.restore(&elsewhere.path().join("no")).unwrap_err();
    assert!(matches!(missing, AdminError::Missing { .. }), "{missing:?}");
    std::fs::write(&copy, vec![b'x'; 10_000]).unwrap();
    admin.restore(&copy).unwrap_err();
    // one page of the middle, gone
    let mut rotten = whole.clone();
    let middle = rotten.len() / 2 / 4096 * 4096;
    rotten[middle..middle + 4096].fill(0);
    std::fs::write(&copy, &rotten).unwrap();
    admin.restore(&copy).unwrap_err();
    let empty = elsewhere.path().join("otra");
    Connection::open(&empty)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let other = admin.restore(&empty).unwrap_err();
    assert!(matches!(other, AdminError::Open(_)), "{other:?}");
    // and what was there is still what is there
    house.restart();
    assert_eq!(has(&house, &dossier).await, 2);
}

#[tokio::test]
async fn a_dossier_is_taken_out_whole_and_its_people_may_bring_it_back() {
    let mut house = House::start();
    let (gone, stays) = (fill(&house, 3).await, fill(&house, 2).await);
    let data = house.folder.path().to_owned();
    let id = gone.id().to_string();
    for words in [
        &["remove", &id, "--yes"][..], // it runs
        &["remove", &id],              // nobody said yes
        &["remove", "--yes"],          // nobody said which
        &["remove", &id, "--unused-for", "3", "--yes"],
    ] {
        let output = ask(&data, words);
        assert!(!output.status.success(), "{words:?}");
        assert_eq!(Admin::of(&data).list().unwrap().len(), 2, "{words:?}");
    }
    house.stop();
    let removed = answer(&data, &["remove", &id, "--yes"]);
    assert_eq!(removed["removed"][0]["envelopes"], json!(3));
    let unknown = Admin::of(&data).remove(gone.id()).unwrap_err();
    assert!(matches!(unknown, AdminError::Unknown(_)), "{unknown:?}");
    let file = Connection::open(data.join("relay.sqlite")).unwrap();
    for (table, rows) in [("dossier", 1), ("entry", 3), ("series", 1), ("envelope", 2)] {
        let found: i64 = file
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(found, rows, "{table}");
    }
    drop(file);
    house.restart();
    assert_eq!(has(&house, &stays).await, 2);
    // who still has it brings it all back
    let mut at_ana = house.connect(&gone.coordinator).await;
    at_ana.tell(gone.id(), gone.entries()).await;
    let mut series = Series::matrix(&gone, &gone.coordinator);
    for index in 1..=3 {
        let envelope = series.next(b"otra vez");
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
    }
    assert_eq!(has(&house, &gone).await, 3);
    assert_eq!(has(&house, &stays).await, 2);
}

#[tokio::test]
async fn what_is_not_written_is_listed_and_only_removed_when_asked() {
    let mut house = House::start();
    let dossiers = [
        fill(&house, 1).await,
        fill(&house, 1).await,
        fill(&house, 1).await,
    ];
    let data = house.folder.path().to_owned();
    house.stop();
    age(&house, dossiers[0].id(), 100);
    age(&house, dossiers[1].id(), 80);
    let unused = |months: &str| {
        let status = answer(&data, &["status", "--retention-months", months]);
        status["unused"].as_array().unwrap().len()
    };
    // three months are between 89 and 92 days
    assert_eq!((unused("2"), unused("3"), unused("4")), (2, 1, 0));
    assert!(
        !ask(&data, &["status", "--retention-months", "0"])
            .status
            .success()
    );
    // looking removes nothing, and neither does running
    house.restart();
    assert_eq!(has(&house, &dossiers[0]).await, 1);
    // nor does a device that says how far it has read write anything
    let mut at_ana = house.connect(&dossiers[0].coordinator).await;
    let seen = receipt(&dossiers[0], &dossiers[0].coordinator, b"seen 1");
    say(&mut at_ana, &seen).await;
    // one word, and it is in use again
    let mut at_ana = house.connect(&dossiers[1].coordinator).await;
    let mut series = Series::new(&dossiers[1], &dossiers[1].coordinator, DocumentKind::Review);
    let envelope = series.next(b"una palabra");
    assert_eq!(at_ana.push(&envelope).await, series.kept(1));
    house.stop();
    let removed = answer(&data, &["remove", "--unused-for", "2", "--yes"]);
    let removed = removed["removed"].as_array().unwrap();
    assert_eq!(removed.len(), 1, "{removed:?}");
    assert_eq!(removed[0]["dossier"], json!(dossiers[0].id().to_string()));
    let left = Admin::of(&data).list().unwrap();
    let left: Vec<_> = left.iter().map(|line| line.dossier).collect();
    assert_eq!(left.len(), 2);
    assert!(left.contains(&dossiers[1].id()) && left.contains(&dossiers[2].id()));
    house.restart();
    assert_eq!(has(&house, &dossiers[2]).await, 1);
}

#[test]
fn where_there_is_nothing_it_says_so_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("nada");
    for words in [
        &["status"][..],
        &["list"],
        &["remove", "--unused-for", "1", "--yes"],
    ] {
        let output = ask(&data, words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("no relay's database"), "{said}");
        assert!(!data.exists(), "{words:?}");
    }
}

#[tokio::test]
async fn the_program_runs_by_its_name_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"));
    command.arg("run");
    let program = crate::life::Program::start_by(command, folder.path());
    let (status, _) = crate::client::get(program.addr, "/health").await;
    assert_eq!(status, 200);
}
