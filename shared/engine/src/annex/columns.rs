//! The columns of what is handed out: the form's own, in its order and words, and those chosen.

use contract::{Code, Problem, RowState};
use model::{Field, Level};
use paper::{Column, ColumnKind};

/// What a column prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Printed {
    /// A field of the matrix.
    Field(Field),
    /// How far the review of the line has come.
    State,
}

/// What decides about columns beside what was chosen.
pub(super) struct Shown<'a> {
    pub(super) years: &'a [u16],
    pub(super) levels: &'a [Level],
}

/// Name of the column of the state of the review.
pub(crate) const STATE: &str = "state";

/// The form's own: headers and shares of the width are those of the documents of the mesas.
const LEVELS: [(Level, &str, u32); 4] = [
    (Level::Axis, "Eje PEA", 652),
    (Level::Objective, "Objetivo", 1_600),
    (Level::Priority, "Prioridad PEA", 2_100),
    (Level::Strategy, "Estrategia", 1_600),
];
const FORM: [(Field, &str, u32, ColumnKind); 6] = [
    (
        Field::ActionLine,
        "Lluvia de ideas: Líneas de Acción",
        2_600,
        ColumnKind::Text,
    ),
    (Field::IndicatorName, "Indicador", 1_750, ColumnKind::Text),
    (
        Field::Interpretation,
        "Interpretación",
        1_560,
        ColumnKind::Text,
    ),
    (Field::UnitOfMeasure, "Tipo", 1_050, ColumnKind::Value),
    (Field::Formula, "Formula", 2_000, ColumnKind::Text),
    (
        Field::Frequency,
        "Frecuencia de Medición",
        1_100,
        ColumnKind::Value,
    ),
];
const TARGET_PARTS: u32 = 600;

/// Columns that the form does not have, in the order they are printed after it.
const OPTIONAL: [(Printed, &str, u32, ColumnKind); 14] = [
    (
        Printed::Field(Field::Responsible),
        "Responsable",
        1_300,
        ColumnKind::Text,
    ),
    (
        Printed::Field(Field::Direction),
        "Sentido",
        1_050,
        ColumnKind::Value,
    ),
    (
        Printed::Field(Field::TargetBehavior),
        "Comportamiento de la meta",
        1_250,
        ColumnKind::Value,
    ),
    (
        Printed::Field(Field::BaselineValue),
        "Línea base",
        750,
        ColumnKind::Value,
    ),
    (
        Printed::Field(Field::BaselineYear),
        "Año base",
        620,
        ColumnKind::Value,
    ),
    (
        Printed::Field(Field::BaselineSource),
        "Fuente de la línea base",
        1_300,
        ColumnKind::Text,
    ),
    (
        Printed::Field(Field::BaselineVerification),
        "Verificación de la línea base",
        1_250,
        ColumnKind::Text,
    ),
    (
        Printed::Field(Field::MeansOfVerification),
        "Medios de verificación",
        1_500,
        ColumnKind::Text,
    ),
    (
        Printed::Field(Field::FormulaNumerator),
        "Numerador",
        1_300,
        ColumnKind::Text,
    ),
    (
        Printed::Field(Field::FormulaDenominator),
        "Denominador",
        1_300,
        ColumnKind::Text,
    ),
    (
        Printed::Field(Field::FormulaFactor),
        "Factor",
        700,
        ColumnKind::Value,
    ),
    (
        Printed::Field(Field::Stage),
        "Etapa",
        1_000,
        ColumnKind::Value,
    ),
    (
        Printed::Field(Field::PendingExternal),
        "Sujeta a revisión",
        850,
        ColumnKind::Value,
    ),
    (Printed::State, "Estado", 950, ColumnKind::Value),
];

impl Printed {
    pub(super) fn name(self) -> String {
        match self {
            Self::Field(field) => field.to_string(),
            Self::State => STATE.to_owned(),
        }
    }
}

/// What can be printed beside the form's own, in order.
pub(super) fn optional() -> impl Iterator<Item = Printed> {
    OPTIONAL.iter().map(|(printed, ..)| *printed)
}

/// Refuses a name that is no column of these.
pub(crate) fn check(chosen: &[String]) -> Result<(), Problem> {
    let known = |name: &String| optional().any(|printed| printed.name() == *name);
    match chosen.iter().find(|name| !known(name)) {
        Some(name) => Err(Problem::about(Code::FieldUnknown, name)),
        None => Ok(()),
    }
}

/// The columns, in printed order. Eje and prioridad are always there; objetivo and estrategia where
/// the programme has them.
pub(super) fn printed(shown: &Shown<'_>, chosen: &[String]) -> Vec<(Printed, Column)> {
    let mut columns: Vec<(Printed, Column)> = Vec::new();
    let mut push = |printed: Printed, header: &str, width_parts: u32, kind: ColumnKind| {
        let column = Column {
            field: printed.name(),
            header: header.to_owned(),
            kind,
            width_parts,
        };
        columns.push((printed, column));
    };
    for (level, header, parts) in LEVELS {
        let of_form = matches!(level, Level::Axis | Level::Priority);
        if of_form || shown.levels.contains(&level) {
            let printed = Printed::Field(Field::Heading(level));
            push(printed, header, parts, ColumnKind::Heading);
        }
    }
    for (field, header, parts, kind) in FORM {
        push(Printed::Field(field), header, parts, kind);
    }
    for year in shown.years {
        let printed = Printed::Field(Field::Target(*year));
        push(
            printed,
            &format!("Meta {year}"),
            TARGET_PARTS,
            ColumnKind::Value,
        );
    }
    for (printed, header, parts, kind) in OPTIONAL {
        if chosen.contains(&printed.name()) {
            push(printed, header, parts, kind);
        }
    }
    columns
}

/// A state as it is printed.
pub(super) fn state_name(state: RowState) -> &'static str {
    match state {
        RowState::Draft => "Borrador",
        RowState::InReview => "En revisión",
        RowState::Returned => "Observada",
        RowState::Approved => "Aprobada",
    }
}
