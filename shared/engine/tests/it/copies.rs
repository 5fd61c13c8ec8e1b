//! Copies of a file that Cotejo exported, changed as the program of their format changes them.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Rows above those of the matrix, in a sheet.
const HEAD_ROWS: u32 = 4;
/// Columns of headings, which a mark leaves alone.
const HEADINGS: usize = 2;

/// A format that carries the ids of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Excel,
    Calc,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Word, Self::Excel, Self::Calc];

    pub(crate) fn format(self) -> contract::ExportFormat {
        match self {
            Self::Word => contract::ExportFormat::Docx,
            Self::Excel => contract::ExportFormat::Xlsx,
            Self::Calc => contract::ExportFormat::Ods,
        }
    }

    fn matrix(self) -> &'static str {
        match self {
            Self::Word => "word/document.xml",
            Self::Excel => "xl/worksheets/sheet1.xml",
            Self::Calc => "content.xml",
        }
    }

    /// How a row begins and ends.
    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Word => ("<w:tr>", "</w:tr>"),
            Self::Excel => ("<row ", "</row>"),
            Self::Calc => ("<table:table-row ", "</table:table-row>"),
        }
    }

    /// How cells begin, and how one ends that is not empty.
    fn cell(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Word => (&["<w:tc>"], "</w:tc>"),
            Self::Excel => (&["<c "], "</c>"),
            Self::Calc => (
                &["<table:table-cell", "<table:covered-table-cell"],
                "</table:table-cell>",
            ),
        }
    }
}

/// A copy under way.
pub(crate) struct Copy {
    kind: Kind,
    parts: Vec<(String, Vec<u8>)>,
}

impl Copy {
    pub(crate) fn of(kind: Kind, bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let parts = (0..archive.len()).map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        });
        Self {
            kind,
            parts: parts.collect(),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.parts {
            writer
                .start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn change(&mut self, name: &str, change: impl FnOnce(String) -> String) {
        let mut parts = self.parts.iter_mut();
        let (_, bytes) = parts.find(|(known, _)| known == name).unwrap();
        *bytes = change(String::from_utf8(std::mem::take(bytes)).unwrap()).into_bytes();
    }

    fn text(&self) -> &str {
        let name = self.kind.matrix();
        let mut parts = self.parts.iter();
        let (_, bytes) = parts.find(|(known, _)| known == name).unwrap();
        std::str::from_utf8(bytes).unwrap()
    }

    /// Where a row of the matrix stands, from 1.
    fn row(&self, number: u32) -> Range<usize> {
        let (begin, end) = self.kind.row();
        let text = self.text();
        let start = match self.kind {
            Kind::Excel => text
                .find(&format!("<row r=\"{}\"", number + HEAD_ROWS))
                .unwrap(),
            Kind::Calc => {
                let mut rows = text.match_indices("<table:table-row ");
                rows.nth((HEAD_ROWS + number - 1) as usize).unwrap().0
            }
            Kind::Word => {
                let mark = format!("w:name=\"cotejo_{}\"", number - 1);
                let at = text.find(&mark).unwrap();
                text[..at].rfind(begin).unwrap()
            }
        };
        start..start + text[start..].find(end).unwrap() + end.len()
    }

    fn put_row(&mut self, number: u32, row: &str) {
        let at = self.row(number);
        let name = self.kind.matrix();
        self.change(name, |text| {
            format!("{}{row}{}", &text[..at.start], &text[at.end..])
        });
    }

    fn row_text(&self, number: u32) -> String {
        self.text()[self.row(number)].to_owned()
    }

    fn put_cell(&mut self, number: u32, column: usize, change: impl FnOnce(&str) -> String) {
        let row = self.row_text(number);
        let at = cells(self.kind, &row)[column].clone();
        let cell = change(&row[at.clone()]);
        let row = format!("{}{cell}{}", &row[..at.start], &row[at.end..]);
        self.put_row(number, &row);
    }

    /// Writes in a cell; columns from 0.
    pub(crate) fn write(&mut self, number: u32, column: usize, text: &str) {
        let kind = self.kind;
        self.put_cell(number, column, |cell| match kind {
            Kind::Word => {
                let from = cell
                    .find("<w:r>")
                    .unwrap_or_else(|| cell.find("</w:p>").unwrap());
                let to = cell.rfind("</w:r>").map_or(from, |at| at + "</w:r>".len());
                format!(
                    "{}<w:r><w:t>{text}</w:t></w:r>{}",
                    &cell[..from],
                    &cell[to..]
                )
            }
            Kind::Excel => {
                let (place, style) = (attribute(cell, " r"), attribute(cell, " s"));
                format!("<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            }
            Kind::Calc => {
                let tag = &cell[..=cell.find('>').unwrap()];
                let tag = tag.replace("/>", ">");
                format!("{tag}<text:p>{text}</text:p></table:table-cell>")
            }
        });
    }

    /// Marks a row in yellow, as another that is marked.
    pub(crate) fn fill(&mut self, number: u32, as_row: u32) {
        let marked = self.row_text(as_row);
        let count = cells(self.kind, &marked).len();
        for column in HEADINGS..count {
            let kind = self.kind;
            let other = marked[cells(kind, &marked)[column].clone()].to_owned();
            self.put_cell(number, column, |cell| match kind {
                Kind::Word => cell.replacen(
                    "w:type=\"dxa\"/>",
                    "w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFFF00\"/>",
                    1,
                ),
                Kind::Excel => with_attribute(cell, " s", attribute(&other, " s")),
                Kind::Calc => {
                    let name = " table:style-name";
                    with_attribute(cell, name, attribute(&other, name))
                }
            });
        }
    }

    /// Comments on a cell. The file must have comments already.
    pub(crate) fn note(&mut self, number: u32, column: usize, author: &str, text: &str) {
        match self.kind {
            Kind::Word => {
                self.put_cell(number, column, |cell| {
                    cell.replacen("</w:pPr>", "</w:pPr><w:commentRangeStart w:id=\"77\"/>", 1)
                        .replacen(
                            "</w:p>",
                            "<w:commentRangeEnd w:id=\"77\"/><w:r><w:commentReference w:id=\"77\"/></w:r></w:p>",
                            1,
                        )
                });
                self.change("word/comments.xml", |comments| {
                    let said = format!(
                        "<w:comment w:id=\"77\" w:author=\"{author}\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
                    );
                    comments.replacen("</w:comments>", &said, 1)
                });
            }
            Kind::Excel => {
                let row = self.row_text(number);
                let cell = &row[cells(self.kind, &row)[column].clone()];
                let place = attribute(cell, " r").to_owned();
                self.change("xl/comments1.xml", |comments| {
                    let known = comments.matches("<author>").count();
                    let said = format!(
                        "<comment ref=\"{place}\" authorId=\"{known}\"><text><r><t>{text}</t></r></text></comment></commentList>"
                    );
                    comments
                        .replacen(
                            "</authors>",
                            &format!("<author>{author}</author></authors>"),
                            1,
                        )
                        .replacen("</commentList>", &said, 1)
                });
            }
            Kind::Calc => self.put_cell(number, column, |cell| {
                let said = format!(
                    "><office:annotation><dc:creator>{author}</dc:creator><text:p>{text}</text:p></office:annotation>"
                );
                cell.replacen('>', &said, 1)
            }),
        }
    }

    /// Two rows change places. What a workbook lists by number of row stays behind, as it does.
    pub(crate) fn swap(&mut self, one: u32, other: u32) {
        assert!(one < other);
        let (low, high) = (self.row(one), self.row(other));
        let rows = [low.clone(), high.clone()].map(|at| self.text()[at].to_owned());
        let kind = self.kind;
        let moved = |row: &str, from: u32, to: u32| match kind {
            Kind::Excel => renumbered(row, from + HEAD_ROWS, to + HEAD_ROWS),
            Kind::Word | Kind::Calc => row.to_owned(),
        };
        let (first, second) = (moved(&rows[1], other, one), moved(&rows[0], one, other));
        self.change(kind.matrix(), |text| {
            let between = &text[low.end..high.start];
            let (before, after) = (&text[..low.start], &text[high.end..]);
            format!("{before}{first}{between}{second}{after}")
        });
    }

    /// Takes a row out, and those below go up.
    pub(crate) fn take_out(&mut self, number: u32, last: u32) {
        self.put_row(number, "");
        let gone = number + HEAD_ROWS;
        let name = self.kind.matrix();
        match self.kind {
            Kind::Word => {}
            Kind::Excel => self.change(name, |mut text| {
                for row in gone + 1..=last + HEAD_ROWS {
                    let from = text.find(&format!("<row r=\"{row}\"")).unwrap();
                    let to = from + text[from..].find("</row>").unwrap();
                    let up = renumbered(&text[from..to], row, row - 1);
                    text.replace_range(from..to, &up);
                }
                merged_up(&text, gone)
            }),
            Kind::Calc => self.change(name, |text| spanned_up(&text, number)),
        }
    }

    /// Empties every row of the matrix but so many.
    pub(crate) fn keep_rows(&mut self, kept: u32, last: u32) {
        for number in (kept + 1..=last).rev() {
            self.put_row(number, "");
        }
    }

    /// Replaces a text of the matrix wherever it stands in the file.
    pub(crate) fn replace(&mut self, part: &str, from: &str, to: &str) {
        self.change(part, |text| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
    }
}

fn cells(kind: Kind, row: &str) -> Vec<Range<usize>> {
    let (begins, end) = kind.cell();
    let mut found = Vec::new();
    let mut from = 0;
    loop {
        let starts = begins.iter().filter_map(|begin| row[from..].find(begin));
        let Some(start) = starts.min().map(|at| from + at) else {
            return found;
        };
        let tag = start + row[start..].find('>').unwrap() + 1;
        let to = if row[..tag].ends_with("/>") {
            tag
        } else {
            tag + row[tag..].find(end).unwrap() + end.len()
        };
        found.push(start..to);
        from = to;
    }
}

/// The value of an attribute of an element; its name with the space before it.
fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let tag = &element[..=element.find('>').unwrap()];
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

fn with_attribute(element: &str, name: &str, value: &str) -> String {
    let from = format!("{name}=\"{}\"", attribute(element, name));
    element.replacen(&from, &format!("{name}=\"{value}\""), 1)
}

/// A row of a sheet at another place.
fn renumbered(row: &str, from: u32, to: u32) -> String {
    let mut row = row.replacen(
        &format!("<row r=\"{from}\""),
        &format!("<row r=\"{to}\""),
        1,
    );
    for column in 'A'..='Z' {
        row = row.replace(
            &format!("<c r=\"{column}{from}\""),
            &format!("<c r=\"{column}{to}\""),
        );
    }
    row
}

/// The merged ranges of a sheet without one of its rows.
fn merged_up(text: &str, gone: u32) -> String {
    let mut pieces = text.split("<mergeCell ref=\"");
    let mut up = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (range, rest) = piece.split_once('"').unwrap();
        let (from, to) = range.split_once(':').unwrap();
        let moved = |cell: &str, is_gone: bool| {
            let (column, row) = cell.split_at(1);
            let row: u32 = row.parse().unwrap();
            format!(
                "{column}{}",
                row - u32::from(row > gone || is_gone && row == gone)
            )
        };
        up.push_str(&format!(
            "<mergeCell ref=\"{}:{}\"{rest}",
            moved(from, false),
            moved(to, true)
        ));
    }
    up
}

/// The spans of a sheet of Calc without one of its rows.
fn spanned_up(text: &str, gone: u32) -> String {
    let name = " table:number-rows-spanned=\"";
    let mut pieces = text.split("<table:table-row ");
    let mut up = pieces.next().unwrap().to_owned();
    for (at, piece) in (1..).zip(pieces) {
        up.push_str("<table:table-row ");
        let row: u32 = at;
        let mut parts = piece.split(name);
        up.push_str(parts.next().unwrap());
        for part in parts {
            let (count, rest) = part.split_once('"').unwrap();
            let count: u32 = count.parse().unwrap();
            // The row itself is gone from the text already.
            let number = row.saturating_sub(HEAD_ROWS);
            let covers = number >= 1 && number < gone && number + count > gone;
            up.push_str(&format!("{name}{}\"{rest}", count - u32::from(covers)));
        }
    }
    up
}
