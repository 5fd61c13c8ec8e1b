//! Backups of everything to one file: at once, by the day or the week, and at closing. The work is done
//! off the loop, on a copy of the database; only the facts and the note that it was done are the
//! loop's.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use backup::limits::DOSSIERS_NAMED_MAX;
use backup::{BackupError, Contents, DossierLine, ENDING, Facts, Lock};
use contract::{BackupMade, BackupProgress, BackupSchedule, Code, Event, Problem, Settings};
use jiff::{Timestamp, Unit, Zoned};
use store::{Copier, Write};
use zeroize::Zeroizing;

use crate::Engine;
use crate::desk::{Desk, Input, dice, monotonic_ms};
use crate::{calls, trouble};

/// Folder of the backups, where none was chosen.
const FOLDER: &str = "copias";
/// How the name of a backup begins; only such files (and the folders of older versions) are removed.
const PREFIX: &str = "cotejo-";
/// Name under which the lock of protected backups is kept, wrapped.
const LOCK: &str = "backups.lock";
/// A backup that could not be made is tried again after this long, in milliseconds.
const RETRY_MS: u64 = 60_000;
/// Days between weekly backups.
const WEEK_DAYS: i32 = 7;
/// Steps in which progress is told, at most.
const PROGRESS_STEPS: u64 = 100;

/// Where a backup goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupTarget {
    /// Where the settings say, under the name of the moment; older ones over the number kept are
    /// removed.
    Settings,
    /// That folder, under the name of the moment.
    Folder(PathBuf),
    /// That file.
    File(PathBuf),
}

/// What protects a backup.
#[derive(Clone, Default)]
pub enum BackupProtection {
    /// What the settings say.
    #[default]
    Settings,
    /// That passphrase, for this one.
    Passphrase(Zeroizing<String>),
}

impl std::fmt::Debug for BackupProtection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Settings => "Settings",
            Self::Passphrase(_) => "Passphrase(secret)",
        })
    }
}

/// Where the loop stands with backups that are due.
#[derive(Debug, Default)]
pub(crate) struct Backups {
    /// One is being made.
    under_way: bool,
    /// When one that is due may be tried again.
    again_ms: u64,
    /// What was told of the last one that was due.
    told: Option<Problem>,
}

/// Everything that making a backup takes, apart from the loop.
pub(crate) struct Plan {
    home: PathBuf,
    folder: PathBuf,
    /// The folder may be made: it is Cotejo's own, or was named for this one.
    make_folder: bool,
    /// A file by name, instead of the name of the moment.
    file: Option<PathBuf>,
    keep: Option<u32>,
    facts: Facts,
    made_at: Zoned,
    device_key: Zeroizing<[u8; 32]>,
    lock: Option<Lock>,
    copier: Copier,
}

impl Engine {
    /// Makes a backup now, telling how far it has come.
    pub async fn back_up(
        &self,
        target: BackupTarget,
        protection: BackupProtection,
    ) -> Result<BackupMade, Problem> {
        let is_due_one = target == BackupTarget::Settings;
        let plan = self.call(move |desk| desk.plan_backup(target)).await?;
        let events = self.events_to_tell();
        let made = calls::blocking(move || {
            let mut plan = plan;
            if let BackupProtection::Passphrase(passphrase) = protection {
                plan.lock = Some(Lock::new(&passphrase, &mut dice).map_err(trouble::of_backup)?);
            }
            let made_at = plan.made_at.timestamp();
            let made = plan.carry_out(&mut |progress| {
                if events.send(Event::BackupProgress { progress }).is_err() {
                    tracing::trace!("nobody listens to a backup being made");
                }
            })?;
            Ok((made, made_at))
        });
        let (made, made_at) = made.await.map_err(|problem| self.in_words(problem))?;
        if is_due_one {
            self.call(move |desk| desk.note_backup(made_at)).await?;
        }
        Ok(made)
    }

    /// Protects the backups made from now on with a passphrase, or no longer (`None`). The passphrase
    /// is not kept: a key made of it is. Answers the settings.
    pub async fn protect_backups(
        &self,
        passphrase: Option<Zeroizing<String>>,
    ) -> Result<Settings, Problem> {
        let lock = calls::blocking(move || {
            let lock = passphrase.map(|passphrase| Lock::new(&passphrase, &mut dice));
            lock.transpose().map_err(trouble::of_backup)
        });
        let lock = lock.await.map_err(|problem| self.in_words(problem))?;
        self.call(move |desk| desk.set_backup_lock(lock.as_ref()))
            .await
    }
}

impl Desk {
    fn set_backup_lock(&mut self, lock: Option<&Lock>) -> Result<Settings, Problem> {
        let value = match lock {
            Some(lock) => seal::wrap(&self.device, &lock.to_bytes(), &mut dice)
                .map_err(|_| Problem::of(Code::Defect))?,
            None => Vec::new(),
        };
        let mut settings = self.settings()?;
        settings.backups.protected = lock.is_some();
        self.round.writes.push(Write::Setting {
            name: LOCK.to_owned(),
            value,
        });
        self.keep_settings(&settings);
        Ok(settings)
    }

    fn backup_lock(&self) -> Result<Option<Lock>, Problem> {
        let kept = self.store.setting(LOCK).map_err(trouble::of_store)?;
        let Some(wrapped) = kept.filter(|kept| !kept.is_empty()) else {
            return Ok(None);
        };
        let bytes =
            seal::unwrap(&self.device, &wrapped).map_err(|_| Problem::of(Code::StoreForeign))?;
        Lock::from_bytes(&bytes)
            .map(Some)
            .map_err(trouble::of_backup)
    }

    /// What a backup made now holds and where it goes.
    pub(crate) fn plan_backup(&mut self, target: BackupTarget) -> Result<Plan, Problem> {
        self.finish_round();
        let settings = self.settings()?.backups;
        let lock = self.backup_lock()?;
        if settings.protected && lock.is_none() {
            // Never a backup open to all where a protected one was promised.
            return Err(Problem::of(Code::PassphraseNeeded));
        }
        let own = self.options.home.join(FOLDER);
        let (folder, file, keep, make_folder) = match target {
            BackupTarget::Settings => {
                let chosen = settings.folder.map(PathBuf::from);
                let make = chosen.is_none();
                (chosen.unwrap_or(own), None, Some(settings.keep), make)
            }
            BackupTarget::Folder(folder) => (folder, None, None, true),
            BackupTarget::File(file) => {
                let folder = file.parent().unwrap_or(Path::new("")).to_owned();
                (folder, Some(file), None, false)
            }
        };
        let made_at = Zoned::now();
        let second = made_at.timestamp().round(Unit::Second);
        let summaries = self.shelves.values().map(crate::work::summary);
        let me = self.me.as_ref();
        let facts = Facts {
            app: env!("CARGO_PKG_VERSION").to_owned(),
            schema: store::USER_VERSION,
            made_at: second.unwrap_or(made_at.timestamp()).to_string(),
            person: me.map(|me| me.name.clone()).unwrap_or_default(),
            institution: me.map(|me| me.institution.clone()).unwrap_or_default(),
            dossiers: summaries
                .take(DOSSIERS_NAMED_MAX)
                .map(|summary| DossierLine {
                    title: summary.title,
                    institution: summary.institution,
                    rows: summary.rows,
                })
                .collect(),
            dossier_count: self.shelves.len() as u64,
        };
        Ok(Plan {
            home: self.options.home.clone(),
            folder,
            make_folder,
            file,
            keep,
            facts,
            made_at,
            device_key: self.device.expose_secret_for_disk(),
            lock,
            copier: self.store.copier(),
        })
    }

    fn note_backup(&mut self, made_at: Timestamp) -> Result<(), Problem> {
        let second = made_at.round(Unit::Second).unwrap_or(made_at);
        let mut settings = self.settings()?;
        settings.backups.last = Some(second.to_string());
        self.keep_settings(&settings);
        self.backups.again_ms = 0;
        self.tell_backup(None);
        Ok(())
    }

    fn tell_backup(&mut self, problem: Option<Problem>) {
        if self.backups.told != problem {
            self.backups.told.clone_from(&problem);
            self.tell(Event::Backup { problem });
        }
    }

    /// Begins the backup of the day or of the week, if it is due and nobody is working this moment.
    pub(crate) fn back_up_when_due(&mut self) {
        let now = monotonic_ms();
        if !self.options.stay_connected || self.backups.under_way || now < self.backups.again_ms {
            return;
        }
        self.backups.again_ms = now + RETRY_MS;
        let Ok(settings) = self.settings() else {
            return;
        };
        let (last, today) = (settings.backups.last.as_deref(), Zoned::now().date());
        if !is_due(settings.backups.every, last, today) || self.shelves.is_empty() {
            return;
        }
        let plan = match self.plan_backup(BackupTarget::Settings) {
            Ok(plan) => plan,
            Err(problem) => return self.backup_failed(problem),
        };
        self.backups.under_way = true;
        let inputs = self.inputs.clone();
        self.runtime.spawn_blocking(move || {
            let made_at = plan.made_at.timestamp();
            let made = plan.carry_out(&mut |_| {});
            let done = Input::Call(Box::new(move |desk: &mut Desk| {
                desk.backups.under_way = false;
                if let Err(problem) = made.and_then(|_| desk.note_backup(made_at)) {
                    desk.backup_failed(problem);
                }
                Box::new(|_| {})
            }));
            if inputs.blocking_send(done).is_err() {
                tracing::debug!("the engine closed while a backup was being made");
            }
        });
    }

    fn backup_failed(&mut self, problem: Problem) {
        tracing::error!(%problem, "the backup that was due was not made");
        self.tell_backup(Some(problem));
    }

    /// Makes the backup of closing, if it is wanted. Nothing else is waiting any more.
    pub(crate) fn back_up_at_closing(&mut self) {
        let wanted = self.options.stay_connected
            && !self.shelves.is_empty()
            && self
                .settings()
                .is_ok_and(|settings| settings.backups.at_closing);
        if !wanted {
            return;
        }
        let made = self.plan_backup(BackupTarget::Settings).and_then(|plan| {
            let made_at = plan.made_at.timestamp();
            plan.carry_out(&mut |_| {})?;
            self.note_backup(made_at)
        });
        if let Err(problem) = made {
            self.backup_failed(problem);
        }
        self.finish_round();
    }
}

impl Plan {
    /// Copies the database, makes the file of it, reads it back, and removes what is over the number
    /// kept.
    pub(crate) fn carry_out(
        &self,
        progress: &mut dyn FnMut(BackupProgress),
    ) -> Result<BackupMade, Problem> {
        let about = |problem: Problem| Problem::about(problem.code, self.folder.display());
        if self.make_folder {
            let made = std::fs::create_dir_all(&self.folder).map_err(BackupError::Write);
            made.map_err(|error| about(trouble::of_backup(error)))?;
        } else if !self.folder.as_os_str().is_empty() && !self.folder.is_dir() {
            return Err(Problem::about(
                Code::BackupFolderGone,
                self.folder.display(),
            ));
        }
        let to = match &self.file {
            Some(file) => file.clone(),
            None => self.name_of_the_moment(),
        };
        let copy = Copy::of(&self.copier, &self.home)?;
        let contents = Contents {
            facts: self.facts.clone(),
            database: &copy.0,
            device_key: &self.device_key,
        };
        let mut told = 0;
        let mut progress = |done: u64, total: u64| {
            let step = done * PROGRESS_STEPS / total.max(1);
            if step > told || done == total {
                told = step;
                progress(BackupProgress { done, total });
            }
        };
        backup::write(&to, &contents, self.lock.as_ref(), &mut dice, &mut progress)
            .map_err(|error| about(trouble::of_backup(error)))?;
        if let Some(keep) = self.keep {
            // The new one is good whatever becomes of the old ones.
            if let Err(error) = prune(&self.folder, keep) {
                tracing::warn!(%error, "old backups stay");
            }
        }
        let bytes = std::fs::metadata(&to).map_or(0, |file| file.len());
        Ok(BackupMade {
            file: to.display().to_string(),
            bytes,
            protected: self.lock.is_some(),
            dossiers: self.facts.dossier_count,
        })
    }

    /// A name that sorts by when it was made, and that nothing has.
    fn name_of_the_moment(&self) -> PathBuf {
        let stem = self.made_at.strftime("cotejo-%Y-%m-%d-%H%M%S").to_string();
        let mut path = self.folder.join(format!("{stem}.{ENDING}"));
        let mut number = 2;
        while path.exists() {
            path = self.folder.join(format!("{stem}-{number}.{ENDING}"));
            number += 1;
        }
        path
    }
}

/// A copy of the database in the data folder, for as long as it is needed.
struct Copy(PathBuf);

impl Copy {
    fn of(copier: &Copier, home: &Path) -> Result<Self, Problem> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let copy = Self(home.join(format!("copia-en-curso-{number}.sqlite")));
        match copier.copy_to(&copy.0) {
            Ok(()) => Ok(copy),
            Err(store::StoreError::Full) => Err(Problem::of(Code::BackupNoRoom)),
            Err(error) => Err(trouble::of_store(error)),
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0)
            && self.0.exists()
        {
            tracing::warn!(%error, "the copy that a backup is made of stays");
        }
    }
}

/// Whether a backup is due on a day.
fn is_due(every: BackupSchedule, last: Option<&str>, today: jiff::civil::Date) -> bool {
    let last = last.and_then(|last| last.parse::<Timestamp>().ok());
    let last = last.map(|last| last.to_zoned(jiff::tz::TimeZone::system()).date());
    match (every, last) {
        (BackupSchedule::Never, _) => false,
        (_, None) => true,
        // A clock that was set back makes one more, rather than none for years.
        (BackupSchedule::Daily, Some(last)) => last != today,
        (BackupSchedule::Weekly, Some(last)) => {
            let days = last.until(today).map_or(WEEK_DAYS, |span| span.get_days());
            !(0..WEEK_DAYS).contains(&days)
        }
    }
}

/// Removes the oldest backups over `keep`. Their names sort by when they were made.
fn prune(folder: &Path, keep: u32) -> std::io::Result<()> {
    let mut backups: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let named = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(PREFIX));
        let is_file = path.extension().is_some_and(|ending| ending == ENDING) && path.is_file();
        // The copies of the first versions were folders.
        if named && (is_file || path.join(store::DATABASE_FILE).is_file()) {
            backups.push(path);
        }
    }
    backups.sort();
    let over = backups.len().saturating_sub(keep as usize);
    for old in backups.into_iter().take(over) {
        if old.is_dir() {
            std::fs::remove_dir_all(old)?;
        } else {
            std::fs::remove_file(old)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_by_the_day_or_by_the_week() {
        let today = jiff::civil::date(2023, 4, 19);
        let noon = |day: &str| format!("{day}T18:00:00Z");
        let cases = [
            (BackupSchedule::Never, None, false),
            (BackupSchedule::Daily, None, true),
            (BackupSchedule::Weekly, None, true),
            (BackupSchedule::Daily, Some("2023-04-19"), false),
            (BackupSchedule::Daily, Some("2023-04-18"), true),
            (BackupSchedule::Weekly, Some("2023-04-13"), false),
            (BackupSchedule::Weekly, Some("2023-04-12"), true),
            (BackupSchedule::Weekly, Some("2023-01-12"), true),
            (BackupSchedule::Daily, Some("2029-04-12"), true),
            (BackupSchedule::Weekly, Some("2029-04-12"), true),
        ];
        for (every, last, due) in cases {
            let last = last.map(noon);
            assert_eq!(
                is_due(every, last.as_deref(), today),
                due,
                "{every:?} {last:?}"
            );
        }
    }
}
