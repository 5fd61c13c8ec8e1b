//! The comparison in three ways: what the version said that a file left from, what the dossier says
//! now, what the file says. Pure.

use std::collections::{BTreeMap, BTreeSet};

use contract::Problem;
use exchange::{Imported, TrackedKind};
use model::{Draft, Field, HeadingId, IndicatorId, Level, LineId, RowView, Version};
use paper::marks::PENDING_MARK;
use review::{Act, Credit};

use super::pairing::{pair, plain};
use super::{Candidate, Ground};
use crate::importing::{ImportReading, credit as credit_of};

/// Rows of the version that must be in the file, of each hundred, for it to be a whole copy.
const WHOLE_PERCENT: usize = 70;

/// What a file brings to a dossier.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) title: String,
    /// The version it left from.
    pub(super) version: Version,
    /// What that is called.
    pub(super) base: String,
    pub(super) by_ids: bool,
    pub(super) matched: u32,
    pub(super) known: u32,
    pub(super) partial: bool,
    pub(super) items: Vec<Item>,
}

/// Something it brings.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// Another value for a cell.
    Cell {
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        before: String,
        now: String,
        value: String,
        credit: Credit,
    },
    /// A new line.
    Line {
        after: Option<LineId>,
        heading: Option<HeadingId>,
        cells: BTreeMap<Field, String>,
        credit: Credit,
    },
    /// A line to be retired.
    Out {
        line: LineId,
        before: String,
        credit: Credit,
    },
    /// A heading by another name: it is of many rows, so a person decides, and it is brought as a
    /// comment.
    Heading {
        line: LineId,
        field: Field,
        before: String,
        value: String,
        credit: Credit,
    },
    /// A comment.
    Note {
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        text: String,
        credit: Credit,
    },
}

/// The comment that a heading by another name becomes.
pub(super) fn heading_note(value: &str) -> String {
    format!("En el archivo dice: «{value}».")
}

/// A comparison under way.
struct Comparing<'a> {
    ground: &'a Ground,
    imported: &'a Imported,
    base: &'a Candidate,
    pairs: Vec<Option<usize>>,
    /// Fields that the file has a column for.
    fields: BTreeSet<Field>,
    sender: &'a Credit,
    /// Whether a heading that the file left out is told too.
    strict: bool,
    items: Vec<Item>,
    known: u32,
}

/// Compares a file with the version it left from, or is nearest to.
pub(super) fn plan(
    ground: &Ground,
    reading: &ImportReading,
    sender: &Credit,
) -> Result<Plan, Problem> {
    let imported = reading.whole()?;
    let fields = reading.fields();
    let mut best: Option<(usize, &Candidate, Vec<Option<usize>>, bool)> = None;
    for candidate in &ground.candidates {
        let (pairs, by_ids) = pair(reading, imported, &candidate.rows);
        let same = cells_alike(imported, candidate, &pairs, &fields);
        // Of two as near, the earlier one: then what changed here meanwhile is seen.
        if best.as_ref().is_none_or(|(most, ..)| same > *most) {
            best = Some((same, candidate, pairs, by_ids));
        }
    }
    let Some((_, base, pairs, by_ids)) = best else {
        return Err(Problem::of(contract::Code::PointUnknown));
    };
    let matched = pairs.iter().flatten().count();
    let rows = base.rows.iter().filter(|row| !row.retired).count();
    let partial = matched * 100 < rows * WHOLE_PERCENT;
    let mut comparing = Comparing {
        ground,
        imported,
        base,
        pairs,
        fields,
        sender,
        strict: false,
        items: Vec::new(),
        known: 0,
    };
    comparing.rows(reading);
    if !partial {
        comparing.missing();
    }
    comparing.notes();
    Ok(Plan {
        title: ground.title.clone(),
        version: base.version.clone(),
        base: base.name.clone(),
        by_ids,
        matched: matched as u32,
        known: comparing.known,
        partial,
        items: comparing.items,
    })
}

/// What a file says other than the version it is of, which is the only one of this ground: all of it,
/// also what nobody would propose. Its comments are no part of that. With the pairs of its rows.
pub(super) fn apart(
    ground: &Ground,
    reading: &ImportReading,
    sender: &Credit,
) -> Result<(Vec<Item>, Vec<Option<usize>>), Problem> {
    let imported = reading.whole()?;
    let Some(base) = ground.candidates.first() else {
        return Err(Problem::of(contract::Code::PointUnknown));
    };
    let (pairs, _) = pair(reading, imported, &base.rows);
    let mut comparing = Comparing {
        ground,
        imported,
        base,
        pairs,
        fields: reading.fields(),
        sender,
        strict: true,
        items: Vec::new(),
        known: 0,
    };
    comparing.rows(reading);
    comparing.missing();
    Ok((comparing.items, comparing.pairs))
}

/// Cells in which a file says what a version says.
fn cells_alike(
    imported: &Imported,
    candidate: &Candidate,
    pairs: &[Option<usize>],
    fields: &BTreeSet<Field>,
) -> usize {
    let rows = imported.draft.rows.iter().zip(pairs);
    let paired = rows.filter_map(|(row, pair)| Some((row, candidate.rows.get((*pair)?)?)));
    paired
        .map(|(row, base)| {
            let same = fields.iter().filter(|field| {
                let said = row.cells.get(field).map_or("", String::as_str);
                plain(unmarked(**field, said)) == plain(&base.cell(**field))
            });
            same.count()
        })
        .sum()
}

impl Comparing<'_> {
    /// What the rows of the file say: cells, headings, tracked changes and new rows.
    fn rows(&mut self, reading: &ImportReading) {
        self.cells(reading.has_marks());
        self.headings();
        self.tracked();
        self.added();
    }

    fn paired(&self, row: usize) -> Option<&RowView> {
        self.base.rows.get((*self.pairs.get(row)?)?)
    }

    fn now(&self, row: &RowView) -> Option<&RowView> {
        self.ground.now.iter().find(|now| now.key() == row.key())
    }

    fn cells(&mut self, has_marks: bool) {
        let mut found = Vec::new();
        for (at, row) in self.imported.draft.rows.iter().enumerate() {
            let Some(base) = self.paired(at) else {
                continue;
            };
            let marked = row.pending_external.to_string();
            let marks = has_marks.then_some((Field::PendingExternal, marked));
            let cells = self.fields.iter().map(|field| {
                let said = row.cells.get(field).map_or("", String::as_str);
                (*field, unmarked(*field, said).to_owned())
            });
            for (field, value) in cells.chain(marks) {
                let before = base.cell(field);
                if plain(&before) == plain(&value) {
                    continue;
                }
                let now = self
                    .now(base)
                    .map_or_else(|| before.clone(), |now| now.cell(field));
                found.push((
                    plain(&now) == plain(&value),
                    Item::Cell {
                        line: base.line,
                        indicator: base.indicator,
                        field,
                        before,
                        now,
                        value,
                        credit: self.sender.clone(),
                    },
                ));
            }
            let retired = self.imported.rows.get(at).is_some_and(|row| row.retired);
            if retired && !base.retired {
                let gone = self.now(base).is_none_or(|now| now.retired);
                found.push((
                    gone,
                    Item::Out {
                        line: base.line,
                        before: base.action_line.clone(),
                        credit: self.sender.clone(),
                    },
                ));
            }
        }
        for (said, item) in found {
            self.offer(said, item);
        }
    }

    /// A heading is of many rows: what the file calls it is said once, for a person to decide.
    fn headings(&mut self) {
        let mut told: BTreeSet<(Level, String, String)> = BTreeSet::new();
        let mut found = Vec::new();
        for (at, row) in self.imported.draft.rows.iter().enumerate() {
            let Some(base) = self.paired(at) else {
                continue;
            };
            for level in Level::ALL {
                let field = Field::Heading(level);
                let said = heading_at(&self.imported.draft, row.heading, level);
                let before = base.cell(field);
                let is_left_out = said.is_empty() && !self.strict;
                if is_left_out || plain(&said) == plain(&before) {
                    continue;
                }
                if told.insert((level, before.clone(), said.clone())) {
                    let now = self.now(base).map(|now| now.cell(field));
                    found.push((
                        now.is_some_and(|now| plain(&now) == plain(&said)),
                        Item::Heading {
                            line: base.line,
                            field,
                            before,
                            value: said,
                            credit: self.sender.clone(),
                        },
                    ));
                }
            }
        }
        for (said, item) in found {
            self.offer(said, item);
        }
    }

    /// What somebody tracked in the file is theirs, on top of what the file says.
    fn tracked(&mut self) {
        let mut found = Vec::new();
        for change in &self.imported.suggestions {
            let credit = credit_of(&change.author, change.dated_unix_s);
            let credit = credit.unwrap_or_else(|| self.sender.clone());
            match &change.kind {
                TrackedKind::Cell {
                    row, field, after, ..
                } => {
                    let Some(base) = self.paired(*row) else {
                        continue;
                    };
                    let now = self.now(base).map(|now| now.cell(*field));
                    let before = base.cell(*field);
                    found.push((
                        plain(&before) == plain(after),
                        Item::Cell {
                            line: base.line,
                            indicator: base.indicator,
                            field: *field,
                            now: now.unwrap_or_else(|| before.clone()),
                            before,
                            value: after.clone(),
                            credit,
                        },
                    ));
                }
                TrackedKind::NewRow { after, cells } => {
                    let after = after.and_then(|row| self.paired(row));
                    found.push((
                        false,
                        Item::Line {
                            after: after.map(|row| row.line),
                            heading: after.and_then(|row| row.headings.last()).map(|one| one.id),
                            cells: without_headings(cells),
                            credit,
                        },
                    ));
                }
                TrackedKind::RowOut { row } => {
                    let Some(base) = self.paired(*row) else {
                        continue;
                    };
                    found.push((
                        base.retired,
                        Item::Out {
                            line: base.line,
                            before: base.action_line.clone(),
                            credit,
                        },
                    ));
                }
            }
        }
        for (said, item) in found {
            self.offer(said, item);
        }
    }

    fn added(&mut self) {
        let mut found = Vec::new();
        let mut above: Option<&RowView> = None;
        for (at, row) in self.imported.draft.rows.iter().enumerate() {
            if let Some(base) = self.paired(at) {
                above = Some(base);
                continue;
            }
            if row.cells.values().all(|text| text.trim().is_empty()) {
                continue;
            }
            found.push(Item::Line {
                after: above.map(|row| row.line),
                heading: self
                    .heading_of(row.heading)
                    .or_else(|| above?.headings.last().map(|heading| heading.id)),
                cells: row.cells.clone(),
                credit: self.sender.clone(),
            });
        }
        for item in found {
            self.offer(false, item);
        }
    }

    /// The heading of the dossier that says what the innermost one of a row of the file says.
    fn heading_of(&self, heading: Option<usize>) -> Option<HeadingId> {
        let heading = self.imported.draft.headings.get(heading?)?;
        let said = plain(&printed(&heading.number, &heading.text));
        let mut known = self.ground.headings.iter();
        let found = known.find(|known| {
            known.level == heading.level && !known.retired && plain(&known.printed()) == said
        });
        found.map(|found| found.id)
    }

    fn missing(&mut self) {
        let paired: BTreeSet<LineId> = self
            .pairs
            .iter()
            .flatten()
            .filter_map(|row| Some(self.base.rows.get(*row)?.line))
            .collect();
        let mut told: BTreeSet<LineId> = BTreeSet::new();
        let mut found = Vec::new();
        for row in self.base.rows.iter().filter(|row| !row.retired) {
            if paired.contains(&row.line) || !told.insert(row.line) {
                continue;
            }
            let gone = self.now(row).is_none_or(|now| now.retired);
            found.push((
                gone,
                Item::Out {
                    line: row.line,
                    before: row.action_line.clone(),
                    credit: self.sender.clone(),
                },
            ));
        }
        for (said, item) in found {
            self.offer(said, item);
        }
    }

    fn notes(&mut self) {
        let mut found = Vec::new();
        for note in &self.imported.notes {
            let Some(base) = self.paired(note.row) else {
                continue;
            };
            let credit = credit_of(&note.author, note.dated_unix_s);
            found.push(Item::Note {
                line: base.line,
                indicator: base.indicator,
                field: note.field,
                text: note.text.clone(),
                credit: credit.unwrap_or_else(|| self.sender.clone()),
            });
        }
        for item in found {
            self.offer(false, item);
        }
    }

    /// Takes something up, unless the dossier says it already or it was brought before.
    fn offer(&mut self, said: bool, item: Item) {
        if said || self.was_brought(&item) || self.is_twice(&item) {
            self.known += 1;
        } else {
            self.items.push(item);
        }
    }

    fn was_brought(&self, item: &Item) -> bool {
        let proposed = |same: &dyn Fn(&Act) -> bool, credit: &Credit| {
            let mut proposed = self.ground.proposed.iter();
            proposed.any(|(act, author)| *author == credit.author && same(act))
        };
        match item {
            Item::Cell {
                line,
                indicator,
                field,
                value,
                credit,
                ..
            } => proposed(
                &|act| {
                    matches!(act, Act::Suggest { line: of, indicator: about, field: name, value: said, .. }
                        if of == line
                            && about == indicator
                            && *name == field.to_string()
                            && plain(said) == plain(value))
                },
                credit,
            ),
            Item::Line { cells, credit, .. } => proposed(
                &|act| {
                    matches!(act, Act::SuggestLine { cells: said, .. }
                    if said.len() == cells.len()
                        && cells.iter().all(|(field, value)| {
                            said.get(&field.to_string()) == Some(value)
                        }))
                },
                credit,
            ),
            Item::Out { line, credit, .. } => proposed(
                &|act| matches!(act, Act::SuggestRetire { line: of, retired: true, .. } if of == line),
                credit,
            ),
            Item::Heading { value, credit, .. } => {
                // A heading's cell is that of another row.
                self.was_said(None, &heading_note(value), credit)
            }
            Item::Note {
                line,
                field,
                text,
                credit,
                ..
            } => {
                // Where printing put it may be another column than where it was said.
                let of_heading = matches!(field, Field::Heading(_));
                self.was_said((!of_heading).then_some(*line), text, credit)
            }
        }
    }

    fn was_said(&self, line: Option<LineId>, text: &str, credit: &Credit) -> bool {
        let (line, text) = (line.map(|line| line.to_string()), plain(text));
        let mut said = self.ground.said.iter();
        said.any(|(of, author, what)| {
            *author == credit.author && *what == text && line.as_ref().is_none_or(|line| line == of)
        })
    }

    /// Whether this very file brings it twice: a row tracked as out is missing too.
    fn is_twice(&self, item: &Item) -> bool {
        self.items.iter().any(|known| match (known, item) {
            (Item::Out { line, .. }, Item::Out { line: other, .. }) => line == other,
            _ => false,
        })
    }
}

/// A line without the mark that printing puts before one that is subject to review.
fn unmarked(field: Field, text: &str) -> &str {
    if field == Field::ActionLine {
        text.strip_prefix(PENDING_MARK)
            .map_or(text, str::trim_start)
    } else {
        text
    }
}

fn without_headings(cells: &BTreeMap<Field, String>) -> BTreeMap<Field, String> {
    let cells = cells.iter();
    cells
        .filter(|(field, _)| !matches!(field, Field::Heading(_)))
        .map(|(field, value)| (*field, value.clone()))
        .collect()
}

fn heading_at(draft: &Draft, innermost: Option<usize>, level: Level) -> String {
    let mut at = innermost;
    while let Some(heading) = at.and_then(|at| draft.headings.get(at)) {
        if heading.level == level {
            return printed(&heading.number, &heading.text);
        }
        at = heading.parent;
    }
    String::new()
}

fn printed(number: &str, text: &str) -> String {
    if number.is_empty() {
        text.to_owned()
    } else {
        format!("{number}. {text}")
    }
}
