//! Finds the row of headers and what each column means.

use std::collections::{BTreeMap, BTreeSet};

use model::{Field, Level};

use crate::fold::fold;
use crate::limits::HEADER_ROWS_MAX;
use crate::mapping::HeaderRows;
use crate::table::Table;

/// Columns that must be recognised before a row counts as the headers of a matrix.
const COLUMNS_MIN: usize = 3;

/// Headers seen in matrices, folded, with what they mean.
const NAMES: &[(&str, Field)] = &[
    ("eje", Field::Heading(Level::Axis)),
    ("eje pea", Field::Heading(Level::Axis)),
    ("eje pna", Field::Heading(Level::Axis)),
    ("eje estrategico", Field::Heading(Level::Axis)),
    ("objetivo", Field::Heading(Level::Objective)),
    ("objetivo especifico", Field::Heading(Level::Objective)),
    ("objetivo prioritario", Field::Heading(Level::Objective)),
    ("prioridad", Field::Heading(Level::Priority)),
    ("prioridad pea", Field::Heading(Level::Priority)),
    ("prioridad pna", Field::Heading(Level::Priority)),
    ("estrategia", Field::Heading(Level::Strategy)),
    ("linea de accion", Field::ActionLine),
    ("lineas de accion", Field::ActionLine),
    ("la", Field::ActionLine),
    ("lluvia de ideas", Field::ActionLine),
    ("lluvia de ideas: linea de accion", Field::ActionLine),
    ("lluvia de ideas: lineas de accion", Field::ActionLine),
    ("accion puntual", Field::ActionLine),
    ("accion a realizar", Field::ActionLine),
    ("accion", Field::ActionLine),
    ("acciones", Field::ActionLine),
    ("lluvia de ideas (lineas de accion)", Field::ActionLine),
    ("indicador", Field::IndicatorName),
    ("nombre del indicador", Field::IndicatorName),
    ("interpretacion", Field::Interpretation),
    ("descripcion", Field::Interpretation),
    ("descripcion del indicador", Field::Interpretation),
    ("definicion", Field::Interpretation),
    ("tipo", Field::UnitOfMeasure),
    ("unidad", Field::UnitOfMeasure),
    ("unidad de medida", Field::UnitOfMeasure),
    ("formula", Field::Formula),
    ("metodo de calculo", Field::Formula),
    ("algoritmo", Field::Formula),
    ("frecuencia", Field::Frequency),
    ("frecuencia de medicion", Field::Frequency),
    ("periodicidad", Field::Frequency),
    ("sentido", Field::Direction),
    ("sentido del indicador", Field::Direction),
    ("tendencia esperada", Field::Direction),
    ("comportamiento de la meta", Field::TargetBehavior),
    ("linea base", Field::BaselineValue),
    ("valor de la linea base", Field::BaselineValue),
    ("lb", Field::BaselineValue),
    ("valor de linea base", Field::BaselineValue),
    ("ano de linea base", Field::BaselineYear),
    ("ano lb", Field::BaselineYear),
    ("fuente de la linea base", Field::BaselineSource),
    ("fuente de linea base", Field::BaselineSource),
    ("verificacion de la linea base", Field::BaselineVerification),
    ("sujeta a revision", Field::PendingExternal),
    ("tendencia", Field::Direction),
    ("medio(s) de verificacion", Field::MeansOfVerification),
    ("evidencia", Field::MeansOfVerification),
    ("unidad responsable", Field::Responsible),
    ("responsable(s)", Field::Responsible),
    ("ente responsable", Field::Responsible),
    ("indicadores", Field::IndicatorName),
    ("indicador de desempeno", Field::IndicatorName),
    ("prioridades", Field::Heading(Level::Priority)),
    ("eje de la pea", Field::Heading(Level::Axis)),
    ("frecuencia (de medicion)", Field::Frequency),
    ("ano base", Field::BaselineYear),
    ("ano de la linea base", Field::BaselineYear),
    ("medio de verificacion", Field::MeansOfVerification),
    ("medios de verificacion", Field::MeansOfVerification),
    ("fuente de verificacion", Field::MeansOfVerification),
    ("evidencia necesaria", Field::MeansOfVerification),
    ("instrumento", Field::MeansOfVerification),
    ("responsable", Field::Responsible),
    ("responsables", Field::Responsible),
    ("institucion", Field::Responsible),
    ("institucion responsable", Field::Responsible),
    ("actor", Field::Responsible),
    ("actores", Field::Responsible),
    ("actor(es)", Field::Responsible),
    ("ente", Field::Responsible),
    ("dependencia", Field::Responsible),
    ("ur", Field::Responsible),
];

/// Words that may stand beside the year of a target.
const TARGET_WORDS: &[&str] = &[
    "meta",
    "metas",
    "al",
    "a",
    "ano",
    "anual",
    "para",
    "el",
    "de",
    "del",
    "programada",
];

/// Where the columns are.
#[derive(Debug)]
pub(crate) struct Header {
    /// Rows of headers; they may be two.
    pub(crate) rows: HeaderRows,
    /// What each recognised column means.
    pub(crate) columns: BTreeMap<u32, Field>,
}

impl Header {
    /// Finds the row that looks most like headers.
    pub(crate) fn find(table: &Table) -> Option<Self> {
        let rows: BTreeSet<u32> = table
            .cells
            .range(..(HEADER_ROWS_MAX, 0))
            .map(|(place, _)| place.0)
            .collect();
        let mut best: Option<Self> = None;
        for row in rows {
            let header = Self::at(table, row);
            if header.looks_like_a_matrix()
                && best
                    .as_ref()
                    .is_none_or(|best| header.columns.len() > best.columns.len())
            {
                best = Some(header);
            }
        }
        best
    }

    /// Reads rows that a person says are the headers.
    pub(crate) fn of_rows(table: &Table, rows: HeaderRows) -> Self {
        let mut header = Self::at(table, rows.first);
        header.rows = rows;
        let mut used: BTreeSet<Field> = header.columns.values().copied().collect();
        for row in
            rows.first.saturating_add(1)..=rows.last.min(rows.first.saturating_add(HEADER_ROWS_MAX))
        {
            for (column, text) in table.row_texts(row) {
                if let Some(field) = meaning(&fold(text))
                    && !header.columns.contains_key(&column)
                    && used.insert(field)
                {
                    header.columns.insert(column, field);
                }
            }
        }
        header
    }

    fn looks_like_a_matrix(&self) -> bool {
        self.columns.len() >= COLUMNS_MIN
            && self
                .columns
                .values()
                .any(|field| *field == Field::ActionLine)
    }

    /// Reads a row as headers, whatever it is.
    fn at(table: &Table, row: u32) -> Self {
        let mut header = Self {
            rows: HeaderRows {
                first: row,
                last: row,
            },
            columns: BTreeMap::new(),
        };
        let mut used = BTreeSet::new();
        let mut group_of_targets = false;
        let mut numbers = BTreeSet::new();
        for (column, text) in table.row_texts(row) {
            let folded = fold(text);
            group_of_targets |= matches!(folded.as_str(), "meta" | "metas" | "metas anuales");
            if let Some(level) = number_of(&folded) {
                if numbers.insert(level) {
                    header.columns.insert(column, Field::Heading(level));
                }
            } else if folded != SHORT_LINE
                && let Some(field) = meaning(&folded).filter(|field| used.insert(*field))
            {
                header.columns.insert(column, field);
            }
        }
        // "LA" is the line where nothing else says so; beside it, it is its number.
        if !used.contains(&Field::ActionLine) {
            let short = table
                .row_texts(row)
                .find(|(_, text)| fold(text) == SHORT_LINE);
            if let Some((column, _)) = short {
                used.insert(Field::ActionLine);
                header.columns.insert(column, Field::ActionLine);
            }
        }
        // "Meta" above, its years below.
        if group_of_targets {
            for (column, text) in table.row_texts(row + 1) {
                let Some(field @ Field::Target(_)) = meaning(&fold(text)) else {
                    continue;
                };
                if !header.columns.contains_key(&column) && used.insert(field) {
                    header.columns.insert(column, field);
                    header.rows.last = row + 1;
                }
            }
        }
        header
    }
}

/// Whether the header of the action lines says that they come from a brainstorm ("lluvia de ideas").
pub(crate) fn is_brainstorm(text: &str) -> bool {
    fold(text).contains("lluvia de ideas")
}

/// "LA": how a line of action is called for short.
const SHORT_LINE: &str = "la";

/// The level whose number a column of its own holds: "No. Prioridad".
fn number_of(folded: &str) -> Option<Level> {
    let rest = ["no. de ", "no. ", "num. ", "numero de ", "# "]
        .iter()
        .find_map(|start| folded.strip_prefix(start))?;
    match meaning(rest)? {
        Field::Heading(level) => Some(level),
        _ => None,
    }
}

/// What a folded header means.
fn meaning(folded: &str) -> Option<Field> {
    NAMES
        .iter()
        .find(|(name, _)| *name == folded)
        .map(|(_, field)| *field)
        .or_else(|| target_year(folded).map(Field::Target))
}

/// The year of "meta 2024", "2024", "meta al 2024"…
fn target_year(folded: &str) -> Option<u16> {
    let mut year = None;
    for word in folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let value = word
                .parse()
                .ok()
                .filter(|value| (1990..=2100).contains(value))?;
            if year.replace(value).is_some() {
                return None;
            }
        } else if !TARGET_WORDS.contains(&word) {
            return None;
        }
    }
    year
}
