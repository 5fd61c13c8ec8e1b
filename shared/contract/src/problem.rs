//! What went wrong, in words a person can act on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Language;

mod english;
mod spanish;

/// A failure as it crosses to a person or a script. `message` and `next` are Spanish of Mexico
/// until a host that speaks another language calls [`Problem::in_language`].
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
    /// A name or a number it is about; it stands before the first sentence too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
}

/// Stable codes of problems; the sentences stand in `problem/`.
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
    /// The dossier has as many rows, headings or comments as it may.
    TooMany,
    /// The value does not fit the field.
    ValueInvalid,
    /// The choice does not exist, or there is nothing to decide.
    ChoiceUnknown,
    /// The comment thread does not exist.
    ThreadUnknown,
    /// The minuta, or the part of one, does not exist.
    MinutesUnknown,
    /// The minuta is closed.
    MinutesClosed,
    /// The minuta is not closed.
    MinutesOpen,
    /// Something in the minuta waits for a decision.
    MinutesUndecided,
    /// What was taken out of the minuta takes nothing; or a minuta that was closed is not taken out.
    MinutesRemoved,
    /// One's role does not allow it.
    NotAllowed,
    /// The dossier's content has not arrived yet.
    NotArrived,
    /// The link is not an invitation.
    LinkInvalid,
    /// The invitation is no longer accepted.
    LinkRefused,
    /// The file is no package.
    PackageUnknown,
    /// The package was made by a newer program.
    PackageNewer,
    /// The package is cut short or altered.
    PackageDamaged,
    /// The package is sealed for others.
    PackageNotForYou,
    /// The package is of a dossier that is not on this computer.
    PackageElsewhere,
    /// The dossier has no relay.
    NoRelay,
    /// The relay's address is not usable.
    RelayInvalid,
    /// The relay does not answer.
    RelayUnreachable,
    /// Who answers for the relay is not believed: its certificate does not verify.
    RelayUntrusted,
    /// The proxy on the way to the relay does not answer.
    ProxyUnreachable,
    /// The proxy asks for a name and a password.
    ProxyPassword,
    /// The proxy does not let through to the relay.
    ProxyRefused,
    /// The relay refused this device or this dossier.
    RelayRefused,
    /// Nobody of the dossier has that identifier.
    PersonUnknown,
    /// Without this person nobody would coordinate the dossier.
    LastCoordinator,
    /// This person does not belong to the dossier any more.
    Removed,
    /// The relay takes in new dossiers only with a code.
    RelayCodeNeeded,
    /// The relay takes in new dossiers only of certain devices.
    RelayMayNotFound,
    /// Two folders write in this device's name, and the relay has the other's edits.
    UsedElsewhere,
    /// The relay has no room for more of this dossier.
    RelayFull,
    /// The file cannot be read.
    FileUnreadable,
    /// The file is not a matrix Cotejo understands.
    FileNotMatrix,
    /// The file is of an office program of before 2007.
    FileOld,
    /// The file has a password.
    FileProtected,
    /// The file passes a limit.
    FileTooLarge,
    /// The file could not be written.
    FileNotWritten,
    /// What was typed from a paper is neither its code, nor a folio, nor a digest.
    CodeUnreadable,
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
    /// The heading still has lines under it.
    HeadingInUse,
    /// The heading cannot stand there.
    HeadingMisplaced,
    /// The text is no longer open for writing here.
    TextClosed,
    /// The copy could not be made.
    BackupFailed,
    /// The folder of the backups is not there.
    BackupFolderGone,
    /// There is no room for the backup.
    BackupNoRoom,
    /// The folder of the backups cannot be written.
    BackupForbidden,
    /// The file is no backup.
    BackupUnknown,
    /// The backup is damaged.
    BackupDamaged,
    /// A newer Cotejo made the backup.
    BackupNewer,
    /// The backup asks for a passphrase.
    PassphraseNeeded,
    /// The passphrase does not open the backup.
    PassphraseWrong,
    /// The passphrase is too short or too long.
    PassphraseUnfit,
    /// There is work in the folder, and nobody has said that it may be moved aside.
    HomeOccupied,
    /// The row is approved, and locked until it is reopened.
    RowApproved,
    /// That needs a reason.
    ReasonNeeded,
    /// The text waits for a decision, and cannot be copied before.
    TextWaits,
    /// The suggestion does not exist.
    SuggestionUnknown,
    /// The suggestion was already decided or taken back.
    SuggestionDecided,
    /// The row of the suggestion was merged into another.
    SuggestionMerged,
    /// The consultation does not exist.
    ConsultationUnknown,
    /// There is no such review window, or it is closed.
    WindowUnknown,
    /// A review window is already open.
    WindowOpen,
    /// That point in time is not known here, or not all of it has arrived.
    PointUnknown,
    /// Only whoever wrote it may do that.
    NotYours,
    /// It is not a day of the calendar.
    DateInvalid,
    /// The picture cannot be printed at the head of a page.
    LogoInvalid,
    /// There is no such programme on this computer.
    ProgrammeUnknown,
    /// The programme has no name, a name that is too long or one that another has.
    ProgrammeInvalid,
    /// No dossier has what was asked for.
    NothingAnswers,
    /// What was said of how to read a file does not fit it.
    MappingInvalid,
    /// Who sent the file is not said.
    SenderNeeded,
    /// More rows than a printed paper may have.
    TooManyToPrint,
    /// A defect of Cotejo.
    Defect,
}

impl Code {
    /// Whether the relay was not reached: it is tried again without anybody doing anything.
    pub fn is_unreached(self) -> bool {
        matches!(
            self,
            Self::RelayUnreachable
                | Self::RelayUntrusted
                | Self::ProxyUnreachable
                | Self::ProxyPassword
                | Self::ProxyRefused
        )
    }
}

impl Problem {
    /// The problem of a code, with its sentences: what happened, what is safe, what to do next;
    /// short, honest, without blame. They are written in `problem/` and nowhere else.
    pub fn of(code: Code) -> Self {
        Self::said(code, None, Language::Spanish)
    }

    /// The problem of a code, with a detail (a name, a number) put before its first sentence.
    pub fn about(code: Code, detail: impl std::fmt::Display) -> Self {
        Self::said(code, Some(detail.to_string()), Language::Spanish)
    }

    /// The same problem in another language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self::said(self.code, self.detail, language)
    }

    fn said(code: Code, detail: Option<String>, language: Language) -> Self {
        let (message, next) = match language {
            Language::Spanish => spanish::sentences(code),
            Language::English => english::sentences(code),
        };
        let message = match &detail {
            Some(detail) => format!("{}: {message}", named(code, detail, language)),
            None => message.to_owned(),
        };
        Self {
            code,
            message,
            next: next.to_owned(),
            detail,
        }
    }
}

/// What a detail is of, for details that are not a name by themselves: in Spanish and in English.
const OF: &[(Code, &str, &str)] = &[
    (Code::RowApproved, "Renglón", "Row"),
    (Code::TextTooLong, "Celda", "Cell"),
    (Code::FileNotMatrix, "Hojas:", "Sheets:"),
];

fn named(code: Code, detail: &str, language: Language) -> String {
    let of = OF.iter().find(|(known, ..)| *known == code);
    match (of, language) {
        (None, _) => detail.to_owned(),
        (Some((_, spanish, _)), Language::Spanish) => format!("{spanish} {detail}"),
        (Some((.., english)), Language::English) => format!("{english} {detail}"),
    }
}

#[cfg(test)]
mod tests;
