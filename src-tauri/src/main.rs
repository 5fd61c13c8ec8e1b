//! The shell: one window over the engine. It opens the folder, hands commands to the engine and the
//! engine's events to the screen, opens file dialogs, and closes in order.
//!
//! It must never know SQL, Automerge or a rule of the business, and the screen must never reach the
//! disk or the network except through a command of `command_list.rs`. Read [`shell::Shell`] first.
#![forbid(unsafe_code)]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod backups;
mod bell;
mod closing;
mod commands;
mod files;
#[cfg(target_os = "linux")]
mod graphics;
mod minutes_commands;
mod shell;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use tauri::{AppHandle, Manager, RunEvent};

use arguments::Asked;
use shell::Shell;

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answers to whoever typed the command"
)]
fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Asked::Version) => println!("cotejo-app {}", env!("CARGO_PKG_VERSION")),
        Ok(Asked::Help) => println!("{}", arguments::USAGE),
        Ok(Asked::Open { home, file }) => {
            #[cfg(target_os = "linux")]
            graphics::suit_this_computer();
            if let Err(error) = run(home, file) {
                eprintln!("Cotejo no pudo abrir su ventana: {error:#}");
                return ExitCode::FAILURE;
            }
        }
        Err(argument) => {
            let argument = argument.display();
            eprintln!("No entiendo «{argument}».\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Opens the window and stays until it closes.
fn run(home: Option<PathBuf>, file: Option<PathBuf>) -> anyhow::Result<()> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .on_window_event(|window, event| {
            bell::on_window_event(window, event);
            closing::on_window_event(window, event);
            shell::on_window_event(window, event);
        })
        .setup(move |app| {
            let home = home_folder(app.handle(), home)?;
            app.manage(Shell::new(home.clone(), file));
            window::open(app.handle(), &home)?;
            shell::begin(app.handle());
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("al preparar la ventana")?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            closing::at_exit(app);
        }
    });
    Ok(())
}

/// The folder of the work: the one asked for, made absolute, or the account's own.
fn home_folder(app: &AppHandle, asked: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    match asked {
        Some(home) => std::path::absolute(&home).with_context(|| home.display().to_string()),
        None => Ok(app
            .path()
            .data_dir()
            .context("sin carpeta de datos")?
            .join("cotejo")),
    }
}
