//! The commands of backups: making one, protecting them, and restoring everything from one. A backup to
//! restore is chosen in a dialog of the system and kept here until it is confirmed; its path never
//! comes from the screen.
#![expect(
    clippy::let_underscore_must_use,
    reason = "in what #[tauri::command] writes"
)]

use std::path::PathBuf;

use contract::{BackupContents, BackupMade, Code, Event, Problem, Restored, Settings};
use engine::{BackupProtection, BackupTarget, inspect_backup, restore_backup};
use tauri::{AppHandle, Emitter, State};
use zeroize::Zeroizing;

use crate::files;
use crate::shell::{EVENT, Shell};
use crate::window::LABEL;

type Answer<T> = Result<T, Problem>;

/// A backup that a person chose to restore, and has not confirmed yet.
#[derive(Clone)]
pub(crate) struct Chosen {
    path: PathBuf,
    passphrase: Option<Zeroizing<String>>,
}

impl std::fmt::Debug for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chosen")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Makes a backup of everything where the settings say.
#[tauri::command]
pub(crate) async fn backup_now(app: AppHandle, shell: State<'_, Shell>) -> Answer<BackupMade> {
    let engine = shell.engine(&app).await?;
    engine
        .back_up(BackupTarget::Settings, BackupProtection::Settings)
        .await
}

/// Asks for the folder of the backups. `None`: the person closed the dialog.
#[tauri::command]
pub(crate) async fn choose_backup_folder(app: AppHandle) -> Answer<Option<String>> {
    let folder = files::choose_folder(&app).await?;
    Ok(folder.map(|folder| folder.display().to_string()))
}

/// Protects the backups from now on with a passphrase, or no longer.
#[tauri::command]
pub(crate) async fn protect_backups(
    app: AppHandle,
    shell: State<'_, Shell>,
    passphrase: Option<String>,
) -> Answer<Settings> {
    let passphrase = passphrase.map(Zeroizing::new);
    shell.engine(&app).await?.protect_backups(passphrase).await
}

/// Asks for a backup and says what it holds; nothing is restored until `restore_confirm`. `None`: the
/// person closed the dialog.
#[tauri::command]
pub(crate) async fn restore_choose(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Option<BackupContents>> {
    shell.keep_backup(None);
    let Some(path) = files::choose_backup(&app).await? else {
        return Ok(None);
    };
    let chosen = Chosen {
        path,
        passphrase: None,
    };
    inspect(&app, &shell, chosen).await.map(Some)
}

/// Opens the backup that was chosen with its passphrase, and says what it holds.
#[tauri::command]
pub(crate) async fn restore_unlock(
    app: AppHandle,
    shell: State<'_, Shell>,
    passphrase: String,
) -> Answer<BackupContents> {
    let passphrase = Some(Zeroizing::new(passphrase));
    let chosen = Chosen {
        passphrase,
        ..shell.backup()?
    };
    inspect(&app, &shell, chosen).await
}

/// Forgets the backup that was chosen.
#[tauri::command]
pub(crate) async fn restore_cancel(shell: State<'_, Shell>) -> Answer<()> {
    shell.keep_backup(None);
    Ok(())
}

/// Restores the backup that was chosen: what is here is moved aside whole. Whatever comes of it, the
/// folder is opened again afterwards, and the screen begins anew.
#[tauri::command]
pub(crate) async fn restore_confirm(app: AppHandle, shell: State<'_, Shell>) -> Answer<Restored> {
    let chosen = shell.backup()?;
    let language = shell.language().await;
    let home = shell.home().to_owned();
    let teller = app.clone();
    let restored = shell
        .while_closed(move || {
            let passphrase = chosen.passphrase.as_ref();
            let passphrase = passphrase.map(|passphrase| passphrase.as_str());
            restore_backup(&home, &chosen.path, passphrase, true, &mut |progress| {
                // A window that does not listen learns of the end all the same.
                drop(teller.emit_to(LABEL, EVENT, Event::BackupProgress { progress }));
            })
        })
        .await;
    if restored.is_ok() {
        shell.keep_backup(None);
    }
    restored.map_err(|problem| problem.in_language(language))
}

async fn inspect(app: &AppHandle, shell: &Shell, chosen: Chosen) -> Answer<BackupContents> {
    // The engine has the folder: how much is in it is its to say.
    let here = match shell.engine(app).await {
        Ok(engine) => engine.dossiers().await?.len() as u64,
        Err(_) => 0,
    };
    let language = shell.language().await;
    let asked = chosen.clone();
    let looked = tauri::async_runtime::spawn_blocking(move || {
        let passphrase = asked.passphrase.as_ref();
        let passphrase = passphrase.map(|passphrase| passphrase.as_str());
        inspect_backup(None, &asked.path, passphrase)
    });
    let looked = looked
        .await
        .unwrap_or_else(|_| Err(Problem::of(Code::Defect)));
    let contents = looked.map_err(|problem| problem.in_language(language))?;
    shell.keep_backup(Some(chosen));
    Ok(BackupContents { here, ..contents })
}
