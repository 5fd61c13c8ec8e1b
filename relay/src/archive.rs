//! The relay's tables: membership entries, envelopes and receipts, in the order they were committed.
//!
//! Everything here is bytes it does not understand, their hashes, and where they stand. They are
//! kept in a file of the relay's own ([`SqliteArchive`]) or in a database that several relays
//! share ([`PostgresArchive`]); read [`Archive`] first.

use std::fmt::Debug;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

use store::sqlite::OpenError;
use wire::{DeviceId, DocumentKind, DossierId, Hash};

mod database;
mod postgres;
mod schema;
mod sqlite;

pub use database::{Database, DatabaseError, PostgresError};
use postgres::PostgresArchive;
use sqlite::SqliteArchive;
pub(crate) use sqlite::{DATABASE_FILE, SCHEMA};

/// An envelope's key is its dossier's number and its position in that dossier, so that a dossier's
/// envelopes lie together, in order, without another index. 2^23 dossiers of 2^40 envelopes.
const POSITION_BITS: u32 = 40;

/// Where a relay keeps its tables.
#[derive(Debug)]
pub(crate) enum Place {
    /// In a folder whose lock the caller holds.
    Folder(PathBuf),
    /// In a database, perhaps with other relays; these know this one's notices by its tag.
    Database(Database, Tag),
}

/// Which relay of those on one database said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) u64);

/// Why the tables cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// SQLite refused.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused, or is gone.
    #[error("{0}")]
    Postgres(#[from] PostgresError),
    /// PostgreSQL does not answer.
    #[error("the database does not answer")]
    Late,
    /// What is kept is not what a relay writes.
    #[error("the tables hold {found} where a {what} should be")]
    Rotten {
        /// What was expected.
        what: &'static str,
        /// What is there.
        found: i64,
    },
}

impl ArchiveError {
    /// Whether two relays were in each other's way, so that trying again is all it takes.
    pub(crate) fn is_conflict(&self) -> bool {
        match self {
            Self::Postgres(error) => error.is_conflict(),
            Self::Sqlite(_) | Self::Late | Self::Rotten { .. } => false,
        }
    }
}

/// Why the tables were not opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveOpenError {
    #[error("{0}")]
    Folder(#[from] OpenError),
    #[error("{0}")]
    Database(#[from] DatabaseError),
}

/// How much there is of a dossier. Nothing of it ever becomes less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Envelopes and entries together.
    pub(crate) bytes: u64,
    /// Membership entries.
    pub(crate) entries: u64,
    /// Where the last envelope stands; 0 when there is none.
    pub(crate) place: u64,
    /// Where the last receipt stands; 0 when there is none.
    pub(crate) receipt: u64,
}

/// A dossier as it is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DossierRow {
    pub(crate) id: DossierId,
    pub(crate) number: i64,
    pub(crate) standing: Standing,
}

/// The last envelope of a series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeriesRow {
    pub(crate) number: i64,
    pub(crate) document: DocumentKind,
    pub(crate) device: DeviceId,
    pub(crate) index: u64,
    pub(crate) hash: Hash,
}

/// An envelope to keep.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEnvelope<'a> {
    pub(crate) dossier: i64,
    pub(crate) place: u64,
    pub(crate) series: i64,
    pub(crate) index: u64,
    pub(crate) hash: &'a Hash,
    pub(crate) bytes: &'a [u8],
}

/// Places of a dossier after the first and up to the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) dossier: i64,
    pub(crate) after: u64,
    pub(crate) until: u64,
}

impl Span {
    /// As they are ordered among those of all dossiers.
    fn keys(self) -> (i64, i64) {
        (key(self.dossier, self.after), key(self.dossier, self.until))
    }
}

/// Some envelopes of a dossier.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) envelopes: Vec<Vec<u8>>,
    /// Where the last one looked at stands.
    pub(crate) place: u64,
    /// Whether there are no more.
    pub(crate) ends: bool,
}

/// The last receipts of some devices.
#[derive(Debug)]
pub(crate) struct ReceiptsPage {
    pub(crate) receipts: Vec<(DeviceId, Vec<u8>)>,
    /// Where the last one stands.
    pub(crate) place: u64,
    /// Whether there are no more.
    pub(crate) ends: bool,
}

/// The relay's tables.
#[derive(Debug)]
pub(crate) struct Archive(Box<dyn Tables>);

impl Archive {
    /// Opens them, or makes them. Not inside an asynchronous task: it waits.
    pub(crate) fn open(place: &Place) -> Result<Self, ArchiveOpenError> {
        Ok(Self(match place {
            Place::Folder(folder) => Box::new(SqliteArchive::open(folder)?),
            Place::Database(database, tag) => Box::new(PostgresArchive::open(database, *tag)?),
        }))
    }

    /// Ends cleanly.
    pub(crate) fn close(self) -> Result<(), ArchiveError> {
        self.0.close()
    }

    /// Lets go of what failed.
    pub(crate) fn abandon(self) {
        self.0.abandon();
    }
}

impl Deref for Archive {
    type Target = dyn Tables;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl DerefMut for Archive {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.0
    }
}

/// What is asked of the tables, wherever they are kept.
pub(crate) trait Tables: Debug + Send {
    /// See [`Archive::close`].
    fn close(self: Box<Self>) -> Result<(), ArchiveError>;

    /// See [`Archive::abandon`].
    fn abandon(self: Box<Self>);

    /// This relay's name: `fresh` the first time, the same ever after, and the same for all relays
    /// on one database: a device may meet any of them.
    fn relay_id(&self, fresh: [u8; 16]) -> Result<[u8; 16], ArchiveError>;

    /// Makes sure that until the commit nobody else writes these dossiers, and answers how those
    /// of them that exist stand. A relay that is alone knows that by itself: nothing is answered.
    fn take(&mut self, dossiers: &[DossierId]) -> Result<Vec<DossierRow>, ArchiveError>;

    /// How these dossiers stand now, those of them that exist.
    fn rows(&self, dossiers: &[DossierId]) -> Result<Vec<DossierRow>, ArchiveError>;

    /// Before anything is written: starts a transaction unless one is under way.
    fn begin(&mut self) -> Result<(), ArchiveError>;

    /// Makes durable all since [`Tables::begin`]; answers whether there was anything.
    fn commit(&mut self) -> Result<bool, ArchiveError>;

    /// Forgets all since [`Tables::begin`].
    fn roll_back(&mut self) -> Result<(), ArchiveError>;

    /// How many dossiers there are.
    fn dossiers(&self) -> Result<u64, ArchiveError>;

    /// The membership entries of a dossier from the one of that ordinal to before the other,
    /// parents first.
    fn entries(&self, dossier: i64, from: u64, to: u64) -> Result<Vec<Vec<u8>>, ArchiveError>;

    /// The series that have envelopes there, each with the last of them.
    fn series(&self, span: Span) -> Result<Vec<SeriesRow>, ArchiveError>;

    /// Where an envelope stands, and its hash.
    fn envelope(&self, series: i64, index: u64) -> Result<Option<(u64, Hash)>, ArchiveError>;

    /// The envelopes there, of those that `lacks(series, index)`: about `bytes_max` of them, and
    /// one at least if there is any.
    fn page(
        &self,
        span: Span,
        bytes_max: usize,
        lacks: &dyn Fn(i64, u64) -> bool,
    ) -> Result<Page, ArchiveError>;

    /// The receipts there: about `bytes_max` of them, and one at least if there is any.
    fn receipts(&self, span: Span, bytes_max: usize) -> Result<ReceiptsPage, ArchiveError>;

    /// Keeps the last receipt of a device, in place of the one before.
    fn set_receipt(
        &self,
        dossier: i64,
        place: u64,
        device: DeviceId,
        bytes: &[u8],
    ) -> Result<(), ArchiveError>;

    /// Answers the number of the new dossier.
    fn add_dossier(&self, id: DossierId) -> Result<i64, ArchiveError>;

    /// Says how a dossier stands that has changed in this transaction.
    fn set_standing(&mut self, row: DossierRow) -> Result<(), ArchiveError>;

    /// Keeps a membership entry.
    fn add_entry(&self, dossier: i64, ordinal: u64, bytes: &[u8]) -> Result<(), ArchiveError>;

    /// Answers the number of the new series.
    fn add_series(
        &self,
        dossier: i64,
        document: DocumentKind,
        device: DeviceId,
    ) -> Result<i64, ArchiveError>;

    /// Keeps an envelope.
    fn add_envelope(&mut self, new: NewEnvelope<'_>) -> Result<(), ArchiveError>;
}

pub(crate) fn key(dossier: i64, place: u64) -> i64 {
    (dossier << POSITION_BITS) | place.cast_signed()
}

fn place(key: i64) -> u64 {
    key.cast_unsigned() & ((1 << POSITION_BITS) - 1)
}

/// Kept on disk: never change these.
fn number(document: DocumentKind) -> i64 {
    match document {
        DocumentKind::Matrix => 0,
        DocumentKind::Review => 1,
        DocumentKind::Minutes => 2,
    }
}

fn document(number: i64) -> Result<DocumentKind, ArchiveError> {
    match number {
        0 => Ok(DocumentKind::Matrix),
        1 => Ok(DocumentKind::Review),
        2 => Ok(DocumentKind::Minutes),
        found => Err(ArchiveError::Rotten {
            what: "kind of document",
            found,
        }),
    }
}
