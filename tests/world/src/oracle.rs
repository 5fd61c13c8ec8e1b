//! What must be true in the end, told without Automerge: who wrote what, and what they had seen of
//! each other when they did. Of the writes of a short field those stand that no other write had
//! seen; a word of a text stands until somebody who had seen it takes it out.

use std::collections::{BTreeMap, BTreeSet};

use model::{Field, HeadingId, IndicatorId, LineId};
use review::{CommentData, ThreadId};
use wire::{DeviceId, DocumentKind, Vector};

use crate::words::{numbers_in, words_in};

mod restored;

pub(crate) use restored::Copied;
use restored::RestoredDevice;

/// Number of an edit, in the order they were made.
pub(crate) type EditId = usize;

/// Knows every edit.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    edits: Vec<Edit>,
    /// What a device did since its last commit, to undo it if that fails.
    journals: BTreeMap<usize, Vec<Undo>>,
    /// Of devices whose folder was restored.
    restored: BTreeMap<DeviceId, RestoredDevice>,
}

/// A set of edits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen(Vec<u64>);

/// An edit somebody made.
#[derive(Debug)]
pub(crate) struct Edit {
    pub(crate) document: DocumentKind,
    pub(crate) device: DeviceId,
    /// The envelope that holds it.
    index: u64,
    state: State,
    /// What its author had before their eyes.
    past: Seen,
    pub(crate) deeds: Vec<Deed>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not on disk yet.
    Tentative,
    /// Acknowledged.
    Committed,
    /// Never was.
    Dropped,
}

#[derive(Debug)]
enum Undo {
    Made(EditId),
    Moved(EditId, u64),
    Came(EditId),
}

/// A cell, whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    Line(LineId, Field),
    Indicator(LineId, IndicatorId, Field),
    Heading(HeadingId),
}

/// What an edit did.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Scalar {
        cell: Cell,
        value: String,
    },
    Text {
        cell: Cell,
        before: String,
        after: String,
    },
    Retired {
        line: LineId,
        retired: bool,
    },
    Line(LineId),
    Indicator(LineId, IndicatorId),
    Comment {
        text: String,
        thread: Option<ThreadId>,
    },
    Resolved {
        thread: ThreadId,
        resolved: bool,
    },
}

/// A write of a short field: by which edit, and what.
type ScalarWrite = (EditId, String);

/// What must show of a short field.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ScalarDue {
    /// The value, or all those written at once.
    pub(crate) values: BTreeSet<String>,
}

/// What must show of a text.
#[derive(Debug, Default)]
pub(crate) struct TextDue {
    /// Words written, with who wrote them, that nobody took out.
    pub(crate) words: BTreeMap<String, DeviceId>,
    /// Numbers that somebody wrote there.
    pub(crate) numbers: BTreeSet<String>,
}

/// What must show of a line's retirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineDue {
    Shown,
    Hidden,
    Either,
}

impl Cell {
    pub(crate) fn of(line: LineId, indicator: Option<IndicatorId>, field: Field) -> Option<Self> {
        if field.is_of_indicator() {
            Some(Self::Indicator(line, indicator?, field))
        } else {
            Some(Self::Line(line, field))
        }
    }

    fn line(&self) -> Option<LineId> {
        match self {
            Self::Line(line, _) | Self::Indicator(line, ..) => Some(*line),
            Self::Heading(_) => None,
        }
    }
}

impl Seen {
    pub(crate) fn contains(&self, edit: EditId) -> bool {
        self.0
            .get(edit / 64)
            .is_some_and(|word| word >> (edit % 64) & 1 == 1)
    }

    pub(crate) fn insert(&mut self, edit: EditId) {
        if self.0.len() <= edit / 64 {
            self.0.resize(edit / 64 + 1, 0);
        }
        self.0[edit / 64] |= 1 << (edit % 64);
    }

    fn is_within(&self, other: &Self) -> bool {
        let words = self.0.iter().enumerate();
        words
            .into_iter()
            .all(|(at, word)| word & !other.0.get(at).copied().unwrap_or(0) == 0)
    }
}

impl Oracle {
    /// The edits that show where these series are held: those held whose whole past is held too.
    pub(crate) fn visible(&self, of: DeviceId, document: DocumentKind, held: &Vector) -> Seen {
        let mut here = Seen::default();
        let restored = self.restored.get(&of);
        let to_come = |id| restored.is_some_and(|restored| restored.to_come.contains(&id));
        for (id, edit) in self.of(document) {
            // Its place will be another: that of a series says nothing of it elsewhere.
            let is_elsewhere = edit.device != of && self.has_no_place(id, edit);
            if !is_elsewhere && !to_come(id) && edit.index <= held.get(document, edit.device) {
                here.insert(id);
            }
        }
        let mut visible = Seen::default();
        for (id, edit) in self.of(document) {
            if here.contains(id) && edit.past.is_within(&here) {
                visible.insert(id);
            }
        }
        visible
    }

    fn of(&self, document: DocumentKind) -> impl Iterator<Item = (EditId, &Edit)> {
        let edits = self.edits.iter().enumerate();
        edits.filter(move |(_, edit)| edit.document == document && edit.state != State::Dropped)
    }

    /// Whether an edit of a cell shows there that is not in `known`.
    pub(crate) fn changed_since(&self, cell: &Cell, visible: &Seen, known: &Seen) -> bool {
        self.of(DocumentKind::Matrix).any(|(id, edit)| {
            visible.contains(id)
                && !known.contains(id)
                && edit.deeds.iter().any(|deed| match deed {
                    Deed::Scalar { cell: of, .. } | Deed::Text { cell: of, .. } => of == cell,
                    _ => false,
                })
        })
    }

    /// A device made an edit; it counts once committed.
    pub(crate) fn made(
        &mut self,
        place: usize,
        (document, device, index): (DocumentKind, DeviceId, u64),
        past: Seen,
        deeds: Vec<Deed>,
    ) -> EditId {
        let id = self.edits.len();
        let state = State::Tentative;
        self.edits.push(Edit {
            document,
            device,
            index,
            state,
            past,
            deeds,
        });
        self.journals.entry(place).or_default().push(Undo::Made(id));
        id
    }

    /// A device packed its own envelopes from an index on anew: each as (index, edits in it).
    pub(crate) fn packed(
        &mut self,
        place: usize,
        (document, device): (DocumentKind, DeviceId),
        from_index: u64,
        envelopes: &[(u64, usize)],
    ) {
        let indices = envelopes
            .iter()
            .flat_map(|(index, edits)| std::iter::repeat_n(*index, *edits));
        let moved: Vec<EditId> = self
            .of(document)
            .filter(|(_, edit)| edit.device == device && edit.index >= from_index)
            .map(|(id, _)| id)
            .collect();
        let journal = self.journals.entry(place).or_default();
        for (id, index) in moved.into_iter().zip(indices) {
            journal.push(Undo::Moved(id, self.edits[id].index));
            self.edits[id].index = index;
        }
    }

    /// What a device did is on its disk.
    pub(crate) fn committed(&mut self, place: usize) {
        for undo in self.journals.remove(&place).unwrap_or_default() {
            if let Undo::Made(id) = undo {
                self.edits[id].state = State::Committed;
            }
        }
    }

    /// What a device did since its last commit never was.
    pub(crate) fn dropped(&mut self, place: usize) {
        for undo in self
            .journals
            .remove(&place)
            .unwrap_or_default()
            .into_iter()
            .rev()
        {
            match undo {
                Undo::Made(id) => self.edits[id].state = State::Dropped,
                Undo::Moved(id, index) => self.edits[id].index = index,
                Undo::Came(id) => {
                    let device = self.edits[id].device;
                    self.restored.entry(device).or_default().to_come.insert(id);
                }
            }
        }
    }

    /// Every acknowledged edit.
    pub(crate) fn acknowledged(&self) -> impl Iterator<Item = (EditId, &Edit)> {
        let edits = self.edits.iter().enumerate();
        edits.filter(|(_, edit)| edit.state == State::Committed)
    }

    /// Edits tried and acknowledged.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.edits.len() as u64, self.acknowledged().count() as u64)
    }

    /// Of these writes, those that no other of them had seen.
    fn standing<'w, T>(&self, writes: &'w [(EditId, T)]) -> Vec<&'w (EditId, T)> {
        let seen = |id: EditId| {
            writes
                .iter()
                .any(|(later, _)| self.edits[*later].past.contains(id))
        };
        writes.iter().filter(|(id, _)| !seen(*id)).collect()
    }

    /// What every short field must show.
    pub(crate) fn scalars_due(&self) -> BTreeMap<Cell, ScalarDue> {
        let mut writes: BTreeMap<Cell, Vec<ScalarWrite>> = BTreeMap::new();
        for (id, edit) in self.acknowledged() {
            for deed in &edit.deeds {
                if let Deed::Scalar { cell, value } = deed {
                    writes.entry(*cell).or_default().push((id, value.clone()));
                }
            }
        }
        let due = writes.into_iter().map(|(cell, writes)| {
            let values = self
                .standing(&writes)
                .into_iter()
                .map(|(_, value)| value.clone());
            let due = ScalarDue {
                values: values.collect(),
            };
            (cell, due)
        });
        due.collect()
    }

    /// What every text must show.
    pub(crate) fn texts_due(&self) -> BTreeMap<Cell, TextDue> {
        let mut due: BTreeMap<Cell, TextDue> = BTreeMap::new();
        for (_, edit) in self.acknowledged() {
            for deed in &edit.deeds {
                if let Deed::Text {
                    cell,
                    before,
                    after,
                } = deed
                {
                    let due = due.entry(*cell).or_default();
                    let (before, words) = (words_in(before), words_in(after));
                    let added = words.difference(&before);
                    due.words
                        .extend(added.map(|word| (word.clone(), edit.device)));
                    due.numbers.extend(numbers_in(after));
                }
            }
        }
        for (_, edit) in self.acknowledged() {
            for deed in &edit.deeds {
                if let Deed::Text {
                    cell,
                    before,
                    after,
                } = deed
                    && let Some(due) = due.get_mut(cell)
                {
                    let after = words_in(after);
                    for word in words_in(before).difference(&after) {
                        due.words.remove(word);
                    }
                }
            }
        }
        due
    }

    /// Every line, and whether it must show.
    pub(crate) fn lines_due(&self) -> BTreeMap<LineId, LineDue> {
        let mut lines: BTreeMap<LineId, Vec<(EditId, bool)>> = BTreeMap::new();
        for (id, edit) in self.acknowledged() {
            for deed in &edit.deeds {
                match deed {
                    Deed::Line(line) => {
                        lines.entry(*line).or_default();
                    }
                    Deed::Retired { line, retired } => {
                        lines.entry(*line).or_default().push((id, *retired));
                    }
                    _ => {}
                }
            }
        }
        let due = lines
            .iter()
            .map(|(line, verdicts)| (*line, self.line_due(*line, verdicts)));
        due.collect()
    }

    fn line_due(&self, line: LineId, verdicts: &[(EditId, bool)]) -> LineDue {
        let standing: Vec<(EditId, bool)> = self.standing(verdicts).into_iter().copied().collect();
        if standing.iter().any(|(_, retired)| !retired) || standing.is_empty() {
            return LineDue::Shown;
        }
        let touches = |deed: &Deed| match deed {
            Deed::Scalar { cell, .. } | Deed::Text { cell, .. } => cell.line() == Some(line),
            Deed::Indicator(of, _) => *of == line,
            _ => false,
        };
        let mut touching: Vec<EditId> = Vec::new();
        for (id, edit) in self.of(DocumentKind::Matrix) {
            if edit.state == State::Committed && edit.deeds.iter().any(touches) {
                touching.push(id);
            }
        }
        let knew = |retirement: &EditId, edit: EditId| {
            self.edits[*retirement].past.contains(edit)
                || self.edits[edit].past.contains(*retirement)
        };
        // Written while nobody who retired it knew, and still what its cell shows.
        let unseen = self.standing_on(line).into_iter().any(|edit| {
            standing
                .iter()
                .all(|(retirement, _)| !knew(retirement, edit))
        });
        if unseen {
            return LineDue::Shown;
        }
        let all_known = standing.len() == 1
            && touching
                .iter()
                .all(|edit| self.edits[standing[0].0].past.contains(*edit));
        if all_known {
            LineDue::Hidden
        } else {
            LineDue::Either
        }
    }

    /// The edits whose writes on a line's cells stand.
    fn standing_on(&self, line: LineId) -> BTreeSet<EditId> {
        let mut writes: BTreeMap<Cell, Vec<(EditId, ())>> = BTreeMap::new();
        for (id, edit) in self.acknowledged() {
            for deed in &edit.deeds {
                if let Deed::Scalar { cell, .. } | Deed::Text { cell, .. } = deed
                    && cell.line() == Some(line)
                {
                    writes.entry(*cell).or_default().push((id, ()));
                }
            }
        }
        let standing = writes.values().flat_map(|writes| self.standing(writes));
        standing.map(|(id, ())| *id).collect()
    }

    /// Every indicator, with its line.
    pub(crate) fn indicators_due(&self) -> BTreeSet<(LineId, IndicatorId)> {
        let deeds = self.acknowledged().flat_map(|(_, edit)| &edit.deeds);
        deeds
            .filter_map(|deed| match deed {
                Deed::Indicator(line, indicator) => Some((*line, *indicator)),
                _ => None,
            })
            .collect()
    }

    /// What is wrong with the comments shown, if anything: each must be there once.
    pub(crate) fn comments_fault(&self, shown: &[CommentData]) -> Option<String> {
        let mut count: BTreeMap<&str, u32> = BTreeMap::new();
        for comment in shown {
            *count.entry(&comment.text).or_default() += 1;
        }
        let mut due = 0;
        let mut verdicts: BTreeMap<ThreadId, Vec<(EditId, bool)>> = BTreeMap::new();
        for (id, edit) in self.acknowledged() {
            for deed in &edit.deeds {
                match deed {
                    Deed::Comment { text, thread } => {
                        due += 1;
                        let times = count.get(text.as_str()).copied().unwrap_or(0);
                        if times != 1 {
                            return Some(format!("comment {text:?} shown {times} times"));
                        }
                        let at = shown.iter().find(|comment| comment.text == *text)?;
                        if at.author.0 != edit.device.0 {
                            return Some(format!("comment {text:?} is said to be another's"));
                        }
                        if thread.is_some_and(|thread| thread != at.thread) {
                            return Some(format!("comment {text:?} is in another thread"));
                        }
                    }
                    Deed::Resolved { thread, resolved } => {
                        verdicts.entry(*thread).or_default().push((id, *resolved));
                    }
                    _ => {}
                }
            }
        }
        if due != shown.len() {
            return Some(format!("{} comments shown, {due} written", shown.len()));
        }
        for comment in shown {
            let none = Vec::new();
            let verdicts = verdicts.get(&comment.thread).unwrap_or(&none);
            let standing: BTreeSet<bool> = self
                .standing(verdicts)
                .into_iter()
                .map(|(_, resolved)| *resolved)
                .collect();
            let agreed = standing.len() < 2;
            if agreed && comment.resolved != standing.contains(&true) {
                return Some(format!(
                    "thread of {:?} resolved: {}",
                    comment.text, comment.resolved
                ));
            }
        }
        None
    }

    /// Planted fault: the oracle believes something else was written.
    pub(crate) fn misremember(&mut self) -> bool {
        let deeds = self
            .edits
            .iter_mut()
            .rev()
            .filter(|edit| edit.state == State::Committed);
        for deed in deeds.flat_map(|edit| &mut edit.deeds) {
            if let Deed::Scalar { value, .. } = deed {
                value.push('!');
                return true;
            }
        }
        false
    }
}
