//! What people, and files, put into cells.

use paper::{Annex, AnnexCell, Logo};
use press::{PressError, annex_pdf, limits, minutes_pdf};

use crate::read::{Printed, solid};
use crate::sample;

/// The sample with a text in a cell.
fn with(row: usize, cell: usize, text: &str) -> Annex {
    let mut annex = sample::annex();
    annex.rows[row].cells[cell].text = text.to_owned();
    annex
}

fn text_of(annex: &Annex) -> String {
    Printed::of(&annex_pdf(annex).unwrap()).text()
}

#[test]
fn no_cell_is_code() {
    let hostile = [
        "#panic(\"no\")",
        "#import \"/main.typ\": *",
        "#read(\"/etc/passwd\")",
        "$x^2$ *b* _i_ `c` <l> @r = t",
        "\\ ] ) } /* // ~ --- \u{201c}",
        "</xml>&amp;<!--",
    ];
    for text in hostile {
        let mut annex = with(3, 2, text);
        annex.title = text.to_owned();
        annex.rows[3].cells[1].text = text.to_owned();
        annex.columns[4].header = text.to_owned();
        annex.imprint.version_name = text.to_owned();
        let printed = solid(&text_of(&annex));
        let times = printed.matches(&solid(text)).count();
        assert!(times >= 5, "{text}: {times} times as it was typed");
    }
}

#[test]
fn a_sign_without_a_drawing_is_said_with_its_code_and_explained() {
    let text = text_of(&with(3, 2, "Meta 🙂 漢 \u{e000}\u{7} fin"));
    let text = solid(&text);
    for said in ["[U+1F642]", "[U+6F22]", "[U+E000]", "[U+0007]fin"] {
        assert!(text.contains(said), "{said}");
    }
    assert!(text.contains(&solid("aparecen con su código: [U+…].")));
    assert!(!solid(&text_of(&sample::annex())).contains("[U+"));
}

#[test]
fn a_cell_taller_than_a_page_goes_on_and_loses_nothing() {
    // A narrow column, a wide one; with spaces, without any, with many lines.
    for (cell, text) in [
        (2, "þabcdefgh ".repeat(2_000)),
        (8, "þ".repeat(20_000)),
        (6, "þ\n".repeat(1_000)),
    ] {
        let letters = |text: &str| text.matches('þ').count();
        let paper = Printed::of(&annex_pdf(&with(3, cell, &text)).unwrap());
        let printed = paper.text();
        assert_eq!(letters(&printed), letters(&text), "cell {cell}");
        assert!(printed.contains("(continúa)"), "cell {cell}");
        // Its headings stand on every page it takes.
        let heading = solid(&sample::annex().rows[3].cells[1].text);
        let on = paper
            .pages
            .iter()
            .filter(|page| solid(page).contains("(continúa)"));
        for page in on {
            assert!(solid(page).contains(&heading), "cell {cell}: {page}");
        }
    }
}

#[test]
fn a_heading_longer_than_a_page_is_told_whole_at_the_end() {
    for cell in [0, 1] {
        // Words too short to be hyphenated: none is cut in two by the end of a page.
        let text = "xyx ".repeat(4_500);
        let mut annex = sample::annex();
        for row in &mut annex.rows {
            row.cells[cell] = AnnexCell {
                text: text.clone(),
                group: Some(77),
            };
        }
        let paper = Printed::of(&annex_pdf(&annex).unwrap());
        let all = solid(&paper.text());
        assert!(all.contains(&solid("Textos completos")), "column {cell}");
        assert!(all.contains("[1]"), "column {cell}");
        let (_, whole) = all.split_once(&solid("Texto completo")).unwrap();
        assert_eq!(whole.matches("xyx").count(), 4_500, "column {cell}");
    }
}

#[test]
fn the_smallest_paper_prints() {
    let mut annex = with(0, 2, "x");
    annex.rows.truncate(1);
    annex.columns.truncate(3);
    annex.rows[0].cells.truncate(3);
    assert!(solid(&text_of(&annex)).contains("Página1de1"));

    // Rows that lack cells, or have too many, are no reason to fail.
    annex.rows[0].cells.truncate(1);
    annex.rows.push(annex.rows[0].clone());
    annex.rows[1].cells = vec![AnnexCell::default(); 9];
    text_of(&annex);
}

#[test]
fn what_passes_a_limit_is_refused_in_words() {
    let mut annex = sample::annex();
    annex.columns.clear();
    assert_eq!(annex_pdf(&annex), Err(PressError::TooMany));

    let mut annex = sample::annex();
    annex.rows = vec![annex.rows[0].clone(); limits::ROWS_MAX + 1];
    assert_eq!(annex_pdf(&annex), Err(PressError::TooMany));

    let mut annex = sample::annex();
    annex.rows[0].cells[2].text = "x".repeat(limits::LETTERS_MAX);
    assert_eq!(annex_pdf(&annex), Err(PressError::TooLong));

    let mut minutes = sample::minutes();
    minutes.late_lines = limits::LATE_LINES_MAX + 1;
    assert_eq!(minutes_pdf(&minutes, None), Err(PressError::TooMany));
    let mut minutes = sample::minutes();
    minutes.attendees = vec![minutes.attendees[0].clone(); limits::MINUTES_ENTRIES_MAX + 1];
    assert_eq!(minutes_pdf(&minutes, None), Err(PressError::TooMany));
}

/// A PNG of one black pixel.
const PIXEL: [u8; 69] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0, 0, 0, 4, 0, 1, 0xf6, 0x17, 0x38, 0x55, 0, 0, 0, 0, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn a_logo_is_a_picture_with_words_or_the_paper_is_refused() {
    let logo = |bytes: &[u8]| Logo {
        bytes: bytes.to_vec(),
        alt: "Escudo de la SECOEM".to_owned(),
    };
    let mut annex = sample::annex();
    annex.logo_right = Some(logo(&PIXEL));
    annex.logo_left = Some(logo(&PIXEL));
    let paper = Printed::of(&annex_pdf(&annex).unwrap());
    let shown = paper.alternatives();
    let with_words = shown.iter().filter(|text| *text == "Escudo de la SECOEM");
    assert_eq!(with_words.count(), 2, "{shown:?}");

    let mut large = PIXEL.to_vec();
    large[16..20].copy_from_slice(&(paper::limits::LOGO_SIDE_PIXELS_MAX + 1).to_be_bytes());
    let mut long = PIXEL.to_vec();
    long.resize(paper::limits::LOGO_BYTES_MAX + 1, 0);
    for (name, bytes) in [
        ("no picture", b"GIF89a".to_vec()),
        ("an empty file", Vec::new()),
        ("a cut header", PIXEL[..12].to_vec()),
        ("too wide", large),
        ("too long", long),
        ("a right beginning and nothing more", PIXEL[..40].to_vec()),
    ] {
        annex.logo_left = Some(logo(&bytes));
        assert_eq!(annex_pdf(&annex), Err(PressError::Logo), "{name}");
    }
}
