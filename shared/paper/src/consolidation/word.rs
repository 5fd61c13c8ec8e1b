//! The report as a Word document: a page on its side, a heading and a table for each part, the heads of
//! the columns on every page, rows not split.

use super::{ConsolidationReport, ReportRow, ReportTable};
use crate::ExportError;
use crate::word::markup::{escaped, paragraph, push, run};
use crate::word::short;

const STYLES: &str = concat!(
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:pPr><w:keepNext/><w:spacing w:after="80"/></w:pPr>"#,
    r#"<w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:pPr><w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/></w:pPr>"#,
    r#"<w:rPr><w:b/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Celda"><w:name w:val="Celda"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:rPr><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:rPr><w:color w:val="595959"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>"#,
);
/// How paragraphs stand.
const SPACING: &str = r#"w:after="0""#;
/// Twentieths of a point around the page.
const MARGIN: u32 = 860;
/// Fill of heads, and of rows that are *sujetas a revisión*.
const HEAD_FILL: &str = "EDEAE5";
const MARKED_FILL: &str = "FFF7CC";

/// The report as a Word document (.docx).
pub fn consolidation_docx(report: &ConsolidationReport) -> Result<Vec<u8>, ExportError> {
    let language = escaped(&report.language);
    let styles = short::defaults(&language, SPACING) + STYLES;
    let right = page(report).0 - 2 * MARGIN;
    let tabs = format!(r#"<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>"#);
    let foot = short::foot(
        &report.foot,
        &tabs,
        report.page_words.each_ref().map(String::as_str),
    );
    let title = escaped(&report.title);
    let properties = format!("<dc:title>{title}</dc:title><dc:language>{language}</dc:language>");
    short::document(&body(report), &styles, &foot, &properties)
}

/// Width and height of the page, lying on its side.
fn page(report: &ConsolidationReport) -> (u32, u32) {
    let (short, long) = report.paper.sides_twips();
    (long, short)
}

fn body(report: &ConsolidationReport) -> String {
    let (width, height) = page(report);
    let room = width - 2 * MARGIN;
    let mut body = String::new();
    let said = |body: &mut String, style: &str, words: &str| {
        paragraph(body, style, "", |text| run(text, words, ""));
    };
    said(&mut body, "Title", &report.title);
    for line in &report.lines {
        said(&mut body, "Normal", line);
    }
    for (place, table) in report.tables.iter().enumerate() {
        said(&mut body, "Heading1", &table.title);
        if place == 0 && !report.legend.is_empty() {
            said(&mut body, "Normal", &report.legend);
        }
        tabled(&mut body, table, room);
    }
    push(
        &mut body,
        format_args!(
            concat!(
                r#"<w:p/><w:sectPr>{foot}<w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/>"#,
                r#"<w:pgMar w:top="{m}" w:right="{m}" w:bottom="{m}" w:left="{m}" w:header="480" w:footer="480" w:gutter="0"/>"#,
                "</w:sectPr>",
            ),
            foot = short::FOOT,
            width = width,
            height = height,
            m = MARGIN
        ),
    );
    body
}

fn tabled(xml: &mut String, table: &ReportTable, room: u32) {
    let parts: u32 = table.columns.iter().map(|column| column.width_parts).sum();
    let widths: Vec<u32> = table
        .columns
        .iter()
        .map(|column| room * column.width_parts / parts.max(1))
        .collect();
    push(
        xml,
        format_args!(
            concat!(
                r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/>{}<w:tblLayout w:type="fixed"/>"#,
                r#"<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#,
            ),
            widths.iter().sum::<u32>(),
            short::BORDERS
        ),
    );
    for width in &widths {
        push(xml, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        let words = (column.header.as_str(), "<w:b/>");
        cell(xml, *width, Some(HEAD_FILL), column.counts, words);
    }
    xml.push_str("</w:tr>");
    for row in &table.rows {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        if row.over {
            over(xml, row, &widths);
        } else {
            let cells = table.cells(row).zip(&table.columns).zip(&widths);
            for ((text, column), width) in cells {
                let fill = row.marked.then_some(MARKED_FILL);
                cell(xml, *width, fill, column.counts, (text, ""));
            }
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}

/// A row that stands over a group, over all columns.
fn over(xml: &mut String, row: &ReportRow, widths: &[u32]) {
    let words = row.cells.first().map(String::as_str).unwrap_or_default();
    push(
        xml,
        format_args!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:gridSpan w:val="{}"/></w:tcPr>"#,
            widths.iter().sum::<u32>(),
            widths.len(),
        ),
    );
    paragraph(xml, "Celda", "<w:keepNext/>", |text| {
        run(text, words, "<w:b/>");
    });
    xml.push_str("</w:tc>");
}

fn cell(
    xml: &mut String,
    width: u32,
    fill: Option<&str>,
    right: bool,
    (words, format): (&str, &str),
) {
    let align = if right {
        r#"<w:jc w:val="right"/>"#
    } else {
        ""
    };
    short::cell(xml, width, fill, |text| {
        paragraph(text, "Celda", align, |text| run(text, words, format));
    });
}
