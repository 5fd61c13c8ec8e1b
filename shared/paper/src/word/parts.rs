//! A Word document while it is put together: its parts, and which leads to which.

use super::markup::{NAMESPACES, escaped, push};
use crate::code::SIDE_TWIPS;
use crate::package::{Part, pack};
use crate::{ExportError, Logo, LogoError, LogoKind, PaperCode};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What the document begins with, and what it is about.
pub(crate) struct About<'a> {
    pub(crate) title: &'a str,
    pub(crate) author: &'a str,
    pub(crate) made_unix_s: i64,
}

/// Relationships of one part.
#[derive(Default)]
pub(crate) struct Relations {
    xml: String,
    count: u32,
}

impl Relations {
    /// Leads to another part; answers the id to name it by.
    pub(crate) fn to(&mut self, kind: &str, target: &str) -> String {
        self.count += 1;
        let id = format!("rId{}", self.count);
        let kind = if kind.starts_with("http") {
            kind.to_owned()
        } else {
            format!("{OFFICE}/{kind}")
        };
        push(
            &mut self.xml,
            format_args!(r#"<Relationship Id="{id}" Type="{kind}" Target="{target}"/>"#),
        );
        id
    }

    fn whole(&self) -> String {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
            self.xml
        )
    }
}

/// A picture, and how it stands.
struct Picture<'a> {
    bytes: &'a [u8],
    /// As in "image/png".
    kind: &'a str,
    /// Width and height, in twentieths of a point.
    sides: (u32, u32),
    /// What it is called among the pictures of the document; its number follows.
    name: &'a str,
    alt: &'a str,
}

/// The parts so far.
#[derive(Default)]
#[expect(clippy::struct_field_names, reason = "parts are what it holds")]
pub(crate) struct Parts {
    parts: Vec<Part>,
    types: String,
    /// Relationships of the document itself.
    pub(crate) document: Relations,
    headers: u32,
    footers: u32,
    pictures: Vec<(Vec<u8>, String)>,
    drawings: u32,
}

impl Parts {
    /// A part of the folder of the document, of one of Word's types.
    pub(crate) fn word(&mut self, name: &str, kind: &str, xml: &str) {
        push(
            &mut self.types,
            format_args!(
                r#"<Override PartName="/word/{name}" ContentType="{WORD_TYPE}.{kind}+xml"/>"#
            ),
        );
        self.parts.push(Part::xml(&format!("word/{name}"), xml));
    }

    /// A part anywhere, of the type of plain XML unless said otherwise.
    pub(crate) fn other(&mut self, name: &str, kind: Option<&str>, xml: &str) {
        if let Some(kind) = kind {
            push(
                &mut self.types,
                format_args!(r#"<Override PartName="/{name}" ContentType="{kind}"/>"#),
            );
        }
        self.parts.push(Part::xml(name, xml));
    }

    /// A header with its pictures; answers the id that sections name it by.
    pub(crate) fn header(&mut self, content: &str, relations: &Relations) -> String {
        self.headers += 1;
        let name = format!("header{}.xml", self.headers);
        let xml = format!("<w:hdr {NAMESPACES}>{content}</w:hdr>");
        self.word(&name, "header", &xml);
        self.related(&name, relations);
        self.document.to("header", &name)
    }

    /// A footer with its pictures; answers the id that sections name it by.
    pub(crate) fn footer(&mut self, content: &str, relations: &Relations) -> String {
        self.footers += 1;
        let name = format!("footer{}.xml", self.footers);
        let xml = format!("<w:ftr {NAMESPACES}>{content}</w:ftr>");
        self.word(&name, "footer", &xml);
        self.related(&name, relations);
        self.document.to("footer", &name)
    }

    /// Where a part of the folder of the document leads to, if it leads anywhere.
    fn related(&mut self, name: &str, relations: &Relations) {
        if relations.count > 0 {
            self.other(&format!("word/_rels/{name}.rels"), None, &relations.whole());
        }
    }

    /// A logo within a box (in twentieths of a point), as a run; what leads to it goes into the
    /// relationships of the part it stands in.
    pub(crate) fn logo(
        &mut self,
        text: &mut String,
        logo: &Logo,
        relations: &mut Relations,
        (width_max, height_max): (u32, u32),
    ) -> Result<(), ExportError> {
        logo.check()?;
        let kind = logo.kind().ok_or(LogoError::Unknown)?.as_str();
        let sides = logo
            .within(width_max, height_max)
            .ok_or(LogoError::Unknown)?;
        let picture = Picture {
            bytes: &logo.bytes,
            kind,
            sides,
            name: "Logotipo",
            alt: &logo.alt,
        };
        self.picture(text, &picture, relations);
        Ok(())
    }

    /// The code for a camera, as a run.
    pub(crate) fn code(&mut self, text: &mut String, code: &PaperCode, relations: &mut Relations) {
        let picture = Picture {
            bytes: &code.png,
            kind: LogoKind::Png.as_str(),
            sides: (SIDE_TWIPS, SIDE_TWIPS),
            name: "Código",
            alt: &code.alt(),
        };
        self.picture(text, &picture, relations);
    }

    fn picture(&mut self, text: &mut String, picture: &Picture<'_>, relations: &mut Relations) {
        let (bytes, kind) = (picture.bytes, picture.kind);
        let known = self.pictures.iter().find(|(known, _)| known == bytes);
        let target = if let Some((_, target)) = known {
            target.clone()
        } else {
            let target = format!("media/imagen{}.{kind}", self.pictures.len() + 1);
            self.parts
                .push(Part::stored(&format!("word/{target}"), bytes));
            self.pictures.push((bytes.to_vec(), target.clone()));
            target
        };
        let id = relations.to("image", &target);
        self.drawings += 1;
        let number = self.drawings;
        let (name, alt) = (picture.name, escaped(picture.alt));
        // A twentieth of a point is 635 of the units of drawings.
        let (x, y) = (picture.sides.0 * 635, picture.sides.1 * 635);
        push(
            text,
            format_args!(
                concat!(
                    r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">"#,
                    r#"<wp:extent cx="{x}" cy="{y}"/><wp:docPr id="{number}" name="{name} {number}" descr="{alt}"/>"#,
                    r#"<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>"#,
                    r#"<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
                    r#"<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name} {number}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>"#,
                    r#"<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
                    r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>"#,
                    r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"#,
                    r#"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#,
                ),
                x = x,
                y = y,
                number = number,
                name = name,
                alt = alt,
                id = id,
            ),
        );
    }

    /// The whole, around the body of the document.
    pub(crate) fn finish(mut self, body: &str, about: &About<'_>) -> Result<Vec<u8>, ExportError> {
        let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
        self.word("document.xml", "document.main", &document);
        let relations = self.document.whole();
        self.other("word/_rels/document.xml.rels", None, &relations);
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        self.other("docProps/core.xml", Some(core), &properties(about));
        let mut package = Relations::default();
        package.to("officeDocument", "word/document.xml");
        package.to(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        );
        let types = format!(
            concat!(
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
                r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
                r#"<Default Extension="xml" ContentType="application/xml"/>"#,
                r#"<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>"#,
                "{}</Types>",
            ),
            self.types
        );
        let mut parts = vec![
            Part::xml("[Content_Types].xml", &types),
            Part::xml("_rels/.rels", &package.whole()),
        ];
        parts.append(&mut self.parts);
        pack(&parts)
    }
}

fn properties(about: &About<'_>) -> String {
    let made = rfc3339(about.made_unix_s);
    format!(
        concat!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>"#,
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified>"#,
            "<dc:language>es-MX</dc:language></cp:coreProperties>",
        ),
        escaped(about.title),
        escaped(about.author),
        made = made,
    )
}

/// A moment as documents write it, in UTC: "2023-04-24T19:05:00Z".
pub(crate) fn rfc3339(unix_s: i64) -> String {
    let (days, second) = (unix_s.div_euclid(86_400), unix_s.rem_euclid(86_400));
    // Days since 1 March of the year 0, so that the leap day is the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

/// Hours that Mexico City is behind Greenwich, all year since October 2022.
const BEHIND_HOURS: i64 = 6;

/// The moment of a comment: office programs write the hour on the wall and show it as it is written,
/// whatever it says of its zone.
pub(crate) fn on_the_wall(unix_s: i64) -> String {
    rfc3339(unix_s - BEHIND_HOURS * 3_600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_documents_write_them() {
        for (unix_s, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_682_363_100, "2023-04-24T19:05:00Z"),
            (1_704_067_199, "2023-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(unix_s), written);
        }
    }
}
