//! What was handed out: whether a paper that comes back is what it claims to be, opening the file
//! written last, and the pictures at the head of the sheets.

use contract::{Code, LogoSide, LogoView, Problem, VerifiedDocument};
use tauri::{AppHandle, State};

use super::Answer;
use crate::files;
use crate::shell::Shell;

/// Asks for a document and says what is known of it. `None`: the person closed the dialog.
#[tauri::command]
pub(super) async fn verify_choose(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Option<VerifiedDocument>> {
    let engine = shell.engine(&app).await?;
    let Some(path) = files::choose_paper(&app).await? else {
        return Ok(None);
    };
    let name = path.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let bytes = files::read(path).await?;
    let verdict = engine
        .verify_document(name.clone(), bytes, printing::Press)
        .await?;
    Ok(Some(VerifiedDocument { name, verdict }))
}

/// Says what is known of the text of a code, of a folio or of a digest.
#[tauri::command]
pub(super) async fn verify_code(
    app: AppHandle,
    shell: State<'_, Shell>,
    text: String,
) -> Answer<VerifiedDocument> {
    let verdict = shell.engine(&app).await?.verify_code(text).await?;
    Ok(VerifiedDocument {
        name: String::new(),
        verdict,
    })
}

/// Opens the file exported last in its program, or the folder it is in.
#[tauri::command]
pub(super) async fn open_exported(shell: State<'_, Shell>, folder: bool) -> Answer<()> {
    let unreadable = || Problem::of(Code::FileUnreadable);
    let path = shell.written().ok_or_else(unreadable)?;
    let path = match path.parent() {
        Some(parent) if folder => parent.to_path_buf(),
        _ => path,
    };
    open::that_detached(path).map_err(|_| unreadable())
}

/// Asks for a picture for the head of what a dossier hands out, and keeps it. `None`: the person closed
/// the dialog.
#[tauri::command]
pub(super) async fn choose_logo(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    side: LogoSide,
    alt: String,
) -> Answer<Option<LogoView>> {
    let engine = shell.engine(&app).await?;
    let Some(path) = files::choose_picture(&app).await? else {
        return Ok(None);
    };
    let bytes = files::read(path).await?;
    let logo = paper::Logo { bytes, alt };
    engine.keep_logo(dossier, side, Some(logo)).await
}

/// Takes a picture away from the head of what a dossier hands out.
#[tauri::command]
pub(super) async fn remove_logo(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    side: LogoSide,
) -> Answer<()> {
    let engine = shell.engine(&app).await?;
    engine.keep_logo(dossier, side, None).await.map(drop)
}
