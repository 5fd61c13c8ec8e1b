//! What a person sets for this computer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Language of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum Language {
    /// Spanish of Mexico.
    #[default]
    #[serde(rename = "es-MX")]
    Spanish,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// Size of the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum TextSize {
    /// 90 %.
    Small,
    /// 100 %.
    #[default]
    Normal,
    /// 115 %.
    Large,
    /// 130 %.
    Huge,
}

/// Colours of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// What is told through the system's notifications.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum Notices {
    /// Nothing.
    Never,
    /// What is for this person's eyes: mentions, answers, windows about to close.
    #[default]
    ForMe,
    /// That, and changes of others while the window is not looked at.
    All,
}

/// How often a backup of everything is made by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum BackupSchedule {
    /// Never.
    Never,
    /// One a day while the app is used.
    #[default]
    Daily,
    /// One a week while the app is used.
    Weekly,
}

/// Backups of everything in another folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Backups {
    /// Where they go; `null`: a folder beside the data.
    pub folder: Option<String>,
    /// How often.
    pub every: BackupSchedule,
    /// One more whenever the window is closed.
    pub at_closing: bool,
    /// How many are kept; older ones are removed. 1 to 365.
    pub keep: u32,
    /// They ask for a passphrase; told by the shell, set by a command of its own.
    pub protected: bool,
    /// When the last good one was made (RFC 3339); told by the shell, not settable.
    pub last: Option<String>,
}

impl Default for Backups {
    fn default() -> Self {
        Self {
            folder: None,
            every: BackupSchedule::Daily,
            at_closing: false,
            keep: 14,
            protected: false,
            last: None,
        }
    }
}

/// What a person sets for this computer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Settings {
    /// Language.
    pub language: Language,
    /// Size of the text.
    pub text_size: TextSize,
    /// Colours.
    pub theme: Theme,
    /// Address of the relay offered when sharing; "": none yet.
    pub relay: String,
    /// What the system tells.
    pub notices: Notices,
    /// Copies.
    pub backups: Backups,
}
