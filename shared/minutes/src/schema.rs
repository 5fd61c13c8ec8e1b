//! How minutas lie in their document: each thing a map of its own at the root, under a key that
//! nobody else can have drawn. So there is nothing to found: two coordinators who begin the first
//! minuta of a dossier apart make no container twice, and an older version leaves alone what it does
//! not know. Keys are spelled here, in `field.rs` and in `act.rs`, and nowhere else.
//!
//! ```text
//! schemaVersion
//! part:<id> { kind, minutes, order, atMs, removed, about { key: true }, …fields, …textRevision }
//! act:<id>  { kind, atMs, over, … }   (see `act.rs`)
//! ```
//!
//! Every map and text of a part is made in the same change as it.

/// Version of this schema. A document of a newer one shows what is understood of it.
pub const SCHEMA_VERSION: u64 = 1;

pub(crate) const SCHEMA: &str = "schemaVersion";
/// Before the id of a part, in the keys of the root.
const PART_PREFIX: &str = "part:";
/// Before the id of an act, in the keys of the root.
const ACT_PREFIX: &str = "act:";

pub(crate) const KIND: &str = "kind";
pub(crate) const MINUTES: &str = "minutes";
pub(crate) const ORDER: &str = "order";
pub(crate) const AT_MS: &str = "atMs";
pub(crate) const REMOVED: &str = "removed";
pub(crate) const ABOUT: &str = "about";

use crate::{ActId, PartId};

/// What a key of the root names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RootKey {
    Part(PartId),
    Act(ActId),
}

impl RootKey {
    /// The key of this text; `None`: nothing that is understood here.
    pub(crate) fn read(key: &str) -> Option<Self> {
        if let Some(id) = key.strip_prefix(PART_PREFIX) {
            return id.parse().ok().map(Self::Part);
        }
        let id = key.strip_prefix(ACT_PREFIX)?;
        id.parse().ok().map(Self::Act)
    }

    /// How it is spelled.
    pub(crate) fn spelled(self) -> String {
        match self {
            Self::Part(id) => format!("{PART_PREFIX}{id}"),
            Self::Act(id) => format!("{ACT_PREFIX}{id}"),
        }
    }
}

/// Keys whose writing is not an edit of what a part says.
pub(crate) fn is_structural(key: &str) -> bool {
    [KIND, MINUTES, ORDER, AT_MS, REMOVED].contains(&key)
}
