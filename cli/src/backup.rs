//! Everything to one file, and everything out of it again.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use contract::{BackupContents, BackupProgress, Code, Event, Problem};
use engine::{
    BackupProtection, BackupTarget, Engine, inspect_backup, moment_in_words, restore_backup,
};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use zeroize::Zeroizing;

use crate::{print, run};

/// Longest file of a passphrase, in bytes.
const PASSPHRASE_FILE_BYTES_MAX: u64 = 4_096;

/// What can be asked about backups.
#[derive(Debug, Subcommand)]
pub(crate) enum BackupCommand {
    /// Guarda todo en un archivo de respaldo.
    Backup {
        /// El archivo; sin él ni --to, la carpeta de los ajustes, con la fecha y la hora por nombre.
        #[arg(short, long, value_name = "FILE", conflicts_with = "to")]
        output: Option<PathBuf>,
        /// La carpeta; el archivo lleva la fecha y la hora por nombre.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// Protege el respaldo con la contraseña que está en la primera línea de ese archivo.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Escribe los documentos de un expediente (matriz, revisión, minutas) con su historia, como los
    /// abre cualquier programa de Automerge.
    Documents {
        /// Expediente.
        dossier: String,
        /// La carpeta; se hace si no existe.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Restaura todo desde un archivo de respaldo (o la carpeta de una copia antigua).
    Restore {
        /// El archivo o la carpeta.
        file: PathBuf,
        /// La contraseña está en la primera línea de ese archivo.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// Si ya hay trabajo en la carpeta, lo aparta entero en otra, junto a lo restaurado.
        #[arg(long)]
        aside: bool,
        /// Sólo dice qué contiene el respaldo.
        #[arg(long)]
        show: bool,
    },
}

/// Makes a backup.
pub(crate) async fn back_up(
    engine: &Engine,
    output: Option<PathBuf>,
    to: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
    json: bool,
) -> Result<(), Problem> {
    let target = match (output, to) {
        (Some(file), _) => BackupTarget::File(file),
        (None, Some(folder)) => BackupTarget::Folder(folder),
        (None, None) => BackupTarget::Settings,
    };
    let protection = match passphrase(passphrase_file.as_deref())? {
        Some(passphrase) => BackupProtection::Passphrase(passphrase),
        None => BackupProtection::Settings,
    };
    let mut events = engine.events();
    let telling = tokio::spawn(async move {
        let mut shown = Shown::default();
        loop {
            match events.recv().await {
                Ok(Event::BackupProgress { progress }) => shown.tell(progress),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
    let made = engine.back_up(target, protection).await;
    telling.abort();
    let made = made?;
    print::value(&made, json, || {
        let protected = if made.protected {
            "Está protegido con contraseña: sin ella no se puede abrir."
        } else {
            "No está protegido: quien tenga el archivo puede leerlo todo. Guárdalo en un lugar seguro."
        };
        let dossiers = print::count(made.dossiers as usize, "expediente", "expedientes");
        format!("{dossiers} en {}\n{protected}", made.file)
    });
    Ok(())
}

/// Writes the documents of a dossier, one file each.
pub(crate) async fn documents(
    engine: &Engine,
    dossier: String,
    to: &Path,
    json: bool,
) -> Result<(), Problem> {
    std::fs::create_dir_all(to).map_err(|_| Problem::about(Code::FileNotWritten, to.display()))?;
    let mut files = Vec::new();
    for document in engine.documents(dossier).await? {
        let file = to.join(format!("{}.automerge", document.name));
        run::write(&file, &document.bytes)?;
        files.push(file.display().to_string());
    }
    print::value(&json!({"files": files}), json, || files.join("\n"));
    Ok(())
}

/// Restores a backup into a folder that no engine has open.
pub(crate) fn restore(
    home: &Path,
    file: &Path,
    passphrase_file: Option<&Path>,
    aside: bool,
    show: bool,
    json: bool,
) -> Result<(), Problem> {
    let passphrase = passphrase(passphrase_file)?;
    let passphrase = passphrase.as_ref().map(|passphrase| passphrase.as_str());
    if show {
        let contents = inspect_backup(Some(home), file, passphrase)?;
        print::value(&contents, json, || said(&contents));
        return Ok(());
    }
    let mut shown = Shown::default();
    let restored = restore_backup(home, file, passphrase, aside, &mut |progress| {
        shown.tell(progress);
    })?;
    print::value(&restored, json, || {
        let dossiers = print::count(restored.dossiers as usize, "expediente", "expedientes");
        let moved = restored
            .aside
            .as_ref()
            .map(|folder| format!("\nLo que había antes quedó entero en {folder}"));
        format!("Se restauró: {dossiers}.{}", moved.unwrap_or_default())
    });
    Ok(())
}

fn said(contents: &BackupContents) -> String {
    if contents.locked {
        return "Está protegido con contraseña: dila con --passphrase-file.".to_owned();
    }
    let mut lines = Vec::new();
    if !contents.person.is_empty() {
        lines.push(format!("{} · {}", contents.person, contents.institution));
    }
    if !contents.made_at.is_empty() {
        lines.push(format!("hecho el {}", moment_in_words(&contents.made_at)));
    }
    for dossier in &contents.dossiers {
        let rows = print::count(dossier.rows as usize, "renglón", "renglones");
        lines.push(format!(
            "{} · {} · {rows}",
            dossier.title, dossier.institution
        ));
    }
    let named = contents.dossiers.len() as u64;
    if contents.dossier_count > named && named > 0 {
        lines.push(format!("y {} más", contents.dossier_count - named));
    }
    lines.join("\n")
}

fn passphrase(file: Option<&Path>) -> Result<Option<Zeroizing<String>>, Problem> {
    let Some(path) = file else { return Ok(None) };
    let unreadable = |_| Problem::about(Code::FileUnreadable, path.display());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut text = Zeroizing::new(String::new());
    file.take(PASSPHRASE_FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    let first = text.lines().next().unwrap_or_default();
    Ok(Some(Zeroizing::new(first.to_owned())))
}

/// How far it has come, on the terminal; whoever reads standard error by program gets problems only.
#[derive(Default)]
struct Shown(Option<u64>);

impl Shown {
    fn tell(&mut self, progress: BackupProgress) {
        let percent = progress.done * 100 / progress.total.max(1);
        if self.0 != Some(percent) && std::io::stderr().is_terminal() {
            print::percent(percent);
        }
        self.0 = Some(percent);
    }
}
