//! The discussion beside a matrix, in memory. Comments are only ever added; their author is whoever
//! made the change.

use std::collections::{BTreeSet, HashMap};

use automerge::legacy::{Key, ObjectId};
use automerge::{Change, ObjId, ROOT};
use document::{
    Author, Dice, Document, LoadError, MergeError, NewMap, PackError, SnapshotError, Tree, Version,
    View, Write, put, words,
};
use model::{IndicatorId, LineId};

use crate::limits::{COMMENT_UTF16_UNITS_MAX, COMMENTS_MAX};
use crate::schema::{
    self, AT_MS, COMMENTS, FIELD, IMPORTED_AUTHOR, INDICATOR, LINE, QUOTE, RESOLVED, TEXT, THREAD,
    THREADS,
};
use crate::thread::{Comment, Dirty, Owner, Thread, Update};
use crate::{CommentId, EditError, ThreadId};

/// The comments of a dossier: a document with its comments kept ready to show.
#[derive(Debug)]
pub struct Review {
    document: Document,
    comments: Vec<CommentData>,
    threads: HashMap<ThreadId, Thread>,
    /// Whose object an object is; empty until something was read.
    owners: HashMap<ObjId, Owner>,
}

/// An edit of the review document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewEdit {
    /// A comment: in a thread, or beginning one.
    Comment {
        /// The thread it answers in; its place is then that of the thread.
        thread: Option<ThreadId>,
        /// The line it is about.
        line: LineId,
        /// The indicator, if it is about one.
        indicator: Option<IndicatorId>,
        /// Name of the field, "" for the whole row.
        field: String,
        /// What the cell said.
        quote: String,
        /// The comment.
        text: String,
        /// Name of the author in the file it was imported from.
        imported_author: Option<String>,
    },
    /// Closes a thread or opens it again.
    Resolve {
        /// The thread.
        thread: ThreadId,
        /// Whether it is resolved.
        resolved: bool,
    },
}

/// An edit of the review document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewEdited {
    /// The change, as a chunk to store and send.
    pub change: Vec<u8>,
    /// Its hash.
    pub hash: [u8; 32],
    /// The version after it.
    pub version: Version,
    /// What is to be shown anew.
    pub touched: ReviewTouched,
}

/// What an edit or a merge changed in the comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewTouched {
    /// Comments that are new or read differently.
    pub comments: BTreeSet<CommentId>,
}

/// A comment as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentData {
    /// It.
    pub comment: CommentId,
    /// Its thread.
    pub thread: ThreadId,
    /// Who wrote it; who imported it, for an imported one.
    pub author: Author,
    /// Name of the author in the file it was imported from.
    pub imported_author: Option<String>,
    /// When, by the author's clock.
    pub at_ms: u64,
    /// The line it is about.
    pub line: LineId,
    /// The indicator, if it is about one.
    pub indicator: Option<IndicatorId>,
    /// Name of the field.
    pub field: String,
    /// What the cell said when the thread began.
    pub quote: String,
    /// The comment.
    pub text: String,
    /// Whether the thread is resolved.
    pub resolved: bool,
}

impl Review {
    /// Founds the review document of a dossier. `actor` must be new for every run of the app.
    pub fn found(
        actor: [u8; 16],
        author: Author,
        at_ms: u64,
    ) -> Result<(Self, ReviewEdited), EditError> {
        let mut review = Self::empty(actor, author);
        let content = NewMap::default()
            .put(schema::SCHEMA, schema::SCHEMA_VERSION)
            .map(THREADS, NewMap::default())
            .map(COMMENTS, NewMap::default());
        let committed = review.document.found(&content.root(), at_ms)?;
        let touched = review.read_again(Dirty {
            everything: true,
            ..Dirty::default()
        });
        let version = review.version();
        let (change, hash) = (committed.change, committed.hash.0);
        Ok((
            review,
            ReviewEdited {
                change,
                hash,
                version,
                touched,
            },
        ))
    }

    /// Reads stored chunks, as [`model::Matrix::load`].
    pub fn load<'a>(
        chunks: impl IntoIterator<Item = &'a [u8]>,
        actor: [u8; 16],
        author: Author,
    ) -> Result<Self, LoadError> {
        let document = Document::load(chunks, actor, author)?;
        let mut review = Self {
            document,
            ..Self::empty(actor, author)
        };
        let dirty = Dirty {
            everything: true,
            ..Dirty::default()
        };
        let read = || Update::read(View::now(&review.document), dirty);
        let update = Document::guarded(read).ok_or(LoadError::Panicked)?;
        review.apply(update);
        Ok(review)
    }

    /// A review document of which nothing has arrived.
    pub fn empty(actor: [u8; 16], author: Author) -> Self {
        Self {
            document: Document::empty(actor, author),
            comments: Vec::new(),
            threads: HashMap::new(),
            owners: HashMap::new(),
        }
    }

    /// Whether the first change has arrived.
    pub fn is_founded(&self) -> bool {
        View::now(&self.document).child(&ROOT, THREADS).is_some()
    }

    /// Makes an edit. `None`: it would change nothing.
    pub fn edit(
        &mut self,
        edit: &ReviewEdit,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Option<ReviewEdited>, EditError> {
        let writes = self.plan(edit, at_ms, dice)?;
        if writes.is_empty() {
            return Ok(None);
        }
        let Some(committed) = self.document.commit(None, at_ms, &writes)? else {
            return Ok(None);
        };
        let mut dirty = Dirty::default();
        for write in &writes {
            match write {
                Write::Put { object, key, .. }
                | Write::Delete { object, key }
                | Write::Make { object, key, .. } => {
                    dirty.mark(self.owners.get(object).copied(), key);
                }
                Write::Splice { .. } => {}
            }
        }
        let touched = self.read_again(dirty);
        let (change, hash) = (committed.change, committed.hash.0);
        Ok(Some(ReviewEdited {
            change,
            hash,
            version: self.version(),
            touched,
        }))
    }

    fn plan(&self, edit: &ReviewEdit, at_ms: u64, dice: Dice<'_>) -> Result<Vec<Write>, EditError> {
        let view = View::now(&self.document);
        let maps = view.child(&ROOT, THREADS).zip(view.child(&ROOT, COMMENTS));
        let (threads, comments) = maps.ok_or(EditError::NotFounded)?;
        match edit {
            ReviewEdit::Comment {
                thread,
                line,
                indicator,
                field,
                quote,
                text,
                imported_author,
            } => {
                let units_max = COMMENT_UTF16_UNITS_MAX;
                for part in [text, field, imported_author.as_ref().unwrap_or(field)] {
                    let units = words::utf16_len(part);
                    if units > units_max {
                        return Err(EditError::TextTooLong { units, units_max });
                    }
                }
                if self.comments.len() >= COMMENTS_MAX {
                    return Err(EditError::TooMany {
                        what: "comments",
                        count_max: COMMENTS_MAX,
                    });
                }
                let mut writes = Vec::new();
                let thread = match thread {
                    Some(thread) if self.threads.contains_key(thread) => *thread,
                    Some(thread) => return Err(EditError::ThreadUnknown(*thread)),
                    None => {
                        let id = ThreadId::new(dice);
                        let indicator = indicator
                            .map(|indicator| indicator.to_string())
                            .unwrap_or_default();
                        let value = NewMap::default()
                            .put(LINE, line.to_string())
                            .put_written(INDICATOR, &indicator)
                            .put(FIELD, field.as_str())
                            .put_written(QUOTE, words::cut(quote, units_max));
                        let (object, key) = (threads, id.to_string());
                        writes.push(Write::Make {
                            object,
                            key,
                            value: value.into(),
                        });
                        id
                    }
                };
                let imported = imported_author.as_deref().unwrap_or_default();
                let value = NewMap::default()
                    .put(THREAD, thread.to_string())
                    .put(TEXT, text.as_str())
                    .put(AT_MS, at_ms)
                    .put_written(IMPORTED_AUTHOR, imported);
                let (object, key) = (comments, CommentId::new(dice).to_string());
                writes.push(Write::Make {
                    object,
                    key,
                    value: value.into(),
                });
                Ok(writes)
            }
            ReviewEdit::Resolve { thread, resolved } => {
                let known = view.child(&threads, &thread.to_string());
                let object = known.ok_or(EditError::ThreadUnknown(*thread))?;
                let record = view.record(&object);
                let values = view.values(&record, RESOLVED);
                let says = |value: &str| (value == "true") == *resolved;
                let settled = match values.as_slice() {
                    [] => !resolved,
                    values => values.iter().all(|(value, _)| says(value)),
                };
                if settled {
                    return Ok(Vec::new());
                }
                Ok(vec![put(&record, RESOLVED, *resolved)])
            }
        }
    }

    /// Merges changes of others, as [`model::Matrix::merge`].
    pub fn merge(&mut self, changes: &[u8]) -> Result<ReviewTouched, MergeError> {
        self.take_in(changes, None)
    }

    /// [`Self::merge`], refusing them all if one was not made by `author`.
    pub fn merge_from(
        &mut self,
        changes: &[u8],
        author: Author,
    ) -> Result<ReviewTouched, MergeError> {
        self.take_in(changes, Some(author))
    }

    fn take_in(&mut self, bytes: &[u8], by: Option<Author>) -> Result<ReviewTouched, MergeError> {
        let mut document = std::mem::replace(
            &mut self.document,
            Document::empty([0; 16], Author::UNKNOWN),
        );
        let update = document.merge(bytes, by, |document, changes| {
            Update::read(View::now(document), self.touched_by(changes))
        });
        self.document = document;
        Ok(self.apply(update?))
    }

    /// Own changes as a payload, as [`model::Matrix::pack`].
    pub fn pack(&self, changes: &[[u8; 32]]) -> Result<(u8, Vec<u8>), PackError> {
        self.document.pack(changes)
    }

    /// The whole document as one chunk.
    pub fn snapshot(&self) -> Result<Vec<u8>, SnapshotError> {
        self.document.snapshot()
    }

    /// Whether changes wait for others that have not come.
    pub fn has_missing(&self) -> bool {
        self.document.has_missing()
    }

    /// Hashes of the last changes.
    pub fn heads(&self) -> Vec<[u8; 32]> {
        self.document.heads().iter().map(|hash| hash.0).collect()
    }

    /// The version shown by [`Self::comments`].
    pub fn version(&self) -> Version {
        self.document.version()
    }

    /// Whether the document holds a change (not one that waits).
    pub fn contains(&self, change: &[u8; 32]) -> bool {
        self.document.contains(&automerge::ChangeHash(*change))
    }

    /// The content as a plain tree, to compare documents.
    pub fn hydrated(&self) -> Tree {
        Tree::of(&self.document)
    }

    /// How many changes it holds.
    pub fn change_count(&self) -> usize {
        self.document.change_count()
    }

    /// All comments, oldest first.
    pub fn comments(&self) -> &[CommentData] {
        &self.comments
    }

    fn touched_by(&self, changes: &[Change]) -> Dirty {
        let mut dirty = Dirty::default();
        let mut made: HashMap<ObjId, Option<Owner>> = HashMap::new();
        for change in changes {
            let expanded = change.decode();
            for (op, counter) in expanded
                .operations
                .into_iter()
                .zip(expanded.start_op.get()..)
            {
                let object = match op.obj {
                    ObjectId::Root => ROOT,
                    ObjectId::Id(id) => ObjId::Id(id.0, id.1, 0),
                };
                let Key::Map(key) = &op.key else { continue };
                let known = self.owners.get(&object).copied();
                let owner = known.or_else(|| made.get(&object).copied().flatten());
                dirty.mark(owner, key);
                dirty.everything |= object == ROOT;
                let child = match owner {
                    Some(Owner::Threads) => key.parse().ok().map(Owner::Thread),
                    Some(Owner::Comments) => key.parse().ok().map(Owner::Comment),
                    _ => None,
                };
                made.insert(ObjId::Id(counter, expanded.actor_id.clone(), 0), child);
            }
        }
        dirty
    }

    fn apply(&mut self, update: Update) -> ReviewTouched {
        let mut touched = ReviewTouched::default();
        self.owners.extend(update.owners);
        let changed: BTreeSet<ThreadId> = update.threads.keys().copied().collect();
        for (id, thread) in update.threads {
            match thread {
                Some(thread) => self.threads.insert(id, thread),
                None => self.threads.remove(&id),
            };
        }
        for comment in &mut self.comments {
            if changed.contains(&comment.thread)
                && let Some(thread) = self.threads.get(&comment.thread)
            {
                let now = thread.with(comment.clone());
                if now != *comment {
                    touched.comments.insert(comment.comment);
                    *comment = now;
                }
            }
        }
        let index: HashMap<CommentId, usize> = self
            .comments
            .iter()
            .enumerate()
            .map(|(at, known)| (known.comment, at))
            .collect();
        for (id, comment) in update.comments {
            let Some(Comment {
                thread,
                author,
                imported_author,
                at_ms,
                text,
            }) = comment
            else {
                continue;
            };
            let Some(place) = self.threads.get(&thread) else {
                continue;
            };
            let comment = place.with(CommentData {
                comment: id,
                thread,
                author,
                imported_author,
                at_ms,
                line: place.line,
                indicator: None,
                field: String::new(),
                quote: String::new(),
                text,
                resolved: false,
            });
            let known = index.get(&id).and_then(|at| self.comments.get_mut(*at));
            match known {
                Some(known) if *known == comment => continue,
                Some(known) => *known = comment,
                None => self.comments.push(comment),
            }
            touched.comments.insert(id);
        }
        self.comments
            .sort_by_key(|comment| (comment.at_ms, comment.comment));
        touched
    }

    fn read_again(&mut self, dirty: Dirty) -> ReviewTouched {
        let read = Document::guarded(|| Update::read(View::now(&self.document), dirty));
        read.map(|update| self.apply(update)).unwrap_or_default()
    }
}
