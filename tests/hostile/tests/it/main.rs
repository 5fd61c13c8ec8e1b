//! At every push: all that is kept, and a fixed number of changed samples of each format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use hostile::{Mutation, Target, pack};

/// Memory a test may come to hold: `promises.md`, row 17.
const MEMORY_MIB_MAX: u64 = 256;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What a fuzzer found worth keeping, and what once broke something.
fn kept(target: Target) -> Vec<Vec<u8>> {
    let corpus = std::fs::read(folder("corpus").join(target.name())).unwrap();
    let mut kept = pack::unpack(&corpus).expect("a packed corpus");
    assert!(!kept.is_empty(), "the corpus of {}", target.name());
    let crashers = folder("crashers").join(target.name());
    for file in std::fs::read_dir(&crashers).into_iter().flatten() {
        kept.push(std::fs::read(file.unwrap().path()).unwrap());
    }
    kept
}

fn check(target: Target, rounds: usize) {
    let mut samples = target.samples();
    samples.extend(kept(target));
    for sample in &samples {
        target.survives(sample);
    }
    let replayed = samples.len();
    for changed in Mutation::new(samples, 1).take(rounds) {
        target.survives(&changed);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak_kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    let peak_mib = peak_kib.unwrap_or(0) / 1024;
    println!(
        "{}: {replayed} kept and {rounds} changed inputs, 0 broken, peak memory {peak_mib} MiB",
        target.name()
    );
    assert!(peak_mib < MEMORY_MIB_MAX);
}

#[test]
fn frames() {
    check(Target::Frame, 20_000);
}

#[test]
fn handshakes() {
    check(Target::Handshake, 5_000);
}

#[test]
fn envelopes() {
    check(Target::Envelope, 3_000);
}

#[test]
fn chunks() {
    check(Target::Chunks, 3_000);
}

#[test]
fn invitations() {
    check(Target::Invitation, 1_000);
}

#[test]
fn membership_logs() {
    check(Target::Membership, 200);
}
