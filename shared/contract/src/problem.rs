//! What went wrong, in words a person can act on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failure as it crosses to a person or a script. `message` and `next` are Spanish of Mexico.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
#[error("{message} {next}")]
pub struct Problem {
    /// Stable code.
    pub code: Code,
    /// What happened, and what is safe.
    pub message: String,
    /// What to do next.
    pub next: String,
}

/// Stable codes of problems; the sentences stand in [`Problem::of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[ts(export)]
pub enum Code {
    /// Nobody has said who works here.
    NoPerson,
    /// Name or institution missing or too long.
    PersonInvalid,
    /// No dossier has that id, prefix or name.
    DossierUnknown,
    /// Several dossiers answer to that prefix or name.
    DossierAmbiguous,
    /// The row does not exist.
    RowUnknown,
    /// The field does not exist.
    FieldUnknown,
    /// The text is longer than the limit.
    TextTooLong,
    /// The value does not fit the field.
    ValueInvalid,
    /// The choice does not exist, or there is nothing to decide.
    ChoiceUnknown,
    /// The comment thread does not exist.
    ThreadUnknown,
    /// One's role does not allow it.
    NotAllowed,
    /// The dossier's content has not arrived yet.
    NotArrived,
    /// The link is not an invitation.
    LinkInvalid,
    /// The invitation is no longer accepted.
    LinkRefused,
    /// The dossier has no relay.
    NoRelay,
    /// The relay's address is not usable.
    RelayInvalid,
    /// The relay does not answer.
    RelayUnreachable,
    /// The relay refused this device or this dossier.
    RelayRefused,
    /// The relay has no room for more of this dossier.
    RelayFull,
    /// The file cannot be read.
    FileUnreadable,
    /// The file is not a matrix Cotejo understands.
    FileNotMatrix,
    /// The file passes a limit.
    FileTooLarge,
    /// The file could not be written.
    FileNotWritten,
    /// The format is not known.
    FormatUnknown,
    /// Another Cotejo is using the folder.
    FolderInUse,
    /// The folder cannot be used.
    FolderUnusable,
    /// The disk is full.
    DiskFull,
    /// The disk refused a write.
    DiskFailed,
    /// The store is damaged.
    StoreDamaged,
    /// The store was written by a newer Cotejo.
    StoreNewer,
    /// The store keeps another device's key.
    StoreForeign,
    /// A defect of Cotejo.
    Defect,
}
