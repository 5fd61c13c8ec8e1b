//! The changes of a matrix one by one: who, when, upon what, and which cells they wrote in. Kept
//! between two questions, since Automerge tells what a change wrote only by rebuilding it: with
//! twenty thousand changes that takes longer than anything else here.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use automerge::legacy::{Key, ObjectId};
use automerge::{ActorId, ChangeHash, ObjId, Prop, ROOT, ReadDoc};
use document::{Document, View, at_ms_of, author_from};

use crate::history::{Hand, Via};
use crate::lineage::{self, Kind, Lineage};
use crate::schema::{self, Home};
use crate::{Author, Field, HeadingId, IndicatorId, LineId, Version};

/// What is remembered of a matrix's past.
#[derive(Debug, Default)]
pub(crate) struct Past(Mutex<Annals>);

/// How much of the annals a question needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Who made each change and when.
    Changes,
    /// And which cells it wrote in.
    Writes,
}

impl Past {
    /// Answers a question. `None`: the content is damaged.
    pub(super) fn ask<T>(
        &self,
        document: &Document,
        depth: Depth,
        question: impl FnOnce(&Annals) -> T,
    ) -> Option<T> {
        Document::guarded(|| {
            let mut annals = self.0.lock().unwrap_or_else(|poisoned| {
                // Who held it panicked, maybe half way through writing it.
                self.0.clear_poison();
                let mut annals = PoisonError::into_inner(poisoned);
                *annals = Annals::default();
                annals
            });
            annals.follow(document);
            if depth == Depth::Writes {
                annals.follow_writes(document);
            }
            question(&annals)
        })
    }
}

/// The changes of a document, each after those it depends on, and what they wrote. They are named
/// by number; numbers mean nothing on another device.
#[derive(Debug, Default)]
pub(super) struct Annals {
    pub(super) changes: Vec<Entry>,
    numbers: HashMap<ChangeHash, u32>,
    by_actor: HashMap<ActorId, Vec<u32>>,
    heads: Vec<ChangeHash>,
    /// What the changes say they brought back; anybody's word.
    pub(super) claims: Lineage,
    /// Numbers in the order all devices share, and the place of each in it.
    pub(super) order: Vec<u32>,
    ranks: Vec<u32>,
    written_to: Vec<ChangeHash>,
    writes: HashMap<ObjId, HashMap<String, Vec<u32>>>,
    /// The change that made the matrix, if it is the first: what it wrote lies in what it made.
    founding: Option<u32>,
    spots: RefCell<HashMap<ObjId, Option<Spot>>>,
}

/// A change.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) hash: ChangeHash,
    pub(super) author: Author,
    pub(super) at_ms: u64,
    pub(super) deps: Vec<u32>,
    pub(super) kind: Kind,
    pub(super) via: Option<Via>,
    first_op: u64,
    last_op: u64,
}

impl Entry {
    pub(super) fn hand(&self) -> Hand {
        Hand {
            author: self.author,
            at_ms: self.at_ms,
            change: self.hash.0,
        }
    }

    /// The version just after it.
    pub(super) fn version(&self) -> Version {
        Version::new(vec![self.hash.0])
    }
}

/// The key of what is written inside a text rather than under a key.
pub(super) const INSIDE: &str = "";

/// What a place in the document is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Entity {
    Line(LineId),
    Indicator(IndicatorId),
    Heading(HeadingId),
}

/// What an object of the document is.
#[derive(Debug, Clone)]
enum Spot {
    Lines,
    Indicators,
    Headings,
    Record(Entity, Home),
    /// A text, and its key there.
    Text(Entity, Home, String),
}

/// What of a line, an indicator or a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Part {
    /// That it is there at all.
    Itself,
    /// What one of its cells shows; of a heading, its number and text.
    Cell(Option<Field>),
    /// Where it stands.
    Place,
    /// Whether it is in the matrix.
    Verdict,
    /// Anything else, maybe of a newer version.
    Other,
}

impl Annals {
    /// Learns of the changes that came since.
    fn follow(&mut self, document: &Document) {
        let heads = document.heads();
        if heads == self.heads {
            return;
        }
        for meta in document.automerge().get_changes_meta(&self.heads) {
            let number = self.changes.len() as u32;
            if self.numbers.insert(meta.hash, number).is_some() {
                continue;
            }
            let message = meta.message.as_deref().unwrap_or_default();
            let said = lineage::read(message, meta.start_op, meta.max_op);
            self.claims.add(&meta.actor, said.runs);
            let deps = meta.deps.iter();
            self.changes.push(Entry {
                hash: meta.hash,
                author: author_from(meta.author.as_ref()),
                at_ms: at_ms_of(meta.timestamp),
                deps: deps
                    .filter_map(|dep| self.numbers.get(dep).copied())
                    .collect(),
                kind: said.kind,
                via: said.via,
                first_op: meta.start_op,
                last_op: meta.max_op,
            });
            match self.by_actor.get_mut(meta.actor.as_ref()) {
                Some(known) => known.push(number),
                None => {
                    self.by_actor.insert(meta.actor.into_owned(), vec![number]);
                }
            }
        }
        self.heads = heads;
        self.rank();
    }

    /// Puts the changes in the order all devices share: each after those it depends on, else by
    /// time and hash.
    fn rank(&mut self) {
        let mut missing: Vec<usize> = self.changes.iter().map(|entry| entry.deps.len()).collect();
        let mut after: Vec<Vec<u32>> = vec![Vec::new(); self.changes.len()];
        for (entry, number) in self.changes.iter().zip(0_u32..) {
            for dep in &entry.deps {
                after[*dep as usize].push(number);
            }
        }
        let key = |number: u32| {
            let entry = &self.changes[number as usize];
            Reverse((entry.at_ms, entry.hash, number))
        };
        let firsts = (0_u32..)
            .zip(&missing)
            .filter(|(_, missing)| **missing == 0);
        let mut ready: BinaryHeap<_> = firsts.map(|(number, _)| key(number)).collect();
        self.order = Vec::with_capacity(self.changes.len());
        self.ranks = vec![0; self.changes.len()];
        while let Some(Reverse((_, _, number))) = ready.pop() {
            self.ranks[number as usize] = self.order.len() as u32;
            self.order.push(number);
            for next in &after[number as usize] {
                let missing = &mut missing[*next as usize];
                *missing -= 1;
                if *missing == 0 {
                    ready.push(key(*next));
                }
            }
        }
    }

    /// Learns what the changes that came since wrote. The founding is not read: it is most of a
    /// young document, and whatever lies in what it made was first written by it.
    fn follow_writes(&mut self, document: &Document) {
        if self.written_to == self.heads {
            return;
        }
        let lines = View::now(document).child(&ROOT, schema::LINES);
        let founding = lines.and_then(|lines| self.change_of(&lines));
        let founding = founding.filter(|number| self.entry(*number).deps.is_empty());
        if founding != self.founding || self.written_to.is_empty() {
            self.founding = founding;
            self.writes.clear();
            self.written_to = founding
                .map(|number| self.entry(number).hash)
                .into_iter()
                .collect();
        }
        for change in document.automerge().get_changes(&self.written_to) {
            let Some(number) = self.number(&change.hash()) else {
                continue;
            };
            let mut inside: Option<ObjId> = None;
            for op in change.decode().operations {
                let object = match op.obj {
                    ObjectId::Root => ROOT,
                    ObjectId::Id(id) => ObjId::Id(id.0, id.1, 0),
                };
                let key = match &op.key {
                    Key::Map(key) => key.as_str(),
                    // Letter after letter of one text.
                    Key::Seq(_) if inside.as_ref() == Some(&object) => continue,
                    Key::Seq(_) => INSIDE,
                };
                if key == INSIDE {
                    inside = Some(object.clone());
                }
                let of_object = self.writes.entry(object).or_default();
                match of_object.get_mut(key) {
                    Some(known) if known.last() == Some(&number) => {}
                    Some(known) => known.push(number),
                    None => {
                        of_object.insert(key.to_owned(), vec![number]);
                    }
                }
            }
        }
        self.written_to.clone_from(&self.heads);
    }

    pub(super) fn number(&self, hash: &ChangeHash) -> Option<u32> {
        self.numbers.get(hash).copied()
    }

    pub(super) fn entry(&self, number: u32) -> &Entry {
        &self.changes[number as usize]
    }

    /// The place of a change in the order all devices share.
    pub(super) fn rank_of(&self, number: u32) -> u32 {
        self.ranks[number as usize]
    }

    /// The change an operation belongs to.
    pub(super) fn change_of(&self, op: &ObjId) -> Option<u32> {
        let ObjId::Id(counter, actor, _) = op else {
            return None;
        };
        let known = self.by_actor.get(actor)?;
        let at = known.partition_point(|number| self.entry(*number).last_op < *counter);
        let number = *known.get(at)?;
        (self.entry(number).first_op <= *counter).then_some(number)
    }

    /// Whether an object was made by the founding, whose writes are not among [`Self::writers`].
    pub(super) fn is_of_founding(&self, object: &ObjId) -> bool {
        self.founding.is_some() && self.change_of(object) == self.founding
    }

    /// The changes that wrote under a key of an object (of a text: [`INSIDE`]), but for the
    /// founding.
    pub(super) fn writers(&self, object: &ObjId, key: &str) -> &[u32] {
        let of_object = self.writes.get(object);
        of_object
            .and_then(|keys| keys.get(key))
            .map_or(&[][..], Vec::as_slice)
    }

    /// Everything written since the founding: object, key, changes.
    pub(super) fn all_writes(&self) -> impl Iterator<Item = (&ObjId, &str, &[u32])> {
        self.writes.iter().flat_map(|(object, keys)| {
            let keys = keys.iter();
            keys.map(move |(key, changes)| (object, key.as_str(), changes.as_slice()))
        })
    }

    /// Whether each change is one of these or was seen by one of these. `None`: one is not here.
    pub(super) fn seen_by(&self, hashes: &[ChangeHash]) -> Option<Vec<bool>> {
        let mut seen = vec![false; self.changes.len()];
        let numbers: Option<Vec<u32>> = hashes.iter().map(|hash| self.number(hash)).collect();
        let mut stack = numbers?;
        for number in &stack {
            seen[*number as usize] = true;
        }
        while let Some(number) = stack.pop() {
            for dep in &self.entry(number).deps {
                if !std::mem::replace(&mut seen[*dep as usize], true) {
                    stack.push(*dep);
                }
            }
        }
        Some(seen)
    }

    /// Whether a change had seen another (or is it).
    pub(super) fn has_seen(&self, later: u32, earlier: u32) -> bool {
        let mut seen = HashSet::from([later]);
        let mut stack = vec![later];
        while let Some(number) = stack.pop() {
            if number == earlier {
                return true;
            }
            // Numbers only fall along the way: below `earlier` it cannot be met again.
            let deps = self.entry(number).deps.iter().copied();
            stack.extend(deps.filter(|dep| *dep >= earlier && seen.insert(*dep)));
        }
        false
    }

    /// The last changes.
    pub(super) fn heads(&self) -> Vec<u32> {
        let heads = self.heads.iter();
        heads.filter_map(|head| self.number(head)).collect()
    }

    /// Who made these changes: each author once with their last, the last first.
    pub(super) fn hands(&self, changes: impl IntoIterator<Item = u32>) -> Vec<Hand> {
        let mut changes: Vec<u32> = changes.into_iter().collect();
        changes.sort_unstable_by_key(|number| Reverse(self.rank_of(*number)));
        let mut known = HashSet::new();
        let last = changes.into_iter().map(|number| self.entry(number));
        last.filter(|entry| known.insert(entry.author))
            .map(Entry::hand)
            .collect()
    }

    /// What lies under a key of an object. `None`: nothing of a line, an indicator or a heading.
    pub(super) fn site(
        &self,
        document: &Document,
        object: &ObjId,
        key: &str,
    ) -> Option<(Entity, Part)> {
        let mut spots = self.spots.borrow_mut();
        let spot = match spots.get(object) {
            Some(known) => known,
            None => spots
                .entry(object.clone())
                .or_insert_with(|| spot(document, object)),
        };
        match spot.as_ref()? {
            Spot::Lines => Some((Entity::Line(key.parse().ok()?), Part::Itself)),
            Spot::Indicators => Some((Entity::Indicator(key.parse().ok()?), Part::Itself)),
            Spot::Headings => Some((Entity::Heading(key.parse().ok()?), Part::Itself)),
            Spot::Record(of, home) => Some((*of, part_of(*of, *home, key))),
            Spot::Text(of, home, key) => Some((*of, part_of(*of, *home, key))),
        }
    }
}

/// What an object is. It never becomes anything else.
fn spot(document: &Document, object: &ObjId) -> Option<Spot> {
    let parents = document.automerge().parents(object).ok()?;
    let path = parents.path();
    let keys: Option<Vec<&str>> = path
        .iter()
        .map(|(_, prop)| match prop {
            Prop::Map(key) => Some(key.as_str()),
            Prop::Seq(_) => None,
        })
        .collect();
    let keys = keys?;
    let (collection, keys) = keys.split_first()?;
    let of = |id: &str| match *collection {
        schema::LINES => id.parse().ok().map(|id| (Entity::Line(id), Home::Line)),
        schema::INDICATORS => {
            let id = id.parse().ok()?;
            Some((Entity::Indicator(id), Home::Indicator))
        }
        schema::HEADINGS => id.parse().ok().map(|id| (Entity::Heading(id), Home::Line)),
        _ => None,
    };
    match *keys {
        [] => match *collection {
            schema::LINES => Some(Spot::Lines),
            schema::INDICATORS => Some(Spot::Indicators),
            schema::HEADINGS => Some(Spot::Headings),
            _ => None,
        },
        [id] => of(id).map(|(of, home)| Spot::Record(of, home)),
        [id, key] => {
            let (of, home) = of(id)?;
            match schema::part_at(key).filter(|_| home == Home::Indicator) {
                Some(part) => Some(Spot::Record(of, Home::Part(part))),
                None => Some(Spot::Text(of, home, key.to_owned())),
            }
        }
        [id, part, key] => {
            let (of, _) = of(id)?;
            let home = Home::Part(schema::part_at(part)?);
            Some(Spot::Text(of, home, key.to_owned()))
        }
        _ => None,
    }
}

fn part_of(of: Entity, home: Home, key: &str) -> Part {
    let of_heading = matches!(of, Entity::Heading(_));
    match key {
        schema::ORDER | schema::HEADING | schema::LINE | schema::PARENT => Part::Place,
        schema::RETIRED | schema::KEPT_EDIT | schema::MERGED_INTO => Part::Verdict,
        schema::NUMBER | schema::TEXT | schema::TEXT_REVISION if of_heading => Part::Cell(None),
        _ if of_heading => Part::Other,
        key => {
            let field = schema::field_at(home, key);
            field.map_or(Part::Other, |field| Part::Cell(Some(field)))
        }
    }
}
