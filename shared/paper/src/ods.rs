//! The annex as a Calc workbook (OpenDocument), written part by part: the library that writes them
//! brings a second reader of XML, a second zip and a parser generator with it.

use std::collections::BTreeMap;

use crate::marks::{DRAFT, ORIGIN_FIRST_ROW, ORIGIN_MARK, ORIGIN_SHEET, PENDING_FILL};
use crate::package::{Part, pack};
use crate::pages::{LINE, printed};
use crate::sheet::{self, HEADER_ROW, Head, Laid, Picture, SCALE_PERCENT, SIZE, TITLE_HEIGHTS};
use crate::word::markup::{escaped, push};
use crate::word::{on_the_wall, rfc3339};
use crate::{Annex, AnnexComment, ColumnKind, ExportError};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const NAMESPACES: &str = concat!(
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
    r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" "#,
    r#"xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" "#,
    r#"xmlns:xlink="http://www.w3.org/1999/xlink" "#,
    r#"xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" "#,
    r#"xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" "#,
    r#"xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3""#,
);
const MANIFEST: &str = concat!(
    r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">"#,
    r#"<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>"#,
    r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>"#,
    r#"<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>"#,
    r#"<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>"#,
);

/// The annex as a Calc workbook (.ods): the same sheet as the Excel workbook.
pub fn annex_ods(annex: &Annex) -> Result<Vec<u8>, ExportError> {
    let laid = Laid::of(annex);
    let head = Head::of(annex, &laid)?;
    let mut manifest = MANIFEST.to_owned();
    for (at, picture) in head.pictures.iter().enumerate() {
        let (path, kind) = (path(at, picture), picture.kind.as_str());
        push(
            &mut manifest,
            format_args!(
                r#"<manifest:file-entry manifest:full-path="{path}" manifest:media-type="image/{kind}"/>"#
            ),
        );
    }
    manifest.push_str("</manifest:manifest>");
    let mut parts = vec![
        // First and legible in the zip itself: that is how the format is recognised.
        Part::stored("mimetype", MIME.as_bytes()),
        Part::xml("META-INF/manifest.xml", &manifest),
        Part::xml("meta.xml", &meta(annex)),
        Part::xml("styles.xml", &styles(annex, &laid)),
        Part::xml("content.xml", &content(annex, &laid, &head)),
    ];
    let pictures = head.pictures.iter().enumerate();
    parts.extend(pictures.map(|(at, one)| Part::stored(&path(at, one), &one.bytes)));
    pack(&parts)
}

/// Where a picture is kept in the file.
fn path(at: usize, picture: &Picture) -> String {
    format!("Pictures/imagen{}.{}", at + 1, picture.kind.as_str())
}

/// A length as OpenDocument writes it.
fn length(twips: u32) -> String {
    format!("{}.{:02}pt", twips / 20, twips % 20 * 5)
}

fn meta(annex: &Annex) -> String {
    format!(
        concat!(
            "<office:document-meta {}><office:meta><dc:title>{}</dc:title><dc:creator>{}</dc:creator>",
            "<meta:creation-date>{}</meta:creation-date><dc:language>es-MX</dc:language></office:meta></office:document-meta>",
        ),
        NAMESPACES,
        escaped(&annex.title),
        escaped(&annex.institution),
        rfc3339(annex.imprint.dated_unix_s),
    )
}

/// The sheet of paper and what stands around the cells.
fn styles(annex: &Annex, laid: &Laid) -> String {
    let (short, long) = annex.paper.sides_twips();
    let draft = if annex.imprint.is_draft() { DRAFT } else { "" };
    let initials = if annex.initials {
        "<text:p>Rúbricas:</text:p><text:p/><text:p/>"
    } else {
        ""
    };
    let mut text = format!("<office:document-styles {NAMESPACES}>");
    push(
        &mut text,
        format_args!(
            concat!(
                r#"<office:styles><style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" fo:font-family="Arial" fo:font-size="10pt" fo:language="es" fo:country="MX"/></style:default-style></office:styles>"#,
                r#"<office:automatic-styles><style:page-layout style:name="hoja"><style:page-layout-properties fo:page-width="{long}" fo:page-height="{short}" "#,
                r#"style:print-orientation="landscape" fo:margin-left="{left}" fo:margin-right="{right}" fo:margin-top="{edge}" fo:margin-bottom="{edge}" style:scale-to="{scale}%"/>"#,
                r#"<style:header-style><style:header-footer-properties fo:min-height="{head}" fo:margin-left="0pt" fo:margin-right="0pt" fo:margin-bottom="0pt"/></style:header-style>"#,
                r#"<style:footer-style><style:header-footer-properties fo:min-height="{foot}" fo:margin-left="0pt" fo:margin-right="0pt" fo:margin-top="0pt"/></style:footer-style></style:page-layout></office:automatic-styles>"#,
                r#"<office:master-styles><style:master-page style:name="Default" style:page-layout-name="hoja"><style:header>"#,
                r#"<style:region-left><text:p>{draft}</text:p></style:region-left><style:region-right><text:p>{label}</text:p></style:region-right></style:header>"#,
                r#"<style:footer><style:region-left>{initials}<text:p>{said}</text:p></style:region-left>"#,
                r#"<style:region-right><text:p>Página <text:page-number>1</text:page-number> de <text:page-count>1</text:page-count></text:p></style:region-right></style:footer>"#,
                r#"</style:master-page></office:master-styles></office:document-styles>"#,
            ),
            long = length(long),
            short = length(short),
            left = length(sheet::LEFT),
            right = length(sheet::RIGHT),
            edge = length(sheet::EDGE),
            scale = SCALE_PERCENT,
            head = length(laid.top - sheet::EDGE),
            foot = length(laid.bottom - sheet::EDGE),
            draft = draft,
            label = escaped(&annex.label),
            initials = initials,
            said = escaped(&sheet::imprinted(&annex.imprint)),
        ),
    );
    text
}

/// Styles of cells: their name, and whether they are in the middle, upright, bold.
const CELLS: [(&str, &str, &str, bool); 6] = [
    ("texto", "start", "", false),
    ("valor", "center", "", false),
    ("eje", "center", "upright", true),
    ("columna", "center", "header", true),
    ("leyenda", "start", "plain", false),
    ("oculto", "start", "plain", false),
];

/// Styles of the title and of the institution.
const TITLES: [&str; 2] = ["titulo", "institucion"];

fn content(annex: &Annex, laid: &Laid, head: &Head) -> String {
    let mut text = format!("<office:document-content {NAMESPACES}><office:automatic-styles>");
    for (at, width) in laid.setting.widths.iter().enumerate() {
        let width = length(*width);
        push(
            &mut text,
            format_args!(
                r#"<style:style style:name="c{at}" style:family="table-column"><style:table-column-properties style:column-width="{width}"/></style:style>"#
            ),
        );
    }
    let breaks = |row: usize| laid.pages.iter().skip(1).any(|page| page.rows.start == row);
    let heights = laid
        .pages
        .iter()
        .flat_map(|page| page.rows.clone().zip(page.heights.clone()));
    let above = TITLE_HEIGHTS.into_iter().chain([laid.header_height]);
    let above = above
        .enumerate()
        .map(|(at, height)| (format!("t{at}"), height, false));
    let rows = heights.map(|(row, height)| (format!("r{row}"), height, breaks(row)));
    for (name, height, breaks) in above.chain(rows) {
        let before = if breaks {
            r#" fo:break-before="page""#
        } else {
            ""
        };
        let height = length(height);
        push(
            &mut text,
            format_args!(
                r#"<style:style style:name="{name}" style:family="table-row"><style:table-row-properties style:row-height="{height}" style:use-optimal-row-height="false"{before}/></style:style>"#
            ),
        );
    }
    for (name, align, how, bold) in CELLS {
        for yellow in [false, true] {
            cell_style(&mut text, (name, align, how, bold), SIZE, yellow);
        }
    }
    for (name, size) in TITLES.into_iter().zip(head.sizes) {
        cell_style(&mut text, (name, "center", "plain", true), size, false);
    }
    text.push_str(concat!(
        r#"<style:style style:name="visible" style:family="table" style:master-page-name="Default"><style:table-properties table:display="true"/></style:style>"#,
        r#"<style:style style:name="escondida" style:family="table" style:master-page-name="Default"><style:table-properties table:display="false"/></style:style>"#,
        "</office:automatic-styles><office:body><office:spreadsheet>",
    ));
    matrix(&mut text, annex, laid, head);
    origin(&mut text, annex);
    text.push_str("</office:spreadsheet></office:body></office:document-content>");
    text
}

fn cell_style(
    text: &mut String,
    (name, align, how, bold): (&str, &str, &str, bool),
    size: u32,
    yellow: bool,
) {
    let suffix = if yellow { "-amarillo" } else { "" };
    let fill = match (yellow, how) {
        (true, _) => format!(r##" fo:background-color="#{PENDING_FILL}""##),
        (false, "header") => r##" fo:background-color="#D9D9D9""##.to_owned(),
        (false, _) => String::new(),
    };
    let border = if how == "plain" {
        ""
    } else {
        r#" fo:border="0.5pt solid #000000""#
    };
    let turned = if how == "upright" {
        r#" style:rotation-angle="90""#
    } else {
        ""
    };
    let weight = if bold {
        r#" fo:font-weight="bold""#
    } else {
        ""
    };
    push(
        text,
        format_args!(
            concat!(
                r#"<style:style style:name="{name}{suffix}" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="middle" fo:padding="2pt"{border}{fill}{turned}/>"#,
                r#"<style:paragraph-properties fo:text-align="{align}"/><style:text-properties fo:font-family="Arial" fo:font-size="{size}"{weight}/></style:style>"#,
            ),
            size = length(size),
            name = name,
            suffix = suffix,
            border = border,
            fill = fill,
            turned = turned,
            align = align,
            weight = weight,
        ),
    );
}

fn matrix(text: &mut String, annex: &Annex, laid: &Laid, head: &Head) {
    let name = sheet::name(annex);
    push(
        text,
        format_args!(
            r#"<table:table table:name="{}" table:style-name="visible">"#,
            escaped(&name)
        ),
    );
    for at in 0..annex.columns.len() {
        push(
            text,
            format_args!(r#"<table:table-column table:style-name="c{at}"/>"#),
        );
    }
    let count = annex.columns.len();
    text.push_str("<table:table-header-rows>");
    let above = [
        (TITLES[0], annex.title.as_str(), pictures(head)),
        (TITLES[1], &annex.institution, String::new()),
        ("leyenda", "", String::new()),
    ];
    for (row, (style, words, pictures)) in above.into_iter().enumerate() {
        push(
            text,
            format_args!(r#"<table:table-row table:style-name="t{row}">"#),
        );
        across(text, style, words, count, &pictures);
        text.push_str("</table:table-row>");
    }
    push(
        text,
        format_args!(r#"<table:table-row table:style-name="t{HEADER_ROW}">"#),
    );
    for column in &annex.columns {
        cell(text, "columna", &column.header, "", "");
    }
    text.push_str("</table:table-row></table:table-header-rows>");
    let merged: Vec<Vec<(usize, usize)>> = (0..count)
        .map(|column| laid.merged(annex, column))
        .collect();
    let notes = notes(annex);
    for (row, of) in annex.rows.iter().enumerate() {
        push(
            text,
            format_args!(r#"<table:table-row table:style-name="r{row}">"#),
        );
        for (at, column) in annex.columns.iter().enumerate() {
            let run = merged[at]
                .iter()
                .find(|(first, last)| (*first..=*last).contains(&row));
            if run.is_some_and(|(first, _)| *first != row) {
                text.push_str("<table:covered-table-cell/>");
                continue;
            }
            let span = run.map_or_else(String::new, |(first, last)| {
                format!(
                    r#" table:number-rows-spanned="{}" table:number-columns-spanned="1""#,
                    last - first + 1
                )
            });
            let style = match column.kind {
                ColumnKind::Value => "valor",
                ColumnKind::Heading if laid.setting.is_upright(annex, at) => "eje",
                ColumnKind::Heading | ColumnKind::Text => "texto",
            };
            let marked = of.pending_external && column.kind != ColumnKind::Heading;
            let style = if marked {
                format!("{style}-amarillo")
            } else {
                style.to_owned()
            };
            let note = notes.get(&(row, at)).map_or("", String::as_str);
            cell(text, &style, &printed(annex, row, at), &span, note);
        }
        text.push_str("</table:table-row>");
    }
    for legend in std::iter::once(String::new()).chain(sheet::legends(annex, laid)) {
        text.push_str("<table:table-row>");
        across(text, "leyenda", &legend, count, "");
        text.push_str("</table:table-row>");
    }
    text.push_str("</table:table>");
}

/// The pictures of the head, as the marks that stand inside the first cell.
fn pictures(head: &Head) -> String {
    let mut text = String::new();
    for (at, picture) in head.pictures.iter().enumerate() {
        push(
            &mut text,
            format_args!(
                concat!(
                    r#"<draw:frame draw:z-index="{at}" draw:name="{name}" svg:x="{x}" svg:y="{y}" svg:width="{width}" svg:height="{height}">"#,
                    r#"<draw:image xlink:href="{path}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>"#,
                    "<svg:title>{name}</svg:title><svg:desc>{alt}</svg:desc></draw:frame>",
                ),
                at = at,
                name = picture.name,
                x = length(picture.place.0),
                y = length(picture.place.1),
                width = length(picture.sides.0),
                height = length(picture.sides.1),
                path = path(at, picture),
                alt = escaped(&picture.alt),
            ),
        );
    }
    text
}

/// Comments, by row and column, as the marks that stand inside a cell.
fn notes(annex: &Annex) -> BTreeMap<(usize, usize), String> {
    let mut places: BTreeMap<(usize, usize), Vec<&AnnexComment>> = BTreeMap::new();
    let column = |field: &str| {
        annex
            .columns
            .iter()
            .position(|column| column.field == field)
    };
    for comment in &annex.comments {
        let at = column(&comment.field).or_else(|| column(LINE));
        places
            .entry((comment.row, at.unwrap_or(0)))
            .or_default()
            .push(comment);
    }
    let notes = places.into_iter().map(|(place, comments)| {
        let mut text = String::from("<office:annotation>");
        if let Some(first) = comments.first() {
            let author = escaped(&first.author);
            push(&mut text, format_args!("<dc:creator>{author}</dc:creator>"));
            if first.dated_unix_s != 0 {
                let date = on_the_wall(first.dated_unix_s);
                let date = date.trim_end_matches('Z');
                push(&mut text, format_args!("<dc:date>{date}</dc:date>"));
            }
        }
        // Here a note says by itself who wrote it; only several need their names.
        let note = match comments.as_slice() {
            [only] => only.text.clone(),
            several => crate::marks::note(several.iter().copied()),
        };
        paragraphs(&mut text, &note);
        text.push_str("</office:annotation>");
        (place, text)
    });
    notes.collect()
}

/// The ids of the rows, for when a changed copy comes back.
fn origin(text: &mut String, annex: &Annex) {
    push(
        text,
        format_args!(
            r#"<table:table table:name="{ORIGIN_SHEET}" table:style-name="escondida"><table:table-column table:number-columns-repeated="3"/>"#
        ),
    );
    let imprint = &annex.imprint;
    let name = sheet::name(annex);
    let facts = [
        ORIGIN_MARK,
        &imprint.dossier,
        &imprint.version,
        &imprint.digest,
        &imprint.point,
        &name,
    ];
    let mut rows: Vec<[String; 3]> = facts
        .map(|fact| [fact.to_owned(), String::new(), String::new()])
        .into();
    rows.resize(ORIGIN_FIRST_ROW as usize - 1, Default::default());
    rows.extend(annex.rows.iter().enumerate().map(|(index, row)| {
        let at = (Laid::row(index) + 1).to_string();
        [at, row.line.clone(), row.indicator.clone()]
    }));
    for row in rows {
        text.push_str("<table:table-row>");
        for words in row {
            cell(text, "oculto", &words, "", "");
        }
        text.push_str("</table:table-row>");
    }
    text.push_str("</table:table>");
}

/// A cell that runs across the table.
fn across(text: &mut String, style: &str, words: &str, count: usize, inside: &str) {
    let span = format!(r#" table:number-columns-spanned="{count}" table:number-rows-spanned="1""#);
    cell(text, style, words, &span, inside);
    if count > 1 {
        push(
            text,
            format_args!(
                r#"<table:covered-table-cell table:number-columns-repeated="{}"/>"#,
                count - 1
            ),
        );
    }
}

/// A cell of text, or an empty one: none is a formula. `inside`: the note or the pictures it has.
fn cell(text: &mut String, style: &str, words: &str, span: &str, inside: &str) {
    let kind = if words.is_empty() {
        ""
    } else {
        r#" office:value-type="string""#
    };
    push(
        text,
        format_args!(r#"<table:table-cell table:style-name="{style}"{span}{kind}>{inside}"#),
    );
    if !words.is_empty() {
        paragraphs(text, words);
    }
    text.push_str("</table:table-cell>");
}

/// Words, a paragraph for each line; several spaces in a row are said to be several.
fn paragraphs(text: &mut String, words: &str) {
    for line in words.replace("\r\n", "\n").split(['\n', '\r']) {
        text.push_str("<text:p>");
        let line = escaped(line).replace('\t', "<text:tab/>");
        text.push_str(&line.replace("  ", r" <text:s/>"));
        text.push_str("</text:p>");
    }
}
