//! Word documents, by walks of our own: no reader of them keeps tracked changes, fills by style and
//! theme, and the place of comments together.

mod body;
mod comments;
mod grid;
mod join;
mod raw;
mod runs;
mod styles;
mod symbols;

use crate::book::{Book, Format};
use crate::header::Header;
use crate::minutes;
use crate::package::Package;
use crate::{Doubt, DoubtCode, ImportError, origin};

use comments::Comments;
use grid::Shared;
use join::Placed;
use raw::Block;
use styles::{Styles, Theme};

/// Reads a document whose main part is known.
pub(crate) fn read(package: &mut Package<'_>, main: &str) -> Result<Book, ImportError> {
    let relationships = package.relationships(main)?;
    let mut part = |kind: &str| -> Result<Option<String>, ImportError> {
        match relationships.iter().find(|to| to.kind == kind) {
            Some(to) => package.text(&to.target),
            None => Ok(None),
        }
    };
    let theme = part("theme")?.map_or(Ok(Theme::default()), |xml| Theme::read(&xml))?;
    let styles = part("styles")?.map_or(Ok(Styles::default()), |xml| Styles::read(&xml, &theme))?;
    let mut comments =
        part("comments")?.map_or(Ok(Comments::default()), |xml| Comments::read(&xml))?;
    let Some(xml) = package.text(main)? else {
        return Err(ImportError::NotWorkbook);
    };
    let document = body::read(&xml, &styles, &theme)?;
    drop(xml);

    let mut shared = Shared {
        marks: &document.marks,
        comments: &mut comments,
        tracked: 0,
    };
    let mut placed: Vec<Placed> = Vec::new();
    let mut above: Vec<String> = Vec::new();
    let mut items: Vec<minutes::Item> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if !paragraph.text.is_empty() {
                    above.push(paragraph.text.clone());
                    items.push(minutes::Item::Paragraph {
                        text: paragraph.text.clone(),
                        is_list: paragraph.is_list,
                    });
                }
            }
            Block::Table(raw) => {
                let table = grid::table(raw, placed.len() + 1, &mut shared)?;
                // What stands inside a cell is told there; alone it counts only as a matrix.
                if raw.is_nested && Header::find(&table).is_none() {
                    continue;
                }
                items.push(minutes::Item::Table {
                    rows: minutes::rows_of(&table),
                    is_matrix: Header::find(&table).is_some(),
                });
                placed.push(Placed {
                    table,
                    above: std::mem::take(&mut above),
                });
            }
        }
    }
    let mut tables = join::join(placed)?;
    let mut doubts = Vec::new();
    if document.nested {
        doubts.push(Doubt::general(
            DoubtCode::NestedTable,
            "Hay tablas dentro de celdas de otra tabla: su texto se dejó dentro de la celda, un renglón por línea."
                .to_owned(),
        ));
    }
    if document.unknown_symbols > 0 {
        doubts.push(Doubt::general(
            DoubtCode::SymbolUnknown,
            "Hay símbolos de un tipo de letra especial que no tienen equivalente; quedaron como «\u{fffd}»."
                .to_owned(),
        ));
    }
    let main_table = tables
        .iter()
        .position(|table| Header::find(table).is_some())
        .unwrap_or(0);
    if let Some(table) = tables.get_mut(main_table) {
        table.notes_around = comments.rest();
    }
    let origin = origin::of_document(package, &tables, main_table)?;
    Ok(Book {
        format: Format::Docx,
        minutes: minutes::find(&items),
        origin,
        tables,
        doubts,
    })
}
