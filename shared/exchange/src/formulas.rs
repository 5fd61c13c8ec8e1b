//! Formulas that only copy another cell ("=A2"), as people fill headings down, when the file was saved
//! without their results. Nothing is ever computed.

use std::collections::BTreeMap;

use crate::cells::{self, Place};
use crate::limits::{CELLS_MAX, COLUMNS_MAX, FORMULA_STEPS_MAX, SHEET_ROWS_MAX};
use crate::table::Table;
use crate::{ImportError, Limit};

/// The formulas of a table that have no result.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// The cell that each copies; `None` if the formula is another.
    copies: BTreeMap<Place, Option<Place>>,
}

impl References {
    pub(crate) fn add(&mut self, place: Place, formula: &str) {
        if self.copies.len() < CELLS_MAX {
            self.copies.insert(place, reference(formula));
        }
    }

    /// A formula whose copied cell is known already.
    pub(crate) fn add_copy(&mut self, place: Place, of: Option<Place>) {
        if self.copies.len() < CELLS_MAX {
            self.copies.insert(place, of);
        }
    }

    /// Gives each cell the text of the one it copies, through others that copy too. What cannot be
    /// followed, or goes in a circle, is told as a formula without a result.
    pub(crate) fn follow(&self, table: &mut Table) -> Result<(), ImportError> {
        let mut known: BTreeMap<Place, Option<Place>> = BTreeMap::new();
        for start in self.copies.keys() {
            let mut path = Vec::new();
            let mut at = *start;
            let end = loop {
                if let Some(end) = known.get(&at) {
                    break *end;
                }
                match self.copies.get(&at) {
                    // A cell with a text, or an empty one: the end.
                    None => break Some(at),
                    Some(None) => break None,
                    Some(Some(next)) => {
                        // A circle: every step would come round again.
                        known.insert(at, None);
                        path.push(at);
                        if path.len() > FORMULA_STEPS_MAX {
                            return Err(ImportError::too_large(
                                Limit::FormulaSteps,
                                FORMULA_STEPS_MAX,
                            ));
                        }
                        at = table.origin(*next);
                    }
                }
            };
            for place in path {
                known.insert(place, end);
            }
            known.entry(*start).or_insert(end);
        }
        for (place, end) in known {
            if !self.copies.contains_key(&place) {
                continue;
            }
            let Some(end) = end.filter(|end| !self.copies.contains_key(end)) else {
                table.without_result.push(place);
                continue;
            };
            let text = table.own_text(end).to_owned();
            if text.is_empty() {
                continue;
            }
            table.followed.push(place);
            let cell = table.cells.entry(place).or_default();
            cell.text = text;
        }
        Ok(())
    }
}

/// The cell of the same sheet that a formula copies: "A2", "$A$2", "+A2", "of:=[.A2]".
pub(crate) fn reference(formula: &str) -> Option<Place> {
    let formula = formula.trim();
    let formula = formula.strip_prefix("of:").unwrap_or(formula);
    let formula = formula.trim_start_matches(['=', '+']).trim();
    let name = match formula.strip_prefix("[.") {
        Some(rest) => rest.strip_suffix(']')?,
        None => formula,
    };
    let is_name = !name.is_empty()
        && name.len() <= 12
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '$');
    let place = is_name.then(|| cells::parse(name)).flatten()?;
    (place.0 < SHEET_ROWS_MAX && place.1 < COLUMNS_MAX).then_some(place)
}

/// The same for a cell that shares the formula of another, as if it had been copied there.
pub(crate) fn reference_moved(formula: &str, from: Place, to: Place) -> Option<Place> {
    let (row, column) = reference(formula)?;
    let name = formula.trim().trim_start_matches(['=', '+']);
    let column_stays = name.starts_with('$');
    let row_stays = name.trim_start_matches('$').contains('$');
    let moved = |at: u32, from: u32, to: u32, stays: bool| {
        if stays {
            Some(at)
        } else {
            u32::try_from(i64::from(at) + i64::from(to) - i64::from(from)).ok()
        }
    };
    let place = (
        moved(row, from.0, to.0, row_stays)?,
        moved(column, from.1, to.1, column_stays)?,
    );
    (place.0 < SHEET_ROWS_MAX && place.1 < COLUMNS_MAX).then_some(place)
}
