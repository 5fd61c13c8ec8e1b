//! The minuta of the sample.

use paper::{MinutesAgreement, SignatureLine};
use press::minutes_pdf;

use crate::read::{Printed, solid};
use crate::sample;

#[test]
fn it_stands_as_the_form_does_and_its_annex_lies_after_it() {
    let bytes = minutes_pdf(&sample::minutes(), Some(&sample::annex())).unwrap();
    let paper = Printed::of(&bytes);
    let minutes = (0..paper.pages.len()).take_while(|&page| paper.size(page) == (612, 792));
    let minutes = minutes.count();
    assert_eq!(minutes, 2, "two pages, as the sample");
    for page in minutes..paper.pages.len() {
        assert_eq!(paper.size(page), (792, 612));
        assert!(paper.pages[page].contains("ANEXO"));
    }
    let text = solid(&paper.pages[..minutes].join(" "));
    let sample = sample::minutes();
    let mut at = 0;
    // In the order of the form.
    for said in [
        "MINUTA MESA 08- FASE 1",
        "Institución implementadora: SECOEM",
        "Acuerdo",
        "Observaciones",
        &sample.agreements[0].text,
        &sample.agreements[1].text,
        "Asistentes",
        "Nombre",
        "Firma",
        "Lic. Chrystian Alejandra Márquez Valencia",
        "Ing. Enrique Rojas Aguilar",
        "Fecha: 19 de abril de 2023",
        "Materiales revisados",
        "Metodología de la Política Estatal Anticorrupción",
        "Observaciones: Ninguna.",
        "Coordinaron",
        "L.A.E. Carlos Gamiño García",
    ] {
        let found = text[at..].find(&solid(said));
        at += found.unwrap_or_else(|| panic!("{said} does not follow: {}", &text[at..]));
    }
    let last = format!("Página {0} de {0}", paper.pages.len());
    assert!(paper.pages.last().unwrap().contains(&last));
}

#[test]
fn columns_and_sections_that_nobody_used_are_not_printed() {
    let plain = Printed::of(&minutes_pdf(&sample::minutes(), None).unwrap()).text();
    for absent in [
        "Responsable",
        "Fecha límite",
        "Estado",
        "Orden del día",
        "Seguimiento de acuerdos",
        "Lugar:",
        "Conteo",
    ] {
        assert!(!plain.contains(absent), "{absent}");
    }
    let mut minutes = sample::minutes();
    minutes.place = "Sala de juntas".to_owned();
    minutes.hours = "10:00 a 12:30 h".to_owned();
    minutes.convened_by = "La Secretaría Ejecutiva".to_owned();
    minutes.agenda = vec!["Revisión de la matriz".to_owned()];
    minutes.counts = "26 renglones, 25 líneas de acción.".to_owned();
    minutes.agreements[0].about = vec!["Renglón 4".to_owned(), "Versión de la mesa 08".to_owned()];
    minutes.agreements[1].responsible = "SECOEM".to_owned();
    minutes.agreements[1].due = "24 de abril de 2023".to_owned();
    minutes.agreements[1].state = "Pendiente".to_owned();
    minutes.follow_up = vec![MinutesAgreement {
        number: "07/1".to_owned(),
        text: "Enviar la metodología".to_owned(),
        state: "Cumplido".to_owned(),
        ..MinutesAgreement::default()
    }];
    minutes.coordinators[0].position = "Directora de área".to_owned();
    let text = solid(&Printed::of(&minutes_pdf(&minutes, None).unwrap()).text());
    for said in [
        "Responsable",
        "Fecha límite",
        "24 de abril de 2023",
        "Estado",
        "Pendiente",
        "(Renglón 4; Versión de la mesa 08)",
        "Orden del día",
        "Revisión de la matriz",
        "Seguimiento de acuerdos anteriores",
        "07/1",
        "Cumplido",
        "Lugar: Sala de juntas",
        "Horario: 10:00 a 12:30 h",
        "Convocó: La Secretaría Ejecutiva",
        "Conteo: 26 renglones, 25 líneas de acción.",
        "Directora de área",
    ] {
        assert!(text.contains(&solid(said)), "{said}");
    }
}

#[test]
fn who_coordinated_never_signs_alone_on_a_page() {
    // Whatever stands before: the page of the last signature has something of what is signed.
    for lines in 0..12 {
        let mut minutes = sample::minutes();
        minutes.late_lines = lines;
        minutes.coordinators.truncate(3);
        let paper = Printed::of(&minutes_pdf(&minutes, None).unwrap());
        let last = paper.pages.last().unwrap();
        assert!(last.contains("Coordinaron"), "{lines}: {last}");
        assert!(last.contains("Observaciones: Ninguna."), "{lines}: {last}");
    }
}

#[test]
fn there_is_room_for_late_ones_and_for_many() {
    let one = Printed::of(&minutes_pdf(&sample::minutes(), None).unwrap())
        .pages
        .len();
    let mut minutes = sample::minutes();
    minutes.late_lines = 20;
    let late = Printed::of(&minutes_pdf(&minutes, None).unwrap());
    assert!(late.pages.len() > one);

    minutes.coordinators = (1..=60)
        .map(|number| SignatureLine {
            name: format!("Persona {number} de prueba"),
            position: String::new(),
        })
        .collect();
    let many = Printed::of(&minutes_pdf(&minutes, None).unwrap());
    let text = solid(&many.text());
    for number in 1..=60 {
        assert!(
            text.contains(&solid(&format!("Persona {number} de prueba"))),
            "{number}"
        );
    }
    for page in &many.pages {
        assert!(
            page.contains("MINUTA MESA 08- FASE 1"),
            "a sheet of signatures says of what: {page}"
        );
    }
}

#[test]
fn a_minuta_that_is_not_closed_says_so() {
    let mut minutes = sample::minutes();
    minutes.imprint = sample::draft();
    for page in &Printed::of(&minutes_pdf(&minutes, None).unwrap()).pages {
        assert!(page.matches("BORRADOR").count() >= 3, "{page}");
    }
}
