//! How a dossier stands: saved, waiting, sent.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Problem, RoleName};

/// A dossier in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DossierSummary {
    /// Identifier, 32 hexadecimal digits.
    pub dossier: String,
    /// Title of the matrix; "" while it has not arrived.
    pub title: String,
    /// Institution.
    pub institution: String,
    /// One's role.
    pub role: RoleName,
    /// Active rows.
    pub rows: u32,
    /// Rows with something to decide.
    pub to_decide: u32,
    /// How it stands.
    pub status: DossierStatus,
}

/// The word shown for a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DossierState {
    /// Not shared: lives on this computer only ("guardado aquí").
    Local,
    /// Shared, no contact with the relay now ("sin conexión").
    Offline,
    /// In contact, some edits not confirmed yet ("guardado aquí").
    Saved,
    /// In contact, everything confirmed by the relay ("enviado").
    Sent,
    /// Something prevents saving or sending ("atorado").
    Stuck,
}

/// How a dossier stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DossierStatus {
    /// Identifier, 32 hexadecimal digits.
    pub dossier: String,
    /// The word.
    pub state: DossierState,
    /// Edits of this device committed to this disk.
    #[ts(type = "number")]
    pub saved: u64,
    /// Of those, edits the relay has not confirmed.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Of those, edits the relay has confirmed.
    #[ts(type = "number")]
    pub sent: u64,
    /// Address of the relay, if the dossier is shared.
    pub relay: Option<String>,
    /// Last time the relay answered (RFC 3339).
    pub last_contact: Option<String>,
    /// Why it is stuck or offline, if there is more to say.
    pub problem: Option<Problem>,
}

/// Answer to an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportReport {
    /// Identifier of the new dossier; "" in a preview.
    pub dossier: String,
    /// Title found in the file.
    pub title: String,
    /// Institution found in the file.
    pub institution: String,
    /// Rows read.
    pub rows: u32,
    /// Rows with the text of an action line.
    pub lines: u32,
    /// What is uncertain, in sentences with their place.
    pub doubts: Vec<String>,
    /// Notes of cells that became comments.
    pub comments: u32,
    /// Tracked changes that became suggestions.
    #[serde(default)]
    pub suggestions: u32,
    /// Cells in doubt, each with its sentence.
    #[serde(default)]
    pub cells: Vec<crate::ImportDoubtful>,
    /// How the file was read: what `--map` takes.
    #[serde(default)]
    pub mapping: Option<crate::ImportMapping>,
}

/// Answer to a synchronisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SyncReport {
    /// Edits the relay confirmed in this run.
    #[ts(type = "number")]
    pub sent: u64,
    /// Edits of others received in this run.
    #[ts(type = "number")]
    pub received: u64,
    /// Edits of this device still waiting.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Address of the relay.
    pub relay: String,
}

/// All a window needs to show a dossier, from the read model, before its documents are loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OpenedDossier {
    /// The matrix.
    pub matrix: crate::MatrixView,
    /// Whether all its rows are here. Else only the first ones are, for a first look: it is to be
    /// asked for again.
    pub whole: bool,
    /// Version of the matrix: `base` of the next editor opened; "" while nothing has arrived.
    pub version: String,
    /// Comments, oldest first.
    pub comments: Vec<crate::CommentView>,
    /// The rest of the review.
    pub review: crate::ReviewView,
    /// What is for this person's eyes, newest first.
    pub notices: Vec<crate::NoticeView>,
    /// How it stands.
    pub status: DossierStatus,
    /// Everybody with access.
    pub members: Vec<crate::MemberView>,
    /// One's role.
    pub role: RoleName,
    /// What changed while this device was without connection, not yet dismissed.
    pub away: Vec<crate::AwayItem>,
    /// Values that were being written when the app closed.
    pub drafts: Vec<crate::DraftView>,
    /// The step that can be undone, as it was named.
    pub undo: Option<String>,
    /// The step that can be done again.
    pub redo: Option<String>,
}
