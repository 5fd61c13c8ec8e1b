//! Many cells in one change.

use model::{EditError, Field, SetEdit};

use crate::desk::{Desk, check_rows, dice, meet, small, two_desks};

fn sets(desk: &Desk, cells: &[(u32, &str, &str)]) -> Vec<SetEdit> {
    let cells = cells.iter();
    cells
        .map(|(row, field, value)| {
            let (line, indicator) = desk.key(*row);
            SetEdit {
                line,
                indicator,
                field: field.parse().unwrap(),
                value: (*value).to_owned(),
            }
        })
        .collect()
}

impl Desk {
    fn sets_all(&mut self, cells: &[(u32, &str, &str)]) -> Option<model::Edited> {
        let sets = sets(self, cells);
        let edited = self
            .matrix
            .set_all(&sets, 1_700_000_500_000, &mut dice(40))
            .unwrap();
        if let Some(edited) = &edited {
            self.made.push((edited.change.clone(), edited.hash));
        }
        check_rows(&self.matrix);
        edited
    }
}

#[test]
fn a_paste_is_one_change() {
    let mut desk = Desk::founds(1, &small());
    let before = desk.matrix.change_count();
    let hydrated = desk.matrix.hydrated();
    let edited = desk
        .sets_all(&[
            (1, "actionLine", "Capacitar a 60 servidores públicos"),
            (1, "targets.2024", "1"),
            (2, "targets.2024", "2"),
            (2, "stage", "x"),
            (1, "targets.2024", "3"),
            (2, "formula.numerator", "n"),
        ])
        .unwrap();
    assert_eq!(desk.matrix.change_count(), before + 1);
    assert_eq!(desk.cell(1, "targets.2024"), "3", "the later of two");
    assert_eq!(desk.cell(2, "targets.2024"), "2");
    assert_eq!(
        desk.cell(1, "actionLine"),
        "Capacitar a 60 servidores públicos"
    );
    assert_eq!(edited.fields.len(), 5);
    assert_eq!(edited.touched.rows.len(), 2);
    let again = desk.sets_all(&[(1, "targets.2024", "3"), (2, "stage", "x")]);
    assert!(again.is_none(), "they say so already");
    desk.undo(&[edited.hash]);
    let Desk { matrix, .. } = &desk;
    assert_eq!(matrix.rows()[0].cell(Field::Target(2024)), "100");
    assert_ne!(
        matrix.hydrated(),
        hydrated,
        "but for the count of revisions"
    );
}

#[test]
fn values_for_a_bare_line_make_one_indicator() {
    let mut desk = Desk::founds(1, &small());
    let edited = desk
        .sets_all(&[
            (3, "indicatorName", "Nuevo"),
            (3, "targets.2024", "7"),
            (3, "targets.2025", ""),
            (3, "stage", "x"),
        ])
        .unwrap();
    assert_eq!(edited.made.len(), 1);
    assert_eq!(desk.matrix.rows().len(), 3);
    assert_eq!(desk.row(3).indicator_name, "Nuevo");
    assert_eq!(desk.cell(3, "targets.2024"), "7");
    assert_eq!(desk.cell(3, "stage"), "x");
    assert!(desk.sets_all(&[(3, "targets.2026", "")]).is_none());
}

#[test]
fn headings_are_set_once_for_their_rows() {
    let mut desk = Desk::founds(1, &crate::headings::draft());
    let edited = desk
        .sets_all(&[
            (1, "headings.priority", "7. Una"),
            (2, "headings.priority", "8. Dos"),
            (1, "headings.objective", "1.1 Nuevo"),
            (2, "headings.objective", "1.1 Nuevo"),
            (4, "headings.axis", "5. Aparte"),
        ])
        .unwrap();
    assert_eq!(edited.made.len(), 2, "each heading once");
    for row in 1..=3 {
        let headings = &desk.row(row).headings;
        let printed: Vec<_> = headings.iter().map(model::RowHeading::printed).collect();
        assert_eq!(
            printed,
            ["1. Combatir la Impunidad", "1.1. Nuevo", "8. Dos"]
        );
    }
    assert_eq!(desk.row(4).headings[0].printed(), "5. Aparte");
}

#[test]
fn one_that_cannot_be_refuses_them_all() {
    let mut desk = Desk::founds(1, &small());
    let before = desk.matrix.heads();
    let mut sets = sets(
        &desk,
        &[
            (1, "stage", "x"),
            (2, "pendingExternal", "quizá"),
            (3, "stage", "y"),
        ],
    );
    let mut try_them = |sets: &[SetEdit]| {
        let answer = desk.matrix.set_all(sets, 0, &mut dice(1));
        answer.map(|edited| edited.is_some())
    };
    assert!(matches!(
        try_them(&sets),
        Err((1, EditError::ValueInvalid(Field::PendingExternal)))
    ));
    sets[1].line = model::LineId::new(&mut dice(3));
    assert!(matches!(
        try_them(&sets),
        Err((1, EditError::LineUnknown(_)))
    ));
    sets.remove(1);
    sets[1].field = Field::Target(2024);
    sets[1].indicator = Some(model::IndicatorId::new(&mut dice(3)));
    assert!(matches!(
        try_them(&sets),
        Err((1, EditError::IndicatorUnknown(_)))
    ));
    assert!(matches!(try_them(&[]), Ok(false)));
    assert_eq!(desk.matrix.heads(), before);
}

#[test]
fn a_paste_beside_another_conflicts_cell_by_cell() {
    let mut desks = two_desks();
    desks[0].sets_all(&[(1, "targets.2024", "1"), (2, "targets.2024", "2")]);
    desks[1].sets_all(&[(1, "targets.2024", "3"), (2, "targets.2025", "4")]);
    meet(&mut desks);
    assert_eq!(desks[0].contested(1).len(), 1);
    assert_eq!(desks[0].contested(2), []);
    assert_eq!(desks[0].cell(2, "targets.2025"), "4");
}
