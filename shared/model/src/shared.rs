//! A text that several people write in, for the rooms beside this one: merged word by word, and
//! flagged where the merge says what nobody wrote, as the texts of a matrix are.

use document::{Author, Document, Record, Version, View, Write};

use crate::cell::{TextCell, Texts};
use crate::edit::{TextChange, chosen_text, decision_writes, splice_writes, text_writes};
use crate::error::EditError;
use crate::history::changes_of;
use crate::row::{Side, ToDecideKind};
use crate::schema::revision_key;

/// A text under a key of a map, with the register of its revisions beside it.
#[derive(Debug)]
pub struct SharedText(TextCell);

/// What two people wrote at once in a text that somebody must look at. The choices are those of
/// [`crate::ToDecide`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Why.
    pub kind: ToDecideKind,
    /// What this document's author wrote or, between others, the first author. Choice 1.
    pub mine: String,
    /// Who wrote `mine`.
    pub mine_author: Author,
    /// What the other wrote. Choice 2.
    pub theirs: String,
    /// Who wrote `theirs`.
    pub theirs_author: Author,
    /// What stands now. Choice 3.
    pub merged: String,
    /// What stands now with what several wrote alike standing once. Choice 4.
    pub once: Option<String>,
    /// Every text that waits. Choices from 5.
    pub sides: Vec<Side>,
}

impl SharedText {
    /// The text under a key.
    pub fn read(view: View<'_>, record: &Record, key: &str) -> Self {
        Self(Texts::new(view).cell(record, key, &revision_key(key)))
    }

    /// What it reads.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What waits for a decision in it.
    pub fn doubt(&self) -> Option<Doubt> {
        let finding = self.0.finding.as_ref()?;
        let sides = finding.sides.iter().map(|side| Side {
            author: side.author,
            text: side.text.clone(),
        });
        Some(Doubt {
            kind: finding.kind,
            mine: finding.mine.text.clone(),
            mine_author: finding.mine.author,
            theirs: finding.theirs.text.clone(),
            theirs_author: finding.theirs.author,
            merged: self.0.text.clone(),
            once: finding.once.clone(),
            sides: sides.collect(),
        })
    }

    /// The writes of changes inside it, ascending, not overlapping; none if they change nothing.
    pub fn splice(
        &self,
        record: &Record,
        key: &str,
        changes: &[TextChange],
    ) -> Result<Vec<Write>, EditError> {
        splice_writes(record, key, &self.0, &revision_key(key), changes)
    }

    /// The writes that turn it into another text by the smallest splices; none if it already is.
    pub fn set(&self, record: &Record, key: &str, value: &str) -> Vec<Write> {
        text_writes(record, key, &self.0, &revision_key(key), value)
    }

    /// The writes that answer what waits in it. `None`: nothing waits, or there is no such choice.
    pub fn decide(&self, record: &Record, key: &str, choose: u32) -> Option<Vec<Write>> {
        let value = chosen_text(&self.0, choose)?;
        Some(decision_writes(record, &self.0, &revision_key(key), value))
    }

    /// What changed in it between a version and now, character by character as it was written, in
    /// positions of the earlier text. `None`: there is no text, or the version is not of the
    /// document.
    pub fn changes_since(&self, document: &Document, from: &Version) -> Option<Vec<TextChange>> {
        let object = self.0.object.as_ref()?;
        let heads = from.change_hashes();
        if !heads.iter().all(|hash| document.contains(hash)) {
            return None;
        }
        let doc = document.automerge();
        let now = doc.get_heads();
        if heads.len() == now.len() && heads.iter().all(|hash| now.contains(hash)) {
            return Some(Vec::new());
        }
        let patches = doc.diff_obj(object, &heads, &now, false).ok()?;
        Some(changes_of(patches.into_iter().map(|patch| patch.action)))
    }
}
