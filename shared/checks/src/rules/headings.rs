//! Headings: those a line lacks, and those a page break or a scan cut in two.

use std::collections::HashMap;

use model::{HeadingId, Level};

use crate::fold::fold;
use crate::outcome::Outcome;
use crate::reading::{ReadHeading, ReadRow, Reading, is_empty};
use crate::{CatalogueHeading, Code, Details, FixEdit, FixLabel};

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    missing(reading, outcome);
    paragraphs(reading, outcome);
    halves(reading, outcome);
}

fn missing(reading: &Reading<'_>, outcome: &mut Outcome) {
    let mut twins = None;
    for (_, row) in reading.lines() {
        let has = |level| {
            row.view
                .headings
                .iter()
                .any(|heading| heading.level == level)
        };
        let lacks = |level| reading.levels.contains(&level) && !has(level);
        if lacks(Level::Axis) {
            let field = model::Field::Heading(Level::Axis);
            let finding = outcome.cell(row, Code::AxisMissing, field, Details::Plain);
            let twins = twins.get_or_insert_with(|| under_an_axis(reading.input.headings));
            if let Some(innermost) = row.view.headings.last()
                && let Some(twin) =
                    twins.get(&name(innermost.level, &innermost.number, &innermost.text))
            {
                let assign = FixEdit::AssignHeading {
                    line: row.view.line,
                    heading: *twin,
                };
                finding.offer(FixLabel::Assign(innermost.printed()), vec![assign]);
            }
        }
        if lacks(Level::Priority) {
            let field = model::Field::Heading(Level::Priority);
            outcome.cell(row, Code::PriorityMissing, field, Details::Plain);
        }
    }
}

/// Headings above one that are followed: there are as many levels, and a longer chain is a cycle.
const DEPTH_MAX: usize = Level::ALL.len();

type Name = (Level, String, String);

fn name(level: Level, number: &str, text: &str) -> Name {
    (level, number.trim().to_owned(), fold(text))
}

/// The headings of the catalogue that stand under an axis, by what they say.
fn under_an_axis(catalogue: &[CatalogueHeading]) -> HashMap<Name, HeadingId> {
    let by_id: HashMap<HeadingId, &CatalogueHeading> = catalogue
        .iter()
        .map(|heading| (heading.id, heading))
        .collect();
    let stands_under = |heading: &CatalogueHeading| {
        let mut above = heading.parent;
        for _ in 0..DEPTH_MAX {
            let Some(next) = above.and_then(|id| by_id.get(&id)) else {
                return false;
            };
            if next.level == Level::Axis {
                return true;
            }
            above = next.parent;
        }
        false
    };
    let mut names = HashMap::new();
    for heading in catalogue.iter().filter(|heading| stands_under(heading)) {
        let id = names
            .entry(name(heading.level, &heading.number, &heading.text))
            .or_insert(heading.id);
        // Whatever order they came in.
        *id = (*id).min(heading.id);
    }
    names
}

/// A heading of two paragraphs is two headings in one cell, or one that a page break cut.
fn paragraphs(reading: &Reading<'_>, outcome: &mut Outcome) {
    for heading in &reading.headings {
        let view = heading.view;
        let parts: Vec<&str> = view.text.lines().filter(|part| !is_empty(part)).collect();
        if parts.len() < 2 {
            continue;
        }
        let code = match view.level {
            Level::Axis => Code::AxisSplit,
            Level::Objective | Level::Priority | Level::Strategy => Code::PrioritySplit,
        };
        let second = parts.last().copied().unwrap_or_default().trim().to_owned();
        let row = &reading.rows[heading.rows.0];
        let joined = parts
            .iter()
            .map(|part| part.trim())
            .collect::<Vec<_>>()
            .join(" ");
        let edit = FixEdit::SetHeading {
            heading: view.id,
            number: view.number.clone(),
            text: joined,
        };
        let details = Details::Written(second);
        outcome
            .heading(row, code, view.id, view.level, details, "")
            .offer(FixLabel::JoinParagraphs, vec![edit]);
    }
}

/// "la Cultura de la Legalidad" beside "2. Fortalecer": a label in two cells. The second half has no
/// number where others do, and begins in lower case.
fn halves(reading: &Reading<'_>, outcome: &mut Outcome) {
    let axes: Vec<&ReadHeading<'_>> = reading
        .headings
        .iter()
        .filter(|heading| heading.view.level == Level::Axis)
        .collect();
    for tail in &axes {
        let begins_low = tail.view.text.trim_start().starts_with(char::is_lowercase);
        if !tail.view.number.is_empty() || !begins_low {
            continue;
        }
        let (first, last) = tail.rows;
        let beside = |head: &&&ReadHeading<'_>| head.rows.1 + 1 == first || head.rows.0 == last + 1;
        // A label of one or two words says no theme: it is the half that has the number.
        let short = |head: &&&ReadHeading<'_>| {
            !head.view.number.is_empty() && (1..=2).contains(&head.words.len())
        };
        let mut heads = axes.iter().filter(beside).filter(short);
        let (Some(head), None) = (heads.next(), heads.next()) else {
            half(
                reading,
                outcome,
                tail,
                Details::Written(tail.view.text.clone()),
            );
            continue;
        };
        let joined = format!("{} {}", head.view.text.trim(), tail.view.text.trim());
        let details = Details::Suggestion {
            written: head.view.text.clone(),
            suggestion: joined.clone(),
        };
        let edits = join(reading, head, tail, &joined);
        let printed = format!("{}. {joined}", head.view.number);
        half(reading, outcome, head, details).offer(FixLabel::JoinHeadings(printed), edits);
    }
}

fn half<'o>(
    reading: &Reading<'_>,
    outcome: &'o mut Outcome,
    heading: &ReadHeading<'_>,
    details: Details,
) -> &'o mut crate::Finding {
    let row = &reading.rows[heading.rows.0];
    let view = heading.view;
    outcome.heading(row, Code::AxisSplit, view.id, view.level, details, "half")
}

/// The head gets the whole label, and what stands under the tail.
fn join(
    reading: &Reading<'_>,
    head: &ReadHeading<'_>,
    tail: &ReadHeading<'_>,
    joined: &str,
) -> Vec<FixEdit> {
    let mut edits = vec![FixEdit::SetHeading {
        heading: head.view.id,
        number: head.view.number.clone(),
        text: joined.to_owned(),
    }];
    let mut moved: Vec<HeadingId> = Vec::new();
    let under = |row: &&ReadRow<'_>| {
        row.view
            .headings
            .iter()
            .any(|above| above.id == tail.view.id)
    };
    for row in reading.lines().map(|(_, row)| row).filter(under) {
        let mut above = row.view.headings.iter();
        let child = above.by_ref().find(|above| above.id == tail.view.id);
        match child.and_then(|_| above.next()) {
            Some(child) if moved.contains(&child.id) => {}
            Some(child) => {
                moved.push(child.id);
                edits.push(FixEdit::MoveHeading {
                    heading: child.id,
                    parent: head.view.id,
                });
            }
            None => edits.push(FixEdit::AssignHeading {
                line: row.view.line,
                heading: head.view.id,
            }),
        }
    }
    edits
}
