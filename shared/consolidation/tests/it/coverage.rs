//! What axes and priorities are covered by.

use consolidation::{Covered, Filter, Findings, State};

use crate::made::{programme, sheet};

#[test]
fn it_counts_institutions_lines_indicators_and_what_is_missing() {
    let mut health = sheet(
        "Servicios de Salud",
        &[
            ("1. Combatir", "7. Proteger", "Capacitar al personal médico"),
            ("1. Combatir", "7. Proteger", "Capacitar al personal médico"),
            ("1. Combatir", "8. Abrir", ""),
        ],
    );
    // The second indicator of the first line.
    health.rows[1].line = health.rows[0].line.clone();
    health.rows[1].begins_line = false;
    health.rows[0].state = State::InReview;
    health.rows[1].state = State::InReview;
    health.rows[1].targets[1].clear();
    health.rows[2].indicator_name.clear();
    health.rows[2].baseline.clear();
    health.rows[2].findings = Findings {
        errors: 1,
        warnings: 2,
        notes: 3,
    };
    let mut roads = sheet(
        "Junta de Caminos",
        &[("", "7. Proteger", "Atender denuncias")],
    );
    roads.rows[0].pending = true;
    roads.rows[0].state = State::Approved;
    // Another mesa of the same institution.
    let mut again = sheet(
        "JUNTA DE CAMINOS",
        &[("1. Combatir", "7. Proteger", "Difundir")],
    );
    again.dossier = "another".to_owned();
    let programme = programme(vec![health, roads, again]);
    assert_eq!(
        programme.institutions().len(),
        2,
        "whatever way it is written"
    );
    let places: Vec<_> = programme.places().collect();
    let coverage = programme.coverage(&places, &[]);
    assert_eq!(
        coverage.all,
        Covered {
            institutions: 2,
            rows: 5,
            lines: 3,
            indicators: 4,
            with_targets: 4,
            without_baseline: 1,
            subject: 1,
            states: [1, 1, 0, 1],
            findings: Findings {
                errors: 1,
                warnings: 2,
                notes: 3,
            },
            found_in: 1,
        }
    );
    let rows = |covered: &[Covered]| covered.iter().map(|one| one.rows).collect::<Vec<_>>();
    assert_eq!(rows(&coverage.axes), [4, 1], "the last has no axis");
    assert_eq!(rows(&coverage.priorities), [4, 1, 0]);
    assert_eq!(coverage.priorities[0].institutions, 2);
    assert_eq!(
        rows(&coverage.sheets),
        [1, 1, 3],
        "in the order of the sheets"
    );
    let met = coverage.priority_meetings.iter();
    let met: Vec<_> = met
        .map(|one| (one.heading, one.institution, one.lines, one.rows))
        .collect();
    assert_eq!(met, [(0, 0, 2, 2), (0, 1, 1, 2), (1, 1, 0, 1)]);
    assert_eq!(
        programme.coverage(&places, &[2024]).all.with_targets,
        5,
        "the blank one is of 2025"
    );
    let filter = Filter {
        axes: vec![String::new()],
        ..Filter::default()
    };
    let some = programme.coverage(&programme.filtered(&filter), &[]);
    assert_eq!((some.all.rows, some.all.institutions), (1, 1));
}
