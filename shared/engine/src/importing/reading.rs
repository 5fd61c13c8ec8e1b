//! A file as it is read under a mapping: what it says, where, and what of it is uncertain.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::{
    ImportCellDoubt, ImportColour, ImportColumn, ImportCounts, ImportDoubt, ImportDoubtful,
    ImportMinutes, ImportPlace, ImportReport, ImportRow, ImportRowKind, ImportTable, ImportView,
    Language, Problem,
};
use exchange::{Book, Colour, Doubt, Format, FoundMinutes, Imported, Mapping, TrackedKind};
use model::{Draft, Field, Level};
use replica::{Found, FoundNote, FoundProposal, FoundSuggestion};
use review::Credit;

use super::ImportFile;
use super::mapping::{letters, meaning_said, said};
use crate::comparing::Left;
use crate::trouble;

/// Values of a column that are shown to know it by.
const SAMPLES_MAX: usize = 3;
/// Rows that one page holds at most.
const PAGE_ROWS_MAX: u32 = 500;

/// What was read of a file under a mapping.
#[derive(Debug)]
pub struct ImportReading {
    file: ImportFile,
    mapping: Mapping,
    /// `None`: nothing can be imported by this mapping, and the view says why.
    pub(super) imported: Option<Imported>,
    view: ImportView,
    columns: Vec<u32>,
    /// Rows of the table that show something.
    lanes: Vec<u32>,
    /// Row of the table -> row of the draft.
    drafted: HashMap<u32, usize>,
    /// Doubts of rows of the draft.
    doubtful: HashMap<usize, Vec<(Field, u32)>>,
    /// Notes and tracked changes of rows of the draft.
    noted: HashMap<usize, u32>,
}

impl ImportReading {
    pub(super) fn of(file: ImportFile, mapping: Mapping, language: Language) -> Self {
        let book = &file.book;
        let read = book.assemble(&mapping);
        let problem = read.as_ref().err().map(trouble::of_import);
        let imported = read.ok();
        let lanes = lanes(book, &mapping, imported.as_ref());
        let mut reading = Self {
            columns: columns(book, &mapping, &lanes),
            view: ImportView {
                file: file.name.clone(),
                format: format_name(book.format).to_owned(),
                mapping: said(&mapping),
                tables: tables(book),
                columns: Vec::new(),
                rows: lanes.len() as u32,
                years: Vec::new(),
                headings: BTreeMap::new(),
                colours: Vec::new(),
                doubts: Vec::new(),
                minutes: book.minutes().map(minutes),
                problem: problem.map(|problem: Problem| problem.in_language(language)),
                found: ImportCounts::default(),
            },
            lanes,
            drafted: HashMap::new(),
            doubtful: HashMap::new(),
            noted: HashMap::new(),
            imported,
            file,
            mapping,
        };
        reading.tell();
        reading
    }

    /// What was read, but for its rows.
    pub fn view(&self) -> &ImportView {
        &self.view
    }

    /// Rows of the file as read, some at a time.
    pub fn rows(&self, from: u32, limit: u32) -> Vec<ImportRow> {
        let from = (from as usize).min(self.lanes.len());
        let limit = limit.min(PAGE_ROWS_MAX) as usize;
        let rows = self.lanes[from..].iter().take(limit);
        rows.map(|row| self.row(*row)).collect()
    }

    /// The minuta around the matrix, to be kept with the dossier.
    pub fn minutes(&self) -> Option<&FoundMinutes> {
        self.file.book.minutes()
    }

    /// What an import says of itself; `dossier` is the id of what it became, or "".
    pub fn report(&self, dossier: String) -> ImportReport {
        let found = &self.view.found;
        let doubts = self.view.doubts.iter();
        let cells = doubts.clone().flat_map(|doubt| {
            doubt.places.iter().map(|place| ImportDoubtful {
                row: place.row,
                at: place.at,
                field: place.field.clone(),
                sentence: doubt.sentence.clone(),
            })
        });
        ImportReport {
            dossier,
            title: found.title.clone(),
            institution: found.institution.clone(),
            rows: found.rows,
            lines: found.lines,
            comments: found.comments,
            suggestions: found.suggestions,
            cells: cells.collect(),
            mapping: Some(self.view.mapping.clone()),
            doubts: doubts.map(|doubt| doubt.sentence.clone()).collect(),
        }
    }

    /// The dossier that the file says it comes from.
    pub(crate) fn origin_dossier(&self) -> Option<String> {
        let origin = self.file.book.origin()?;
        Some(origin.dossier.clone())
    }

    /// Where in a dossier the file says that it left from.
    pub(crate) fn origin_in(&self, dossier: &str) -> Option<Left> {
        let origin = self.file.book.origin()?;
        (origin.dossier == dossier).then(|| Left {
            point: origin.point.clone(),
            version: origin.version.clone(),
        })
    }

    /// Its format.
    pub(crate) fn format(&self) -> Format {
        self.file.book.format
    }

    /// Fields it has a column for.
    pub(crate) fn columns_read(&self) -> BTreeSet<Field> {
        self.mapping.columns.values().copied().collect()
    }

    /// Fields whose cells it has a column for: headings aside, and the mark of a row, which is no cell.
    pub(crate) fn fields(&self) -> BTreeSet<Field> {
        let fields = self.mapping.columns.values().copied();
        fields
            .filter(|field| !matches!(field, Field::Heading(_) | Field::PendingExternal))
            .collect()
    }

    /// Whether it can say which rows are subject to review: by their colour, or in a column.
    pub(crate) fn has_marks(&self) -> bool {
        self.format() != Format::Csv || self.columns_read().contains(&Field::PendingExternal)
    }

    /// What the file holds beside the matrix.
    pub(crate) fn found(&self) -> Found {
        let Some(imported) = &self.imported else {
            return Found::default();
        };
        let notes = imported.notes.iter().map(|note| FoundNote {
            row: note.row,
            field: note.field,
            credit: credit(&note.author, note.dated_unix_s),
            text: note.text.clone(),
            answers: None,
        });
        let suggestions = imported.suggestions.iter().map(|change| FoundSuggestion {
            credit: credit(&change.author, change.dated_unix_s),
            proposal: match &change.kind {
                TrackedKind::Cell {
                    row, field, after, ..
                } => FoundProposal::Cell {
                    row: *row,
                    field: *field,
                    value: after.clone(),
                },
                TrackedKind::NewRow { after, cells } => FoundProposal::Row {
                    after: *after,
                    cells: cells.clone(),
                },
                TrackedKind::RowOut { row } => FoundProposal::Out { row: *row },
            },
        });
        let rows = imported.rows.iter().enumerate();
        Found {
            notes: notes.collect(),
            suggestions: suggestions.collect(),
            retired: rows
                .filter(|(_, row)| row.retired)
                .map(|(index, _)| index)
                .collect(),
        }
    }

    /// Fills the view with what was read.
    fn tell(&mut self) {
        let book = &self.file.book;
        self.view.columns = self.columns.iter().map(|at| self.column(*at)).collect();
        let Some(imported) = &self.imported else {
            return;
        };
        let indexes: HashMap<u32, u32> = (0_u32..)
            .zip(&self.lanes)
            .map(|(index, row)| (*row, index))
            .collect();
        let rows = imported.rows.iter().enumerate();
        self.drafted = rows.map(|(index, found)| (found.row, index)).collect();
        let about_minutes = book.minutes().map(|minutes| &minutes.doubts);
        let spoken = about_minutes.into_iter().flatten();
        for (at, doubt) in (0_u32..).zip(&imported.doubts) {
            for (row, field) in cells_of(doubt) {
                self.doubtful.entry(row).or_default().push((field, at));
            }
        }
        let place = |(row, field): (usize, Field)| {
            let at = imported.rows.get(row)?.row;
            Some(ImportPlace {
                at: at + 1,
                row: Some(row as u32 + 1),
                index: *indexes.get(&at)?,
                field: (field != Field::PendingExternal).then(|| field.to_string()),
            })
        };
        let doubts = imported.doubts.iter().map(|doubt| ImportDoubt {
            sentence: doubt.sentence.clone(),
            places: cells_of(doubt).filter_map(place).collect(),
        });
        let of_minutes = spoken.map(|doubt| ImportDoubt {
            sentence: doubt.sentence.clone(),
            places: Vec::new(),
        });
        self.view.doubts = doubts.chain(of_minutes).collect();
        for note in &imported.notes {
            *self.noted.entry(note.row).or_default() += 1;
        }
        for change in &imported.suggestions {
            if let TrackedKind::Cell { row, .. } | TrackedKind::RowOut { row } = &change.kind {
                *self.noted.entry(*row).or_default() += 1;
            }
        }
        self.view.years.clone_from(&imported.draft.years);
        self.view.headings = headings(&imported.draft);
        self.view.colours = self.colours(imported, &indexes);
        self.view.found = ImportCounts {
            title: imported.draft.title.clone(),
            institution: imported.draft.institution.clone(),
            rows: imported.draft.rows.len() as u32,
            lines: imported.lines as u32,
            pending: count(imported.draft.rows.iter(), |row| row.pending_external),
            retired: count(imported.rows.iter(), |row| row.retired),
            comments: imported.notes.len() as u32,
            suggestions: imported.suggestions.len() as u32,
        };
    }

    fn row(&self, row: u32) -> ImportRow {
        let drafted = self.drafted.get(&row).copied();
        let header = self.mapping.header;
        let kind = if header.is_some_and(|header| (header.first..=header.last).contains(&row)) {
            ImportRowKind::Header
        } else if self.mapping.skipped.contains(&row) {
            ImportRowKind::Skipped
        } else if drafted.is_some() {
            ImportRowKind::Data
        } else {
            ImportRowKind::Outside
        };
        let draft = self.imported.as_ref().zip(drafted);
        let draft_row = draft.and_then(|(imported, index)| imported.draft.rows.get(index));
        let shown = |column: &u32| self.file.book.shown(&self.mapping, row, *column);
        let doubts = drafted.and_then(|index| self.doubtful.get(&index));
        let doubts = doubts
            .into_iter()
            .flatten()
            .map(|(field, doubt)| ImportCellDoubt {
                column: self.column_of(*field),
                doubt: *doubt,
            });
        ImportRow {
            at: row + 1,
            row: drafted.map(|index| index as u32 + 1),
            kind,
            cells: self
                .columns
                .iter()
                .map(|column| {
                    self.heading_read(draft, *column)
                        .unwrap_or(shown(column).0.to_owned())
                })
                .collect(),
            fills: self
                .columns
                .iter()
                .map(|column| shown(column).1.map(Colour::to_hex).unwrap_or_default())
                .collect(),
            doubts: doubts.collect(),
            shift: self.mapping.shifts.get(&row).copied().unwrap_or(0),
            pending: draft_row.is_some_and(|row| row.pending_external),
            retired: draft.is_some_and(|(imported, index)| {
                imported.rows.get(index).is_some_and(|row| row.retired)
            }),
            notes: drafted
                .and_then(|index| self.noted.get(&index).copied())
                .unwrap_or(0),
        }
    }

    /// A heading as the row got it, which the cell itself may not say: given by a person, or joined.
    fn heading_read(&self, draft: Option<(&Imported, usize)>, column: u32) -> Option<String> {
        let (imported, index) = draft?;
        let Some(Field::Heading(level)) = self.mapping.columns.get(&column) else {
            return None;
        };
        let of_level = |(_, field): &(&u32, &Field)| **field == Field::Heading(*level);
        if self.mapping.columns.iter().filter(of_level).count() > 1 {
            return None;
        }
        let mut at = imported.draft.rows.get(index)?.heading;
        while let Some(heading) = at.and_then(|at| imported.draft.headings.get(at)) {
            if heading.level == *level {
                return Some(printed(&heading.number, &heading.text));
            }
            at = heading.parent;
        }
        Some(String::new())
    }

    fn column(&self, column: u32) -> ImportColumn {
        let book = &self.file.book;
        let header = self.mapping.header;
        let under = header.map_or(0, |header| header.last + 1);
        let texts = self.lanes.iter().filter(|row| **row >= under);
        let mut samples: Vec<String> = Vec::new();
        for row in texts {
            let text = book.shown(&self.mapping, *row, column).0;
            if !text.is_empty() && !samples.iter().any(|known| known == text) {
                samples.push(text.to_owned());
            }
            if samples.len() == SAMPLES_MAX {
                break;
            }
        }
        let said = header.map(|header| {
            let rows = (header.first..=header.last).rev();
            let mut texts = rows.map(|row| book.shown(&self.mapping, row, column).0);
            texts.find(|text| !text.is_empty()).unwrap_or_default()
        });
        ImportColumn {
            column: letters(column),
            header: said.unwrap_or_default().to_owned(),
            field: self.mapping.columns.get(&column).map(Field::to_string),
            samples,
        }
    }

    fn column_of(&self, field: Field) -> Option<u32> {
        let column = self.mapping.column(field)?;
        let at = self.columns.iter().position(|known| *known == column)?;
        u32::try_from(at).ok()
    }

    fn colours(&self, imported: &Imported, indexes: &HashMap<u32, u32>) -> Vec<ImportColour> {
        let mut firsts: BTreeMap<Colour, u32> = BTreeMap::new();
        for found in &imported.rows {
            for column in &self.columns {
                let fill = self.file.book.shown(&self.mapping, found.row, *column).1;
                if let (Some(fill), Some(index)) = (fill, indexes.get(&found.row)) {
                    firsts.entry(fill).or_insert(*index);
                }
            }
        }
        let met = imported.colours.iter();
        met.map(|met| ImportColour {
            colour: met.colour.to_hex(),
            name: met.colour.name().to_owned(),
            rows: met.rows as u32,
            cells: met.cells as u32,
            meaning: meaning_said(met.meaning),
            guessed: met.guessed,
            first: firsts.get(&met.colour).copied(),
        })
        .collect()
    }
}

/// Whom a file names, if it does.
pub(crate) fn credit(author: &str, dated_unix_s: Option<i64>) -> Option<Credit> {
    if author.trim().is_empty() {
        return None;
    }
    let at_ms = dated_unix_s.and_then(|seconds| u64::try_from(seconds).ok());
    Some(Credit {
        author: author.to_owned(),
        at_ms: at_ms.and_then(|seconds| seconds.checked_mul(1_000)),
    })
}

/// Cells a doubt is about; a row without a field is the row.
fn cells_of(doubt: &Doubt) -> impl Iterator<Item = (usize, Field)> {
    let single = doubt.row.filter(|_| doubt.cells.is_empty());
    let single = single.map(|row| (row, doubt.field.unwrap_or(Field::PendingExternal)));
    doubt.cells.iter().copied().chain(single)
}

/// Rows of the table that show something.
fn lanes(book: &Book, mapping: &Mapping, imported: Option<&Imported>) -> Vec<u32> {
    let Some(table) = book.tables().get(mapping.table) else {
        return Vec::new();
    };
    let drafted: BTreeSet<u32> = imported
        .into_iter()
        .flat_map(|imported| imported.rows.iter().map(|found| found.row))
        .collect();
    let says = |row: u32| (0..table.columns).any(|column| !table.text(row, column).is_empty());
    (0..table.rows)
        .filter(|row| drafted.contains(row) || mapping.skipped.contains(row) || says(*row))
        .collect()
}

/// Columns that show something, or are mapped.
fn columns(book: &Book, mapping: &Mapping, lanes: &[u32]) -> Vec<u32> {
    let Some(table) = book.tables().get(mapping.table) else {
        return Vec::new();
    };
    let widest = mapping.shifts.values().copied().max().unwrap_or(0).max(0);
    let widest = table.columns.saturating_add(widest.unsigned_abs());
    (0..widest)
        .filter(|column| {
            mapping.columns.contains_key(column)
                || lanes
                    .iter()
                    .any(|row| !book.shown(mapping, *row, *column).0.is_empty())
        })
        .collect()
}

fn tables(book: &Book) -> Vec<ImportTable> {
    let tables = book.tables().iter();
    tables
        .map(|table| ImportTable {
            name: table.name.clone(),
            rows: table.rows,
            columns: table.columns,
        })
        .collect()
}

fn headings(draft: &Draft) -> BTreeMap<String, Vec<String>> {
    let mut headings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for level in Level::ALL {
        for heading in draft.headings.iter().filter(|one| one.level == level) {
            let known = headings.entry(level.to_string()).or_default();
            let printed = printed(&heading.number, &heading.text);
            if !known.contains(&printed) {
                known.push(printed);
            }
        }
    }
    headings
}

fn printed(number: &str, text: &str) -> String {
    if number.is_empty() {
        text.to_owned()
    } else {
        format!("{number}. {text}")
    }
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Xlsx => "xlsx",
        Format::Docx => "docx",
        Format::Ods => "ods",
        Format::Csv => "csv",
    }
}

fn minutes(found: &FoundMinutes) -> ImportMinutes {
    let names = |people: &[exchange::FoundPerson]| {
        let people = people.iter();
        people.map(|person| person.name.clone()).collect()
    };
    ImportMinutes {
        title: found.title.clone(),
        date: found.date.clone(),
        agreements: found
            .agreements
            .iter()
            .map(|agreement| agreement.text.clone())
            .collect(),
        attendees: names(&found.attendees),
        coordinators: names(&found.coordinators),
        doubts: found
            .doubts
            .iter()
            .map(|doubt| doubt.sentence.clone())
            .collect(),
    }
}

fn count<T>(of: impl Iterator<Item = T>, wanted: impl Fn(&T) -> bool) -> u32 {
    of.filter(wanted).count() as u32
}
