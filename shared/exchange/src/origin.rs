//! What Cotejo writes into the files it exports, so that a changed copy finds its rows again.

use std::collections::BTreeMap;

use crate::limits::SHEET_ROWS_MAX;
use crate::package::Package;
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, OriginRow, Table};

/// Name of the very hidden sheet, and what its first cell says.
const SHEET: &str = "_cotejo";
const SHEET_MARK: &str = "cotejo-origen:1";
/// First row of the sheet that speaks of a row of the matrix.
const SHEET_FIRST_ROW: u32 = 7;
/// Namespace of the part in a document.
const NAMESPACE: &str = "urn:cotejo:origen:1";
/// Longest identifier that is kept, in bytes.
const ID_BYTES_MAX: usize = 256;

/// Where a file comes from: the dossier, the version and the ids of its rows. A file can lie about all
/// of it; it only says where to look first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Identifier of the dossier.
    pub dossier: String,
    /// Identifier of the closed version; "" for a draft.
    pub version: String,
    /// Short digest of the matrix as exported.
    pub digest: String,
    /// Point of the matrix (hex); "" if it was not known.
    pub point: String,
    /// Index of the table.
    pub table: usize,
    /// Rows of that table, from 0, with what they were when the file was written.
    pub rows: BTreeMap<u32, OriginRow>,
    /// All rows that the file was written with, in their order: those missing from `rows` were taken
    /// out since, where the format tells (Word).
    pub written: Vec<OriginRow>,
}

/// Takes the hidden sheet out of the tables, if it is there and says what it must.
pub(crate) fn of_workbook(tables: &mut Vec<Table>) -> Option<Origin> {
    let index = tables.iter().position(|table| table.name == SHEET)?;
    let cell = |row: u32, column: u32| clipped(tables[index].own_text((row, column)));
    if cell(0, 0) != SHEET_MARK {
        return None;
    }
    let mut origin = Origin {
        dossier: cell(1, 0),
        version: cell(2, 0),
        digest: cell(3, 0),
        point: cell(4, 0),
        ..Origin::default()
    };
    let sheet = cell(5, 0);
    for row in SHEET_FIRST_ROW..tables[index].rows {
        let line = cell(row, 1);
        let number: Option<u32> = cell(row, 0).parse().ok();
        let Some(place) = number.and_then(|number| number.checked_sub(1)) else {
            continue;
        };
        if line.is_empty() || place >= SHEET_ROWS_MAX {
            continue;
        }
        let found = OriginRow {
            line,
            indicator: cell(row, 2),
        };
        origin.written.push(found.clone());
        origin.rows.insert(place, found);
    }
    tables.remove(index);
    origin.table = tables.iter().position(|table| table.name == sheet)?;
    Some(origin)
}

/// Reads the part of a document that says where it comes from.
pub(crate) fn of_document(
    package: &mut Package<'_>,
    tables: &[Table],
    table: usize,
) -> Result<Option<Origin>, ImportError> {
    for name in package.names_in("customxml/") {
        let is_item = name
            .rsplit('/')
            .next()
            .is_some_and(|file| file.starts_with("item") && !file.contains("props"));
        if !is_item {
            continue;
        }
        let Some(xml) = package.text(&name)? else {
            continue;
        };
        if !xml.contains(NAMESPACE) {
            continue;
        }
        let mut origin: Option<Origin> = None;
        walk(&xml, &mut |node| {
            let Node::Start(element, start) = node else {
                return Ok(());
            };
            let value = |name: &str| -> Result<String, ImportError> {
                Ok(clipped(&attribute(start, name)?.unwrap_or_default()))
            };
            match (element, &mut origin) {
                ("origen", None) => {
                    origin = Some(Origin {
                        dossier: value("dossier")?,
                        version: value("version")?,
                        digest: value("digest")?,
                        point: value("point")?,
                        table,
                        ..Origin::default()
                    });
                }
                ("renglon", Some(origin)) if origin.written.len() < SHEET_ROWS_MAX as usize => {
                    origin.written.push(OriginRow {
                        line: value("linea")?,
                        indicator: value("indicador")?,
                    });
                }
                _ => {}
            }
            Ok(())
        })?;
        if let Some(mut origin) = origin {
            let marked = tables.get(table).map(|table| &table.origins);
            for (row, index) in marked.into_iter().flatten() {
                if let Some(written) = origin.written.get(*index) {
                    origin.rows.insert(*row, written.clone());
                }
            }
            return Ok(Some(origin));
        }
    }
    Ok(None)
}

fn clipped(text: &str) -> String {
    if text.len() <= ID_BYTES_MAX {
        text.trim().to_owned()
    } else {
        String::new()
    }
}
