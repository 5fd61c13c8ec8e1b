//! The one list of things to decide: a pure function of the matrix and of what stands in the review,
//! so that every device with the same changes shows the same list, in the same order, and deciding
//! once clears it everywhere. Nothing waits for it: work and sync go on.

use std::collections::BTreeSet;

use contract::{ChoiceMeaning, ChoiceView, Code, DecisionKind, DecisionView, Problem};
use model::{Author, Field, HeadingId, IndicatorId, LineId, MatrixEdit, Place, RowView, ToDecide};
use review::{Act, ActId, LineState, Suggestion, Verdict};

use super::told::{Teller, state_view, verdict_view};
use crate::screen::rfc3339;

/// What answers a decision.
pub(crate) enum Answer {
    /// An edit of the matrix.
    Edit(MatrixEdit),
    /// An act in the review.
    Act(Act),
    /// A suggestion that was applied is not: what applied it goes too.
    NotApplied(ActId, Act),
}

/// Something that waits, with what each choice does.
pub(crate) struct Waiting {
    pub(crate) view: DecisionView,
    /// By choice, from 1.
    pub(crate) answers: Vec<Answer>,
}

/// A choice before it has its number.
struct Choice {
    leaves: Leaves,
    /// Who wrote it; several who wrote the same; nobody: a merge.
    by: Vec<Author>,
    at_ms: u64,
    answer: Answer,
}

/// What a choice leaves.
enum Leaves {
    /// A text that somebody wrote, or their merge.
    Text(String),
    /// Something else, which the host puts into words.
    Does(ChoiceMeaning),
}

impl Choice {
    fn says(&self, text: &str) -> bool {
        matches!(&self.leaves, Leaves::Text(known) if known == text)
    }
}

/// Everything that waits for a decision, in the order of the rows.
pub(crate) fn waiting(teller: &Teller<'_>) -> Vec<Waiting> {
    let mut list = List {
        teller,
        waiting: Vec::new(),
        told: BTreeSet::new(),
    };
    let rows = teller.replica.matrix().rows();
    for row in rows {
        list.row(row);
    }
    for suggestion in &teller.agreement.suggestions {
        list.verdicts(suggestion);
    }
    list.waiting
}

/// The views of the list.
pub(crate) fn views(teller: &Teller<'_>) -> Vec<DecisionView> {
    let waiting = waiting(teller).into_iter();
    waiting.map(|waiting| waiting.view).collect()
}

/// What to do for a choice.
pub(crate) fn answer(teller: &Teller<'_>, key: &str, choose: u32) -> Result<Answer, Problem> {
    let found = waiting(teller)
        .into_iter()
        .find(|known| known.view.key == key);
    let mut answers = found
        .ok_or_else(|| Problem::of(Code::ChoiceUnknown))?
        .answers;
    let at = usize::try_from(choose).unwrap_or(0).checked_sub(1);
    match at.filter(|at| *at < answers.len()) {
        Some(at) => Ok(answers.swap_remove(at)),
        None => Err(Problem::of(Code::ChoiceUnknown)),
    }
}

struct List<'a> {
    teller: &'a Teller<'a>,
    waiting: Vec<Waiting>,
    /// A cell that many rows show is asked about once.
    told: BTreeSet<String>,
}

impl List<'_> {
    fn row(&mut self, row: &RowView) {
        let (line, indicator) = row.key();
        for conflict in &row.conflicts {
            let field = conflict.field;
            let choices = conflict.values.iter().map(|value| Choice {
                leaves: Leaves::Text(value.value.clone()),
                by: vec![value.author],
                at_ms: value.at_ms,
                answer: Answer::Edit(MatrixEdit::Resolve {
                    line,
                    indicator,
                    field,
                    choose: value.choose,
                }),
            });
            self.cell(DecisionKind::Values, row, field, choices.collect());
        }
        for decide in &row.to_decide {
            let field = decide.field;
            let kind = match decide.kind {
                model::ToDecideKind::Numeral => DecisionKind::Numeral,
                model::ToDecideKind::Overlap => DecisionKind::Overlap,
            };
            let resolve = |choose| {
                Answer::Edit(MatrixEdit::Resolve {
                    line,
                    indicator,
                    field,
                    choose,
                })
            };
            let choices = texts(decide, &resolve);
            self.cell(kind, row, field, choices);
        }
        if let Some(both) = &row.retired_and_edited {
            let choices = vec![
                Choice {
                    leaves: Leaves::Does(ChoiceMeaning::Keep),
                    by: vec![both.edited_by],
                    at_ms: 0,
                    answer: Answer::Edit(MatrixEdit::Restore { line }),
                },
                Choice {
                    leaves: Leaves::Does(ChoiceMeaning::Retire),
                    by: vec![both.retired_by],
                    at_ms: 0,
                    answer: Answer::Edit(MatrixEdit::Retire { line }),
                },
            ];
            self.line(DecisionKind::RetiredAndEdited, row, choices);
        }
        for moved in &row.moved_twice {
            let choices = moved.choices.iter().map(|choice| Choice {
                leaves: Leaves::Does(self.place(&choice.place)),
                by: vec![choice.author],
                at_ms: choice.at_ms,
                answer: Answer::Edit(MatrixEdit::ChoosePlace {
                    line,
                    indicator: moved.indicator,
                    choose: choice.choose,
                }),
            });
            let choices = choices.collect();
            let key = match moved.indicator {
                Some(indicator) => format!("movedTwice:{line}:{indicator}"),
                None => format!("movedTwice:{line}:"),
            };
            self.push(
                DecisionKind::MovedTwice,
                key,
                row,
                moved.indicator,
                "",
                choices,
            );
        }
        self.states(row);
    }

    fn states(&mut self, row: &RowView) {
        let line = row.line;
        let Some(heads) = self.teller.agreement.states.get(&line) else {
            return;
        };
        let (shown, contested) = self.teller.agreement.state(line);
        let now = self.teller.replica.matrix().version();
        let gives = |state: LineState, reason: &str| {
            Answer::Act(Act::State {
                line,
                state,
                reason: reason.to_owned(),
                matrix: now.clone(),
            })
        };
        if contested {
            let choices = heads.iter().filter_map(|data| match &data.act {
                Act::State { state, reason, .. } => Some(Choice {
                    leaves: Leaves::Does(ChoiceMeaning::State {
                        state: state_view(*state),
                    }),
                    by: vec![data.author],
                    at_ms: data.at_ms,
                    answer: gives(*state, reason),
                }),
                _ => None,
            });
            let choices = choices.collect();
            self.line(DecisionKind::States, row, choices);
        } else if shown == LineState::Approved
            && let Some(data) = heads.first()
            && self
                .teller
                .approved
                .changed(self.teller.replica.matrix(), data)
        {
            let choices = vec![
                Choice {
                    leaves: Leaves::Does(ChoiceMeaning::ApproveAsItIs),
                    by: Vec::new(),
                    at_ms: 0,
                    answer: gives(LineState::Approved, ""),
                },
                Choice {
                    leaves: Leaves::Does(ChoiceMeaning::Reopen),
                    by: Vec::new(),
                    at_ms: 0,
                    answer: gives(LineState::InReview, "Cambió después de aprobarse"),
                },
            ];
            self.line(DecisionKind::ChangedAfterApproval, row, choices);
        }
    }

    fn verdicts(&mut self, suggestion: &Suggestion<'_>) {
        let twice = self.made_twice(suggestion);
        if !suggestion.is_contested() && twice.is_empty() {
            return;
        }
        let made = suggestion.made;
        let (line, indicator, field) = match &made.act {
            Act::Suggest {
                line,
                indicator,
                field,
                ..
            } => (Some(*line), *indicator, field.as_str()),
            Act::SuggestRetire { line, .. } => (Some(*line), None, ""),
            Act::SuggestLine { after, .. } => (*after, None, ""),
            _ => return,
        };
        let choices = suggestion
            .verdicts
            .iter()
            .filter_map(|data| match &data.act {
                Act::Verdict {
                    verdict,
                    applied,
                    reason,
                    ..
                } => {
                    let act = Act::Verdict {
                        suggestion: made.id,
                        verdict: *verdict,
                        applied: applied.clone(),
                        reason: reason.clone(),
                    };
                    Some(Choice {
                        leaves: Leaves::Does(ChoiceMeaning::Verdict {
                            verdict: verdict_view(*verdict),
                        }),
                        by: vec![data.author],
                        at_ms: data.at_ms,
                        answer: match verdict {
                            Verdict::Accepted | Verdict::Partly => Answer::Act(act),
                            Verdict::Refused | Verdict::Withdrawn => {
                                Answer::NotApplied(made.id, act)
                            }
                        },
                    })
                }
                _ => None,
            });
        let choices: Vec<Choice> = if twice.is_empty() {
            choices.collect()
        } else {
            twice
        };
        let row = line.and_then(|line| {
            let rows = self.teller.replica.matrix().rows();
            rows.iter().find(|row| row.line == line).cloned()
        });
        let view = DecisionView {
            key: format!("verdicts:{}", made.id),
            kind: DecisionKind::Verdicts,
            row: row.and_then(|row| row.row),
            line: line.map(|line| line.to_string()).unwrap_or_default(),
            indicator: indicator.map(|indicator| indicator.to_string()),
            field: field.to_owned(),
            subject: made.id.to_string(),
            choices: Vec::new(),
        };
        self.add(view, choices);
    }

    /// A new line that two people accepted at once was made twice: which of the two stays. Only while
    /// both are in the matrix.
    fn made_twice(&self, suggestion: &Suggestion<'_>) -> Vec<Choice> {
        if !matches!(suggestion.made.act, Act::SuggestLine { .. }) {
            return Vec::new();
        }
        let rows = self.teller.replica.matrix().rows();
        let is_there = |line: &LineId| rows.iter().any(|row| row.line == *line && !row.retired);
        let mut made: Vec<(LineId, &Act)> = suggestion
            .verdicts
            .iter()
            .filter_map(|data| match &data.act {
                Act::Verdict { applied, .. } => Some((applied.parse().ok()?, &data.act)),
                _ => None,
            })
            .filter(|(line, _)| is_there(line))
            .collect();
        // The last of the verdicts that stand is the oldest: what it made stays.
        let (Some((_, kept)), Some((more, _))) = (made.pop(), made.pop()) else {
            return Vec::new();
        };
        vec![
            Choice {
                leaves: Leaves::Does(ChoiceMeaning::KeepOne),
                by: Vec::new(),
                at_ms: 0,
                answer: Answer::Edit(MatrixEdit::Retire { line: more }),
            },
            Choice {
                leaves: Leaves::Does(ChoiceMeaning::KeepBoth),
                by: Vec::new(),
                at_ms: 0,
                answer: Answer::Act(kept.clone()),
            },
        ]
    }

    fn cell(&mut self, kind: DecisionKind, row: &RowView, field: Field, choices: Vec<Choice>) {
        let (line, indicator) = row.key();
        let name = field.to_string();
        let heading = match field {
            Field::Heading(level) => row.headings.iter().find(|known| known.level == level),
            _ => None,
        };
        // Named by what the cell is of: the heading, the line or the indicator.
        let of = match (heading, indicator) {
            (Some(heading), _) => heading.id.to_string(),
            (None, Some(indicator)) if field.is_of_indicator() => indicator.to_string(),
            _ => line.to_string(),
        };
        let word = kind_word(kind);
        let indicator = indicator.filter(|_| field.is_of_indicator());
        self.push(
            kind,
            format!("{word}:{of}:{name}"),
            row,
            indicator,
            &name,
            choices,
        );
    }

    fn line(&mut self, kind: DecisionKind, row: &RowView, choices: Vec<Choice>) {
        let key = format!("{}:{}", kind_word(kind), row.line);
        self.push(kind, key, row, None, "", choices);
    }

    fn push(
        &mut self,
        kind: DecisionKind,
        key: String,
        row: &RowView,
        indicator: Option<IndicatorId>,
        field: &str,
        choices: Vec<Choice>,
    ) {
        let view = DecisionView {
            key,
            kind,
            row: row.row,
            line: row.line.to_string(),
            indicator: indicator.map(|indicator| indicator.to_string()),
            field: field.to_owned(),
            subject: String::new(),
            choices: Vec::new(),
        };
        self.add(view, choices);
    }

    fn add(&mut self, mut view: DecisionView, choices: Vec<Choice>) {
        if !self.told.insert(view.key.clone()) {
            return;
        }
        let mut answers = Vec::with_capacity(choices.len());
        for (at, choice) in choices.into_iter().enumerate() {
            let (value, means) = match choice.leaves {
                Leaves::Text(text) => (text, None),
                Leaves::Does(means) => (String::new(), Some(means)),
            };
            view.choices.push(ChoiceView {
                choose: at as u32 + 1,
                value,
                means,
                author: self.names(choice.by),
                at: match choice.at_ms {
                    0 => String::new(),
                    at_ms => rfc3339(at_ms),
                },
            });
            answers.push(choice.answer);
        }
        self.waiting.push(Waiting { view, answers });
    }

    /// Who wrote a choice.
    fn names(&self, mut by: Vec<Author>) -> String {
        by.sort_unstable();
        by.dedup();
        let names: Vec<String> = by.into_iter().map(|who| self.teller.name(who)).collect();
        names.join(", ")
    }

    /// A place, in the words of what stands around it.
    fn place(&self, place: &Place) -> ChoiceMeaning {
        match place {
            Place::Line { heading, after } => ChoiceMeaning::PlaceLine {
                under: heading.map(|id| self.heading(id)).unwrap_or_default(),
                after: after
                    .map(|line| self.teller.line_text(line))
                    .unwrap_or_default(),
            },
            Place::Indicator { line, .. } => ChoiceMeaning::PlaceIndicator {
                line: self.teller.line_text(*line),
            },
        }
    }

    fn heading(&self, id: HeadingId) -> String {
        let headings = self.teller.replica.matrix().headings().iter();
        let mut found = headings.filter(|heading| heading.id == id);
        found
            .next()
            .map(model::HeadingView::printed)
            .unwrap_or_default()
    }
}

/// The texts that may stand, the most sensible first: all that was written, what several wrote
/// alike once; what each wrote; the merge as it stands. Whose is "mine" differs from device to
/// device; the list does not.
fn texts(decide: &ToDecide, resolve: &dyn Fn(u32) -> Answer) -> Vec<Choice> {
    let choice = |value: &String, by: Vec<Author>, choose: u32| Choice {
        leaves: Leaves::Text(value.clone()),
        by,
        at_ms: 0,
        answer: resolve(choose),
    };
    let mut choices: Vec<Choice> = Vec::new();
    let once = decide.once.iter().map(|once| choice(once, Vec::new(), 4));
    choices.extend(once);
    for (side, choose) in decide.sides.iter().zip(5..) {
        match choices.iter_mut().find(|known| known.says(&side.text)) {
            Some(known) => known.by.push(side.author),
            None => choices.push(choice(&side.text, vec![side.author], choose)),
        }
    }
    if !choices.iter().any(|known| known.says(&decide.merged)) {
        choices.push(choice(&decide.merged, Vec::new(), 3));
    }
    choices
}

fn kind_word(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Values => "values",
        DecisionKind::Numeral | DecisionKind::Overlap => "text",
        DecisionKind::RetiredAndEdited => "retiredAndEdited",
        DecisionKind::MovedTwice => "movedTwice",
        DecisionKind::States => "states",
        DecisionKind::Verdicts => "verdicts",
        DecisionKind::ChangedAfterApproval => "changedAfterApproval",
    }
}
