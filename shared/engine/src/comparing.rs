//! A file that is a changed copy of a known matrix: compared in three ways with the version it left
//! from. What it changed becomes suggestions and conversations by whoever sent it, never a second set
//! of rows; brought twice, it adds nothing.

mod apart;
mod bringing;
mod pairing;
mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::{
    Code, FileComparison, FileDifference, FileDifferenceKind, FileMatch, Language, Problem,
};
use model::{Field, RowView, Version};
use review::{Act, Credit};
use wire::{DeviceId, DossierId};

use crate::calls::{Engine, blocking};
use crate::desk::Desk;
use crate::history::dates;
use crate::importing::ImportReading;

use plan::{Item, Plan};

/// Closed versions looked at to find the one a file without ids left from, the newest.
const VERSIONS_MAX: usize = 6;
/// Things that one file may bring.
const ITEMS_MAX: usize = 3_000;
/// Longest name of a sender, in letters.
const SENDER_LETTERS_MAX: usize = 120;

/// A version a file may have left from.
#[derive(Debug, Clone)]
struct Candidate {
    version: Version,
    name: String,
    rows: Vec<RowView>,
}

/// What a comparison needs of a dossier.
#[derive(Debug)]
struct Ground {
    title: String,
    /// Oldest first; one, where the file says which.
    candidates: Vec<Candidate>,
    now: Vec<RowView>,
    headings: Vec<model::HeadingView>,
    /// What was said of each line: line, author, text.
    said: BTreeSet<(String, String, String)>,
    /// Suggestions there are or were, with who made them.
    proposed: Vec<(Act, String)>,
}

impl Engine {
    /// Dossiers of this computer that a file looks like a changed copy of, the likeliest first.
    pub async fn file_matches(
        &self,
        reading: Arc<ImportReading>,
    ) -> Result<Vec<FileMatch>, Problem> {
        let dossiers = self.dossiers().await?;
        let mut matches = Vec::new();
        let origin = reading.origin_dossier();
        for known in dossiers {
            let by_ids = origin.as_deref() == Some(known.dossier.as_str());
            let matrix = self.matrix(known.dossier.clone()).await?;
            let read = Arc::clone(&reading);
            let rows = blocking(move || Ok(pairing::rows_alike(&matrix, &read))).await?;
            if by_ids || pairing::looks_alike(rows, reading.view().found.rows) {
                matches.push(FileMatch {
                    dossier: known.dossier,
                    title: known.title,
                    institution: known.institution,
                    by_ids,
                    rows,
                });
            }
        }
        matches.sort_by_key(|found| std::cmp::Reverse((found.by_ids, found.rows)));
        Ok(matches)
    }

    /// What a file would bring to a dossier. Nothing is written.
    pub async fn file_compare(
        &self,
        reading: Arc<ImportReading>,
        dossier: String,
        sender: String,
    ) -> Result<FileComparison, Problem> {
        let plan = self.planned(&reading, &dossier, &sender).await?;
        self.with(&dossier, move |desk, id| {
            Ok(told(desk, id, &plan, &sender, &dossier_text(id)))
        })
        .await
    }

    /// Brings what a file changes to a dossier, as suggestions and conversations.
    pub async fn file_merge(
        &self,
        reading: Arc<ImportReading>,
        dossier: String,
        sender: String,
    ) -> Result<FileComparison, Problem> {
        let plan = self.planned(&reading, &dossier, &sender).await?;
        self.with(&dossier, move |desk, id| {
            let told = told(desk, id, &plan, &sender, &dossier_text(id));
            desk.bring(id, &plan)?;
            Ok(told)
        })
        .await
    }

    async fn planned(
        &self,
        reading: &Arc<ImportReading>,
        dossier: &str,
        sender: &str,
    ) -> Result<Plan, Problem> {
        reading.whole()?;
        let sender = sender.trim().to_owned();
        if sender.is_empty() || sender.chars().count() > SENDER_LETTERS_MAX {
            return self.said(Err(Problem::of(Code::SenderNeeded)));
        }
        let language = self.language();
        let origin = reading.origin_in(dossier);
        let ground = self.with(dossier, move |desk, id| {
            ground(desk, id, origin.as_ref(), language)
        });
        let ground = ground.await?;
        let reading = Arc::clone(reading);
        let credit = Credit {
            author: sender,
            at_ms: None,
        };
        let plan = blocking(move || {
            let plan = plan::plan(&ground, &reading, &credit)?;
            if plan.items.len() > ITEMS_MAX {
                return Err(Problem::of(Code::TooMany));
            }
            Ok(plan)
        });
        self.said(plan.await)
    }
}

fn dossier_text(dossier: DossierId) -> String {
    dossier.to_string()
}

/// Where a file says that it left from.
#[derive(Debug, Clone)]
pub(crate) struct Left {
    /// Point of the matrix, in hexadecimal; "" if it does not say.
    pub(crate) point: String,
    /// Closed version; "" for a draft.
    pub(crate) version: String,
}

fn ground(
    desk: &mut Desk,
    dossier: DossierId,
    left: Option<&Left>,
    language: Language,
) -> Result<Ground, Problem> {
    let shelf = desk.shelf(dossier)?;
    let replica = shelf.replica()?;
    let matrix = replica.matrix();
    if !matrix.is_founded() {
        return Err(Problem::of(Code::NotArrived));
    }
    let agreement = replica.agreement();
    let closed = crate::history::points::closed(&agreement.versions);
    let mut points: Vec<(Version, String)> = Vec::new();
    let said = left.and_then(|left| {
        let by_point = Version::from_hex(&left.point).ok();
        let by_point = by_point.filter(|point| !point.hashes().is_empty());
        let by_name = || {
            let known = closed
                .iter()
                .find(|known| known.id.to_string() == left.version);
            known.map(|known| known.matrix.clone())
        };
        by_point.or_else(by_name)
    });
    let said = said.filter(|version| matrix.holds(version));
    let name_of = |version: &Version| {
        let known = closed.iter().find(|known| known.matrix == version);
        known.map(|known| known.name.to_owned())
    };
    let moment = |version: &Version| {
        let hands = version.hashes().iter();
        let at_ms = hands
            .filter_map(|hash| Some(matrix.hand(hash)?.at_ms))
            .max();
        dates::moment(at_ms.unwrap_or_default(), language)
    };
    if let Some(version) = said {
        let name = name_of(&version).unwrap_or_else(|| moment(&version));
        points.push((version, name));
    } else {
        // As it was imported: before any moment there is that.
        if let Some(first) = matrix.version_before(0) {
            let name = moment(&first);
            points.push((first, name));
        }
        let newest = closed.len().saturating_sub(VERSIONS_MAX);
        for known in &closed[newest..] {
            points.push((known.matrix.clone(), known.name.to_owned()));
        }
        let now = match language {
            Language::Spanish => "la matriz como está ahora",
            Language::English => "the matrix as it stands",
        };
        points.push((matrix.version(), now.to_owned()));
    }
    let candidates = points.into_iter().filter_map(|(version, name)| {
        let rows = matrix.rows_at(&version)?.rows().to_vec();
        Some(Candidate {
            version,
            name,
            rows,
        })
    });
    let candidates: Vec<Candidate> = candidates.collect();
    let people = shelf.people();
    let name = |author: model::Author| people.name(DeviceId(author.0));
    let comments = replica.comments().iter();
    let said = comments.map(|comment| {
        let author = match &comment.credit {
            Some(credit) => credit.author.clone(),
            None => name(comment.author),
        };
        (
            comment.line.to_string(),
            author,
            pairing::plain(&comment.text),
        )
    });
    let suggestions = agreement.suggestions.iter();
    let proposed = suggestions.map(|suggestion| {
        let made = suggestion.made;
        let author = match &made.credit {
            Some(credit) => credit.author.clone(),
            None => name(made.author),
        };
        (made.act.clone(), author)
    });
    Ok(Ground {
        title: matrix.title().to_owned(),
        candidates,
        now: matrix.rows().to_vec(),
        headings: matrix.headings().to_vec(),
        said: said.collect(),
        proposed: proposed.collect(),
    })
}

/// A plan, as a person reads it.
fn told(desk: &Desk, dossier: DossierId, plan: &Plan, sender: &str, id: &str) -> FileComparison {
    let replica = desk.shelf(dossier).and_then(|shelf| shelf.replica());
    let rows = replica
        .map(|replica| replica.matrix().rows().to_vec())
        .unwrap_or_default();
    let number = |line: model::LineId, indicator: Option<model::IndicatorId>| {
        let row = rows
            .iter()
            .find(|row| row.line == line && (indicator.is_none() || row.indicator == indicator));
        row.and_then(|row| row.row)
    };
    let items: Vec<FileDifference> = plan
        .items
        .iter()
        .map(|item| difference(item, &number))
        .collect();
    let count =
        |kind: FileDifferenceKind| items.iter().filter(|item| item.kind == kind).count() as u32;
    FileComparison {
        dossier: id.to_owned(),
        title: plan.title.clone(),
        base: plan.base.clone(),
        by_ids: plan.by_ids,
        sender: sender.trim().to_owned(),
        matched: plan.matched,
        changed: count(FileDifferenceKind::Cell),
        clashing: items.iter().filter(|item| item.clashes).count() as u32,
        added: count(FileDifferenceKind::Added),
        missing: count(FileDifferenceKind::Missing),
        comments: count(FileDifferenceKind::Comment),
        known: plan.known,
        partial: plan.partial,
        items,
    }
}

/// What a new row is known by.
fn said_first(cells: &BTreeMap<Field, String>) -> String {
    let line = cells.get(&Field::ActionLine);
    line.or_else(|| cells.values().next())
        .cloned()
        .unwrap_or_default()
}

fn difference(
    item: &Item,
    number: &impl Fn(model::LineId, Option<model::IndicatorId>) -> Option<u32>,
) -> FileDifference {
    let empty = |kind, credit: &Credit| FileDifference {
        kind,
        row: None,
        field: String::new(),
        before: String::new(),
        now: String::new(),
        file: String::new(),
        clashes: false,
        author: credit.author.clone(),
    };
    match item {
        Item::Cell {
            line,
            indicator,
            field,
            before,
            now,
            value,
            credit,
        } => FileDifference {
            row: number(*line, *indicator),
            field: field.to_string(),
            before: before.clone(),
            now: now.clone(),
            file: value.clone(),
            clashes: before != now,
            ..empty(FileDifferenceKind::Cell, credit)
        },
        Item::Line { cells, credit, .. } => FileDifference {
            file: said_first(cells),
            ..empty(FileDifferenceKind::Added, credit)
        },
        Item::Out {
            line,
            before,
            credit,
        } => FileDifference {
            row: number(*line, None),
            before: before.clone(),
            now: before.clone(),
            ..empty(FileDifferenceKind::Missing, credit)
        },
        Item::Heading {
            line,
            field,
            value,
            credit,
            ..
        } => FileDifference {
            row: number(*line, None),
            field: field.to_string(),
            file: plan::heading_note(value),
            ..empty(FileDifferenceKind::Comment, credit)
        },
        Item::Note {
            line,
            indicator,
            field,
            text,
            credit,
        } => FileDifference {
            row: number(*line, *indicator),
            field: field.to_string(),
            file: text.clone(),
            ..empty(FileDifferenceKind::Comment, credit)
        },
    }
}
