//! The notification of changes and the list of an absence, as documents to hand on. They are in
//! Spanish whatever the language of the screen: so is the matrix.

use contract::{
    AwayItem, AwayKind, Code, ComparisonView, DiffKind, DiffSpan, DifferenceKind, DifferenceView,
    Language, Problem,
};
use model::Field;
use paper::{ChangesReport, ReportedChange, Word, WordKind, changes_csv, changes_docx};
use replica::Replica;
use review::Act;
use wire::DossierId;

use super::points::Point;
use super::{Compared, dates};
use crate::Engine;
use crate::calls::blocking;
use crate::desk::{Desk, now_ms};
use crate::names::field_name;
use crate::spans::spans;

/// As what changes can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ChangesFormat {
    /// A Word document.
    Docx,
    /// A table for a spreadsheet.
    Csv,
}

impl std::str::FromStr for ChangesFormat {
    type Err = Problem;

    fn from_str(name: &str) -> Result<Self, Problem> {
        match name {
            "docx" => Ok(Self::Docx),
            "csv" => Ok(Self::Csv),
            _ => Err(Problem::about(Code::FormatUnknown, name)),
        }
    }
}

impl Engine {
    /// The notification of what changed between two points in time, as "docx" or "csv".
    pub async fn export_changes(
        &self,
        dossier: String,
        from: String,
        to: String,
        format: String,
    ) -> Result<Vec<u8>, Problem> {
        let format = format.parse()?;
        let report = self.with(&dossier, move |desk, dossier| {
            desk.report_changes(dossier, &from, &to)
        });
        let (report, told) = report.await?;
        print(format, move || ChangesReport {
            changes: told.iter().map(changed).collect(),
            ..report
        })
        .await
    }

    /// What changed while this computer was without connection, as "docx" or "csv".
    pub async fn export_away(&self, dossier: String, format: String) -> Result<Vec<u8>, Problem> {
        let format = format.parse()?;
        let report = self.with(&dossier, move |desk, dossier| {
            desk.finish_round();
            let items = desk.away_items(dossier);
            let replica = desk.shelf(dossier)?.replica()?;
            Ok((about(replica), items))
        });
        let (about, items) = report.await?;
        print(format, move || report_away(about, &items)).await
    }
}

/// Away from the loop: a long document takes a while to put into words and to pack.
async fn print(
    format: ChangesFormat,
    report: impl FnOnce() -> ChangesReport + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    blocking(move || match format {
        ChangesFormat::Csv => Ok(changes_csv(&report())),
        ChangesFormat::Docx => changes_docx(&report()).map_err(|error| {
            tracing::error!(%error, "notification of changes");
            Problem::of(Code::Defect)
        }),
    })
    .await
}

impl Desk {
    /// What stands above the table, and what goes into it.
    fn report_changes(
        &mut self,
        dossier: DossierId,
        from: &str,
        to: &str,
    ) -> Result<(ChangesReport, Vec<DifferenceView>), Problem> {
        let Compared { from, to, told } = self.compared(dossier, from, to, Language::Spanish)?;
        let replica = self.shelf(dossier)?.replica()?;
        let mut facts = vec![
            ("Desde".to_owned(), dated(&from)),
            ("Hasta".to_owned(), dated(&to)),
            hours(),
        ];
        facts.extend(window(replica).map(|words| ("Periodo de revisión".to_owned(), words)));
        facts.push(("Cambios".to_owned(), counted(&told)));
        let report = ChangesReport {
            heading: "Notificación de cambios".to_owned(),
            facts,
            ..about(replica)
        };
        Ok((report, told.differences))
    }
}

fn about(replica: &Replica) -> ChangesReport {
    ChangesReport {
        matrix: replica.matrix().title().to_owned(),
        institution: replica.matrix().institution().to_owned(),
        ..ChangesReport::default()
    }
}

/// Whose hours all of them are: a notification is read in Tijuana and in Cancún too.
fn hours() -> (String, String) {
    ("Horas".to_owned(), "Del centro de México".to_owned())
}

/// A point with its date: "Mesa 8, 19 de abril de 2023, 09:12".
fn dated(point: &Point) -> String {
    let moment = dates::moment(point.at_ms, Language::Spanish);
    if point.is_now() || point.name == moment {
        moment
    } else {
        format!("{} ({moment})", point.name)
    }
}

/// The review window that was opened last.
fn window(replica: &Replica) -> Option<String> {
    let agreement = replica.agreement();
    let window = agreement.windows.last()?;
    let last_day = dates::day(window.closes_on().parse().ok()?, Language::Spanish);
    let notify_to = match &window.opened.act {
        Act::Window { notify_to, .. } => notify_to.as_str(),
        _ => "",
    };
    Some(if notify_to.is_empty() {
        format!("hasta el {last_day}")
    } else {
        format!("hasta el {last_day}; se notifica a {notify_to}")
    })
}

/// "12 cambios en 5 renglones, 1 extemporáneo".
fn counted(told: &ComparisonView) -> String {
    let differences = &told.differences;
    let rows: std::collections::BTreeSet<_> = differences
        .iter()
        .map(|one| (&one.cell.line, &one.cell.indicator))
        .collect();
    let late = differences.iter().filter(|one| one.late).count();
    let count = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    let mut words = format!(
        "{} en {}",
        count(differences.len(), "cambio", "cambios"),
        count(rows.len(), "renglón", "renglones")
    );
    if late > 0 {
        words.push_str(", ");
        words.push_str(&count(late, "extemporáneo", "extemporáneos"));
    }
    words
}

fn changed(told: &DifferenceView) -> ReportedChange {
    let field = &told.cell.field;
    let place = match told.kind {
        DifferenceKind::Changed => named(field),
        DifferenceKind::Added => "Renglón nuevo".to_owned(),
        DifferenceKind::Retired => "Renglón retirado".to_owned(),
        DifferenceKind::Restored => "Renglón restaurado".to_owned(),
        DifferenceKind::Moved if field.is_empty() => "Cambio de lugar".to_owned(),
        DifferenceKind::Moved => format!("Cambio de lugar: {}", named(field)),
    };
    let mut when: Vec<String> = Vec::new();
    when.extend(told.at.as_deref().map(dates::read));
    let arrived = told.arrived.as_deref().map(dates::read);
    when.extend(arrived.map(|moment| format!("llegó el {moment}")));
    ReportedChange {
        row: told.row.map(|row| row.to_string()).unwrap_or_default(),
        place,
        words: words(field, &told.before, &told.after),
        who: told.authors.join(", "),
        when,
        late: told.late,
    }
}

fn report_away(about: ChangesReport, items: &[AwayItem]) -> ChangesReport {
    let now = dates::moment(now_ms(), Language::Spanish);
    let facts = vec![
        ("Al".to_owned(), now),
        hours(),
        ("Cambios".to_owned(), items.len().to_string()),
    ];
    ChangesReport {
        heading: "Cambios mientras no había conexión".to_owned(),
        facts,
        changes: items.iter().map(missed).collect(),
        ..about
    }
}

fn missed(item: &AwayItem) -> ReportedChange {
    let name = named(&item.field);
    let place = match item.kind {
        AwayKind::Changed => name,
        AwayKind::Merged => format!("{name} (se unieron los dos textos)"),
        AwayKind::ToDecide => format!("{name} (espera una decisión)"),
        AwayKind::Comment if item.field.is_empty() => "Comentario".to_owned(),
        AwayKind::Comment => format!("Comentario: {name}"),
        AwayKind::Added => "Renglón nuevo".to_owned(),
        AwayKind::Retired => "Renglón retirado".to_owned(),
        AwayKind::Restored => "Renglón restaurado".to_owned(),
    };
    // What a comment quotes is not what it replaces.
    let before = match item.kind {
        AwayKind::Comment => "",
        _ => &item.before,
    };
    ReportedChange {
        row: item.row.map(|row| row.to_string()).unwrap_or_default(),
        place,
        words: words(&item.field, before, &item.after),
        who: item.author.clone(),
        when: Vec::new(),
        late: false,
    }
}

/// The name of a field; as it came if it is none of this version.
fn named(field: &str) -> String {
    let known = field.parse::<Field>();
    known.map_or_else(|_| field.to_owned(), field_name)
}

fn words(field: &str, before: &str, after: &str) -> Vec<Word> {
    let (before, after) = (said(field, before), said(field, after));
    spans(before, after).into_iter().map(word).collect()
}

/// A mark is read as a word.
fn said<'a>(field: &str, value: &'a str) -> &'a str {
    if field.parse::<Field>() != Ok(Field::PendingExternal) {
        return value;
    }
    match value {
        "true" => "Sí",
        "false" => "No",
        other => other,
    }
}

fn word(span: DiffSpan) -> Word {
    Word {
        kind: match span.kind {
            DiffKind::Same => WordKind::Same,
            DiffKind::Removed => WordKind::Removed,
            DiffKind::Added => WordKind::Added,
        },
        text: span.text,
    }
}
