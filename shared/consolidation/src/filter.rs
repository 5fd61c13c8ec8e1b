//! Which rows are looked at.

use checks::fold;

use crate::limits::SEARCH_LETTERS_MAX;
use crate::{Headings, Place, Programme, SheetRow, State};

/// Which rows are wanted. What is empty or absent leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of these institutions: their names, in whatever way they are written.
    pub institutions: Vec<String>,
    /// Under these axes: their keys, numbers or texts; "" for rows without axis.
    pub axes: Vec<String>,
    /// Under these priorities, in the same way.
    pub priorities: Vec<String>,
    /// In these states.
    pub states: Vec<State>,
    /// Sujeta a revisión, or not.
    pub subject: Option<bool>,
    /// With findings that matter at least so much.
    pub findings: Option<Gravity>,
    /// Lacking each of these.
    pub lacks: Vec<Lack>,
    /// Of matrices with a target for one of these years; only those targets are looked at.
    pub years: Vec<u16>,
    /// With each of these words in a text.
    pub text: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// To be mended.
    Error,
    /// That, or to be looked at.
    Warning,
    /// Any.
    Any,
}

/// Something a row may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A target of a year.
    Target,
    /// A baseline.
    Baseline,
    /// An indicator with a name.
    Indicator,
    /// The text of its line.
    Line,
}

/// A filter, its names looked up once.
struct Sieve<'a> {
    filter: &'a Filter,
    /// For each institution, axis and priority: whether it is wanted. Axes and priorities have one
    /// more place, for rows without.
    institutions: Vec<bool>,
    axes: Vec<bool>,
    priorities: Vec<bool>,
    words: Vec<String>,
}

impl Programme {
    /// The rows a filter lets through, in the order of the sheets.
    pub fn filtered(&self, filter: &Filter) -> Vec<Place> {
        let sieve = self.sieve(filter);
        self.places()
            .filter(|place| sieve.lets_through(self, *place))
            .collect()
    }

    /// What a filter names and the programme does not have.
    pub fn unknown<'f>(&self, filter: &'f Filter) -> Vec<&'f str> {
        let institution = |said: &&String| {
            let said = fold(said);
            !self.institutions().iter().any(|one| one.key == said)
        };
        let institutions = filter.institutions.iter().filter(institution);
        let axes = filter.axes.iter().filter(|said| !known(self.axes(), said));
        let priorities = filter.priorities.iter();
        let priorities = priorities.filter(|said| !known(self.priorities(), said));
        institutions
            .chain(axes)
            .chain(priorities)
            .map(String::as_str)
            .collect()
    }

    fn sieve<'a>(&self, filter: &'a Filter) -> Sieve<'a> {
        let named: Vec<String> = filter.institutions.iter().map(|name| fold(name)).collect();
        let text: String = filter.text.chars().take(SEARCH_LETTERS_MAX).collect();
        Sieve {
            filter,
            institutions: self
                .institutions()
                .iter()
                .map(|one| named.is_empty() || named.contains(&one.key))
                .collect(),
            axes: wanted(self.axes(), &filter.axes),
            priorities: wanted(self.priorities(), &filter.priorities),
            words: fold(&text).split(' ').map(ToOwned::to_owned).collect(),
        }
    }
}

fn known(headings: &Headings, said: &str) -> bool {
    said.is_empty() || headings.iter().any(|heading| heading.answers_to(said))
}

fn wanted(headings: &Headings, said: &[String]) -> Vec<bool> {
    let none = said.is_empty();
    let mut wanted: Vec<bool> = headings
        .iter()
        .map(|heading| none || said.iter().any(|said| heading.answers_to(said)))
        .collect();
    wanted.push(none || said.iter().any(String::is_empty));
    wanted
}

impl Sieve<'_> {
    fn lets_through(&self, programme: &Programme, place: Place) -> bool {
        let filter = self.filter;
        let row = programme.row(place);
        let heading = |wanted: &[bool], at: Option<usize>| wanted[at.unwrap_or(wanted.len() - 1)];
        self.institutions[programme.institution_of(place)]
            && heading(&self.axes, programme.axis_of(place))
            && heading(&self.priorities, programme.priority_of(place))
            && (filter.states.is_empty() || filter.states.contains(&row.state))
            && filter
                .subject
                .is_none_or(|wanted| row.is_subject() == wanted)
            && filter.findings.is_none_or(|least| has_findings(row, least))
            && self.has_years(programme, place)
            && filter
                .lacks
                .iter()
                .all(|lack| self.lacks(programme, place, *lack))
            && self.says(programme, place)
    }

    fn has_years(&self, programme: &Programme, place: Place) -> bool {
        let years = &programme.sheets()[place.sheet].years;
        let wanted = &self.filter.years;
        wanted.is_empty() || years.iter().any(|year| wanted.contains(year))
    }

    fn lacks(&self, programme: &Programme, place: Place, lack: Lack) -> bool {
        let row = programme.row(place);
        match lack {
            Lack::Target => !programme.sheets()[place.sheet].has_targets(row, &self.filter.years),
            Lack::Baseline => !row.has_baseline(),
            Lack::Indicator => !row.has_indicator(),
            Lack::Line => row.action_line.trim().is_empty(),
        }
    }

    fn says(&self, programme: &Programme, place: Place) -> bool {
        if self.words.iter().all(String::is_empty) {
            return true;
        }
        let row = programme.row(place);
        let sheet = &programme.sheets()[place.sheet];
        let mut texts = vec![
            fold(&row.action_line),
            fold(&row.indicator_name),
            fold(&row.interpretation),
            fold(&row.formula),
            fold(&row.responsible),
            fold(&sheet.institution),
            fold(&sheet.title),
        ];
        let headings = [
            programme.axis_of(place).map(|at| &programme.axes()[at]),
            programme
                .priority_of(place)
                .map(|at| &programme.priorities()[at]),
        ];
        texts.extend(
            headings
                .into_iter()
                .flatten()
                .map(|one| fold(&one.printed())),
        );
        self.words
            .iter()
            .all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

fn has_findings(row: &SheetRow, least: Gravity) -> bool {
    let found = row.findings;
    match least {
        Gravity::Error => found.errors > 0,
        Gravity::Warning => found.errors + found.warnings > 0,
        Gravity::Any => found.errors + found.warnings + found.notes > 0,
    }
}
