//! What each matrix finds wrong with itself, in numbers: worked out from the stored rows once, and kept
//! beside them until they change.

use std::collections::{BTreeMap, BTreeSet};

use checks::{CatalogueHeading, Input, Level};
use consolidation::Findings;
use contract::{Code, MatrixView, Problem, Row};
use model::RowView;
use serde::{Deserialize, Serialize};

use super::rows;
use super::sheets::Stored;
use crate::screen;

/// Part of the read model that keeps it.
pub(crate) const VIEW_FOUND: &str = "found";

/// What is found in a matrix, in numbers; what somebody silenced is not counted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Found {
    /// Of which state of the matrix, by which rules.
    stamp: String,
    /// In no row: errors, warnings, notes.
    loose: [u32; 3],
    /// In rows, by their keys.
    rows: BTreeMap<String, [u32; 3]>,
}

impl Found {
    pub(super) fn loose(&self) -> Findings {
        findings(self.loose)
    }

    pub(super) fn in_row(&self, key: &str) -> Findings {
        findings(self.rows.get(key).copied().unwrap_or_default())
    }
}

fn findings([errors, warnings, notes]: [u32; 3]) -> Findings {
    Findings {
        errors,
        warnings,
        notes,
    }
}

/// Names the state of a matrix and the rules that are asked.
pub(super) fn stamp(stored: &Stored) -> String {
    let version = stored.version.as_deref().unwrap_or_default();
    format!(
        "{}:{}",
        env!("CARGO_PKG_VERSION"),
        String::from_utf8_lossy(version)
    )
}

/// What was found before, if nothing changed since.
pub(super) fn known(stored: &Stored, stamp: &str) -> Option<Found> {
    let found: Found = serde_json::from_slice(stored.found.as_deref()?).ok()?;
    (found.stamp == stamp).then_some(found)
}

/// What is found in the stored rows.
pub(super) fn tally(stored: &Stored, stamp: String) -> Result<Found, Problem> {
    let damaged = |_| Problem::of(Code::StoreDamaged);
    let mut found = Found {
        stamp,
        ..Found::default()
    };
    let Some(matrix) = &stored.matrix else {
        return Ok(found);
    };
    let matrix: MatrixView = serde_json::from_slice(matrix).map_err(damaged)?;
    let mut views: Vec<RowView> = Vec::with_capacity(stored.rows.len());
    for (_, bytes) in &stored.rows {
        let row: Row = serde_json::from_slice(bytes).map_err(damaged)?;
        views.push(rows::model_row(row)?);
    }
    let silenced: BTreeSet<String> = match &stored.silenced {
        Some(bytes) => serde_json::from_slice(bytes).map_err(damaged)?,
        None => BTreeSet::new(),
    };
    let headings = headings(&matrix)?;
    let levels = matrix.levels.iter().filter_map(|level| level.parse().ok());
    let levels: Vec<model::Level> = levels.collect();
    let all = checks::findings(&Input {
        rows: &views,
        years: &matrix.years,
        headings: &headings,
        levels: &levels,
        institution: &matrix.institution,
        lines_said: None,
    });
    for one in all.iter().filter(|one| !silenced.contains(&one.key)) {
        let counts = match one.place {
            Some(place) => {
                let key = screen::key(&(place.line, place.indicator));
                found.rows.entry(key).or_default()
            }
            None => &mut found.loose,
        };
        counts[match one.level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Info => 2,
        }] += 1;
    }
    Ok(found)
}

fn headings(matrix: &MatrixView) -> Result<Vec<CatalogueHeading>, Problem> {
    let damaged = || Problem::of(Code::StoreDamaged);
    let catalogue = matrix.headings.iter().filter(|heading| !heading.retired);
    catalogue
        .map(|heading| {
            let parent = heading.parent.as_deref().map(str::parse).transpose();
            Ok(CatalogueHeading {
                id: heading.id.parse().map_err(|_| damaged())?,
                level: heading.level.parse().map_err(|_| damaged())?,
                parent: parent.map_err(|_| damaged())?,
                number: heading.number.clone(),
                text: heading.text.clone(),
            })
        })
        .collect()
}
