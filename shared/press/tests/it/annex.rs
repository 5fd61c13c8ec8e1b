//! The annex of the sample, as a mesa gets it.

use paper::marks::{PENDING_LEGEND, PENDING_MARK};
use paper::{Annex, AnnexComment, PaperSize};
use press::annex_pdf;

use crate::read::{Printed, solid};
use crate::sample;

fn printed(annex: &Annex) -> Printed {
    Printed::of(&annex_pdf(annex).unwrap())
}

#[test]
fn every_word_of_the_matrix_is_on_the_paper() {
    let annex = sample::annex();
    assert_eq!(annex.rows.len(), 26, "the sample is read");
    let text = solid(&printed(&annex).text());
    for row in &annex.rows {
        for cell in &row.cells {
            let words = solid(&cell.text);
            assert!(text.contains(&words), "row {}: {}", row.number, cell.text);
        }
    }
}

#[test]
fn every_page_says_what_it_is_and_of_which_data() {
    let paper = printed(&sample::annex());
    let total = paper.pages.len();
    assert!(total > 1, "the sample takes several pages");
    for (index, page) in paper.pages.iter().enumerate() {
        let number = format!("Página {} de {total}", index + 1);
        for said in [
            "ANEXO",
            "Diseño del programa de Implementación de la Política Estatal Anticorrupción",
            "SECOEM",
            "Eje PEA",
            "Lluvia de ideas:",
            "Meta 2026",
            "Folio SECOEM-2023-04-24-3F9A-22C1",
            "Versión de la mesa 08, cerrada el 24 de abril de 2023, 13:05 h",
            "Huella de la matriz: 3F9A-22C1",
            "Rúbricas",
            &number,
        ] {
            assert!(
                solid(page).contains(&solid(said)),
                "page {index}: {said}: {page}"
            );
        }
        assert!(
            !page.contains("BORRADOR"),
            "page {index} is of a closed version"
        );
    }
}

#[test]
fn a_heading_that_goes_on_says_itself_again_on_the_next_page() {
    let mut annex = sample::annex();
    // One eje and one prioridad over everything.
    let first = annex.rows[3].clone();
    for row in &mut annex.rows {
        row.cells[0] = first.cells[0].clone();
        row.cells[1] = first.cells[1].clone();
    }
    let paper = printed(&annex);
    assert!(paper.pages.len() > 2);
    for page in &paper.pages {
        for heading in &first.cells[..2] {
            let times = solid(page).matches(&solid(&heading.text)).count();
            assert_eq!(times, 1, "{}: {page}", heading.text);
        }
    }
}

#[test]
fn a_row_is_never_split_over_pages() {
    let mut annex = sample::annex();
    // Each cell says which row it is of; some are several lines high.
    for row in &mut annex.rows {
        let number = row.number;
        for cell in &mut row.cells[2..] {
            cell.text = vec![format!("R{number}R"); 1 + number as usize % 7].join(" ");
            cell.group = None;
        }
        row.pending_external = false;
    }
    let paper = printed(&annex);
    for row in &annex.rows {
        let sign = format!("R{}R", row.number);
        let on = paper
            .pages
            .iter()
            .filter(|page| solid(page).contains(&sign));
        assert_eq!(on.count(), 1, "row {} stands on one page", row.number);
    }
}

#[test]
fn what_is_yellow_is_marked_and_explained_in_words() {
    let annex = sample::annex();
    let text = solid(&printed(&annex).text());
    let pending = annex.rows.iter().filter(|row| row.pending_external);
    let mut marked = 0;
    for row in pending {
        let line = solid(&format!("{PENDING_MARK} {}", row.cells[2].text));
        assert!(text.contains(&line), "row {} has its mark", row.number);
        marked += 1;
    }
    assert_eq!(marked, 7);
    assert!(text.contains(&solid(PENDING_LEGEND)));

    let mut plain = annex;
    for row in &mut plain.rows {
        row.pending_external = false;
    }
    let text = solid(&printed(&plain).text());
    assert!(!text.contains(&solid(PENDING_LEGEND)));
}

#[test]
fn a_draft_says_so_on_every_page() {
    let mut annex = sample::annex();
    annex.imprint = sample::draft();
    annex.initials = false;
    for page in &printed(&annex).pages {
        assert!(
            page.matches("BORRADOR").count() >= 3,
            "head, foot and across it: {page}"
        );
        assert!(!page.contains("Folio"), "{page}");
        assert!(!page.contains("Rúbricas"), "{page}");
    }
}

#[test]
fn the_sheet_is_the_one_that_was_asked_for_on_its_side() {
    for (size, sides) in [
        (PaperSize::Carta, (792, 612)),
        (PaperSize::Oficio, (964, 612)),
        (PaperSize::Legal, (1008, 612)),
    ] {
        let mut annex = sample::annex();
        annex.paper = size;
        let paper = printed(&annex);
        for page in 0..paper.pages.len() {
            assert_eq!(paper.size(page), sides, "{size:?}, page {page}");
        }
    }
}

#[test]
fn comments_follow_the_matrix_with_who_said_them() {
    let mut annex = sample::annex();
    annex.comments = vec![
        AnnexComment {
            row: 3,
            field: "formula".to_owned(),
            author: "Enlace SECOEM".to_owned(),
            dated: "20 de abril de 2023".to_owned(),
            text: "¿Recibidas entre atendidas, o al revés?".to_owned(),
            ..AnnexComment::default()
        },
        AnnexComment {
            row: 5,
            text: "Falta la línea base.".to_owned(),
            author: "Revisión SFA".to_owned(),
            ..AnnexComment::default()
        },
    ];
    let without = printed(&sample::annex()).pages.len();
    let paper = printed(&annex);
    assert_eq!(paper.pages.len(), without + 1);
    let last = solid(paper.pages.last().unwrap());
    for said in [
        "Comentarios de la revisión",
        "Formula",
        "Enlace SECOEM",
        "20 de abril de 2023",
        "¿Recibidas entre atendidas, o al revés?",
        "Todo el renglón",
        "Falta la línea base.",
    ] {
        assert!(last.contains(&solid(said)), "{said}: {last}");
    }
}

#[test]
fn a_line_stands_once_beside_its_indicators() {
    let mut annex = sample::annex();
    let line = "Una sola línea con dos indicadores";
    for index in [4, 5] {
        annex.rows[index].cells[0] = annex.rows[4].cells[0].clone();
        annex.rows[index].cells[1] = annex.rows[4].cells[1].clone();
        annex.rows[index].cells[2].text = line.to_owned();
        annex.rows[index].cells[2].group = Some(900);
    }
    let text = solid(&printed(&annex).text());
    assert_eq!(text.matches(&solid(line)).count(), 1);

    // A line that may take more than a page does not run over them: where it went on is said.
    let long = "palabra ".repeat(400);
    for index in [4, 5] {
        annex.rows[index].cells[2].text.clone_from(&long);
    }
    let paper = printed(&annex);
    let text = solid(&paper.text());
    assert!(text.contains(&solid("(La misma línea.)")));
    // Taller than a page allows, it stands cut in the matrix, with the number of its note, and whole
    // at the end, once.
    assert!(text.contains(&solid("palabra … [1]")));
    let (matrix, notes) = text.split_once(&solid("Textos completos")).unwrap();
    assert_eq!(notes.matches("palabra").count(), 400);
    assert!(matrix.matches("palabra").count() < 200);
}

#[test]
fn an_empty_matrix_prints_its_columns_and_says_that_it_is_empty() {
    let mut annex = sample::annex();
    annex.rows.clear();
    let paper = printed(&annex);
    assert_eq!(paper.pages.len(), 1);
    let page = solid(&paper.pages[0]);
    assert!(page.contains(&solid("Frecuencia de Medición")), "{page}");
    assert!(
        page.contains(&solid("Esta matriz todavía no tiene renglones.")),
        "{page}"
    );
}
