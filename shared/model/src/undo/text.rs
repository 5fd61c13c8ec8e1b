//! Taking back what one's changes did to a text, unit by unit, with what others did in between
//! left as it is.
//!
//! The changes are undone one after another, the last first, on a row of units: those that stand
//! now, in their order, with those that come back put in their places.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use automerge::{ChangeHash, Cursor, ObjId, ReadDoc};
use document::words::{Splice, utf16_len};
use document::{Document, View};

use crate::lineage::Lineage;
use crate::units::units;

/// One element of a text: a character with the operation that inserted it.
#[derive(Debug, Clone)]
struct Unit {
    id: ObjId,
    /// The operation that first inserted this character.
    root: ObjId,
    text: String,
}

/// A unit in the row.
#[derive(Debug)]
struct Place {
    unit: Unit,
    /// Where it stands now, in UTF-16 units; `None`: it comes back.
    at: Option<usize>,
    live: bool,
}

/// What a change did to the text.
struct Deed {
    change: ChangeHash,
    before: Rc<Vec<Unit>>,
    inserted: HashSet<ObjId>,
    deleted: HashSet<ObjId>,
}

/// What is to be written to take the changes back.
pub(super) struct Taken {
    /// Last first.
    pub(super) splices: Vec<Splice>,
    /// For each stretch that comes back: where it will stand, and what each character was.
    pub(super) back: Vec<(usize, Vec<Option<ObjId>>)>,
    /// The text without those changes.
    pub(super) text: String,
    /// Whether something of theirs was changed by others since.
    pub(super) hindered: bool,
}

/// Undoes changes of one text.
pub(super) struct TextUndo<'a> {
    document: &'a Document,
    lineage: &'a Lineage,
    text: &'a ObjId,
    known: HashMap<Vec<ChangeHash>, Rc<Vec<Unit>>>,
    row: Vec<Place>,
    hindered: bool,
}

impl<'a> TextUndo<'a> {
    pub(super) fn new(document: &'a Document, lineage: &'a Lineage, text: &'a ObjId) -> Self {
        let mut undo = Self {
            document,
            lineage,
            text,
            known: HashMap::new(),
            row: Vec::new(),
            hindered: false,
        };
        let mut at = 0;
        for unit in undo.read(None) {
            let units = utf16_len(&unit.text);
            undo.row.push(Place {
                unit,
                at: Some(at),
                live: true,
            });
            at += units;
        }
        undo
    }

    fn read(&self, heads: Option<&[ChangeHash]>) -> Vec<Unit> {
        let view = View {
            document: self.document,
            at: heads,
        };
        let units = units(view, self.text).into_iter();
        units
            .map(|(id, text)| {
                let root = self.lineage.root(&id);
                Unit { id, root, text }
            })
            .collect()
    }

    fn units_at(&mut self, mut heads: Vec<ChangeHash>) -> Rc<Vec<Unit>> {
        heads.sort_unstable();
        if let Some(known) = self.known.get(&heads) {
            return Rc::clone(known);
        }
        let units = Rc::new(self.read(Some(&heads)));
        self.known.insert(heads, Rc::clone(&units));
        units
    }

    /// Takes back these changes, given oldest first.
    pub(super) fn take_back(mut self, changes: &[ChangeHash]) -> Taken {
        let deeds: Vec<Deed> = changes.iter().map(|change| self.deed(*change)).collect();
        let gone = self.gone_elsewhere(&deeds);
        for deed in deeds.iter().rev() {
            self.invert(deed, &gone);
        }
        self.result()
    }

    fn deed(&mut self, change: ChangeHash) -> Deed {
        let before = self.units_at(self.document.deps_of(&change));
        let after = self.units_at(vec![change]);
        let known: HashSet<&ObjId> = before.iter().map(|unit| &unit.id).collect();
        let stand: HashSet<&ObjId> = after.iter().map(|unit| &unit.id).collect();
        let inserted = after.iter().filter(|unit| !known.contains(&unit.id));
        let deleted = before.iter().filter(|unit| !stand.contains(&unit.id));
        Deed {
            change,
            inserted: inserted.map(|unit| unit.root.clone()).collect(),
            deleted: deleted.map(|unit| unit.id.clone()).collect(),
            before: Rc::clone(&before),
        }
    }

    /// Units that somebody else deleted at the same time as these changes did: they stay so.
    fn gone_elsewhere(&mut self, deeds: &[Deed]) -> HashSet<ObjId> {
        let mut deleters: HashMap<&ObjId, Vec<ChangeHash>> = HashMap::new();
        for deed in deeds {
            for id in &deed.deleted {
                deleters.entry(id).or_default().push(deed.change);
            }
        }
        let mut worlds: HashMap<Vec<ChangeHash>, Vec<&ObjId>> = HashMap::new();
        for (id, changes) in deleters {
            worlds.entry(changes).or_default().push(id);
        }
        let mut gone = HashSet::new();
        for (changes, ids) in worlds {
            // All that was written by whoever had not seen them deleted.
            let world = self.document.dag().without(&changes);
            let stand = self.units_at(world);
            let stand: HashSet<&ObjId> = stand.iter().map(|unit| &unit.id).collect();
            let elsewhere = ids.into_iter().filter(|id| !stand.contains(id));
            gone.extend(elsewhere.cloned());
        }
        gone
    }

    fn invert(&mut self, deed: &Deed, gone: &HashSet<ObjId>) {
        let mut standing: HashSet<&ObjId> = HashSet::new();
        for place in self.row.iter_mut().filter(|place| place.live) {
            if deed.inserted.contains(&place.unit.root) {
                place.live = false;
            }
            standing.insert(&place.unit.root);
        }
        self.hindered |= deed.inserted.iter().any(|root| !standing.contains(root));
        let comes_back = |unit: &Unit| {
            deed.deleted.contains(&unit.id)
                && !gone.contains(&unit.id)
                && (!standing.contains(&unit.root) || deed.inserted.contains(&unit.root))
        };
        let back: Vec<bool> = deed.before.iter().map(comes_back).collect();
        self.hindered |= deed.deleted.iter().any(|id| gone.contains(id));
        let mut start = 0;
        while let Some(offset) = back[start..].iter().position(|back| *back) {
            start += offset;
            let len = back[start..].iter().take_while(|back| **back).count();
            self.put_back(deed, start, len);
            start += len;
        }
    }

    /// Puts units one after another back between those they stood between.
    fn put_back(&mut self, deed: &Deed, start: usize, len: usize) {
        let before = &deed.before;
        let mut index: HashMap<&ObjId, usize> = HashMap::with_capacity(self.row.len());
        for (at, place) in self.row.iter().enumerate() {
            let known = index.entry(&place.unit.root).or_insert(at);
            if place.live {
                *known = at;
            }
        }
        let find = |unit: &Unit| index.get(&unit.root).copied();
        let low = before[..start].iter().rev().find_map(find);
        let low = low.map_or(0, |at| at + 1);
        let high = before[start + len..].iter().find_map(find);
        let high = high.unwrap_or(self.row.len()).max(low);
        let crowded = self.row[low..high].iter().any(|place| place.live);
        let units = before[start..start + len].iter().cloned();
        let back = units.map(|unit| Place {
            unit,
            at: None,
            live: true,
        });
        if !crowded {
            self.row.splice(high..high, back);
            return;
        }
        // Somebody wrote there since. What had been replaced takes the place of what replaced it;
        // else each unit goes to its own side of that.
        let replaced = |place: &Place| !place.live && deed.inserted.contains(&place.unit.root);
        if let Some(at) = self.row[low..high].iter().position(replaced) {
            self.row.splice(low + at..low + at, back);
            return;
        }
        let (mut low, mut high) = (low, high);
        for place in back.collect::<Vec<_>>() {
            let at = self.place_of(&place.unit.id).clamp(low, high);
            self.row.insert(at, place);
            low = at + 1;
            high += 1;
        }
    }

    /// Where a unit that was deleted lies in the row.
    fn place_of(&self, id: &ObjId) -> usize {
        let doc = self.document.automerge();
        let ObjId::Id(counter, actor, _) = id else {
            return 0;
        };
        let name = format!("{counter}@{}", actor.to_hex_string());
        let at = Cursor::try_from(name.as_str())
            .ok()
            .and_then(|cursor| doc.get_cursor_position(self.text, &cursor, None).ok());
        let Some(at) = at else { return self.row.len() };
        let place = self
            .row
            .iter()
            .position(|place| place.at.is_some_and(|now| now >= at));
        place.unwrap_or(self.row.len())
    }

    fn result(self) -> Taken {
        let mut splices: Vec<Splice> = Vec::new();
        let mut back: Vec<(usize, Vec<Option<ObjId>>)> = Vec::new();
        let mut text = String::new();
        // Positions: in the text as it stands, in the text as it will be.
        let (mut now, mut then) = (0, 0);
        let mut open = false;
        for place in &self.row {
            let units = utf16_len(&place.unit.text);
            match (place.at, place.live) {
                (Some(_), true) => {
                    now += units;
                    then += units;
                    open = false;
                    text.push_str(&place.unit.text);
                    continue;
                }
                (None, false) => continue,
                (Some(_), false) | (None, true) => {}
            }
            if !open {
                splices.push(Splice {
                    at: now,
                    delete: 0,
                    insert: String::new(),
                });
                back.push((then, Vec::new()));
                open = true;
            }
            let (Some(splice), Some((_, ids))) = (splices.last_mut(), back.last_mut()) else {
                continue;
            };
            if place.at.is_some() {
                splice.delete += units;
                now += units;
            } else {
                splice.insert.push_str(&place.unit.text);
                text.push_str(&place.unit.text);
                then += units;
                // Each character is an operation.
                let mut id = Some(place.unit.id.clone());
                ids.extend(place.unit.text.chars().map(|_| id.take()));
            }
        }
        back.retain(|(_, ids)| !ids.is_empty());
        splices.reverse();
        Taken {
            splices,
            back,
            text,
            hindered: self.hindered,
        }
    }
}
