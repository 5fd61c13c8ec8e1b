//! Changes of cells that Calc tracks: the sheet holds what they are now, the list what they were.

use std::collections::BTreeMap;

use super::content;
use crate::cells::{self, Place};
use crate::limits::{COLUMNS_MAX, SHEET_ROWS_MAX, TRACKED_MAX};
use crate::moment;
use crate::table::{CellChange, Mark, Table};
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// A change of a cell.
#[derive(Default)]
struct Change {
    table: usize,
    place: Option<Place>,
    mark: Mark,
    date: String,
    before: String,
    lines: Vec<String>,
    is_decided: bool,
}

/// Puts the cells back to what they were, and keeps what they are as changes. Says how many changes
/// of whole rows there are.
pub(super) fn read(xml: &str, tables: &mut [Table]) -> Result<usize, ImportError> {
    let mut changes: Vec<Change> = Vec::new();
    let mut rows_changed = 0;
    let mut current: Option<Change> = None;
    let mut inside = 0;
    let mut slot = "";
    walk(xml, &mut |node| {
        match node {
            Node::Start("tracked-changes", _) => inside += 1,
            Node::End("tracked-changes") => inside -= 1,
            _ if inside == 0 => {}
            Node::Start("insertion" | "deletion" | "movement", _) => rows_changed += 1,
            Node::Start("cell-content-change", start) => {
                let state = attribute(start, "acceptance-state")?;
                current = Some(Change {
                    is_decided: state.is_some_and(|state| state != "pending"),
                    ..Change::default()
                });
            }
            Node::Start("cell-address", start) => {
                if let Some(change) = &mut current {
                    let number = |name: &str| -> Result<Option<u32>, ImportError> {
                        Ok(attribute(start, name)?.and_then(|text| text.parse().ok()))
                    };
                    change.place = number("row")?
                        .zip(number("column")?)
                        .filter(|(row, column)| *row < SHEET_ROWS_MAX && *column < COLUMNS_MAX);
                    change.table = number("table")?.unwrap_or(0) as usize;
                }
            }
            Node::Start("change-track-table-cell", start) => {
                if let Some(change) = &mut current {
                    change.before = content::value(start)?;
                }
            }
            Node::Start("creator", _) => slot = "creator",
            Node::Start("date", _) => slot = "date",
            Node::Start("p", _) => {
                slot = "p";
                if let Some(change) = &mut current {
                    change.lines.push(String::new());
                }
            }
            Node::End("creator" | "date" | "p") => slot = "",
            Node::Text(text) => {
                if let Some(change) = &mut current {
                    match slot {
                        "creator" => change.mark.author.push_str(text),
                        "date" => change.date.push_str(text),
                        "p" => {
                            if let Some(line) = change.lines.last_mut() {
                                line.push_str(text);
                            }
                        }
                        _ => {}
                    }
                }
            }
            Node::End("cell-content-change") => {
                if let Some(mut change) = current.take() {
                    change.mark.dated_unix_s = moment::on_the_wall(&change.date);
                    let shown = cells::tidy(&change.lines.join("\n"));
                    if !shown.is_empty() {
                        change.before = shown;
                    }
                    if changes.len() == TRACKED_MAX {
                        return Err(ImportError::too_large(Limit::TrackedChanges, TRACKED_MAX));
                    }
                    if !change.is_decided {
                        changes.push(change);
                    }
                }
            }
            Node::Start(..) | Node::End(_) => {}
        }
        Ok(())
    })?;

    // The changes of a cell in their order: each ends where the next begins, the last where the cell is.
    let mut by_place: BTreeMap<(usize, Place), Vec<Change>> = BTreeMap::new();
    for change in changes {
        if let Some(place) = change.place {
            by_place
                .entry((change.table, place))
                .or_default()
                .push(change);
        }
    }
    for ((table, place), changes) in by_place {
        let Some(table) = tables.get_mut(table) else {
            continue;
        };
        let now = table.own_text(place).to_owned();
        let Some(original) = changes.first().map(|change| change.before.clone()) else {
            continue;
        };
        let mut latest: Vec<(Mark, String)> = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            let after = changes
                .get(index + 1)
                .map_or(&now, |next| &next.before)
                .clone();
            latest.retain(|(mark, _)| mark.author != change.mark.author);
            latest.push((change.mark.clone(), after));
        }
        for (mark, after) in latest {
            if after != original {
                table.changes.push(CellChange {
                    place,
                    mark,
                    before: original.clone(),
                    after,
                });
            }
        }
        table.cells.entry(place).or_default().text = original;
        table.measure();
    }
    Ok(rows_changed)
}
