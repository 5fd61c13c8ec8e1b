//! The matrix as it read at a version.

use automerge::ChangeHash;
use document::{Document, Version, View};

use crate::cell::Texts;
use crate::history::Hand;
use crate::history::annals::Depth;
use crate::table::{Dirty, Table};
use crate::{Field, HeadingView, IndicatorId, Level, LineId, Matrix, RowView};

/// A matrix as it read at a version.
#[derive(Debug)]
pub struct PastMatrix {
    version: Version,
    table: Table,
}

impl PastMatrix {
    /// The version.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// All rows in order, retired ones in their place.
    pub fn rows(&self) -> &[RowView] {
        &self.table.rows
    }

    /// A row by what names it.
    pub fn row(&self, line: LineId, indicator: Option<IndicatorId>) -> Option<&RowView> {
        self.table.row((line, indicator))
    }

    /// What a row showed in a field; `None`: no such row.
    pub fn cell(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<String> {
        Some(self.row(line, indicator)?.cell(field))
    }

    /// Title.
    pub fn title(&self) -> &str {
        &self.table.title
    }

    /// Implementing institution.
    pub fn institution(&self) -> &str {
        &self.table.institution
    }

    /// Years of the programme, ascending.
    pub fn years(&self) -> &[u16] {
        &self.table.years
    }

    /// The catalogue of headings, each before those under it; those without rows too.
    pub fn headings(&self) -> &[HeadingView] {
        &self.table.catalogue.views
    }

    /// Levels of headings in use, outermost first.
    pub fn levels(&self) -> &[Level] {
        &self.table.catalogue.levels
    }
}

impl Matrix {
    /// The matrix as it read at a version. `None`: not all of it is here, or it is none of a
    /// matrix.
    pub fn rows_at(&self, at: &Version) -> Option<PastMatrix> {
        Document::guarded(|| {
            let heads = self.heads_of(at)?;
            if !self.is_founded_at(&heads) {
                return None;
            }
            let mut table = Table::default();
            let texts = Texts::new(View::at(&self.document, &heads));
            let update = table.read(texts, Dirty::everything());
            table.apply(update);
            Some(PastMatrix {
                version: at.clone(),
                table,
            })
        })?
    }

    /// Whether all of a version is here.
    pub fn holds(&self, at: &Version) -> bool {
        self.heads_of(at).is_some()
    }

    /// Whether a version has everything of another. `None`: not all of them is here.
    pub fn has_seen(&self, later: &Version, earlier: &Version) -> Option<bool> {
        let (later, earlier) = (self.heads_of(later)?, self.heads_of(earlier)?);
        self.past.ask(&self.document, Depth::Changes, |annals| {
            let seen = annals.seen_by(&later)?;
            let mut numbers = earlier.iter().map(|hash| annals.number(hash));
            Some(numbers.all(|number| number.is_some_and(|number| seen[number as usize])))
        })?
    }

    /// Changes that say they applied a suggestion, in the order all devices share.
    pub fn has_via(&self, suggestion: [u8; 16]) -> Vec<[u8; 32]> {
        let found = self.past.ask(&self.document, Depth::Changes, |annals| {
            let entries = annals.order.iter().map(|number| annals.entry(*number));
            let applied =
                entries.filter(|entry| entry.via.is_some_and(|via| via.suggestion == suggestion));
            applied.map(|entry| entry.hash.0).collect()
        });
        found.unwrap_or_default()
    }

    /// Who made a change. `None`: it is not here.
    pub fn hand(&self, change: &[u8; 32]) -> Option<Hand> {
        let hash = ChangeHash(*change);
        self.document.contains(&hash).then(|| {
            let stamp = self.document.stamp(&hash);
            Hand {
                author: stamp.author,
                at_ms: stamp.at_ms,
                change: *change,
            }
        })
    }

    /// Hashes of a version all of which is here.
    pub(super) fn heads_of(&self, version: &Version) -> Option<Vec<ChangeHash>> {
        let hashes = version.change_hashes();
        let here = hashes.iter().all(|hash| self.document.contains(hash));
        (here && !hashes.is_empty()).then_some(hashes)
    }
}
