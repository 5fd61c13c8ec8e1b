//! Founding a matrix from a draft, and SECOEM's sample in particular.

use std::collections::BTreeMap;

use model::{Draft, DraftHeading, DraftRow, EditError, Field, Level, Matrix, limits};
use serde_json::Value;

use crate::desk::{Desk, add_indicator, add_line, author, check_rows, dice, draft_row, small};

/// The sample as an import would hand it over.
pub(crate) fn secoem() -> (Draft, Vec<Value>) {
    let sample: Value =
        serde_json::from_str(include_str!("../../samples/secoem-matrix.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let rows = sample["rows"].as_array().unwrap().clone();
    let mut headings: Vec<DraftHeading> = Vec::new();
    let mut heading = |level, printed: &str, parent| {
        if printed.is_empty() {
            return parent;
        }
        let (number, text) = printed.split_once(". ").unwrap_or(("", printed));
        let made = DraftHeading {
            level,
            number: number.into(),
            text: text.into(),
            parent,
        };
        let known = headings.iter().position(|other| *other == made);
        Some(known.unwrap_or_else(|| {
            headings.push(made);
            headings.len() - 1
        }))
    };
    let draft_rows = rows.iter().map(|row| {
        let axis = heading(Level::Axis, &text(&row["eje"]), None);
        let innermost = heading(Level::Priority, &text(&row["prioridad"]), axis);
        let mut cells = BTreeMap::new();
        for (field, key) in [
            (Field::ActionLine, "linea_de_accion"),
            (Field::IndicatorName, "indicador"),
            (Field::Interpretation, "interpretacion"),
            (Field::UnitOfMeasure, "tipo"),
            (Field::Formula, "formula"),
            (Field::Frequency, "frecuencia_de_medicion"),
        ] {
            cells.insert(field, text(&row[key]));
        }
        for year in [2024, 2025, 2026] {
            cells.insert(Field::Target(year), text(&row["metas"][year.to_string()]));
        }
        let yellow = row["issues"]
            .as_array()
            .unwrap()
            .contains(&"PENDING_EXTERNAL_REVIEW".into());
        DraftRow {
            heading: innermost,
            pending_external: yellow,
            cells,
        }
    });
    let draft_rows = draft_rows.collect();
    let draft = Draft {
        title: text(&sample["matrix"]["titulo"]),
        institution: text(&sample["matrix"]["institucion"]),
        years: vec![2024, 2025, 2026],
        headings,
        rows: draft_rows,
    };
    (draft, rows)
}

#[test]
fn the_sample_becomes_its_26_rows() {
    let (draft, sample) = secoem();
    let desk = Desk::founds(1, &draft);
    let matrix = &desk.matrix;
    assert_eq!(matrix.institution(), "SECOEM");
    assert_eq!(matrix.years(), [2024, 2025, 2026]);
    assert_eq!(matrix.rows().len(), 26);
    assert_eq!(
        matrix.change_count(),
        1,
        "one change, so that nobody has half a matrix"
    );
    for (row, (expected, number)) in matrix.rows().iter().zip(sample.iter().zip(1..)) {
        let said = |key: &str| expected[key].as_str().unwrap_or("").to_owned();
        assert_eq!(row.row, Some(number));
        assert_eq!(row.action_line, said("linea_de_accion"));
        assert_eq!(row.indicator_name, said("indicador"));
        assert_eq!(row.interpretation, said("interpretacion"));
        assert_eq!(row.unit_of_measure, said("tipo"));
        assert_eq!(row.formula, said("formula"));
        assert_eq!(row.frequency, said("frecuencia_de_medicion"));
        assert_eq!(row.cell(Field::Heading(Level::Axis)), said("eje"));
        assert_eq!(row.cell(Field::Heading(Level::Priority)), said("prioridad"));
        for year in [2024, 2025, 2026] {
            let target = expected["metas"][year.to_string()].as_str().unwrap_or("");
            assert_eq!(row.targets[&year], target, "row {number}, {year}");
        }
        assert!(row.conflicts.is_empty() && row.to_decide.is_empty());
    }
    assert_eq!(
        matrix
            .rows()
            .iter()
            .filter(|row| row.pending_external)
            .count(),
        7
    );
    let annual = matrix
        .rows()
        .iter()
        .filter(|row| row.normalized.frequency == Some("annual"));
    assert_eq!(
        annual.count(),
        26,
        "'Annual' is understood, and stays as printed"
    );
    let understood = |row: &&model::RowView| {
        row.targets
            .values()
            .filter(|target| !target.is_empty())
            .count()
            == row.normalized.targets.len()
    };
    assert_eq!(matrix.rows().iter().filter(understood).count(), 26);
    let mut ids: Vec<_> = matrix.rows().iter().flat_map(|row| &row.headings).collect();
    ids.sort_by_key(|heading| heading.id);
    ids.dedup_by_key(|heading| heading.id);
    assert_eq!(
        ids.len(),
        draft.headings.len(),
        "rows share the headings they are printed under"
    );
}

#[test]
fn what_is_founded_loads_back() {
    let (draft, _) = secoem();
    let desk = Desk::founds(1, &draft);
    check_rows(&desk.matrix);
    let (change, _) = &desk.made[0];
    let mut other = Matrix::empty([9; 16], author(9));
    assert!(!other.is_founded() && other.rows().is_empty());
    let touched = other.merge_from(change, author(1)).unwrap();
    assert!(other.is_founded() && touched.title_changed && touched.order_changed);
    assert_eq!(touched.rows.len(), 26);
    assert_eq!(other.rows(), desk.matrix.rows());
    assert!(
        other.merge(change).unwrap().is_empty(),
        "the same again changes nothing"
    );
}

#[test]
fn nothing_can_be_edited_before_it_arrives() {
    let mut matrix = Matrix::empty([9; 16], author(9));
    let edit = add_line(None);
    let answer = matrix.edit(&edit, None, 0, &mut dice(1));
    assert!(matches!(answer, Err(EditError::NotFounded)));
}

#[test]
fn a_draft_that_cannot_be_is_refused() {
    let found = |draft: &Draft| Matrix::found(draft, [1; 16], author(1), 0, &mut dice(1));
    let with = |change: &dyn Fn(&mut Draft)| {
        let mut draft = small();
        change(&mut draft);
        found(&draft).map(|_| ())
    };
    let heading = |parent| DraftHeading {
        level: Level::Axis,
        number: String::new(),
        text: "Eje".to_owned(),
        parent,
    };
    assert!(matches!(
        with(&|draft| draft.headings = vec![heading(Some(0))]),
        Err(EditError::HeadingUnknown(0))
    ));
    assert!(matches!(
        with(&|draft| draft.rows[0].heading = Some(3)),
        Err(EditError::HeadingUnknown(3))
    ));
    assert!(matches!(
        with(&|draft| draft.rows[0] = draft_row(&[("targets.2030", "1")])),
        Err(EditError::FieldUnknown(Field::Target(2030)))
    ));
    let long = "é".repeat(limits::TEXT_UTF16_UNITS_MAX);
    assert!(with(&|draft| draft.rows[0] = draft_row(&[("actionLine", &long)])).is_ok());
    let longer = format!("{long}é");
    assert!(matches!(
        with(&|draft| draft.rows[0] = draft_row(&[("actionLine", &longer)])),
        Err(EditError::TextTooLong { .. })
    ));
    assert!(matches!(
        with(&|draft| draft.years = (2000..2051).collect()),
        Err(EditError::TooMany {
            what: "years",
            count_max: limits::YEARS_MAX
        })
    ));
    let rows =
        |count| with(&move |draft: &mut Draft| draft.rows = vec![DraftRow::default(); count]);
    let most = limits::ROWS_MAX;
    assert!(matches!(
        rows(most + 1),
        Err(EditError::TooMany { what: "rows", .. })
    ));
    assert!(rows(most).is_ok());
    let headings =
        |count| with(&move |draft: &mut Draft| draft.headings = vec![heading(None); count]);
    let most = limits::HEADINGS_MAX;
    assert!(matches!(
        headings(most + 1),
        Err(EditError::TooMany {
            what: "headings",
            ..
        })
    ));
    assert!(headings(most).is_ok());
}

#[test]
fn a_matrix_that_is_full_takes_no_more_rows() {
    let row = draft_row(&[("stage", "x")]);
    let draft = Draft {
        rows: vec![row; limits::ROWS_MAX - 1],
        ..small()
    };
    let (mut matrix, _) = Matrix::found(&draft, [1; 16], author(1), 0, &mut dice(1)).unwrap();
    let line = matrix.rows()[0].line;
    let mut add = |edit| matrix.edit(&edit, None, 0, &mut dice(2));
    assert!(add(add_line(None)).unwrap().is_some());
    for edit in [add_line(None), add_indicator(line)] {
        assert!(matches!(
            add(edit),
            Err(EditError::TooMany { what: "rows", .. })
        ));
    }
}

#[test]
fn a_matrix_may_be_handed_to_a_worker() {
    fn may_travel<T: Send + Sync>() {}
    may_travel::<Matrix>();
}
