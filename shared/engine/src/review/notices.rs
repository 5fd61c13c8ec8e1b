//! What is for this person's eyes ("Para mí"): worked out from the review and the matrix, not sent
//! by anybody.

use std::collections::BTreeSet;

use contract::{CommentView, NoticeKind, NoticeView, ReviewView, SuggestionStatus, WindowStatus};
use model::{Author, LineId, Overruled, Version};
use review::{Act, LineState, Rank, ThreadId};

use super::read::ReadMarks;
use super::told::Teller;
use crate::screen::rfc3339;

/// Notices kept; the newest.
const NOTICES_MAX: usize = 200;
/// A window is about to close this many days before its last.
const CLOSING_DAYS: i32 = 2;

/// Who somebody is in a review, and what they have read.
pub(crate) struct Reader<'a> {
    pub(crate) me: Author,
    pub(crate) rank: Rank,
    pub(crate) read: &'a ReadMarks,
}

/// A notice with its moment, to be ordered by it.
struct Dated {
    at_ms: u64,
    notice: NoticeView,
}

/// Notices, newest first.
pub(crate) fn notices(
    teller: &Teller<'_>,
    reader: &Reader<'_>,
    comments: &[CommentView],
    review: &ReviewView,
    lost: &[Overruled],
) -> Vec<NoticeView> {
    let mut list = List {
        teller,
        reader,
        dated: Vec::new(),
    };
    list.comments(comments);
    list.suggestions(review);
    list.consultations();
    list.returned();
    list.lost(lost);
    list.windows(review);
    let mut dated = list.dated;
    dated.sort_by(|a, b| (b.at_ms, &b.notice.key).cmp(&(a.at_ms, &a.notice.key)));
    dated.truncate(NOTICES_MAX);
    dated.into_iter().map(|dated| dated.notice).collect()
}

struct List<'a> {
    teller: &'a Teller<'a>,
    reader: &'a Reader<'a>,
    dated: Vec<Dated>,
}

impl List<'_> {
    fn add(&mut self, at_ms: u64, mut notice: NoticeView) {
        notice.at = rfc3339(at_ms);
        notice.unread = self.reader.read.is_unread(&notice.key, at_ms);
        self.dated.push(Dated { at_ms, notice });
    }

    fn comments(&mut self, views: &[CommentView]) {
        let me = self.reader.me;
        let data = self.teller.replica.comments();
        let mine: BTreeSet<ThreadId> = data
            .iter()
            .filter(|comment| comment.author == me && comment.credit.is_none())
            .map(|comment| comment.thread)
            .collect();
        for (comment, view) in data.iter().zip(views) {
            if view.mine || view.withdrawn {
                continue;
            }
            let kind = if view.for_me {
                NoticeKind::Mention
            } else if mine.contains(&comment.thread) {
                NoticeKind::Reply
            } else {
                continue;
            };
            self.add(
                comment.at_ms,
                NoticeView {
                    // Reading the comment reads the notice.
                    key: view.comment.clone(),
                    row: view.row,
                    line: view.line.clone(),
                    indicator: view.indicator.clone(),
                    field: view.field.clone(),
                    subject: view.thread.clone(),
                    author: view.author.clone(),
                    text: view.text.clone(),
                    ..empty(kind)
                },
            );
        }
    }

    fn suggestions(&mut self, review: &ReviewView) {
        let suggestions = &self.teller.agreement.suggestions;
        for (suggestion, view) in suggestions.iter().zip(&review.suggestions) {
            let about = |kind| NoticeView {
                row: view.row,
                line: view.line.clone(),
                indicator: view.indicator.clone(),
                field: view.field.clone(),
                subject: view.suggestion.clone(),
                ..empty(kind)
            };
            let decided = suggestion.verdicts.first();
            if view.mine {
                let Some(data) = decided.filter(|data| data.author != self.reader.me) else {
                    continue;
                };
                let Act::Verdict { reason, .. } = &data.act else {
                    continue;
                };
                let notice = NoticeView {
                    key: data.id.to_string(),
                    author: view.decided_by.clone(),
                    text: reason.clone(),
                    now: status_word(view.status).to_owned(),
                    ..about(NoticeKind::Verdict)
                };
                self.add(data.at_ms, notice);
            } else if decided.is_none() && self.reader.rank >= Rank::Editor {
                let notice = NoticeView {
                    key: view.suggestion.clone(),
                    author: view.author.clone(),
                    text: view.value.clone(),
                    now: view.now.clone(),
                    ..about(NoticeKind::Suggestion)
                };
                self.add(suggestion.made.at_ms, notice);
            }
        }
    }

    fn consultations(&mut self) {
        let me = self.reader.me;
        for consultation in &self.teller.agreement.consultations {
            let answered = consultation.answers.first();
            let Some(data) = answered.filter(|data| data.author != me) else {
                continue;
            };
            let (
                Act::Consult {
                    line,
                    indicator,
                    field,
                    body,
                    ..
                },
                Act::Answer { answer, .. },
            ) = (&consultation.asked.act, &data.act)
            else {
                continue;
            };
            if consultation.asked.author != me {
                continue;
            }
            let (line, indicator) = self.teller.places.now(*line, *indicator);
            let notice = NoticeView {
                key: data.id.to_string(),
                row: self.teller.places.number(line, indicator),
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: field.clone(),
                subject: consultation.asked.id.to_string(),
                author: body.clone(),
                text: answer.clone(),
                ..empty(NoticeKind::Answer)
            };
            self.add(data.at_ms, notice);
        }
    }

    /// Lines sent to review by this person that came back.
    fn returned(&mut self) {
        let me = self.reader.me;
        let acts = self.teller.replica.review().acts();
        for (line, heads) in &self.teller.agreement.states {
            let Some(data) = heads.first().filter(|data| data.author != me) else {
                continue;
            };
            let Act::State {
                state: LineState::Returned,
                reason,
                ..
            } = &data.act
            else {
                continue;
            };
            let sent = data
                .over
                .iter()
                .any(|id| acts.get(id).is_some_and(|before| before.author == me));
            if !sent && !self.wrote(*line) {
                continue;
            }
            let notice = NoticeView {
                key: data.id.to_string(),
                row: self.teller.places.number(*line, None),
                line: line.to_string(),
                subject: data.id.to_string(),
                author: self.teller.name(data.author),
                text: reason.clone(),
                ..empty(NoticeKind::Returned)
            };
            self.add(data.at_ms, notice);
        }
    }

    /// Whether this person wrote what the line says.
    fn wrote(&self, line: LineId) -> bool {
        let matrix = self.teller.replica.matrix();
        let last = matrix.last_edit(line, None, model::Field::ActionLine);
        last.is_some_and(|last| last.author == self.reader.me)
    }

    fn lost(&mut self, lost: &[Overruled]) {
        for lost in lost {
            let (line, indicator) = self.teller.places.now(lost.line, lost.indicator);
            let hash = Version::new(vec![lost.decided.change]).to_hex();
            let notice = NoticeView {
                key: format!("lost:{hash}:{line}:{}", lost.field),
                row: self.teller.places.number(line, indicator),
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: lost.field.to_string(),
                author: self.teller.name(lost.decided.author),
                text: lost.mine.clone(),
                now: lost.now.clone(),
                ..empty(NoticeKind::Lost)
            };
            self.add(lost.decided.at_ms, notice);
        }
    }

    fn windows(&mut self, review: &ReviewView) {
        let windows = self.teller.agreement.windows.iter().zip(&review.windows);
        for (window, view) in windows {
            if view.status != WindowStatus::Open || view.days_left > CLOSING_DAYS {
                continue;
            }
            let notice = NoticeView {
                key: format!("closing:{}:{}", view.window, view.closes_on),
                subject: view.window.clone(),
                author: view.opened_by.clone(),
                text: view.closes_on.clone(),
                now: view.notify_to.clone(),
                ..empty(NoticeKind::WindowClosing)
            };
            // From the day on which it became worth saying.
            self.add(window.opened.at_ms.max(closing_ms(view)), notice);
        }
    }
}

/// When a window began to be about to close: the start of that day, in unix milliseconds.
fn closing_ms(view: &contract::WindowView) -> u64 {
    let last = view.closes_on.parse::<jiff::civil::Date>().ok();
    let first = last.and_then(|last| last.checked_sub(jiff::Span::new().days(CLOSING_DAYS)).ok());
    first.map_or(0, crate::history::dates::start_ms)
}

fn empty(kind: NoticeKind) -> NoticeView {
    NoticeView {
        key: String::new(),
        kind,
        row: None,
        line: String::new(),
        indicator: None,
        field: String::new(),
        subject: String::new(),
        author: String::new(),
        at: String::new(),
        text: String::new(),
        now: String::new(),
        unread: false,
    }
}

fn status_word(status: SuggestionStatus) -> &'static str {
    match status {
        SuggestionStatus::Open => "",
        SuggestionStatus::Accepted => "accepted",
        SuggestionStatus::Partly => "partly",
        SuggestionStatus::Refused => "refused",
        SuggestionStatus::Withdrawn => "withdrawn",
        SuggestionStatus::Contested => "contested",
    }
}
