//! Spanish of Mexico.

use model::Field;

use super::Said;
use crate::{Code, Details, FixLabel, FormulaFault, InterpretationFault, Mismatch};

/// Title and explanation of a finding.
pub(super) fn said(code: Code, details: &Details) -> Said {
    match code {
        Code::CountMismatch => (
            "Los números de líneas no coinciden",
            "La minuta dice {said} líneas de acción; la matriz tiene {lines}, en {rows} renglones. Corrige el acuerdo o explica la diferencia.",
        ),
        Code::MatrixFieldsAbsent => (
            "Hay columnas sin llenar en toda la matriz",
            "Ningún renglón dice {fields}. El formato no lo pide, pero el seguimiento lo va a necesitar.",
        ),
        Code::CellShift => (
            "El valor parece de otra columna",
            "«{written}» no corresponde a esta columna. Revisa si el renglón se recorrió al copiarlo.",
        ),
        Code::AxisMissing => (
            "Falta el eje",
            "La línea no está bajo ningún eje. Ponla bajo el eje de su prioridad.",
        ),
        Code::AxisSplit => match details {
            Details::Suggestion { .. } => (
                "El eje quedó partido en dos",
                "«{written}» y lo que sigue son un solo eje: «{suggestion}». Únelos.",
            ),
            _ => (
                "El eje parece cortado",
                "«{written}» parece la continuación de otro rótulo. Revisa si es un eje aparte o la mitad de uno.",
            ),
        },
        Code::PriorityMissing => (
            "Falta la prioridad",
            "La línea no está bajo ninguna prioridad. Elige a cuál contribuye.",
        ),
        Code::PrioritySplit => (
            "La prioridad tiene dos párrafos",
            "El segundo empieza «{written}». Si es una sola prioridad, únelos; si son dos, sepáralas.",
        ),
        Code::LineMissing => (
            "Falta la línea de acción",
            "El renglón tiene indicador o metas, pero no dice qué se va a hacer. Escríbela, o únelo a la línea anterior si es su segundo indicador.",
        ),
        Code::LineStyle => (
            "La línea no empieza con un verbo",
            "Empieza con «{written}». Las líneas suelen empezar con lo que se va a hacer: «Diseñar», «Publicar».",
        ),
        Code::NearDuplicateLine => (
            "Hay otra línea muy parecida",
            "Otra línea dice casi lo mismo. Revisa si son una sola o en qué se distinguen.",
        ),
        Code::IndicatorMissing => (
            "Falta el indicador",
            "Sin indicador no se sabe si la línea se cumplió. Escribe qué se va a medir.",
        ),
        Code::IndicatorIsUnitOnly => (
            "El indicador es solo una unidad",
            "«{written}» dice en qué se mide, no qué se mide. Pásalo a Tipo y escribe el nombre del indicador.",
        ),
        Code::IndicatorTruncated => match details {
            Details::Truncated { which: true, .. } => (
                "El indicador no dice de cuál habla",
                "Termina en «{end}» y ni él ni la línea dicen cuál. Complétalo.",
            ),
            _ => (
                "El indicador está cortado",
                "Termina en «…{end}». Completa lo que falta.",
            ),
        },
        Code::InterpretationMissing => (
            "Falta la interpretación",
            "Di cómo se lee el valor. Por ejemplo: «A mayor valor, más denuncias atendidas».",
        ),
        Code::InterpretationPoor => match details {
            Details::Interpretation(InterpretationFault::Count) => (
                "La interpretación habla de un número",
                "El indicador es un porcentaje y la interpretación habla de una cantidad. Di qué significa que el porcentaje suba o baje.",
            ),
            Details::Interpretation(InterpretationFault::Repeats) => (
                "La interpretación repite el indicador",
                "Dice otra vez el nombre, no cómo se lee. Di qué significa que el valor suba o baje.",
            ),
            _ => (
                "La interpretación está incompleta",
                "No alcanza a decir cómo se lee el valor. Por ejemplo: «A mayor valor, más solicitudes atendidas».",
            ),
        },
        Code::UnitMissing => (
            "Falta el tipo",
            "No dice en qué se mide: porcentaje, número, tasa… Elígelo.",
        ),
        Code::UnitCase => (
            "El tipo está escrito de otra manera",
            "Dice «{written}» y en la matriz se escribe «{suggestion}».",
        ),
        Code::UnitVariant => (
            "El tipo está en singular y en plural",
            "Dice «{written}» y en otros renglones «{suggestion}». Conviene uno solo.",
        ),
        Code::UnitMismatch => (
            "El indicador y el tipo no coinciden",
            "El indicador empieza con «{suggestion}» y el tipo es «{written}». Cambia el que no corresponda.",
        ),
        Code::FormulaMissing => (
            "Falta la fórmula",
            "Sin fórmula cada quien calculará a su manera. Escribe qué se divide entre qué.",
        ),
        Code::FormulaUnreadable => match details {
            Details::Unreadable {
                fault: FormulaFault::Unclosed,
                ..
            } => (
                "La fórmula tiene un paréntesis sin cerrar",
                "El paréntesis de la posición {at} se abre y no se cierra. Ciérralo donde termina lo que agrupa.",
            ),
            Details::Unreadable {
                fault: FormulaFault::Unopened,
                ..
            } => (
                "La fórmula cierra un paréntesis de más",
                "El paréntesis de la posición {at} no tiene con qué abrir. Quítalo o abre el que falta.",
            ),
            Details::Unreadable {
                fault: FormulaFault::Mismatched,
                ..
            } => (
                "Los paréntesis de la fórmula no coinciden",
                "En la posición {at} se cierra con un signo distinto del que abrió. Usa la misma pareja.",
            ),
            _ => (
                "A la fórmula le falta algo",
                "En la posición {at} falta lo que se suma, multiplica o divide. Complétalo.",
            ),
        },
        Code::FormulaNotAFormula => (
            "Lo escrito no es una fórmula",
            "«{written}» no dice qué se cuenta ni cómo se calcula. Escribe el numerador y el denominador.",
        ),
        Code::FormulaNoDenominator => match details {
            Details::Written(_) => (
                "A la fórmula le falta el denominador",
                "Un porcentaje divide entre un total y aquí no hay. Quizá sea «{written}».",
            ),
            _ => (
                "A la fórmula le falta el denominador",
                "Un porcentaje divide entre un total y aquí no hay. Escribe entre qué se divide.",
            ),
        },
        Code::FormulaNoFactor => (
            "Falta multiplicar por 100",
            "El indicador es un porcentaje y la fórmula da una fracción.",
        ),
        Code::FormulaInverted => (
            "La fórmula parece invertida",
            "Arriba está lo que había por hacer y abajo lo que se hizo: mientras menos se hace, más alto sale.",
        ),
        Code::FormulaSameVariable => (
            "Arriba y abajo está lo mismo",
            "«{numerator}» entre «{denominator}» da siempre lo mismo. Cambia el denominador por el total que debía alcanzarse.",
        ),
        Code::FormulaVariableIncomplete => (
            "A una variable le falta decir de qué",
            "«{written}» no dice qué se cuenta. Complétala.",
        ),
        Code::FormulaVariableSuspect => (
            "Una variable parece equivocada",
            "Abajo está lo programado y arriba dice «{written}». Quizá sea «{suggestion}».",
        ),
        Code::FormulaUnitMismatch => (
            "La fórmula divide cosas distintas",
            "«{numerator}» y «{denominator}» no cuentan lo mismo: puede pasar de 100 %. Si es una razón, dilo; si no, cambia un lado.",
        ),
        Code::FormulaUniverseMismatch => (
            "Arriba hay una parte y abajo todo",
            "El numerador cuenta solo algunas y el denominador todas: aunque se cumpla, puede no llegar a 100 %. Pon la misma condición abajo.",
        ),
        Code::FormulaIndicatorMismatch => match details {
            Details::Mismatch(Mismatch::Fact { .. }) => (
                "La fórmula no mide lo que dice el indicador",
                "El indicador habla de «{said}» y la fórmula no. Haz que digan lo mismo.",
            ),
            Details::Mismatch(Mismatch::Progress) => (
                "La fórmula no mide un avance",
                "El indicador habla de avance y la fórmula cuenta cosas terminadas. Cuenta etapas o acciones, o cambia el indicador.",
            ),
            _ => (
                "El indicador no habla de la línea",
                "Ni el indicador ni la fórmula mencionan lo que la línea se propone. Revisa que midan esta línea.",
            ),
        },
        Code::FormulaGeneric => (
            "La fórmula es genérica",
            "«{numerator}» entre «{denominator}» sirve para cualquier línea. Di cuáles acciones: esa lista es el denominador.",
        ),
        Code::DuplicateFormula => (
            "La misma fórmula está en varios renglones",
            "La tienen {rows} renglones. Revisa que mida lo propio de cada uno.",
        ),
        Code::FrequencyMissing => (
            "Falta la frecuencia",
            "No dice cada cuándo se mide. Elige una: anual, semestral, trimestral…",
        ),
        Code::FrequencySpelling => (
            "La frecuencia está escrita de otra manera",
            "Dice «{written}»; en español es «{suggestion}».",
        ),
        Code::FrequencyUnknown => (
            "No se reconoce la frecuencia",
            "«{written}» no está en la lista. Si es correcta, déjala así.",
        ),
        Code::TargetMissing => (
            "Faltan metas",
            "No hay meta para {years}. Si la meta es cero, escribe 0.",
        ),
        Code::TargetNotNumber => (
            "La meta no es un número",
            "«{written}» no se puede comparar con un resultado. Escribe la cantidad.",
        ),
        Code::TargetFormat => (
            "Las metas no llevan el signo %",
            "El indicador es un porcentaje y dice {each}. Agrega el signo si son porcentajes.",
        ),
        Code::TargetCumulativeUndeclared => (
            "Las metas suben y no se sabe si se acumulan",
            "Van {course}. Di si cada año incluye lo anterior (acumulada) o se cuenta aparte (periódica).",
        ),
        Code::TargetFinalBelow100 => (
            "El avance no llega a 100 %",
            "Termina en {last} en {year}. Si se concluye después, anótalo.",
        ),
        Code::TargetFlat100 => (
            "La meta es igual todos los años",
            "Dice {course}. Sin línea base no se ve si algo mejora.",
        ),
        Code::TargetAbove100 => (
            "La meta pasa de 100 %",
            "Dice {each}. Revisa si es un porcentaje o una cantidad.",
        ),
        Code::BaselineAbsent => (
            "Falta la línea base",
            "No dice de dónde se parte. Anota valor, año y fuente.",
        ),
        Code::BaselineDirection => match details {
            Details::Baseline {
                ascending: true, ..
            } => (
                "La línea base ya pasa de la meta",
                "Se parte de {baseline} y la meta de {year} es {target}, pero el sentido es ascendente. Revisa cuál no corresponde.",
            ),
            _ => (
                "La línea base ya es menor que la meta",
                "Se parte de {baseline} y la meta de {year} es {target}, pero el sentido es descendente. Revisa cuál no corresponde.",
            ),
        },
        Code::CommentInData => (
            "Hay un recado escrito en la celda",
            "«{written}» es un pendiente, no un dato. Conviértelo en comentario y la celda queda libre.",
        ),
        Code::PendingExternalReview => match details {
            Details::Written(_) => (
                "Sujeta a revisión",
                "Espera la respuesta de {written}. Cuando conteste, quita la marca.",
            ),
            _ => (
                "Sujeta a revisión",
                "Espera la respuesta de otra instancia. Cuando conteste, quita la marca.",
            ),
        },
        Code::NotAvailableAsText => (
            "Hay un «sin dato» escrito como texto",
            "«{written}» no es un valor. Deja la celda vacía hasta tener el dato.",
        ),
        Code::Typo => (
            "Puede haber un error de dedo",
            "«{written}» parece «{suggestion}». Si está bien escrito, déjalo así.",
        ),
        Code::AcronymUnknown => match details {
            Details::Choices { choices, .. } if !choices.is_empty() => (
                "Hay una sigla sin explicar",
                "Nada dice qué es «{written}». ¿Será {choices}?",
            ),
            _ => (
                "Hay una sigla sin explicar",
                "Nada dice qué es «{written}». Escribe el nombre completo la primera vez.",
            ),
        },
    }
}

/// The arithmetic of a formula's finding.
pub(super) fn example(code: Code) -> &'static str {
    match code {
        Code::FormulaInverted => {
            "Si {aboveVerb} {above} y {belowVerb} {below}, da {gives}; al revés, da {mended}."
        }
        Code::FormulaNoFactor => "Con {above} de {below} da {gives}; por 100, da {mended}.",
        Code::FormulaNoDenominator => "Si se cuentan {above}, da {gives}.",
        Code::FormulaUniverseMismatch => {
            "Si de {below} programadas {above} cumplen la condición y se hacen todas, da {gives}."
        }
        _ => "Con {above} arriba y {below} abajo, da {gives}.",
    }
}

/// What a button says.
pub(super) fn label(label: &FixLabel) -> &'static str {
    match label {
        FixLabel::Write(_) => "Escribir «{value}»",
        FixLabel::FrequencyEverywhere => "Corregir la frecuencia en toda la matriz",
        FixLabel::Invert => "Invertir la fórmula",
        FixLabel::AddFactor => "Multiplicar por 100",
        FixLabel::CopyQualifier(_) => "Agregar «{value}» abajo",
        FixLabel::Percent => "Agregar % en este renglón",
        FixLabel::PercentEverywhere { .. } => "Agregar % en los {rows} renglones",
        FixLabel::MoveToUnit => "Pasar a Tipo",
        FixLabel::Empty => "Vaciar la celda",
        FixLabel::ToComment => "Convertir en comentario",
        FixLabel::Behavior(_) => "Es {value}",
        FixLabel::Attach => "Unir a la línea anterior",
        FixLabel::Assign(_) => "Poner bajo «{value}», que tiene eje",
        FixLabel::Replace { .. } => "Cambiar «{written}» por «{suggestion}»",
        FixLabel::JoinParagraphs => "Unir los dos párrafos",
        FixLabel::JoinHeadings(_) => "Unir como «{value}»",
    }
}

/// A field with its article.
pub(super) fn field(field: Field) -> &'static str {
    match field {
        Field::ActionLine => "la línea de acción",
        Field::Stage => "la etapa",
        Field::Responsible => "quién es responsable",
        Field::PendingExternal => "si está sujeta a revisión",
        Field::Heading(_) => "el encabezado",
        Field::IndicatorName => "el indicador",
        Field::Interpretation => "la interpretación",
        Field::UnitOfMeasure => "el tipo",
        Field::Formula
        | Field::FormulaNumerator
        | Field::FormulaDenominator
        | Field::FormulaFactor => "la fórmula",
        Field::Frequency => "la frecuencia",
        Field::Direction => "el sentido esperado",
        Field::TargetBehavior => "si las metas se acumulan",
        Field::BaselineValue
        | Field::BaselineYear
        | Field::BaselineSource
        | Field::BaselineVerification => "la línea base",
        Field::Target(_) => "las metas",
        Field::MeansOfVerification => "el medio de verificación",
    }
}
