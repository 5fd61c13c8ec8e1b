//! What is in force: of all that was done in a review, what stands, and what two people did at once.
//!
//! A pure function of the document and of who may do what, so that every device that holds the same
//! changes and the same members shows the same. An act of somebody who may not do it is as if it
//! had never been written; it cannot take another's place either.

use std::collections::{BTreeMap, BTreeSet};

use document::Author;
use model::{IndicatorId, LineId};

use crate::act::{Act, ActData, LineState, Subject, Verdict};
use crate::{ActId, CommentId};

/// What somebody may do in a review, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Looks only.
    Reader,
    /// Comments, suggests, consults, verifies baselines, returns lines.
    Reviewer,
    /// Decides suggestions, sends lines to review, corrects baselines.
    Editor,
    /// Everything: approves and reopens, opens windows, closes versions.
    Coordinator,
}

/// What stands in a review.
#[derive(Debug, Default)]
pub struct Agreement<'a> {
    /// Suggestions, oldest first.
    pub suggestions: Vec<Suggestion<'a>>,
    /// Consultations, oldest first.
    pub consultations: Vec<Consultation<'a>>,
    /// Acts that give each line its state: the one that shows first; more than one were done at
    /// once.
    pub states: BTreeMap<LineId, Vec<&'a ActData>>,
    /// Review windows, oldest first.
    pub windows: Vec<Window<'a>>,
    /// What was said of each baseline, the last first.
    pub baselines: BTreeMap<IndicatorId, Vec<&'a ActData>>,
    /// Closed versions, oldest first.
    pub versions: Vec<&'a ActData>,
    /// Comments written anew or taken back, by whoever wrote them.
    pub comments: BTreeMap<CommentId, &'a ActData>,
}

/// A suggestion with its decision.
#[derive(Debug)]
pub struct Suggestion<'a> {
    /// It.
    pub made: &'a ActData,
    /// The decisions that stand: none yet, one, or several taken at once.
    pub verdicts: Vec<&'a ActData>,
}

/// A consultation with its answer.
#[derive(Debug)]
pub struct Consultation<'a> {
    /// It.
    pub asked: &'a ActData,
    /// The answers that stand: none yet, one, or several written down at once.
    pub answers: Vec<&'a ActData>,
}

/// A review window.
#[derive(Debug)]
pub struct Window<'a> {
    /// It.
    pub opened: &'a ActData,
    /// The changes of it that stand.
    pub changes: Vec<&'a ActData>,
}

impl Suggestion<'_> {
    /// The decision that stands; `None`: nobody has decided.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdicts.first().and_then(|data| verdict_of(data))
    }

    /// Whether it was decided in two ways at once: applied by one and not by another.
    pub fn is_contested(&self) -> bool {
        let applied = |verdict| matches!(verdict, Verdict::Accepted | Verdict::Partly);
        let verdicts = self.verdicts.iter().filter_map(|data| verdict_of(data));
        let ways: BTreeSet<bool> = verdicts.map(applied).collect();
        ways.len() > 1
    }
}

impl Consultation<'_> {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        // Answered by one and opened again by another at once: somebody must look.
        self.answers.is_empty()
            || self
                .answers
                .iter()
                .any(|data| matches!(data.act, Act::Answer { outcome: None, .. }))
    }
}

impl Window<'_> {
    /// Its last day, with the changes made to it.
    pub fn closes_on(&self) -> &str {
        let changed = self.changes.iter().find_map(|data| match &data.act {
            Act::WindowChange { closes_on, .. } if !closes_on.is_empty() => {
                Some(closes_on.as_str())
            }
            _ => None,
        });
        changed.unwrap_or(match &self.opened.act {
            Act::Window { closes_on, .. } => closes_on,
            _ => "",
        })
    }

    /// The act that closed it.
    pub fn closed(&self) -> Option<&ActData> {
        self.changes.iter().copied().find(
            |data| matches!(&data.act, Act::WindowChange { closes_on, .. } if closes_on.is_empty()),
        )
    }
}

fn verdict_of(data: &ActData) -> Option<Verdict> {
    match &data.act {
        Act::Verdict { verdict, .. } => Some(*verdict),
        _ => None,
    }
}

impl<'a> Agreement<'a> {
    /// What stands of these acts. `comments`: who wrote each comment. `rank`: what an author may do.
    pub(crate) fn of(
        acts: &'a BTreeMap<ActId, ActData>,
        comments: &BTreeMap<CommentId, Author>,
        rank: &dyn Fn(Author) -> Rank,
    ) -> Self {
        let allowed = Allowed::of(acts, comments, rank);
        let mut agreement = Self::default();
        let mut standing: BTreeMap<Subject, Vec<&'a ActData>> = BTreeMap::new();
        let mut plain: Vec<&'a ActData> = Vec::new();
        for data in allowed.acts {
            match data.act.subject() {
                Some(subject) => {
                    if !allowed.replaced.contains(&data.id) {
                        standing.entry(subject).or_default().push(data);
                    }
                }
                None => plain.push(data),
            }
        }
        for heads in standing.values_mut() {
            heads.sort_by_key(|data| std::cmp::Reverse((data.at_ms, data.id)));
        }
        let mut take = |subject: Subject| standing.remove(&subject).unwrap_or_default();
        plain.sort_by_key(|data| (data.at_ms, data.id));
        for data in plain {
            match &data.act {
                Act::Consult { .. } => agreement.consultations.push(Consultation {
                    asked: data,
                    answers: take(Subject::Consultation(data.id)),
                }),
                Act::Window { .. } => agreement.windows.push(Window {
                    opened: data,
                    changes: take(Subject::Window(data.id)),
                }),
                Act::CloseVersion { .. } => agreement.versions.push(data),
                _ => agreement.suggestions.push(Suggestion {
                    made: data,
                    verdicts: take(Subject::Suggestion(data.id)),
                }),
            }
        }
        for (subject, mut heads) in standing {
            match subject {
                Subject::Line(line) => {
                    // The more careful state shows until somebody decides.
                    heads.sort_by_key(|data| state_of(data));
                    agreement.states.insert(line, heads);
                }
                Subject::Baseline(indicator) => {
                    agreement.baselines.insert(indicator, heads);
                }
                Subject::Comment(comment) => {
                    agreement
                        .comments
                        .extend(heads.first().map(|data| (comment, *data)));
                }
                // About something that has not arrived, or was never allowed.
                Subject::Suggestion(_) | Subject::Consultation(_) | Subject::Window(_) => {}
            }
        }
        agreement
    }

    /// The acts that stand about a subject, the one that shows first.
    pub fn about(&self, subject: Subject) -> Vec<&'a ActData> {
        match subject {
            Subject::Comment(id) => self.comments.get(&id).copied().into_iter().collect(),
            Subject::Suggestion(id) => {
                let found = self.suggestions.iter().find(|known| known.made.id == id);
                found
                    .map(|known| known.verdicts.clone())
                    .unwrap_or_default()
            }
            Subject::Consultation(id) => {
                let found = self.consultations.iter().find(|known| known.asked.id == id);
                found.map(|known| known.answers.clone()).unwrap_or_default()
            }
            Subject::Window(id) => {
                let found = self.windows.iter().find(|known| known.opened.id == id);
                found.map(|known| known.changes.clone()).unwrap_or_default()
            }
            Subject::Line(line) => self.states.get(&line).cloned().unwrap_or_default(),
            Subject::Baseline(id) => self.baselines.get(&id).cloned().unwrap_or_default(),
        }
    }

    /// The state of a line, and whether others were given at once.
    pub fn state(&self, line: LineId) -> (LineState, bool) {
        let Some(heads) = self.states.get(&line) else {
            return (LineState::Draft, false);
        };
        let shown = heads.first().and_then(|data| state_of(data));
        let shown = shown.unwrap_or(LineState::Draft);
        let contested = heads.iter().any(|data| state_of(data) != Some(shown));
        (shown, contested)
    }

    /// Whether a line is locked: approved, and by everybody who gave it a state.
    pub fn is_locked(&self, line: LineId) -> bool {
        self.state(line) == (LineState::Approved, false)
    }

    /// Whether a line has a consultation that waits for an answer.
    pub fn is_consulted(&self, line: LineId) -> bool {
        self.consultations.iter().any(|consultation| {
            matches!(&consultation.asked.act, Act::Consult { line: of, .. } if *of == line)
                && consultation.is_open()
        })
    }
}

fn state_of(data: &ActData) -> Option<LineState> {
    match &data.act {
        Act::State { state, .. } => Some(*state),
        _ => None,
    }
}

/// The acts of those who may, and which of them another took the place of.
struct Allowed<'a> {
    acts: Vec<&'a ActData>,
    replaced: BTreeSet<ActId>,
}

impl<'a> Allowed<'a> {
    fn of(
        acts: &'a BTreeMap<ActId, ActData>,
        comments: &BTreeMap<CommentId, Author>,
        rank: &dyn Fn(Author) -> Rank,
    ) -> Self {
        let mut allowed = Self {
            acts: Vec::new(),
            replaced: BTreeSet::new(),
        };
        let mut ranks: BTreeMap<Author, Rank> = BTreeMap::new();
        for data in acts.values() {
            let rank = *ranks
                .entry(data.author)
                .or_insert_with(|| rank(data.author));
            if may(data, rank, acts, comments) {
                allowed.acts.push(data);
                let about = data.act.subject();
                let same = |id: &&ActId| {
                    acts.get(*id)
                        .is_some_and(|seen| about.is_some() && seen.act.subject() == about)
                };
                allowed.replaced.extend(data.over.iter().filter(same));
            }
        }
        allowed
    }
}

/// Whether somebody of a rank may have done this.
pub(crate) fn may(
    data: &ActData,
    rank: Rank,
    acts: &BTreeMap<ActId, ActData>,
    comments: &BTreeMap<CommentId, Author>,
) -> bool {
    match &data.act {
        Act::EditComment { comment, .. } | Act::WithdrawComment { comment } => {
            comments.get(comment) == Some(&data.author)
        }
        Act::Verdict {
            suggestion,
            verdict: Verdict::Withdrawn,
            ..
        } => acts
            .get(suggestion)
            .is_some_and(|made| made.author == data.author),
        Act::Verdict { .. }
        | Act::Verify {
            corrected: true, ..
        } => rank >= Rank::Editor,
        Act::Suggest { .. }
        | Act::SuggestLine { .. }
        | Act::SuggestRetire { .. }
        | Act::Consult { .. }
        | Act::Verify {
            corrected: false, ..
        }
        | Act::Answer { .. } => rank >= Rank::Reviewer,
        Act::Window { .. } | Act::WindowChange { .. } | Act::CloseVersion { .. } => {
            rank == Rank::Coordinator
        }
        Act::State { state, .. } => {
            // Who takes the place of an approval reopens the line.
            let reopens = data.over.iter().any(|id| {
                acts.get(id)
                    .is_some_and(|seen| state_of(seen) == Some(LineState::Approved))
            });
            match state {
                _ if reopens => rank == Rank::Coordinator,
                LineState::Approved => rank == Rank::Coordinator,
                LineState::Returned => rank >= Rank::Reviewer,
                LineState::Draft | LineState::InReview => rank >= Rank::Editor,
            }
        }
    }
}
