//! The report as a Word document: a page on its side, a heading and a table for each part, the heads of
//! the columns on every page, rows not split.

use std::fmt::Write as _;

use super::{ConsolidationReport, ReportRow, ReportTable};
use crate::ExportError;
use crate::package::{Part, pack};
use crate::word::escaped;

const TYPES: &str = concat!(
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    "</Types>",
);
const PACKAGE: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    "</Relationships>",
);
const RELATIONS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>"#,
    "</Relationships>",
);
const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
);
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
const BORDERS: &str = concat!(
    r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:left w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:bottom w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:right w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:insideH w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:insideV w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/></w:tblBorders>"#,
);
/// Twentieths of a point around the page.
const MARGIN: u32 = 860;
/// Fill of heads, and of rows that are *sujetas a revisión*.
const HEAD_FILL: &str = "EDEAE5";
const MARKED_FILL: &str = "FFF7CC";

/// The report as a Word document (.docx).
pub fn consolidation_docx(report: &ConsolidationReport) -> Result<Vec<u8>, ExportError> {
    pack(&[
        Part::xml("[Content_Types].xml", TYPES),
        Part::xml("_rels/.rels", PACKAGE),
        Part::xml("word/document.xml", &document(report)),
        Part::xml("word/_rels/document.xml.rels", RELATIONS),
        Part::xml("word/styles.xml", &styles(report)),
        Part::xml("word/footer1.xml", &footer(report)),
        Part::xml("docProps/core.xml", &properties(report)),
    ])
}

fn styles(report: &ConsolidationReport) -> String {
    let language = escaped(&report.language);
    format!(
        concat!(
            "<w:styles {}><w:docDefaults><w:rPrDefault><w:rPr>",
            r#"<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>"#,
            r#"<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{}"/></w:rPr></w:rPrDefault>"#,
            r#"<w:pPrDefault><w:pPr><w:spacing w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>{}</w:styles>"#,
        ),
        NAMESPACES, language, STYLES
    )
}

fn properties(report: &ConsolidationReport) -> String {
    format!(
        concat!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>"#,
            "<dc:language>{}</dc:language></cp:coreProperties>",
        ),
        escaped(&report.title),
        escaped(&report.language),
    )
}

fn footer(report: &ConsolidationReport) -> String {
    let (width, _) = page(report);
    let [page, of] = &report.page_words;
    let field = |name: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    format!(
        concat!(
            r#"<w:ftr {}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs></w:pPr>"#,
            "{}<w:r><w:tab/></w:r>{}{}{}{}</w:p></w:ftr>",
        ),
        NAMESPACES,
        width - 2 * MARGIN,
        run(&report.foot, ""),
        run(&format!("{page} "), ""),
        field("PAGE"),
        run(&format!(" {of} "), ""),
        field("NUMPAGES"),
    )
}

/// Width and height of the page, lying on its side.
fn page(report: &ConsolidationReport) -> (u32, u32) {
    let (short, long) = report.paper.sides_twips();
    (long, short)
}

fn document(report: &ConsolidationReport) -> String {
    let (width, height) = page(report);
    let room = width - 2 * MARGIN;
    let mut body = paragraph("Title", &run(&report.title, ""));
    for line in &report.lines {
        body.push_str(&paragraph("Normal", &run(line, "")));
    }
    for (place, table) in report.tables.iter().enumerate() {
        body.push_str(&paragraph("Heading1", &run(&table.title, "")));
        if place == 0 && !report.legend.is_empty() {
            body.push_str(&paragraph("Normal", &run(&report.legend, "")));
        }
        body.push_str(&tabled(table, room));
    }
    format!(
        concat!(
            r#"<w:document {}><w:body>{}<w:p/><w:sectPr><w:footerReference w:type="default" r:id="rId2"/>"#,
            r#"<w:pgSz w:w="{}" w:h="{}" w:orient="landscape"/>"#,
            r#"<w:pgMar w:top="{m}" w:right="{m}" w:bottom="{m}" w:left="{m}" w:header="480" w:footer="480" w:gutter="0"/>"#,
            "</w:sectPr></w:body></w:document>",
        ),
        NAMESPACES,
        body,
        width,
        height,
        m = MARGIN
    )
}

fn tabled(table: &ReportTable, room: u32) -> String {
    let parts: u32 = table.columns.iter().map(|column| column.width_parts).sum();
    let widths: Vec<u32> = table
        .columns
        .iter()
        .map(|column| room * column.width_parts / parts.max(1))
        .collect();
    let mut xml = format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/>{}<w:tblLayout w:type="fixed"/>"#,
            r#"<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#,
        ),
        widths.iter().sum::<u32>(),
        BORDERS
    );
    for width in &widths {
        write(&mut xml, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        let words = run(&column.header, "<w:b/>");
        cell(&mut xml, *width, Some(HEAD_FILL), column.counts, &words);
    }
    xml.push_str("</w:tr>");
    for row in &table.rows {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        if row.over {
            over(&mut xml, row, &widths);
        } else {
            let cells = table.cells(row).zip(&table.columns).zip(&widths);
            for ((text, column), width) in cells {
                let fill = row.marked.then_some(MARKED_FILL);
                cell(&mut xml, *width, fill, column.counts, &run(text, ""));
            }
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

/// A row that stands over a group, over all columns.
fn over(xml: &mut String, row: &ReportRow, widths: &[u32]) {
    let words = row.cells.first().map(String::as_str).unwrap_or_default();
    write(
        xml,
        format_args!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Celda"/><w:keepNext/></w:pPr>{}</w:p></w:tc>"#,
            widths.iter().sum::<u32>(),
            widths.len(),
            run(words, "<w:b/>"),
        ),
    );
}

fn cell(xml: &mut String, width: u32, fill: Option<&str>, right: bool, words: &str) {
    let fill = fill.map_or_else(String::new, |fill| {
        format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#)
    });
    let align = if right {
        r#"<w:jc w:val="right"/>"#
    } else {
        ""
    };
    write(
        xml,
        format_args!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr><w:p><w:pPr><w:pStyle w:val="Celda"/>{align}</w:pPr>{words}</w:p></w:tc>"#
        ),
    );
}

fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

fn run(text: &str, look: &str) -> String {
    let mut xml = String::new();
    for (place, line) in text.split('\n').enumerate() {
        let before = if place == 0 { "" } else { "<w:br/>" };
        write(
            &mut xml,
            format_args!(
                r#"<w:r><w:rPr>{look}</w:rPr>{before}<w:t xml:space="preserve">{}</w:t></w:r>"#,
                escaped(line)
            ),
        );
    }
    xml
}

/// Writing to a text cannot fail.
fn write(xml: &mut String, arguments: std::fmt::Arguments<'_>) {
    let written = xml.write_fmt(arguments);
    debug_assert!(written.is_ok(), "a text takes whatever it is given");
}
