//! Joins the tables that continue one another over pages, and the labels that a page break cut.

use std::collections::{BTreeMap, BTreeSet};

use model::Field;

use crate::fold::fold;
use crate::header::Header;
use crate::table::{SplitLabel, Table};
use crate::{ImportError, Limit};

/// Words after which a label cannot end.
const OPEN_ENDS: &[&str] = &[
    "a", "al", "con", "de", "del", "el", "en", "la", "las", "los", "o", "para", "por", "y",
];

/// A table with the texts that stand over it.
pub(super) struct Placed {
    pub(super) table: Table,
    /// Texts between the table before it and this one.
    pub(super) above: Vec<String>,
}

/// Joins what continues.
pub(super) fn join(placed: Vec<Placed>) -> Result<Vec<Table>, ImportError> {
    let mut joined: Vec<Table> = Vec::new();
    for Placed { mut table, above } in placed {
        if let Some(last) = joined.last_mut()
            && let Some(order) = continues(last, &table, &above)
        {
            let strangers = above
                .iter()
                .filter(|text| !last.above.iter().any(|own| fold(own) == fold(text)));
            last.between.extend(strangers.cloned());
            append(last, table, &order)?;
            continue;
        }
        table.above = above;
        joined.push(table);
    }
    Ok(joined)
}

/// How a table continues another: first row that is not a repeated header, and the column of the other
/// for each of its own.
struct Order {
    first_row: u32,
    columns: BTreeMap<u32, u32>,
}

fn continues(last: &Table, next: &Table, above: &[String]) -> Option<Order> {
    let header = Header::find(last)?;
    // Another title over it makes it another table.
    let is_titled = !above.is_empty();
    let repeats = above
        .iter()
        .any(|text| last.above.iter().any(|own| fold(own) == fold(text)));
    if is_titled && !repeats {
        return None;
    }
    let Some(own) = Header::find(next) else {
        // Without headers of its own it must be as wide, and not have anything to say of itself.
        return (next.columns > 0 && next.columns.abs_diff(last.columns) <= 1 && !is_titled).then(
            || Order {
                first_row: 0,
                columns: (0..next.columns).map(|column| (column, column)).collect(),
            },
        );
    };
    let fields: BTreeSet<Field> = header.columns.values().copied().collect();
    let own_fields: BTreeSet<Field> = own.columns.values().copied().collect();
    if fields != own_fields {
        return None;
    }
    let by_field: BTreeMap<Field, u32> = header
        .columns
        .iter()
        .map(|(column, field)| (*field, *column))
        .collect();
    let columns = (0..next.columns)
        .map(|column| {
            let field = own.columns.get(&column);
            let to = field.and_then(|field| by_field.get(field)).copied();
            // A column of no field keeps its distance from the end.
            (column, to.unwrap_or(column))
        })
        .collect();
    Some(Order {
        first_row: own.rows.last + 1,
        columns,
    })
}

fn append(last: &mut Table, next: Table, order: &Order) -> Result<(), ImportError> {
    let seam = last.rows_written;
    let move_row = |row: u32| row.checked_sub(order.first_row).map(|row| row + seam);
    let move_column = |column: u32| order.columns.get(&column).copied().unwrap_or(column);
    let move_place =
        |(row, column): (u32, u32)| move_row(row).map(|row| (row, move_column(column)));
    if seam + next.rows_written > crate::limits::SHEET_ROWS_MAX {
        return Err(ImportError::too_large(
            Limit::Rows,
            crate::limits::SHEET_ROWS_MAX,
        ));
    }
    let (ranges, next) = next.into_ranges();
    for (_, number, _) in &next.parts {
        last.parts.push((seam, *number, order.first_row));
    }
    for (place, cell) in next.cells {
        if let Some(place) = move_place(place) {
            last.cells.insert(place, cell);
        }
    }
    last.rows_written = seam + next.rows_written - order.first_row;
    for (first, end) in ranges {
        if let (Some(first), Some(end)) = (move_place(first), move_place(end)) {
            last.merge(first, end)?;
        }
    }
    for mut note in next.notes {
        if let Some(place) = move_place(note.place) {
            note.place = place;
            last.notes.push(note);
        }
    }
    for mut change in next.changes {
        if let Some(place) = move_place(change.place) {
            change.place = place;
            last.changes.push(change);
        }
    }
    for mut row in next.new_rows {
        row.after = match row.after {
            Some(after) if after >= order.first_row => move_row(after),
            _ => seam.checked_sub(1),
        };
        row.cells = row
            .cells
            .into_iter()
            .map(|(column, text)| (move_column(column), text))
            .collect();
        last.new_rows.push(row);
    }
    for (row, mark) in next.out_rows {
        if let Some(row) = move_row(row) {
            last.out_rows.insert(row, mark);
        }
    }
    for (row, origin) in next.origins {
        if let Some(row) = move_row(row) {
            last.origins.insert(row, origin);
        }
    }
    last.far_cells += next.far_cells;
    join_labels(last, seam);
    last.measure();
    Ok(())
}

/// A label whose cell ran over a page break comes in two cells, in either order: "2. Fortalecer" and
/// "la Cultura de la Legalidad".
fn join_labels(table: &mut Table, seam: u32) {
    let Some(header) = Header::find(table) else {
        return;
    };
    let Some(above_row) = seam.checked_sub(1) else {
        return;
    };
    for (column, field) in header.columns {
        if !matches!(field, Field::Heading(_)) {
            continue;
        }
        let (above, below) = (table.origin((above_row, column)), (seam, column));
        let (upper, lower) = (
            table.own_text(above).to_owned(),
            table.own_text(below).to_owned(),
        );
        if upper == lower {
            continue;
        }
        let whole = if is_cut_start(&upper) && is_cut_end(&lower) {
            format!("{upper} {lower}")
        } else if is_cut_start(&lower) && is_cut_end(&upper) {
            format!("{lower} {upper}")
        } else {
            continue;
        };
        for place in [above, below] {
            if let Some(cell) = table.cells.get_mut(&place) {
                cell.text.clone_from(&whole);
            }
        }
        table.split_labels.push(SplitLabel {
            field,
            rows: (above.0, below.0),
            parts: (upper, lower),
            whole,
        });
    }
}

/// "2. Fortalecer": a number, and words that cannot end there.
fn is_cut_start(label: &str) -> bool {
    let folded = fold(label);
    let Some(last) = folded.split(' ').next_back() else {
        return false;
    };
    let is_numbered = folded.starts_with(|letter: char| letter.is_ascii_digit());
    let is_verb = last.len() > 3
        && ["ar", "er", "ir"]
            .iter()
            .any(|ending| last.ends_with(ending));
    is_numbered && folded.contains(' ') && (is_verb || OPEN_ENDS.contains(&last))
}

/// "la Cultura de la Legalidad": no number, and words that do not begin there.
fn is_cut_end(label: &str) -> bool {
    label.starts_with(char::is_lowercase)
}
