//! What axes and priorities are covered by.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Findings, Place, Programme, State, Tier};

/// What some rows come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covered {
    /// Institutions with a row among them.
    pub institutions: usize,
    /// Rows.
    pub rows: usize,
    /// Lines of action that say something, each once.
    pub lines: usize,
    /// Rows with a named indicator.
    pub indicators: usize,
    /// Rows with a target for every year looked at.
    pub with_targets: usize,
    /// Rows without baseline.
    pub without_baseline: usize,
    /// Rows sujetas a revisión.
    pub subject: usize,
    /// Lines in each state, in the order of [`State::ALL`].
    pub states: [usize; 4],
    /// What is found in them.
    pub findings: Findings,
    /// Rows in which something is found.
    pub found_in: usize,
}

/// Coverage of a programme, or of some rows of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All of it.
    pub all: Covered,
    /// By axis, in the order of [`Programme::axes`]; the last is for rows without axis.
    pub axes: Vec<Covered>,
    /// By priority, in the order of [`Programme::priorities`]; the last is for rows without priority.
    pub priorities: Vec<Covered>,
    /// By sheet, in the order of [`Programme::sheets`].
    pub sheets: Vec<Covered>,
    /// Where axes and institutions meet.
    pub axis_meetings: Vec<Meeting>,
    /// Where priorities and institutions meet.
    pub priority_meetings: Vec<Meeting>,
}

/// An institution with rows under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// Place of the heading; one past the last for rows without.
    pub heading: usize,
    /// Place of the institution in [`Programme::institutions`].
    pub institution: usize,
    /// Lines that say something, each once.
    pub lines: usize,
    /// Rows.
    pub rows: usize,
}

/// Counts on their way.
#[derive(Default, Clone)]
struct Tally {
    covered: Covered,
    institutions: BTreeSet<usize>,
}

impl Programme {
    /// What some rows come to; of their targets only those of some years are looked at, of all if none
    /// is named.
    pub fn coverage(&self, places: &[Place], years: &[u16]) -> Coverage {
        let mut all = Tally::default();
        let mut axes = vec![Tally::default(); self.axes().len() + 1];
        let mut priorities = vec![Tally::default(); self.priorities().len() + 1];
        let mut sheets = vec![Tally::default(); self.sheets().len()];
        for place in places {
            let axis = self.axis_of(*place).unwrap_or(axes.len() - 1);
            let priority = self.priority_of(*place).unwrap_or(priorities.len() - 1);
            let one = self.covered(*place, years);
            let institution = self.institution_of(*place);
            all.add(&one, institution);
            axes[axis].add(&one, institution);
            priorities[priority].add(&one, institution);
            sheets[place.sheet].add(&one, institution);
        }
        let finish = |tallies: Vec<Tally>| tallies.into_iter().map(Tally::finish).collect();
        Coverage {
            all: all.finish(),
            axes: finish(axes),
            priorities: finish(priorities),
            sheets: finish(sheets),
            axis_meetings: self.meetings(places, Tier::Axis),
            priority_meetings: self.meetings(places, Tier::Priority),
        }
    }

    /// What a row comes to.
    fn covered(&self, place: Place, years: &[u16]) -> Covered {
        let row = self.row(place);
        let sheet = &self.sheets()[place.sheet];
        let mut states = [0; 4];
        if row.is_line() {
            for (count, state) in states.iter_mut().zip(State::ALL) {
                *count = usize::from(row.state == state);
            }
        }
        let found = row.findings;
        Covered {
            institutions: 0,
            rows: 1,
            lines: usize::from(row.is_line()),
            indicators: usize::from(row.has_indicator()),
            with_targets: usize::from(sheet.has_targets(row, years)),
            without_baseline: usize::from(!row.has_baseline()),
            subject: usize::from(row.is_subject()),
            states,
            findings: found,
            found_in: usize::from(found != Findings::default()),
        }
    }

    fn meetings(&self, places: &[Place], tier: Tier) -> Vec<Meeting> {
        let none = self.headings(tier).len();
        let mut met: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for place in places {
            let heading = self.heading_of(*place, tier).unwrap_or(none);
            let counts = met.entry((heading, self.institution_of(*place)));
            let (lines, rows) = counts.or_default();
            *lines += usize::from(self.row(*place).is_line());
            *rows += 1;
        }
        met.into_iter()
            .map(|((heading, institution), (lines, rows))| Meeting {
                heading,
                institution,
                lines,
                rows,
            })
            .collect()
    }
}

impl Tally {
    fn add(&mut self, one: &Covered, institution: usize) {
        let sum = &mut self.covered;
        sum.rows += one.rows;
        sum.lines += one.lines;
        sum.indicators += one.indicators;
        sum.with_targets += one.with_targets;
        sum.without_baseline += one.without_baseline;
        sum.subject += one.subject;
        for (sum, one) in sum.states.iter_mut().zip(one.states) {
            *sum += one;
        }
        sum.findings.add(one.findings);
        sum.found_in += one.found_in;
        self.institutions.insert(institution);
    }

    fn finish(mut self) -> Covered {
        self.covered.institutions = self.institutions.len();
        self.covered
    }
}
