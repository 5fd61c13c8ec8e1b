//! A story: what people do, one thing after another, and what must be true of it.

use std::collections::BTreeMap;

use contract::{DecisionKind, ReviewAction};
use model::{Field, LineId, MatrixEdit, RowView};
use review::{Act, ActId, LineState, Outcome, ReviewEdit, Verdict};
use wire::Role;

use super::super::deeds::{Acceptance, proposal, remark};
use super::deed::{Deed, New};
use super::office::{Office, row};
use super::truth::{Cell, Known, SCALARS, Seen, TEXTS, Truth, Writing};

/// Everybody, with what must be true of them.
pub(super) struct Story {
    pub(super) office: Office,
    pub(super) truth: Truth,
    /// Words and numerals typed so far.
    count: u32,
    /// What each proposer had before their eyes.
    proposed: BTreeMap<ActId, Known>,
}

impl Story {
    pub(super) fn begin(third: Role) -> Self {
        // No word stands twice: each is followed by its name.
        let full = |n: char| {
            let (one, other) = if n == 'a' { (10, 11) } else { (20, 21) };
            let text = format!("uno{n} dos{n}. tres{n} cuatro{n} {one}");
            let other = format!("cinco{n} {other} seis{n} siete{n}.");
            row(&[
                (Field::ActionLine, &text),
                (Field::Interpretation, &other),
                (Field::Target(2024), "100"),
            ])
        };
        let bare = row(&[(Field::ActionLine, "ocho nueve diez. once")]);
        let mut office = Office::open(vec![full('a'), full('b'), bare], third);
        let first = &office.people[0];
        let founding = first.replica.matrix().heads()[0];
        let truth = Truth::begin(first, founding);
        for person in &mut office.people {
            person.open(&truth);
        }
        Self {
            office,
            truth,
            count: 0,
            proposed: BTreeMap::new(),
        }
    }

    fn row(&self, who: usize, at: usize) -> RowView {
        let rows = self.office.people[who].replica.matrix().rows();
        rows[at % rows.len()].clone()
    }

    fn line(&self, who: usize, at: usize) -> LineId {
        self.row(who, at).line
    }

    fn typed(&mut self, new: New) -> String {
        self.count += 1;
        let number = self.count;
        let letters: String = number
            .to_string()
            .bytes()
            .map(|digit| char::from(digit - b'0' + b'a'))
            .collect();
        match new {
            New::Word => format!("q{letters}"),
            New::Numeral => (1_000 + 7 * number).to_string(),
            New::Sentence => format!("Frase q{letters}."),
            New::Nothing => String::new(),
        }
    }

    /// A text with some of its words replaced.
    fn reworded(&mut self, text: &str, at: usize, removed: usize, new: New) -> String {
        let new = self.typed(new);
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let at = at.min(words.len());
        let end = (at + removed).min(words.len());
        words.splice(at..end, (!new.is_empty()).then_some(new.as_str()));
        words.join(" ")
    }

    /// Writes in the matrix, and keeps it in mind.
    fn edit(&mut self, who: usize, edit: &MatrixEdit) {
        let before = Seen::of(self.office.people[who].replica.matrix());
        if let Some(edited) = self.office.writes(who, edit, None, None) {
            let writing = Writing {
                before: &before,
                change: edited.hash,
                at: None,
                kept: None,
            };
            self.truth.wrote(&self.office.people[who], &writing);
        }
    }

    fn set(&mut self, who: usize, row: &RowView, field: Field, value: &str, stale: bool) {
        let person = &self.office.people[who];
        let Some(cell) = Cell::of(row, field) else {
            return;
        };
        let edit = MatrixEdit::Set {
            line: row.line,
            indicator: row.indicator,
            field,
            value: value.to_owned(),
        };
        let (version, seen, known) = person.opened.clone();
        let Some(shown) = seen.cells.get(&cell).filter(|_| stale) else {
            return self.edit(who, &edit);
        };
        let before = Seen::of(person.replica.matrix());
        if let Some(edited) = self.office.writes(who, &edit, Some(&version), None) {
            let writing = Writing {
                before: &before,
                change: edited.hash,
                at: Some((cell, shown.clone(), value.to_owned(), &known)),
                kept: None,
            };
            self.truth.wrote(&self.office.people[who], &writing);
        }
    }

    fn act(&mut self, who: usize, act: Act) -> Option<ActId> {
        let id = self.office.does(who, act)?;
        self.truth.did(id.to_string());
        Some(id)
    }

    fn comment(&mut self, who: usize, action: ReviewAction) {
        let Ok(edit) = remark(self.office.people[who].replica.matrix(), action) else {
            return;
        };
        let ReviewEdit::Comment { thread, .. } = &edit else {
            return;
        };
        let answers = *thread;
        if !self.office.says(who, &edit) {
            return;
        }
        let comments = self.office.people[who].replica.comments();
        let newest = comments.iter().max_by_key(|comment| comment.at_ms).unwrap();
        assert!(answers.is_none_or(|thread| thread == newest.thread));
        let (id, quote) = (newest.comment.to_string(), newest.quote.clone());
        self.truth.said(id, quote, newest.text.clone());
    }

    fn propose(&mut self, who: usize, action: ReviewAction) {
        let matrix = self.office.people[who].replica.matrix();
        let Ok(act) = proposal(matrix, action) else {
            return;
        };
        let known = self.truth.known(matrix);
        if let Some(id) = self.act(who, act) {
            self.proposed.insert(id, known);
        }
    }

    fn suggest(&mut self, who: usize, row: &RowView, field: Field, value: String) {
        let action = ReviewAction::Suggest {
            line: row.line.to_string(),
            indicator: row.indicator.map(|indicator| indicator.to_string()),
            field: field.to_string(),
            value,
            base: None,
            reason: String::new(),
        };
        self.propose(who, action);
    }

    /// Accepts a suggestion nobody has decided, as far as this device knows.
    fn accept(&mut self, who: usize, which: usize, part: Option<u32>) {
        let person = &self.office.people[who];
        let Some(id) = self.open_suggestion(who, which) else {
            return;
        };
        let hunks = part.map(|part| vec![part]);
        let Ok(taken) = Acceptance::of(&person.replica, id, hunks.as_deref()) else {
            return;
        };
        let matrix = person.replica.matrix();
        let before = Seen::of(matrix);
        let none = Known::new();
        let known = self.proposed.get(&id).unwrap_or(&none);
        let at = match (&taken.edit, &taken.base) {
            (
                MatrixEdit::Set {
                    line,
                    indicator,
                    field,
                    value,
                },
                Some(base),
            ) => {
                let past = matrix.rows_at(base).unwrap();
                let row = matrix.row(*line, *indicator);
                let row = row.or_else(|| matrix.rows().iter().find(|row| row.line == *line));
                let cell = row.and_then(|row| Cell::of(row, *field));
                cell.map(|cell| {
                    let mut then = past.rows().iter();
                    let said = then.find(|row| Cell::of(row, *field) == Some(cell));
                    let said = said.map(|row| row.cell(*field)).unwrap_or_default();
                    (cell, said, value.clone(), known)
                })
            }
            _ => None,
        };
        let base = taken.base.as_ref();
        let made = self.office.writes(who, &taken.edit, base, Some(&taken.via));
        let Some(edited) = made else {
            return;
        };
        let writing = Writing {
            before: &before,
            change: edited.hash,
            at,
            kept: None,
        };
        self.truth.wrote(&self.office.people[who], &writing);
        let verdict = Act::Verdict {
            suggestion: id,
            verdict: taken.verdict,
            applied: taken.applied(Some(&edited)),
            reason: String::new(),
        };
        self.act(who, verdict);
    }

    fn open_suggestion(&self, who: usize, which: usize) -> Option<ActId> {
        let agreement = self.office.people[who].replica.agreement();
        let open = agreement.suggestions.iter();
        let open = open.filter(|suggestion| suggestion.verdict().is_none());
        let open: Vec<ActId> = open.map(|suggestion| suggestion.made.id).collect();
        open.get(which % open.len().max(1)).copied()
    }

    /// Answers something of the list; `false`: there was nothing they may answer.
    pub(super) fn decide(&mut self, who: usize, which: usize, choose: usize) -> bool {
        let person = &self.office.people[who];
        let waiting = person.decisions();
        let Some(decision) = waiting.get(which % waiting.len().max(1)) else {
            return false;
        };
        let matrix = person.replica.matrix();
        let before = Seen::of(matrix);
        let field: Option<Field> = decision.field.parse().ok();
        let row = matrix.rows().iter().find(|row| {
            row.line.to_string() == decision.line
                && (decision.indicator.is_none()
                    || row.indicator.map(|id| id.to_string()) == decision.indicator)
        });
        let cell = row.zip(field).and_then(|(row, field)| Cell::of(row, field));
        let chosen = &decision.choices[choose % decision.choices.len()];
        let is_of_text = matches!(decision.kind, DecisionKind::Numeral | DecisionKind::Overlap);
        let kept = cell.filter(|_| is_of_text && chosen.author.is_empty());
        let value = cell.filter(|_| decision.kind == DecisionKind::Values);
        let mut weighed: Vec<String> = Vec::new();
        if is_of_text {
            let choices = decision.choices.iter();
            weighed.extend(choices.map(|choice| choice.value.clone()));
        }
        let Some(edited) = self.office.decides(who, &decision.key, chosen.choose) else {
            return true;
        };
        let person = &self.office.people[who];
        let writing = Writing {
            before: &before,
            change: edited.hash,
            at: None,
            kept,
        };
        match value {
            Some(cell) => self.truth.decided(person, edited.hash, cell),
            None => self.truth.wrote(person, &writing),
        }
        if let Some(cell) = cell.filter(|_| is_of_text) {
            self.truth.weighed(person, cell, &weighed);
        }
        true
    }

    pub(super) fn done(&mut self, who: usize, deed: &Deed) {
        match *deed {
            Deed::Write {
                row,
                field,
                at,
                removed,
                new,
                stale,
            } => {
                let (row, field) = (self.row(who, row), TEXTS[field]);
                let Some(cell) = Cell::of(&row, field) else {
                    return;
                };
                let opened = &self.office.people[who].opened.1;
                let shown = opened.cells.get(&cell).filter(|_| stale).cloned();
                let text = shown.unwrap_or_else(|| row.cell(field));
                let value = self.reworded(&text, at, removed, new);
                self.set(who, &row, field, &value, stale);
            }
            Deed::Set {
                row,
                field,
                value,
                stale,
            } => {
                let row = self.row(who, row);
                self.set(who, &row, SCALARS[field], &value.to_string(), stale);
            }
            Deed::Move { row, after } => {
                let edit = MatrixEdit::MoveLine {
                    line: self.line(who, row),
                    after: Some(self.line(who, after)),
                    heading: None,
                };
                self.edit(who, &edit);
            }
            Deed::Retire { row, back } => {
                let line = self.line(who, row);
                let edit = if back {
                    MatrixEdit::Restore { line }
                } else {
                    MatrixEdit::Retire { line }
                };
                self.edit(who, &edit);
            }
            Deed::Join { row, into, text } => {
                let (from, into) = (self.row(who, row), self.row(who, into));
                let joined = format!("{} {}", into.action_line, self.typed(New::Word));
                let edit = MatrixEdit::MergeLines {
                    from: from.line,
                    into: into.line,
                    text: text.then_some(joined),
                };
                self.edit(who, &edit);
            }
            Deed::Split { row, at } => {
                let row = self.row(who, row);
                let mut spaces = row.action_line.match_indices(' ');
                let Some((at, _)) = spaces.nth(at) else {
                    return;
                };
                let at = row.action_line[..at].encode_utf16().count();
                let edit = MatrixEdit::SplitLine {
                    line: row.line,
                    at,
                    indicators: Vec::new(),
                };
                self.edit(who, &edit);
            }
            Deed::Open => self.office.people[who].open(&self.truth),
            Deed::Hear { from } => {
                self.office.hear(who, from);
                self.truth.nothing_is_invented(&self.office.people[who]);
            }
            _ => self.reviewed(who, deed),
        }
    }

    /// What is done in the review.
    fn reviewed(&mut self, who: usize, deed: &Deed) {
        match *deed {
            Deed::Comment { row, field, words } => {
                let (row, field) = (self.row(who, row), TEXTS[field]);
                let text = row.cell(field);
                let from = words.and_then(|at| text.match_indices(' ').nth(at));
                let from = from.map(|(at, _)| text[..at].encode_utf16().count() as u64 + 1);
                let units = text.encode_utf16().count() as u64;
                let to = from.map(|from| (from + 6).min(units));
                let number = self.typed(New::Word);
                self.comment(who, about(&row, field, None, number, from.zip(to)));
            }
            Deed::Reply { comment } => {
                let comments = self.office.people[who].replica.comments();
                let Some(to) = comments.get(comment % comments.len().max(1)) else {
                    return;
                };
                let thread = Some(to.thread.to_string());
                let row = self.row(who, 0);
                let text = self.typed(New::Word);
                self.comment(who, about(&row, Field::ActionLine, thread, text, None));
            }
            Deed::Resolve { comment, back } => {
                let comments = self.office.people[who].replica.comments();
                if let Some(found) = comments.get(comment % comments.len().max(1)) {
                    let edit = ReviewEdit::Resolve {
                        thread: found.thread,
                        resolved: !back,
                    };
                    self.office.says(who, &edit);
                }
            }
            Deed::Reword { comment, withdrawn } => {
                let replica = &self.office.people[who].replica;
                let own = replica.comments().iter();
                let own = own.filter(|comment| comment.author == replica.author());
                let own: Vec<_> = own.map(|comment| comment.comment).collect();
                let Some(comment) = own.get(comment % own.len().max(1)).copied() else {
                    return;
                };
                let text = self.typed(New::Word);
                let anew = (!withdrawn).then(|| text.clone());
                let act = match anew.clone() {
                    None => Act::WithdrawComment { comment },
                    Some(text) => Act::EditComment {
                        comment,
                        text,
                        mentions: Vec::new(),
                    },
                };
                if self.act(who, act).is_some() {
                    self.truth.said_anew(&comment.to_string(), anew);
                }
            }
            Deed::Consult { row } => {
                let row = self.row(who, row);
                let act = Act::Consult {
                    line: row.line,
                    indicator: row.indicator,
                    field: String::new(),
                    body: "SFA".to_owned(),
                    question: "¿Es viable?".to_owned(),
                    note: String::new(),
                    asked_on: "2023-04-19".to_owned(),
                    due_on: String::new(),
                };
                self.act(who, act);
            }
            Deed::Answer { which } => {
                let agreement = self.office.people[who].replica.agreement();
                let asked = &agreement.consultations;
                let Some(consultation) = asked.get(which % asked.len().max(1)) else {
                    return;
                };
                let act = Act::Answer {
                    consultation: consultation.asked.id,
                    answer: "Sí".to_owned(),
                    answered_on: "2023-04-20".to_owned(),
                    outcome: Some(Outcome::Agreed),
                };
                drop(agreement);
                self.act(who, act);
            }
            Deed::State { row, state } => {
                const STATES: [LineState; 4] = [
                    LineState::Draft,
                    LineState::InReview,
                    LineState::Returned,
                    LineState::Approved,
                ];
                let act = Act::State {
                    line: self.line(who, row),
                    state: STATES[state],
                    reason: "Falta la meta".to_owned(),
                    matrix: self.office.people[who].replica.matrix().version(),
                };
                self.act(who, act);
            }
            Deed::Decide { which, choose } => {
                if self.office.people[who].replica.role() != Some(Role::Reviewer) {
                    self.decide(who, which, choose);
                }
            }
            _ => self.proposes(who, deed),
        }
    }

    /// What is proposed, and what becomes of it.
    fn proposes(&mut self, who: usize, deed: &Deed) {
        match *deed {
            Deed::Propose {
                row,
                field,
                at,
                removed,
                new,
            } => {
                let (row, field) = (self.row(who, row), TEXTS[field]);
                if Cell::of(&row, field).is_some() {
                    let value = self.reworded(&row.cell(field), at, removed, new);
                    self.suggest(who, &row, field, value);
                }
            }
            Deed::ProposeValue { row, value } => {
                let row = self.row(who, row);
                self.suggest(who, &row, Field::Stage, value.to_string());
            }
            Deed::ProposeLine { row } => {
                let text = self.typed(New::Sentence);
                let action = ReviewAction::SuggestLine {
                    after: Some(self.line(who, row).to_string()),
                    heading: None,
                    cells: BTreeMap::from([(Field::ActionLine.to_string(), text)]),
                    reason: String::new(),
                };
                self.propose(who, action);
            }
            Deed::ProposeRetire { row, back } => {
                let action = ReviewAction::SuggestRetire {
                    line: self.line(who, row).to_string(),
                    retired: !back,
                    reason: String::new(),
                };
                self.propose(who, action);
            }
            Deed::Accept { which, part } => self.accept(who, which, part),
            Deed::Refuse { which } => {
                if let Some(suggestion) = self.open_suggestion(who, which) {
                    let act = Act::Verdict {
                        suggestion,
                        verdict: Verdict::Refused,
                        applied: String::new(),
                        reason: "No procede".to_owned(),
                    };
                    self.act(who, act);
                }
            }
            _ => unreachable!("done elsewhere: {deed:?}"),
        }
    }
}

fn about(
    row: &RowView,
    field: Field,
    thread: Option<String>,
    text: String,
    words: Option<(u64, u64)>,
) -> ReviewAction {
    ReviewAction::Comment {
        thread,
        line: row.line.to_string(),
        indicator: row.indicator.map(|indicator| indicator.to_string()),
        field: field.to_string(),
        text,
        mentions: Vec::new(),
        internal: false,
        from: words.map(|(from, _)| from),
        to: words.map(|(_, to)| to),
    }
}
