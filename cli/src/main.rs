//! `cotejo`: the engine on the command line. Every command answers with words for people, or with
//! one JSON document (`--json`); a failure is said on standard error with what to do next, exit 1.
//! Wrong usage exits with 2.
//!
//! This room must never know SQL nor Automerge. Read `arguments` first, then `run`.
#![forbid(unsafe_code)]

mod arguments;
mod backup;
mod bring;
mod consolidate;
mod export;
mod find;
mod logos;
mod minuta;
mod minuta_arguments;
mod minuta_words;
mod packages;
mod past;
mod print;
mod review;
mod run;
mod verify_document;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Standard error belongs to problems; logs only when asked for.
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("COTEJO_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("off")),
        )
        .init();
    let json = arguments.json;
    match run::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            print::problem(&problem, json);
            ExitCode::FAILURE
        }
    }
}
