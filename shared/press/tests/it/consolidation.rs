//! The programme of a state, printed.

use paper::{ConsolidationReport, PaperSize, ReportColumn, ReportRow, ReportTable};
use press::{PressError, consolidation_pdf};

use crate::read::{Printed, solid};

fn column(header: &str, width_parts: u32, counts: bool) -> ReportColumn {
    ReportColumn {
        header: header.to_owned(),
        width_parts,
        counts,
    }
}

fn row(cells: &[&str]) -> ReportRow {
    ReportRow {
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        marked: false,
        over: false,
    }
}

fn report(rows: Vec<ReportRow>) -> ConsolidationReport {
    ConsolidationReport {
        title: "Programa <2024> #let & más".to_owned(),
        lines: vec!["2 instituciones, 3 renglones.".to_owned()],
        tables: vec![
            ReportTable {
                name: "Consolidado".to_owned(),
                title: "Renglones de todas las matrices".to_owned(),
                columns: vec![
                    column("Institución", 10, false),
                    column("No.", 4, true),
                    column("Línea de acción", 30, false),
                ],
                rows,
            },
            ReportTable {
                name: "Cobertura".to_owned(),
                title: "Qué cubre cada eje".to_owned(),
                columns: vec![column("Eje", 10, false), column("Líneas", 3, true)],
                rows: vec![row(&["1. Combatir", "12"])],
            },
        ],
        foot: "Hecho el 19 de abril de 2023".to_owned(),
        page_words: ["Página".to_owned(), "de".to_owned()],
        legend: "Amarillo: sujeta a revisión.".to_owned(),
        language: "es-MX".to_owned(),
        dated_unix_s: 1_681_926_000,
        paper: PaperSize::Oficio,
    }
}

#[test]
fn every_word_of_every_table_is_printed_under_its_title() {
    let over = ReportRow {
        over: true,
        ..row(&["1. Combatir la corrupción"])
    };
    let marked = ReportRow {
        marked: true,
        ..row(&["Servicios de Salud", "2", "Dos\nrenglones 😀"])
    };
    // A cell too few.
    let short = row(&["Instituto", "no aplica"]);
    let all = report(vec![
        over,
        row(&["Junta de Caminos", "1", "=HYPERLINK(\"http://x\") #panic()"]),
        marked,
        short,
    ]);
    let printed = consolidation_pdf(&all).unwrap();
    let mut plain = all.clone();
    plain.tables[0].rows[2].marked = false;
    assert_ne!(
        printed,
        consolidation_pdf(&plain).unwrap(),
        "yellow is seen"
    );
    let paper = Printed::of(&printed);
    assert_eq!(paper.size(0), (964, 612));
    let text = solid(&paper.text());
    let mut from = 0;
    for said in [
        "Programa <2024> #let & más",
        "2 instituciones, 3 renglones.",
        "Renglones de todas las matrices",
        "Amarillo: sujeta a revisión.",
        "Línea de acción",
        "1. Combatir la corrupción",
        "Junta de Caminos",
        "=HYPERLINK(\"http://x\") #panic()",
        "Dos renglones [U+1F600]",
        "no aplica",
        "Qué cubre cada eje",
        "1. Combatir",
        "[U+…]",
    ] {
        let found = text[from..].find(&solid(said));
        from += found.unwrap_or_else(|| panic!("{said} after {from} of {text}"));
    }
    assert!(text.contains(&solid("Hecho el 19 de abril de 2023")));
    assert!(text.contains(&solid("Página 1 de 1")));
    assert_eq!(paper.tags("H1"), 1);
    assert_eq!(paper.tags("H2"), 2);
    assert_eq!(paper.tags("Table"), 2);
    let language = paper.catalogue(b"Lang").unwrap();
    assert_eq!(lopdf::decode_text_string(&language).unwrap(), "es-MX");
}

#[test]
fn many_rows_go_over_pages_with_their_header_and_none_is_lost() {
    let long = "palabra ".repeat(60);
    let rows =
        (1..=90).map(|at| row(&["Junta", &at.to_string(), &format!("R{at}R {long} F{at}F")]));
    let all = report(rows.collect());
    let paper = Printed::of(&consolidation_pdf(&all).unwrap());
    assert!(paper.pages.len() > 2);
    let pages: Vec<String> = paper.pages.iter().map(|page| solid(page)).collect();
    for at in 1..=90 {
        let begins = pages
            .iter()
            .position(|page| page.contains(&format!("R{at}R")));
        let ends = pages
            .iter()
            .position(|page| page.contains(&format!("F{at}F")));
        assert!(begins.is_some(), "row {at}");
        assert_eq!(begins, ends, "row {at} is on one page");
    }
    let count = paper.pages.len();
    for (at, page) in pages.iter().enumerate() {
        assert!(
            page.contains(&format!("Página{}de{count}", at + 1)),
            "{page}"
        );
        assert!(
            page.contains("Institución") || page.contains("Eje"),
            "{page}"
        );
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on_and_loses_no_word() {
    let long = "palabra ".repeat(3_000);
    let all = report(vec![row(&["Junta", "1", &long])]);
    let paper = Printed::of(&consolidation_pdf(&all).unwrap());
    let text = paper.text();
    assert_eq!(text.matches("palabra").count(), 3_000);
}

#[test]
fn too_much_is_refused() {
    let all = report(vec![row(&["Junta"]); press::limits::ROWS_MAX + 1]);
    assert!(matches!(consolidation_pdf(&all), Err(PressError::TooMany)));
}

#[test]
fn in_english_too() {
    let english = ConsolidationReport {
        language: "en".to_owned(),
        page_words: ["Page".to_owned(), "of".to_owned()],
        ..report(vec![row(&["Junta", "1", "😀"])])
    };
    let paper = Printed::of(&consolidation_pdf(&english).unwrap());
    let text = solid(&paper.text());
    assert!(text.contains(&solid("Page 1 of 1")), "{text}");
    assert!(
        text.contains(&solid("stand with their code: [U+…].")),
        "{text}"
    );
    let language = paper.catalogue(b"Lang").unwrap();
    assert_eq!(lopdf::decode_text_string(&language).unwrap(), "en");
}
