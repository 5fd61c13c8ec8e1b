//! What the fields of a matrix are called where people read.

use contract::Language;
use model::{Field, Level};

/// What a field is called where people read.
pub(crate) fn field_name(field: Field) -> String {
    let name = match field {
        Field::Heading(Level::Axis) => "Eje",
        Field::Heading(Level::Objective) => "Objetivo",
        Field::Heading(Level::Priority) => "Prioridad",
        Field::Heading(Level::Strategy) => "Estrategia",
        Field::ActionLine => "Línea de acción",
        Field::Stage => "Etapa",
        Field::Responsible => "Unidad responsable",
        Field::PendingExternal => "Sujeta a revisión",
        Field::IndicatorName => "Indicador",
        Field::Interpretation => "Interpretación",
        Field::UnitOfMeasure => "Tipo",
        Field::Formula => "Fórmula",
        Field::FormulaNumerator => "Fórmula: numerador",
        Field::FormulaDenominator => "Fórmula: denominador",
        Field::FormulaFactor => "Fórmula: factor",
        Field::Frequency => "Frecuencia",
        Field::Direction => "Sentido esperado",
        Field::TargetBehavior => "Comportamiento de las metas",
        Field::BaselineValue => "Línea base: valor",
        Field::BaselineYear => "Línea base: año",
        Field::BaselineSource => "Línea base: fuente",
        Field::BaselineVerification => "Línea base: verificación",
        Field::MeansOfVerification => "Medios de verificación",
        Field::Target(year) => return format!("Meta {year}"),
    };
    name.to_owned()
}

/// The same in the language of whoever asks.
pub(crate) fn field_name_in(field: Field, language: Language) -> String {
    if language == Language::Spanish {
        return field_name(field);
    }
    let name = match field {
        Field::Heading(Level::Axis) => "Axis",
        Field::Heading(Level::Objective) => "Objective",
        Field::Heading(Level::Priority) => "Priority",
        Field::Heading(Level::Strategy) => "Strategy",
        Field::ActionLine => "Action line",
        Field::Stage => "Stage",
        Field::Responsible => "Responsible unit",
        Field::PendingExternal => "Pending external review",
        Field::IndicatorName => "Indicator",
        Field::Interpretation => "Interpretation",
        Field::UnitOfMeasure => "Type",
        Field::Formula => "Formula",
        Field::FormulaNumerator => "Formula: numerator",
        Field::FormulaDenominator => "Formula: denominator",
        Field::FormulaFactor => "Formula: factor",
        Field::Frequency => "Frequency",
        Field::Direction => "Expected direction",
        Field::TargetBehavior => "Behaviour of the targets",
        Field::BaselineValue => "Baseline: value",
        Field::BaselineYear => "Baseline: year",
        Field::BaselineSource => "Baseline: source",
        Field::BaselineVerification => "Baseline: verification",
        Field::MeansOfVerification => "Means of verification",
        Field::Target(year) => return format!("Target {year}"),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_called_as_on_screen() {
        let cases = [
            (Field::ActionLine, "Línea de acción"),
            (Field::Heading(Level::Axis), "Eje"),
            (Field::Target(2024), "Meta 2024"),
            (Field::UnitOfMeasure, "Tipo"),
        ];
        for (field, name) in cases {
            assert_eq!(field_name(field), name);
        }
    }
}
