//! What went wrong below, in the words a person gets.

use std::io::ErrorKind;

use backup::BackupError;
use contract::{Code, Problem};
use exchange::ImportError;
use model::EditError;
use paper::ExportError;
use replica::{EditProblem, LoadProblem};
use store::StoreError;
use wire::Refusal;

/// A failure of the disk.
pub(crate) fn of_store(error: StoreError) -> Problem {
    tracing::error!(%error, "store");
    let code = match &error {
        StoreError::InUse { .. } => Code::FolderInUse,
        StoreError::Unusable { .. } => Code::FolderUnusable,
        StoreError::Newer { .. } => Code::StoreNewer,
        StoreError::Damaged { .. } => Code::StoreDamaged,
        StoreError::Full => Code::DiskFull,
        StoreError::Foreign { .. } => Code::StoreForeign,
        StoreError::KeyExists { .. }
        | StoreError::Dead
        | StoreError::Refused(_)
        | StoreError::Failed(_) => Code::DiskFailed,
    };
    Problem::of(code)
}

/// A file that was not made.
pub(crate) fn of_export(error: &ExportError) -> Problem {
    tracing::error!(%error, "export");
    Problem::of(match error {
        ExportError::Logo(_) => Code::LogoInvalid,
        ExportError::Packing { .. } | ExportError::Code { .. } => Code::Defect,
    })
}

/// A backup that was not made or not opened.
pub(crate) fn of_backup(error: BackupError) -> Problem {
    tracing::error!(%error, "backup");
    Problem::of(match &error {
        BackupError::NotBackup => Code::BackupUnknown,
        BackupError::Newer { .. } => Code::BackupNewer,
        BackupError::PassphraseNeeded => Code::PassphraseNeeded,
        BackupError::PassphraseWrong => Code::PassphraseWrong,
        BackupError::PassphraseUnfit { .. } => Code::PassphraseUnfit,
        BackupError::Damaged(_) | BackupError::TooLarge(_) => Code::BackupDamaged,
        BackupError::Read(_) => Code::FileUnreadable,
        BackupError::Cipher => Code::Defect,
        BackupError::Write(source) => match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Code::BackupNoRoom,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Code::BackupForbidden,
            ErrorKind::NotFound => Code::BackupFolderGone,
            _ => Code::BackupFailed,
        },
    })
}

/// A file of the data folder that cannot be written.
pub(crate) fn of_disk(error: &std::io::Error) -> Problem {
    tracing::error!(%error, "data folder");
    Problem::of(match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Code::DiskFull,
        _ => Code::FolderUnusable,
    })
}

/// A dossier that does not load.
pub(crate) fn of_load(problem: &LoadProblem) -> Problem {
    tracing::error!(%problem, "replica");
    Problem::of(match problem {
        LoadProblem::TooLarge { .. } => Code::FileTooLarge,
        LoadProblem::Edit(error) => return of_edit_error(error),
        LoadProblem::Comment(error) => return of_comment_error(error),
        LoadProblem::Pack(_) => Code::Defect,
        LoadProblem::Membership(_)
        | LoadProblem::Document(_)
        | LoadProblem::Payload(_)
        | LoadProblem::Chunk(_)
        | LoadProblem::Seal(_) => Code::StoreDamaged,
    })
}

/// An edit that was not made.
pub(crate) fn of_edit(problem: &EditProblem) -> Problem {
    match problem {
        EditProblem::NotAllowed { .. } => Problem::of(Code::NotAllowed),
        EditProblem::NotArrived => Problem::of(Code::NotArrived),
        EditProblem::Refused(error) => of_edit_error(error),
        EditProblem::CommentRefused(error) => of_comment_error(error),
        EditProblem::MinutesRefused(error) => of_minutes_error(error),
        EditProblem::Unsealed(error) => of_load(error),
    }
}

/// An edit the model refuses.
fn of_edit_error(error: &EditError) -> Problem {
    Problem::of(match error {
        EditError::NotFounded => Code::NotArrived,
        EditError::LineUnknown(_)
        | EditError::IndicatorUnknown(_)
        | EditError::IndicatorNeeded(_)
        | EditError::HeadingUnknown(_)
        | EditError::HeadingMissing(_)
        | EditError::LineRetired(_)
        | EditError::SameLine(_) => Code::RowUnknown,
        EditError::HeadingRetired(_) | EditError::HeadingOutOfLevel { .. } => {
            Code::HeadingMisplaced
        }
        EditError::HeadingInUse { .. } => Code::HeadingInUse,
        EditError::FieldUnknown(_) | EditError::NotText(_) => Code::FieldUnknown,
        EditError::ValueInvalid(_)
        | EditError::BaseUnknown
        | EditError::ChangeOutOfPlace { .. }
        | EditError::CharacterCut { .. }
        | EditError::NotOwn => Code::ValueInvalid,
        EditError::TextWaits(_) => Code::TextWaits,
        EditError::TextTooLong { .. } => Code::TextTooLong,
        EditError::TooMany { .. } => Code::TooMany,
        EditError::NothingToDecide(_) | EditError::NotMovedTwice | EditError::ChoiceUnknown(_) => {
            Code::ChoiceUnknown
        }
        EditError::Document(_) => {
            tracing::error!(%error, "model");
            Code::Defect
        }
    })
}

/// A comment the review document refuses.
fn of_comment_error(error: &review::EditError) -> Problem {
    Problem::of(match error {
        review::EditError::NotFounded => Code::NotArrived,
        review::EditError::ThreadUnknown(_) | review::EditError::CommentUnknown(_) => {
            Code::ThreadUnknown
        }
        review::EditError::ActUnknown(_) => Code::SuggestionUnknown,
        review::EditError::NotAllowed => Code::NotAllowed,
        review::EditError::TextTooLong { .. } => Code::TextTooLong,
        review::EditError::TooMany { .. } => Code::TooMany,
        review::EditError::Document(_) => {
            tracing::error!(%error, "review");
            Code::Defect
        }
    })
}

/// An edit the minutes document refuses.
fn of_minutes_error(error: &minutes::EditError) -> Problem {
    use minutes::EditError as Error;
    Problem::of(match error {
        Error::MinutesUnknown(_) | Error::PartUnknown(_) | Error::ActUnknown(_) => {
            Code::MinutesUnknown
        }
        Error::PartRemoved(_) | Error::OnceClosed(_) => Code::MinutesRemoved,
        Error::Closed(_) => Code::MinutesClosed,
        Error::NotClosed(_) => Code::MinutesOpen,
        Error::Undecided { .. } => Code::MinutesUndecided,
        Error::FieldUnknown { .. } | Error::NotText(_) | Error::NotOf(_) => Code::FieldUnknown,
        Error::ValueInvalid(minutes::Field::Date | minutes::Field::DueDate) => Code::DateInvalid,
        Error::ValueInvalid(_) | Error::OwnMinutes => Code::ValueInvalid,
        Error::NothingToDecide(_) | Error::ChoiceUnknown(_) => Code::ChoiceUnknown,
        Error::TextTooLong { .. } => Code::TextTooLong,
        Error::TooMany { .. } => Code::TooMany,
        Error::Text(error) => return of_edit_error(error),
        Error::Document(_) => {
            tracing::error!(%error, "minutes");
            Code::Defect
        }
    })
}

/// A file that was not read.
pub(crate) fn of_import(error: &ImportError) -> Problem {
    tracing::info!(%error, "import");
    match error {
        ImportError::NotWorkbook | ImportError::NoRows { .. } => Problem::of(Code::FileNotMatrix),
        ImportError::Old | ImportError::OldOrProtected => Problem::of(Code::FileOld),
        ImportError::Protected => Problem::of(Code::FileProtected),
        ImportError::NotMatrix { sheets } => Problem::about(Code::FileNotMatrix, sheets.join(", ")),
        ImportError::Damaged { .. } | ImportError::Broken => Problem::of(Code::FileUnreadable),
        ImportError::TooLarge { .. } => Problem::of(Code::FileTooLarge),
        ImportError::CellTooLong { cell, .. } => Problem::about(Code::TextTooLong, cell),
    }
}

/// What a relay's refusal means for a person.
pub(crate) fn of_refusal(refusal: Refusal) -> Problem {
    Problem::of(match refusal {
        Refusal::Quota => Code::RelayFull,
        Refusal::CodeNeeded => Code::RelayCodeNeeded,
        Refusal::MayNotFound => Code::RelayMayNotFound,
        Refusal::NotMember => Code::LinkRefused,
        Refusal::BadChain => Code::UsedElsewhere,
        Refusal::Busy | Refusal::Rate | Refusal::Stopping => Code::RelayUnreachable,
        Refusal::TooOld
        | Refusal::TooNew
        | Refusal::BadSignature
        | Refusal::NotAllowed
        | Refusal::Gap
        | Refusal::TooLarge
        | Refusal::Malformed
        | Refusal::Unknown => Code::RelayRefused,
    })
}
