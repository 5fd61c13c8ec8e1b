//! SECOEM's matrix as an annex, read from the example that travels inside the app, and the minuta of
//! its session.

use exchange::{EXAMPLE_XLSX, read_xlsx};
use model::{DraftHeading, Field, Level};
use paper::{
    Annex, AnnexCell, AnnexRow, Column, ColumnKind, Imprint, MinutesAgreement, MinutesPaper,
    SignatureLine,
};

const DOSSIER: &str = "3f0c9a52-6d1e-4b7a-9c58-2f4e8d7b1a60";
const VERSION: &str = "b1e7d2c4-90af-4d63-8e15-7a2c6f3b5d98";

/// The form's columns: field, header, kind, parts of the width.
const FORM: [(&str, &str, ColumnKind, u32); 11] = [
    ("headings.axis", "Eje PEA", ColumnKind::Heading, 44),
    (
        "headings.priority",
        "Prioridad PEA",
        ColumnKind::Heading,
        148,
    ),
    (
        "actionLine",
        "Lluvia de ideas: Líneas de Acción",
        ColumnKind::Text,
        180,
    ),
    ("indicatorName", "Indicador", ColumnKind::Text, 122),
    ("interpretation", "Interpretación", ColumnKind::Text, 107),
    ("unitOfMeasure", "Tipo", ColumnKind::Value, 72),
    ("formula", "Formula", ColumnKind::Text, 138),
    ("frequency", "Frecuencia de Medición", ColumnKind::Value, 68),
    ("targets.2024", "Meta 2024", ColumnKind::Value, 41),
    ("targets.2025", "Meta 2025", ColumnKind::Value, 41),
    ("targets.2026", "Meta 2026", ColumnKind::Value, 41),
];

/// Of a closed version.
pub(crate) fn imprint() -> Imprint {
    Imprint {
        dossier: DOSSIER.to_owned(),
        version: VERSION.to_owned(),
        version_name: "Versión de la mesa 08".to_owned(),
        folio: "SECOEM-2023-04-24-3F9A-22C1".to_owned(),
        digest: "3F9A-22C1".to_owned(),
        dated: "24 de abril de 2023, 13:05 h".to_owned(),
        dated_unix_s: 1_682_363_100,
        point: String::new(),
    }
}

/// Of the matrix as it stands.
pub(crate) fn draft() -> Imprint {
    Imprint {
        version: String::new(),
        version_name: String::new(),
        folio: String::new(),
        ..imprint()
    }
}

/// The columns of the form.
pub(crate) fn columns() -> Vec<Column> {
    let column = |(field, header, kind, width_parts): (&str, &str, ColumnKind, u32)| Column {
        field: field.to_owned(),
        header: header.to_owned(),
        kind,
        width_parts,
    };
    FORM.into_iter().map(column).collect()
}

/// The annex of the sample.
pub(crate) fn annex() -> Annex {
    let Ok(found) = read_xlsx(EXAMPLE_XLSX) else {
        return Annex::default();
    };
    let draft = found.draft;
    let mut rows = Vec::new();
    for (place, row) in draft.rows.iter().enumerate() {
        let cell = |field: Field, group: Option<u32>, text: String| {
            let text = if text.is_empty() {
                row.cells.get(&field).cloned().unwrap_or_default()
            } else {
                text
            };
            AnnexCell { text, group }
        };
        let heading = |level: Level| {
            let found = up(&draft.headings, row.heading, level);
            let text = found.map(|index| printed(&draft.headings[index]));
            cell(
                Field::Heading(level),
                found.map(|index| index as u32),
                text.unwrap_or_default(),
            )
        };
        let plain = |field: Field| cell(field, None, String::new());
        rows.push(AnnexRow {
            number: place as u32 + 1,
            line: format!("00000000-0000-4000-8000-{place:012}"),
            indicator: String::new(),
            pending_external: row.pending_external,
            cells: vec![
                heading(Level::Axis),
                heading(Level::Priority),
                plain(Field::ActionLine),
                plain(Field::IndicatorName),
                plain(Field::Interpretation),
                plain(Field::UnitOfMeasure),
                plain(Field::Formula),
                plain(Field::Frequency),
                plain(Field::Target(2024)),
                plain(Field::Target(2025)),
                plain(Field::Target(2026)),
            ],
        });
    }
    Annex {
        label: "ANEXO".to_owned(),
        title: "Diseño del programa de Implementación de la Política Estatal Anticorrupción"
            .to_owned(),
        institution: "SECOEM".to_owned(),
        columns: columns(),
        rows,
        imprint: imprint(),
        initials: true,
        ..Annex::default()
    }
}

fn up(headings: &[DraftHeading], from: Option<usize>, level: Level) -> Option<usize> {
    let mut at = from;
    while let Some(index) = at {
        if headings[index].level == level {
            return Some(index);
        }
        at = headings[index].parent;
    }
    None
}

fn printed(heading: &DraftHeading) -> String {
    if heading.number.is_empty() {
        heading.text.clone()
    } else {
        format!("{}. {}", heading.number, heading.text)
    }
}

/// The minuta of the sample.
pub(crate) fn minutes() -> MinutesPaper {
    let names = |names: &[&str]| {
        let line = |name: &&str| SignatureLine {
            name: (*name).to_owned(),
            position: String::new(),
        };
        names.iter().map(line).collect::<Vec<_>>()
    };
    let agreement = |number: &str, text: &str, remarks: &str| MinutesAgreement {
        number: number.to_owned(),
        text: text.to_owned(),
        remarks: remarks.to_owned(),
        ..MinutesAgreement::default()
    };
    MinutesPaper {
        title: "MINUTA MESA 08- FASE 1".to_owned(),
        institution: "SECOEM".to_owned(),
        date: "19 de abril de 2023".to_owned(),
        agreements: vec![
            agreement(
                "1",
                "Una vez analizadas las posibles líneas de acción por prioridad y eje de la Política Estatal Anticorrupción, las personas servidoras públicas de la SECOEM integraron su matriz con 24 líneas de acción, así como indicadores y metas a 2026.",
                "",
            ),
            agreement(
                "2",
                "La matriz de líneas de acción será facilitada al personal de la SECOEM para verificar las líneas base de los indicadores propuestos, contando hasta el 24 de abril de la presente anualidad para notificar a la Dirección de Riesgos, Política Pública, Evaluación y Seguimiento cualquier cambio y/o ajuste.",
                "Las líneas de acción resaltadas en color amarillo quedan sujetas a ser revisadas con otras instancias para su aprobación y correcta adhesión a la matriz.",
            ),
        ],
        attendees: names(&[
            "Lic. Chrystian Alejandra Márquez Valencia",
            "Lic. Berta Deyanira Aceves García",
            "Lic. Antonio de Jesús Hernández Martínez",
            "Ing. Enrique Rojas Aguilar",
        ]),
        reviewed_materials: [
            "Política Estatal Anticorrupción",
            "Metodología de la Política Estatal Anticorrupción",
            "Matriz con propuestas de las líneas de acción",
        ]
        .map(str::to_owned)
        .to_vec(),
        remarks: "Ninguna.".to_owned(),
        coordinators: names(&[
            "Mtra. Elizabeth del Carmen Juárez Cordero",
            "Mtra. Eréndira Sarahí Pérez Ponce",
            "Lic. Rosa Ivonne Pérez Cervantes",
            "Lic. Julissa de la Torre Bucio",
            "Dr. César Arturo Sereno Marín",
            "L.A.E. Carlos Gamiño García",
        ]),
        imprint: imprint(),
        ..MinutesPaper::default()
    }
}
