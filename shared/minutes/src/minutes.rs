//! The minutes document in memory.

use std::collections::{BTreeSet, HashMap};

use automerge::legacy::{Key, ObjectId};
use automerge::{Change, ChangeHash, ObjId, ROOT};
use document::{
    Author, Dice, Document, LoadError, MergeError, PackError, SnapshotError, Tree, Version, View,
    Write,
};
use model::{SharedText, TextChange};

use crate::act::{self, Act};
use crate::content::Content;
use crate::edit::{MinutesEdit, Planner};
use crate::limits::{ACT_OVER_MAX, ACTS_MAX};
use crate::part::key;
use crate::schema::RootKey;
use crate::{ActId, EditError, Field, FieldKind, MinutesId, PartId, PartKind};

/// The minutas of a dossier: a document with its content kept ready to show. There is nothing to
/// found: an empty one is a dossier without minutas.
#[derive(Debug)]
pub struct Minutes {
    document: Document,
    content: Content,
    /// Under which key of the root each object lies.
    owners: HashMap<ObjId, RootKey>,
}

/// An edit of a minutes document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesEdited {
    /// The change, as a chunk to store and send.
    pub change: Vec<u8>,
    /// Its hash.
    pub hash: [u8; 32],
    /// The version after it.
    pub version: Version,
    /// The minuta or part it made.
    pub made: Option<PartId>,
    /// Minutas that read differently.
    pub touched: BTreeSet<MinutesId>,
}

impl Minutes {
    /// A document of which nothing has arrived. `actor` must be new for every run of the app.
    pub fn empty(actor: [u8; 16], author: Author) -> Self {
        Self {
            document: Document::empty(actor, author),
            content: Content::default(),
            owners: HashMap::new(),
        }
    }

    /// Reads stored chunks, as [`model::Matrix::load`].
    pub fn load<'a>(
        chunks: impl IntoIterator<Item = &'a [u8]>,
        actor: [u8; 16],
        author: Author,
    ) -> Result<Self, LoadError> {
        let document = Document::load(chunks, actor, author)?;
        let read = || {
            let view = View::now(&document);
            let root = view.record(&ROOT);
            let mut owners = HashMap::new();
            for key in root.keys().filter_map(RootKey::read) {
                own(view, key, &mut owners);
            }
            (Content::read(view), owners)
        };
        let (content, owners) = Document::guarded(read).ok_or(LoadError::Panicked)?;
        Ok(Self {
            document,
            content,
            owners,
        })
    }

    /// Writes in a minuta. `None`: it would change nothing.
    pub fn edit(
        &mut self,
        edit: &MinutesEdit,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Option<MinutesEdited>, EditError> {
        let planner = Planner {
            view: View::now(&self.document),
            content: &self.content,
        };
        let plan = planner.plan(edit, at_ms, dice)?;
        self.carry_out(&plan.writes, plan.made, at_ms)
    }

    /// Closes a minuta, opens it again, says what became of an acuerdo or why a count is right. It
    /// takes the place of what stands about the same. Answers its id.
    pub fn act(
        &mut self,
        act: Act,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<(ActId, MinutesEdited), EditError> {
        act.check()?;
        if self.content.acts().len() >= ACTS_MAX {
            return Err(EditError::TooMany {
                what: "acts",
                count_max: ACTS_MAX,
            });
        }
        self.check_act(&act)?;
        let id = ActId::new(dice);
        let over = self.replaced_by(&act);
        let write = Write::Make {
            object: ROOT,
            key: RootKey::Act(id).spelled(),
            value: act::write(&act, at_ms, &over),
        };
        let edited = self.carry_out(&[write], None, at_ms)?;
        Ok((id, edited.ok_or(EditError::ActUnknown(id))?))
    }

    /// What an act is about must be there, and in the state it needs.
    fn check_act(&self, act: &Act) -> Result<(), EditError> {
        let session = |id: MinutesId| {
            let session = self.content.session(id);
            session.ok_or(EditError::MinutesUnknown(id))
        };
        let agreement = |id: PartId| {
            let part = self.content.parts().get(&id);
            let part = part.filter(|part| part.kind == PartKind::Agreement);
            let part = part.ok_or(EditError::PartUnknown(id))?;
            if part.is_out() {
                return Err(EditError::PartRemoved(id));
            }
            session(part.minutes)?;
            Ok(part)
        };
        match act {
            Act::Close { minutes, .. } => {
                let session = session(*minutes)?;
                if session.is_closed() {
                    return Err(EditError::Closed(*minutes));
                }
                match session.undecided() {
                    0 => Ok(()),
                    count => Err(EditError::Undecided {
                        minutes: *minutes,
                        count,
                    }),
                }
            }
            Act::Reopen { minutes, .. } => {
                if session(*minutes)?.is_closed() {
                    Ok(())
                } else {
                    Err(EditError::NotClosed(*minutes))
                }
            }
            Act::FollowUp {
                agreement: about,
                minutes,
                ..
            } => {
                let about = agreement(*about)?;
                match minutes {
                    Some(id) if *id == about.minutes => Err(EditError::OwnMinutes),
                    Some(id) if session(*id)?.is_closed() => Err(EditError::Closed(*id)),
                    _ => Ok(()),
                }
            }
            Act::CountNote {
                agreement: about, ..
            } => {
                let about = agreement(*about)?;
                if session(about.minutes)?.is_closed() {
                    Err(EditError::Closed(about.minutes))
                } else {
                    Ok(())
                }
            }
        }
    }

    /// The acts whose place an act takes.
    fn replaced_by(&self, act: &Act) -> Vec<ActId> {
        let content = &self.content;
        let standing = match act {
            // Taking back what was said in a minuta leaves alone what was said elsewhere.
            Act::FollowUp {
                agreement,
                minutes: Some(minutes),
                state: None,
                ..
            } => {
                let all = content.follow_ups(*agreement).all.into_iter();
                let there = |data: &&act::ActData| matches!(&data.act, Act::FollowUp { minutes: Some(of), .. } if of == minutes);
                all.filter(there).collect()
            }
            Act::FollowUp { agreement, .. } => content.follow_ups(*agreement).standing,
            _ => content.about(act.subject(), |_| true).0,
        };
        let ids = standing.iter().map(|data| data.id);
        ids.take(ACT_OVER_MAX).collect()
    }

    fn carry_out(
        &mut self,
        writes: &[Write],
        made: Option<PartId>,
        at_ms: u64,
    ) -> Result<Option<MinutesEdited>, EditError> {
        if writes.is_empty() {
            return Ok(None);
        }
        let Some(committed) = self.document.commit(None, at_ms, writes)? else {
            return Ok(None);
        };
        let mut dirty = BTreeSet::new();
        for write in writes {
            let (object, key) = match write {
                Write::Put { object, key, .. }
                | Write::Delete { object, key }
                | Write::Make { object, key, .. } => (object, key.as_str()),
                Write::Splice { text, .. } => (text, ""),
            };
            let owner = self.owners.get(object).copied();
            let at_root = || (*object == ROOT).then(|| RootKey::read(key)).flatten();
            dirty.extend(owner.or_else(at_root));
        }
        let touched = self.read_again(dirty);
        Ok(Some(MinutesEdited {
            change: committed.change,
            hash: committed.hash.0,
            version: self.version(),
            made,
            touched,
        }))
    }

    /// Merges changes of others, as [`model::Matrix::merge`]; answers the minutas that read
    /// differently.
    pub fn merge(&mut self, changes: &[u8]) -> Result<BTreeSet<MinutesId>, MergeError> {
        self.take_in(changes, None)
    }

    /// [`Self::merge`], refusing them all if one was not made by `author`.
    pub fn merge_from(
        &mut self,
        changes: &[u8],
        author: Author,
    ) -> Result<BTreeSet<MinutesId>, MergeError> {
        self.take_in(changes, Some(author))
    }

    fn take_in(
        &mut self,
        bytes: &[u8],
        by: Option<Author>,
    ) -> Result<BTreeSet<MinutesId>, MergeError> {
        let mut document = std::mem::replace(
            &mut self.document,
            Document::empty([0; 16], Author::UNKNOWN),
        );
        let outcome = document.merge(bytes, by, |document, changes| {
            let view = View::now(document);
            let dirty = self.touched_by(changes);
            let mut content = self.content.clone();
            let mut owners = HashMap::new();
            for key in &dirty {
                own(view, *key, &mut owners);
            }
            let touched = content.read_again(view, dirty);
            (content, owners, touched)
        });
        self.document = document;
        let (content, owners, touched) = outcome?;
        self.content = content;
        self.owners.extend(owners);
        Ok(touched)
    }

    fn touched_by(&self, changes: &[Change]) -> BTreeSet<RootKey> {
        let mut dirty = BTreeSet::new();
        let mut made: HashMap<ObjId, RootKey> = HashMap::new();
        for change in changes {
            let expanded = change.decode();
            let counted = (expanded.start_op.get()..).zip(&expanded.operations);
            for (counter, op) in counted {
                let object = match &op.obj {
                    ObjectId::Root => ROOT,
                    ObjectId::Id(id) => ObjId::Id(id.0, id.1.clone(), 0),
                };
                let owner = match &op.key {
                    Key::Map(key) if object == ROOT => RootKey::read(key),
                    _ => {
                        let known = self.owners.get(&object).or_else(|| made.get(&object));
                        known.copied()
                    }
                };
                let Some(owner) = owner else { continue };
                dirty.insert(owner);
                made.insert(ObjId::Id(counter, expanded.actor_id.clone(), 0), owner);
            }
        }
        dirty
    }

    fn read_again(&mut self, dirty: BTreeSet<RootKey>) -> BTreeSet<MinutesId> {
        let view = View::now(&self.document);
        let (content, owners) = (&mut self.content, &mut self.owners);
        let read = std::panic::AssertUnwindSafe(|| {
            for key in &dirty {
                own(view, *key, owners);
            }
            content.read_again(view, dirty)
        });
        Document::guarded(read).unwrap_or_default()
    }

    /// What it says now.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// What it said at a version: what a closing froze. `None`: not all of that is here.
    pub fn at(&self, version: &Version) -> Option<Content> {
        let heads: Vec<ChangeHash> = version.change_hashes();
        let here = heads.iter().all(|hash| self.document.contains(hash));
        if !here {
            return None;
        }
        Document::guarded(|| Content::read(View::at(&self.document, &heads)))
    }

    /// What a closed minuta said when it was closed: itself, its parts, and what it said of the acuerdos
    /// of others. `None`: it is a draft, or what it said then is not all here.
    pub fn frozen(&self, minutes: MinutesId) -> Option<Content> {
        let session = self.content.session(minutes)?;
        let heads = session.closing()?.written.change_hashes();
        if !heads.iter().all(|hash| self.document.contains(hash)) {
            return None;
        }
        let keys = self.content.keys_of(minutes);
        Document::guarded(|| Content::read_some(View::at(&self.document, &heads), keys))
    }

    /// What changed in a text between a version and now, in positions of the earlier text:
    /// ascending, not overlapping. `None`: no such text, or the version is not of this document.
    pub fn text_changes(
        &self,
        part: PartId,
        field: Field,
        from: &Version,
    ) -> Option<Vec<TextChange>> {
        if field.kind() != FieldKind::Text {
            return None;
        }
        Document::guarded(|| {
            let view = View::now(&self.document);
            let record = view.record(self.content.object(part)?);
            SharedText::read(view, &record, key(field)).changes_since(&self.document, from)
        })?
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

    /// The version shown by [`Self::content`].
    pub fn version(&self) -> Version {
        self.document.version()
    }

    /// Whether the document holds a change (not one that waits).
    pub fn contains(&self, change: &[u8; 32]) -> bool {
        self.document.contains(&ChangeHash(*change))
    }

    /// The content as a plain tree, to compare documents.
    pub fn hydrated(&self) -> Tree {
        Tree::of(&self.document)
    }

    /// How many changes it holds.
    pub fn change_count(&self) -> usize {
        self.document.change_count()
    }
}

/// Remembers whose the objects under a key of the root are.
fn own(view: View<'_>, key: RootKey, owners: &mut HashMap<ObjId, RootKey>) {
    let Some(object) = view.child(&ROOT, &key.spelled()) else {
        return;
    };
    let record = view.record(&object);
    for inner in record.objects() {
        owners.insert(inner.clone(), key);
    }
    owners.insert(object, key);
}
