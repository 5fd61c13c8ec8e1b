//! Texts over time: splices, what changed since, places that go on meaning the same; and which
//! cells were written since, or by whom.

use model::{EditError, Field, MatrixEdit, TextChange, Version, limits};
use proptest::prelude::*;

use crate::desk::{Desk, author, meet, small, two_desks};

const FIELD: Field = Field::ActionLine;

fn change(at: usize, delete: usize, insert: &str) -> TextChange {
    TextChange {
        at,
        delete,
        insert: insert.to_owned(),
    }
}

fn splice(desk: &Desk, row: u32, changes: &[TextChange]) -> MatrixEdit {
    let (line, indicator) = desk.key(row);
    MatrixEdit::SpliceText {
        line,
        indicator,
        field: FIELD,
        changes: changes.to_vec(),
    }
}

fn apply(text: &str, changes: &[TextChange]) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let mut end = units.len();
    for change in changes.iter().rev() {
        assert!(
            change.at + change.delete <= end,
            "ascending, not overlapping"
        );
        end = change.at;
        let insert = change.insert.encode_utf16();
        units.splice(change.at..change.at + change.delete, insert);
    }
    String::from_utf16(&units).unwrap()
}

#[test]
fn splices_are_of_the_present_text() {
    let mut desk = Desk::founds(1, &small());
    desk.set(3, "actionLine", "a😀b");
    let (line, indicator) = desk.key(3);
    assert_eq!(desk.matrix.text(line, indicator, FIELD).unwrap(), "a😀b");
    let edited = desk.does(&splice(
        &desk,
        3,
        &[change(0, 1, "x"), change(1, 2, "🎈🎈"), change(4, 0, "!")],
    ));
    assert_eq!(desk.cell(3, "actionLine"), "x🎈🎈b!");
    assert_eq!(edited.fields, [(line, None, "actionLine".to_owned())]);
    assert_eq!(edited.touched.rows.len(), 1);
    for (changes, expected) in [
        (vec![change(8, 0, "x")], "place"),
        (vec![change(6, 2, "")], "place"),
        (vec![change(usize::MAX, 2, "")], "place"),
        (vec![change(5, 1, ""), change(1, 2, "")], "place"),
        (vec![change(1, 2, ""), change(2, 1, "")], "place"),
        (vec![change(2, 0, "x")], "cut"),
        (vec![change(1, 1, "")], "cut"),
    ] {
        let answer = desk.edit(&splice(&desk, 3, &changes), None);
        let refused = match expected {
            "place" => matches!(answer, Err(EditError::ChangeOutOfPlace { .. })),
            _ => matches!(answer, Err(EditError::CharacterCut { .. })),
        };
        assert!(refused, "{changes:?}: {answer:?}");
    }
    for changes in [vec![], vec![change(1, 0, "")]] {
        assert!(
            desk.edit(&splice(&desk, 3, &changes), None)
                .unwrap()
                .is_none()
        );
    }
    let most = limits::TEXT_UTF16_UNITS_MAX - 7;
    let long = "x".repeat(most + 1);
    assert!(matches!(
        desk.edit(&splice(&desk, 3, &[change(0, 0, &long)]), None),
        Err(EditError::TextTooLong { .. })
    ));
    desk.does(&splice(&desk, 3, &[change(0, 0, &long[1..])]));
    let (line, indicator) = desk.key(1);
    for (field, indicator) in [(Field::Stage, None), (Field::Target(2024), indicator)] {
        let edit = MatrixEdit::SpliceText {
            line,
            indicator,
            field,
            changes: vec![change(0, 0, "x")],
        };
        assert!(matches!(desk.edit(&edit, None), Err(EditError::NotText(_))));
        assert_eq!(desk.matrix.text(line, indicator, field), None);
    }
}

#[test]
fn a_headings_text_is_without_its_number() {
    let mut desk = Desk::founds(1, &crate::headings::draft());
    let (line, indicator) = desk.key(1);
    let field: Field = "headings.priority".parse().unwrap();
    assert_eq!(
        desk.matrix.text(line, indicator, field).unwrap(),
        "Fomentar la denuncia"
    );
    let before = desk.matrix.version();
    let edit = MatrixEdit::SpliceText {
        line,
        indicator,
        field,
        changes: vec![change(20, 0, " ciudadana")],
    };
    assert_eq!(desk.does(&edit).fields.len(), 3);
    assert_eq!(
        desk.row(2).headings[1].printed(),
        "7. Fomentar la denuncia ciudadana"
    );
    assert_eq!(
        desk.matrix
            .text_changes(line, indicator, field, &before)
            .unwrap(),
        [change(20, 0, " ciudadana")]
    );
    let none: Field = "headings.strategy".parse().unwrap();
    assert_eq!(desk.matrix.text(line, indicator, none), None);
}

#[test]
fn edits_at_once_are_guarded_as_any() {
    let mut desks = two_desks();
    for (desk, number) in desks.iter_mut().zip(["80", "120"]) {
        let edit = splice(desk, 1, &[change(12, 2, number)]);
        desk.does(&edit);
    }
    meet(&mut desks);
    assert_eq!(desks[0].waits(1).len(), 1, "a numeral nobody wrote");
}

#[test]
fn what_changed_since_a_version() {
    let mut desks = two_desks();
    let (line, indicator) = desks[0].key(1);
    let before = desks[0].matrix.version();
    let since =
        |desk: &Desk, from: &Version| desk.matrix.text_changes(line, indicator, FIELD, from);
    assert_eq!(since(&desks[0], &before).unwrap(), []);
    desks[0].set(1, "stage", "x");
    assert_eq!(since(&desks[0], &before).unwrap(), [], "another cell");
    desks[0].splice(1, "actionLine", 0, 9, "Form😀ar");
    desks[1].splice(1, "actionLine", 34, 0, " hoy");
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(
            since(desk, &before).unwrap(),
            [change(0, 9, "Form😀ar"), change(34, 0, " hoy")]
        );
    }
    assert_eq!(since(&desks[0], &Version::new(vec![[7; 32]])), None);
    assert_eq!(since(&desks[0], &Version::default()), None);
    // Taken out and typed again is not nothing: it is what was done.
    let before = desks[0].matrix.version();
    desks[0].splice(1, "actionLine", 0, 4, "");
    desks[0].splice(1, "actionLine", 0, 0, "Form");
    assert_eq!(since(&desks[0], &before).unwrap(), [change(0, 4, "Form")]);
}

#[test]
fn places_stay_where_they_are() {
    let mut desk = Desk::founds(1, &small());
    let (line, indicator) = desk.key(1);
    let cursor = |desk: &Desk, at| desk.matrix.cursor(line, indicator, FIELD, at);
    let position =
        |desk: &Desk, cursor: &str| desk.matrix.cursor_position(line, indicator, FIELD, cursor);
    let middle = cursor(&desk, 12).unwrap();
    let end = cursor(&desk, 34).unwrap();
    assert_eq!(cursor(&desk, 35), None);
    desk.splice(1, "actionLine", 0, 0, "Hoy: ");
    assert_eq!(position(&desk, &middle), Some(17));
    assert_eq!(position(&desk, &end), Some(39));
    desk.splice(1, "actionLine", 16, 3, "");
    assert_eq!(position(&desk, &middle), Some(16), "where it was");
    let other = desk.key(2);
    let strange = desk.matrix.cursor(other.0, other.1, FIELD, 3).unwrap();
    for nonsense in [
        "", "é", "x", "-", "@", "1@", "9@zz", "12@00", "-é@1", &strange,
    ] {
        assert_eq!(position(&desk, nonsense), None, "{nonsense:?}");
    }
}

#[test]
fn cells_are_found_by_who_wrote_them_and_when() {
    let mut desks = two_desks();
    let first = desks[0].key(1);
    let name = |desk: &Desk, since, by| -> Vec<_> {
        let found = desk.matrix.changed(since, by).into_iter();
        found
            .map(|(line, indicator, field)| {
                let row = desk.matrix.row(line, indicator).unwrap();
                (row.row.unwrap(), field.to_string())
            })
            .collect()
    };
    let all = name(&desks[0], None, None);
    let written = |row, field: &str| all.contains(&(row, field.to_owned()));
    assert!(written(1, "actionLine") && written(1, "targets.2024") && written(3, "actionLine"));
    assert!(
        !written(1, "targets.2026") && !written(2, "interpretation"),
        "blank"
    );
    assert_eq!(name(&desks[0], None, Some(author(1))), all);
    assert_eq!(name(&desks[0], None, Some(author(2))), []);

    desks[1].set(1, "targets.2026", "9");
    desks[1].set(2, "actionLine", "Otra");
    let edited = desks[1].set(1, "formula.factor", "100");
    let at = desks[1]
        .matrix
        .last_edit(first.0, first.1, Field::FormulaFactor)
        .unwrap()
        .at_ms;
    assert_eq!(edited.fields.len(), 1);
    meet(&mut desks);
    let theirs = vec![
        (1, "formula.factor".to_owned()),
        (1, "targets.2026".to_owned()),
        (2, "actionLine".to_owned()),
    ];
    assert_eq!(name(&desks[0], None, Some(author(2))), theirs);
    assert_eq!(name(&desks[0], Some(at), None), theirs[..1]);
    assert_eq!(
        name(&desks[0], Some(at + 999), None),
        theirs[..1],
        "whole seconds"
    );
    assert_eq!(name(&desks[0], Some(at + 1000), None), []);
    assert_eq!(name(&desks[0], Some(at), Some(author(1))), []);
    // A cleared text was written too; and it is the last writer who counts.
    desks[0].set(2, "actionLine", "");
    assert_eq!(name(&desks[0], None, Some(author(2))), theirs[..2]);
    assert!(name(&desks[0], None, Some(author(1))).contains(&(2, "actionLine".to_owned())));
}

#[test]
fn headings_are_found_in_every_row_that_shows_them() {
    let mut desk = Desk::founds(1, &crate::headings::draft());
    let other = Desk::joins(2, &desk);
    desk.matrix = other.matrix;
    desk.author = other.author;
    desk.set(1, "headings.priority", "7. Otra");
    let found = desk.matrix.changed(None, Some(author(2)));
    assert_eq!(found.len(), 3);
    let field: Field = "headings.priority".parse().unwrap();
    assert!(found.iter().all(|(_, _, of)| *of == field));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What changed since a version turns the text of then into the text of now.
    #[test]
    fn changes_lead_from_then_to_now(
        keys in proptest::collection::vec((0..2_usize, 0..50_usize, 0..5_usize, "[a-c😀é]{0,3}", any::<bool>()), 1..25),
        from in 0..25_usize,
    ) {
        let mut desks = two_desks();
        let (line, indicator) = desks[0].key(1);
        let mut then = vec![(desks[0].matrix.version(), desks[0].cell(1, "actionLine"))];
        for (who, at, delete, insert, joins) in keys {
            let text = desks[who].cell(1, "actionLine");
            let bounds: Vec<usize> = std::iter::once(0)
                .chain(text.chars().scan(0, |at, letter| { *at += letter.len_utf16(); Some(*at) }))
                .collect();
            let start = at % bounds.len();
            let end = (start + delete).min(bounds.len() - 1);
            let edit = splice(&desks[who], 1, &[change(bounds[start], bounds[end] - bounds[start], &insert)]);
            desks[who].edit(&edit, None).unwrap();
            if joins {
                meet(&mut desks);
            }
            if who == 0 || joins {
                then.push((desks[0].matrix.version(), desks[0].cell(1, "actionLine")));
            }
        }
        let (version, text) = &then[from % then.len()];
        let changes = desks[0].matrix.text_changes(line, indicator, FIELD, version).unwrap();
        prop_assert_eq!(apply(text, &changes), desks[0].cell(1, "actionLine"));
    }
}
