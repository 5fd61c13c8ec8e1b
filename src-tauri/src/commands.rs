//! The commands of the screen: each one is a call of the engine. Limits, roles and words are the
//! engine's; the only work done here is what needs a window (dialogs, closing).
#![expect(
    clippy::let_underscore_must_use,
    reason = "in what #[tauri::command] writes"
)]
#![expect(
    clippy::too_many_arguments,
    reason = "a command's arguments are its JSON, flat"
)]

use contract::{
    ActReceipt, BlameSpan, Cell, ChangeReceiptView, ComparisonView, DossierSummary, EditReceipt,
    ExportChoices, ExportFormat, ExportOffer, FindingPage, FindingSummary, FindingsOf,
    ImportReport, Invitation, MatrixAction, MatrixView, Me, MomentView, OpenedDossier,
    PastValueView, Problem, ReceiptsView, ReviewAction, ReviewReceipt, RoleName, Settings, Start,
    TextChange, TextOpened, TextPushed, TextUpdate, UndoReceipt,
};
use tauri::ipc::Invoke;
use tauri::{AppHandle, State, Wry};

use crate::shell::Shell;
#[allow(
    clippy::wildcard_imports,
    reason = "a command comes with macros of its own, whose names are tauri's"
)]
use crate::{backups::*, minutes_commands::*};
use crate::{closing, files};

mod consolidation;

#[allow(
    clippy::wildcard_imports,
    reason = "a command comes with macros of its own, whose names are tauri's"
)]
use consolidation::*;
mod importing;

#[allow(
    clippy::wildcard_imports,
    reason = "a command comes with macros of its own, whose names are tauri's"
)]
use importing::*;

mod handed;

#[allow(
    clippy::wildcard_imports,
    reason = "a command comes with macros of its own, whose names are tauri's"
)]
use handed::*;

mod packages;

#[allow(
    clippy::wildcard_imports,
    reason = "a command comes with macros of its own, whose names are tauri's"
)]
use packages::*;

include!("command_list.rs");

/// Answers every command of the list, and no other.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    command_list!(tauri::generate_handler)
}

type Answer<T> = Result<T, Problem>;

/// First question of the screen, and of a screen that tries again after a failure.
#[tauri::command]
async fn start(app: AppHandle, shell: State<'_, Shell>) -> Answer<Start> {
    shell.try_again().await;
    match shell.engine(&app).await {
        Ok(engine) => engine.start().await,
        Err(problem) => Ok(Start {
            me: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            problem: Some(problem),
        }),
    }
}

#[tauri::command]
async fn set_me(
    app: AppHandle,
    shell: State<'_, Shell>,
    name: String,
    institution: String,
) -> Answer<Me> {
    shell.engine(&app).await?.set_me(name, institution).await
}

#[tauri::command]
async fn dossiers(app: AppHandle, shell: State<'_, Shell>) -> Answer<Vec<DossierSummary>> {
    shell.engine(&app).await?.dossiers().await
}

#[tauri::command]
async fn open_dossier(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    first: Option<u32>,
) -> Answer<OpenedDossier> {
    shell.engine(&app).await?.open_dossier(dossier, first).await
}

#[tauri::command]
async fn import_example(app: AppHandle, shell: State<'_, Shell>) -> Answer<ImportReport> {
    shell.engine(&app).await?.import_example().await
}

#[tauri::command]
async fn join(app: AppHandle, shell: State<'_, Shell>, link: String) -> Answer<DossierSummary> {
    shell.engine(&app).await?.join(link).await
}

#[tauri::command]
async fn invite(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    role: RoleName,
    relay: String,
) -> Answer<Invitation> {
    shell.engine(&app).await?.invite(dossier, role, relay).await
}

#[tauri::command]
async fn change_role(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    device: String,
    role: Option<RoleName>,
) -> Answer<()> {
    shell
        .engine(&app)
        .await?
        .change_role(dossier, device, role)
        .await
}

#[tauri::command]
async fn edit(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    line: String,
    indicator: Option<String>,
    field: String,
    value: String,
    base: Option<String>,
) -> Answer<EditReceipt> {
    shell
        .engine(&app)
        .await?
        .edit(dossier, line, indicator, field, value, base)
        .await
}

#[tauri::command]
async fn resolve(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    line: String,
    indicator: Option<String>,
    field: String,
    choose: u32,
) -> Answer<EditReceipt> {
    shell
        .engine(&app)
        .await?
        .resolve(dossier, line, indicator, field, choose)
        .await
}

#[tauri::command]
async fn review(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    actions: Vec<ReviewAction>,
) -> Answer<ReviewReceipt> {
    shell.engine(&app).await?.review(dossier, actions).await
}

#[tauri::command]
async fn mark_read(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    keys: Option<Vec<String>>,
) -> Answer<()> {
    shell.engine(&app).await?.mark_read(dossier, keys).await
}

#[tauri::command]
async fn decide(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    key: String,
    choose: u32,
) -> Answer<()> {
    shell.engine(&app).await?.decide(dossier, key, choose).await
}

#[tauri::command]
async fn act(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    label: String,
    actions: Vec<MatrixAction>,
) -> Answer<ActReceipt> {
    shell.engine(&app).await?.act(dossier, label, actions).await
}

#[tauri::command]
async fn undo(app: AppHandle, shell: State<'_, Shell>, dossier: String) -> Answer<UndoReceipt> {
    shell.engine(&app).await?.undo(dossier).await
}

#[tauri::command]
async fn redo(app: AppHandle, shell: State<'_, Shell>, dossier: String) -> Answer<UndoReceipt> {
    shell.engine(&app).await?.redo(dossier).await
}

#[tauri::command]
async fn open_text(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    line: String,
    indicator: Option<String>,
    field: String,
) -> Answer<TextOpened> {
    shell
        .engine(&app)
        .await?
        .open_text(dossier, line, indicator, field)
        .await
}

#[tauri::command]
async fn push_text(
    app: AppHandle,
    shell: State<'_, Shell>,
    session: u64,
    version: u32,
    client: String,
    updates: Vec<Vec<TextChange>>,
) -> Answer<TextPushed> {
    shell
        .engine(&app)
        .await?
        .push_text(session, version, client, updates)
        .await
}

#[tauri::command]
async fn pull_text(
    app: AppHandle,
    shell: State<'_, Shell>,
    session: u64,
    version: u32,
) -> Answer<Vec<TextUpdate>> {
    shell.engine(&app).await?.pull_text(session, version).await
}

#[tauri::command]
async fn revert_text(app: AppHandle, shell: State<'_, Shell>, session: u64) -> Answer<()> {
    shell.engine(&app).await?.revert_text(session).await
}

#[tauri::command]
async fn close_text(app: AppHandle, shell: State<'_, Shell>, session: u64) -> Answer<()> {
    shell.engine(&app).await?.close_text(session).await
}

#[tauri::command]
async fn keep_draft(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    cell: Cell,
    text: Option<String>,
) -> Answer<()> {
    shell
        .engine(&app)
        .await?
        .keep_draft(dossier, cell, text)
        .await
}

#[tauri::command]
async fn here(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    cell: Option<Cell>,
    writing: bool,
    anchor: Option<u64>,
    head: Option<u64>,
) -> Answer<()> {
    shell
        .engine(&app)
        .await?
        .here(dossier, cell, writing, anchor, head)
        .await
}

#[tauri::command]
async fn leave(app: AppHandle, shell: State<'_, Shell>, dossier: String) -> Answer<()> {
    shell.engine(&app).await?.leave(dossier).await
}

#[tauri::command]
async fn findings(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<FindingSummary> {
    let engine = shell.engine(&app).await?;
    engine.finding_summary(dossier, engine.language()).await
}

#[tauri::command]
async fn finding_page(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    of: FindingsOf,
    offset: u32,
    limit: u32,
) -> Answer<FindingPage> {
    let engine = shell.engine(&app).await?;
    let language = engine.language();
    engine
        .finding_page(dossier, of, offset, limit, language)
        .await
}

#[tauri::command]
async fn changed(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    since: Option<String>,
    by: Option<String>,
) -> Answer<Vec<Cell>> {
    shell.engine(&app).await?.changed(dossier, since, by).await
}

#[tauri::command]
async fn settings(app: AppHandle, shell: State<'_, Shell>) -> Answer<Settings> {
    shell.engine(&app).await?.settings().await
}

#[tauri::command]
async fn set_settings(
    app: AppHandle,
    shell: State<'_, Shell>,
    settings: Settings,
) -> Answer<Settings> {
    shell.engine(&app).await?.set_settings(settings).await
}

#[tauri::command]
async fn view_state(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<Option<String>> {
    shell.engine(&app).await?.view_state(dossier).await
}

#[tauri::command]
async fn keep_view_state(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    json: String,
) -> Answer<()> {
    shell
        .engine(&app)
        .await?
        .keep_view_state(dossier, json)
        .await
}

#[tauri::command]
async fn compare(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    from: String,
    to: String,
) -> Answer<ComparisonView> {
    shell.engine(&app).await?.compare(dossier, from, to).await
}

#[tauri::command]
async fn matrix_at(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    point: String,
) -> Answer<MatrixView> {
    shell.engine(&app).await?.matrix_at(dossier, point).await
}

#[tauri::command]
async fn moments(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<Vec<MomentView>> {
    shell.engine(&app).await?.moments(dossier).await
}

#[tauri::command]
async fn restore(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    point: String,
    cells: Option<Vec<Cell>>,
) -> Answer<ActReceipt> {
    let engine = shell.engine(&app).await?;
    engine.restore(dossier, point, cells).await
}

#[tauri::command]
async fn cell_history(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    cell: Cell,
) -> Answer<Vec<PastValueView>> {
    shell.engine(&app).await?.cell_history(dossier, cell).await
}

#[tauri::command]
async fn blame(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    cell: Cell,
) -> Answer<Vec<BlameSpan>> {
    shell.engine(&app).await?.blame(dossier, cell).await
}

/// Asks where to write the notification of changes, and answers where. `None`: the person closed the
/// dialog.
#[tauri::command]
async fn export_changes(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    from: String,
    to: String,
) -> Answer<Option<String>> {
    let engine = shell.engine(&app).await?;
    let Some((path, format)) = files::choose_document(&app, "notificación de cambios").await?
    else {
        return Ok(None);
    };
    let bytes = engine.export_changes(dossier, from, to, format).await?;
    files::write(path.clone(), bytes).await?;
    Ok(Some(path.display().to_string()))
}

/// Who has what this person wrote, and who has seen it.
#[tauri::command]
async fn receipts(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<ReceiptsView> {
    shell.engine(&app).await?.receipts(dossier).await
}

/// What is on screen was seen.
#[tauri::command]
async fn seen(app: AppHandle, shell: State<'_, Shell>, dossier: String) -> Answer<()> {
    shell.engine(&app).await?.seen(dossier).await
}

#[tauri::command]
async fn receipt_of_cell(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    line: String,
    indicator: Option<String>,
    field: String,
) -> Answer<ChangeReceiptView> {
    shell
        .engine(&app)
        .await?
        .receipt_of_cell(dossier, line, indicator, field)
        .await
}

#[tauri::command]
async fn away_seen(app: AppHandle, shell: State<'_, Shell>, dossier: String) -> Answer<()> {
    shell.engine(&app).await?.away_seen(dossier).await
}

/// Asks where to write what changed while away, and answers where. `None`: the person closed the
/// dialog.
#[tauri::command]
async fn export_away(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<Option<String>> {
    let engine = shell.engine(&app).await?;
    let Some((path, format)) = files::choose_document(&app, "cambios sin conexión").await? else {
        return Ok(None);
    };
    let bytes = engine.export_away(dossier, format).await?;
    files::write(path.clone(), bytes).await?;
    Ok(Some(path.display().to_string()))
}

/// What can be chosen when a dossier is exported.
#[tauri::command]
async fn export_offer(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<ExportOffer> {
    shell.engine(&app).await?.export_offer(dossier).await
}

/// Asks where to write what was chosen, writes it, and answers where. The choices are kept for the
/// next time. `None`: the person closed the dialog.
#[tauri::command]
async fn export_choose(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    choices: ExportChoices,
    name: String,
) -> Answer<Option<String>> {
    let engine = shell.engine(&app).await?;
    let ExportChoices { format, options } = choices.clone();
    // Made first: where to write is asked only of what there is.
    let bytes = match format {
        ExportFormat::Pdf => printing::annex(&engine, dossier.clone(), options).await?,
        other => engine.export(dossier.clone(), other, options).await?,
    };
    let name = files::file_name(&name);
    let Some(path) = files::choose_to_write(&app, &name, format.as_str()).await? else {
        return Ok(None);
    };
    files::write(path.clone(), bytes).await?;
    engine.keep_export_choices(dossier, choices).await?;
    shell.keep_written(path.clone());
    Ok(Some(path.display().to_string()))
}

#[tauri::command]
async fn sync_now(app: AppHandle, shell: State<'_, Shell>, dossier: String) -> Answer<()> {
    shell.engine(&app).await?.sync_now(dossier).await
}

/// The screen asks the person what to do with a text that cannot be saved: closing waits for it.
#[tauri::command]
async fn keep_window(app: AppHandle) -> Answer<()> {
    closing::keep(&app);
    Ok(())
}

/// The screen has committed what was being typed: the window may close.
#[tauri::command]
async fn close_window(app: AppHandle) -> Answer<()> {
    closing::finish(&app).await;
    Ok(())
}

#[cfg(test)]
mod tests;
