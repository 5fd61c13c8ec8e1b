//! A matrix as it is handed over.

/// The matrix of an institution, as its read model keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What names its dossier.
    pub dossier: String,
    /// Its title.
    pub title: String,
    /// Its institution, as written.
    pub institution: String,
    /// Years of its programme, ascending.
    pub years: Vec<u16>,
    /// Axes and priorities its rows stand under.
    pub headings: Vec<SheetHeading>,
    /// Its rows in order, retired ones not among them.
    pub rows: Vec<SheetRow>,
}

/// Which of the levels of headings that every programme shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// Eje.
    Axis,
    /// Prioridad.
    Priority,
}

/// A heading of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetHeading {
    /// Its level.
    pub tier: Tier,
    /// Number as text, "" if it has none.
    pub number: String,
    /// Text without the number.
    pub text: String,
}

impl SheetHeading {
    /// Number and text as one: "7. Texto".
    pub fn printed(&self) -> String {
        crate::headings::print(&self.number, &self.text)
    }
}

/// State of a line in the review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Borrador.
    #[default]
    Draft,
    /// En revisión.
    InReview,
    /// Observada.
    Returned,
    /// Aprobada.
    Approved,
}

impl State {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Returned, Self::Approved];
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// To be mended.
    pub errors: u32,
    /// To be looked at.
    pub warnings: u32,
    /// To be known.
    pub notes: u32,
}

impl Findings {
    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

/// A row of a matrix: a line with one of its indicators, or with none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// Its number in its matrix, from 1.
    pub number: u32,
    /// What names its line.
    pub line: String,
    /// What names its indicator.
    pub indicator: Option<String>,
    /// Whether it is the first row of its line: a line is counted once.
    pub begins_line: bool,
    /// Place of its axis in [`Sheet::headings`].
    pub axis: Option<usize>,
    /// Place of its priority in [`Sheet::headings`].
    pub priority: Option<usize>,
    /// Text of the line.
    pub action_line: String,
    /// Name of the indicator.
    pub indicator_name: String,
    /// How to read it.
    pub interpretation: String,
    /// Unit of measure, as printed.
    pub unit_of_measure: String,
    /// Formula, as printed.
    pub formula: String,
    /// Frequency, as printed.
    pub frequency: String,
    /// Who answers for the line.
    pub responsible: String,
    /// Value of the baseline, as printed; "" if there is none.
    pub baseline: String,
    /// Targets as printed, one for each of [`Sheet::years`]; "" where blank.
    pub targets: Vec<String>,
    /// Marked as waiting for another body.
    pub pending: bool,
    /// Consultations about it that wait for an answer.
    pub consultations: u32,
    /// Open threads of comments.
    pub comments: u32,
    /// State of its line.
    pub state: State,
    /// What its matrix finds wrong in it; silenced findings are not counted.
    pub findings: Findings,
}

impl SheetRow {
    /// Sujeta a revisión: marked so, or asked about and not answered.
    pub fn is_subject(&self) -> bool {
        self.pending || self.consultations > 0
    }

    /// Whether it begins a line that says something.
    pub fn is_line(&self) -> bool {
        self.begins_line && !is_blank(&self.action_line)
    }

    /// Whether it has an indicator with a name.
    pub fn has_indicator(&self) -> bool {
        !is_blank(&self.indicator_name)
    }

    /// Whether a baseline is written.
    pub fn has_baseline(&self) -> bool {
        !is_blank(&self.baseline)
    }
}

impl Sheet {
    /// Target of a row in a year; `None` if its programme has no such year.
    pub fn target<'a>(&self, row: &'a SheetRow, year: u16) -> Option<&'a str> {
        let place = self.years.iter().position(|one| *one == year)?;
        row.targets.get(place).map(String::as_str)
    }

    /// Whether a row has a target for each of some years its programme has; all of its years if none is
    /// named. A programme without years has none that could be missing.
    pub fn has_targets(&self, row: &SheetRow, years: &[u16]) -> bool {
        self.years
            .iter()
            .zip(&row.targets)
            .filter(|(year, _)| years.is_empty() || years.contains(year))
            .all(|(_, target)| !is_blank(target))
    }
}

pub(crate) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
