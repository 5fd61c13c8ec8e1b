//! The same rows give the same findings, in whatever order, and no text breaks a rule.

use checks::{Language, sentence};
use model::DraftRow;
use proptest::prelude::*;

use crate::desk::{Desk, desk, dice, draft, found, row, sample};

fn shuffled(desk: &Desk, seed: u64) -> Desk {
    let mut dice = dice(seed);
    let mut draw = |below: usize| {
        let mut bytes = [0; 8];
        dice(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % below as u64).unwrap()
    };
    let mut other = desk.clone();
    for at in (1..other.rows.len()).rev() {
        other.rows.swap(at, draw(at + 1));
    }
    for at in (1..other.headings.len()).rev() {
        other.headings.swap(at, draw(at + 1));
    }
    other.years.reverse();
    other
}

#[test]
fn the_order_of_rows_and_headings_changes_nothing() {
    let sample = sample();
    let findings = sample.findings();
    assert_eq!(sample.findings(), findings);
    for seed in 1..6 {
        assert_eq!(shuffled(&sample, seed).findings(), findings, "seed {seed}");
    }
}

/// Words that rules look for, and others.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Porcentaje"),
        Just("de"),
        Just("en materia"),
        Just("Número de"),
        Just("recibidas"),
        Just("atendidas"),
        Just("programadas"),
        Just("acciones"),
        Just("/"),
        Just("*100"),
        Just("("),
        Just(")"),
        Just("v/o"),
        Just("SPOEM"),
        Just("SECOEM"),
        Just("Conduvar"),
        Just("100"),
        Just("100 %"),
        Just("#N/A"),
        Just("Annual"),
        Just("Socializar con SFA"),
        Just("Pendiente"),
        Just("\n"),
        Just("ñandú"),
        Just("e\u{301}"),
        Just("İ"),
        Just("😀"),
        Just("la"),
        Just("1."),
        Just("donde"),
        Just("="),
        Just("x"),
        Just("protocolo"),
        Just("del"),
        Just("ẞ"),
        Just("-"),
    ];
    prop_oneof![
        3 => prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" ")),
        1 => "\\PC{0,40}",
        1 => Just(String::new()),
    ]
}

fn any_row() -> impl Strategy<Value = DraftRow> {
    let field = prop::sample::select(crate::desk::IN_ORDER.map(|(field, _)| field).to_vec());
    let cells = prop::collection::vec((field, text()), 0..10);
    (cells, prop::option::of(0..4_usize)).prop_map(|(cells, heading)| {
        let cells: Vec<(&str, &str)> = cells
            .iter()
            .map(|(field, text)| (*field, &**text))
            .collect();
        DraftRow {
            heading,
            ..row(&cells)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_written_is_found_in_and_said(
        rows in prop::collection::vec(any_row(), 1..6),
        headings in prop::collection::vec(text(), 2),
        seed in any::<u64>(),
    ) {
        let mut draft = draft(rows);
        let heading = |level, text: &String, parent| model::DraftHeading {
            level,
            number: String::new(),
            text: text.clone(),
            parent,
        };
        draft.headings.push(heading(model::Level::Axis, &headings[0], None));
        draft.headings.push(heading(model::Level::Priority, &headings[1], Some(2)));
        let desk = Desk::of(&found(&draft));
        let findings = desk.findings();
        prop_assert_eq!(&shuffled(&desk, seed).findings(), &findings);
        let mut keys: Vec<&str> = findings.iter().map(|finding| &*finding.key).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), findings.len());
        for finding in &findings {
            for language in [Language::Spanish, Language::English] {
                let words = sentence(finding, language);
                prop_assert!(!words.title.is_empty() && !words.explanation.is_empty());
                prop_assert_eq!(words.fix_labels.len(), finding.fixes.len());
            }
        }
    }
}

/// A text as long as a cell may be costs what its length costs.
#[test]
fn the_longest_cells_are_read_too() {
    let most = model::limits::TEXT_UTF16_UNITS_MAX;
    let fill = |piece: &str| piece.repeat(most / piece.chars().count());
    for piece in [
        "(",
        "a/",
        "SPOEM ",
        "v/o ",
        "Conduvar ",
        "en materia ",
        "A+",
        "((",
        "palabra(",
        "x ",
        "donde ",
    ] {
        let long = fill(piece);
        let cells: Vec<(&str, &str)> = ["actionLine", "indicatorName", "interpretation", "formula"]
            .into_iter()
            .map(|field| (field, &*long))
            .collect();
        let findings = desk(vec![row(&cells), row(&cells)]).findings();
        assert!(!findings.is_empty(), "{piece}");
        for finding in &findings {
            let words = sentence(finding, Language::Spanish);
            assert!(words.explanation.chars().count() < 500, "{}", finding.key);
        }
    }
}
