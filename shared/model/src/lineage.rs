//! What the message of a change says of it, a line each:
//!
//! ```text
//! undo 1|<actor> <actor>…|<first new counter>+<count>=<first old counter>@<index of its actor> …
//! back 1|…the same…
//! decision 1|
//! via 1|<suggestion>|<proposer>
//! ```
//!
//! *undo*, *back*: what an undo, or cells put back to an earlier version, brought back. A character
//! cannot be un-deleted: it is written again, as a new operation, which stands for the one that
//! first wrote it. For the next undo it must still be the character that was typed first, or
//! undoing the typing would leave it behind; and it goes on being its author's. For an undo only
//! this author's own undos are believed; who wrote what believes nobody: see `history/origin.rs`.
//!
//! *decision*: the answer to what was contested or waited.
//!
//! *via*: the suggestion the change accepted, and who proposed it.

use std::collections::HashMap;
use std::fmt::Write as _;

use automerge::transaction::Transaction;
use automerge::{ActorId, ObjId, ReadDoc};
use document::{Author, Document, Uuid, author_from, parse_hash, parse_uuid};

use crate::history::Via;

const UNDO: &str = "undo 1|";
const BACK: &str = "back 1|";
const DECISION: &str = "decision 1|";
const VIA: &str = "via 1|";

/// What a change says of itself.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) kind: Kind,
    pub(crate) via: Option<Via>,
    /// What it says it brought back.
    pub(crate) runs: Vec<Run>,
}

/// What sort of change it says it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An edit.
    #[default]
    Edit,
    /// An undo, or an undo of one.
    Undo,
    /// Cells put back to an earlier version.
    Back,
    /// The answer to what was contested or waited.
    Decision,
}

/// Operations one after another that bring back others one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) new: u64,
    count: u64,
    old: u64,
    actor: ActorId,
}

impl Run {
    /// The operation brought back by one of them.
    fn earlier(&self, counter: u64) -> Option<ObjId> {
        let offset = counter.checked_sub(self.new)?;
        let old = (offset < self.count).then(|| self.old + offset)?;
        // Always backwards: no message makes this run in circles.
        (old < counter).then(|| ObjId::Id(old, self.actor.clone(), 0))
    }
}

/// Which operations stand for which.
#[derive(Debug, Default)]
pub(crate) struct Lineage(HashMap<ActorId, Vec<Run>>);

impl Lineage {
    /// What the undos of some authors brought back; anybody else's word is not taken.
    pub(crate) fn of_undos(document: &Document, by: impl Fn(Author) -> bool) -> Self {
        Self::of(document, |author, said| {
            said.kind == Kind::Undo && by(author)
        })
    }

    /// What all changes say they brought back; anybody's word.
    pub(crate) fn of_all(document: &Document) -> Self {
        Self::of(document, |_, _| true)
    }

    fn of(document: &Document, believed: impl Fn(Author, &Said) -> bool) -> Self {
        let mut lineage = Self::default();
        for meta in document.automerge().get_changes_meta(&[]) {
            if let Some(message) = meta.message.as_deref() {
                let said = read(message, meta.start_op, meta.max_op);
                if believed(author_from(meta.author.as_ref()), &said) {
                    lineage.add(&meta.actor, said.runs);
                }
            }
        }
        lineage
    }

    /// Adds what a change of an actor says; its changes come one after another.
    pub(crate) fn add(&mut self, actor: &ActorId, mut runs: Vec<Run>) {
        if runs.is_empty() {
            return;
        }
        runs.sort_unstable_by_key(|run| run.new);
        self.0.entry(actor.clone()).or_default().append(&mut runs);
    }

    /// The operation that first wrote what an operation wrote.
    pub(crate) fn root(&self, op: &ObjId) -> ObjId {
        let mut root = op.clone();
        while let Some(earlier) = self.earlier(&root) {
            root = earlier;
        }
        root
    }

    fn earlier(&self, op: &ObjId) -> Option<ObjId> {
        let ObjId::Id(counter, actor, _) = op else {
            return None;
        };
        let runs = self.0.get(actor)?;
        let at = runs.partition_point(|run| run.new + run.count <= *counter);
        runs.get(at)?.earlier(*counter)
    }
}

/// Which operations a write brings back.
#[derive(Debug)]
pub(crate) enum Trace {
    /// A register.
    Register {
        object: ObjId,
        key: String,
        /// What stands in it before.
        present: Option<ObjId>,
        old: ObjId,
    },
    /// A stretch of a text.
    Text {
        text: ObjId,
        /// Where it stands afterwards.
        at: usize,
        /// For each character.
        old: Vec<Option<ObjId>>,
    },
}

impl Trace {
    /// Operations just written with those they bring back.
    fn pairs(&self, tx: &Transaction<'_>) -> Vec<(ObjId, ObjId)> {
        match self {
            Self::Register {
                object,
                key,
                present,
                old,
            } => {
                let written = tx.get(object, key.as_str()).ok().flatten();
                let written = written.map(|(_, id)| id);
                // The same one still stands: nothing was written.
                let written = written.filter(|id| Some(id) != present.as_ref());
                written.map(|id| (id, old.clone())).into_iter().collect()
            }
            Self::Text { text, at, old } => {
                let Ok(cursor) = tx.get_cursor(text, *at, None) else {
                    return Vec::new();
                };
                let name = cursor.to_string();
                let Some((counter, actor)) = name.split_once('@') else {
                    return Vec::new();
                };
                let (Ok(first), Ok(actor)) = (counter.parse::<u64>(), ActorId::try_from(actor))
                else {
                    return Vec::new();
                };
                let new = (first..).map(|counter| ObjId::Id(counter, actor.clone(), 0));
                new.zip(old)
                    .filter_map(|(new, old)| Some((new, old.clone()?)))
                    .collect()
            }
        }
    }
}

/// The message of a change, once its writes stand. `None`: an edit like any other.
pub(crate) fn message(
    tx: &Transaction<'_>,
    kind: Kind,
    traces: &[Trace],
    via: Option<&Via>,
) -> Option<String> {
    let kind = match kind {
        Kind::Edit => None,
        Kind::Undo => Some(format!("{UNDO}{}", brought(tx, traces))),
        Kind::Back => Some(format!("{BACK}{}", brought(tx, traces))),
        Kind::Decision => Some(DECISION.to_owned()),
    };
    let via = via.map(|via| {
        let suggestion = Uuid::from_bytes(via.suggestion);
        format!("{VIA}{}|{}", suggestion.hyphenated(), via.proposer)
    });
    let lines: Vec<String> = kind.into_iter().chain(via).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What the writes of a change brought back.
fn brought(tx: &Transaction<'_>, traces: &[Trace]) -> String {
    let pairs: Vec<_> = traces.iter().flat_map(|trace| trace.pairs(tx)).collect();
    let mut runs: Vec<Run> = Vec::new();
    for (new, old) in &pairs {
        let (ObjId::Id(new, ..), ObjId::Id(old, actor, _)) = (new, old) else {
            continue;
        };
        match runs.last_mut() {
            Some(run)
                if run.new + run.count == *new
                    && run.old + run.count == *old
                    && run.actor == *actor =>
            {
                run.count += 1;
            }
            _ => runs.push(Run {
                new: *new,
                count: 1,
                old: *old,
                actor: actor.clone(),
            }),
        }
    }
    let mut actors: Vec<&ActorId> = runs.iter().map(|run| &run.actor).collect();
    actors.sort_unstable();
    actors.dedup();
    let names: Vec<String> = actors.iter().map(|actor| actor.to_hex_string()).collect();
    let mut text = format!("{}|", names.join(" "));
    for run in &runs {
        let Run {
            new, count, old, ..
        } = run;
        let actor = actors.binary_search(&&run.actor).unwrap_or_default();
        // Writing to a String cannot fail.
        write!(text, "{new}+{count}={old}@{actor} ").unwrap_or_default();
    }
    text.trim_end().to_owned()
}

/// Reads the message of a change by its first and last operation. What is not understood says
/// nothing.
pub(crate) fn read(message: &str, first_op: u64, last_op: u64) -> Said {
    let mut said = Said::default();
    for line in message.lines() {
        let brought = |rest| runs(rest, first_op, last_op).unwrap_or_default();
        if let Some(rest) = line.strip_prefix(UNDO) {
            (said.kind, said.runs) = (Kind::Undo, brought(rest));
        } else if let Some(rest) = line.strip_prefix(BACK) {
            (said.kind, said.runs) = (Kind::Back, brought(rest));
        } else if let Some(rest) = line.strip_prefix(VIA) {
            said.via = via(rest);
        } else if line.starts_with(DECISION) {
            said.kind = Kind::Decision;
        }
    }
    said
}

fn via(text: &str) -> Option<Via> {
    let (suggestion, proposer) = text.split_once('|')?;
    Some(Via {
        suggestion: parse_uuid(suggestion).ok()?.into_bytes(),
        proposer: Author(parse_hash(proposer)?.0),
    })
}

fn runs(text: &str, first_op: u64, last_op: u64) -> Option<Vec<Run>> {
    let (actors, runs) = text.split_once('|')?;
    let actors: Vec<Option<ActorId>> = actors
        .split(' ')
        .map(|actor| ActorId::try_from(actor).ok())
        .collect();
    let run = |text: &str| {
        let (new, rest) = text.split_once('+')?;
        let (count, rest) = rest.split_once('=')?;
        let (old, actor) = rest.split_once('@')?;
        let (new, count): (u64, u64) = (new.parse().ok()?, count.parse().ok()?);
        let of_this = first_op <= new && new.checked_add(count)? <= last_op.checked_add(1)?;
        let old: u64 = old.parse().ok()?;
        old.checked_add(count)?;
        let actor = actors.get(actor.parse::<usize>().ok()?)?.clone()?;
        of_this.then_some(Run {
            new,
            count,
            old,
            actor,
        })
    };
    Some(runs.split(' ').filter_map(run).collect())
}
