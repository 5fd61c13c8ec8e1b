//! Restores everything from a backup, or from the folder of an older copy, into a folder that no engine
//! has open. It is read, opened and checked beside what is there before anything there is touched.

use std::path::{Path, PathBuf};

use backup::{Backup, Opening};
use contract::{BackupContents, BackupDossier, BackupProgress, Code, Problem, Restored};
use seal::DeviceKey;
use store::{DATABASE_FILE, DEVICE_KEY_FILE, Restoring, Store, StoreError};

use crate::history::dates;
use crate::people::ME;
use crate::trouble;

/// How the folder begins into which what was there is moved.
const ASIDE: &str = "antes-de-restaurar";

/// What a backup holds, and how much work a folder has that it would be restored into, if no engine
/// has it. Of a protected one without its passphrase, only that it is locked is told.
pub fn inspect_backup(
    home: Option<&Path>,
    path: &Path,
    passphrase: Option<&str>,
) -> Result<BackupContents, Problem> {
    let here = home.map(work_in).transpose()?.flatten();
    match open(path, passphrase) {
        Ok(source) => Ok(source.contents(path, here.unwrap_or(0))),
        Err(problem) if problem.code == Code::PassphraseNeeded => Ok(BackupContents {
            file: path.display().to_string(),
            locked: true,
            made_at: String::new(),
            person: String::new(),
            institution: String::new(),
            dossiers: Vec::new(),
            dossier_count: 0,
            here: here.unwrap_or(0),
        }),
        Err(problem) => Err(problem),
    }
}

/// Restores a backup into a folder. What is there is moved aside whole, if `aside` allows it; nothing
/// is ever written over. Restoring tells how far it has come.
pub fn restore_backup(
    home: &Path,
    path: &Path,
    passphrase: Option<&str>,
    aside: bool,
    progress: &mut dyn FnMut(BackupProgress),
) -> Result<Restored, Problem> {
    let source = open(path, passphrase)?;
    let here = work_in(home)?;
    if here.is_some() && !aside {
        return Err(Problem::about(Code::HomeOccupied, home.display()));
    }
    let restoring = Restoring::begin(home).map_err(trouble::of_store)?;
    let staging = restoring.staging();
    let staged = source
        .stage(&staging, progress)
        .and_then(|()| checked(&staging));
    let dossiers = match staged {
        Ok(dossiers) => dossiers,
        Err(problem) => {
            if let Err(error) = restoring.abandon() {
                tracing::warn!(%error, "what was staged stays");
            }
            return Err(problem);
        }
    };
    let name = jiff::Zoned::now().strftime("%Y-%m-%d-%H%M%S");
    let name = here.map(|_| format!("{ASIDE}-{name}"));
    let aside = restoring.commit(name.as_deref());
    let aside = aside.map_err(trouble::of_store)?;
    Ok(Restored {
        dossiers,
        aside: aside.map(|folder| folder.display().to_string()),
    })
}

/// A moment as people write it, "19 de abril de 2023, 09:12", of an RFC 3339 text.
pub fn moment_in_words(text: &str) -> String {
    dates::read(text)
}

/// What is restored from.
enum Source {
    File(Box<Backup>),
    /// A copy of the first versions: a data folder.
    Folder(PathBuf),
}

fn open(path: &Path, passphrase: Option<&str>) -> Result<Source, Problem> {
    let about = |code| Problem::about(code, path.display());
    let file_name = path.file_name().unwrap_or_default();
    let folder = if file_name == DATABASE_FILE {
        path.parent().unwrap_or(Path::new("."))
    } else {
        path
    };
    if folder.join(DATABASE_FILE).is_file() {
        if !folder.join(DEVICE_KEY_FILE).is_file() {
            return Err(about(Code::BackupDamaged));
        }
        return Ok(Source::Folder(folder.to_owned()));
    }
    if !path.is_file() {
        return Err(about(if path.exists() {
            Code::BackupUnknown
        } else {
            Code::FileUnreadable
        }));
    }
    let opening = passphrase.map_or(Opening::Plain, Opening::Passphrase);
    let backup = Backup::open(path, opening).map_err(|error| {
        let problem = trouble::of_backup(error);
        about(problem.code)
    })?;
    if backup.manifest().facts.schema > store::USER_VERSION {
        return Err(about(Code::BackupNewer));
    }
    Ok(Source::File(Box::new(backup)))
}

impl Source {
    fn contents(&self, path: &Path, here: u64) -> BackupContents {
        let mut contents = BackupContents {
            file: path.display().to_string(),
            locked: false,
            made_at: String::new(),
            person: String::new(),
            institution: String::new(),
            dossiers: Vec::new(),
            dossier_count: 0,
            here,
        };
        match self {
            Self::File(backup) => {
                let facts = &backup.manifest().facts;
                contents.made_at.clone_from(&facts.made_at);
                contents.person.clone_from(&facts.person);
                contents.institution.clone_from(&facts.institution);
                contents.dossier_count = facts.dossier_count;
                let dossiers = facts.dossiers.iter();
                contents.dossiers = dossiers
                    .map(|dossier| BackupDossier {
                        title: dossier.title.clone(),
                        institution: dossier.institution.clone(),
                        rows: dossier.rows,
                    })
                    .collect();
            }
            Self::Folder(folder) => {
                // Such a folder says nothing of itself but the day, by its file; what is in it is seen
                // once it is restored, and nothing there is opened, because opening writes.
                let made = std::fs::metadata(folder.join(DATABASE_FILE));
                let made = made.and_then(|file| file.modified()).ok();
                let made = made.and_then(|at| jiff::Timestamp::try_from(at).ok());
                contents.made_at = made.map(|at| at.to_string()).unwrap_or_default();
            }
        }
        contents
    }

    /// Writes database and key where they wait to be put in place.
    fn stage(
        &self,
        staging: &Path,
        progress: &mut dyn FnMut(BackupProgress),
    ) -> Result<(), Problem> {
        let database = staging.join(DATABASE_FILE);
        match self {
            Self::File(backup) => {
                let mut tell = |done, total| progress(BackupProgress { done, total });
                let key = backup.unpack(&database, &mut tell);
                let key = key.map_err(|error| match error {
                    // Here it is this computer's disk that cannot be written.
                    backup::BackupError::Write(source) => trouble::of_disk(&source),
                    error => trouble::of_backup(error),
                })?;
                store::write_device_key(staging, &key).map_err(trouble::of_store)
            }
            Self::Folder(folder) => {
                let unreadable = |source: std::io::Error| trouble::of_disk(&source);
                // Its log, if it was not closed cleanly, belongs to it.
                for name in [DATABASE_FILE, "cotejo.sqlite-wal"] {
                    let from = folder.join(name);
                    if from.exists() {
                        std::fs::copy(from, staging.join(name)).map_err(unreadable)?;
                    }
                }
                let key = store::read_device_key(folder).map_err(trouble::of_store)?;
                let key = key.ok_or_else(|| Problem::of(Code::BackupDamaged))?;
                store::write_device_key(staging, &key).map_err(trouble::of_store)
            }
        }
    }
}

/// Opens what was staged as the app will, and reads all of it: nothing damaged, nothing of a newer
/// version, every dossier opens with this key. Answers how many there are.
fn checked(staging: &Path) -> Result<u64, Problem> {
    let problem = |error: StoreError| match error {
        StoreError::Newer { .. } => Problem::of(Code::BackupNewer),
        StoreError::Damaged { .. } | StoreError::Foreign { .. } => {
            tracing::error!(%error, "a backup");
            Problem::of(Code::BackupDamaged)
        }
        error => trouble::of_store(error),
    };
    let store = Store::open(staging).map_err(problem)?;
    let report = store.verify().map_err(problem)?;
    if !report.is_sound() {
        tracing::error!(problems = ?report.problems, "a backup");
        return Err(Problem::of(Code::BackupDamaged));
    }
    let damaged = || Problem::of(Code::BackupDamaged);
    let key = store::read_device_key(staging).map_err(problem)?;
    let device = DeviceKey::from_secret_bytes(key.ok_or_else(damaged)?);
    let dossiers = store.dossiers().map_err(problem)?;
    for dossier in &dossiers {
        seal::unwrap(&device, &dossier.secret).map_err(|_| damaged())?;
    }
    store.close().map_err(problem)?;
    Ok(dossiers.len() as u64)
}

/// The dossiers in a folder; `None`: nobody has worked there. A folder that cannot be opened counts as
/// worked in.
fn work_in(home: &Path) -> Result<Option<u64>, Problem> {
    store::finish_restoring(home).map_err(trouble::of_store)?;
    if !home.join(DATABASE_FILE).exists() {
        return Ok(None);
    }
    let store = match Store::open(home) {
        Ok(store) => store,
        Err(error @ StoreError::InUse { .. }) => return Err(trouble::of_store(error)),
        Err(error) => {
            tracing::warn!(%error, "what is there does not open; it is moved aside as it is");
            return Ok(Some(0));
        }
    };
    let dossiers = store.dossiers().map_err(trouble::of_store)?;
    let me = store.setting(ME).map_err(trouble::of_store)?;
    let worked = !dossiers.is_empty() || me.is_some();
    let count = dossiers.len() as u64;
    store.close().map_err(trouble::of_store)?;
    Ok(worked.then_some(count))
}
