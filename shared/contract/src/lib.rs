//! What the screen and the shell, and a script and the command line, say to each other: the views
//! of a dossier, commands' arguments and answers, events, and problems in words.
//!
//! This room must never know the model, the wire, SQLite or Tauri. These are the only types that
//! become JSON; the TypeScript in `bindings/` is made from them and committed. Read [`MatrixView`]
//! first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod action;
mod agreement;
mod backup;
mod comment;
mod consolidation;
mod decision;
mod document;
mod event;
mod export;
mod finding;
mod history;
mod importing;
mod minutes;
mod package;
mod person;
mod problem;
mod receipt;
mod review;
mod settings;
mod status;
mod suggestion;
mod text;
mod view;

pub use action::{ActReceipt, Cell, DraftView, MatrixAction, UndoReceipt};
pub use agreement::{
    ConsultationOutcome, ConsultationView, OtherStateView, RowState, RowStateView,
    VerificationOutcome, VerificationView, VersionView, WindowStatus, WindowView,
};
pub use backup::{BackupContents, BackupDossier, BackupMade, BackupProgress, Restored};
pub use comment::{AnchorState, AnchorView, CommentView};
pub use consolidation::{
    ConsolidatedDossier, ConsolidatedHeading, ConsolidatedRow, ConsolidationColumn,
    ConsolidationGrouping, ConsolidationPage, ConsolidationQuery, ConsolidationSection,
    ConsolidationView, CoverageView, DeadlineView, LastVersionView, MeetingView, ProgrammeView,
    RepeatGroup, RepeatedLine, RepeatsView, RowLack,
};
pub use decision::{ChoiceMeaning, ChoiceView, DecisionKind, DecisionView, NoticeKind, NoticeView};
pub use document::{
    DocumentOutcome, DocumentVerdict, FileDeparture, FileDepartureKind, FileRows, PrintMatch,
    Uncompared, VerifiedDocument,
};
pub use event::{AwayItem, AwayKind, Event};
pub use export::{
    CommentsWanted, ExportChoices, ExportColumn, ExportFormat, ExportOffer, ExportOptions,
    LogoSide, LogoView, SheetSize,
};
pub use finding::{
    FindingLevel, FindingPage, FindingRule, FindingSummary, FindingTitle, FindingView, FindingsOf,
    FixView, FoundRow, SilencedView,
};
pub use history::{
    BlameSpan, ComparisonView, DifferenceKind, DifferenceView, MomentView, PastValueView,
};
pub use importing::{
    FileComparison, FileDifference, FileDifferenceKind, FileMatch, ImportCellDoubt, ImportColour,
    ImportColumn, ImportCounts, ImportDoubt, ImportDoubtful, ImportGuess, ImportHeader,
    ImportHeading, ImportMapping, ImportMeaning, ImportMinutes, ImportPlace, ImportRow,
    ImportRowKind, ImportTable, ImportView,
};
pub use minutes::{
    AboutView, AgreedIn, AgreementView, ClosingView, CountMismatch, CountOf, CountedView, Evidence,
    FollowUpView, MinutaView, MinutesAction, MinutesChoice, MinutesPart, MinutesReceipt,
    MinutesState, MinutesValue, MinutesView, RemovalView, SaidView, StandingView, WhyAgreement,
    WhyComment, WhyConsultation, WhyView,
};
pub use package::{PackageLack, PackageMade, PackageOffer, PackagePerson, PackageTaken};
pub use person::{Invitation, Me, MemberView, PresenceView, RoleName, Start};
pub use problem::{Code, Problem};
pub use receipt::{ChangeReceiptView, MemberSeenView, ReceiptsView};
pub use review::{ReviewAction, ReviewReceipt, ReviewView};
pub use settings::{BackupSchedule, Backups, Language, Notices, Settings, TextSize, Theme};
pub use status::{
    DossierState, DossierStatus, DossierSummary, ImportReport, OpenedDossier, SyncReport,
};
pub use suggestion::{DiffKind, DiffSpan, SuggestionKind, SuggestionStatus, SuggestionView};
pub use text::{TextChange, TextOpened, TextPushed, TextUpdate};
pub use view::{
    BaselineView, Conflict, ConflictValue, EditReceipt, FormulaParts, Heading, HeadingView,
    MatrixView, NormalizedView, Quantity, Row, ToDecide, ToDecideKind,
};
