//! Bringing a file in: chosen in a dialog, dropped on the window or handed over by the system; read
//! under a mapping as often as the person changes it; written when they say so.

use std::path::Path;
use std::sync::Arc;

use contract::{
    Code, FileComparison, FileMatch, ImportGuess, ImportMapping, ImportReport, ImportRow,
    ImportView, Problem,
};
use tauri::{AppHandle, State};

use super::Answer;
use crate::files;
use crate::shell::{Importing, Shell};

/// Asks for a file; answers its name, for the screen to say that it is being read. `None`: the person
/// closed the dialog.
#[tauri::command]
pub(super) async fn import_choose(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Option<String>> {
    let path = files::choose_to_read(&app).await?;
    Ok(path.map(|path| {
        let name = name_of(&path);
        shell.give(path);
        name
    }))
}

/// Name of the file that waits to be read: chosen, dropped on the window or opened with the app.
#[tauri::command]
pub(super) async fn import_given(shell: State<'_, Shell>) -> Answer<Option<String>> {
    Ok(shell.given().as_deref().map(name_of))
}

/// Reads the file that waits and says what is in it; nothing is written until `import_confirm`.
#[tauri::command]
pub(super) async fn import_open(app: AppHandle, shell: State<'_, Shell>) -> Answer<ImportView> {
    let engine = shell.engine(&app).await?;
    shell.keep_importing(None);
    let path = shell.take_given();
    let path = path.ok_or_else(|| Problem::of(Code::FileUnreadable))?;
    let name = name_of(&path);
    let file = engine.import_open(name, files::read(path).await?).await?;
    let reading = Arc::new(engine.import_read(&file, None, None).await?);
    let view = reading.view().clone();
    shell.keep_importing(Some(Importing { file, reading }));
    Ok(view)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Says what is in the chosen file under a mapping.
#[tauri::command]
pub(super) async fn import_view(
    app: AppHandle,
    shell: State<'_, Shell>,
    mapping: ImportMapping,
    again: Option<ImportGuess>,
) -> Answer<ImportView> {
    let engine = shell.engine(&app).await?;
    let Importing { file, .. } = chosen(&shell)?;
    let reading = engine.import_read(&file, Some(mapping), again).await?;
    let reading = Arc::new(reading);
    let view = reading.view().clone();
    shell.keep_importing(Some(Importing { file, reading }));
    Ok(view)
}

/// Rows of the chosen file as last read, some at a time.
#[tauri::command]
pub(super) async fn import_rows(
    shell: State<'_, Shell>,
    from: u32,
    limit: u32,
) -> Answer<Vec<ImportRow>> {
    let Importing { reading, .. } = chosen(&shell)?;
    let rows = tauri::async_runtime::spawn_blocking(move || reading.rows(from, limit)).await;
    rows.map_err(|_| Problem::of(Code::Defect))
}

/// Makes a dossier of the chosen file, as it was last read.
#[tauri::command]
pub(super) async fn import_confirm(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<ImportReport> {
    let engine = shell.engine(&app).await?;
    let Importing { reading, .. } = chosen(&shell)?;
    let report = engine.import_write(reading).await?;
    // Only now: after a failure (a full disk) the person may confirm again.
    shell.keep_importing(None);
    Ok(report)
}

#[tauri::command]
pub(super) async fn import_cancel(shell: State<'_, Shell>) -> Answer<()> {
    shell.keep_importing(None);
    Ok(())
}

/// Dossiers that the chosen file looks like a changed copy of.
#[tauri::command]
pub(super) async fn import_matches(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Vec<FileMatch>> {
    let engine = shell.engine(&app).await?;
    let Importing { reading, .. } = chosen(&shell)?;
    engine.file_matches(reading).await
}

/// What the chosen file would bring to a dossier; nothing is written.
#[tauri::command]
pub(super) async fn import_compare(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    sender: String,
) -> Answer<FileComparison> {
    let engine = shell.engine(&app).await?;
    let Importing { reading, .. } = chosen(&shell)?;
    engine.file_compare(reading, dossier, sender).await
}

/// Brings what the chosen file changes to a dossier.
#[tauri::command]
pub(super) async fn import_merge(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    sender: String,
) -> Answer<FileComparison> {
    let engine = shell.engine(&app).await?;
    let Importing { reading, .. } = chosen(&shell)?;
    let told = engine.file_merge(reading, dossier, sender).await?;
    shell.keep_importing(None);
    Ok(told)
}

fn chosen(shell: &Shell) -> Answer<Importing> {
    shell
        .importing()
        .ok_or_else(|| Problem::of(Code::FileUnreadable))
}
