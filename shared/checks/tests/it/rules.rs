//! Every rule, where it speaks and where it keeps silent.

use std::collections::BTreeSet;

use checks::{Code, Details};
use model::Field;

use crate::cases::CASES;
use crate::desk::{Desk, desk, draft, found, row, sample};

/// Codes of the first row that has these cells, but for what is about the whole matrix.
fn codes(cells: &[(&str, &str)]) -> BTreeSet<Code> {
    codes_of(&desk(vec![row(cells)]), 1)
}

fn codes_of(desk: &Desk, row: u32) -> BTreeSet<Code> {
    let findings = desk.findings().into_iter();
    findings
        .filter(|finding| finding.place.is_some_and(|place| place.row == row))
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn a_row_in_order_has_nothing() {
    assert_eq!(codes(&[]), BTreeSet::new());
}

#[test]
fn rules_speak_and_keep_silent() {
    for (code, cells, speaks) in CASES {
        let found = codes(cells);
        assert_eq!(
            found.contains(code),
            *speaks,
            "{code}, {cells:?}: {found:?}"
        );
    }
}

/// What the rows above cannot show: it takes a heading, another row or the whole matrix.
#[test]
fn no_rule_is_idle() {
    let mut shown: BTreeSet<Code> = CASES
        .iter()
        .filter(|case| case.2)
        .map(|case| case.0)
        .collect();
    let mut sample = sample();
    sample.lines_said = Some(24);
    shown.extend(sample.findings().into_iter().map(|finding| finding.code));
    shown.insert(Code::AxisSplit); // sample::an_axis_cut_by_a_page_is_found_where_its_first_half_stands
    shown.insert(Code::UnitVariant); // singular_and_plural_are_told
    let all: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    assert_eq!(
        all.difference(&shown).collect::<Vec<_>>(),
        Vec::<&Code>::new()
    );
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
}

/// The formulas of other states are not at hand; these have the shapes that were counted there.
#[test]
fn inverted_and_without_denominator_in_the_shapes_of_public_data() {
    for (formula, inverted, no_denominator) in [
        (
            "(Personas programadas/personas capacitadas)*100",
            true,
            false,
        ),
        (
            "(Total de solicitudes/solicitudes atendidas)*100",
            true,
            false,
        ),
        ("[Quejas presentadas ÷ Quejas resueltas] x 100", true, false),
        (
            "(Personas capacitadas/personas programadas)*100",
            false,
            false,
        ),
        (
            "(Número total de denuncias atendidas/Número total de denuncias)*100",
            false,
            false,
        ),
        (
            "(Convenios celebrados / Total de convenios celebrados)*100",
            false,
            false,
        ),
        (
            "(Personas registradas que fueron capacitadas/Personas registradas)*100",
            false,
            false,
        ),
        (
            "(Solicitudes recibidas/Solicitudes programadas)*100",
            false,
            false,
        ),
        (
            "(Presupuesto ejercido/Presupuesto aprobado)*100",
            false,
            false,
        ),
        (
            "((Valor final - Valor inicial)/Valor inicial)*100",
            false,
            false,
        ),
        ("(Municipios con OIC/Total de municipios)x100", false, false),
        ("(Acciones realizadas)*100", false, true),
        ("Personas capacitadas x100", false, true),
        ("Suma de acciones realizadas en el periodo", false, true),
        (
            "(Índice de cumplimiento + Índice de calidad)*100",
            false,
            true,
        ),
    ] {
        let codes = codes(&[("formula", formula)]);
        assert_eq!(
            codes.contains(&Code::FormulaInverted),
            inverted,
            "{formula}"
        );
        assert_eq!(
            codes.contains(&Code::FormulaNoDenominator),
            no_denominator,
            "{formula}"
        );
    }
}

#[test]
fn singular_and_plural_are_told() {
    let people = |unit| {
        row(&[
            ("unitOfMeasure", unit),
            ("indicatorName", "Personas atendidas"),
            ("formula", "Número de personas atendidas"),
        ])
    };
    let desk = desk(vec![
        people("Personas"),
        people("Personas"),
        people("Persona"),
        people("persona"),
    ]);
    assert!(!codes_of(&desk, 1).contains(&Code::UnitVariant));
    for row in [3, 4] {
        assert!(
            codes_of(&desk, row).contains(&Code::UnitVariant),
            "row {row}"
        );
    }
}

#[test]
fn a_second_indicator_says_nothing_again_of_its_line() {
    let mut desk = desk(vec![
        row(&[("actionLine", "Desarrollo de un protoclo de la QQZ")]),
        row(&[]),
    ]);
    let first = desk.rows[0].clone();
    desk.rows[1].line = first.line;
    desk.rows[1].action_line.clone_from(&first.action_line);
    let of_line = [Code::LineStyle, Code::AcronymUnknown];
    for code in of_line {
        let findings = desk.findings();
        let rows: Vec<u32> = findings
            .iter()
            .filter(|finding| finding.code == code)
            .map(|finding| finding.place.unwrap().row)
            .collect();
        assert_eq!(rows, [1], "{code}");
    }
    assert!(codes_of(&desk, 2).contains(&Code::DuplicateFormula));
}

#[test]
fn a_row_nobody_has_begun_and_a_retired_one_are_passed_over() {
    let blank = model::DraftRow::default();
    let mut desk = desk(vec![row(&[]), blank, row(&[("actionLine", "")])]);
    assert_eq!(codes_of(&desk, 2), BTreeSet::new());
    assert!(codes_of(&desk, 3).contains(&Code::LineMissing));
    desk.rows[2].retired = true;
    desk.rows[2].row = None;
    assert!(
        desk.findings()
            .iter()
            .all(|finding| finding.place.is_none())
    );
    desk.rows.clear();
    assert!(desk.findings().is_empty());
}

#[test]
fn levels_that_the_matrix_does_not_use_are_not_missed() {
    let mut draft = draft(vec![row(&[])]);
    draft.rows[0].heading = None;
    let mut desk = Desk::of(&found(&draft));
    // Nobody says which are used, and no row shows one.
    desk.levels.clear();
    assert!(!codes_of(&desk, 1).contains(&Code::AxisMissing));
    desk.levels = vec![model::Level::Axis, model::Level::Priority];
    let codes = codes_of(&desk, 1);
    assert!(codes.contains(&Code::AxisMissing) && codes.contains(&Code::PriorityMissing));
}

#[test]
fn keys_outlive_edits_elsewhere() {
    let before = desk(vec![
        row(&[("formula", "Proyecto")]),
        row(&[]),
        row(&[("formula", "Proyecto")]),
    ]);
    let key = |desk: &Desk, row: u32| {
        let findings = desk.findings();
        let of = |finding: &&checks::Finding| {
            finding.code == Code::FormulaNotAFormula && finding.place.unwrap().row == row
        };
        findings.iter().find(of).map(|finding| finding.key.clone())
    };
    let third = key(&before, 3).unwrap();
    let mut after = before.clone();
    // The row moves to the front and its line is reworded.
    after.rows[2].row = Some(1);
    after.rows[0].row = Some(3);
    "Atender todas las denuncias".clone_into(&mut after.rows[2].action_line);
    assert_eq!(key(&after, 1), Some(third.clone()));
    let row = &before.rows[2];
    let expected = format!(
        "FORMULA_NOT_A_FORMULA:{}:{}:formula",
        row.line,
        row.indicator.unwrap()
    );
    assert_eq!(third, expected);
}

#[test]
fn duplicates_name_each_other_and_no_more_than_a_few() {
    let rows = |count: usize| desk(vec![row(&[]); count]);
    let findings = rows(3).findings();
    let of = |code| findings.iter().filter(move |finding| finding.code == code);
    assert_eq!(of(Code::DuplicateFormula).count(), 3);
    assert!(of(Code::DuplicateFormula).all(|finding| finding.related.len() == 2));
    assert!(
        of(Code::DuplicateFormula).all(|finding| !finding.related.contains(&(
            finding.place.unwrap().line,
            finding.place.unwrap().indicator
        )))
    );
    let many = rows(60).findings();
    let line = many
        .iter()
        .find(|finding| finding.code == Code::NearDuplicateLine)
        .unwrap();
    assert_eq!(line.related.len(), 20);
    assert!(matches!(line.details, Details::Shared { rows: 60, .. }));
}

#[test]
fn near_lines_of_the_sample_are_two() {
    let sample = sample();
    let findings = sample.findings();
    let near: Vec<_> = findings
        .iter()
        .filter(|finding| finding.code == Code::NearDuplicateLine)
        .map(|finding| {
            let place = finding.place.unwrap();
            let other = sample
                .rows
                .iter()
                .find(|row| row.key() == finding.related[0])
                .unwrap();
            (
                place.row,
                place.field,
                other.row.unwrap(),
                finding.related.len(),
            )
        })
        .collect();
    assert_eq!(
        near,
        [(9, Field::ActionLine, 22, 1), (22, Field::ActionLine, 9, 1)]
    );
}
