//! Whatever is written: the order in which sheets come changes nothing, every row is somewhere, and
//! repeats hold what they say.

use std::collections::BTreeSet;

use consolidation::{Column, Filter, Grouping, Order, Sheet};
use proptest::prelude::*;

use crate::made::{programme, sheet};

fn sheets() -> impl Strategy<Value = Vec<Sheet>> {
    let heading = prop_oneof![
        Just(String::new()),
        "[1-4]\\. (Combatir|Fortalecer|Fortalecer la cultura|combatir)",
        "(Combatir|Impulsar la participación)",
    ];
    let line = prop_oneof![
        "(Capacitar|Publicar|Difundir) (al personal|los datos|el padrón) (en ética|de obras|abierto)",
        ".{0,30}",
    ];
    let row = (heading.clone(), heading, line);
    let matrix = ("[A-C]", prop::collection::vec(row, 0..8));
    prop::collection::vec(matrix, 0..6).prop_map(|matrices| {
        let made = matrices.into_iter().enumerate().map(|(at, (name, rows))| {
            let rows: Vec<_> = rows
                .iter()
                .map(|(axis, priority, line)| (axis.as_str(), priority.as_str(), line.as_str()))
                .collect();
            Sheet {
                dossier: format!("{at:02}"),
                ..sheet(&name, &rows)
            }
        });
        made.collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_the_sheets_changes_nothing(made in sheets()) {
        let mut turned = made.clone();
        turned.reverse();
        let (one, other) = (programme(made), programme(turned));
        prop_assert_eq!(one.axes(), other.axes());
        prop_assert_eq!(one.priorities(), other.priorities());
        let order = Order { by: Column::Line, descending: true, group: Grouping::Axis };
        prop_assert_eq!(one.table(&Filter::default(), order), other.table(&Filter::default(), order));
        let places: Vec<_> = one.places().collect();
        prop_assert_eq!(one.repeats(&places, 80), other.repeats(&places, 80));
        prop_assert_eq!(one.coverage(&places, &[]), other.coverage(&places, &[]));
    }

    #[test]
    fn every_row_is_in_the_table_once_and_in_one_heading(made in sheets()) {
        let programme = programme(made);
        for group in [Grouping::None, Grouping::Axis, Grouping::Priority, Grouping::Institution] {
            let order = Order { group, ..Order::default() };
            let table = programme.table(&Filter::default(), order);
            let places: BTreeSet<_> = table.places.iter().copied().collect();
            prop_assert_eq!(places.len(), programme.row_count());
            prop_assert_eq!(table.places.len(), programme.row_count());
            if group != Grouping::None {
                let rows: usize = table.sections.iter().map(|section| section.rows).sum();
                prop_assert_eq!(rows, programme.row_count());
                let groups: BTreeSet<_> = table.sections.iter().map(|section| section.of).collect();
                prop_assert_eq!(groups.len(), table.sections.len(), "no group comes twice");
            }
        }
        let keys: BTreeSet<_> = programme.priorities().iter().map(|one| &one.key).collect();
        prop_assert_eq!(keys.len(), programme.priorities().len(), "a key names one heading");
        let coverage = programme.coverage(&programme.places().collect::<Vec<_>>(), &[]);
        for tier in [&coverage.axes, &coverage.priorities, &coverage.sheets] {
            prop_assert_eq!(tier.iter().map(|one| one.rows).sum::<usize>(), coverage.all.rows);
        }
    }

    #[test]
    fn a_repeat_is_of_several_institutions_and_a_line_is_in_one(made in sheets(), likeness in 0_u8..=120) {
        let programme = programme(made);
        let places: Vec<_> = programme.places().collect();
        let mut seen = BTreeSet::new();
        for repeat in programme.repeats(&places, likeness) {
            let institutions: BTreeSet<_> =
                repeat.lines.iter().map(|line| programme.institution_of(line.place)).collect();
            prop_assert!(institutions.len() > 1);
            prop_assert_eq!(institutions.len(), repeat.institutions);
            prop_assert_eq!(repeat.lines[0].likeness, 100);
            for line in &repeat.lines {
                prop_assert!(seen.insert(line.place), "a line is in one repeat");
                prop_assert!(line.likeness >= likeness.clamp(60, 100));
            }
        }
    }
}
