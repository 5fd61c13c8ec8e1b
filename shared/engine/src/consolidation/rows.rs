//! From the stored rows to what the table and the rules look at.

use std::collections::BTreeMap;

use consolidation::{Sheet, SheetHeading, SheetRow, State, Tier};
use contract::{Code, LastVersionView, Problem, Row, RowState};
use model::{Baseline, FormulaParts, Normalized, RowHeading, RowView};
use serde::Deserialize;

use super::found::Found;
use super::sheets::{KeptSheet, KeptWindow, Stored};
use crate::ids::{heading_id, indicator_id, level_of, line_id};

/// What the table shows of a stored row; the rest is passed over, which is most of the work.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredRow {
    row: Option<u32>,
    line: String,
    indicator: Option<String>,
    headings: Vec<StoredHeading>,
    action_line: String,
    responsible: String,
    indicator_name: String,
    interpretation: String,
    unit_of_measure: String,
    formula: String,
    frequency: String,
    baseline: Option<StoredBaseline>,
    targets: BTreeMap<String, String>,
    pending_external: bool,
    retired: bool,
    open_comments: u32,
}

#[derive(Deserialize)]
struct StoredHeading {
    level: String,
    number: String,
    text: String,
}

#[derive(Deserialize)]
struct StoredBaseline {
    value: String,
}

/// The part of the stored matrix beside its rows that the table shows.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StoredMatrix {
    title: String,
    institution: String,
    years: Vec<u16>,
}

/// The part of the stored review that the table shows.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StoredReview {
    states: Vec<StoredState>,
    consultations: Vec<StoredConsultation>,
    windows: Vec<StoredWindow>,
    versions: Vec<LastVersionView>,
}

#[derive(Deserialize)]
struct StoredState {
    line: String,
    state: RowState,
}

#[derive(Deserialize)]
struct StoredConsultation {
    line: String,
    indicator: Option<String>,
    open: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredWindow {
    closes_on: String,
    closed_at: Option<String>,
}

/// A dossier as the table looks at it.
pub(super) fn sheet(stored: &Stored, found: &Found) -> Result<KeptSheet, Problem> {
    let matrix: StoredMatrix = part(stored.matrix.as_deref())?;
    let mut review: StoredReview = part(stored.review.as_deref())?;
    let states: BTreeMap<&str, RowState> = review
        .states
        .iter()
        .map(|one| (one.line.as_str(), one.state))
        .collect();
    let mut asked: BTreeMap<(&str, Option<&str>), u32> = BTreeMap::new();
    let open = review.consultations.iter().filter(|one| one.open);
    for one in open.clone() {
        *asked
            .entry((&one.line, one.indicator.as_deref()))
            .or_default() += 1;
    }
    let consultations = open.count() as u32;
    let mut sheet = Sheet {
        dossier: stored.dossier.to_string(),
        title: matrix.title,
        institution: matrix.institution,
        years: matrix.years,
        headings: Vec::new(),
        rows: Vec::with_capacity(stored.rows.len()),
    };
    let mut line_before = String::new();
    for (key, bytes) in &stored.rows {
        let row: StoredRow =
            serde_json::from_slice(bytes).map_err(|_| Problem::of(Code::StoreDamaged))?;
        let Some(number) = row.row.filter(|_| !row.retired) else {
            continue;
        };
        let begins_line = row.line != line_before;
        line_before.clone_from(&row.line);
        // One asked about the whole line concerns its first row.
        let of_row = |indicator| asked.get(&(row.line.as_str(), indicator)).copied();
        let of_line = row.indicator.as_ref().filter(|_| begins_line);
        let consultations = of_row(row.indicator.as_deref()).unwrap_or_default()
            + of_line.and_then(|_| of_row(None)).unwrap_or_default();
        let state = states.get(row.line.as_str()).copied();
        let axis = heading(&mut sheet.headings, &row.headings, Tier::Axis);
        let priority = heading(&mut sheet.headings, &row.headings, Tier::Priority);
        let target = |year: &u16| row.targets.get(&year.to_string()).cloned();
        let targets = sheet
            .years
            .iter()
            .map(|year| target(year).unwrap_or_default());
        sheet.rows.push(SheetRow {
            number,
            begins_line,
            axis,
            priority,
            targets: targets.collect(),
            consultations,
            state: state.map_or(State::Draft, state_of),
            findings: found.in_row(key),
            line: row.line,
            indicator: row.indicator,
            action_line: row.action_line,
            indicator_name: row.indicator_name,
            interpretation: row.interpretation,
            unit_of_measure: row.unit_of_measure,
            formula: row.formula,
            frequency: row.frequency,
            responsible: row.responsible,
            baseline: row.baseline.map(|one| one.value).unwrap_or_default(),
            pending: row.pending_external,
            comments: row.open_comments,
        });
    }
    Ok(KeptSheet {
        sheet: sheet.into(),
        loose: found.loose(),
        consultations,
        version: review.versions.pop(),
        window: review.windows.pop().map(|window| KeptWindow {
            closes_on: window.closes_on,
            closed: window.closed_at.is_some(),
        }),
    })
}

fn part<T: Default + serde::de::DeserializeOwned>(bytes: Option<&[u8]>) -> Result<T, Problem> {
    match bytes {
        Some(bytes) => serde_json::from_slice(bytes).map_err(|_| Problem::of(Code::StoreDamaged)),
        None => Ok(T::default()),
    }
}

/// Place of the heading of a row in a tier.
fn heading(known: &mut Vec<SheetHeading>, of_row: &[StoredHeading], tier: Tier) -> Option<usize> {
    let level = match tier {
        Tier::Axis => model::Level::Axis,
        Tier::Priority => model::Level::Priority,
    };
    let one = of_row.iter().find(|one| one.level == level.as_str())?;
    let same = |other: &SheetHeading| {
        other.tier == tier && other.number == one.number && other.text == one.text
    };
    // Rows that share a heading stand together.
    if let Some(place) = known.iter().rposition(same) {
        return Some(place);
    }
    known.push(SheetHeading {
        tier,
        number: one.number.clone(),
        text: one.text.clone(),
    });
    Some(known.len() - 1)
}

pub(super) fn state_of(state: RowState) -> State {
    match state {
        RowState::Draft => State::Draft,
        RowState::InReview => State::InReview,
        RowState::Returned => State::Returned,
        RowState::Approved => State::Approved,
    }
}

pub(super) fn state_view(state: State) -> RowState {
    match state {
        State::Draft => RowState::Draft,
        State::InReview => RowState::InReview,
        State::Returned => RowState::Returned,
        State::Approved => RowState::Approved,
    }
}

/// A stored row as the model has it, but for what waits for a decision: the rules look at what is shown.
pub(super) fn model_row(row: Row) -> Result<RowView, Problem> {
    let year = |(year, target): (String, String)| Some((year.parse().ok()?, target));
    let headings = row.headings.into_iter().map(|one| {
        Ok(RowHeading {
            id: heading_id(&one.id)?,
            level: level_of(&one.level)?,
            number: one.number,
            text: one.text,
        })
    });
    let mut view = RowView {
        row: row.row,
        line: line_id(&row.line)?,
        indicator: indicator_id(row.indicator.as_deref())?,
        headings: headings.collect::<Result<_, Problem>>()?,
        action_line: row.action_line,
        stage: row.stage,
        responsible: row.responsible,
        indicator_name: row.indicator_name,
        interpretation: row.interpretation,
        unit_of_measure: row.unit_of_measure,
        formula: row.formula,
        formula_parts: FormulaParts {
            numerator: row.formula_parts.numerator,
            denominator: row.formula_parts.denominator,
            factor: row.formula_parts.factor,
        },
        frequency: row.frequency,
        direction: row.direction,
        target_behavior: row.target_behavior,
        means_of_verification: row.means_of_verification,
        baseline: row.baseline.map(|one| Baseline {
            value: one.value,
            year: one.year,
            source: one.source,
            verification: one.verification,
        }),
        targets: row.targets.into_iter().filter_map(year).collect(),
        normalized: Normalized::default(),
        pending_external: row.pending_external,
        retired: row.retired,
        merged_into: row.merged_into.as_deref().map(line_id).transpose()?,
        retired_and_edited: None,
        conflicts: Vec::new(),
        to_decide: Vec::new(),
        moved_twice: Vec::new(),
    };
    view.normalized = model::understood(&view);
    Ok(view)
}
