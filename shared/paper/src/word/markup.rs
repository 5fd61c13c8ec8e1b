//! Marks of Word's XML, pushed onto a text.

use std::fmt::Write as _;

/// The namespaces of a part.
pub(crate) const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#,
    r#"xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" "#,
    r#"mc:Ignorable="w14 w15""#,
);

/// A paragraph of a style, with other properties after it and content.
pub(crate) fn paragraph(
    text: &mut String,
    style: &str,
    properties: &str,
    content: impl FnOnce(&mut String),
) {
    push(
        text,
        format_args!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>"#),
    );
    content(text);
    text.push_str("</w:p>");
}

/// Words with the marks of a run; their line breaks and tabs are marks too.
pub(crate) fn run(text: &mut String, words: &str, format: &str) {
    if words.is_empty() {
        return;
    }
    text.push_str("<w:r>");
    if !format.is_empty() {
        push(text, format_args!("<w:rPr>{format}</w:rPr>"));
    }
    for (at, line) in words.replace("\r\n", "\n").split(['\n', '\r']).enumerate() {
        if at > 0 {
            text.push_str("<w:br/>");
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                text.push_str("<w:tab/>");
            }
            let piece = escaped(piece);
            push(
                text,
                format_args!(r#"<w:t xml:space="preserve">{piece}</w:t>"#),
            );
        }
    }
    text.push_str("</w:r>");
}

/// A number the program that opens the document works out.
fn field(text: &mut String, name: &str) {
    push(
        text,
        format_args!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#),
    );
}

/// Words of "Página x de y".
pub(crate) const PAGE_WORDS: [&str; 2] = ["Página", "de"];

/// "Página x de y", in its words.
pub(crate) fn page_of_pages(text: &mut String, [page, of]: [&str; 2]) {
    run(text, &format!("{page} "), "");
    field(text, "PAGE");
    run(text, &format!(" {of} "), "");
    field(text, "NUMPAGES");
}

pub(crate) fn push(text: &mut String, marks: std::fmt::Arguments<'_>) {
    // Writing to a text does not fail.
    if text.write_fmt(marks).is_err() {
        debug_assert!(false, "a text takes what is written to it");
    }
}

/// As XML says it. What XML has no way to say is left out.
pub(crate) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            _ => text.push(letter),
        }
    }
    text
}
