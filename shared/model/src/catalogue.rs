//! The catalogue of headings kept ready to show: in order, those without rows too.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::ObjId;

use crate::row::HeadingView;
use crate::{HeadingId, Level};

/// Levels in use while nobody says otherwise.
const LEVELS_DEFAULT: [Level; 2] = [Level::Axis, Level::Priority];

/// The headings, and what is needed to keep them current.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    entries: HashMap<HeadingId, Entry>,
    said: BTreeMap<Level, bool>,
    pub(crate) views: Vec<HeadingView>,
    pub(crate) levels: Vec<Level>,
}

/// A heading as it lies in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) level: Level,
    pub(crate) parent: Option<HeadingId>,
    pub(crate) order: String,
    pub(crate) number: String,
    pub(crate) text: String,
    pub(crate) retired: bool,
    /// Which operations wrote its number and text.
    pub(crate) written: Vec<ObjId>,
}

/// What was read again, not yet in the catalogue.
#[derive(Debug, Default)]
pub(crate) struct CatalogueUpdate {
    pub(crate) entries: BTreeMap<HeadingId, Option<Entry>>,
    /// What was said of each level; `None`: as before.
    pub(crate) said: Option<BTreeMap<Level, bool>>,
}

impl Catalogue {
    pub(crate) fn ids(&self) -> impl Iterator<Item = HeadingId> {
        self.entries.keys().copied()
    }

    pub(crate) fn entry(&self, id: HeadingId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// Whether a level was said to be in use, or is by default.
    pub(crate) fn wants(&self, level: Level) -> bool {
        let said = self.said.get(&level).copied();
        said.unwrap_or(LEVELS_DEFAULT.contains(&level))
    }

    /// The heading it stands under, if that one may stand above it.
    pub(crate) fn parent_of(&self, id: HeadingId) -> Option<HeadingId> {
        let entry = self.entries.get(&id)?;
        let parent = entry.parent?;
        let above = self.entries.get(&parent)?;
        (above.level < entry.level).then_some(parent)
    }

    /// Headings under another (under none: the outermost), in order.
    pub(crate) fn children_of(&self, parent: Option<HeadingId>) -> Vec<HeadingId> {
        let children = self.children();
        children.get(&parent).cloned().unwrap_or_default()
    }

    /// Every heading before those under it, in order.
    pub(crate) fn in_order(&self) -> Vec<HeadingId> {
        walk(&self.children())
    }

    /// The order as if a heading stood elsewhere.
    pub(crate) fn in_order_with(
        &self,
        moved: HeadingId,
        parent: Option<HeadingId>,
        after: Option<HeadingId>,
    ) -> Vec<HeadingId> {
        let mut children = self.children();
        for siblings in children.values_mut() {
            siblings.retain(|id| *id != moved);
        }
        let siblings = children.entry(parent).or_default();
        let place = after
            .and_then(|after| siblings.iter().position(|id| *id == after))
            .map_or(0, |place| place + 1);
        siblings.insert(place, moved);
        walk(&children)
    }

    fn children(&self) -> HashMap<Option<HeadingId>, Vec<HeadingId>> {
        let mut children: HashMap<Option<HeadingId>, Vec<HeadingId>> = HashMap::new();
        let mut sorted: Vec<(&String, HeadingId)> = self
            .entries
            .iter()
            .map(|(id, entry)| (&entry.order, *id))
            .collect();
        sorted.sort_unstable();
        for (_, id) in sorted {
            children.entry(self.parent_of(id)).or_default().push(id);
        }
        children
    }

    /// Takes in what was read. `lines` are the active lines: what stands above each, innermost
    /// first. Says whether the catalogue is different now.
    pub(crate) fn apply<'a>(
        &mut self,
        update: CatalogueUpdate,
        lines: impl Iterator<Item = &'a [HeadingId]>,
    ) -> bool {
        for (id, entry) in update.entries {
            match entry {
                Some(entry) => self.entries.insert(id, entry),
                None => self.entries.remove(&id),
            };
        }
        if let Some(said) = update.said {
            self.said = said;
        }
        let mut right_under: HashMap<HeadingId, u32> = HashMap::new();
        let mut in_use: BTreeSet<HeadingId> = BTreeSet::new();
        for chain in lines {
            if let Some(innermost) = chain.first() {
                *right_under.entry(*innermost).or_default() += 1;
            }
            in_use.extend(chain);
        }
        let views: Vec<HeadingView> = self
            .in_order()
            .into_iter()
            .filter_map(|id| {
                let entry = self.entries.get(&id)?;
                Some(HeadingView {
                    id,
                    level: entry.level,
                    parent: self.parent_of(id),
                    number: entry.number.clone(),
                    text: entry.text.clone(),
                    retired: entry.retired && !in_use.contains(&id),
                    lines: right_under.get(&id).copied().unwrap_or(0),
                })
            })
            .collect();
        let has = |level| {
            views
                .iter()
                .any(|view| view.level == level && !view.retired)
        };
        let levels = Level::ALL.into_iter();
        let levels: Vec<Level> = levels
            .filter(|level| self.wants(*level) || has(*level))
            .collect();
        let changed = self.views != views || self.levels != levels;
        (self.views, self.levels) = (views, levels);
        changed
    }
}

fn walk(children: &HashMap<Option<HeadingId>, Vec<HeadingId>>) -> Vec<HeadingId> {
    let under = |parent: Option<HeadingId>| children.get(&parent).into_iter().flatten().rev();
    let mut order = Vec::new();
    let mut stack: Vec<HeadingId> = under(None).copied().collect();
    while let Some(id) = stack.pop() {
        order.push(id);
        stack.extend(under(Some(id)));
    }
    order
}
