//! What holds of a relay with a file of its own holds of one that shares a database: its tests, again.

use std::process::Command;

use cluster::Cluster;

use crate::client::STORE;

/// What a relay promises to devices, as far as it has to do with its tables.
const AGAIN: &[&str] = &[
    "exchange::",
    "integrity::",
    "membership::",
    "receipts::",
    "limits::a_dossier_has_its_quota",
    "limits::the_relay_has_its_dossiers",
    "limits::a_session_opens_so_many_dossiers",
    "limits::many_dossiers_share_little_memory",
    "signals::members_who_are_here_hear_each_other",
    "signals::nobody_else_hears_or_is_heard",
    "a_restart_keeps_everything",
    "a_stop_answers_what_it_has_read",
];
/// It looks into the files of a folder.
const OF_A_FOLDER: &str = "nothing_a_member_wrote_can_be_read_where_it_is_kept";
/// At the same time: each has two connections to the server.
const AT_ONCE: &str = "4";
/// Fewer would mean that they were not found.
const TESTS_MIN: usize = 25;

#[test]
fn all_of_it_holds_on_a_database_that_relays_share() {
    let cluster = Cluster::start().unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(AGAIN).args(["--test-threads", AT_ONCE]);
    again.args(["--skip", OF_A_FOLDER]);
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
