//! What is said is whole, short and in the right language.

use std::collections::BTreeSet;

use checks::{Code, Language, Words, sentence};

use crate::desk::{desk, row, sample};

fn all_words(language: Language) -> Vec<(Code, Words)> {
    let mut sample = sample();
    sample.lines_said = Some(24);
    let others = desk(vec![
        row(&[
            ("unitOfMeasure", "Módulo"),
            ("direction", "Ascendente"),
            ("baseline.value", "490"),
        ]),
        row(&[
            ("unitOfMeasure", "módulo"),
            ("direction", "Descendente"),
            ("baseline.value", "1"),
        ]),
        row(&[("unitOfMeasure", "Módulos"), ("formula", "Proyecto")]),
        row(&[("formula", "(A/B")]),
        row(&[("formula", "A/B)")]),
        row(&[("formula", "(A/B]")]),
        row(&[("formula", "A/")]),
        row(&[
            ("formula", "Denuncias atendidas/Denuncias recibidas"),
            ("targets.2024", "2200"),
        ]),
        row(&[
            ("formula", "(Actas firmadas/Total de actas firmadas)*100"),
            ("frequency", ""),
        ]),
        row(&[
            ("frequency", "Según convocatoria"),
            ("targets.2025", "NA"),
            ("targets.2026", "Anual"),
        ]),
        row(&[
            ("targets.2025", "ochenta"),
            ("actionLine", "Atender a la QQZ"),
        ]),
    ]);
    let mut findings = sample.findings();
    findings.extend(others.findings());
    findings
        .iter()
        .map(|finding| (finding.code, sentence(finding, language)))
        .collect()
}

#[test]
fn every_sentence_is_whole_and_short() {
    let mut said = BTreeSet::new();
    for language in [Language::Spanish, Language::English] {
        for (code, words) in all_words(language) {
            said.insert(code);
            let Words {
                title,
                explanation,
                example,
                fix_labels,
            } = words;
            let mut all = vec![&title, &explanation];
            all.extend(&example);
            all.extend(&fix_labels);
            for text in all {
                assert!(!text.contains(['{', '}']), "{code}: {text}");
                assert!(
                    !text.contains("«»") && !text.contains("“”"),
                    "{code}: {text}"
                );
                assert!(
                    !text.contains("  ") && text.trim() == text,
                    "{code}: {text:?}"
                );
            }
            assert!(
                !title.is_empty() && !title.ends_with('.'),
                "{code}: {title}"
            );
            assert!(title.chars().count() <= 60, "{code}: {title}");
            assert!(
                explanation.ends_with(['.', '?', '…']),
                "{code}: {explanation}"
            );
            assert!(explanation.chars().count() <= 320, "{code}: {explanation}");
            for label in &fix_labels {
                assert!(label.chars().count() <= 110, "{code}: {label}");
            }
        }
    }
    // AxisSplit is said in sample.rs.
    let unsaid: Vec<&Code> = Code::ALL
        .iter()
        .filter(|code| !said.contains(code))
        .collect();
    assert_eq!(unsaid, [&Code::AxisSplit]);
}

#[test]
fn the_two_languages_are_two() {
    let spanish = all_words(Language::Spanish);
    let english = all_words(Language::English);
    assert_eq!(spanish.len(), english.len());
    for ((code, spanish), (_, english)) in spanish.iter().zip(&english) {
        assert_ne!(spanish.title, english.title, "{code}");
        assert_ne!(spanish.explanation, english.explanation, "{code}");
        assert_eq!(
            spanish.example.is_some(),
            english.example.is_some(),
            "{code}"
        );
    }
}

fn said(row: u32, code: Code, language: Language) -> Words {
    let findings = sample().findings();
    let finding = findings
        .iter()
        .find(|finding| finding.code == code && finding.place.unwrap().row == row)
        .unwrap();
    sentence(finding, language)
}

#[test]
fn formulas_are_shown_as_arithmetic() {
    let spanish = Language::Spanish;
    for (row, code, example) in [
        (
            4,
            Code::FormulaInverted,
            "Si llegan 10 y se atienden 8, da 125 %; al revés, da 80 %.",
        ),
        (
            1,
            Code::FormulaInverted,
            "Si llegan 10 y se publican 8, da 125 %; al revés, da 80 %.",
        ),
        (2, Code::FormulaNoDenominator, "Si se cuentan 8, da 800 %."),
        (
            11,
            Code::FormulaUnitMismatch,
            "Con 12 arriba y 10 abajo, da 120 %.",
        ),
    ] {
        assert_eq!(
            said(row, code, spanish).example.as_deref(),
            Some(example),
            "row {row}"
        );
    }
    assert_eq!(
        said(4, Code::FormulaInverted, Language::English)
            .example
            .as_deref(),
        Some("If 10 come in and 8 are dealt with, it gives 125 %; the other way round, 80 %.")
    );
    assert_eq!(said(4, Code::TargetFlat100, spanish).example, None);
    let fraction = desk(vec![row_without_factor()]).findings();
    let fraction = fraction
        .iter()
        .find(|finding| finding.code == Code::FormulaNoFactor)
        .unwrap();
    assert_eq!(
        sentence(fraction, spanish).example.as_deref(),
        Some("Con 8 de 10 da 0.8; por 100, da 80.")
    );
}

fn row_without_factor() -> model::DraftRow {
    row(&[("formula", "Denuncias atendidas/Denuncias recibidas")])
}

#[test]
fn sentences_name_what_they_speak_of() {
    let spanish = Language::Spanish;
    for (row, code, piece) in [
        (3, Code::AcronymUnknown, "«SPA». ¿Será SEA o SFA?"),
        (2, Code::FormulaNoDenominator, "«solicitudes recibidas»"),
        (6, Code::TargetCumulativeUndeclared, "15% / 30% / 50%"),
        (6, Code::TargetFinalBelow100, "50% en 2026"),
        (25, Code::TargetMissing, "2026"),
        (3, Code::TargetMissing, "2024, 2025 y 2026"),
        (14, Code::PendingExternalReview, "Gobierno Digital y SFA"),
        (4, Code::FormulaIndicatorMismatch, "«turnadas»"),
        (7, Code::IndicatorTruncated, "«del protocolo»"),
        (8, Code::DuplicateFormula, "4 renglones"),
    ] {
        let words = said(row, code, spanish);
        assert!(
            words.explanation.contains(piece),
            "row {row}: {}",
            words.explanation
        );
    }
    let labels = said(6, Code::TargetCumulativeUndeclared, spanish).fix_labels;
    assert_eq!(
        labels,
        ["Es periódica", "Es acumulada", "Es acumulada sin suma"]
    );
    let labels = said(5, Code::TargetFormat, spanish).fix_labels;
    assert_eq!(
        labels,
        ["Agregar % en este renglón", "Agregar % en los 18 renglones"]
    );
    let labels = said(24, Code::PrioritySplit, spanish).fix_labels;
    assert_eq!(labels, ["Unir los dos párrafos"]);
    let labels = said(7, Code::LineMissing, spanish).fix_labels;
    assert_eq!(labels, ["Unir a la línea anterior"]);
}
