//! Doing what was asked.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use contract::{Cell, Code, MemberView, Problem, ReviewAction, RoleName};
use engine::{Engine, EngineOptions};
use serde_json::{Value, json};

use crate::arguments::{Arguments, Command, Role};
use crate::backup::BackupCommand;
use crate::{
    backup, bring, consolidate, export, find, logos, minuta, minuta_words, packages, past, print,
    review, verify_document,
};

/// Runs one command to its end.
pub(crate) fn run(arguments: Arguments) -> Result<(), Problem> {
    let home = match arguments.home {
        Some(home) => home,
        None => default_home().ok_or_else(|| Problem::of(Code::FolderUnusable))?,
    };
    if let Command::Backup(BackupCommand::Restore {
        file,
        passphrase_file,
        aside,
        show,
    }) = &arguments.command
    {
        // No engine may have the folder meanwhile.
        let passphrase_file = passphrase_file.as_deref();
        return backup::restore(&home, file, passphrase_file, *aside, *show, arguments.json);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|_| Problem::of(Code::Defect))?;
    runtime.block_on(async {
        let engine = Engine::open_with(EngineOptions {
            home,
            stay_connected: false,
        })?;
        let outcome = act(&engine, arguments.command, arguments.json).await;
        engine.close().await;
        outcome
    })
}

async fn act(engine: &Engine, command: Command, json: bool) -> Result<(), Problem> {
    match command {
        Command::Me {
            name: Some(name),
            institution: Some(institution),
        } => print::me(&engine.set_me(name, institution).await?, json),
        Command::Me { .. } => match engine.me().await? {
            Some(me) => print::me(&me, json),
            None => return Err(Problem::of(Code::NoPerson)),
        },
        Command::Import {
            file,
            map,
            dry_run,
            into,
            sender,
        } => {
            let asked = bring::Asked {
                file: &file,
                map: map.as_deref(),
                dry_run,
                json,
            };
            match into {
                Some(dossier) => {
                    let dossier = id(engine, &dossier).await?;
                    bring::merge(engine, asked, dossier, sender.unwrap_or_default()).await?;
                }
                None => bring::import(engine, asked).await?,
            }
        }
        Command::Compare { file, dossier, map } => {
            let dossier = id(engine, &dossier).await?;
            let asked = bring::Asked {
                file: &file,
                map: map.as_deref(),
                dry_run: true,
                json,
            };
            bring::merge(engine, asked, dossier, bring::NOBODY.to_owned()).await?;
        }
        Command::List => print::dossiers(&engine.dossiers().await?, json),
        Command::Show { dossier } => {
            print::matrix(&engine.matrix(id(engine, &dossier).await?).await?, json);
        }
        Command::Set {
            dossier,
            row,
            field,
            value,
        } => {
            let (dossier, line, indicator) = cell(engine, &dossier, &row).await?;
            let receipt = engine
                .edit(dossier, line, indicator, field, value, None)
                .await?;
            print::row(&receipt.row, json);
        }
        Command::Comment {
            dossier,
            row,
            field,
            text,
        } => {
            let (dossier, line, indicator) = cell(engine, &dossier, &row).await?;
            let comment = ReviewAction::Comment {
                thread: None,
                line,
                indicator,
                field,
                text,
                mentions: Vec::new(),
                internal: false,
                from: None,
                to: None,
            };
            let receipt = engine.review(dossier, vec![comment]).await?;
            let made = receipt.comments.into_iter();
            let made: Vec<_> = made
                .filter(|comment| receipt.made.contains(&comment.comment))
                .collect();
            print::comments(&made, json, true);
        }
        Command::Comments { dossier } => {
            let comments = engine.comments(id(engine, &dossier).await?).await?;
            print::comments(&comments, json, false);
        }
        Command::Conflicts { dossier } => {
            print::conflicts(&engine.matrix(id(engine, &dossier).await?).await?, json);
        }
        Command::Resolve {
            dossier,
            row,
            field,
            choose,
        } => {
            let (dossier, line, indicator) = cell(engine, &dossier, &row).await?;
            let receipt = engine
                .resolve(dossier, line, indicator, field, choose)
                .await?;
            print::row(&receipt.row, json);
        }
        Command::Invite {
            dossier,
            role,
            relay,
        } => {
            let dossier = id(engine, &dossier).await?;
            let role = role_name(role);
            print::invitation(
                &engine
                    .invite(dossier, role, relay.unwrap_or_default())
                    .await?,
                json,
            );
        }
        Command::People { dossier } => {
            let dossier = id(engine, &dossier).await?;
            print::people(&people(engine, &dossier).await?, json);
        }
        Command::Role {
            dossier,
            person,
            role,
            none: _,
        } => {
            let dossier = id(engine, &dossier).await?;
            let device = find::person(&people(engine, &dossier).await?, &person)?;
            let role = role.map(role_name);
            engine.change_role(dossier.clone(), device, role).await?;
            print::people(&people(engine, &dossier).await?, json);
        }
        Command::Join { link } => {
            print::dossiers_one(&engine.join(link).await?, json);
        }
        Command::Sync { dossier, watch } => {
            let dossier = match dossier {
                Some(dossier) => Some(id(engine, &dossier).await?),
                None => None,
            };
            sync(engine, dossier, watch, json).await?;
        }
        Command::Diff { dossier, from, to } => {
            let dossier = id(engine, &dossier).await?;
            past::diff(engine, dossier, &from, &to, json).await?;
        }
        Command::Blame {
            dossier,
            row,
            field,
        } => {
            let (dossier, line, indicator) = cell(engine, &dossier, &row).await?;
            past::blame(
                engine,
                dossier,
                Cell {
                    line,
                    indicator,
                    field,
                },
                json,
            )
            .await?;
        }
        Command::History {
            dossier,
            row,
            field,
        } => {
            let (dossier, line, indicator) = cell(engine, &dossier, &row).await?;
            past::history(
                engine,
                dossier,
                Cell {
                    line,
                    indicator,
                    field,
                },
                json,
            )
            .await?;
        }
        Command::Versions { dossier } => {
            past::versions(engine, id(engine, &dossier).await?, json).await?;
        }
        Command::Summary { dossier, since } => {
            let dossier = id(engine, &dossier).await?;
            past::summary(engine, dossier, &since, json).await?;
        }
        Command::Receipts { dossier } => {
            let dossier = id(engine, &dossier).await?;
            print::receipts(&engine.receipts(dossier).await?, json);
        }
        Command::Status => print::statuses(&engine.statuses().await?, json),
        Command::Export(wanted) => {
            let dossier = id(engine, &wanted.dossier).await?;
            export::run(engine, dossier, wanted, json).await?;
        }
        Command::Logos(asked) => logos::run(engine, asked, json).await?,
        Command::Consolidate(asked) => consolidate::consolidate(engine, *asked, json).await?,
        Command::Programme { act } => consolidate::programme(engine, act, json).await?,
        Command::Check { dossier } => {
            let dossier = id(engine, &dossier).await?;
            let found = engine.findings(dossier.clone(), engine.language()).await?;
            print::check(&engine.matrix(dossier).await?, &found, json);
        }
        Command::VerifyDocument { file, code } => {
            verify_document::run(engine, file.as_deref(), code, json).await?;
        }
        Command::Verify => {
            let problems = engine.verify().await?;
            if let Some(first) = problems.first() {
                return Err(Problem::about(Code::StoreDamaged, first));
            }
            print::value(
                &json!({"sound": true, "problems": Value::Array(Vec::new())}),
                json,
                || "Todo lo guardado está íntegro.".to_owned(),
            );
        }
        Command::Backup(BackupCommand::Backup {
            output,
            to,
            passphrase_file,
        }) => backup::back_up(engine, output, to, passphrase_file, json).await?,
        Command::Backup(BackupCommand::Documents { dossier, to }) => {
            let dossier = id(engine, &dossier).await?;
            backup::documents(engine, dossier, &to, json).await?;
        }
        // Done before an engine was opened.
        Command::Backup(BackupCommand::Restore { .. }) => {
            return Err(Problem::of(Code::FolderInUse));
        }
        Command::Package(command) => packages::act(engine, command, json).await?,
        Command::Review(command) => review::act(engine, command, json).await?,
        Command::Why {
            dossier,
            row,
            field,
        } => {
            let (dossier, line, indicator) = cell(engine, &dossier, &row).await?;
            let place = Cell {
                line,
                indicator,
                field,
            };
            let why = engine.why(dossier, place).await?;
            print::value(&why, json, || minuta_words::why_words(&why));
        }
        Command::Minuta(command) => minuta::act(engine, command, json).await?,
    }
    Ok(())
}

async fn sync(
    engine: &Engine,
    dossier: Option<String>,
    watch: bool,
    json: bool,
) -> Result<(), Problem> {
    let mut events = engine.events();
    let report = match engine.sync(dossier.clone()).await {
        Ok(report) => report,
        Err(problem) if watch && problem.code.is_unreached() => {
            print::problem(&problem, json);
            wait_for_contact(engine, dossier.clone()).await?
        }
        Err(problem) => return Err(problem),
    };
    print::sync(&report, json);
    if !watch {
        return Ok(());
    }
    loop {
        tokio::select! {
            stop = tokio::signal::ctrl_c() => {
                return stop.map_err(|_| Problem::of(Code::Defect));
            }
            event = events.recv() => match event {
                Ok(event) => print::event(&event, json),
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return Ok(()),
            }
        }
    }
}

/// The engine keeps dialing with backoff; ask again until it got through.
async fn wait_for_contact(
    engine: &Engine,
    dossier: Option<String>,
) -> Result<contract::SyncReport, Problem> {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        match engine.sync(dossier.clone()).await {
            Err(problem) if problem.code.is_unreached() => {}
            outcome => return outcome,
        }
    }
}

/// The dossier somebody means.
pub(crate) async fn id(engine: &Engine, wanted: &str) -> Result<String, Problem> {
    let dossiers = engine.dossiers().await?;
    Ok(find::dossier(&dossiers, wanted)?.dossier.clone())
}

/// The dossier, line and indicator of the row somebody means.
pub(crate) async fn cell(
    engine: &Engine,
    dossier: &str,
    row: &str,
) -> Result<(String, String, Option<String>), Problem> {
    let dossier = id(engine, dossier).await?;
    let matrix = engine.matrix(dossier.clone()).await?;
    if matrix.rows.is_empty() && matrix.title.is_empty() {
        return Err(Problem::of(Code::NotArrived));
    }
    let row = find::row(&matrix, row)?;
    Ok((dossier, row.line.clone(), row.indicator.clone()))
}

pub(crate) async fn people(engine: &Engine, dossier: &str) -> Result<Vec<MemberView>, Problem> {
    let opened = engine.open_dossier(dossier.to_owned(), Some(1)).await?;
    Ok(opened.members)
}

fn role_name(role: Role) -> RoleName {
    match role {
        Role::Coordinator => RoleName::Coordinator,
        Role::Editor => RoleName::Editor,
        Role::Reviewer => RoleName::Reviewer,
        Role::Reader => RoleName::Reader,
    }
}

/// Writes beside the file and renames, so that a failure leaves what was there.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let problem = |_| Problem::about(Code::FileNotWritten, file.display());
    let name = file
        .file_name()
        .ok_or_else(|| Problem::about(Code::FileNotWritten, file.display()))?;
    let mut part_name = std::ffi::OsString::from(".");
    part_name.push(name);
    part_name.push(format!(".{}", std::process::id()));
    let part = file.with_file_name(part_name);
    let written = std::fs::File::create(&part)
        .and_then(|mut out| out.write_all(bytes).and_then(|()| out.sync_all()))
        .and_then(|()| std::fs::rename(&part, file));
    if written.is_err() && part.exists() {
        std::fs::remove_file(&part).map_err(problem)?;
    }
    written.map_err(problem)
}

/// The folder of the window's account, so that both see the same dossiers.
fn default_home() -> Option<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/share")))?;
    Some(data.join("cotejo"))
}
