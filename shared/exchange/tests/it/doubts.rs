//! Doubts are said in few sentences, with their place.

use exchange::{DoubtCode, read_xlsx};

use crate::sample::sample;
use crate::workbook::{HEADERS, Workbook, text_cell};

#[test]
fn the_samples_doubts_are_these() {
    let doubts = sample().doubts;
    let sentences: Vec<&str> = doubts.iter().map(|doubt| doubt.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "El renglón 7 (fila 11 de la hoja) no tiene línea de acción; su indicador es «Porcentaje \
             de avance en la generación del protocolo». Puede ser otro indicador de la línea \
             anterior: revísalo.",
            "Hay 26 renglones y 25 líneas de acción con texto. Compara con el número que diga la \
             minuta.",
            "Los renglones 16 a 19 y 26 no tienen eje. Se dejaron en blanco, sin tomarlo de arriba.",
            "Los renglones 1 a 3 no tienen prioridad. Se dejaron en blanco, sin tomarlo de arriba.",
            "La celda de prioridad 20 (los renglones 24 y 25) tiene 2 párrafos. Se conservaron \
             juntos; pueden ser dos textos distintos.",
            "Los renglones 3, 14, 15, 19 y 24 a 26 están en amarillo: se tomaron como sujetos a \
             revisión de otra instancia, como dice la leyenda de la fila 32.",
            "En «Interpretación» de los renglones 3, 14, 15, 19 y 24 a 26 parece haber un recado y \
             no un dato: «Revisión con dirección de profesionalización de SPA.», «Socializar con \
             Gobierno Digital y SFA», «Socializar con SFA» y 2 más. Se dejó como está; puedes \
             pasarlo a un comentario.",
            "Hay celdas en blanco: falta indicador en los renglones 3, 24 y 26; unidad de medida en \
             los renglones 3 y 24 a 26; fórmula en los renglones 3, 19, 24 y 26; alguna meta en los \
             renglones 3, 19 y 24 a 26.",
            "Las metas están escritas de dos maneras: las de los renglones 1, 2, 6 y 7 llevan signo \
             % y las demás no. Se conservaron como están.",
        ]
    );
}

#[test]
fn a_clean_matrix_leaves_no_doubt() {
    let bytes = Workbook::new()
        .sheet(
            "Hoja",
            &[
                &["Programa"],
                &["SECOEM"],
                &HEADERS,
                &[
                    "1. Uno",
                    "7. Siete",
                    "Revisar la norma",
                    "Porcentaje de normas",
                    "a/b",
                    "100",
                ],
            ],
        )
        .bytes();
    // Its columns are fewer than the form's, which is no doubt.
    let imported = read_xlsx(&bytes).unwrap();
    assert_eq!(imported.doubts, []);
    assert_eq!(
        (&*imported.draft.title, &*imported.draft.institution),
        ("Programa", "SECOEM")
    );
}

#[test]
fn each_uncertainty_is_told() {
    let good: &[&str] = &["1. Uno", "7. Siete", "Difundir", "Porcentaje", "a/b", "100"];
    let check = |rows: &[&[&str]], merged: &[&str], code: DoubtCode, words: &str| {
        let bytes = Workbook::new().sheet_merged("Hoja", rows, merged).bytes();
        let imported = read_xlsx(&bytes).unwrap();
        let doubt = imported.doubts.iter().find(|doubt| doubt.code == code);
        let Some(doubt) = doubt else {
            panic!("{code:?} is not in {:?}", imported.doubts)
        };
        assert!(doubt.sentence.contains(words), "{}", doubt.sentence);
    };
    check(&[&HEADERS, good], &[], DoubtCode::TitleMissing, "«Hoja»");
    check(
        &[&HEADERS, good, &["2. Dos", "8. Ocho"]],
        &[],
        DoubtCode::HeadingAlone,
        "«2. Dos» (A3) y «8. Ocho» (B3)",
    );
    check(
        &[&HEADERS, good, &["", "", "", "Otro", "a/b", "1"]],
        &["C2:C3"],
        DoubtCode::MergedData,
        "«Línea de acción»",
    );
    check(
        &[
            &[
                "Línea de acción",
                "Indicador",
                "Meta 2024",
                "Observaciones",
                "",
            ],
            &["a", "b", "1", "Ojo con esto", "suelto"],
        ],
        &[],
        DoubtCode::ColumnIgnored,
        "D «Observaciones» y E",
    );
    check(
        &[&["Título"], &["SECOEM"], &["Versión 3"], &HEADERS, good],
        &[],
        DoubtCode::TextOutside,
        "«Versión 3» (A3)",
    );
    check(
        &[
            &HEADERS,
            &[
                "1. Uno",
                "7. Siete",
                "a",
                "Pendiente",
                "Checar con SFA",
                "1",
            ],
        ],
        &[],
        DoubtCode::MessageInData,
        "«Pendiente»",
    );
}

#[test]
fn formulas_saved_without_a_result_are_told() {
    let headers: String = HEADERS
        .iter()
        .zip(["A1", "B1", "C1", "D1", "E1", "F1"])
        .map(|(text, place)| text_cell(place, text, 0))
        .collect();
    let line = text_cell("C2", "Difundir", 0);
    let data =
        format!("<row r=\"1\">{headers}</row><row r=\"2\">{line}<c r=\"F2\"><f>F1*2</f></c></row>");
    let imported = read_xlsx(&Workbook::new().sheet_xml("Hoja", &data, "").bytes()).unwrap();
    let doubt = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::FormulaWithoutResult);
    assert!(doubt.unwrap().sentence.contains("(F2)"));
}
