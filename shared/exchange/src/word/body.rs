//! Walks the body of a Word document: its paragraphs and its tables, cell by cell, with what is tracked,
//! painted and commented.

use quick_xml::events::BytesStart;

use super::raw::{Block, Document, Letters, Paragraph, RawCell, RawRow, RawTable, VMerge};
use super::runs::{Mark, MarkId, Runs};
use super::styles::{Look, Shade, Styles, Theme, highlight, on, shading};
use super::symbols;
use crate::limits::{
    CELLS_MAX, COLUMNS_MAX, MARKS_TRACKED_MAX, SHEET_ROWS_MAX, SHEET_TEXT_BYTES_MAX, TABLES_MAX,
    TABLES_NESTED_MAX,
};
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit, moment};

/// Properties the walk is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Properties {
    Paragraph,
    Run,
    Cell,
    Row,
}

#[derive(Default)]
struct OpenParagraph {
    runs: Runs,
    letters: Letters,
    style: String,
    is_list: bool,
    shade: Shade,
    run_shade: Shade,
    run_style: String,
    run_struck: bool,
    inserted: Option<MarkId>,
    deleted: Option<MarkId>,
    /// Tables open when it began.
    tables: usize,
}

#[derive(Default)]
struct OpenTable {
    table: RawTable,
    row: Option<RawRow>,
    cell: Option<RawCell>,
    origin: Option<usize>,
}

struct Walk<'a> {
    styles: &'a Styles,
    theme: &'a Theme,
    document: Document,
    paragraphs: Vec<OpenParagraph>,
    tables: Vec<OpenTable>,
    /// Tables that ended inside a cell, waiting for the end of the outermost one.
    inner: Vec<RawTable>,
    properties: Vec<Properties>,
    inserted: Vec<MarkId>,
    deleted: Vec<MarkId>,
    /// Depth inside something that is not shown.
    hidden: usize,
    inside_text: bool,
    cells: usize,
    text_bytes: usize,
    table_count: usize,
}

/// Reads the body.
pub(super) fn read(xml: &str, styles: &Styles, theme: &Theme) -> Result<Document, ImportError> {
    let mut read = Walk {
        styles,
        theme,
        document: Document::default(),
        paragraphs: Vec::new(),
        tables: Vec::new(),
        inner: Vec::new(),
        properties: Vec::new(),
        inserted: Vec::new(),
        deleted: Vec::new(),
        hidden: 0,
        inside_text: false,
        cells: 0,
        text_bytes: 0,
        table_count: 0,
    };
    walk(xml, &mut |node| match node {
        Node::Start(name, start) => read.start(name, start),
        Node::Text(text) if read.inside_text && read.hidden == 0 => read.say(text),
        Node::Text(_) => Ok(()),
        Node::End(name) => read.end(name),
    })?;
    Ok(read.document)
}

/// What is written twice for older programs, and what properties were before a change of them.
fn is_hidden(name: &str) -> bool {
    matches!(name, "Fallback" | "tblGridChange") || name.ends_with("PrChange")
}

impl Walk<'_> {
    fn start(&mut self, name: &str, start: &BytesStart<'_>) -> Result<(), ImportError> {
        if is_hidden(name) {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return Ok(());
        }
        let value = || attribute(start, "val");
        match name {
            "p" => self.paragraphs.push(OpenParagraph {
                tables: self.tables.len(),
                ..OpenParagraph::default()
            }),
            "tbl" => self.start_table()?,
            "tr" => self.start_row(),
            "tc" => self.start_cell()?,
            "pPr" => self.properties.push(Properties::Paragraph),
            "rPr" => self.properties.push(Properties::Run),
            "tcPr" => self.properties.push(Properties::Cell),
            "trPr" => self.properties.push(Properties::Row),
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run_shade = None;
                    paragraph.run_style.clear();
                    paragraph.run_struck = false;
                }
            }
            "t" | "delText" => self.inside_text = true,
            "ins" | "moveTo" | "del" | "moveFrom" => {
                let mark = self.mark(start)?;
                self.start_mark(matches!(name, "ins" | "moveTo"), mark);
            }
            "tab" if self.properties.is_empty() => self.say(" ")?,
            "br" => {
                let is_line = attribute(start, "type")?.is_none_or(|kind| kind == "textWrapping");
                self.say(if is_line { "\n" } else { " " })?;
            }
            "cr" => self.say("\n")?,
            "noBreakHyphen" => self.say("-")?,
            "sym" => {
                let font = attribute(start, "font")?.unwrap_or_default();
                let letter = attribute(start, "char")?
                    .and_then(|hex| u32::from_str_radix(&hex, 16).ok())
                    .and_then(|code| symbols::letter(&font, code));
                self.document.unknown_symbols += usize::from(letter.is_none());
                let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
                self.say(letter.encode_utf8(&mut [0; 4]))?;
            }
            // A fraction of an equation, on one line.
            "num" | "den" if self.properties.is_empty() => self.say("(")?,
            "pStyle" => {
                let style = value()?.unwrap_or_default();
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    // Word names its styles of lists so in every language.
                    paragraph.is_list |= style.starts_with("List");
                    paragraph.style = style;
                }
            }
            "rStyle" => {
                let style = value()?.unwrap_or_default();
                if let Some(paragraph) = self.run_of_text() {
                    paragraph.run_style = style;
                }
            }
            "numPr" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_list = true;
                }
            }
            "strike" | "dstrike" => {
                let is_struck = value()?.is_none_or(|text| on(&text));
                if let Some(paragraph) = self.run_of_text() {
                    paragraph.run_struck |= is_struck;
                }
            }
            "shd" => {
                let shade = shading(start, self.theme)?;
                self.paint(shade);
            }
            "highlight" => {
                let shade = highlight(start)?;
                if let Some(paragraph) = self.run_of_text() {
                    paragraph.run_shade = shade;
                }
            }
            "commentRangeStart" | "commentReference" => {
                if let Some(id) = attribute(start, "id")?
                    && let Some(cell) = self.cell()
                {
                    cell.comments.push(id);
                }
            }
            "bookmarkStart" => {
                let origin = attribute(start, "name")?
                    .as_deref()
                    .and_then(|name| name.strip_prefix("cotejo_"))
                    .and_then(|index| index.parse().ok());
                if let (Some(origin), Some(open)) = (origin, self.tables.last_mut()) {
                    match &mut open.row {
                        Some(row) => row.origin = Some(origin),
                        None => open.origin = Some(origin),
                    }
                }
            }
            _ => self.start_of_table_property(name, start)?,
        }
        Ok(())
    }

    fn start_of_table_property(
        &mut self,
        name: &str,
        start: &BytesStart<'_>,
    ) -> Result<(), ImportError> {
        let Some(open) = self.tables.last_mut() else {
            return Ok(());
        };
        let value = attribute(start, "val");
        match name {
            "tblStyle" => open.table.style = value?.unwrap_or_default(),
            "tblLook" => open.table.look = Look::read(start)?,
            "gridCol" if open.table.widths.len() < COLUMNS_MAX as usize => {
                let width = attribute(start, "w")?.and_then(|text| text.parse().ok());
                open.table.widths.push(width.unwrap_or(0));
            }
            "gridBefore" => {
                if let Some(row) = &mut open.row {
                    row.before = value?.and_then(|text| text.parse().ok()).unwrap_or(0);
                }
            }
            "gridSpan" => {
                if let Some(cell) = &mut open.cell {
                    let span = value?.and_then(|text| text.parse().ok()).unwrap_or(1);
                    cell.span = u32::clamp(span, 1, COLUMNS_MAX);
                }
            }
            "vMerge" => {
                if let Some(cell) = &mut open.cell {
                    // Without a value it goes on.
                    cell.v_merge = if value?.as_deref() == Some("restart") {
                        VMerge::Restart
                    } else {
                        VMerge::Continue
                    };
                }
            }
            "hMerge" => {
                if let Some(cell) = &mut open.cell {
                    cell.h_continue = value?.as_deref() != Some("restart");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
            return Ok(());
        }
        if self.hidden > 0 {
            return Ok(());
        }
        match name {
            "t" | "delText" => self.inside_text = false,
            "p" => self.end_paragraph()?,
            "tbl" => self.end_table(),
            "tr" => {
                if let Some(open) = self.tables.last_mut()
                    && let Some(row) = open.row.take()
                {
                    if open.table.rows.len() == SHEET_ROWS_MAX as usize {
                        return Err(ImportError::too_large(Limit::Rows, SHEET_ROWS_MAX));
                    }
                    open.table.rows.push(row);
                }
            }
            "tc" => self.end_cell(),
            "pPr" | "rPr" | "tcPr" | "trPr" => {
                self.properties.pop();
            }
            "ins" | "moveTo" if self.properties.is_empty() => {
                self.inserted.pop();
            }
            "del" | "moveFrom" if self.properties.is_empty() => {
                self.deleted.pop();
            }
            "num" => self.say(")/")?,
            "den" => self.say(")")?,
            _ => {}
        }
        Ok(())
    }

    fn start_table(&mut self) -> Result<(), ImportError> {
        self.table_count += 1;
        if self.table_count > TABLES_MAX {
            return Err(ImportError::too_large(Limit::Tables, TABLES_MAX));
        }
        if self.tables.len() == TABLES_NESTED_MAX {
            return Err(ImportError::too_large(Limit::Nesting, TABLES_NESTED_MAX));
        }
        self.tables.push(OpenTable::default());
        Ok(())
    }

    fn start_row(&mut self) {
        if let Some(open) = self.tables.last_mut() {
            open.row = Some(RawRow {
                origin: open.origin.take(),
                ..RawRow::default()
            });
        }
    }

    fn start_cell(&mut self) -> Result<(), ImportError> {
        self.cells += 1;
        if self.cells > CELLS_MAX {
            return Err(ImportError::too_large(Limit::Cells, CELLS_MAX));
        }
        if let Some(open) = self.tables.last_mut() {
            open.cell = Some(RawCell {
                span: 1,
                ..RawCell::default()
            });
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let styles = self.styles;
        let Some(open) = self.tables.last_mut() else {
            return;
        };
        let (Some(mut cell), Some(row)) = (open.cell.take(), &mut open.row) else {
            return;
        };
        let table = &open.table;
        let of_style = || styles.cell(&table.style, table.rows.len(), row.cells.len(), table.look);
        cell.fill = cell
            .shade
            .flatten()
            .filter(|colour| !colour.is_plain())
            .or_else(|| cell.letters.colour().filter(|colour| !colour.is_plain()))
            .or_else(|| {
                // A style paints what nothing else did.
                let painted = of_style().filter(|_| cell.shade.is_none()).flatten();
                painted.filter(|colour| !colour.is_plain())
            });
        cell.runs.shrink();
        cell.struck = cell.letters.all > 0 && cell.letters.struck * 2 >= cell.letters.all;
        row.cells.push(cell);
    }

    fn end_table(&mut self) {
        let Some(open) = self.tables.pop() else {
            return;
        };
        let mut table = open.table;
        if let Some(outer) = self.tables.last_mut() {
            self.document.nested = true;
            table.is_nested = true;
            if let Some(cell) = &mut outer.cell {
                for row in &table.rows {
                    for (index, inner) in row.cells.iter().enumerate() {
                        if index > 0 {
                            cell.runs.push(" ", None, None);
                        }
                        cell.runs.push(&inner.runs.before(), None, None);
                    }
                    cell.runs.push("\n", None, None);
                }
            }
            self.inner.push(table);
        } else {
            self.document.blocks.push(Block::Table(table));
            let inner = std::mem::take(&mut self.inner);
            self.document
                .blocks
                .extend(inner.into_iter().map(Block::Table));
        }
    }

    fn end_paragraph(&mut self) -> Result<(), ImportError> {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        self.weigh(1)?;
        let inserted = paragraph.inserted.or(self.inserted.last().copied());
        let deleted = paragraph.deleted.or(self.deleted.last().copied());
        // A text box inside a paragraph: its lines are lines of that one.
        if let Some(outer) = self.paragraphs.last_mut()
            && outer.tables == self.tables.len()
        {
            if !outer.runs.is_empty() {
                outer.runs.push("\n", None, None);
            }
            outer.runs.append(paragraph.runs);
            outer.runs.push("\n", inserted, deleted);
            outer.letters.add(&paragraph.letters);
            return Ok(());
        }
        if let Some(cell) = self.cell() {
            paragraph.runs.push("\n", inserted, deleted);
            cell.runs.append(paragraph.runs);
            cell.letters.add(&paragraph.letters);
        } else if self.tables.is_empty() {
            let text = paragraph.runs.before();
            self.document.blocks.push(Block::Paragraph(Paragraph {
                text,
                is_list: paragraph.is_list,
            }));
        }
        Ok(())
    }

    /// A text of the paragraph that is open.
    fn say(&mut self, text: &str) -> Result<(), ImportError> {
        self.weigh(text.len())?;
        let (inserted, deleted) = (self.inserted.last().copied(), self.deleted.last().copied());
        let styles = self.styles;
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return Ok(());
        };
        // What breaks a word only at the end of a line does not show.
        let text = text.replace('\u{ad}', "");
        paragraph.runs.push(&text, inserted, deleted);
        let letters = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .count();
        paragraph.letters.all += letters;
        if paragraph.run_struck {
            paragraph.letters.struck += letters;
        }
        let shade = paragraph
            .run_shade
            .or_else(|| styles.text(&paragraph.run_style))
            .or(paragraph.shade)
            .or_else(|| styles.text(&paragraph.style));
        if let Some(Some(colour)) = shade {
            *paragraph.letters.painted.entry(colour).or_default() += letters;
        }
        Ok(())
    }

    fn weigh(&mut self, bytes: usize) -> Result<(), ImportError> {
        self.text_bytes += bytes;
        if self.text_bytes > SHEET_TEXT_BYTES_MAX {
            return Err(ImportError::too_large(
                Limit::TextBytes,
                SHEET_TEXT_BYTES_MAX,
            ));
        }
        Ok(())
    }

    fn paint(&mut self, shade: Shade) {
        match self.properties.as_slice() {
            [.., Properties::Cell] => {
                if let Some(cell) = self.cell() {
                    cell.shade = shade;
                }
            }
            [.., Properties::Paragraph, Properties::Run] => {}
            [.., Properties::Paragraph] => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.shade = shade;
                }
            }
            [.., Properties::Run] => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run_shade = shade;
                }
            }
            [.., Properties::Row] | [] => {}
        }
    }

    /// The paragraph, if the properties are of a run of it and not of its own mark.
    fn run_of_text(&mut self) -> Option<&mut OpenParagraph> {
        (self.properties.as_slice() == [Properties::Run])
            .then(|| self.paragraphs.last_mut())
            .flatten()
    }

    fn cell(&mut self) -> Option<&mut RawCell> {
        self.tables.last_mut()?.cell.as_mut()
    }

    fn mark(&mut self, start: &BytesStart<'_>) -> Result<MarkId, ImportError> {
        let author = attribute(start, "author")?.unwrap_or_default();
        let author = author.trim().to_owned();
        let dated_unix_s = match attribute(start, "dateUtc")? {
            Some(text) => moment::utc(&text),
            None => attribute(start, "date")?.and_then(|text| moment::on_the_wall(&text)),
        };
        let mark = Mark {
            author,
            dated_unix_s,
        };
        if self.document.marks.last() != Some(&mark) {
            if self.document.marks.len() == MARKS_TRACKED_MAX {
                return Err(ImportError::too_large(
                    Limit::TrackedChanges,
                    MARKS_TRACKED_MAX,
                ));
            }
            self.document.marks.push(mark);
        }
        Ok(self.document.marks.len() - 1)
    }

    fn start_mark(&mut self, is_inserted: bool, mark: MarkId) {
        match self.properties.as_slice() {
            [] if is_inserted => self.inserted.push(mark),
            [] => self.deleted.push(mark),
            [.., Properties::Row] => {
                if let Some(OpenTable { row: Some(row), .. }) = self.tables.last_mut() {
                    if is_inserted {
                        row.inserted = Some(mark);
                    } else {
                        row.deleted = Some(mark);
                    }
                }
            }
            // The mark of a paragraph: its line break.
            [.., Properties::Paragraph, Properties::Run] => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    if is_inserted {
                        paragraph.inserted = Some(mark);
                    } else {
                        paragraph.deleted = Some(mark);
                    }
                }
            }
            _ => {}
        }
    }
}
