//! Word documents made for a test: the fewest parts a reader accepts.

use crate::workbook::zip;

/// A document whose body is given as XML.
#[derive(Default)]
pub(crate) struct Document {
    body: String,
    parts: Vec<(String, Vec<u8>)>,
    relationships: String,
}

/// Headers of a small matrix.
pub(crate) const HEADERS: [&str; 6] = crate::workbook::HEADERS;

impl Document {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn paragraph(mut self, text: &str) -> Self {
        self.body += &format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        self
    }

    /// A table from texts; "^" goes on with the cell above.
    pub(crate) fn table(self, rows: &[&[&str]]) -> Self {
        let rows: String = rows.iter().map(|row| texts(row)).collect();
        self.table_xml(&rows)
    }

    /// A table from what goes inside it.
    pub(crate) fn table_xml(mut self, inside: &str) -> Self {
        self.body += &format!("<w:tbl>{inside}</w:tbl>");
        self
    }

    pub(crate) fn part(mut self, kind: &str, name: &str, xml: &str) -> Self {
        self.relationships +=
            &format!("<Relationship Id=\"r{name}\" Type=\"http://x/{kind}\" Target=\"{name}\"/>");
        self.parts
            .push((format!("word/{name}"), xml.as_bytes().to_vec()));
        self
    }

    pub(crate) fn other_part(mut self, name: &str, bytes: &[u8]) -> Self {
        self.parts.push((name.to_owned(), bytes.to_vec()));
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut parts = vec![
            (
                "_rels/.rels".to_owned(),
                b"<Relationships><Relationship Id=\"d\" Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/></Relationships>".to_vec(),
            ),
            (
                "word/document.xml".to_owned(),
                format!("<w:document xmlns:w=\"urn:w\"><w:body>{}</w:body></w:document>", self.body)
                    .into_bytes(),
            ),
            (
                "word/_rels/document.xml.rels".to_owned(),
                format!("<Relationships>{}</Relationships>", self.relationships).into_bytes(),
            ),
        ];
        parts.extend(self.parts);
        zip(&parts)
    }
}

/// A row from texts.
pub(crate) fn texts(row: &[&str]) -> String {
    let cells: String = row
        .iter()
        .map(|text| match *text {
            "^" => cell("<w:vMerge/>", "<w:p/>"),
            text => match text.strip_prefix("v:") {
                Some(text) => cell("<w:vMerge w:val=\"restart\"/>", &paragraph(text)),
                None => cell("", &paragraph(text)),
            },
        })
        .collect();
    format!("<w:tr>{cells}</w:tr>")
}

pub(crate) fn cell(properties: &str, inside: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
}

pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}
