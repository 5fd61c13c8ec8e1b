//! What is handed to whoever installs a relay.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn packaging() -> PathBuf {
    let relay = Path::new(env!("CARGO_MANIFEST_DIR"));
    relay.parent().unwrap().join("packaging")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(packaging().join(name)).unwrap()
}

/// Whether the program takes these options: a usage error ends it with 2, and a folder that is a file
/// with 1.
fn takes(options: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"))
        .args(["run", "--data"])
        .arg(&file)
        .args(options.split_whitespace())
        .output()
        .unwrap();
    match output.status.code() {
        Some(1) => true,
        Some(2) => false,
        other => panic!("{other:?}: {output:?}"),
    }
}

#[test]
fn the_options_that_are_proposed_are_ones_it_takes() {
    assert!(!takes("--listen 127.0.0.1:7700 --no-such-option"));
    let proposed = text("cotejo-relay.default");
    let options: Vec<&str> = proposed
        .lines()
        .filter_map(|line| {
            line.trim_start_matches('#')
                .strip_prefix("RELAY_OPTIONS=\"")
        })
        .filter_map(|rest| rest.strip_suffix('"'))
        .collect();
    assert!(options.len() >= 4, "{options:?}");
    for options in options {
        assert!(takes(options), "{options}");
    }
}

#[test]
fn the_service_runs_the_program_as_little_as_possible() {
    let unit = text("cotejo-relay.service");
    let has = |line: &str| unit.lines().any(|found| found == line);
    let run = "ExecStart=/usr/bin/cotejo-relay run --data %S/cotejo-relay $RELAY_OPTIONS";
    for line in [
        run,
        "User=cotejo-relay",
        "StateDirectory=cotejo-relay",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateDevices=yes",
        "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
        "SystemCallFilter=@system-service",
    ] {
        assert!(has(line), "{line}");
    }
    // as many open files as the limits by default may ask for
    let files = relay::Limits::default().connections_max;
    let limit = unit
        .lines()
        .find_map(|line| line.strip_prefix("LimitNOFILE="));
    assert!(limit.unwrap().parse::<usize>().unwrap() > files + 100);
    // and longer to stop than what is under way may take
    let stop = unit
        .lines()
        .find_map(|line| line.strip_prefix("TimeoutStopSec="));
    assert!(stop.unwrap().parse::<u64>().unwrap() > relay::Limits::default().drain.as_secs() + 2);
}

#[test]
fn the_debian_package_holds_what_it_should() {
    if Command::new("dpkg-deb").arg("--version").output().is_err() {
        return; // only Debian and its relatives can make one
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |command: &mut Command| {
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    // a small program in its place: packing the real one takes a minute
    let program = folder.path().join("program");
    std::fs::copy("/bin/true", &program).unwrap();
    let built = run(Command::new("bash")
        .arg(packaging().join("deb"))
        .arg(folder.path())
        .env("COTEJO_RELAY_BIN", &program));
    let package = built.trim();
    let about = run(Command::new("dpkg-deb").args(["-I", package]));
    let version = format!("Version: {}", env!("CARGO_PKG_VERSION"));
    for line in ["Package: cotejo-relay", &version, "Depends: libc6"] {
        assert!(about.contains(line), "{line}: {about}");
    }
    let list = run(Command::new("dpkg-deb").args(["-c", package]));
    for (rights, file) in [
        ("-rwxr-xr-x root/root", "./usr/bin/cotejo-relay"),
        (
            "-rw-r--r-- root/root",
            "./usr/lib/systemd/system/cotejo-relay.service",
        ),
        (
            "-rw-r--r-- root/root",
            "./usr/lib/sysusers.d/cotejo-relay.conf",
        ),
        (
            "-rw-r--r-- root/root",
            "./usr/share/doc/cotejo-relay/servidor.md",
        ),
        (
            "-rw-r--r-- root/root",
            "./usr/share/doc/cotejo-relay/copyright",
        ),
        ("-rw-r--r-- root/root", "./etc/default/cotejo-relay"),
        ("drwxr-xr-x root/root", "./etc/cotejo-relay/"),
        ("drwxr-xr-x root/root", " ./"),
    ] {
        let line = list.lines().find(|line| line.ends_with(file));
        assert!(
            line.is_some_and(|line| line.starts_with(rights)),
            "{file}: {list}"
        );
    }
    let conffiles = run(Command::new("dpkg-deb").args(["-I", package, "conffiles"]));
    assert_eq!(conffiles, "/etc/default/cotejo-relay\n");
}
