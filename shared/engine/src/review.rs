//! The review of a dossier: what is done in it, what of it is shown, what waits for a decision, and
//! what is for this person's eyes.

mod approvals;
mod comments;
mod counts;
mod decisions;
mod deeds;
mod locks;
mod notices;
#[cfg(test)]
mod proof;
mod read;
pub(crate) mod told;
pub(crate) mod waiting;

use std::collections::BTreeSet;

use contract::{CommentView, Event, NoticeView, Problem, ReviewAction, ReviewReceipt, ReviewView};
use model::{LineId, Overruled};
use replica::{Replica, Step};
use review::{Agreement, Rank};
use store::Write;
use wire::{DossierId, Role};

pub(crate) use approvals::Approvals;
pub(crate) use comments::Places;
use counts::WindowCounts;
use read::{ReadMarks, VIEW_READ};
use told::{KnownSpans, Teller};

use crate::calls::Engine;
use crate::desk::{Desk, now_ms};
use crate::history::dates;
use crate::people::People;
use crate::shelf::VIEW_COMMENTS;
use crate::{screen, trouble};

/// Parts of the read model.
pub(crate) const VIEW_REVIEW: &str = "review";
pub(crate) const VIEW_NOTICES: &str = "notices";

/// The review of an awake dossier, as it was last shown.
#[derive(Default)]
pub(crate) struct ReviewShown {
    pub(crate) comments: Vec<CommentView>,
    pub(crate) view: ReviewView,
    notices: Vec<NoticeView>,
    read: ReadMarks,
    /// Approved lines.
    locked: BTreeSet<LineId>,
    spans: KnownSpans,
    approved: Approvals,
    /// Values of this person that somebody decided against, as of the last time they were looked for
    /// ([`waiting`]).
    lost: Vec<Overruled>,
    /// The lines some of whose words a thread is about.
    anchored: BTreeSet<LineId>,
    /// What happened since the open windows were opened.
    pub(crate) counts: WindowCounts,
}

/// What is to be written and told after a step.
#[derive(Default)]
pub(crate) struct ReviewNews {
    pub(crate) writes: Vec<Write>,
    pub(crate) events: Vec<Event>,
    /// Comments that are new or read differently.
    pub(crate) comments: Vec<CommentView>,
}

impl Engine {
    /// Does something in the review, all of it or nothing.
    pub async fn review(
        &self,
        dossier: String,
        actions: Vec<ReviewAction>,
    ) -> Result<ReviewReceipt, Problem> {
        self.with(&dossier, move |desk, dossier| desk.review(dossier, actions))
            .await
    }

    /// Marks comments and notices as read by this person; `None`: everything.
    pub async fn mark_read(
        &self,
        dossier: String,
        keys: Option<Vec<String>>,
    ) -> Result<(), Problem> {
        self.with(&dossier, move |desk, dossier| desk.mark_read(dossier, keys))
            .await
    }

    /// Answers something that waits for a decision: one of its choices, from 1.
    pub async fn decide(&self, dossier: String, key: String, choose: u32) -> Result<(), Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.decide(dossier, &key, choose)
        })
        .await
    }

    /// The review, from the read model.
    pub async fn review_view(&self, dossier: String) -> Result<ReviewView, Problem> {
        let dossier = crate::ids::dossier_id(&dossier)?;
        self.call(move |desk| {
            desk.finish_round();
            desk.view(dossier, VIEW_REVIEW)
        })
        .await
    }

    /// What is for this person's eyes, newest first, from the read model.
    pub async fn notices(&self, dossier: String) -> Result<Vec<NoticeView>, Problem> {
        let dossier = crate::ids::dossier_id(&dossier)?;
        self.call(move |desk| {
            desk.finish_round();
            desk.view(dossier, VIEW_NOTICES)
        })
        .await
    }
}

/// What this device may do in a review.
pub(crate) fn rank(replica: &Replica) -> Rank {
    match replica.role() {
        Some(Role::Coordinator) => Rank::Coordinator,
        Some(Role::Editor) => Rank::Editor,
        Some(Role::Reviewer) => Rank::Reviewer,
        Some(Role::Reader) | None => Rank::Reader,
    }
}

impl ReviewShown {
    /// Whether a step may change what is shown of the review.
    pub(crate) fn concerns(step: &Step) -> bool {
        step.comments_changed
            || step.members_changed
            || step.touched.order_changed
            || !step.touched.rows.is_empty()
    }

    /// Renews what is shown after a step.
    pub(crate) fn follow(
        &mut self,
        replica: &Replica,
        people: &People,
        step: &Step,
        dossier: DossierId,
    ) -> ReviewNews {
        let mut news = ReviewNews::default();
        let agreement = replica.agreement();
        let touched = &step.touched;
        let moved = step.comments_changed || touched.order_changed || step.members_changed;
        let reworded = touched
            .rows
            .iter()
            .any(|(line, _)| self.anchored.contains(line));
        if moved || reworded {
            self.comments(replica, &agreement, people, dossier, moved, &mut news);
        }
        self.rest(replica, &agreement, people, dossier, &mut news);
        news
    }

    /// Everything anew: a dossier was just read, a day began, things were read.
    pub(crate) fn renew(
        &mut self,
        replica: &Replica,
        people: &People,
        dossier: DossierId,
    ) -> ReviewNews {
        let mut news = ReviewNews::default();
        let agreement = replica.agreement();
        self.lost = replica.matrix().overruled(None, replica.author());
        self.comments(replica, &agreement, people, dossier, true, &mut news);
        self.rest(replica, &agreement, people, dossier, &mut news);
        news
    }

    /// `kept`: their change is worth the disk. Words that move while somebody writes are not: they
    /// are found again when the dossier is read.
    fn comments(
        &mut self,
        replica: &Replica,
        agreement: &Agreement<'_>,
        people: &People,
        dossier: DossierId,
        kept: bool,
        news: &mut ReviewNews,
    ) {
        self.anchored = comments::anchored(replica).collect();
        let views = comments::views(replica, agreement, people, &self.read);
        let known: std::collections::BTreeMap<&str, &CommentView> = self
            .comments
            .iter()
            .map(|comment| (comment.comment.as_str(), comment))
            .collect();
        news.comments = views
            .iter()
            .filter(|view| known.get(view.comment.as_str()) != Some(view))
            .cloned()
            .collect();
        self.comments = views;
        if news.comments.is_empty() {
            return;
        }
        if kept {
            news.view(dossier, VIEW_COMMENTS, &self.comments);
        }
        news.events.push(Event::Comments {
            dossier: dossier.to_string(),
            comments: news.comments.clone(),
        });
    }

    fn rest(
        &mut self,
        replica: &Replica,
        agreement: &Agreement<'_>,
        people: &People,
        dossier: DossierId,
        news: &mut ReviewNews,
    ) {
        let places = Places::of(replica.matrix().rows());
        let teller = Teller {
            replica,
            agreement,
            people,
            places: &places,
            today: dates::today(),
            approved: &self.approved,
            counts: &self.counts,
        };
        let mut view = teller.review(&mut self.spans);
        view.decisions = decisions::views(&teller);
        let reader = notices::Reader {
            me: replica.author(),
            rank: rank(replica),
            read: &self.read,
        };
        let notices = notices::notices(&teller, &reader, &self.comments, &view, &self.lost);
        let lines = agreement.states.keys().copied();
        self.locked = lines.filter(|line| agreement.is_locked(*line)).collect();
        if self.view != view {
            news.view(dossier, VIEW_REVIEW, &view);
            news.events.push(Event::Review {
                dossier: dossier.to_string(),
                review: view.clone(),
            });
            self.view = view;
        }
        if self.notices != notices {
            news.view(dossier, VIEW_NOTICES, &notices);
            news.events.push(Event::Notices {
                dossier: dossier.to_string(),
                notices: notices.clone(),
            });
            self.notices = notices;
        }
    }
}

impl ReviewNews {
    fn view(&mut self, dossier: DossierId, name: &str, value: &impl serde::Serialize) {
        self.writes.push(Write::View {
            dossier: dossier.0,
            name: name.to_owned(),
            bytes: screen::json(value),
        });
    }
}

impl Desk {
    /// What was shown of the review when the dossier was last read, and what this person has read.
    pub(crate) fn review_kept(&mut self, dossier: DossierId) -> Result<ReviewShown, Problem> {
        let mut shown = ReviewShown {
            comments: self.view(dossier, VIEW_COMMENTS).unwrap_or_default(),
            view: self.view(dossier, VIEW_REVIEW).unwrap_or_default(),
            notices: self.view(dossier, VIEW_NOTICES).unwrap_or_default(),
            ..ReviewShown::default()
        };
        let kept = self.store.view(&dossier.0, VIEW_READ);
        let kept = kept.map_err(trouble::of_store)?;
        let kept = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        shown.read = kept.unwrap_or_else(|| {
            // What was said before one came is no news.
            let read = ReadMarks::from_now(now_ms());
            self.keep_read(dossier, &read);
            read
        });
        Ok(shown)
    }

    fn keep_read(&mut self, dossier: DossierId, read: &ReadMarks) {
        self.round.writes.push(Write::View {
            dossier: dossier.0,
            name: VIEW_READ.to_owned(),
            bytes: screen::json(read),
        });
    }

    /// Shows the review of a dossier anew.
    pub(crate) fn renew_review(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let counts = self.count_windows(dossier)?;
        self.shelf_mut(dossier)?.review_mut().counts = counts;
        let news = self.shelf_mut(dossier)?.renew_review()?;
        self.round.writes.extend(news.writes);
        self.round.events.extend(news.events);
        Ok(())
    }

    fn mark_read(&mut self, dossier: DossierId, keys: Option<Vec<String>>) -> Result<(), Problem> {
        let shown = self.shelf_mut(dossier)?.review_mut();
        shown.read.mark(keys, now_ms());
        let read = shown.read.clone();
        self.keep_read(dossier, &read);
        self.renew_review(dossier)
    }

    /// A new day: windows come nearer to their last.
    pub(crate) fn turn_day(&mut self) {
        let today = dates::today();
        if self.today == Some(today) {
            return;
        }
        self.today = Some(today);
        let awake: Vec<DossierId> = self
            .shelves
            .values()
            .filter(|shelf| shelf.replica().is_ok())
            .map(|shelf| shelf.dossier)
            .collect();
        for dossier in awake {
            self.review_waits(dossier);
        }
    }
}
