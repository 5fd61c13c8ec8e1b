//! How a discussion lies in its document: flat maps by identifier. Keys are spelled here and nowhere
//! else. What a newer version keeps beside them is left untouched.
//!
//! ```text
//! schemaVersion
//! threads  { id: { line, indicator, field, quote, resolved, internal, from, to, base } }
//! comments { id: { thread, text, atMs, importedAuthor, importedAtMs, mentions } }
//! act:<id> { kind, atMs, over, importedAuthor, importedAtMs, … }   (see `record.rs`)
//! ```

/// Version of this schema. A document of a newer one shows what is understood of it.
pub const SCHEMA_VERSION: u64 = 1;

pub(crate) const SCHEMA: &str = "schemaVersion";
pub(crate) const THREADS: &str = "threads";
pub(crate) const COMMENTS: &str = "comments";

/// Before the id of an act, in the keys of the root.
pub(crate) const ACT_PREFIX: &str = "act:";

pub(crate) const LINE: &str = "line";
pub(crate) const INDICATOR: &str = "indicator";
pub(crate) const FIELD: &str = "field";
pub(crate) const QUOTE: &str = "quote";
pub(crate) const RESOLVED: &str = "resolved";
pub(crate) const INTERNAL: &str = "internal";
pub(crate) const FROM: &str = "from";
pub(crate) const TO: &str = "to";
pub(crate) const BASE: &str = "base";

pub(crate) const THREAD: &str = "thread";
pub(crate) const TEXT: &str = "text";
pub(crate) const AT_MS: &str = "atMs";
pub(crate) const MENTIONS: &str = "mentions";
pub(crate) const IMPORTED_AUTHOR: &str = "importedAuthor";
pub(crate) const IMPORTED_AT_MS: &str = "importedAtMs";
