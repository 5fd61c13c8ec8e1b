//! Names, versions, identifiers and printed values, as tables.

use model::{Draft, Field, FieldKind, Level, LineId, Version};

use crate::desk::{Desk, dice, draft_row, small};

#[test]
fn fields_are_called_what_scripts_call_them() {
    let names = [
        "actionLine",
        "stage",
        "responsible",
        "pendingExternal",
        "headings.axis",
        "headings.objective",
        "headings.priority",
        "headings.strategy",
        "indicatorName",
        "interpretation",
        "unitOfMeasure",
        "formula",
        "formula.numerator",
        "formula.denominator",
        "formula.factor",
        "frequency",
        "direction",
        "targetBehavior",
        "baseline.value",
        "baseline.year",
        "baseline.source",
        "baseline.verification",
        "targets.2024",
        "meansOfVerification",
    ];
    for name in names {
        let field: Field = name.parse().unwrap();
        assert_eq!(field.as_str(), name);
        assert_eq!(field.to_string(), name);
    }
    for name in [
        "",
        "ActionLine",
        "targets",
        "targets.",
        "targets.24",
        "targets.20244",
        "targets.+024",
        "headings.",
        "headings.eje",
        "formula.text",
        "row",
    ] {
        assert!(name.parse::<Field>().is_err(), "{name:?}");
    }
    assert_eq!(Field::Target(2024).kind(), FieldKind::Scalar);
    assert_eq!(Field::Heading(Level::Axis).kind(), FieldKind::Text);
    assert!(Field::Formula.is_of_indicator() && !Field::Stage.is_of_indicator());
}

#[test]
fn versions_and_identifiers_as_text() {
    let version = Version::new(vec![[0xab; 32], [1; 32], [1; 32]]);
    assert_eq!(version.hashes().len(), 2);
    assert_eq!(version.to_hex().len(), 128);
    assert_eq!(Version::from_hex(&version.to_hex()), Ok(version));
    assert_eq!(Version::from_hex(""), Ok(Version::default()));
    for wrong in ["ab", &"g".repeat(64), &"é".repeat(32), &"+1".repeat(32)] {
        assert!(Version::from_hex(wrong).is_err(), "{wrong}");
    }
    let id = LineId::new(&mut dice(1));
    assert_eq!(id.to_string().parse(), Ok(id));
    let shouted = id.to_string().to_uppercase();
    assert!(shouted.parse::<LineId>().is_err(), "one spelling");
}

#[test]
fn printed_quantities_are_understood() {
    for (printed, understood) in [
        ("100", Some(("100", ""))),
        ("100 %", Some(("100", "%"))),
        ("100%", Some(("100", "%"))),
        (" 15 ", Some(("15", ""))),
        ("1,000", Some(("1000", ""))),
        ("1,234,567.80", Some(("1234567.8", ""))),
        ("12.5", Some(("12.5", ""))),
        ("0.10%", Some(("0.1", "%"))),
        ("-3", Some(("-3", ""))),
        ("12,5", None),
        ("1000,000", None),
        ("1,00", None),
        ("", None),
        ("%", None),
        ("5.", None),
        (".5", None),
        ("1 000", None),
        ("cien", None),
        ("10/12", None),
        ("1e3", None),
        ("99999999999999999999999999999999", None),
    ] {
        let draft = Draft {
            rows: vec![draft_row(&[("targets.2024", printed)])],
            ..small()
        };
        let mut draft = draft;
        draft.rows[0]
            .cells
            .insert(Field::IndicatorName, "x".to_owned());
        let desk = Desk::founds(1, &draft);
        let row = desk.row(1);
        assert_eq!(row.targets[&2024], printed, "the printed text stays");
        let quantity = row.normalized.targets.get(&2024);
        let quantity = quantity.map(|quantity| (quantity.amount.as_str(), quantity.unit));
        assert_eq!(quantity, understood, "{printed:?}");
    }
}

#[test]
fn catalogues_forgive_a_letter() {
    let mut desk = Desk::founds(1, &small());
    for (printed, key) in [
        ("Annual", Some("annual")),
        ("ANUAL.", Some("annual")),
        ("Anual", Some("annual")),
        ("Trimestrál", Some("quarterly")),
        ("trimestra", Some("quarterly")),
        ("Semestral", Some("semiannual")),
        ("bimestral", Some("bimonthly")),
        ("Cuatrimestral", Some("fourMonthly")),
        ("bianual", Some("biennial")),
        ("sexenal", Some("sixYear")),
        ("Cuando se pueda", None),
        ("-", None),
    ] {
        desk.set_from(1, "frequency", printed, None);
        assert_eq!(desk.row(1).normalized.frequency, key, "{printed:?}");
    }
    for (printed, key) in [
        ("porcentaje", Some("percentage")),
        ("Porcentage", Some("percentage")),
        ("Número", Some("count")),
        ("%", Some("percentage")),
        ("Tasa", Some("rate")),
        ("Tas", None),
        ("kilos", None),
    ] {
        desk.set_from(1, "unitOfMeasure", printed, None);
        assert_eq!(desk.row(1).normalized.unit_of_measure, key, "{printed:?}");
    }
}

#[test]
fn directions_and_behaviours_are_understood() {
    let mut desk = Desk::founds(1, &small());
    for (printed, key) in [
        ("Ascendente", Some("ascending")),
        ("ascendent", Some("ascending")),
        ("ASCENDENTE.", Some("ascending")),
        ("creciente", Some("ascending")),
        ("A la alza", Some("ascending")),
        ("Descendente", Some("descending")),
        ("desendente", Some("descending")),
        ("Decreciente", Some("descending")),
        ("Disminución", Some("descending")),
        ("Constante", Some("constant")),
        ("regular", Some("constant")),
        ("sin cambios", Some("constant")),
        ("hacia el norte", None),
        ("cendente", None),
    ] {
        desk.set_from(1, "direction", printed, None);
        assert_eq!(desk.row(1).normalized.direction, key, "{printed:?}");
        assert_eq!(desk.row(1).direction, printed);
    }
    for (printed, key) in [
        ("Periódica", Some("periodic")),
        ("periodico", Some("periodic")),
        ("Anual", Some("periodic")),
        ("no acumulada", Some("periodic")),
        ("Acumulada", Some("cumulative")),
        ("Acumulado", Some("cumulative")),
        ("acumlada", Some("cumulative")),
        ("Acumulada sin suma", Some("nonSummingCumulative")),
        ("acumulado sin suma", Some("nonSummingCumulative")),
        ("Acumulada (sin suma)", Some("nonSummingCumulative")),
        ("nonSummingCumulative", Some("nonSummingCumulative")),
        ("a veces", None),
    ] {
        desk.set_from(1, "targetBehavior", printed, None);
        assert_eq!(desk.row(1).normalized.target_behavior, key, "{printed:?}");
    }
}

#[test]
fn formulas_and_baselines_are_read_in_their_parts() {
    let mut desk = Desk::founds(1, &small());
    for (field, value) in [
        ("formula.numerator", "capacitados"),
        ("formula.denominator", "programados"),
        ("formula.factor", "100"),
    ] {
        let edited = desk.set(1, field, value);
        assert_eq!(edited.touched.rows.len(), 1, "{field} shows");
        assert_eq!(desk.row(1).cell(field.parse().unwrap()), value);
    }
    let parts = &desk.row(1).formula_parts;
    assert_eq!(
        (
            parts.numerator.as_str(),
            parts.denominator.as_str(),
            parts.factor.as_str()
        ),
        ("capacitados", "programados", "100")
    );
    assert_eq!(desk.row(2).formula_parts, model::FormulaParts::default());
    assert_eq!(desk.row(1).normalized.baseline, None);
    desk.set(1, "baseline.value", "1,250 %");
    let baseline = desk.row(1).normalized.baseline.clone().unwrap();
    assert_eq!((baseline.amount.as_str(), baseline.unit), ("1250", "%"));
    desk.set(1, "baseline.value", "ND");
    assert_eq!(desk.row(1).normalized.baseline, None);
}
