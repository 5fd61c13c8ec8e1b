//! The commands about minutas; as those of `commands`, each is a call of the engine.
#![expect(
    clippy::let_underscore_must_use,
    reason = "in what #[tauri::command] writes"
)]

use contract::{Cell, MinutesAction, MinutesReceipt, MinutesView, Problem, TextOpened, WhyView};
use tauri::{AppHandle, State};

use crate::shell::Shell;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub(crate) async fn minutes(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<MinutesView> {
    shell.engine(&app).await?.minutes(dossier).await
}

#[tauri::command]
pub(crate) async fn minutes_act(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    actions: Vec<MinutesAction>,
) -> Answer<MinutesReceipt> {
    shell
        .engine(&app)
        .await?
        .minutes_act(dossier, actions)
        .await
}

#[tauri::command]
pub(crate) async fn open_minutes_text(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    part: String,
    field: String,
) -> Answer<TextOpened> {
    let engine = shell.engine(&app).await?;
    engine.open_minutes_text(dossier, part, field).await
}

/// Why a cell says what it says.
#[tauri::command]
pub(crate) async fn why(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    cell: Cell,
) -> Answer<WhyView> {
    shell.engine(&app).await?.why(dossier, cell).await
}
