//! Packages: what the others lack, in a file for a memory stick; and what came in one.

use contract::{Code, PackageMade, PackageOffer, PackageTaken, Problem};
use tauri::{AppHandle, State};

use super::Answer;
use crate::files;
use crate::shell::Shell;

/// For whom a package can be made, and what each lacks.
#[tauri::command]
pub(super) async fn package_offer(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
) -> Answer<PackageOffer> {
    shell.engine(&app).await?.package_offer(dossier).await
}

/// Asks where to write a package for these members' devices, and writes it; `name`: what the file would
/// be called. `None`: the person closed the dialog.
#[tauri::command]
pub(super) async fn package_save(
    app: AppHandle,
    shell: State<'_, Shell>,
    dossier: String,
    to: Vec<String>,
    name: String,
) -> Answer<Option<PackageMade>> {
    let engine = shell.engine(&app).await?;
    let name = files::file_name(&name);
    let Some(path) = files::choose_package_place(&app, &name).await? else {
        return Ok(None);
    };
    // Made once there is where to: what goes into it counts as handed over.
    let package = engine.make_package(dossier, to).await?;
    let made = PackageMade {
        file: path.display().to_string(),
        bytes: package.bytes.len() as u64,
        carries: package.carries,
    };
    files::write(path.clone(), package.bytes).await?;
    shell.keep_written(path);
    Ok(Some(made))
}

/// Asks for a package and takes it in. `None`: the person closed the dialog.
#[tauri::command]
pub(super) async fn package_choose(
    app: AppHandle,
    shell: State<'_, Shell>,
) -> Answer<Option<PackageTaken>> {
    let engine = shell.engine(&app).await?;
    let Some(path) = files::choose_package(&app).await? else {
        return Ok(None);
    };
    let bytes = files::read_package(path).await?;
    engine.open_package(bytes).await.map(Some)
}

/// Takes in the package that waits: dropped on the window, or opened with the app.
#[tauri::command]
pub(super) async fn package_open(app: AppHandle, shell: State<'_, Shell>) -> Answer<PackageTaken> {
    let engine = shell.engine(&app).await?;
    let path = shell.take_given();
    let path = path.ok_or_else(|| Problem::of(Code::FileUnreadable))?;
    let bytes = files::read_package(path).await?;
    engine.open_package(bytes).await
}
