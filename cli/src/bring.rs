//! Bringing a file in, from the command line.

use std::path::Path;
use std::sync::Arc;

use contract::{Code, ImportMapping, ImportReport, Problem};
use engine::{Engine, ImportFile, ImportReading};

use crate::print;

/// Largest file read for an import, in bytes.
pub(crate) const IMPORT_BYTES_MAX: u64 = 32 * 1_024 * 1_024;
/// Largest file that says how to read another, in bytes.
const MAP_BYTES_MAX: u64 = 4 * 1_024 * 1_024;

/// Sender of a file that is only compared.
pub(crate) const NOBODY: &str = "—";

/// What is asked about a file.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The file.
    pub(crate) file: &'a Path,
    /// How to read it.
    pub(crate) map: Option<&'a Path>,
    /// Nothing is to be written.
    pub(crate) dry_run: bool,
    /// The answer is JSON.
    pub(crate) json: bool,
}

/// Makes a dossier of a file, or only says what would be read of it.
pub(crate) async fn import(engine: &Engine, asked: Asked<'_>) -> Result<(), Problem> {
    let reading = read_file(engine, asked).await?;
    let report: ImportReport = if asked.dry_run {
        reading.report(String::new())
    } else {
        print::progress("Guardando el expediente…");
        engine.import_write(Arc::new(reading)).await?
    };
    print::import(&report, asked.json, asked.dry_run);
    Ok(())
}

/// Compares a file with the dossier it is a copy of, and proposes there what changed.
pub(crate) async fn merge(
    engine: &Engine,
    asked: Asked<'_>,
    dossier: String,
    sender: String,
) -> Result<(), Problem> {
    let reading = Arc::new(read_file(engine, asked).await?);
    print::progress("Comparando con el expediente…");
    let told = if asked.dry_run {
        engine.file_compare(reading, dossier, sender).await?
    } else {
        engine.file_merge(reading, dossier, sender).await?
    };
    print::comparison(&told, asked.json, asked.dry_run);
    Ok(())
}

async fn read_file(engine: &Engine, asked: Asked<'_>) -> Result<ImportReading, Problem> {
    let mapping = asked.map.map(mapping).transpose()?;
    let file = if asked.file == Path::new("ejemplo") && !asked.file.exists() {
        engine.import_open_example().await?
    } else {
        open(engine, asked.file).await?
    };
    print::progress("Leyendo los renglones…");
    let reading = engine.import_read(&file, mapping, None).await?;
    match &reading.view().problem {
        Some(problem) => Err(problem.clone()),
        None => Ok(reading),
    }
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

/// A file whole, if it is no larger than that.
pub(crate) fn read(file: &Path, bytes_max: u64) -> Result<Vec<u8>, Problem> {
    let about = |code| Problem::about(code, file.display());
    let size = std::fs::metadata(file)
        .map_err(|_| about(Code::FileUnreadable))?
        .len();
    if size > bytes_max {
        return Err(about(Code::FileTooLarge));
    }
    std::fs::read(file).map_err(|_| about(Code::FileUnreadable))
}
