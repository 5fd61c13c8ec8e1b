//! The review as it is shown: suggestions with their differences, consultations, states, windows,
//! baselines and versions, with names in place of devices and rows in place of ids.

use std::collections::BTreeMap;

use contract::{
    ConsultationOutcome, ConsultationView, DiffSpan, OtherStateView, ReviewView, RowState,
    RowStateView, SuggestionKind, SuggestionStatus, SuggestionView, VerificationOutcome,
    VerificationView, VersionView, WindowStatus, WindowView,
};
use jiff::civil::Date;
use model::{Author, Field, IndicatorId, LineId, Matrix, Version};
use replica::Replica;
use review::{Act, ActData, ActId, Agreement, LineState, Outcome, Suggestion, Verdict};
use wire::DeviceId;

use super::comments::Places;
use crate::people::People;
use crate::screen::rfc3339;
use crate::spans;

/// Differences by words of suggestions: what they say never changes.
pub(crate) type KnownSpans = BTreeMap<ActId, Vec<DiffSpan>>;

/// What everything is told with.
pub(crate) struct Teller<'a> {
    pub(crate) replica: &'a Replica,
    pub(crate) agreement: &'a Agreement<'a>,
    pub(crate) people: &'a People,
    pub(crate) places: &'a Places,
    /// Today in Mexico City.
    pub(crate) today: Date,
    /// What lines read when they were approved.
    pub(crate) approved: &'a super::Approvals,
    pub(crate) counts: &'a super::counts::WindowCounts,
}

impl Teller<'_> {
    /// All of it but the decisions.
    pub(crate) fn review(&self, known: &mut KnownSpans) -> ReviewView {
        let agreement = self.agreement;
        ReviewView {
            suggestions: agreement
                .suggestions
                .iter()
                .map(|suggestion| self.suggestion(suggestion, known))
                .collect(),
            consultations: agreement
                .consultations
                .iter()
                .filter_map(|consultation| self.consultation(consultation))
                .collect(),
            states: self.states(),
            windows: agreement
                .windows
                .iter()
                .filter_map(|window| self.window(window))
                .collect(),
            verifications: self.verifications(),
            versions: agreement
                .versions
                .iter()
                .filter_map(|data| self.version(data))
                .collect(),
            decisions: Vec::new(),
        }
    }

    fn matrix(&self) -> &Matrix {
        self.replica.matrix()
    }

    pub(crate) fn name(&self, author: Author) -> String {
        self.people.name(DeviceId(author.0))
    }

    /// Who did something, or whom the file it came out of names.
    fn named(&self, data: &ActData) -> String {
        match &data.credit {
            Some(credit) => credit.author.clone(),
            None => self.name(data.author),
        }
    }

    /// What a cell says now; "" where there is none.
    pub(crate) fn cell(&self, line: LineId, indicator: Option<IndicatorId>, field: &str) -> String {
        let field = field.parse::<Field>().ok();
        let said = field.and_then(|field| self.matrix().cell(line, indicator, field));
        said.unwrap_or_default()
    }

    fn suggestion(&self, suggestion: &Suggestion<'_>, known: &mut KnownSpans) -> SuggestionView {
        let made = suggestion.made;
        let mut view = SuggestionView {
            suggestion: made.id.to_string(),
            kind: SuggestionKind::Cell,
            author: self.named(made),
            imported: made.credit.is_some(),
            device: DeviceId(made.author.0).to_string(),
            mine: made.author == self.replica.author(),
            at: rfc3339(made.written_ms()),
            row: None,
            line: String::new(),
            indicator: None,
            field: String::new(),
            base: String::new(),
            before: String::new(),
            value: String::new(),
            now: String::new(),
            outdated: false,
            spans: Vec::new(),
            cells: BTreeMap::new(),
            heading: None,
            reason: String::new(),
            status: status(suggestion),
            decided_by: String::new(),
            decided_at: None,
            decision_reason: String::new(),
            applied: None,
        };
        match &made.act {
            Act::Suggest {
                line,
                indicator,
                field,
                base,
                before,
                value,
                reason,
            } => {
                let (line, indicator) = self.places.now(*line, *indicator);
                view.row = self.places.number(line, indicator);
                view.line = line.to_string();
                view.indicator = indicator.map(|indicator| indicator.to_string());
                view.field.clone_from(field);
                view.base = base.to_hex();
                view.before.clone_from(before);
                view.value.clone_from(value);
                view.now = self.cell(line, indicator, field);
                view.outdated = view.now != *before;
                let spans = known.entry(made.id);
                let spans = spans.or_insert_with(|| spans::spans(before, value));
                view.spans.clone_from(spans);
                view.reason.clone_from(reason);
            }
            Act::SuggestLine {
                after,
                heading,
                cells,
                base,
                reason,
            } => {
                view.kind = SuggestionKind::AddLine;
                view.row = after.and_then(|after| self.places.number(after, None));
                view.line = after.map(|after| after.to_string()).unwrap_or_default();
                view.base = base.to_hex();
                view.cells.clone_from(cells);
                view.heading = heading.map(|heading| heading.to_string());
                view.reason.clone_from(reason);
            }
            Act::SuggestRetire {
                line,
                retired,
                base,
                before,
                reason,
            } => {
                let (line, _) = self.places.now(*line, None);
                view.kind = if *retired {
                    SuggestionKind::RetireLine
                } else {
                    SuggestionKind::RestoreLine
                };
                view.row = self.places.number(line, None);
                view.line = line.to_string();
                view.base = base.to_hex();
                view.before.clone_from(before);
                view.now = self.line_text(line);
                view.outdated = view.now != *before;
                view.reason.clone_from(reason);
            }
            _ => {}
        }
        if let Some(decided) = suggestion.verdicts.first()
            && let Act::Verdict {
                verdict,
                applied,
                reason,
                ..
            } = &decided.act
        {
            view.decided_by = self.name(decided.author);
            view.decided_at = Some(rfc3339(decided.at_ms));
            view.decision_reason.clone_from(reason);
            view.applied = (*verdict == Verdict::Partly).then(|| applied.clone());
        }
        view
    }

    /// The text of a line, whatever its indicators.
    pub(crate) fn line_text(&self, line: LineId) -> String {
        let row = self.matrix().rows().iter().find(|row| row.line == line);
        row.map(|row| row.action_line.clone()).unwrap_or_default()
    }

    fn consultation(&self, consultation: &review::Consultation<'_>) -> Option<ConsultationView> {
        let Act::Consult {
            line,
            indicator,
            field,
            body,
            question,
            note,
            asked_on,
            due_on,
        } = &consultation.asked.act
        else {
            return None;
        };
        let (line, indicator) = self.places.now(*line, *indicator);
        let answered = consultation
            .answers
            .iter()
            .filter_map(|data| match &data.act {
                Act::Answer {
                    answer,
                    answered_on,
                    outcome,
                    ..
                } => Some((*data, answer, answered_on, *outcome)),
                _ => None,
            });
        let mut answered = answered.collect::<Vec<_>>().into_iter();
        let shown = answered.next();
        let others: Vec<String> = answered
            .map(|(data, answer, ..)| format!("{}: {answer}", self.name(data.author)))
            .collect();
        let open = consultation.is_open();
        Some(ConsultationView {
            consultation: consultation.asked.id.to_string(),
            row: self.places.number(line, indicator),
            line: line.to_string(),
            indicator: indicator.map(|indicator| indicator.to_string()),
            field: field.clone(),
            body: body.clone(),
            question: question.clone(),
            note: note.clone(),
            asked_on: asked_on.clone(),
            asked_by: self.named(consultation.asked),
            imported: consultation.asked.credit.is_some(),
            due_on: (!due_on.is_empty()).then(|| due_on.clone()),
            open,
            answer: shown
                .map(|(_, answer, ..)| answer.clone())
                .unwrap_or_default(),
            answered_on: shown
                .map(|(_, _, on, _)| on.clone())
                .filter(|on| !on.is_empty()),
            answered_by: shown
                .map(|(data, ..)| self.name(data.author))
                .unwrap_or_default(),
            outcome: shown.and_then(|(.., outcome)| outcome).map(outcome_view),
            contested: !others.is_empty(),
            others,
        })
    }

    fn states(&self) -> Vec<RowStateView> {
        let states = self.agreement.states.iter();
        states
            .filter_map(|(line, heads)| {
                let (first, others) = heads.split_first()?;
                let Act::State { state, reason, .. } = &first.act else {
                    return None;
                };
                let (shown, contested) = self.agreement.state(*line);
                if shown == LineState::Draft && !contested && reason.is_empty() {
                    return None;
                }
                Some(RowStateView {
                    line: line.to_string(),
                    state: state_view(*state),
                    reason: reason.clone(),
                    by: self.name(first.author),
                    at: rfc3339(first.at_ms),
                    changed_since: self.approved.changed(self.matrix(), first),
                    others: others
                        .iter()
                        .filter_map(|data| match &data.act {
                            Act::State { state, .. } => Some(OtherStateView {
                                state: state_view(*state),
                                by: self.name(data.author),
                            }),
                            _ => None,
                        })
                        .collect(),
                })
            })
            .collect()
    }

    fn window(&self, window: &review::Window<'_>) -> Option<WindowView> {
        let Act::Window {
            notify_to,
            note,
            matrix,
            ..
        } = &window.opened.act
        else {
            return None;
        };
        let closes_on = window.closes_on();
        let closed = window.closed();
        let days_left = closes_on
            .parse::<Date>()
            .ok()
            .and_then(|last| self.today.until(last).ok())
            .map_or(0, |span| span.get_days());
        let reason = window.changes.first().and_then(|data| match &data.act {
            Act::WindowChange { reason, .. } => Some(reason.clone()),
            _ => None,
        });
        let counts = self.counts.get(&window.opened.id);
        let counts = counts.copied().unwrap_or_default();
        Some(WindowView {
            window: window.opened.id.to_string(),
            closes_on: closes_on.to_owned(),
            notify_to: notify_to.clone(),
            note: note.clone(),
            opened_by: self.name(window.opened.author),
            opened_at: rfc3339(window.opened.at_ms),
            version: matrix.to_hex(),
            status: if closed.is_some() {
                WindowStatus::Closed
            } else if days_left < 0 {
                WindowStatus::Past
            } else {
                WindowStatus::Open
            },
            days_left,
            closed_by: closed
                .map(|data| self.name(data.author))
                .unwrap_or_default(),
            closed_at: closed.map(|data| rfc3339(data.at_ms)),
            reason: reason.unwrap_or_default(),
            changed_cells: counts.changed,
            arrived_late: counts.arrived_late,
            made_late: counts.made_late,
        })
    }

    fn verifications(&self) -> Vec<VerificationView> {
        let baselines = self.agreement.baselines.values();
        baselines
            .filter_map(|heads| {
                let data = heads.first()?;
                let Act::Verify {
                    line,
                    indicator,
                    corrected,
                    value,
                    person,
                    note,
                } = &data.act
                else {
                    return None;
                };
                let (line, _) = self.places.now(*line, Some(*indicator));
                Some(VerificationView {
                    row: self.places.number(line, Some(*indicator)),
                    line: line.to_string(),
                    indicator: indicator.to_string(),
                    outcome: if *corrected {
                        VerificationOutcome::Corrected
                    } else {
                        VerificationOutcome::Verified
                    },
                    value: value.clone(),
                    person: person.clone(),
                    note: note.clone(),
                    by: self.name(data.author),
                    at: rfc3339(data.at_ms),
                    stale: self.cell(line, Some(*indicator), "baseline.value") != *value,
                })
            })
            .collect()
    }

    fn version(&self, data: &ActData) -> Option<VersionView> {
        let Act::CloseVersion {
            name,
            note,
            matrix,
            rows,
            digest,
            ..
        } = &data.act
        else {
            return None;
        };
        let known: fn(&Matrix, &Version) -> bool = |matrix, version| {
            let hashes = version.hashes();
            !hashes.is_empty() && hashes.iter().all(|hash| matrix.contains(hash))
        };
        Some(VersionView {
            id: data.id.to_string(),
            name: name.clone(),
            note: note.clone(),
            by: self.name(data.author),
            at: rfc3339(data.at_ms),
            matrix: matrix.to_hex(),
            digest: digest.clone(),
            rows: u32::try_from(*rows).unwrap_or(u32::MAX),
            here: known(self.matrix(), matrix),
            current: self.matrix().version() == *matrix,
        })
    }
}

fn status(suggestion: &Suggestion<'_>) -> SuggestionStatus {
    if suggestion.is_contested() {
        return SuggestionStatus::Contested;
    }
    suggestion
        .verdict()
        .map_or(SuggestionStatus::Open, verdict_view)
}

pub(crate) fn verdict_view(verdict: Verdict) -> SuggestionStatus {
    match verdict {
        Verdict::Accepted => SuggestionStatus::Accepted,
        Verdict::Partly => SuggestionStatus::Partly,
        Verdict::Refused => SuggestionStatus::Refused,
        Verdict::Withdrawn => SuggestionStatus::Withdrawn,
    }
}

fn outcome_view(outcome: Outcome) -> ConsultationOutcome {
    match outcome {
        Outcome::Agreed => ConsultationOutcome::Agreed,
        Outcome::AgreedWithChanges => ConsultationOutcome::AgreedWithChanges,
        Outcome::NotAgreed => ConsultationOutcome::NotAgreed,
        Outcome::NotTheirs => ConsultationOutcome::NotTheirs,
        Outcome::NoAnswer => ConsultationOutcome::NoAnswer,
    }
}

pub(crate) fn state_view(state: LineState) -> RowState {
    match state {
        LineState::Draft => RowState::Draft,
        LineState::InReview => RowState::InReview,
        LineState::Returned => RowState::Returned,
        LineState::Approved => RowState::Approved,
    }
}
