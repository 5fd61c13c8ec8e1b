//! Threads and comments as they lie in their document, and reading them.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ObjId, ROOT};
use document::{Author, Record, Version, View};
use model::{IndicatorId, LineId};

use crate::act::ActData;
use crate::comment::{Anchor, CommentData, Credit};
use crate::record;
use crate::schema::{
    AT_MS, BASE, COMMENTS, FIELD, FROM, INDICATOR, INTERNAL, LINE, MENTIONS, QUOTE, RESOLVED, TEXT,
    THREAD, THREADS, TO,
};
use crate::{ActId, CommentId, ThreadId};

/// Whose object an object of the document is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    Threads,
    Comments,
    Thread(ThreadId),
    Comment(CommentId),
    Act(ActId),
}

/// Where a thread hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Thread {
    pub(crate) line: LineId,
    pub(crate) indicator: Option<IndicatorId>,
    pub(crate) field: String,
    pub(crate) quote: String,
    pub(crate) resolved: bool,
    pub(crate) internal: bool,
    pub(crate) anchor: Option<Anchor>,
}

/// What must be read again.
#[derive(Default)]
pub(crate) struct Dirty {
    pub(crate) everything: bool,
    pub(crate) threads: BTreeSet<ThreadId>,
    pub(crate) comments: BTreeSet<CommentId>,
    pub(crate) acts: BTreeSet<ActId>,
}

/// What was read again.
#[derive(Default)]
pub(crate) struct Update {
    pub(crate) threads: BTreeMap<ThreadId, Option<Thread>>,
    pub(crate) comments: BTreeMap<CommentId, Option<Comment>>,
    pub(crate) acts: BTreeMap<ActId, Option<ActData>>,
    pub(crate) owners: Vec<(ObjId, Owner)>,
}

/// A comment without its thread.
pub(crate) struct Comment {
    pub(crate) thread: ThreadId,
    pub(crate) author: Author,
    pub(crate) credit: Option<Credit>,
    pub(crate) at_ms: u64,
    pub(crate) text: String,
    pub(crate) mentions: Vec<Author>,
}

impl Update {
    /// Reads again what is dirty.
    pub(crate) fn read(view: View<'_>, mut dirty: Dirty) -> Self {
        let mut update = Self::default();
        let maps = view.child(&ROOT, THREADS).zip(view.child(&ROOT, COMMENTS));
        let Some((threads, comments)) = maps else {
            return update;
        };
        if dirty.everything {
            let keys = view.record(&threads);
            dirty
                .threads
                .extend(keys.keys().filter_map(|key| key.parse::<ThreadId>().ok()));
            let keys = view.record(&comments);
            dirty
                .comments
                .extend(keys.keys().filter_map(|key| key.parse::<CommentId>().ok()));
            let root = view.record(&ROOT);
            dirty
                .acts
                .extend(root.keys().filter_map(record::act_of_key));
            update.owners.push((threads.clone(), Owner::Threads));
            update.owners.push((comments.clone(), Owner::Comments));
        }
        for id in dirty.threads {
            let object = view.child(&threads, &id.to_string());
            update
                .owners
                .extend(object.clone().map(|object| (object, Owner::Thread(id))));
            let thread = object.and_then(|object| read_thread(view, &view.record(&object)));
            update.threads.insert(id, thread);
        }
        for id in dirty.comments {
            let object = view.child(&comments, &id.to_string());
            update
                .owners
                .extend(object.clone().map(|object| (object, Owner::Comment(id))));
            let comment = object.and_then(|object| read_comment(view, &view.record(&object)));
            update.comments.insert(id, comment);
        }
        for id in dirty.acts {
            let read = record::read(view, id);
            update.owners.extend(
                read.iter()
                    .map(|(object, _)| (object.clone(), Owner::Act(id))),
            );
            update.acts.insert(id, read.map(|(_, data)| data));
        }
        update
    }
}

impl Dirty {
    pub(crate) fn mark(&mut self, owner: Option<Owner>, key: &str) {
        match owner {
            Some(Owner::Threads) => self.threads.extend(key.parse::<ThreadId>()),
            Some(Owner::Comments) => self.comments.extend(key.parse::<CommentId>()),
            Some(Owner::Thread(id)) => self.threads.extend([id]),
            Some(Owner::Comment(id)) => self.comments.extend([id]),
            Some(Owner::Act(id)) => self.acts.extend([id]),
            None => {}
        }
    }
}

impl Thread {
    pub(crate) fn with(&self, comment: CommentData) -> CommentData {
        CommentData {
            line: self.line,
            indicator: self.indicator,
            field: self.field.clone(),
            quote: self.quote.clone(),
            resolved: self.resolved,
            internal: self.internal,
            anchor: self.anchor.clone(),
            ..comment
        }
    }
}

fn read_thread(view: View<'_>, record: &Record) -> Option<Thread> {
    let value = |key| view.register(record, key).value;
    Some(Thread {
        line: value(LINE).parse().ok()?,
        indicator: value(INDICATOR).parse().ok(),
        field: value(FIELD),
        quote: value(QUOTE),
        // Closed by one while opened again by another: open, so that somebody looks.
        resolved: {
            let verdicts = view.values(record, RESOLVED);
            !verdicts.is_empty() && verdicts.iter().all(|(verdict, _)| verdict == "true")
        },
        internal: value(INTERNAL) == "true",
        anchor: Version::from_hex(&value(BASE))
            .ok()
            .filter(|base| !base.hashes().is_empty())
            .map(|base| Anchor {
                from: value(FROM),
                to: value(TO),
                base,
            }),
    })
}

fn read_comment(view: View<'_>, record: &Record) -> Option<Comment> {
    let value = |key| view.register(record, key).value;
    Some(Comment {
        thread: value(THREAD).parse().ok()?,
        author: view.stamp_of(&record.object).author,
        credit: record::read_credit(view, record),
        at_ms: value(AT_MS).parse().unwrap_or(0),
        text: value(TEXT),
        mentions: record::read_authors(&value(MENTIONS)),
    })
}
