//! A programme as it is handed out: tables of words and counts, in one language.

use consolidation::Place;
use contract::{
    Code, ConsolidatedDossier, ConsolidatedHeading, ConsolidatedRow, ConsolidationQuery,
    ConsolidationView, CoverageView, FindingLevel, Language, Problem, RowLack, RowState,
};
use jiff::Timestamp;
use jiff::civil::Date;
use paper::{ConsolidationReport, PaperSize, ReportColumn, ReportRow, ReportTable};

use super::Read;
use super::views;
use crate::history::dates;

/// Rows of a report that is printed: more than a mesa reads, and what a typesetter does in some seconds.
const PRINTED_ROWS_MAX: u32 = 3_000;

/// For whom a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportBreadth {
    /// For a spreadsheet: every column.
    Whole,
    /// For paper: what fits on a sheet.
    Printed,
}

/// What a report is made for.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) query: ConsolidationQuery,
    /// Name of the programme; `None`: every dossier of the computer.
    pub(super) name: Option<String>,
    pub(super) language: Language,
    pub(super) breadth: ReportBreadth,
    pub(super) paper: PaperSize,
    pub(super) now: Timestamp,
    pub(super) today: Date,
}

/// Makes the report.
pub(super) fn report(read: &Read, order: &Order) -> Result<ConsolidationReport, Problem> {
    let view = views::view(read, &order.query, 0, order.today);
    printable(order.breadth, view.total)?;
    let words = Words(order.language);
    let now_ms = u64::try_from(order.now.as_millisecond()).unwrap_or_default();
    let made = dates::moment(now_ms, order.language);
    let subject = view.coverage.subject > 0;
    Ok(ConsolidationReport {
        title: order
            .name
            .clone()
            .unwrap_or_else(|| words.say("Programa del estado", "The state's programme")),
        lines: lines(&view, order, words),
        tables: vec![
            rows(read, &view, order, words),
            coverage(&view.axes, words, true),
            coverage(&view.priorities, words, false),
            institutions(&view.dossiers, words, order.language),
        ],
        foot: words.say(&format!("Hecho el {made}"), &format!("Made on {made}")),
        page_words: [words.say("Página", "Page"), words.say("de", "of")],
        legend: if subject {
            words.say(
                "Amarillo: renglón sujeto a revisión; la columna Estado lo dice también.",
                "Yellow: row subject to review; the column State says so too.",
            )
        } else {
            String::new()
        },
        language: words.say("es-MX", "en"),
        dated_unix_s: order.now.as_second(),
        paper: order.paper,
    })
}

/// Whether so many rows go into a report.
fn printable(breadth: ReportBreadth, rows: u32) -> Result<(), Problem> {
    if breadth == ReportBreadth::Printed && rows > PRINTED_ROWS_MAX {
        return Err(Problem::about(Code::TooManyToPrint, rows));
    }
    Ok(())
}

/// The words of a language.
#[derive(Clone, Copy)]
struct Words(Language);

impl Words {
    fn say(self, spanish: &str, english: &str) -> String {
        match self.0 {
            Language::Spanish => spanish,
            Language::English => english,
        }
        .to_owned()
    }

    fn state(self, state: RowState) -> String {
        match state {
            RowState::Draft => self.say("Borrador", "Draft"),
            RowState::InReview => self.say("En revisión", "In review"),
            RowState::Returned => self.say("Observada", "Returned"),
            RowState::Approved => self.say("Aprobada", "Approved"),
        }
    }

    fn column(self, spanish: &str, english: &str, width_parts: u32) -> ReportColumn {
        ReportColumn {
            header: self.say(spanish, english),
            width_parts,
            counts: false,
        }
    }

    fn count(self, spanish: &str, english: &str, width_parts: u32) -> ReportColumn {
        ReportColumn {
            counts: true,
            ..self.column(spanish, english, width_parts)
        }
    }
}

/// What the report is of: how much, and what the filters leave out.
fn lines(view: &ConsolidationView, order: &Order, words: Words) -> Vec<String> {
    let counted = &view.coverage;
    let (total, all, dossiers) = (view.total, view.all_rows, view.dossiers.len());
    let mut lines = vec![words.say(
        &format!(
            "{} instituciones, {dossiers} expedientes, {} líneas de acción, {} indicadores, {total} de {all} renglones.",
            counted.institutions, counted.lines, counted.indicators
        ),
        &format!(
            "{} institutions, {dossiers} dossiers, {} lines of action, {} indicators, {total} of {all} rows.",
            counted.institutions, counted.lines, counted.indicators
        ),
    )];
    let filters = filters(&order.query, words);
    if !filters.is_empty() {
        let filters = filters.join("; ");
        lines.push(words.say(
            &format!("Solo renglones así: {filters}."),
            &format!("Only rows like this: {filters}."),
        ));
    }
    lines
}

fn filters(query: &ConsolidationQuery, words: Words) -> Vec<String> {
    let mut filters = Vec::new();
    let mut list = |label: String, values: Vec<String>| {
        if !values.is_empty() {
            filters.push(format!("{label}: {}", values.join(", ")));
        }
    };
    let none = words.say("ninguno", "none");
    let named = |values: &[String]| {
        let one = |value: &String| match value.split_once('|') {
            // A key is a number, or a number and a text that has to be told from another.
            Some(("", text)) => text.to_owned(),
            Some((number, text)) => format!("{number}. {text}"),
            None if value.is_empty() => none.clone(),
            None => value.clone(),
        };
        values.iter().map(one).collect::<Vec<_>>()
    };
    list(
        words.say("institución", "institution"),
        query.institutions.clone(),
    );
    list(words.say("eje", "axis"), named(&query.axes));
    list(words.say("prioridad", "priority"), named(&query.priorities));
    let states = query.states.iter().map(|state| words.state(*state));
    list(words.say("estado", "state"), states.collect());
    let lacks = query.lacks.iter().map(|lack| match lack {
        RowLack::Target => words.say("alguna meta", "some target"),
        RowLack::Baseline => words.say("línea base", "baseline"),
        RowLack::Indicator => words.say("indicador", "indicator"),
        RowLack::Line => words.say("línea de acción", "line of action"),
    });
    list(words.say("les falta", "lacking"), lacks.collect());
    let years = query.years.iter().map(ToString::to_string);
    list(words.say("años", "years"), years.collect());
    if let Some(subject) = query.subject {
        filters.push(if subject {
            words.say("sujetos a revisión", "subject to review")
        } else {
            words.say("no sujetos a revisión", "not subject to review")
        });
    }
    if let Some(level) = query.findings {
        filters.push(match level {
            FindingLevel::Error => words.say("con errores", "with errors"),
            FindingLevel::Warning => words.say("con errores o avisos", "with errors or warnings"),
            FindingLevel::Info => words.say("con hallazgos", "with findings"),
        });
    }
    if !query.text.trim().is_empty() {
        let text = query.text.trim();
        filters.push(words.say(&format!("dicen «{text}»"), &format!("saying “{text}”")));
    }
    filters
}

/// The rows of all matrices.
fn rows(read: &Read, view: &ConsolidationView, order: &Order, words: Words) -> ReportTable {
    let whole = order.breadth == ReportBreadth::Whole;
    let mut columns = vec![
        words.column("Institución", "Institution", 10),
        words.count("No.", "No.", 4),
        words.column("Eje", "Axis", 11),
        words.column("Prioridad", "Priority", 14),
        words.column("Línea de acción", "Line of action", 26),
        words.column("Indicador", "Indicator", 18),
    ];
    if whole {
        columns.push(words.column("Interpretación", "Interpretation", 18));
        columns.push(words.column("Tipo", "Unit", 9));
    }
    columns.push(words.column("Fórmula", "Formula", 18));
    if whole {
        columns.push(words.column("Frecuencia de medición", "Frequency", 9));
    }
    columns.push(words.column("Línea base", "Baseline", 7));
    for year in &view.years {
        columns.push(words.count(&format!("Meta {year}"), &format!("Target {year}"), 6));
    }
    columns.push(words.column("Estado", "State", 10));
    if whole {
        columns.push(words.count("Errores", "Errors", 6));
        columns.push(words.count("Avisos", "Warnings", 6));
    }
    let programme = &read.programme;
    let table = programme.table(&views::filter(&order.query), views::order(&order.query));
    let mut sections = view.sections.iter().peekable();
    let mut made = Vec::with_capacity(table.places.len() + view.sections.len());
    let none = words.say("Sin encabezado", "Without heading");
    for (at, place) in (0_u32..).zip(&table.places) {
        if let Some(section) = sections.next_if(|section| section.first == at) {
            let label = Some(&section.label).filter(|label| !label.is_empty());
            made.push(ReportRow {
                cells: vec![label.unwrap_or(&none).clone()],
                marked: false,
                over: true,
            });
        }
        made.push(row(&row_of(read, *place, &view.years), whole, words));
    }
    ReportTable {
        name: words.say("Consolidado", "Consolidated"),
        title: words.say("Renglones de todas las matrices", "Rows of all matrices"),
        columns,
        rows: made,
    }
}

fn row_of(read: &Read, place: Place, years: &[u16]) -> ConsolidatedRow {
    views::row(&read.programme, place, years)
}

fn row(one: &ConsolidatedRow, whole: bool, words: Words) -> ReportRow {
    let mut cells = vec![
        one.institution.clone(),
        one.row.to_string(),
        one.axis.clone(),
        one.priority.clone(),
        one.action_line.clone(),
        one.indicator_name.clone(),
    ];
    if whole {
        cells.push(one.interpretation.clone());
        cells.push(one.unit_of_measure.clone());
    }
    cells.push(one.formula.clone());
    if whole {
        cells.push(one.frequency.clone());
    }
    cells.push(one.baseline.clone());
    let absent = words.say("no aplica", "none");
    let targets = one
        .targets
        .iter()
        .map(|target| target.as_ref().unwrap_or(&absent));
    cells.extend(targets.cloned());
    let mut state = words.state(one.state);
    if one.subject {
        state.push_str(&words.say(" · Sujeta a revisión", " · Subject to review"));
    }
    cells.push(state);
    if whole {
        cells.push(one.errors.to_string());
        cells.push(one.warnings.to_string());
    }
    ReportRow {
        cells,
        marked: one.subject,
        over: false,
    }
}

/// What axes or priorities are covered by.
fn coverage(headings: &[ConsolidatedHeading], words: Words, axes: bool) -> ReportTable {
    let (name, title, first) = if axes {
        (
            words.say("Cobertura por eje", "Coverage by axis"),
            words.say("Qué cubre cada eje", "What each axis is covered by"),
            words.column("Eje", "Axis", 40),
        )
    } else {
        (
            words.say("Cobertura por prioridad", "Coverage by priority"),
            words.say(
                "Qué cubre cada prioridad",
                "What each priority is covered by",
            ),
            words.column("Prioridad", "Priority", 40),
        )
    };
    let columns = vec![
        first,
        words.count("Instituciones", "Institutions", 10),
        words.count("Líneas de acción", "Lines of action", 10),
        words.count("Indicadores", "Indicators", 10),
        words.count("Renglones", "Rows", 10),
        words.count("Con todas sus metas", "With all targets", 10),
        words.count("Sin línea base", "Without baseline", 10),
        words.count("Sujetos a revisión", "Subject to review", 10),
        words.count("Errores", "Errors", 8),
        words.count("Avisos", "Warnings", 8),
    ];
    let known = |one: &&ConsolidatedHeading| !one.key.is_empty() || one.coverage.rows > 0;
    let rows = headings.iter().filter(known).map(|one| {
        let label = match (&*one.number, &*one.text) {
            ("", "") if axes => words.say("Sin eje", "Without axis"),
            ("", "") => words.say("Sin prioridad", "Without priority"),
            ("", text) => text.to_owned(),
            (number, "") => number.to_owned(),
            (number, text) => format!("{number}. {text}"),
        };
        let CoverageView {
            institutions,
            lines,
            indicators,
            rows,
            with_targets,
            without_baseline,
            subject,
            errors,
            warnings,
            ..
        } = one.coverage;
        let counts = [
            institutions,
            lines,
            indicators,
            rows,
            with_targets,
            without_baseline,
            subject,
            errors,
            warnings,
        ];
        let counts = counts.iter().map(ToString::to_string);
        ReportRow {
            cells: std::iter::once(label).chain(counts).collect(),
            ..ReportRow::default()
        }
    });
    ReportTable {
        name,
        title,
        columns,
        rows: rows.collect(),
    }
}

/// How each institution stands, its dossiers whole.
fn institutions(dossiers: &[ConsolidatedDossier], words: Words, language: Language) -> ReportTable {
    let columns = vec![
        words.column("Institución", "Institution", 18),
        words.column("Matriz", "Matrix", 24),
        words.count("Renglones", "Rows", 7),
        words.count("Líneas", "Lines", 7),
        words.count("Errores", "Errors", 7),
        words.count("Avisos", "Warnings", 7),
        words.count("Borrador", "Draft", 7),
        words.count("En revisión", "In review", 7),
        words.count("Observadas", "Returned", 8),
        words.count("Aprobadas", "Approved", 8),
        words.count("Consultas abiertas", "Open consultations", 8),
        words.count("Por decidir", "To decide", 7),
        words.column("Última versión cerrada", "Last closed version", 14),
        words.column("Periodo de revisión", "Review period", 12),
        words.column("Último contacto", "Last contact", 12),
    ];
    let rows = dossiers.iter().map(|one| {
        let counted = &one.coverage;
        let counts = [
            counted.rows,
            counted.lines,
            counted.errors,
            counted.warnings,
            counted.draft,
            counted.in_review,
            counted.returned,
            counted.approved,
            one.consultations,
            one.to_decide,
        ];
        let deadline = one.deadline.as_ref().and_then(|deadline| {
            let day = deadline.closes_on.parse::<Date>().ok()?;
            Some(dates::day(day, language))
        });
        let contact = one.last_contact.as_deref().map(|at| moment(at, language));
        let version = one.version.as_ref().map(|version| version.name.clone());
        let cells = [one.institution.clone(), one.title.clone()]
            .into_iter()
            .chain(counts.iter().map(ToString::to_string))
            .chain([version, deadline, contact].map(Option::unwrap_or_default));
        ReportRow {
            cells: cells.collect(),
            ..ReportRow::default()
        }
    });
    ReportTable {
        name: words.say("Instituciones", "Institutions"),
        title: words.say(
            "Cómo va cada institución (expedientes completos)",
            "How each institution stands (whole dossiers)",
        ),
        columns,
        rows: rows.collect(),
    }
}

fn moment(text: &str, language: Language) -> String {
    let at = text.parse::<Timestamp>().ok();
    let at_ms = at.and_then(|at| u64::try_from(at.as_millisecond()).ok());
    at_ms.map_or_else(|| text.to_owned(), |at_ms| dates::moment(at_ms, language))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn paper_has_an_end_and_a_workbook_has_none() {
        assert_eq!(printable(ReportBreadth::Printed, PRINTED_ROWS_MAX), Ok(()));
        let refused = printable(ReportBreadth::Printed, PRINTED_ROWS_MAX + 1).unwrap_err();
        assert_eq!(refused.code, Code::TooManyToPrint);
        assert_eq!(printable(ReportBreadth::Whole, u32::MAX), Ok(()));
    }
}
