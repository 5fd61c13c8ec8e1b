//! What a file says other than the version it was made of: the same comparison as when it is brought,
//! with nothing in between, told in full and never written.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::{FileDeparture, FileDepartureKind, FileRows, Language, Problem};
use model::{Field, IndicatorId, Level, LineId, RowView, longest_rising};
use review::Credit;

use super::plan::{self, Item};
use super::{Candidate, Ground};
use crate::calls::{Engine, blocking};
use crate::history::{Point, unknown_point};
use crate::importing::ImportReading;
use crate::names::field_name_in;

/// Departures that are told; the rest are counted.
const DEPARTURES_MAX: usize = 200;

/// The columns that every file has that Cotejo writes, beside the headings and the metas.
const FORM: [Field; 6] = [
    Field::ActionLine,
    Field::IndicatorName,
    Field::Interpretation,
    Field::UnitOfMeasure,
    Field::Formula,
    Field::Frequency,
];

impl Engine {
    /// What the rows of a file say beside those of a point of a dossier. What cannot be read as a
    /// matrix is told as such, and is no problem.
    pub(crate) async fn file_apart(
        &self,
        reading: Arc<ImportReading>,
        dossier: String,
        point: String,
    ) -> Result<FileRows, Problem> {
        if reading.whole().is_err() {
            return Ok(FileRows::default());
        }
        let language = self.language();
        let gathered = self.with(&dossier, move |desk, id| {
            let replica = desk.shelf(id)?.replica()?;
            let point = Point::read(replica, &point, language)?;
            let past = replica.matrix().rows_at(&point.version);
            let past = past.ok_or_else(unknown_point)?;
            let expected = expected(past.levels(), past.years());
            let rows = past.rows().to_vec();
            let ground = Ground {
                title: String::new(),
                now: rows.clone(),
                candidates: vec![Candidate {
                    version: point.version,
                    name: point.name,
                    rows,
                }],
                headings: Vec::new(),
                said: BTreeSet::new(),
                proposed: Vec::new(),
            };
            Ok((ground, expected))
        });
        let (ground, expected) = gathered.await?;
        blocking(move || compared(&ground, &reading, &expected, language)).await
    }
}

/// The columns that a file of a matrix has.
fn expected(levels: &[Level], years: &[u16]) -> Vec<Field> {
    let headings = Level::ALL
        .into_iter()
        .filter(|level| matches!(level, Level::Axis | Level::Priority) || levels.contains(level));
    let headings = headings.map(Field::Heading);
    let targets = years.iter().map(|year| Field::Target(*year));
    headings.chain(FORM).chain(targets).collect()
}

fn compared(
    ground: &Ground,
    reading: &ImportReading,
    expected: &[Field],
    language: Language,
) -> Result<FileRows, Problem> {
    let nobody = Credit {
        author: String::new(),
        at_ms: None,
    };
    let (items, pairs) = plan::apart(ground, reading, &nobody)?;
    let rows = &ground.now;
    let mut first: Vec<FileDeparture> = Vec::new();
    let columns = reading.columns_read();
    for field in expected.iter().filter(|field| !columns.contains(field)) {
        first.push(departure(FileDepartureKind::Column, None, Some(*field)));
    }
    for row in moved(&pairs).into_iter().filter_map(|at| rows.get(at)) {
        first.push(departure(FileDepartureKind::Moved, row.row, None));
    }
    first.extend(items.iter().filter_map(|item| of_item(item, rows)));
    for departure in &mut first {
        if let Ok(field) = departure.field.parse() {
            departure.column = field_name_in(field, language);
        }
        if departure.field == Field::PendingExternal.to_string() {
            let said = |text: &str| yes_no(text == "true", language).to_owned();
            departure.exported = said(&departure.exported);
            departure.file = said(&departure.file);
        }
    }
    let cells = first
        .iter()
        .filter(|departure| departure.kind == FileDepartureKind::Cell);
    let rows = FileRows {
        readable: true,
        departures: first.len() as u32,
        cells: cells.count() as u32,
        first: Vec::new(),
    };
    first.truncate(DEPARTURES_MAX);
    Ok(FileRows { first, ..rows })
}

fn yes_no(is_so: bool, language: Language) -> &'static str {
    match (language, is_so) {
        (Language::Spanish, true) => "Sí",
        (Language::English, true) => "Yes",
        (_, false) => "No",
    }
}

fn departure(kind: FileDepartureKind, row: Option<u32>, field: Option<Field>) -> FileDeparture {
    FileDeparture {
        kind,
        row,
        field: field.map(|field| field.to_string()).unwrap_or_default(),
        column: String::new(),
        exported: String::new(),
        file: String::new(),
        sentence: String::new(),
    }
}

fn of_item(item: &Item, rows: &[RowView]) -> Option<FileDeparture> {
    let number = |line: LineId, indicator: Option<IndicatorId>| {
        let mut rows = rows.iter().filter(|row| row.line == line);
        let of = |row: &&RowView| indicator.is_none() || row.indicator == indicator;
        rows.find(of).and_then(|row| row.row)
    };
    let cell = |row: Option<u32>, field: Field, before: &str, value: &str| FileDeparture {
        exported: before.to_owned(),
        file: value.to_owned(),
        ..departure(FileDepartureKind::Cell, row, Some(field))
    };
    Some(match item {
        Item::Cell {
            line,
            indicator,
            field,
            before,
            value,
            ..
        } => cell(number(*line, *indicator), *field, before, value),
        Item::Heading {
            line,
            field,
            before,
            value,
            ..
        } => cell(number(*line, None), *field, before, value),
        Item::Line { cells, .. } => FileDeparture {
            file: super::said_first(cells),
            ..departure(FileDepartureKind::Added, None, None)
        },
        Item::Out { line, before, .. } => FileDeparture {
            exported: before.clone(),
            ..departure(FileDepartureKind::Missing, number(*line, None), None)
        },
        // What is said of a row is no part of it.
        Item::Note { .. } => return None,
    })
}

/// The rows that stand elsewhere: the fewest without which the others are in their order.
fn moved(pairs: &[Option<usize>]) -> Vec<usize> {
    let order: Vec<usize> = pairs.iter().flatten().copied().collect();
    let places: Vec<usize> = (0..order.len()).collect();
    let kept: BTreeSet<usize> = longest_rising(&places, &order).into_iter().collect();
    let gone = places.into_iter().filter(|place| !kept.contains(place));
    gone.map(|place| order[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_rows_are_said_to_have_moved() {
        for (order, said) in [
            (vec![], vec![]),
            (vec![0, 1, 2, 3], vec![]),
            (vec![0, 3, 1, 2], vec![3]),
            (vec![1, 2, 3, 0], vec![0]),
            (vec![0, 2, 1, 3, 4], vec![2]),
            (vec![3, 2, 1], vec![3, 2]),
        ] {
            let pairs: Vec<Option<usize>> = order.iter().copied().map(Some).collect();
            assert_eq!(moved(&pairs), said, "{order:?}");
        }
        assert_eq!(moved(&[Some(0), None, Some(1)]), Vec::<usize>::new());
    }
}
