//! The annex and the minuta as Word documents: what is inside them.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use exchange::read;
use paper::marks::{ORIGIN_BOOKMARK, ORIGIN_NAMESPACE, PENDING_FILL, PENDING_MARK};
use paper::{
    Annex, AnnexComment, Logo, MinutesAgreement, MinutesPaper, PaperSize, SignatureLine,
    annex_docx, minutes_docx,
};

use crate::sample::{imprint, many, secoem, secoem_with_comments};

const POINT: &[u8] = include_bytes!("../../samples/point.png");

/// The parts of a document, all of which must be XML that leads only to parts there are.
struct Document {
    parts: Vec<(String, String)>,
}

impl Document {
    fn open(docx: &[u8]) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
        let mut parts = Vec::new();
        let names = zip.file_names().map(|name| name.unwrap().into_owned());
        let names: Vec<String> = names.collect();
        for name in &names {
            let mut file = zip.by_name(name).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            if let Ok(text) = String::from_utf8(bytes) {
                well_formed(name, &text);
                parts.push((name.clone(), text));
            }
        }
        let document = Self { parts };
        let types = document.part("[Content_Types].xml");
        for named in attributes(types, "PartName") {
            assert!(names.contains(&named[1..].to_owned()), "{named}");
        }
        for (name, xml) in document
            .parts
            .iter()
            .filter(|(name, _)| name.ends_with(".rels"))
        {
            let folder = if name == "_rels/.rels" { "" } else { "word/" };
            for target in attributes(xml, "Target") {
                let path = format!("{folder}{target}").replace("word/../", "");
                assert!(names.contains(&path), "{name} leads to {target}");
            }
        }
        document
    }

    fn part(&self, name: &str) -> &str {
        let part = self.parts.iter().find(|(known, _)| known == name);
        &part.unwrap_or_else(|| panic!("no {name}")).1
    }

    fn text(&self) -> &str {
        self.part("word/document.xml")
    }

    /// Everything that begins so: all headers, all footers.
    fn all(&self, beginning: &str) -> Vec<&str> {
        let found = self
            .parts
            .iter()
            .filter(|(name, _)| name.starts_with(beginning));
        found.map(|(_, text)| text.as_str()).collect()
    }
}

fn well_formed(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

fn attributes(xml: &str, name: &str) -> Vec<String> {
    let mark = format!(" {name}=\"");
    let pieces = xml.split(&mark).skip(1);
    pieces
        .map(|piece| piece.split('"').next().unwrap().to_owned())
        .collect()
}

/// Rows of the first table with a header row, each as its marks.
fn rows(xml: &str) -> Vec<&str> {
    let table = xml.split("<w:tbl>").nth(1).unwrap();
    let table = table.split("</w:tbl>").next().unwrap();
    table.split("<w:tr>").skip(1).collect()
}

fn cells(row: &str) -> Vec<&str> {
    row.split("<w:tc>").skip(1).collect()
}

/// What a piece says.
fn said(xml: &str) -> String {
    let pieces = xml.split(r#"<w:t xml:space="preserve">"#).skip(1);
    let words = pieces.map(|piece| piece.split("</w:t>").next().unwrap());
    words
        .collect::<String>()
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[test]
fn the_form_stands_in_its_columns_with_its_header_on_every_page() {
    let annex = secoem();
    let document = Document::open(&annex_docx(&annex).unwrap());
    let rows = rows(document.text());
    assert_eq!(rows.len(), 27);
    assert!(rows[0].contains("<w:tblHeader/>"));
    let headers: Vec<String> = cells(rows[0]).into_iter().map(said).collect();
    let expected: Vec<&str> = annex.columns.iter().map(|column| &*column.header).collect();
    assert_eq!(headers, expected);
    for (at, row) in rows.iter().enumerate() {
        assert!(row.contains("<w:cantSplit/>"), "row {at} may be split");
        assert_eq!(cells(row).len(), 11);
    }
    for (row, of) in rows[1..].iter().zip(&annex.rows) {
        let cells = cells(row);
        let mark = if of.pending_external { "(*) " } else { "" };
        assert_eq!(
            said(cells[2]),
            format!("{mark}{}", of.cells[2].text).trim_end()
        );
        for column in 3..11 {
            let text = of.cells[column].text.replace('\n', "");
            assert_eq!(said(cells[column]), text);
        }
        let yellow = cells
            .iter()
            .filter(|cell| cell.contains(PENDING_FILL))
            .count();
        assert_eq!(yellow, if of.pending_external { 9 } else { 0 });
    }
    assert!(said(document.text()).contains("quedan sujetas a ser revisadas"));
    assert!(document.text().contains(r#"w:orient="landscape""#));
    assert!(document.part("docProps/core.xml").contains("es-MX"));
    assert_eq!(annex_docx(&annex).unwrap(), annex_docx(&secoem()).unwrap());
}

#[test]
fn a_label_stands_again_on_every_page() {
    let annex = many(200);
    let document = Document::open(&annex_docx(&annex).unwrap());
    let rows = rows(document.text());
    let mut pages = 0;
    for (row, of) in rows[1..].iter().zip(&annex.rows) {
        let cells = cells(row);
        let begins = cells[0].contains("<w:pageBreakBefore/>");
        pages += usize::from(begins);
        for column in 0..2 {
            let continues = cells[column].contains("<w:vMerge/>");
            assert!(!(begins && continues), "a page begins without its label");
            if !continues {
                let text = of.cells[column].text.replace('\n', "");
                assert_eq!(said(cells[column]), text);
            }
        }
    }
    assert!(pages > 10, "{pages} pages");
}

#[test]
fn every_size_has_its_sheet() {
    for (paper, long) in [
        (PaperSize::Carta, "15840"),
        (PaperSize::Oficio, "19276"),
        (PaperSize::Legal, "20160"),
    ] {
        let annex = Annex { paper, ..secoem() };
        let document = Document::open(&annex_docx(&annex).unwrap());
        assert!(
            document
                .text()
                .contains(&format!(r#"<w:pgSz w:w="{long}""#))
        );
        let width: u32 = attributes(rows(document.text())[0], "w:w")
            .iter()
            .map(|width| width.parse::<u32>().unwrap())
            .sum();
        let margins = 1_020 + 567;
        assert_eq!(width, long.parse::<u32>().unwrap() - margins);
    }
}

#[test]
fn every_page_says_what_it_is_and_a_draft_that_it_is_one() {
    let closed = Document::open(&annex_docx(&secoem()).unwrap());
    let heads = closed.all("word/header");
    assert_eq!(heads.len(), 2);
    assert!(heads.iter().all(|head| said(head).contains("ANEXO")));
    assert!(!heads.iter().any(|head| said(head).contains("BORRADOR")));
    assert!(said(heads[1]).contains("Política Estatal Anticorrupción"));
    let foot = said(closed.all("word/footer")[0]);
    for words in [
        "Rúbricas",
        "SECOEM-2023-04-24-3F9A-22C1",
        "24 de abril de 2023, 13:05 h",
    ] {
        assert!(foot.contains(words), "{foot}");
    }
    let mut draft = secoem();
    draft.imprint.version = String::new();
    draft.initials = false;
    let draft = Document::open(&annex_docx(&draft).unwrap());
    assert!(
        draft
            .all("word/header")
            .iter()
            .all(|head| said(head).contains("BORRADOR"))
    );
    let foot = said(draft.all("word/footer")[0]);
    assert!(foot.contains("sin cerrar") && !foot.contains("Rúbricas"));
}

#[test]
fn logos_say_what_they_show() {
    let logo = Logo {
        bytes: POINT.to_vec(),
        alt: "Escudo de \"la\" SECOEM".to_owned(),
    };
    let annex = Annex {
        logo_left: Some(logo.clone()),
        logo_right: Some(logo),
        ..secoem()
    };
    let document = Document::open(&annex_docx(&annex).unwrap());
    for head in document.all("word/header") {
        assert_eq!(attributes(head, "descr").len(), 4);
        assert!(head.contains("Escudo de &quot;la&quot; SECOEM"));
    }
    let broken = Annex {
        logo_left: Some(Logo::default()),
        ..secoem()
    };
    assert!(annex_docx(&broken).is_err());
}

#[test]
fn comments_have_author_moment_and_thread() {
    let mut annex = secoem_with_comments();
    annex.comments.push(AnnexComment {
        row: 13,
        field: "interpretation".to_owned(),
        answers: Some(1),
        author: "Ana <Ruiz>".to_owned(),
        dated_unix_s: 1_682_363_100,
        text: "Va en la siguiente versión".to_owned(),
        ..AnnexComment::default()
    });
    let document = Document::open(&annex_docx(&annex).unwrap());
    let comments = document.part("word/comments.xml");
    assert_eq!(attributes(comments, "w:author").len(), 3);
    assert!(comments.contains(r#"w:date="2023-04-24T13:05:00Z""#));
    assert!(comments.contains("Ana &lt;Ruiz&gt;"));
    let threads = document.part("word/commentsExtended.xml");
    let ids = attributes(threads, "w15:paraId");
    assert_eq!(attributes(threads, "w15:paraIdParent"), [ids[1].clone()]);
    let text = document.text();
    for mark in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
        assert_eq!(text.matches(&format!("<w:{mark} ")).count(), 3);
    }
    let none = Document::open(&annex_docx(&secoem()).unwrap());
    assert!(none.all("word/comments").is_empty());
}

#[test]
fn rows_keep_their_ids_in_hidden_places() {
    let annex = secoem();
    let document = Document::open(&annex_docx(&annex).unwrap());
    let origin = document.part("customXml/item1.xml");
    assert!(origin.contains(&format!(r#"xmlns="{ORIGIN_NAMESPACE}""#)));
    assert_eq!(
        attributes(origin, "dossier"),
        [annex.imprint.dossier.clone()]
    );
    assert_eq!(attributes(origin, "digest"), [annex.imprint.digest.clone()]);
    let lines: Vec<&str> = annex.rows.iter().map(|row| row.line.as_str()).collect();
    assert_eq!(attributes(origin, "linea"), lines);
    for (at, row) in rows(document.text())[1..].iter().enumerate() {
        assert!(cells(row)[2].contains(&format!(r#"w:name="{ORIGIN_BOOKMARK}{at}""#)));
    }
    assert!(said(document.text()).contains(PENDING_MARK));
}

fn minutes() -> MinutesPaper {
    let line = |name: &str| SignatureLine {
        name: name.to_owned(),
        position: String::new(),
    };
    MinutesPaper {
        title: "MINUTA MESA 08- FASE 1".to_owned(),
        institution: "SECOEM".to_owned(),
        date: "19 de abril de 2023".to_owned(),
        agreements: vec![MinutesAgreement {
            number: "1".to_owned(),
            text: "Se integró la matriz.".to_owned(),
            about: vec!["renglones 3 y 14".to_owned()],
            ..MinutesAgreement::default()
        }],
        attendees: vec![line("Lic. Uno"), line("Lic. Dos")],
        late_lines: 2,
        reviewed_materials: vec!["Matriz con propuestas".to_owned()],
        remarks: "Ninguna.".to_owned(),
        coordinators: vec![line("Mtra. Tres")],
        counts: "26 renglones, 25 líneas de acción.".to_owned(),
        imprint: imprint(),
        ..MinutesPaper::default()
    }
}

#[test]
fn the_minuta_stands_before_its_annex_in_one_document() {
    let annex = secoem();
    let document = Document::open(&minutes_docx(&minutes(), Some(&annex)).unwrap());
    let text = document.text();
    assert_eq!(text.matches("<w:sectPr>").count(), 2);
    let (first, second) = text.split_once("</w:sectPr>").unwrap();
    assert!(first.contains(r#"w:w="12240" w:h="15840"/>"#));
    assert!(second.contains(r#"w:orient="landscape""#));
    let words = said(first);
    let places: Vec<usize> = [
        "MINUTA MESA 08- FASE 1",
        "SECOEM",
        "Acuerdos",
        "Se integró la matriz.",
        "Se refiere a: renglones 3 y 14.",
        "Asistentes",
        "Lic. Dos",
        "19 de abril de 2023",
        "Materiales revisados",
        "Observaciones: Ninguna.",
        "Conteo: 26 renglones",
        "Coordinaron",
        "Mtra. Tres",
    ]
    .iter()
    .map(|part| words.find(part).unwrap_or_else(|| panic!("no {part}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    // Read again, it says no more than was written: what is counted is counted anew.
    let read = read(
        "minuta.docx",
        &minutes_docx(&minutes(), Some(&annex)).unwrap(),
    )
    .unwrap();
    assert_eq!(read.minutes().unwrap().remarks, "Ninguna.");
    // Two who came, two blank lines, the header: five rows.
    let attendees = first.split("<w:tbl>").nth(2).unwrap();
    let attendees = attendees.split("</w:tbl>").next().unwrap();
    assert_eq!(attendees.matches("<w:tr>").count(), 5);
    // Whoever signs is not alone on a page.
    let remarks = first
        .split("<w:p>")
        .find(|one| said(one).contains("Ninguna."));
    assert!(remarks.unwrap().contains("<w:keepNext/>"));
    assert!(
        words.find("Responsable").is_none(),
        "nobody answers for anything"
    );
}

#[test]
fn a_minuta_has_the_columns_that_somebody_wrote_in() {
    let mut minutes = minutes();
    minutes.agreements[0].responsible = "Enlace".to_owned();
    minutes.follow_up = vec![MinutesAgreement {
        number: "03/2".to_owned(),
        text: "Revisar las metas".to_owned(),
        state: "Pendiente".to_owned(),
        ..MinutesAgreement::default()
    }];
    minutes.imprint.version = String::new();
    let document = Document::open(&minutes_docx(&minutes, None).unwrap());
    let headers: Vec<String> = document
        .text()
        .split("<w:tblHeader/>")
        .skip(1)
        .map(|table| said(table.split("</w:tr>").next().unwrap()))
        .collect();
    assert_eq!(headers[0], "No.AcuerdoEstado");
    assert_eq!(headers[1], "No.AcuerdoObservacionesResponsable");
    let parts: BTreeSet<&str> = document.all("word/header").into_iter().collect();
    assert!(parts.iter().all(|head| said(head).contains("BORRADOR")));
}
