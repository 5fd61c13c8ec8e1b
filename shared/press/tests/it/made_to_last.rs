//! What an archive and a reader aloud ask of a paper, and what ties it to its data.

use paper::PaperMark;
use press::{annex_pdf, minutes_pdf};

use crate::read::Printed;
use crate::sample;

#[test]
fn the_same_version_printed_twice_is_the_same_bytes() {
    let first = annex_pdf(&sample::annex()).unwrap();
    let second = annex_pdf(&sample::annex()).unwrap();
    assert_eq!(first, second);
    let first = minutes_pdf(&sample::minutes(), Some(&sample::annex())).unwrap();
    let second = minutes_pdf(&sample::minutes(), Some(&sample::annex())).unwrap();
    assert_eq!(first, second);

    let mut changed = sample::annex();
    changed.rows[25].cells[10].text = "101".to_owned();
    assert_ne!(
        annex_pdf(&changed).unwrap(),
        annex_pdf(&sample::annex()).unwrap()
    );
}

#[test]
fn a_camera_reads_its_code() {
    let (annex, minutes) = (sample::annex(), sample::minutes());
    let code = PaperMark::of_imprint(&annex.imprint).code();
    let paper = Printed::of(&annex_pdf(&annex).unwrap());
    assert_eq!(paper.codes(), [code.as_str()]);
    let paper = Printed::of(&minutes_pdf(&minutes, Some(&annex)).unwrap());
    assert!(paper.codes().iter().all(|read| *read == code));
    assert!(!paper.codes().is_empty());
}

#[test]
fn it_declares_the_archive_and_the_accessibility_it_keeps() {
    let bytes = annex_pdf(&sample::annex()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for said in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<xmp:CreatorTool>Cotejo</xmp:CreatorTool>",
        "<xmp:CreateDate>2023-04-24T19:05:00+00:00</xmp:CreateDate>",
    ] {
        assert!(text.contains(said), "{said}");
    }
}

#[test]
fn it_can_be_read_aloud() {
    let paper = Printed::of(&annex_pdf(&sample::annex()).unwrap());
    let language = paper.catalogue(b"Lang").unwrap();
    assert_eq!(lopdf::decode_text_string(&language).unwrap(), "es-MX");
    let marked = paper.catalogue(b"MarkInfo").unwrap();
    assert!(
        marked
            .as_dict()
            .unwrap()
            .get(b"Marked")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    assert_eq!(paper.tags("H1"), 1, "the title is a heading once");
    assert_eq!(
        paper.tags("Table"),
        paper.pages.len(),
        "each page is a table"
    );
    assert_eq!(paper.tags("TH"), 11 * paper.pages.len());
    assert_eq!(
        paper.tags("TR"),
        26 + paper.pages.len(),
        "26 rows, and the headers"
    );
    let code = paper.alternatives();
    assert_eq!(code.len(), 1, "the code is described once");
    assert!(code[0].starts_with("Código para verificar este documento: COTEJO:1:3F0C9A526D1E"));
}
