//! What a dossier hands out: the annex of its matrix at a point in time, as plain data for whoever
//! prints it.

pub(crate) mod columns;
mod logos;
mod offer;

use std::collections::{BTreeMap, HashMap};

use contract::{
    Code, CommentView, CommentsWanted, ExportFormat, ExportOptions, Language, Problem, RowState,
    SheetSize,
};
use model::{Field, HeadingId, Level, LineId, PastMatrix, RowView};
use paper::{
    Annex, AnnexCell, AnnexComment, AnnexRow, Imprint, Logo, PaperSize, annex_csv, annex_docx,
    annex_ods, annex_xlsx,
};
use wire::DossierId;

use crate::Engine;
use crate::calls::blocking;
use crate::desk::{Desk, now_ms};
use crate::digest;
use crate::history::{Point, dates, unknown_point};
use crate::people::People;
use crate::review::told::state_view;
use crate::trouble::of_export;
use columns::{Printed, Shown};

/// Longest name of an institution that stands whole in a folio; of a longer one its initials do.
const FOLIO_NAME_CHARS_MAX: usize = 12;

/// What the loop knows of what is to be printed; the rest is worked out away from it.
struct Gathered {
    matrix: PastMatrix,
    people: People,
    dossier: DossierId,
    /// The closed version, if it is one: its id, its name and the digest it was closed with.
    version: Option<(String, String, String)>,
    at_ms: u64,
    comments: Vec<CommentView>,
    states: BTreeMap<LineId, RowState>,
    logos: [Option<Logo>; 2],
    options: ExportOptions,
}

impl Engine {
    /// The annex of a dossier at a point in time. Its comments are those of threads that are open
    /// now, on rows that stand in it.
    pub async fn annex(&self, dossier: String, options: ExportOptions) -> Result<Annex, Problem> {
        columns::check(&options.columns)?;
        let gathered = self.with(&dossier, move |desk, dossier| desk.gather(dossier, options));
        let gathered = gathered.await?;
        blocking(move || Ok(gathered.annex())).await
    }

    /// A dossier in a format, as bytes. The options matter to what is printed; JSON and Automerge are
    /// always of the matrix as it stands.
    pub async fn export(
        &self,
        dossier: String,
        format: ExportFormat,
        options: ExportOptions,
    ) -> Result<Vec<u8>, Problem> {
        let print = match format {
            ExportFormat::Automerge | ExportFormat::Json => {
                return self
                    .with(&dossier, move |desk, dossier| desk.export(dossier, format))
                    .await;
            }
            // The host sets a PDF, of the annex: this room does not wait for a typesetter.
            ExportFormat::Pdf => return Err(Problem::about(Code::FormatUnknown, "pdf")),
            ExportFormat::Csv => |annex: &Annex| Ok(annex_csv(annex)),
            ExportFormat::Docx => annex_docx,
            ExportFormat::Xlsx => annex_xlsx,
            ExportFormat::Ods => annex_ods,
        };
        let annex = self.annex(dossier, options).await?;
        blocking(move || print(&annex).map_err(|error| of_export(&error))).await
    }
}

impl Desk {
    fn gather(&mut self, dossier: DossierId, options: ExportOptions) -> Result<Gathered, Problem> {
        self.finish_round();
        let logos = self.logos(dossier)?;
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let point = Point::read(replica, &options.point, Language::Spanish)?;
        let matrix = replica.matrix().rows_at(&point.version);
        let versions = shelf.review().view.versions.iter();
        // A point in time that is a closed version by any name is that version.
        let version = (!point.is_now())
            .then(|| {
                let hex = point.version.to_hex();
                let mut known =
                    versions.filter(|version| version.id == options.point || version.matrix == hex);
                known.next_back()
            })
            .flatten();
        let agreement = replica.agreement();
        Ok(Gathered {
            matrix: matrix.ok_or_else(unknown_point)?,
            people: shelf.people().clone(),
            dossier,
            at_ms: match version {
                Some(version) => unix_ms(&version.at),
                None => now_ms(),
            },
            version: version.map(|version| {
                let (id, name) = (version.id.clone(), version.name.clone());
                (id, name, version.digest.clone())
            }),
            comments: wanted(shelf.comments(), options.comments),
            states: agreement
                .states
                .keys()
                .map(|line| (*line, state_view(agreement.state(*line).0)))
                .collect(),
            logos,
            options,
        })
    }
}

/// Comments of open threads, within what was asked for.
fn wanted(comments: &[CommentView], wanted: CommentsWanted) -> Vec<CommentView> {
    let kept = |comment: &&CommentView| {
        let asked = match wanted {
            CommentsWanted::None => false,
            CommentsWanted::Shared => !comment.internal,
            CommentsWanted::Internal => true,
        };
        asked && !comment.resolved && !comment.withdrawn
    };
    comments.iter().filter(kept).cloned().collect()
}

impl Gathered {
    fn annex(self) -> Annex {
        let rows: Vec<&RowView> = self
            .matrix
            .rows()
            .iter()
            .filter(|row| !row.retired)
            .collect();
        let shown = Shown {
            years: self.matrix.years(),
            levels: self.matrix.levels(),
        };
        let printed = columns::printed(&shown, &self.options.columns);
        let mut cells = Cells::new(&rows);
        let printed_rows: Vec<AnnexRow> = rows
            .iter()
            .enumerate()
            .map(|(index, row)| AnnexRow {
                number: index as u32 + 1,
                line: row.line.to_string(),
                indicator: row.indicator.map(|id| id.to_string()).unwrap_or_default(),
                cells: printed
                    .iter()
                    .map(|(printed, _)| cells.cell(row, *printed, &self.states))
                    .collect(),
                pending_external: row.pending_external,
            })
            .collect();
        let comments = comments(&self.comments, &printed_rows);
        let imprint = self.imprint();
        let [logo_left, logo_right] = self.logos;
        Annex {
            label: self.options.label.trim().to_owned(),
            title: self.matrix.title().to_owned(),
            institution: self.matrix.institution().to_owned(),
            columns: printed.into_iter().map(|(_, column)| column).collect(),
            rows: printed_rows,
            comments,
            imprint,
            paper: size(self.options.paper),
            logo_left,
            logo_right,
            initials: self.options.initials,
        }
    }

    fn imprint(&self) -> Imprint {
        let dated = dates::moment(self.at_ms, Language::Spanish) + " h";
        let imprint = Imprint {
            dossier: self.dossier.to_string(),
            point: self.matrix.version().to_hex(),
            dated,
            dated_unix_s: i64::try_from(self.at_ms / 1_000).unwrap_or(0),
            ..Imprint::default()
        };
        match &self.version {
            Some((version, name, digest)) => Imprint {
                version: version.clone(),
                version_name: name.clone(),
                folio: folio(self.matrix.institution(), self.at_ms, digest),
                digest: digest.clone(),
                ..imprint
            },
            None => Imprint {
                digest: digest::of_past(&self.matrix, &self.people).1,
                ..imprint
            },
        }
    }
}

/// The cells of the rows, and which of them neighbours share.
struct Cells {
    headings: HashMap<HeadingId, u32>,
    lines: HashMap<LineId, u32>,
}

impl Cells {
    fn new(rows: &[&RowView]) -> Self {
        let mut headings = HashMap::new();
        for heading in rows.iter().flat_map(|row| &row.headings) {
            let next = headings.len() as u32;
            headings.entry(heading.id).or_insert(next);
        }
        // A line with one indicator shares its cell with no other row.
        let mut lines = HashMap::new();
        for pair in rows.windows(2) {
            if pair[0].line == pair[1].line {
                let next = lines.len() as u32;
                lines.entry(pair[0].line).or_insert(next);
            }
        }
        Self { headings, lines }
    }

    fn cell(
        &mut self,
        row: &RowView,
        printed: Printed,
        states: &BTreeMap<LineId, RowState>,
    ) -> AnnexCell {
        let field = match printed {
            Printed::State => {
                let state = states.get(&row.line).copied().unwrap_or(RowState::Draft);
                let text = columns::state_name(state).to_owned();
                return AnnexCell { text, group: None };
            }
            Printed::Field(field) => field,
        };
        let group = match field {
            Field::Heading(level) => self.heading(row, level),
            Field::ActionLine => self.lines.get(&row.line).copied(),
            _ => None,
        };
        let text = match field {
            Field::PendingExternal if row.pending_external => "Sí".to_owned(),
            Field::PendingExternal => String::new(),
            _ => row.cell(field),
        };
        AnnexCell { text, group }
    }

    fn heading(&self, row: &RowView, level: Level) -> Option<u32> {
        let mut headings = row.headings.iter();
        let heading = headings.find(|heading| heading.level == level)?;
        self.headings.get(&heading.id).copied()
    }
}

/// Comments by the rows they are about, each thread together, answers after what they answer.
fn comments(found: &[CommentView], rows: &[AnnexRow]) -> Vec<AnnexComment> {
    let mut threads: BTreeMap<(usize, &str, &str), Vec<&CommentView>> = BTreeMap::new();
    for comment in found {
        let of_line = |row: &&AnnexRow| row.line == comment.line;
        let indicator = comment.indicator.as_deref().unwrap_or_default();
        let mut same = rows.iter().filter(of_line);
        // A comment on the line stands at its first row.
        let row = same
            .clone()
            .find(|row| row.indicator == indicator)
            .or_else(|| same.next());
        if let Some(row) = row {
            let key = (row.number as usize - 1, &*comment.field, &*comment.thread);
            threads.entry(key).or_default().push(comment);
        }
    }
    let mut printed: Vec<AnnexComment> = Vec::new();
    for ((row, field, _), comments) in threads {
        let first = printed.len();
        for comment in comments {
            let at_ms = unix_ms(&comment.at);
            printed.push(AnnexComment {
                row,
                field: field.to_owned(),
                answers: (printed.len() > first).then_some(first),
                author: comment.author.clone(),
                dated: dates::day_of(at_ms),
                dated_unix_s: i64::try_from(at_ms / 1_000).unwrap_or(0),
                text: comment.text.clone(),
            });
        }
    }
    printed
}

pub(crate) fn size(size: SheetSize) -> PaperSize {
    match size {
        SheetSize::Carta => PaperSize::Carta,
        SheetSize::Oficio => PaperSize::Oficio,
        SheetSize::Legal => PaperSize::Legal,
    }
}

/// "SECOEM-2023-04-24-3F9A-22C1": whose, of which day in Mexico City, and which matrix.
pub(crate) fn folio(institution: &str, at_ms: u64, digest: &str) -> String {
    let short = short_name(institution);
    let day = dates::date_of(at_ms);
    let parts = [short, day.to_string(), digest.to_owned()];
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.cloned().collect::<Vec<_>>().join("-")
}

fn short_name(institution: &str) -> String {
    let plain = |letter: char| match letter.to_uppercase().next().unwrap_or(letter) {
        'Á' => 'A',
        'É' => 'E',
        'Í' => 'I',
        'Ó' => 'O',
        'Ú' | 'Ü' => 'U',
        'Ñ' => 'N',
        other => other,
    };
    let kept = |letter: &char| letter.is_ascii_alphanumeric();
    let whole: String = institution.chars().map(plain).filter(kept).collect();
    if whole.chars().count() <= FOLIO_NAME_CHARS_MAX {
        return whole;
    }
    // Of the words that say something: "Secretaría de Finanzas y Administración" is SFA.
    let words = institution.split_whitespace();
    let initials = words
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .filter_map(|word| word.chars().map(plain).find(kept));
    let initials: String = initials.take(FOLIO_NAME_CHARS_MAX).collect();
    if initials.is_empty() {
        whole.chars().take(FOLIO_NAME_CHARS_MAX).collect()
    } else {
        initials
    }
}

/// A moment of the contract, in unix milliseconds; 0 if it is none.
fn unix_ms(at: &str) -> u64 {
    let at = at.parse::<jiff::Timestamp>().ok();
    at.and_then(|at| u64::try_from(at.as_millisecond()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folio_is_short_whatever_the_institution_is_called() {
        // 05:30 of the 25th in Greenwich.
        let at_ms = 1_682_400_600_000;
        for (institution, short) in [
            ("SECOEM", "SECOEM"),
            ("Secretaría de Finanzas y Administración", "SFA"),
            ("Órgano Interno de Control", "OIC"),
            ("", ""),
            ("comité coordinador", "COMITECOORDI"),
            ("S. B.", "SB"),
        ] {
            let expected = format!("{short}-2023-04-24-3F9A-22C1");
            assert_eq!(
                folio(institution, at_ms, "3F9A-22C1"),
                expected.trim_start_matches('-')
            );
        }
    }
}
