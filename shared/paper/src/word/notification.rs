//! The notification of changes as a Word document: the few parts such a document needs, written here.

use super::markup::{PAGE_WORDS, escaped, push, run};
use super::short::{self, cell};
use crate::ExportError;
use crate::changes::{COLUMNS, ChangesReport, LATE, ReportedChange, Word, WordKind};

/// Widths of the columns, in twentieths of a point: a letter page on its side between its margins.
const WIDTHS: [u32; 6] = [900, 1_780, 3_950, 3_950, 1_500, 1_600];
/// Between the margins.
const WIDTH: u32 = 13_680;
/// What stands for nothing.
const NOTHING: &str = "—";

const STYLES: &str = concat!(
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:pPr><w:keepNext/><w:spacing w:before="40" w:after="160"/><w:outlineLvl w:val="0"/></w:pPr>"#,
    r#"<w:rPr><w:b/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Dato"><w:name w:val="Dato"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:pPr><w:tabs><w:tab w:val="left" w:pos="2200"/></w:tabs><w:spacing w:after="40"/><w:ind w:left="2200" w:hanging="2200"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Celda"><w:name w:val="Celda"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:pPr><w:tabs><w:tab w:val="right" w:pos="13680"/></w:tabs></w:pPr>"#,
    r#"<w:rPr><w:color w:val="595959"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>"#,
);
/// How lines of a text stand.
const SPACING: &str = r#"w:after="0" w:line="252" w:lineRule="auto""#;
const CELLS: &str = concat!(
    r#"<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>"#,
    r#"<w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>"#,
);
const PAGE: &str = concat!(
    r#"<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/>"#,
    r#"<w:pgMar w:top="1080" w:right="1080" w:bottom="1080" w:left="1080" w:header="560" w:footer="560" w:gutter="0"/>"#,
);

/// The report as a Word document (.docx): a letter page on its side, the heads of the columns on
/// every page, words that go struck out and words that come underlined.
pub fn changes_docx(report: &ChangesReport) -> Result<Vec<u8>, ExportError> {
    let styles = short::defaults("es-MX", SPACING) + STYLES;
    let left = [&report.institution, &report.heading];
    let left = left.map(String::as_str).join(" · ");
    let foot = short::foot(&left, "", PAGE_WORDS);
    short::document(&body(report), &styles, &foot, &properties(report))
}

fn properties(report: &ChangesReport) -> String {
    format!(
        "<dc:title>{}: {}</dc:title><dc:creator>{}</dc:creator><dc:language>es-MX</dc:language>",
        escaped(&report.heading),
        escaped(&report.matrix),
        escaped(&report.institution),
    )
}

fn body(report: &ChangesReport) -> String {
    let mut text = String::new();
    paragraph(&mut text, "Normal", |text| {
        run(text, &report.institution, r#"<w:color w:val="595959"/>"#);
    });
    paragraph(&mut text, "Title", |text| run(text, &report.heading, ""));
    let matrix = ("Matriz".to_owned(), report.matrix.clone());
    for (name, value) in std::iter::once(&matrix).chain(&report.facts) {
        paragraph(&mut text, "Dato", |text| {
            run(text, name, "<w:b/>");
            text.push_str("<w:r><w:tab/></w:r>");
            run(text, value, "");
        });
    }
    paragraph(&mut text, "Normal", |_| {});
    if report.changes.is_empty() {
        paragraph(&mut text, "Normal", |text| {
            run(text, "No hubo cambios.", "");
        });
    } else {
        table(&mut text, &report.changes);
        // A table may not be the last thing of a document.
        paragraph(&mut text, "Normal", |_| {});
    }
    push(
        &mut text,
        format_args!("<w:sectPr>{}{PAGE}</w:sectPr>", short::FOOT),
    );
    text
}

fn table(text: &mut String, changes: &[ReportedChange]) {
    debug_assert_eq!(WIDTHS.iter().sum::<u32>(), WIDTH);
    push(
        text,
        format_args!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/>{}{CELLS}</w:tblPr><w:tblGrid>"#,
            short::BORDERS
        ),
    );
    for width in WIDTHS {
        push(text, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    text.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (name, width) in COLUMNS.iter().zip(WIDTHS) {
        cell(text, width, Some("EDEDED"), |text| {
            line(text, |text| run(text, name, "<w:b/>"));
        });
    }
    text.push_str("</w:tr>");
    for change in changes {
        row(text, change);
    }
    text.push_str("</w:tbl>");
}

fn row(text: &mut String, change: &ReportedChange) {
    let [number, place, before, after, who, when] = WIDTHS;
    let shade = change.late.then_some("FFF4D6");
    text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    let plain = |text: &mut String, width: u32, value: &str| {
        cell(text, width, shade, |text| {
            line(text, |text| run(text, or_nothing(value), ""));
        });
    };
    plain(text, number, &change.row);
    plain(text, place, &change.place);
    for (width, gone) in [(before, WordKind::Added), (after, WordKind::Removed)] {
        cell(text, width, shade, |text| {
            line(text, |text| words(text, &change.words, gone));
        });
    }
    plain(text, who, &change.who);
    cell(text, when, shade, |text| {
        for when in &change.when {
            line(text, |text| run(text, when, ""));
        }
        if change.late {
            line(text, |text| run(text, LATE, "<w:b/>"));
        } else if change.when.is_empty() {
            line(text, |text| run(text, NOTHING, ""));
        }
    });
    text.push_str("</w:tr>");
}

/// One side of a difference: all its words but those of the other side.
fn words(text: &mut String, words: &[Word], gone: WordKind) {
    let mut side = words.iter().filter(|word| word.kind != gone).peekable();
    if side.peek().is_none() {
        run(text, NOTHING, "");
    }
    for word in side {
        let format = match word.kind {
            WordKind::Same => "",
            WordKind::Removed => r#"<w:strike/><w:color w:val="9C1C1C"/>"#,
            WordKind::Added => r#"<w:color w:val="0B5D3B"/><w:u w:val="single"/>"#,
        };
        run(text, &word.text, format);
    }
}

fn or_nothing(value: &str) -> &str {
    if value.is_empty() { NOTHING } else { value }
}

fn line(text: &mut String, content: impl FnOnce(&mut String)) {
    paragraph(text, "Celda", content);
}

fn paragraph(text: &mut String, style: &str, content: impl FnOnce(&mut String)) {
    super::markup::paragraph(text, style, "", content);
}
