//! The annex as a Word document.

use super::comments;
use super::frame::{Frame, Section};
use super::markup::{escaped, paragraph, push, run};
use super::parts::{About, Parts};
use super::styles;
use super::table::Layout;
use crate::marks::{ORIGIN_NAMESPACE, PENDING_LEGEND};
use crate::{Annex, ExportError};

/// Margins of the annex: at the left room to bind it.
const SIDES: (u32, u32) = (1_020, 567);
/// Between the title and the table, on the first page.
const TITLE_GAP: u32 = 100;
/// The legend under the table, which the last page must have room for.
const LEGEND: u32 = 700;

/// The annex as a Word document (.docx): the form on its side, its header row and its title on every
/// page, headings repeated after a page break.
pub fn annex_docx(annex: &Annex) -> Result<Vec<u8>, ExportError> {
    let mut parts = Parts::default();
    styles::add(&mut parts);
    let mut body = String::new();
    let section = add(&mut parts, &mut body, annex)?;
    body.push_str(&section.properties);
    let title = [
        annex.label.as_str(),
        annex.title.as_str(),
        annex.institution.as_str(),
    ];
    let title: Vec<&str> = title
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    parts.finish(
        &body,
        &About {
            title: &title.join(" · "),
            author: &annex.institution,
            made_unix_s: annex.imprint.dated_unix_s,
        },
    )
}

/// Adds the annex to a document; answers its section, whose properties are still to be written.
pub(crate) fn add(
    parts: &mut Parts,
    body: &mut String,
    annex: &Annex,
) -> Result<Section, ExportError> {
    let (short, long) = annex.paper.sides_twips();
    let frame = Frame {
        sheet: (long, short),
        sides: SIDES,
        label: &annex.label,
        title: &annex.title,
        institution: &annex.institution,
        logos: [annex.logo_left.as_ref(), annex.logo_right.as_ref()],
        imprint: &annex.imprint,
        initials: annex.initials,
    };
    let section = frame.section(parts, true)?;
    let width = frame.width();
    frame.titled(body, width, true);
    let gap = format!(r#"<w:keepNext/><w:spacing w:line="{TITLE_GAP}" w:lineRule="exact"/>"#);
    paragraph(body, "Normal", &gap, |_| {});
    let titles = frame.title_height(width) + TITLE_GAP;
    let pending = annex.rows.iter().any(|row| row.pending_external);
    let tail = if pending { LEGEND } else { 60 };
    let first = section.first.saturating_sub(titles);
    let layout = Layout::of(annex, width, (first, section.others), tail);
    layout.write(body, annex);
    if pending {
        paragraph(body, "Leyenda", "", |text| run(text, PENDING_LEGEND, ""));
    } else {
        // A table may not be the last thing of a section.
        paragraph(
            body,
            "Normal",
            r#"<w:spacing w:line="40" w:lineRule="exact"/>"#,
            |_| {},
        );
    }
    comments::add(parts, &annex.comments);
    origin(parts, annex);
    Ok(section)
}

/// The ids of the rows, for when a changed copy comes back.
fn origin(parts: &mut Parts, annex: &Annex) {
    let imprint = &annex.imprint;
    let mut xml = format!(
        r#"<origen xmlns="{ORIGIN_NAMESPACE}" dossier="{}" version="{}" digest="{}" point="{}">"#,
        escaped(&imprint.dossier),
        escaped(&imprint.version),
        escaped(&imprint.digest),
        escaped(&imprint.point),
    );
    for row in &annex.rows {
        push(
            &mut xml,
            format_args!(
                r#"<renglon linea="{}" indicador="{}"/>"#,
                escaped(&row.line),
                escaped(&row.indicator)
            ),
        );
    }
    xml.push_str("</origen>");
    parts.other("customXml/item1.xml", None, &xml);
    parts.document.to("customXml", "../customXml/item1.xml");
}
