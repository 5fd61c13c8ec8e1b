//! What an undo brought back: which operation of the past an operation of an undo stands for.
//!
//! A character cannot be un-deleted: an undo writes it again, as a new operation. For the next
//! undo it must still be the character that was typed first, or undoing the typing would leave it
//! behind. So the message of an undo's change says, for every operation that brings something
//! back, what it brings back:
//!
//! ```text
//! undo 1|<actor> <actor>…|<first new counter>+<count>=<first old counter>@<index of its actor> …
//! ```
//!
//! Only this author's own messages are believed.

use std::collections::HashMap;
use std::fmt::Write as _;

use automerge::{ActorId, ObjId};
use document::{Document, author_from};

const PREFIX: &str = "undo 1|";

/// What this author's undos brought back.
#[derive(Debug, Default)]
pub(crate) struct Lineage(HashMap<ActorId, Vec<Run>>);

/// Operations one after another that bring back others one after another.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    new: u64,
    count: u64,
    old: u64,
    actor: ActorId,
}

impl Lineage {
    pub(crate) fn of(document: &Document) -> Self {
        let mut runs: HashMap<ActorId, Vec<Run>> = HashMap::new();
        for meta in document.automerge().get_changes_meta(&[]) {
            if author_from(meta.author.as_ref()) != document.author() {
                continue;
            }
            if let Some(message) = meta.message.as_deref() {
                let found = read(message, meta.start_op, meta.max_op);
                runs.entry(meta.actor.into_owned())
                    .or_default()
                    .extend(found);
            }
        }
        for runs in runs.values_mut() {
            runs.sort_unstable_by_key(|run| run.new);
        }
        Self(runs)
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
        let run = runs.get(at).filter(|run| run.new <= *counter)?;
        let old = run.old + (counter - run.new);
        // Always backwards: no message makes this run in circles.
        (old < *counter).then(|| ObjId::Id(old, run.actor.clone(), 0))
    }
}

/// The message of an undo whose operations (new, old) bring something back.
pub(crate) fn message(pairs: &[(ObjId, ObjId)]) -> Option<String> {
    let mut runs: Vec<Run> = Vec::new();
    for (new, old) in pairs {
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
    if runs.is_empty() {
        return None;
    }
    let mut actors: Vec<&ActorId> = runs.iter().map(|run| &run.actor).collect();
    actors.sort_unstable();
    actors.dedup();
    let names: Vec<String> = actors.iter().map(|actor| actor.to_hex_string()).collect();
    let mut message = format!("{PREFIX}{}|", names.join(" "));
    for run in &runs {
        let Run {
            new, count, old, ..
        } = run;
        let actor = actors.binary_search(&&run.actor).unwrap_or_default();
        // Writing to a String cannot fail.
        write!(message, "{new}+{count}={old}@{actor} ").unwrap_or_default();
    }
    Some(message.trim_end().to_owned())
}

fn read(message: &str, first_op: u64, last_op: u64) -> Vec<Run> {
    let Some((actors, runs)) = message
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('|'))
    else {
        return Vec::new();
    };
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
    runs.split(' ').filter_map(run).collect()
}
