//! What the minuta around a matrix says.

use exchange::{DoubtCode, FoundMinutes};
use serde_json::Value;

use crate::sample::{MINUTA_DOCX, as_guessed, book};

const EXPECTED: &str = include_str!("../../samples/secoem-matrix.json");

fn names(list: &Value) -> Vec<&str> {
    let people = list.as_array().unwrap().iter();
    people
        .map(|person| person["nombre"].as_str().unwrap())
        .collect()
}

#[test]
fn the_samples_minuta_is_found_whole() {
    let book = book("minuta.docx", MINUTA_DOCX);
    let minutes: &FoundMinutes = book.minutes().unwrap();
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    let expected = &expected["minuta"];
    let text = |key: &str| expected[key].as_str().unwrap();
    assert_eq!(minutes.title, text("titulo"));
    assert_eq!(minutes.session, text("mesa"));
    assert_eq!(minutes.session, "08");
    assert_eq!(minutes.phase, text("fase"));
    assert_eq!(minutes.institution, text("institucion_implementadora"));
    assert_eq!(minutes.date, text("fecha"));
    assert_eq!(minutes.day, Some((2023, 4, 19)));
    assert_eq!(minutes.remarks, text("observaciones"));
    let agreements = expected["acuerdos"].as_array().unwrap();
    assert_eq!(minutes.agreements.len(), agreements.len());
    for (found, expected) in minutes.agreements.iter().zip(agreements) {
        assert_eq!(found.number, expected["no"].to_string());
        assert_eq!(found.text, expected["acuerdo"].as_str().unwrap());
        let remarks = expected["observaciones"].as_str().unwrap_or_default();
        assert_eq!(found.remarks, remarks);
    }
    let found: Vec<&str> = minutes
        .attendees
        .iter()
        .map(|person| &*person.name)
        .collect();
    assert_eq!(found, names(&expected["asistentes"]));
    let found: Vec<&str> = minutes
        .coordinators
        .iter()
        .map(|person| &*person.name)
        .collect();
    assert_eq!(found, names(&expected["coordinaron"]));
    assert_eq!(
        serde_json::to_value(&minutes.materials).unwrap(),
        expected["materiales_revisados"]
    );
    assert_eq!(
        minutes.annex_label,
        expected["anexo"]["rotulo"].as_str().unwrap()
    );
    assert_eq!(
        minutes.annex_title,
        expected["anexo"]["titulo"].as_str().unwrap()
    );
    // The fourth stands after the date, outside the table: taken, and said.
    let outside: Vec<bool> = minutes
        .attendees
        .iter()
        .map(|person| person.outside)
        .collect();
    assert_eq!(outside, [false, false, false, true]);
    let doubts: Vec<(DoubtCode, &str)> = minutes
        .doubts
        .iter()
        .map(|doubt| (doubt.code, &*doubt.sentence))
        .collect();
    assert_eq!(
        doubts,
        [(
            DoubtCode::NameOutOfTable,
            "«Ing. Enrique Rojas Aguilar» está fuera de la tabla de asistentes, después de la fecha. \
             Se tomó como asistente: revísalo."
        )]
    );
    assert_eq!(minutes.lines_said, Some(24));
}

#[test]
fn the_doubts_of_the_word_file_are_these() {
    let imported = as_guessed(&book("minuta.docx", MINUTA_DOCX));
    let sentences: Vec<&str> = imported
        .doubts
        .iter()
        .map(|doubt| doubt.sentence.as_str())
        .collect();
    assert_eq!(
        sentences,
        [
            "El renglón 7 (fila 8 de la tabla 4) no tiene línea de acción; su indicador es «Porcentaje \
             de avance en la generación del protocolo». Puede ser otro indicador de la línea \
             anterior: revísalo.",
            "La minuta dice 24 líneas de acción; la matriz tiene 25 en 26 renglones.",
            "Los renglones 16 a 19 y 26 no tienen eje. Se dejaron en blanco, sin tomarlo de arriba.",
            "Los renglones 1 a 3 no tienen prioridad. Se dejaron en blanco, sin tomarlo de arriba.",
            "La celda de prioridad 20 (los renglones 24 y 25) tiene 2 párrafos. Se conservaron \
             juntos; pueden ser dos textos distintos.",
            "En los renglones 8 a 15 el texto de eje viene partido por el salto de página: «la \
             Cultura de la Legalidad» y «2. Fortalecer». Se unió como «2. Fortalecer la Cultura de \
             la Legalidad»: revísalo.",
            "Los renglones 3, 14, 15, 19 y 24 a 26 están en amarillo: se tomaron como sujetos a \
             revisión de otra instancia.",
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
