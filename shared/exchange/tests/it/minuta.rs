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
    assert_eq!(sentences, [""]);
}
