//! What a window and the command line are told of a programme.

use consolidation::{
    Column, Covered, Filter, Gravity, Grouping, Headings, Lack, Order, Place, Programme, Table,
    Tier,
};
use contract::{
    ConsolidatedDossier, ConsolidatedHeading, ConsolidatedRow, ConsolidationColumn,
    ConsolidationGrouping, ConsolidationPage, ConsolidationQuery, ConsolidationSection,
    ConsolidationView, CoverageView, DeadlineView, FindingLevel, MeetingView, RepeatGroup,
    RepeatedLine, RepeatsView, RowLack, WindowStatus,
};
use jiff::civil::Date;

use super::Read;
use super::rows::{state_of, state_view};
use super::sheets::{Gathered, KeptWindow};

/// Groups of repeated lines told at most.
const REPEATS_MAX: usize = 500;
/// Lines of a group told at most.
const LINES_OF_A_REPEAT_MAX: usize = 300;

pub(super) fn filter(query: &ConsolidationQuery) -> Filter {
    Filter {
        institutions: query.institutions.clone(),
        axes: query.axes.clone(),
        priorities: query.priorities.clone(),
        states: query.states.iter().copied().map(state_of).collect(),
        subject: query.subject,
        findings: query.findings.map(|level| match level {
            FindingLevel::Error => Gravity::Error,
            FindingLevel::Warning => Gravity::Warning,
            FindingLevel::Info => Gravity::Any,
        }),
        lacks: query
            .lacks
            .iter()
            .map(|lack| match lack {
                RowLack::Target => Lack::Target,
                RowLack::Baseline => Lack::Baseline,
                RowLack::Indicator => Lack::Indicator,
                RowLack::Line => Lack::Line,
            })
            .collect(),
        years: query.years.clone(),
        text: query.text.clone(),
    }
}

pub(super) fn order(query: &ConsolidationQuery) -> Order {
    Order {
        by: match query.sort {
            ConsolidationColumn::Form => Column::Form,
            ConsolidationColumn::Institution => Column::Institution,
            ConsolidationColumn::Line => Column::Line,
            ConsolidationColumn::Indicator => Column::Indicator,
            ConsolidationColumn::State => Column::State,
            ConsolidationColumn::Findings => Column::Findings,
        },
        descending: query.descending,
        group: match query.group {
            ConsolidationGrouping::None => Grouping::None,
            ConsolidationGrouping::Axis => Grouping::Axis,
            ConsolidationGrouping::Priority => Grouping::Priority,
            ConsolidationGrouping::Institution => Grouping::Institution,
        },
    }
}

/// The years whose targets are shown.
pub(crate) fn years(programme: &Programme, query: &ConsolidationQuery) -> Vec<u16> {
    let all = programme.years().iter().copied();
    all.filter(|year| query.years.is_empty() || query.years.contains(year))
        .collect()
}

/// All of it, with the first rows.
pub(super) fn view(
    read: &Read,
    query: &ConsolidationQuery,
    most: u32,
    today: Date,
) -> ConsolidationView {
    let programme = &read.programme;
    let wanted = filter(query);
    let table = programme.table(&wanted, order(query));
    let coverage = programme.coverage(&table.places, &query.years);
    let everything: Vec<Place> = programme.places().collect();
    let whole = programme.coverage(&everything, &[]);
    let years = years(programme, query);
    let dossiers = read
        .dossiers
        .iter()
        .zip(whole.sheets.iter().zip(&coverage.sheets));
    let meetings = |met: &[consolidation::Meeting]| {
        let met = met.iter().map(|one| MeetingView {
            heading: one.heading as u32,
            institution: one.institution as u32,
            lines: one.lines as u32,
            rows: one.rows as u32,
        });
        met.collect()
    };
    ConsolidationView {
        version: read.version.clone(),
        all_years: programme.years().to_vec(),
        institutions: programme
            .institutions()
            .iter()
            .map(|one| one.name.clone())
            .collect(),
        dossiers: dossiers
            .enumerate()
            .map(|(sheet, (one, (all, shown)))| {
                dossier(programme, sheet, one, all, shown.rows, today)
            })
            .collect(),
        axes: headings(programme, Tier::Axis, &coverage.axes),
        priorities: headings(programme, Tier::Priority, &coverage.priorities),
        coverage: covered(&coverage.all),
        axis_meetings: meetings(&coverage.axis_meetings),
        priority_meetings: meetings(&coverage.priority_meetings),
        all_rows: programme.row_count() as u32,
        unknown: programme
            .unknown(&wanted)
            .into_iter()
            .map(ToOwned::to_owned)
            .collect(),
        sections: sections(programme, &table, order(query).group),
        total: table.places.len() as u32,
        rows: table
            .places
            .iter()
            .take(most as usize)
            .map(|place| row(programme, *place, &years))
            .collect(),
        years,
    }
}

/// Some rows of the table.
pub(super) fn page(
    read: &Read,
    query: &ConsolidationQuery,
    offset: u32,
    limit: u32,
) -> ConsolidationPage {
    let programme = &read.programme;
    let years = years(programme, query);
    let table = programme.table(&filter(query), order(query));
    let places = table.places.iter().skip(offset as usize);
    ConsolidationPage {
        version: read.version.clone(),
        rows: places
            .take(limit as usize)
            .map(|place| row(programme, *place, &years))
            .collect(),
    }
}

/// The lines that repeat each other.
pub(super) fn repeats(read: &Read, query: &ConsolidationQuery, likeness: u8) -> RepeatsView {
    let programme = &read.programme;
    let places = programme.filtered(&filter(query));
    let repeats = programme.repeats(&places, likeness);
    let lines: usize = repeats.iter().map(|repeat| repeat.lines.len()).sum();
    let groups = repeats.iter().take(REPEATS_MAX).map(|repeat| {
        let lines = repeat.lines.iter().take(LINES_OF_A_REPEAT_MAX).map(|one| {
            let said = row(programme, one.place, &[]);
            RepeatedLine {
                dossier: said.dossier,
                institution: said.institution,
                row: said.row,
                line: said.line,
                indicator: said.indicator,
                text: said.action_line,
                axis: said.axis,
                priority: said.priority,
                likeness: one.likeness,
            }
        });
        RepeatGroup {
            institutions: repeat.institutions as u32,
            count: repeat.lines.len() as u32,
            exact: repeat.is_exact(),
            lines: lines.collect(),
        }
    });
    RepeatsView {
        version: read.version.clone(),
        count: repeats.len() as u32,
        lines: lines as u32,
        groups: groups.collect(),
    }
}

fn dossier(
    programme: &Programme,
    sheet: usize,
    gathered: &Gathered,
    all: &Covered,
    shown: usize,
    today: Date,
) -> ConsolidatedDossier {
    let (kept, facts) = (&gathered.kept, &gathered.facts);
    let of = Place { sheet, row: 0 };
    let mut coverage = covered(all);
    coverage.errors += kept.loose.errors;
    coverage.warnings += kept.loose.warnings;
    coverage.notes += kept.loose.notes;
    ConsolidatedDossier {
        dossier: kept.sheet.dossier.clone(),
        title: kept.sheet.title.clone(),
        institution: programme.institutions()[programme.institution_of(of)]
            .name
            .clone(),
        role: facts.role,
        years: kept.sheet.years.clone(),
        coverage,
        shown: shown as u32,
        consultations: kept.consultations,
        to_decide: facts.to_decide,
        version: kept.version.clone(),
        deadline: kept.window.as_ref().map(|window| deadline(window, today)),
        shared: facts.shared,
        last_contact: facts.last_contact.clone(),
    }
}

/// How a window stands today: what was stored is of the day the dossier was last open.
fn deadline(window: &KeptWindow, today: Date) -> DeadlineView {
    let last = window.closes_on.parse::<Date>().ok();
    let left = last.and_then(|last| today.until(last).ok());
    let days_left = left.map_or(0, |span| span.get_days());
    DeadlineView {
        closes_on: window.closes_on.clone(),
        status: if window.closed {
            WindowStatus::Closed
        } else if days_left < 0 {
            WindowStatus::Past
        } else {
            WindowStatus::Open
        },
        days_left,
    }
}

fn headings(programme: &Programme, tier: Tier, counts: &[Covered]) -> Vec<ConsolidatedHeading> {
    let all: &Headings = programme.headings(tier);
    let known = all
        .iter()
        .zip(counts)
        .map(|(one, counts)| ConsolidatedHeading {
            key: one.key.clone(),
            number: one.number.clone(),
            text: one.text.clone(),
            spellings: one.spellings.clone(),
            shares_number: one.shares_number,
            axis: one.axis.map(|axis| programme.axes()[axis].key.clone()),
            coverage: covered(counts),
        });
    let none = counts.last().map(|counts| ConsolidatedHeading {
        key: String::new(),
        number: String::new(),
        text: String::new(),
        spellings: Vec::new(),
        shares_number: false,
        axis: None,
        coverage: covered(counts),
    });
    known.chain(none).collect()
}

pub(super) fn covered(one: &Covered) -> CoverageView {
    let [draft, in_review, returned, approved] = one.states.map(|count| count as u32);
    CoverageView {
        institutions: one.institutions as u32,
        rows: one.rows as u32,
        lines: one.lines as u32,
        indicators: one.indicators as u32,
        with_targets: one.with_targets as u32,
        without_baseline: one.without_baseline as u32,
        subject: one.subject as u32,
        draft,
        in_review,
        returned,
        approved,
        errors: one.findings.errors,
        warnings: one.findings.warnings,
        notes: one.findings.notes,
        found_in: one.found_in as u32,
    }
}

fn sections(programme: &Programme, table: &Table, group: Grouping) -> Vec<ConsolidationSection> {
    let label = |of: usize| match group {
        Grouping::None => String::new(),
        Grouping::Axis => programme.axes()[of].printed(),
        Grouping::Priority => programme.priorities()[of].printed(),
        Grouping::Institution => programme.institutions()[of].name.clone(),
    };
    let sections = table.sections.iter().map(|section| ConsolidationSection {
        label: section.of.map(label).unwrap_or_default(),
        first: section.first as u32,
        rows: section.rows as u32,
    });
    sections.collect()
}

pub(super) fn row(programme: &Programme, place: Place, years: &[u16]) -> ConsolidatedRow {
    let sheet = &programme.sheets()[place.sheet];
    let row = programme.row(place);
    // As its own matrix writes it: the heading they share may be spelled otherwise.
    let written = |heading: Option<usize>| {
        let one = heading.and_then(|heading| sheet.headings.get(heading));
        one.map(consolidation::SheetHeading::printed)
            .unwrap_or_default()
    };
    let targets = years.iter().map(|year| sheet.target(row, *year));
    ConsolidatedRow {
        dossier: sheet.dossier.clone(),
        institution: programme.institutions()[programme.institution_of(place)]
            .name
            .clone(),
        row: row.number,
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        axis: written(row.axis),
        priority: written(row.priority),
        action_line: row.action_line.clone(),
        indicator_name: row.indicator_name.clone(),
        interpretation: row.interpretation.clone(),
        unit_of_measure: row.unit_of_measure.clone(),
        formula: row.formula.clone(),
        frequency: row.frequency.clone(),
        baseline: row.baseline.clone(),
        targets: targets
            .map(|target| target.map(ToOwned::to_owned))
            .collect(),
        state: state_view(row.state),
        subject: row.is_subject(),
        consultations: row.consultations,
        comments: row.comments,
        errors: row.findings.errors,
        warnings: row.findings.warnings,
        notes: row.findings.notes,
    }
}
