//! One Automerge document with its author, its graph of changes and the changes that still wait for
//! others. What the content means is not known here.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{ActorId, Automerge, AutomergeError, Bundle, Change, ChangeHash, ObjId, ReadDoc};

use crate::chunk::{self, Content, ENCODING};
use crate::dag::Dag;
use crate::error::{LoadError, MergeError, PackError, SnapshotError};
use crate::limits::WAITING_CHANGES_MAX;
use crate::{Author, Version};

/// Payload of concatenated change chunks.
const FORMAT_CHUNKS: u8 = 0;
/// Payload of one bundle.
const FORMAT_BUNDLE: u8 = 1;
/// From how many changes a bundle is worth trying.
const BUNDLED_CHANGES_MIN: usize = 3;

/// An Automerge document, with who writes here and what it knows of the others.
pub struct Document {
    doc: Automerge,
    dag: Dag,
    author: Author,
    /// Who writes under each Automerge actor, and its last change's number. Only a first change
    /// names its author.
    actors: HashMap<ActorId, Actor>,
    /// Changes that depend on changes that have not come. They are kept here rather than in
    /// Automerge's queue so that a bad one cannot spoil what arrives later.
    waiting: HashMap<ChangeHash, Change>,
}

#[derive(Clone, Copy)]
struct Actor {
    author: Author,
    seq: u64,
}

/// Who made a change, and when by their clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Who.
    pub author: Author,
    /// When.
    pub at_ms: u64,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("author", &self.author)
            .field("changes", &self.dag.len())
            .field("waiting", &self.waiting.len())
            .finish_non_exhaustive()
    }
}

impl Document {
    /// A document of which nothing has arrived. `actor` must be new for every run of the app.
    pub fn empty(actor: [u8; 16], author: Author) -> Self {
        let mut document = Self {
            doc: Automerge::new_with_encoding(ENCODING),
            dag: Dag::default(),
            author,
            actors: HashMap::new(),
            waiting: HashMap::new(),
        };
        document.sign_as(actor);
        document
    }

    /// Reads stored chunks; the first may be a whole document.
    pub fn load<'a>(
        chunks: impl IntoIterator<Item = &'a [u8]>,
        actor: [u8; 16],
        author: Author,
    ) -> Result<Self, LoadError> {
        let mut document = Self::empty(actor, author);
        let mut changes = Vec::new();
        for (index, bytes) in chunks.into_iter().enumerate() {
            let contents = catch_unwind(AssertUnwindSafe(|| {
                chunk::split(bytes)?
                    .iter()
                    .map(chunk::Chunk::read)
                    .collect::<Result<Vec<_>, _>>()
            }))
            .map_err(|_| LoadError::Panicked)?
            .map_err(|problem| LoadError::Chunk { index, problem })?;
            for content in contents {
                match content {
                    Content::Document(doc) if document.doc.is_empty() => {
                        document.doc = *doc;
                        document.sign_as(actor);
                    }
                    Content::Document(doc) => changes.extend(doc.get_changes(&[])),
                    Content::Changes(more) => changes.extend(more),
                }
            }
        }
        document.learn_history();
        match document.receive(changes, None, &mut Undo::default()) {
            Ok(_) => Ok(document),
            Err(MergeError::Apply(error)) => Err(LoadError::Apply(error)),
            Err(_) => Err(LoadError::Panicked),
        }
    }

    fn sign_as(&mut self, actor: [u8; 16]) {
        self.doc
            .set_author(Some(automerge::Author::from(self.author.0.to_vec())));
        // After the author: setting an author draws an actor of its own.
        self.doc.set_actor(ActorId::from(actor));
    }

    /// Fills graph and actors from a document just loaded.
    fn learn_history(&mut self) {
        let metas = self.doc.get_changes_meta(&[]);
        for meta in metas {
            self.dag.push(meta.hash, &meta.deps);
            let author = author_from(meta.author.as_ref());
            let actor = self
                .actors
                .entry(meta.actor.into_owned())
                .or_insert(Actor { author, seq: 0 });
            actor.seq = actor.seq.max(meta.seq);
            if author != Author::UNKNOWN {
                actor.author = author;
            }
        }
    }

    /// The content, to read.
    pub fn automerge(&self) -> &Automerge {
        &self.doc
    }

    /// The graph of its changes.
    pub fn dag(&self) -> &Dag {
        &self.dag
    }

    /// Who writes here.
    pub fn author(&self) -> Author {
        self.author
    }

    /// Hashes of the last changes.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.doc.get_heads()
    }

    /// The version it is at.
    pub fn version(&self) -> Version {
        Version::new(self.heads().iter().map(|hash| hash.0).collect())
    }

    /// How many changes it holds.
    pub fn change_count(&self) -> usize {
        self.dag.len()
    }

    /// Whether changes wait for others that have not come.
    pub fn has_missing(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether it holds a change (not one that waits).
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.dag.contains(hash)
    }

    /// The change an operation belongs to.
    pub fn change_of(&self, operation: &ObjId) -> Option<ChangeHash> {
        self.doc.hash_for_opid(operation)
    }

    /// Who made a change, and when by their clock.
    pub fn stamp(&self, change: &ChangeHash) -> Stamp {
        match self.doc.get_change_meta_by_hash(change) {
            Some(meta) => Stamp {
                author: author_from(meta.author.as_ref()),
                at_ms: at_ms_of(meta.timestamp),
            },
            None => Stamp {
                author: Author::UNKNOWN,
                at_ms: 0,
            },
        }
    }

    /// The content, to write; what is written is then told by [`Self::record`].
    pub(crate) fn automerge_mut(&mut self) -> &mut Automerge {
        &mut self.doc
    }

    /// The author of an operation.
    pub fn author_of(&self, operation: &ObjId) -> Author {
        let ObjId::Id(_, actor, _) = operation else {
            return Author::UNKNOWN;
        };
        let actor = self.actors.get(actor);
        actor.map_or(Author::UNKNOWN, |actor| actor.author)
    }

    /// The changes a change was made upon.
    pub fn deps_of(&self, change: &ChangeHash) -> Vec<ChangeHash> {
        let meta = self.doc.get_change_meta_by_hash(change);
        meta.map(|meta| meta.deps).unwrap_or_default()
    }

    /// Learns of a change that is in the document now.
    pub(crate) fn record(&mut self, change: &Change) {
        self.dag.push(change.hash(), change.deps());
        let author = author_from(change.author().as_ref());
        let actor = self
            .actors
            .entry(change.actor_id().clone())
            .or_insert(Actor { author, seq: 0 });
        actor.seq = actor.seq.max(change.seq());
    }

    /// Reads chunks of others and applies what can be applied, then lets `read` make sense of what
    /// was applied (each change after those it depends on). If anything fails, also `read`, the
    /// document is as it was.
    pub fn merge<T>(
        &mut self,
        bytes: &[u8],
        by: Option<Author>,
        read: impl FnOnce(&Self, &[Change]) -> T,
    ) -> Result<T, MergeError> {
        let changes = catch_unwind(AssertUnwindSafe(|| chunk::read_changes(bytes)))
            .map_err(|_| MergeError::Panicked)??;
        let mut undo = Undo {
            doc: None,
            changes: self.dag.len(),
            actors: self.actors.clone(),
            waiting: self.waiting.clone(),
        };
        let applied = self.receive(changes, by, &mut undo)?;
        if let Ok(answer) = catch_unwind(AssertUnwindSafe(|| read(self, &applied))) {
            return Ok(answer);
        }
        if let Some(doc) = undo.doc {
            self.doc = doc;
        }
        self.dag.truncate(undo.changes);
        self.actors = undo.actors;
        self.waiting = undo.waiting;
        Err(MergeError::Panicked)
    }

    fn receive(
        &mut self,
        changes: Vec<Change>,
        by: Option<Author>,
        undo: &mut Undo,
    ) -> Result<Vec<Change>, MergeError> {
        let mut incoming: HashMap<ChangeHash, Change> = HashMap::new();
        for change in changes {
            let hash = change.hash();
            if !self.dag.contains(&hash) && !self.waiting.contains_key(&hash) {
                incoming.insert(hash, change);
            }
        }
        if incoming.is_empty() {
            return Ok(Vec::new());
        }
        let firsts = first_authors(&incoming);
        if let Some(by) = by {
            self.check_author(&incoming, &firsts, by)?;
        }

        let mut pool = incoming.clone();
        pool.extend(
            self.waiting
                .iter()
                .map(|(hash, change)| (*hash, change.clone())),
        );
        let (applied, left) = match self.apply(pool, undo) {
            Ok(done) => done,
            // What waited may be to blame: it must not keep others' changes out.
            Err(error) if self.waiting.is_empty() => return Err(error),
            Err(_) => {
                let (applied, mut left) = self.apply(incoming, undo)?;
                let mut all = applied;
                for (hash, change) in std::mem::take(&mut self.waiting) {
                    left.insert(hash, change);
                    if let Ok((more, rest)) = self.apply(left.clone(), undo) {
                        all.extend(more);
                        left = rest;
                    } else {
                        left.remove(&hash);
                    }
                }
                (all, left)
            }
        };
        self.waiting = left;
        for (actor, author) in firsts {
            self.actors.entry(actor).or_insert(Actor { author, seq: 0 });
        }
        Ok(applied)
    }

    /// Every change must be by `by`: its actor's first change says so, here or earlier.
    fn check_author(
        &self,
        incoming: &HashMap<ChangeHash, Change>,
        firsts: &HashMap<ActorId, Author>,
        by: Author,
    ) -> Result<(), MergeError> {
        for change in incoming.values() {
            let known = self.actors.get(change.actor_id()).map(|actor| actor.author);
            let author = known.or_else(|| firsts.get(change.actor_id()).copied());
            if author != Some(by) {
                return Err(MergeError::NotBy(by));
            }
        }
        Ok(())
    }

    /// Applies what is ready in the pool to a copy, and takes the copy if all went well.
    fn apply(
        &mut self,
        mut pool: HashMap<ChangeHash, Change>,
        undo: &mut Undo,
    ) -> Result<(Vec<Change>, HashMap<ChangeHash, Change>), MergeError> {
        let mut ready = Vec::new();
        for hash in self.ready(&pool) {
            ready.extend(pool.remove(&hash));
        }
        if pool.len() > WAITING_CHANGES_MAX {
            return Err(MergeError::TooManyWaiting {
                changes_max: WAITING_CHANGES_MAX,
            });
        }
        let mut seqs: HashMap<&ActorId, u64> = HashMap::new();
        for change in &ready {
            let actor = change.actor_id();
            let known = self.actors.get(actor).map_or(0, |actor| actor.seq);
            let seq = seqs.entry(actor).or_insert(known);
            // Two changes under one number: somebody's folder was copied, or worse.
            if change.seq() != *seq + 1 {
                let error = AutomergeError::DuplicateSeqNumber(change.seq(), actor.clone());
                return Err(MergeError::Apply(error));
            }
            *seq += 1;
        }
        if ready.is_empty() {
            return Ok((ready, pool));
        }
        let doc = &self.doc;
        let next = catch_unwind(AssertUnwindSafe(|| {
            let mut next = doc.clone();
            next.apply_changes(ready.clone()).map(|()| next)
        }))
        .map_err(|_| MergeError::Panicked)??;
        let old = std::mem::replace(&mut self.doc, next);
        undo.doc.get_or_insert(old);
        for change in &ready {
            self.record(change);
        }
        Ok((ready, pool))
    }

    /// Changes of the pool whose dependencies are all here or in the pool and ready, in order.
    fn ready(&self, pool: &HashMap<ChangeHash, Change>) -> Vec<ChangeHash> {
        let mut missing: HashMap<ChangeHash, usize> = HashMap::new();
        let mut dependents: HashMap<ChangeHash, Vec<ChangeHash>> = HashMap::new();
        let mut queue = VecDeque::new();
        // Sorted: the order of application must not depend on a hash map's mood.
        let mut hashes: Vec<_> = pool.keys().copied().collect();
        hashes.sort_unstable_by_key(|hash| (pool[hash].start_op(), *hash));
        for hash in hashes {
            let deps: HashSet<_> = pool[&hash]
                .deps()
                .iter()
                .filter(|dep| !self.dag.contains(dep))
                .collect();
            if deps.is_empty() {
                queue.push_back(hash);
            }
            missing.insert(hash, deps.len());
            for dep in deps {
                dependents.entry(*dep).or_default().push(hash);
            }
        }
        let mut ready = Vec::new();
        while let Some(hash) = queue.pop_front() {
            for dependent in dependents.remove(&hash).unwrap_or_default() {
                if let Some(count) = missing.get_mut(&dependent) {
                    *count -= 1;
                    if *count == 0 {
                        queue.push_back(dependent);
                    }
                }
            }
            ready.push(hash);
        }
        ready
    }

    /// Changes as a payload: its format (0 chunks, 1 bundle) and bytes, the smaller of both, checked
    /// to unpack to the same changes.
    pub fn pack(&self, hashes: &[[u8; 32]]) -> Result<(u8, Vec<u8>), PackError> {
        let wanted: Vec<ChangeHash> = hashes.iter().copied().map(ChangeHash).collect();
        if !wanted.iter().all(|hash| self.dag.contains(hash)) {
            return Err(PackError::ChangeUnknown);
        }
        catch_unwind(AssertUnwindSafe(|| {
            if wanted.len() < BUNDLED_CHANGES_MIN {
                let mut chunks = Vec::new();
                for hash in &wanted {
                    let change = self.doc.get_change_by_hash(hash);
                    let mut change = change.ok_or(PackError::ChangeUnknown)?;
                    chunks.extend_from_slice(&change.bytes());
                }
                return Ok((FORMAT_CHUNKS, chunks));
            }
            let bundle = self.doc.bundle(wanted.iter().copied())?;
            let unpacked = Bundle::try_from(bundle.bytes())
                .map_err(|_| PackError::NotFaithful)?
                .to_changes()?;
            let same = unpacked.iter().map(Change::hash).collect::<HashSet<_>>()
                == wanted.iter().copied().collect();
            if same && unpacked.iter().all(|change| self.author_survives(change)) {
                let mut chunks = Vec::new();
                for mut change in unpacked {
                    chunks.extend_from_slice(&change.bytes());
                }
                if chunks.len() <= bundle.bytes().len() {
                    return Ok((FORMAT_CHUNKS, chunks));
                }
                return Ok((FORMAT_BUNDLE, bundle.bytes().to_vec()));
            }
            Err(PackError::NotFaithful)
        }))
        .map_err(|_| PackError::Panicked)?
    }

    fn author_survives(&self, change: &Change) -> bool {
        change.seq() != 1
            || self
                .actors
                .get(change.actor_id())
                .is_none_or(|actor| actor.author == author_from(change.author().as_ref()))
    }

    /// The whole document in one chunk.
    pub fn snapshot(&self) -> Result<Vec<u8>, SnapshotError> {
        if self.has_missing() {
            return Err(SnapshotError::Missing);
        }
        catch_unwind(AssertUnwindSafe(|| self.doc.save())).map_err(|_| SnapshotError::Panicked)
    }

    /// Runs something that reads what others wrote; `None`: it panicked, the content is damaged.
    pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
        catch_unwind(AssertUnwindSafe(read)).ok()
    }
}

/// What a document was before a merge.
#[derive(Default)]
struct Undo {
    /// The old content; `None` while it has not been replaced.
    doc: Option<Automerge>,
    changes: usize,
    actors: HashMap<ActorId, Actor>,
    waiting: HashMap<ChangeHash, Change>,
}

/// The author a change names; [`Author::UNKNOWN`] if it names none.
pub fn author_from(author: Option<&automerge::Author<'_>>) -> Author {
    author
        .and_then(|author| <[u8; 32]>::try_from(author.as_bytes()).ok())
        .map_or(Author::UNKNOWN, Author)
}

/// Milliseconds of a change's time, which is in seconds.
pub fn at_ms_of(seconds: i64) -> u64 {
    u64::try_from(seconds).unwrap_or(0).saturating_mul(1000)
}

fn first_authors(changes: &HashMap<ChangeHash, Change>) -> HashMap<ActorId, Author> {
    changes
        .values()
        .filter(|change| change.seq() == 1)
        .map(|change| {
            (
                change.actor_id().clone(),
                author_from(change.author().as_ref()),
            )
        })
        .collect()
}
