//! What went wrong below, in the words a person gets.

use contract::{Code, Problem};
use replica::{EditProblem, LoadProblem};
use store::StoreError;
use wire::Refusal;

/// A failure of the disk.
pub(crate) fn of_store(error: StoreError) -> Problem {
    tracing::error!(%error, "store");
    let code = match &error {
        StoreError::InUse => Code::FolderInUse,
        StoreError::Unusable { .. } => Code::FolderUnusable,
        StoreError::Newer { .. } => Code::StoreNewer,
        StoreError::Damaged { .. } => Code::StoreDamaged,
        StoreError::Full => Code::DiskFull,
        StoreError::Foreign => Code::StoreForeign,
        _ => Code::DiskFailed,
    };
    Problem::of(code)
}

/// A dossier that does not load.
pub(crate) fn of_load(problem: &LoadProblem) -> Problem {
    tracing::error!(%problem, "replica");
    Problem::of(match problem {
        LoadProblem::TooLarge { .. } => Code::FileTooLarge,
        LoadProblem::Edit(error) => return of_edit_error(error),
        LoadProblem::Membership(_) | LoadProblem::Document(_) | LoadProblem::Seal(_) => {
            Code::StoreDamaged
        }
    })
}

/// An edit that was not made.
pub(crate) fn of_edit(problem: &EditProblem) -> Problem {
    match problem {
        EditProblem::NotAllowed { .. } => Problem::of(Code::NotAllowed),
        EditProblem::NotArrived => Problem::of(Code::NotArrived),
        EditProblem::Refused(error) => of_edit_error(error),
        EditProblem::Unsealed(error) => of_load(error),
    }
}

/// What a relay's refusal means for a person.
pub(crate) fn of_refusal(refusal: Refusal) -> Problem {
    Problem::of(match refusal {
        Refusal::Quota => Code::RelayFull,
        Refusal::NotMember => Code::LinkRefused,
        Refusal::Busy | Refusal::Rate | Refusal::Stopping => Code::RelayUnreachable,
        Refusal::TooOld
        | Refusal::TooNew
        | Refusal::BadSignature
        | Refusal::NotAllowed
        | Refusal::Gap
        | Refusal::BadChain
        | Refusal::TooLarge
        | Refusal::Malformed
        | Refusal::Unknown => Code::RelayRefused,
    })
}
