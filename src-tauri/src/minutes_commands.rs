//! The commands about minutas; as those of `commands`, each is a call of the engine.
#![expect(
    clippy::let_underscore_must_use,
    reason = "in what #[tauri::command] writes"
)]

use contract::{
    Cell, Code, MinutesAction, MinutesReceipt, MinutesView, Problem, SheetSize, TextOpened, WhyView,
};
use tauri::{AppHandle, State};

use crate::files;
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

/// Asks where to write a minuta with its annex, as "docx" or "pdf", writes it, and answers where.
/// `None`: the person closed the dialog.
#[tauri::command]
pub(crate) async fn export_minutes(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    minutes: String,
    format: String,
    paper: SheetSize,
    name: String,
) -> Answer<Option<String>> {
    let engine = shell.engine(&app).await?;
    // Made first: where to write is asked only of what there is.
    let bytes = match format.as_str() {
        "docx" => engine.minutes_word(dossier, minutes, paper).await?,
        "pdf" => printing::minutes(&engine, dossier, minutes, paper).await?,
        _ => return Err(Problem::about(Code::FormatUnknown, format)),
    };
    let name = files::file_name(&name);
    let Some(path) = files::choose_to_write(&app, &name, &format).await? else {
        return Ok(None);
    };
    files::write(path.clone(), bytes).await?;
    shell.keep_written(path.clone());
    Ok(Some(path.display().to_string()))
}
