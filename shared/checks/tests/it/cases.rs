//! Cells that make one rule speak, and cells near them that do not.

use checks::Code;

/// Cells put in place of those of a row in order.
pub(crate) type Cells = &'static [(&'static str, &'static str)];

/// Cells that a rule speaks of, and cells near them that it does not.
pub(crate) const CASES: &[(Code, Cells, bool)] = &[
    (Code::CellShift, &[("targets.2024", "Anual")], true),
    (
        Code::CellShift,
        &[("frequency", "(Número de A/Número de B)*100")],
        true,
    ),
    (
        Code::CellShift,
        &[("unitOfMeasure", "(Número de A/Número de B)*100")],
        true,
    ),
    (Code::CellShift, &[("formula", "Annual")], true),
    (
        Code::CellShift,
        &[("actionLine", "7. Fomentar la denuncia")],
        true,
    ),
    (
        Code::CellShift,
        &[("actionLine", "7. Fomentar la denuncia en las escuelas")],
        false,
    ),
    (Code::LineMissing, &[("actionLine", " ")], true),
    (
        Code::LineStyle,
        &[("actionLine", "Desarrollo de denuncias")],
        true,
    ),
    (
        Code::LineStyle,
        &[("actionLine", "1.10 Atender denuncias")],
        false,
    ),
    (
        Code::LineStyle,
        &[("actionLine", "Coordinarse para atender denuncias")],
        false,
    ),
    (
        Code::LineStyle,
        &[("actionLine", "Taller para atender denuncias")],
        true,
    ),
    (Code::IndicatorMissing, &[("indicatorName", "")], true),
    (
        Code::IndicatorIsUnitOnly,
        &[("indicatorName", "porcentaje")],
        true,
    ),
    (
        Code::IndicatorIsUnitOnly,
        &[("indicatorName", "Tasa")],
        true,
    ),
    (
        Code::IndicatorIsUnitOnly,
        &[("indicatorName", "Porcentaje de denuncias atendidas")],
        false,
    ),
    (
        Code::IndicatorTruncated,
        &[("indicatorName", "Porcentaje de denuncias en materia")],
        true,
    ),
    (
        Code::IndicatorTruncated,
        &[("indicatorName", "Porcentaje de denuncias atendidas por la")],
        true,
    ),
    (
        Code::IndicatorTruncated,
        &[(
            "indicatorName",
            "Porcentaje de avance en la generación del protocolo",
        )],
        true,
    ),
    (
        Code::IndicatorTruncated,
        &[
            (
                "indicatorName",
                "Porcentaje de avance en la generación del protocolo",
            ),
            ("actionLine", "Generar un protocolo de denuncia"),
        ],
        false,
    ),
    (Code::InterpretationMissing, &[("interpretation", "")], true),
    (
        Code::InterpretationPoor,
        &[("interpretation", "por solicitud de la SESEA")],
        true,
    ),
    (
        Code::InterpretationPoor,
        &[("interpretation", "Mide denuncias")],
        true,
    ),
    (
        Code::InterpretationPoor,
        &[(
            "interpretation",
            "Indica el número de denuncias que se resuelven",
        )],
        true,
    ),
    (
        Code::InterpretationPoor,
        &[(
            "interpretation",
            "Indica la proporción según la cantidad recibida",
        )],
        false,
    ),
    (
        Code::InterpretationPoor,
        &[
            (
                "indicatorName",
                "Porcentaje de participación en campañas del sistema",
            ),
            (
                "interpretation",
                "Indica el porcentaje de participación en las campañas del sistema",
            ),
        ],
        true,
    ),
    (Code::UnitMissing, &[("unitOfMeasure", "")], true),
    (Code::UnitCase, &[("unitOfMeasure", "porcentaje")], true),
    (Code::UnitMismatch, &[("unitOfMeasure", "Módulo")], true),
    (
        Code::UnitMismatch,
        &[("indicatorName", "Número de denuncias atendidas")],
        true,
    ),
    (
        Code::UnitMismatch,
        &[("unitOfMeasure", "Proporción")],
        false,
    ),
    (
        Code::UnitMismatch,
        &[("indicatorName", "Denuncias atendidas")],
        false,
    ),
    (Code::FormulaMissing, &[("formula", "")], true),
    (
        Code::FormulaUnreadable,
        &[("formula", "(Denuncias atendidas/Denuncias recibidas*100")],
        true,
    ),
    (
        Code::FormulaUnreadable,
        &[("formula", "Denuncias atendidas/Denuncias recibidas)*100")],
        true,
    ),
    (
        Code::FormulaUnreadable,
        &[("formula", "(Denuncias atendidas/Denuncias recibidas]*100")],
        true,
    ),
    (
        Code::FormulaUnreadable,
        &[("formula", "(Denuncias atendidas/)*100")],
        true,
    ),
    (
        Code::FormulaUnreadable,
        &[("formula", "((Vf/Vi)^(1/n)-1)*100")],
        false,
    ),
    (Code::FormulaNotAFormula, &[("formula", "Proyecto")], true),
    (Code::FormulaNotAFormula, &[("formula", "100")], true),
    (
        Code::FormulaNotAFormula,
        &[("formula", "Número de denuncias")],
        false,
    ),
    (
        Code::FormulaNoDenominator,
        &[("formula", "(Número de denuncias atendidas)*100")],
        true,
    ),
    (
        Code::FormulaNoDenominator,
        &[("formula", "Número de denuncias atendidas")],
        true,
    ),
    (
        Code::FormulaNoDenominator,
        &[
            ("formula", "Número de denuncias atendidas"),
            ("unitOfMeasure", "Denuncia"),
        ],
        false,
    ),
    (
        Code::FormulaNoFactor,
        &[("formula", "Denuncias atendidas/Denuncias recibidas")],
        true,
    ),
    (
        Code::FormulaNoFactor,
        &[
            ("formula", "Denuncias atendidas/Denuncias recibidas"),
            ("unitOfMeasure", "Razón"),
        ],
        false,
    ),
    (
        Code::FormulaSameVariable,
        &[(
            "formula",
            "(Convenios celebrados/Total de convenios celebrados)*100",
        )],
        true,
    ),
    (
        Code::FormulaSameVariable,
        &[("formula", "(Convenios celebrados/Total de convenios)*100")],
        false,
    ),
    (
        Code::FormulaVariableIncomplete,
        &[(
            "formula",
            "(Número de atendidas/Número de denuncias recibidas)*100",
        )],
        true,
    ),
    (
        Code::FormulaVariableIncomplete,
        &[(
            "formula",
            "(Número de denuncias en materia atendidas/Denuncias recibidas)*100",
        )],
        true,
    ),
    (
        Code::FormulaVariableSuspect,
        &[("formula", "(Denuncias recibidas/Denuncias programadas)*100")],
        true,
    ),
    (
        Code::FormulaVariableSuspect,
        &[("formula", "(Denuncias recibidas/Total de denuncias)*100")],
        false,
    ),
    (
        Code::FormulaUnitMismatch,
        &[("formula", "(Denuncias atendidas/Certificados emitidos)*100")],
        true,
    ),
    (
        Code::FormulaUnitMismatch,
        &[("formula", "(Mujeres atendidas/Total de personas)*100")],
        false,
    ),
    (
        Code::FormulaUniverseMismatch,
        &[(
            "formula",
            "(Cursos de ética realizados/Cursos programados)*100",
        )],
        true,
    ),
    (
        Code::FormulaUniverseMismatch,
        &[(
            "formula",
            "(Cursos de ética realizados/Cursos de ética programados)*100",
        )],
        false,
    ),
    (
        Code::FormulaUniverseMismatch,
        &[("formula", "(Mujeres capacitadas en ética/Mujeres)*100")],
        false,
    ),
    (
        Code::FormulaIndicatorMismatch,
        &[("indicatorName", "Porcentaje de denuncias turnadas")],
        true,
    ),
    (
        Code::FormulaIndicatorMismatch,
        &[(
            "indicatorName",
            "Porcentaje de avance del informe de denuncias",
        )],
        true,
    ),
    (
        Code::FormulaIndicatorMismatch,
        &[("actionLine", "Difundir el catálogo de trámites")],
        true,
    ),
    (
        Code::FormulaIndicatorMismatch,
        &[
            ("indicatorName", "Porcentaje de cursos impartidos"),
            ("actionLine", "Dar cursos"),
            ("formula", "(Cursos realizados/Cursos programados)*100"),
        ],
        false,
    ),
    (
        Code::FormulaGeneric,
        &[(
            "formula",
            "(Número de acciones realizadas/Número de acciones programadas)*100",
        )],
        true,
    ),
    (
        Code::FormulaGeneric,
        &[(
            "formula",
            "(Acciones de difusión realizadas/Acciones de difusión programadas)*100",
        )],
        false,
    ),
    (Code::FrequencyMissing, &[("frequency", "")], true),
    (Code::FrequencySpelling, &[("frequency", "Annual")], true),
    (Code::FrequencySpelling, &[("frequency", "SEMESTRAL")], true),
    (
        Code::FrequencySpelling,
        &[("frequency", "Cuatrimestral")],
        false,
    ),
    (Code::FrequencySpelling, &[("frequency", "Trianual")], false),
    (
        Code::FrequencyUnknown,
        &[("frequency", "Según convocatoria")],
        true,
    ),
    (Code::TargetMissing, &[("targets.2025", "")], true),
    (Code::TargetMissing, &[("targets.2025", "0%")], false),
    (
        Code::TargetNotNumber,
        &[("targets.2025", "12/31/2023")],
        true,
    ),
    (Code::TargetFormat, &[("targets.2025", "90")], true),
    (Code::TargetFormat, &[("targets.2025", "90 %")], false),
    (
        Code::TargetCumulativeUndeclared,
        &[("targetBehavior", "")],
        true,
    ),
    (
        Code::TargetCumulativeUndeclared,
        &[("targetBehavior", "Acumulada")],
        false,
    ),
    (
        Code::TargetFinalBelow100,
        &[
            (
                "indicatorName",
                "Porcentaje de avance en denuncias atendidas",
            ),
            ("targets.2026", "95%"),
            ("targetBehavior", "Acumulada"),
        ],
        true,
    ),
    (
        Code::TargetFinalBelow100,
        &[
            (
                "indicatorName",
                "Porcentaje de avance en denuncias atendidas",
            ),
            ("targets.2026", "95%"),
        ],
        false,
    ),
    (
        Code::TargetFlat100,
        &[
            ("targets.2024", "100%"),
            ("targets.2025", "100 %"),
            ("targets.2026", "100%"),
            ("baseline.value", ""),
        ],
        true,
    ),
    (
        Code::TargetFlat100,
        &[
            ("targets.2024", "100%"),
            ("targets.2025", "100 %"),
            ("targets.2026", "100%"),
        ],
        false,
    ),
    (Code::TargetAbove100, &[("targets.2026", "2200")], true),
    (
        Code::TargetAbove100,
        &[("targets.2026", "2200"), ("unitOfMeasure", "Persona")],
        false,
    ),
    (Code::BaselineAbsent, &[("baseline.value", "")], true),
    (Code::BaselineAbsent, &[("baseline.value", "0")], false),
    (
        Code::BaselineDirection,
        &[("baseline.value", "490"), ("direction", "Ascendente")],
        true,
    ),
    (
        Code::BaselineDirection,
        &[("baseline.value", "20%"), ("direction", "Descendente")],
        true,
    ),
    (
        Code::BaselineDirection,
        &[("baseline.value", "20%"), ("direction", "Ascendente")],
        false,
    ),
    (
        Code::CommentInData,
        &[("interpretation", "Socializar con SFA")],
        true,
    ),
    (Code::CommentInData, &[("targets.2024", "Pendiente")], true),
    (
        Code::CommentInData,
        &[("indicatorName", "Revisión de expedientes")],
        false,
    ),
    (
        Code::CommentInData,
        &[("meansOfVerification", "Revisión de expedientes")],
        false,
    ),
    (
        Code::CommentInData,
        &[("meansOfVerification", "Revisión con SFA")],
        true,
    ),
    (
        Code::PendingExternalReview,
        &[("interpretation", "Socializar con SFA")],
        true,
    ),
    (Code::NotAvailableAsText, &[("targets.2024", "#N/A")], true),
    (Code::NotAvailableAsText, &[("baseline.value", "NA")], true),
    (Code::NotAvailableAsText, &[("unitOfMeasure", "n.d.")], true),
    (
        Code::Typo,
        &[("actionLine", "Conduvar en las denuncias")],
        true,
    ),
    (
        Code::Typo,
        &[("actionLine", "Atender denuncias de niñas v/o niños")],
        true,
    ),
    (
        Code::Typo,
        &[("actionLine", "Atender denuncias de niñas y/o niños")],
        false,
    ),
    (
        Code::Typo,
        &[("actionLine", "Atender denuncias de SECOM")],
        true,
    ),
    (
        Code::AcronymUnknown,
        &[("actionLine", "Atender denuncias de la QQZ")],
        true,
    ),
    (
        Code::AcronymUnknown,
        &[(
            "actionLine",
            "Atender denuncias de la Quinta Qúbica Zonal (QQZ)",
        )],
        false,
    ),
    (
        Code::AcronymUnknown,
        &[("actionLine", "ATENDER DENUNCIAS DE LA QQZ")],
        false,
    ),
    (Code::AcronymUnknown, &[("formula", "(NDA/NDR)*100")], false),
];
