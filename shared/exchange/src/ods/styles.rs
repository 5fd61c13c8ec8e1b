//! What the styles of a spreadsheet paint and hide.

use std::collections::{HashMap, HashSet};

use crate::limits::{STYLE_CHAIN_MAX, STYLES_MAX};
use crate::xml::{Node, attribute, walk};
use crate::{Colour, ImportError, Limit};

#[derive(Debug, Default, Clone)]
#[allow(
    clippy::option_option,
    reason = "a style that says no colour is not one that says nothing"
)]
struct CellStyle {
    parent: String,
    /// Nothing said, transparent, or a colour.
    fill: Option<Option<Colour>>,
    struck: Option<bool>,
}

/// The styles of cells, and the tables that are hidden.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: HashMap<String, CellStyle>,
    hidden_tables: HashSet<String>,
}

impl Styles {
    /// Reads the styles of a part; later ones hide earlier ones of the same name.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), ImportError> {
        let mut current: Option<(String, CellStyle)> = None;
        let mut table_style: Option<String> = None;
        walk(xml, &mut |node| {
            match node {
                Node::Start("style", start) => {
                    let name = attribute(start, "name")?.unwrap_or_default();
                    match attribute(start, "family")?.as_deref() {
                        Some("table-cell") => {
                            let parent = attribute(start, "parent-style-name")?;
                            let style = CellStyle {
                                parent: parent.unwrap_or_default(),
                                ..CellStyle::default()
                            };
                            current = Some((name, style));
                        }
                        Some("table") => table_style = Some(name),
                        _ => {}
                    }
                }
                Node::Start("table-cell-properties", start) => {
                    if let Some((_, style)) = &mut current
                        && let Some(value) = attribute(start, "background-color")?
                    {
                        style.fill = Some(Colour::from_hex(&value));
                    }
                }
                Node::Start("text-properties", start) => {
                    if let Some((_, style)) = &mut current
                        && let Some(value) = attribute(start, "text-line-through-style")?
                    {
                        style.struck = Some(value != "none");
                    }
                }
                Node::Start("table-properties", start) => {
                    if let Some(name) = &table_style
                        && attribute(start, "display")?.as_deref() == Some("false")
                    {
                        self.hidden_tables.insert(name.clone());
                    }
                }
                Node::End("style") => {
                    table_style = None;
                    if let Some((name, style)) = current.take() {
                        if self.cells.len() == STYLES_MAX {
                            return Err(ImportError::too_large(Limit::Styles, STYLES_MAX));
                        }
                        self.cells.insert(name, style);
                    }
                }
                Node::Start(..) | Node::Text(_) | Node::End(_) => {}
            }
            Ok(())
        })
    }

    /// The colour behind cells of a style.
    pub(super) fn fill(&self, name: &str) -> Option<Colour> {
        self.chain(name)
            .find_map(|style| style.fill)
            .flatten()
            .filter(|colour| !colour.is_plain())
    }

    /// Whether cells of a style are struck through.
    pub(super) fn is_struck(&self, name: &str) -> bool {
        self.chain(name)
            .find_map(|style| style.struck)
            .unwrap_or(false)
    }

    pub(super) fn is_hidden_table(&self, name: &str) -> bool {
        self.hidden_tables.contains(name)
    }

    fn chain<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a CellStyle> {
        std::iter::successors(self.cells.get(name), |style| self.cells.get(&style.parent))
            .take(STYLE_CHAIN_MAX)
    }
}
