//! A disk that fills up.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::seed;

/// Size of the small disk.
const DISK_KIB: usize = 10 * 1_024;
/// What others hold of it, until they free it.
const BALLAST_KIB: usize = 6 * 1_024;
/// How to mount a disk of one's own that nobody else sees: as root, without being root, and by
/// asking for it.
const WAYS: &[&[&str]] = &[
    &["unshare", "--mount"],
    &["unshare", "--mount", "--map-root-user"],
    &["sudo", "--non-interactive", "unshare", "--mount"],
];

#[test]
fn a_full_disk_loses_nothing_and_work_goes_on_once_there_is_space() {
    let folder = tempfile::tempdir().expect("a folder");
    let way = WAYS.iter().find(|way| {
        let tried = on_small_disk(way, folder.path(), &["true"]);
        tried.is_ok_and(|output| output.status.success())
    });
    let way = way.expect("this test mounts a small tmpfs: it needs root, user namespaces or sudo");
    let disk = folder.path().to_string_lossy().into_owned();
    let (ballast, seed) = (BALLAST_KIB.to_string(), seed().to_string());
    let program = env!("CARGO_BIN_EXE_crowded");
    let output = on_small_disk(way, folder.path(), &[program, &disk, &ballast, &seed])
        .expect("the program starts");
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "seed {seed}: {said}{errors}");
    println!("full disk: {said}");
}

/// Runs a program with a tmpfs of [`DISK_KIB`] mounted on a folder, seen only by itself.
fn on_small_disk(way: &[&str], folder: &Path, program: &[&str]) -> std::io::Result<Output> {
    let script = r#"mount -t tmpfs -o "size=$1k" none "$2" && shift 2 && exec "$@""#;
    Command::new(way[0])
        .args(&way[1..])
        .args(["sh", "-c", script, "sh"])
        .arg(DISK_KIB.to_string())
        .arg(folder)
        .args(program)
        .stdin(Stdio::null())
        .output()
}
