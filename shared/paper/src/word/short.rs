//! Word documents of few parts: a text, its styles and one foot, on letter or other sheets. What the
//! notification of changes and the programme of a state have in common.

use super::markup::{NAMESPACES, page_of_pages, paragraph, push, run};
use crate::ExportError;
use crate::package::{Part, pack};

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
/// What a section names the foot by.
pub(crate) const FOOT: &str = r#"<w:footerReference w:type="default" r:id="rId2"/>"#;
/// Thin grey lines around the cells of a table.
pub(crate) const BORDERS: &str = concat!(
    r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:left w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:bottom w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:right w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:insideH w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>"#,
    r#"<w:insideV w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/></w:tblBorders>"#,
);

/// Packs a document: the marks inside of its body, of its styles, of its foot and of its properties.
pub(crate) fn document(
    body: &str,
    styles: &str,
    foot: &str,
    properties: &str,
) -> Result<Vec<u8>, ExportError> {
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let styles = format!("<w:styles {NAMESPACES}>{styles}</w:styles>");
    let foot = format!("<w:ftr {NAMESPACES}>{foot}</w:ftr>");
    let properties = format!(
        concat!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>"#,
        ),
        properties
    );
    pack(&[
        Part::xml("[Content_Types].xml", TYPES),
        Part::xml("_rels/.rels", PACKAGE),
        Part::xml("word/document.xml", &document),
        Part::xml("word/_rels/document.xml.rels", RELATIONS),
        Part::xml("word/styles.xml", &styles),
        Part::xml("word/footer1.xml", &foot),
        Part::xml("docProps/core.xml", &properties),
    ])
}

/// What every document of these begins its styles with; `spacing`: that of its paragraphs.
pub(crate) fn defaults(language: &str, spacing: &str) -> String {
    format!(
        concat!(
            r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>"#,
            r#"<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{}"/></w:rPr></w:rPrDefault>"#,
            r#"<w:pPrDefault><w:pPr><w:spacing {}/></w:pPr></w:pPrDefault></w:docDefaults>"#,
        ),
        language, spacing
    )
}

/// The foot: words at the left and the page at the right, as `words` say it.
pub(crate) fn foot(left: &str, tabs: &str, words: [&str; 2]) -> String {
    let mut text = String::new();
    paragraph(&mut text, "Footer", tabs, |text| {
        run(text, left, "");
        text.push_str("<w:r><w:tab/></w:r>");
        page_of_pages(text, words);
    });
    text
}

/// A cell of a table, with its fill.
pub(crate) fn cell(
    text: &mut String,
    width: u32,
    fill: Option<&str>,
    content: impl FnOnce(&mut String),
) {
    push(
        text,
        format_args!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#),
    );
    if let Some(fill) = fill {
        push(
            text,
            format_args!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#),
        );
    }
    text.push_str("</w:tcPr>");
    content(text);
    text.push_str("</w:tc>");
}
