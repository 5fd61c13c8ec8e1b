//! The matrices together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use checks::fold;

use crate::headings::{Headings, Written};
use crate::sheet::is_blank;
use crate::{Sheet, SheetRow, Tier};

/// The matrices of a programme, their headings joined. Made once, asked many times.
#[derive(Debug, Clone)]
pub struct Programme {
    sheets: Vec<Arc<Sheet>>,
    institutions: Vec<Institution>,
    /// Institution of each sheet.
    of_sheet: Vec<usize>,
    /// For each sheet, the place of each of its headings in `axes` or `priorities`.
    joined: Vec<Vec<usize>>,
    axes: Headings,
    priorities: Headings,
    years: Vec<u16>,
}

/// An institution of a programme: it may have several matrices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// What names it, whatever way it is written.
    pub key: String,
    /// As its first matrix writes it.
    pub name: String,
    /// Places of its matrices in [`Programme::sheets`].
    pub sheets: Vec<usize>,
}

/// A row of the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Place of its sheet in [`Programme::sheets`].
    pub sheet: usize,
    /// Place of the row in its sheet.
    pub row: usize,
}

impl Programme {
    /// Puts sheets together: by institution, then by title.
    pub fn of(mut sheets: Vec<Arc<Sheet>>) -> Self {
        sheets.sort_by_cached_key(|sheet| {
            (
                institution_key(sheet),
                fold(&sheet.title),
                sheet.dossier.clone(),
            )
        });
        let mut institutions: Vec<Institution> = Vec::new();
        let mut of_sheet = Vec::with_capacity(sheets.len());
        for (at, sheet) in sheets.iter().enumerate() {
            let key = institution_key(sheet);
            match institutions.last_mut() {
                Some(last) if last.key == key => last.sheets.push(at),
                _ => institutions.push(Institution {
                    name: institution_name(sheet).to_owned(),
                    key,
                    sheets: vec![at],
                }),
            }
            of_sheet.push(institutions.len() - 1);
        }
        let years: BTreeSet<u16> = sheets
            .iter()
            .flat_map(|sheet| sheet.years.clone())
            .collect();
        let (axes, axis_places) = joined(&sheets, Tier::Axis);
        let (mut priorities, priority_places) = joined(&sheets, Tier::Priority);
        let places: Vec<Vec<usize>> = sheets
            .iter()
            .enumerate()
            .map(|(sheet, view)| {
                let at = |heading: usize| match view.headings[heading].tier {
                    Tier::Axis => axis_places[&(sheet, heading)],
                    Tier::Priority => priority_places[&(sheet, heading)],
                };
                (0..view.headings.len()).map(at).collect()
            })
            .collect();
        priorities.set_axes(usual_axes(&sheets, &places, priorities.len()));
        Self {
            sheets,
            institutions,
            of_sheet,
            joined: places,
            axes,
            priorities,
            years: years.into_iter().collect(),
        }
    }

    /// Its matrices, by institution.
    pub fn sheets(&self) -> &[Arc<Sheet>] {
        &self.sheets
    }

    /// Its institutions, by name.
    pub fn institutions(&self) -> &[Institution] {
        &self.institutions
    }

    /// Its axes, those of different matrices joined.
    pub fn axes(&self) -> &Headings {
        &self.axes
    }

    /// Its priorities.
    pub fn priorities(&self) -> &Headings {
        &self.priorities
    }

    /// Every year of one of its matrices, ascending.
    pub fn years(&self) -> &[u16] {
        &self.years
    }

    /// How many rows it has.
    pub fn row_count(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.rows.len()).sum()
    }

    /// Every row, in the order of the sheets.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.sheets
            .iter()
            .enumerate()
            .flat_map(|(sheet, view)| (0..view.rows.len()).map(move |row| Place { sheet, row }))
    }

    /// A row.
    pub fn row(&self, place: Place) -> &SheetRow {
        &self.sheets[place.sheet].rows[place.row]
    }

    /// Place of the institution of a row in [`Self::institutions`].
    pub fn institution_of(&self, place: Place) -> usize {
        self.of_sheet[place.sheet]
    }

    /// Place of the axis of a row in [`Self::axes`].
    pub fn axis_of(&self, place: Place) -> Option<usize> {
        let heading = self.row(place).axis?;
        self.joined[place.sheet].get(heading).copied()
    }

    /// Place of the priority of a row in [`Self::priorities`].
    pub fn priority_of(&self, place: Place) -> Option<usize> {
        let heading = self.row(place).priority?;
        self.joined[place.sheet].get(heading).copied()
    }

    /// Headings of a tier.
    pub fn headings(&self, tier: Tier) -> &Headings {
        match tier {
            Tier::Axis => &self.axes,
            Tier::Priority => &self.priorities,
        }
    }

    /// Place of the heading of a row in a tier.
    pub fn heading_of(&self, place: Place, tier: Tier) -> Option<usize> {
        match tier {
            Tier::Axis => self.axis_of(place),
            Tier::Priority => self.priority_of(place),
        }
    }
}

/// What names the institution of a sheet. A matrix that says none stands for itself.
fn institution_key(sheet: &Sheet) -> String {
    fold(institution_name(sheet))
}

fn institution_name(sheet: &Sheet) -> &str {
    [&sheet.institution, &sheet.title]
        .into_iter()
        .find(|name| !is_blank(name))
        .unwrap_or(&sheet.dossier)
        .trim()
}

/// Joins the headings of a tier; answers where each of each sheet went.
fn joined(sheets: &[Arc<Sheet>], tier: Tier) -> (Headings, BTreeMap<(usize, usize), usize>) {
    let mut written: BTreeMap<(&str, &str), Written> = BTreeMap::new();
    for sheet in sheets {
        let mut rows = vec![0_u32; sheet.headings.len()];
        for row in &sheet.rows {
            let heading = match tier {
                Tier::Axis => row.axis,
                Tier::Priority => row.priority,
            };
            if let Some(count) = heading.and_then(|heading| rows.get_mut(heading)) {
                *count += 1;
            }
        }
        for (heading, rows) in sheet.headings.iter().zip(rows) {
            if heading.tier == tier {
                let one = written.entry((&heading.number, &heading.text)).or_default();
                one.rows += rows;
            }
        }
    }
    for ((number, text), one) in &mut written {
        (*number).clone_into(&mut one.number);
        (*text).clone_into(&mut one.text);
    }
    let keys: Vec<(&str, &str)> = written.keys().copied().collect();
    let (headings, places) = Headings::join(written.values().cloned().collect());
    let place_of: BTreeMap<(&str, &str), usize> = keys.into_iter().zip(places).collect();
    let mut at = BTreeMap::new();
    for (sheet, view) in sheets.iter().enumerate() {
        for (heading, one) in view.headings.iter().enumerate() {
            if one.tier == tier {
                at.insert((sheet, heading), place_of[&(&*one.number, &*one.text)]);
            }
        }
    }
    (headings, at)
}

/// The axis most rows of each priority stand under.
fn usual_axes(
    sheets: &[Arc<Sheet>],
    places: &[Vec<usize>],
    priorities: usize,
) -> Vec<Option<usize>> {
    let mut counts: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); priorities];
    for (sheet, places) in sheets.iter().zip(places) {
        for row in &sheet.rows {
            let at = |heading: Option<usize>| heading.and_then(|heading| places.get(heading));
            if let (Some(priority), Some(axis)) = (at(row.priority), at(row.axis)) {
                *counts[*priority].entry(*axis).or_default() += 1;
            }
        }
    }
    let usual = |counts: &BTreeMap<usize, usize>| {
        // Of equally many, the first axis.
        let most = counts
            .iter()
            .max_by_key(|(axis, rows)| (**rows, usize::MAX - **axis));
        most.map(|(axis, _)| *axis)
    };
    counts.iter().map(usual).collect()
}
