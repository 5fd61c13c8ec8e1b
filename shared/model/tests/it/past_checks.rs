//! What a matrix says of its past, held against what happened.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Author, Difference, DifferenceKind, Field, FieldKind, LineId, Matrix, PastMatrix, RowKey,
    RowView, Version, limits,
};

/// What was committed: who, when, where, what the cell read then.
pub(crate) type Committed = (Author, u64, RowKey, Field, String);

/// Rows but for who is called first in what waits.
fn neutral(rows: &[RowView]) -> Vec<RowView> {
    let mut rows = rows.to_vec();
    for wait in rows.iter_mut().flat_map(|row| &mut row.to_decide) {
        (wait.mine, wait.theirs) = (String::new(), String::new());
        (wait.mine_author, wait.theirs_author) = (Author::UNKNOWN, Author::UNKNOWN);
    }
    rows
}

/// The matrix with the changes of a version alone.
fn replay(matrix: &Matrix, made: &[(Vec<u8>, [u8; 32])], at: &Version) -> Matrix {
    let seen = made
        .iter()
        .filter(|(_, hash)| matrix.has_seen(at, &Version::new(vec![*hash])).unwrap());
    let chunks: Vec<&[u8]> = seen.map(|(change, _)| &change[..]).collect();
    Matrix::load(chunks, [0xdd; 16], Author::UNKNOWN).unwrap()
}

/// The rows at a version are those of its changes alone.
pub(crate) fn check_past(matrix: &Matrix, made: &[(Vec<u8>, [u8; 32])], at: &Version) {
    let past = matrix.rows_at(at).unwrap();
    let replayed = replay(matrix, made, at);
    assert_eq!(neutral(past.rows()), neutral(replayed.rows()));
    assert_eq!(past.headings(), replayed.headings());
    assert_eq!(past.levels(), replayed.levels());
    assert_eq!(past.title(), replayed.title());
}

fn shown(past: &PastMatrix) -> BTreeMap<RowKey, &RowView> {
    let rows = past.rows().iter().filter(|row| row.row.is_some());
    rows.map(|row| (row.key(), row)).collect()
}

fn all_fields() -> Vec<Field> {
    let mut fields: Vec<Field> = [
        "actionLine",
        "stage",
        "responsible",
        "pendingExternal",
        "indicatorName",
        "interpretation",
        "unitOfMeasure",
        "formula",
        "frequency",
        "direction",
        "targetBehavior",
        "baseline.value",
        "baseline.year",
        "targets.2024",
        "targets.2025",
        "targets.2026",
        "meansOfVerification",
    ]
    .map(|name| name.parse().unwrap())
    .into();
    fields.extend(model::Level::ALL.map(Field::Heading));
    fields
}

/// What is said to differ between two versions is what differs between their rows.
pub(crate) fn check_comparison(matrix: &Matrix, from: &Version, to: &Version) {
    let (before, after) = (matrix.rows_at(from).unwrap(), matrix.rows_at(to).unwrap());
    let told = matrix.compare(from, Some(to)).unwrap();
    let (was, is) = (shown(&before), shown(&after));
    let active = |rows: &BTreeMap<RowKey, &RowView>| {
        let lines: BTreeSet<LineId> = rows.keys().map(|(line, _)| *line).collect();
        lines
    };
    let (lines_before, lines_after) = (active(&was), active(&is));
    let of_row = |kind: DifferenceKind, key: RowKey| {
        told.iter()
            .find(|of| of.kind == kind && (of.line, of.indicator) == key && of.field.is_none())
    };
    // Rows that came and went.
    for (key, row) in &is {
        let here_before = match key.1 {
            Some(_) => was.keys().any(|other| other.1 == key.1),
            None => lines_before.contains(&key.0),
        };
        let came = of_row(DifferenceKind::Added, *key).or(of_row(DifferenceKind::Restored, *key));
        let first_of_bare = was.contains_key(&(key.0, None));
        assert!(
            came.is_some() != here_before || (!here_before && first_of_bare),
            "{key:?} {told:#?}"
        );
        if let Some(came) = came {
            assert_eq!(came.row, row.row);
            assert_eq!(came.after, row.action_line);
        }
    }
    for (key, row) in &was {
        let here_after = match key.1 {
            Some(_) => is.keys().any(|other| other.1 == key.1),
            None => lines_after.contains(&key.0),
        };
        let went = of_row(DifferenceKind::Retired, *key);
        assert!(here_after || went.is_some(), "{key:?} {told:#?}");
        if let Some(went) = went {
            assert!(!here_after);
            assert_eq!(went.row, row.row);
        }
    }
    for line in lines_before.difference(&lines_after) {
        let mut rows = told.iter().filter(|of| of.kind == DifferenceKind::Retired);
        assert!(rows.any(|of| of.line == *line), "{line} went");
    }
    // Cells.
    let same_row = |key: &RowKey| {
        was.iter().find(|(other, _)| match key.1 {
            Some(_) => other.1 == key.1,
            None => other.0 == key.0,
        })
    };
    for (key, row) in &is {
        for field in all_fields() {
            // What its indicator said went with the indicator.
            if field.is_of_indicator() && key.1.is_none() {
                continue;
            }
            let line_was = was.iter().find(|(other, _)| other.0 == key.0);
            let then = if field.is_of_indicator() {
                same_row(key)
            } else {
                line_was
            };
            let Some((_, then)) = then else { continue };
            let (before, after) = (then.cell(field), row.cell(field));
            if before == after {
                continue;
            }
            let mut of_cell = told.iter().filter(|of| match field {
                // Worded anew, or another heading: it or the line moved under another.
                Field::Heading(_) => {
                    matches!(of.field, Some(Field::Heading(_)))
                        || (of.kind == DifferenceKind::Moved && of.line == key.0)
                }
                _ if field.is_of_indicator() => {
                    of.field == Some(field) && (of.line, of.indicator) == *key
                }
                _ => of.field == Some(field) && of.line == key.0,
            });
            let found = of_cell.next();
            assert!(
                found.is_some(),
                "{key:?} {field}: {before:?} {after:?} {told:#?}"
            );
            if !matches!(field, Field::Heading(_)) {
                let found = found.unwrap();
                assert_eq!((&found.before, &found.after), (&before, &after));
                assert!(!found.hands.is_empty());
            }
        }
    }
    for difference in &told {
        let key = (difference.line, difference.indicator);
        if difference.kind == DifferenceKind::Changed {
            let field = difference.field.unwrap();
            assert_ne!(difference.before, difference.after);
            assert_eq!(difference.after, is[&key].cell(field), "{difference:?}");
            assert_eq!(difference.row, is[&key].row);
        }
    }
    check_order(&told, &before, &after);
    assert!(matrix.compare(to, Some(to)).unwrap().is_empty());
}

/// Without the lines that moved, the others stand in the same order; and they are told in order.
fn check_order(told: &[Difference], before: &PastMatrix, after: &PastMatrix) {
    let lines = |past: &PastMatrix| {
        let rows = past.rows().iter().filter(|row| row.row.is_some());
        let mut lines: Vec<LineId> = rows.map(|row| row.line).collect();
        lines.dedup();
        lines
    };
    let (was, is) = (lines(before), lines(after));
    let moved: BTreeSet<LineId> = told
        .iter()
        .filter(|of| matches!(of.places, Some((model::Place::Line { .. }, _))))
        .map(|of| of.line)
        .collect();
    let rest = |lines: &[LineId], others: &[LineId]| {
        let stay = lines
            .iter()
            .filter(|line| others.contains(line) && !moved.contains(line));
        stay.copied().collect::<Vec<_>>()
    };
    assert_eq!(rest(&was, &is), rest(&is, &was));
    let place = |of: &Difference| {
        let mut rows = after.rows().iter();
        rows.position(|row| row.key() == (of.line, of.indicator))
    };
    let places: Vec<usize> = told.iter().filter_map(place).collect();
    assert!(places.is_sorted());
}

/// What is said of a cell is what it shows.
pub(crate) fn check_hands(matrix: &Matrix) {
    for row in matrix.rows() {
        let (line, indicator) = row.key();
        for field in all_fields() {
            let cell = row.cell(field);
            let blame = matrix.blame(line, indicator, field);
            let history = matrix.cell_history(line, indicator, field);
            let Some(blame) = blame else {
                assert!(cell.is_empty() && history.is_none());
                continue;
            };
            let whole: String = blame.iter().map(|run| run.text.as_str()).collect();
            if field != Field::PendingExternal || !whole.is_empty() {
                assert_eq!(whole, cell);
            }
            let history = history.unwrap();
            let current: Vec<_> = history.iter().filter(|value| value.current).collect();
            if cell.is_empty() || cell == "false" {
                assert!(current.len() <= 1);
            } else {
                assert_eq!(current.len(), 1);
                assert_eq!(current[0].value, cell);
            }
            for value in &history {
                assert!(matrix.holds(&value.version));
            }
        }
    }
}

/// Nothing that stood at the end of a stretch is missing from a cell's history.
pub(crate) fn check_values(matrix: &Matrix, committed: &[Committed]) {
    for (author, at_ms, (line, indicator), field, value) in committed {
        let mut line = *line;
        if let Some(row) = matrix.rows().iter().find(|row| row.indicator == *indicator)
            && field.is_of_indicator()
        {
            line = row.line;
        }
        let history = matrix.cell_history(line, *indicator, *field).unwrap();
        let stands = |value: &str| history.iter().any(|past| past.value == value);
        let goes_on = committed.iter().any(|(of, later, key, cell, value)| {
            let same_cell = if field.is_of_indicator() {
                key.1 == *indicator
            } else {
                key.0 == line
            };
            field.kind() == FieldKind::Text
                && same_cell
                && (of, cell) == (author, field)
                && later > at_ms
                && later - at_ms <= limits::STRETCH_GAP_MS
                && stands(value)
        });
        assert!(stands(value) || goes_on, "{field} {value:?}: {history:#?}");
    }
}
