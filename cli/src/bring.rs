//! Bringing a file in, from the command line.

use std::path::Path;
use std::sync::Arc;

use contract::{Code, ImportMapping, ImportReport, Problem};
use engine::{Engine, ImportFile};

use crate::print;

/// Largest file read for an import, in bytes.
const IMPORT_BYTES_MAX: u64 = 32 * 1_024 * 1_024;
/// Largest file that says how to read another, in bytes.
const MAP_BYTES_MAX: u64 = 4 * 1_024 * 1_024;

/// Makes a dossier of a file, or only says what would be read of it.
pub(crate) async fn import(
    engine: &Engine,
    path: &Path,
    map: Option<&Path>,
    dry_run: bool,
    json: bool,
) -> Result<(), Problem> {
    let example = path == Path::new("ejemplo") && !path.exists();
    if example && map.is_none() && !dry_run {
        print::import(&engine.import_example().await?, json, false);
        return Ok(());
    }
    let file = if example {
        engine.import_open_example().await?
    } else {
        open(engine, path).await?
    };
    let mapping = map.map(mapping).transpose()?;
    print::progress("Leyendo los renglones…");
    let reading = engine.import_read(&file, mapping, None).await?;
    if let Some(problem) = &reading.view().problem {
        return Err(problem.clone());
    }
    let report: ImportReport = if dry_run {
        reading.report(String::new())
    } else {
        print::progress("Guardando el expediente…");
        engine.import_write(Arc::new(reading)).await?
    };
    print::import(&report, json, dry_run);
    Ok(())
}

/// Opens a file.
async fn open(engine: &Engine, path: &Path) -> Result<ImportFile, Problem> {
    print::progress("Abriendo el archivo…");
    let name = path.file_name().unwrap_or_default();
    let bytes = read(path, IMPORT_BYTES_MAX)?;
    engine
        .import_open(name.to_string_lossy().into_owned(), bytes)
        .await
}

fn mapping(path: &Path) -> Result<ImportMapping, Problem> {
    let bytes = read(path, MAP_BYTES_MAX)?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::about(Code::MappingInvalid, error))
}

fn read(file: &Path, bytes_max: u64) -> Result<Vec<u8>, Problem> {
    let about = |code| Problem::about(code, file.display());
    let size = std::fs::metadata(file)
        .map_err(|_| about(Code::FileUnreadable))?
        .len();
    if size > bytes_max {
        return Err(about(Code::FileTooLarge));
    }
    std::fs::read(file).map_err(|_| about(Code::FileUnreadable))
}
