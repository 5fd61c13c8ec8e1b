use super::*;
use crate::{AnnexCell, AnnexRow, Column};

/// Rows with an eje and a line each.
fn annex(rows: &[(Option<u32>, &str)]) -> Annex {
    let column = |field: &str, kind, width_parts| Column {
        field: field.to_owned(),
        header: field.to_owned(),
        kind,
        width_parts,
    };
    Annex {
        columns: vec![
            column("headings.axis", ColumnKind::Heading, 1),
            column(LINE, ColumnKind::Text, 9),
        ],
        rows: rows
            .iter()
            .map(|(group, text)| AnnexRow {
                cells: vec![
                    AnnexCell {
                        text: group
                            .map(|group| format!("{group}. Eje"))
                            .unwrap_or_default(),
                        group: *group,
                    },
                    AnnexCell {
                        text: (*text).to_owned(),
                        group: None,
                    },
                ],
                ..AnnexRow::default()
            })
            .collect(),
        ..Annex::default()
    }
}

fn setting(annex: &Annex, room: (u32, u32)) -> Setting {
    Setting {
        widths: widths(annex, 10_000),
        letters: Letters {
            size: 160,
            bold: false,
        },
        line: 200,
        margins: (100, 50),
        room,
        slack: 20,
        row_max: u32::MAX,
        tail: 0,
    }
}

#[test]
fn widths_are_shared_out_to_the_last_part() {
    let annex = annex(&[]);
    for width in [10_000, 9_999, 7] {
        assert_eq!(widths(&annex, width).iter().sum::<u32>(), width);
    }
}

#[test]
fn a_page_ends_where_the_next_row_does_not_fit_whatever_a_program_rounds() {
    let annex = annex(&[(Some(1), "una línea"); 10]);
    // Three rows of 250 and the slack; the fourth would fit without the slack.
    let setting = setting(&annex, (1_000, 770));
    let pages = setting.pages(&annex);
    let rows: Vec<Range<usize>> = pages.iter().map(|page| page.rows.clone()).collect();
    assert_eq!(rows, [0..3, 3..6, 6..9, 9..10]);
    for (page, room) in pages.iter().zip([1_000, 770, 770]) {
        let used: u32 = page.heights.iter().sum();
        assert!(used <= room && used + 250 > room, "{used} of {room}");
    }
    assert_eq!(pages[3].heights, [250]);
}

#[test]
fn every_row_stands_on_one_page_and_a_huge_one_alone() {
    let long = "palabra ".repeat(2_000);
    let annex = annex(&[(Some(1), "una"), (Some(1), &long), (Some(2), "otra")]);
    let pages = setting(&annex, (2_000, 2_000)).pages(&annex);
    let rows: Vec<Range<usize>> = pages.iter().map(|page| page.rows.clone()).collect();
    assert_eq!(rows, [0..1, 1..2, 2..3]);
    assert_eq!(pages[1].heights, [1_980]);
    assert!(
        setting(&annex, (2_000, 2_000))
            .pages(&super::tests::annex(&[]))
            .is_empty()
    );
}

#[test]
fn cells_are_shared_under_the_same_heading_only() {
    let annex = annex(&[
        (Some(1), "a"),
        (Some(1), "b"),
        (None, "c"),
        (None, "d"),
        (Some(1), "e"),
    ]);
    assert_eq!(runs(&annex, 0, 0..5), [0..2, 2..4, 4..5]);
    // A page begins its cells anew.
    assert_eq!(runs(&annex, 0, 1..3), [1..2, 2..3]);
    assert_eq!(runs(&annex, 1, 0..2), [0..1, 1..2]);
}

#[test]
fn a_label_that_is_higher_than_its_rows_makes_them_higher() {
    let annex = annex(&[(Some(1), "a"), (Some(2), "b")]);
    let setting = Setting {
        widths: vec![330, 9_670],
        ..setting(&annex, (5_000, 5_000))
    };
    assert!(setting.is_upright(&annex, 0));
    assert!(!setting.is_upright(&annex, 1));
    let heights = &setting.pages(&annex)[0].heights;
    let label = setting.letters.width("1. Eje");
    assert!(heights.iter().all(|height| *height > label), "{heights:?}");
}

#[test]
fn what_stands_under_the_table_is_not_alone_on_its_page() {
    let annex = annex(&[(Some(1), "una línea"); 3]);
    for (tail, last) in [(200, 0..3), (300, 2..3)] {
        let setting = Setting {
            tail,
            ..setting(&annex, (1_000, 1_000))
        };
        let pages = setting.pages(&annex);
        assert_eq!(pages.last().map(|page| page.rows.clone()), Some(last));
    }
}
