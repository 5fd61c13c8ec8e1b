//! Bounded inspection of Automerge chunks: what would these bytes cost, before anybody pays it.
//!
//! Automerge inflates without a ceiling, believes the lengths it reads and unrolls runs of any
//! length, all before it checks a checksum. A kilobyte can so ask for terabytes, and an allocation
//! that fails ends the program. Nothing foreign reaches it without passing here first.
//!
//! This room knows the layout of chunks and columns, not what they mean: headers, counted lists,
//! column specifications, and the run-length encodings, whose runs are added up and never unrolled.

mod columns;
mod feed;

use crate::limits;

use self::columns::{Section, read_specs, walk_section};
use self::feed::{Feed, Inflater, Scratch, Slice, is_done, skip, skip_rest, sleb, uleb};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHECKSUM_BYTES: usize = 4;
const HASH_BYTES: u64 = 32;

const KIND_DOCUMENT: u8 = 0;
const KIND_CHANGE: u8 = 1;
const KIND_COMPRESSED_CHANGE: u8 = 2;
const KIND_BUNDLE: u8 = 3;

/// What a batch of chunks may amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Whether whole documents are accepted.
    pub documents: bool,
    /// Chunks.
    pub chunks_max: usize,
    /// Bundles and documents among them.
    pub bundles_max: usize,
    /// Changes.
    pub changes_max: u64,
    /// Operations; also the predecessors and successors they list together.
    pub ops_max: u64,
    /// Dependencies that all the changes list together.
    pub dependencies_max: u64,
    /// Bytes, deflated ones before and after.
    pub inflated_bytes_max: u64,
    /// Bytes of keys and messages if each repetition were written out.
    pub expanded_bytes_max: u64,
}

/// What a batch of chunks amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inspected {
    /// Chunks of any kind.
    pub chunks: usize,
    /// Bundles among them.
    pub bundles: usize,
    /// Documents among them.
    pub documents: usize,
    /// Changes, bundles and documents opened.
    pub changes: u64,
    /// Operations. A document does not count its deletions.
    pub ops: u64,
    /// Dependencies that changes, bundles and what is in them list, and heads of documents.
    pub dependencies: u64,
    /// Bytes, deflated ones before and after.
    pub inflated_bytes: u64,
    /// Bytes of keys and messages if each repetition were written out.
    pub expanded_bytes: u64,
}

/// Why chunks were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InspectError {
    /// Something else than a chunk, or junk between or after chunks.
    #[error("not a chunk")]
    NotAChunk,
    /// A kind of chunk that is not known.
    #[error("chunk kind {kind} is not known")]
    UnknownKind {
        /// The kind found.
        kind: u8,
    },
    /// A whole document where only changes are accepted.
    #[error("a whole document is not accepted here")]
    DocumentNotAccepted,
    /// It ends before it should.
    #[error("the chunk is cut short")]
    Truncated,
    /// Bytes are left after the content of a chunk or of a deflated stream.
    #[error("bytes are left over inside the chunk")]
    Trailing,
    /// Something in it cannot be.
    #[error("the chunk is malformed")]
    Malformed,
    /// A deflated stream is not one.
    #[error("a compressed part cannot be inflated")]
    Deflate,
    /// More of something than the budget allows.
    #[error("more {0} than allowed")]
    TooMany(Counted),
}

/// What a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Chunks.
    Chunks,
    /// Bundles and documents.
    Bundles,
    /// Changes.
    Changes,
    /// Operations, or what they precede and succeed.
    Ops,
    /// Dependencies.
    Dependencies,
    /// Actors, or bytes of an actor.
    Actors,
    /// Columns.
    Columns,
    /// Inflated bytes.
    InflatedBytes,
    /// Inflated bytes for each deflated one.
    InflateRatio,
    /// Bytes of repeated keys and messages.
    ExpandedBytes,
}

impl Budget {
    /// What an envelope may amount to.
    pub const ENVELOPE: Self = Self {
        documents: false,
        chunks_max: limits::CHUNKS_PER_ENVELOPE_MAX,
        bundles_max: limits::BUNDLES_PER_ENVELOPE_MAX,
        changes_max: limits::CHANGES_PER_ENVELOPE_MAX,
        ops_max: limits::OPS_PER_ENVELOPE_MAX,
        dependencies_max: limits::DEPENDENCIES_PER_ENVELOPE_MAX,
        inflated_bytes_max: limits::INFLATED_BYTES_MAX,
        expanded_bytes_max: limits::EXPANDED_BYTES_MAX,
    };

    /// What a whole document may amount to, for files that somebody opens and for one's own disk.
    pub const DOCUMENT: Self = Self {
        documents: true,
        chunks_max: limits::CHUNKS_PER_DOCUMENT_MAX,
        bundles_max: limits::BUNDLES_PER_DOCUMENT_MAX,
        changes_max: limits::DOCUMENT_CHANGES_MAX,
        ops_max: limits::DOCUMENT_OPS_MAX,
        dependencies_max: limits::DOCUMENT_DEPENDENCIES_MAX,
        inflated_bytes_max: limits::DOCUMENT_INFLATED_BYTES_MAX,
        expanded_bytes_max: limits::DOCUMENT_EXPANDED_BYTES_MAX,
    };
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Chunks => "chunks",
            Self::Bundles => "bundles",
            Self::Changes => "changes",
            Self::Ops => "operations",
            Self::Dependencies => "dependencies",
            Self::Actors => "actors",
            Self::Columns => "columns",
            Self::InflatedBytes => "inflated bytes",
            Self::InflateRatio => "inflated bytes for each deflated one",
            Self::ExpandedBytes => "bytes of repeated texts",
        })
    }
}

/// Walks chunks one after another and adds up what they amount to; refuses them as soon as that is
/// over the budget, or as they are not what they say. No allocation depends on what they say.
///
/// Checksums and the meaning of columns are left to Automerge.
pub fn inspect(bytes: &[u8], budget: &Budget) -> Result<Inspected, InspectError> {
    let mut inspection = Inspection {
        meter: Meter::new(budget),
        scratch: Scratch::default(),
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        let (kind, body, after) = split_chunk(rest)?;
        inspection.chunk(kind, body)?;
        rest = after;
    }
    Ok(inspection.meter.spent)
}

/// Adds up what was found and refuses what passes the budget.
struct Meter<'b> {
    budget: &'b Budget,
    spent: Inspected,
}

struct Inspection<'b> {
    meter: Meter<'b>,
    scratch: Scratch,
}

impl<'b> Meter<'b> {
    fn new(budget: &'b Budget) -> Self {
        Self {
            budget,
            spent: Inspected::default(),
        }
    }

    fn chunk(&mut self) -> Result<(), InspectError> {
        self.spent.chunks += 1;
        check(self.spent.chunks <= self.budget.chunks_max, Counted::Chunks)
    }

    fn bundle(&self) -> Result<(), InspectError> {
        let found = self.spent.bundles + self.spent.documents;
        check(found <= self.budget.bundles_max, Counted::Bundles)
    }

    fn changes(&mut self, count: u64) -> Result<(), InspectError> {
        self.spent.changes = self.spent.changes.saturating_add(count);
        check(
            self.spent.changes <= self.budget.changes_max,
            Counted::Changes,
        )
    }

    fn ops(&mut self, count: u64) -> Result<(), InspectError> {
        self.spent.ops = self.spent.ops.saturating_add(count);
        check(self.spent.ops <= self.budget.ops_max, Counted::Ops)
    }

    fn dependencies(&mut self, count: u64) -> Result<(), InspectError> {
        self.spent.dependencies = self.spent.dependencies.saturating_add(count);
        check(
            self.spent.dependencies <= self.budget.dependencies_max,
            Counted::Dependencies,
        )
    }

    fn inflated(&mut self, bytes: u64) -> Result<(), InspectError> {
        self.spent.inflated_bytes = self.spent.inflated_bytes.saturating_add(bytes);
        check(
            self.spent.inflated_bytes <= self.budget.inflated_bytes_max,
            Counted::InflatedBytes,
        )
    }

    fn expanded(&mut self, bytes: u64) -> Result<(), InspectError> {
        self.spent.expanded_bytes = self.spent.expanded_bytes.saturating_add(bytes);
        check(
            self.spent.expanded_bytes <= self.budget.expanded_bytes_max,
            Counted::ExpandedBytes,
        )
    }
}

impl Inspection<'_> {
    fn chunk(&mut self, kind: u8, body: &[u8]) -> Result<(), InspectError> {
        self.meter.chunk()?;
        self.meter.inflated(body.len() as u64)?;
        match kind {
            KIND_CHANGE => self.change(&mut Slice(body)),
            KIND_COMPRESSED_CHANGE => self.compressed_change(body),
            KIND_BUNDLE => self.bundle(body),
            KIND_DOCUMENT if !self.meter.budget.documents => Err(InspectError::DocumentNotAccepted),
            KIND_DOCUMENT => self.document(body),
            kind => Err(InspectError::UnknownKind { kind }),
        }
    }

    fn compressed_change(&mut self, body: &[u8]) -> Result<(), InspectError> {
        // The scratch is lent to the stream; the columns of a change are never deflated again.
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut input = Slice(body);
        let mut inflater = Inflater::new(&mut input, body.len() as u64, &mut scratch);
        let outcome = self.metered_change(&mut inflater);
        self.scratch = scratch;
        outcome
    }

    fn metered_change(&mut self, inflater: &mut Inflater<'_>) -> Result<(), InspectError> {
        inflater.set_limit(self.meter.budget.inflated_bytes_max - self.meter.spent.inflated_bytes);
        self.change(inflater)?;
        self.meter.inflated(inflater.inflated_bytes())?;
        inflater.finish()
    }

    /// Dependencies, actor, sequence, first operation, time, message, other actors, columns; then
    /// bytes for extensions up to the end.
    fn change(&mut self, feed: &mut dyn Feed) -> Result<(), InspectError> {
        self.meter.changes(1)?;
        self.hashes(feed)?;
        skip_actor(feed)?;
        uleb(feed)?;
        uleb(feed)?;
        sleb(feed)?;
        let message_bytes = uleb(feed)?;
        skip(feed, message_bytes)?;
        let actors = 1 + skip_actors(feed)?;
        let specs = read_specs(feed)?;
        let section = Section {
            items_max: self.meter.budget.ops_max,
            members_max: self.meter.budget.ops_max,
            over: Counted::Ops,
            members_over: Counted::Ops,
            actors,
            may_deflate: false,
        };
        let found = walk_section(feed, &specs, &section, &mut self.meter, &mut self.scratch)?;
        self.meter.ops(found.items)?;
        skip_rest(feed)?;
        Ok(())
    }

    /// Dependencies, actors, columns of the changes, columns of their operations.
    fn bundle(&mut self, body: &[u8]) -> Result<(), InspectError> {
        self.meter.spent.bundles += 1;
        self.meter.bundle()?;
        let feed = &mut Slice(body);
        self.hashes(feed)?;
        let actors = skip_actors(feed)?;
        let changes = read_specs(feed)?;
        self.changes_section(feed, &changes, actors)?;
        let ops = read_specs(feed)?;
        self.ops_section(feed, &ops, actors)?;
        if is_done(feed)? {
            Ok(())
        } else {
            Err(InspectError::Trailing)
        }
    }

    /// Actors, heads, both columns' specifications, both sections, and the places of the heads,
    /// which old writers leave out.
    fn document(&mut self, body: &[u8]) -> Result<(), InspectError> {
        self.meter.spent.documents += 1;
        self.meter.bundle()?;
        let feed = &mut Slice(body);
        let actors = skip_actors(feed)?;
        let heads = self.hashes(feed)?;
        let changes = read_specs(feed)?;
        let ops = read_specs(feed)?;
        self.changes_section(feed, &changes, actors)?;
        self.ops_section(feed, &ops, actors)?;
        if is_done(feed)? {
            return Ok(());
        }
        for _ in 0..heads {
            uleb(feed)?;
        }
        if is_done(feed)? {
            Ok(())
        } else {
            Err(InspectError::Trailing)
        }
    }

    fn changes_section(
        &mut self,
        feed: &mut dyn Feed,
        specs: &columns::Specs,
        actors: u64,
    ) -> Result<(), InspectError> {
        let section = Section {
            items_max: self.meter.budget.changes_max,
            members_max: self.meter.budget.dependencies_max,
            over: Counted::Changes,
            members_over: Counted::Dependencies,
            actors,
            may_deflate: true,
        };
        let found = walk_section(feed, specs, &section, &mut self.meter, &mut self.scratch)?;
        self.meter.changes(found.items)?;
        self.meter.dependencies(found.members)
    }

    fn ops_section(
        &mut self,
        feed: &mut dyn Feed,
        specs: &columns::Specs,
        actors: u64,
    ) -> Result<(), InspectError> {
        let section = Section {
            items_max: self.meter.budget.ops_max,
            members_max: self.meter.budget.ops_max,
            over: Counted::Ops,
            members_over: Counted::Ops,
            actors,
            may_deflate: true,
        };
        let found = walk_section(feed, specs, &section, &mut self.meter, &mut self.scratch)?;
        self.meter.ops(found.items)
    }

    fn hashes(&mut self, feed: &mut dyn Feed) -> Result<u64, InspectError> {
        let count = uleb(feed)?;
        check(
            count <= limits::DEPENDENCIES_PER_CHUNK_MAX,
            Counted::Dependencies,
        )?;
        self.meter.dependencies(count)?;
        skip(feed, count * HASH_BYTES)?;
        Ok(count)
    }
}

fn check(within: bool, counted: Counted) -> Result<(), InspectError> {
    if within {
        Ok(())
    } else {
        Err(InspectError::TooMany(counted))
    }
}

/// Magic, checksum, kind, length, content.
fn split_chunk(bytes: &[u8]) -> Result<(u8, &[u8], &[u8]), InspectError> {
    let magic = &bytes[..MAGIC.len().min(bytes.len())];
    if !MAGIC.starts_with(magic) {
        return Err(InspectError::NotAChunk);
    }
    let rest = bytes
        .get(MAGIC.len() + CHECKSUM_BYTES..)
        .ok_or(InspectError::Truncated)?;
    let (&kind, rest) = rest.split_first().ok_or(InspectError::Truncated)?;
    let mut feed = Slice(rest);
    let len = uleb(&mut feed)?;
    let len = usize::try_from(len).map_err(|_| InspectError::Truncated)?;
    let (body, after) = feed
        .0
        .split_at_checked(len)
        .ok_or(InspectError::Truncated)?;
    Ok((kind, body, after))
}

fn skip_actor(feed: &mut dyn Feed) -> Result<(), InspectError> {
    let bytes = uleb(feed)?;
    check(bytes <= limits::ACTOR_BYTES_MAX, Counted::Actors)?;
    skip(feed, bytes)
}

fn skip_actors(feed: &mut dyn Feed) -> Result<u64, InspectError> {
    let count = uleb(feed)?;
    check(count <= limits::ACTORS_PER_CHUNK_MAX, Counted::Actors)?;
    for _ in 0..count {
        skip_actor(feed)?;
    }
    Ok(count)
}
