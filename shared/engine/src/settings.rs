//! What a person sets for this computer, how they look at a dossier, values begun and not finished.

use std::path::Path;

use contract::{BackupSchedule, Cell, Code, DraftView, Problem, Settings};
use serde::Deserialize;
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

/// Settings of a Cotejo that knew a backup each day, or none.
#[derive(Deserialize)]
struct DailyOrNot {
    backups: OldBackups,
}

#[derive(Deserialize)]
struct OldBackups {
    daily: bool,
}

impl Desk {
    /// The settings.
    pub(crate) fn settings(&self) -> Result<Settings, Problem> {
        let stored = self.store.setting(SETTINGS).map_err(trouble::of_store)?;
        let stored = stored.unwrap_or_default();
        let mut settings: Settings = serde_json::from_slice(&stored).unwrap_or_default();
        if serde_json::from_slice(&stored).is_ok_and(|old: DailyOrNot| !old.backups.daily) {
            settings.backups.every = BackupSchedule::Never;
        }
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
        let before = self.settings()?.backups;
        settings.backups.last = before.last;
        settings.backups.protected = before.protected;
        if let Some(folder) = &settings.backups.folder
            && !Path::new(folder).is_absolute()
        {
            return Err(Problem::of(Code::BackupFailed));
        }
        self.keep_settings(&settings);
        Ok(settings)
    }

    pub(crate) fn keep_settings(&mut self, settings: &Settings) {
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
}
