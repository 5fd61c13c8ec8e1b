//! `run TARGET SECONDS`: changed samples for so long, then a line of figures.
//! `unpack TARGET FOLDER` and `pack TARGET FOLDER`: the corpus as libFuzzer wants it, and back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hostile::{Mutation, Target, pack};

fn corpus(target: Target) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.join("corpus").join(target.name())
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    match given[..] {
        ["run", target, seconds] => run(named(target), seconds.parse().expect("seconds")),
        ["unpack", target, folder] => unpack(named(target), Path::new(folder)),
        ["pack", target, folder] => pack_all(named(target), Path::new(folder)),
        _ => {
            println!("run TARGET SECONDS · unpack TARGET FOLDER · pack TARGET FOLDER");
            std::process::exit(2);
        }
    }
}

fn named(name: &str) -> Target {
    Target::named(name).expect("no such target")
}

fn samples(target: Target) -> Vec<Vec<u8>> {
    let mut samples = target.samples();
    let kept = std::fs::read(corpus(target)).unwrap();
    samples.extend(pack::unpack(&kept).expect("a packed corpus"));
    samples
}

/// A panic prints the input, which is then one more crasher.
fn run(target: Target, seconds: u64) {
    let (began, limit) = (Instant::now(), Duration::from_secs(seconds));
    let seed = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    println!("{} from seed {seed}", target.name());
    let (mut tried, mut slowest) = (0_u64, Duration::ZERO);
    for input in Mutation::new(samples(target), seed) {
        let started = Instant::now();
        if std::panic::catch_unwind(|| target.survives(&input)).is_err() {
            let name =
                format!("{:02x?}", &seal::hash(&input)[..4]).replace([',', ' ', '[', ']'], "");
            let crasher = PathBuf::from(format!("crasher-{}-{name}", target.name()));
            std::fs::write(&crasher, &input).unwrap();
            println!("broken by {}", crasher.display());
            std::process::exit(1);
        }
        tried += 1;
        slowest = slowest.max(started.elapsed());
        if began.elapsed() >= limit {
            break;
        }
    }
    println!(
        "{}: {tried} inputs in {seconds} s, slowest {} ms, peak memory {} MiB, 0 broken",
        target.name(),
        slowest.as_millis(),
        peak_mib()
    );
}

/// The most memory this process ever held, where the system says so.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn unpack(target: Target, folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for (place, input) in samples(target).iter().enumerate() {
        std::fs::write(folder.join(format!("{place:05}")), input).unwrap();
    }
}

fn pack_all(target: Target, folder: &Path) {
    let files = std::fs::read_dir(folder).unwrap();
    let mut inputs: Vec<Vec<u8>> = files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    inputs.sort_by_key(|input| (input.len(), input.clone()));
    std::fs::write(corpus(target), pack::pack(&inputs)).unwrap();
    println!("{}: {} inputs", target.name(), inputs.len());
}
