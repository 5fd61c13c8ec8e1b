//! What a person sets for this computer, how they look at a dossier, values begun and not finished,
//! and copies of everything.

use std::path::{Path, PathBuf};

use contract::{Cell, Code, DraftView, Problem, Settings};
use store::Write;
use wire::DossierId;

use crate::desk::Desk;
use crate::{screen, trouble};

/// Name under which the settings are stored.
const SETTINGS: &str = "settings";
/// Parts of the read model that are this person's own.
const VIEW_DRAFTS: &str = "drafts";
const VIEW_LOOK: &str = "look";

/// Longest way of looking at a dossier, in bytes.
const LOOK_BYTES_MAX: usize = 64 * 1_024;
/// Values begun and not finished, in one dossier.
const DRAFTS_MAX: usize = 500;
/// Longest text of one of them, in UTF-16 units.
const DRAFT_UNITS_MAX: usize = 20_000;
/// Copies kept at most.
const COPIES_MAX: u32 = 365;
/// Folder of the copies, where none was chosen.
const COPIES_FOLDER: &str = "copias";
/// How the folder of a copy begins; only such folders are ever removed.
const COPY_PREFIX: &str = "cotejo-";

impl Desk {
    /// The settings.
    pub(crate) fn settings(&self) -> Result<Settings, Problem> {
        let stored = self.store.setting(SETTINGS).map_err(trouble::of_store)?;
        let mut settings: Settings = stored
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        settings.backups.keep = settings.backups.keep.clamp(1, COPIES_MAX);
        Ok(settings)
    }

    /// Stages new settings. When the last copy was made is not for others to say.
    pub(crate) fn set_settings(&mut self, mut settings: Settings) -> Result<Settings, Problem> {
        settings.relay = match settings.relay.trim() {
            "" => String::new(),
            address => crate::work::relay_url(address)?,
        };
        settings.backups.keep = settings.backups.keep.clamp(1, COPIES_MAX);
        settings.backups.last = self.settings()?.backups.last;
        if let Some(folder) = &settings.backups.folder
            && !Path::new(folder).is_absolute()
        {
            return Err(Problem::of(Code::BackupFailed));
        }
        self.keep_settings(&settings);
        Ok(settings)
    }

    fn keep_settings(&mut self, settings: &Settings) {
        self.round.writes.push(Write::Setting {
            name: SETTINGS.to_owned(),
            value: screen::json(settings),
        });
    }

    /// How this person looks at a dossier, as the screen wrote it.
    pub(crate) fn look(&self, dossier: DossierId) -> Result<Option<String>, Problem> {
        self.shelf(dossier)?;
        let bytes = self
            .store
            .view(&dossier.0, VIEW_LOOK)
            .map_err(trouble::of_store)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// Keeps how this person looks at a dossier.
    pub(crate) fn keep_look(&mut self, dossier: DossierId, json: String) -> Result<(), Problem> {
        self.shelf(dossier)?;
        if json.len() > LOOK_BYTES_MAX {
            return Err(Problem::of(Code::TextTooLong));
        }
        self.round.writes.push(Write::View {
            dossier: dossier.0,
            name: VIEW_LOOK.to_owned(),
            bytes: json.into_bytes(),
        });
        Ok(())
    }

    /// Values begun and not finished.
    pub(crate) fn drafts(&self, dossier: DossierId) -> Result<Vec<DraftView>, Problem> {
        self.view(dossier, VIEW_DRAFTS)
    }

    /// Keeps a value that is being written, or forgets it.
    pub(crate) fn keep_draft(
        &mut self,
        dossier: DossierId,
        cell: Cell,
        text: Option<String>,
    ) -> Result<(), Problem> {
        // Drafts staged in this round are not on disk yet.
        self.finish_round();
        let mut drafts = self.drafts(dossier)?;
        drafts.retain(|draft| draft.cell != cell);
        if let Some(text) = text {
            if text.encode_utf16().count() > DRAFT_UNITS_MAX {
                return Err(Problem::of(Code::TextTooLong));
            }
            if drafts.len() >= DRAFTS_MAX {
                return Err(Problem::of(Code::TooMany));
            }
            drafts.push(DraftView { cell, text });
        }
        self.round.writes.push(Write::View {
            dossier: dossier.0,
            name: VIEW_DRAFTS.to_owned(),
            bytes: screen::json(&drafts),
        });
        Ok(())
    }

    /// Makes a copy of everything now; answers its folder. A copy is a whole data folder: Cotejo
    /// opens it, and nothing else is needed to read it.
    pub(crate) fn back_up(&mut self) -> Result<PathBuf, Problem> {
        self.finish_round();
        let mut settings = self.settings()?;
        let folder = match &settings.backups.folder {
            Some(folder) => PathBuf::from(folder),
            None => self.options.home.join(COPIES_FOLDER),
        };
        let failed = |error: std::io::Error| {
            tracing::error!(%error, "a copy was not made");
            Problem::about(Code::BackupFailed, folder.display())
        };
        let now = jiff::Zoned::now();
        let copy = folder.join(now.strftime("cotejo-%Y-%m-%d-%H%M%S").to_string());
        std::fs::create_dir_all(&copy).map_err(failed)?;
        let made = self
            .store
            .backup(&copy.join(store::DATABASE_FILE))
            .and_then(|()| {
                // Twice in one second: the key is there already.
                if store::read_device_key(&copy)?.is_none() {
                    store::write_device_key(&copy, &self.device.expose_secret_for_disk())?;
                }
                Ok(())
            });
        if let Err(error) = made {
            tracing::error!(%error, "a copy was not made");
            // Half a copy would be taken for a whole one.
            if let Err(error) = std::fs::remove_dir_all(&copy) {
                tracing::warn!(%error, "half a copy stays");
            }
            return Err(Problem::about(Code::BackupFailed, folder.display()));
        }
        prune(&folder, settings.backups.keep).map_err(failed)?;
        settings.backups.last = Some(
            now.timestamp()
                .round(jiff::Unit::Second)
                .map_or_else(|_| now.timestamp().to_string(), |second| second.to_string()),
        );
        self.keep_settings(&settings);
        Ok(copy)
    }

    /// Makes the copy of the day, if it is wanted and nobody is working this moment.
    pub(crate) fn back_up_daily(&mut self) {
        let today = jiff::Zoned::now().date();
        if !self.options.stay_connected || self.backed_up_on == Some(today) {
            return;
        }
        // Tried once a day and run: a folder that is not there would be asked for every second.
        self.backed_up_on = Some(today);
        let Ok(settings) = self.settings() else {
            return;
        };
        let last = settings.backups.last.as_deref();
        let last = last.and_then(|last| last.parse::<jiff::Timestamp>().ok());
        let zone = jiff::tz::TimeZone::system();
        let done = last.is_some_and(|last| last.to_zoned(zone).date() == today);
        if done || !settings.backups.daily || self.shelves.is_empty() {
            return;
        }
        if let Err(problem) = self.back_up() {
            tracing::error!(%problem, "the copy of the day was not made");
            self.tell(contract::Event::Disk {
                problem: Some(problem),
            });
        }
    }
}

/// Removes the oldest copies over `keep`. Their names sort by when they were made.
fn prune(folder: &Path, keep: u32) -> std::io::Result<()> {
    let mut copies: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let named = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(COPY_PREFIX));
        if named && path.join(store::DATABASE_FILE).is_file() {
            copies.push(path);
        }
    }
    copies.sort();
    let over = copies.len().saturating_sub(keep as usize);
    for old in copies.into_iter().take(over) {
        std::fs::remove_dir_all(old)?;
    }
    Ok(())
}
