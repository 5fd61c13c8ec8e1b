//! Files the person chooses. Paths come from the system's dialogs only, never from the screen.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use contract::{Code, Problem};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::window::LABEL;

/// Largest file read whole; what is inside is limited again by the reader of the format.
pub(crate) const IMPORT_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Asks for a file to import. `None`: the person closed the dialog.
pub(crate) async fn choose_to_read(app: &AppHandle) -> Result<Option<PathBuf>, Problem> {
    let dialog = dialog(app, "Importar una matriz")
        .add_filter(
            "Word, Excel, Calc y CSV",
            &["docx", "docm", "xlsx", "xlsm", "ods", "csv", "txt"],
        )
        .add_filter("Todos los archivos", &["*"]);
    let (answer, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Asks where to write a file. `None`: the person closed the dialog.
pub(crate) async fn choose_to_write(
    app: &AppHandle,
    name: &str,
    extension: &str,
) -> Result<Option<PathBuf>, Problem> {
    let dialog = dialog(app, "Guardar una copia")
        .add_filter(extension.to_uppercase(), &[extension])
        .set_file_name(format!("{name}.{extension}"));
    let (answer, chosen) = oneshot::channel();
    dialog.save_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Longest name offered for a file, in letters.
const NAME_CHARS_MAX: usize = 100;

/// A name that every disk takes, of what the screen would call a file.
pub(crate) fn file_name(wanted: &str) -> String {
    let kept = |letter: char| !letter.is_control() && !r#"/\:*?"<>|"#.contains(letter);
    let name = wanted
        .chars()
        .map(|letter| if kept(letter) { letter } else { ' ' });
    let name: String = name.collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "matriz" } else { name }.to_owned()
}

/// Asks for a picture. `None`: the person closed the dialog.
pub(crate) async fn choose_picture(app: &AppHandle) -> Result<Option<PathBuf>, Problem> {
    let dialog = dialog(app, "Elegir un logotipo").add_filter("Imagen", &["png", "jpg", "jpeg"]);
    let (answer, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Asks for a document to verify. `None`: the person closed the dialog.
pub(crate) async fn choose_paper(app: &AppHandle) -> Result<Option<PathBuf>, Problem> {
    let dialog = dialog(app, "Verificar un documento")
        .add_filter("Documento", &["pdf", "docx", "xlsx", "ods"]);
    let (answer, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Asks where to write a document to hand on; answers the format its name says: "docx", unless the
/// person called it a ".csv". `None`: the person closed the dialog.
pub(crate) async fn choose_document(
    app: &AppHandle,
    name: &str,
) -> Result<Option<(PathBuf, String)>, Problem> {
    let dialog = dialog(app, "Guardar el documento")
        .add_filter("Documento de Word", &["docx"])
        .add_filter("CSV", &["csv"])
        .set_file_name(format!("{name}.docx"));
    let (answer, chosen) = oneshot::channel();
    dialog.save_file(move |path| drop(answer.send(path)));
    Ok(path_of(chosen).await?.map(as_document))
}

/// A name without an ending of its own gets that of the document.
fn as_document(path: PathBuf) -> (PathBuf, String) {
    let ends = |ending: &str| {
        path.extension()
            .is_some_and(|of| of.eq_ignore_ascii_case(ending))
    };
    if ends("csv") {
        return (path, "csv".to_owned());
    }
    if ends("docx") {
        return (path, "docx".to_owned());
    }
    let mut name = path.into_os_string();
    name.push(".docx");
    (name.into(), "docx".to_owned())
}

/// Asks for a package. `None`: the person closed the dialog.
pub(crate) async fn choose_package(app: &AppHandle) -> Result<Option<PathBuf>, Problem> {
    let dialog =
        dialog(app, "Abrir un paquete").add_filter("Paquete de Cotejo", &[engine::PACKAGE_ENDING]);
    let (answer, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Asks where to write a package. `None`: the person closed the dialog.
pub(crate) async fn choose_package_place(
    app: &AppHandle,
    name: &str,
) -> Result<Option<PathBuf>, Problem> {
    let ending = engine::PACKAGE_ENDING;
    let dialog = dialog(app, "Guardar el paquete")
        .add_filter("Paquete de Cotejo", &[ending])
        .set_file_name(format!("{name}.{ending}"));
    let (answer, chosen) = oneshot::channel();
    dialog.save_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Asks for a folder. `None`: the person closed the dialog.
pub(crate) async fn choose_folder(app: &AppHandle) -> Result<Option<PathBuf>, Problem> {
    let (answer, chosen) = oneshot::channel();
    dialog(app, "Carpeta de las copias de seguridad").pick_folder(move |path| {
        drop(answer.send(path));
    });
    path_of(chosen).await
}

/// Asks for a backup to restore. `None`: the person closed the dialog.
pub(crate) async fn choose_backup(app: &AppHandle) -> Result<Option<PathBuf>, Problem> {
    let dialog = dialog(app, "Restaurar una copia de respaldo")
        .add_filter("Copia de respaldo de Cotejo", &["cotejo-respaldo"])
        // The copies of the first versions were folders with a database in them.
        .add_filter("Copia de una versión anterior", &["sqlite"]);
    let (answer, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(answer.send(path)));
    path_of(chosen).await
}

/// Reads a chosen file whole, within the limit.
pub(crate) async fn read(path: PathBuf) -> Result<Vec<u8>, Problem> {
    off_the_loop(move || read_within(&path, IMPORT_BYTES_MAX)).await
}

/// Reads a chosen package whole, within its limit.
pub(crate) async fn read_package(path: PathBuf) -> Result<Vec<u8>, Problem> {
    off_the_loop(move || read_within(&path, engine::PACKAGE_BYTES_MAX)).await
}

/// Writes a file whole: a reader sees the old one or the new one, never half of it.
pub(crate) async fn write(path: PathBuf, bytes: Vec<u8>) -> Result<(), Problem> {
    off_the_loop(move || replace(&path, &bytes).map_err(|_| Problem::of(Code::FileNotWritten)))
        .await
}

fn dialog(app: &AppHandle, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file().set_title(title);
    match app.get_webview_window(LABEL) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

async fn path_of(chosen: oneshot::Receiver<Option<FilePath>>) -> Result<Option<PathBuf>, Problem> {
    let defect = || Problem::of(Code::Defect);
    let chosen = chosen.await.map_err(|_| defect())?;
    chosen
        .map(|path| path.into_path().map_err(|_| defect()))
        .transpose()
}

async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(Problem::of(Code::Defect)))
}

fn read_within(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Problem> {
    let unreadable = |_| Problem::of(Code::FileUnreadable);
    let mut bytes = Vec::new();
    // One byte more than the limit tells a file that fits from one that does not.
    let mut file = File::open(path).map_err(unreadable)?.take(bytes_max + 1);
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > bytes_max {
        return Err(Problem::of(Code::FileTooLarge));
    }
    Ok(bytes)
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.parte", std::process::id()));
    let part = path.with_file_name(name);
    let written = write_synced(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() && part.exists() {
        std::fs::remove_file(&part)?;
    }
    written
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit_and_not_beyond() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("matriz.xlsx");
        for (size, expected) in [(9, Ok(9)), (10, Ok(10)), (11, Err(Code::FileTooLarge))] {
            std::fs::write(&path, vec![b'x'; size]).unwrap();
            let read = read_within(&path, 10);
            assert_eq!(
                read.map(|bytes| bytes.len())
                    .map_err(|problem| problem.code),
                expected
            );
        }
        let missing = read_within(&folder.path().join("no"), 10);
        assert_eq!(missing.unwrap_err().code, Code::FileUnreadable);
    }

    #[test]
    fn a_document_is_of_the_format_its_name_says() {
        let cases = [
            ("/a/cambios.docx", "/a/cambios.docx", "docx"),
            ("/a/cambios.DOCX", "/a/cambios.DOCX", "docx"),
            ("/a/cambios.csv", "/a/cambios.csv", "csv"),
            ("/a/cambios.CSV", "/a/cambios.CSV", "csv"),
            ("/a/cambios", "/a/cambios.docx", "docx"),
            ("/a/mesa 8. abril", "/a/mesa 8. abril.docx", "docx"),
        ];
        for (chosen, written, format) in cases {
            let expected = (PathBuf::from(written), format.to_owned());
            assert_eq!(as_document(PathBuf::from(chosen)), expected);
        }
    }

    #[test]
    fn a_file_is_called_as_every_disk_allows() {
        let cases = [
            ("SECOEM · Mesa 08", "SECOEM · Mesa 08"),
            ("../a\\b:c*?\"<>|\n", "a b c"),
            (" .. ", "matriz"),
            ("", "matriz"),
        ];
        for (wanted, name) in cases {
            assert_eq!(file_name(wanted), name, "{wanted:?}");
        }
        assert_eq!(file_name(&"m".repeat(500)).len(), NAME_CHARS_MAX);
    }

    #[test]
    fn writing_replaces_the_whole_file_or_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copia.json");
        std::fs::write(&path, "a long first version").unwrap();
        replace(&path, b"second").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

        let taken = folder.path().join("taken");
        std::fs::create_dir(&taken).unwrap();
        replace(&taken, b"never").unwrap_err();
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            2,
            "no part file is left"
        );
    }
}
