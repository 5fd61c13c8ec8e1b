//! The discussion beside a matrix, in memory. Comments are only ever added; their author is whoever
//! made the change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::legacy::{Key, ObjectId};
use automerge::{Change, ObjId, ROOT};
use document::{
    Author, Dice, Document, LoadError, MergeError, NewMap, PackError, SnapshotError, Tree, Version,
    View, Write, put, words,
};

use crate::act::{Act, ActData, Subject};
use crate::agreement::{Agreement, Rank, may};
use crate::comment::{Anchor, CommentData, Credit, ReviewEdit, ReviewEdited, ReviewTouched};
use crate::limits::{
    ACT_OVER_MAX, ACTS_MAX, COMMENT_UTF16_UNITS_MAX, COMMENTS_MAX, CURSOR_UTF16_UNITS_MAX,
    MENTIONS_MAX,
};
use crate::record;
use crate::schema::{
    self, AT_MS, BASE, COMMENTS, FIELD, FROM, INDICATOR, INTERNAL, LINE, MENTIONS, QUOTE, RESOLVED,
    TEXT, THREAD, THREADS, TO,
};
use crate::thread::{Comment, Dirty, Owner, Thread, Update};
use crate::{ActId, CommentId, EditError, ThreadId};

/// The comments of a dossier: a document with its comments kept ready to show.
#[derive(Debug)]
pub struct Review {
    document: Document,
    comments: Vec<CommentData>,
    threads: HashMap<ThreadId, Thread>,
    acts: BTreeMap<ActId, ActData>,
    /// Whose object an object is; empty until something was read.
    owners: HashMap<ObjId, Owner>,
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
            acts: BTreeMap::new(),
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
        self.carry_out(&writes, at_ms)
    }

    /// Does something in the review; it takes the place of what stands about the same. Answers its
    /// id. `credit`: whom the file it comes out of names; `rank`: what an author may do.
    pub fn act(
        &mut self,
        act: Act,
        credit: Option<Credit>,
        rank: &dyn Fn(Author) -> Rank,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<(ActId, ReviewEdited), EditError> {
        if !self.is_founded() {
            return Err(EditError::NotFounded);
        }
        if self.acts.len() >= ACTS_MAX {
            return Err(EditError::TooMany {
                what: "acts",
                count_max: ACTS_MAX,
            });
        }
        self.check_subject(&act)?;
        let author = self.document.author();
        let id = ActId::new(dice);
        let over = self.standing(&act, rank);
        let data = ActData {
            id,
            author,
            at_ms,
            act,
            over,
            credit,
        };
        data.check()?;
        if !may(&data, rank(author), &self.acts, &self.comment_authors()) {
            return Err(EditError::NotAllowed);
        }
        let write = Write::Make {
            object: ROOT,
            key: record::key_of(id),
            value: record::write(&data),
        };
        let edited = self.carry_out(&[write], at_ms)?;
        let edited = edited.ok_or(EditError::ActUnknown(id))?;
        Ok((id, edited))
    }

    /// Everything that was done, by id.
    pub fn acts(&self) -> &BTreeMap<ActId, ActData> {
        &self.acts
    }

    /// What stands. `rank`: what an author may do.
    pub fn agreement(&self, rank: &dyn Fn(Author) -> Rank) -> Agreement<'_> {
        Agreement::of(&self.acts, &self.comment_authors(), rank)
    }

    /// What an act is about must be there.
    fn check_subject(&self, act: &Act) -> Result<(), EditError> {
        let known = |id: &ActId, fits: fn(&Act) -> bool| {
            let found = self.acts.get(id).filter(|data| fits(&data.act));
            found.map(drop).ok_or(EditError::ActUnknown(*id))
        };
        match act.subject() {
            Some(Subject::Comment(id)) => {
                let found = self.comments.iter().any(|comment| comment.comment == id);
                found.then_some(()).ok_or(EditError::CommentUnknown(id))
            }
            Some(Subject::Suggestion(id)) => known(&id, Act::is_suggestion),
            Some(Subject::Consultation(id)) => known(&id, |act| matches!(act, Act::Consult { .. })),
            Some(Subject::Window(id)) => known(&id, |act| matches!(act, Act::Window { .. })),
            Some(Subject::Line(_) | Subject::Baseline(_)) | None => Ok(()),
        }
    }

    /// The acts that stand about what an act is about.
    fn standing(&self, act: &Act, rank: &dyn Fn(Author) -> Rank) -> Vec<ActId> {
        let Some(subject) = act.subject() else {
            return Vec::new();
        };
        let agreement = self.agreement(rank);
        let standing = agreement.about(subject);
        let ids = standing.iter().map(|data| data.id);
        ids.take(ACT_OVER_MAX).collect()
    }

    /// Who wrote each comment; nobody may change an imported one.
    fn comment_authors(&self) -> BTreeMap<CommentId, Author> {
        let own = self.comments.iter();
        own.filter(|comment| comment.credit.is_none())
            .map(|comment| (comment.comment, comment.author))
            .collect()
    }

    fn carry_out(
        &mut self,
        writes: &[Write],
        at_ms: u64,
    ) -> Result<Option<ReviewEdited>, EditError> {
        if writes.is_empty() {
            return Ok(None);
        }
        let Some(committed) = self.document.commit(None, at_ms, writes)? else {
            return Ok(None);
        };
        let mut dirty = Dirty::default();
        for write in writes {
            match write {
                Write::Put { object, key, .. }
                | Write::Delete { object, key }
                | Write::Make { object, key, .. } => {
                    if *object == ROOT {
                        dirty.acts.extend(record::act_of_key(key));
                    }
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
                credit,
                mentions,
                internal,
                anchor,
            } => {
                let units_max = COMMENT_UTF16_UNITS_MAX;
                let name = credit.as_ref().map(|credit| &credit.author);
                for part in [text, field, name.unwrap_or(field)] {
                    let units = words::utf16_len(part);
                    if units > units_max {
                        return Err(EditError::TextTooLong { units, units_max });
                    }
                }
                let places = anchor.iter().flat_map(|anchor| [&anchor.from, &anchor.to]);
                for place in places {
                    let (units, units_max) = (words::utf16_len(place), CURSOR_UTF16_UNITS_MAX);
                    if units > units_max {
                        return Err(EditError::TextTooLong { units, units_max });
                    }
                }
                if mentions.len() > MENTIONS_MAX {
                    return Err(EditError::TooMany {
                        what: "mentions",
                        count_max: MENTIONS_MAX,
                    });
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
                            .put_written(QUOTE, words::cut(quote, units_max))
                            .put_written(INTERNAL, if *internal { "true" } else { "" });
                        let value = match anchor {
                            Some(Anchor { from, to, base }) => value
                                .put(FROM, from.as_str())
                                .put(TO, to.as_str())
                                .put(BASE, base.to_hex()),
                            None => value,
                        };
                        let (object, key) = (threads, id.to_string());
                        writes.push(Write::Make {
                            object,
                            key,
                            value: value.into(),
                        });
                        id
                    }
                };
                let value = NewMap::default()
                    .put(THREAD, thread.to_string())
                    .put(TEXT, text.as_str())
                    .put(AT_MS, at_ms);
                let value = record::write_credit(value, credit.as_ref())
                    .put_written(MENTIONS, &record::write_authors(mentions));
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
                match record::act_of_key(key).filter(|_| object == ROOT) {
                    Some(id) => dirty.acts.extend([id]),
                    None => dirty.everything |= object == ROOT,
                }
                let child = match owner {
                    Some(Owner::Threads) => key.parse().ok().map(Owner::Thread),
                    Some(Owner::Comments) => key.parse().ok().map(Owner::Comment),
                    _ if object == ROOT => record::act_of_key(key).map(Owner::Act),
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
                credit,
                at_ms,
                text,
                mentions,
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
                credit,
                at_ms,
                line: place.line,
                indicator: None,
                field: String::new(),
                quote: String::new(),
                text,
                mentions,
                resolved: false,
                internal: false,
                anchor: None,
            });
            let known = index.get(&id).and_then(|at| self.comments.get_mut(*at));
            match known {
                Some(known) if *known == comment => continue,
                Some(known) => *known = comment,
                None => self.comments.push(comment),
            }
            touched.comments.insert(id);
        }
        for (id, act) in update.acts {
            // Written once: a reading that fails later is somebody else's damage.
            let Some(act) = act else { continue };
            if self.acts.insert(id, act.clone()) != Some(act) {
                touched.acts.insert(id);
            }
        }
        self.comments
            // Those of a file come at once: among them their own dates say which was first.
            .sort_by_key(|comment| (comment.at_ms, comment.written_ms(), comment.comment));
        touched
    }

    fn read_again(&mut self, dirty: Dirty) -> ReviewTouched {
        let read = Document::guarded(|| Update::read(View::now(&self.document), dirty));
        read.map(|update| self.apply(update)).unwrap_or_default()
    }
}
