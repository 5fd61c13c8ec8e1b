//! Every fix that is offered is an ordinary edit, and once made its finding is gone.

use std::collections::BTreeSet;

use checks::{Code, Fix, FixEdit};
use model::{Field, Matrix, MatrixEdit, RowView};

use crate::desk::{Desk, desk, dice, draft, found, row, sample, sample_draft};

/// A desk after a fix: what can be typed goes through a matrix, what moves is moved in its rows.
pub(crate) fn mended(desk: &Desk, fix: &Fix) -> Desk {
    let mut mended = desk.clone();
    for edit in fix.edits.iter() {
        move_in_rows(&mut mended, edit);
    }
    mended
}

/// Makes the typed edits of a fix in a matrix; all of them must be possible.
fn type_into(matrix: &mut Matrix, fix: &Fix) -> bool {
    let mut typed = false;
    for edit in fix.edits.iter() {
        if let FixEdit::Set {
            line,
            indicator,
            field,
            value,
        } = edit
        {
            let set = MatrixEdit::Set {
                line: *line,
                indicator: *indicator,
                field: *field,
                value: value.clone(),
            };
            let edited = matrix.edit(&set, None, 1, &mut dice(7)).unwrap();
            assert!(edited.is_some(), "{set:?} changes nothing");
            typed = true;
        }
    }
    typed
}

fn under(row: &RowView, heading: model::HeadingId) -> bool {
    row.headings.iter().any(|above| above.id == heading)
}

fn move_in_rows(desk: &mut Desk, edit: &FixEdit) {
    match edit {
        // Comments are the engine's; what is typed went through the matrix.
        FixEdit::Set { .. } | FixEdit::Comment { .. } => {}
        FixEdit::AttachToPrevious { line, to } => {
            let text = desk
                .rows
                .iter()
                .find(|row| row.line == *to)
                .unwrap()
                .action_line
                .clone();
            for row in desk.rows.iter_mut().filter(|row| row.line == *line) {
                assert!(row.indicator.is_some(), "there is an indicator to attach");
                row.line = *to;
                row.action_line.clone_from(&text);
            }
        }
        FixEdit::AssignHeading { line, heading } => {
            let above = above(desk, Some(*heading));
            for row in desk.rows.iter_mut().filter(|row| row.line == *line) {
                row.headings.clone_from(&above);
            }
        }
        FixEdit::SetHeading {
            heading,
            number,
            text,
        } => {
            assert!(desk.rows.iter().any(|row| under(row, *heading)));
            let in_rows = desk.rows.iter_mut().flat_map(|row| &mut row.headings);
            for shown in in_rows.filter(|shown| shown.id == *heading) {
                shown.number.clone_from(number);
                shown.text.clone_from(text);
            }
            for listed in desk
                .headings
                .iter_mut()
                .filter(|listed| listed.id == *heading)
            {
                listed.number.clone_from(number);
                listed.text.clone_from(text);
            }
        }
        FixEdit::MoveHeading { heading, parent } => {
            let outer = above(desk, Some(*parent));
            for row in desk.rows.iter_mut().filter(|row| under(row, *heading)) {
                let at = row
                    .headings
                    .iter()
                    .position(|above| above.id == *heading)
                    .unwrap();
                row.headings.splice(..at, outer.iter().cloned());
            }
            for listed in desk
                .headings
                .iter_mut()
                .filter(|listed| listed.id == *heading)
            {
                listed.parent = Some(*parent);
            }
        }
    }
}

/// A heading with those above it, outermost first.
fn above(desk: &Desk, heading: Option<model::HeadingId>) -> Vec<model::RowHeading> {
    let mut chain = Vec::new();
    let mut next = heading;
    while let Some(id) = next {
        let listed = desk.headings.iter().find(|listed| listed.id == id).unwrap();
        chain.insert(
            0,
            model::RowHeading {
                id,
                level: listed.level,
                number: listed.number.clone(),
                text: listed.text.clone(),
            },
        );
        next = listed.parent;
    }
    chain
}

/// Makes every fix that a matrix is offered, one at a time; gives the codes that offered one.
fn make_all(draft: &model::Draft) -> BTreeSet<Code> {
    let before = Desk::of(&found(draft));
    let mut offered = BTreeSet::new();
    let mut shared: Vec<*const FixEdit> = Vec::new();
    for finding in before.findings() {
        for fix in &finding.fixes {
            assert!(!fix.edits.is_empty(), "{} offers nothing", finding.key);
            offered.insert(finding.code);
            // A fix for all rows is the same edits; once is enough to see it works.
            if fix.is_everywhere() {
                if shared.contains(&fix.edits.as_ptr()) {
                    continue;
                }
                shared.push(fix.edits.as_ptr());
            }
            let mut matrix = found(draft);
            let typed = type_into(&mut matrix, fix);
            let start = if typed {
                Desk::of(&matrix)
            } else {
                before.clone()
            };
            let after = mended(&start, fix).findings();
            let still = after.iter().filter(|other| other.key == finding.key);
            assert_eq!(
                still.count(),
                0,
                "{} stays after {:?}",
                finding.key,
                fix.label
            );
            if fix.is_everywhere() {
                let left = after.iter().filter(|other| other.code == finding.code);
                assert_eq!(left.count(), 0, "{:?}", fix.label);
            }
        }
    }
    offered
}

#[test]
fn every_fix_offered_on_the_sample_mends_what_it_is_offered_for() {
    let offered: Vec<&str> = make_all(&sample_draft())
        .into_iter()
        .map(Code::as_str)
        .collect();
    assert_eq!(
        offered,
        [
            "PRIORIDAD_SPLIT",
            "LINEA_MISSING",
            "IND_IS_UNIT_ONLY",
            "TIPO_MISSING",
            "TIPO_CASE",
            "FORMULA_INVERTED",
            "FORMULA_VARIABLE_SUSPECT",
            "FORMULA_UNIVERSE_MISMATCH",
            "FREQ_SPELLING",
            "META_FORMAT",
            "META_CUMULATIVE_UNDECLARED",
            "COMMENT_IN_DATA",
            "OCR_TYPO",
            "ACRONYM_UNKNOWN",
        ]
    );
}

#[test]
fn every_fix_offered_elsewhere_does_too() {
    let rows = vec![
        row(&[("unitOfMeasure", "Módulo")]),
        row(&[(
            "formula",
            "Número de denuncias atendidas / Número de denuncias recibidas",
        )]),
        row(&[(
            "formula",
            "[Número de denuncias atendidas ÷ Número de denuncias recibidas]",
        )]),
        row(&[("targets.2024", "#N/A"), ("baseline.value", "ND")]),
        row(&[
            ("unitOfMeasure", "Personas"),
            ("indicatorName", "Personas capacitadas"),
        ]),
        row(&[
            ("unitOfMeasure", "Persona"),
            ("indicatorName", "Personas capacitadas"),
        ]),
        row(&[("unitOfMeasure", ""), ("indicatorName", "Porcentaje")]),
        row(&[
            ("interpretation", "Pendiente"),
            ("indicatorName", "Revisar con SFA"),
        ]),
        row(&[
            ("targets.2024", "80"),
            ("targets.2025", "90 %"),
            ("targets.2026", "100 %"),
        ]),
    ];
    let offered = make_all(&draft(rows));
    for code in [
        Code::UnitMismatch,
        Code::FormulaNoFactor,
        Code::NotAvailableAsText,
        Code::UnitVariant,
        Code::IndicatorIsUnitOnly,
        Code::CommentInData,
        Code::TargetFormat,
    ] {
        assert!(offered.contains(&code), "{code}");
    }
}

fn value_set(desk: &Desk, row: u32, code: Code, fix: usize) -> Vec<(Field, String)> {
    let findings = desk.findings();
    let finding = findings
        .iter()
        .find(|finding| finding.code == code && finding.place.unwrap().row == row)
        .unwrap();
    finding.fixes[fix]
        .edits
        .iter()
        .filter_map(|edit| match edit {
            FixEdit::Set { field, value, .. } => Some((*field, value.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn fixes_write_what_a_person_would() {
    let sample = sample();
    let cases = [
        (
            4,
            Code::FormulaInverted,
            0,
            vec![(
                Field::Formula,
                "(Número de denuncias atendidas/Número de denuncias recibidas)*100",
            )],
        ),
        (
            23,
            Code::FormulaVariableSuspect,
            0,
            vec![(
                Field::Formula,
                "(Número de verificaciones realizadas/Número de verificaciones programadas)*100",
            )],
        ),
        (
            10,
            Code::FormulaUniverseMismatch,
            0,
            vec![(
                Field::Formula,
                "(Número de capacitaciones realizadas en materia de ética pública/Número de \
             capacitaciones programadas en materia de ética pública) * 100",
            )],
        ),
        (
            25,
            Code::TargetFormat,
            0,
            vec![(Field::Target(2024), "100%"), (Field::Target(2025), "100%")],
        ),
        (
            25,
            Code::UnitMissing,
            0,
            vec![(Field::UnitOfMeasure, "Porcentaje")],
        ),
        (
            8,
            Code::UnitCase,
            0,
            vec![(Field::UnitOfMeasure, "Porcentaje")],
        ),
        (
            8,
            Code::Typo,
            0,
            vec![(
                Field::ActionLine,
                "Coadyuvar en la emisión de Recomendaciones no Vinculantes al SEA.",
            )],
        ),
        (
            19,
            Code::IndicatorIsUnitOnly,
            0,
            vec![(Field::IndicatorName, "")],
        ),
        (
            6,
            Code::TargetCumulativeUndeclared,
            1,
            vec![(Field::TargetBehavior, "Acumulada")],
        ),
        (
            19,
            Code::CommentInData,
            0,
            vec![(Field::Interpretation, "")],
        ),
        (
            1,
            Code::FrequencySpelling,
            0,
            vec![(Field::Frequency, "Anual")],
        ),
    ];
    for (row, code, fix, expected) in cases {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(field, value)| (field, value.to_owned()))
            .collect();
        assert_eq!(
            value_set(&sample, row, code, fix),
            expected,
            "row {row}, {code}"
        );
    }
    let everywhere = value_set(&sample, 12, Code::FrequencySpelling, 1);
    assert_eq!(everywhere.len(), 26);
    assert_eq!(
        value_set(&sample, 12, Code::TargetFormat, 1).len(),
        17 * 3 + 2
    );
}

#[test]
fn a_note_becomes_a_comment_with_its_words() {
    let findings = sample().findings();
    let note = findings
        .iter()
        .find(|finding| finding.code == Code::CommentInData && finding.place.unwrap().row == 14)
        .unwrap();
    let said = |edit: &FixEdit| match edit {
        FixEdit::Comment { field, text, .. } => Some((*field, text.clone())),
        _ => None,
    };
    let comment = note.fixes[0].edits.iter().find_map(said).unwrap();
    assert_eq!(
        comment,
        (
            Field::Interpretation,
            "Socializar con Gobierno Digital y SFA".to_owned()
        )
    );
    // Row 14 is yellow already; where a row is not, the mark comes with the comment.
    let desk = desk(vec![row(&[("interpretation", "Ver con SFA")])]);
    let marks = value_set(&desk, 1, Code::CommentInData, 0);
    assert!(marks.contains(&(Field::PendingExternal, "true".to_owned())));
}

#[test]
fn a_line_goes_under_the_twin_of_its_priority_that_has_an_axis() {
    let mut draft = draft(vec![row(&[]), row(&[])]);
    // The same priority, once under its axis and once alone.
    let mut alone = draft.headings[1].clone();
    alone.parent = None;
    draft.headings.push(alone);
    draft.rows[1].heading = Some(2);
    let offered = make_all(&draft);
    assert!(offered.contains(&Code::AxisMissing));
    let priority = |level| move |heading: &&model::RowHeading| heading.level == level;
    let desk = Desk::of(&found(&draft));
    assert!(
        !desk.rows[1]
            .headings
            .iter()
            .any(|heading| priority(model::Level::Axis)(&heading))
    );
}

#[test]
fn where_the_sign_may_not_be_meant_it_is_not_offered() {
    let desk = desk(vec![row(&[
        ("targets.2024", "1"),
        ("targets.2025", "1"),
        ("targets.2026", "1"),
    ])]);
    let findings = desk.findings();
    let format = findings
        .iter()
        .find(|finding| finding.code == Code::TargetFormat)
        .unwrap();
    assert!(format.fixes.is_empty(), "1 may be 100 % of a sheet");
}
