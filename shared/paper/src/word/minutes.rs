//! The minuta as a Word document, with its annex behind it.

use super::annex;
use super::frame::Frame;
use super::markup::{paragraph, push, run};
use super::parts::{About, Parts};
use super::styles;
use crate::{Annex, ExportError, MinutesAgreement, MinutesPaper, SignatureLine};

/// Margins at both sides: at the left with room to bind it.
const SIDES: (u32, u32) = (1_417, 1_417);
/// Height of a row to sign in.
const SIGNATURE: u32 = 793;
/// Rows to sign in that stay on one page.
const TOGETHER_MAX: usize = 10;
const BORDER: &str = r#"w:val="single" w:sz="6" w:space="0" w:color="000000""#;
/// Stays on the page of what follows it.
const STAYS: &str = "<w:keepNext/>";

/// The minuta as a Word document (.docx): the form upright; behind it, where there is one, its annex on
/// its side.
pub fn minutes_docx(minutes: &MinutesPaper, annex: Option<&Annex>) -> Result<Vec<u8>, ExportError> {
    let mut parts = Parts::default();
    styles::add(&mut parts);
    let (short, long) = minutes.paper.sides_twips();
    let frame = Frame {
        sheet: (short, long),
        sides: SIDES,
        label: "",
        title: &minutes.title,
        institution: &minutes.institution,
        logos: [minutes.logo_left.as_ref(), minutes.logo_right.as_ref()],
        imprint: &minutes.imprint,
        initials: true,
    };
    let section = frame.section(&mut parts, false)?;
    let mut body = String::new();
    text(&mut body, minutes, frame.width());
    if let Some(annex) = annex {
        // A section ends with a paragraph that says what it was.
        push(
            &mut body,
            format_args!(
                r#"<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{}</w:pPr></w:p>"#,
                section.properties
            ),
        );
        let last = annex::add(&mut parts, &mut body, annex)?;
        body.push_str(&last.properties);
    } else {
        body.push_str(&section.properties);
    }
    parts.finish(
        &body,
        &About {
            title: &format!("{} · {}", minutes.title, minutes.institution),
            author: &minutes.institution,
            made_unix_s: minutes.imprint.dated_unix_s,
        },
    )
}

fn text(body: &mut String, minutes: &MinutesPaper, width: u32) {
    let title = r#"<w:spacing w:after="240"/>"#;
    paragraph(body, "Heading1", title, |text| {
        run(
            text,
            &minutes.title,
            r#"<w:sz w:val="28"/><w:szCs w:val="28"/>"#,
        );
    });
    fact(
        body,
        "Institución implementadora:",
        &minutes.institution,
        "",
    );
    fact(body, "Convoca:", &minutes.convened_by, "");
    fact(body, "Lugar:", &minutes.place, "");
    fact(body, "Horario:", &minutes.hours, "");
    list(body, "Orden del día", "ListNumber", &minutes.agenda);
    if !minutes.follow_up.is_empty() {
        heading(body, "Seguimiento de acuerdos anteriores");
        agreements(body, &minutes.follow_up, width, true);
    }
    if !minutes.agreements.is_empty() {
        heading(body, "Acuerdos");
        agreements(body, &minutes.agreements, width, false);
    }
    if !minutes.attendees.is_empty() || minutes.late_lines > 0 {
        heading(body, "Asistentes");
        signatures(body, &minutes.attendees, minutes.late_lines, width);
    }
    let before = r#"<w:spacing w:before="200" w:after="80"/>"#;
    fact(body, "Fecha:", &minutes.date, before);
    list(
        body,
        "Materiales revisados",
        "ListBullet",
        &minutes.reviewed_materials,
    );
    // Who signs is not to be alone on a page: the remarks go with the first to sign.
    let stays = format!(r#"{STAYS}<w:spacing w:before="200" w:after="80"/>"#);
    fact(body, "Observaciones:", &minutes.remarks, &stays);
    fact(body, "Conteo:", &minutes.counts, &stays);
    if !minutes.coordinators.is_empty() {
        heading(body, "Coordinaron");
        signatures(body, &minutes.coordinators, 0, width);
    }
}

fn heading(body: &mut String, words: &str) {
    paragraph(body, "Heading2", "", |text| run(text, words, ""));
}

/// A name and what is said of it; nothing where nothing is.
fn fact(body: &mut String, name: &str, value: &str, properties: &str) {
    if value.is_empty() {
        return;
    }
    paragraph(body, "Dato", properties, |text| {
        run(text, name, "<w:b/>");
        run(text, " ", "");
        run(text, value, "");
    });
}

fn list(body: &mut String, name: &str, style: &str, things: &[String]) {
    if things.is_empty() {
        return;
    }
    heading(body, name);
    for thing in things {
        paragraph(body, style, "", |text| run(text, thing, ""));
    }
}

/// A column of a table: its header, its share of the width, and what it says of an agreement.
type AgreementColumn = (&'static str, u32, fn(&MinutesAgreement) -> &str);

/// Acuerdos. Columns nobody wrote in are left out, but for those of the form.
fn agreements(body: &mut String, agreements: &[MinutesAgreement], width: u32, followed: bool) {
    let all: [AgreementColumn; 6] = [
        ("No.", 700, |one| &one.number),
        ("Acuerdo", 4_600, |one| &one.text),
        ("Observaciones", 2_700, |one| &one.remarks),
        ("Responsable", 1_800, |one| &one.responsible),
        ("Fecha límite", 1_400, |one| &one.due),
        ("Estado", 1_300, |one| &one.state),
    ];
    let written =
        |said: fn(&MinutesAgreement) -> &str| agreements.iter().any(|one| !said(one).is_empty());
    let columns: Vec<&AgreementColumn> = all
        .iter()
        .enumerate()
        .filter(|(at, (_, _, said))| match at {
            0 | 1 => true,
            2 => !followed || written(*said),
            5 => followed || written(*said),
            _ => written(*said),
        })
        .map(|(_, column)| column)
        .collect();
    let parts: u32 = columns.iter().map(|(_, parts, _)| parts).sum();
    let shares = columns.iter().map(|(_, share, _)| width * share / parts);
    let mut widths: Vec<u32> = shares.collect();
    // What dividing left over.
    let used: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width - used;
    }
    open(body, &widths, "Acuerdos");
    let headers: Vec<&str> = columns.iter().map(|(header, ..)| *header).collect();
    header(body, &headers, &widths);
    for one in agreements {
        body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((name, _, said), width) in columns.iter().zip(&widths) {
            let align = match *name {
                "Acuerdo" | "Observaciones" => r#"<w:jc w:val="both"/>"#,
                _ => r#"<w:jc w:val="center"/>"#,
            };
            cell(body, *width, |text| {
                paragraph(text, "Celda", align, |text| run(text, said(one), ""));
                if *name == "Acuerdo" && !one.about.is_empty() {
                    let about = format!("Se refiere a: {}.", one.about.join("; "));
                    let before = r#"<w:spacing w:before="60"/>"#;
                    paragraph(text, "Celda", before, |text| {
                        run(text, &about, r#"<w:sz w:val="16"/><w:szCs w:val="16"/>"#);
                    });
                }
            });
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}

/// Names with lines to sign on, and blank lines for who comes late.
fn signatures(body: &mut String, people: &[SignatureLine], late: u32, width: u32) {
    let widths = [width * 564 / 1_000, width - width * 564 / 1_000];
    open(body, &widths, "Nombres y firmas");
    header(body, &["Nombre", "Firma"], &widths);
    let blank = SignatureLine::default();
    let blanks = std::iter::repeat_n(&blank, late as usize);
    let count = people.len() + late as usize;
    for (at, person) in people.iter().chain(blanks).enumerate() {
        // Together on one page where that is not too much to ask; long lists go on on another page,
        // but never with one row alone.
        let short = count <= TOGETHER_MAX;
        let stays = if at + 1 < count && (short || at == 0 || at + 2 == count) {
            STAYS
        } else {
            ""
        };
        push(
            body,
            format_args!(
                r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{SIGNATURE}" w:hRule="atLeast"/></w:trPr>"#
            ),
        );
        cell(body, widths[0], |text| {
            paragraph(text, "Celda", stays, |text| run(text, &person.name, ""));
            if !person.position.is_empty() {
                paragraph(text, "Celda", stays, |text| {
                    run(
                        text,
                        &person.position,
                        r#"<w:sz w:val="17"/><w:szCs w:val="17"/>"#,
                    );
                });
            }
        });
        cell(body, widths[1], |text| {
            paragraph(text, "Celda", stays, |_| {});
        });
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}

fn open(body: &mut String, widths: &[u32], caption: &str) {
    let width: u32 = widths.iter().sum();
    push(
        body,
        format_args!(r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>"#),
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        push(body, format_args!("<w:{side} {BORDER}/>"));
    }
    push(
        body,
        format_args!(
            concat!(
                r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>"#,
                r#"<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>"#,
                r#"<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>"#,
                r#"<w:tblCaption w:val="{caption}"/></w:tblPr><w:tblGrid>"#,
            ),
            caption = caption,
        ),
    );
    for width in widths {
        push(body, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    body.push_str("</w:tblGrid>");
}

fn header(body: &mut String, names: &[&str], widths: &[u32]) {
    body.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (name, width) in names.iter().zip(widths) {
        push(
            body,
            format_args!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/><w:vAlign w:val="center"/></w:tcPr>"#
            ),
        );
        paragraph(body, "Columna", "", |text| run(text, name, ""));
        body.push_str("</w:tc>");
    }
    body.push_str("</w:tr>");
}

fn cell(body: &mut String, width: u32, content: impl FnOnce(&mut String)) {
    push(
        body,
        format_args!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#
        ),
    );
    content(body);
    body.push_str("</w:tc>");
}
