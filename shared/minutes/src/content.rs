//! What a minutes document says, read: its parts and acts, kept current as it changes.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ObjId, ROOT};
use document::View;

use crate::act::{self, Act, ActData, Subject};
use crate::limits::{ACTS_MAX, PARTS_MAX};
use crate::part;
use crate::schema::RootKey;
use crate::{ActId, MinutesId, Part, PartId, PartKind, Removal};

/// The parts and acts of a minutes document, at a version.
#[derive(Debug, Clone, Default)]
pub struct Content {
    parts: BTreeMap<PartId, Part>,
    acts: BTreeMap<ActId, ActData>,
    /// Where each part lies.
    objects: BTreeMap<PartId, ObjId>,
    /// Parts of each minuta.
    members: BTreeMap<MinutesId, BTreeSet<PartId>>,
    /// Acts about each subject.
    subjects: BTreeMap<Subject, BTreeSet<ActId>>,
}

impl Content {
    /// Everything in a document at a version.
    pub(crate) fn read(view: View<'_>) -> Self {
        let mut content = Self::default();
        let root = view.record(&ROOT);
        let keys: BTreeSet<RootKey> = root.keys().filter_map(RootKey::read).collect();
        content.read_again(view, keys);
        content
    }

    /// Some of a document at a version.
    pub(crate) fn read_some(view: View<'_>, keys: BTreeSet<RootKey>) -> Self {
        let mut content = Self::default();
        content.read_again(view, keys);
        content
    }

    /// What lies in the document of a minuta: itself, its parts, the acts about them, and what it says
    /// of the acuerdos of others.
    pub(crate) fn keys_of(&self, id: MinutesId) -> BTreeSet<RootKey> {
        let members = self.members.get(&id).into_iter().flatten();
        let parts = members.map(|part| RootKey::Part(*part));
        let of_it = |data: &&ActData| match &data.act {
            Act::Close { minutes, .. } | Act::Reopen { minutes, .. } => *minutes == id,
            Act::FollowUp { minutes, .. } => *minutes == Some(id),
            Act::CountNote { agreement, .. } => {
                let part = self.parts.get(agreement);
                part.is_some_and(|part| part.minutes == id)
            }
        };
        let acts = self.acts.values().filter(of_it);
        parts
            .chain(acts.map(|data| RootKey::Act(data.id)))
            .collect()
    }

    /// Reads again what changed; answers the minutas that read differently.
    pub(crate) fn read_again(
        &mut self,
        view: View<'_>,
        dirty: BTreeSet<RootKey>,
    ) -> BTreeSet<MinutesId> {
        let mut touched = BTreeSet::new();
        for key in dirty {
            match key {
                RootKey::Part(id) => self.read_part(view, id, &mut touched),
                RootKey::Act(id) => self.read_act(view, id, &mut touched),
            }
        }
        // What is written in a minuta decides whether taking it out stands.
        for id in &touched {
            self.weigh_removal(view, *id);
        }
        touched
    }

    fn read_part(&mut self, view: View<'_>, id: PartId, touched: &mut BTreeSet<MinutesId>) {
        // A hostile program may make more than anybody can read; everybody reads the same of them.
        if self.parts.len() >= PARTS_MAX && !self.parts.contains_key(&id) {
            let last = self.parts.keys().next_back().copied();
            match last {
                Some(last) if last > id => self.forget(last, touched),
                _ => return,
            }
        }
        let Some((object, part)) = part::read(view, id) else {
            return;
        };
        if self.parts.get(&id) == Some(&part) {
            return;
        }
        self.forget(id, touched);
        touched.insert(part.minutes);
        self.members.entry(part.minutes).or_default().insert(id);
        self.objects.insert(id, object);
        self.parts.insert(id, part);
    }

    fn forget(&mut self, id: PartId, touched: &mut BTreeSet<MinutesId>) {
        if let Some(part) = self.parts.remove(&id) {
            touched.insert(part.minutes);
            self.objects.remove(&id);
            if let Some(members) = self.members.get_mut(&part.minutes) {
                members.remove(&id);
            }
        }
    }

    fn read_act(&mut self, view: View<'_>, id: ActId, touched: &mut BTreeSet<MinutesId>) {
        // Written once: a reading that fails later is somebody else's damage.
        if self.acts.contains_key(&id) {
            return;
        }
        if self.acts.len() >= ACTS_MAX {
            match self.acts.keys().next_back().copied() {
                Some(last) if last > id => self.forget_act(last),
                _ => return,
            }
        }
        let Some((_, data)) = act::read(view, id) else {
            return;
        };
        let subject = data.act.subject();
        match subject {
            Subject::Standing(minutes) => {
                touched.insert(minutes);
            }
            Subject::Agreement(agreement) | Subject::Count(agreement) => {
                touched.extend(self.parts.get(&agreement).map(|part| part.minutes));
                if let Act::FollowUp {
                    minutes: Some(minutes),
                    ..
                } = &data.act
                {
                    touched.insert(*minutes);
                }
            }
        }
        self.subjects.entry(subject).or_default().insert(id);
        self.acts.insert(id, data);
    }

    fn forget_act(&mut self, id: ActId) {
        if let Some(data) = self.acts.remove(&id)
            && let Some(ids) = self.subjects.get_mut(&data.act.subject())
        {
            ids.remove(&id);
        }
    }

    fn weigh_removal(&mut self, view: View<'_>, id: MinutesId) {
        let Some(object) = self.objects.get(&id.part()) else {
            return;
        };
        if !self
            .parts
            .get(&id.part())
            .is_some_and(|part| part.kind == PartKind::Minutes && part.removal != Removal::In)
        {
            return;
        }
        let members = self.members.get(&id).into_iter().flatten();
        let with: Vec<ObjId> = members
            .filter(|member| **member != id.part())
            .filter_map(|member| self.objects.get(member).cloned())
            .chain(self.acts_about(Subject::Standing(id)).filter_map(|data| {
                let key = RootKey::Act(data.id).spelled();
                view.child(&ROOT, &key)
            }))
            .collect();
        let removal = part::removal(view, &view.record(object), &with);
        if let Some(part) = self.parts.get_mut(&id.part()) {
            part.removal = removal;
        }
    }

    /// Its parts, those taken out too.
    pub fn parts(&self) -> &BTreeMap<PartId, Part> {
        &self.parts
    }

    /// Its acts.
    pub fn acts(&self) -> &BTreeMap<ActId, ActData> {
        &self.acts
    }

    /// The parts of a minuta, those taken out too; without the minuta itself.
    pub(crate) fn of_minutes(&self, id: MinutesId) -> impl Iterator<Item = &Part> {
        let members = self.members.get(&id).into_iter().flatten();
        let parts = members.filter_map(|member| self.parts.get(member));
        parts.filter(|part| part.kind != PartKind::Minutes)
    }

    /// The acts about a subject, by identifier.
    pub(crate) fn acts_about(&self, subject: Subject) -> impl Iterator<Item = &ActData> {
        let ids = self.subjects.get(&subject).into_iter().flatten();
        ids.filter_map(|id| self.acts.get(id))
    }

    /// Where a part lies.
    pub(crate) fn object(&self, id: PartId) -> Option<&ObjId> {
        self.objects.get(&id)
    }
}

impl PartialEq for Content {
    /// Whether the same is said: where it lies is not compared.
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts && self.acts == other.acts
    }
}
