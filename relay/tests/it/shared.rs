//! What holds of a relay with a file of its own holds of one that shares a database: its tests, again.

use std::process::Command;

use cluster::Cluster;

use crate::client::STORE;

/// What a relay promises to devices.
const AGAIN: &[&str] = &[
    "exchange::",
    "integrity::",
    "limits::",
    "membership::",
    "receipts::",
    "signals::",
    "a_restart_keeps_everything",
    "a_stop_answers_what_it_has_read",
];
/// They look into the files of a folder.
const OF_FOLDERS: &[&str] = &[
    "nothing_a_member_wrote_can_be_read_where_it_is_kept",
    "nothing_of_a_signal_is_kept",
];
/// At the same time: each has two connections to the server.
const AT_ONCE: &str = "4";
/// Fewer would mean that they were not found.
const TESTS_MIN: usize = 30;

#[test]
fn all_of_it_holds_on_a_database_that_relays_share() {
    let cluster = Cluster::start().unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(AGAIN).args(["--test-threads", AT_ONCE]);
    for test in OF_FOLDERS {
        again.args(["--skip", test]);
    }
    let output = again.env(STORE, cluster.url()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let passed = said.lines().filter(|line| line.ends_with("... ok")).count();
    assert!(passed >= TESTS_MIN, "{passed} tests: {said}");
    let spaces = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'envelope'";
    let spaces: usize = cluster.sql(spaces).unwrap().parse().unwrap();
    assert!(spaces >= TESTS_MIN, "they used the server: {spaces}");
}
