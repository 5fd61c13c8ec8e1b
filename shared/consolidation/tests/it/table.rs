//! Filters, order and groups.

use consolidation::{
    Column, Filter, Findings, Gravity, Grouping, Lack, Order, Place, Programme, Sheet, State,
};

use crate::made::{programme, sheet};

fn sheets() -> Vec<Sheet> {
    let mut health = sheet(
        "Servicios de Salud",
        &[
            ("1. Combatir", "7. Proteger", "Capacitar al personal médico"),
            (
                "2. Fortalecer",
                "10. Profesionalizar",
                "Publicar el padrón de proveedores",
            ),
            ("", "", "Abrir un buzón de denuncias"),
        ],
    );
    health.rows[0].state = State::Approved;
    health.rows[1].pending = true;
    health.rows[1].targets[2].clear();
    health.rows[2].baseline = "  ".to_owned();
    health.rows[2].findings = Findings {
        errors: 2,
        warnings: 0,
        notes: 1,
    };
    let mut roads = sheet(
        "Junta de Caminos",
        &[
            ("1. Combatir", "7. Proteger", "Atender denuncias"),
            ("1. Combatir", "9. Abrir", "Difundir los contratos"),
        ],
    );
    roads.years = vec![2025, 2026, 2027];
    roads.rows[0].consultations = 1;
    roads.rows[1].indicator_name.clear();
    roads.rows[1].findings = Findings {
        errors: 0,
        warnings: 1,
        notes: 0,
    };
    vec![health, roads]
}

/// "S1" is the first row of Servicios de Salud.
fn names(programme: &Programme, places: &[Place]) -> String {
    let name = |place: &Place| {
        let sheet = &programme.sheets()[place.sheet];
        format!(
            "{}{}",
            &sheet.institution[..1],
            programme.row(*place).number
        )
    };
    places.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn check(filter: Filter, wanted: &str) {
    let programme = programme(sheets());
    let table = programme.table(&filter, Order::default());
    assert_eq!(names(&programme, &table.places), wanted, "{filter:?}");
}

fn all() -> Filter {
    Filter::default()
}

fn named(name: &str) -> Vec<String> {
    vec![name.to_owned()]
}

#[test]
fn a_filter_lets_through_what_it_says() {
    check(all(), "J1 S1 J2 S2 S3");
    let filter = |change: fn(&mut Filter)| {
        let mut filter = all();
        change(&mut filter);
        filter
    };
    check(
        filter(|one| one.institutions = named("JUNTA  de caminos")),
        "J1 J2",
    );
    check(filter(|one| one.axes = named("1")), "J1 S1 J2");
    check(filter(|one| one.axes = named("")), "S3");
    check(filter(|one| one.priorities = named("abrir")), "J2");
    check(filter(|one| one.priorities = named("07")), "J1 S1");
    check(filter(|one| one.states = vec![State::Approved]), "S1");
    check(filter(|one| one.subject = Some(true)), "J1 S2");
    check(filter(|one| one.subject = Some(false)), "S1 J2 S3");
    check(filter(|one| one.findings = Some(Gravity::Error)), "S3");
    check(filter(|one| one.findings = Some(Gravity::Warning)), "J2 S3");
    check(filter(|one| one.findings = Some(Gravity::Any)), "J2 S3");
    check(filter(|one| one.lacks = vec![Lack::Baseline]), "S3");
    check(filter(|one| one.lacks = vec![Lack::Indicator]), "J2");
    check(filter(|one| one.lacks = vec![Lack::Line]), "");
    check(filter(|one| one.lacks = vec![Lack::Target]), "S2");
    check(filter(|one| one.years = vec![2024]), "S1 S2 S3");
    check(filter(|one| one.years = vec![2027]), "J1 J2");
    // 2026 is the blank target; 2024 is not.
    let lacking = |year| Filter {
        years: vec![year],
        lacks: vec![Lack::Target],
        ..all()
    };
    check(lacking(2026), "S2");
    check(lacking(2024), "");
    check(filter(|one| one.text = "DENUNCIAS".to_owned()), "J1 S3");
    check(filter(|one| one.text = "denuncias salud".to_owned()), "S3");
    check(filter(|one| one.text = "  ".to_owned()), "J1 S1 J2 S2 S3");
    check(filter(|one| one.text = "combatir padrón".to_owned()), "");
}

#[test]
fn what_a_filter_names_and_nobody_has_is_said() {
    let programme = programme(sheets());
    let filter = Filter {
        institutions: vec!["Junta de Caminos".to_owned(), "SECOEM".to_owned()],
        axes: vec!["1".to_owned(), "8".to_owned(), String::new()],
        priorities: vec!["Proteger".to_owned(), "99".to_owned()],
        ..all()
    };
    assert_eq!(programme.unknown(&filter), ["SECOEM", "8", "99"]);
}

fn sorted(by: Column, descending: bool, group: Grouping, wanted: &str) {
    let programme = programme(sheets());
    let order = Order {
        by,
        descending,
        group,
    };
    let table = programme.table(&all(), order);
    assert_eq!(names(&programme, &table.places), wanted, "{order:?}");
}

#[test]
fn rows_are_sorted_and_equal_ones_stand_as_in_the_form() {
    let none = Grouping::None;
    sorted(Column::Form, true, none, "S3 S2 J2 S1 J1");
    sorted(Column::Institution, false, none, "J1 J2 S1 S2 S3");
    sorted(Column::Institution, true, none, "S1 S2 S3 J1 J2");
    sorted(Column::Line, false, none, "S3 J1 S1 J2 S2");
    sorted(Column::Indicator, false, none, "J1 S1 S2 S3 J2");
    sorted(Column::State, true, none, "S1 J1 J2 S2 S3");
    sorted(Column::Findings, false, none, "S3 J2 J1 S1 S2");
    sorted(Column::Form, false, Grouping::Institution, "J1 J2 S1 S2 S3");
    sorted(Column::Line, false, Grouping::Axis, "J1 S1 J2 S2 S3");
    sorted(Column::Line, true, Grouping::Axis, "J2 S1 J1 S2 S3");
}

#[test]
fn groups_say_where_they_begin() {
    let programme = programme(sheets());
    let order = |group| Order {
        group,
        ..Order::default()
    };
    let sections = |group| {
        let table = programme.table(&all(), order(group));
        let sections = table.sections.iter();
        sections
            .map(|one| (one.of, one.first, one.rows))
            .collect::<Vec<_>>()
    };
    assert_eq!(sections(Grouping::None), []);
    assert_eq!(
        sections(Grouping::Axis),
        [(Some(0), 0, 3), (Some(1), 3, 1), (None, 4, 1)]
    );
    assert_eq!(
        sections(Grouping::Institution),
        [(Some(0), 0, 2), (Some(1), 2, 3)]
    );
    assert_eq!(sections(Grouping::Priority).len(), 4);
}
