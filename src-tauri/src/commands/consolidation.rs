//! Many dossiers as one table, and the programmes of this computer.

use contract::{
    ConsolidationPage, ConsolidationQuery, ConsolidationView, ProgrammeView, RepeatsView, SheetSize,
};
use tauri::{AppHandle, State};

use super::Answer;
use crate::files;
use crate::shell::Shell;

#[tauri::command]
pub(super) async fn consolidate(
    app: AppHandle,
    shell: State<'_, Shell>,
    query: ConsolidationQuery,
) -> Answer<ConsolidationView> {
    shell.engine(&app).await?.consolidate(query).await
}

#[tauri::command]
pub(super) async fn consolidated_rows(
    app: AppHandle,
    shell: State<'_, Shell>,
    query: ConsolidationQuery,
    offset: u32,
    limit: u32,
) -> Answer<ConsolidationPage> {
    let engine = shell.engine(&app).await?;
    engine.consolidated_rows(query, offset, limit).await
}

#[tauri::command]
pub(super) async fn repeated_lines(
    app: AppHandle,
    shell: State<'_, Shell>,
    query: ConsolidationQuery,
    likeness: u8,
) -> Answer<RepeatsView> {
    let engine = shell.engine(&app).await?;
    engine.repeated_lines(query, likeness).await
}

/// Asks where to write the programme, and answers where. `None`: the person closed the dialog.
#[tauri::command]
pub(super) async fn export_consolidation(
    app: AppHandle,
    shell: State<'_, Shell>,
    query: ConsolidationQuery,
    format: String,
) -> Answer<Option<String>> {
    let engine = shell.engine(&app).await?;
    let sheet = SheetSize::Carta;
    let bytes = match format.as_str() {
        "pdf" => printing::consolidation(&engine, query, sheet).await?,
        format => engine.export_consolidation(query, format, sheet).await?,
    };
    let Some(path) = files::choose_to_write(&app, "programa", &format).await? else {
        return Ok(None);
    };
    files::write(path.clone(), bytes).await?;
    Ok(Some(path.display().to_string()))
}

#[tauri::command]
pub(super) async fn programmes(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Vec<ProgrammeView>> {
    shell.engine(&app).await?.programmes().await
}

#[tauri::command]
pub(super) async fn keep_programme(
    app: AppHandle,
    shell: State<'_, Shell>,
    programme: ProgrammeView,
) -> Answer<Vec<ProgrammeView>> {
    shell.engine(&app).await?.keep_programme(programme).await
}

#[tauri::command]
pub(super) async fn remove_programme(
    app: AppHandle,
    shell: State<'_, Shell>,
    programme: String,
) -> Answer<Vec<ProgrammeView>> {
    shell.engine(&app).await?.remove_programme(programme).await
}

#[tauri::command]
pub(super) async fn consolidation_state(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Option<String>> {
    shell.engine(&app).await?.consolidation_state().await
}

#[tauri::command]
pub(super) async fn keep_consolidation_state(
    app: AppHandle,
    shell: State<'_, Shell>,
    json: String,
) -> Answer<()> {
    shell
        .engine(&app)
        .await?
        .keep_consolidation_state(json)
        .await
}
